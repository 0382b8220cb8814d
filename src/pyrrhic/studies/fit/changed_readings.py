"""Readings that were changed after their outcome was seen: the old and the new one side by side, with the commit.

They stand in studies/changed_readings.toml. `changed` names the commits, or the day of a change, in the order in which
they were made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyrrhic.fields import TEXT, WORD, Content, check_entry, entries_of
from pyrrhic.texts import Text, text_of

FILE = "changed_readings.toml"
TEXTS = ("what", "old", "new", "known", "reason")
FIELDS: Mapping[str, Content] = {**dict.fromkeys(TEXTS, TEXT), "changed": WORD}


@dataclass(frozen=True)
class ChangedReading:
    """One reading: what it is of, how it was and is read, when it was changed, what was known then, and why."""

    name: str
    what: Text
    old: Text
    new: Text
    known: Text
    reason: Text
    changed: str


@cache
def changed_readings() -> tuple[ChangedReading, ...]:
    """Every changed reading in the order of the file. Raises a `PyrrhicError` with the entry that is wrong."""
    entries = entries_of(files("pyrrhic.studies").joinpath(FILE))
    return tuple(read_changed(name, entry, f"{FILE}, {name}") for name, entry in entries.items())


def read_changed(name: str, entry: Mapping, place: str) -> ChangedReading:
    """A changed reading as its file declares it; `place` names the file and the entry in an error."""
    check_entry(entry, FIELDS, place, required=FIELDS)
    texts = {field: text_of(entry, field, place) for field in TEXTS}
    return ChangedReading(name, **texts, changed=entry["changed"])
