"""Derived series of the economy: output, prices and their ratios, export values, and the drought code."""

from dataclasses import replace

from pyrrhic.errors import BadFile
from pyrrhic.record.derive.operations import (
    BORDERS_1940,
    COUNTRY,
    INTERWAR,
    POSTWAR,
    Derived,
    Point,
    Points,
    as_it_stood,
    derived,
    product_of,
    ratio,
    scale,
    take,
    take_as_it_stood,
    titled,
)
from pyrrhic.record.derive.people import mid_year_population
from pyrrhic.record.load import Record
from pyrrhic.texts import Text

RUBLES_OF_1936_PER_GOLD_RUBLE = 4.38
PERIOD_OF_BERGSON = (1928, 1937)


@titled(Text("Gross domestic product", "Валовой внутренний продукт"), "index 1928=100")
def gdp_index(record: Record) -> Derived:
    """Gross domestic product on post-1945 borders, 1928 = 100."""
    return derived(
        "gdp_index",
        "calendar year",
        "Maddison's series on post-1945 borders over its figure for 1928; no year of the war.",
        _rebased(take(record, "gdp_maddison_2010", territory=POSTWAR), 1928),
    )


@titled(
    Text(
        "Gross domestic product of the country as it stood",
        "Валовой внутренний продукт страны в границах своего времени",
    ),
    "index 1928=100",
)
def gdp_index_as_it_stood(record: Record) -> Derived:
    """Gross domestic product within the borders of the time, 1928 = 100; 1940 lies between two borders and is left out.

    Maddison gives every year on post-1945 borders. The lands annexed in 1939-40 are taken to have had the product per
    head of the rest, which is a judgement: nobody has measured it.
    """
    maddison = take(record, "gdp_maddison_2010", territory=POSTWAR)
    people = ratio(maddison, take(record, "gdp_per_head_maddison_2010", territory=POSTWAR))
    within = mid_year_population(record)[1928].value / people[1928].value
    index = _rebased(maddison, 1928)
    before = {year: replace(point, territory=INTERWAR) for year, point in index.items() if year < 1940}
    after = scale({year: point for year, point in index.items() if year > 1940}, 1 / within)
    return derived(
        "gdp_index_as_it_stood",
        "calendar year",
        """Maddison's series over its figure for 1928; from 1946 divided by the {share} of the people of post-1945 borders
                   who lived within the borders of 1928, as if the annexed lands had had the same product per head.""",
        as_it_stood(before, after),
        {"share": f"{within:.3f}"},
    )


@titled(
    Text("National product of 1937, Bergson's estimate", "Валовой продукт 1937 г., оценка Бергсона"), "index 1928=100"
)
def national_product_1937_bergson(record: Record) -> Derived:
    """National product of 1937 with 1928 as 100, from the yearly growth at prices of 1937 and, at the high end, of 1928."""
    printed = take(record, "gnp_growth", kinds=["period"], source="bergson1961")[PERIOD_OF_BERGSON[0]]
    years = PERIOD_OF_BERGSON[1] - PERIOD_OF_BERGSON[0]
    grown = printed.map(lambda growth: 100.0 * (1.0 + growth / 100.0) ** years)
    return derived(
        "national_product_1937_bergson",
        "calendar year",
        """Yearly growth of 1928-37 as printed, compounded over nine years. The same aggregate grows more than twice as
                   fast at the prices of 1928 (high) as at those of 1937 (value): the index-number effect.""",
        {PERIOD_OF_BERGSON[1]: replace(grown, year=PERIOD_OF_BERGSON[1])},
    )


@titled(Text("World price of wheat, real", "Мировая цена пшеницы, реальная"), "index 1928=100")
def world_grain_price_index(record: Record) -> Derived:
    """Real world price of wheat, 1928 = 100."""
    return derived(
        "world_grain_price_index",
        "calendar year",
        "Real world price of wheat over its figure for 1928; no figure for 1941-52.",
        _rebased(take(record, "world_price_wheat_real", territory="world"), 1928),
    )


def _rebased(points: Points, base: int) -> dict[int, Point]:
    if base not in points:
        raise BadFile(f"the base year {base} is not among the figures")
    return scale(points, 100 / points[base].value)


@titled(Text("Exports", "Экспорт"), "million gold rubles")
def exports_value(record: Record) -> Derived:
    """All exports in gold rubles per calendar year."""
    gold = take(record, "exports_gold_rubles", territory=INTERWAR)
    revalued = scale(take(record, "exports_at_438", territory=INTERWAR), 1 / RUBLES_OF_1936_PER_GOLD_RUBLE)
    return derived(
        "exports_value",
        "calendar year",
        """As printed in gold rubles for 1929-35; from 1936 printed at {rate} to the gold ruble and divided by it.""",
        as_it_stood(gold, {year: point for year, point in revalued.items() if year not in gold}),
        {"rate": f"{RUBLES_OF_1936_PER_GOLD_RUBLE}"},
    )


