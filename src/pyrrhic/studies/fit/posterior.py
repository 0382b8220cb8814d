"""The figures to reach, and every figure of the record, under the mixture of the rival structures.

A target is judged by the median of the mixture, and beside it stands the share of the mixture that meets it. A figure
of the record is set against its predictive interval: the model's spread and the figure's own error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from math import nan

import numpy

from pyrrhic.calibration import mixture
from pyrrhic.calibration.likelihood import Comparison, Predicted, comparisons, coverage, with_measurement_error
from pyrrhic.calibration.sampling import folds as validate
from pyrrhic.calibration.structures import structure
from pyrrhic.errors import CannotRun
from pyrrhic.record.load import Record
from pyrrhic.runs.case import Draws
from pyrrhic.runs.run import Run, history, run
from pyrrhic.studies.fit.single import STRUCTURE, needed, targets
from pyrrhic.studies.literature.results import printed_targets, result_targets
from pyrrhic.studies.target_file import read_targets
from pyrrhic.studies.verdict import Figure, Judged, Target, Verdict, judged
from pyrrhic.texts import Text

HALF, NINE_TENTHS = (0.25, 0.75), (0.05, 0.95)
ENDS_AND_MEDIAN = (*NINE_TENTHS, *HALF, 0.5)
SEED = 1926
IN_SAMPLE, HELD_OUT = "coverage_in_sample", "coverage_held_out"
USED, UNSEEN = Text("in sample", "в выборке"), Text("held out", "отложенные")


@dataclass(frozen=True)
class Covered:
    """A row of the table of comparisons with its figures."""

    name: str
    figures: tuple[Predicted, ...]

    @property
    def coverage(self) -> tuple[float, float]:
        """Share of the figures inside the 50 % and the 90 % interval."""
        return coverage(self.figures)


@dataclass(frozen=True)
class PosteriorFit:
    """The run as it happened under the mixture: targets, and coverage by row of the table.

    `judged` are the figures to reach, `literature` what only the table of published results asks for, `printed` what it
    asks for by printed bounds that are others than those by which a row is judged, `coverage_verdicts` whether the 90 % intervals cover what they should of figures used and of figures held out.
    """

    run: Run
    judged: tuple[Judged, ...]
    literature: tuple[Judged, ...]
    rows: tuple[Covered, ...]
    coverage_verdicts: tuple[Verdict, ...]
    printed: tuple[Judged, ...]

    @property
    def missed(self) -> tuple[Judged, ...]:
        """The targets that the medians do not meet."""
        return tuple(judged for judged in self.judged if not judged.verdict.met)

    @property
    def coverage(self) -> tuple[float, float]:
        """Share of all figures inside the 50 % and the 90 % interval."""
        return _coverage(self.rows)


def posterior_fit(
    draws: int | None = None, structures: Sequence[str] = (), record: Record | None = None, at: Draws | None = None
) -> PosteriorFit:
    """Run history at `draws` draws of the mixture, or the usual number, and set it against targets and record.

    Under several structures the figures are those of the base structure's data choice. A `record` with a user's figures
    takes the place of the project's own in the table, not in the targets; `at` are draws of one's own.
    """
    drawn = run(history(keep=needed(), draws=mixture.draws(draws, structures) if at is None else at))
    data = structure(drawn.structures[0] if len(drawn.structures) == 1 else STRUCTURE)
    random = numpy.random.default_rng(SEED)
    predictions = predicted_figures(comparisons(data, record=record), drawn, random)
    groups = groupby(predictions, key=lambda figure: figure.name)
    rows = tuple(Covered(name, tuple(group)) for name, group in groups)
    covered = coverage_verdicts(_coverage(rows)[1], held_out_coverage())
    literature, printed = judged(drawn, result_targets()), judged(drawn, printed_targets())
    return PosteriorFit(drawn, judged(drawn, targets()), literature, rows, covered, printed)


def _coverage(rows: Sequence[Covered]) -> tuple[float, float]:
    return coverage([figure for row in rows for figure in row.figures])


def coverage_verdicts(in_sample: float, held_out: float) -> tuple[Verdict, ...]:
    """Whether the 90 % intervals cover enough: too little is false precision, nearly all is vagueness."""
    coverages = {IN_SAMPLE: Figure(USED, in_sample), HELD_OUT: Figure(UNSEEN, held_out)}
    return tuple(target.judged([coverages[target.name]]) for target in coverage_targets())


@cache
def coverage_targets() -> tuple[Target, ...]:
    """The shares of figures that should lie in their 90 % intervals."""
    return read_targets(files(__package__).joinpath("coverage.toml"), measured=False)


def held_out_coverage() -> float:
    """The coverage of the shipped folds; no number where they are missing or stale."""
    try:
        return validate.coverage(validate.shipped())[1]
    except CannotRun:
        return nan


def predicted_figures(wanted: Sequence[Comparison], draws: Run, random: numpy.random.Generator) -> list[Predicted]:
    """The predictive interval of each figure: the model's draws, each with an error of measurement drawn for it."""
    drawn = [with_measurement_error(figure, figure.prediction(draws.values), random) for figure in wanted]
    points = draws.quantile(numpy.array(drawn), ENDS_AND_MEDIAN).T
    return [_predicted(figure, levels) for figure, levels in zip(wanted, points.tolist(), strict=True)]


def _predicted(figure: Comparison, points: Sequence[float]) -> Predicted:
    """A figure with its points at `ENDS_AND_MEDIAN`, and whether it lies between them."""
    low, high, lower, upper, median = points
    value = figure.value
    return Predicted(figure.name, figure.year, value, low, median, high, lower <= value <= upper, low <= value <= high)
