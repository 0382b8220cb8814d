"""What a page of the laboratory shows, in one language: panels with the record's points, levers, outcomes, scenarios, texts.

text = page_script("ru")       # a classic script: it declares one constant, `page`
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.site.laboratory.levers import OF_A_LEVER, levers_of_page
from pyrrhic.app.site.past import Past, panel_measure
from pyrrhic.app.site.texts import texts
from pyrrhic.errors import BadFile
from pyrrhic.fields import (
    NUMBERS,
    SEVERAL,
    TEXT,
    TRUTH,
    WHOLE,
    WORD,
    WORDS,
    Content,
    check_entry,
    check_name,
    entries_of,
)
from pyrrhic.files import read_toml
from pyrrhic.model import REGIONS, levers
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import load
from pyrrhic.runs.calendars import parts_of, shift_on_axis
from pyrrhic.runs.figures import OF_MEASURE, measure_of
from pyrrhic.runs.measure import REDUCED, Measure, kinds_of
from pyrrhic.sources import bibliography, split
from pyrrhic.studies.attribution.players import groups
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import LANGUAGES, text_of

APART = re.compile(r"(?<=\d|\}) (?=(?:гг?\.|%|млн|млрд))|(?<=млн|лрд) (?=\w)")
FIRST_POINT, LAST_POINT = 1925.5, 1970.5
OF_A_PANEL: Mapping[str, Content] = {
    "title": TEXT,
    "unit": TEXT,
    "quantity": WORD,
    "minus": WORD,
    "kinds": WORDS,
    "record": WORD,
    "calendar": WORD,
    "axis": NUMBERS,
    "long_axis": NUMBERS,
    "decimals": WHOLE,
    "note": TEXT,
    "sets": WORDS,
}
SETS = ("story", "grain", "people", "industry", "herds")
OF_AN_OUTCOME: Mapping[str, Content] = {
    **OF_MEASURE,
    "title": TEXT,
    "unit": TEXT,
    "decimals": WHOLE,
    "given": WORD,
    "after_war": TRUTH,
}


def page_script(language: str, past: Mapping[str, Past], positions: Iterable[Mapping[str, str]] = ()) -> str:
    """The constant `page` of a language, with history in the panels and the positions of debates that it can hold.

    Raises a `PyrrhicError` with file and entry where something is wrong.
    """
    shown = {
        "language": language,
        "version": pyrrhic.__version__,
        "scenarioFile": read_toml(files(__package__).joinpath("scenario_file.toml")),
        "texts": texts(language),
        "panels": [_panel(name, entry, past[name], language) for name, entry in entries("panels").items()],
        "levers": levers_of_page(entries("levers"), language),
        "outcomes": [
            _outcome(name, entry, past[f"outcome {name}"], language) for name, entry in entries("outcomes").items()
        ],
        "scenarios": [_scenario(name, language) for name in scenarios.names()],
        "positions": list(positions),
        "sets": SETS,
        "groups": [{"key": group.name, "title": group.title[language], "levers": group.levers} for group in groups()],
        "leverTitles": {name: levers()[name].title[language] for name in _moved_by_scenarios()},
    }
    text = json.dumps(shown, ensure_ascii=False)
    return f'"use strict";\nconst page = {kept_together(text) if language == "ru" else text};\n'


def kept_together(text: str) -> str:
    """Russian text in which a number is not parted from its unit at the end of a line."""
    return APART.sub("\u00a0", text)


def measures_of_outcomes() -> Mapping[str, Measure]:
    """The measure of every outcome."""
    return {name: _measure(name, entry) for name, entry in entries("outcomes").items()}


def quantities() -> tuple[str, ...]:
    """The quantities that the laboratory reads."""
    measures = [panel_measure(entry, f"panels.toml, {name}") for name, entry in entries("panels").items()]
    measures += measures_of_outcomes().values()
    return tuple(dict.fromkeys(name for measure in measures for name in measure.needs))


def moved() -> tuple[str, ...]:
    """The levers that the laboratory moves."""
    views = levers_of_page(entries("levers"), LANGUAGES[0])
    return tuple(dict.fromkeys(name for view in views for name in view["levers"]))


@cache
def entries(name: str) -> Mapping[str, Mapping[str, Any]]:
    """The entries of a file of this folder, checked."""
    fields, required = {
        "panels": (OF_A_PANEL, ("title", "unit", "quantity", "axis", "long_axis", "sets")),
        "levers": (OF_A_LEVER, ("group", "title", "levers", "from", "to")),
        "outcomes": (OF_AN_OUTCOME, ("title", "unit", "quantity")),
        "scenarios": ({"short": TEXT}, ("short",)),
    }[name]
    read = entries_of(files(__package__).joinpath(f"{name}.toml"))
    for key, entry in read.items():
        check_entry(entry, fields, f"{name}.toml, {key}", required=required)
    return read


# --- panels -------------------------------------------------------------------------------------------------------


def _panel(name: str, entry: Mapping[str, Any], past: Past, language: str) -> dict[str, Any]:
    place = f"panels.toml, {name}"
    labels = {key: text_of(entry, key, place)[language] for key in ("title", "unit", "note") if key in entry}
    for choice in entry["sets"]:
        check_name("set of panels", choice, SETS, place)
    measure = panel_measure(entry, place)
    less = _rows(measure.minus) if isinstance(measure.minus, Measure) else []
    rows = [[*row, 1] for row in _rows(measure)] + [[*row, -1] for row in less]
    numbers = {"axis": entry["axis"], "longAxis": entry["long_axis"], "decimals": entry.get("decimals", 1)}
    history = {"history": past.line, "compared": len(past.compared), "missed": past.missed if past.misses else []}
    own = {"key": name, "sets": entry["sets"], "rows": rows, "record": _record(entry, place, Language(language))}
    return {**own, **labels, **numbers, **history}


def _rows(measure: Measure) -> list[list]:
    """The quantities of a measure with the numbers along kinds and regions that are added up, all where there are none."""
    return [[name, _chosen(measure, name)] for name in measure.quantities]


def _chosen(measure: Measure, quantity: str) -> list[int] | None:
    """Which numbers of a quantity are added up, in the order kind by kind and region by region; None for all."""
    if not measure.kinds and not measure.regions:
        return None
    places = _places(quantity)
    kinds = [kinds_of(quantity).index(kind) for kind in measure.kinds] or range(len(kinds_of(quantity)) or 1)
    regions = [list(REGIONS_BY_KEY).index(region) for region in measure.regions] or range(places)
    return [kind * places + region for kind in kinds for region in regions]


REGIONS_BY_KEY = {region.key: region for region in REGIONS}


def _places(quantity: str) -> int:
    """Along how many regions a quantity runs."""
    from pyrrhic.model import assemble

    return len(REGIONS) if assemble().axes_of(quantity)[1] else 1


def _record(entry: Mapping[str, Any], place: str, say: Language) -> dict[str, Any] | None:
    """The record's points beside a panel, with years as they lie on the axis, and their works; None where there is none."""
    if "record" not in entry:
        return None
    check_name("derived series", entry["record"], DERIVED, place)
    series = derive(load(), entry["record"])
    shift = shift_on_axis(series.calendar)
    points = [
        [point.year + shift, point.value, point.low, point.high]
        for point in series.points
        if not point.region and FIRST_POINT <= point.year + shift <= LAST_POINT
    ]
    cited = dict.fromkeys(key for point in series.points for figure in point.inputs for key in _keys(figure.source))
    territories = [say(name) for name in dict.fromkeys(point.territory for point in series.points if not point.region)]
    works = [bibliography()[key].citation(say.code) for key in cited]
    is_day = series.calendar == "1 January"
    return {"series": series.name, "points": points, "isDay": is_day, "sources": works, "territories": territories}


