"""What is compared with what: each model quantity beside the series of the record that it should reproduce.

Equations never read observations; the two meet in `comparisons.toml` and nowhere else. Each row states the calendar,
the region and the measurement error. The model's year 1932 is the agricultural year from 1 July 1932.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log, prod
from typing import Any

from pyrrhic.errors import BadFile, BadInput, PyrrhicError
from pyrrhic.fields import (
    NUMBER,
    TABLE,
    TEXT,
    TRUTH,
    WHOLE,
    WHOLE_NUMBERS,
    WORD,
    WORDS,
    Content,
    check_entry,
    check_name,
    entries_of,
    holding,
    is_number,
    is_word,
    one_of,
)
from pyrrhic.model import FIRST_YEAR, LAST_YEAR, REGION_KEYS, SPECIES
from pyrrhic.record.added import is_users
from pyrrhic.record.derive.operations import Point
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import Observation, Record, load
from pyrrhic.runs.calendars import parts_of
from pyrrhic.runs.measure import Measure, problems
from pyrrhic.texts import NO_TEXT, Text, text_of

SMALLEST = 1e-6
SINGLE_YEARS = ("year", "agricultural year")


@dataclass(frozen=True)
class Correspondence:
    """One row of the table: a model quantity, the series it is compared with, and how.

    `calendar`: "agricultural year", "1 July", "1 January" (mean of the two Julys), "calendar year" (half of each of two
    agricultural years), "calendar deaths" (famine deaths mostly after January), "calendar trade" (imports mostly after
    January, exports half and half) or "calendar flow" (half of each, but what shut towns kept out in calendar 1933 alone).
    `error` is the least measurement error, relative unless `absolute`; the published range widens it. No range widens that
    of a row that is `exact` and must be met. `scale` turns the series' unit into the quantity's; `relative_to` compares ratios to a year.
    Without `evidence` a row is shown and not fitted.
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
    exact: bool = False
    evidence: bool = True
    skip: tuple[int, ...] = ()
    note: Text = NO_TEXT

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kind that is compared, none where all are."""
        return (self.kind,) if self.kind else ()

    def measure(self, years: Iterable[int], how: str = "each") -> Measure:
        """The model's figure of the row in some years, as a measure."""
        narrowed: dict[str, Any] = {"kinds": self.kinds, "regions": self.regions, "relative_to": self.relative_to}
        return Measure((self.quantity,), tuple(years), how, self.calendar, **narrowed)


@dataclass(frozen=True)
class Observed:
    """One figure of the record in the units of the model, with its relative error."""

    year: int
    value: float
    low: float
    high: float
    error: float


TRADE = ("grain_imports_postwar_official", "grain_exports_postwar_official")
NUMBERS = ("scale", "per")
FILE, NET_IMPORTS = "comparisons.toml", "net_grain_imports"


def _is_product(value: Any) -> bool:
    return isinstance(value, list) and all(is_number(part) or is_word(part) for part in value)


PRODUCT = holding("a list of numbers and names of constants", _is_product)
FIELDS: Mapping[str, Content] = {
    "title": TEXT,
    "quantity": WORD,
    "series": one_of("series", lambda: (*load(), *DERIVED, NET_IMPORTS)),
    "calendar": WORD,
    "error": NUMBER,
    "kind": WORD,
    "regions": WORDS,
    "record_region": WORD,
    "first": WHOLE,
    "last": WHOLE,
    "relative_to": WHOLE,
    "absolute": TRUTH,
    "evidence": TRUTH,
    "skip": WHOLE_NUMBERS,
    "note": TEXT,
    "scale": PRODUCT,
    "per": PRODUCT,
}
REQUIRED = ("title", "quantity", "series", "calendar", "error")
OF_A_CONSTANT: Mapping[str, Content] = {"value": NUMBER, "reason": TEXT}


@cache
def correspondences() -> tuple[Correspondence, ...]:
    """The rows of the file, in its order. Raises a `PyrrhicError` with the row that is wrong."""
    document = entries_of(files(__package__).joinpath(FILE))
    check_entry(document, {"constants": TABLE, "rows": TABLE}, FILE, required=("constants", "rows"))
    constants = {name: _constant(name, entry) for name, entry in document["constants"].items()}
    return tuple(_row(name, entry, constants) for name, entry in document["rows"].items())


