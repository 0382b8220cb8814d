"""Draws weighed anew: by another prior than the one they were drawn under, or by what a figure is held to be.

A draw counts as much more as the position holds it likelier than the posterior's own prior did. What is left is worth
fewer draws, and where it is worth too few nothing is said by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy

from pyrrhic.calibration.coordinates import Coordinates, Free, coordinates
from pyrrhic.calibration.ensemble import Points, draws_at
from pyrrhic.calibration.posterior import load
from pyrrhic.calibration.weights import weights
from pyrrhic.runs.case import Draws
from pyrrhic.runs.measure import measure_of_draws
from pyrrhic.runs.run import history, run
from pyrrhic.studies.debates.debate import Belief

LEAST_EFFECTIVE = 200.0
NINE_TENTHS = 3.29  # standard deviations from the 5 % to the 95 % point of a normal distribution


@dataclass(frozen=True, eq=False)
class Weighed:
    """Every shipped draw of some variants, and what each weighs before and after (draw); both sum to one.

    `factor` is by how much the data favour the position's prior over the model's own, a Bayes factor: the mean over the
    posterior of one over the other. None where a figure is held to be something, which is no prior.
    """

    names: tuple[str, ...]
    parts: tuple[Points, ...]
    before: numpy.ndarray
    after: numpy.ndarray
    factor: float | None = None

    @property
    def effective(self) -> float:
        """How many draws of equal weight it is worth; none where no draw has weight."""
        total = float((self.after**2).sum())
        return 1.0 / total if total > 0.0 else 0.0

    @property
    def is_enough(self) -> bool:
        """Whether it is worth enough draws to speak of."""
        return self.effective >= LEAST_EFFECTIVE

    def draws(self, number: int) -> Draws:
        """So many draws of equal weight, each draw as often as its weight says, evenly spaced."""
        ends = numpy.cumsum(self.after)
        places = numpy.searchsorted(ends / ends[-1], (numpy.arange(number) + 0.5) / number)
        starts = numpy.cumsum([0, *(len(z) for _, z in self.parts)])
        rows = [places[(places >= first) & (places < last)] - first for first, last in pairwise(starts)]
        chosen = [
            (name, (where, z[row]), len(row) / number)
            for name, (where, z), row in zip(self.names, self.parts, rows, strict=True)
            if len(row)
        ]
        return draws_at(
            [part for _, part, _ in chosen],
            [share for _, _, share in chosen],
            {name: load(name).fingerprint for name, _, _ in chosen},
        )


def weighed(names: Sequence[str], priors: Mapping[str, Mapping], beliefs: Sequence[Belief]) -> Weighed:
    """The shipped draws of these variants under other priors, and by what figures are held to be.

    A variant that fixes a parameter whose prior is another one weighs nothing.
    """
    parts = tuple((coordinates(name), load(name).z) for name in names)
    sizes = [len(z) for _, z in parts]
    shares = [weights()[name].weight for name in names] if len(names) > 1 else [1.0]
    before = numpy.repeat(numpy.asarray(shares) / sum(shares) / sizes, sizes)
    ratio = numpy.concatenate([_log_ratio(where, z, priors) for where, z in parts])
    factor = None if beliefs else float((before * numpy.exp(ratio)).sum() / before[numpy.isfinite(ratio)].sum())
    ratio += _log_belief(parts, beliefs)
    return Weighed(tuple(names), parts, before, _normalized(before, ratio), factor)


def _normalized(before: numpy.ndarray, ratio: numpy.ndarray) -> numpy.ndarray:
    """The weights times the ratios, adding up to one; nothing where every ratio is nothing."""
    if not numpy.isfinite(ratio).any():
        return numpy.zeros_like(before)
    after = before * numpy.exp(ratio - ratio[numpy.isfinite(ratio)].max())
    return after / after.sum()


# --- another prior ------------------------------------------------------------------------------------------------


def _log_ratio(where: Coordinates, z: numpy.ndarray, priors: Mapping[str, Mapping]) -> numpy.ndarray:
    """The log of the other priors over the variant's own, at each point z (draw, coordinate)."""
    ratio = numpy.zeros(len(z))
    if not priors:
        return ratio
    other = Coordinates(replace(where.structure, priors={**where.structure.priors, **priors}))
    theirs = {free.name: free for free in other.free}
    ours = {free.name: free for free in where.free}
    for name in priors:
        ratio += _log_ratio_of_one(ours[name], theirs[name], z) if name in ours else -numpy.inf
    return ratio


def _log_ratio_of_one(ours: Free, theirs: Free, z: numpy.ndarray) -> numpy.ndarray:
    """The log ratio of two priors of one kind for one parameter; the slopes of their common scale cancel."""
    assert ours.distribution == theirs.distribution, "another kind of prior is refused where the position is read"
    standard = z[:, ours.start : ours.start + ours.size]
    place = _on_the_line(ours, ours.median) + ours.spread * standard
    moved = (place - _on_the_line(theirs, theirs.median)) / theirs.spread
    return (0.5 * (standard**2 - moved**2) + numpy.log(ours.spread / theirs.spread)).sum(axis=1)


def _on_the_line(free: Free, value: numpy.ndarray) -> numpy.ndarray:
    """A value on the scale on which the prior is normal."""
    flat = numpy.asarray(value, float).reshape(-1)
    match free.distribution:
        case "lognormal":
            return numpy.log(flat)
        case "logitnormal":
            return numpy.log(flat / (1.0 - flat))
    return flat


# --- what a figure is held to be ----------------------------------------------------------------------------------


def _log_belief(parts: Sequence[Points], beliefs: Sequence[Belief]) -> numpy.ndarray:
    """The log density of what figures are held to be at what a run of history has for them, draw by draw."""
    density = numpy.zeros(sum(len(z) for _, z in parts))
    if not beliefs:
        return density
    needs = dict.fromkeys(name for belief in beliefs for name in belief.measure.needs)
    ran = run(history(keep=tuple(needs), draws=draws_at(parts)))
    for belief in beliefs:
        numbers = measure_of_draws(ran, belief.measure)
        assert numbers is not None, "history is run to its end"
        middle, spread = 0.5 * (belief.low + belief.high), (belief.high - belief.low) / NINE_TENTHS
        density -= 0.5 * ((numbers - middle) / spread) ** 2
    return numpy.where(numpy.isnan(density) | (ran.weights <= 0.0), -numpy.inf, density)
