"""The record for other programs: CSV, Parquet, JSON, and a Frictionless Data Package (version 2).

Four tables leave the house, in every format under the same names: `observations` (as printed, with source,
page and grade), `catalogue` (what each series is), `sources` (the works), `derived` (computed from the
observations).
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pyrrhic.errors import BadFile
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import Record

Rows = list[dict[str, Any]]
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"  # the identifier of the format, never fetched


@dataclass(frozen=True)
class Field:
    """A column of a table: its name, its type, what it holds."""

    name: str
    type: str
    description: str


OBSERVATIONS = (
    Field("series", "string", "Name of the series; see the table `catalogue`."),
    Field(
        "year",
        "string",
        "1932 calendar or harvest year; 1931/32 July to June; 1930-03-01 or 1930-03 a date; 1933-37 mean of a period.",
    ),
    Field("value", "number", "The figure as printed, in `unit`."),
    Field("low", "number", "Lower end of the published range; not a standard error."),
    Field("high", "number", "Upper end of the published range; not a standard error."),
    Field("unit", "string", "Unit as printed."),
    Field("territory", "string", "Borders to which the figure refers. Do not divide across territories."),
    Field("region", "string", "Region, when the figure is not for the whole territory."),
    Field(
        "role",
        "string",
        "`main` is drawn as the centre; `rival` is another's figure for the same thing; `variant` follows another definition.",
    ),
    Field("source", "string", "Key of the work; see the table `sources`."),
    Field("page", "string", "Page or table within the work."),
    Field("grade", "string", "A read in the work or a dataset; B read as quoted elsewhere; C recalled."),
    Field("note", "string", "What a user of the figure should know."),
    Field("first_year", "integer", "First calendar year that `year` touches."),
    Field("last_year", "integer", "Last calendar year that `year` touches."),
    Field("place", "string", "File and line of the figure in the record."),
    Field("id", "string", "Identifier of the figure, never used for another; cite it."),
    Field("printed", "string", "The number as the table writes it, with its own digits."),
    Field(
        "value_is", "string", "How `value` came from what is printed: printed, converted, midpoint, coded, computed."
    ),
    Field("variant", "string", "The definition that a figure follows, where several stand side by side."),
    Field("seen", "string", "How the figure was read: original, copy, quotation, memory."),
    Field("seen_in", "string", "What was read, where it was not the first edition; see the table `witnesses`."),
    Field("flag", "string", "doubtful, or misprint."),
)
CATALOGUE = (
    Field("series", "string", "Name of the series."),
    Field("topic", "string", "Topic, and name of the file that holds the figures."),
    Field("title_en", "string", "Title in English."),
    Field("title_ru", "string", "Title in Russian."),
    Field("definition", "string", "What is counted, when and whose."),
    Field("unit", "string", "Unit of every figure of the series."),
    Field("do_not_mix", "string", "What the series must not be confused or joined with."),
)
SOURCES = (
    Field("key", "string", "Key by which figures name the work."),
    Field("reference", "string", "The work: author, title, where and when published."),
    Field("note", "string", "What kind of source it is."),
)
DERIVED_FIELDS = (
    Field("series", "string", "Name of the derived series."),
    Field("year", "integer", "Calendar year, or first year of the agricultural year; see `calendar`."),
    Field("value", "number", "Computed from the observations; never a printed figure."),
    Field("low", "number", "Lower end of the range that follows from rival figures."),
    Field("high", "number", "Upper end of that range."),
    Field("unit", "string", "Unit."),
    Field("calendar", "string", "What a year means in this series."),
    Field("territory", "string", "Borders to which the figure refers."),
    Field("region", "string", "Region, when not the whole territory."),
    Field("what_was_done", "string", "How the series was computed."),
    Field("sources", "string", "Keys and pages of the figures behind this one, separated by `; `."),
)
TABLES: Mapping[str, tuple[str, tuple[Field, ...]]] = {
    "observations": ("Figures as printed, each with source, page and grade", OBSERVATIONS),
    "catalogue": ("The series: titles, definitions, units", CATALOGUE),
    "sources": ("The works from which the figures come", SOURCES),
    "derived": ("Series computed from the observations", DERIVED_FIELDS),
}


def table(record: Record, name: str) -> Rows:
    """One of the four tables as plain dicts."""
    makers: dict[str, Callable[[], Iterable[dict[str, Any]]]] = {
        "observations": lambda: (observation.row() for observation in record.observations),
        "catalogue": lambda: (series.catalogue_row() for series in record.values()),
        "sources": lambda: source_rows(record),
        "derived": lambda: derived_rows(record),
    }
    return list(makers[name]())


def source_rows(record: Record) -> Rows:
    """Every work that may be cited, with its reference in one line."""
    return [{"key": key, "reference": work.citation(), "note": work.note} for key, work in sorted(record.works.items())]


def derived_rows(record: Record) -> Rows:
    """Every point of every derived series."""
    return [row for name in DERIVED for row in derive(record, name).rows()]


def to_csv(rows: Rows, header: Iterable[str]) -> str:
    """A table as CSV text; an absent value is an empty field."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(header), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def to_arrow(rows: Rows, description: Iterable[Field]) -> Any:
    """A table as a pyarrow Table, the description of each column in its metadata."""
    import pyarrow

    types = {"string": pyarrow.string(), "number": pyarrow.float64(), "integer": pyarrow.int64()}
    schema = pyarrow.schema(
        [
            pyarrow.field(field.name, types[field.type], metadata={"description": field.description})
            for field in description
        ]
    )
    return pyarrow.Table.from_pylist(rows, schema=schema)


