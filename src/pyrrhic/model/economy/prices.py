"""Prices: the kolkhoz market against the state's procurement price, and the price without procurement."""

from pyrrhic.engine.arithmetic import power
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
    price_by_money_and_food: Dimensionless, open_bread_sales: Share, open_bread_price: Dimensionless
) -> Dimensionless:
    """Price of grain on the private and kolkhoz market against the state procurement price.

    1 / (1 / price by money and food + open sales / price of bread without cards): who can buy in shops pays no more.
    Source: malafeev1964; osokina1999; daviesKhlevniuk1999. Holds for 1926-1940.
    """
    return 1.0 / (1.0 / price_by_money_and_food + open_bread_sales / open_bread_price)


@equation
def no_procurement_price_ratio(
    market_price_ratio: Dimensionless,
    town_market_grain: MillionTonnes,
    ration_price_ratio: Dimensionless,
    rations: MillionTonnes,
) -> Dimensionless:
    """Price at which all the grain of the towns would absorb what they now spend on rations and on the thin market.

    (market price x market grain + ration price x rations) / (market grain + rations), against the procurement price.
    Source: karcz1967; allen2003[61]. Holds for 1926-1940.
    """
    spending = market_price_ratio * town_market_grain + ration_price_ratio * rations
    return spending / (town_market_grain + rations)
