"""The search for few draws, and their weights, whose levels all lie near those of all draws.

    for choice in choices(rows, drawn.weights):      # without end: the best so far after each try
        ...

Given the draws, the weights are a question of linear programming: a level lies below an end where the draws below that end
weigh at least as much as the level says, and what lies below it, on the line between the middles of the shares
(`runs.quantiles`), is a sum of weights, each times a number. Of the weights that meet all such bounds a corner is taken, in
which most are nought; prices, high for draws of little weight, decide which, and the draws left over are asked again
until none drops out. Each further try adds draws at random to the best choice and lets them drop out again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy

from pyrrhic.app.site.laboratory.few import HUNDREDTHS, NEAR, Few, Rows
from pyrrhic.app.site.past import LEVELS

AIM = (NEAR - 0.05) / HUNDREDTHS  # of an axis: what is lost by writing the weights down must not matter
MANY = 60  # so many draws are too many to run at once
AT_FIRST = 400  # draws that are looked at in the first try
ADDED = (10, 60)  # draws that are added in a further try, at least and at most
LIGHTLY = 0.01  # what an added draw weighs before the weights are sought
SEED = 1932
LITTLE = 1e-3  # a draw of less weight is dear
NONE = 1e-7
TOUCHES = 1e-9  # of the weight of all: a bound missed by so little is met
CLOSE = 0.01  # of the same: bounds that are looked at from the first
MISSING = 1e4  # the price of missing a bound


@dataclass(frozen=True)
class Choice:
    """Some draws, what each weighs, and by how much weight they miss the bound that they miss most."""

    draws: numpy.ndarray
    shares: numpy.ndarray
    missed: float

    @property
    def few(self) -> Few:
        """The same in the order of the draws."""
        order = numpy.argsort(self.draws)
        return Few(tuple(self.draws[order].tolist()), tuple(self.shares[order].tolist()))

    @property
    def worth(self) -> tuple[bool, float, int]:
        """The less, the better: not many, no bound missed, as few as can be."""
        return len(self.draws) > MANY, self.missed if self.missed > TOUCHES else 0.0, len(self.draws)


def choices(rows: Rows, weights: numpy.ndarray, seed: int = SEED) -> Iterator[Choice]:
    """The best choice after each try; the same every time."""
    _, places = numpy.unique(rows.numbers.round(9), axis=0, return_index=True)
    places = places[numpy.isfinite(rows.levels[:, places]).all(axis=0)]  # where draws fail a level may be none
    rows = Rows(rows.numbers[places], rows.levels[:, places])
    chance = numpy.random.default_rng(seed)
    usable = numpy.flatnonzero(weights > NONE)
    if len(usable) > AT_FIRST:
        usable = chance.choice(usable, AT_FIRST, replace=False, p=weights[usable] / weights[usable].sum())
    best = _left_over(rows, usable, weights[usable] / weights[usable].sum(), chance)
    while True:
        yield best
        free = numpy.setdiff1d(usable, best.draws)
        added = chance.choice(free, min(int(chance.integers(*ADDED)), len(free)), replace=False)
        shares = numpy.append(best.shares, numpy.full(len(added), LIGHTLY))
        tried = _left_over(rows, numpy.append(best.draws, added), shares / shares.sum(), chance)
        best = min(tried, best, key=lambda choice: choice.worth)  # of equals the new one


def _left_over(rows: Rows, draws: numpy.ndarray, shares: numpy.ndarray, chance: numpy.random.Generator) -> Choice:
    """The best choice on the way from some draws, with weights to begin with, to those of which none drops out."""
    passed = []
    while True:
        bounds = Bounds.of(rows, draws)
        passed.append(Choice(draws, shares, bounds.missed(shares).max()))
        shares = bounds.corner(shares, chance.uniform(0.8, 1.2, len(draws)) / (shares + LITTLE))
        used = shares > NONE
        if used.all():
            passed.append(Choice(draws, shares, bounds.missed(shares).max()))
            return min(passed, key=lambda choice: choice.worth)
        draws, shares = draws[used], shares[used] / shares[used].sum()


@dataclass(frozen=True)
class Bounds:
    """What the weights of some draws must meet so that every level lies near: each row of the table, times the weights, is
    at least so much."""

    table: numpy.ndarray
    least: numpy.ndarray

    @classmethod
    def of(cls, rows: Rows, draws: numpy.ndarray) -> "Bounds":
        """Two bounds for each level: enough lies below its upper end, not too much below its lower end."""
        numbers = rows.numbers[:, draws]
        order = numpy.argsort(numbers, axis=1)
        ordered = numpy.take_along_axis(numbers, order, axis=1)
        ends = [
            (sign, level, middle + sign * AIM)
            for level, middle in zip(LEVELS, rows.levels, strict=True)
            for sign in (1, -1)
        ]
        table = [sign * _below(ordered, order, end) for sign, _, end in ends]
        return cls(numpy.concatenate(table), numpy.repeat([sign * level for sign, level, _ in ends], len(numbers)))

    def missed(self, shares: numpy.ndarray) -> numpy.ndarray:
        """By how much weight each bound is missed; below nought where it is met."""
        return self.least - self.table @ shares

    def corner(self, shares: numpy.ndarray, prices: numpy.ndarray) -> numpy.ndarray:
        """The cheapest weights that meet every bound, or miss the worst by least; `shares` show where to look at first."""
        from scipy.optimize import linprog

        looked_at = self.missed(shares) > -CLOSE
        while True:
            table, least = self.table[looked_at], self.least[looked_at]
            slack = numpy.ones((len(table), 1))
            solved = linprog(
                [*prices, MISSING],
                A_ub=-numpy.hstack([table, slack]),
                b_ub=-least,
                A_eq=[[*numpy.ones(len(prices)), 0.0]],
                b_eq=[1.0],
                method="highs-ds",
            )
            shares, most = solved.x[:-1], solved.x[-1]
            missed = self.missed(shares)
            if not (~looked_at & (missed > most + TOUCHES)).any():
                return shares
            looked_at |= missed > most - 0.1 * CLOSE


def _below(ordered: numpy.ndarray, order: numpy.ndarray, ends: numpy.ndarray) -> numpy.ndarray:
    """How much of the weight of each draw lies below the end of each row (row, draw); `ordered` are the numbers by size."""
    row, number = numpy.arange(len(ordered)), ordered.shape[1]
    count = (ordered <= ends[:, None]).sum(axis=1)
    low, high = numpy.maximum(count - 1, 0), numpy.minimum(count, number - 1)
    width = ordered[row, high] - ordered[row, low]
    along = numpy.divide(ends - ordered[row, low], width, out=numpy.zeros(len(row)), where=width > 0.0)
    table = (numpy.arange(number) < low[:, None]).astype(float)
    table[row, high] = 0.5 * along
    table[row, low] = 0.5 + 0.5 * along
    table[count == 0], table[count == number] = 0.0, 1.0
    of_draws = numpy.empty_like(table)
    numpy.put_along_axis(of_draws, order, table, axis=1)
    return of_draws
