"""One number at a time from the low end of its range to the high one, everything else as the draws have it.

A free number that the data do not identify goes from the 5 % to the 95 % point of its prior, a fixed judgement from one
end of its range to the other. Nothing is fitted anew, so a new fit would take back a part of what moves a figure that
was fitted; and a free number that is tied to others would not be allowed to go so far alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from pathlib import Path

import numpy

from pyrrhic.calibration.coordinates import Free, from_standard
from pyrrhic.errors import UnknownName
from pyrrhic.runs.quantiles import weighted_quantile
from pyrrhic.studies.judgements import USUAL_DRAWS, Headline, Move
from pyrrhic.studies.sensitivity.beliefs import (
    ENDS,
    FIXED,
    Array,
    Base,
    Belief,
    assumed,
    at_the_posterior,
    fixed_beliefs,
    free_beliefs,
    standard,
)
from pyrrhic.studies.sensitivity.identified import Informed, informed
from pyrrhic.studies.sensitivity.members import Ensemble, Numbers, Progress, silent
from pyrrhic.studies.sensitivity.outcomes import of_headline, of_the_fit

LEVELS = (0.05, 0.5, 0.95)
AGAINST = -5.0  # below such a change of the log density the figures contradict an end


@dataclass(frozen=True)
class Bar:
    """How far one belief moves one outcome: medians as it is and at both ends, and the draws that failed at each end.

    `fit` is the median change of the log density of all compared figures at each end.
    """

    belief: Belief
    ends: tuple[float, float]
    move: Move
    failed: tuple[int, int]
    fit: tuple[float, float] = (nan, nan)
    informed: Informed | None = None

    @property
    def width(self) -> float:
        """How far apart the medians lie, in the unit of the outcome; endless where an end has none."""
        three = (self.move.usual, self.move.low, self.move.high)
        return max(three) - min(three) if all(map(isfinite, three)) else numpy.inf


@dataclass(frozen=True)
class Tornado:
    """The bars of one outcome, the widest first, and its 5, 50 and 95 % points with everything as the draws have it."""

    outcome: Headline
    points: tuple[float, float, float]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Moved:
    """What a tornado is made of: base, beliefs, the numbers read at every point and draw, and the fit there (member)."""

    base: Base
    outcomes: tuple[Headline, ...]
    beliefs: tuple[Belief, ...]
    numbers: Numbers
    fingerprint: str
    fit: Array | None = None


def movable(names: Iterable[str] = ()) -> tuple[Belief, ...]:
    """The free numbers that the data do not identify, and every fixed value with a range; or those of the names given.

    A free number that the data do identify may be named too. Raises `UnknownName`.
    """
    known = informed()
    wanted, free, fixed = list(names), free_beliefs(), fixed_beliefs()
    for name in wanted:
        allowed = [belief.name for belief in (*free, *fixed)]
        if name not in allowed:
            raise UnknownName("free number or fixed value with a range", name, allowed)
    if wanted:
        return tuple(belief for belief in (*free, *fixed) if belief.name in wanted)
    return (*(belief for belief in free if not known[belief.key].identified), *fixed)


def move(
    outcomes: Sequence[Headline],
    beliefs: Sequence[Belief],
    draws: int | None = None,
    progress: Progress = silent,
    folder: Path | None = None,
) -> Moved:
    """Run every belief at both ends at so many draws of the mixture. Raises as `Ensemble.run` does."""
    base = at_the_posterior(USUAL_DRAWS if draws is None else draws)
    rows = numpy.tile(numpy.arange(len(base)), 1 + 2 * len(beliefs))
    read = [*(of_headline(outcome) for outcome in outcomes), of_the_fit()]
    asked = Ensemble(read, base, beliefs, rows, _moves(base, beliefs))
    done = asked.run(progress, folder)
    numbers = Numbers(done.numbers[:-1], done.failed[:-1])
    return Moved(base, tuple(outcomes), tuple(beliefs), numbers, asked.fingerprint, done.numbers[-1])


def _moves(base: Base, beliefs: Sequence[Belief]) -> Array:
    """As they are, then each belief at its low and at its high end (member, belief)."""
    points = numpy.full((1 + 2 * len(beliefs), len(beliefs)), nan)
    for place, belief in enumerate(beliefs):
        points[1 + 2 * place : 3 + 2 * place, place] = (0.0, 1.0) if belief.kind == FIXED else standard(_ENDS)
    return numpy.repeat(points, len(base), axis=0)


_ENDS = numpy.array(ENDS)


def tornadoes(moved: Moved) -> tuple[Tornado, ...]:
    """The tornado of each outcome."""
    return tuple(_tornado(moved, place) for place in range(len(moved.outcomes)))


def _tornado(moved: Moved, place: int) -> Tornado:
    outcome, draws = moved.outcomes[place], len(moved.base)
    numbers = moved.numbers.numbers[place].reshape(-1, draws)
    failing = numpy.isnan(numbers).sum(axis=1)
    medians = [_points(moved.base, row)[1] for row in numbers]
    fits = _fits(moved)
    bars = [
        Bar(
            belief,
            ends_of(moved.base, belief),
            Move(outcome, medians[0], *medians[1 + 2 * number : 3 + 2 * number]),
            (int(failing[1 + 2 * number]), int(failing[2 + 2 * number])),
            (fits[1 + 2 * number], fits[2 + 2 * number]),
            informed().get(belief.key),
        )
        for number, belief in enumerate(moved.beliefs)
    ]
    return Tornado(outcome, _points(moved.base, numbers[0]), tuple(sorted(bars, key=lambda bar: -bar.width)))


def _fits(moved: Moved) -> list[float]:
    """At every point the median change of the log density of the figures; none where it was not computed."""
    points = 1 + 2 * len(moved.beliefs)
    if moved.fit is None:
        return [nan] * points
    density = moved.fit.reshape(points, -1)
    return [_points(moved.base, row)[1] for row in density - density[0]]


def _points(base: Base, numbers: Array) -> tuple[float, float, float]:
    """5, 50 and 95 % points over the draws that have a number; the weight of a variant is shared by those of it."""
    sound, variant = ~numpy.isnan(numbers), base.variant_of
    left = numpy.bincount(variant, weights=sound * base.weights, minlength=len(base.parts))
    if not left.any():
        return nan, nan, nan
    whole = numpy.bincount(variant, weights=base.weights, minlength=len(base.parts))
    weights = numpy.where(sound, base.weights, 0.0) * (whole / numpy.where(left > 0.0, left, 1.0))[variant]
    low, median, high = weighted_quantile(numbers, weights, LEVELS)
    return float(low), float(median), float(high)


def ends_of(base: Base, belief: Belief) -> tuple[float, float]:
    """Both ends of the range of a belief: of a free number in its unit, by the prior of the first variant that has it."""
    if belief.kind == FIXED:
        plausible = assumed(belief.name).range
        assert plausible is not None
        return plausible
    prior = next(free for where, _ in base.parts for free in where.free if belief.key in free.names)
    low, high = (_value(prior, belief.place, end) for end in standard(_ENDS))
    return low, high


def _value(prior: Free, place: int, z: float) -> float:
    return float(from_standard(prior.distribution, numpy.array(z), prior.median.reshape(-1)[place], prior.spread))
