"""Industry: producer goods from capital, consumer goods from capital and labour, and what is invested of them."""

from pyrrhic.engine.arithmetic import (
    exp,
    maximum,
    minimum,
    positive_part,
    power,
    smooth_minimum,
    sum_over_regions,
    where,
)
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
MACHINES_NEEDED_UNTIL, MACHINES_MADE_FROM = 1932.0, 1937.0
SMOOTHING_MACHINES, LEAST_RATIO = 0.01, 1e-6  # billion rubles; no investment is divided by nothing


def _cobb_douglas(capital: Dimensionless, labour: Dimensionless, elasticity: Share) -> Dimensionless:
    """Capital and labour as one input, all against 1926: capital ^ elasticity x labour ^ (1 - elasticity)."""
    return power(capital, elasticity) * power(labour, 1.0 - elasticity)


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
def joint_output(
    nonfarm_output_1926: BillionRubles1937,
    capital: BillionRubles1937,
    capital_1926: BillionRubles1937,
    urban_population: MillionPersons,
    urban_population_1926: MillionPersons,
    capital_elasticity: Share,
    industrial_productivity: Dimensionless,
    work_capacity: Dimensionless,
) -> BillionRubles1937:
    """Output outside agriculture, if all its capital and all urban labour could replace each other.

    output of 1926 x (capital ratio) ^ elasticity x (urban ratio) ^ (1 - elasticity) x productivity x work capacity.
    Source: cheremukhin2013. Holds for 1926-1970; in force in one of three variants of industry.
    """
    inputs = _cobb_douglas(capital / capital_1926, urban_population / urban_population_1926, capital_elasticity)
    return nonfarm_output_1926 * inputs * industrial_productivity * work_capacity


@equation
def allen_producer_goods(
    capital_producer: BillionRubles1937,
    producer_ratio: Dimensionless,
    industrial_productivity: Dimensionless,
    work_capacity: Dimensionless,
) -> BillionRubles1937:
    """Output of producer goods (machines, construction, arms), limited by the capital that makes them.

    capital / capital-output ratio x productivity x work capacity.
    Source: allen2003[26-41]. Holds for 1926-1970; one of two rivals.
    """
    return capital_producer / producer_ratio * industrial_productivity * work_capacity


@equation
def joint_producer_goods(
    joint_output: BillionRubles1937,
    producer_productivity: Dimensionless,
    capital_producer: BillionRubles1937,
    capital: BillionRubles1937,
) -> BillionRubles1937:
    """Output of producer goods as a share of one output from all capital and labour.

    joint output x relative productivity x share of the capital that makes them.
    Source: cheremukhin2013; allen2003[26-41]. Holds for 1926-1970; one of two rivals.
    """
    return joint_output * producer_productivity * capital_producer / capital


@equation
def consumer_goods_by_labour(
    capital_consumer: BillionRubles1937,
    capital_consumer_1926: BillionRubles1937,
    consumer_ratio: Dimensionless,
    urban_population: MillionPersons,
    urban_population_1926: MillionPersons,
    capital_elasticity: Share,
    industrial_productivity: Dimensionless,
    work_capacity: Dimensionless,
) -> BillionRubles1937:
    """Output of consumer goods and services from the capital that makes them and the labour of the towns.

    output of 1926 x (capital ratio) ^ elasticity x (urban ratio) ^ (1 - elasticity) x productivity x work capacity.
    Source: allen2003[26-41]; cheremukhin2013. Holds for 1926-1970; one of three rivals.
    """
    workers = urban_population / urban_population_1926
    inputs = _cobb_douglas(capital_consumer / capital_consumer_1926, workers, capital_elasticity)
    return capital_consumer_1926 / consumer_ratio * inputs * industrial_productivity * work_capacity


@equation
def allen_consumer_goods(
    capital_consumer: BillionRubles1937,
    consumer_ratio: Dimensionless,
    industrial_productivity: Dimensionless,
    work_capacity: Dimensionless,
) -> BillionRubles1937:
    """Output of consumer goods and services, limited by capital alone: firms hire whoever comes.

    capital / capital-output ratio x productivity x work capacity.
    Source: allen2003[26-41]. Holds for 1926-1940; one of three rivals.
    """
    return capital_consumer / consumer_ratio * industrial_productivity * work_capacity


