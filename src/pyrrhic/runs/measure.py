"""How a number is read out of a run: the form in which tables, targets, claims and pictures say what they read.

    deaths = Measure.of("excess_deaths", 1930, 1933)
    read(run.values, deaths)         # one number for each draw

Arrays have the axes (year, kind, place, draw), and what is read has one number a draw.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy

from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.model import FIRST_YEAR, KINDS, REGION_KEYS, YEARS, assemble
from pyrrhic.record.years import agricultural_year
from pyrrhic.runs.calendars import AGRICULTURAL, CALENDARS, parts_of

Values = Mapping[str, numpy.ndarray]
MEDIAN_REGION = "median"
EACH, OVER_YEAR_BEFORE, RECOVERY = "each", "over the year before", "recovery"


@dataclass(frozen=True)
class Measure:
    """A number of a run: quantities, added up over kinds and regions, in some years, reduced to one number.

    `how` is one of `WAYS`. "each" gives a number for every year, and "over the year before" each year over the one
    before it; "recovery" is the first year after the least in which `reach` times the value of the first year is reached
    again, looking as far as `until`.
    `kinds` and `regions` narrow the axes, all unless named; the region "median" is the middle one of all. `calendar` is
    one of `CALENDARS`. `relative_to` divides every year by that year. The reduced number is divided by `over`, a measure
    or a plain number, multiplied by `scale`, and lessened by `minus`.
    """

    quantities: tuple[str, ...]
    years: tuple[int, ...]
    how: str = "sum"
    calendar: str = AGRICULTURAL
    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    relative_to: int | None = None
    over: "Measure | float" = 1.0
    scale: float = 1.0
    minus: "Measure | float" = 0.0
    reach: float = 1.0
    until: int | None = None

    @classmethod
    def of(cls, quantity: str, first: int, last: int | None = None, how: str = "sum", **options) -> "Measure":
        """A measure of one quantity from one agricultural year to another, both included, or of one year."""
        return cls((quantity,), tuple(range(first, (first if last is None else last) + 1)), how, **options)

    @property
    def inner(self) -> tuple["Measure", ...]:
        """The measures that it is divided by or lessened by."""
        return tuple(part for part in (self.over, self.minus) if isinstance(part, Measure))

    @property
    def end(self) -> int:
        """The last agricultural year that it reads; a later one is looked into only where there is one."""
        return max([*self.years, *(part.end for part in self.inner)])

    @property
    def needs(self) -> tuple[str, ...]:
        """The quantities that a run must keep."""
        own = [part[0] for name in self.quantities for part in parts_of(name, self.calendar, self.years[0])]
        return tuple(dict.fromkeys([*own, *(name for part in self.inner for name in part.needs)]))


@dataclass(frozen=True)
class Reading:
    """One number of a run, one for each draw, with the year or place it belongs to."""

    label: str
    value: numpy.ndarray


def read(values: Values, measure: Measure, years: tuple[int, ...] = YEARS) -> numpy.ndarray | None:
    """The number at every draw; None where the run ends before the years are over, not a number where there is none."""
    if measure.how in (EACH, OVER_YEAR_BEFORE):
        raise BadInput(f"a measure that gives {measure.how} is several numbers", allowed=", ".join(REDUCED))
    if measure.end > years[-1]:
        return None
    with numpy.errstate(all="ignore"):
        return _read(values, measure, years)


def readings(values: Values, measure: Measure) -> tuple[Reading, ...]:
    """The numbers of a measure with their labels: one, or for "each" one for every year."""
    with numpy.errstate(all="ignore"):
        if measure.how not in (EACH, OVER_YEAR_BEFORE):
            return (Reading(label(measure), _read(values, measure, YEARS)),)
        return tuple(_yearly_readings(values, measure))


def label(measure: Measure) -> str:
    """The years of a measure as text."""
    first, last = measure.years[0], measure.years[-1]
    if first != last:
        return f"{first}–{last % 100:02d}"
    return agricultural_year(first) if measure.calendar == AGRICULTURAL else str(first)


def _yearly_readings(values: Values, measure: Measure) -> Iterator[Reading]:
    for year in measure.years:
        value = _number_of_year(values, measure, year)
        if measure.how == OVER_YEAR_BEFORE:
            value = value / _number_of_year(values, measure, year - 1)
        yield Reading(str(year), _finished(values, replace(measure, years=(year,)), value, YEARS))


def _read(values: Values, measure: Measure, years: tuple[int, ...]) -> numpy.ndarray:
    if MEDIAN_REGION in measure.regions:
        table = numpy.array([_read(values, _in_region(measure, region), years) for region in REGION_KEYS])
        return numpy.median(table, axis=0)
    return _finished(values, measure, _reduced(values, measure, years), years)


def _finished(values: Values, measure: Measure, number: numpy.ndarray, years: tuple[int, ...]) -> numpy.ndarray:
    """The reduced number, divided, multiplied and lessened."""
    over = _read(values, measure.over, years) if isinstance(measure.over, Measure) else measure.over
    minus = _read(values, measure.minus, years) if isinstance(measure.minus, Measure) else measure.minus
    return measure.scale * number / over - minus


def _in_region(measure: Measure, region: str) -> Measure:
    """The measure, and what it is divided by, in one region."""
    over = _in_region(measure.over, region) if isinstance(measure.over, Measure) else measure.over
    return replace(measure, regions=(region,), over=over)


def _reduced(values: Values, measure: Measure, years: tuple[int, ...]) -> numpy.ndarray:
    if measure.how == RECOVERY:
        return _recovery(values, measure, years)
    return REDUCED[measure.how](_table(values, measure, measure.years), measure.years)


def _table(values: Values, measure: Measure, years) -> numpy.ndarray:
    """The yearly numbers: (year, draw)."""
    return numpy.array([_number_of_year(values, measure, year) for year in years])


def _number_of_year(values: Values, measure: Measure, year: int) -> numpy.ndarray:
    """The number of one year at every draw."""
    number = _added_up(values, measure, year)
    return number if measure.relative_to is None else number / _added_up(values, measure, measure.relative_to)


def _added_up(values: Values, measure: Measure, year: int) -> numpy.ndarray:
    parts = [part for name in measure.quantities for part in parts_of(name, measure.calendar, year)]
    return sum(weight * _chosen(values, measure, name)[index] for name, index, weight in parts)


def _chosen(values: Values, measure: Measure, quantity: str) -> numpy.ndarray:
    """A quantity by year and draw, added up over the kinds and regions of the measure."""
    if quantity not in values:
        raise UnknownName("quantity", quantity, values)
    array = values[quantity]
    if measure.kinds:
        names = kinds_of(quantity)
        array = array[:, [names.index(kind) for kind in measure.kinds]]
    if measure.regions:
        array = array[:, :, [REGION_KEYS.index(region) for region in measure.regions]]
    return array.sum(axis=(1, 2))


def series_of(run, quantity: str, kinds: Iterable[str] = (), regions: Iterable[str] = ()) -> numpy.ndarray:
    """A quantity of a run per year, added up over the kinds and regions named, all unless named."""
    return _chosen(run.values, Measure((quantity,), (), kinds=tuple(kinds), regions=tuple(regions)), quantity)


def measure_of_draws(run, wanted: Measure) -> numpy.ndarray | None:
    """The number at every draw of a run; None where the run ends before the years are over."""
    return read(run.values, wanted, run.years)


def kinds_of(quantity: str) -> tuple[str, ...]:
    """The names of the kinds of a quantity: species, crops or price vectors; none where it has none."""
    return KINDS.get(assemble().axes_of(quantity)[0] or "", ())


def _recovery(values: Values, measure: Measure, years: tuple[int, ...]) -> numpy.ndarray:
    """The first year after the least of the measure's years in which `reach` times the first value is reached again."""
    after = numpy.array([year for year in years if measure.years[0] <= year <= (measure.until or years[-1])])
    table = _table(values, measure, after)
    least = _year_at(numpy.argmin, table[: len(measure.years)], measure.years)
    reached = (after[:, None] >= least) & (table >= measure.reach * table[0])
    return numpy.where(reached.any(axis=0), after[reached.argmax(axis=0)], numpy.nan)


