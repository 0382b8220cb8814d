"""Checks that compare rows with each other: repeated figures, main figures, and figures bound by arithmetic.

The arithmetic checks have a stated tolerance, because printed figures are rounded and come from different
hands.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pyrrhic.record.checks.problem import Problem, Table, finite, problem
from pyrrhic.record.tables import ROLES, VARIANT, Row
from pyrrhic.record.years import parse_year

Key = tuple[str, str]  # territory, year


def comparisons(table: Table) -> Iterator[Problem]:
    """Every problem that only shows when rows are compared."""
    yield from _repeated(table)
    yield from _mains(table)
    for law in LAWS:
        yield from law.problems(table)


def _repeated(table: Table) -> Iterator[Problem]:
    """(series, region, territory, year, source, variant) names one row."""
    first: dict[tuple[str, ...], Row] = {}
    for row in table.rows:
        key = _fields(row, "series", "region", "territory", "year", "source", "variant")
        if key in first:
            yield problem(
                row,
                "series",
                f"{_words(row)} from {row.fields['source']} stands twice, first at {first[key].place}",
            )
        first.setdefault(key, row)


def _mains(table: Table) -> Iterator[Problem]:
    """(series, region, territory, year) has exactly one main row; a user's main takes the place of the
    record's."""
    slots: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in table.rows:
        slots[_fields(row, "series", "region", "territory", "year")].append(row)
    for rows in slots.values():
        mains = [row for row in rows if row.fields["role"] == "main"]
        users = [row for row in mains if row.file in table.user_files]
        if not mains and all(row.fields["role"] in ROLES for row in rows):
            yield problem(rows[0], "role", _without_main(rows, table))
        for row in (users or mains)[1:]:
            yield problem(
                row,
                "role",
                f"{_words(row)} has a second main row; the first is at {(users or mains)[0].place}",
            )


def _without_main(rows: list[Row], table: Table) -> str:
    """What is wrong where no figure is main; a user is told to call the first figure of a year main."""
    if all(row.file in table.user_files for row in rows):
        return f"the record has no figure of {_words(rows[0])} on this territory: call yours main"
    places = ", ".join(row.place for row in rows)
    return f"{_words(rows[0])} has no main row among {places}; one figure must be main"


@dataclass(frozen=True)
class Law:
    """Figures bound by arithmetic: `expected` of the named series should give `target`, within `tolerance`.

    `tolerance` is a share of the target. Only main figures of one territory and year are compared, or those
    of the `source` named.
    """

    title: str
    target: str
    inputs: tuple[str, ...]
    expected: Callable[..., float]
    tolerance: float

    def problems(self, table: Table) -> Iterator[Problem]:
        """A problem at each target that the inputs contradict, with the place of every row involved."""
        columns = [_mains_by_key(table, name) for name in (self.target, *self.inputs)]
        for key in sorted(set(columns[0]).intersection(*columns[1:])):
            target, *rows = (column[key] for column in columns)
            value, numbers = _number(target), [_number(row) for row in rows]
            expected = self.expected(*numbers)
            if abs(expected - value) > self.tolerance * abs(value):
                behind = ", ".join(f"{row.fields['series']} {row.fields['value']} at {row.place}" for row in rows)
                yield problem(
                    target,
                    "value",
                    f"{self.title}: {behind} give {expected:.4g}, and "
                    f"{_words(target)} is {value:g}; tolerance {self.tolerance:.0%}",
                )


def _mains_by_key(table: Table, series: str) -> Mapping[Key, Row]:
    """National main rows of a series with a readable value, by territory and year."""
    return table.national_mains.get(series, {})


def _number(row: Row) -> float:
    return float(row.fields["value"])


def _fields(row: Row, *names: str) -> tuple[str, ...]:
    return tuple(row.fields[name] for name in names)


def _words(row: Row) -> str:
    """The figure in words: series, region, year."""
    region = f" {row.fields['region']}" if row.fields["region"] else ""
    return f"{row.fields['series']}{region} {row.fields['year']}"


@dataclass(frozen=True)
class Balance:
    """A stock of 1 January whose change within the year should be inflow less outflow.

    `tolerance` is a share of the stock.
    """

    title: str
    stock: str
    inflow: str
    outflow: str
    tolerance: float

    def problems(self, table: Table) -> Iterator[Problem]:
        """A problem at each year's end that the flows contradict, with the place of every row involved."""
        stocks, inflows, outflows = (_mains_by_key(table, name) for name in (self.stock, self.inflow, self.outflow))
        for (territory, year), start in sorted(stocks.items()):
            end = stocks.get((territory, str(int(year) + 1))) if year.isdigit() else None
            inflow, outflow = inflows.get((territory, year)), outflows.get((territory, year))
            if end and inflow and outflow:
                yield from self._compare(start, end, inflow, outflow)

    def _compare(self, start: Row, end: Row, inflow: Row, outflow: Row) -> Iterator[Problem]:
        expected = _number(start) + _number(inflow) - _number(outflow)
        if abs(expected - _number(end)) > self.tolerance * _number(end):
            behind = ", ".join(
                f"{row.fields['series']} {row.fields['value']} at {row.place}" for row in (start, inflow, outflow)
            )
            yield problem(
                end,
                "value",
                f"{self.title}: {behind} give {expected:g}, and {_words(end)} is "
                f"{_number(end):g}; tolerance {self.tolerance:.2%}",
            )


