"""Targets as a file declares them, one entry each: title and why in both languages, unit, bounds, sources, and what is read.

    [towns_1939]
    title = { en = "...", ru = "..." }
    unit = "model / record"
    row = "urban_population"        # a row of the comparisons, in the years of the entry
    year = 1939
    against = "record"
    bounds = { low = 0.95, high = 1.05 }
    why = { en = "...", ru = "..." }

What is read is one of: `figure`, a figure of `runs/figures`, whose title and unit serve where the entry has none;
`row`, a row of the comparisons, `how` one of the ways to measure; `quantity`, a measure as in `runs/figures`; `series`,
figures of the record itself; or `parts`, several of these with labels. `against` divides it by the record's figures of
the row, by a series, or by printed numbers with their work: { published = [2.0, 5.0], how = "ratio", work = "..." }.
Bounds are `low` and `high`, or `range = "published"` for the range of the row's figures; widened by a `tolerance` (a
share either way), a `factor` or a `margin`. Sources are those of the row unless the entry has its own.
"""

from collections.abc import Collection, Iterable, Mapping
from importlib.resources.abc import Traversable
from math import inf
from typing import Any

from pyrrhic.calibration.comparisons import Correspondence, Observed, correspondences, observations
from pyrrhic.errors import BadFile, PyrrhicError
from pyrrhic.fields import (
    NUMBER,
    NUMBERS,
    TABLE,
    TABLES,
    TEXT,
    TRUTH,
    WHOLE_NUMBERS,
    WORD,
    Content,
    check_entry,
    check_name,
    check_required,
    either,
    entries_of,
    holding,
    one_of,
    references,
    works,
)
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.load import load
from pyrrhic.runs.evidence import Evidence, find
from pyrrhic.runs.figures import FIELDS, OF_MEASURE, YEARS, figure, measure_of, years_of
from pyrrhic.runs.measure import EACH, Measure, problems
from pyrrhic.studies.verdict import DIFFERENCE, RATIO, Figure, Part, Target, source_of
from pyrrhic.texts import NO_TEXT, Text, text_of

SOURCES_OF_NUMBERS = ("figure", "row", "quantity", "series", "parts")
PUBLISHED, OF_THE_RECORD, NO_RANGE = "published", "record", "none published"
OWN: Mapping[str, Content] = {
    "title": TEXT,
    "unit": FIELDS["unit"],
    "bounds": holding(f'low, high, range = "{PUBLISHED}", or "{NO_RANGE}"', lambda bounds: _are_bounds(bounds)),
    "sources": references,
    "why": TEXT,
    "reason": TEXT,
    "rows": WHOLE_NUMBERS,
}
OF_A_PART: Mapping[str, Content] = {"label": TEXT}
READ: Mapping[str, Content] = {
    "figure": WORD,
    "row": WORD,
    "series": WORD,
    "parts": TABLES,
    **OF_MEASURE,
    "against": either(TABLE, one_of("number to set against", (OF_THE_RECORD,))),
}
ALLOWED = {
    "figure": ("against",),
    "row": (*YEARS, "how", "against"),
    "quantity": (*OF_MEASURE, "against"),
    "series": (*YEARS, "against"),
    "parts": (),
}
OF_BOUNDS: Mapping[str, Content] = {
    **dict.fromkeys(("low", "high", "tolerance", "factor", "margin"), NUMBER),
    "strict": TRUTH,
    "range": one_of("range", (PUBLISHED,)),
}
OF_SERIES: Mapping[str, Content] = {"series": WORD, "by": one_of("way to set against", (RATIO, DIFFERENCE))}
OF_PRINTED: Mapping[str, Content] = {PUBLISHED: NUMBERS, "how": one_of("way to combine", (RATIO,)), "work": works}


def read_targets(file: Traversable, rows: Collection[int] = (), measured: bool = True) -> tuple[Target, ...]:
    """The targets of a file, in its order; `rows` are those that the table of published results has.

    Not `measured`, the numbers of the targets come from elsewhere. Raises a `PyrrhicError` with file and entry.
    """
    return tuple(
        read_target(name, entry, rows, measured, f"{file.name}, {name}") for name, entry in entries_of(file).items()
    )


def _are_bounds(bounds: Any) -> bool:
    """Whether an entry says bounds, or that there are none."""
    return bounds == NO_RANGE or (isinstance(bounds, Mapping) and bool({"low", "high", "range"} & set(bounds)))


def row_named(name: str, place: str = "") -> Correspondence:
    """The row of the comparisons of that name; raises `UnknownName` with `place`."""
    by_name = {row.name: row for row in correspondences()}
    check_name("row of the comparisons", name, by_name, place)
    return by_name[name]


