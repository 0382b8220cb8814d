"""Held-out folds: fit without some figures, predict them, and say how well, with intervals that are checked.

Each fold is a fit of its own. Its uncertainty is the normal approximation at the mode (Laplace), quick enough to be
recomputed by a command and honest about being an approximation. Some figures are of rows whose driver is given to the
model in every fold (given.toml): that they are predicted shows little, and they are counted apart.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from math import nan
from pathlib import Path

import numpy

from pyrrhic.calibration import likelihood
from pyrrhic.calibration.comparisons import correspondences
from pyrrhic.calibration.density import LogDensity
from pyrrhic.calibration.ensemble import run_at
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import Comparison, Fold, Predicted, comparisons, fold_named, student_t
from pyrrhic.calibration.mixture import LEVELS
from pyrrhic.calibration.posterior import FOLDER, fingerprint
from pyrrhic.calibration.sampling.mode import Mode, find_mode, whitening
from pyrrhic.calibration.structures import Structure
from pyrrhic.engine.loop import SUCCEEDED, Simulated
from pyrrhic.errors import CannotRun
from pyrrhic.fields import TEXT, WHOLE, Content, check_entry, check_name, entries_of
from pyrrhic.files import write_text
from pyrrhic.model import FIRST_YEAR
from pyrrhic.runs.history import historical_paths

DRAWS, SEED = 200, 1926
ROUNDS = 5  # in which given harvests are met: each leaves about a tenth of what was missing
PATH = FOLDER / "folds.json"
FILE_OF_GIVEN = "given.toml"
OF_A_GIVEN_ROW: Mapping[str, Content] = {"first": WHOLE, "why": TEXT}


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


def coverage_without_given(results: Sequence[FoldResult]) -> tuple[float, float]:
    """The same of the figures whose driver is not given to the model; no numbers where there are none."""
    figures = [figure for result in results for figure in result.figures if not is_given(figure)]
    return likelihood.coverage(figures) if figures else (nan, nan)


def is_given(figure: Predicted) -> bool:
    """Whether a figure is of a row whose driver is given to the model in its year."""
    return figure.year >= _first_given().get(figure.name, figure.year + 1)


@cache
def _first_given() -> Mapping[str, int]:
    """The first year in which the driver of a row is given. Raises a `PyrrhicError` with the row that is wrong."""
    entries = entries_of(files("pyrrhic.calibration").joinpath(FILE_OF_GIVEN))
    return {name: _first_of_row(name, entry, f"{FILE_OF_GIVEN}, {name}") for name, entry in entries.items()}


def _first_of_row(name: str, entry: Mapping, place: str) -> int:
    check_name("row of the comparisons", name, [row.name for row in correspondences()], place)
    check_entry(entry, OF_A_GIVEN_ROW, place, required=("why",))
    return entry.get("first", FIRST_YEAR)


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
    run = _run_with_harvests(density, draws, [figure for figure in comparisons(structure) if _gives(fold, figure)])
    sound = numpy.asarray(run.failed_year) == SUCCEEDED
    if sound.sum() < DRAWS // 2:
        raise CannotRun(
            f"{DRAWS - sound.sum()} of {DRAWS} draws failed, so it predicts nothing", where=f"fold {fold.name}"
        )
    values = {name: array[..., sound] for name, array in run.values.items()}
    compared = (*comparisons(structure), *likelihood.without_evidence(fold.also))
    figures = [figure for figure in compared if fold.holds(figure) and not _gives(fold, figure)]
    random = numpy.random.default_rng(SEED)
    predictions = tuple(_held_out(figure, values, random) for figure in figures)
    return FoldResult(fold, structure.name, predictions, int((~sound).sum()))


def _gives(fold: Fold, figure: Comparison) -> bool:
    """Whether a figure is a harvest that a fold gives to the prediction."""
    return fold.holds(figure) and figure.name in fold.given


def _run_with_harvests(density: LogDensity, draws: numpy.ndarray, harvests: Sequence[Comparison]) -> Simulated:
    """History at draws (draw, coordinate), whose unexplained yields are first set so that these harvests are met."""
    where, draws = density.coordinates, draws.copy()
    for _ in range(ROUNDS if harvests else 0):
        values = run_at(where, draws, historical_paths(), quantities()).values
        for harvest in harvests:
            index = harvest.year - FIRST_YEAR
            missing = numpy.log(harvest.value / harvest.prediction(values)) / where.yield_spread[index]
            draws[:, where.national.start + index] += numpy.nan_to_num(missing)
    return run_at(where, draws, historical_paths(), quantities())


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
