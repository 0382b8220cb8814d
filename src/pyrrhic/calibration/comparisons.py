"""What is compared with what: each model quantity beside the series of the record that it should reproduce.

Equations never read observations; the two meet in this table and nowhere else. Each row states the calendar shift, the
region and the measurement error. The model's year 1932 is the agricultural year from 1 July 1932.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log

from pyrrhic.model import FIRST_YEAR, LAST_YEAR, REGION_KEYS, SPECIES
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import load
from pyrrhic.runs.calendars import parts_of

SMALLEST = 1e-6
SINGLE_YEARS = ("year", "agricultural year")


@dataclass(frozen=True)
class Correspondence:
    """One row of the table: a model quantity, the series it is compared with, and how.

    `calendar`: "agricultural year", "1 July", "1 January" (mean of the two Julys), "calendar year" (half of each of two
    agricultural years), "calendar deaths" (famine deaths mostly after January), "calendar trade" (imports mostly after
    January, exports half and half) or "calendar flow" (half of each, but in 1932/33 mostly before January). `error` is
    the least measurement error, relative unless `absolute`; the published range widens it. `scale` turns the series'
    unit into the quantity's; `relative_to` compares ratios to a year. Without `evidence` a row is shown and not fitted.
    """

    quantity: str
    series: str
    calendar: str
    error: float
    kind: str = ""
    regions: tuple[str, ...] = ()
    record_region: str = ""
    label: str = ""
    first: int = FIRST_YEAR
    last: int = LAST_YEAR
    scale: float = 1.0
    relative_to: int | None = None
    absolute: bool = False
    evidence: bool = True
    skip: tuple[int, ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        """A name of the comparison, unique in the table."""
        return " ".join(part for part in (self.quantity, self.kind, self.record_region, self.label) if part)


@dataclass(frozen=True)
class Observed:
    """One figure of the record in the units of the model, with its relative error."""

    year: int
    value: float
    low: float
    high: float
    error: float


TONNES_PER_POOD, BARN_OVER_OFFICIAL = 0.01638, 0.884
JANUARY_PIGS_OVER_SUMMER = 0.832
REGIONS_OF_YIELDS = {
    "north_caucasus": "North Caucasus",
    "volga": "Middle Volga",
    "central_black_earth": "Central Black Earth",
    "urals": "Urals",
    "kazakhstan": "Kazakhstan",
}
UKRAINE = ("ukraine_steppe", "ukraine_forest_steppe")
TRADE = ("grain_imports_postwar_official", "grain_exports_postwar_official")
# fmt: off
TABLE = (
    Correspondence("grain_harvest_total", "grain_harvest_composite", "agricultural year", .05, last=1940),
    Correspondence("grain_harvest_total", "grain_harvest_composite", "agricultural year", .05, first=1948, scale=.95,
                   label="post-war",
                   note="Official bunker weight less 5 %: moisture and trash; the discount is disputed."),
    Correspondence("grain_harvest_total", "grain_harvest_composite", "agricultural year", .10, first=1945, last=1947,
                   label="1945-47", note="Official figures of ruined years; what was eaten from the field is unknown."),
    Correspondence("grain_collected_total", "grain_collections_agricultural_year", "agricultural year", .03,
                   note="From 1934 the plan lever is the collections themselves: a near-tautology."),
    Correspondence("grain_collected", "grain_collections", "agricultural year", .12, regions=UKRAINE,
                   record_region="Ukraine"),
    Correspondence("grain_collected", "grain_collections", "agricultural year", .15, regions=("north_caucasus",),
                   record_region="North Caucasus"),
    *(Correspondence("grain_yield", "grain_yield_by_region_poods", "agricultural year", .20, regions=(region,),
                     record_region=name, first=1930, last=1931, scale=TONNES_PER_POOD * BARN_OVER_OFFICIAL,
                     note="Official yields brought to the barn harvest of the country; the regional pattern counts.")
      for region, name in REGIONS_OF_YIELDS.items()),
    Correspondence("herds_total", "horses_mid_year", "1 July", .05, kind="horses", last=1939),
    Correspondence("herds_total", "horses_mid_year", "1 July", .12, kind="horses", first=1941, label="post-war",
                   note="Counts of 1 January over the ratio of 1934-38; horses kept beside tractors are not modelled."),
    Correspondence("herds_total", "cattle_mid_year", "1 July", .05, kind="cattle", skip=(1940,)),
    Correspondence("herds_total", "pigs_mid_year", "1 July", .06, kind="pigs", last=1938),
    Correspondence("herds_total", "pigs_mid_year", "1 July", .12, kind="pigs", first=1939, skip=(1940,),
                   label="later", note="Counts of 1 January over the ratio of 1934-38."),
    Correspondence("herds_total", "pigs_1_january", "1 January", .12, kind="pigs", first=1928, last=1929,
                   scale=1.0 / JANUARY_PIGS_OVER_SUMMER, label="before the take-over",
                   note=f"Counts of January over {JANUARY_PIGS_OVER_SUMMER:g}, what those of 1930-33 are of the "
                        "summers around them."),
    Correspondence("herds_total", "sheep_goats_mid_year", "1 July", .06, kind="sheep_and_goats", skip=(1940,)),
    Correspondence("state_grain", "state_grain_stock", "1 July", .25),
    Correspondence("state_grain", "state_grain_reserve", "1 July", .25, label="post-war",
                   note="Reserves of 1960 and 1963; the date in the year is not printed, 1 July is assumed. The "
                        "reserve to be kept is set to these two figures: nearly a tautology."),
    Correspondence("tractors_total", "tractor_power", "end of year", .10, last=1940,
                   evidence=False, note="Deliveries are read off this series."),
    Correspondence("urban_population", "urban_population_1_january", "1 January", .02, last=1939,
                   note="Later figures are for other borders, or follow the imposed losses of the war."),
    Correspondence("rural_population_total", "rural_population_1_january", "1 January", .015, last=1939),
    Correspondence("urban_population", "urban_population_1_january", "1 January", .04, first=1950, relative_to=1950,
                   label="post-war",
                   note="Compared as ratios to 1950: the level follows the imposed war losses. Yearly estimates "
                        "between censuses repeat one another: twice the error, so that 20 weigh as 5."),
    Correspondence("rural_population_total", "rural_population_1_january", "1 January", .03, first=1950,
                   relative_to=1950, label="post-war", note="As the towns."),
    Correspondence("migration_total", "net_migration_to_towns", "calendar flow", .20, last=1935,
                   note="Passports stopped the flow in the middle of 1932/33: 85 % of that year's is taken to have "
                        "moved before January, a judgement."),
    Correspondence("deaths", "deaths", "calendar deaths", .05, last=1939,
                   note="A twentieth of the famine deaths of an agricultural year is put before January: in Ukraine "
                        "nine tenths of those of 1932-34 fell in 1933, and most of the rest in the spring of 1932 or "
                        "in 1934. A judgement."),
    Correspondence("births", "births", "calendar year", .04, last=1939),
    Correspondence("gross_product", "gdp_index", "calendar year", .05, first=1928,
                   relative_to=1928, note="Compared as ratios to 1928."),
    Correspondence("market_price_ratio", "market_price_index", "agricultural year", .35, relative_to=1928,
                   note="Private market price; the procurement price hardly moved between 1928 and 1932."),
    Correspondence("net_grain_imports", "net_grain_imports", "calendar trade", 1.5, first=1955, absolute=True,
                   note="Million tonnes. Grain bought after a failed harvest arrives mostly after New Year: of the "
                        "10.4 of 1963 and 1964 together 3.1 came in 1963. The 30 % before January is a judgement from "
                        "this; exports are half of each agricultural year."),
)
# fmt: on


@dataclass(frozen=True)
class Landmark:
    """One figure that no yearly series holds: a quantity summed over years and regions, beside a published number.

    `value` is in the model's units; `error` is relative, or in the unit itself where `absolute`.
    """

    name: str
    quantity: str
    years: tuple[int, ...]
    value: float
    error: float
    source: str
    regions: tuple[str, ...] = ()
    absolute: bool = False
    note: str = ""


FAMINE = (1930, 1931, 1932, 1933)
# fmt: off
LANDMARKS = (
    Landmark("famine deaths, Ukraine, steppe", "excess_deaths_rural", FAMINE, .99, .25, "wolowyna2016",
             ("ukraine_steppe",), note="Odesa, Dnipropetrovsk, Donetsk oblasts and the Moldavian republic, 1932-34."),
    Landmark("famine deaths, Ukraine, forest-steppe", "excess_deaths_rural", FAMINE, 2.95, .20, "wolowyna2016",
             ("ukraine_forest_steppe",), note="Kyiv, Kharkiv, Vinnytsia and Chernihiv oblasts, 1932-34."),
    Landmark("famine deaths, Kazakhstan", "excess_deaths_rural", FAMINE, 1.4, .15,
             "cameron2018; ohayon2006; kotkin2017", ("kazakhstan",), note="Published 1.2-2.0."),
    Landmark("famine deaths, North Caucasus", "excess_deaths_rural", FAMINE, .6, .30, "surveyRussianRegionLosses",
             ("north_caucasus",), note="Published 0.35-1.0."),
    Landmark("famine deaths, Volga", "excess_deaths_rural", FAMINE, .5, .20, "surveyRussianRegionLosses", ("volga",),
             note="Published 0.4-0.6."),
    Landmark("famine deaths, Central Black Earth", "excess_deaths_rural", FAMINE, .2, .40,
             "surveyRussianRegionLosses", ("central_black_earth",), note="Published 0.1-0.3."),
    Landmark("famine deaths, Urals", "excess_deaths_rural", FAMINE, .15, .40, "surveyRussianRegionLosses", ("urals",),
             note="Published 0.1-0.2."),
    Landmark("famine deaths, Siberia", "excess_deaths_rural", FAMINE, .075, .50, "surveyRussianRegionLosses",
             ("siberia",), note="Published 0.05-0.1 for West Siberia alone."),
    Landmark("deaths above the ordinary, 1936/37", "excess_deaths", (1936,), .1, .15, "andreevDarskiiKharkova1993",
             absolute=True, note="No mass famine: below half a million."),
    Landmark("famine deaths, 1946/47", "excess_deaths", (1946,), 1.2, .2, "ellman2000; oGrada2008",
             note="Published 0.9-2.0."),
    Landmark("disturbances, 1928/29", "rural_disturbances_total", (1928,), 1000.0, .25, "viola1996",
             note="Half of 709 in 1928 and of 1,300 in 1929."),
    Landmark("disturbances, 1929/30", "rural_disturbances_total", (1929,), 12881.0, .15,
             "mozokhin2021; tragediiaSovetskoiDerevni2000",
             note="12,231 in January-June 1930 and half of 1,300 in 1929."),
    Landmark("market over procurement price, 1927/28", "market_price_ratio", (1927,), 1.43, .2, "droninBellinger2005",
             note="Rye, winter 1927/28."),
    Landmark("market over procurement price, 1931/32", "market_price_ratio", (1931,), 35.0, .4, "osokina1999",
             note="Rye bread at 2 rubles a kg early in 1932 over rye at 0.055-0.06; bread for grain, hence the error."),
    Landmark("market over procurement price, calendar 1933, twice", "market_price_ratio", (1932, 1933), 160.0, .4,
             "osokina1999", note="Rye bread at 5 rubles a kg in 1933, the mean of the year, over rye at 0.055-0.06."),
    Landmark("capital outside agriculture, 1939", "capital", (1939,), 343.9, .12, "allen2003[69]",
             note="Allen's own simulation, an orientation."),
    Landmark("output outside agriculture, 1939", "nonfarm_output", (1939,), 231.9, .08, "allen2003[69]",
             note="Allen's own simulation, an orientation."),
)
# fmt: on


@cache
def observations(correspondence: Correspondence) -> tuple[Observed, ...]:
    """The figures of the record that a row compares with, in the model's units."""
    found, scale = [], correspondence.scale / _reference(correspondence)
    for year, value, low, high in _figures(correspondence):
        if correspondence.first <= year <= correspondence.last and year not in correspondence.skip:
            value, low, high = (number * scale for number in (value, low, high))
            spread = (log(high / low) / 4.0) if low > SMALLEST and high > low else 0.0
            found.append(Observed(year, value, low, high, max(correspondence.error, spread)))
    return tuple(found)