@dataclass(frozen=True)
class Wider:
    """A series that counts more than another must stand above it in every year known for both.

    Where the two are equal, the wider main line has slipped to the narrower definition. `factor` brings the
    narrower series to the unit of the wider.
    """

    wider: str
    narrower: str
    factor: float = 1.0

    def problems(self, table: Table) -> Iterator[Problem]:
        """A problem at each figure of the wider series that is not above the narrower."""
        wider, narrower = _mains_by_key(table, self.wider), _mains_by_key(table, self.narrower)
        for key in sorted(set(wider) & set(narrower)):
            less = _number(narrower[key]) * self.factor
            if _number(wider[key]) <= less * (1 + SAME):
                yield problem(
                    wider[key],
                    "value",
                    f"{_words(wider[key])} is {_number(wider[key]):g} and counts more than {self.narrower}, "
                    f"which is {less:g} at {narrower[key].place}: has the definition changed?",
                )


@dataclass(frozen=True)
class PeriodMeans:
    """A printed mean, or total, of a period against the annual main figures of all its years.

    A figure that is known not to agree says so in its note, with the words `STATED`.
    """

    tolerance: float

    def problems(self, table: Table) -> Iterator[Problem]:
        """A problem at each period whose years give neither its mean nor its total."""
        annual: dict[tuple[str, ...], float] = {}
        for row in table.rows:
            if row.fields["role"] == "main" and (value := finite(row.fields["value"])) is not None:
                annual[_fields(row, *LINE, "year")] = value
        for row in table.rows:
            mean, years = finite(row.fields["value"]), _years_of_period(row.fields["year"])
            figures = [annual.get((*_fields(row, *LINE), str(year))) for year in years]
            is_exempt = row.fields["role"] == VARIANT or STATED in row.fields["note"]
            if mean is None or not years or is_exempt or None in figures:
                continue
            total = sum(figure for figure in figures if figure is not None)
            if min(abs(expected - mean) for expected in (total / len(years), total)) > self.tolerance * abs(mean):
                yield problem(
                    row,
                    "value",
                    f"{_words(row)} is {mean:g} and its years give {total / len(years):.4g} on average; "
                    f"are they of one vintage? tolerance {self.tolerance:.0%}; a known contradiction has "
                    f"'{STATED}' in its note",
                )


LINE = ("series", "region", "territory")
SAME = 0.001  # figures nearer than this share are the same figure, rounded
STATED = "the years disagree"


def _years_of_period(text: str) -> range:
    """The years of a period; none where the year is of another form."""
    try:
        year = parse_year(text)
    except ValueError:
        return range(0)
    return range(year.first, year.last + 1) if year.kind == "period" else range(0)


def _tenth_of_product(area: float, harvest_yield: float) -> float:
    """Million hectares times centners per hectare in million tonnes."""
    return 0.1 * area * harvest_yield


# Printed yields have one decimal, about 1 % of their value; areas of 1930, 1936 and 1955-58 come from another
# printing than the yields and differ by up to 3.6 % (in 1955-58 maize was later moved to fodder).
_YIELD = (
    "area x yield against harvest",
    ("sown_area_grain", "grain_yield_official"),
    _tenth_of_product,
    0.04,
)
LAWS: tuple[Law | Balance | Wider | PeriodMeans, ...] = (
    Law(_YIELD[0], "grain_harvest_revised_official", *_YIELD[1:]),
    Law(_YIELD[0], "grain_harvest_postwar_official", *_YIELD[1:]),
    Law(
        "town and country against the whole",
        "population_official",
        ("urban_population", "rural_population"),
        lambda urban, rural: urban + rural,
        0.001,
    ),
    Law(
        "arrivals less departures",
        "migration_net_to_towns",
        ("migration_arrivals_in_towns", "migration_departures_from_towns"),
        lambda arrivals, departures: arrivals - departures,
        0.001,
    ),
    # What is processed into drinks and other foods is in neither side; it is 1 to 1.6 % of the supply.
    Law(
        "uses, exports, imports and stores against production",
        "cereal_production_food_balance_fao",
        (
            "cereal_feed_fao",
            "cereal_food_fao",
            "cereal_seed_fao",
            "cereal_losses_fao",
            "cereal_other_uses_fao",
            "cereal_exports_fao",
            "cereal_imports_fao",
            "cereal_stock_change_fao",
        ),
        lambda feed, food, seed, lost, other, sold, bought, taken: (
            feed + food + seed + lost + other + sold - bought - taken
        ),
        0.025,
    ),
    # 0.15 % of the population leaves room for the 200 thousand by which the identity fails in 1933.
    Balance(
        "births less deaths against the change of population",
        "population_1_january",
        "births_reconstructed",
        "deaths_reconstructed",
        0.0015,
    ),
    Wider("grain_exports_calendar_year", "grain_exports_calendar_year_without_flour", 0.001),
    Wider("grain_harvest_first_published", "grain_harvest_postwar_official"),
    Wider("grain_harvest_postwar_official", "grain_harvest_cia"),
    Wider("grain_harvest_postwar_official", "cereal_harvest_fao"),
    Wider("sown_area_total", "sown_area_grain"),
    PeriodMeans(0.05),
)
