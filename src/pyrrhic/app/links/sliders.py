"""The levers that a page can move, and between what: those of levers.toml, then every other lever of the model's policy.

A lever is moved within the bounds that the package keeps, whichever years are chosen, so that a run of the page is one
that `pyrrhic run` accepts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import ceil, floor, inf
from typing import Any

import numpy

from pyrrhic.fields import entries_of
from pyrrhic.model import FIRST_YEAR, levers
from pyrrhic.runs.history import historical_paths

POLICY, OTHERS = "lever", "others"
LAST_SHOWN = 1939  # the last year of a changed run
MOST, STEPS = 1.5, 20  # of history, and steps of the slider from nought to one
USUAL = {"from": 1930, "to": 1938}
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Slider:
    """A lever of the page: the levers of the model that it moves, whether it sets their value, its bounds, its title."""

    levers: tuple[str, ...]
    sets: bool
    least: float
    most: float
    title: Mapping[str, str]


@cache
def declared(name: str) -> Mapping[str, Entry]:
    """What the page declares in one of its files, levers or panels; the site checks them when it is written."""
    return entries_of(files("pyrrhic.app.site").joinpath(f"{name}.toml"))


@cache
def sliders() -> Mapping[str, Slider]:
    """The levers of the page, by key."""
    own = declared("levers")
    return {
        key: Slider(tuple(entry["levers"]), entry.get("sets", False), *bounds(entry), entry["title"])
        for key, entry in {**own, **others(own)}.items()
    }


def others(entries: Mapping[str, Entry]) -> dict[str, dict[str, Any]]:
    """An entry for each policy that no entry moves, under the title that the package gives it."""
    moved = {name for entry in entries.values() for name in entry["levers"]}
    rest = [lever for lever in levers().values() if lever.role == POLICY and lever.name not in moved]
    titles = {lever.name: {"en": lever.title.en, "ru": lever.title.ru} for lever in rest}
    return {
        name: {"group": OTHERS, "title": title, "levers": [name], "sets": _is_a_switch(name), **USUAL}
        for name, title in titles.items()
    }


def bounds(entry: Entry) -> tuple[float, float]:
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
