"""Industry: one output from capital and urban labour, split into producer and consumer goods, and invested."""

from pyrrhic.engine.arithmetic import exp, maximum, minimum, power, smooth_minimum, sum_over_regions
from pyrrhic.engine.equations import equation
from pyrrhic.units import (
    BillionRubles1937,
    BillionRubles1937PerMillionGoldRubles,
    CalendarYear,
    Dimensionless,
    KilogramsPerHead,
    MillionGoldRubles,
    MillionPersons,
    MillionTonnes,
    PerYear,
    Share,
)

BASE_YEAR, LAST_PREWAR_YEAR, FIRST_POSTWAR_YEAR = 1926.0, 1940.0, 1945.0


@equation
def capital(capital_producer: BillionRubles1937, capital_consumer: BillionRubles1937) -> BillionRubles1937:
    """Fixed capital outside agriculture on 1 July.

    capital making producer goods + capital making consumer goods.
    Source: allen2003[26-41]. Holds for 1926-1970.
    """
    return capital_producer + capital_consumer


@equation
def capital_1926(
    capital_producer_1926: BillionRubles1937, capital_consumer_1926: BillionRubles1937
) -> BillionRubles1937:
    """Fixed capital outside agriculture in 1926.

    capital making producer goods + capital making consumer goods, both of 1926.
    Source: allen2003[26-41]. A constant of each run.
    """
    return capital_producer_1926 + capital_consumer_1926


@equation
def industrial_productivity(
    productivity_growth_before_war: PerYear,
    productivity_growth_after_war: PerYear,
    reconversion_loss: Share,
    year: CalendarYear,
) -> Dimensionless:
    """Output outside agriculture per unit of inputs, 1926 = 1.

    exp(growth to 1940 + growth from 1945) x (1 - loss by reconversion to civilian goods).
    Source: cheremukhin2013. Holds for 1926-1970.
    """
    years_before_war = minimum(year, LAST_PREWAR_YEAR) - BASE_YEAR
    years_after_war = maximum(year - FIRST_POSTWAR_YEAR, 0.0)
    growth = productivity_growth_before_war * years_before_war + productivity_growth_after_war * years_after_war
    return exp(growth) * (1.0 - reconversion_loss)


@equation
def work_capacity(
    urban_nutrition: KilogramsPerHead, urban_nutrition_1926: KilogramsPerHead, work_response: Dimensionless
) -> Dimensionless:
    """Capacity for work of townspeople, lower when they eat less than in 1926.

    smaller of food against 1926 and 1, ^ response.
    Source: liYang2005. Holds for 1926-1970.
    """
    return power(smooth_minimum(urban_nutrition / urban_nutrition_1926, 1.0), work_response)


@equation
def cobb_douglas(
    nonfarm_output_1926: BillionRubles1937,
    capital: BillionRubles1937,
    capital_1926: BillionRubles1937,
    urban_population: MillionPersons,
    urban_population_1926: MillionPersons,
    capital_elasticity: Share,
    industrial_productivity: Dimensionless,
    work_capacity: Dimensionless,
) -> BillionRubles1937:
    """Output outside agriculture when capital and urban labour can replace one another.

    output of 1926 x (capital ratio) ^ elasticity x (urban ratio) ^ (1 - elasticity) x productivity x work capacity.
    Source: cheremukhin2013. Holds for 1926-1970; one of two rivals.
    """
    inputs = power(capital / capital_1926, capital_elasticity) * power(
        urban_population / urban_population_1926, 1.0 - capital_elasticity
    )
    return nonfarm_output_1926 * inputs * industrial_productivity * work_capacity


@equation
def allen(
    nonfarm_output_1926: BillionRubles1937,
    capital: BillionRubles1937,
    capital_1926: BillionRubles1937,
    industrial_productivity: Dimensionless,
    work_capacity: Dimensionless,
) -> BillionRubles1937:
    """Output outside agriculture when capital alone limits it and firms hire whoever comes.

    output of 1926 x capital ratio x productivity x work capacity.
    Source: allen2003[26-41]. Holds for 1926-1940; one of two rivals.
    """
    return nonfarm_output_1926 * capital / capital_1926 * industrial_productivity * work_capacity


