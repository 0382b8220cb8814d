"""Check that the version of the data follows its figures: what was changed is named in changes.csv, and the version is raised.

Beside the version stands a hash of the figures that it is the version of; registers/figures.csv holds a digest of each, so that the
check can say which was changed. Both are written by scripts/data_version.py. What a digest covers is what a figure says: of what, when,
where, how much, by whom and how sure; notes, pages and places seen may be mended within a version.
"""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyrrhic.files import read_text, read_toml
from pyrrhic.record.checks.problem import Problem, problem
from pyrrhic.record.registers import Change
from pyrrhic.record.tables import Row

COVERED = (
    "series",
    "year",
    "value",
    "low",
    "high",
    "unit",
    "territory",
    "region",
    "role",
    "variant",
    "source",
    "grade",
)
DIGITS = 8  # of the digest of a figure
HEADER = ("id", "digest")
REMOVED = "removed"
SCRIPT = "scripts/data_version.py"


def digest(fields: Mapping[str, str]) -> str:
    """The digest of one figure."""
    return sha256("\x1f".join(fields[name] for name in COVERED).encode()).hexdigest()[:DIGITS]


def digests(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The digest of every figure that has an identifier, in the order of identifiers."""
    return {row["id"]: digest(row) for row in sorted(rows, key=lambda row: row["id"]) if row["id"]}


def hash_of(figures: Mapping[str, str]) -> str:
    """The hash of all figures."""
    return f"sha256:{sha256(as_table(figures).encode()).hexdigest()}"


def as_table(figures: Mapping[str, str]) -> str:
    """The digests as the register of them is written."""
    return "\n".join([",".join(HEADER), *(f"{name},{value}" for name, value in figures.items())]) + "\n"


def register_of(folder: Path) -> Path:
    """The file that holds the digests of the figures of the version."""
    return folder / "registers" / "figures.csv"


def version_file(folder: Path) -> Path:
    """The file that holds the version."""
    return folder / "registers" / "version.toml"


def registered(folder: Path) -> dict[str, str]:
    """The digests of the figures of the version."""
    rows = csv.reader(read_text(register_of(folder)).splitlines())
    return {row[0]: row[1] for row in rows if tuple(row) != HEADER}


def version_problems(rows: Collection[Row], folder: Path, changes: Iterable[Change]) -> Iterator[Problem]:
    """Every figure that was changed or removed without a word in changes.csv, and a version that was not raised for it.

    A folder without a version, as of a test, has no such problem.
    """
    if not version_file(folder).is_file() or not any(row.fields["id"] for row in rows):
        return
    document, before = read_toml(version_file(folder)), registered(folder)
    now = digests(row.fields for row in rows)
    explained = {change.id for change in changes if is_of(change.version, document["version"])}
    changed = [row for row in rows if before.get(row.fields["id"]) not in (None, now.get(row.fields["id"]))]
    gone = [name for name in before if name not in now]
    yield from _unexplained(changed, gone, folder, document, explained)
    if now != before:
        counted = f"{len(now.keys() - before.keys())} new, {len(changed)} changed, {len(gone)} removed"
        yield _at_the_version(folder, f"the figures are not those of {_said(document)} ({counted}): raise the version")
    elif document["version"] != document["figures"]["version"] or document["figures"]["hash"] != hash_of(before):
        yield _at_the_version(folder, f"the hash is of {_said(document)}, or figures.csv was changed by hand")


def _unexplained(
    changed: Iterable[Row], gone: Iterable[str], folder: Path, document: Mapping[str, Any], explained: Collection[str]
) -> Iterator[Problem]:
    """The figures of whose change changes.csv says nothing."""
    what = "say in changes.csv what was changed and why, with the version that brings it"
    for row in changed:
        if row.fields["id"] not in explained:
            yield problem(row, "value", f"{row.fields['id']} is not what it was in {_said(document)}; {what}")
    place = str(folder / "registers" / "changes.csv")
    for name in gone:
        if name not in explained:
            yield Problem(place, 1, 1, f"{name} is gone since {_said(document)}; a row must say that it was removed")


def _said(document: Mapping[str, Any]) -> str:
    return f"version {document['figures']['version']}"


def _at_the_version(folder: Path, what: str) -> Problem:
    """A problem at the line of the version."""
    file = version_file(folder)
    lines = read_text(file).splitlines()
    line = next((number for number, text in enumerate(lines, start=1) if text.startswith("version")), 1)
    return Problem(str(file), line, 1, f"{what}, then run {SCRIPT}")


def is_of(change: str, version: str) -> bool:
    """Whether a change is of that version; 2 is short for 2.0.0."""
    return _without_noughts(change) == _without_noughts(version)


def _without_noughts(version: str) -> str:
    while version.endswith(".0"):
        version = version.removesuffix(".0")
    return version
