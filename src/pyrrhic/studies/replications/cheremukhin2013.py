"""Cheremukhin, Golosov, Guriev and Tsyvinski (2013): their lens on the record itself, and on a scenario beside history.

The shares of farming in product and labour, as printed for 1928, 1937 and 1940, give the labour wedge without any model. What
the run of history has worse than the run with NEP continued is given as a part of consumption, by their utility.
"""

from collections.abc import Mapping
from functools import cache

import numpy

from pyrrhic.model import FIRST_YEAR
from pyrrhic.record.load import load
from pyrrhic.studies.replications import cheremukhin2017 as lens
from pyrrhic.studies.replications.reading import Computed, replication_of
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.units import Dimensionless, Share

NEP = "nep"
DISCOUNT = 0.96
FIRST, PEAK, LAST = 1928, 1935, 1939
RECORDED = (1928, 1937, 1940)
IN_PER_CENT = 0.01


# --- the record ---------------------------------------------------------------------------------------------------


def shares_of_the_record(series: str) -> Mapping[int, Share]:
    """A printed share by year, as a share."""
    observations = load().series(series).observations
    return {int(point.year): point.value * IN_PER_CENT for point in observations if str(point.year).isdigit()}


def product_per_head() -> Mapping[int, float]:
    """Maddison's product per head by year, on post-war borders."""
    return {int(point.year): point.value for point in load().series("gdp_per_head_maddison_2010").observations}


def products_of_labour(farm_output: Share, farm_labour: Share) -> Dimensionless:
    """Output of a worker outside farming over that of one in farming.

    (1 - share of output) / (1 - share of labour) x share of labour / share of output.
    Source: cheremukhin2013. Holds for Cobb-Douglas sectors, up to a constant.
    """
    return (1.0 - farm_output) / (1.0 - farm_labour) * farm_labour / farm_output


def utilities(food: Dimensionless, goods: Dimensionless, subsistence: Dimensionless) -> Dimensionless:
    """Marginal utility of goods over that of food, up to a constant.

    (food - subsistence) / goods.
    Source: cheremukhin2013. Holds for food above subsistence, with an elasticity of substitution of one.
    """
    return (food - subsistence) / goods


def wedge_of_the_record() -> Mapping[int, float]:
    """The labour wedge of the years that the record has, up to a constant: food is the product of farming, exports in it."""
    farming, labour = (shares_of_the_record(name) for name in ("agriculture_share_of_national_product", LABOUR))
    consumed, heads = shares_of_the_record("household_consumption_share_of_gnp"), product_per_head()
    subsistence = lens.SUBSISTENCE_SHARE * farming[FIRST] * heads[FIRST]
    return {
        year: products_of_labour(farming[year], labour[year])
        * utilities(farming[year] * heads[year], (consumed[year] - farming[year]) * heads[year], subsistence)
        for year in RECORDED
    }


LABOUR, OFFICIAL_LABOUR = "labour_share_agriculture_western", "labour_share_agriculture"


def left_farming(series: str) -> float:
    """Per cent of the labour force that left farming from 1928 to 1940, by a series of the record."""
    shares = shares_of_the_record(series)
    return (shares[RECORDED[0]] - shares[RECORDED[-1]]) / IN_PER_CENT


def investment_multiple() -> Dimensionless:
    """Share of capital formation in product, the mean of 1937 and 1940 over 1928."""
    shares = shares_of_the_record("capital_formation_share_of_gnp")
    return (shares[1937] + shares[1940]) / 2.0 / shares[FIRST]


# --- a scenario beside history --------------------------------------------------------------------------------------


@cache
def series_of(scenario: str) -> lens.Series:
    """National quantities of a scenario, one number a year."""
    return lens.series_of(scenarios.case(scenarios.load(scenario), lens.KEEP))


def utilities_of(values: lens.Series) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Utility of a head from food and from goods in every year of 1928/29-1939/40: logarithms, weighted."""
    years = slice(FIRST - FIRST_YEAR, LAST + 1 - FIRST_YEAR)
    food = values["national_nutrition"] - lens.SUBSISTENCE_SHARE * values["national_nutrition"][0]
    goods = values["consumer_goods"] / (values["urban_population"] + values["rural_population_total"])
    return lens.FOOD_WEIGHT * numpy.log(food)[years], (1.0 - lens.FOOD_WEIGHT) * numpy.log(goods)[years]


def welfare_loss(utility_of_policy: numpy.ndarray, utility_otherwise: numpy.ndarray, discount: Share) -> Share:
    """The part of consumption by which a policy is worse than another, below zero where it is.

    exp(discounted mean of the difference of utilities) - 1.
    Source: cheremukhin2013. Holds for utility in logarithms; food counts above subsistence.
    """
    weights = discount ** numpy.arange(len(utility_of_policy))
    return float(numpy.exp(numpy.average(utility_of_policy - utility_otherwise, weights=weights)) - 1.0)


def inputs() -> dict[str, Computed]:
    """The numbers that go in."""
    return {
        "discount": Computed(DISCOUNT),
        "food_weight": Computed(lens.FOOD_WEIGHT),
        "subsistence_share": Computed(lens.SUBSISTENCE_SHARE),
    }


def figures() -> dict[str, Computed]:
    """Labour that moved, investment, the wedge of the record after 1937, and welfare against NEP continued."""
    wedge, here, there = wedge_of_the_record(), utilities_of(lens.series_of_history()), utilities_of(series_of(NEP))
    parts = [welfare_loss(policy, otherwise, DISCOUNT) for policy, otherwise in zip(here, there, strict=True)]
    return {
        "moved_official": Computed(left_farming(OFFICIAL_LABOUR)),
        "moved_western": Computed(left_farming(LABOUR)),
        "investment": Computed(investment_multiple()),
        "wedge_1940": Computed(float(numpy.log(wedge[1940] / wedge[1937]))),
        "welfare": Computed(
            welfare_loss(here[0] + here[1], there[0] + there[1], DISCOUNT),
            {"food": 100.0 * parts[0], "goods": 100.0 * parts[1]},
        ),
    }


def answers() -> dict[str, Computed]:
    """The wedge of the record from 1928, and every wedge of the scenario to 1935, beside that of history."""
    record, here, there = wedge_of_the_record(), lens.wedges(lens.series_of_history()), lens.wedges(series_of(NEP))
    return {
        "record_1937": Computed(float(numpy.log(record[1937] / record[1928]))),
        "record_1940": Computed(float(numpy.log(record[1940] / record[1928]))),
        **{
            f"{name}_nep": Computed(
                lens.change(there[name], FIRST, PEAK), {"history": lens.change(here[name], FIRST, PEAK)}
            )
            for name in here
        },
    }


REPLICATION = replication_of("cheremukhin2013", inputs, figures, answers)
