"""Numbers of the second edition's figures that are not read out of a run: of variants, posteriors, errors, figures held out.

Each function of `WAYS` takes the run of history and the fields of the entry, and gives numbers with their labels.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

import numpy

from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import Comparison, comparisons, coverage
from pyrrhic.calibration.persistence import kind_of_row
from pyrrhic.calibration.posterior import available
from pyrrhic.calibration.posterior import load as posterior_of
from pyrrhic.calibration.sampling import folds
from pyrrhic.calibration.structures import structure, structures
from pyrrhic.errors import CannotRun
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import load
from pyrrhic.runs.figures import OF_MEASURE, measure_of, years_of
from pyrrhic.runs.measure import readings
from pyrrhic.runs.run import Run
from pyrrhic.studies.fit.posterior import SEED, predicted_figures
from pyrrhic.studies.verdict import Figure
from pyrrhic.texts import Text

BASE = "base"
PAIRS_OF_YEARS = 6  # fewer tell nothing of a correlation
Options = Mapping[str, Any]
Numbers = tuple[Figure, ...]
WAYS: dict[str, Callable[[Run, Options], Numbers]] = {}
AT_A_POINT: set[str] = set()  # those that need no draws


def way(at_a_point: bool = False) -> Callable[[Callable], Callable]:
    """Register a function under its name, for `computed` in the file."""

    def register(function: Callable) -> Callable:
        WAYS[function.__name__] = function
        AT_A_POINT.update([function.__name__] if at_a_point else [])
        return function

    return register


def always() -> tuple[str, ...]:
    """The quantities that every run must keep, those of the comparisons."""
    return quantities()


def needs(options: Options) -> tuple[str, ...]:
    """The quantities that a run must keep for an entry."""
    return _measure(options).needs if "quantity" in options else ()


def _measure(options: Options):
    return measure_of({key: options[key] for key in OF_MEASURE if key in options}, "")


def _figure(label: Any, value: float) -> Figure:
    return Figure(Text(str(label), str(label)), value)


def data_of(drawn: Run) -> str:
    """The variant whose choice of data the comparisons of a run take."""
    only = drawn.structures[0] if len(drawn.structures) == 1 else BASE
    return only if only in structures() else BASE


# --- variants and posteriors ------------------------------------------------------------------------------------


def _medians(drawn: Run, options: Options) -> Mapping[str, float]:
    value = readings(drawn.values, _measure(options))[0].value
    return {name: float(median) for name, median in drawn.medians(value).items()}


@way()
def lowest_of_variants(drawn: Run, options: Options) -> Numbers:
    """The lowest median of a variant."""
    name, value = min(_medians(drawn, options).items(), key=lambda item: item[1])
    return (_figure(name, value),)


@way()
def highest_of_variants(drawn: Run, options: Options) -> Numbers:
    """The highest median of a variant."""
    name, value = max(_medians(drawn, options).items(), key=lambda item: item[1])
    return (_figure(name, value),)


@way()
def variants_over_own_datum(drawn: Run, options: Options) -> Numbers:
    """The median of every variant over the figure that it was fitted to."""
    return tuple(_over_datum(name, drawn, options) for name in drawn.structures)


def _over_datum(name: str, drawn: Run, options: Options) -> Figure:
    datum = _compared(comparisons(structure(name)), options)[0]
    return _figure(name, float(drawn.medians(datum.prediction(drawn.values))[name]) / datum.value)


@way(at_a_point=True)
def diagnostic(drawn: Run, options: Options) -> Numbers:
    """A diagnostic of the chains of every variant that is shipped."""
    names = available()
    if not names:
        raise CannotRun("no posterior is shipped")
    return tuple(_figure(name, posterior_of(name).diagnostics[options["diagnostic"]]) for name in names)


# --- comparisons ------------------------------------------------------------------------------------------------


def _compared(figures: Iterable[Comparison], options: Options) -> list[Comparison]:
    """The figures of a row, or a landmark, in the years of an entry."""
    years = years_of(options, "")
    wanted = [figure for figure in figures if figure.name == options["row"] and figure.year in years]
    if not wanted:
        raise CannotRun(f"nothing is compared under {options['row']} in these years")
    return wanted


@way()
def inside_the_interval(drawn: Run, options: Options) -> Numbers:
    """1 for every figure that lies in its 90 % interval, 0 for one outside."""
    figures = _compared(comparisons(structure(data_of(drawn))), options)
    predictions = predicted_figures(figures, drawn, numpy.random.default_rng(SEED))
    return tuple(_figure(figure.year, float(figure.in_nine_tenths)) for figure in predictions)


@way()
def coverage_in_sample(drawn: Run, options: Options) -> Numbers:
    """Share of the figures used in calibration that lie in their 90 % interval."""
    figures = comparisons(structure(data_of(drawn)))
    predictions = predicted_figures(figures, drawn, numpy.random.default_rng(SEED))
    return (_figure("90 %", sum(figure.in_nine_tenths for figure in predictions) / len(predictions)),)


def rows_with_persistent_errors() -> frozenset[str]:
    """The rows whose errors are taken to persist from year to year; those of all others are independent."""
    return frozenset(kind_of_row())


@way(at_a_point=True)
def correlation_by_row(drawn: Run, options: Options) -> Numbers:
    """The median correlation of residuals a year apart of each row with independent errors, the greatest first."""
    figures = [figure for figure in comparisons(structure(data_of(drawn))) if figure.row]
    independent = [figure for figure in figures if figure.name not in rows_with_persistent_errors()]
    rows = [list(group) for _, group in groupby(independent, key=lambda figure: figure.name)]
    correlations = {group[0].name: _correlation(group, drawn) for group in rows}
    known = {name: value for name, value in correlations.items() if value is not None}
    return tuple(_figure(name, value) for name, value in sorted(known.items(), key=lambda item: -item[1]))


def _correlation(figures: list[Comparison], drawn: Run) -> float | None:
    """The correlation of a row's residuals a year apart; none where there are too few pairs."""
    place = {figure.year: index for index, figure in enumerate(figures)}
    earlier = [index for year, index in place.items() if year + 1 in place]
    if len(earlier) < PAIRS_OF_YEARS:
        return None
    residuals = numpy.array([figure.residual(drawn.values) for figure in figures])
    first, second = residuals[earlier], residuals[[place[figures[index].year + 1] for index in earlier]]
    by_draw = (first * second).sum(axis=0) / numpy.sqrt((first * first).sum(axis=0) * (second * second).sum(axis=0))
    return float(drawn.quantile(numpy.nan_to_num(by_draw), 0.5))


