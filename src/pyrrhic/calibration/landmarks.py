"""Landmarks: single figures that no yearly series holds, put together from figures of the record: `landmarks.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyrrhic.calibration.comparisons import Term, correspondences
from pyrrhic.errors import BadFile
from pyrrhic.fields import (
    NUMBER,
    TABLE,
    TABLES,
    TEXT,
    TRUTH,
    WHOLE,
    WHOLE_NUMBERS,
    WORD,
    WORDS,
    Content,
    check_entry,
    entries_of,
    one_of,
    works,
)
from pyrrhic.model import FIRST_YEAR, REGION_KEYS
from pyrrhic.record.load import Observation, Record, load
from pyrrhic.runs.measure import Measure, problems
from pyrrhic.texts import NO_TEXT, Text, text_of

FILE = "landmarks.toml"
DEATH_CHOICES = ("reconstructed", "registered")
FIELDS: Mapping[str, Content] = {
    "title": TEXT,
    "quantity": WORD,
    "years": WHOLE_NUMBERS,
    "regions": WORDS,
    "error": NUMBER,
    "absolute": TRUTH,
    "note": TEXT,
    "deaths": one_of("choice of deaths", DEATH_CHOICES),
}
OF_RECORD: Mapping[str, Content] = {"record": TABLES, "over": TABLE, "times": NUMBER, "digits": WHOLE}
OF_JUDGEMENT: Mapping[str, Content] = {"value": NUMBER, "reason": TEXT, "source": works}
OF_A_FIGURE: Mapping[str, Content] = {
    "series": one_of("series", load),
    "year": WORD,
    "region": WORD,
    "source": works,
    "weight": NUMBER,
}
REQUIRED = ("title", "quantity", "years", "error")


@dataclass(frozen=True)
class Landmark:
    """A quantity summed over years and regions, beside one published figure.

    `value` is in the model's units; `error` is relative, or in the unit itself where `absolute`. `source` are the works,
    `reason` says why a value is taken that no printed figure gives. `deaths` is the choice of death totals under which
    it counts, empty where it counts under every one.
    """

    name: str
    title: Text
    quantity: str
    years: tuple[int, ...]
    value: float
    error: float
    source: str
    regions: tuple[str, ...] = ()
    absolute: bool = False
    note: Text = NO_TEXT
    reason: Text = NO_TEXT
    deaths: str = ""


def landmark_terms(landmark: Landmark) -> tuple[Term, ...]:
    """A landmark as terms: its quantity summed over years and regions."""
    places = [REGION_KEYS.index(region) for region in landmark.regions] or [0]
    return tuple(
        Term(landmark.quantity, year - FIRST_YEAR, 0, place, 1.0) for year in landmark.years for place in places
    )


def landmarks(deaths: str = DEATH_CHOICES[0], record: Record | None = None) -> tuple[Landmark, ...]:
    """The landmarks that count under a choice of death totals, in the order of the file, with figures of a record."""
    return tuple(mark for mark in all_landmarks(record) if mark.deaths in ("", deaths))


@cache
def all_landmarks(record: Record | None = None) -> tuple[Landmark, ...]:
    """The landmarks of the file, in its order, with figures of the project's own record or another. Raises a `PyrrhicError` with the landmark that is wrong."""
    entries = entries_of(files(__package__).joinpath(FILE))
    known = load() if record is None else record
    return tuple(_landmark(name, entry, known) for name, entry in entries.items())


def _landmark(name: str, entry: Mapping, record: Record) -> Landmark:
    place = f"{FILE}, {name}"
    of_record = "record" in entry
    own, required = (OF_RECORD, ("record",)) if of_record else (OF_JUDGEMENT, tuple(OF_JUDGEMENT))
    check_entry(entry, {**FIELDS, **own}, place, required=(*REQUIRED, *required))
    value, source = _recorded_value(entry, record, place) if of_record else (entry["value"], entry["source"])
    texts: dict[str, Any] = {key: text_of(entry, key, place) for key in ("title", "note", "reason") if key in entry}
    plain = {key: entry[key] for key in ("quantity", "error", "absolute", "deaths") if key in entry}
    years, regions = tuple(entry["years"]), tuple(entry.get("regions", ()))
    for problem in problems(Measure((entry["quantity"],), years, regions=regions)):
        raise BadFile(problem, where=place)
    return Landmark(name, years=years, value=value, source=source, regions=regions, **texts, **plain)


def figures_behind(landmark: Landmark) -> tuple[Observation, ...]:
    """The figures of the project's own record that a landmark is put together from; none for a judgement."""
    entry = entries_of(files(__package__).joinpath(FILE))[landmark.name]
    wanted = [*entry.get("record", ()), *([entry["over"]] if "over" in entry else ())]
    return tuple(_figure(each, load(), f"{FILE}, {landmark.name}") for each in wanted)


def _recorded_value(entry: Mapping, record: Record, place: str) -> tuple[float, str]:
    """The value that the figures of the record give, and the works they come from."""
    figures = [(_figure(wanted, record, place), wanted.get("weight", 1.0)) for wanted in entry["record"]]
    value = sum(weight * figure.value for figure, weight in figures) * entry.get("times", 1.0)
    if "over" in entry:
        figures.append((_figure(entry["over"], record, place), 1.0))
        value /= figures[-1][0].value
    works = dict.fromkeys(figure.citation for figure, _ in figures)
    return (round(value, entry["digits"]) if "digits" in entry else value), "; ".join(works)


def _figure(wanted: Mapping, record: Record, place: str) -> Observation:
    """The figure of a series, year, region and work; the main one unless a work is named."""
    check_entry(wanted, OF_A_FIGURE, f"{place}, record", required=("series", "year"))
    for figure in record.series(wanted["series"]).observations:
        named = figure.source == wanted["source"] if "source" in wanted else figure.role == "main"
        if named and figure.year == wanted["year"] and figure.region == wanted.get("region", ""):
            return figure
    raise BadFile(f"the record has no such figure: {dict(wanted)}", where=place)


def quantities() -> tuple[str, ...]:
    """Every model quantity that some comparison needs."""
    return tuple(
        dict.fromkeys(
            [
                *(row.quantity for row in correspondences()),
                *(mark.quantity for mark in all_landmarks()),
                "excess_deaths",
                "grain_imports",
                "grain_exports",
                *("arrivals", "arrivals_open", "departures", "departures_open"),
            ]
        )
    )
