"""What Start and the laboratory say without scripts: history year by year, what each first choice changes, all outcomes.

    shown = start_view(start, Language("ru"))       # what the templates index.html and lab_without.html print

The sentences are those that the scripts write, with numbers of the same draws.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from pyrrhic.app.language import Language
from pyrrhic.app.site.page_script import entries, measures_of_outcomes
from pyrrhic.app.site.past import Past
from pyrrhic.app.site.texts import texts
from pyrrhic.model import FIRST_YEAR
from pyrrhic.record.derive.series import derive
from pyrrhic.record.load import load
from pyrrhic.runs.calendars import shift_on_axis
from pyrrhic.runs.case import AS_IT_HAPPENED, Draws
from pyrrhic.runs.measure import Measure, measure_of_draws
from pyrrhic.runs.run import Run, sound_in_all
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import text_of

View = dict[str, Any]
DRAWN = ("harvest", "taken")  # the panels of the picture
COMPARED = ("harvest", "deaths")  # the outcomes of the sentences
FAMINE_YEAR, LAST_SHOWN = 1932, 1939
LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Start:
    """History as the panels show it, and runs of history and of the scenarios that Start offers, at the same draws."""

    past: Mapping[str, Past]
    runs: Mapping[str, Run]


def start_of(past: Mapping[str, Past], choices: Sequence[str], drawn: Draws) -> Start:
    """Run what Start compares."""
    keep = tuple(dict.fromkeys(name for key in COMPARED for name in measures_of_outcomes()[key].needs))
    names = (AS_IT_HAPPENED, *filter(None, choices))
    return Start(past, {name: scenarios.run(scenarios.load(name), keep, drawn) for name in names})


def start_view(start: Start, say: Language) -> View:
    """The numbers of the picture, the sentence of every choice, and what the model has for every panel and outcome."""
    panels, outcomes = entries("panels"), entries("outcomes")
    return {
        "heads": [text_of(panels[name], "title", name)[say.code] for name in DRAWN],
        "years": [_year(year, start.past, say) for year in range(FIRST_YEAR, LAST_SHOWN + 1)],
        "sentences": [_sentence(name, start.runs, say) for name in start.runs if name != AS_IT_HAPPENED],
        "history": _history(start.past, say),
        "panels": [_panel(name, entry, start.past[name], say) for name, entry in panels.items()],
        "outcomes": [_outcome(name, entry, start.past, say) for name, entry in outcomes.items()],
        "famine_year": say.agricultural(FAMINE_YEAR),
    }


def _year(year: int, past: Mapping[str, Past], say: Language) -> View:
    cells = [cell for name in DRAWN for cell in (_recorded(name, year, say), _modelled(name, past[name], year, say))]
    return {"year": say.agricultural(year), "cells": cells}


def _panel(name: str, entry: Mapping[str, Any], past: Past, say: Language) -> View:
    """A panel in the year of the famine."""
    labels = {part: text_of(entry, part, name)[say.code] for part in ("title", "unit")}
    return {**labels, "record": _recorded(name, FAMINE_YEAR, say), "model": _modelled(name, past, FAMINE_YEAR, say)}


def _outcome(name: str, entry: Mapping[str, Any], past: Mapping[str, Past], say: Language) -> View:
    labels = {part: text_of(entry, part, name)[say.code] for part in ("title", "unit")}
    return {**labels, "model": _written(past[f"outcome {name}"].line[0], entry.get("decimals", 1), say)}


def _recorded(name: str, year: int, say: Language) -> str:
    """The record's figure of the agricultural year; a calendar year or 1 January that begins in it."""
    entry = entries("panels")[name]
    points = _points(entry["record"]) if "record" in entry else {}
    seen = next((points[at] for at in (year, year + 0.5) if at in points), None)
    return _written(seen, entry.get("decimals", 1), say) if seen else ""


def _points(name: str) -> Mapping[float, tuple[float, float, float]]:
    """Low, value and high of the country by their place on the axis."""
    series = derive(load(), name)
    shift = shift_on_axis(series.calendar)
    return {point.year + shift: (point.low, point.value, point.high) for point in series.points if not point.region}


def _modelled(name: str, past: Past, year: int, say: Language) -> str:
    return _written(past.line[year - FIRST_YEAR], entries("panels")[name].get("decimals", 1), say)


def _written(levels: Sequence[float], decimals: int, say: Language) -> str:
    """Low, middle and high as the middle with its range."""
    low, middle, high = levels
    span = "" if say.number(low, decimals) == say.number(high, decimals) else f" ({say.span(low, high, decimals)})"
    return f"{say.number(middle, decimals)}{span}"


# --- sentences ------------------------------------------------------------------------------------------------------


def _history(past: Mapping[str, Past], say: Language) -> str:
    """What the model and the record have for the deaths of the famine."""
    low, middle, high = (say.number(value) for value in past["outcome deaths"].line[0])
    record = [point for at, point in _points(entries("panels")["deaths"]["record"]).items() if 1930 <= at < 1934]
    least, value, most = (say.number(sum(numbers)) for numbers in zip(*record, strict=True))
    return texts(say.code)["start_history"].format(
        middle=middle, low=low, high=high, value=value, least=least, most=most
    )


def _sentence(name: str, runs: Mapping[str, Run], say: Language) -> str:
    title = say.pick(scenarios.load(name).title)
    parts = dict(
        zip(COMPARED, (_difference(key, runs[name], runs[AS_IT_HAPPENED], say) for key in COMPARED), strict=True)
    )
    return texts(say.code)["start_compared"].format(title=title, **parts)


def _difference(key: str, run: Run, history: Run, say: Language) -> str:
    """By how much an outcome differs from history, draw by draw, in words."""
    measure, sound = measures_of_outcomes()[key], sound_in_all([run, history])
    apart = _numbers(run, measure) - _numbers(history, measure)
    low, middle, high = (float(level) for level in sound.quantile(apart, LEVELS))
    if (low < 0) != (high < 0):
        return texts(say.code)[f"start_same_{key}"]
    ends = dict(
        zip(("low", "high", "least", "most"), _sizes((low, high), sound.range_of_medians(apart), say), strict=True)
    )
    word = f"start_{'fewer' if middle < 0 else 'more'}_{key}"
    return texts(say.code)[word].format(value=say.number(abs(middle)), **ends)


def _numbers(run: Run, measure: Measure) -> numpy.ndarray:
    numbers = measure_of_draws(run, measure)
    assert numbers is not None, "every choice of Start runs through the years that it compares"
    return numbers


def _sizes(*ends: Any) -> Iterator[str]:
    *pairs, say = ends
    for pair in pairs:
        yield from (say.number(size) for size in sorted(abs(float(value)) for value in pair))
