"""From dated changes to paths: arrays (year, kind, place, member), and the bounds that they must stay within."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy

from pyrrhic.errors import BadInput, PyrrhicError, together
from pyrrhic.studies.scenarios.change import RELATIVE, Change, Frame, Scenario

EVERYTHING = ""


@cache
def frame() -> Frame:
    """What a scenario may speak of, taken from the model."""
    from pyrrhic.model import SLOTS, YEARS, levers
    from pyrrhic.model.axes import KINDS, REGION_KEYS
    from pyrrhic.studies.scenarios.quantities import quantities, refused

    slots = {slot.quantity: tuple(slot.rivals) for slot in SLOTS}
    return Frame(levers(), tuple(YEARS), {"regional": REGION_KEYS, **KINDS}, slots, quantities, refused)


def levers_of(scenario: Scenario) -> dict[str, numpy.ndarray]:
    """Every lever and driver, with the changes of the scenario made. Raises `BadInput` for values out of bounds."""
    from pyrrhic.runs.history import historical_paths

    history = historical_paths()
    changed = _changed(scenario.changes, history)
    levers = {name: frame().levers[name] for name in changed}
    limits = {name: Limits("lever", lever.bounds, lever.unit) for name, lever in levers.items()}
    _refuse_out_of_bounds(scenario.changes, changed, limits)
    return {**history, **changed}


def what_changes_do(changes: Iterable[Change]) -> dict[str, tuple[numpy.ndarray, numpy.ndarray]]:
    """By lever what of any path some changes keep, a factor, and what they add to that, each as a path.

    A factor keeps a share, an amount adds to the whole, and a value, or history, keeps nothing.
    """
    from pyrrhic.runs.history import historical_paths

    own, history = tuple(changes), historical_paths()
    names = {change.target for change in own}
    of_nothing, of_unity = (
        _changed(own, history, {name: numpy.full_like(history[name], value) for name in names}) for value in (0.0, 1.0)
    )
    return {name: (of_unity[name] - of_nothing[name], of_nothing[name]) for name in names}


def given_of(scenario: Scenario) -> dict[str, numpy.ndarray]:
    """The quantities that the scenario takes as given; years it does not name are those of the model's run of history.

    Raises `BadInput` for values that the quantity cannot have.
    """
    if not scenario.given:
        return {}
    from pyrrhic.runs.run import history, run
    from pyrrhic.studies.scenarios.quantities import bounds

    targets = list(dict.fromkeys(change.target for change in scenario.given))
    free = run(history(structure=scenario.structure, keep=targets))
    changed = _changed(scenario.given, free.values)
    units = free.units
    limits = {name: Limits("quantity", bounds(units[name], free.values[name]), units[name]) for name in targets}
    _refuse_out_of_bounds(scenario.given, changed, limits)
    return changed


def _changed(changes: Iterable[Change], history: Mapping, start: Mapping | None = None) -> dict[str, numpy.ndarray]:
    """The changed paths alone, each change applied to what the ones before it left, the first to history or to `start`."""
    changed: dict[str, numpy.ndarray] = {}
    with numpy.errstate(over="ignore", invalid="ignore"):  # what is too large is refused by its bounds
        for change in changes:
            before = changed.get(change.target, (start or history)[change.target])
            changed[change.target] = _applied(change, before, history[change.target])
    return changed


def _applied(change: Change, path: numpy.ndarray, history: numpy.ndarray) -> numpy.ndarray:
    """A copy of the path with one change made."""
    if change.by_part:
        shape = _widened(path.shape, change.by_part)
        path, history = numpy.broadcast_to(path, shape), numpy.broadcast_to(history, shape)
    path = path.astype(float)
    years = frame().years
    rows = slice(years.index(change.first), years.index(change.last) + 1)
    if change.action == "history":
        path[rows] = history[rows]
    elif change.action == "as_in":
        path[rows] = history[years.index(int(change.number))]
    else:
        for part, number in (change.by_part or {EVERYTHING: change.number}).items():
            where = (rows, *_place_of(part))
            path[where] = _set(path[where], change.action, float(number))
    return path


def _set(values: numpy.ndarray, action: str, number: float) -> numpy.ndarray | float:
    """The values after an action."""
    if action not in RELATIVE:
        return number
    return values * number if action == "times" else values + number


def _place_of(part: str) -> tuple:
    """The (kind, place) index of a region or kind, or of everything."""
    everything = slice(None)
    for axis, names in frame().parts.items():
        if part in names:
            index = names.index(part)
            return (everything, index) if axis == "regional" else (index, everything)
    return everything, everything


def _widened(shape: tuple[int, ...], parts: Iterable[str]) -> tuple[int, ...]:
    """The shape of a path that is to differ by these parts."""
    years, kinds, places, members = shape
    for axis, names in frame().parts.items():
        if any(part in names for part in parts):
            kinds, places = (kinds, len(names)) if axis == "regional" else (len(names), places)
    return years, kinds, places, members


@dataclass(frozen=True)
class Limits:
    """Between which values the path of a lever or a quantity must stay, and in which unit."""

    kind: str
    bounds: tuple[float, float]
    unit: str

    def left_in(self, path: numpy.ndarray) -> numpy.ndarray:
        """For every year whether any value is outside, or is not a number."""
        low, high = self.bounds
        return numpy.logical_not(((low <= path) & (path <= high)).all(axis=(1, 2, 3)))

    def problem(self, change: Change, year: int, values: numpy.ndarray) -> PyrrhicError:
        """The sentence for the values of a year that are not all inside."""
        low, high = self.bounds
        worst = values.min() if values.min() < low else values.max()
        return BadInput(
            f"the value {worst:.6g} in {year} is outside the bounds of the {self.kind}",
            where=f"{change.origin}, {self.kind} {change.target}, {change.span}",
            allowed=f"{low:g} to {high:g} {self.unit}",
        )


def _refuse_out_of_bounds(changes: Iterable[Change], changed: Mapping, limits: Mapping[str, Limits]) -> None:
    """Raise `BadInput` with the first year of every change in which its path leaves its limits."""
    years = list(frame().years)
    left = {name: limits[name].left_in(path) for name, path in changed.items()}
    problems = []
    for change in changes:
        rows = [years.index(year) for year in change.years if left[change.target][years.index(year)]]
        if rows:
            values = changed[change.target][rows[0]]
            problems.append(limits[change.target].problem(change, years[rows[0]], values))
    if problems:
        raise together(problems)
