"""Derived series of grain: harvest, area, collections, plan, trade, stocks, and harvest and collections per
head."""

from dataclasses import replace

from pyrrhic.record.derive.operations import (
    BORDERS_1940,
    EMPIRE,
    INTERWAR,
    POSTWAR,
    Derived,
    Point,
    Points,
    as_it_stood,
    between,
    derived,
    ratio,
    scale,
    take,
    take_as_it_stood,
    titled,
    to_agricultural_year,
)
from pyrrhic.record.derive.people import mid_year_population
from pyrrhic.record.load import Observation, Record, slot
from pyrrhic.texts import Text

REVISED, WESTERN, OFFICIAL = (
    "grain_harvest_revised_official",
    "grain_harvest_western_estimates",
    "grain_harvest_postwar_official",
)
DAVIES_WHEATCROFT, TAUGER = "daviesWheatcroft2004", "tauger1991"


@titled(Text("Grain harvest, composite of the estimates", "Сбор зерна, сводный ряд по оценкам"), "Mt")
def grain_harvest_composite_of_estimates(record: Record) -> Derived:
    """One barn harvest for each year, chosen by a stated rule among rival estimates, which span the range."""
    barn = as_it_stood(
        *(
            _all_estimates(record, territory, first, last)
            for territory, first, last in ((EMPIRE, 1913, 1913), (INTERWAR, 1921, 1921), (INTERWAR, 1928, 1939))
        )
    )
    official = as_it_stood(take(record, OFFICIAL, territory=BORDERS_1940), _with_first_published(record))
    return derived(
        "grain_harvest_composite_of_estimates",
        "agricultural year",
        """The centre is the revised official barn harvest in 1913, 1921 and 1933-39; the middle of the
        revised official and the low estimate of Wheatcroft and Davies in 1928-29; the Davies-Wheatcroft
        (2004) estimate in 1930-32; the official bunker-weight harvest in 1940 (1940 borders) and 1945-70
        (post-1945 borders). The range spans every barn estimate of the year: revised official, Wheatcroft
        and Davies, Davies and Wheatcroft, Tauger; from 1940 first and revised official publication. The
        contemporary biological harvest of 1933-39 is left out: it stood in the field and did not reach the
        barn. 1922-27 are left out too: only official figures of these years are in the record, and all rest on
        what the statisticians added to the returns of the peasants. The estimates of the CIA, a fifth below the
        official harvests of 1958-68, are not in the range: they are net of moisture and trash. A main figure of a user's
        own file is the centre of its year.""",
        {**{year: _centre(point, record) for year, point in barn.items()}, **official},
    )


def _all_estimates(record: Record, territory: str, first: int, last: int) -> dict[int, Point]:
    """The revised official barn harvest with the range that all barn estimates of the same year span."""
    official = between(take(record, REVISED, territory=territory), first, last)
    western = take(record, WESTERN, territory=territory)
    return {year: _widened(point, western[year]) if year in western else point for year, point in official.items()}


def _widened(point: Point, other: Point) -> Point:
    return replace(
        point,
        low=min(point.low, other.low),
        high=max(point.high, other.high),
        inputs=point.inputs + other.inputs,
    )


def _centre(point: Point, record: Record) -> Point:
    """The point with its centre moved by the rule of the year, or to the main figure of a user."""
    for observation in point.inputs:
        if observation.role == "main" and slot(observation) in record.taken:
            return replace(point, value=observation.value)

    def figure(series: str, source: str = "") -> Observation:
        inputs = [observation for observation in point.inputs if observation.series == series]
        return next(observation for observation in inputs if source in ("", observation.source))

    if point.year in (1928, 1929):
        return replace(point, value=(point.value + figure(WESTERN).value) / 2)
    if 1930 <= point.year <= 1932:
        return replace(point, value=figure(WESTERN, DAVIES_WHEATCROFT).value)
    return point


def _with_first_published(record: Record) -> dict[int, Point]:
    """The official post-war harvest; where the record has the figure first published, the range reaches to
    it."""
    official = take(record, OFFICIAL, territory=POSTWAR)
    first = take(record, "grain_harvest_first_published", territory=POSTWAR)
    return {year: _widened(point, first[year]) if year in first else point for year, point in official.items()}


