"""The picture of a claim, drawn when the site is written: record, history, and the run without the policy.

    runs = pictured_runs(mixture.draws())
    picture("S8", runs, "en")                  # paths, marks and numbers, which a template puts into the page

Paths lie in a box that is stretched to the width of the page; texts and heights are never stretched.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

import numpy

from pyrrhic.app.language import Language
from pyrrhic.fields import NUMBER, NUMBERS, TEXT, TRUTH, WORD, Content, check_entry, check_name, entries_of
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import load
from pyrrhic.runs.calendars import shift_on_axis
from pyrrhic.runs.case import AS_IT_HAPPENED, Draws
from pyrrhic.runs.measure import series_of
from pyrrhic.runs.run import Run
from pyrrhic.studies.claims.claim import claims
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import text_of

FILE = "pictures.toml"
OF_A_PICTURE: Mapping[str, Content] = {
    "title": TEXT,
    "unit": TEXT,
    "quantity": WORD,
    "record": WORD,
    "scenario": WORD,
    "axis": NUMBERS,
    "scale": NUMBER,
    "long": TRUTH,
    "note": TEXT,
}
REQUIRED = ("title", "unit", "quantity", "record", "scenario", "axis")
WIDE, TALL = 1000.0, 196.0  # of the box in which paths lie; its height is that on the screen
SHORT, LONG = (1925.5, 1940.5), (1925.5, 1970.5)
TICKS = {SHORT: (1926, 1930, 1935, 1940), LONG: (1926, 1940, 1950, 1960, 1970)}
STRETCHES = ((1926, 1939), (1946, 1970))  # lines join only years that can be compared
LEVELS = (0.05, 0.5, 0.95)
MIDDLE_OF_1_JANUARY = 1.0  # a year's middle lies so far behind the place of the agricultural year on the axis
Line = Mapping[int, Sequence[float]]  # low, median and high of each year
View = dict[str, Any]


def pictures() -> Mapping[str, Mapping[str, Any]]:
    """The entry of every claim. Raises a `PyrrhicError` with the place of what is wrong."""
    entries = entries_of(files(__package__).joinpath(FILE))
    keys = [claim.key for claim in claims()]
    for key, entry in entries.items():
        check_name("claim", key, keys, FILE)
        check_entry(entry, OF_A_PICTURE, f"{FILE}, {key}", required=REQUIRED)
    for key in keys:
        check_name("picture", key, entries, FILE)
    return entries


def pictured_runs(draws: Draws) -> dict[str, Run]:
    """History and every scenario of a picture, at draws."""
    keep = tuple(dict.fromkeys(entry["quantity"] for entry in pictures().values()))
    names = dict.fromkeys([AS_IT_HAPPENED, *(entry["scenario"] for entry in pictures().values())])
    return {name: scenarios.run(scenarios.load(name), keep, draws) for name in names}


def picture(key: str, runs: Mapping[str, Run], language: str) -> View:
    """What the picture of a claim shows, in one language."""
    entry, say, place = pictures()[key], Language(language), f"{FILE}, {key}"
    years, (top, step) = LONG if entry.get("long") else SHORT, entry["axis"]
    across, down = _across(years), _down(top)
    past, other = (_line(runs[name], entry) for name in (AS_IT_HAPPENED, entry["scenario"]))
    record = [point for point in _record(entry, place) if years[0] < point[0] < years[1]]
    levels = numpy.arange(0.0, top + 0.5 * step, step).tolist()
    return {
        **{name: text_of(entry, name, place)[language] for name in ("title", "unit")},
        "note": say.pick(text_of(entry, "note", place)) if "note" in entry else "",
        "scenario": say.pick(scenarios.load(entry["scenario"]).title),
        "spec": entry["scenario"],
        "series": entry["record"],
        "grid": [(round(down(level), 1), say.number(level, 0)) for level in levels],
        "ticks": [(f"{across(year) / WIDE:.2%}", year) for year in TICKS[years]],
        "bars": "".join(f"M{across(x):.1f} {down(low):.1f}V{down(high):.1f}" for x, _, low, high in record),
        "dots": "".join(f"M{across(x):.1f} {down(value):.1f}h0" for x, value, _, _ in record),
        "past": _path(past, across, down),
        "past_band": _band(past, across, down),
        "other": _path(other, across, down),
        "other_band": _band(other, across, down),
        "rows": list(_rows(past, other, record, say)),
    }


def _across(years: tuple[float, float]) -> Callable[[float], float]:
    return lambda year: (year - years[0]) / (years[1] - years[0]) * WIDE


def _down(top: float) -> Callable[[float], float]:
    """Where a value lies; one beyond the axis lies at its edge."""
    return lambda value: TALL - min(max(value, 0.0), top) / top * TALL


def _line(run: Run, entry: Mapping[str, Any]) -> Line:
    """Low, median and high of the years that are joined by a line."""
    points = run.quantile(series_of(run, entry["quantity"]), LEVELS) * entry.get("scale", 1.0)
    last = STRETCHES[-1][1] if entry.get("long") else STRETCHES[0][1]
    shown = [year for first, end in STRETCHES for year in range(first, min(end, last, run.years[-1]) + 1)]
    return {year: points[:, run.years.index(year)].tolist() for year in shown}


def _stretches(line: Line) -> Iterator[list[int]]:
    for first, last in STRETCHES:
        if years := [year for year in line if first <= year <= last]:
            yield years


def _path(line: Line, across: Callable, down: Callable) -> str:
    """The median, broken where years cannot be compared."""
    return "".join(_through([(across(year), down(line[year][1])) for year in years]) for years in _stretches(line))


def _band(line: Line, across: Callable, down: Callable) -> str:
    """Nine tenths of the draws."""
    edges = (
        [*((year, line[year][2]) for year in years), *((year, line[year][0]) for year in reversed(years))]
        for years in _stretches(line)
    )
    return "".join(_through([(across(year), down(value)) for year, value in edge]) + "Z" for edge in edges)


def _through(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _record(entry: Mapping[str, Any], place: str) -> list[tuple[float, float, float, float]]:
    """The record's points of the country: place on the axis, value, range; of a printed series those marked main."""
    name, scale = entry["record"], entry.get("scale", 1.0)
    if name in DERIVED:
        series = derive(load(), name)
        shift = shift_on_axis(series.calendar)
        points = [(each.year + shift, each.value, each.low, each.high) for each in series.points if not each.region]
    else:
        check_name("series", name, list(load()), place)
        points = [
            _printed(each) for each in load().series(name).observations if not each.region and each.role == "main"
        ]
    return [(x, *(number * scale for number in numbers)) for x, *numbers in points]


def _printed(seen) -> tuple[float, float, float, float]:
    low, high = (seen.value if end is None else end for end in (seen.low, seen.high))
    return (seen.when.middle - MIDDLE_OF_1_JANUARY, seen.value, low, high)


def _rows(past: Line, other: Line, record: Sequence[tuple], say: Language) -> Iterator[View]:
    """The numbers drawn, agricultural year by agricultural year; a year of the record stands where it is drawn."""
    years = sorted({*past, *(int(x + 0.5) for x, *_ in record)})
    for year in years:
        seen = [numbers for x, *numbers in record if int(x + 0.5) == year]
        yield {
            "year": say.agricultural(year),
            "record": _written((seen[0][1], seen[0][0], seen[0][2]), say) if seen else "",
            "past": _written(past[year], say) if year in past else "",
            "other": _written(other[year], say) if year in other else "",
        }


def _written(points: Sequence[float], say: Language) -> str:
    """Low, middle and high as the middle with its range."""
    low, middle, high = points
    decimals = 2 if middle < 10.0 else 1
    if low == high:
        return say.number(middle, decimals)
    return f"{say.number(middle, decimals)} ({say.span(low, high, decimals)})"
