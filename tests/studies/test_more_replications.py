"""Fel'dman and Domar, Oi and Clayton, Ellman: closed forms against differences, signs by properties."""

from dataclasses import replace
from math import isclose

import numpy
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from pyrrhic.errors import CannotRun
from pyrrhic.runs.run import history, run
from pyrrhic.studies.replications import domar1957 as domar
from pyrrhic.studies.replications import ellman1975 as surplus
from pyrrhic.studies.replications import oi_clayton1968 as peasant
from pyrrhic.studies.replications.replicate import slope

shares, ratios, spans = some.floats(0.05, 0.6), some.floats(0.8, 4.0), some.floats(0.5, 20.0)


# --- Fel'dman and Domar -------------------------------------------------------------------------------------------


@given(shares, ratios, ratios, spans)
def test_capital_goods_and_consumer_goods_grow_as_the_shares_say(share, ratio, of_consumer, years):
    made = domar.investment(share, ratio, years)
    assert isclose(slope(lambda t: domar.investment(share, ratio, t), years), share * made / ratio, rel_tol=1e-5)
    added = slope(lambda t: domar.consumption_added(share, ratio, of_consumer, t), years)
    assert isclose(added, (1.0 - share) * made / of_consumer, rel_tol=1e-5)
    assert domar.consumption_added(share, ratio, of_consumer, 0.0) == 0.0
    saved = share * made / ratio / (share * made / ratio + added)
    assert isclose(domar.marginal_saving(share, ratio, of_consumer), saved, rel_tol=1e-5)


@given(shares, ratios)
def test_balanced_growth_is_that_of_the_share_in_the_index(share, ratio):
    index = share / (1.0 - share)
    assert isclose(domar.growth(index, 1.0 / ratio), share / ratio, rel_tol=1e-12)
    assert isclose(domar.share_for(domar.investment(share, ratio, 7.0), 7.0, ratio), share, rel_tol=1e-9)


@given(some.floats(0.05, 0.2), some.floats(0.05, 0.3), some.floats(1.0, 3.0))
def test_the_higher_share_is_behind_until_it_overtakes(low, more, ratio):
    high = low + more
    years = domar.overtaken_after(low, high, ratio)
    for factor, ahead in ((0.8, False), (1.2, True)):
        of_both = [domar.consumption_added(share, ratio, ratio, factor * years) for share in (low, high)]
        assert (of_both[1] > of_both[0]) == ahead


# --- Oi and Clayton -----------------------------------------------------------------------------------------------

farms = some.builds(
    peasant.Farm,
    quota=some.floats(0.05, 0.3),
    state_price=some.floats(0.05, 0.6),
    plot=some.floats(0.2, 0.8),
    collective=some.floats(0.4, 0.7),
    private=some.floats(0.3, 0.7),
)


def settled(farm):
    """The days on the collective, or none where the quota leaves no reason to come."""
    try:
        return peasant.collective_days(farm)
    except CannotRun:
        return None


@given(farms)
def test_at_the_days_chosen_both_fields_pay_alike_and_none_would_move(farm):
    days = settled(farm)
    assume(days is not None)
    assert isclose(peasant.dividend(days, farm), peasant.plot_return(days, farm), rel_tol=1e-9)
    assert peasant.advantage(0.999 * days, farm) > 0.0 > peasant.advantage(days + 0.001 * (1.0 - days), farm)


@given(farms)
def test_the_quota_the_market_and_the_plot_draw_days_away_and_the_price_of_the_state_brings_them(farm):
    changes = {"quota": 1.01, "market_price": 1.01, "plot": 1.01, "state_price": 1.01}
    moved = {name: replace(farm, **{name: factor * getattr(farm, name)}) for name, factor in changes.items()}
    days = {name: settled(other) for name, other in moved.items()}
    before = settled(farm)
    assume(before is not None and None not in days.values())
    assert all(days[name] < before for name in ("quota", "market_price", "plot"))
    assert days["state_price"] > before


def test_differences_of_solved_farms_agree_with_the_implicit_function():
    figures = peasant.figures()
    for name in ("quota", "state_price", "market_price", "plot"):
        assert isclose(figures[f"days_{name}"].value, figures[f"days_{name}"].slots["formula"], rel_tol=1e-4)


@pytest.mark.parametrize("state_price", [0.1, 0.3])
def test_beyond_the_heaviest_quota_nobody_comes_and_below_it_they_do(state_price):
    share = peasant.heaviest_quota(peasant.Farm(0.2, state_price))
    at_it = peasant.Farm(0.2, state_price)
    below, beyond = (replace(at_it, quota=quota) for quota in (0.2, 0.9))
    assert settled(below) is not None and settled(beyond) is None
    assert below.quota / settled(below) ** below.collective < share


def test_a_quota_paid_at_the_price_of_the_market_draws_nobody_away():
    paid = peasant.Farm(0.2, 1.0)
    assert isclose(peasant.collective_days(paid), peasant.collective_days(replace(paid, quota=0.05)), rel_tol=1e-9)
    assert peasant.compelled_day(paid) < 0.0, "pay by days divides the rent too"


# --- Ellman -------------------------------------------------------------------------------------------------------


def test_the_accounts_of_the_run_are_its_own_equation():
    of_the_run = run(history(keep=["net_resource_outflow"])).values["net_resource_outflow"][2:7, :, 0, 0]
    for place, prices in enumerate(surplus.PRICES):
        assert numpy.allclose(surplus.surplus(prices), of_the_run[:, place], rtol=1e-9)


@given(some.floats(0.5, 3.0), some.floats(0.5, 3.0), some.floats(0.5, 2.0))
def test_dearer_farm_goods_make_the_surplus_larger(out, back, price):
    dear, cheap = (surplus.net_surplus(surplus.gross_surplus(out, p), back) for p in (1.1 * price, price))
    assert dear > cheap and isclose(surplus.net_surplus(surplus.gross_surplus(out, 1.0), out), 0.0)


def test_the_share_of_the_rise_counts_changes_only():
    assert surplus.share_of_the_rise((5.0, 10.0), (6.0, 14.0)) == 0.25
    assert surplus.share_of_the_rise((5.0, 10.0), (5.0, 14.0)) == 0.0


def test_a_share_of_all_investment_that_is_over_half_would_be_missed(monkeypatch):
    monkeypatch.setattr(surplus, "investment", lambda: numpy.linspace(0.1, 0.2, 5))
    figure = next(
        figure for figure in surplus.REPLICATION.figures() if figure.tolerance is None and figure.grade == "B"
    )
    assert not figure.met
