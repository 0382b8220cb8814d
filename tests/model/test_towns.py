"""Towns, prices and industry of the second edition: what must hold whatever the fit."""

import numpy
import pytest

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.engine.loop import simulate
from pyrrhic.model import FIRST_YEAR, assemble
from pyrrhic.model.economy import industry, prices, village_income
from pyrrhic.model.people import migration, population
from pyrrhic.runs.case import Case, history, parameters_with
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.run import run

NEP = slice(1929 - FIRST_YEAR, 1941 - FIRST_YEAR)
KEEP = (
    *("price_paid", "clearing_price", "market_price_ratio", "meat_price_ratio", "state_grain_need", "excess_deaths"),
    *("arrivals", "departures", "migration", "migration_total", "flight", "excess_deaths_rural", "rural_population"),
)


def with_levers(**changes):
    """History with some levers at a number from 1929/30 to 1940/41."""
    paths = {name: path.copy() for name, path in historical_paths().items()}
    for name, value in changes.items():
        paths[name][NEP] = value
    return run(Case("changed", paths, keep=KEEP, ends=1940)).values


@pytest.fixture(scope="module")
def usual():
    return run(history(keep=KEEP, ends=1940)).values


@pytest.fixture(scope="module")
def free():
    return with_levers(free_price=1.0, coercion=0.0)


def test_in_history_the_state_pays_its_own_price(usual):
    own = historical_paths()["procurement_price_real"][: len(usual["price_paid"])]
    numpy.testing.assert_allclose(usual["price_paid"], own, rtol=1e-14)


def test_where_sale_is_free_there_is_one_price(free):
    assert (free["price_paid"][NEP] == free["clearing_price"][NEP]).all()
    assert (free["market_price_ratio"][NEP] == 1.0).all() and (free["meat_price_ratio"][NEP] == 1.0).all()


def test_the_clearing_price_clears():
    """At the price that clears, what is sold is what is wanted."""
    sales, needs = numpy.full((1, 11, 1), 0.8), 9.0
    price = prices.clearing_price
    supply, demand, scale = 0.7, 0.4, 1.1
    found = price(sales, needs, 1.0, 2.0, 0.0, scale, supply, demand)
    numpy.testing.assert_allclose(sales.sum() * found**supply, scale * (needs + 3.0) * found**-demand)


def test_market_money_buys_at_state_prices_without_cards_or_coercion():
    price = village_income.goods_price_of_market_money
    assert price(4.0, 0.0, 0.0) == 1.0 and price(4.0, 1.0, 1.0) == 1.0 and price(4.0, 1.0, 0.0) == 4.0


def test_shut_towns_refuse_newcomers_and_regions_add_up(usual):
    moved = usual["migration"].sum(axis=2, keepdims=True)
    numpy.testing.assert_allclose(moved, usual["migration_total"], rtol=0, atol=1e-12)
    numpy.testing.assert_allclose(usual["arrivals"] - usual["departures"], usual["migration_total"], atol=1e-12)
    opened = with_levers(towns_shut=0.0)
    year = 1933 - FIRST_YEAR
    assert opened["arrivals"][year] > usual["arrivals"][year]


def test_without_a_blockade_more_flee_and_fewer_die(usual):
    opened, year = with_levers(blockade=0.0), 1932 - FIRST_YEAR
    assert opened["flight"][year].sum() > usual["flight"][year].sum()
    assert opened["excess_deaths_rural"][year].sum() < usual["excess_deaths_rural"][year].sum()


def test_only_those_who_stay_can_die_in_the_village():
    deaths = population.excess_deaths_rural(10.0, 2.0, 1.0, 0.5)
    assert deaths == 3.5


def test_passports_of_1933_bar_nobody_from_1934_to_1940():
    strictness = [float(migration.passports_of_1933(0.4, year)) for year in (1932.0, 1933.0, 1934.0, 1939.0, 1940.0)]
    assert strictness == [0.4, 0.4, 0.0, 0.0, 0.4]


def test_an_ordinary_year_of_the_towns_is_no_famine():
    rate = population.urban_death_rate(0.01, 0.01, 0.01, 2.5, 10.0)
    assert rate < 1e-4 < population.urban_death_rate(0.03, 0.01, 0.01, 2.5, 10.0)


def test_imported_machines_that_are_scarce_hold_investment_back_until_others_are_made():
    def invested(imports: float, year: float) -> tuple[float, float]:
        together = industry.machines_from_abroad(10.0, imports, 0.1, 1.0, year)
        return float(together), industry.machines_replaced(10.0, imports)

    needed, added = invested(1.0, 1930.0)
    assert needed == pytest.approx(added, rel=1e-5), "as in 1926 the two agree"
    assert invested(0.3, 1930.0)[0] < invested(0.3, 1930.0)[1]
    assert invested(0.3, 1937.0)[0] == pytest.approx(invested(0.3, 1937.0)[1])


@pytest.mark.parametrize("name", ["base", "capital_limited_industry", "cobb_douglas_industry", "machines_from_abroad"])
def test_goods_of_every_variant_add_up_and_shares_are_shares(name):
    where, z = coordinates(name), numpy.zeros(coordinates(name).size)
    keep = ["nonfarm_output", "producer_goods", "consumer_goods", "investment_share", "producer_goods_share"]
    done = simulate(where.model, where.parameters(z), where.opening_at(z), where.paths(z), keep).values
    numpy.testing.assert_allclose(done["producer_goods"] + done["consumer_goods"], done["nonfarm_output"])
    for share in ("investment_share", "producer_goods_share"):
        assert ((done[share] > 0.0) & (done[share] < 1.0)).all()


def test_no_region_loses_more_by_deportation_than_it_has():
    people, died, moved, counted_as_urban = (numpy.full((1, 11, 1), number) for number in (2.0, 0.9, 0.7, 0.1))
    taken = population.deported(3.0, numpy.full((1, 11, 1), 1.0), people, died, moved, counted_as_urban)
    assert (taken <= 0.15 + 1e-12).all() and "deported" in assemble().equations


def test_the_opening_stock_follows_its_parameter():
    values = parameters_with({"capital_producer_1926": 30.0})
    done = run(history(keep=["capital_producer"], ends=1927, parameters={"capital_producer_1926": 30.0})).values
    assert done["capital_producer"][0] == 30.0 == values["capital_producer_1926"]
