"""The figures that Pyrrhic speaks of, declared once and named everywhere: `figures/*.toml`.

    figure("excess_deaths_1930_34").measure     # how it is read out of a run
    figure("excess_deaths_1930_34").record      # what the record has of it, where it has anything

An entry says its title in both languages, its unit, how it is measured, and which figures of the record stand beside it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyrrhic.errors import BadFile, UnknownName
from pyrrhic.runs.evidence import Evidence
from pyrrhic.runs.measure import Measure, problems
from pyrrhic.texts import Text, text_of

FIELDS = ("title", "unit", "decimals", "record")
PLAIN = ("how", "calendar", "relative_to", "scale", "reach", "until")
OF_MEASURE = ("quantity", "from", "to", "year", "years", "kinds", "regions", "over", "minus", *PLAIN)
INHERITED = ("from", "to", "year", "years", "how", "calendar", "regions")
YEARS = ("from", "to", "year", "years")


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
    declared: dict[str, Figure] = {}
    for file in sorted(files(__package__).joinpath("figures").iterdir(), key=lambda path: path.name):
        for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if name in declared:
                raise BadFile(f"the figure {name} is declared twice", where=file.name)
            declared[name] = _figure(name, entry, f"{file.name}, {name}")
    return declared


def _figure(name: str, entry: Mapping, place: str) -> Figure:
    for key in entry:
        if key not in (*FIELDS, *OF_MEASURE):
            raise UnknownName("field", key, (*FIELDS, *OF_MEASURE), where=place)
    measure = (
        measure_of({key: entry[key] for key in OF_MEASURE if key in entry}, place) if "quantity" in entry else None
    )
    record = evidence_of(entry["record"]) if "record" in entry else None
    title = text_of(entry, "title", place)
    return Figure(name, title, entry["unit"], entry.get("decimals", 1), measure, record)


def measure_of(entry: Mapping, place: str) -> Measure:
    """A measure as a file declares it; what divides it has its years, calendar and regions unless it says its own."""
    for key in entry:
        if key not in OF_MEASURE:
            raise UnknownName("field of a measure", key, OF_MEASURE, where=place)
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
    if "years" in entry:
        return tuple(entry["years"])
    if "from" in entry and "to" in entry:
        return tuple(range(entry["from"], entry["to"] + 1))
    raise BadFile("it does not say which years", where=place, allowed="year, years, or from and to")


def evidence_of(entry: Mapping) -> Evidence:
    """Figures of the record as a file declares them; other estimates have the series and region of the first."""
    own = {key: value for key, value in entry.items() if key not in ("years", "others")}
    others = tuple(evidence_of({**own, **other}) for other in entry.get("others", ()))
    return Evidence(years=tuple(entry["years"]), others=others, **own)
