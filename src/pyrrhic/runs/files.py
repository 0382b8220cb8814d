"""Runs as files: NetCDF with CF attributes, tidy Parquet and CSV, JSON; written whole or not at all.

At draws each has its number, the rival structure it comes from, and its weight; a draw that failed weighs nothing and
has no numbers in the scenario in which it failed. Draw 7 of one scenario and draw 7 of another have the same parameters.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy

from pyrrhic.engine.build import Model
from pyrrhic.errors import BadFile, BadInput, UnknownName
from pyrrhic.files import CSV, JSON, NETCDF, PARQUET, suffix_of, whole_or_not_at_all, write_netcdf
from pyrrhic.runs.dataset import (
    attributes,
    content_of,
    labels,
    models_behind,
    numbers_of,
    of_draws,
    refuse_unlike,
    runs_of,
    to_xarray,
)
from pyrrhic.runs.descriptions import axis_names, description, program
from pyrrhic.runs.run import SHORT, Run, model_fingerprint

__all__ = [
    "BadFile",
    "columns",
    "document",
    "read",
    "refuse_unwritable",
    "reopen",
    "run_document",
    "table",
    "to_xarray",
    "write",
]

OF_SCENARIO, OF_DRAW = ("model", "scenario"), ("draw", "structure", "weight")
OF_NUMBER = ("quantity", "unit", "year", "kind", "region", "value", "fingerprint")
NO_JSON = "draws are not written as JSON, which would be many times larger"


def write(runs: Sequence[Run], file: str | Path, command: str = "") -> Path:
    """Write the runs to a file; the suffix decides the format. `command` is what made them, kept in the file."""
    refuse_unlike(runs)
    writer = WRITERS[refuse_unwritable(file, at_draws=not runs[0].is_single)]
    return whole_or_not_at_all(Path(file), lambda draft: writer(runs, draft, command))


def refuse_unwritable(file: str | Path, at_draws: bool = False) -> str:
    """The suffix of a file to be written; raises `BadFile` where there is no such format or folder."""
    file = Path(file)
    if not at_draws:
        return suffix_of(file, WRITERS)
    allowed = [suffix for suffix in WRITERS if suffix != JSON]
    return suffix_of(file, allowed, NO_JSON if file.suffix.lower() == JSON else "")


def read(file: str | Path, allow_stale: bool = False):
    """Reopen a NetCDF file as a Dataset; its numbers must be those that were written.

    A file made by another version of the model or record is refused with the command that renews it, unless
    `allow_stale`. Raises `BadFile`.
    """
    import h5py
    import xarray

    file = Path(file)
    if not file.is_file():
        raise BadFile("there is no such file", where=str(file))
    try:
        h5py.File(file, "r").close()  # first alone, for h5netcdf complains once more of what it could not open
        with xarray.open_dataset(file, engine="h5netcdf") as opened:
            dataset = opened.load()
    except (OSError, ValueError, KeyError, RuntimeError, TypeError) as error:  # damage shows in any of these
        raise BadFile("it is damaged, or no NetCDF file", where=str(file)) from error
    if "content" not in dataset.attrs:
        raise BadFile("it has no fingerprint, so it was not written by pyrrhic", where=str(file))
    if content_of(dataset) != dataset.attrs["content"]:
        raise BadFile(
            f"its numbers are not those that were written (fingerprint {dataset.attrs['fingerprint'][:SHORT]})",
            where=str(file),
        )
    if dataset.attrs["model_fingerprint"] != model_fingerprint() and not allow_stale:
        renew = f"; renew it with: {dataset.attrs['command']}" if dataset.attrs["command"] else ""
        raise BadFile(f"it was made by another version of the model or the record{renew}", where=str(file))
    return dataset


def reopen(file: str | Path, scenario: str = "", allow_stale: bool = False) -> Run:
    """A run that was written to a NetCDF file, as it was; `scenario` names one of several.

    Of draws only those that failed are without their numbers. Raises `BadFile` as `read` does, `UnknownName` for a
    scenario that the file does not hold, and `BadInput` where it holds several and none is named.
    """
    dataset = read(file, allow_stale)
    if "runs" not in dataset.attrs:
        raise BadFile("it does not hold what a run is made of; write it again", where=str(file))
    runs = dict(zip(dataset["scenario"].values.tolist(), runs_of(dataset), strict=True))
    if not scenario and len(runs) > 1:
        raise BadInput("it holds several runs, and none is named", where=str(file), allowed=", ".join(runs))
    chosen = scenario or next(iter(runs))
    if chosen not in runs:
        raise UnknownName("scenario", chosen, runs, where=str(file))
    return runs[chosen]


# --- rows -------------------------------------------------------------------------------------------------------


def columns(runs: Sequence[Run]) -> tuple[str, ...]:
    """The columns of the rows; those of the draw only where there are draws."""
    if runs[0].is_single:
        return (*OF_SCENARIO, *OF_NUMBER)
    return (*OF_SCENARIO, *OF_DRAW, *OF_NUMBER, "posterior")


def table(runs: Sequence[Run]):
    """Every number as one row of `columns` in an Arrow table; kind and region are empty where a quantity has none."""
    refuse_unlike(runs)
    return joined(_rows(runs), columns(runs))


def _rows(runs: Sequence[Run]) -> Iterator:
    """One Arrow table for each quantity of each run."""
    along = {} if runs[0].is_single else _columns_of_draws(runs)
    for run, label in zip(runs, labels(runs), strict=True):
        for name in run.values:
            yield _rows_of(run, label, name, along)


def _columns_of_draws(runs: Sequence[Run]) -> dict[str, tuple[int, Sequence]]:
    """The columns that say which draw a row is of."""
    known = of_draws(runs)
    known["posterior"] = [fingerprint[:SHORT] for fingerprint in known["posterior"]]
    return {name: (0, values) for name, values in {"draw": range(len(known["weight"])), **known}.items()}


def _rows_of(run: Run, label: str, name: str, along: dict[str, tuple[int, Sequence]]):
    constants = {
        "model": program(),
        "scenario": label,
        "quantity": name,
        "unit": run.units[name],
        "fingerprint": run.short,
    }
    array = numbers_of(run, name)
    kinds, places = (axis_names()[axis] if axis else ("",) for axis in run.axes[name])
    year = array.ndim - 3
    own = {"year": (year, run.years), "kind": (year + 1, kinds), "region": (year + 2, places)}
    return rows_of(array, constants, {**along, **own})


# --- documents --------------------------------------------------------------------------------------------------


def document(runs: Sequence[Run], command: str = "") -> dict:
    """Single runs as plain dicts and lists, ready for JSON; what is not a finite number is null."""
    refuse_unlike(runs)
    return {
        "command": command,
        "model_fingerprint": model_fingerprint(),
        "axes": {axis: list(names) for axis, names in axis_names().items()},
        "runs": [
            {**run_document(run), "scenario": label, "documents": dict(run.texts)}
            for run, label in zip(runs, labels(runs), strict=True)
        ],
    }


def run_document(run: Run) -> dict:
    """One single run as plain dicts and lists."""
    models = models_behind([run])
    return {
        "scenario": run.name,
        "title": dict(run.title),
        "fingerprint": run.fingerprint,
        "years": list(run.years),
        "failed_year": run.fails_in,
        "structure": dict(run.structure),
        "quantities": {name: _quantity(run, name, models) for name in run.values},
    }


def _quantity(run: Run, name: str, models: Sequence[Model]) -> dict:
    return {
        "unit": run.units[name],
        **_described(name, models),
        "dims": ["year", *(axis for axis in run.axes[name] if axis)],
        "values": _plain(numbers_of(run, name), run.axes[name]),
    }


def _described(name: str, models: Sequence[Model]) -> dict[str, str]:
    """What a quantity is, and at which date it stands if it stands at one."""
    return {key: text for key, text in description(name, models).items() if key in ("long_name", "comment")}


def _plain(array: numpy.ndarray, axes) -> list:
    """Nested lists without the axes that have no name."""
    shape = (array.shape[0], *(length for length, axis in zip(array.shape[1:], axes, strict=True) if axis))
    finite = numpy.where(numpy.isfinite(array), array, numpy.nan).reshape(shape)
    return _without_nan(finite.tolist())


def _without_nan(value):
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if value != value else value


# --- writers ----------------------------------------------------------------------------------------------------


def _write_netcdf(runs: Sequence[Run], file: Path, command: str) -> None:
    write_netcdf(to_xarray(runs, command), file)


def _write_parquet(runs: Sequence[Run], file: Path, command: str) -> None:
    write_parquet(table(runs), file, attributes(runs, command))


def _write_csv(runs: Sequence[Run], file: Path, command: str) -> None:
    write_csv(table(runs), file)


def _write_json(runs: Sequence[Run], file: Path, command: str) -> None:
    file.write_text(json.dumps(document(runs, command), ensure_ascii=False), encoding="utf-8")


# --- arrays as tidy rows, one number a row ------------------------------------------------------------------------


def rows_of(array: numpy.ndarray, constants: Mapping[str, str], labels: Mapping[str, tuple[int, Sequence]]):
    """An Arrow table with a row for each number of an array, in the array's order; what is not finite is null.

    `constants` are columns with one value; `labels` are columns whose value depends on the place along one axis of the
    array: (axis, the value at each place).
    """
    import pyarrow

    columns = {name: pyarrow.repeat(value, array.size) for name, value in constants.items()}
    for name, (axis, values) in labels.items():
        columns[name] = pyarrow.array(values).take(pyarrow.array(_places(array.shape, axis)))
    flat = numpy.ascontiguousarray(array, dtype=float).reshape(-1)
    return pyarrow.table({**columns, "value": pyarrow.array(flat, mask=~numpy.isfinite(flat))})


def _places(shape: Sequence[int], axis: int) -> numpy.ndarray:
    """For each number of an array of that shape its place along one axis."""
    places = numpy.arange(shape[axis]).reshape([-1 if position == axis else 1 for position in range(len(shape))])
    return numpy.broadcast_to(places, shape).reshape(-1)


def joined(tables: Iterable, columns: Sequence[str]):
    """The tables one below another, with their columns in this order."""
    import pyarrow

    return pyarrow.concat_tables([table.select(columns) for table in tables])


def write_parquet(table, file: Path, notes: Mapping[str, str]) -> None:
    """Write an Arrow table with notes about the whole of it.

    Numbers do not repeat, so that a dictionary of them is lost time, and so are the least and greatest of each column:
    without them a million rows take a third of the time.
    """
    import pyarrow.parquet

    repeating = [name for name in table.column_names if name != "value"]
    pyarrow.parquet.write_table(
        table.replace_schema_metadata(dict(notes)), file, use_dictionary=repeating, write_statistics=False
    )


def write_csv(table, file: Path) -> None:
    """Write an Arrow table as text; what is missing, and an axis that a quantity does not have, is an empty cell."""
    import pyarrow.csv

    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style=_quoting(table))
    with file.open("wb") as opened:
        opened.write((",".join(table.column_names) + "\n").encode())
        pyarrow.csv.write_csv(_with_nulls(table), opened, options)


def _texts(table) -> dict:
    """The columns that are text."""
    import pyarrow

    columns = dict(zip(table.column_names, table.columns, strict=True))
    return {name: column for name, column in columns.items() if pyarrow.types.is_string(column.type)}


def _quoting(table) -> str:
    """Whether texts stand within quotation marks: only where one of them holds a comma, a mark or a new line."""
    import pyarrow.compute as compute

    special = [compute.match_substring_regex(column, '[",\r\n]') for column in _texts(table).values()]
    return "needed" if any(compute.any(mask).as_py() for mask in special) else "none"


def _with_nulls(table):
    """The table with nulls for texts without a letter, which would be written as two quotation marks."""
    import pyarrow.compute as compute

    for name, column in _texts(table).items():
        filled = compute.if_else(compute.equal(column, ""), None, column)
        table = table.set_column(table.column_names.index(name), name, filled)
    return table


WRITERS: dict[str, Callable] = {NETCDF: _write_netcdf, PARQUET: _write_parquet, CSV: _write_csv, JSON: _write_json}