def _reference(row: Correspondence) -> float:
    """The figure of the year that ratios are taken to; 1 where figures are compared as they are."""
    return (
        1.0
        if row.relative_to is None
        else next(value for year, value, _, _ in _figures(row) if year == row.relative_to)
    )


def _figures(row: Correspondence):
    if row.series in DERIVED:
        yield from (
            (point.year, point.value, point.low, point.high)
            for point in derive(load(), row.series).points
            if not point.region
        )
    elif row.series == "net_grain_imports":
        bought, sold = ({one.first_year: one.value for one in load().series(name).observations} for name in TRADE)
        yield from ((year, bought[year] - sold[year], *2 * (bought[year] - sold[year],)) for year in bought)
    else:
        for one in load().series(row.series).observations:
            if one.role == "main" and one.region == row.record_region and one.when.kind in SINGLE_YEARS:
                yield one.first_year, one.value, one.low or one.value, one.high or one.value


@dataclass(frozen=True)
class Term:
    """One number of a run, and its weight in a figure that is compared: year index, kind and place of a quantity."""

    quantity: str
    year: int
    kind: int
    place: int
    weight: float


def weighed(terms: Iterable[Term], values: Mapping):
    """The sum of the terms per member, from arrays (year, kind, place, member)."""
    return sum(term.weight * values[term.quantity][term.year, term.kind, term.place] for term in terms)


