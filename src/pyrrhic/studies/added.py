"""A user's figures beside the model: which rows of the comparisons they enter, and which derived series they move.

    added = added_to(load(["my.csv"]))
    added.beside[0].row.name, added.beside[0].value, added.unmoved

A main figure takes the place of the record's own in the comparison, or fills a year that has none; a rival stands beside.
The parameters, the draws and what drives the model stay those of the project's own record (decision 17).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy

from pyrrhic.calibration.comparisons import (
    SINGLE_YEARS,
    Correspondence,
    correspondences,
    observations,
    points_of,
    predicted,
)
from pyrrhic.errors import PyrrhicError
from pyrrhic.record.added import is_users
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import Observation, Record, load
from pyrrhic.runs.run import Run

COMPARED, RIVAL, OTHER_TERRITORY = "compared", "rival", "other territory"
DERIVED_FROM, RANGE = "derived from it", "in the range of the derived figure"
ENDS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Beside:
    """A user's figure beside a row of the comparisons, in the unit of the model: compared, or beside what is compared.

    Of a row of a derived series `value` is the derived figure of the year, which the user's figure moves or widens.
    """

    row: Correspondence
    figure: Observation
    year: int
    value: float
    how: str


@dataclass(frozen=True)
class Effect:
    """A derived series that rests on a user's figures: the years in which its value or range is another, or why none is."""

    series: str
    moved: tuple[int, ...]
    widened: tuple[int, ...]
    why_not: str = ""


@dataclass(frozen=True)
class AddedFigures:
    """All of a user's figures: those beside rows of the comparisons, what they do to derived series, and the others."""

    beside: tuple[Beside, ...]
    effects: tuple[Effect, ...]
    others: Mapping[str, int]  # figures of series that no row and no derived series reads, by series


@dataclass(frozen=True)
class ModelBeside:
    """The model's number for a user's figure: the ends of the 90 % interval and the median; one number of a single run."""

    low: float
    median: float
    high: float


@cache
def added_to(record: Record) -> AddedFigures:
    """What a user's figures are set beside, and what they move."""
    figures = _by_series(record)
    printed = (part for row in correspondences() for part in _beside(row, record, figures.get(row.series, [])))
    computed = (part for row in correspondences() if row.series in DERIVED for part in _computed(row, record))
    beside = (*printed, *computed)
    effects = tuple(_effects(record, frozenset(figures)))
    read = {part.figure.series for part in beside}.union(*(rests_on()[effect.series] for effect in effects))
    others = {series: len(part) for series, part in figures.items() if series not in read}
    return AddedFigures(beside, effects, others)


def model_beside(part: Beside, run: Run) -> ModelBeside | None:
    """The model's number for a user's figure in a run that keeps its quantity; None where the run ends before."""
    if part.row.measure([part.year]).end > run.years[-1]:
        return None
    numbers = numpy.atleast_1d(predicted(part.row, run.values, part.year))
    if run.is_single:
        return ModelBeside(*3 * (float(numbers[0]),))
    return ModelBeside(*map(float, run.quantile(numbers, ENDS)))


def needs(record: Record) -> tuple[str, ...]:
    """The quantities that a run must keep so that the model's numbers stand beside a user's figures."""
    return tuple(dict.fromkeys(part.row.quantity for part in added_to(record).beside))


def _by_series(record: Record) -> dict[str, list[Observation]]:
    """The user's figures by their series."""
    figures: dict[str, list[Observation]] = defaultdict(list)
    for observation in record.observations:
        if is_users(observation):
            figures[observation.series].append(observation)
    return figures


# --- rows of the comparisons -----------------------------------------------------------------------------------------


def _beside(row: Correspondence, record: Record, figures: list[Observation]) -> Iterator[Beside]:
    """The figures of a printed series that stand beside a row."""
    compared = {seen.year: seen.value for seen in observations(row, record)} if figures else {}
    for figure in figures:
        if _is_of_the_row(figure, row):
            value = figure.value * row.scale / _reference(row, record)
            is_main = figure.role == "main"
            same = is_main and abs(compared.get(figure.first_year, numpy.nan) - value) <= 1e-9 * abs(value)
            how = COMPARED if same else OTHER_TERRITORY if is_main else RIVAL
            yield Beside(row, figure, figure.first_year, value, how)


def _computed(row: Correspondence, record: Record) -> Iterator[Beside]:
    """The years of a row of a derived series in which a user's figure stands behind the figure that is compared."""
    now, before = ({seen.year: seen for seen in observations(row, known)} for known in (record, None))
    for point in points_of(row.series, record):
        users = [figure for figure in point.inputs if is_users(figure)]
        if users and not point.region and point.year in now:
            seen, own = now[point.year], before.get(point.year)
            how = RANGE if own is not None and own.value == seen.value else DERIVED_FROM
            yield Beside(row, users[0], point.year, seen.value, how)


def _is_of_the_row(figure: Observation, row: Correspondence) -> bool:
    year = figure.first_year
    is_single = figure.when.kind in SINGLE_YEARS and row.first <= year <= row.last and year not in row.skip
    return is_single and figure.region == row.record_region and figure.role in ("main", "rival")


def _reference(row: Correspondence, record: Record) -> float:
    """The record's figure of the year that ratios are taken to; 1 where figures are compared as they are."""
    if row.relative_to is None:
        return 1.0
    mains = record.series(row.series).main(region=row.record_region)
    return next(figure.value for figure in mains if figure.first_year == row.relative_to)


# --- derived series --------------------------------------------------------------------------------------------------


@cache
def rests_on() -> Mapping[str, frozenset[str]]:
    """The printed series that each derived series is computed from."""
    return {name: frozenset(derive(load(), name).inputs) for name in DERIVED}


def _effects(record: Record, series: frozenset[str]) -> Iterator[Effect]:
    """What the user's figures do to every derived series that rests on one of their series."""
    for name, printed in rests_on().items():
        if printed & series:
            yield _effect(record, name)


def _effect(record: Record, name: str) -> Effect:
    try:
        now = {(point.year, point.region): point for point in derive(record, name).points}
    except PyrrhicError as error:
        return Effect(name, (), (), str(error))
    before = {(point.year, point.region): point for point in derive(load(), name).points}
    new = [key for key in now if key not in before]
    moved = [key for key in now if key in before and now[key].value != before[key].value]
    ends = [
        key for key in now if key in before and (now[key].low, now[key].high) != (before[key].low, before[key].high)
    ]
    widened = [key for key in ends if key not in moved]
    return Effect(name, _years([*moved, *new]), _years(widened))


def _years(keys: list[tuple[int, str]]) -> tuple[int, ...]:
    return tuple(sorted(Counter(year for year, _ in keys)))
