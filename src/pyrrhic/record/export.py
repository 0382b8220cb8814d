"""The record for other programs: CSV, Parquet, JSON, wide CSV, Excel, and a data package that an archive can take as it is.

The tables are those of `package.tables`, in every format under the same names.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pyrrhic.errors import BadFile
from pyrrhic.files import suffix_of
from pyrrhic.record.load import Record
from pyrrhic.record.package.tables import TABLES, Field, Rows, table, to_csv, wide


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
    """The tables as CSV files in a folder; returns the files."""
    return _write_each(
        folder,
        "csv",
        lambda name, path: path.write_text(to_csv(table(record, name), TABLES[name].header), encoding="utf-8"),
    )


def write_parquet(record: Record, folder: Path) -> list[Path]:
    """The tables as Parquet files in a folder; returns the files."""
    from pyarrow import parquet

    return _write_each(
        folder,
        "parquet",
        lambda name, path: parquet.write_table(to_arrow(table(record, name), TABLES[name].fields), path),
    )


def write_json(record: Record, folder: Path) -> list[Path]:
    """The tables in one JSON document, `record.json`; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "record.json"
    path.write_text(
        json.dumps({name: table(record, name) for name in TABLES}, ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
    return [path]


def write_wide(record: Record, folder: Path) -> list[Path]:
    """One CSV of the main national figures, a row for each year and a column for each series; returns the file.

    Below the names stand the units. Figures of regions, rivals, variants and periods are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    columns, years = wide(record)
    units = {name: record.series(name).unit for name in columns}
    path = folder / "wide.csv"
    path.write_text(to_csv([{"year": "unit", **units}, *years], ["year", *columns]), encoding="utf-8")
    return [path]


def _write_package(record: Record, folder: Path) -> list[Path]:
    from pyrrhic.record.package.write import write_package

    return write_package(record, folder)


def _write_workbook(record: Record, folder: Path) -> list[Path]:
    from pyrrhic.record.workbook import write_workbook

    folder.mkdir(parents=True, exist_ok=True)
    return [write_workbook(record, folder / "record.xlsx")]


def export_workbook(record: Record, file: Path, is_wide: bool) -> list[Path]:
    """Write one workbook: the tables as sheets, or a column for each series; returns the file."""
    from pyrrhic.record.workbook import SUFFIX, write_wide_workbook, write_workbook

    suffix_of(file, [SUFFIX])
    return [(write_wide_workbook if is_wide else write_workbook)(record, file)]


WRITERS: dict[str, Callable[[Record, Path], list[Path]]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "json": write_json,
    "wide": write_wide,
    "xlsx": _write_workbook,
    "datapackage": _write_package,
}


def export(record: Record, kind: str, folder: Path) -> list[Path]:
    """Write the record in one of the formats of `WRITERS`; returns the files written."""
    if kind not in WRITERS:
        raise BadFile(f"there is no format named {kind}", allowed=", ".join(WRITERS))
    return WRITERS[kind](record, folder)


def _write_each(folder: Path, ending: str, write: Callable[[str, Path], Any]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{name}.{ending}" for name in TABLES}
    for name, path in paths.items():
        write(name, path)
    return list(paths.values())