@equation
def producer_goods(
    nonfarm_output: BillionRubles1937,
    producer_productivity: Dimensionless,
    capital_producer: BillionRubles1937,
    capital: BillionRubles1937,
) -> BillionRubles1937:
    """Output of producer goods: machines, construction, arms.

    output x relative productivity x share of the capital that makes them.
    Source: allen2003[26-41]. Holds for 1926-1970.
    """
    return nonfarm_output * producer_productivity * capital_producer / capital


@equation
def consumer_goods(nonfarm_output: BillionRubles1937, producer_goods: BillionRubles1937) -> BillionRubles1937:
    """Output of consumer goods and services.

    output - producer goods.
    Source: allen2003[26-41]. Holds for 1926-1970.
    """
    return nonfarm_output - producer_goods


@equation
def investment(
    producer_goods: BillionRubles1937,
    invested_share: Share,
    machine_imports: MillionGoldRubles,
    machine_import_value: BillionRubles1937PerMillionGoldRubles,
) -> BillionRubles1937:
    """Gross investment outside agriculture.

    invested share x producer goods + value of imported machines.
    Source: allen2003[67]. Holds for 1926-1970.
    """
    return invested_share * producer_goods + machine_import_value * machine_imports


@equation
def capital_producer_next(
    capital_producer: BillionRubles1937,
    depreciation: PerYear,
    producer_share: Share,
    investment: BillionRubles1937,
    capital_imposed_factor: Dimensionless,
) -> BillionRubles1937:
    """Capital making producer goods on 1 July.

    [capital x (1 - depreciation) + producer share x investment] x factor of war losses.
    Source: allen2003[26-41]. Holds for 1926-1970.
    """
    return (capital_producer * (1.0 - depreciation) + producer_share * investment) * capital_imposed_factor


@equation
def capital_consumer_next(
    capital_consumer: BillionRubles1937,
    depreciation: PerYear,
    producer_share: Share,
    investment: BillionRubles1937,
    capital_imposed_factor: Dimensionless,
) -> BillionRubles1937:
    """Capital making consumer goods on 1 July.

    [capital x (1 - depreciation) + (1 - producer share) x investment] x factor of war losses.
    Source: allen2003[26-41]. Holds for 1926-1970.
    """
    return (capital_consumer * (1.0 - depreciation) + (1.0 - producer_share) * investment) * capital_imposed_factor


@equation
def livestock_output(animal_food: MillionTonnes, animal_food_1926: MillionTonnes) -> Dimensionless:
    """Animal products of the country, 1926 = 1.

    animal food, all regions / animal food of 1926.
    Source: allen2003. Holds for 1926-1970.
    """
    return sum_over_regions(animal_food) / animal_food_1926


@equation
def farm_output(
    farm_output_1926: BillionRubles1937,
    grain_harvest_total: MillionTonnes,
    grain_harvest_1926: MillionTonnes,
    livestock_output: Dimensionless,
    potato_index: Dimensionless,
    grain_weight: Share,
    livestock_weight: Share,
) -> BillionRubles1937:
    """Value added by agriculture.

    output of 1926 x (weight x grain + weight x livestock + rest x potatoes and other crops).
    Source: allen2003; johnsonKahan1959. Holds for 1926-1970.
    """
    other_weight = 1.0 - grain_weight - livestock_weight
    grain = grain_weight * grain_harvest_total / grain_harvest_1926
    return farm_output_1926 * (grain + livestock_weight * livestock_output + other_weight * potato_index)


@equation
def gross_product(nonfarm_output: BillionRubles1937, farm_output: BillionRubles1937) -> BillionRubles1937:
    """Gross domestic product.

    output outside agriculture + farm output.
    Source: allen2003[128]. Holds for 1926-1970.
    """
    return nonfarm_output + farm_output
