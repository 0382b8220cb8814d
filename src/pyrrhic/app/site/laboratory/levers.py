"""The levers of the laboratory: those of levers.toml in their groups, then every other lever of the model's policy.

levers_of_page(entries("levers"), "en")
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.links.sliders import OTHERS, bounds, late_bounds, others
from pyrrhic.app.site.works import cited
from pyrrhic.fields import NUMBER, TEXT, TRUTH, WHOLE, WORD, WORDS, Content, check_name
from pyrrhic.model import levers
from pyrrhic.record.derive.series import title_of_series
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
RECORD = "record: "


def levers_of_page(entries: Mapping[str, Mapping[str, Any]], language: str) -> list[View]:
    """Every lever as the page has it, in the order in which it is shown."""
    own = [lever_view(key, entry, language) for key, entry in entries.items()]
    return sorted(own, key=_place) + [lever_view(name, entry, language) for name, entry in others(entries).items()]


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
        "place": _place_of(entry),
        "least": least,
        "most": most,
        "late": late_bounds(entry),
        "from": entry["from"],
        "to": entry["to"],
        "unit": text_of(entry, "unit", place)[language] if "unit" in entry else named,
        "isShare": unit == "share",
        "addsUp": unit in ADDITIVE,
        "about": [_about(lever, say) for lever in entry["levers"]],
    }


def _place_of(entry: Mapping[str, Any]) -> float | None:
    """The value at which a lever changes nothing in any year; None where there is none."""
    if not entry.get("sets", False):
        return 1.0
    values = {float(value) for name in entry["levers"] for value in historical_paths()[name].flat}
    return values.pop() if len(values) == 1 else None


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
            {"said": say.pick(title_of_series(series_name)), "href": f"record.{say.code}.html#{series_name}"}
            for series_name in series
        ],
    }


def _works(named: Iterable[str]) -> list[str]:
    return [part for part in named if not part.startswith(RECORD)]
