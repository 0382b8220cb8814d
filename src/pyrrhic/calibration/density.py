"""The log posterior density of a structure and its gradient, by the compiled program: for searches and samplers.

    density = pyrrhic.log_density("base")
    value, gradient = density(z)            # z: one standard normal number for every coordinate, density.names

A density belongs to one thread, for its arrays are used again by the next call.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from pyrrhic.calibration.comparisons import Term
from pyrrhic.calibration.coordinates import (
    REGIONAL_YIELD_SPREAD,
    ROWS_OF_CRISIS,
    Coordinates,
    Free,
    from_standard,
    slope_of_standard,
)
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import (
    DEGREES_OF_FREEDOM,
    FLOOR,
    NEARLY_NORMAL,
    Comparison,
    Fold,
    comparisons,
    degrees_of,
    fold_named,
    slope_of_student_t,
    student_t_without_constant,
)
from pyrrhic.calibration.persistence import DISTRIBUTION, Chains, kinds
from pyrrhic.calibration.structures import Structure
from pyrrhic.calibration.structures import structure as structure_named
from pyrrhic.engine.gradient import Differentiable
from pyrrhic.engine.printers.plan import Place
from pyrrhic.errors import BadInput, CannotRun
from pyrrhic.model import FIRST_YEAR, REGION_KEYS, YEARS
from pyrrhic.record.load import Record

OPENING = "_1926"  # what the name of an opening value adds to that of its stock


def log_density(structure: str = "base", without: str | Sequence[str] = ()) -> "LogDensity":
    """The log posterior density of the structure of that name, a function of z that also gives its gradient.

    `without` names a fold of figures that is left out, such as "1946_47", or several. Raises `BadInput` or
    `CannotRun` with the nearest match for a name that is unknown, and `NoCompiler` where no compiler is installed.
    """
    folds = [without] if isinstance(without, str) else without
    return LogDensity(structure_named(structure), [fold_named(name) for name in folds])


class LogDensity:
    """The log posterior density of one structure, up to a constant, without the figures of the held-out folds.

    The figures are those of the project's own record unless another is given, with a user's figures in it.
    """

    def __init__(self, structure: Structure, held_out: Sequence[Fold] = (), record: Record | None = None):
        self._made_of = structure, tuple(held_out), record
        self.coordinates = Coordinates(structure)
        self.comparisons = comparisons(structure, held_out, record)
        self.names = tuple(self.coordinates.names())
        self._residuals = Residuals(self.coordinates, self.comparisons)
        self._errors = Errors(self.comparisons)

    def __reduce__(self):
        """Made anew where it is unpickled or copied, such as in the processes of a pool: a program has no copy."""
        return LogDensity, self._made_of

    @numpy.errstate(all="ignore")
    def __call__(self, z: numpy.ndarray, degrees: float = DEGREES_OF_FREEDOM) -> tuple[float, numpy.ndarray]:
        """Log density and gradient (coordinate) at z; minus infinity and zeros where the run fails, or
        is so far away that no gradient can be told.

        Raises `BadInput` for another number of coordinates.
        """
        z = numpy.array(z, float)
        if z.shape != (self.coordinates.size,):
            raise BadInput(f"z has the shape {z.shape}", allowed=f"({self.coordinates.size},), a number for each name")
        residuals = self._residuals.at(z)
        if residuals is None:
            return -numpy.inf, numpy.zeros_like(z)
        of_errors = self.coordinates.errors
        likelihood, by_residual, by_errors = self._errors.log_density(residuals, z[of_errors], degrees)
        gradient = self._residuals.back(by_residual) - z
        gradient[of_errors] += by_errors
        value, sound = likelihood - 0.5 * (z @ z), numpy.isfinite(gradient).all()
        return (float(value), gradient) if sound else (-numpy.inf, numpy.zeros_like(z))


class Errors:
    """The log density of residuals whose errors persist, as a function of them and of the coordinates of persistence."""

    def __init__(self, figures: Sequence[Comparison]):
        self.chains, self._must_be_met = Chains(figures), degrees_of(figures) == NEARLY_NORMAL
        self._spread = numpy.array([kind.spread for kind in kinds().values()])
        self._median = numpy.array([kind.median for kind in kinds().values()])

    def persistence(self, z: numpy.ndarray) -> numpy.ndarray:
        """The persistence of each kind (kind) at its coordinates (kind)."""
        return from_standard(DISTRIBUTION, z, self._median, self._spread)

    def log_density(
        self, residuals: numpy.ndarray, z: numpy.ndarray, degrees: float = DEGREES_OF_FREEDOM
    ) -> tuple[float, numpy.ndarray, numpy.ndarray]:
        """Log density, and its derivatives by residual (figure) and by the coordinates of persistence (kind)."""
        persistence, tails = self.persistence(z), numpy.where(self._must_be_met, NEARLY_NORMAL, degrees)
        new = self.chains.innovations(residuals[:, None], persistence[:, None])[:, 0]
        value = student_t_without_constant(new, tails).sum() + self.chains.log_scale(persistence[:, None]).sum()
        by_residual, by_persistence = self.chains.back(slope_of_student_t(new, tails), residuals, persistence)
        return value, by_residual, by_persistence * slope_of_standard(DISTRIBUTION, persistence, self._spread)


def gradient_program(coordinates: Coordinates, last: int = YEARS[-1]) -> Differentiable:
    """The compiled run of history to a last year at the prior medians, ready to be moved and followed backwards."""
    zero, years = numpy.zeros(coordinates.size), last - FIRST_YEAR + 1
    paths = {name: path[:years] for name, path in coordinates.paths(zero).items()}
    return Differentiable(
        coordinates.model, coordinates.parameters(zero), coordinates.opening_at(zero), paths, quantities()
    )


class Residuals:
    """Residuals of figures, (model - record) / error, as a function of z that can be followed backwards."""

    def __init__(self, coordinates: Coordinates, figures: Sequence[Comparison], last: int = YEARS[-1]):
        self._run = gradient_program(coordinates, last)
        self._inputs = _InputsOfZ(coordinates, self._run)
        self._numerators = _table([figure.terms for figure in figures], self._run)
        self._divisors = _table([figure.divisor for figure in figures], self._run)
        self._by_numerators, self._by_divisors = self._numerators.T.tocsr(), self._divisors.T.tocsr()
        self._plain = numpy.array([not figure.divisor for figure in figures], float)
        self._value, self._error = (
            numpy.array([getattr(figure, name) for figure in figures]) for name in ("value", "error")
        )
        self._absolute = numpy.array([figure.absolute for figure in figures])

    def at(self, z: numpy.ndarray) -> numpy.ndarray | None:
        """The residuals (figure) at a point z (coordinate), or None where the run fails or a figure has none."""
        numbers, failed = self._run.forwards(*self._inputs.at(z))
        if failed >= 0:
            return None
        flat = numbers.reshape(-1)
        self._divisor = self._divisors @ flat + self._plain
        self._figure = (self._numerators @ flat) / self._divisor
        with numpy.errstate(invalid="ignore", divide="ignore"):
            residuals = (
                numpy.where(
                    self._absolute,
                    self._figure - self._value,
                    numpy.log(self._figure + FLOOR) - numpy.log(self._value + FLOOR),
                )
                / self._error
            )
        return residuals if numpy.isfinite(residuals).all() else None

    def back(self, by_residual: numpy.ndarray) -> numpy.ndarray:
        """The derivative by z (coordinate), at the z of the last call of `at`, from that by the residuals (figure)."""
        scale = self._error * numpy.where(self._absolute, 1.0, self._figure + FLOOR) * self._divisor
        by_numerator = by_residual / scale
        seeds = self._by_numerators @ by_numerator - self._by_divisors @ (by_numerator * self._figure)
        return self._inputs.back(*self._run.backwards(seeds))


@dataclass(frozen=True)
class _OneKind:
    """The coordinates whose priors are of one distribution: where they stand in z and in an array of the program."""

    distribution: str
    in_z: numpy.ndarray
    in_array: numpy.ndarray
    median: numpy.ndarray
    spread: numpy.ndarray

    @classmethod
    def of(cls, distribution: str, places: Sequence[tuple[Free, Place | None]]) -> "_OneKind":
        """Those of the free numbers that something compared depends on, with their places in the array."""
        placed = [(free, place) for free, place in places if place is not None and free.distribution == distribution]
        in_z = [free.start + numpy.arange(free.size) for free, _ in placed]
        in_array = [place.start + numpy.arange(place.size) for _, place in placed]
        median = [free.median.reshape(-1) for free, _ in placed]
        spread = [numpy.full(free.size, free.spread) for free, _ in placed]
        return cls(distribution, _line(int, in_z), _line(int, in_array), _line(float, median), _line(float, spread))

    def fill(self, array: numpy.ndarray, z: numpy.ndarray) -> None:
        """Put the values at z into the array of the program."""
        array[self.in_array] = from_standard(self.distribution, z[self.in_z], self.median, self.spread)

    def add(self, by_z: numpy.ndarray, by_array: numpy.ndarray, array: numpy.ndarray) -> None:
        """Add to the derivative by z that by the array, at the array's values."""
        by_z[self.in_z] += by_array[self.in_array] * slope_of_standard(
            self.distribution, array[self.in_array], self.spread
        )


