"""Table 1: its rows and their parts, the three states of a row, and the replications where there are any."""

import re
from dataclasses import dataclass

import pytest

from pyrrhic.errors import PyrrhicError
from pyrrhic.sources import bibliography, split
from pyrrhic.studies.fit.single import targets
from pyrrhic.studies.literature import results as study
from pyrrhic.studies.literature.results import (
    CODE,
    EVIDENCE,
    LEVER,
    MET,
    MODEL,
    NOT_COMPUTED,
    NOT_MET,
    printed_targets,
    published_rows,
    result_targets,
    table_one,
)
from pyrrhic.studies.verdict import Figure, Verdict
from pyrrhic.texts import Text

ROWS = tuple(published_rows().values())
NUMBERS = (*range(1, 14), 15, 16, 17, *range(19, 31))
OF_REPLICATIONS = {1, 2, 3, 4, 5, 6, 30}
PARTS = {
    7: {"harvest_1930", "harvest_1931", "harvest_1932"},
    8: {"collections", "collections_1927"},
    9: {"exports"},
    10: {"herd_horses", "herd_cattle", "herd_pigs", "herd_sheep_and_goats"},
    11: {"tractors", "tractor_draft_1933"},
    12: {"draft_least_year", "draft_regained"},
    13: {"deaths_1931_34", "deaths_ukraine", "deaths_kazakhstan"},
    15: {"rural_deaths_share_1933", "deaths_by_calendar_year"},
    16: {"order_of_death_rates"},
    17: {"deaths_1936_37"},
    19: {"towns_1926", "towns_1939", "migrants_1926_39", "migrants_1930_32"},
    20: {"bread_price_growth"},
    21: {"price_gap", "price_gap_peak"},
    22: {"terms_of_trade_1937"},
    23: {"disturbances_1930"},
    24: {"harvest_1946", "collections_1946", "published_deaths_1946_47"},
    25: {"official_harvests"},
    26: {"farm_output_growth"},
    27: {"imports_1963_64"},
    28: {"unrest_1962"},
    29: {"cia_over_official"},
}


@dataclass(frozen=True)
class Replica:
    """A figure of a replication, as the table sees it."""

    row: int
    title: str
    met: bool


def verdicts(fails=()):
    """A verdict on every target: met but for those named."""
    figure = Figure(Text("one", "один"), 1.0)
    return [
        Verdict(target, (figure,), (figure,) if target.name in fails else (), figure)
        for target in (*targets(), *result_targets())
    ]


@pytest.fixture
def replications(monkeypatch):
    """Puts these figures in the place of those of the replications."""
    return lambda *figures: monkeypatch.setattr(study, "replicated", lambda: figures)


def test_the_table_has_the_twenty_eight_rows():
    assert tuple(row.number for row in ROWS) == NUMBERS and len(ROWS) == 28
    assert tuple(judged.row for judged in table_one(verdicts()).rows) == ROWS


def test_every_row_consists_of_the_targets_that_it_should():
    parts = {
        judged.row.number: {verdict.target.name for verdict in judged.verdicts} for judged in table_one(verdicts()).rows
    }
    assert {number: names for number, names in parts.items() if names} == PARTS
    assert set(parts) - set(PARTS) == OF_REPLICATIONS
    assert all(row in NUMBERS for target in (*targets(), *result_targets()) for row in target.rows)


def test_the_works_of_every_row_exist():
    for row in ROWS:
        assert row.works and all(split(part)[0] in bibliography() for part in row.works), row.number


def test_every_text_of_a_row_is_in_both_languages():
    for row in ROWS:
        for text in (row.title, row.why_not_computed, *(part for part in (row.beyond, row.reading) if part)):
            assert text.en and re.search("[а-яё]", text.ru) and not re.search("[а-яё]", text.en), row.number


def test_a_row_is_met_only_if_all_its_targets_are(replications):
    replications()
    table = table_one(verdicts(fails=("herd_pigs",)))
    states = {judged.row.number: judged.state for judged in table.rows}
    assert states[10] == NOT_MET and states[8] == MET and states[30] == NOT_COMPUTED
    assert [judged.target.name for row in table.rows for judged in row.missed] == ["herd_pigs"]


def test_rows_that_are_not_computed_are_no_rows_that_are_met(replications):
    replications()
    table = table_one(verdicts())
    assert sum(table.met(kind) for kind in EVIDENCE) == len(PARTS) == 21
    not_computed = [judged for judged in table.rows if judged.state == NOT_COMPUTED]
    assert [judged.row.number for judged in not_computed] == [1, 2, 3, 4, 5, 6, 30]
    assert all(judged.row.why_not_computed for judged in not_computed)


