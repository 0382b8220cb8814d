"""Weights of the rival structures, by how well each predicts a figure that it has not seen.

The expected log predictive density of a figure without that figure is estimated from the draws by Pareto-smoothed
importance sampling (Vehtari, Gelman and Gabry 2017). Weights are pseudo-BMA with the Bayesian bootstrap (Yao, Vehtari,
Simpson and Gelman 2018): structures whose difference is within its own error share the weight. Only figures that all
structures were asked to meet enter, for two data choices cannot be compared on the data in which they differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy

from pyrrhic.calibration.likelihood import Comparison, comparisons
from pyrrhic.calibration.posterior import available, load
from pyrrhic.calibration.structures import structure
from pyrrhic.errors import CannotRun

RELIABLE_K = 0.7
RESAMPLES, SEED = 4000, 1926


@dataclass(frozen=True)
class Weight:
    """A structure's weight in the mixture, and what it rests on.

    `behind` is how far its expected log predictive density is behind the best one's, with the standard error of that
    difference; `unreliable` counts the figures whose estimate is not to be trusted (Pareto k above 0.7).
    """

    structure: str
    weight: float
    density: float
    behind: float
    error: float
    figures: int
    unreliable: int


def key(figure: Comparison) -> str:
    """What makes a figure the same for two structures: its name, year, value and error."""
    return f"{figure.name} {figure.year} {figure.value:.9g} {figure.error:.9g}"


def weights() -> Mapping[str, Weight]:
    """The weight of every structure whose posterior is shipped; they sum to one."""
    return _weights(available())


@cache
def _weights(names: tuple[str, ...]) -> Mapping[str, Weight]:
    if not names:
        raise CannotRun("no posterior is shipped; make one with: pyrrhic calibrate --structure base --ship")
    by_figure = {name: _scores(name) for name in names}
    shared = [figure for figure in by_figure[names[0]] if all(figure in scores for scores in by_figure.values())]
    table = numpy.array([[by_figure[name][figure] for figure in shared] for name in names])
    densities, shape = table.transpose(2, 0, 1)
    totals = densities.sum(axis=1)
    best = int(totals.argmax())
    apart = densities[best] - densities
    rows = zip(names, pseudo_bma(densities), totals, apart, shape, strict=True)
    return {
        name: Weight(
            name,
            float(weight),
            float(total),
            float(behind.sum()),
            float(numpy.sqrt(len(shared)) * behind.std()),
            len(shared),
            int((tail > RELIABLE_K).sum()),
        )
        for name, weight, total, behind, tail in rows
    }


def _scores(name: str) -> dict[str, tuple[float, float]]:
    """Log predictive density and Pareto k of each figure of a structure, by the key of the figure."""
    figures = map(key, comparisons(structure(name)))
    return dict(zip(figures, zip(*load(name).scores, strict=True), strict=True))


def pseudo_bma(densities: numpy.ndarray) -> numpy.ndarray:
    """Weights from log predictive densities (structure, figure), averaged over Bayesian bootstraps of the figures."""
    figures = densities.shape[1]
    resampled = numpy.random.default_rng(SEED).dirichlet(numpy.ones(figures), RESAMPLES)
    totals = figures * resampled @ densities.T
    odds = numpy.exp(totals - totals.max(axis=1, keepdims=True))
    return (odds / odds.sum(axis=1, keepdims=True)).mean(axis=0)
