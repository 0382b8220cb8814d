"""The levers of the laboratory: those of levers.toml in their groups, then every other lever of the model's policy.

    levers_of_page(entries("levers"), "en")

A lever is moved within the bounds that the package keeps, whichever years are chosen, so that a run of the page is one
that `pyrrhic run` accepts.
"""

from collections.abc import Iterable, Mapping
from math import ceil, floor, inf
from typing import Any

import numpy

from pyrrhic.app.language import Language
from pyrrhic.app.site.works import cited
from pyrrhic.fields import NUMBER, TEXT, TRUTH, WHOLE, WORD, WORDS, Content, check_name
from pyrrhic.model import FIRST_YEAR, levers
from pyrrhic.record.derive.operations import title_of
from pyrrhic.runs.history import historical_paths, judgement, note, provenance
from pyrrhic.texts import text_of
from pyrrhic.units import ADDITIVE

View = dict[str, Any]
OF_A_LEVER: Mapping[str, Content] = {
    "group": WORD,
    "title": TEXT,
    "unit": TEXT,
    "levers": WORDS,
    "sets": TRUTH,
    "least": NUMBER,
    "most": NUMBER,
    "from": WHOLE,
    "to": WHOLE,
}
OTHERS = "others"
GROUPS = (
    "procurement",
    "prices",
    "exports",
    "relief",
    "collectivization",
    "herds",
    "land",
    "machines",
    "moving",
    "industry",
    OTHERS,
)
POLICY, RECORD = "lever", "record: "
LAST_SHOWN = 1939  # the last year of a changed run
MOST, STEPS = 1.5, 20  # of history, and steps of the slider from nought to one
USUAL = {"from": 1930, "to": 1938}


def levers_of_page(entries: Mapping[str, Mapping[str, Any]], language: str) -> list[View]:
    """Every lever as the page has it, in the order in which it is shown."""
    own = [lever_view(key, entry, language) for key, entry in entries.items()]
    return sorted(own, key=_place) + [lever_view(name, entry, language) for name, entry in others(entries).items()]


def others(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, View]:
    """An entry for each policy that no entry moves, under the title that the package gives it."""
    moved = {name for entry in entries.values() for name in entry["levers"]}
    rest = [lever for lever in levers().values() if lever.role == POLICY and lever.name not in moved]
    titles = {lever.name: {"en": lever.title.en, "ru": lever.title.ru} for lever in rest}
    return {
        name: {"group": OTHERS, "title": title, "levers": [name], "sets": _is_a_switch(name), **USUAL}
        for name, title in titles.items()
    }


def lever_view(key: str, entry: Mapping[str, Any], language: str) -> View:
    """A lever of the page: where it moves, what it moves, and what is known of it."""
    place, say = f"levers.toml, {key}", Language(language)
    check_name("group", entry["group"], GROUPS, place)
    for lever in entry["levers"]:
        check_name("lever", lever, levers(), place)
    unit = levers()[entry["levers"][0]].unit
    named = "" if unit in ("1", "share") else say.unit(unit)
    least, most = bounds(entry)
    return {
        "key": key,
        "group": entry["group"],
        "title": text_of(entry, "title", place)[language],
        "levers": entry["levers"],
        "sets": entry.get("sets", False),
        "least": least,
        "most": most,
        "from": entry["from"],
        "to": entry["to"],
        "unit": text_of(entry, "unit", place)[language] if "unit" in entry else named,
        "isShare": unit == "share",
        "addsUp": unit in ADDITIVE,
        "about": [_about(lever, say) for lever in entry["levers"]],
    }


def bounds(entry: Mapping[str, Any]) -> tuple[float, float]:
    """Between what a slider moves: the entry's own bounds, or wide ones, as far as those of its levers allow."""
    sets = entry.get("sets", False)
    of_levers = [_allowed(name, sets) for name in entry["levers"]]
    lowest = max(entry.get("least", 0.0), *(low for low, _ in of_levers))
    highest = min(entry.get("most", inf if sets else MOST), *(high for _, high in of_levers))
    return ceil(lowest * STEPS - 1e-9) / STEPS, floor(highest * STEPS + 1e-9) / STEPS


def _allowed(name: str, sets: bool) -> tuple[float, float]:
    """Which values, or which multiples of history in any year that is shown, the bounds of a lever allow."""
    low, high = levers()[name].bounds
    if sets:
        return low, high
    path = _shown(name)
    sizes = [(low / value, high / value) for value in path if value > 0.0]
    sizes += [(high / value, low / value) for value in path if value < 0.0]
    return max((size[0] for size in sizes), default=0.0), min((size[1] for size in sizes), default=MOST)


def _is_a_switch(name: str) -> bool:
    """Whether a lever is set, not multiplied: it has one part, and in the years shown it is nought or on."""
    path = numpy.unique(_shown(name))
    return bool(path.min() == 0.0 and len(path) <= 2)


def _shown(name: str) -> numpy.ndarray:
    """The numbers of a lever in the years of a changed run, as they were."""
    return historical_paths()[name][: LAST_SHOWN - FIRST_YEAR + 1].reshape(-1)


def _place(view: View) -> int:
    return GROUPS.index(view["group"])


def _about(name: str, say: Language) -> View:
    """What the package says of a lever: what it is, where its path comes from, and what is to be known of that."""
    lever, named = levers()[name], provenance(name)
    series = [part.removeprefix(RECORD) for part in named if part.startswith(RECORD)]
    texts = [text for text in (note(name), judgement(name)) if text]
    return {
        "title": say.pick(lever.title),
        "text": say.pick(lever.description),
        "notes": [say.pick(text) for text in texts],
        "works": cited(_works(named), f"words.{say.code}.html", say),
        "series": [
            {"said": say.pick(title_of(series_name)), "href": f"record.{say.code}.html#{series_name}"}
            for series_name in series
        ],
    }


def _works(named: Iterable[str]) -> list[str]:
    return [part for part in named if not part.startswith(RECORD)]
