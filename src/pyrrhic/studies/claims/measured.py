"""What is measured of a statement before anything is judged: plain numbers, which can be kept in a file and opened again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy

from pyrrhic.runs.quantiles import weighted_quantile
from pyrrhic.studies.claims.statement import Bounds

ENDS_AND_MEDIAN = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Shares:
    """The share of the draws in which a statement holds, and that in which it does not; the rest has no number."""

    holds: float
    fails: float


@dataclass(frozen=True)
class Points:
    """5, 50 and 95 % points of a number; None where so few draws have one that there is no such point."""

    low: float | None
    median: float | None
    high: float | None


@dataclass(frozen=True)
class OfAYear:
    """A figure of several years in one of them."""

    year: str
    points: Points
    shares: Shares


@dataclass(frozen=True)
class Miss:
    """How many of the compared years of the record lie outside the 90 % interval of the model.

    `name` is that of a series of the record, or of a figure where that alone is compared. Those `asked` are the years
    that the statement speaks of.
    """

    name: str
    outside: tuple[int, ...]
    years: int
    outside_asked: tuple[int, ...] = ()
    years_asked: int = 0


@dataclass(frozen=True)
class Grounds:
    """What of the record a statement rests on: the works, and the grades of their figures."""

    works: tuple[str, ...]
    grades: str


@dataclass(frozen=True)
class Measured:
    """The numbers of one statement.

    `alone` are the shares of each structure, or of each work of the record, by itself. `number` is what the bounds are
    about, `sides` the figure in each run that it is read from, by the name of the run. `prior` are the shares where the
    parameters are drawn from the prior, `prior_without` where besides the scenario `without` takes the policy of the claim
    away; `moves` says whether the number moves there at all. `failed` draws failed in one of the runs and count for nothing.
    """

    key: str
    shares: Shares
    number: Points
    grounds: Grounds
    alone: Mapping[str, Shares] = field(default_factory=dict)
    sides: Mapping[str, Points] = field(default_factory=dict)
    years: tuple[OfAYear, ...] = ()
    prior: Shares | None = None
    prior_without: Shares | None = None
    without: str = ""
    moves: bool = True
    misses: tuple[Miss, ...] = ()
    draws: int = 0
    failed: int = 0

    @property
    def range(self) -> tuple[float, float]:
        """The lowest and the highest share of a structure or work by itself."""
        shares = [alone.holds for alone in self.alone.values()] or [self.shares.holds]
        return min(shares), max(shares)


def shares_of(holds: numpy.ndarray, fails: numpy.ndarray, weights: numpy.ndarray) -> Shares:
    """The shares of the weight of the draws."""
    total = weights.sum()
    return Shares(*(min(1.0, float(weights[which].sum() / total)) for which in (holds, fails)))


def shares_alone(
    holds: numpy.ndarray, fails: numpy.ndarray, groups: Mapping[str, numpy.ndarray], weights: numpy.ndarray
) -> dict[str, Shares]:
    """The shares in each group of draws by itself, of those that have a draw with weight."""
    members = {name: numpy.where(group, weights, 0.0) for name, group in groups.items()}
    return {name: shares_of(holds, fails, own) for name, own in members.items() if own.any()}


def points_of(numbers: numpy.ndarray, weights: numpy.ndarray) -> Points:
    """The points of numbers at draws with weights; a draw without a number counts as beyond all others."""
    levels = weighted_quantile(numbers, weights, ENDS_AND_MEDIAN)
    return Points(*(float(level) if numpy.isfinite(level) else None for level in levels))


def hold_of(bounds: Bounds, numbers: numpy.ndarray, years: str) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Where a statement holds and where it does not, of numbers (draw), or (year, draw) of every or any year."""
    holds, fails = bounds.hold(numbers), bounds.fail(numbers)
    if numbers.ndim == 1:
        return holds, fails
    every, some = numpy.logical_and.reduce, numpy.logical_or.reduce
    return (some(holds), every(fails)) if years == "any" else (every(holds), some(fails))
