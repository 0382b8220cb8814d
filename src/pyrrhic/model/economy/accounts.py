"""Resource flows between village and town, valued under five price vectors: who paid depends on the prices."""

from pyrrhic.engine.arithmetic import sum_over_kinds, sum_over_regions
from pyrrhic.engine.equations import equation
from pyrrhic.units import (
    BillionRubles1928,
    BillionRubles1928PerMillionHorsepower,
    BillionRubles1937,
    Dimensionless,
    MillionHorsepower,
    MillionTonnes,
    RublesPerTonne1928,
)

THOUSAND = 1000.0


@equation
def grain_outflow(
    grain_collected_total: MillionTonnes, town_market_grain: MillionTonnes, state_supply_total: MillionTonnes
) -> MillionTonnes:
    """Grain that leaves the villages for good.

    collected + bought by towns - returned by the state.
    Source: ellman1975; karcz1967. Holds for 1926-1970.
    """
    return grain_collected_total + town_market_grain - state_supply_total


@equation
def animal_products_outflow(animal_deliveries: MillionTonnes) -> MillionTonnes:
    """Animal products that leave the villages, in grain equivalent.

    deliveries, all regions.
    Source: ellman1975. Holds for 1926-1970.
    """
    return sum_over_regions(animal_deliveries)


@equation
def crops_outflow(industrial_crop_harvest: MillionTonnes, crop_price_1928: RublesPerTonne1928) -> BillionRubles1928:
    """Industrial crops delivered, at the state prices of 1928.

    sum over crops of harvest x price.
    Source: ellman1975; selskoeKhoziaistvo1960. Holds for 1926-1970.
    """
    return sum_over_kinds(industrial_crop_harvest * crop_price_1928) / THOUSAND


@equation
def farm_goods_outflow(
    grain_outflow: MillionTonnes,
    grain_price_1928: RublesPerTonne1928,
    animal_products_outflow: MillionTonnes,
    animal_price_1928: RublesPerTonne1928,
    crops_outflow: BillionRubles1928,
) -> BillionRubles1928:
    """Farm goods that leave the villages, at the state prices of 1928.

    grain + animal products + industrial crops, each at its price.
    Source: ellman1975; barsov1969. Holds for 1926-1970.
    """
    food = grain_outflow * grain_price_1928 + animal_products_outflow * animal_price_1928
    return food / THOUSAND + crops_outflow


@equation
def goods_bought(
    village_income: MillionTonnes,
    grain_price_1928: RublesPerTonne1928,
    state_supply_total: MillionTonnes,
    crops_outflow: BillionRubles1928,
    price_paid: Dimensionless,
    crop_price_real: Dimensionless,
) -> BillionRubles1928:
    """Industrial goods that the villages buy with what they earn by food and industrial crops, at the prices of 1928.

    (village income - returned grain at the price paid) x price of grain + crops x their real price.
    Source: barsov1969; karcz1957. Holds for 1926-1940; taxes and savings are not taken off.
    """
    food = (village_income - price_paid * state_supply_total) * grain_price_1928 / THOUSAND
    return food + crops_outflow * price_paid * crop_price_real


@equation
def industrial_goods_inflow(
    goods_bought: BillionRubles1928,
    tractor_deliveries: MillionHorsepower,
    tractor_price_1928: BillionRubles1928PerMillionHorsepower,
) -> BillionRubles1928:
    """Industrial goods that reach the villages, at the state prices of 1928: what is bought there, and tractors.

    goods bought + tractor power delivered x price.
    Source: ellman1975; barsov1969. Holds for 1926-1940.
    """
    return goods_bought + tractor_deliveries * tractor_price_1928


@equation("price_vector")
def net_resource_outflow(
    farm_goods_outflow: BillionRubles1928,
    relative_farm_price: Dimensionless,
    industrial_goods_inflow: BillionRubles1928,
) -> BillionRubles1928:
    """Net flow of resources out of agriculture under each of five price vectors; positive when the village pays.

    farm goods x relative farm price of the vector - industrial goods.
    Source: ellman1975; millar1970; barsov1969. Its sign may differ between vectors: never report one alone.
    """
    return farm_goods_outflow * relative_farm_price - industrial_goods_inflow


@equation("price_vector")
def outflow_in_investment(
    net_resource_outflow: BillionRubles1928, investment: BillionRubles1937, ruble_1928_per_1937: Dimensionless
) -> Dimensionless:
    """Net outflow from agriculture against investment outside it, under each price vector.

    net outflow / investment at the prices of 1928.
    Source: ellman1975. Holds for 1926-1940.
    """
    return net_resource_outflow / (investment * ruble_1928_per_1937)
