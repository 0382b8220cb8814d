"""What a claim is: a statement, the figures that bear on it, what scholars hold, and the scenarios without the policy."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyrrhic.errors import BadFile, UnknownName
from pyrrhic.runs.figures import Figure, figure
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import Text, text_of

FIELDS = ("key", "name", "title", "text", "figures", "views", "without")


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
    """Every claim, in the order of its key."""
    documents = [file for file in files(__package__).iterdir() if file.name.endswith(".toml")]
    read = [read_claim(tomllib.loads(file.read_text(encoding="utf-8")), file.name) for file in documents]
    return tuple(sorted(read, key=lambda claim: claim.key))


def read_claim(entry: Mapping[str, Any], place: str) -> Claim:
    """A claim as its file declares it; `place` names the file in a `BadFile` or an `UnknownName`."""
    for field in entry:
        if field not in FIELDS:
            raise UnknownName("field", field, FIELDS, where=place)
    for field in FIELDS:
        if field not in entry:
            raise BadFile(f"the field {field} is missing", where=place)
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
    return View(text_of(entry, "text", place), tuple(entry["sources"]))
