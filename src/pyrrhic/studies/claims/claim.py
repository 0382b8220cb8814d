"""What a claim is: a sentence, the statements into which it falls, what scholars hold, and the scenarios without the policy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyrrhic.errors import BadFile
from pyrrhic.fields import TABLES, TEXT, WORD, WORDS, Content, check_entry, check_name, references
from pyrrhic.files import read_toml
from pyrrhic.runs.figures import Figure, figure
from pyrrhic.studies.claims.statement import Statement, read_statement
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
    "statements": TABLES,
    "not_in_model": TABLES,
}
REQUIRED = ("key", "name", "title", "text", "figures", "views", "without")
STATEMENTS = "statements"
OF_MORE: Mapping[str, Content] = {"statements": TABLES, "not_in_model": TABLES}
NAMES_OF_VIEWS = {"views": "view", "not_in_model": "view not in the model"}
OF_A_VIEW: Mapping[str, Content] = {"text": TEXT, "sources": references}


@dataclass(frozen=True)
class View:
    """What scholars hold of the claim, with the works that hold it."""

    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """A claim, and what to set beside it; `without` names the scenarios in which the policy is taken away.

    `statements` are what is checked of it, and `not_in_model` the views of it that no slot of the model can express.
    """

    key: str
    name: str
    title: Text
    text: Text
    figures: tuple[Figure, ...]
    views: tuple[View, ...]
    without: tuple[str, ...]
    statements: tuple[Statement, ...] = ()
    not_in_model: tuple[View, ...] = ()


@cache
def claims() -> tuple[Claim, ...]:
    """Every claim, in the order of its key; raises `BadFile` where two have the same key or name.

    The statements of one stand in its own file, and where there is one in the file of its name below `statements`.
    """
    folder = files(__package__)
    documents = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    inner = folder.joinpath(STATEMENTS)
    more = {file.name: read_toml(file) for file in (inner.iterdir() if inner.is_dir() else ())}
    for name in more:
        check_name("claim", name, [file.name for file in documents], f"{STATEMENTS}/{name}")
    read = {file.name: read_claim(read_toml(file), file.name, more.get(file.name)) for file in documents}
    _check_different(read)
    return tuple(sorted(read.values(), key=lambda claim: (len(claim.key), claim.key)))


def read_claim(entry: Mapping[str, Any], place: str, more: Mapping[str, Any] | None = None) -> Claim:
    """A claim as its file declares it; `place` names the file in a `BadFile` or an `UnknownName`.

    `more` is what the file of its statements holds.
    """
    check_entry(entry, FIELDS, place, required=REQUIRED)
    check_entry(more or {}, OF_MORE, f"{STATEMENTS}/{place}")
    in_two_files = [(entry, place), (more or {}, f"{STATEMENTS}/{place}")]
    return Claim(
        entry["key"],
        entry["name"],
        text_of(entry, "title", place),
        text_of(entry, "text", place),
        tuple(figure(name, place) for name in entry["figures"]),
        _views(entry, "views", place),
        tuple(scenarios.checked(spec, f"{place}, without") for spec in entry["without"]),
        tuple(statement for part, of_part in in_two_files for statement in _statements(part, of_part)),
        tuple(view for part, of_part in in_two_files for view in _views(part, "not_in_model", of_part)),
    )


def _statements(entry: Mapping[str, Any], place: str) -> Iterator[Statement]:
    for number, statement in enumerate(entry.get("statements", ()), start=1):
        yield read_statement(statement, f"{place}, statement {statement.get('key', number)}")


def _views(entry: Mapping[str, Any], field: str, place: str) -> tuple[View, ...]:
    """The views that a field holds."""
    views = enumerate(entry.get(field, ()), start=1)
    return tuple(_view(view, f"{place}, {NAMES_OF_VIEWS[field]} {number}") for number, view in views)


def _view(entry: Mapping[str, Any], place: str) -> View:
    check_entry(entry, OF_A_VIEW, place, required=OF_A_VIEW)
    return View(text_of(entry, "text", place), tuple(entry["sources"]))


def _check_different(read: Mapping[str, Claim]) -> None:
    """Refuse a key or a name of claims or statements that is there twice."""
    taken: dict[str, str] = {}
    for file, claim in read.items():
        for name in (claim.key, claim.name, *(statement.key for statement in claim.statements)):
            if name in taken:
                raise BadFile(f"{name} is the key or name of {taken[name]} too", where=file)
            taken[name] = file
