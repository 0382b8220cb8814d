"""Shares of made-up games: they add up, treat like players alike, and give nothing to one who changes nothing."""

from itertools import permutations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pyrrhic.studies.attribution.shares import (
    coalitions_of,
    exact_shares,
    interactions,
    sampled_orders,
    shares_of_pairs,
    standard_error,
)

games = st.integers(1, 5).flatmap(
    lambda players: st.tuples(
        st.just(players), arrays(float, (1 << players, 2), elements=st.floats(-1e3, 1e3, allow_nan=False))
    )
)


def by_definition(values: numpy.ndarray, players: int) -> numpy.ndarray:
    """The mean over all orders of what each player adds."""
    orders = list(permutations(range(players)))
    shares = numpy.zeros((players, values.shape[1]))
    for order in orders:
        coalition = 0
        for player in order:
            shares[player] += values[coalition | 1 << player] - values[coalition]
            coalition |= 1 << player
    return shares / len(orders)


@given(games)
def test_shares_are_the_mean_over_all_orders_and_add_up_in_every_draw(game):
    players, values = game
    shares = exact_shares(values, players)
    numpy.testing.assert_allclose(shares, by_definition(values, players), atol=1e-9)
    numpy.testing.assert_allclose(shares.sum(axis=0), values[-1] - values[0], atol=1e-9)


@given(games)
def test_sampled_shares_add_up_in_every_draw_too(game):
    players, values = game
    orders = sampled_orders(players, 3, seed=1)
    rows = {coalition: coalition for coalition in range(len(values))}
    shares = shares_of_pairs(orders, values, rows).mean(axis=0)
    numpy.testing.assert_allclose(shares.sum(axis=0), values[-1] - values[0], atol=1e-9)


@given(games)
def test_players_that_can_be_exchanged_have_the_same_share(game):
    players, values = game
    values = numpy.concatenate([values, -values[::-1]])  # of one player more, so that there are two
    swapped = [_with_first_two_exchanged(coalition) for coalition in range(len(values))]
    shares = exact_shares(values + values[swapped], players + 1)
    numpy.testing.assert_allclose(shares[0], shares[1], atol=1e-9)


def _with_first_two_exchanged(coalition: int) -> int:
    first, second = coalition & 1, coalition >> 1 & 1
    return coalition & ~3 | first << 1 | second


@given(games)
def test_a_player_that_changes_nothing_has_no_share_and_no_interaction(game):
    players, values = game
    without = numpy.concatenate([values, values])  # the last player makes no difference
    shares, together = exact_shares(without, players + 1), interactions(without, players + 1)
    numpy.testing.assert_allclose(shares[-1], 0.0, atol=1e-9)
    numpy.testing.assert_allclose(shares[:-1], exact_shares(values, players), atol=1e-9)
    numpy.testing.assert_allclose(together[-1], 0.0, atol=1e-9)


def test_where_effects_add_up_nothing_interacts_and_two_that_need_each_other_do():
    effects = numpy.array([1.0, -2.0, 4.0])
    added = numpy.array([[sum(effects[i] for i in range(3) if m >> i & 1)] for m in range(8)])
    numpy.testing.assert_allclose(exact_shares(added, 3)[:, 0], effects)
    numpy.testing.assert_allclose(interactions(added, 3), 0.0, atol=1e-12)
    both = numpy.array([[6.0 if m & 3 == 3 else 0.0] for m in range(8)])
    either = numpy.array([[6.0 if m & 3 else 0.0] for m in range(8)])
    numpy.testing.assert_allclose(exact_shares(both, 3)[:, 0], [3.0, 3.0, 0.0])
    assert interactions(both, 3)[0, 1, 0] == pytest.approx(6.0) == -interactions(either, 3)[0, 1, 0]


def test_sampled_orders_come_with_their_reverse_and_pass_from_nobody_to_all():
    orders = sampled_orders(6, 5, seed=3)
    assert (orders[0::2] == orders[1::2, ::-1]).all() and (numpy.sort(orders, axis=1) == numpy.arange(6)).all()
    assert (coalitions_of(orders)[:, [0, -1]] == [0, 63]).all()
    assert (sampled_orders(6, 5, seed=3) == orders).all() and not (sampled_orders(6, 5, seed=4) == orders).all()


def test_sampled_shares_come_within_their_standard_error_of_the_exact_ones_and_it_falls():
    random, players = numpy.random.default_rng(11), 7
    values = random.standard_normal((1 << players, 1)).cumsum(axis=0)
    exact, rows = exact_shares(values, players)[:, 0], {m: m for m in range(1 << players)}
    errors = []
    for pairs in (50, 800):
        of_pairs = shares_of_pairs(sampled_orders(players, pairs, seed=5), values, rows)[..., 0]
        errors.append(standard_error(of_pairs))
        assert (abs(of_pairs.mean(axis=0) - exact) <= 4.0 * errors[-1]).all()
    assert errors[1].mean() == pytest.approx(errors[0].mean() / 4.0, rel=0.4)
