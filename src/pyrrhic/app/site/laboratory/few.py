"""The few draws that run while a lever moves, chosen so that they show what all draws show.

    few_of(drawn, entries("panels"))        # Few(draws=(3, 17, ...), weights=(0.03, 0.02, ...))

For every scenario, panel and year the median and the ends of the 90 % interval of the few shall lie near those of all; how
far they may lie apart is measured in hundredths of the panel's fixed axis. Draws and weights are searched for by exchange
from a first choice by least squares; the search is the same every time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy

from pyrrhic.app.site.past import LEVELS, panel_measure
from pyrrhic.model import FIRST_YEAR
from pyrrhic.runs.case import Draws
from pyrrhic.runs.measure import read
from pyrrhic.runs.quantiles import weighted_quantile
from pyrrhic.runs.run import run
from pyrrhic.studies.scenarios import scenario as scenarios

NUMBER = 40  # draws that run at once
ENOUGH = 60  # up to so many draws all of them run
LAST_SHOWN = 1939
NEAR = 2.0  # hundredths of an axis
ROUNDS, PROPOSALS, HARDEST = 24, 250, 800  # of the search; the rows that it looks at are chosen anew in every round
SEED = 1932
POWER = 6
ALMOST_NONE = 1e-6
EXCHANGED = 0.4  # of the proposals exchange a draw, the others move weight
WIDTH = 0.03  # of the part of the distribution by which its slope is measured
HUNDREDTHS = 100.0


@dataclass(frozen=True)
class Few:
    """Places of draws among all, and what each weighs."""

    draws: tuple[int, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Rows:
    """What is shown: the draws of each number in parts of its axis (row, draw), and its levels by all draws (level, row)."""

    numbers: numpy.ndarray
    levels: numpy.ndarray
    names: tuple[tuple[str, str, int], ...] = ()

    def some(self, places: numpy.ndarray) -> "Rows":
        """Some of the rows."""
        return Rows(self.numbers[places], self.levels[:, places])


def few_of(drawn: Draws, panels: Mapping[str, Mapping[str, Any]]) -> Few:
    """The few draws and their weights; all of them where they are few."""
    if len(drawn) <= ENOUGH:
        return Few(tuple(range(len(drawn))), tuple(drawn.weights.tolist()))
    return searched(rows_of(drawn, panels), drawn.weights)


def rows_of(drawn: Draws, panels: Mapping[str, Mapping[str, Any]]) -> Rows:
    """Every number of every panel in every scenario and year that a changed run shows."""
    keep = list(dict.fromkeys(name for key, entry in panels.items() for name in panel_measure(entry, key).needs))
    numbers, names = [], []
    for name in scenarios.names():
        scenario = scenarios.load(name)
        ran = run(scenarios.case(scenario, keep).at(drawn))
        shown = [
            (key, year)
            for key in panels
            for year in range(FIRST_YEAR, min(LAST_SHOWN, scenario.ends or LAST_SHOWN) + 1)
        ]
        for key, year in shown:
            numbers.append(read(ran.values, panel_measure(panels[key], key, year), ran.years) / panels[key]["axis"][0])
        names += [(name, key, year) for key, year in shown]
    table = numpy.array(numbers)
    return Rows(table, weighted_quantile(table, drawn.weights, LEVELS), tuple(names))


def apart(rows: Rows, few: Few) -> numpy.ndarray:
    """By how many hundredths of the axis the levels of the few lie from those of all (level, row)."""
    levels = weighted_quantile(rows.numbers[:, list(few.draws)], numpy.array(few.weights), LEVELS)
    return HUNDREDTHS * (levels - rows.levels)


# --- the search -----------------------------------------------------------------------------------------------------


def searched(rows: Rows, weights: numpy.ndarray) -> Few:
    """The few found by exchange: a draw for another, or weight from one to another, whatever lowers the misfit."""
    _, places = numpy.unique(rows.numbers.round(9), axis=0, return_index=True)
    alike = rows.some(places)
    usable = numpy.flatnonzero(weights > ALMOST_NONE)
    chance = numpy.random.default_rng(SEED)
    draws, shares = _first(alike, weights, usable)
    row = Ordered.of(alike, draws)
    best = (row.misfit(shares), draws, shares)
    for _ in range(ROUNDS):
        hardest = numpy.argsort(-numpy.abs(row.apart(shares)).max(axis=0))[:HARDEST]
        draws, shares = _exchanged(alike.some(hardest), draws, shares, usable, chance)
        row = Ordered.of(alike, draws)
        best = min(best, (row.misfit(shares), draws, shares), key=lambda choice: choice[0])
    _, draws, shares = best
    order = numpy.argsort(draws)
    return Few(tuple(draws[order].tolist()), tuple(shares[order].tolist()))


def _exchanged(rows: Rows, draws, shares, usable, chance) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The choice after some proposals, each kept where it lowers the misfit."""
    row = Ordered.of(rows, draws)
    misfit = row.misfit(shares)
    for _ in range(PROPOSALS):
        others, parts = _proposed(draws, shares, usable, chance)
        ordered = row if others is draws else Ordered.of(rows, others)
        proposed = ordered.misfit(parts)
        if proposed < misfit:
            draws, shares, row, misfit = others, parts, ordered, proposed
    return draws, shares


