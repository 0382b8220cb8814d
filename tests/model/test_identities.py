"""Every accounting identity closes to 1e-9, and every stock stays physical, in any run of any draw from the priors."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrrhic import model
from pyrrhic.calibration.coordinates import Coordinates
from pyrrhic.calibration.structures import structures
from pyrrhic.engine.equations import CLOSES
from pyrrhic.engine.loop import simulate

CLOSES_TO = 1e-9
TAKEN_TOGETHER = ("base", "proportional_plan", "one_migration_law", "capital_limited_industry")
WHERE = {name: Coordinates(structures()[name]) for name in TAKEN_TOGETHER}


def regions(array):
    """Sum over regions."""
    return array.sum(axis=2, keepdims=True)


def closing(values, stock):
    return values[stock + CLOSES]


IDENTITIES = {
    "village grain": lambda v: (
        v["grain_harvest"] + v["household_grain"] + v["state_supply"] + v["private_purchases"],
        v["grain_collected"]
        + v["seed"]
        + v["grain_food"]
        + v["grain_feed"]
        + v["private_sales"]
        + closing(v, "household_grain"),
    ),
    "private trade": lambda v: (regions(v["private_sales"]), regions(v["private_purchases"]) + v["town_market_grain"]),
    "state grain": lambda v: (
        v["state_grain"] + regions(v["grain_collected"]) + v["grain_imports"],
        v["grain_exports"] + v["state_grain_use"] + regions(v["state_supply"]) + closing(v, "state_grain"),
    ),
    "grain of the country": lambda v: (
        regions(v["grain_harvest"] + v["household_grain"]) + v["state_grain"] + v["grain_imports"],
        regions(v["seed"] + v["grain_food"] + v["grain_feed"] + closing(v, "household_grain"))
        + v["state_grain_use"]
        + v["town_market_grain"]
        + v["grain_exports"]
        + closing(v, "state_grain"),
    ),
    "rural population by region": lambda v: (
        closing(v, "rural_population"),
        v["rural_population"]
        + v["rural_population_imposed_change"]
        + (1.0 - v["war"])
        * (
            v["births_rural"]
            - v["deaths_rural"]
            - v["migration"]
            - v["reclassified"]
            - v["deported"]
            + v["settled_deportees"]
        ),
    ),
    "population of the country": lambda v: (
        regions(closing(v, "rural_population")) + closing(v, "urban_population"),
        regions(v["rural_population"] + v["rural_population_imposed_change"])
        + v["urban_population"]
        + v["urban_population_imposed_change"]
        + (1.0 - v["war"]) * (v["births"] - v["deaths"]),
    ),
    "deported people": lambda v: (regions(v["deported"]), regions(v["settled_deportees"]) + v["deportation_deaths"]),
    "herds": lambda v: (
        closing(v, "herds"),
        v["herds"]
        + v["herds_imposed_change"]
        + (1.0 - v["war"]) * (v["herd_increase"] - v["herd_starvation"] - v["takeover_slaughter"]),
    ),
    "tractors": lambda v: (
        closing(v, "tractors"),
        v["tractors"]
        + v["tractors_imposed_change"]
        + (1.0 - v["war"])
        * (v["mts_on"] * v["tractor_deliveries"] * v["tractor_region_share"] - v["tractor_scrap"] * v["tractors"]),
    ),
    "land": lambda v: (
        regions(v["grain_area_target"]),
        v["grain_area_plan"] + v["virgin_land"] * v["virgin_grain_share"],
    ),
    "capital": lambda v: (v["capital"], v["capital_producer"] + v["capital_consumer"]),
    "product": lambda v: (v["gross_product"], v["producer_goods"] + v["consumer_goods"] + v["farm_output"]),
}
NEVER_ABOVE = {
    "grain_collected": "village_grain",
    "seed": "village_grain",
    "private_sales": "grain_before_trade",
    "grain_exports": "grain_at_hand",
}


def run_of(name, seed):
    """One run at a draw from the priors of a structure, with its inputs among the values."""
    where = WHERE[name]
    z = numpy.random.default_rng(seed).standard_normal(where.size)
    parameters, paths = where.parameters(z), where.paths(z)
    run = simulate(where.model, parameters, where.opening, paths, beyond_bounds=True)
    inputs = {key: numpy.broadcast_to(value, (len(model.YEARS), *value.shape)) for key, value in parameters.items()}
    return run, {**inputs, **paths, **run.values}


@settings(max_examples=25)
@given(name=st.sampled_from(TAKEN_TOGETHER), seed=st.integers(0, 2**32 - 1))
def test_identities_close_and_stocks_stay_physical(name, seed):
    run, values = run_of(name, seed)
    assert run.failures == 0
    for title, sides in IDENTITIES.items():
        left, right = sides(values)
        scale = numpy.maximum(numpy.abs(left), 1.0)
        assert (numpy.abs(left - right) / scale).max() < CLOSES_TO, title
    for stock in WHERE[name].model.stocks:
        assert (values[stock] >= 0.0).all(), stock
    values["grain_at_hand"] = values["state_grain"] + values["grain_collected_total"]
    for part, whole in NEVER_ABOVE.items():
        assert (values[part] <= values[whole] + CLOSES_TO).all(), part


def test_an_identity_can_fail():
    _, values = run_of("base", 1)
    values["seed"] = values["seed"] * 1.000001
    left, right = IDENTITIES["village grain"](values)
    assert numpy.abs(left - right).max() > CLOSES_TO


def test_shares_of_regions_sum_to_one():
    for name, parameter in model.parameters().items():
        if parameter.shape == "regional" and parameter.title.en.startswith("Share of each region"):
            assert parameter.value.sum() == pytest.approx(1.0, abs=1e-4), name