@way(at_a_point=True)
def outside_the_rivals(drawn: Run, options: Options) -> Numbers:
    """How far each year's number lies outside the range of the published estimates; 0 inside."""
    ranges = _ranges(options["rivals"])
    measure = _measure({"how": "each", **options})
    numbers = zip(measure.years, readings(drawn.values, measure), strict=True)
    return tuple(_figure(year, _outside(reading.value, *_range(ranges, year))) for year, reading in numbers)


def _outside(value, low: float, high: float):
    return numpy.maximum(numpy.maximum(low - value, value - high), 0.0)


def _range(ranges: Mapping[int, list[float]], year: int) -> tuple[float, float]:
    if year not in ranges:
        raise CannotRun(f"the record has no estimate for {year}")
    return min(ranges[year]), max(ranges[year])


def _ranges(series: Iterable[str]) -> Mapping[int, list[float]]:
    """Every figure, and every end of a range, that the series have in a year."""
    ranges: dict[int, list[float]] = {}
    for name in series:
        for year, *numbers in _points(name):
            ranges.setdefault(year, []).extend(number for number in numbers if number is not None)
    return ranges


def _points(series: str) -> list[tuple]:
    """Year, value, low and high of all estimates of a series."""
    if series in DERIVED:
        return [(point.year, point.value, point.low, point.high) for point in derive(load(), series).points]
    estimates = load().series(series).observations
    return [(estimate.first_year, estimate.value, estimate.low, estimate.high) for estimate in estimates]


# --- figures held out -------------------------------------------------------------------------------------------


def _held_out(options: Options) -> list[folds.HeldOut]:
    """The predictions of a fold for a row in the years of an entry."""
    results = {result.fold.name: result for result in folds.shipped()}
    if options["fold"] not in results:
        raise CannotRun(f"the fold {options['fold']} is not among those shipped")
    years = years_of(options, "")
    row = options["row"]
    return [figure for figure in results[options["fold"]].figures if figure.name == row and figure.year in years]


def _known(figures: list[folds.HeldOut], options: Options) -> list[folds.HeldOut]:
    if not figures:
        raise CannotRun(f"nothing of {options['row']} is held out in {options['fold']}")
    return figures


@way(at_a_point=True)
def mean_miss_held_out(drawn: Run, options: Options) -> Numbers:
    """The mean absolute difference between the median predictions of a fold and the record."""
    figures = _known(_held_out(options), options)
    miss = sum(abs(figure.median - figure.observed) for figure in figures) / len(figures)
    return (_figure(f"{figures[0].year}–{figures[-1].year % 100:02d}", miss),)


@way(at_a_point=True)
def medians_held_out(drawn: Run, options: Options) -> Numbers:
    """The median predictions of a fold, year by year."""
    return tuple(_figure(figure.year, figure.median) for figure in _known(_held_out(options), options))


@way(at_a_point=True)
def coverage_held_out(drawn: Run, options: Options) -> Numbers:
    """Share of the figures held out in their 90 % interval, of all folds, whose driver is not given; with and without
    the rows that stand apart.
    """
    figures = [figure for result in folds.shipped() for figure in result.figures if not folds.is_given(figure)]
    others = [figure for figure in figures if figure.name not in options["apart"]]
    labels = (Text("with harvests", "с урожаями"), Text("without harvests", "без урожаев"))
    return tuple(Figure(label, coverage(part)[1]) for label, part in zip(labels, (figures, others), strict=True))
