"""Figures of the record at draws: which of the rival estimates is believed, and where in its range the number lies.

A work is drawn, and where it has an estimate that one is taken in all years and figures alike; where it has none, that
of the next work. Works are equally likely unless the statement weighs them. Within the range that an estimate states its
printed value is the median, and half of the draws lie on either side of it, evenly. An estimate that lies low in its
range lies low in all years of its series.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from zlib import crc32

import numpy

from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import Observation, Record
from pyrrhic.runs.evidence import COMBINED, Evidence
from pyrrhic.runs.figures import Figure
from pyrrhic.studies.claims.measured import Grounds
from pyrrhic.studies.claims.statement import Statement

SEED, DRAWS = 1926, 4000


@dataclass(frozen=True)
class Estimate:
    """One estimate of a figure in one year: whose it is, its value and the range that it states."""

    work: str
    value: float
    low: float
    high: float

    def at(self, levels: numpy.ndarray) -> numpy.ndarray:
        """The number at levels from 0 to 1: the low end, the value half way, the high end."""
        return numpy.interp(levels, (0.0, 0.5, 1.0), (self.low, self.value, self.high))


@dataclass(frozen=True)
class Drawn:
    """A statement's number at draws from the record, (draw) or (year, draw), and the draws led by each work."""

    numbers: numpy.ndarray
    led_by: Mapping[str, numpy.ndarray] = field(default_factory=dict)


def drawn(statement: Statement, record: Record) -> Drawn:
    """The number of a statement about the record at draws of the estimates."""
    weights = {weighed.source: weighed.weight for weighed in statement.weigh}
    numbers, led_by = _of_figure(statement.figure, statement, record, weights)
    if statement.than:
        numbers = numbers / _of_figure(statement.than, statement, record, weights)[0]
    if statement.minus:
        numbers = numbers - _of_figure(statement.minus, statement, record, weights)[0]
    return Drawn(numbers, led_by)


def _of_figure(figure: Figure, statement: Statement, record: Record, weights: Mapping[str, float]):
    """Numbers of one figure at the draws, and which work leads."""
    assert figure.record is not None
    windows = [figure.record, *(() if statement.years else figure.record.others)]
    tables = [_by_year(record, window) for window in windows]
    races = [_races(table, place, weights) for place, table in enumerate(tables)]
    numbers = [
        _of_window(window, table, race, bool(statement.years))
        for window, table, race in zip(windows, tables, races, strict=True)
    ]
    names = [work for race in races for work in race]
    first = numpy.array([times for race in races for times in race.values()]).argmin(axis=0)
    led_by = {name: numpy.isin(first, [place for place, work in enumerate(names) if work == name]) for name in names}
    window_of = numpy.repeat(numpy.arange(len(windows)), [len(race) for race in races])[first]
    shape = numpy.broadcast_shapes(*(array.shape for array in numbers))
    stacked = numpy.array([numpy.broadcast_to(array, shape) for array in numbers])
    return numpy.take_along_axis(stacked, numpy.broadcast_to(window_of, shape)[None], axis=0)[0], led_by


def _of_window(evidence: Evidence, table: Sequence[Sequence[Estimate]], race, apart: bool) -> numpy.ndarray:
    """The numbers of some years, combined unless they stand `apart`."""
    levels = _random(evidence.series).uniform(size=DRAWS)
    years: Any = [_chosen(estimates, race, levels) for estimates in table]
    return evidence.scale * numpy.asarray(years if apart else COMBINED[evidence.how](years))


def _chosen(estimates: Sequence[Estimate], race: Mapping[str, numpy.ndarray], levels: numpy.ndarray) -> numpy.ndarray:
    """The number of one year: of the work that comes first among those that have an estimate."""
    first = numpy.array([race[estimate.work] for estimate in estimates]).argmin(axis=0)
    numbers = numpy.array([estimate.at(levels) for estimate in estimates])
    return numpy.take_along_axis(numbers, first[None], axis=0)[0]