@titled(Text("Grain harvest, Davies and Wheatcroft", "Сбор зерна, Дэвис и Уиткрофт"), "Mt")
def grain_harvest_davies_wheatcroft(record: Record) -> Derived:
    """The harvests of 1930-33 of Davies and Wheatcroft (2004) within the composite of the other years."""
    return derived(
        "grain_harvest_davies_wheatcroft",
        "agricultural year",
        """1930-33 the middle and the ends of the bands of Davies and Wheatcroft (2004); the other years as in
        grain_harvest_composite_of_estimates.""",
        _composite_with(record, DAVIES_WHEATCROFT),
    )


@titled(Text("Grain harvest, Tauger", "Сбор зерна, Таугер"), "Mt")
def grain_harvest_tauger(record: Record) -> Derived:
    """The harvest of 1932 of Tauger (1991) within the composite of the other years."""
    return derived(
        "grain_harvest_tauger",
        "agricultural year",
        """1932 as Tauger (1991) extrapolates it from the annual reports of collective farms; the other years, of
        which he gives none, as in grain_harvest_composite_of_estimates.""",
        _composite_with(record, TAUGER),
    )


def _composite_with(record: Record, author: str) -> dict[int, Point]:
    """The composite, with the harvests of the years that the author gives in place of its own."""
    composite = {point.year: point for point in grain_harvest_composite_of_estimates(record).points}
    return {**composite, **take(record, WESTERN, territory=INTERWAR, source=author, rivals=False)}


@titled(Text("Area sown to grain", "Посевная площадь зерновых"), "Mha")
def grain_area(record: Record) -> Derived:
    """Area sown to grain for the harvest of the year, country as it stood."""
    points = take_as_it_stood(record, "sown_area_grain", (EMPIRE, INTERWAR, BORDERS_1940, POSTWAR))
    return derived(
        "grain_area",
        "agricultural year",
        """Sown area of the harvest year as printed, country as it stood; rivals span the range. 1955-58
                   include maize that later statistics moved to fodder.""",
        points,
    )


@titled(Text("Grain collections", "Государственные заготовки зерна"), "Mt")
def grain_collections_agricultural_year(record: Record) -> Derived:
    """State grain collections per agricultural year, 1926/27-1939/40 and 1940/41, 1945/46-1970/71."""
    before = between(take(record, "grain_collections", kinds=["agricultural year"]), 1926, 1939)
    after = take(record, "grain_procurement_postwar")
    return derived(
        "grain_collections_agricultural_year",
        "agricultural year",
        """To 1939/40 the collections per agricultural year as printed. From 1940 the procurement printed
                   for a calendar year is taken as that of the agricultural year that begins in it, because
                   grain is delivered from the harvest of that year, nearly all before January. Country as
                   it stood.""",
        as_it_stood(before, after),
    )


@titled(Text("Grain procurement plan", "План хлебозаготовок"), "Mt")
def grain_plan_agricultural_year(record: Record) -> Derived:
    """The national grain procurement plan, as first set for the campaign."""
    return derived(
        "grain_plan_agricultural_year",
        "agricultural year",
        "National plan as printed. Other versions of a plan that was changed in the season are variants of the printed series.",
        take(record, "grain_collections_plan", territory=INTERWAR, kinds=["agricultural year"]),
    )


TRADE_SPREAD = 0.25


@titled(Text("Grain exports", "Экспорт зерна"), "Mt")
def grain_exports_agricultural_year_extended(record: Record) -> Derived:
    """Grain exports per agricultural year: as printed to 1933/34, then from calendar years."""
    printed = between(take(record, "grain_exports_agricultural_year", kinds=["agricultural year"]), 1922, 1933)
    return derived(
        "grain_exports_agricultural_year_extended",
        "agricultural year",
        """To 1933/34 as printed (to 1928/29 economic years from 1 October). Then half of each of the two
                   calendar years, and a range from a quarter to three quarters of each, because the season
                   of shipment is not printed: a convention of this record, not a published figure. Flour and
                   pulses are counted to 1938; 1939 and 1940 are printed without them, and 1939/40 spans the
                   change of borders. The famine exports of 1946-48 are of another source than those from
                   1955, which are without flour.""",
        as_it_stood(printed, *_exports_from_calendar(record)),
    )


