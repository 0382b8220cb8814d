"""Made-up statements, posteriors and records, from which the tests of verdicts are made."""

from dataclasses import replace

import numpy

from pyrrhic.record.load import Record, load
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.runs.run import Run
from pyrrhic.studies.claims.measured import Grounds, Measured, Points, Shares
from pyrrhic.studies.claims.statement import Statement, read_statement
from pyrrhic.texts import NO_TEXT

TEXT = {"en": "Mine.", "ru": "Моё."}
YEARS = tuple(range(1926, 1934))
ENTRY = {
    "key": "mine",
    "text": TEXT,
    "kind": "model",
    "figure": "excess_deaths_1932_33",
    "holds": {"above": 1.0},
    "rival": {"text": TEXT, "sources": ["tauger1991"]},
    "would_change": TEXT,
    "sources": ["daviesWheatcroft2004"],
}
WHOLE = ENTRY | {"compare": "saved share", "kind": "counterfactual", "scenario": "no_exports"}
EVEN = Shares(0.5, 0.5)


def statement(**fields) -> Statement:
    """A statement about the deaths of 1932/33, with some fields of its own."""
    return read_statement({**ENTRY, **fields}, "mine.toml, statement mine")


def posterior(*numbers, name: str = AS_IT_HAPPENED, weights=None, failed=()) -> Run:
    """A run whose deaths of 1932/33 are these numbers, a row of draws for each structure; its other years have none."""
    table = numpy.array(numbers, float)
    deaths = numpy.zeros((len(YEARS), 1, 1, table.size))
    deaths[YEARS.index(1932), 0, 0] = table.reshape(-1)
    weights = numpy.ones(table.size) if weights is None else numpy.array(weights, float)
    failed_year = numpy.full(table.size, -1)
    for draw in failed:
        weights[draw], failed_year[draw] = 0.0, 1930
    return Run(
        name,
        NO_TEXT,
        YEARS,
        {"excess_deaths": deaths},
        {"excess_deaths": "million persons"},
        {"excess_deaths": (None, None)},
        weights / weights.sum(),
        tuple(f"structure {place}" for place in range(len(table))),
        numpy.repeat(numpy.arange(len(table)), table.shape[1]),
        failed_year,
    )


def measured(holds: float = 0.95, lowest: float = 0.9, **fields) -> Measured:
    """Numbers of a statement that holds in so many of the draws, and in so many of those of the least structure."""
    usual = {
        "key": "mine",
        "shares": Shares(holds, 1.0 - holds),
        "number": Points(0.0, 1.0, 2.0),
        "grounds": Grounds(("first1990", "second2000", "third2010"), "AB"),
        "alone": {"least": Shares(lowest, 1.0 - lowest), "most": Shares(1.0, 0.0)},
        "prior": EVEN,
    }
    return Measured(**{**usual, **fields})


def denied(**fields) -> Measured:
    """Numbers of a statement that holds nowhere."""
    return measured(0.02, alone={"least": Shares(0.0, 1.0), "most": Shares(0.1, 0.9)}, **fields)


def record_with(series: str, changes) -> Record:
    """The record with the observations of one series changed by a function; None leaves one out."""
    changed = [observation for each in load()[series].observations if (observation := changes(each)) is not None]
    others = [entry for name, entry in load().items() if name != series]
    return Record([*others, replace(load()[series], observations=tuple(changed))])
