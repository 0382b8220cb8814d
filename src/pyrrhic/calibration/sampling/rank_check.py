"""Simulation-based calibration on a small case: can the sampler recover what the prior and the likelihood say?

    checked = rank_check(small_case(), replications=40, draws=100)
    checked.sound               # no row is more uneven than chance allows

A truth is drawn from the prior, figures are simulated from it with their Student-t errors, which persist where those of
the likelihood do, and their posterior is sampled by NUTS. Where prior, likelihood and sampler fit together, the rank of the truth among the draws is uniform over
replications (Talts, Betancourt, Simpson, Vehtari and Gelman 2018); so is that of the log posterior density, which sees
errors that single coordinates hide (Modrák and others 2023). Whether the model is true is another question.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.density import Errors, Residuals
from pyrrhic.calibration.likelihood import (
    DEGREES_OF_FREEDOM,
    Comparison,
    comparisons,
    slope_of_student_t,
    student_t_without_constant,
)
from pyrrhic.calibration.sampling.diagnostics import effective_size
from pyrrhic.calibration.sampling.mode import Mode
from pyrrhic.calibration.sampling.sampler import Settings, chain_of
from pyrrhic.calibration.sampling.workers import Task, work_through
from pyrrhic.calibration.structures import structure

COORDINATES = (
    "slaughter[1]",
    "neglect[3]",
    "herd_growth[2]",
    "retention",
    "feed_norm_scale",
    "take_limit",
    "unexplained_yield[1931]",
    "unexplained_yield[1932]",
    "error_persistence[converted_counts]",
)
LAST = 1933
DENSITY = "log posterior density"
WARMUP, THINNING, ACCEPTANCE = 200, 3, 0.8
SEED, SIMULATIONS = 1926, 4000
EVEN = 0.05


class Followed(Protocol):
    """Residuals as a function of coordinates that can be followed backwards, as `density.Residuals` are.

    A residual is (model - observed) / error; only its differences between two points are used.
    """

    def at(self, coordinates: numpy.ndarray) -> numpy.ndarray | None:
        """The residuals (figure) at a point, or None where there is no run."""

    def back(self, by_residual: numpy.ndarray) -> numpy.ndarray:
        """The derivative by the coordinates, at the last point, from that by the residuals."""


class Likelihood(Protocol):
    """How errors are distributed, which may depend on coordinates too."""

    def log_density(
        self, residuals: numpy.ndarray, coordinates: numpy.ndarray
    ) -> tuple[float, numpy.ndarray, numpy.ndarray]:
        """Log density of residuals (figure), and its derivatives by them and by the coordinates."""

    def drawn(self, innovations: numpy.ndarray, coordinates: numpy.ndarray) -> numpy.ndarray:
        """Errors (figure) in which these are what is new."""


class Independent:
    """Errors that have nothing to do with one another, Student-t."""

    def log_density(
        self, residuals: numpy.ndarray, coordinates: numpy.ndarray
    ) -> tuple[float, numpy.ndarray, numpy.ndarray]:
        """Log density of residuals (figure), and its derivatives."""
        value, slope = student_t_without_constant(residuals).sum(), slope_of_student_t(residuals)
        return float(value), slope, numpy.zeros_like(coordinates)

    def drawn(self, innovations: numpy.ndarray, coordinates: numpy.ndarray) -> numpy.ndarray:
        """The innovations themselves."""
        return innovations


@dataclass(frozen=True)
class Case:
    """Coordinates with standard normal priors, and what makes their residuals and errors: functions of a module."""

    names: tuple[str, ...]
    residuals: Callable[[], Followed]
    errors: Callable[[], Likelihood] = Independent


@dataclass(frozen=True)
class Row:
    """One coordinate's ranks, or those of the log posterior density, over the replications.

    `place` is the mean rank over its largest value, 0.5 where the posterior is in the right place. `spread` is the
    standard deviation of the ranks over that of uniform ones: above 1 the posterior is too narrow, below 1 too wide.
    `chance` is the probability that uniform ranks are as uneven; below 0.05 their empirical distribution leaves its
    simultaneous 95 % band.
    """

    name: str
    ranks: numpy.ndarray
    place: float
    spread: float
    chance: float


@dataclass(frozen=True)
class RankCheck:
    """The rows, and how they came about.

    `failed` truths have no run and are left out, as the posterior leaves them out. `effective_share` is the mean over
    replications of the least effective sample size of a coordinate, over the draws: near 1 they are independent.
    """

    rows: tuple[Row, ...]
    replications: int
    draws: int
    error_scale: float
    failed: int
    divergences: int
    effective_share: float

    @property
    def sound(self) -> bool:
        """Whether the most uneven row could be chance, as the least of so many (Bonferroni)."""
        return min(row.chance for row in self.rows) * len(self.rows) >= EVEN


class SmallResiduals:
    """The base structure to 1933/34 with nine free coordinates, the others at their prior medians, and its figures."""

    def __init__(self):
        where, figures = coordinates("base"), _small_figures()
        self._places = numpy.array([where.names().index(name) for name in COORDINATES])
        self._z, self._whole = numpy.zeros(where.size), Residuals(where, figures, LAST)

    def at(self, coordinates: numpy.ndarray) -> numpy.ndarray | None:
        """The residuals (figure) at the nine coordinates, or None where the run fails."""
        self._z[self._places] = coordinates
        return self._whole.at(self._z)

    def back(self, by_residual: numpy.ndarray) -> numpy.ndarray:
        """The derivative by the nine coordinates, at the last point, from that by the residuals (figure)."""
        return self._whole.back(by_residual)[self._places]


class SmallErrors:
    """The errors of the small case; the persistence of other kinds than that among the coordinates is at its median."""

    def __init__(self):
        where = coordinates("base")
        self._places = numpy.array([where.names().index(name) for name in COORDINATES])
        self._z, self._kinds, self._errors = numpy.zeros(where.size), where.errors, Errors(_small_figures())

    def log_density(
        self, residuals: numpy.ndarray, coordinates: numpy.ndarray
    ) -> tuple[float, numpy.ndarray, numpy.ndarray]:
        """Log density of residuals (figure), and its derivatives by them and by the nine coordinates."""
        by_z = numpy.zeros_like(self._z)
        value, by_residual, by_z[self._kinds] = self._errors.log_density(residuals, self._of_kinds(coordinates))
        return value, by_residual, by_z[self._places]

    def drawn(self, innovations: numpy.ndarray, coordinates: numpy.ndarray) -> numpy.ndarray:
        """Errors (figure) in which these are what is new."""
        persistence = self._errors.persistence(self._of_kinds(coordinates))
        return self._errors.chains.drawn(innovations[:, None], persistence[:, None])[:, 0]

    def _of_kinds(self, coordinates: numpy.ndarray) -> numpy.ndarray:
        self._z[self._places] = coordinates
        return self._z[self._kinds]


def _small_figures() -> list[Comparison]:
    """The figures of the small case."""
    return [figure for figure in comparisons(structure("base")) if _last_year(figure) <= LAST]


def _last_year(figure: Comparison) -> int:
    """The last year that a figure speaks of."""
    return max(figure.landmark.years) if figure.landmark else figure.year


@cache
def small_residuals() -> SmallResiduals:
    """The residuals of the small case, made once in each process."""
    return SmallResiduals()


@cache
def small_errors() -> SmallErrors:
    """The errors of the small case, made once in each process."""
    return SmallErrors()


def small_case() -> Case:
    """The case that is quick enough to be checked often."""
    return Case(COORDINATES, small_residuals, small_errors)


def rank_check(
    case: Case,
    replications: int = 40,
    draws: int = 100,
    *,
    seed: int = SEED,
    error_scale: float = 1.0,
    workers: int | None = None,
    progress: Callable[[str], None] = lambda line: None,
) -> RankCheck:
    """Rank the truth among `draws` draws of the posterior in each replication.

    With an `error_scale` other than 1 the fit takes the errors to be so many times what they are: a wrong posterior,
    which the check must find. Replications run on all cores unless `workers` says otherwise.
    """
    tasks = [
        Task(f"replication {number + 1} of {replications}", replication, (case, draws, (seed, number), error_scale))
        for number in range(replications)
    ]
    results = work_through(tasks, workers or os.cpu_count() or 1, progress)
    sound = [result for result in results if result is not None]
    ranks = numpy.array([(result.sampled < result.truth).sum(axis=0) for result in sound]).T
    with numpy.errstate(invalid="ignore"):  # a coordinate that never moved has no effective size
        shares = [min(effective_size(row[None]) for row in result.sampled.T[:-1]) / draws for result in sound]
    columns = zip((*case.names, DENSITY), ranks, chances(ranks, draws), strict=True)
    rows = tuple(_row(*column, draws) for column in columns)
    return RankCheck(
        rows,
        replications,
        draws,
        error_scale,
        replications - len(sound),
        sum(result.divergences for result in sound),
        float(numpy.mean(shares)),
    )


@dataclass(frozen=True)
class Replication:
    """Truth (row), draws (draw, row) and divergences of one replication; the last row is the log posterior density."""

    truth: numpy.ndarray
    sampled: numpy.ndarray
    divergences: int


def replication(
    case: Case, draws: int, seed: tuple[int, int], error_scale: float, tell: Callable[[str], None]
) -> Replication | None:
    """Draw a truth and figures from it, and sample their posterior; None where the truth has no run."""
    random, residuals, errors, size = numpy.random.default_rng(seed), case.residuals(), case.errors(), len(case.names)
    truth = random.standard_normal(size)
    at_truth = residuals.at(truth)
    if at_truth is None:
        return None
    shift = errors.drawn(random.standard_t(DEGREES_OF_FREEDOM, at_truth.shape), truth) - at_truth
    density = _density(residuals, errors, shift, error_scale)
    settings = Settings(WARMUP, THINNING * draws, 1, int(random.integers(2**31)), ACCEPTANCE)
    chain = chain_of(density, Mode(numpy.zeros(size), 0.0, 0), numpy.eye(size), settings, 0)
    sampled = chain.z[::THINNING]
    densities = numpy.array([density(point)[0] for point in (truth, *sampled)])
    tell(f"{chain.divergences} divergences")
    return Replication(
        numpy.append(truth, densities[0]), numpy.column_stack([sampled, densities[1:]]), chain.divergences
    )


def _density(residuals: Followed, errors: Likelihood, shift: numpy.ndarray, error_scale: float) -> Callable:
    """Log posterior density and gradient of the coordinates, given figures that lie `shift` from the model's."""

    def density(at: numpy.ndarray) -> tuple[float, numpy.ndarray]:
        at_point = residuals.at(at)
        if at_point is None:
            return -numpy.inf, numpy.zeros_like(at)
        value, by_residual, by_coordinates = errors.log_density((at_point + shift) / error_scale, at)
        gradient = residuals.back(by_residual / error_scale) + by_coordinates - at
        return value - 0.5 * float(at @ at), gradient

    return density


