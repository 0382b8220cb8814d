"""Among whom a difference is divided: the levers in which a scenario differs from history, alone or in groups.

players_of(load("nep"), "group")        # the groups of groups.toml, and each other lever by itself
players_of(load("nep"), "my.toml")      # groups of one's own
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy

from pyrrhic.errors import BadFile, CannotRun, UnknownName
from pyrrhic.fields import TEXT, WORDS, Content, check_entry, check_name, entries_of
from pyrrhic.files import parse_toml, read_text
from pyrrhic.model import levers
from pyrrhic.runs.history import historical_paths
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.scenario import Scenario
from pyrrhic.texts import Text, text_of

FILE = "groups.toml"
LEVER, GROUP, SCENARIO = "lever", "group", "scenario"
WAYS = (LEVER, GROUP, SCENARIO)
FIELDS: Mapping[str, Content] = {"title": TEXT, "levers": WORDS}
SUFFIX, LARGEST = ".toml", 1_000_000


@dataclass(frozen=True)
class Player:
    """A lever, or several that are moved together: of a scenario, those in which it differs from history."""

    name: str
    title: Text
    levers: tuple[str, ...]


def players_of(scenario: Scenario, by: str = LEVER, years: int | None = None) -> tuple[Player, ...]:
    """The players of a scenario within its first `years`, all unless given, in the order of its changes.

    `by` is "lever", "group", "scenario" (each document that it is made of) or the path of a file of groups. Raises
    `CannotRun` where the scenario does not differ from history, or differs in more than levers.
    """
    _refuse_more_than_levers(scenario)
    moved = changed_levers(scenario, years)
    if not moved:
        raise CannotRun("it does not differ from history in the years that are read", where=scenario.name)
    return tuple(_players(moved, _groups_by(by, scenario)))


def changed_levers(scenario: Scenario, years: int | None = None) -> tuple[str, ...]:
    """The levers whose path is not that of history within the first `years`."""
    history, changed = historical_paths(), scenarios.paths(scenario)
    names = dict.fromkeys(change.target for change in scenario.changes)
    return tuple(name for name in names if not _alike(numpy.asarray(changed[name])[:years], history[name][:years]))


def _alike(changed: numpy.ndarray, history: numpy.ndarray) -> bool:
    return bool((changed == history).all())


def _refuse_more_than_levers(scenario: Scenario) -> None:
    if scenario.given or scenario.structure:
        raise CannotRun(
            "it takes quantities as given or chooses equations, which have no part in a difference",
            where=scenario.name,
            allowed="a scenario that changes levers alone",
        )


def _players(moved: Iterable[str], groups: Sequence[Player]) -> Iterable[Player]:
    """The groups that hold moved levers, and each other lever by itself."""
    group_of = {lever: group for group in groups for lever in group.levers}
    members: dict[str, list[str]] = {}
    for lever in moved:
        members.setdefault(group_of[lever].name if lever in group_of else lever, []).append(lever)
    titles = {
        **{name: lever.title for name, lever in levers().items()},
        **{group.name: group.title for group in groups},
    }
    return (Player(name, titles[name], tuple(names)) for name, names in members.items())


def _groups_by(by: str, scenario: Scenario) -> tuple[Player, ...]:
    if by == LEVER:
        return ()
    if by == GROUP:
        return groups()
    if by == SCENARIO:
        return _documents(scenario)
    if by.lower().endswith(SUFFIX):
        return own_groups(Path(by))
    raise UnknownName("way to divide", by, WAYS, where="--by", see=f"{', '.join(WAYS)}, or a TOML file of groups")


# --- groups -------------------------------------------------------------------------------------------------------


def groups() -> tuple[Player, ...]:
    """The groups of the file."""
    return read_groups(entries_of(files(__package__).joinpath(FILE)), FILE)


def own_groups(file: Path) -> tuple[Player, ...]:
    """The groups of a user's file; raises a `PyrrhicError` with its name for what is wrong in it."""
    place = str(file)
    groups_of = read_groups(parse_toml(read_text(file, place, LARGEST, "groups are a page of text"), place), place)
    if not groups_of:
        raise BadFile("it holds no group", where=place, allowed="[name] with title and levers")
    return groups_of


def read_groups(entries: Mapping[str, Any], place: str) -> tuple[Player, ...]:
    """Groups by their names; raises `UnknownName` for a lever that there is not, `BadFile` for one in two groups."""
    read = tuple(_group(name, entry, f"{place}, {name}") for name, entry in entries.items())
    first: dict[str, str] = {}
    for group in read:
        for lever in group.levers:
            if first.setdefault(lever, group.name) != group.name:
                raise BadFile(f"the lever {lever} is in {first[lever]} too", where=f"{place}, {group.name}")
    return read


def _group(name: str, entry: Mapping, place: str) -> Player:
    check_entry(entry, FIELDS, place, required=FIELDS)
    for lever in entry["levers"]:
        check_name("lever", lever, levers(), place)
    if name in levers():
        raise BadFile("it has the name of a lever", where=place)
    return Player(name, text_of(entry, "title", place), tuple(entry["levers"]))


def _documents(scenario: Scenario) -> tuple[Player, ...]:
    """The documents that a scenario is made of, each with the levers that it changes.

    Raises `CannotRun` where two of them change one lever, for then neither moves it alone.
    """
    by_document: dict[str, list[str]] = {}
    for change in scenario.changes:
        by_document.setdefault(change.origin, []).append(change.target)
    first: dict[str, str] = {}
    for name, names in by_document.items():
        for lever in names:
            if first.setdefault(lever, name) != name:
                raise CannotRun(
                    f"{first[lever]} and {name} both change {lever}, so it cannot be divided by scenario",
                    where=scenario.name,
                    allowed=f"--by {LEVER}, --by {GROUP}",
                )
    titles = {document: _title_of(document, scenario) for document in by_document}
    return tuple(Player(name, titles[name], tuple(dict.fromkeys(names))) for name, names in by_document.items())


def _title_of(document: str, scenario: Scenario) -> Text:
    """The title of a document; that of the whole scenario where it cannot be found under its own name."""
    return scenarios.load(document).title if document in scenarios.names() else scenario.title
