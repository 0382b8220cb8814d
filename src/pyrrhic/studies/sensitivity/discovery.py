"""Under which beliefs something holds: members sampled over the space of beliefs, and the boxes in which it holds.

A box says between which ends a few numbers must lie, in their own units: a free number as the equations read it, a
fixed value as its range is written, and the variants of the model by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

import numpy
from scipy.stats import qmc

from pyrrhic.errors import BadInput, CannotRun, UnknownName
from pyrrhic.runs.figures import figures
from pyrrhic.studies.judgements import Headline, headlines
from pyrrhic.studies.sensitivity.beliefs import (
    FIXED,
    VARIANT,
    Array,
    Belief,
    assumed,
    end_at,
    free_beliefs,
    values,
    yield_beliefs,
)
from pyrrhic.studies.sensitivity.boxes import MOST_BOXES, Among, Between, Box, Faces, Sample, boxes
from pyrrhic.studies.sensitivity.members import Ensemble, Progress, silent
from pyrrhic.studies.sensitivity.outcomes import Outcome, of_headline, of_statement, outcomes, statements
from pyrrhic.studies.sensitivity.space import Corner, Space, corners, space
from pyrrhic.texts import Text

USUAL_MEMBERS, LEAST_MEMBERS, SEED = 4096, 256, 1926
USUAL_DENSITY = 0.8


@dataclass(frozen=True)
class Proposition:
    """What should hold: a statement of a claim, or a figure between two numbers."""

    title: Text
    outcome: Outcome
    low: float = -inf
    high: float = inf
    headline: Headline | None = None

    def holds(self, numbers: Array) -> Array:
        """Where it holds, of numbers that are all there."""
        return (self.low < numbers) & (numbers < self.high)


@dataclass(frozen=True)
class Limit:
    """One face of a box: the belief, and between what ends it lies or among which variants; no end where it is free."""

    belief: Belief
    low: float | None = None
    high: float | None = None
    variants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Discovered:
    """The boxes of a proposition, how often it holds in all, and the members that failed or have no number."""

    proposition: Proposition
    prior: bool
    members: int
    failed: int
    without: int
    share: float
    boxes: tuple[tuple[Box, tuple[Limit, ...]], ...]
    corners: tuple[Corner, ...]
    fingerprint: str


def proposition(
    name: str, bounds: tuple[float | None, float | None] = (None, None), scenario: str = "", saved: bool = False
) -> Proposition:
    """A statement by its key, or a headline or figure above and below two numbers.

    Raises `UnknownName`, and `BadInput` for a figure without a bound or a statement with one.
    """
    known = statements()
    low, high = bounds
    if name in known:
        if scenario or saved or bounds != (None, None):
            raise BadInput("a statement says itself when it holds, and where", where=name)
        return Proposition(known[name].text, of_statement(known[name]), low=0.5)
    if name not in (*figures(), *(headline.name for headline in headlines())):
        raise UnknownName(
            "figure or statement", name, (*known, *(headline.name for headline in headlines()), *figures())
        )
    if low is None and high is None:
        raise BadInput("it does not say above or below what", where=name, allowed="--above X, --below X, or both")
    if low is not None and high is not None and low >= high:
        raise BadInput(f"nothing is above {low:g} and below {high:g}", where=name)
    (headline,) = outcomes([name], scenario, saved)
    return Proposition(
        headline.title,
        of_headline(headline),
        -inf if low is None else low,
        inf if high is None else high,
        headline,
    )


@dataclass(frozen=True)
class Search:
    """How boxes are looked for: so many members, before the data or after them, and how dense a box should be."""

    members: int = USUAL_MEMBERS
    prior: bool = False
    dense: float | None = USUAL_DENSITY


def discover(
    asked: Proposition, search: Search | None = None, progress: Progress = silent, folder: Path | None = None
) -> Discovered:
    """Sample the beliefs, and find the boxes in which it holds. Raises `BadInput` and `CannotRun`."""
    search = search or Search()
    number, prior = search.members, search.prior
    if number < LEAST_MEMBERS:
        raise BadInput(f"{number} members", where="--members", allowed=f"{LEAST_MEMBERS} or more")
    beliefs = space(prior)
    points = qmc.Sobol(len(beliefs.beliefs), rng=numpy.random.default_rng(SEED)).random_base2(_power(number))[:number]
    ensemble = beliefs.ensemble([asked.outcome], numpy.clip(points, 1e-9, 1.0 - 1e-9))
    done = ensemble.run(progress, folder)
    sound = ~numpy.isnan(done.numbers[0])
    if sound.sum() < LEAST_MEMBERS:
        raise CannotRun(f"only {int(sound.sum())} members have a number", allowed=f"{LEAST_MEMBERS} or more")
    columns, table = _table(beliefs, ensemble)
    holds = asked.holds(done.numbers[0][sound])
    names = frozenset(place for place, column in enumerate(columns) if column.kind == VARIANT)
    sample = Sample(table[sound], holds, names)
    dense = boxes(sample, MOST_BOXES, search.dense) if 0.0 < sample.share < 1.0 else ()
    return Discovered(
        asked,
        prior,
        number,
        done.failures,
        int(done.without[0]),
        sample.share,
        tuple((box, _limits(box.faces, columns, beliefs)) for box in dense),
        corners(beliefs, points, done),
        ensemble.fingerprint,
    )


def _power(number: int) -> int:
    """The power of two that is no smaller than a number."""
    return max(number - 1, 1).bit_length()


# --- the beliefs of each member -----------------------------------------------------------------------------------


def _table(beliefs: Space, ensemble: Ensemble) -> tuple[tuple[Belief, ...], Array]:
    """Every belief in its own unit, whether it was varied or comes with the draw (member, belief)."""
    varied = {belief.key: place for place, belief in enumerate(beliefs.beliefs)}
    fixed = tuple(belief for belief in beliefs.beliefs if belief.kind == FIXED)
    columns = (Belief(VARIANT, VARIANT, VARIANT), *free_beliefs(), *yield_beliefs(), *fixed)
    drawn, order = ensemble.draws(slice(0, len(ensemble)))
    table = numpy.empty((len(ensemble), len(columns)))
    table[:, 0] = ensemble.base.variant_of[ensemble.rows]
    for place, column in enumerate(columns[1:], start=1):
        if column.kind == FIXED:
            table[:, place] = end_at(assumed(column.name), ensemble.moved[:, varied[column.key]])
        else:
            table[order, place] = values(drawn, column)
    return columns, table


def _limits(faces: Faces, columns: Sequence[Belief], beliefs: Space) -> tuple[Limit, ...]:
    names = [where.structure.name for where, _ in beliefs.base.parts]
    return tuple(_limit(columns[place], face, names) for place, face in sorted(faces.items()))


def _limit(column: Belief, face: Between | Among, names: Sequence[str]) -> Limit:
    if isinstance(face, Among):
        return Limit(column, variants=tuple(names[place] for place in sorted(face.members)))
    low, high = (end if numpy.isfinite(end) else None for end in (face.low, face.high))
    return Limit(column, low, high)
