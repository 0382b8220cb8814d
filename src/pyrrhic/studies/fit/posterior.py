"""The figures to reach, and every figure of the record, under the mixture of the rival structures.

A target is judged by the median of the mixture, and beside it stands the share of the mixture that meets it. A figure
of the record is set against its predictive interval: the model's spread and the figure's own error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import nan

import numpy

from pyrrhic.calibration import folds as validate
from pyrrhic.calibration import mixture
from pyrrhic.calibration.comparisons import quantities
from pyrrhic.calibration.coordinates import structure
from pyrrhic.calibration.likelihood import Comparison, comparisons
from pyrrhic.calibration.prediction import Predicted, coverage, with_measurement_error
from pyrrhic.errors import CannotRun
from pyrrhic.runs.run import Run, history, run
from pyrrhic.studies.fit.single import BEYOND_TABLE, STRUCTURE, targets
from pyrrhic.studies.literature.result_measures import literature_targets
from pyrrhic.studies.verdict import Figure, Target, Verdict

HALF, NINE_TENTHS = (0.25, 0.75), (0.05, 0.95)
LEVELS = (*NINE_TENTHS, *HALF, 0.5)
SEED = 1926
SHARE, HELD_OUT = "share", "coverage_held_out"


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

    `judged` are the figures to reach, `literature` what only the table of published results asks for,
    `coverage_verdicts` whether the 90 % intervals cover what they should of figures used and of figures held out.
    """

    found: Run
    judged: tuple[Judged, ...]
    literature: tuple[Judged, ...]
    rows: tuple[Covered, ...]
    coverage_verdicts: tuple[Verdict, ...]

    @property
    def passes(self) -> bool:
        """Whether every figure to reach is met and the intervals cover what they should."""
        return not self.missed and all(one.met for one in self.coverage_verdicts)

    @property
    def missed(self) -> tuple[Judged, ...]:
        """The targets that the medians do not meet."""
        return tuple(one for one in self.judged if not one.verdict.met)

    @property
    def coverage(self) -> tuple[float, float]:
        """Share of all figures inside the 50 % and the 90 % interval."""
        return _of_all(self.rows)


def posterior_fit(draws: int | None = None, structures: Sequence[str] = ()) -> PosteriorFit:
    """Run history at `draws` draws of the mixture, or the usual number, and set it against targets and record.

    Under several structures the figures are those of the base structure's data choice.
    """
    found = run(history(keep=(*quantities(), *BEYOND_TABLE), draws=mixture.draws(draws, structures)))
    data = structure(found.structures[0] if len(found.structures) == 1 else STRUCTURE)
    random = numpy.random.default_rng(SEED)
    predictions = predicted_figures(comparisons(data), found, random)
    rows = tuple(Covered(name, tuple(group)) for name, group in groupby(predictions, key=lambda one: one.name))
    covered = coverage_verdicts(_of_all(rows)[1], held_out_coverage())
    return PosteriorFit(found, judged(found, targets()), judged(found, literature_targets()), rows, covered)


def _of_all(rows: Sequence[Covered]) -> tuple[float, float]:
    return coverage([figure for row in rows for figure in row.figures])


def coverage_verdicts(in_sample: float, held_out: float) -> tuple[Verdict, ...]:
    """Whether the 90 % intervals cover enough: too little is false precision, nearly all is vagueness."""
    used = Target(
        "coverage_in_sample",
        "Figures used in calibration inside their 90 % interval",
        SHARE,
        0.80,
        0.97,
        "record",
        "Of all figures of the table of comparisons.",
        lambda values: [Figure("in sample", in_sample)],
    )
    unseen = Target(
        HELD_OUT,
        "Figures held out inside their 90 % interval",
        SHARE,
        0.70,
        1.0,
        "record",
        "Of the figures of all folds, predicted by fits that did not see them. Where there is no number, "
        "the folds of this version are missing: pyrrhic validate --ship.",
        lambda values: [Figure("held out", held_out)],
    )
    return used.verdict({}), unseen.verdict({})


def held_out_coverage() -> float:
    """The coverage of the shipped folds; no number where they are missing or stale."""
    try:
        return validate.coverage(validate.shipped())[1]
    except CannotRun:
        return nan


def predicted_figures(wanted: Sequence[Comparison], found: Run, random: numpy.random.Generator) -> list[Predicted]:
    """The predictive interval of each figure: the model's draws, each with an error of measurement drawn for it."""
    drawn = numpy.array([with_measurement_error(one, one.prediction(found.values), random) for one in wanted])
    return [
        _predicted(one, *map(float, points))
        for one, points in zip(wanted, found.quantile(drawn, LEVELS).T, strict=True)
    ]


def _predicted(one: Comparison, low: float, high: float, lower: float, upper: float, median: float) -> Predicted:
    return Predicted(
        one.name, one.year, one.value, low, median, high, lower <= one.value <= upper, low <= one.value <= high
    )


def judged(found: Run, wanted: Sequence[Target]) -> tuple[Judged, ...]:
    """Targets judged by the medians of their figures, with the share of the draws that meet them."""
    return tuple(_judged(one, found) for one in wanted)


def _judged(target: Target, found: Run) -> Judged:
    figures = target.read(found.values)
    numbers = numpy.array([numpy.broadcast_to(one.value, found.weights.shape) for one in figures])
    met = target.holds(numbers).all(axis=0)
    medians = found.quantile(numpy.where(numpy.isfinite(numbers), numbers, numpy.inf), 0.5)
    verdict = target.judged(replace(one, value=float(value)) for one, value in zip(figures, medians, strict=True))
    return Judged(
        verdict,
        float(found.mean(met)),
        {
            name: float(met[(found.structure_of == index) & (found.weights > 0.0)].mean())
            for index, name in enumerate(found.structures)
        },
    )
