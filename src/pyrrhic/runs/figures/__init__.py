"""The figures that Pyrrhic speaks of, declared once and named everywhere, in the files of this folder.

    figure("excess_deaths_1930_34").measure     # how it is read out of a run
    figure("excess_deaths_1930_34").record      # what the record has of it, where it has anything

An entry says its title in both languages, its unit, how it is measured, and which figures of the record stand beside it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyrrhic.errors import BadFile, PyrrhicError, UnknownName
from pyrrhic.fields import (
    NAMES,
    NUMBER,
    TABLE,
    TABLES,
    TEXT,
    WHOLE,
    WHOLE_NUMBERS,
    WORD,
    WORDS,
    Content,
    check_entry,
    either,
    entries_of_all,
    holding,
    one_of,
)
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.load import load
from pyrrhic.runs.evidence import COMBINED, Evidence, find
from pyrrhic.runs.measure import Measure, problems
from pyrrhic.texts import Text, text_of
from pyrrhic.units import UNITS

YEARS = ("from", "to", "year", "years")
INHERITED = (*YEARS, "how", "calendar", "regions")
PLAIN = ("how", "calendar", "relative_to", "scale", "reach", "until")
UNITS_OF_FIGURES = (*UNITS, "times", "1928 = 100", "million head", "model / record")
OF_MEASURE: Mapping[str, Content] = {
    "quantity": either(WORD, WORDS),
    "from": WHOLE,
    "to": WHOLE,
    "year": WHOLE,
    "years": WHOLE_NUMBERS,
    "kinds": NAMES,
    "regions": NAMES,
    "over": either(NUMBER, TABLE),
    "minus": either(NUMBER, TABLE),
    "how": WORD,
    "calendar": WORD,
    "relative_to": WHOLE,
    "scale": NUMBER,
    "reach": NUMBER,
    "until": WHOLE,
}
FIELDS: Mapping[str, Content] = {
    "title": TEXT,
    "unit": one_of("unit", UNITS_OF_FIGURES),
    "decimals": WHOLE,
    "record": TABLE,
    **OF_MEASURE,
}


def _are_years(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(re.match("[0-9]{4}", str(year)) for year in value)


OF_EVIDENCE: Mapping[str, Content] = {
    "series": one_of("series", lambda: (*load(), *DERIVED)),
    "years": holding("a list of years as they are printed, such as 1932 or 1932/33", _are_years),
    "how": one_of("way to combine years", COMBINED),
    "region": WORD,
    "scale": NUMBER,
    "others": TABLES,
}


@dataclass(frozen=True)
class Figure:
    """A number that is spoken of: title, unit, digits shown, how it is measured, and the record's figures of it."""

    name: str
    title: Text
    unit: str
    decimals: int
    measure: Measure | None
    record: Evidence | None


def figure(name: str, where: str = "") -> Figure:
    """The figure of that name; raises `UnknownName` with the nearest match and, where a file names it, the file."""
    if name not in figures():
        raise UnknownName("figure", name, figures(), where=where)
    return figures()[name]


@cache
def figures() -> Mapping[str, Figure]:
    """Every declared figure by name."""
    entries = entries_of_all(files(__package__))
    return {name: _figure(name, entry, f"{file}, {name}") for file, name, entry in entries}


def _figure(name: str, entry: Mapping, place: str) -> Figure:
    check_entry(entry, FIELDS, place, required=("title", "unit"))
    of_measure = {key: entry[key] for key in OF_MEASURE if key in entry}
    measure = measure_of(of_measure, place) if "quantity" in entry else None
    record = evidence_of(entry["record"], f"{place}, record") if "record" in entry else None
    return Figure(name, text_of(entry, "title", place), entry["unit"], entry.get("decimals", 1), measure, record)


def measure_of(entry: Mapping, place: str) -> Measure:
    """A measure as a file declares it; what divides it has its years, calendar and regions unless it says its own."""
    check_entry(entry, OF_MEASURE, place)
    if "quantity" not in entry:
        raise BadFile("it does not say which quantity", where=place)
    plain: dict[str, Any] = {key: entry[key] for key in PLAIN if key in entry}
    names: dict[str, Any] = {key: tuple(entry[key]) for key in ("kinds", "regions") if key in entry}
    inner: dict[str, Any] = {key: _inner(entry, key, place) for key in ("over", "minus") if key in entry}
    quantities = entry["quantity"] if isinstance(entry["quantity"], list) else [entry["quantity"]]
    measure = Measure(tuple(quantities), years_of(entry, place), **plain, **names, **inner)
    for problem in problems(measure):
        raise BadFile(problem, where=place)
    return measure


def _inner(entry: Mapping, key: str, place: str) -> Measure | float:
    value = entry[key]
    if not isinstance(value, Mapping):
        return float(value)
    own = any(name in value for name in YEARS)
    inherited = {name: entry[name] for name in INHERITED if name in entry and not (own and name in YEARS)}
    return measure_of({**inherited, **value}, f"{place}, {key}")


def years_of(entry: Mapping, place: str) -> tuple[int, ...]:
    """The years of an entry: `year`, a list of `years`, or `from` one year `to` another, both included.

    Raises `BadFile` where it gives none.
    """
    if "year" in entry:
        return (entry["year"],)
    if "years" not in entry and not ("from" in entry and "to" in entry):
        raise BadFile("it does not say which years", where=place, allowed="year, years, or from and to")
    years = tuple(entry["years"] if "years" in entry else range(entry["from"], entry["to"] + 1))
    if not years:
        raise BadFile("its years are none", where=place, allowed="a list with a year, or from no later than to")
    return years


def evidence_of(entry: Mapping, place: str) -> Evidence:
    """Figures of the record as a file declares them; other estimates have the series and region of the first.

    Raises a `PyrrhicError` with its place where the record has no such figures.
    """
    check_entry(entry, OF_EVIDENCE, place, required=("series", "years"))
    own = {key: value for key, value in entry.items() if key not in ("years", "others")}
    others = tuple(evidence_of({**own, **other}, f"{place}, others") for other in entry.get("others", ()))
    evidence = Evidence(years=tuple(entry["years"]), others=others, **own)
    try:
        find(load(), evidence)
    except PyrrhicError as error:
        raise error.at(place) from None
    return evidence
