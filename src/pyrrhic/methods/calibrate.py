"""Calibration of one structure: the log posterior, and a staged search for its mode."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy

from pyrrhic.engine.loop import import_jax, scan_years
from pyrrhic.methods.coordinates import YEARS_OF_REGIONAL_YIELD, Coordinates, Structure
from pyrrhic.methods.likelihood import DEGREES_OF_FREEDOM, Fold, comparisons, log_density
from pyrrhic.methods.observe import quantities
from pyrrhic.model import FIRST_YEAR

STAGES = (8.0, DEGREES_OF_FREEDOM)
BOX = 4.0  # prior standard deviations
UNUSABLE = 1e7  # what the search is told where the run fails


class Problem:
    """The posterior of one structure: coordinates, comparisons, and the log density with its gradient."""

    def __init__(self, structure: Structure, held_out: Sequence[Fold] = ()):
        self.coordinates = Coordinates(structure)
        self.comparisons = comparisons(structure, held_out)
        self.kept = quantities()

    def values(self, z) -> Mapping:
        """The compared quantities of the run at z, as JAX arrays (year, kind, place, 1)."""
        where = self.coordinates
        return scan_years(where.model, self.kept, where.parameters(z), where.opening, where.paths(z))[0]

    def residuals(self, z):
        """Residual of every comparison at z."""
        values = self.values(z)
        return import_jax().numpy.stack([one.residual(values)[0] for one in self.comparisons])

    def loss(self, z, degrees):
        """Minus the log posterior, up to a constant."""
        return -log_density(self.residuals(z), degrees).sum() + 0.5 * (z * z).sum()

    @cached_property
    def loss_and_gradient(self) -> Callable:
        """The jitted loss with its gradient: (z, degrees of freedom) -> (loss, gradient)."""
        jax = import_jax()
        return jax.jit(jax.value_and_grad(self.loss))


@dataclass(frozen=True)
class Mode:
    """The most probable point of a structure: z, its loss, and the number of evaluations."""

    z: numpy.ndarray
    loss: float
    evaluations: int


def find_mode(problem: Problem, start: numpy.ndarray | None = None,
              progress: Callable[[str], None] = lambda line: None) -> Mode:
    """Search the mode by L-BFGS-B in a box, heavy tails first, then lighter, then as in the likelihood."""
    from scipy.optimize import minimize

    z = numpy.zeros(problem.coordinates.size) if start is None else start
    evaluations, done = 0, None
    for degrees in STAGES:
        done = minimize(_guarded(problem, degrees), z, jac=True, method="L-BFGS-B", bounds=[(-BOX, BOX)] * z.size,
                        options={"maxiter": 400, "maxfun": 500})
        z, evaluations = done.x, evaluations + done.nfev
        progress(f"mode of {problem.coordinates.structure.name}: loss {done.fun:.2f} after {evaluations} evaluations")
    return Mode(z, float(done.fun), evaluations)


def _guarded(problem: Problem, degrees: float) -> Callable:
    """Loss and gradient for the search; where the run fails, a wall."""
    def evaluate(z):
        loss, gradient = (numpy.asarray(part, float) for part in problem.loss_and_gradient(z, degrees))
        sound = numpy.isfinite(loss) and numpy.isfinite(gradient).all()
        return (float(loss), gradient) if sound else (UNUSABLE, numpy.zeros_like(z))
    return evaluate


def in_units(problem: Problem, mode: Mode) -> tuple[dict, numpy.ndarray, dict]:
    """The mode in the model's units: parameters, national unexplained yields, regional ones by year."""
    where = problem.coordinates
    national, regional = where.unexplained(mode.z)
    by_year = {year: regional[year - FIRST_YEAR] for year in YEARS_OF_REGIONAL_YIELD}
    return {free.name: free.value(mode.z) for free in where.free}, national, by_year
