"""Table 1: its rows and their parts, the three states of a row, and the replications where there are any."""

from dataclasses import dataclass

import pytest

from pyrrhic.sources import bibliography, split
from pyrrhic.studies.fit.single import targets
from pyrrhic.studies.literature import results as study
from pyrrhic.studies.literature.result_measures import literature_targets
from pyrrhic.studies.literature.results import MET, NOT_COMPUTED, NOT_MET, ROWS, table_one
from pyrrhic.studies.verdict import Figure, Verdict

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
    one = Figure("one", 1.0)
    return [
        Verdict(target, (one,), (one,) if target.name in fails else (), one)
        for target in (*targets(), *literature_targets())
    ]


@pytest.fixture
def replications(monkeypatch):
    """Puts these figures in the place of those of the replications."""
    return lambda *figures: monkeypatch.setattr(study, "replicated", lambda: figures)


def test_the_table_has_the_twenty_eight_rows():
    assert tuple(row.number for row in ROWS) == NUMBERS and len(ROWS) == 28
    assert tuple(one.row for one in table_one(verdicts()).rows) == ROWS


def test_every_row_consists_of_the_targets_that_it_should():
    found = {one.row.number: {verdict.target.name for verdict in one.verdicts} for one in table_one(verdicts()).rows}
    assert {number: names for number, names in found.items() if names} == PARTS
    assert set(found) - set(PARTS) == OF_REPLICATIONS | {22}
    assert all(row in NUMBERS for one in (*targets(), *literature_targets()) for row in one.rows)


def test_the_works_of_every_row_exist():
    for row in ROWS:
        assert row.title and all(split(part)[0] in bibliography() for part in row.source.split("; ")), row.number


def test_a_row_is_met_only_if_all_its_targets_are(replications):
    replications()
    table = table_one(verdicts(fails=("herd_pigs",)))
    states = {one.row.number: one.state for one in table.rows}
    assert states[10] == NOT_MET and states[8] == MET and states[22] == NOT_COMPUTED
    assert [one.target.name for row in table.rows for one in row.missed] == ["herd_pigs"]


def test_rows_that_are_not_computed_count_as_not_met(replications):
    replications()
    table = table_one(verdicts())
    assert table.met == len(PARTS) == 20 and not table.enough
    assert [one.row.number for one in table.of(NOT_COMPUTED)] == [1, 2, 3, 4, 5, 6, 22, 30]
    assert all(one.row.why_not_computed for one in table.of(NOT_COMPUTED))
    assert table.in_part == sum(bool(row.beyond) for row in ROWS if row.number in PARTS)


def test_replications_answer_their_rows(replications):
    replications(
        *(Replica(row, f"Row {row}", True) for row in (1, 2, 2, 3, 4, 5, 6)),
        Replica(30, "Row 30", False),
        Replica(99, "Of no row", True),
    )
    table = table_one(verdicts())
    states = {one.row.number: one.state for one in table.rows}
    assert all(states[row] == MET for row in (1, 2, 3, 4, 5, 6)) and states[30] == NOT_MET
    assert len(next(one for one in table.rows if one.row.number == 2).replicated) == 2
    assert table.met == 26 and table.enough


def test_the_replications_of_this_version_answer_all_their_rows():
    assert set(study.replicated_rows()) == OF_REPLICATIONS
