"""Calibration of one structure: a staged search for the mode of its posterior, and the shape of the posterior there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy

from pyrrhic.calibration.coordinates import YEARS_OF_REGIONAL_YIELD, Coordinates
from pyrrhic.calibration.density import LogDensity
from pyrrhic.calibration.likelihood import DEGREES_OF_FREEDOM
from pyrrhic.model import FIRST_YEAR

STAGES = (8.0, DEGREES_OF_FREEDOM)
STAGES_OF_NEAR_NORMAL = (200.0, DEGREES_OF_FREEDOM)
BOX = 4.0  # prior standard deviations
UNUSABLE = 1e7  # what the search is told where the run fails
STEP = 1e-4  # of a prior standard deviation, for the differences of the gradient
LEAST_CURVATURE = 0.5  # of the prior's own; below it a direction is not trusted to be so flat


@dataclass(frozen=True)
class Mode:
    """The most probable point of a structure: z, minus its log density, and the number of evaluations."""

    z: numpy.ndarray
    loss: float
    evaluations: int


def find_mode(
    density: LogDensity, start: numpy.ndarray | None = None, progress: Callable[[str], None] = lambda line: None
) -> Mode:
    """Search the mode by L-BFGS-B in a box, heavy tails first, then as in the likelihood.

    A harvest that must be met leads the search astray: there it is made with nearly normal tails first as well, and
    from the mode of the same structure with the composite harvest, and the best of the three modes is taken.
    """
    structure = density.coordinates.structure
    heavy = _searched(density, start, STAGES, progress)
    if structure.harvest is None:
        return heavy
    composite = _searched(LogDensity(replace(structure, harvest=None)), start, STAGES, progress)
    others = [_searched(density, begin, STAGES_OF_NEAR_NORMAL, progress) for begin in (start, composite.z)]
    return min(heavy, *others, key=lambda mode: mode.loss)


def _searched(
    density: LogDensity, start: numpy.ndarray | None, route: Sequence[float], progress: Callable[[str], None]
) -> Mode:
    """The mode that is found by one route from heavier or lighter tails to those of the likelihood."""
    from scipy.optimize import minimize

    z = numpy.zeros(density.coordinates.size) if start is None else start
    loss, evaluations = UNUSABLE, 0
    for degrees in route:
        search = minimize(
            _walled(density, degrees),
            z,
            jac=True,
            method="L-BFGS-B",
            bounds=[(-BOX, BOX)] * z.size,
            options={"maxiter": 400, "maxfun": 500},
        )
        z, loss, evaluations = search.x, float(search.fun), evaluations + search.nfev
        progress(f"mode of {density.coordinates.structure.name}: loss {loss:.2f} after {evaluations} evaluations")
    return Mode(z, loss, evaluations)


def _walled(density: LogDensity, degrees: float) -> Callable:
    """Loss and gradient for the search; where the run fails, a wall."""

    def evaluate(z):
        value, gradient = density(z, degrees)
        sound = numpy.isfinite(value) and numpy.isfinite(gradient).all()
        return (-value, -gradient) if sound else (UNUSABLE, numpy.zeros_like(z))

    return evaluate


def whitening(density: LogDensity, mode: Mode) -> numpy.ndarray:
    """The matrix A (coordinate, coordinate) of z = mode + A u, from the eigenvectors of the Hessian at the mode."""
    steps = STEP * numpy.eye(mode.z.size)
    hessian = -numpy.array([density(mode.z + step)[1] - density(mode.z - step)[1] for step in steps]) / (2.0 * STEP)
    curvature, directions = numpy.linalg.eigh(0.5 * (hessian + hessian.T))
    return directions / numpy.sqrt(numpy.maximum(curvature, LEAST_CURVATURE))


def in_units(where: Coordinates, mode: Mode) -> tuple[dict, numpy.ndarray, dict]:
    """The mode in the model's units: parameters, national unexplained yields, regional ones by year."""
    national, regional = where.unexplained(mode.z)
    by_year = {year: regional[year - FIRST_YEAR] for year in YEARS_OF_REGIONAL_YIELD}
    return {free.name: free.value(mode.z) for free in where.free}, national, by_year
