"""The log posterior density of a structure and its gradient, by the compiled program: for searches and samplers.

    density = pyrrhic.log_density("base")
    value, gradient = density(z)            # z: one standard normal number for every coordinate, density.names

A density belongs to one thread, for its arrays are used again by the next call.
"""

from collections.abc import Sequence

import numpy

from pyrrhic.engine.gradient import Differentiable
from pyrrhic.methods.coordinates import REGIONAL_YIELD_SPREAD, ROWS_OF_CRISIS, Coordinates, Structure
from pyrrhic.methods.coordinates import structure as structure_named
from pyrrhic.methods.likelihood import (
    DEGREES_OF_FREEDOM,
    FLOOR,
    Comparison,
    Fold,
    comparisons,
    fold_named,
    student_t_without_constant,
)
from pyrrhic.methods.observe import Term, quantities
from pyrrhic.model import FIRST_YEAR, REGION_KEYS, YEARS


def log_density(structure: str = "base", without: Sequence[str] = ()) -> "LogDensity":
    """The log posterior density of the structure of that name, a function of z that also gives its gradient.

    `without` names folds of figures that are left out, such as "1946_47". Raises `InputError` or `FoldError` with the
    nearest match for a name that is unknown, and `NoCompiler` where no compiler is installed.
    """
    return LogDensity(structure_named(structure), [fold_named(name) for name in without])


class LogDensity:
    """The log posterior density of one structure, up to a constant, without the figures of the held-out folds."""

    def __init__(self, structure: Structure, held_out: Sequence[Fold] = ()):
        self.coordinates = Coordinates(structure)
        self.comparisons = comparisons(structure, held_out)
        self.names = tuple(self.coordinates.names())
        self._residuals = Residuals(self.coordinates, self.comparisons)

    def __call__(self, z: numpy.ndarray, degrees: float = DEGREES_OF_FREEDOM) -> tuple[float, numpy.ndarray]:
        """Log density and gradient (coordinate) at z; minus infinity and zeros where the run fails."""
        residuals = self._residuals.at(z)
        if residuals is None:
            return -numpy.inf, numpy.zeros_like(z)
        value = float(student_t_without_constant(residuals, degrees).sum() - 0.5 * (z @ z))
        slope = -(degrees + 1.0) * residuals / (degrees + residuals * residuals)
        return value, self._residuals.back(slope) - z


def gradient_program(coordinates: Coordinates, last: int = YEARS[-1]) -> Differentiable:
    """The compiled run of history to a last year at the prior medians, ready to be moved and followed backwards."""
    zero, years = numpy.zeros(coordinates.size), last - FIRST_YEAR + 1
    paths = {name: path[:years] for name, path in coordinates.paths(zero).items()}
    return Differentiable(coordinates.model, coordinates.parameters(zero), coordinates.opening, paths, quantities())


class Residuals:
    """Residuals of figures, (model - record) / error, as a function of z that can be followed backwards."""

    def __init__(self, coordinates: Coordinates, figures: Sequence[Comparison], last: int = YEARS[-1]):
        self._run = gradient_program(coordinates, last)
        self._inputs = _InputsOfZ(coordinates, self._run)
        self._numerators = _table([one.terms for one in figures], self._run)
        self._divisors = _table([one.divisor for one in figures], self._run)
        self._plain = numpy.array([not one.divisor for one in figures], float)
        self._value, self._error = (numpy.array([getattr(one, name) for one in figures]) for name in ("value", "error"))
        self._absolute = numpy.array([one.absolute for one in figures])

    def at(self, z: numpy.ndarray) -> numpy.ndarray | None:
        """The residuals at z, or None where the run fails or a figure has none."""
        kept, failed = self._run.forwards(*self._inputs.at(z))
        if failed >= 0:
            return None
        flat = kept.reshape(-1)
        self._divisor = self._divisors @ flat + self._plain
        self._figure = (self._numerators @ flat) / self._divisor
        with numpy.errstate(invalid="ignore", divide="ignore"):
            residuals = numpy.where(self._absolute, self._figure - self._value,
                                    numpy.log(self._figure + FLOOR) - numpy.log(self._value + FLOOR)) / self._error
        return residuals if numpy.isfinite(residuals).all() else None

    def back(self, by_residual: numpy.ndarray) -> numpy.ndarray:
        """The derivative by z, at the z of the last call of `at`, from that by the residuals."""
        scale = self._error * numpy.where(self._absolute, 1.0, self._figure + FLOOR) * self._divisor
        by_numerator = by_residual / scale
        seeds = by_numerator @ self._numerators - (by_numerator * self._figure) @ self._divisors
        return self._inputs.back(*self._run.backwards(seeds))


class _InputsOfZ:
    """The inputs of the program as a function of z: each coordinate moves one number, a parameter or a path's."""

    def __init__(self, coordinates: Coordinates, run: Differentiable):
        self._run, self._free = run, [free for free in coordinates.free if run.place(free.name)]
        self._places = [run.place(free.name) for free in self._free]
        self._national, self._regional = coordinates.national, coordinates.regional
        self._yields = run.place("unexplained_yield").start, run.place("unexplained_yield_regional").start
        self._spread = coordinates.yield_spread
        self._rows = [row for row in ROWS_OF_CRISIS if row < run.years]
        self._by_standard: list[numpy.ndarray] = []

    def at(self, z: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
        """Parameters and paths of the program at z."""
        parameters, paths = self._run.parameters, self._run.paths
        self._by_standard = []
        for free, place in zip(self._free, self._places, strict=True):
            value, slope = free.value_and_slope(z)
            parameters[place.start:place.start + place.size] = value
            self._by_standard.append(slope)
        country, regions = self._yields
        paths[:, country] = (self._spread * z[self._national])[:self._run.years]
        of_regions = REGIONAL_YIELD_SPREAD * z[self._regional].reshape(-1, len(REGION_KEYS))[:len(self._rows)]
        paths[self._rows, regions:regions + len(REGION_KEYS)] = of_regions
        return parameters, paths

    def back(self, by_parameters: numpy.ndarray, by_paths: numpy.ndarray) -> numpy.ndarray:
        """The derivative by z from those by parameters and paths."""
        by_z = numpy.zeros(self._regional.stop)
        for free, place, slope in zip(self._free, self._places, self._by_standard, strict=True):
            by_z[free.start:free.start + free.size] = by_parameters[place.start:place.start + place.size] * slope
        country, regions = self._yields
        first = self._national.start
        by_z[first:first + self._run.years] = self._spread[:self._run.years] * by_paths[:, country]
        first, size = self._regional.start, len(self._rows) * len(REGION_KEYS)
        of_regions = by_paths[self._rows, regions:regions + len(REGION_KEYS)]
        by_z[first:first + size] = REGIONAL_YIELD_SPREAD * of_regions.reshape(-1)
        return by_z


def _table(figures: Sequence[tuple[Term, ...]], run: Differentiable):
    """Each figure's terms as a row of weights over all numbers kept (year by year), as a sparse matrix."""
    from scipy.sparse import csr_array

    rows, columns, weights = [], [], []
    for row, terms in enumerate(figures):
        for term in terms:
            start, (_, places) = run.rows[term.quantity]
            rows.append(row)
            columns.append(term.year * run.kept + start + term.kind * places + term.place)
            weights.append(term.weight)
    return csr_array((weights, (rows, columns)), (len(figures), run.years * run.kept))
