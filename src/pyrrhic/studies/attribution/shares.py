"""Shares of a difference among players: exactly over all coalitions, or over sampled orders in which they come in.

A coalition is a whole number whose bits say which players are in it. `values` are numbers (coalition, draw), that of
coalition m in row m where all coalitions are there. The share of a player is what it adds when it comes in, averaged over
all orders in which the players may come (Shapley 1953); in every draw the shares add up to the whole difference.
"""

from collections.abc import Mapping
from math import factorial

import numpy

MOST_EXACT = 10  # players, whose 1,024 coalitions can all be run


def everything(players: int) -> int:
    """The coalition of all players."""
    return (1 << players) - 1


def all_coalitions(players: int) -> numpy.ndarray:
    """Every coalition, the empty one first and that of all players last."""
    return numpy.arange(1 << players)


def exact_shares(values: numpy.ndarray, players: int) -> numpy.ndarray:
    """The share of each player at each draw (player, draw), from the values of all coalitions (coalition, draw)."""
    coalitions = all_coalitions(players)
    sizes = _sizes(coalitions, players)
    weight = numpy.array([factorial(size) * factorial(players - size - 1) for size in range(players)], float)
    shares = numpy.empty((players, values.shape[1]))
    for player in range(players):
        without = coalitions[coalitions & (1 << player) == 0]
        added = values[without | (1 << player)] - values[without]
        shares[player] = (weight[sizes[without]] / factorial(players)) @ added
    return shares


def interactions(values: numpy.ndarray, players: int) -> numpy.ndarray:
    """How much more two players add together than apart (player, player, draw), over all coalitions of the others.

    The mean, over the orders in which the two come in as one, of v(both) - v(first) - v(second) + v(neither). Above
    nothing where one is of more use beside the other, below where one does the work of the other; nothing on the diagonal.
    """
    coalitions = all_coalitions(players)
    sizes = _sizes(coalitions, players)
    together = numpy.zeros((players, players, values.shape[1]))
    weight = numpy.array([factorial(size) * factorial(players - size - 2) for size in range(players - 1)], float)
    for first in range(players):
        for second in range(first + 1, players):
            here, there = 1 << first, 1 << second
            neither = coalitions[coalitions & (here | there) == 0]
            more = values[neither | here | there] - values[neither | here] - values[neither | there] + values[neither]
            together[first, second] = (weight[sizes[neither]] / factorial(players - 1)) @ more
            together[second, first] = together[first, second]
    return together


def _sizes(coalitions: numpy.ndarray, players: int) -> numpy.ndarray:
    """How many players are in each coalition."""
    return ((coalitions[:, None] >> numpy.arange(players)) & 1).sum(axis=1)


# --- sampled orders -----------------------------------------------------------------------------------------------


def sampled_orders(players: int, pairs: int, seed: int) -> numpy.ndarray:
    """Orders (order, player) in which the players come in: so many at random, each followed by its reverse.

    A player that comes late in one comes early in the other, so that their mean varies less than that of two orders.
    """
    random = numpy.random.default_rng(seed)
    forward = numpy.array([random.permutation(players) for _ in range(pairs)])
    return numpy.stack([forward, forward[:, ::-1]], axis=1).reshape(2 * pairs, players)


def coalitions_of(orders: numpy.ndarray) -> numpy.ndarray:
    """The coalitions (order, step) through which each order goes, from the empty one to that of all."""
    joined = numpy.cumsum(1 << orders, axis=1)
    return numpy.concatenate([numpy.zeros((len(orders), 1), int), joined], axis=1)


def shares_of_pairs(orders: numpy.ndarray, values: numpy.ndarray, row_of: Mapping[int, int]) -> numpy.ndarray:
    """What each player adds in the mean of an order and its reverse (pair, player, draw).

    `values` are numbers (coalition, draw), `row_of` the row of a coalition in them.
    """
    path = coalitions_of(orders)
    rows = numpy.vectorize(row_of.__getitem__)(path)
    pairs, players = len(orders) // 2, orders.shape[1]
    shares = numpy.empty((pairs, players, values.shape[1]))
    for pair in range(pairs):
        added = [_added(orders[order], values[rows[order]]) for order in (2 * pair, 2 * pair + 1)]
        shares[pair] = 0.5 * (added[0] + added[1])
    return shares


def _added(order: numpy.ndarray, along: numpy.ndarray) -> numpy.ndarray:
    """What each player adds (player, draw), from the values along an order (step, draw)."""
    added = numpy.empty((len(order), along.shape[1]))
    added[order] = numpy.diff(along, axis=0)
    return added


def standard_error(of_pairs: numpy.ndarray) -> numpy.ndarray:
    """The standard error of a mean over sampled pairs of orders, from the numbers of each (pair, player)."""
    return of_pairs.std(axis=0, ddof=1) / numpy.sqrt(len(of_pairs))
