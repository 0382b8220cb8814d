"""A figure to reach: what it is, whether a run meets it, and the small functions that compute it from a run.

A measure reads arrays whose last axis is members and gives its numbers for all of them at once; a single run has one.
The figures themselves stand in fit.py, and those that only the table of published results has in fit_literature.py.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy

from pyrrhic.calibration.comparisons import TABLE, TRADE, Correspondence, observations, predicted
from pyrrhic.model import FIRST_YEAR, REGION_KEYS
from pyrrhic.record.years import agricultural_year
from pyrrhic.runs.calendars import FAMINE_DEATHS_BEFORE_JANUARY

NET_OF = {"net_grain_imports": TRADE}
RATIO, YEAR, DEATHS, TONNES = "model / record", "year", "million persons", "Mt"
Values = Mapping[str, numpy.ndarray]


@dataclass(frozen=True)
class Figure:
    """One number of a target, or one for each member, with the year or place it belongs to."""

    label: str
    value: float | numpy.ndarray


@dataclass(frozen=True)
class Target:
    """A figure to reach: what is computed from the run, and the bounds within which every number of it must lie.

    `source` is a citation, or `record: NAME` where the bounds come from a series. A bound that is `strict` does not
    itself count as reached. `why` says how the target was read and what it rests on, `reason` why the model is likely
    to fall short of it where it does. `rows` are those of the table of published results that it is part of.
    """

    name: str
    title: str
    unit: str
    low: float
    high: float
    source: str
    why: str
    measure: Callable[[Values], Iterable[Figure]]
    strict: bool = False
    reason: str = ""
    rows: tuple[int, ...] = ()

    def holds(self, value: float | numpy.ndarray) -> bool | numpy.ndarray:
        """Whether a number, or each of several, lies within the bounds; what is not a number does not."""
        if self.strict:
            return (self.low < value) & (value < self.high)
        return (self.low <= value) & (value <= self.high)

    def read(self, values: Values) -> tuple[Figure, ...]:
        """The numbers of every member; of one that failed they need not be any."""
        with numpy.errstate(all="ignore"):
            return tuple(self.measure(values))

    def verdict(self, values: Values) -> "Verdict":
        """The target held against a run of one member."""
        return self.judged([replace(one, value=float(numpy.squeeze(one.value))) for one in self.read(values)])

    def judged(self, figures: Iterable[Figure]) -> "Verdict":
        """The target held against one number for each figure."""
        figures = tuple(figures)
        missed = tuple(one for one in figures if not self.holds(one.value))
        worst = max(missed or figures, key=lambda one: max(self.low - one.value, one.value - self.high))
        return Verdict(self, figures, missed, worst)


@dataclass(frozen=True)
class Verdict:
    """A target with the run's numbers: all of them, those that fall short, and the one nearest or past a bound."""

    target: Target
    figures: tuple[Figure, ...]
    missed: tuple[Figure, ...]
    worst: Figure

    @property
    def met(self) -> bool:
        """Whether every number lies within the bounds."""
        return not self.missed


# --- how figures are computed from a run ----------------------------------------------------------------------


def source_of(row: Correspondence) -> str:
    """The series of the record behind a row of the table, as `record: NAME`."""
    names = NET_OF.get(row.series, (row.series,))
    return "; ".join(f"record: {name}" for name in names)


def row_named(name: str) -> Correspondence:
    """The row of the table of that name."""
    return next(row for row in TABLE if row.name == name)


def of_model(row: Correspondence, values: Values, year: int) -> numpy.ndarray:
    """The model's figure for one year of a row of the table, per member."""
    return predicted(row, values, year)


def over_record(row: Correspondence, years: Sequence[int]) -> Callable[[Values], Iterable[Figure]]:
    """The model's figure over that of the record in each of the years."""

    def measure(values):
        recorded = {one.year: one.value for one in observations(row)}
        return [Figure(str(year), of_model(row, values, year) / recorded[year]) for year in years]

    return measure


def total_over_record(row: Correspondence, years: Sequence[int]) -> Callable[[Values], Iterable[Figure]]:
    """The sum of the years in the model over that of the record."""

    def measure(values):
        recorded = sum(one.value for one in observations(row) if one.year in years)
        return [Figure(f"{years[0]}-{years[-1]}", sum(of_model(row, values, year) for year in years) / recorded)]

    return measure


def greatest_year(row: Correspondence, years: Sequence[int]) -> Callable[[Values], Iterable[Figure]]:
    """The year of the greatest figure."""
    return lambda values: [Figure("year", year_of_greatest(years, [of_model(row, values, year) for year in years]))]


