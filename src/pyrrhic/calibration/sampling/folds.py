"""Held-out folds: fit without some figures, predict them, and say how well, with intervals that are checked.

Each fold is a fit of its own. Its uncertainty is the normal approximation at the mode (Laplace), quick enough to be
recomputed by a command and honest about being an approximation.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy

from pyrrhic.calibration import likelihood
from pyrrhic.calibration.density import LogDensity
from pyrrhic.calibration.ensemble import run_at
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import Comparison, Fold, Predicted, comparisons, fold_named, student_t
from pyrrhic.calibration.mixture import LEVELS
from pyrrhic.calibration.posterior import FOLDER, fingerprint
from pyrrhic.calibration.sampling.mode import Mode, find_mode, whitening
from pyrrhic.calibration.structures import Structure
from pyrrhic.engine.loop import SUCCEEDED
from pyrrhic.errors import CannotRun
from pyrrhic.files import write_text
from pyrrhic.runs.history import historical_paths

DRAWS, SEED = 200, 1926
PATH = FOLDER / "folds.json"


@dataclass(frozen=True)
class HeldOut(Predicted):
    """One held-out figure, with the log density of what was observed under its prediction."""

    log_density: float


@dataclass(frozen=True)
class FoldResult:
    """The predictions of a fold's figures by a fit that never saw them."""

    fold: Fold
    structure: str
    figures: tuple[HeldOut, ...]
    failed_draws: int

    @property
    def coverage(self) -> tuple[float, float]:
        """Share of the figures inside the 50 % and the 90 % interval."""
        return likelihood.coverage(self.figures)

    @property
    def score(self) -> float:
        """Mean log predictive density of a figure, in units of its error."""
        return sum(figure.log_density for figure in self.figures) / len(self.figures)


def coverage(results: Sequence[FoldResult]) -> tuple[float, float]:
    """Share of the figures of several folds in the 50 % and the 90 % interval; a figure of two folds counts twice."""
    return likelihood.coverage([figure for result in results for figure in result.figures])


def ship(results: Sequence[FoldResult]) -> Path:
    """Write the results of the folds into the package, with the fingerprint of what made them."""
    document = {"fingerprint": fingerprint(results[0].structure), "folds": [asdict(result) for result in results]}
    return write(document)


def write(document: dict) -> Path:
    """Write the results of the folds into the package, whole or not at all."""
    text = json.dumps(document, indent=0, default=float)
    return write_text(PATH, text)


def shipped() -> list[FoldResult]:
    """The results of the folds as shipped; refuse those that another model, other priors or figures made."""
    renew = "renew them with: pyrrhic validate --ship"
    if not PATH.exists():
        raise CannotRun(f"no results of held-out folds are shipped; {renew}")
    document = json.loads(PATH.read_text(encoding="utf-8"))
    if document["fingerprint"] != fingerprint(document["folds"][0]["structure"]):
        raise CannotRun(f"the results of the folds were made by another model, other priors or figures; {renew}")
    return [
        FoldResult(
            fold_named(result["fold"]["name"]),
            result["structure"],
            tuple(HeldOut(**figure) for figure in result["figures"]),
            result["failed_draws"],
        )
        for result in document["folds"]
    ]


def validate(
    structure: Structure,
    fold: Fold,
    start: numpy.ndarray | None = None,
    progress: Callable[[str], None] = lambda line: None,
) -> FoldResult:
    """Fit a structure without a fold and predict the fold's figures; raises `CannotRun` where most draws fail."""
    density = LogDensity(structure, [fold])
    mode = find_mode(density, start, progress)
    draws = laplace(density, mode, DRAWS, SEED)
    run = run_at(density.coordinates, draws, historical_paths(), quantities())
    sound = numpy.asarray(run.failed_year) == SUCCEEDED
    if sound.sum() < DRAWS // 2:
        raise CannotRun(
            f"{DRAWS - sound.sum()} of {DRAWS} draws failed, so it predicts nothing", where=f"fold {fold.name}"
        )
    values = {name: array[..., sound] for name, array in run.values.items()}
    figures = [figure for figure in comparisons(structure) if fold.holds(figure)]
    random = numpy.random.default_rng(SEED)
    predictions = tuple(_held_out(figure, values, random) for figure in figures)
    return FoldResult(fold, structure.name, predictions, int((~sound).sum()))


def laplace(density: LogDensity, mode: Mode, draws: int, seed: int) -> numpy.ndarray:
    """Draws (draw, coordinate) from the normal approximation to the posterior at its mode."""
    standard = numpy.random.default_rng(seed).standard_normal((draws, mode.z.size))
    return mode.z + standard @ whitening(density, mode).T


def _held_out(figure: Comparison, values, random: numpy.random.Generator) -> HeldOut:
    """The prediction of a figure: the model's, with measurement error added, on the scale the figure is compared on."""
    residual = figure.residual(values)
    predictive = likelihood.with_measurement_error(figure, figure.prediction(values), random)
    low, lower, median, upper, high = numpy.quantile(predictive, LEVELS)
    return HeldOut(
        figure.name,
        figure.year,
        figure.value,
        float(low),
        float(median),
        float(high),
        bool(lower <= figure.value <= upper),
        bool(low <= figure.value <= high),
        float(numpy.log(numpy.exp(student_t(residual)).mean())),
    )
