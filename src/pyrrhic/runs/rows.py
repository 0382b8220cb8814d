"""Arrays as tidy rows, one number a row, for Parquet and CSV."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy


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
    return "needed" if any(compute.any(one).as_py() for one in special) else "none"


def _with_nulls(table):
    """The table with nulls for texts without a letter, which would be written as two quotation marks."""
    import pyarrow.compute as compute

    for name, column in _texts(table).items():
        filled = compute.if_else(compute.equal(column, ""), None, column)
        table = table.set_column(table.column_names.index(name), name, filled)
    return table
