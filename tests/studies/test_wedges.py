"""The lens of Cheremukhin and others: on the run of history, on the record, and on NEP continued."""

from math import isclose

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as some

from pyrrhic.studies.replications import REPLICATIONS
from pyrrhic.studies.replications import cheremukhin2013 as wedges
from pyrrhic.studies.replications import cheremukhin2017 as lens
from pyrrhic.studies.replications.reading import read_document
from pyrrhic.studies.replications.replicate import slope

shares = some.floats(0.05, 0.95)


# --- the run of history -------------------------------------------------------------------------------------------

positive = some.floats(0.1, 10.0)


@given(positive, positive, positive, positive, positive)
def test_the_components_multiply_to_the_labour_wedge(utility, industry, farm, price, wage):
    product = (
        lens.consumption_component(utility, price)
        * lens.mobility_component(wage)
        * lens.production_component(industry, farm, price, wage)
    )
    assert isclose(product, lens.labour_wedge(utility, industry, farm), rel_tol=1e-12)


@given(some.floats(0.2, 5.0), some.floats(0.3, 2.0))
def test_marginal_utilities_are_the_derivatives_of_utility(goods, food):
    def of_food(eaten):
        return lens.FOOD_WEIGHT * numpy.log(eaten - 0.2)

    def of_goods(bought):
        return (1.0 - lens.FOOD_WEIGHT) * numpy.log(bought)

    ratio = slope(of_goods, goods) / slope(of_food, food)
    assert isclose(lens.marginal_utility_ratio(goods, food, 0.2, lens.FOOD_WEIGHT), ratio, rel_tol=1e-5)


@given(positive, positive, shares)
def test_marginal_product_is_the_derivative_of_output(output, factor, elasticity):
    seen = slope(lambda used: output * (used / factor) ** elasticity, factor)
    assert isclose(lens.marginal_product(output, factor, elasticity), seen, rel_tol=1e-6)


def test_an_economy_without_barriers_has_no_labour_wedge():
    price, industry = 1.7, 0.9
    assert isclose(lens.labour_wedge(1.0 / price, industry, industry / price), 1.0)


def test_the_lens_is_held_over_the_run_of_history():
    wedges = lens.wedges(lens.series_of_history())
    product = wedges["consumption"] * wedges["production"] * wedges["mobility"]
    assert numpy.allclose(product, wedges["labour"], rtol=1e-12)
    figures = REPLICATIONS["cheremukhin2017"].figures()
    assert [figure.computed for figure in figures[:2]] == [
        lens.change(wedges["labour"], 1928, 1935),
        lens.change(wedges["labour"], 1935, 1939),
    ]


def test_a_wedge_says_why_it_is_missed_and_only_then():
    """Which wedges are missed is for the run to say; none may be missed in silence."""
    document, figures = read_document("cheremukhin2017"), REPLICATIONS["cheremukhin2017"].figures()
    for entry, figure in zip(document.content["figures"].values(), figures, strict=True):
        reason = document.note(entry, "missed", "here").en
        assert bool(reason and reason in figure.note.en) == (not figure.reached), f"{figure.title}: {figure.computed}"


def test_the_price_of_food_moves_two_components_against_each_other_and_not_the_wedge():
    values = lens.series_of_history()
    free, market = lens.wedges(values), lens.wedges(values, lens.MARKET_PRICE)
    dearer = lens.change(values["market_price_ratio"] / values["clearing_price_ratio"], 1928, 1935)
    moved = {name: lens.change(market[name], 1928, 1935) - lens.change(free[name], 1928, 1935) for name in free}
    expected = {"consumption": dearer, "production": -dearer, "labour": 0.0, "mobility": 0.0, "capital": 0.0}
    assert abs(dearer) > 0.01 and moved == pytest.approx(expected, abs=1e-12)


# --- wedges of the record, and of NEP continued -------------------------------------------------------------------


def test_the_wedge_of_the_record_is_that_of_the_printed_shares():
    wedge = wedges.wedge_of_the_record()
    assert set(wedge) == {1928, 1937, 1940}
    food, goods = 0.49, 0.80 - 0.49
    labour = (1.0 - 0.49) / (1.0 - 0.71) * 0.71 / 0.49
    assert isclose(wedge[1928], labour * (food - lens.SUBSISTENCE_SHARE * food) / goods, rel_tol=1e-9)


@given(some.floats(0.1, 0.9), some.floats(0.1, 0.9))
def test_products_of_labour_are_alike_where_output_and_labour_are_shared_alike(output, labour):
    assert isclose(wedges.products_of_labour(output, output), 1.0, rel_tol=1e-9)
    assert (wedges.products_of_labour(output, labour) > 1.0) == (labour > output) or isclose(labour, output)


@given(some.lists(some.floats(-1.0, 1.0), min_size=3, max_size=3), some.floats(0.8, 1.0), some.floats(0.1, 0.5))
def test_a_welfare_loss_is_the_part_of_consumption_that_makes_up_for_it(utility, discount, lost):
    better = numpy.array(utility)
    worse = better + numpy.log(1.0 - lost)
    assert isclose(wedges.welfare_loss(worse, better, discount), -lost, rel_tol=1e-9)
    assert wedges.welfare_loss(better, better, discount) == 0.0


def test_the_scenario_has_its_own_price_and_components_that_multiply():
    values = wedges.series_of("nep")
    assert values["procurement_price_real"][10] == values["procurement_price_real"][2]
    parts = lens.wedges(values)
    assert numpy.allclose(parts["consumption"] * parts["production"] * parts["mobility"], parts["labour"], rtol=1e-12)
