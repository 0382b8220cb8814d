"""Numbers as the page of the model writes them, names of the model as links, and the numbers and paths that are assumed.

parameter_view("slaughter", 400, Linked("words.en.html", "record.en.html", "lab.en.html"), Language("en"))["value"]
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.model_parts.beliefs import beliefs
from pyrrhic.app.site.pages.model_parts.values import decimals
from pyrrhic.app.site.works import cited, place_in_model
from pyrrhic.app.views.show import View, view
from pyrrhic.engine.equations import CLOSES
from pyrrhic.model import levers, opening_values, parameters
from pyrrhic.model.titles import title, titles
from pyrrhic.record.derive.series import title_of_series

FACTOR, YEAR, POLICY = "factor", "year", "lever"


@dataclass(frozen=True)
class Linked:
    """The files that links open."""

    words: str
    record: str
    laboratory: str


def written(value: float, say: Language) -> str:
    """A number with three or four significant digits."""
    return say.number(value, decimals([value]))


def between(low: float, high: float, say: Language) -> str:
    """Two ends with the same decimals; one number where they are printed alike."""
    ends = [say.number(end, decimals((low, high))) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else say("{low} to {high}", low=ends[0], high=ends[1])


def unit_beside(shown: View) -> str:
    """The unit as it stands beside a number; shares, pure numbers and years need none."""
    return "" if shown["unit"] in ("1", "share", YEAR) else shown["unit_name"]


def link(name: str, say: Language) -> View:
    """A name of the model as a link to its place on this page."""
    return {"href": f"#{place_in_model(name)}", "title": titled(name, say), "name": name}


def titled(name: str, say: Language) -> str:
    """The title of a name of the model."""
    if name in assumed():
        return say.pick(assumed()[name].title)
    if name in levers():
        return say.pick(levers()[name].title)
    quantity = name.removesuffix(CLOSES) if name.removesuffix(CLOSES) in titles() else name
    return say.pick(title(quantity))


# --- numbers that are assumed ----------------------------------------------------------------------------------------


@cache
def assumed() -> Mapping[str, Any]:
    """Every number that is assumed, by name."""
    return {**parameters(), **opening_values()}


def parameter_view(name: str, draws: int | None, files: Linked, say: Language) -> View:
    """A number that is assumed: what it is, on what it rests, and what was believed of it before the fit and after."""
    shown, parameter = view(name, say), assumed()[name]
    return {
        "anchor": place_in_model(name),
        "name": name,
        "title": say.pick(parameter.title),
        "unit": unit_beside(shown),
        "unit_name": shown["unit_name"],
        "is_free": parameter.free,
        "value": _value(parameter, shown["unit"], say),
        "beliefs": beliefs(name, draws, say) if parameter.free else [],
        "is_judgement": parameter.judgement,
        "range": _range(parameter, shown["unit"], say),
        "reason": shown["reason"],
        "note": shown["note"],
        "readers": [link(reader, say) for reader in shown["readers"]],
        "works": cited(_references(shown), files.words, say),
    }


def _value(parameter: Any, unit: str, say: Language) -> str:
    """A number, or the least and the greatest of several; a year as it is."""
    low, high = float(parameter.value.min()), float(parameter.value.max())
    return str(round(low)) if unit == YEAR and low == high else between(low, high, say)


def _range(parameter: Any, unit: str, say: Language) -> str:
    if parameter.range is None:
        return ""
    low, high = parameter.range
    if unit == YEAR:
        return say("{low} to {high}", low=round(low), high=round(high))
    ends = between(low, high, say)
    return say("{ends} times the value", ends=ends) if parameter.range_of == FACTOR else ends


def lever_view(name: str, files: Linked, say: Language) -> View:
    """A path that is given: what it is, on what it rests, and what reads it."""
    shown = view(name, say)
    return {
        "anchor": place_in_model(name),
        "name": name,
        "title": shown["title"],
        "sentence": shown["sentence"],
        "role": role_of(name, say),
        "unit": unit_beside(shown),
        "unit_name": shown["unit_name"],
        "reason": shown["reason"],
        "note": shown["note"],
        "series": [
            {"title": titled_series(series, say), "href": f"{files.record}#{series}"} for series in shown["series"]
        ],
        "readers": [link(reader, say) for reader in shown["readers"]],
        "works": cited(_references(shown), files.words, say),
    }


def role_of(name: str, say: Language) -> str:
    """What a given path is: a policy, which a scenario can change, or a circumstance."""
    return say("policy") if levers()[name].role == POLICY else say("circumstance")


def titled_series(name: str, say: Language) -> str:
    """The title of a series of the record."""
    return say.pick(title_of_series(name))


def _references(shown: View) -> Iterable[str]:
    """The works behind a name; what rests on a series of the record says so apart."""
    return (source["reference"] for source in shown["sources"] if not source["reference"].startswith("record: "))
