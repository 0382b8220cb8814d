"""Checks of the rows of every table of the record; a problem is named as file:line:column.

`check()` checks the package's own tables; `check([my.csv])` checks a user's file against them, by the same
rules. Checks of one row stand here; checks that compare rows with each other stand in `between_rows.py`.
"""

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from pyrrhic.errors import CONTROLS, one_line, unknown
from pyrrhic.record.checks.between_rows import comparisons
from pyrrhic.record.checks.magnitude import magnitude_problems
from pyrrhic.record.checks.problem import CAN_BE_NEGATIVE, NUMBER, Problem, Table, finite, problem
from pyrrhic.record.checks.shape import NAME, Known, family_problems, shape_problems
from pyrrhic.record.checks.version import version_problems
from pyrrhic.record.own_works import own_works
from pyrrhic.record.registers import changes, families_by_series, regions, witnesses
from pyrrhic.record.tables import (
    CATALOGUE_HEADER,
    FOLDER,
    GRADES,
    NEEDED,
    RECORD_HEADER,
    ROLES,
    TERRITORIES,
    TITLE_MARK,
    TOPICS,
    TRANSCRIBED_HEADER,
    Row,
    bibliography_beside,
    catalogue_files,
    missing_columns,
    read_lines,
    transcribed_files,
)
from pyrrhic.record.years import parse_year, plain_year
from pyrrhic.sources import bibliography
from pyrrhic.units import UNITS

MOJIBAKE = re.compile("\ufffd|[\u00c3\u00c2\u00d0\u00d1][\u0080-\u00bf]|\u00e2\u20ac|[\u0080-\u009f]|\u00c3[ \u00a0]")
LONGEST_LINE = 100_000  # below what the csv module takes in one field
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "strokes"}
WEB_ADDRESS = re.compile(r"https?:|www\.|\b[\w-]+\.(com|org|net|info|edu|gov|ru|su|ua|kz|de|uk|fr)\b", re.IGNORECASE)
# Shares cannot leave 0-100 %; growth rates, price rises and comparisons with another year can.
SHARE = re.compile(r"(^|_)(share|households|sown_area|mechanization|collectivized)(_|$)")
OF_A_RANGE = re.compile(r"\b(low|high) (is|adds|means|span)|\blow and high\b", re.IGNORECASE)
NOT_A_SHARE = re.compile(r"(^|_)(growth|rise|change|above|ratio|relative|versus|vs|deviation)(_|$)")


def check(
    files: Sequence[str | Path] = (), *, folder: Path = FOLDER, sources: Collection[str] | None = None
) -> list[Problem]:
    """All problems of the record in `folder`, or, when `files` are given, those of the user's files against
    it.

    `sources` are the known keys; the package's bibliography unless given. A user's own keys stand in a .bib
    file of the same name beside the table.
    """
    users = [Path(file) for file in files]
    problems: list[Problem] = []
    rows = [row for file in [*transcribed_files(folder), *users] for row in _observation_rows(file, problems)]
    entries = [row for file in catalogue_files(folder) for row in _catalogue_rows(file, problems)]
    keys = set(bibliography() if sources is None else sources).union(*map(_own_sources, users))
    table = Table(rows, {row.fields["series"]: row for row in entries}, keys, users)
    problems += _catalogue_problems(entries, {row.fields["series"] for row in rows}, table)
    for row in rows:
        problems += _row_problems(row, table)
    problems += comparisons(table)
    problems += magnitude_problems(table)
    known = Known(_kinds_of_works(sources), witnesses(folder), regions(folder), changes(folder))
    problems += shape_problems(table, known)
    if not users:
        problems += version_problems(rows, folder, known.changes)
        problems += family_problems(families_by_series(folder), table, folder)
    names = {str(file) for file in users}
    return sorted({p for p in problems if not users or p.file in names})


def rows_of(folder: Path = FOLDER) -> list[Row]:
    """The rows of the tables of a record."""
    return [row for file in transcribed_files(folder) for row in _observation_rows(file, [])]


def _kinds_of_works(sources: Collection[str] | None) -> dict[str, str]:
    """The kind of every work of the bibliography that has one; none where other keys are given."""
    return {key: work.what for key, work in bibliography().items()} if sources is None else {}


def _own_sources(file: Path) -> set[str]:
    """Citation keys of the .bib file beside a user's table."""
    beside = bibliography_beside(file)
    return set(own_works(beside)) if beside else set()


def _catalogue_rows(file: Path, problems: list[Problem]) -> Iterator[Row]:
    """The rows of a table of series; a header that is not the catalogue's is a problem."""
    lines = read_lines(file)
    if _fields(lines[0]) != list(CATALOGUE_HEADER):
        problems.append(Problem(str(file), 1, 1, f"the header must be exactly {','.join(CATALOGUE_HEADER)}"))
        return
    yield from _rows(file, lines, CATALOGUE_HEADER, problems)


