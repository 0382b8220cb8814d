"""The levers that a page can move, and between what: those of levers.toml, then every other lever of the model's policy.

A lever is moved within the bounds that the package keeps, whichever years are chosen, so that a run of the page is one
that `pyrrhic run` accepts. It is moved before the war or after it; the war's own years are given.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import ceil, floor, inf
from typing import Any

import numpy

from pyrrhic.fields import entries_of
from pyrrhic.model import FIRST_YEAR, LAST_YEAR, levers
from pyrrhic.runs.history import historical_paths

POLICY, OTHERS = "lever", "others"
LAST_SHOWN, AFTER_THE_WAR = 1939, 1946  # the last year of a run that is changed before the war, and the first after it
MOST, STEPS = 1.5, 20  # of history, and steps of the slider from nought to one
BEFORE = slice(0, LAST_SHOWN - FIRST_YEAR + 1)
AFTER = slice(AFTER_THE_WAR - FIRST_YEAR, LAST_YEAR - FIRST_YEAR + 1)
USUAL = {"from": 1930, "to": 1938}
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Slider:
    """A lever of the page: the levers of the model that it moves, whether it sets their value, its bounds, its title.

    `late` are its bounds after the war; None where it has no path there that could be multiplied.
    """

    levers: tuple[str, ...]
    sets: bool
    least: float
    most: float
    title: Mapping[str, str]
    late: tuple[float, float] | None

    def bounds_in(self, first: int, last: int) -> tuple[float, float] | None:
        """Between what it is moved in some agricultural years; None where it cannot be moved in them."""
        if FIRST_YEAR <= first <= last <= LAST_SHOWN:
            return self.least, self.most
        return self.late if AFTER_THE_WAR <= first <= last <= LAST_YEAR else None

    @property
    def years(self) -> str:
        """The agricultural years in which it can be moved."""
        early = f"{FIRST_YEAR} to {LAST_SHOWN}"
        return f"{early}, {AFTER_THE_WAR} to {LAST_YEAR}" if self.late else early


@cache
def declared(name: str) -> Mapping[str, Entry]:
    """What the page declares in one of its files, levers or panels; the site checks them when it is written."""
    return entries_of(files("pyrrhic.app.site").joinpath(f"{name}.toml"))


@cache
def sliders() -> Mapping[str, Slider]:
    """The levers of the page, by key."""
    own = declared("levers")
    return {
        key: Slider(
            tuple(entry["levers"]), entry.get("sets", False), *bounds(entry), entry["title"], late_bounds(entry)
        )
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
    """Between what a slider moves before the war: its own bounds, or wide ones, as far as those of its levers allow."""
    return _bounds(entry, BEFORE)


def late_bounds(entry: Entry) -> tuple[float, float] | None:
    """Between what a slider moves after the war; None where history has nothing there that could be multiplied."""
    if entry.get("sets", False) or any(_shown(name, AFTER).any() for name in entry["levers"]):
        return _bounds(entry, AFTER)
    return None


def _bounds(entry: Entry, years: slice) -> tuple[float, float]:
    sets = entry.get("sets", False)
    of_levers = [_allowed(name, sets, years) for name in entry["levers"]]
    lowest = max(entry.get("least", 0.0), *(low for low, _ in of_levers))
    highest = min(entry.get("most", inf if sets else MOST), *(high for _, high in of_levers))
    return ceil(lowest * STEPS - 1e-9) / STEPS, floor(highest * STEPS + 1e-9) / STEPS


def _allowed(name: str, sets: bool, years: slice) -> tuple[float, float]:
    """Which values, or which multiples of history in any of the years, the bounds of a lever allow."""
    low, high = levers()[name].bounds
    if sets:
        return low, high
    path = _shown(name, years)
    sizes = [(low / value, high / value) for value in path if value > 0.0]
    sizes += [(high / value, low / value) for value in path if value < 0.0]
    return max((size[0] for size in sizes), default=0.0), min((size[1] for size in sizes), default=MOST)


def _is_a_switch(name: str) -> bool:
    """Whether a lever is set, not multiplied: it has one part, and in the years shown it is nought or on."""
    path = numpy.unique(_shown(name, BEFORE))
    return bool(path.min() == 0.0 and len(path) <= 2)


def _shown(name: str, years: slice) -> numpy.ndarray:
    """The numbers of a lever in some years, as they were."""
    return historical_paths()[name][years].reshape(-1)
