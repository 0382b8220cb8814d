"""Boxes in which something holds more often than elsewhere, by the patient rule induction of Friedman and Fisher (1999).

A box begins as the whole sample and is peeled: of all the thin slices at its faces the one goes whose loss makes the
share in which it holds rise most, until too little is left. As slices of names are larger than those of numbers, the
rise is counted for each member that is lost.

Half of the sample makes the boxes, each smaller than the one before. Only columns are peeled that have to do with it by
themselves: of hundreds some would else fit by chance. A quarter chooses among them: of each the faces go
that it does not bear out, and the box wins that holds the most of what holds, so far as it is denser than the sample.
The last quarter, which neither made nor chose the box, says its coverage and density.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy
from scipy.stats import binom, rankdata

Array = numpy.ndarray
PEELED, LEAST, MOST_BOXES = 0.05, 0.05, 3
BY_CHANCE, BY_CHANCE_IF_DENSE = 0.01, 0.25
RELATED = 3.0  # standard errors of a rank correlation
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Between:
    """A face of a box: a column lies between two numbers; endless where it has no end there."""

    low: float = -numpy.inf
    high: float = numpy.inf

    def holds(self, column: Array) -> Array:
        """Where a column lies within."""
        return (self.low <= column) & (column <= self.high)


@dataclass(frozen=True)
class Among:
    """A face of a box: a column of names holds one of these."""

    members: frozenset[int]

    def holds(self, column: Array) -> Array:
        """Where a column holds one of them."""
        return numpy.isin(column, list(self.members))


Face: TypeAlias = Between | Among
Faces: TypeAlias = Mapping[int, Face]  # by column


@dataclass(frozen=True, eq=False)
class Sample:
    """Columns (member, column), where it holds (member), and which columns are names instead of numbers."""

    columns: Array
    holds: Array
    names: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.holds)

    @property
    def share(self) -> float:
        """The share of the members in which it holds."""
        return float(self.holds.mean()) if len(self.holds) else 0.0

    def where(self, kept: Array) -> "Sample":
        """Some of the members."""
        return replace(self, columns=self.columns[kept], holds=self.holds[kept])

    def inside(self, faces: Faces) -> Array:
        """Which members lie in a box."""
        within = numpy.ones(len(self), bool)
        for column, face in faces.items():
            within &= face.holds(self.columns[:, column])
        return within


@dataclass(frozen=True)
class Box:
    """A box with its faces by column, and what the members say that had no part in its making.

    `coverage` is the share of all that holds which lies in the box, `density` the share of the box in which it holds,
    `mass` the share of the sample in it, `members` how many of those asked lie in it.
    """

    faces: Faces
    coverage: float
    density: float
    mass: float
    members: int


def boxes(sample: Sample, most: int = MOST_BOXES, dense: float | None = None, seed: int = 1926) -> tuple[Box, ...]:
    """Boxes one after another, each from what the earlier ones leave; fewer where none is denser than the sample.

    With `dense` each is the one that holds most of what holds among those so dense in the choosing quarter, where there
    are any and the sample itself is less dense.
    """
    dense = None if dense is None or dense <= sample.share else dense
    order = numpy.random.default_rng(seed).permutation(len(sample))
    half, quarter = len(sample) // 2, len(sample) // 4
    making, choosing, asked = numpy.split(order, (half, half + quarter))
    return tuple(_boxes(sample.where(making), sample.where(choosing), sample.where(asked), most, dense))


def _boxes(making: Sample, choosing: Sample, asked: Sample, most: int, dense: float | None) -> Iterator[Box]:
    left = numpy.ones(len(asked), bool)
    for _ in range(most):
        faces = _chosen(making, choosing, dense)
        box = _judged(faces, asked, left)
        if chance(box, asked) > SIGNIFICANT:
            return
        yield box
        making, choosing = (part.where(~part.inside(faces)) for part in (making, choosing))
        left = left & ~asked.inside(faces)


def _judged(faces: Faces, asked: Sample, left: Array) -> Box:
    within = asked.inside(faces) & left
    coverage = float((asked.holds & within).sum() / max(asked.holds.sum(), 1))
    return Box(faces, coverage, asked.where(within).share, float(within.mean()), int(within.sum()))


def chance(box: Box, asked: Sample) -> float:
    """How likely as many members drawn anywhere would be as dense, as the binomial distribution has it."""
    if not box.faces or not box.members:
        return 1.0
    return float(binom.sf(round(box.density * box.members) - 1, box.members, asked.share))


def gain(sample: Sample, faces: Faces) -> float:
    """By how much more often it holds in a box than in the whole sample, times the share of the sample in the box."""
    within = sample.inside(faces)
    return float(within.mean() * (sample.where(within).share - sample.share)) if within.any() else 0.0


def _chosen(making: Sample, choosing: Sample, dense: float | None) -> Faces:
    """Of the boxes on the way, each without its idle faces, the one that gains most; no face where none gains."""
    if not (making.holds.any() and choosing.holds.any()):
        return {}
    candidates = [without_idle_faces(faces, choosing, dense is None) for faces in peeled(making, related(making))]
    so_dense = [faces for faces in candidates if choosing.where(choosing.inside(faces)).share >= (dense or 0.0)]
    if dense is None or not so_dense:
        return max(candidates, key=lambda faces: gain(choosing, faces), default={})
    return max(so_dense, key=lambda faces: int(choosing.holds[choosing.inside(faces)].sum()))


def without_idle_faces(faces: Faces, choosing: Sample, for_gain: bool = True) -> Faces:
    """The box without the faces that may be there by chance, or `for_gain` whose loss costs none; the idlest first.

    By chance: as many members, taken anywhere from the box without the face, would be as dense too often (Bryant and
    Lempert 2010).
    """
    kept = dict(faces)
    holding = {column: face.holds(choosing.columns[:, column]) for column, face in faces.items()}
    while kept:
        inside = numpy.array([holding[column] for column in kept])
        missed = (~inside).sum(axis=0)
        wider = (missed - ~inside) == 0
        idle = _idleness(missed == 0, wider, choosing, for_gain)
        idlest = int(idle.argmax())
        if idle[idlest] <= 0.0:
            break
        del kept[list(kept)[idlest]]
    return kept


def _idleness(within: Array, wider: Array, choosing: Sample, for_gain: bool) -> Array:
    """By face, above 0 where it is idle: by how much the box gains without it, or by how much chance may have made it.

    `within` says which members lie in the box, `wider` which lie in it without the face (face, member).
    """
    held, size = int(choosing.holds[within].sum()), int(within.sum())
    of_face = (wider & choosing.holds).sum(axis=1), wider.sum(axis=1)
    gained = (of_face[0] - of_face[1] * choosing.share - held + size * choosing.share) / len(choosing)
    by_chance = binom.sf(held - 1, size, of_face[0] / numpy.maximum(of_face[1], 1))
    by_chance = by_chance - (BY_CHANCE if for_gain else BY_CHANCE_IF_DENSE)
    return numpy.where(for_gain & (gained >= 0.0), 1.0 + gained, by_chance)


# --- peeling ------------------------------------------------------------------------------------------------------


def related(sample: Sample) -> Array:
    """The columns that have to do with it by themselves: all names, and numbers whose ranks go with it or against it."""
    ranks = rankdata(sample.columns, axis=0) - (len(sample) + 1) / 2
    holds = sample.holds - sample.share
    spread = numpy.sqrt((holds @ holds) * (ranks * ranks).sum(axis=0) / len(sample))
    scores = numpy.abs(holds @ ranks) / numpy.where(spread > 0.0, spread, numpy.inf)
    return numpy.array([place for place, score in enumerate(scores) if place in sample.names or score > RELATED], int)


def peeled(sample: Sample, columns: Array) -> Iterator[Faces]:
    """The boxes on the way, each a slice of one of the columns smaller than the one before it."""
    faces: dict[int, Face] = {}
    least, kept = LEAST * len(sample), numpy.ones(len(sample), bool)
    while True:
        inside = sample.where(kept)
        column, face = _best_slice(inside, faces, columns)
        if face is None:
            return
        within = face.holds(sample.columns[:, column]) & kept
        if within.sum() < least or within.sum() == kept.sum():
            return
        faces, kept = {**faces, column: face}, within
        yield faces


def _best_slice(inside: Sample, faces: Faces, columns: Array) -> tuple[int, Face | None]:
    """The column and the face after the peel by which the share rises most for each member that is lost."""
    best = max(_slices(inside, columns), key=lambda slice_of: slice_of[0], default=(0.0, -1, None))
    rise, column, peel = best
    if peel is None or rise <= 0.0:
        return -1, None
    return column, peel if isinstance(peel, Among) else _met(faces.get(column, Between()), peel)


def _met(usual: Face, peel: Between) -> Face:
    """The face with the slice gone."""
    assert isinstance(usual, Between)
    return Between(max(usual.low, peel.low), min(usual.high, peel.high))


def _slices(inside: Sample, columns: Array) -> Iterator[tuple[float, int, Face]]:
    """The best slice of each side: by how much the share rises for each member lost, its column, the face that is left."""
    numbers = numpy.array([column for column in columns if column not in inside.names], int)
    if len(numbers):
        yield _best_low(inside, numbers)
        yield _best_high(inside, numbers)
    for column in inside.names:
        yield from _best_name(inside, column)


def _best_low(inside: Sample, numbers: Array) -> tuple[float, int, Face]:
    values = inside.columns[:, numbers]
    lost = values <= numpy.quantile(values, PEELED, axis=0, method="nearest")
    rises = _rises(inside.holds, lost)
    place = int(rises.argmax())
    left = values[~lost[:, place], place]
    return float(rises[place]), int(numbers[place]), Between(low=float(left.min(initial=numpy.inf)))


def _best_high(inside: Sample, numbers: Array) -> tuple[float, int, Face]:
    values = inside.columns[:, numbers]
    lost = values >= numpy.quantile(values, 1.0 - PEELED, axis=0, method="nearest")
    rises = _rises(inside.holds, lost)
    place = int(rises.argmax())
    left = values[~lost[:, place], place]
    return float(rises[place]), int(numbers[place]), Between(high=float(left.max(initial=-numpy.inf)))


def _best_name(inside: Sample, column: int) -> Iterator[tuple[float, int, Face]]:
    members = numpy.unique(inside.columns[:, column])
    if len(members) > 1:
        rises = _rises(inside.holds, inside.columns[:, [column]] == members)
        place = int(rises.argmax())
        yield float(rises[place]), column, Among(frozenset(map(int, numpy.delete(members, place))))


def _rises(holds: Array, lost: Array) -> Array:
    """By how much the share rises for each member lost, by slice (member, slice); nothing where all or none are lost."""
    gone, gone_and_held = lost.sum(axis=0), (lost & holds[:, None]).sum(axis=0)
    left = len(holds) - gone
    share = (holds.sum() - gone_and_held) / numpy.maximum(left, 1)
    return numpy.where((gone > 0) & (left > 0), (share - holds.mean()) / numpy.maximum(gone, 1), -numpy.inf)