def _observation_rows(file: Path, problems: list[Problem]) -> Iterator[Row]:
    """The rows of a table of figures, whose columns may stand in any order; a wrong header is a problem."""
    lines = read_lines(file)
    header = tuple(name.strip() for name in _fields(lines[0]))
    wrong = list(_header_problems(lines[0], header))
    if wrong:
        problems += [Problem(str(file), 1, 1, message) for message in wrong]
        return
    absent = dict.fromkeys(name for name in RECORD_HEADER if name not in header)
    for row in _rows(file, lines, header, problems):
        fields = {**row.fields, **dict.fromkeys(absent, ""), "year": plain_year(row.fields["year"])}
        yield Row(row.file, row.line, fields, row.text, header)


def _header_problems(line: str, header: Sequence[str]) -> Iterator[str]:
    """What is wrong with the first line of a table of figures."""
    for separator, name in SEPARATORS.items():
        if separator in line and {field.strip('" ') for field in line.split(separator)} >= set(NEEDED):
            yield f"fields are separated by {name}; write commas"
            return
    if not set(header) & set(NEEDED):
        yield f"the first line is not a header; it must name the columns {','.join(TRANSCRIBED_HEADER)}"
        return
    missing = missing_columns(header)
    for name in header:
        if name not in RECORD_HEADER:
            yield f"{unknown('column', name, RECORD_HEADER)}; the columns are {','.join(TRANSCRIBED_HEADER)}"
        elif header.count(name) > 1:
            yield f"the column {name} stands twice"
    if missing:
        yield f"no column {', '.join(missing)}; the columns are {','.join(TRANSCRIBED_HEADER)}"


def _rows(file: Path, lines: Sequence[str], header: tuple[str, ...], problems: list[Problem]) -> Iterator[Row]:
    """The rows of a table; one with a wrong number of fields is a problem, and is left out."""
    for number, line in enumerate(lines[1:], start=2):
        values = _fields(line)
        if line.count('"') % 2:
            problems.append(Problem(str(file), number, 1, "a quotation mark is not closed; a field may not span lines"))
        elif len(line) > LONGEST_LINE:
            problems.append(Problem(str(file), number, 1, f"the line is longer than {LONGEST_LINE:,} letters"))
        elif len(values) != len(header):
            problems.append(Problem(str(file), number, 1, f"{len(values)} fields; the header has {len(header)}"))
        else:
            yield Row(file, number, dict(zip(header, values, strict=True)), line, header)


def _fields(line: str) -> list[str]:
    """The fields of a line; none where one is longer than a table can hold."""
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return []


def _catalogue_problems(entries: Sequence[Row], observed: Collection[str], table: Table) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in entries:
        name = row.fields["series"]
        if name in first:
            yield problem(row, "series", f"series {name} is catalogued twice, first at {first[name].place}")
        first.setdefault(name, row)
        if not NAME.fullmatch(name):
            yield problem(row, "series", f"series name {name!r} must be lower-case words joined by _")
        if name not in observed:
            yield problem(row, "series", f"series {name} has no observation in the transcribed tables")
        if row.fields["topic"] not in TOPICS:
            yield problem(row, "topic", unknown("topic", row.fields["topic"], TOPICS))
        for needed in ("title_en", "title_ru", "definition"):
            if not row.fields[needed].strip():
                yield problem(row, needed, f"series {name} has no {needed}")
        if OF_A_RANGE.search(row.fields["definition"]):
            what = "the ends of a range are no definitions of their own; make figures of another definition variants"
            yield problem(row, "definition", what)
        yield from _unit_problems(row, table)
        yield from _text_problems(row, ("title_en", "title_ru", "definition", "do_not_mix"))


def _row_problems(row: Row, table: Table) -> Iterator[Problem]:
    for check in (
        _series_problems,
        _year_problems,
        _number_problems,
        _sign_problems,
        _share_problems,
        _word_problems,
    ):
        yield from check(row, table)
    yield from _unit_problems(row, table)
    yield from _text_problems(row, ("source", "page", "note", "region", "seen_in"))


def _series_problems(row: Row, table: Table) -> Iterator[Problem]:
    name, unit = row.fields["series"], table.unit(row.fields["series"])
    if unit is None:
        yield from _new_series_problems(row, table)
    elif row.fields["unit"] != unit:
        yield problem(row, "unit", f"unit {row.fields['unit']!r}; the catalogue gives {name} in {unit!r}")