def _row(name: str, ranks: numpy.ndarray, chance: float, draws: int) -> Row:
    uniform = numpy.sqrt(draws * (draws + 2) / 12.0)
    spread = numpy.sqrt(((ranks - draws / 2.0) ** 2).mean()) / uniform
    return Row(name, ranks, float(ranks.mean() / draws), float(spread), float(chance))


def unevenness(ranks: numpy.ndarray, draws: int) -> numpy.ndarray:
    """How improbable the empirical distribution of ranks 0..draws (..., replication) is at its worst point.

    At each point the count of ranks at or below it is binomial if they are uniform; the least two-sided tail
    probability over all points, which weighs the tails as it should (Säilynoja, Bürkner and Vehtari 2022).
    """
    from scipy.stats import binom

    replications, points = ranks.shape[-1], numpy.arange(draws)
    counts = (ranks[..., None] <= points).sum(axis=-2)
    share = (points + 1.0) / (draws + 1.0)
    every = numpy.arange(replications + 1)[:, None]
    tail = 2.0 * numpy.minimum(binom.cdf(every, replications, share), binom.sf(every - 1, replications, share))
    return tail[counts, points].min(axis=-1)


def chances(ranks: numpy.ndarray, draws: int) -> numpy.ndarray:
    """For each row of ranks (row, replication) the probability that uniform ranks are as uneven, by simulation."""
    uniform = numpy.random.default_rng(SEED).integers(0, draws + 1, (SIMULATIONS, ranks.shape[-1]))
    as_uneven = unevenness(uniform, draws) <= unevenness(ranks, draws)[:, None]
    return (1 + as_uneven.sum(axis=-1)) / (1 + SIMULATIONS)
