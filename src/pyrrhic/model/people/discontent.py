"""Discontent: the disturbances of 1930 in the villages, unmet demand in the towns, the hazard of unrest in 1962."""

from pyrrhic.engine.arithmetic import exp, log, sum_over_regions
from pyrrhic.engine.equations import equation
from pyrrhic.units import (
    BillionRubles1937,
    Dimensionless,
    KilogramsPerHead,
    MillionPersons,
    MillionTonnes,
    Number,
    Share,
    ThousandRublesPerHead1937,
)


@equation("region")
def rural_disturbances(
    rural_population: MillionPersons,
    unrest_base: Dimensionless,
    unrest_drive: Dimensionless,
    takeover_drive: Share,
    unrest_take: Dimensionless,
    coercion: Share,
    grain_collected: MillionTonnes,
    grain_harvest: MillionTonnes,
) -> Number:
    """Mass disturbances in the villages in the agricultural year, by region.

    population x exp(base + response to the take-over drive + response to the share of the harvest taken by force).
    Source: viola1996; tragediiaSovetskoiDerevni2000. Fitted to 1928-1930; fear after 1930 is not modelled.
    """
    taken = coercion * grain_collected / grain_harvest
    return rural_population * exp(unrest_base + unrest_drive * takeover_drive + unrest_take * taken)


@equation
def rural_disturbances_total(rural_disturbances: Number) -> Number:
    """Mass disturbances in the villages of the whole country.

    sum over regions.
    Source: viola1996. Fitted to 1928-1930.
    """
    return sum_over_regions(rural_disturbances)


@equation
def income_per_head(
    gross_product: BillionRubles1937, rural_population_total: MillionPersons, urban_population: MillionPersons
) -> ThousandRublesPerHead1937:
    """Gross product per head of the whole population.

    gross product / population.
    Source: allen2003. Holds for 1926-1970.
    """
    return gross_product / (rural_population_total + urban_population)


@equation
def meat_gap(
    income_per_head: ThousandRublesPerHead1937,
    income_per_head_1926: ThousandRublesPerHead1937,
    animal_food_per_head: KilogramsPerHead,
    animal_food_per_head_1926: KilogramsPerHead,
    meat_income_elasticity: Dimensionless,
    retail_meat_price: Dimensionless,
    meat_price_elasticity: Dimensionless,
) -> Dimensionless:
    """Unmet demand for animal food at state prices, as a log ratio to 1926.

    income elasticity x log income - price elasticity x log state price - log animal food per head, against 1926.
    Source: medvedev1986; treml1978. Holds for 1926-1970.
    """
    demand = meat_income_elasticity * log(income_per_head / income_per_head_1926) - meat_price_elasticity * log(
        retail_meat_price
    )
    return demand - log(animal_food_per_head / animal_food_per_head_1926)


@equation
def urban_unrest_hazard(
    meat_gap: Dimensionless,
    hazard_base: Dimensionless,
    hazard_gap: Dimensionless,
    hazard_price: Dimensionless,
    retail_price_rise: Dimensionless,
) -> Share:
    """Hazard of open unrest in a town in the year, as a probability.

    logistic(base + response to the meat gap + response to a rise of state retail prices).
    Source: baron2001; medvedev1986. An orientation from one event, 1962; not fitted.
    """
    logit = hazard_base + hazard_gap * meat_gap + hazard_price * retail_price_rise
    return 1.0 / (1.0 + exp(-logit))


@equation
def discontent_village(rural_disturbances_total: Number, disturbances_reference: Number) -> Dimensionless:
    """Part of the discontent index from the villages.

    log(1 + disturbances / reference year).
    Source: viola1996. Holds for 1926-1970.
    """
    return log(1.0 + rural_disturbances_total / disturbances_reference)


@equation
def discontent_hunger(rural_hunger_mean: Share, urban_hunger: Share) -> Dimensionless:
    """Part of the discontent index from hunger in village and town.

    mean shortfall of villages + mean shortfall of towns.
    Source: osokina1999. Holds for 1926-1970.
    """
    return rural_hunger_mean + urban_hunger


@equation
def rural_hunger_mean(hunger: Share, rural_population: MillionPersons) -> Share:
    """Hunger in the villages of the whole country.

    mean over regions, weighted by population.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return sum_over_regions(hunger * rural_population) / sum_over_regions(rural_population)


@equation
def discontent_index(
    discontent_village: Dimensionless,
    discontent_hunger: Dimensionless,
    meat_gap: Dimensionless,
    town_grain_shortfall: Dimensionless,
) -> Dimensionless:
    """Index of discontent: the plain sum of its four parts, which are to be read before it.

    village + hunger + unmet demand for meat + unmet grain need of the state.
    Source: medvedev1986; viola1996. An index without a unit; compare years and runs, not levels.
    """
    return discontent_village + discontent_hunger + meat_gap + town_grain_shortfall
