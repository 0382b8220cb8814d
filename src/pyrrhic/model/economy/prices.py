"""Prices: the market against the state's procurement price, and the one price that clears where sale is free."""

from pyrrhic.engine.arithmetic import power, sum_over_regions
from pyrrhic.engine.equations import equation
from pyrrhic.units import Dimensionless, KilogramsPerHead, MillionPersons, MillionTonnes, Share


@equation
def food_supply_index(national_nutrition: KilogramsPerHead, national_nutrition_1926: KilogramsPerHead) -> Dimensionless:
    """Food per head of the whole population, 1926 = 1.

    national nutrition / its level of 1926.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return national_nutrition / national_nutrition_1926


@equation
def town_money(
    money_wage: Dimensionless, urban_population: MillionPersons, urban_population_1926: MillionPersons
) -> Dimensionless:
    """Money income of the towns, 1926 = 1.

    money wage x urban population, both against 1926.
    Source: malafeev1964. Holds for 1926-1940, before the money reform of 1947.
    """
    return money_wage * urban_population / urban_population_1926


@equation
def price_by_money_and_food(
    price_gap_1926: Dimensionless,
    town_money: Dimensionless,
    money_response: Dimensionless,
    food_supply_index: Dimensionless,
    scarcity_response: Dimensionless,
) -> Dimensionless:
    """Price of grain on the market against the procurement price, were the state to sell none without cards.

    gap of 1926 x town money ^ response x food supply ^ -response to scarcity.
    Source: malafeev1964; osokina1999. Holds for 1926-1940.
    """
    return price_gap_1926 * power(town_money, money_response) * power(food_supply_index, -scarcity_response)


@equation
def market_price_ratio(
    price_by_money_and_food: Dimensionless,
    open_bread_sales: Share,
    open_bread_price: Dimensionless,
    free_price: Share,
) -> Dimensionless:
    """Price of grain on the private and kolkhoz market against the state procurement price; 1 where sale is free.

    [1 / (1 / price by money and food + open sales / price of bread without cards)] ^ (1 - free sale): who can buy in
    shops pays no more.
    Source: malafeev1964; osokina1999; daviesKhlevniuk1999. Holds for 1926-1940.
    """
    gap = 1.0 / (1.0 / price_by_money_and_food + open_bread_sales / open_bread_price)
    return power(gap, 1.0 - free_price)


@equation
def clearing_price(
    sale_at_unit_price: MillionTonnes,
    state_need_at_unit_price: MillionTonnes,
    state_supply_commitment: MillionTonnes,
    grain_export_plan: MillionTonnes,
    exports_give_way: Share,
    clearing_demand: Dimensionless,
    supply_elasticity: Dimensionless,
    demand_elasticity: Dimensionless,
) -> Dimensionless:
    """Real price of grain at which free sales would meet the demand of towns, returns and exports, 1928 = 1.

    (demand / sales, both at the real price of 1928) ^ [1 / (elasticity of supply + elasticity of demand)]; demand is
    the needs of towns, returns and the exports that do not give way x a factor, and answers to the price as towns do.
    Source: allen2003[39]; karcz1967. Holds for 1926-1940; state and towns buy in one market.
    """
    exports = grain_export_plan * (1.0 - exports_give_way)
    wanted = clearing_demand * (state_need_at_unit_price + state_supply_commitment + exports)
    return power(wanted / sum_over_regions(sale_at_unit_price), 1.0 / (supply_elasticity + demand_elasticity))


@equation
def clearing_price_ratio(clearing_price: Dimensionless, procurement_price_real: Dimensionless) -> Dimensionless:
    """Price of grain at which free sale would clear the market, against the procurement price.

    clearing price / real procurement price.
    Source: karcz1967; allen2003[61]. Holds for 1926-1940.
    """
    return clearing_price / procurement_price_real


@equation
def price_paid(
    procurement_price_real: Dimensionless, clearing_price: Dimensionless, free_price: Share
) -> Dimensionless:
    """Real price of grain that the state pays: its own, or as far as sale is free the one that clears, 1928 = 1.

    procurement price ^ (1 - free sale) x clearing price ^ free sale.
    Source: allen2003[39]. Holds for 1926-1970.
    """
    return power(procurement_price_real, 1.0 - free_price) * power(clearing_price, free_price)
