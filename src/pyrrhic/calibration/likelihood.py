"""The likelihood: residuals of the comparisons in comparisons.py, Student-t so that one misfit does not rule the rest.

Where the errors of a row persist (errors.toml), what is Student-t is what is new in each; see persistence.py.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy

from pyrrhic.calibration.comparisons import (
    Correspondence,
    Observed,
    Term,
    correspondences,
    observations,
    terms,
    weighed,
)
from pyrrhic.calibration.landmarks import Landmark, landmark_terms, landmarks
from pyrrhic.calibration.persistence import Chains
from pyrrhic.calibration.structures import Structure
from pyrrhic.engine.arithmetic import log
from pyrrhic.errors import BadFile, UnknownName
from pyrrhic.fields import TEXT, WHOLE, WORDS, Content, check_entry, check_name, entries_of
from pyrrhic.model import FIRST_YEAR
from pyrrhic.record.load import Record
from pyrrhic.texts import Text, text_of

DEGREES_OF_FREEDOM = 20.0
NEARLY_NORMAL = (
    1e6  # degrees of freedom of a figure that must be met: tails would let it be given up at a bounded price
)
FLOOR = 1e-3  # million persons, so that the log of no deaths exists
RECONSTRUCTED_DEATHS = range(1931, 1935)  # years whose deaths are not registered but reconstructed
FILE_OF_FOLDS = "folds.toml"
FIELDS_OF_A_FOLD: Mapping[str, Content] = {
    "title": TEXT,
    "first": WHOLE,
    "last": WHOLE,
    "landmarks": WORDS,
    "given": WORDS,
    "also": WORDS,
}
HARVEST = "grain_harvest_total"


@dataclass(frozen=True)
class Comparison:
    """One observed figure to be met: a row of the table in one year, or a landmark."""

    name: str
    year: int
    value: float
    error: float
    absolute: bool
    row: Correspondence | None = None
    landmark: Landmark | None = None

    @property
    def terms(self) -> tuple[Term, ...]:
        """The numbers of a run that add up to the figure, or to its numerator where it is a ratio to another year."""
        if self.landmark is not None:
            return landmark_terms(self.landmark)
        return terms(self.row, self.year) if self.row is not None else ()

    @property
    def divisor(self) -> tuple[Term, ...]:
        """The numbers of a run that add up to the figure of the year that ratios are taken to, where there is one."""
        return terms(self.row, self.row.relative_to) if self.row and self.row.relative_to is not None else ()

    def prediction(self, values: Mapping):
        """The model's figure per member."""
        figure = weighed(self.terms, values)
        return figure / weighed(self.divisor, values) if self.divisor else figure

    def residual(self, values: Mapping):
        """(model - observed) / error, on the log scale unless absolute, per member; no number where there is no log."""
        figure = self.prediction(values)
        if self.absolute:
            return (figure - self.value) / self.error
        with numpy.errstate(invalid="ignore"):  # a net flow to towns may be an outflow far from the record
            return (log(figure + FLOOR) - log(self.value + FLOOR)) / self.error


def comparisons(
    structure: Structure, held_out: Sequence["Fold"] = (), record: Record | None = None
) -> tuple[Comparison, ...]:
    """Every figure to be met under a structure's data choice, without those of the held-out folds.

    The figures are those of the project's own record unless another is given, with a user's figures in it.
    """
    figures = [*_yearly(structure, record), *_landmarks(structure, record)]
    return tuple(figure for figure in figures if not any(fold.holds(figure) for fold in held_out))


def _yearly(structure: Structure, record: Record | None) -> Iterator[Comparison]:
    """Every figure of the rows that are evidence, in the order of the table."""
    rows = [row for row in correspondences() if row.evidence]
    for chosen in (part for row in rows for part in _chosen(row, structure)):
        for observed in observations(chosen, record):
            before_the_run = observed.year == FIRST_YEAR and "calendar" in chosen.calendar
            if chosen.relative_to != observed.year and not before_the_run:
                yield _comparison(chosen, observed)


def without_evidence(names: Collection[str], record: Record | None = None) -> Iterator[Comparison]:
    """Every figure of the rows of these names that are no evidence."""
    for row in correspondences():
        if row.name in names and not row.evidence:
            yield from (_comparison(row, observed) for observed in observations(row, record))


def _chosen(row: Correspondence, structure: Structure) -> tuple[Correspondence, ...]:
    """The row under the structure's choice of data.

    Under registered deaths without the years that are reconstructed; under a rival harvest its series in the years for
    which it is believed, and the composite in the others.
    """
    if row.name == "deaths" and structure.deaths == "registered":
        return (replace(row, skip=(*row.skip, *RECONSTRUCTED_DEATHS)),)
    harvest = structure.harvest
    if row.name != HARVEST or harvest is None:
        return (row,)
    first, last = harvest.first, harvest.last
    believed = replace(row, series=harvest.series, first=first, last=last, error=harvest.error, exact=True)
    before, after = min(row.last, first - 1), max(row.first, last + 1)
    return (replace(row, last=before), believed, replace(row, first=after))


def _comparison(row: Correspondence, observed: Observed) -> Comparison:
    return Comparison(row.name, observed.year, observed.value, observed.error, row.absolute, row=row)


