"""What a name means: something of the model, a series of the record, a scenario or a work.

    meanings("horses")                  # one: the quantity of the model
    meanings("excess_deaths")           # two: a quantity of the model, a derived series of the record
    meanings("record:excess_deaths")    # one: the derived series

A name that two rooms have is shown with its room in front of it, and may be typed so everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.sources import bibliography

MODEL, RECORD, SCENARIO, WORK = "model", "record", "scenario", "work"
ROOMS = {
    "quantity": MODEL,
    "lever": MODEL,
    "parameter": MODEL,
    "equation": MODEL,
    "opening stock": MODEL,
    "scenario": SCENARIO,
    "series": RECORD,
    "derived series": RECORD,
    "family of series": RECORD,
    "work": WORK,
}
COMMANDS = {MODEL: "pyrrhic show", RECORD: "pyrrhic record show", SCENARIO: "pyrrhic scenario show"}
MARK = ":"
ANY_KIND = "quantity, series, parameter, lever, scenario or source"


@dataclass(frozen=True)
class Meaning:
    """One thing that has a name: the name without its room, and the kind of thing it is."""

    name: str
    kind: str

    @property
    def room(self) -> str:
        """Where it belongs: model, record, scenario or work."""
        return ROOMS[self.kind]

    @property
    def full(self) -> str:
        """The name with its room, `record:excess_deaths`."""
        return f"{self.room}{MARK}{self.name}"

    @property
    def shown(self) -> str:
        """The name as it is shown: with its room where another room has the same name."""
        return self.full if self.name in ambiguous() else self.name

    @property
    def command(self) -> str:
        """The command that shows it."""
        return f"{COMMANDS[self.room]} {self.name}" if self.room in COMMANDS else f"pyrrhic cite {self.name}"

    def document(self) -> dict[str, str]:
        """The name with its room, the kind, and the command that shows it, as plain texts."""
        return {"name": self.full, "kind": self.kind, "command": self.command}


@cache
def named() -> Mapping[str, frozenset[str]]:
    """The names of each kind, as they may be typed."""
    from pyrrhic.model import assemble, levers, opening_values, parameters
    from pyrrhic.record import load as load_record
    from pyrrhic.record.derive.series import DERIVED
    from pyrrhic.record.registers import families
    from pyrrhic.studies.scenarios import scenario

    model = assemble()
    return {
        "quantity": frozenset((*model.equations, *model.stocks)),
        "lever": frozenset(levers()),
        "parameter": frozenset((*parameters(), *opening_values())),
        "scenario": frozenset(scenario.names()),
        "series": frozenset(load_record()),
        "derived series": frozenset(DERIVED),
        "family of series": frozenset(families()),
        "work": frozenset(bibliography()),
    }


@cache
def ambiguous() -> frozenset[str]:
    """The names that two rooms have."""
    return frozenset(meaning.name for meaning in _all() if elsewhere(meaning.name, meaning.room))


def parted(name: str) -> tuple[str, str]:
    """The room that a typed name states, and the name without it; no room where it states none."""
    room, mark, rest = name.strip().partition(MARK)
    return (room.strip(), rest.strip()) if mark and room.strip() in ROOMS.values() else ("", name.strip())


def meanings(name: str) -> tuple[Meaning, ...]:
    """Everything that has a typed name, in the order of the kinds. Raises `UnknownName` with the nearest match."""
    room, bare = parted(name)
    possible = tuple(meaning for meaning in _of_the_name(bare) if room in ("", meaning.room))
    if not possible and room in ("", SCENARIO) and ("+" in bare or bare.endswith(".toml")):
        return (Meaning(bare, "scenario"),)
    if not possible:
        raise UnknownName(ANY_KIND, name, _typed(room))
    return possible


def elsewhere(name: str, room: str) -> tuple[Meaning, ...]:
    """What has the same name in other rooms."""
    return tuple(meaning for meaning in _of_the_name(name) if meaning.room != room)


def bare_name(name: str, room: str) -> str:
    """A name typed where those of one room are expected, without that room.

    Raises `BadInput` with the command that shows it where another room is stated.
    """
    stated, bare = parted(name)
    if stated not in ("", room):
        raise BadInput(f"{name} is not of the {room}; it is shown by: {meanings(name)[0].command}")
    return bare


def refuse_of_another_room(name: str, room: str) -> None:
    """Raise `BadInput` with the command that shows it where a name that a room does not have is that of another."""
    for meaning in elsewhere(name, room):
        raise BadInput(f"the {room} has no {name}, but there is a {meaning.kind} of that name: {meaning.command}")


def shown(kind: str, name: str) -> str:
    """A name of a kind as it is shown: with its room where another room has the same name."""
    return Meaning(name, kind).shown


def full_names(*rooms: str) -> list[str]:
    """The names of these rooms that another room has too, each with its room: what may be typed besides the bare ones."""
    return sorted(meaning.full for meaning in _all() if meaning.name in ambiguous() and meaning.room in rooms)


def _of_the_name(name: str) -> tuple[Meaning, ...]:
    return tuple(Meaning(name, kind) for kind, names in named().items() if name in names)


def _all() -> list[Meaning]:
    return [Meaning(name, kind) for kind, names in named().items() for name in sorted(names)]


def _typed(room: str) -> list[str]:
    """What may be typed: the names of a room with it in front, or every bare name and those with a room."""
    if room:
        return [meaning.full for meaning in _all() if meaning.room == room]
    return [*(meaning.name for meaning in _all()), *full_names(*COMMANDS)]