def least_year(row: Correspondence, years: Sequence[int]) -> Callable[[Values], Iterable[Figure]]:
    """The year of the least figure."""
    return lambda values: [Figure("year", year_of_greatest(years, [-of_model(row, values, year) for year in years]))]


def year_of_greatest(years: Sequence[int], numbers: Sequence[numpy.ndarray]) -> numpy.ndarray:
    """The first year of the greatest number, per member; what is not a number is never the greatest."""
    table = numpy.array(numbers)
    return numpy.array(years)[numpy.where(numpy.isnan(table), -numpy.inf, table).argmax(axis=0)]


def each(row: Correspondence, years: Sequence[int]) -> Callable[[Values], Iterable[Figure]]:
    """The model's figure in each of the years."""
    return lambda values: [Figure(str(year), of_model(row, values, year)) for year in years]


def national(values: Values, quantity: str, year: int) -> numpy.ndarray:
    """A quantity in an agricultural year, summed over the regions where it has any, per member."""
    return values[quantity][year - FIRST_YEAR, 0].sum(axis=0)


def calendar_deaths(values: Values, year: int, regions: Sequence[str] = ()) -> numpy.ndarray:
    """Famine deaths of a calendar year: all but a twentieth of an agricultural year's fall after 1 January."""
    array = values["excess_deaths_rural" if regions else "excess_deaths"]
    columns = [REGION_KEYS.index(region) for region in regions] or [0]
    before, now = (array[one - FIRST_YEAR, 0, columns].sum(axis=0) for one in (year - 1, year))
    return FAMINE_DEATHS_BEFORE_JANUARY * now + (1.0 - FAMINE_DEATHS_BEFORE_JANUARY) * before


def famine_deaths(*regions: str) -> Callable[[Values], Iterable[Figure]]:
    """Deaths above the ordinary in the calendar years 1931-34, in the country or in the villages of some regions."""
    return lambda values: [Figure("1931-34", sum(calendar_deaths(values, year, regions) for year in range(1931, 1935)))]


def share_in_1933(*regions: str) -> Callable[[Values], Iterable[Figure]]:
    """Part of the deaths of 1931-34 that fall in calendar 1933, in the country or in the villages of some regions."""

    def measure(values):
        total = famine_deaths(*regions)(values)[0].value
        share = calendar_deaths(values, 1933, regions) / numpy.where(total == 0.0, 1.0, total)
        return [Figure("1933", numpy.where(total == 0.0, 0.0, share))]

    return measure


def deaths_of(year: int) -> Callable[[Values], Iterable[Figure]]:
    """Deaths above the ordinary in one agricultural year."""
    return lambda values: [Figure(agricultural_year(year), national(values, "excess_deaths", year))]


YEARS_OF_DRAFT = range(1928, 1941)


def draft_over_1928(values: Values) -> numpy.ndarray:
    """Draft power from 1928 to 1940 over that of 1928: (year, member)."""
    power = [national(values, "draft_power_total", year) for year in YEARS_OF_DRAFT]
    return numpy.array(power) / power[0]


def least_draft_year(values: Values) -> numpy.ndarray:
    """The year of least draft power between 1928 and 1940, per member."""
    return year_of_greatest(YEARS_OF_DRAFT, -draft_over_1928(values))


def least_draft(values: Values) -> Iterable[Figure]:
    """Draft power over that of 1928 at its minimum, under the year in which the first member has it."""
    year, ratio = least_draft_year(values), draft_over_1928(values)
    least = numpy.take_along_axis(ratio, (year - YEARS_OF_DRAFT[0])[None], axis=0)[0]
    return [Figure(str(year[0]), least)]


def draft_regained(values: Values) -> Iterable[Figure]:
    """The first year after the minimum with nine tenths of the draft power of 1928; none by 1940 is no number."""
    years = numpy.array(YEARS_OF_DRAFT)
    regained = (years[:, None] > least_draft_year(values)) & (draft_over_1928(values) >= 0.9)
    return [Figure("year", numpy.where(regained.any(axis=0), years[regained.argmax(axis=0)], numpy.nan))]


def price_ratio(values: Values) -> Iterable[Figure]:
    """Market over procurement price of grain in 1932/33 and 1933/34."""
    return [Figure(str(year), national(values, "market_price_ratio", year)) for year in (1932, 1933)]


def price_ratio_over_last(values: Values) -> Iterable[Figure]:
    """Market over procurement price over that of the year before, 1933/34-1935/36."""
    ratio = {year: national(values, "market_price_ratio", year) for year in range(1932, 1936)}
    return [Figure(str(year), ratio[year] / ratio[year - 1]) for year in (1933, 1934, 1935)]
