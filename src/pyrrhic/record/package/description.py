"""The description of the data package: `datapackage.json`, version 2 of the format.

    datapackage(load(), folder)["resources"][0]["schema"]["primaryKey"]

Hashes and sizes are those of the files in the folder, which are written first.
"""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyrrhic.errors import one_line
from pyrrhic.record.added import SHORT, joint_hash
from pyrrhic.record.load import Record
from pyrrhic.record.package.tables import TABLES, Field, Table
from pyrrhic.record.registers import data_version

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"  # the identifier of the format, never fetched
NAME, TITLE = "pyrrhic-record", "Soviet collectivized agriculture, 1909-1976: the record of Pyrrhic"
DESCRIPTION = (
    "Printed figures of Soviet agriculture and its results, each with its work, page, grade, territory and rivals, and series "
    "derived from them. Rival estimates stand side by side; no figure is an average of ours."
)
KEYWORDS = (
    "economic history",
    "Soviet Union",
    "collectivization",
    "grain",
    "famine",
    "Holodomor",
    "Asharshylyk",
    "agriculture",
)
CONTRIBUTORS = ({"title": "The Pyrrhic founders", "roles": ["creator", "editor"]},)
LICENCE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def version_of(record: Record) -> tuple[str, str]:
    """The version of the data, and its date. That of a record with files of a user's ends in their hash: 2.0.0+7fc8e316be38."""
    version, date = data_version()
    return f"{version}+{joint_hash(record.added)[:SHORT]}" if record.added else version, date


def description_of(record: Record) -> str:
    """What the data are, and which files of a user's are among them."""
    added = "; ".join(
        f"{one_line(file.file)} (figures: {file.figures}, SHA-256 {file.sha256})" for file in record.added
    )
    return (
        f"{DESCRIPTION} With figures of a user's own, which are no part of that record: {added}."
        if added
        else DESCRIPTION
    )


def datapackage(record: Record, folder: Path) -> dict[str, Any]:
    """The description: tables, columns, keys, licence, contributors, works with their terms."""
    version, date = version_of(record)
    return {
        "$schema": PROFILE,
        "name": NAME,
        "id": f"{NAME}-{version}",
        "title": TITLE,
        "description": description_of(record),
        "version": version,
        "created": f"{date}T00:00:00Z",
        "keywords": list(KEYWORDS),
        "contributors": list(CONTRIBUTORS),
        "licenses": [LICENCE],
        "sources": [_source(key, work.citation(), work.doi) for key, work in sorted(record.works.items())],
        "resources": [_resource(name, shown, folder) for name, shown in TABLES.items()],
    }


def _source(key: str, title: str, doi: str) -> dict[str, str]:
    return {"title": title, "path": f"https://doi.org/{doi}" if doi else f"sources.bib#{key}"}


def _resource(name: str, shown: Table, folder: Path) -> dict[str, Any]:
    content = (folder / f"{name}.csv").read_bytes()
    return {
        "name": name,
        "type": "table",
        "title": shown.title,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": _schema(shown),
    }


def _schema(shown: Table) -> dict[str, Any]:
    return {
        "fields": [_field(column) for column in shown.fields],
        "missingValues": [""],
        "primaryKey": list(shown.key),
        "foreignKeys": [
            {"fields": [column], "reference": {"resource": resource, "fields": [named]}}
            for column, (resource, named) in shown.refers.items()
        ],
    }


def _field(column: Field) -> dict[str, Any]:
    constraints: Mapping[str, Any] = column.constraints
    described = {"name": column.name, "type": column.type, "description": column.description}
    return {**described, **({"constraints": dict(constraints)} if constraints else {})}
