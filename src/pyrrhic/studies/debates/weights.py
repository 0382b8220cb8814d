"""How well the data go with each position: the densities of figures held out one by one, with the error of a difference.

Only figures that every position of the debate is asked to meet enter. A position that is a prior is not weighed so: an
estimate from draws weighed anew is too high by several units, the more so the fewer draws they are worth. It has a factor
instead, by which the data favour its prior over the model's own (`Weighed.factor`). A fit at the mode, a scenario, and a
position that is known by the figure it holds to be true have neither.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy

from pyrrhic.calibration.weights import WITHIN, by_block, differences, pseudo_bma, scores_of, weights
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.studies.debates.expressed import MIXTURE, POSTERIOR, Expressed

By_figure = Mapping[tuple[str, str], float]  # log density by the block and the key of a figure


@dataclass(frozen=True)
class OfTheData:
    """What the data say for a position: by how much its log density is behind the best one's, with the error of that.

    `held_out` is its weight by pseudo-BMA, `equal` the weight where all have the same. `alike` are positions that rest on
    the same draws and so have the same density.
    """

    position: str
    behind: float
    error: float
    held_out: float
    equal: float
    alike: tuple[str, ...] = ()


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


def weights_of(forms: Sequence[Expressed]) -> Weights:
    """The weights of the positions of a debate; none where fewer than two have a density of their own."""
    known, alike = _distinct({each.positions[0].name: density for each in forms if (density := _density(each))})
    if len(known) < 2:
        return Weights()
    shared = [figure for figure in next(iter(known.values())) if all(figure in scores for scores in known.values())]
    table = numpy.array([[scores[figure] for figure in shared] for scores in known.values()])
    blocks = by_block(table, [block for block, _ in shared])
    behind, error = differences(blocks)
    rows = zip(known, behind.tolist(), error.tolist(), pseudo_bma(blocks).tolist(), strict=True)
    return Weights(
        tuple(
            OfTheData(name, far, off, held_out, 1.0 / len(known), tuple(alike[name]))
            for name, far, off, held_out in rows
        ),
        tuple(_apart(list(known), blocks, first, second) for first, second in combinations(range(len(known)), 2)),
        len(shared),
        blocks.shape[1],
    )


def _distinct(known: Mapping[str, By_figure]) -> tuple[dict[str, By_figure], dict[str, list[str]]]:
    """The different densities, each under the first position that has it, and the other positions that share it."""
    different: dict[str, By_figure] = {}
    alike: dict[str, list[str]] = {}
    for name, density in known.items():
        first = next((other for other, scores in different.items() if scores == density), name)
        different.setdefault(first, density)
        alike.setdefault(first, []).extend([name] if name != first else [])
    return different, alike


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
    return None


def _of_the_mixture(names: Sequence[str]) -> By_figure:
    """The log of the mean density over the variants, each with its weight in the mixture."""
    table = {name: scores_of(name) for name in names}
    shares = numpy.log([weights()[name].weight for name in names])
    return {
        figure: float(numpy.logaddexp.reduce(shares + [table[name][figure][0] for name in names]))
        for figure in _shared(names)
    }


def _shared(names: Sequence[str]) -> list[tuple[str, str]]:
    """The figures that all of these variants are asked to meet."""
    others = [scores_of(name) for name in names[1:]]
    return [figure for figure in scores_of(names[0]) if all(figure in scores for scores in others)]
