"""What is compared with what: each model quantity beside the series of the record that it should reproduce.

Equations never read observations; the two meet in this table and nowhere else. Each row states the calendar shift, the
region and the measurement error. The model's year 1932 is the agricultural year from 1 July 1932.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log

from pyrrhic.model import FIRST_YEAR, LAST_YEAR, REGION_KEYS, SPECIES
from pyrrhic.record.derived import DERIVED, derive
from pyrrhic.record.load import load

FAMINE_DEATHS_BEFORE_JANUARY = 0.1
SMALLEST = 1e-6


@dataclass(frozen=True)
class Correspondence:
    """One row of the table: a model quantity, the series it is compared with, and how.

    `calendar`: "agricultural year", "1 July", "1 January" (mean of the two Julys), "calendar year" (half of each of two
    agricultural years) or "calendar deaths" (famine deaths mostly after January). `error` is the least relative
    measurement error; the published range widens it. `scale` turns the series' unit into the quantity's.
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


UKRAINE = ("ukraine_steppe", "ukraine_forest_steppe")
TABLE = (
    Correspondence("grain_harvest_total", "grain_harvest_composite", "agricultural year", .04, last=1940),
    Correspondence("grain_harvest_total", "grain_harvest_composite", "agricultural year", .05, first=1945, scale=.95,
                   label="post-war", note="Official bunker weight less 5 %: moisture and trash; the discount is disputed."),
    Correspondence("grain_collected_total", "grain_collections_agricultural_year", "agricultural year", .03,
                   note="From 1934 the plan lever is the collections themselves."),
    Correspondence("grain_collected", "grain_collections", "agricultural year", .08, regions=UKRAINE,
                   record_region="Ukraine"),
    Correspondence("grain_collected", "grain_collections", "agricultural year", .08, regions=("north_caucasus",),
                   record_region="North Caucasus"),
    Correspondence("herds_total", "horses_mid_year", "1 July", .04, kind="horses", skip=(1940,)),
    Correspondence("herds_total", "cattle_mid_year", "1 July", .04, kind="cattle", skip=(1940,)),
    Correspondence("herds_total", "pigs_mid_year", "1 July", .10, kind="pigs", skip=(1940,)),
    Correspondence("herds_total", "sheep_goats_mid_year", "1 July", .05, kind="sheep_and_goats", skip=(1940,)),
    Correspondence("state_grain", "state_grain_stock", "1 July", .25),
    Correspondence("tractors_total", "tractor_power", "end of year", .10, last=1940,
                   note="Deliveries are read off this series: no evidence."),
    Correspondence("urban_population", "urban_population_1_january", "1 January", .015, skip=(1940,),
                   note="The figure of 1 January 1940 is for borders of August 1940 and is left out."),
    Correspondence("rural_population_total", "rural_population_1_january", "1 January", .015, skip=(1940,)),
    Correspondence("migration_total", "net_migration_to_towns", "calendar year", .12, last=1935),
    Correspondence("deaths", "deaths", "calendar deaths", .05, last=1939),
    Correspondence("births", "births", "calendar year", .04, last=1939),
    Correspondence("gross_product", "gdp_index", "calendar year", .04, first=1928, scale=.01,
                   relative_to=1928, note="Compared as ratios to 1928."),
    Correspondence("net_grain_imports", "net_grain_imports", "agricultural year", .0, first=1955,
                   note="Compared in million tonnes, with an absolute error of 1.5."),
)

EXCESS_DEATHS = {  # million, agricultural years 1931-33, published ranges; see the topic famine of the record
    "Ukraine": (UKRAINE, 3.5, .12), "Kazakhstan": (("kazakhstan",), 1.4, .15),
    "North Caucasus": (("north_caucasus",), .6, .35), "Volga": (("volga",), .5, .35),
    "Central Black Earth": (("central_black_earth",), .2, .5), "Urals": (("urals",), .15, .5),
    "Siberia": (("siberia",), .1, .7),
}


@cache
def observations(correspondence: Correspondence) -> tuple[Observed, ...]:
    """The figures of the record that a row compares with, in the model's units."""
    found = []
    for year, value, low, high in _figures(correspondence):
        if correspondence.first <= year <= correspondence.last and year not in correspondence.skip:
            value, low, high = (number * correspondence.scale for number in (value, low, high))
            spread = (log(high / low) / 4.0) if low > SMALLEST and high > low else 0.0
            found.append(Observed(year, value, low, high, max(correspondence.error, spread)))
    return tuple(found)


def _figures(row: Correspondence):
    if row.series in DERIVED:
        yield from ((point.year, point.value, point.low, point.high) for point in derive(load(), row.series).points
                    if not point.region)
    elif row.series == "net_grain_imports":
        imports, exports = (derive(load(), f"grain_{flow}_agricultural_year") for flow in ("imports", "exports"))
        for point in imports.points:
            sold = exports.at(point.year)
            yield point.year, point.value - sold.value, point.low - sold.high, point.high - sold.low
    else:
        for one in load().series(row.series).observations:
            if one.role == "main" and one.region == row.record_region:
                yield one.first_year, one.value, one.low or one.value, one.high or one.value


def predicted(row: Correspondence, values: Mapping, year: int):
    """The model's figure for one year of a row, per member, from arrays (year, kind, place, member)."""
    figure = _at(row, values, year)
    return figure if row.relative_to is None else figure / _at(row, values, row.relative_to)


def _at(row: Correspondence, values: Mapping, year: int):
    series = _selected(row, values[row.quantity])
    now = year - FIRST_YEAR
    before = max(now - 1, 0)
    if row.calendar in ("agricultural year", "1 July"):
        return series[now]
    if row.calendar == "1 January":
        return 0.5 * (series[before] + series[now])
    if row.calendar == "end of year":
        return 0.5 * (series[now] + series[min(now + 1, LAST_YEAR - FIRST_YEAR)])
    if row.calendar == "calendar year":
        return 0.5 * (series[before] + series[now])
    excess = _selected(row, values["excess_deaths"])
    ordinary = series - excess
    famine = FAMINE_DEATHS_BEFORE_JANUARY * excess[now] + (1.0 - FAMINE_DEATHS_BEFORE_JANUARY) * excess[before]
    return 0.5 * (ordinary[before] + ordinary[now]) + famine


def _selected(row: Correspondence, array):
    """The array summed over the row's regions and narrowed to its kind: (year, member)."""
    kind = SPECIES.index(row.kind) if row.kind else 0
    if row.regions:
        return sum(array[:, kind, REGION_KEYS.index(region), :] for region in row.regions)
    return array[:, kind, 0, :]


def quantities() -> tuple[str, ...]:
    """Every model quantity that some comparison needs."""
    return tuple(dict.fromkeys([*(row.quantity for row in TABLE), "excess_deaths", "excess_deaths_rural",
                                "rural_disturbances_total", "market_price_ratio", "capital", "nonfarm_output"]))
