"""Simulation-based calibration on a small case: can the sampler recover what the prior and the likelihood say?

    found = rank_check(small_case(), replications=40, draws=100)
    found.sound                 # no row is more uneven than chance allows

A truth is drawn from the prior, figures are simulated from it with their Student-t errors, and their posterior is
sampled by NUTS. Where prior, likelihood and sampler fit together, the rank of the truth among the draws is uniform over
replications (Talts, Betancourt, Simpson, Vehtari and Gelman 2018); so is that of the log posterior density, which sees
errors that single coordinates hide (Modrák and others 2023). Whether the model is true is another question.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy

from pyrrhic.engine.loop import import_jax, scan_years
from pyrrhic.methods.calibrate import UNUSABLE
from pyrrhic.methods.coordinates import Coordinates, structure
from pyrrhic.methods.likelihood import DEGREES_OF_FREEDOM, comparisons, log_density
from pyrrhic.methods.observe import quantities
from pyrrhic.model import FIRST_YEAR

COORDINATES = ("slaughter[1]", "neglect[3]", "herd_growth[2]", "retention", "feed_norm_scale", "carry_share",
               "unexplained_yield[1931]", "unexplained_yield[1932]")
LAST = 1933
DENSITY = "log posterior density"
WARMUP, THINNING, DEPTH, ACCEPTANCE = 200, 3, 6, 0.8
SEED, SIMULATIONS = 1926, 4000
EVEN = 0.05


@dataclass(frozen=True)
class Case:
    """Coordinates with standard normal priors, and the map from them (coordinate) to residuals (figure) in JAX.

    A residual is (model - observed) / error; only its differences between two points are used.
    """

    names: tuple[str, ...]
    residuals: Callable


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


def small_case() -> Case:
    """The base structure to 1933/34 with eight free coordinates, the others at their prior medians, and its figures."""
    where, numpy_like = Coordinates(structure("base")), import_jax().numpy
    places = numpy.array([where.names().index(name) for name in COORDINATES])
    figures = [one for one in comparisons(where.structure)
               if (max(one.landmark.years) if one.landmark else one.year) <= LAST]

    def residuals(coordinates):
        z = numpy_like.zeros(where.size).at[places].set(coordinates)
        paths = {name: path[:LAST - FIRST_YEAR + 1] for name, path in where.paths(z).items()}
        values, _ = scan_years(where.model, quantities(), where.parameters(z), where.opening, paths)
        return numpy_like.stack([one.residual(values)[0] for one in figures])

    return Case(COORDINATES, residuals)


def rank_check(case: Case, replications: int = 40, draws: int = 100, seed: int = SEED,
               error_scale: float = 1.0) -> RankCheck:
    """Rank the truth among `draws` draws of the posterior in each replication.

    With an `error_scale` other than 1 the fit takes the errors to be so many times what they are: a wrong posterior,
    which the check must find.
    """
    from numpyro.diagnostics import effective_sample_size

    jax = import_jax()
    keys = jax.random.split(jax.random.PRNGKey(seed), replications)
    # NumPyro's own code needs the ordinary promotion rules, whatever the caller has set.
    with jax.numpy_dtype_promotion("standard"), jax.numpy_rank_promotion("allow"):
        found = _compiled(case, draws)(keys, numpy.full(replications, error_scale))
    truth, sampled, diverging = (numpy.asarray(array) for array in found)
    sound = numpy.isfinite(truth).all(axis=1)
    ranks = (sampled[sound] < truth[sound, None, :]).sum(axis=1).T
    with numpy.errstate(invalid="ignore"):  # a coordinate that never moved has no effective size
        shares = [effective_sample_size(one[None, :, :-1]).min() / draws for one in sampled[sound]]
    rows = tuple(_row(*one, draws) for one in zip((*case.names, DENSITY), ranks, chances(ranks, draws), strict=True))
    return RankCheck(rows, replications, draws, error_scale, int((~sound).sum()), int(diverging[sound].sum()),
                     float(numpy.mean(shares)))


@cache
def _compiled(case: Case, draws: int) -> Callable:
    """All replications at once, compiled for their number; keys and error scales are data."""
    jax = import_jax()
    return jax.jit(jax.vmap(partial(_replication, case, draws)))


def _replication(case: Case, draws: int, key, error_scale):
    """Truth (row), draws (draw, row) and divergences of one replication; the last row is the log posterior density."""
    from numpyro.infer import NUTS
    from numpyro.infer.util import ParamInfo

    jax = import_jax()
    residuals_at = jax.jit(case.residuals)
    to_truth, to_errors, to_chain = jax.random.split(key, 3)
    truth = jax.random.normal(to_truth, (len(case.names),))
    at_truth = residuals_at(truth)
    errors = jax.random.t(to_errors, DEGREES_OF_FREEDOM, at_truth.shape)

    def loss(coordinates, residuals):
        return -log_density(residuals / error_scale).sum() + 0.5 * (coordinates * coordinates).sum()

    kernel = NUTS(potential_fn=lambda at: loss(at, residuals_at(at) - at_truth + errors), dense_mass=True,
                  max_tree_depth=DEPTH, target_accept_prob=ACCEPTANCE)

    def step(state, _):
        state = kernel.sample(state, (), {})
        return state, (jax.numpy.append(state.z, -state.potential_energy), state.diverging)

    # A start that any first step improves on, so that the gradient need not be compiled once more for it.
    zero = jax.numpy.zeros(len(case.names))
    start = kernel.init(to_chain, WARMUP, ParamInfo(zero, jax.numpy.asarray(UNUSABLE), zero), (), {})
    _, (sampled, diverging) = jax.lax.scan(step, start, None, WARMUP + THINNING * draws)
    density = -loss(truth, at_truth - at_truth + errors)  # not a number where the truth has no run
    return jax.numpy.append(truth, density), sampled[WARMUP::THINNING], diverging[WARMUP:].sum()


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