def _landmarks(structure: Structure, record: Record | None) -> Iterator[Comparison]:
    for mark in landmarks(structure.deaths, record):
        yield Comparison(mark.name, mark.years[0], mark.value, mark.error, mark.absolute, landmark=mark)


@dataclass(frozen=True)
class Fold:
    """Figures that are left out of a fit and predicted by it.

    The harvests of the rows that are `given` are left out of the fit and given to the prediction. Rows that are no
    evidence in any fit are predicted where they are named in `also`.
    """

    name: str
    title: Text
    first: int = 0
    last: int = 9999
    landmarks: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def holds(self, figure: Comparison) -> bool:
        """Whether a comparison belongs to the fold; a landmark does with any of its years."""
        if self.landmarks:
            return figure.name in self.landmarks
        years = figure.landmark.years if figure.landmark is not None else (figure.year,)
        return any(self.first <= year <= self.last for year in years)


@cache
def all_folds() -> tuple[Fold, ...]:
    """The folds of the file, in its order. Raises a `PyrrhicError` with the fold that is wrong."""
    entries = entries_of(files(__package__).joinpath(FILE_OF_FOLDS))
    return tuple(_fold(name, entry, f"{FILE_OF_FOLDS}, {name}") for name, entry in entries.items())


def _fold(name: str, entry: Mapping, place: str) -> Fold:
    check_entry(entry, FIELDS_OF_A_FOLD, place, required=("title",))
    left_out, known = tuple(entry.get("landmarks", ())), [mark.name for mark in landmarks()]
    for landmark in left_out:
        check_name("landmark", landmark, known, place)
    rows = [row.name for row in correspondences()]
    for row in (*entry.get("given", ()), *entry.get("also", ())):
        check_name("row of the comparisons", row, rows, place)
    years = {key: entry[key] for key in ("first", "last") if key in entry}
    if bool(years) == bool(left_out):
        raise BadFile(
            "a fold leaves out years or landmarks, one of the two", where=place, allowed="first, last; landmarks"
        )
    named: dict[str, Any] = {key: tuple(entry.get(key, ())) for key in ("given", "also")}
    return Fold(name, text_of(entry, "title", place), landmarks=left_out, **named, **years)


def fold_named(name: str) -> Fold:
    """The fold of that name; raise UnknownName with the nearest match."""
    for fold in all_folds():
        if fold.name == name:
            return fold
    raise UnknownName("fold", name, [fold.name for fold in all_folds()])


def student_t_without_constant(residual, degrees=DEGREES_OF_FREEDOM):
    """Student-t log density of a residual, without its constant."""
    return -0.5 * (degrees + 1.0) * log(1.0 + residual * residual / degrees)


def slope_of_student_t(residual, degrees=DEGREES_OF_FREEDOM):
    """The derivative of the Student-t log density by the residual."""
    return -(degrees + 1.0) * residual / (degrees + residual * residual)


def student_t(residual: numpy.ndarray, degrees=DEGREES_OF_FREEDOM) -> numpy.ndarray:
    """Student-t log density of a residual, with its constant."""
    from scipy.special import gammaln

    constant = gammaln((degrees + 1.0) / 2.0) - gammaln(degrees / 2.0) - 0.5 * numpy.log(degrees * math.pi)
    return constant + student_t_without_constant(residual, degrees)


def degrees_of(figures: Sequence[Comparison], degrees: float = DEGREES_OF_FREEDOM) -> numpy.ndarray:
    """The degrees of freedom of each figure's error (figure): those given, but nearly normal where it must be met."""
    return numpy.array([NEARLY_NORMAL if getattr(figure.row, "exact", False) else degrees for figure in figures])


def log_densities(figures: Sequence[Comparison], values: Mapping, persistence: numpy.ndarray) -> numpy.ndarray:
    """The log density of each figure given those before it in its row (figure, draw), from a run's arrays.

    `persistence` is that of each kind of errors (kind, draw).
    """
    residuals, chains = numpy.stack([figure.residual(values) for figure in figures]), Chains(figures)
    new, degrees = chains.innovations(residuals, persistence), degrees_of(figures)[:, None]
    return student_t(new, degrees) + chains.log_scale(persistence)


@dataclass(frozen=True)
class Predicted:
    """One figure: what was observed, the 5, 50 and 95 % points of its prediction, and whether 50 and 90 % hold it."""

    name: str
    year: int
    observed: float
    low: float
    median: float
    high: float
    in_half: bool
    in_nine_tenths: bool


def with_measurement_error(figure: Comparison, model: numpy.ndarray, random: numpy.random.Generator) -> numpy.ndarray:
    """The model's draws (draw), each with an error of measurement drawn for it, on the scale of the comparison."""
    noise = figure.error * random.standard_t(degrees_of([figure])[0], model.shape)
    return model + noise if figure.absolute else model * numpy.exp(noise)


def coverage(figures: Sequence[Predicted]) -> tuple[float, float]:
    """Share of figures inside the 50 % and the 90 % interval."""
    return (
        sum(figure.in_half for figure in figures) / len(figures),
        sum(figure.in_nine_tenths for figure in figures) / len(figures),
    )
