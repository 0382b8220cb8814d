"""Cheremukhin, Golosov, Guriev and Tsyvinski (2013, 2017): their wedges, computed from our own run.

A wedge says by how much the run departs from an economy without barriers. Only its changes count: constants drop out.
"""

from collections.abc import Mapping
from functools import cache

import numpy

from pyrrhic.model import FIRST_YEAR
from pyrrhic.runs.case import Case
from pyrrhic.runs.run import history, run
from pyrrhic.studies.replications.reading import Computed, replication_of
from pyrrhic.units import (
    BillionRubles1937,
    Dimensionless,
    KilogramsPerHead,
    MillionPersons,
    Share,
    ThousandRublesPerHead1937,
)

FOOD_WEIGHT, SUBSISTENCE_SHARE, CAPITAL_ELASTICITIES, LABOUR_ELASTICITIES = 0.15, 0.5, (0.34, 0.14), (0.66, 0.55)
START, PEAK, END = 1928, 1935, 1939
KEEP = (
    "national_nutrition",
    "consumer_goods",
    "urban_population",
    "rural_population_total",
    "nonfarm_output",
    "farm_output",
    "capital",
    "draft_power_total",
    "clearing_price_ratio",
    "market_price_ratio",
    "consumption_ratio",
)
Series = Mapping[str, numpy.ndarray]


def marginal_utility_ratio(
    goods: ThousandRublesPerHead1937, food: KilogramsPerHead, subsistence: KilogramsPerHead, food_weight: Share
) -> Dimensionless:
    """Marginal utility of manufactures over that of food.

    [(1 - weight) / goods per head] / [weight / (food per head - subsistence)].
    Source: cheremukhin2017. Holds for food above subsistence, with an elasticity of substitution of one.
    """
    return (1.0 - food_weight) / goods * (food - subsistence) / food_weight


def marginal_product(output: BillionRubles1937, factor: MillionPersons, elasticity: Share) -> Dimensionless:
    """Marginal product of a factor.

    elasticity x output / factor.
    Source: cheremukhin2017. Holds for a Cobb-Douglas sector.
    """
    return elasticity * output / factor


def labour_wedge(
    utility_ratio: Dimensionless, industry_product: Dimensionless, farm_product: Dimensionless
) -> Dimensionless:
    """Labour wedge, 1 without barriers.

    ratio of marginal utilities x ratio of marginal products of labour.
    Source: cheremukhin2017. Holds for two sectors; above 1 when too few work outside farming.
    """
    return utility_ratio * industry_product / farm_product


def consumption_component(utility_ratio: Dimensionless, relative_food_price: Dimensionless) -> Dimensionless:
    """Part of the labour wedge between consumers and retail prices: rationing and scissors.

    ratio of marginal utilities x price of food in manufactures.
    Source: cheremukhin2017. Holds for two sectors.
    """
    return utility_ratio * relative_food_price


def production_component(
    industry_product: Dimensionless,
    farm_product: Dimensionless,
    relative_food_price: Dimensionless,
    relative_wage: Dimensionless,
) -> Dimensionless:
    """Part of the labour wedge between what labour makes and what it is paid: mark-ups and monopoly.

    ratio of marginal products / price of food in manufactures / ratio of wages.
    Source: cheremukhin2017. Holds for two sectors.
    """
    return industry_product / farm_product / relative_food_price / relative_wage


def mobility_component(relative_wage: Dimensionless) -> Dimensionless:
    """Part of the labour wedge between wages of the two sectors: barriers to moving.

    wage outside farming / wage in farming.
    Source: cheremukhin2017. Holds for two sectors.
    """
    return relative_wage


def capital_wedge(
    utility_ratio: Dimensionless, industry_product: Dimensionless, farm_product: Dimensionless
) -> Dimensionless:
    """Capital wedge, 1 without barriers.

    ratio of marginal utilities x ratio of marginal products of capital.
    Source: cheremukhin2017. Holds for two sectors.
    """
    return utility_ratio * industry_product / farm_product


