"""How well the data go with each position: the densities of figures held out one by one, with the error of a difference.

Only figures that every position of the debate is asked to meet enter. A position that is a prior has the density of the
base variant, changed by as much as its prior changes that of the mixture. A fit at the mode, a scenario, and a position
that is known by the figure it holds to be true have none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import draws_at
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import comparisons, log_densities
from pyrrhic.calibration.sampling.diagnostics import smoothed_weights
from pyrrhic.calibration.weights import WITHIN, by_block, differences, key, pseudo_bma, scores_of, weights
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.runs.run import history, run
from pyrrhic.studies.debates.expressed import BASE, MIXTURE, POSTERIOR, REWEIGHTED, Expressed
from pyrrhic.studies.debates.importance import Weighed

By_figure = Mapping[tuple[str, str], float]  # log density by the block and the key of a figure


@dataclass(frozen=True)
class OfTheData:
    """What the data say for a position: by how much its log density is behind the best one's, with the error of that.

    `held_out` is its weight by pseudo-BMA, `equal` the weight where all have the same.
    """

    position: str
    behind: float
    error: float
    held_out: float
    equal: float


@dataclass(frozen=True)
class Apart:
    """How far two positions are apart in log density, the first less the second, and the error of that."""

    first: str
    second: str
    difference: float
    error: float

    @property
    def is_told(self) -> bool:
        """Whether the data tell them apart: by more than two standard errors."""
        return abs(self.difference) > WITHIN * self.error


@dataclass(frozen=True)
class Weights:
    """The weights of the positions that have any, every pair of them, and how many figures and blocks they rest on."""

    positions: tuple[OfTheData, ...] = ()
    pairs: tuple[Apart, ...] = ()
    figures: int = 0
    blocks: int = 0


def weights_of(found: Sequence[Expressed]) -> Weights:
    """The weights of the positions of a debate; none where fewer than two have a density."""
    known = {each.positions[0].name: density for each in found if (density := _density(each))}
    if len(known) < 2:
        return Weights()
    shared = [figure for figure in next(iter(known.values())) if all(figure in scores for scores in known.values())]
    table = numpy.array([[scores[figure] for figure in shared] for scores in known.values()])
    blocks = by_block(table, [block for block, _ in shared])
    behind, error = differences(blocks)
    rows = zip(known, behind, error, pseudo_bma(blocks), strict=True)
    return Weights(
        tuple(OfTheData(name, *map(float, numbers), equal=1.0 / len(known)) for name, *numbers in rows),
        tuple(_apart(list(known), blocks, first, second) for first, second in combinations(range(len(known)), 2)),
        len(shared),
        blocks.shape[1],
    )


def _apart(names: Sequence[str], blocks: numpy.ndarray, first: int, second: int) -> Apart:
    difference = blocks[first] - blocks[second]
    error = numpy.sqrt(len(difference)) * difference.std()
    return Apart(names[first], names[second], float(difference.sum()), float(error))


# --- the density of each figure -----------------------------------------------------------------------------------


def _density(each: Expressed) -> By_figure | None:
    """The log density of each figure under a position, or None where it has none."""
    if each.scenario != AS_IT_HAPPENED or any(position.believes for position in each.positions):
        return None
    if each.state == POSTERIOR:
        return {figure: score for figure, (score, _) in scores_of(each.variants[0]).items()}
    if each.state == MIXTURE:
        return _of_the_mixture(each.variants)
    return _of_a_prior(each.weighed) if each.state == REWEIGHTED and each.weighed else None


def _of_the_mixture(names: Sequence[str]) -> By_figure:
    """The log of the mean density over the variants, each with its weight in the mixture."""
    table = {name: scores_of(name) for name in names}
    shares = numpy.log([weights()[name].weight for name in names])
    return {
        figure: float(numpy.logaddexp.reduce(shares + [table[name][figure][0] for name in names]))
        for figure in _shared(names)
    }


def _of_a_prior(weighed: Weighed) -> By_figure:
    """The density of the base variant, changed by as much as the prior changes that of the shipped draws."""
    shared = _shared(weighed.names)
    if BASE not in weighed.names:
        return {}
    densities = _at_every_draw(weighed, shared)
    change = _without_itself(densities, weighed.after) - _without_itself(densities, weighed.before)
    base = scores_of(BASE)
    return {figure: base[figure][0] + float(more) for figure, more in zip(shared, change, strict=True)}


def _shared(names: Sequence[str]) -> list[tuple[str, str]]:
    """The figures that all of these variants are asked to meet."""
    others = [scores_of(name) for name in names[1:]]
    return [figure for figure in scores_of(names[0]) if all(figure in scores for scores in others)]


def _at_every_draw(weighed: Weighed, shared: Sequence[tuple[str, str]]) -> numpy.ndarray:
    """The log density of each shared figure at each shipped draw (figure, draw)."""
    values = run(history(keep=quantities(), draws=draws_at(weighed.parts))).values
    ends = numpy.cumsum([0, *(len(z) for _, z in weighed.parts)])
    columns = []
    for name, (where, z), (first, last) in zip(weighed.names, weighed.parts, pairwise(ends), strict=True):
        figures = comparisons(coordinates(name).structure)
        rows = {(figure.name, key(figure)): row for row, figure in enumerate(figures)}
        own = {quantity: array[..., first:last] for quantity, array in values.items()}
        columns.append(log_densities(figures, own, where.persistence(z))[[rows[figure] for figure in shared]])
    return numpy.concatenate(columns, axis=1)


def _without_itself(densities: numpy.ndarray, weight: numpy.ndarray) -> numpy.ndarray:
    """The log density of each figure without itself (figure), by smoothed importance sampling over weighed draws."""
    used = weight > 0.0
    held = densities[:, used]
    smoothed, _ = smoothed_weights(numpy.log(weight[used]) - held)
    return numpy.log(numpy.exp(smoothed + held).sum(axis=1))