def predicted(row: Correspondence, values: Mapping, year: int):
    """The model's figure for one year of a row, per member, from arrays (year, kind, place, member)."""
    figure = weighed(terms(row, year), values)
    return figure if row.relative_to is None else figure / weighed(terms(row, row.relative_to), values)


def landmark_predicted(landmark: Landmark, values: Mapping):
    """The model's figure for a landmark, per member."""
    return weighed(landmark_terms(landmark), values)


def landmark_terms(landmark: Landmark) -> tuple[Term, ...]:
    """A landmark as terms: its quantity summed over years and regions."""
    places = [REGION_KEYS.index(region) for region in landmark.regions] or [0]
    return tuple(
        Term(landmark.quantity, year - FIRST_YEAR, 0, place, 1.0) for year in landmark.years for place in places
    )


@cache
def terms(row: Correspondence, year: int) -> tuple[Term, ...]:
    """The figure of one year of a row as terms: its quantity at the year's places, by the row's calendar."""
    kind = SPECIES.index(row.kind) if row.kind else 0
    places = [REGION_KEYS.index(region) for region in row.regions] or [0]
    return tuple(
        Term(quantity, index, kind, place, weight)
        for quantity, index, weight in parts_of(row.quantity, row.calendar, year)
        for place in places
    )


def quantities() -> tuple[str, ...]:
    """Every model quantity that some comparison needs."""
    return tuple(
        dict.fromkeys(
            [
                *(row.quantity for row in TABLE),
                *(mark.quantity for mark in LANDMARKS),
                "excess_deaths",
                "grain_imports",
                "grain_exports",
            ]
        )
    )
