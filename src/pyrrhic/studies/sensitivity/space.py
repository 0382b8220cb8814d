"""The space of beliefs as a unit cube: one independent number from 0 to 1 for each of them.

In what the data leave open, one number chooses the variant of the model and one the draw of its posterior, so that all
that the data inform moves together as they allow; the free numbers of which they say nothing have their prior, and the
fixed judgements lie anywhere within their range. Before the data, every free number and every unexplained yield has its
prior.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy

from pyrrhic.studies.sensitivity.beliefs import (
    DRAW,
    ENDS,
    FIXED,
    FREE,
    INFORMED,
    VARIANT,
    YIELD,
    Array,
    Base,
    Belief,
    at_the_posterior,
    at_the_prior,
    fixed_beliefs,
    free_beliefs,
    standard,
    yield_beliefs,
)
from pyrrhic.studies.sensitivity.identified import informed
from pyrrhic.studies.sensitivity.indices import Inputs
from pyrrhic.studies.sensitivity.members import Ensemble, Numbers
from pyrrhic.studies.sensitivity.outcomes import Outcome

OF_THE_DATA = (VARIANT, DRAW)
QUARTER, MOST_CORNERS, CROWDED = 0.25, 3, 0.5


@dataclass(frozen=True, eq=False)
class Space:
    """A base, and the beliefs that are varied, with those that choose the variant and the draw of its posterior.

    These two are one group: a draw means something only within its variant.
    """

    base: Base
    beliefs: tuple[Belief, ...]

    def members(self, points: Array) -> tuple[Array, Array]:
        """The row of the base and the moved beliefs of each point (member, belief)."""
        kinds = numpy.array([belief.kind for belief in self.beliefs])
        moved = numpy.full(points.shape, numpy.nan)
        moved[:, kinds == FIXED] = points[:, kinds == FIXED]
        normal = (kinds == FREE) | (kinds == YIELD)
        moved[:, normal] = standard(points[:, normal])
        return self._rows(points, kinds), moved

    def _rows(self, points: Array, kinds: Array) -> Array:
        """The variant is chosen by its weight, the draw evenly among those of the variant."""
        limits = numpy.cumsum(self.base.shares)[:-1]
        variant = numpy.searchsorted(limits, points[:, kinds == VARIANT][:, 0], side="right")
        starts, counts = self.base.starts[variant], numpy.diff(self.base.starts)[variant]
        if DRAW not in kinds:
            return starts
        return starts + (points[:, kinds == DRAW][:, 0] * counts).astype(int)

    def inputs(self, each: bool = False, whole: bool = True) -> Inputs:
        """The inputs of an analysis by groups, or `each` free number and fixed value by itself.

        Unless the `whole` interval is varied, free numbers go from the 5 % to the 95 % point of their prior.
        """
        alone = [belief.key if each and belief.kind in (FREE, FIXED) else belief.group for belief in self.beliefs]
        normal = [belief.kind in (FREE, YIELD) and not whole for belief in self.beliefs]
        return Inputs(
            [belief.key for belief in self.beliefs], alone, [ENDS if narrow else (0.0, 1.0) for narrow in normal]
        )

    @cached_property
    def choosing(self) -> Array:
        """Which beliefs choose among variants and draws, so that near points are no more alike than far ones."""
        return numpy.array([belief.kind in OF_THE_DATA for belief in self.beliefs])

    def ensemble(self, outcomes: Sequence[Outcome], points: Array) -> Ensemble:
        """Outcomes at points of the cube (member, belief)."""
        return Ensemble(outcomes, self.base, self.beliefs, *self.members(points))


def space(prior: bool = False) -> Space:
    """What the data leave open, or with `prior` what was open before them."""
    if prior:
        choice = Belief(VARIANT, VARIANT, VARIANT)
        return Space(at_the_prior(), (choice, *free_beliefs(), *yield_beliefs(), *fixed_beliefs()))
    known = informed()
    choices = (Belief(VARIANT, VARIANT, INFORMED), Belief(DRAW, DRAW, INFORMED))
    loose = [belief for belief in free_beliefs() if known[belief.key].loose]
    return Space(at_the_posterior(), (*choices, *loose, *fixed_beliefs()))


# --- where members fail -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Corner:
    """The quarter of a belief's range in which most members that failed lie, and how large a share of them lies there."""

    belief: Belief
    high: bool
    share: float


def corners(space: Space, points: Array, numbers: Numbers) -> tuple[Corner, ...]:
    """Where the members that failed lie, the most crowded quarters first; none where they lie everywhere alike."""
    failed = numbers.failed.any(axis=0)
    if not failed.any():
        return ()
    low = (points[failed] < QUARTER).mean(axis=0)
    high = (points[failed] > 1.0 - QUARTER).mean(axis=0)
    crowded = [
        Corner(belief, bool(high[place] >= low[place]), float(max(low[place], high[place])))
        for place, belief in enumerate(space.beliefs)
        if belief.kind not in OF_THE_DATA
    ]
    ordered = sorted(crowded, key=lambda corner: -corner.share)
    return tuple(corner for corner in ordered[:MOST_CORNERS] if corner.share >= CROWDED)