@equation
def joint_consumer_goods(joint_output: BillionRubles1937, producer_goods: BillionRubles1937) -> BillionRubles1937:
    """Output of consumer goods and services as the rest of one output from all capital and labour.

    joint output - producer goods.
    Source: cheremukhin2013; allen2003[26-41]. Holds for 1926-1970; one of three rivals.
    """
    return joint_output - producer_goods


@equation
def nonfarm_output(producer_goods: BillionRubles1937, consumer_goods: BillionRubles1937) -> BillionRubles1937:
    """Output outside agriculture.

    producer goods + consumer goods.
    Source: allen2003[26-41]. Holds for 1926-1970.
    """
    return producer_goods + consumer_goods


@equation
def domestic_investment(
    producer_goods: BillionRubles1937, invested_share: Share, invested_after_war: Share, year: CalendarYear
) -> BillionRubles1937:
    """Producer goods made at home that are invested; the others are arms, exports and goods for households.

    producer goods x the share invested, one to 1940 and another from 1941.
    Source: allen2003[67]; moorsteenPowell1966. Holds for 1926-1970.
    """
    return producer_goods * where(year <= LAST_PREWAR_YEAR, invested_share, invested_after_war)


@equation
def imported_machines(
    machine_imports: MillionGoldRubles, machine_import_value: BillionRubles1937PerMillionGoldRubles
) -> BillionRubles1937:
    """Machines bought abroad, at the prices of 1937.

    positive part of (gold rubles x what one buys).
    Source: vneshniaiaTorgovlia1960. Holds for 1926-1970.
    """
    return positive_part(machine_import_value * machine_imports, SMOOTHING_MACHINES)


@equation
def machines_replaced(
    domestic_investment: BillionRubles1937, imported_machines: BillionRubles1937
) -> BillionRubles1937:
    """Gross investment outside agriculture, when machines made at home replace imported ones ruble for ruble.

    invested producer goods + imported machines.
    Source: allen2003[67]. Holds for 1926-1970; one of two rivals.
    """
    return domestic_investment + imported_machines


@equation
def machines_from_abroad(
    domestic_investment: BillionRubles1937,
    imported_machines: BillionRubles1937,
    machine_ratio: Dimensionless,
    machine_resistance: Dimensionless,
    year: CalendarYear,
) -> BillionRubles1937:
    """Gross investment outside agriculture, when it cannot do without machines that only foreigners make.

    CES of home goods and imported machines to 1932; from then to 1937 ever more of the plain sum.
    Source: dohan1976; allen2003[67]. Holds for 1926-1940; one of two rivals.
    """
    needed = minimum(maximum((MACHINES_MADE_FROM - year) / (MACHINES_MADE_FROM - MACHINES_NEEDED_UNTIL), 0.0), 1.0)
    relative = imported_machines / (machine_ratio * domestic_investment) + LEAST_RATIO
    scarcity = (1.0 + machine_ratio * power(relative, -machine_resistance)) / (1.0 + machine_ratio)
    together = domestic_investment * (1.0 + machine_ratio) * power(scarcity, -1.0 / machine_resistance)
    return needed * together + (1.0 - needed) * (domestic_investment + imported_machines)


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


@equation
def investment_share(investment: BillionRubles1937, gross_product: BillionRubles1937) -> Share:
    """Share of gross product that is invested outside agriculture.

    investment / gross product.
    Source: allen2003[67]; gregoryStuart1974. Holds for 1926-1970.
    """
    return investment / gross_product


@equation
def producer_goods_share(producer_goods: BillionRubles1937, gross_product: BillionRubles1937) -> Share:
    """Share of producer goods in gross product: investment, arms and the rest.

    producer goods / gross product.
    Source: allen2003[26-41]. Holds for 1926-1970.
    """
    return producer_goods / gross_product


@equation
def household_share_of_product(producer_goods_share: Share, public_services_share: Share) -> Share:
    """Share of gross product that households consume.

    1 - share of producer goods - share of communal services and administration, which is given.
    Source: gregoryStuart1974. Holds for 1926-1940.
    """
    return 1.0 - producer_goods_share - public_services_share