def _races(table: Sequence[Sequence[Estimate]], window: int, weights: Mapping[str, float]) -> dict[str, numpy.ndarray]:
    """For each work when it comes in: the first is believed. One that weighs twice as much is first twice as often."""
    works = dict.fromkeys(estimate.work for estimates in table for estimate in estimates)
    marks = {work: work if window == 0 else f"{work} {window}" for work in works}
    return {work: _random(mark).exponential(size=DRAWS) / _weight(work, weights) for work, mark in marks.items()}


def _weight(work: str, weights: Mapping[str, float]) -> float:
    return weights.get(work, 1.0)


@cache
def _seed(name: str) -> tuple[int, int]:
    return SEED, crc32(name.encode())


def _random(name: str) -> numpy.random.Generator:
    """The random numbers of a work or series: the same in every statement."""
    return numpy.random.default_rng(_seed(name))


# --- what the record has -------------------------------------------------------------------------------------------


def _by_year(record: Record, evidence: Evidence) -> list[list[Estimate]]:
    """The rival estimates of each year, those of one work told apart where it has several."""
    return [list(_told_apart(_estimates(record, evidence, year))) for year in evidence.years]


def _told_apart(estimates: Sequence[Estimate]) -> Iterator[Estimate]:
    seen: dict[str, int] = {}
    for estimate in estimates:
        number = seen[estimate.work] = seen.get(estimate.work, 0) + 1
        work = estimate.work if number == 1 else f"{estimate.work} ({number})"
        yield Estimate(work, estimate.value, estimate.low, estimate.high)


def _estimates(record: Record, evidence: Evidence, year: str) -> list[Estimate]:
    if evidence.series in DERIVED:
        point = derive(record, evidence.series).at(int(year[:4]), evidence.region)
        return [Estimate(_works_of(point.inputs, evidence.series), point.value, point.low, point.high)]
    return [
        Estimate(observation.source, observation.value, *_range_of(observation))
        for observation in _comparable(record, evidence, year)
    ]


def _works_of(inputs: Sequence[Observation], series: str) -> str:
    """The work behind a derived figure, or the series where there are several."""
    works = {observation.source for observation in inputs}
    return works.pop() if len(works) == 1 else series


def _range_of(observation: Observation) -> tuple[float, float]:
    low, high = observation.low, observation.high
    value = observation.value
    return value if low is None else min(low, value), value if high is None else max(high, value)


def _comparable(record: Record, evidence: Evidence, year: str) -> list[Observation]:
    """The main figure of a year and its rivals on the same territory."""
    of_year = [
        observation
        for observation in record.series(evidence.series).observations
        if observation.year == year and observation.region == evidence.region
    ]
    main = next(observation for observation in of_year if observation.role == "main")
    return [observation for observation in of_year if observation.territory == main.territory]


# --- what a statement rests on -------------------------------------------------------------------------------------


def grounds(statement: Statement, record: Record) -> Grounds:
    """The works and grades of the record behind a statement: those of its figures, and of the series it names."""
    observations = [
        *(part for figure in statement.figures for part in _of_evidence(record, figure.record)),
        *(part for series in statement.series for part in _of_series(record, series)),
    ]
    works = dict.fromkeys(observation.source for observation in observations)
    return Grounds(tuple(works), "".join(sorted({observation.grade for observation in observations})))


def _of_evidence(record: Record, evidence: Evidence | None) -> Iterator[Observation]:
    for window in [evidence, *evidence.others] if evidence else []:
        for year in window.years:
            yield from _of_one_year(record, window, year)


def _of_one_year(record: Record, evidence: Evidence, year: str) -> Sequence[Observation]:
    if evidence.series in DERIVED:
        return derive(record, evidence.series).at(int(year[:4]), evidence.region).inputs
    return _comparable(record, evidence, year)


def _of_series(record: Record, series: str) -> Sequence[Observation]:
    if series in DERIVED:
        return [observation for point in derive(record, series).points for observation in point.inputs]
    return record.series(series).observations
