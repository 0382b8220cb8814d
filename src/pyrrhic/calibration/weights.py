"""Weights of the rival structures, by how well each predicts a figure that it has not seen.

The expected log predictive density of a figure without that figure is estimated from the draws by Pareto-smoothed
importance sampling (Vehtari, Gelman and Gabry 2017). Only figures that all structures were asked to meet enter, for two
data choices cannot be compared on the data in which they differ.

A structure that misses one figure of a row misses its neighbours too, so the rows and not the figures are taken as
independent: the standard error of a difference is that of sums over blocks, a row or a landmark each. In the mixture
every structure within two standard errors of the best has the same weight (decision 14). One that is further behind
has next to none: it moves no interval, and stays in the range of medians beside it. The other weight shown is pseudo-BMA
with the Bayesian bootstrap of the blocks (Yao, Vehtari, Simpson and Gelman 2018).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy

from pyrrhic.calibration.likelihood import Comparison, comparisons
from pyrrhic.calibration.posterior import available, load
from pyrrhic.calibration.structures import structure
from pyrrhic.errors import CannotRun

RELIABLE_K = 0.7
WITHIN = 2.0  # standard errors of the difference from the best
NEXT_TO_NOTHING = 1e-6
RESAMPLES, SEED = 4000, 1926


@dataclass(frozen=True)
class Weight:
    """A structure's weight in the mixture, and what it rests on.

    `held_out` is the other weight, by pseudo-BMA. `behind` is how far its expected log predictive density is behind the
    best one's, `error` the standard error of that difference by blocks; `unreliable` counts the figures whose estimate is not to be trusted (Pareto k above 0.7).
    """

    structure: str
    weight: float
    held_out: float
    density: float
    behind: float
    error: float
    figures: int
    blocks: int
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
    by_figure = {name: scores_of(name) for name in names}
    shared = [figure for figure in by_figure[names[0]] if all(figure in scores for scores in by_figure.values())]
    table = numpy.array([[by_figure[name][figure] for figure in shared] for name in names])
    densities, shape = table.transpose(2, 0, 1)
    blocks = by_block(densities, [block for block, _ in shared])
    behind, error = differences(blocks)
    columns = {
        "weight": equal_within(behind, error),
        "held_out": pseudo_bma(blocks),
        "density": blocks.sum(axis=1),
        "behind": behind,
        "error": error,
    }
    unreliable = (shape > RELIABLE_K).sum(axis=1)
    return {
        name: Weight(
            name,
            **{column: float(numbers[place]) for column, numbers in columns.items()},
            figures=len(shared),
            blocks=blocks.shape[1],
            unreliable=int(unreliable[place]),
        )
        for place, name in enumerate(names)
    }


def scores_of(name: str) -> dict[tuple[str, str], tuple[float, float]]:
    """Log predictive density and Pareto k of each figure of a structure, by the block and the key of the figure."""
    figures = [(figure.name, key(figure)) for figure in comparisons(structure(name))]
    return dict(zip(figures, zip(*load(name).scores, strict=True), strict=True))


def by_block(densities: numpy.ndarray, blocks: Sequence[str]) -> numpy.ndarray:
    """Sums of log predictive densities (structure, figure) over the figures of each block (structure, block)."""
    names = list(dict.fromkeys(blocks))
    sums = numpy.zeros((len(densities), len(names)))
    for density, block in zip(densities.T, blocks, strict=True):
        sums[:, names.index(block)] += density
    return sums


def differences(blocks: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """How far each structure is behind the best one, and the standard error of that, from sums (structure, block)."""
    apart = blocks[blocks.sum(axis=1).argmax()] - blocks
    return apart.sum(axis=1), numpy.sqrt(blocks.shape[1]) * apart.std(axis=1)


def equal_within(behind: numpy.ndarray, error: numpy.ndarray) -> numpy.ndarray:
    """The same weight for all within two standard errors of the best, next to nothing for the others."""
    weights = numpy.where(behind <= WITHIN * error, 1.0, NEXT_TO_NOTHING)
    return weights / weights.sum()


def pseudo_bma(blocks: numpy.ndarray) -> numpy.ndarray:
    """Weights from log predictive densities (structure, block), averaged over Bayesian bootstraps of the blocks."""
    number = blocks.shape[1]
    resampled = numpy.random.default_rng(SEED).dirichlet(numpy.ones(number), RESAMPLES)
    totals = number * resampled @ blocks.T
    odds = numpy.exp(totals - totals.max(axis=1, keepdims=True))
    return (odds / odds.sum(axis=1, keepdims=True)).mean(axis=0)
