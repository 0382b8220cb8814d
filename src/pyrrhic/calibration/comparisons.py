"""What is compared with what: each model quantity beside the series of the record that it should reproduce.

Equations never read observations; the two meet in `comparisons.toml` and nowhere else. Each row states the calendar,
the region and the measurement error. The model's year 1932 is the agricultural year from 1 July 1932.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log, prod

from pyrrhic.errors import BadFile, UnknownName
from pyrrhic.model import FIRST_YEAR, LAST_YEAR, REGION_KEYS, SPECIES
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import load
from pyrrhic.runs.calendars import parts_of
from pyrrhic.runs.measure import Measure, problems
from pyrrhic.texts import Text

SMALLEST = 1e-6
SINGLE_YEARS = ("year", "agricultural year")


NO_TEXT = Text("", "")


@dataclass(frozen=True)
class Correspondence:
    """One row of the table: a model quantity, the series it is compared with, and how.

    `calendar`: "agricultural year", "1 July", "1 January" (mean of the two Julys), "calendar year" (half of each of two
    agricultural years), "calendar deaths" (famine deaths mostly after January), "calendar trade" (imports mostly after
    January, exports half and half) or "calendar flow" (half of each, but in 1932/33 mostly before January). `error` is
    the least measurement error, relative unless `absolute`; the published range widens it. `scale` turns the series'
    unit into the quantity's; `relative_to` compares ratios to a year. Without `evidence` a row is shown and not fitted.
    """

    name: str
    title: Text
    quantity: str
    series: str
    calendar: str
    error: float
    kind: str = ""
    regions: tuple[str, ...] = ()
    record_region: str = ""
    first: int = FIRST_YEAR
    last: int = LAST_YEAR
    scale: float = 1.0
    relative_to: int | None = None
    absolute: bool = False
    evidence: bool = True
    skip: tuple[int, ...] = ()
    note: Text = NO_TEXT

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kind that is compared, none where all are."""
        return (self.kind,) if self.kind else ()

    def measure(self, years: Iterable[int], how: str = "each") -> Measure:
        """The model's figure of the row in some years, as a measure."""
        narrowed = {"kinds": self.kinds, "regions": self.regions, "relative_to": self.relative_to}
        return Measure((self.quantity,), tuple(years), how, self.calendar, **narrowed)


@dataclass(frozen=True)
class Observed:
    """One figure of the record in the units of the model, with its relative error."""

    year: int
    value: float
    low: float
    high: float
    error: float


UKRAINE = ("ukraine_steppe", "ukraine_forest_steppe")
TRADE = ("grain_imports_postwar_official", "grain_exports_postwar_official")
NUMBERS = ("scale", "per")


def _rows() -> tuple[Correspondence, ...]:
    """The rows of the file, in its order. Raises `BadFile` or `UnknownName` with the row that is wrong."""
    entries = tomllib.loads(files(__package__).joinpath("comparisons.toml").read_text(encoding="utf-8"))
    return tuple(_row(name, entry, entries["constants"]) for name, entry in entries["rows"].items())


def _row(name: str, entry: Mapping, constants: Mapping) -> Correspondence:
    place = f"comparisons.toml, {name}"
    for key in entry:
        if key not in (*Correspondence.__dataclass_fields__, *NUMBERS):
            raise UnknownName("field", key, (*Correspondence.__dataclass_fields__, "per"), where=place)
    scale, per = (prod(_number(part, constants, place) for part in entry.get(key, ())) for key in NUMBERS)
    texts = {key: Text(**entry[key]) for key in ("title", "note") if key in entry}
    lists = {key: tuple(entry[key]) for key in ("regions", "skip") if key in entry}
    plain = {key: value for key, value in entry.items() if key not in (*NUMBERS, *texts, *lists)}
    row = Correspondence(name=name, scale=scale / per, **texts, **lists, **plain)
    for problem in problems(row.measure([max(row.first, FIRST_YEAR + 1)])):
        raise BadFile(problem, where=place)
    return row


def _number(part: float | str, constants: Mapping, place: str) -> float:
    """A number, or the constant of that name."""
    if not isinstance(part, str):
        return float(part)
    if part not in constants:
        raise UnknownName("constant", part, constants, where=place)
    return constants[part]["value"]


TABLE = _rows()


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
