"""What a claim is: a statement, the figures that bear on it, what scholars hold, and the scenarios without the policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyrrhic.errors import BadFile
from pyrrhic.fields import TABLES, TEXT, WORD, WORDS, Content, check_entry, references
from pyrrhic.files import read_toml
from pyrrhic.runs.figures import Figure, figure
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import Text, text_of

FIELDS: Mapping[str, Content] = {
    "key": WORD,
    "name": WORD,
    "title": TEXT,
    "text": TEXT,
    "figures": WORDS,
    "views": TABLES,
    "without": WORDS,
}
OF_A_VIEW: Mapping[str, Content] = {"text": TEXT, "sources": references}


@dataclass(frozen=True)
class View:
    """What scholars hold of the claim, with the works that hold it."""

    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """A claim, and what to set beside it; `without` names the scenarios in which the policy is taken away."""

    key: str
    name: str
    title: Text
    text: Text
    figures: tuple[Figure, ...]
    views: tuple[View, ...]
    without: tuple[str, ...]


@cache
def claims() -> tuple[Claim, ...]:
    """Every claim, in the order of its key; raises `BadFile` where two have the same key or name."""
    documents = [file for file in files(__package__).iterdir() if file.name.endswith(".toml")]
    read = {file.name: read_claim(read_toml(file), file.name) for file in documents}
    _check_different(read)
    return tuple(sorted(read.values(), key=lambda claim: (len(claim.key), claim.key)))


def read_claim(entry: Mapping[str, Any], place: str) -> Claim:
    """A claim as its file declares it; `place` names the file in a `BadFile` or an `UnknownName`."""
    check_entry(entry, FIELDS, place, required=FIELDS)
    views = (_view(view, f"{place}, view {number}") for number, view in enumerate(entry["views"], start=1))
    return Claim(
        entry["key"],
        entry["name"],
        text_of(entry, "title", place),
        text_of(entry, "text", place),
        tuple(figure(name, place) for name in entry["figures"]),
        tuple(views),
        tuple(scenarios.checked(spec, f"{place}, without") for spec in entry["without"]),
    )


def _view(entry: Mapping[str, Any], place: str) -> View:
    check_entry(entry, OF_A_VIEW, place, required=OF_A_VIEW)
    return View(text_of(entry, "text", place), tuple(entry["sources"]))


def _check_different(read: Mapping[str, Claim]) -> None:
    """Refuse a key or a name that two files have."""
    taken: dict[str, str] = {}
    for file, claim in read.items():
        for name in (claim.key, claim.name):
            if name in taken:
                raise BadFile(f"{name} is the key or name of {taken[name]} too", where=file)
            taken[name] = file