# --- the run as it happened ---------------------------------------------------------------------------------


@cache
def series_of_history() -> Series:
    """National quantities of the run as it happened, one number a year."""
    return series_of(history(keep=KEEP))


def series_of(case: Case) -> Series:
    """National quantities of a case and the real price that its state pays, one number a year."""
    of_case = run(case)
    state_price = case.paths[STATE_PRICE].reshape(-1)[: len(of_case.years)]
    return {STATE_PRICE: state_price, **{name: of_case.national(name)[:, 0] for name in KEEP}}


FREE_PRICE, MARKET_PRICE, STATE_PRICE = "clearing_price_ratio", "market_price_ratio", "procurement_price_real"


def relative_food_price(values: Series, ratio: str = FREE_PRICE) -> numpy.ndarray:
    """Price of food in manufactures: that at which free sale would clear, or that of the market."""
    return values[ratio] * values[STATE_PRICE]


def utility_ratio(values: Series) -> numpy.ndarray:
    """Marginal utilities of the run: food of the whole country in grain equivalent, consumer goods per head."""
    goods = values["consumer_goods"] / (values["urban_population"] + values["rural_population_total"])
    food = values["national_nutrition"]
    return marginal_utility_ratio(goods, food, SUBSISTENCE_SHARE * food[0], FOOD_WEIGHT)


def labour_products(values: Series) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Marginal products of labour outside and in farming; population stands for labour."""
    return (
        marginal_product(values["nonfarm_output"], values["urban_population"], LABOUR_ELASTICITIES[0]),
        marginal_product(values["farm_output"], values["rural_population_total"], LABOUR_ELASTICITIES[1]),
    )


def capital_products(values: Series) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Marginal products of capital outside and in farming; draft power stands for farm capital."""
    return (
        marginal_product(values["nonfarm_output"], values["capital"], CAPITAL_ELASTICITIES[0]),
        marginal_product(values["farm_output"], values["draft_power_total"], CAPITAL_ELASTICITIES[1]),
    )


def wedges(values: Series, price_ratio: str = FREE_PRICE) -> dict[str, numpy.ndarray]:
    """The labour wedge, its three components, whose product it is, and the capital wedge, a number for each year."""
    ratio, price = utility_ratio(values), relative_food_price(values, price_ratio)
    labour, wages = labour_products(values), values["consumption_ratio"]
    return {
        "labour": labour_wedge(ratio, *labour),
        "consumption": consumption_component(ratio, price),
        "production": production_component(*labour, price, wages),
        "mobility": mobility_component(wages),
        "capital": capital_wedge(ratio, *capital_products(values)),
    }


def change(wedge: numpy.ndarray, first: int, last: int) -> float:
    """Change of the logarithm of a wedge from one agricultural year to another."""
    return float(numpy.log(wedge[last - FIRST_YEAR] / wedge[first - FIRST_YEAR]))


def inputs() -> dict[str, Computed]:
    """The numbers that go in; all but the subsistence share drop out of every change."""
    return {
        "food_weight": Computed(FOOD_WEIGHT),
        "subsistence_share": Computed(SUBSISTENCE_SHARE),
        "labour_outside": Computed(LABOUR_ELASTICITIES[0]),
        "labour_farming": Computed(LABOUR_ELASTICITIES[1]),
        "capital_outside": Computed(CAPITAL_ELASTICITIES[0]),
        "capital_farming": Computed(CAPITAL_ELASTICITIES[1]),
    }


def figures() -> dict[str, Computed]:
    """Every wedge over the years in which most of them rose, and over those in which they fell."""
    average, market = wedges(series_of_history()), wedges(series_of_history(), MARKET_PRICE)
    return {
        f"{name}_{last}": Computed(change(average[name], first, last), {"market": change(market[name], first, last)})
        for name in average
        for first, last in ((START, PEAK), (PEAK, END))
    }


REPLICATION = replication_of("cheremukhin2017", inputs, figures)
