"""What villages earn by their sales, and what it buys: state prices, market prices, and the price of goods for market money."""

from pyrrhic.engine.arithmetic import power
from pyrrhic.engine.equations import equation
from pyrrhic.units import (
    Dimensionless,
    KilogramsPerHead,
    MillionTonnes,
    RublesPerTonne1928,
    Share,
)


@equation
def meat_price_ratio(
    price_gap_1926: Dimensionless,
    town_money: Dimensionless,
    animal_food_per_head: KilogramsPerHead,
    animal_food_per_head_1926: KilogramsPerHead,
    free_price: Share,
) -> Dimensionless:
    """Price of animal products on the market against the state's price; 1 where sale is free.

    [gap of 1926 x town money / animal food per head, 1926 = 1] ^ (1 - free sale).
    Source: malafeev1964; osokina1999. Holds for 1926-1940.
    """
    by_money_and_scarcity = price_gap_1926 * town_money * animal_food_per_head_1926 / animal_food_per_head
    return power(by_money_and_scarcity, 1.0 - free_price)


@equation
def goods_price_of_market_money(goods_markup: Dimensionless, coercion: Share, open_bread_sales: Share) -> Dimensionless:
    """What industrial goods cost those who have no right to state prices, against those prices.

    1 + (markup - 1) x coercion x (1 - open sales of the state): the markup lasts as long as there are cards.
    Source: osokina1999; malafeev1964. Holds for 1926-1940.
    """
    return 1.0 + (goods_markup - 1.0) * coercion * (1.0 - open_bread_sales)


@equation
def animal_sales(
    animal_products_outflow: MillionTonnes, animal_price_1928: RublesPerTonne1928, grain_price_1928: RublesPerTonne1928
) -> MillionTonnes:
    """Animal products that leave the villages, as grain worth as much at the state's prices of 1928.

    outflow x price of animal products / price of grain.
    Source: karcz1967; malafeev1964. Holds for 1926-1970; levied animals count as sold.
    """
    return animal_products_outflow * animal_price_1928 / grain_price_1928


@equation
def sales_to_the_state(
    grain_collected_total: MillionTonnes, animal_sales: MillionTonnes, animal_market_share: Share
) -> MillionTonnes:
    """What villages deliver to the state, as grain worth as much at the state's prices of 1928.

    grain collected + animal products that do not go to market.
    Source: karcz1957. Holds for 1926-1970; payments for industrial crops are left out.
    """
    return grain_collected_total + (1.0 - animal_market_share) * animal_sales


@equation
def sales_on_the_market(
    town_market_grain: MillionTonnes, animal_sales: MillionTonnes, animal_market_share: Share
) -> MillionTonnes:
    """What villages sell to towns on markets, as grain worth as much at the state's prices of 1928.

    grain bought by towns + animal products that go to market.
    Source: karcz1957; osokina1999. Holds for 1926-1970.
    """
    return town_market_grain + animal_market_share * animal_sales


@equation
def market_income(
    market_price_ratio: Dimensionless,
    town_market_grain: MillionTonnes,
    meat_price_ratio: Dimensionless,
    animal_market_share: Share,
    animal_sales: MillionTonnes,
    goods_price_of_market_money: Dimensionless,
) -> MillionTonnes:
    """What sales on the market buy, as grain sold to the state that would buy the same goods.

    (grain x its market price + animal products x theirs) / price of goods for market money.
    Source: malafeev1964; osokina1999. Holds for 1926-1940; later the market price has no meaning.
    """
    paid = market_price_ratio * town_market_grain + meat_price_ratio * animal_market_share * animal_sales
    return paid / goods_price_of_market_money


@equation
def village_income(
    price_paid: Dimensionless, sales_to_the_state: MillionTonnes, market_income: MillionTonnes
) -> MillionTonnes:
    """Industrial goods that the villages' sales of food buy, as grain at the real price of 1928.

    real price paid by the state x (sales to the state + what sales on the market buy).
    Source: karcz1957; allen2003[77]. Holds for 1926-1940; taxes are not taken off.
    """
    return price_paid * (sales_to_the_state + market_income)


@equation
def farm_terms_of_trade(
    village_income: MillionTonnes, sales_to_the_state: MillionTonnes, sales_on_the_market: MillionTonnes
) -> Dimensionless:
    """Industrial goods that a unit of farm sales buys, over all channels; about 1 in 1928.

    village income / all sales, both as grain at the state's prices of 1928.
    Source: karcz1957; allen2003[77]. Holds for 1926-1940.
    """
    return village_income / (sales_to_the_state + sales_on_the_market)
