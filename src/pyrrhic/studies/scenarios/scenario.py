"""Scenarios: named sets of dated changes to history, shipped in `scenarios/` or written by a user, and their runs.

from pyrrhic.studies.scenarios.scenario import load, run
    run(load("nep+no_exports"), keep=["grain_harvest"])

A name is a shipped scenario, or the path of a TOML file; several joined by + apply from left to right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from pyrrhic.errors import BadFile, BadInput, PyrrhicError, UnknownName, together
from pyrrhic.runs.case import AS_IT_HAPPENED, Case, Draws
from pyrrhic.studies.scenarios.document import Change, Frame, Scenario, parse, problem, read

if TYPE_CHECKING:
    from pyrrhic.runs.run import Run

__all__ = ["AS_IT_HAPPENED", "Change", "Scenario", "case", "load", "names", "no_effect", "paths", "run", "shipped"]

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """The shipped scenarios, history first."""
    found = sorted(file.stem for file in FOLDER.glob("*.toml"))
    return sorted(found, key=lambda name: name != AS_IT_HAPPENED)


def shipped() -> list[Scenario]:
    """Every shipped scenario, history first."""
    return [load(name) for name in names()]


def load(spec: str) -> Scenario:
    """The scenario that `spec` names: one, or several joined by +, from left to right. Raises `BadInput`."""
    if spec.endswith(".toml") and Path(spec).is_file():
        return _with_bases(spec)
    parts = [_with_bases(part.strip()) for part in spec.split("+")]
    return parts[0] if len(parts) == 1 else _joined(spec, parts)


def paths(scenario: Scenario) -> dict[str, numpy.ndarray]:
    """Every lever and driver as a path (year, kind, place, member), with the changes of the scenario made.

    Raises `BadInput` where a changed value lies outside the bounds of its lever.
    """
    from pyrrhic.runs.history import historical_paths

    history = historical_paths()
    changed = _changed(scenario.changes, history, frame())
    problems = [problem for change in scenario.changes for problem in _out_of_bounds(change, changed[change.target])]
    if problems:
        raise together(problems)
    return {**history, **changed}


def case(scenario: Scenario, keep: Iterable[str] | None = None) -> Case:
    """The case of a scenario: every path with its changes made, up to the last agricultural year it is meant for."""
    return Case(
        scenario.name,
        paths(scenario),
        title=scenario.title,
        structure=scenario.structure,
        given=_given(scenario),
        keep=keep,
        ends=scenario.ends,
        texts=scenario.texts,
    )


def run(scenario: Scenario, keep: Iterable[str] | None = None, draws: Draws | None = None) -> "Run":
    """A scenario's run at the starting fit, or at draws; `keep` names quantities, all by default.

    Raises `CannotRun` at draws for a scenario with its own structure or given quantities.
    """
    from pyrrhic.runs.run import run as run_case

    return run_case(case(scenario, keep).at(draws))


def no_effect(scenario: Scenario) -> dict[str, str]:
    """By lever, one sentence for each that the scenario names without changing its path or reaching an equation."""
    from pyrrhic.model import assemble
    from pyrrhic.runs.history import historical_paths

    history, changed = historical_paths(), paths(scenario)
    given = dict.fromkeys(change.target for change in scenario.given)
    model = assemble(scenario.structure, given)
    last = frame().years.index(scenario.ends or frame().years[-1]) + 1
    warnings = {}
    for lever in dict.fromkeys(change.target for change in scenario.changes):
        if numpy.array_equal(*numpy.broadcast_arrays(changed[lever][:last], history[lever][:last])):
            warnings[lever] = (
                f"{scenario.name}: lever {lever} is as in history in every year shown, so it changes nothing"
            )
        elif not model.readers(lever):
            warnings[lever] = (
                f"{scenario.name}: lever {lever} is read by no equation of this structure, so it changes nothing"
            )
    return warnings


def idle(scenario: Scenario) -> dict[str, str]:
    """By lever, one sentence for each whose change alters no quantity of the run: the scenario is run without it."""
    whole = run(scenario)
    warnings = {}
    for lever in dict.fromkeys(change.target for change in scenario.changes):
        others = tuple(change for change in scenario.changes if change.target != lever)
        without = run(replace(scenario, changes=others))
        if all(numpy.array_equal(array, without.values[name], equal_nan=True) for name, array in whole.values.items()):
            warnings[lever] = f"{scenario.name}: without lever {lever} every quantity of the run is the same"
    return warnings


@cache
def frame() -> Frame:
    """What a scenario may speak of, taken from the model."""
    from pyrrhic.model import YEARS, levers
    from pyrrhic.model.axes import KINDS, REGION_KEYS

    return Frame(levers(), tuple(YEARS), {"regional": REGION_KEYS, **KINDS})


def _file(name: str, where: str) -> tuple[Path, str]:
    """The file of a scenario and how to call it in messages."""
    if name.endswith(".toml"):
        if not Path(name).is_file():
            raise BadFile(f"there is no file {name}", where=where)
        return Path(name), name
    file = FOLDER / f"{name}.toml"
    if name not in names():
        raise UnknownName("scenario", name, names(), where=where, see=", ".join(names()))
    return file, file.name


def _with_bases(name: str, below: tuple[str, ...] = ()) -> Scenario:
    """A scenario with the changes of those it extends before its own."""
    if name in below:
        raise BadInput("extends itself: " + " extends ".join((*below, name)), where=below[0])
    file, place = _file(name, f"{below[-1]}, extends" if below else "")
    text = file.read_text(encoding="utf-8")
    own = replace(read(parse(text, place), file.stem, place, frame()), texts={name: text})
    bases = [_with_bases(base, (*below, name)) for base in own.extends]
    if not bases:
        return own
    joined = _joined(own.name, [*bases, own])
    return replace(
        joined,
        title=own.title,
        description=own.description,
        extends=own.extends,
        note=own.note,
        warnings=tuple(warning for base in bases for warning in base.warnings),
    )


def _joined(name: str, parts: list[Scenario]) -> Scenario:
    """Scenarios one after another; what a later one says of the same lever and year holds, with a warning."""
    ends = [part.ends for part in parts if part.ends]
    return Scenario(
        name=name,
        title=_in_each_language(parts, "title", " + "),
        description=_in_each_language(parts, "description", "\n\n"),
        changes=tuple(change for part in parts for change in part.changes),
        given=tuple(change for part in parts for change in part.given),
        structure=reduce(lambda left, right: {**left, **right}, (part.structure for part in parts)),
        ends=min(ends) if ends else None,
        sources=tuple(dict.fromkeys(source for part in parts for source in part.sources)),
        note="\n\n".join(part.note for part in parts if part.note),
        texts=reduce(lambda left, right: {**left, **right}, (part.texts for part in parts)),
        warnings=(*(warning for part in parts for warning in part.warnings), *_conflicts(parts)),
    )


def _in_each_language(parts, field, between) -> dict[str, str]:
    return {code: between.join(getattr(part, field)[code] for part in parts) for code in ("en", "ru")}


def _conflicts(parts: list[Scenario]) -> list[str]:
    """A sentence for every lever and year, and every slot, that two of the scenarios set differently."""
    warnings = []
    for position, later in enumerate(parts):
        for earlier in parts[:position]:
            warnings += _conflicting_changes(earlier, later)
            warnings += [
                f"slot {slot}: filled by {earlier.name} and by {later.name}; {later.name} holds"
                for slot in later.structure
                if earlier.structure.get(slot, later.structure[slot]) != later.structure[slot]
            ]
    return warnings


def _conflicting_changes(earlier: Scenario, later: Scenario) -> list[str]:
    warnings = []
    for target in dict.fromkeys(change.target for change in (*later.changes, *later.given)):
        years = sorted(
            {
                year
                for mine in (*later.changes, *later.given)
                if mine.target == target
                for theirs in (*earlier.changes, *earlier.given)
                if theirs.target == target and (mine.action, mine.amount) != (theirs.action, theirs.amount)
                for year in set(mine.years) & set(theirs.years)
            }
        )
        if years:
            span = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
            warnings.append(f"{target} {span}: set by {earlier.name} and by {later.name}; {later.name} holds")
    return warnings


def _given(scenario: Scenario) -> dict[str, numpy.ndarray]:
    """The paths of the quantities that the scenario fixes; years it does not name are those of the run of history."""
    if not scenario.given:
        return {}
    from pyrrhic.runs.run import history
    from pyrrhic.runs.run import run as run_case

    targets = list(dict.fromkeys(change.target for change in scenario.given))
    free = run_case(history(structure=scenario.structure, keep=targets))
    return _changed(scenario.given, free.values, frame())


def _changed(changes: Iterable[Change], history: Mapping, frame: Frame) -> dict[str, numpy.ndarray]:
    """The changed paths alone, each change applied to what the ones before it left."""
    changed: dict[str, numpy.ndarray] = {}
    for change in changes:
        before = changed.get(change.target, history[change.target])
        changed[change.target] = _applied(change, before, history[change.target], frame)
    return changed


def _applied(change: Change, path: numpy.ndarray, history: numpy.ndarray, frame: Frame) -> numpy.ndarray:
    """A copy of the path with one change made."""
    if isinstance(change.amount, Mapping):
        shape = _widened(path.shape, change, frame)
        path, history = numpy.broadcast_to(path, shape), numpy.broadcast_to(history, shape)
    path = path.astype(float)
    rows = slice(frame.years.index(change.first), frame.years.index(change.last) + 1)
    if change.action == "history":
        path[rows] = history[rows]
    elif change.action == "as_in":
        path[rows] = history[frame.years.index(change.amount)]
    else:
        parts = change.amount if isinstance(change.amount, Mapping) else {None: change.amount}
        for part, number in parts.items():
            where = (rows, *_place_of(part, frame))
            path[where] = {"value": number, "times": path[where] * number, "plus": path[where] + number}[change.action]
    return path


def _place_of(part: str | None, frame: Frame) -> tuple:
    """The (kind, place) index of a region or kind; everything for None."""
    everything = slice(None)
    for axis, names in frame.parts.items():
        if part in names:
            index = names.index(part)
            return (everything, index) if axis == "regional" else (index, everything)
    return everything, everything


def _widened(shape: tuple[int, ...], change: Change, frame: Frame) -> tuple[int, ...]:
    """The shape of a path that is to differ by the parts of a change."""
    years, kinds, places, members = shape
    for axis, names in frame.parts.items():
        if any(part in names for part in change.amount):
            kinds, places = (kinds, len(names)) if axis == "regional" else (len(names), places)
    return years, kinds, places, members


def _out_of_bounds(change: Change, path: numpy.ndarray) -> Iterable[PyrrhicError]:
    """A problem at the first year in which the changed path leaves the bounds of its lever."""
    lever = frame().levers[change.target]
    low, high = lever.bounds
    for year in change.years:
        row = path[frame().years.index(year)]
        if not ((low <= row) & (row <= high)).all():
            worst = row.min() if row.min() < low else row.max()
            yield problem(
                f"the value {worst:.6g} in {year} is outside the bounds of the lever",
                f"{change.origin}, lever {change.target}, {change.span}",
                f"{low:g} to {high:g} {lever.unit}",
            )
            return