# --- an entry -------------------------------------------------------------------------------------------------


def read_target(
    name: str, entry: Mapping, rows: Collection[int] = (), measured: bool = True, place: str = ""
) -> Target:
    """The target of an entry; `place` names the file and the entry in an error."""
    if not measured:
        check_entry(entry, OWN, place)
    source = _source_of_numbers(entry, OWN, place) if measured else None
    row = row_named(entry["row"], place) if source == "row" else None
    title, unit = _title_and_unit(entry, place)
    low, high, strict = _bounds(entry, row, place)
    return Target(
        name,
        title,
        unit,
        low,
        high,
        _sources(entry, row, place),
        text_of(entry, "why", place),
        _parts(entry, source, place),
        strict,
        reason=text_of(entry, "reason", place) if "reason" in entry else NO_TEXT,
        rows=_rows(entry, rows, place),
    )


def _source_of_numbers(entry: Mapping, own: Mapping[str, Content], place: str) -> str:
    """Which of the ways to say what is read an entry uses; its fields are that, what belongs to it, and its own."""
    check_entry(entry, {**own, **READ}, place)
    used = [key for key in SOURCES_OF_NUMBERS if key in entry]
    if len(used) != 1:
        what = f"it has {' and '.join(used)}" if used else "it does not say what is read"
        raise BadFile(what, where=place, allowed=f"one of {', '.join(SOURCES_OF_NUMBERS)}")
    for field in entry:
        check_name("field", field, (*own, used[0], *ALLOWED[used[0]]), place)
    return used[0]


def _title_and_unit(entry: Mapping, place: str) -> tuple[Text, str]:
    """The title and unit of an entry, or of the figure that it names."""
    if "figure" in entry:
        named = _figure(entry["figure"], place)
        title = text_of(entry, "title", place) if "title" in entry else named.title
        return title, entry.get("unit", named.unit)
    check_required(entry, ("unit",), place)
    return text_of(entry, "title", place), entry["unit"]


def _sources(entry: Mapping, row: Correspondence | None, place: str) -> tuple[str, ...]:
    sources = entry.get("sources", source_of(row).split("; ") if row else [])
    if not sources and entry.get("bounds") != NO_RANGE:
        raise BadFile("it has no sources", where=place)
    return tuple(sources)


def _rows(entry: Mapping, rows: Collection[int], place: str) -> tuple[int, ...]:
    """The rows of the table of published results that an entry is part of."""
    for row in entry.get("rows", ()):
        if row not in rows:
            raise BadFile(f"Table 1 has no row {row}", where=place, allowed=", ".join(map(str, rows)))
    return tuple(entry.get("rows", ()))


def _bounds(entry: Mapping, row: Correspondence | None, place: str) -> tuple[float, float, bool]:
    """The bounds of an entry, as wide as it says, and whether they are strict."""
    check_required(entry, ("bounds",), place)
    bounds = entry["bounds"]
    if bounds == NO_RANGE:
        return -inf, inf, False
    check_entry(bounds, OF_BOUNDS, f"{place}, bounds")
    low, high = _range(entry, row, place) if "range" in bounds else (bounds.get("low", -inf), bounds.get("high", inf))
    low, high = _widened(low, high, bounds)
    if low > high:
        raise BadFile(f"its lower bound {low:g} lies above its upper bound {high:g}", where=place)
    return low, high, bounds.get("strict", False)


def _widened(low: float, high: float, bounds: Mapping) -> tuple[float, float]:
    """Bounds as wide as a tolerance (a share either way), a factor or a margin makes them."""
    tolerance, factor, margin = bounds.get("tolerance", 0.0), bounds.get("factor", 1.0), bounds.get("margin", 0.0)
    return low * (1.0 - tolerance) / factor - margin, high * (1.0 + tolerance) * factor + margin


def _range(entry: Mapping, row: Correspondence | None, place: str) -> tuple[float, float]:
    """The published range of a row's figures, added up over the years of the entry."""
    if row is None:
        raise BadFile("a range is that of a row of the comparisons", where=place, allowed=f'range = "{PUBLISHED}"')
    seen = [_observed(row)[year] for year in _recorded_years(row, entry, place)]
    return sum(figure.low for figure in seen), sum(figure.high for figure in seen)


# --- what is read ---------------------------------------------------------------------------------------------


def _parts(entry: Mapping, source: str | None, place: str) -> tuple[Part, ...]:
    if source != "parts":
        return (_part(entry, source, None, place),) if source else ()
    return tuple(_labelled(part, f"{place}, part {number}") for number, part in enumerate(entry["parts"], 1))


