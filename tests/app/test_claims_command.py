"""`pyrrhic claims`: every claim, one of them, a statement; what is kept, and what is refused."""

import json
import re

import pytest

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.views.claims import claim_pages
from pyrrhic.app.views.claims.sentences import clauses_said, statement_sentence
from pyrrhic.calibration.posterior import available
from pyrrhic.studies.claims import claims, table
from pyrrhic.studies.claims.answers import answers

FEW = 2 * len(available())  # draws
STATEMENTS = [statement for claim in claims() for statement in claim.statements]
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


@pytest.fixture(scope="module")
def pages():
    """The pages in both languages."""
    return {code: claim_pages(answers(), Language(code)) for code in ("en", "ru")}


def test_every_claim_has_a_line_for_each_statement(call):
    status, out, _ = call("claims")
    plain = " ".join(out.split())
    assert status == 0 and all(claim.title.en in plain for claim in claims())
    assert all(statement.text.en.split()[0] in plain for statement in STATEMENTS)


def test_one_claim_and_one_statement(call):
    for name in ("S8", "s8", "human_cost"):
        status, out, _ = call("claims", name)
        assert status == 0 and "S8" in out and "S1" not in out
    status, out, _ = call("claims", STATEMENTS[0].key)
    assert status == 0 and "What would change the verdict" in out and STATEMENTS[0].key in out


def test_why_shows_the_argument_against_every_statement(call):
    for claim in claims():
        out = " ".join(call("claims", claim.key, "--why")[1].split())
        assert out.count("Against it:") == len(claim.statements)
        assert all(view.text.en in out for view in (*claim.views, *claim.not_in_model))


def test_json_holds_everything_in_the_language_asked_for(call):
    status, out, err = call("claims", "--json", "--lang", "ru")
    document = json.loads(out)
    assert status == 0 and err == "" and [claim["key"] for claim in document["claims"]] == [c.key for c in claims()]
    for claim in document["claims"]:
        assert CYRILLIC.search(claim["sentence"]) and len(claim["columns"]) == len(claim["figures"][0]["model"])
        for statement in claim["statements"]:
            assert 0.0 <= statement["low"] <= statement["high"] <= 1.0 and statement["rows"]
    statement = json.loads(call("claims", STATEMENTS[0].key, "--json")[1])["statement"]
    assert statement["key"] == STATEMENTS[0].key and statement["rival"]["sources"]


def test_with_draws_it_is_run_anew_and_tells_what_is_run(call, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (status, out, err), again = (call("claims", "S8", "--draws", str(FEW)) for _ in range(2))
    assert status == 0 and "run 1 of" in err and again[:2] == (0, out) and "run 1" not in again[2]
    assert list(tmp_path.rglob(f"claims-{FEW}.*.json"))


@pytest.mark.parametrize(
    "words, sentence",
    [
        (("labor",), "there is no claim or statement named labor; did you mean labour?"),
        (("deaths_without_export",), "did you mean deaths_without_exports?"),
        (("S1", "--check"), "key cannot be used with --check"),
        (("--check", "--why"), "--why cannot be used with --check"),
        (("--check", "--write-table", "why"), "--write-table cannot be used with --check"),
        (("--write-table", "why", "--draws", "20"), "--draws cannot be used with --write-table"),
        (("--draws", "1"), "1 draws asked for"),
    ],
)
def test_what_is_refused(call, words, sentence):
    status, out, err = call("claims", *words)
    assert status == 2 and out == "" and sentence in " ".join(err.split())


def test_the_table_is_checked_and_written(call, tmp_path, monkeypatch):
    monkeypatch.setattr(table, "PATH", tmp_path / "verdicts.json")
    assert call("claims", "--check")[0] == 2
    written = json.loads(call("claims", "--write-table", "first", "--json")[1])
    assert written == {"verdicts": len(claims()) + len(STATEMENTS), "reason": "first", "changed": []}
    assert call("claims", "--check")[0] == 0
    document = json.loads(table.PATH.read_text(encoding="utf-8"))
    table.PATH.write_text(json.dumps({**document, "verdicts": {**document["verdicts"], "S8": "unheard of"}}))
    status, out, _ = call("claims", "--check")
    assert status == 1 and "S8" in out and "it was unheard of" in out
    table.PATH.write_text(json.dumps({**document, "fingerprints": {}}))
    status, out, _ = call("claims", "--check")
    assert status == 1 and "renew them with" in " ".join(out.split())


def test_every_sentence_is_said_in_both_languages(pages):
    for code, shown in pages.items():
        for page in shown:
            texts = [page.sentence, *(text for part in page.statements for text in (part.sentence, *part.clauses_said))]
            assert all(bool(CYRILLIC.search(text)) is (code == "ru") for text in texts if text), page.key
    say = Language("ru")
    claim_pages(answers(), say)
    assert not say.missing


def test_record_stands_beside_model_with_its_sources_and_grades(pages):
    for page in pages["en"]:
        for statement in page.statements:
            sides = [row.side for row in statement.rows]
            assert sides == sorted(sides, key=lambda side: side != "Record")
            for row in statement.rows:
                assert (row.side == "Record") is bool(row.sources) and set(row.grades) <= set("ABC")


def test_a_number_in_a_sentence_is_the_number_that_was_measured(pages):
    for page in pages["en"]:
        for statement in page.statements:
            if statement.verdict != "assumed":
                assert f"Probability {statement.probability:.2f}: {statement.word}" in statement.sentence
    for answer in answers().claims:
        for judged in answer.statements:
            assert statement_sentence(judged, Language("en")).endswith(".")
            assert bool(clauses_said(judged, Language("en"))) is bool(judged.clauses)


def test_the_notebook_has_a_table_of_statements():
    found = pyrrhic.claims()
    assert list(found.index) == [statement.key for statement in STATEMENTS]
    assert set(found.attrs["verdicts"]) == {claim.key for claim in claims()}
    assert CYRILLIC.search(pyrrhic.claims("ru").iloc[0].verdict)
    with pytest.raises(pyrrhic.Error, match="there is no language named de"):
        pyrrhic.claims("de")
