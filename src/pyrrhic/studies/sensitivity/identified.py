"""What the data say of each free number: its spread after they were seen, against the spread before.

Everything is in prior standard deviations, so that a number of which the data say nothing has mean 0 and spread 1. A
number counts as one that the data do not identify where its posterior spread is at least `WIDE` of the prior's and its
mean lies within `NEAR` of the prior's. Such a number may still be tied to others: the data know a sum or a ratio, and
neither part of it. What it may do while the others stay where they are is `alone`; below `LOOSE` it is tied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import nan

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.posterior import available, load
from pyrrhic.calibration.weights import weights
from pyrrhic.errors import CannotRun

WIDE, NEAR, LOOSE = 0.8, 1.0, 0.6
Draws = Mapping[str, tuple[float, Sequence[str], numpy.ndarray]]  # by variant: weight, names, draws (draw, coordinate)


@dataclass(frozen=True)
class Informed:
    """How far the data inform one coordinate: mean and spread over the mixture, and the spread given all others."""

    name: str
    mean: float
    spread: float
    alone: float

    @property
    def identified(self) -> bool:
        """Whether the data say where it lies."""
        return self.spread < WIDE or abs(self.mean) > NEAR

    @property
    def tied(self) -> bool:
        """Whether the others leave it little room, or how much they leave is not known."""
        return not self.alone >= LOOSE

    @property
    def loose(self) -> bool:
        """Whether it may lie anywhere within its prior, whatever the others are."""
        return not (self.identified or self.tied)


def informed() -> Mapping[str, Informed]:
    """Every free number of the parameters by the name of its coordinate. Raises `CannotRun` without posteriors."""
    return _informed(available())


@cache
def _informed(names: tuple[str, ...]) -> Mapping[str, Informed]:
    if not names:
        raise CannotRun("no posterior is shipped; make one with: pyrrhic calibrate --structure base --ship")
    known = weights() if len(names) > 1 else None
    drawn = {name: (known[name].weight if known else 1.0, load(name).names, load(name).z) for name in names}
    free = dict.fromkeys(part for name in names for free in coordinates(name).free for part in free.names)
    return {name: informed for name, informed in compared(drawn).items() if name in free}


def compared(drawn: Draws) -> Mapping[str, Informed]:
    """Every coordinate that a variant with weight has, by its name."""
    weighed = {variant: part for variant, part in drawn.items() if part[0] > 0.0}
    alone = _alone(weighed)
    names = dict.fromkeys(name for _, names, _ in weighed.values() for name in names)
    return {name: _of_one(name, weighed, alone.get(name, nan)) for name in names}


def _of_one(name: str, drawn: Draws, alone: float) -> Informed:
    """Mean and spread of one coordinate over the variants that have it."""
    parts = [(weight, z[:, list(names).index(name)]) for weight, names, z in drawn.values() if name in names]
    shares = numpy.array([weight for weight, _ in parts]) / sum(weight for weight, _ in parts)
    means = numpy.array([column.mean() for _, column in parts])
    squares = numpy.array([(column * column).mean() for _, column in parts])
    mean = float(shares @ means)
    return Informed(name, mean, float(numpy.sqrt(max(shares @ squares - mean * mean, 0.0))), alone)


def _alone(drawn: Draws) -> Mapping[str, float]:
    """The spread of each coordinate given all others, by linear regression within the variants.

    Only of coordinates that all variants have; none where there are too few draws for a regression.
    """
    first, *others = [list(names) for _, names, _ in drawn.values()]
    shared = [name for name in first if all(name in names for names in others)]
    centred = numpy.concatenate([_centred(names, z, shared) for _, names, z in drawn.values()])
    left = len(centred) - len(drawn) - len(shared)
    if left < len(shared):
        return {}
    precision = numpy.linalg.pinv(centred.T @ centred / left)
    return dict(zip(shared, (1.0 / numpy.sqrt(numpy.diag(precision))).tolist(), strict=True))


def _centred(names: Sequence[str], z: numpy.ndarray, shared: Sequence[str]) -> numpy.ndarray:
    columns = z[:, [list(names).index(name) for name in shared]]
    return columns - columns.mean(axis=0)