def _keys(source: str) -> list[str]:
    """The keys of the works of a reference, or of several."""
    return [split(reference)[0] for reference in source.split(SEVERAL)]


# --- outcomes, scenarios -----------------------------------------------------------------------------------


def _measure(name: str, entry: Mapping[str, Any]) -> Measure:
    measure = measure_of({key: entry[key] for key in OF_MEASURE if key in entry}, f"outcomes.toml, {name}")
    if measure.how not in REDUCED:
        raise BadFile("it is not one number", where=f"outcomes.toml, {name}", allowed=", ".join(REDUCED))
    return measure


def _outcome(name: str, entry: Mapping[str, Any], past: Past, language: str) -> dict[str, Any]:
    place = f"outcomes.toml, {name}"
    labels = {key: text_of(entry, key, place)[language] for key in ("title", "unit")}
    own = {"key": name, "decimals": entry.get("decimals", 1), "given": entry.get("given", ""), "history": past.line[0]}
    years = {"afterWar": entry.get("after_war", False)}
    return {**own, **years, **labels, "measure": measure_document(_measure(name, entry))}


def measure_document(measure: Measure) -> dict[str, Any]:
    """A measure as the browser reads it: for each year the numbers to add up, [quantity, places, year, weight]."""
    parts = [
        [
            [name, _chosen(measure, name), index, weight]
            for quantity in measure.quantities
            for name, index, weight in parts_of(quantity, measure.calendar, year)
        ]
        for year in measure.years
    ]
    inner = {
        key: measure_document(part) if isinstance(part, Measure) else part
        for key, part in (("over", measure.over), ("minus", measure.minus))
    }
    return {"years": list(measure.years), "parts": parts, "how": measure.how, "scale": measure.scale, **inner}


def _moved_by_scenarios() -> list[str]:
    """The levers that some shipped scenario changes."""
    changes = (change for name in scenarios.names() for change in scenarios.load(name).changes)
    return sorted({change.target for change in changes})


def short_title(name: str, language: str) -> str:
    """The title of a scenario where there is little room. Raises a `PyrrhicError` where it has none."""
    check_name("scenario", name, entries("scenarios"), "scenarios.toml")
    return text_of(entries("scenarios")[name], "short", f"scenarios.toml, {name}")[language]


def _scenario(name: str, language: str) -> dict[str, Any]:
    scenario = scenarios.load(name)
    return {
        "key": name,
        "title": scenario.title[language],
        "short": short_title(name, language),
        "description": scenario.description[language],
        "levers": sorted({change.target for change in scenario.changes}),
    }