@titled(Text("Grain exports, value", "Экспорт зерна, стоимость"), "million gold rubles")
def grain_exports_value(record: Record) -> Derived:
    """Grain exports in gold rubles per calendar year."""
    earnings = take(record, "grain_export_earnings", territory=INTERWAR)
    share = scale(take(record, "grain_share_of_exports", territory=INTERWAR), 0.01)
    exports = {point.year: point for point in exports_value(record).points}
    shared = {
        year: product_of(exports[year], part)
        for year, part in share.items()
        if year in exports and year not in earnings
    }
    return derived(
        "grain_exports_value",
        "calendar year",
        "Customs value as printed for 1930-31; the printed share of grain times all exports for 1932-33.",
        as_it_stood(earnings, shared),
    )


@titled(Text("Part of grain in export earnings", "Доля зерна в экспортной выручке"), "%")
def grain_part_of_export_earnings(record: Record) -> Derived:
    """What grain earned of all that exports earned, per calendar year."""
    grain = {point.year: point for point in grain_exports_value(record).points}
    exports = {point.year: point for point in exports_value(record).points}
    return derived(
        "grain_part_of_export_earnings",
        "calendar year",
        """Grain exports in gold rubles divided by all exports in gold rubles; for 1932-33 this is the printed share
                   from which the value of the grain was computed.""",
        ratio(grain, exports, 100),
    )


@titled(Text("Price received for exported grain", "Выручка за тонну вывезенного зерна"), "gold rubles per tonne")
def grain_export_price(record: Record) -> Derived:
    """What a tonne of exported grain earned, per calendar year."""
    grain = {point.year: point for point in grain_exports_value(record).points}
    return derived(
        "grain_export_price",
        "calendar year",
        "Grain exports in gold rubles divided by the tonnes of grain exported in the same calendar year.",
        ratio(grain, take(record, "grain_exports_calendar_year", territory=INTERWAR)),
    )


@titled(Text("Market price of rye relative to procurement price", "Рыночная цена ржи к заготовительной"), "ratio")
def market_to_procurement_price_rye(record: Record) -> Derived:
    """Market price of rye over the state's price, winter of 1928."""
    return _market_to_procurement(record, "rye")


@titled(Text("Market price of wheat relative to procurement price", "Рыночная цена пшеницы к заготовительной"), "ratio")
def market_to_procurement_price_wheat(record: Record) -> Derived:
    """Market price of wheat over the state's price, winter of 1928."""
    return _market_to_procurement(record, "wheat")


def _market_to_procurement(record: Record, grain: str) -> Derived:
    market, official = (take(record, f"{grain}_price_{kind}_winter_1928") for kind in ("market", "official"))
    return derived(
        f"market_to_procurement_price_{grain}",
        "calendar year",
        "Printed market price of the winter of 1928 divided by the printed state price.",
        ratio(market, official),
    )


@titled(
    Text("Resale price of wheat relative to procurement price", "Отпускная цена пшеницы к заготовительной"), "ratio"
)
def resale_to_procurement_price_wheat(record: Record) -> Derived:
    """What the state asked of the mills for wheat over what it paid for it."""
    return derived(
        "resale_to_procurement_price_wheat",
        "calendar year",
        "Price at which state grain was sold on, divided by the procurement price.",
        ratio(take(record, "resale_price_wheat"), take(record, "procurement_price_wheat")),
    )


@titled(
    Text("Market price of rye bread relative to ration price", "Рыночная цена ржаного хлеба к цене по карточкам"),
    "ratio",
)
def market_to_ration_price_rye_bread(record: Record) -> Derived:
    """Market price of rye bread over its price on the ration."""
    return _market_to_ration(record, "rye_bread")


@titled(
    Text("Market price of wheat bread relative to ration price", "Рыночная цена пшеничного хлеба к цене по карточкам"),
    "ratio",
)
def market_to_ration_price_wheat_bread(record: Record) -> Derived:
    """Market price of wheat bread over its price on the ration."""
    return _market_to_ration(record, "wheat_bread")


def _market_to_ration(record: Record, good: str) -> Derived:
    return derived(
        f"market_to_ration_price_{good}",
        "calendar year",
        """Printed market price divided by printed ration price of the same year. The market was a thin
                   residue beside compulsory deliveries; its price is not what a free market would have
                   asked.""",
        ratio(take(record, f"price_market_{good}"), take(record, f"price_ration_{good}")),
    )


@titled(Text("Drought code", "Балл засухи"), "ordinal 0-3")
def drought_code(record: Record) -> Derived:
    """Severity of drought in the country, 0 to 3, where coded."""
    return derived(
        "drought_code",
        "agricultural year",
        _DROUGHT,
        take_as_it_stood(record, "drought_severity", [territory for territory in COUNTRY if territory != BORDERS_1940]),
    )


@titled(Text("Drought code by region", "Балл засухи по районам"), "ordinal 0-3")
def drought_code_by_region(record: Record) -> Derived:
    """Severity of drought by region, 0 to 3, where coded."""
    series = record.series("drought_severity")
    regions = sorted({observation.region for observation in series.observations} - {""})
    points = [point for region in regions for point in take(record, "drought_severity", region=region).values()]
    return derived(
        "drought_code_by_region",
        "agricultural year",
        _DROUGHT,
        points,
    )


_DROUGHT = """Code of the harvest year as in the record: 0 favourable, 1 mixed, 2 regional drought, 3
general drought. A year without a code is unknown, not favourable."""
