"""A target: a published figure that a run should reach, what is read of the run for it, its bounds, and the verdict.

    target = targets()[0]                    # studies/fit/single.py
    target.verdict(values).met               # a run of one draw
    judged(draws, targets())                 # every draw of a mixture: medians, and the share that meets each target

Targets are data: `target_file.py` reads them. What is read has one number for each draw, for all draws at once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy

from pyrrhic.calibration.comparisons import TRADE, Correspondence
from pyrrhic.runs.measure import RECOVERY, Measure, Values, readings
from pyrrhic.runs.run import Run
from pyrrhic.texts import NO_TEXT, Text

NET_OF = {"net_grain_imports": TRADE}
RATIO, DIFFERENCE = "ratio", "difference"
YEAR = Text("year", "год")
WAYS_TO_A_YEAR = ("year of least", "year of greatest", RECOVERY)
SET_AGAINST: Mapping[str, Callable] = {
    RATIO: lambda value, number: value / number,
    DIFFERENCE: lambda value, number: value - number,
}


@dataclass(frozen=True)
class Figure:
    """One number of a target, or one for each draw, with the year or place it belongs to."""

    label: Text
    value: float | numpy.ndarray


@dataclass(frozen=True)
class Part:
    """One thing that a target reads: a measure of the run, or figures of the record where there is no measure.

    `against` has a number of the record or of print for each of them, by which it is divided or, where `by` is the
    difference, lessened; without it they are read as they are.
    """

    measure: Measure | None
    record: tuple[Figure, ...] = ()
    label: Text | None = None
    against: tuple[float, ...] = ()
    by: str = RATIO

    def read(self, values: Values) -> tuple[Figure, ...]:
        """The numbers of every draw."""
        figures = self.record if self.measure is None else self._readings(self.measure, values)
        if not self.against:
            return figures
        pairs = zip(figures, self.against, strict=True)
        return tuple(replace(figure, value=SET_AGAINST[self.by](figure.value, number)) for figure, number in pairs)

    def _readings(self, measure: Measure, values: Values) -> tuple[Figure, ...]:
        label, numbers = self.label or (YEAR if measure.how in WAYS_TO_A_YEAR else None), readings(values, measure)
        if label is None or len(numbers) > 1:
            return tuple(Figure(_with_year(label, number.label), number.value) for number in numbers)
        return tuple(Figure(label, number.value) for number in numbers)


def _with_year(label: Text | None, year: str) -> Text:
    """The label of one of several numbers."""
    return Text(f"{label.en}, {year}", f"{label.ru}, {year}") if label else Text(year, year)


@dataclass(frozen=True)
class Target:
    """A figure to reach: what is read of the run, and the bounds within which every number of it must lie.

    `sources` are citations, or `record: NAME` where the bounds come from a series. A bound that is `strict` does not
    itself count as reached. `why` says how the target was read and what it rests on, `reason` why the model is likely
    to fall short of it where it does. `rows` are those of the table of published results that it is part of.
    """

    name: str
    title: Text
    unit: str
    low: float
    high: float
    sources: tuple[str, ...]
    why: Text
    parts: tuple[Part, ...]
    strict: bool = False
    reason: Text = NO_TEXT
    rows: tuple[int, ...] = ()

    @property
    def source(self) -> str:
        """The sources in one line."""
        return "; ".join(self.sources)

    @property
    def needs(self) -> tuple[str, ...]:
        """The quantities that a run must keep."""
        measures = [part.measure for part in self.parts if part.measure is not None]
        return tuple(dict.fromkeys(name for measure in measures for name in measure.needs))

    def holds(self, value: float | numpy.ndarray) -> bool | numpy.ndarray:
        """Whether a number, or each of several, lies within the bounds; what is not a number does not."""
        if self.strict:
            return (self.low < value) & (value < self.high)
        return (self.low <= value) & (value <= self.high)

    def read(self, values: Values) -> tuple[Figure, ...]:
        """The numbers of every draw; of one that failed they need not be any."""
        with numpy.errstate(all="ignore"):
            return tuple(figure for part in self.parts for figure in part.read(values))

    def verdict(self, values: Values) -> "Verdict":
        """The target held against a run of one draw."""
        return self.judged(replace(figure, value=float(numpy.squeeze(figure.value))) for figure in self.read(values))

    def judged(self, figures: Iterable[Figure]) -> "Verdict":
        """The target held against one number for each figure."""
        figures = tuple(figures)
        missed = tuple(figure for figure in figures if not self.holds(figure.value))
        worst = max(missed or figures, key=lambda figure: max(self.low - figure.value, figure.value - self.high))
        return Verdict(self, figures, missed, worst)


@dataclass(frozen=True)
class Verdict:
    """A target with the run's numbers: all of them, those that fall short, and the one nearest or past a bound."""

    target: Target
    figures: tuple[Figure, ...]
    missed: tuple[Figure, ...]
    worst: Figure

    @property
    def met(self) -> bool:
        """Whether every number lies within the bounds."""
        return not self.missed


@dataclass(frozen=True)
class Judged:
    """A target with the medians of its figures, the share of the mixture that meets it, and that of each structure."""

    verdict: Verdict
    share: float
    shares: Mapping[str, float]

    @property
    def target(self) -> Target:
        """The target itself."""
        return self.verdict.target


def judged(draws: Run, targets: Sequence[Target]) -> tuple[Judged, ...]:
    """Targets judged by the medians of their figures, with the share of the draws that meet them."""
    return tuple(_judged(target, draws) for target in targets)


def _judged(target: Target, draws: Run) -> Judged:
    figures = target.read(draws.values)
    numbers = numpy.array([numpy.broadcast_to(figure.value, draws.weights.shape) for figure in figures])
    met = numpy.array(target.holds(numbers)).min(axis=0)
    medians = draws.quantile(numpy.where(numpy.isfinite(numbers), numbers, numpy.inf), 0.5)
    of_medians = [replace(figure, value=float(value)) for figure, value in zip(figures, medians, strict=True)]
    return Judged(target.judged(of_medians), float(draws.mean(met)), _shares(met, draws))


def _shares(met: numpy.ndarray, draws: Run) -> Mapping[str, float]:
    """The share of each structure's draws that meet a target."""
    sound = draws.weights > 0.0
    members = {name: sound & (draws.structure_of == index) for index, name in enumerate(draws.structures)}
    return {name: float(met[chosen].mean()) for name, chosen in members.items()}


def source_of(row: Correspondence) -> str:
    """The series of the record behind a row of the comparisons, as `record: NAME`."""
    names = NET_OF.get(row.series, (row.series,))
    return "; ".join(f"record: {name}" for name in names)