def _exports_from_calendar(record: Record) -> tuple[Points, Points, Points]:
    with_flour = take(record, "grain_exports_calendar_year", territory=INTERWAR)
    without = take_as_it_stood(record, "grain_exports_calendar_year_without_flour", (INTERWAR, BORDERS_1940))
    from_1939 = between(scale(without, 0.001), 1939, 1940)
    thirties = between(to_agricultural_year({**with_flour, **from_1939}, TRADE_SPREAD), 1934, 1939)
    famine = to_agricultural_year(take(record, "grain_exports_1946_48"), TRADE_SPREAD)
    return (
        thirties,
        famine,
        to_agricultural_year(take(record, "grain_exports_postwar_official"), TRADE_SPREAD),
    )


@titled(Text("Grain imports", "Импорт зерна"), "Mt")
def grain_imports_agricultural_year(record: Record) -> Derived:
    """Grain imports per agricultural year: as bought for the season where that is published, else from calendar years."""
    bought = take(record, "grain_purchases_abroad_agricultural_year", kinds=["agricultural year"])
    halves = to_agricultural_year(take(record, "grain_imports_postwar_official"), TRADE_SPREAD)
    with_flour = to_agricultural_year(take(record, "cereal_imports_fao"))
    return derived(
        "grain_imports_agricultural_year",
        "agricultural year",
        """From 1962/63 what was bought abroad for the season, because the purchases after a bad harvest fall
                   into two calendar years of the trade yearbooks. The range is that of the rival figures, and
                   from 1963/64 reaches to the purchases with flour: raised as FAO's imports of the two calendar
                   years, which count flour, are above those of the yearbooks. Until 1961/62, when imports were
                   below 1 Mt a year, half of each of the two calendar years, and a range from a quarter to three
                   quarters of each, because no season is published: a convention of this record.""",
        {**halves, **bought, **_raised(between(bought, 1963, 1969), ratio(with_flour, halves))},
    )


def _raised(points: Points, wider: Points) -> dict[int, Point]:
    """The points with a range that reaches to the value times the ratio of a wider definition to theirs."""
    return {
        year: replace(
            point,
            high=max(point.high, point.value * wider[year].value),
            inputs=tuple(dict.fromkeys(point.inputs + wider[year].inputs)),
        )
        for year, point in points.items()
    }


@titled(Text("State grain stock on 1 July", "Государственные запасы зерна на 1 июля"), "Mt")
def state_grain_stock(record: Record) -> Derived:
    """Grain in state hands on 1 July, before the new harvest."""
    series = record.series("state_grain_stocks")
    summer = tuple(observation for observation in series.observations if observation.year.endswith("-07-01"))
    points = take(Record([replace(series, observations=summer)]), "state_grain_stocks", kinds=["date"])
    return derived(
        "state_grain_stock",
        "1 July",
        """Stocks of 1 July as printed; the high end in 1933 is a rival figure that Davies, Tauger and
                   Wheatcroft (1995) reject. Counts of 1 January are left out.""",
        points,
    )


@titled(Text("Grain harvest per head", "Сбор зерна на душу населения"), "kg per head per year")
def grain_harvest_per_head(record: Record) -> Derived:
    """Composite harvest per head of population on the same territory."""
    harvest = {p.year: p for p in grain_harvest_composite_of_estimates(record).points}
    return derived(
        "grain_harvest_per_head",
        "agricultural year",
        """Composite harvest divided by mid-year population on the same territory; years in which the two are
                   known only on different territories (1913, 1939, 1940, 1945) are left out.""",
        ratio(harvest, mid_year_population(record), 1000),
    )


@titled(Text("Grain collections per head", "Заготовки зерна на душу населения"), "kg per head per year")
def grain_collections_per_head(record: Record) -> Derived:
    """State collections per head of the whole population on the same territory."""
    collected = {point.year: point for point in grain_collections_agricultural_year(record).points}
    return derived(
        "grain_collections_per_head",
        "agricultural year",
        "Collections divided by mid-year population on the same territory.",
        ratio(collected, mid_year_population(record), 1000),
    )


@titled(Text("Grain collections as a share of the harvest", "Доля заготовок в сборе зерна"), "%")
def grain_collections_share(record: Record) -> Derived:
    """State collections as a share of the composite harvest."""
    collected = {p.year: p for p in grain_collections_agricultural_year(record).points}
    harvest = {p.year: p for p in grain_harvest_composite_of_estimates(record).points}
    return derived(
        "grain_collections_share",
        "agricultural year",
        "Collections divided by the composite harvest of the same year and territory; widest range.",
        ratio(collected, harvest, 100),
    )