def _proposed(draws, shares, usable, chance) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Another choice nearby: one draw exchanged, or some weight moved from one to another."""
    first, second = chance.choice(len(draws), 2, replace=False)
    if chance.random() < EXCHANGED:
        free = numpy.setdiff1d(usable, draws, assume_unique=True)
        others = draws.copy()
        others[first] = free[chance.integers(len(free))]
        return others, shares
    parts, moved = shares.copy(), 0.9 * chance.random() * shares[first]
    parts[first] -= moved
    parts[second] += moved
    return draws, parts


@dataclass(frozen=True)
class Ordered:
    """The numbers of a choice of draws in the order of their size, row by row, and which draw each is."""

    rows: Rows
    numbers: numpy.ndarray
    order: numpy.ndarray

    @classmethod
    def of(cls, rows: Rows, draws: numpy.ndarray) -> "Ordered":
        """The numbers of some draws."""
        chosen = rows.numbers[:, draws]
        order = numpy.argsort(chosen, axis=1)
        return cls(rows, numpy.take_along_axis(chosen, order, axis=1), order)

    def apart(self, shares: numpy.ndarray) -> numpy.ndarray:
        """How far the levels lie from those of all, in parts of the axis (level, row): as in `runs.quantiles` but that
        draws of one value do not share their weight."""
        parts = shares[self.order]
        middles = numpy.cumsum(parts, axis=1) - 0.5 * parts
        row, last = numpy.arange(len(parts)), parts.shape[1] - 1
        levels = []
        for level in LEVELS:
            above = (middles <= level).sum(axis=1)
            low, high = numpy.maximum(above - 1, 0), numpy.minimum(above, last)
            below, width = middles[row, low], middles[row, high] - middles[row, low]
            along = numpy.divide(level - below, width, out=numpy.zeros(len(row)), where=width > 0.0)
            number = self.numbers[row, low]
            levels.append(number + along * (self.numbers[row, high] - number))
        return numpy.array(levels) - self.rows.levels

    def misfit(self, shares: numpy.ndarray) -> float:
        """One number for how far all levels lie apart; those that lie far count most."""
        return float(((HUNDREDTHS / NEAR * self.apart(shares)) ** POWER).sum())


def _first(rows: Rows, weights, usable) -> tuple[numpy.ndarray, numpy.ndarray]:
    """A first choice: draws added one by one where the shares below the levels of all are met worst, by least squares."""
    features, goals = _shares_below(rows, weights)
    products, aims = features.T @ features, features.T @ goals
    heavy = 1e3 * numpy.trace(products) / len(products)  # that the weights add up to one
    products, aims = products + heavy, aims + heavy
    draws: list[int] = []
    shares = numpy.zeros(0)
    for _ in range(min(NUMBER, len(usable))):
        rest = aims - products[:, draws] @ shares
        gain = numpy.where(rest > 0.0, rest, 0.0)[usable] ** 2 / numpy.diag(products)[usable]
        gain[numpy.isin(usable, draws)] = -1.0
        draws.append(int(usable[gain.argmax()]))
        shares = _least_squares(products[numpy.ix_(draws, draws)], aims[draws])
    return numpy.array(draws), shares / shares.sum()


def _least_squares(products: numpy.ndarray, aims: numpy.ndarray, rounds: int = 10) -> numpy.ndarray:
    """Weights that are not negative, by one after another."""
    shares = numpy.full(len(aims), 1.0 / len(aims))
    for _ in range(rounds):
        for place in range(len(aims)):
            step = (aims[place] - products[place] @ shares) / products[place, place]
            shares[place] = max(0.0, shares[place] + step)
    return shares


def _shares_below(rows: Rows, weights) -> tuple[numpy.ndarray, numpy.ndarray]:
    """How far each draw lies below each level of all (level and row, draw), softly, in terms of the axis; and the sums."""
    features = []
    for place, level in enumerate(LEVELS):
        ends = max(level - WIDTH, 0.5 * WIDTH), min(level + WIDTH, 1.0 - 0.5 * WIDTH)
        low, high = weighted_quantile(rows.numbers, weights, ends)
        width = numpy.maximum(high - low, 1e-6)[:, None]
        below = (rows.levels[place][:, None] - rows.numbers) / (0.25 * width)
        soft = 1.0 / (1.0 + numpy.exp(-numpy.clip(below, -40.0, 40.0)))
        features.append(soft * (high - low)[:, None] / (ends[1] - ends[0]))
    table = numpy.concatenate(features)
    return table, table @ weights
