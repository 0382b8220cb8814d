"""How the run as it happened compares with the record, series by series, and which figures to reach it meets.

The figures to reach stand in studies/targets.toml, those that only the table of published results asks for in
studies/literature/result_targets.toml.
The run is a single one, at the mode of the base structure, so nothing here has an interval; see posterior.py.
Nearly all figures were used in finding that mode; they are in sample, and a small residual is no test of the model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from math import inf, isfinite, sqrt

import numpy

from pyrrhic.calibration.comparisons import correspondences
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import Comparison, comparisons, without_evidence
from pyrrhic.calibration.structures import structure
from pyrrhic.record.load import Record
from pyrrhic.runs.measure import Values
from pyrrhic.runs.run import Run, history, run
from pyrrhic.studies.literature.results import check_printed, printed_targets, published_rows, result_targets
from pyrrhic.studies.target_file import read_targets
from pyrrhic.studies.verdict import Target, Verdict, source_of

STRUCTURE = "base"


@dataclass(frozen=True)
class Point:
    """One figure of the record beside the model's; `residual` is (model - record) / error, in logs unless absolute."""

    year: int
    model: float
    record: float
    error: float
    residual: float


@dataclass(frozen=True)
class SeriesFit:
    """One row of the table of comparisons, or one landmark, with how far the model is from it.

    `rms_log_error` is None where figures are compared as differences. Without `evidence` the row took no part in the
    fit.
    """

    name: str
    quantity: str
    source: str
    evidence: bool
    points: tuple[Point, ...]
    rms_residual: float
    rms_log_error: float | None
    within_one: float
    within_two: float
    worst: Point
    note: str


@dataclass(frozen=True)
class Distance:
    """How far numbers of the model lie from those of the record: root mean square and mean of the differences.

    They are model - record: with `in_logs` of natural logarithms, else in the unit of the numbers.
    """

    typical: float
    mean: float
    in_logs: bool


@dataclass(frozen=True)
class Fit:
    """The run as it happened beside the record, with the fingerprint of the run.

    `verdicts` are those on the figures to reach, `literature` those on what only the table of published results has,
    `printed` those by printed bounds that are others than those by which a row of the table is judged.
    """

    fingerprint: str
    structure: str
    failed_year: int | None
    rows: tuple[SeriesFit, ...]
    verdicts: tuple[Verdict, ...]
    literature: tuple[Verdict, ...]
    printed: tuple[Verdict, ...]
    run: Run

    @property
    def missed(self) -> tuple[Verdict, ...]:
        """The targets that are not met."""
        return tuple(verdict for verdict in self.verdicts if not verdict.met)


@cache
def fit(record: Record | None = None) -> Fit:
    """Run history once at the starting fit and compare it with every figure of the table and every target.

    The figures of the table are those of a record with a user's figures where that is given; the targets are always
    those of the project's own.
    """
    history_run = run(history(keep=needed()))
    values = history_run.values
    return Fit(
        history_run.fingerprint,
        STRUCTURE,
        history_run.fails_in,
        series_fits(values, record),
        verdicts(values),
        verdicts(values, result_targets()),
        verdicts(values, printed_targets()),
        history_run,
    )


@cache
def targets() -> tuple[Target, ...]:
    """Every figure to reach, in the order in which they are printed."""
    read = read_targets(files("pyrrhic.studies").joinpath("targets.toml"), rows=published_rows())
    check_printed((*read, *result_targets()))
    return read


def needed() -> tuple[str, ...]:
    """The quantities that a run must keep for every comparison and every target."""
    wanted = (*targets(), *result_targets(), *printed_targets())
    return tuple(dict.fromkeys([*quantities(), *(name for target in wanted for name in target.needs)]))


def series_fits(values: Values, record: Record | None = None) -> tuple[SeriesFit, ...]:
    """Every comparison of the base structure by its row of the table, then the rows that are no evidence."""
    names = [row.name for row in correspondences()]
    figures = [*comparisons(structure(STRUCTURE), record=record), *without_evidence(names, record)]
    groups = groupby(figures, key=lambda figure: figure.name)
    return tuple(series_fit(list(group), values) for _, group in groups)


def series_fit(group: Sequence[Comparison], values: Values) -> SeriesFit:
    """The distance of the model from the figures of one row."""
    points = tuple(_point(figure, values) for figure in group)
    first, residuals = group[0], numpy.array([point.residual for point in points])
    logs = residuals * numpy.array([point.error for point in points])
    quantity, source, note = _about(first)
    return SeriesFit(
        first.name,
        quantity,
        source,
        first.row is None or first.row.evidence,
        points,
        _rms(residuals),
        None if first.absolute else _rms(logs),
        float((abs(residuals) <= 1.0).mean()),
        float((abs(residuals) <= 2.0).mean()),
        max(points, key=_size),
        note,
    )


def _point(figure: Comparison, values: Values) -> Point:
    prediction, residual = float(figure.prediction(values)[0]), float(figure.residual(values)[0])
    return Point(figure.year, prediction, figure.value, figure.error, residual)


def _about(comparison: Comparison) -> tuple[str, str, str]:
    """The quantity, the source and the note of what a figure is of: a row of the table or a landmark."""
    if comparison.landmark is not None:
        return comparison.landmark.quantity, comparison.landmark.source, str(comparison.landmark.note)
    assert comparison.row is not None, f"{comparison.name} is neither of a row nor a landmark"
    return comparison.row.quantity, source_of(comparison.row), str(comparison.row.note)


def _size(point: Point) -> float:
    """How bad a residual is; one that is not a number is the worst."""
    return abs(point.residual) if isfinite(point.residual) else inf


def _rms(numbers: numpy.ndarray) -> float:
    return sqrt(float((numbers * numbers).mean()))


def distance(recorded: Sequence[float], modelled: Sequence[float]) -> Distance:
    """The distance between numbers in pairs: in logs, or as differences where one of them is not above zero."""
    record, model = numpy.array(recorded), numpy.array(modelled)
    in_logs = not ((record <= 0.0).any() or (model <= 0.0).any())
    differences = numpy.log(model / record) if in_logs else model - record
    return Distance(_rms(differences), float(differences.mean()), in_logs)


def verdicts(values: Values, wanted: Sequence[Target] | None = None) -> tuple[Verdict, ...]:
    """The wanted targets held against a run; the figures to reach unless others are named."""
    return tuple(target.verdict(values) for target in (targets() if wanted is None else wanted))