def test_replications_answer_their_rows(replications):
    replications(
        *(Replica(row, f"Row {row}", True) for row in (1, 2, 2, 3, 4, 5, 6)),
        Replica(30, "Row 30", False),
        Replica(99, "Of no row", True),
    )
    table = table_one(verdicts())
    states = {judged.row.number: judged.state for judged in table.rows}
    assert all(states[row] == MET for row in (1, 2, 3, 4, 5, 6)) and states[30] == NOT_MET
    assert len(next(judged for judged in table.rows if judged.row.number == 2).replicated) == 2
    assert table.met(CODE) == 7


def test_rows_that_check_code_or_levers_stand_apart():
    table = table_one(verdicts())
    kinds = {kind: {judged.row.number for judged in table.of(kind)} for kind in EVIDENCE}
    assert {1, 2, 3, 4, 5, 6, 29} <= kinds[CODE] and {9, 11} <= kinds[LEVER]
    assert {7, 10, 12, 13, 16, 17, 19, 21, 23, 25, 26, 27} <= kinds[MODEL]
    assert sum(map(len, kinds.values())) == len(ROWS)


def test_a_printed_target_stands_in_the_place_of_the_one_of_its_name():
    by_name = {target.name: target for target in (*targets(), *result_targets())}
    for printed in printed_targets():
        read = by_name[printed.name]
        assert set(printed.rows) <= set(read.rows)
        same = (printed.low, printed.high, printed.parts) == (read.low, read.high, read.parts)
        assert not same, f"{printed.name} is read as it is printed"


def test_a_row_is_judged_as_printed_and_as_read():
    figure = Figure(Text("one", "один"), 1.0)
    missed = [Verdict(target, (figure,), (figure,), figure) for target in printed_targets() if 7 in target.rows]
    table = table_one(verdicts(), missed)
    rows = {judged.row.number: judged for judged in table.rows}
    assert (rows[7].state, rows[7].state_as_printed) == (MET, NOT_MET)
    assert (rows[13].state, rows[13].state_as_printed) == (MET, MET)
    assert table.met_as_printed() == table.met() - 1


def test_a_printed_target_of_no_target_is_refused(monkeypatch):
    with pytest.raises(PyrrhicError, match="there is no target named harvest_1930"):
        study.check_printed(target for target in targets() if target.name != "harvest_1930")


def test_the_replications_of_this_version_answer_all_their_rows():
    assert set(study.replicated_rows()) == OF_REPLICATIONS


@pytest.mark.parametrize(
    ("rows", "message"),
    [("", "it has no rows of the table"), ("rows = [14]", "Table 1 has no row 14")],
)
def test_a_target_of_the_table_without_rows_is_refused(rows, message, tmp_path, monkeypatch):
    entry = 'figure = "excess_deaths_1946_47"\nbounds = { low = 1.0 }\nsources = ["ellman2000"]\n'
    why = 'why = { en = "Published.", ru = "Опубликовано." }\n'
    (tmp_path / "result_targets.toml").write_text(f"[deaths]\n{entry}{why}{rows}", encoding="utf-8")
    monkeypatch.setattr(study, "files", lambda package: tmp_path)
    with pytest.raises(PyrrhicError, match=message) as refused:
        study.result_targets.__wrapped__()
    assert str(refused.value).startswith("result_targets.toml, deaths")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            '[row_7]\ntitle = { en = "a", ru = "а" }\nworks = ["ellman2000"]\nevidence = "model"\nreadng = 1',
            "did you mean reading",
        ),
        ('[row_7]\ntitle = { en = "a" }\nworks = ["ellman2000"]\nevidence = "model"', "title has no text in ru"),
        ('[row_7]\ntitle = { en = "a", ru = "а" }', "the field works is missing"),
        (
            '[seven]\ntitle = { en = "a", ru = "а" }\nworks = ["ellman2000"]\nevidence = "model"',
            "a row has a number; allowed",
        ),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_file_and_entry(entry, message, tmp_path, monkeypatch):
    texts = '[texts]\nwithout_replication = { en = "None.", ru = "Нет." }\n'
    (tmp_path / "results.toml").write_text(texts + entry, encoding="utf-8")
    monkeypatch.setattr(study, "files", lambda package: tmp_path)
    with pytest.raises(PyrrhicError, match=message) as refused:
        study.published_rows.__wrapped__()
    assert str(refused.value).startswith(f"results.toml, {entry[1:6]}")
