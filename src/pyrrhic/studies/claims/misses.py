"""Where the model misses the record in a series that a statement rests on.

A series that is compared with the model is judged year by year: by the 90 % interval of model and measurement. A figure
whose series no row compares is judged by itself, with an error of 5 % beside its published range.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy

from pyrrhic.calibration.comparisons import Correspondence
from pyrrhic.calibration.landmarks import Landmark
from pyrrhic.calibration.likelihood import Comparison, Predicted, comparisons
from pyrrhic.calibration.structures import structure
from pyrrhic.record.load import Record
from pyrrhic.runs.evidence import find
from pyrrhic.runs.figures import Figure
from pyrrhic.runs.measure import Measure, measure_of_draws
from pyrrhic.runs.run import Run
from pyrrhic.studies.claims.measured import Miss, points_of
from pyrrhic.studies.claims.statement import SEVERAL, Statement
from pyrrhic.studies.fit.posterior import SEED, predicted_figures
from pyrrhic.studies.fit.single import STRUCTURE

LEAST_ERROR = 0.05
Pair = tuple[Comparison, Predicted]


@dataclass(frozen=True)
class Compared:
    """Every comparison with what the mixture predicts of it, and the run of history that predicts it."""

    pairs: tuple[Pair, ...]
    history: Run


def compared(history: Run, record: Record | None = None) -> Compared:
    """Every comparison of the base structure's data beside the prediction of a run of history."""
    figures = comparisons(structure(STRUCTURE), record=record)
    predicted = predicted_figures(figures, history, numpy.random.default_rng(SEED))
    return Compared(tuple(zip(figures, predicted, strict=True)), history)


def misses(statement: Statement, record: Record, beside: Compared) -> tuple[Miss, ...]:
    """Each series that a statement rests on, with the years in which the model misses it; nothing where none is compared."""
    if statement.is_of_the_record:
        return ()
    asked = frozenset(year for figure in statement.figures if figure.measure for year in figure.measure.years)
    in_rows = {}
    for series in statement.rests_on:
        predicted = _of_series(series, statement, beside)
        if predicted:
            in_rows[series] = _miss(series, predicted, asked)
    figures = [figure for figure in statement.figures if figure.record and figure.record.series not in in_rows]
    return (*in_rows.values(), *_of_landmarks(statement, beside), *_of_figures(figures, record, beside.history))


# --- series that are compared year by year -------------------------------------------------------------------------


def _of_series(series: str, statement: Statement, beside: Compared) -> list[Predicted]:
    """What is predicted of a series, year by year, in all rows of the regions that a statement is about."""
    by_row: dict[Correspondence, list[Predicted]] = {}
    for comparison, predicted in beside.pairs:
        if comparison.row is not None and comparison.row.series == series:
            by_row.setdefault(comparison.row, []).append(predicted)
    return [predicted for row in _of_its_regions(by_row, statement) for predicted in by_row[row]]


def _of_its_regions(rows: Iterable[Correspondence], statement: Statement) -> list[Correspondence]:
    """The rows of the regions that a statement is about; those of the country where there are none, else all."""
    wanted = {region for figure in statement.figures if figure.measure for region in figure.measure.regions}
    rows = list(rows)
    exact = [row for row in rows if set(row.regions) == wanted]
    return exact or [row for row in rows if not row.regions] or rows


def _miss(series: str, predicted: Sequence[Predicted], asked: frozenset[int]) -> Miss:
    outside = tuple(figure.year for figure in predicted if not figure.in_nine_tenths)
    of_asked = [figure for figure in predicted if figure.year in asked]
    outside_asked = tuple(figure.year for figure in of_asked if not figure.in_nine_tenths)
    return Miss(series, outside, len(predicted), outside_asked, len(of_asked))


# --- single figures ------------------------------------------------------------------------------------------------


def _of_landmarks(statement: Statement, beside: Compared) -> Iterator[Miss]:
    """The single figures that are compared within the years, regions and quantities of a statement, taken together."""
    for figure in statement.figures:
        within = [
            predicted
            for comparison, predicted in beside.pairs
            if comparison.landmark and figure.measure and _lies_within(comparison.landmark, figure.measure)
        ]
        if within:
            yield _miss(figure.name, within, frozenset())


def _lies_within(landmark: Landmark, measure: Measure) -> bool:
    same_place = set(landmark.regions) <= set(measure.regions) if measure.regions else not landmark.regions
    return landmark.quantity in measure.quantities and same_place and set(landmark.years) <= set(measure.years)


def _of_figures(figures: Iterable[Figure], record: Record, history: Run) -> Iterator[Miss]:
    """Figures of the record, each against the 90 % interval of the model."""
    for figure in figures:
        if figure.measure and figure.record and figure.measure.how not in SEVERAL:
            numbers = measure_of_draws(history, figure.measure)
            recorded = find(record, figure.record)
            year = figure.measure.years[-1]
            if numbers is not None:
                outside = _is_outside(numbers, history, recorded.low, recorded.high)
                yield Miss(figure.name, (year,) if outside else (), 1)


def _is_outside(numbers: numpy.ndarray, history: Run, low: float, high: float) -> bool:
    points = points_of(numbers, history.weights)
    below, above = (end - LEAST_ERROR * abs(end) * side for end, side in ((low, 1.0), (high, -1.0)))
    least = -numpy.inf if points.low is None else points.low
    most = numpy.inf if points.high is None else points.high
    return most < below or above < least