def _labelled(entry: Mapping, place: str) -> Part:
    source = _source_of_numbers(entry, OF_A_PART, place)
    if source == "parts":
        raise BadFile("a part has no parts", where=place)
    return _part(entry, source, text_of(entry, "label", place), place)


def _part(entry: Mapping, source: str, label: Text | None, place: str) -> Part:
    if source == "series":
        return Part(
            None,
            _figures_of_series(entry["series"], years_of(entry, place), place),
            label,
            *_against(entry, None, place),
        )
    measure = MEASURES[source](entry, place)
    return Part(measure, (), label, *_against(entry, measure, place))


def _measure_of_figure(entry: Mapping, place: str) -> Measure:
    named = _figure(entry["figure"], place)
    if named.measure is None:
        raise BadFile(f"the model has no number for the figure {named.name}", where=place)
    return named.measure


def _figure(name: str, place: str):
    try:
        return figure(name)
    except PyrrhicError as error:
        raise error.at(place) from None


def _measure_of_row(entry: Mapping, place: str) -> Measure:
    """A row of the comparisons as a measure: its quantity, kind, regions and calendar, in the years of the entry."""
    measure = row_named(entry["row"], place).measure(years_of(entry, place), entry.get("how", EACH))
    for problem in problems(measure):
        raise BadFile(problem, where=place)
    return measure


def _measure_of_quantity(entry: Mapping, place: str) -> Measure:
    return measure_of({key: entry[key] for key in OF_MEASURE if key in entry}, place)


MEASURES = {"figure": _measure_of_figure, "row": _measure_of_row, "quantity": _measure_of_quantity}


# --- what it is set against -----------------------------------------------------------------------------------


def _against(entry: Mapping, measure: Measure | None, place: str) -> tuple[tuple[float, ...], str]:
    """The number that each reading is set against, and whether by ratio or difference."""
    against = entry.get("against")
    if against is None:
        return (), RATIO
    if against == OF_THE_RECORD:
        return _added_up(_record_of_row(entry, place), measure, place), RATIO
    if not isinstance(against, Mapping) or len({"series", PUBLISHED} & set(against)) != 1:
        raise BadFile("against what is not said", where=place, allowed='"record", { series }, or { published, work }')
    if PUBLISHED in against:
        return (_printed(against, f"{place}, against"),), RATIO
    check_entry(against, OF_SERIES, f"{place}, against")
    years = measure.years if measure else years_of(entry, place)
    numbers = [float(recorded.value) for recorded in _figures_of_series(against["series"], years, place)]
    return _added_up(numbers, measure, place), against.get("by", RATIO)


def _added_up(numbers: list[float], measure: Measure | None, place: str) -> tuple[float, ...]:
    """The record's figures year by year, or their sum where the measure is one."""
    if measure is None or measure.how == EACH:
        return tuple(numbers)
    if measure.how == "sum":
        return (sum(numbers),)
    raise BadFile(f"{measure.how} is not set against the record", where=place, allowed=f"{EACH}, sum")


def _printed(against: Mapping, place: str) -> float:
    """A printed number, or the ratio of the last to the first of several."""
    check_entry(against, OF_PRINTED, place, required=(PUBLISHED, "work"))
    numbers, how = against[PUBLISHED], against.get("how", "")
    if how == RATIO and len(numbers) > 1:
        return numbers[-1] / numbers[0]
    if how or len(numbers) != 1:
        raise BadFile("it has not one printed number", where=place, allowed='one, or several with how = "ratio"')
    return float(numbers[0])


def _record_of_row(entry: Mapping, place: str) -> list[float]:
    if "row" not in entry:
        raise BadFile("only a row of the comparisons has a record", where=place, allowed="against = { series }")
    row = row_named(entry["row"], place)
    return [_observed(row)[year].value for year in _recorded_years(row, entry, place)]


def _observed(row: Correspondence) -> Mapping[int, Observed]:
    return {observed.year: observed for observed in observations(row)}


def _recorded_years(row: Correspondence, entry: Mapping, place: str) -> tuple[int, ...]:
    """The years of an entry, all of which the record must have."""
    years, has = years_of(entry, place), _observed(row)
    for year in years:
        if year not in has:
            raise BadFile(f"the record has no figure of {row.name} for {year}", where=place)
    return years


def _figures_of_series(series: str, years: Iterable[int], place: str) -> tuple[Figure, ...]:
    """Figures of a series of the record, one for each year."""
    check_name("series", series, (*load(), *DERIVED), place)
    try:
        values = {str(year): find(load(), Evidence(series, (str(year),))).value for year in years}
    except PyrrhicError as error:
        raise error.at(place) from None
    return tuple(Figure(Text(year, year), value) for year, value in values.items())
