"""A linear programme written as sums of variables that may not exceed a bound, or must be equal to it.

    programme = Programme()
    stock = programme.variables((3,))
    programme.at_most([(1.0, stock[1:]), (-2.0, stock[:-1])], 5.0)   # stock[t + 1] - 2 stock[t] <= 5, a row for each t
    solved = programme.least([(1.0, stock)])
    solved.of(stock)

Variables are arrays of their numbers, so that one call writes a row for every region and year. It is solved by HiGHS.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy

from pyrrhic.errors import CannotRun

Term = tuple[float | numpy.ndarray, numpy.ndarray]  # coefficients and variables, element by element


@dataclass
class Rows:
    """Rows of a constraint as three parallel lists: which row, which variable, what coefficient; and the bounds."""

    rows: list[numpy.ndarray] = field(default_factory=list)
    columns: list[numpy.ndarray] = field(default_factory=list)
    coefficients: list[numpy.ndarray] = field(default_factory=list)
    bounds: list[numpy.ndarray] = field(default_factory=list)
    count: int = 0

    def add(self, terms: Iterable[Term], bound: float | numpy.ndarray) -> None:
        """One row for each element of the terms and the bound, which are broadcast together."""
        terms = list(terms)
        shape = numpy.broadcast_shapes(numpy.shape(bound), *(numpy.shape(part) for term in terms for part in term))
        row = self.count + numpy.arange(int(numpy.prod(shape))).reshape(shape)
        for coefficient, variable in terms:
            self.rows.append(row.ravel())
            self.columns.append(numpy.broadcast_to(variable, shape).ravel())
            self.coefficients.append(numpy.broadcast_to(numpy.asarray(coefficient, float), shape).ravel())
        self.bounds.append(numpy.broadcast_to(numpy.asarray(bound, float), shape).ravel())
        self.count += row.size

    def matrix(self, variables: int):
        """The coefficients as a sparse matrix, or None without rows."""
        from scipy.sparse import csr_matrix

        if not self.count:
            return None
        entries = tuple(map(numpy.concatenate, (self.coefficients, self.rows, self.columns)))
        return csr_matrix((entries[0], entries[1:]), shape=(self.count, variables))

    def right(self) -> numpy.ndarray | None:
        """The bounds of all rows, or None without rows."""
        return numpy.concatenate(self.bounds) if self.count else None


@dataclass(frozen=True)
class Solved:
    """The best values of all variables, and what was made least."""

    values: numpy.ndarray
    least: float

    def of(self, variables: numpy.ndarray) -> numpy.ndarray:
        """The values of an array of variables, in its shape."""
        return self.values[variables]


@dataclass
class Programme:
    """Variables, none below zero, and the rows that hold them."""

    count: int = 0
    inequalities: Rows = field(default_factory=Rows)
    equalities: Rows = field(default_factory=Rows)

    def variables(self, shape: tuple[int, ...]) -> numpy.ndarray:
        """New variables in this shape: an array of their numbers."""
        first, self.count = self.count, self.count + int(numpy.prod(shape))
        return numpy.arange(first, self.count).reshape(shape)

    def at_most(self, terms: Iterable[Term], bound: float | numpy.ndarray) -> None:
        """The sum of the terms is at most the bound, element by element."""
        self.inequalities.add(terms, bound)

    def equal(self, terms: Iterable[Term], bound: float | numpy.ndarray) -> None:
        """The sum of the terms is the bound, element by element."""
        self.equalities.add(terms, bound)

    def least(self, terms: Iterable[Term]) -> Solved:
        """The values at which the sum of all elements of the terms is least. Raises `CannotRun` where none will do."""
        from scipy.optimize import linprog

        costs = self._costs(terms)
        answer = linprog(
            costs,
            A_ub=self.inequalities.matrix(self.count),
            b_ub=self.inequalities.right(),
            A_eq=self.equalities.matrix(self.count),
            b_eq=self.equalities.right(),
            method="highs",
        )
        if not answer.success:
            raise CannotRun(f"the linear programme has no solution: {answer.message}")
        return Solved(answer.x, float(answer.fun))

    def at_least_as_good(self, terms: Iterable[Term], limit: float) -> None:
        """The sum of all elements of the terms is at most a limit: what was made least stays so."""
        costs = self._costs(terms)
        (used,) = costs.nonzero()
        self.inequalities.rows.append(numpy.full(used.shape, self.inequalities.count))
        self.inequalities.columns.append(used)
        self.inequalities.coefficients.append(costs[used])
        self.inequalities.bounds.append(numpy.array([limit]))
        self.inequalities.count += 1

    def _costs(self, terms: Iterable[Term]) -> numpy.ndarray:
        costs = numpy.zeros(self.count)
        for coefficient, variable in terms:
            coefficients, variables = numpy.broadcast_arrays(numpy.asarray(coefficient, float), variable)
            numpy.add.at(costs, variables.ravel(), coefficients.ravel())
        return costs