def write_csv(record: Record, folder: Path) -> list[Path]:
    """The four tables as CSV files in a folder; returns the files."""
    return _write_each(
        folder,
        "csv",
        lambda name, path: path.write_text(to_csv(table(record, name), _header(name)), encoding="utf-8"),
    )


def write_parquet(record: Record, folder: Path) -> list[Path]:
    """The four tables as Parquet files in a folder; returns the files."""
    from pyarrow import parquet

    return _write_each(
        folder,
        "parquet",
        lambda name, path: parquet.write_table(to_arrow(table(record, name), TABLES[name][1]), path),
    )


def write_json(record: Record, folder: Path) -> list[Path]:
    """The four tables in one JSON document, `record.json`; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "record.json"
    path.write_text(
        json.dumps({name: table(record, name) for name in TABLES}, ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
    return [path]


def write_datapackage(record: Record, folder: Path) -> list[Path]:
    """The four CSV files and the `datapackage.json` that describes them; returns all five."""
    files = write_csv(record, folder)
    path = folder / "datapackage.json"
    path.write_text(json.dumps(datapackage(record), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [*files, path]


WRITERS: dict[str, Callable[[Record, Path], list[Path]]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "json": write_json,
    "datapackage": write_datapackage,
}


def export(record: Record, kind: str, folder: Path) -> list[Path]:
    """Write the record in one of the formats of `WRITERS`; returns the files written."""
    if kind not in WRITERS:
        raise BadFile(f"there is no format named {kind}", allowed=", ".join(WRITERS))
    return WRITERS[kind](record, folder)


def datapackage(record: Record) -> dict[str, Any]:
    """The description of the data package: tables, columns, licence of each table, sources, relations."""
    return {
        "$schema": PROFILE,
        "name": "pyrrhic-record",
        "title": "Soviet collectivized agriculture, 1909-1976: the record of Pyrrhic",
        "version": version("pyrrhic"),
        "licenses": [RECORD_LICENCE, PROGRAM_LICENCE],
        "sources": [{"title": row["reference"]} for row in source_rows(record)],
        "resources": [_resource(name) for name in TABLES],
    }


RECORD_LICENCE = {"name": "CC0-1.0", "title": "CC0 1.0 Universal, for the figures of the record"}
PROGRAM_LICENCE = {"name": "MIT", "title": "MIT License, for the program that wrote the package"}
PRIMARY_KEYS = {
    "catalogue": ["series"],
    "sources": ["key"],
    "observations": ["series", "region", "territory", "year", "source", "variant"],
    "derived": ["series", "region", "year"],
}
FOREIGN_KEYS = {
    "observations": [
        {"fields": ["series"], "reference": {"resource": "catalogue", "fields": ["series"]}},
        {"fields": ["source"], "reference": {"resource": "sources", "fields": ["key"]}},
    ]
}


def _resource(name: str) -> dict[str, Any]:
    title, description = TABLES[name]
    required = set(PRIMARY_KEYS[name]) - {"region", "variant"}
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": field.name,
                "type": field.type,
                "description": field.description,
                **({"constraints": {"required": True}} if field.name in required else {}),
            }
            for field in description
        ],
        "missingValues": [""],
        "foreignKeys": FOREIGN_KEYS.get(name, []),
    }
    return {
        "name": name,
        "type": "table",
        "title": title,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "licenses": [RECORD_LICENCE],
        "schema": schema,
    }


def _header(name: str) -> list[str]:
    return [field.name for field in TABLES[name][1]]


def _write_each(folder: Path, ending: str, write: Callable[[str, Path], Any]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{name}.{ending}" for name in TABLES}
    for name, path in paths.items():
        write(name, path)
    return list(paths.values())
