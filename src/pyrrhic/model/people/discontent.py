"""Two signs of discontent, each in its own unit: disturbances in the villages, unmet demand for animal food."""

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
