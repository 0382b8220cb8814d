"""The number of a statement at every draw, and the share of the draws in which the statement holds.

Runs that are compared are compared draw by draw. A draw that failed in one of them has no weight in any. Where a number
is none, as a share of no deaths is, the draw counts neither for the statement nor against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from pyrrhic.errors import CannotRun
from pyrrhic.record.load import Record
from pyrrhic.runs.case import AS_IT_HAPPENED, Draws
from pyrrhic.runs.figures import Figure
from pyrrhic.runs.measure import RECOVERY, Measure, measure_of_draws, readings
from pyrrhic.runs.run import Run, sound_in_all
from pyrrhic.studies.attribution.attribution import Asked, attribute
from pyrrhic.studies.claims.estimates import drawn
from pyrrhic.studies.claims.measured import (
    OfAYear,
    Points,
    Shares,
    hold_of,
    points_of,
    shares_alone,
    shares_of,
)
from pyrrhic.studies.claims.statement import COMPARED, SEVERAL, Statement
from pyrrhic.studies.scenarios import scenario as scenarios


@dataclass(frozen=True)
class Probability:
    """The shares of a statement, those of each structure or work alone, its number, and the figure in each run."""

    shares: Shares
    alone: dict[str, Shares]
    number: Points
    years: tuple[OfAYear, ...]
    sides: dict[str, Points]
    moves: bool
    draws: int
    failed: int


NO_POINTS = Points(None, None, None)


def in_record(statement: Statement, record: Record) -> Probability:
    """The probability of a statement about figures of the record, over the draws of their estimates."""
    table = drawn(statement, record)
    weights = numpy.ones(table.numbers.shape[-1])
    evidence = statement.figure.record
    assert evidence is not None
    return _probability(statement, table.numbers, weights, table.led_by, evidence.years, {}, 0)


def in_runs(statement: Statement, runs: Sequence[Run]) -> Probability:
    """The probability of a statement over the draws of the runs that it is read from, in the order of the comparison."""
    sound = sound_in_all(runs)
    sides = [figure_at_draws(statement, run) for run in runs]
    with numpy.errstate(all="ignore"):
        numbers = COMPARED[statement.compare](sides[1], sides[0]) if statement.compare else sides[0]
    groups = {name: sound.structure_of == place for place, name in enumerate(sound.structures)}
    points = {run.name: points_of(side, sound.weights) for run, side in zip(runs, sides, strict=True) if side.ndim == 1}
    failed = int(((sound.weights == 0.0) & (sound.failed_year >= 0)).sum())
    measure = statement.figure.measure
    assert measure is not None
    return _probability(statement, numbers, sound.weights, groups, tuple(map(str, measure.years)), points, failed)


def in_shares(statement: Statement, drawn: Draws) -> Probability:
    """The probability of a statement about the share of one part in the difference that a scenario makes to a figure."""
    divided = statement.divided
    assert divided is not None
    attribution = attribute(Asked(scenarios.load(divided.scenario), statement.figure, divided.by), drawn)
    part = [player.name for player in attribution.players].index(divided.part)
    with numpy.errstate(all="ignore"):
        numbers = attribution.shares[part] / attribution.difference
    weights = attribution.weighed.weights
    groups = {name: drawn.structure_of == place for place, name in enumerate(drawn.structures)}
    sides = {
        AS_IT_HAPPENED: points_of(attribution.history, weights),
        divided.scenario: points_of(attribution.scenario, weights),
    }
    return _probability(statement, numbers, weights, groups, (), sides, attribution.weighed.left_out)


def _probability(statement, numbers, weights, groups, years, sides, failed) -> Probability:
    holds, fails = hold_of(statement.holds, numbers, statement.years)
    used = numbers[..., weights > 0.0]
    return Probability(
        shares_of(holds, fails, weights),
        shares_alone(holds, fails, groups, weights),
        points_of(numbers, weights) if numbers.ndim == 1 else NO_POINTS,
        tuple(_of_years(statement, numbers, weights, years)) if numbers.ndim == 2 else (),
        sides,
        moves=bool((used != used[..., :1]).any()),
        draws=int((weights > 0.0).sum()),
        failed=failed,
    )


def _of_years(statement: Statement, numbers: numpy.ndarray, weights: numpy.ndarray, years: Sequence[str]):
    for year, row in zip(years, numbers, strict=True):
        shares = shares_of(statement.holds.hold(row), statement.holds.fail(row), weights)
        yield OfAYear(year, points_of(row, weights), shares)


def figure_at_draws(statement: Statement, run: Run) -> numpy.ndarray:
    """The figure of a statement in one run, divided or lessened: (draw), or (year, draw) for one of several numbers."""
    with numpy.errstate(all="ignore"):
        number = _numbers(statement.figure, run)
        if statement.than:
            return number / _numbers(statement.than, run)
        return number - _numbers(statement.minus, run) if statement.minus else number


def _numbers(figure: Figure, run: Run) -> numpy.ndarray:
    """A figure at every draw; a year that is never reached lies beyond all years."""
    measure = figure.measure
    assert measure is not None
    numbers = _read(measure, run)
    if numbers is None:
        raise CannotRun(f"the run ends before the years of the figure {figure.name}", where=run.name)
    return numpy.where(numpy.isnan(numbers), numpy.inf, numbers) if measure.how == RECOVERY else numbers


def _read(measure: Measure, run: Run) -> numpy.ndarray | None:
    if measure.how not in SEVERAL:
        return measure_of_draws(run, measure)
    if measure.end > run.years[-1]:
        return None
    return numpy.array([reading.value for reading in readings(run.values, measure)])