def _constant(name: str, entry: Mapping) -> float:
    check_entry(entry, OF_A_CONSTANT, f"{FILE}, {name}", required=OF_A_CONSTANT)
    return entry["value"]


def _row(name: str, entry: Mapping, constants: Mapping[str, float]) -> Correspondence:
    place = f"{FILE}, {name}"
    check_entry(entry, FIELDS, place, REQUIRED)
    scale, per = (prod(_number(part, constants, place) for part in entry.get(key, ())) for key in NUMBERS)
    texts: dict[str, Any] = {key: text_of(entry, key, place) for key in ("title", "note") if key in entry}
    lists: dict[str, Any] = {key: tuple(entry[key]) for key in ("regions", "skip") if key in entry}
    plain = {key: value for key, value in entry.items() if key not in (*NUMBERS, *texts, *lists)}
    row = Correspondence(name=name, scale=scale / per, **texts, **lists, **plain)
    for problem in problems(row.measure([max(row.first, FIRST_YEAR + 1)])):
        raise BadFile(problem, where=place)
    return row


def _number(part: float | str, constants: Mapping[str, float], place: str) -> float:
    """A number, or the constant of that name."""
    if not isinstance(part, str):
        return float(part)
    check_name("constant", part, constants, place)
    return constants[part]


@cache
def observations(correspondence: Correspondence, record: Record | None = None) -> tuple[Observed, ...]:
    """The figures that a row compares with, in the model's units: of the project's own record unless another is given."""
    known = load() if record is None else record
    figures, scale = [], correspondence.scale / _reference(correspondence, known)
    for year, value, low, high in _figures(correspondence, known):
        if correspondence.first <= year <= correspondence.last and year not in correspondence.skip:
            value, low, high = (number * scale for number in (value, low, high))
            spread = (log(high / low) / 4.0) if low > SMALLEST and high > low else 0.0
            error = correspondence.error if correspondence.exact else max(correspondence.error, spread)
            figures.append(Observed(year, value, low, high, error))
    return tuple(figures)


def _reference(row: Correspondence, record: Record) -> float:
    """The figure of the year that ratios are taken to; 1 where figures are compared as they are. Raises `BadInput` for nought."""
    if row.relative_to is None:
        return 1.0
    reference = next(value for year, value, _, _ in _figures(row, record) if year == row.relative_to)
    if not reference:
        raise BadInput(f"{row.series} of {row.relative_to} is nought, and the other years are compared relative to it")
    return reference


def _figures(row: Correspondence, record: Record) -> Iterator[tuple[int, float, float, float]]:
    """Year, value, low and high of the figures that a row compares with, as the record has them."""
    if row.series in DERIVED:
        points = points_of(row.series, record)
        yield from ((point.year, point.value, point.low, point.high) for point in points if not point.region)
    elif row.series == NET_IMPORTS:
        bought, sold = (_by_year(series, record) for series in TRADE)
        yield from ((year, bought[year] - sold[year], *2 * (bought[year] - sold[year],)) for year in bought)
    else:
        for observation in main_figures(row, record):
            value = observation.value
            yield observation.first_year, value, observation.low or value, observation.high or value


def points_of(series: str, record: Record) -> tuple[Point, ...]:
    """The points of a derived series; those of the project's own record where a user's figures do not let it be derived."""
    try:
        return derive(record, series).points
    except PyrrhicError:
        if not record.added:
            raise
        return derive(load(), series).points


def main_figures(row: Correspondence, record: Record) -> tuple[Observation, ...]:
    """The main figures of single years of a printed series in the region of a row.

    Where a user has a figure of another territory than the record's own, the record's own is compared.
    """
    figures = [
        observation
        for observation in record.series(row.series).main(region=row.record_region)
        if observation.when.kind in SINGLE_YEARS
    ]
    own = {observation.first_year for observation in figures if not is_users(observation)}
    return tuple(figure for figure in figures if not is_users(figure) or figure.first_year not in own)


def _by_year(series: str, record: Record) -> dict[int, float]:
    """The main figures of a series by their first year."""
    return {observation.first_year: observation.value for observation in record.series(series).main()}


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
