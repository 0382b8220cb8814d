"""The package as others read it: pandas, DuckDB, R and frictionless get the same rows, the same numbers and the same types.

R is not needed: `read_csv_as_r` does what R's `read.csv` does, and stops where R would warn.
"""

import json
from math import fsum

import duckdb
import pandas
import pytest
from frictionless import Package

from pyrrhic.record import load
from pyrrhic.record.export import export
from pyrrhic.record.package.tables import TABLES, table

NUMBERS = ("number", "integer")
LOGICAL = {"T", "F", "TRUE", "FALSE"}
AS_NUMBERS = {  # texts that hold nothing but numbers, which a reader that guesses takes for numbers: say that they are texts
    ("observations", "printed"),
    ("regions", "valid_from"),
    ("regions", "valid_to"),
    ("territories", "borders_from"),
    ("territories", "borders_to"),
    ("changes", "version"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The package, written once."""
    made = tmp_path_factory.mktemp("package")
    export(load(), "datapackage", made)
    return made


@pytest.fixture(scope="module")
def written():
    """What the record holds, by table and column; None where there is nothing."""
    return {name: _columns(TABLES[name].header, table(load(), name)) for name in TABLES}


def _columns(header, rows):
    return {column: [_value(row[column]) for row in rows] for column in header}


def _value(cell):
    return None if cell in (None, "") or cell != cell else cell


def types(name):
    """The type of each column as the description states it."""
    return {field.name: field.type for field in TABLES[name].fields}


def numbers(columns, name):
    """Count and sum of the cells of each column of numbers."""
    held = {column: [cell for cell in columns[column] if cell is not None] for column in _of_numbers(name)}
    return {column: (len(cells), fsum(cells)) for column, cells in held.items()}


def _of_numbers(name):
    return [column for column, kind in types(name).items() if kind in NUMBERS]


def texts_that_are_numbers(name, kinds):
    """The columns of texts that a reader took for numbers."""
    return {(name, column) for column, kind in kinds.items() if kind in NUMBERS and types(name)[column] == "string"}


# --- pandas ---------------------------------------------------------------------------------------------------


def kind_in_pandas(column):
    """The type of a column of a frame, in the words of the description; integers with gaps are floats there."""
    kinds = {"i": "integer", "f": "number"}
    return kinds.get(column.dtype.kind, "string")


@pytest.mark.parametrize("name", TABLES)
def test_pandas_reads_every_number_without_being_told(folder, written, name):
    frame = pandas.read_csv(folder / f"{name}.csv")
    kinds = {column: kind_in_pandas(frame[column]) for column in frame}
    assert len(frame) == len(next(iter(written[name].values())))
    assert {column: kinds[column] for column in _of_numbers(name)} == {c: types(name)[c] for c in _of_numbers(name)}
    assert texts_that_are_numbers(name, kinds) <= AS_NUMBERS
    assert numbers({c: list(map(_value, frame[c])) for c in frame}, name) == numbers(written[name], name)


@pytest.mark.parametrize("name", TABLES)
def test_pandas_reads_every_cell_by_the_types_of_the_description(folder, written, name):
    description = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [resource for resource in description["resources"] if resource["name"] == name]
    names = {"string": "string", "number": "float64", "integer": "Int64"}
    stated = {field["name"]: names[field["type"]] for field in resource["schema"]["fields"]}
    missing = resource["schema"]["missingValues"]
    frame = pandas.read_csv(folder / resource["path"], dtype=stated, keep_default_na=False, na_values=missing)
    frame = frame.astype(object).where(frame.notna(), None)
    assert {column: list(frame[column]) for column in frame} == written[name]


# --- DuckDB ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_duckdb_reads_it_without_being_told(folder, written, name):
    read = duckdb.sql(f"select * from read_csv('{folder / f'{name}.csv'}')")
    kinds = {"DOUBLE": "number", "BIGINT": "integer"}
    kinds_there = {c: kinds.get(str(kind), "string") for c, kind in zip(read.columns, read.types, strict=True)}
    assert {c: kinds_there[c] for c in _of_numbers(name)} == {c: types(name)[c] for c in _of_numbers(name)}
    assert texts_that_are_numbers(name, kinds_there) <= AS_NUMBERS
    rows = [dict(zip(read.columns, row, strict=True)) for row in read.fetchall()]
    columns = _columns(read.columns, rows)
    sure = [column for column, kind in kinds_there.items() if kind == types(name)[column]]
    assert {column: columns[column] for column in sure} == {column: written[name][column] for column in sure}


# --- R --------------------------------------------------------------------------------------------------------


def read_csv_as_r(content):
    """A file as R's `read.csv` has it: the columns by name, and the type that `type.convert` gives each.

    Fields are quoted by ", a quote within one is doubled. "NA" is missing in any column, an empty field in one of logicals or
    numbers. Raises ValueError where R would fill a row, meet the end of the file in quotes, or find letters that are not UTF-8.
    """
    header, *rows = fields_of(content.decode("utf-8"))
    if len(set(header)) < len(header) or any(len(row) != len(header) for row in rows):
        raise ValueError("a name stands twice in the head, or a row has another number of fields")
    return {name: convert([row[place] for row in rows]) for place, name in enumerate(header)}


def fields_of(text):
    """The fields of each line, read a letter at a time."""
    rows, row, field, quoted, position = [], [], "", False, 0
    while position < len(text):
        letter = text[position]
        if quoted and letter == '"' and text[position + 1 : position + 2] == '"':
            field, position = field + '"', position + 1
        elif letter == '"':
            if not quoted and field:
                raise ValueError("a quote within a field that is not quoted")
            quoted = not quoted
        elif letter == "," and not quoted:
            row, field = [*row, field], ""
        elif letter == "\n" and not quoted:
            rows.append([*row, field])
            row, field = [], ""
        else:
            field += letter
        position += 1
    if quoted or row or field:
        raise ValueError("the file ends within quotes or without an end of the line")
    return rows


def convert(cells):
    """The cells of a column as the narrowest type that holds all of them, as R's `type.convert` chooses it."""
    held = [cell for cell in cells if cell not in ("", "NA")]
    for kind, accepts in (("logical", LOGICAL.__contains__), ("integer", _is_integer), ("number", _is_double)):
        if all(map(accepts, held)):
            number = {"logical": str, "integer": int, "number": float}[kind]
            return kind, [None if cell in ("", "NA") else number(cell) for cell in cells]
    return "string", [None if cell == "NA" else cell for cell in cells]


def _is_integer(cell):
    return cell.strip().lstrip("+-").isdecimal() and abs(int(cell)) < 2**31


def _is_double(cell):
    try:
        return float(cell) == float(cell)
    except ValueError:
        return False


@pytest.mark.parametrize("name", TABLES)
def test_r_reads_it(folder, written, name):
    read = read_csv_as_r((folder / f"{name}.csv").read_bytes())
    kinds = {column: kind for column, (kind, _) in read.items()}
    columns = {column: [_value(cell) for cell in cells] for column, (_, cells) in read.items()}
    assert {c: kinds[c] for c in _of_numbers(name)} == {c: types(name)[c] for c in _of_numbers(name)}
    assert texts_that_are_numbers(name, kinds) <= AS_NUMBERS
    assert {column for column, kind in kinds.items() if kind == "logical"} <= {
        c for c in columns if not any(columns[c])
    }
    sure = [column for column, kind in kinds.items() if kind == types(name)[column]]
    assert {column: columns[column] for column in sure} == {column: written[name][column] for column in sure}


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (b"a,b\n1,x\n,NA\n", ["integer", "string"]),
        (b"a,b\n1.0,T\n2,\n", ["number", "logical"]),
        (b'a,b\n1932,"1931/32"\n1,2\n', ["integer", "string"]),
        (b'a\n"say ""no"", twice"\n', ["string"]),
        (b"a\n3000000000\n", ["number"]),
    ],
)
def test_the_reader_chooses_types_as_r_does(content, kinds):
    assert [kind for kind, _ in read_csv_as_r(content).values()] == kinds


@pytest.mark.parametrize(
    "content", [b"a,b\n1\n", b'a\n"1\n', b"a,a\n1,2\n", b'a\nx"y"\n', "a\nё\n".encode("cp1251"), b"a\n1"]
)
def test_the_reader_stops_where_r_would_warn(content):
    with pytest.raises(ValueError):
        read_csv_as_r(content)


# --- frictionless ---------------------------------------------------------------------------------------------


def test_frictionless_reads_every_cell_by_the_description(folder, written):
    package = Package(str(folder / "datapackage.json"))
    assert [resource.name for resource in package.resources] == list(TABLES)
    for resource in package.resources:
        rows = [row.to_dict() for row in resource.read_rows()]
        columns = _columns(resource.schema.field_names, rows)
        plain = {
            c: [float(x) if types(resource.name)[c] == "number" and x is not None else x for x in columns[c]]
            for c in columns
        }
        assert plain == written[resource.name]


def test_the_package_says_how_to_read_it_in_r_and_pandas(folder):
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert 'read.csv("observations.csv", colClasses = c(printed = "character"))' in text
    assert 'pandas.read_csv("observations.csv", dtype={"printed": "string"})' in text