def _new_series_problems(row: Row, table: Table) -> Iterator[Problem]:
    """The record knows its series; a user's file may add one, unless its name looks like a misspelling."""
    name, titled = row.fields["series"], row.fields["note"].casefold().startswith(TITLE_MARK)
    if row.file not in table.user_files:
        yield problem(row, "series", unknown("series", name, table.catalogue))
    elif not NAME.fullmatch(name):
        yield problem(row, "series", f"series name {name!r} must be lower-case words joined by _")
    elif not titled and (close := table.nearest_series(name)):
        yield problem(
            row,
            "series",
            f"there is no series named {name}; did you mean {close}? "
            f"A new series of so like a name needs a note that begins with '{TITLE_MARK}'",
        )


def _year_problems(row: Row, table: Table) -> Iterator[Problem]:
    try:
        parse_year(row.fields["year"])
    except ValueError as error:
        yield problem(row, "year", str(error))


def _number_problems(row: Row, table: Table) -> Iterator[Problem]:
    texts = {name: row.fields[name] for name in ("value", "low", "high")}
    if not texts["value"]:
        yield problem(row, "value", "no value; a missing figure has no row")
    bad = [name for name, text in texts.items() if text and not NUMBER.fullmatch(text)]
    for name in bad:
        yield problem(row, name, f"malformed number {texts[name]!r}; write a plain decimal such as 69.5")
    for name, text in texts.items():
        if text and name not in bad and finite(text) is None:
            yield problem(row, name, f"{text[:12]}... has {len(text)} digits; no figure is so large")
    if bool(texts["low"]) != bool(texts["high"]):
        yield problem(row, "low", "low and high stand together or not at all")
    elif texts["low"] and not bad and texts["value"]:
        value, low, high = (float(texts[name]) for name in ("value", "low", "high"))
        if not low <= value <= high:
            yield problem(
                row,
                "value",
                f"the range {texts['low']} to {texts['high']} does not contain the value {texts['value']}",
            )


def _sign_problems(row: Row, table: Table) -> Iterator[Problem]:
    """Amounts of a catalogued series, per cent aside, are not below zero; a new series of a user's file may be of any kind."""
    name = row.fields["series"]
    if table.unit(name) in (None, "%") or CAN_BE_NEGATIVE.search(name):
        return
    for column in ("value", "low", "high"):
        number = finite(row.fields[column])
        if number is not None and number < 0:
            yield problem(row, column, f"{name} is an amount; {row.fields[column]} is below zero")


def _share_problems(row: Row, table: Table) -> Iterator[Problem]:
    """Shares in per cent lie between 0 and 100; growth rates and comparisons may leave that range."""
    name = row.fields["series"]
    if table.unit(name) != "%" or not SHARE.search(name) or NOT_A_SHARE.search(name):
        return
    for column in ("value", "low", "high"):
        text = row.fields[column]
        if NUMBER.fullmatch(text) and not 0 <= float(text) <= 100:
            yield problem(row, column, f"{name} is a share; {text} lies outside 0 to 100 %")


def _word_problems(row: Row, table: Table) -> Iterator[Problem]:
    allowed: dict[str, tuple[str, Collection[str]]] = {
        "source": ("source", table.sources),
        "grade": ("grade", GRADES),
        "role": ("role", ROLES),
        "territory": ("territory", TERRITORIES),
    }
    for column, (kind, names) in allowed.items():
        text = row.fields[column]
        if not text:
            yield problem(row, column, f"no {kind}; every figure has one")
        elif text not in names:
            yield problem(row, column, table.unknown(kind, text, names))
    if (row.fields["territory"] == "region") != bool(row.fields["region"]):
        yield problem(row, "region", "a region is named exactly when the territory is 'region'")


def _unit_problems(row: Row, table: Table) -> Iterator[Problem]:
    if row.fields["unit"] not in UNITS:
        yield problem(row, "unit", table.unknown("unit", row.fields["unit"], UNITS))


def _text_problems(row: Row, columns: Sequence[str]) -> Iterator[Problem]:
    for column, text in ((name, row.fields[name]) for name in columns if row.fields[name]):
        if MOJIBAKE.search(text):
            yield problem(row, column, f"garbled characters in {column}: {text[:60]!r}; restore the original text")
        if column in ("page", "note", "source") and WEB_ADDRESS.search(text):
            yield problem(row, column, f"a web address in {column}; cite the work itself")
        if column == "page" and re.search(r"[\[\];]", text):
            yield problem(row, column, "square brackets or a semicolon in page; they set pages and references off")
        if unwanted := CONTROLS.search(text):
            yield problem(row, column, f"the control character {one_line(unwanted.group())} in {column}")
        if text != text.strip():
            yield problem(row, column, f"spaces at the edge of {column}")
