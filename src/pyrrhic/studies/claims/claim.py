"""What a claim is: a statement, the figures that bear on it, what scholars hold, and the scenarios without the policy."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyrrhic.runs.figures import Figure, figure
from pyrrhic.texts import Text


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
    read = [_claim(tomllib.loads(file.read_text(encoding="utf-8"))) for file in documents]
    return tuple(sorted(read, key=lambda claim: claim.key))


def _claim(entry: Mapping) -> Claim:
    views = tuple(View(Text(**view["text"]), tuple(view["sources"])) for view in entry["views"])
    named = tuple(map(figure, entry["figures"]))
    texts = Text(**entry["title"]), Text(**entry["text"])
    return Claim(entry["key"], entry["name"], *texts, named, views, tuple(entry["without"]))
