"""The registers beside the figures: where they were seen, regions and territories, families of series, what changed between versions.

    witnesses()["1926-census-tables"].what

A register is a table of the record's folder; a record without one, as of a test, has an empty register.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from pyrrhic.errors import BadFile
from pyrrhic.files import read_text, read_toml
from pyrrhic.record.tables import FOLDER


@dataclass(frozen=True)
class Witness:
    """What was read for a figure where it was not the first edition of the work: its kind, what it is, and where it lies."""

    key: str
    kind: str
    what: str
    where: str


@dataclass(frozen=True)
class Region:
    """A region that figures name: names in both languages, what kind it is, of what it is a part, when it was so called.

    The years are those of the administrative division where they are known; `formerly` is the region that had its land before.
    """

    id: str
    name_en: str
    name_ru: str
    kind: str
    parent: str
    valid_from: str
    valid_to: str
    formerly: str


@dataclass(frozen=True)
class Territory:
    """The borders to which figures refer."""

    name_en: str
    name_ru: str
    borders_from: str
    borders_to: str
    note: str


@dataclass(frozen=True)
class Change:
    """A change to a figure between two versions of the data: which, of what, from what to what, and why."""

    id: str
    version: str
    field: str
    old: str
    new: str
    why: str


@dataclass(frozen=True)
class Member:
    """A series of a family: of series that are one thing over a dimension, as prices on the market are over products.

    `over` is the dimension, and the names of the member are its place in it.
    """

    family: str
    title_en: str
    title_ru: str
    over_en: str
    over_ru: str
    series: str
    member_en: str
    member_ru: str


KINDS_OF_REGION = (
    "union republic",
    "autonomous republic",
    "krai",
    "oblast",
    "gubernia",
    "town",
    "region",  # economic or natural
    "part",  # of an administrative one
    "group",  # of several
    "region of the model",
)
KINDS_OF_WITNESS = ("abstract", "archive", "dataset", "edition", "repository", "web copy")


@cache
def witnesses(folder: Path = FOLDER) -> Mapping[str, Witness]:
    """Every witness by its key. Raises `BadFile` where a kind is none of `KINDS_OF_WITNESS`."""
    read = [Witness(**row) for row in _rows(folder, "witnesses", ("key", "kind", "what", "where"))]
    for witness in read:
        if witness.kind not in KINDS_OF_WITNESS:
            place = f"witnesses.csv, {witness.key}"
            raise BadFile(f"there is no kind {witness.kind}", where=place, allowed=", ".join(KINDS_OF_WITNESS))
    return {witness.key: witness for witness in read}


@cache
def regions(folder: Path = FOLDER) -> Mapping[str, Region]:
    """Every region by its English name, as figures write it. Raises `BadFile` where one is a part of none that there is."""
    columns = ("id", "name_en", "name_ru", "kind", "parent", "valid_from", "valid_to", "formerly")
    read = [Region(**row) for row in _rows(folder, "regions", columns)]
    known = {region.id for region in read} | {""}
    for region in read:
        if region.kind not in KINDS_OF_REGION or not {region.parent, region.formerly} <= known:
            where = f"regions.csv, {region.id}"
            raise BadFile(
                "its kind, parent or former region is unknown", where=where, allowed=", ".join(KINDS_OF_REGION)
            )
    return {region.name_en: region for region in read}


@cache
def territories(folder: Path = FOLDER) -> Mapping[str, Territory]:
    """Every territory by its English name, as figures write it."""
    columns = ("name_en", "name_ru", "borders_from", "borders_to", "note")
    return {row["name_en"]: Territory(**row) for row in _rows(folder, "territories", columns)}


@cache
def families(folder: Path = FOLDER) -> Mapping[str, tuple[Member, ...]]:
    """The members of every family by its name. Raises `BadFile` as `families_by_series` does."""
    known: dict[str, tuple[Member, ...]] = {}
    for member in families_by_series(folder).values():
        known[member.family] = (*known.get(member.family, ()), member)
    return known


@cache
def families_by_series(folder: Path = FOLDER) -> Mapping[str, Member]:
    """The place of a series in its family, by the name of the series.

    Raises `BadFile` for a series in two places, and a family with two titles.
    """
    columns = ("family", "title_en", "title_ru", "over_en", "over_ru", "series", "member_en", "member_ru")
    placed: dict[str, Member] = {}
    titles: dict[str, tuple[str, ...]] = {}
    for member in (Member(**row) for row in _rows(folder, "families", columns)):
        if member.series in placed:
            raise BadFile(f"{member.series} is in two places", where=f"families.csv, {member.family}")
        title = (member.title_en, member.title_ru, member.over_en, member.over_ru)
        if titles.setdefault(member.family, title) != title:
            raise BadFile("its members give it several titles or dimensions", where=f"families.csv, {member.family}")
        placed[member.series] = member
    return placed


@cache
def changes(folder: Path = FOLDER) -> tuple[Change, ...]:
    """Every change, in the order in which it was made."""
    columns = ("id", "version", "field", "old", "new", "why")
    return tuple(Change(**row) for row in _rows(folder, "changes", columns))


@cache
def data_version() -> tuple[str, str]:
    """The version of the data and its date."""
    document = read_toml(files(__package__).joinpath("version.toml"))
    return document["version"], document["date"]


def _rows(folder: Path, name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a register. Raises `BadFile` for another header or a row of another length."""
    file = folder / "registers" / f"{name}.csv"
    if not file.exists():
        return []
    try:
        header, *rows = csv.reader(read_text(file).splitlines() or [""])
    except csv.Error as error:  # a quotation mark that nothing closes swallows the rest of the table
        raise BadFile(f"a row cannot be read: {error}", where=file.name, allowed="quotation marks in pairs") from error
    if tuple(header) != columns:
        raise BadFile(f"the header must be {','.join(columns)}", where=f"{file.name}:1:1")
    for line, row in enumerate(rows, start=2):
        if len(row) != len(columns):
            raise BadFile(f"{len(row)} fields; the header has {len(columns)}", where=f"{file.name}:{line}:1")
    return [dict(zip(columns, row, strict=True)) for row in rows]
