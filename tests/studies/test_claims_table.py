"""The committed verdicts: recomputed, and a difference that neither model nor record explains is a failure."""

import json

import pytest

from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available
from pyrrhic.errors import BadFile, CannotRun
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.studies.claims import claims, saved, table
from pyrrhic.studies.claims.answers import Numbers, answers, answers_at, chosen, judged, names
from pyrrhic.studies.claims.statement import RECORD
from pyrrhic.studies.claims.verdict import VERDICTS

STATEMENTS = [statement for claim in claims() for statement in claim.statements]


@pytest.fixture(scope="module")
def answered():
    """Every claim answered at the usual number of draws."""
    return answers()


def test_the_committed_verdicts_are_those_of_now_unless_model_or_record_are_others(answered):
    found = table.check(answered)
    assert found.explained, found.differences


def test_a_verdict_that_neither_model_nor_record_explains_is_found(answered, tmp_path, monkeypatch):
    monkeypatch.setattr(table, "PATH", tmp_path / "verdicts.json")
    with pytest.raises(CannotRun, match="write them with"):
        table.check(answered)
    assert table.write(answered, "first") == () and table.check(answered) == table.Check((), False)
    document = json.loads(table.PATH.read_text(encoding="utf-8"))
    key, now = next(iter(document["verdicts"].items()))
    document["verdicts"][key] = "supported enough"
    found = table.check(answered, document)
    assert found.differences == (table.Difference(key, "supported enough", now),) and not found.explained
    for fingerprint in ("model", "record"):
        others = {**document["fingerprints"], fingerprint: "another"}
        found = table.check(answered, {**document, "fingerprints": others})
        assert found.renew and found.explained and found.differences


def test_what_changed_is_kept_with_the_reason(answered, tmp_path, monkeypatch):
    monkeypatch.setattr(table, "PATH", tmp_path / "verdicts.json")
    table.write(answered, "first")
    document = json.loads(table.PATH.read_text(encoding="utf-8"))
    key, now = next(iter(document["verdicts"].items()))
    table.PATH.write_text(json.dumps({**document, "verdicts": {**document["verdicts"], key: "none so far"}}))
    assert table.write(answered, "second") == (table.Difference(key, "none so far", now),)
    changes = json.loads(table.PATH.read_text(encoding="utf-8"))["changes"]
    assert [change["reason"] for change in changes] == ["first", "second"]
    table.PATH.write_text("{")
    with pytest.raises(BadFile, match="it is no JSON"):
        table.check(answered)


def test_every_claim_and_statement_has_a_verdict(answered):
    verdicts = table.verdicts_of(answered)
    assert set(verdicts) == {claim.key for claim in claims()} | {statement.key for statement in STATEMENTS}
    assert all(verdict.removeprefix(table.PROVISIONAL) in VERDICTS for verdict in verdicts.values())


def test_what_is_kept_is_opened_again_and_what_is_damaged_is_not(answered, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert saved.opened("mine", Numbers) is None
    saved.kept("mine", answered.numbers)
    again = saved.opened("mine", Numbers)
    assert table.verdicts_of(judged(again)) == table.verdicts_of(answered)
    (file,) = (tmp_path / "pyrrhic" / "claims").iterdir()
    file.write_bytes(file.read_bytes()[:-20])
    assert saved.opened("mine", Numbers) is None


def test_another_package_opens_nothing(answered, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    saved.kept("mine", answered.numbers)
    monkeypatch.setattr(saved, "_package", lambda: "0" * 64)
    assert saved.opened("mine", Numbers) is None


def test_a_cache_that_cannot_be_written_to_costs_nothing(answered, tmp_path, monkeypatch):
    (tmp_path / "pyrrhic").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert saved.kept("mine", answered.numbers) is answered.numbers and saved.opened("mine", Numbers) is None


def test_at_draws_of_ones_own_the_prior_is_taken_from_the_usual_numbers(answered):
    runs: list[str] = []
    drawn = mixture.draws(2 * len(available()))
    again = answers_at(drawn, lambda name, number, of: runs.append(name), answered.numbers)
    assert len(runs) == len(set(runs)) and again.numbers.draws == len(drawn)
    for key, usual in answered.numbers.statements.items():
        found = again.numbers.statements[key]
        assert (found.prior, found.moves, found.without) == (usual.prior, usual.moves, usual.without)
    whole = answers_at(drawn)
    assert whole.numbers.statements == again.numbers.statements


def test_numbers_are_shares_and_every_run_has_its_points(answered):
    for statement in STATEMENTS:
        found = answered.numbers.statements[statement.key]
        low, high = found.range
        assert 0.0 <= low <= high <= 1.0 and found.shares.holds + found.shares.fails <= 1.0 + 1e-9
        of_record = statement.kind == RECORD
        assert (found.prior is None) is of_record and bool(found.draws) is not of_record
        assert found.grounds.works or not statement.rests_on


def test_the_figures_of_a_claim_stand_in_the_runs_of_that_claim(answered):
    for answer in answered.claims:
        runs = {AS_IT_HAPPENED, *answer.claim.without}
        for figure in answer.claim.figures:
            sides = answer.figures[figure.name]
            assert set(sides) <= runs and (AS_IT_HAPPENED in sides) is (figure.measure is not None), figure.name


def test_a_claim_is_found_by_key_or_name_and_a_statement_by_its_key(answered):
    assert {chosen(answered, name)[0].claim.key for name in ("S1", "s1", "labour")} == {"S1"}
    answer, statement = chosen(answered, STATEMENTS[0].key)
    assert statement.statement == STATEMENTS[0] and STATEMENTS[0] in answer.claim.statements
    assert {"S1", "labour", STATEMENTS[0].key} <= set(names())