def _year_at(where: Callable, table: numpy.ndarray, years) -> numpy.ndarray:
    return _where_all_are_numbers(table, numpy.array(years, float)[where(table, axis=0)])


def _where_all_are_numbers(table: numpy.ndarray, number: numpy.ndarray) -> numpy.ndarray:
    """The number, and none at a draw of which a year is none."""
    return numpy.where(numpy.isfinite(table).all(axis=0), number, numpy.nan)


def _growth(table: numpy.ndarray, years) -> numpy.ndarray:
    return 100.0 * ((table[-1] / table[0]) ** (1.0 / (years[-1] - years[0])) - 1.0)


# From the yearly numbers (year, draw) and the years to one number a draw.
REDUCED: Mapping[str, Callable] = {
    "sum": lambda table, years: table.sum(axis=0),
    "mean": lambda table, years: table.mean(axis=0),
    "greatest": lambda table, years: table.max(axis=0),
    "least": lambda table, years: table.min(axis=0),
    "ratio": lambda table, years: table[-1] / table[0],
    "loss": lambda table, years: 1.0 - table[-1] / table[0],
    "change": lambda table, years: table[-1] - table[0],
    "per cent a year": _growth,
    "year of least": lambda table, years: _year_at(numpy.argmin, table, years),
    "year of greatest": lambda table, years: _year_at(numpy.argmax, table, years),
}
WAYS = (*REDUCED, EACH, OVER_YEAR_BEFORE, RECOVERY)


def problems(measure: Measure) -> Iterator[str]:
    """What is wrong with a declared measure, in words."""
    known = assemble().names
    for name in measure.quantities:
        if name not in known:
            yield str(UnknownName("quantity", name, known))
        elif unknown_kinds := [kind for kind in measure.kinds if kind not in kinds_of(name)]:
            yield str(UnknownName("kind", unknown_kinds[0], kinds_of(name)))
    for region in measure.regions:
        if region not in (*REGION_KEYS, MEDIAN_REGION):
            yield str(UnknownName("region", region, (*REGION_KEYS, MEDIAN_REGION)))
    if measure.how not in WAYS:
        yield str(UnknownName("way to measure", measure.how, WAYS))
    if measure.calendar not in CALENDARS:
        yield str(UnknownName("calendar", measure.calendar, CALENDARS))
    if not measure.years or not all(year in YEARS for year in measure.years):
        yield f"its years are not all among {FIRST_YEAR} to {YEARS[-1]}"
    yield from (problem for part in measure.inner for problem in problems(part))