def _kinds_of(places: Sequence[tuple[Free, Place | None]]) -> list[_OneKind]:
    """The coordinates that stand in one array of the program, by the distribution of their priors."""
    return [
        _OneKind.of(distribution, places) for distribution in dict.fromkeys(free.distribution for free, _ in places)
    ]


def _line(dtype: type, parts: Sequence[numpy.ndarray]) -> numpy.ndarray:
    """Arrays one after another; an empty array of the type where there are none."""
    return numpy.concatenate([numpy.zeros(0, dtype), *parts])


class _InputsOfZ:
    """The inputs of the program as a function of z: each coordinate moves one number, a parameter or a path's."""

    def __init__(self, coordinates: Coordinates, run: Differentiable):
        self._run, self._spread, self._size = run, coordinates.yield_spread[: run.years], coordinates.size
        self._centring = _centring(coordinates)
        self._kinds = _kinds_of([(free, run.place(free.name)) for free in coordinates.free])
        stocks = {f"{stock}{OPENING}": stock for stock in coordinates.model.stocks}
        self._opened = _kinds_of(
            [(free, run.place(stocks[free.name])) for free in coordinates.free if free.name in stocks]
        )
        self._rows = [row for row in ROWS_OF_CRISIS if row < run.years]
        first = coordinates.national.start
        self._national = slice(first, first + run.years)
        first = coordinates.regional.start
        self._regional = slice(first, first + len(self._rows) * len(REGION_KEYS))
        regions = _first(run, "unexplained_yield_regional")
        self._country, self._regions = _first(run, "unexplained_yield"), slice(regions, regions + len(REGION_KEYS))

    def at(self, z: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
        """Parameters (number) and paths (year, number) of the program at a point z; its opening stocks are set too."""
        parameters, paths = self._run.parameters, self._run.paths
        for kind in self._kinds:
            kind.fill(parameters, z)
        for kind in self._opened:
            kind.fill(self._run.opening, z)
        paths[:, self._country] = self._spread * z[self._national]
        paths[self._rows, self._regions] = z[self._regional].reshape(len(self._rows), -1) @ self._centring.T
        return parameters, paths

    def back(self, by_parameters: numpy.ndarray, by_paths: numpy.ndarray) -> numpy.ndarray:
        """The derivative by z from those by parameters and paths, and by the opening stocks of the last run."""
        by_z = numpy.zeros(self._size)
        for kind in self._kinds:
            kind.add(by_z, by_parameters, self._run.parameters)
        for kind in self._opened:
            kind.add(by_z, self._run.by_opening, self._run.opening)
        by_z[self._national] = self._spread * by_paths[:, self._country]
        by_z[self._regional] = (by_paths[self._rows, self._regions] @ self._centring).reshape(-1)
        return by_z


def _centring(coordinates: Coordinates) -> numpy.ndarray:
    """The matrix (region, region) that makes a year's unexplained regional yields of their coordinates."""
    each = numpy.eye(len(REGION_KEYS))[None, None]  # a draw for each coordinate
    return REGIONAL_YIELD_SPREAD * coordinates.centred(each)[0, 0]


def _first(run: Differentiable, name: str) -> int:
    """The first number of an input that every run depends on."""
    place = run.place(name)
    if place is None:
        raise CannotRun(f"no figure depends on {name}, so nothing can be fitted")
    return place.start


def _table(figures: Sequence[tuple[Term, ...]], run: Differentiable):
    """Each figure's terms as a row of weights over all numbers kept (year by year), as a sparse matrix."""
    from scipy.sparse import csr_array

    rows, columns, weights = [], [], []
    for row, terms in enumerate(figures):
        for term in terms:
            start, (_, places) = run.rows[term.quantity]
            rows.append(row)
            columns.append(term.year * run.width + start + term.kind * places + term.place)
            weights.append(term.weight)
    return csr_array((weights, (rows, columns)), (len(figures), run.years * run.width))
