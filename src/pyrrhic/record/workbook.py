"""The record as a workbook for Excel and LibreOffice: a sheet for each table with its head frozen, numbers as numbers.

    write_workbook(load(), Path("record.xlsx"))        # figures, series, sources, regions, derived series, codebook
    write_wide_workbook(load(), Path("wide.xlsx"))     # a column for each series, with their codebook

Years stay texts, because 1931/32 is a year of the record; no text becomes a date, a formula or a link. The same record
gives the same file, byte by byte. Needs XlsxWriter, which the extra `excel` brings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyrrhic.files import whole_or_not_at_all
from pyrrhic.record.load import Record
from pyrrhic.record.package.description import CONTRIBUTORS, LICENCE, TITLE, description_of, version_of
from pyrrhic.record.package.tables import TABLES, Field, Rows, figures_by_work, table, wide
from pyrrhic.record.tables import FLAGS, GRADES, SEEN, VALUE_IS

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SUFFIX = ".xlsx"
LEAST_WIDTH, MOST_WIDTH = 6, 48  # of a column, in letters
SHEETS = {  # name of a sheet by the table that it holds; the identifier of a figure stands first
    "observations": "figures",
    "catalogue": "series",
    "sources": "sources",
    "regions": "regions",
    "derived": "derived",
    "witnesses": "seen in",
}
CODEBOOK = (
    Field("sheet", "string", "Sheet."),
    Field("name", "string", "Column, or word that stands in it."),
    Field("type", "string", "Whether it holds texts or numbers."),
    Field("meaning", "string", "What it holds or means."),
)
WORDS = {"grade": GRADES, "value_is": VALUE_IS, "seen": SEEN, "flag": FLAGS}
WHOLE_SHEET = "A1:XFD1048576"


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns, its rows, and how many rows of its head and columns on its left stay in sight."""

    name: str
    fields: Sequence[Field]
    rows: Rows
    frozen: tuple[int, int] = (1, 1)


def write_workbook(record: Record, file: Path) -> Path:
    """The tables of the record, a sheet each, with the codebook."""
    sheets = [Sheet(name, _first("id", TABLES[of].fields), table(record, of)) for of, name in SHEETS.items()]
    return _write(file, record, [_about(record), *sheets, _codebook(sheets)])


def write_wide_workbook(record: Record, file: Path) -> Path:
    """The main national figures, a column for each series below its title and unit, with series and sources."""
    columns, years = wide(record)
    named = [record.series(name) for name in columns]
    heads: Rows = [
        {"year": "title", **{series.name: series.title.en for series in named}},
        {"year": "unit", **{series.name: series.unit for series in named}},
    ]
    fields = [Field("year", "string", "Year."), *(Field(s.name, "number", s.definition) for s in named)]
    chosen = [row for row in table(record, "catalogue") if row["series"] in columns]
    sheets = [
        Sheet("wide", fields, [*heads, *years], (1 + len(heads), 1)),
        Sheet("series", TABLES["catalogue"].fields, chosen),
    ]
    return _write(file, record, [_about(record), *sheets])


def _first(name: str, fields: Iterable[Field]) -> list[Field]:
    """The columns, that of this name before the others."""
    return sorted(fields, key=lambda field: field.name != name)


def _about(record: Record) -> Sheet:
    version, date = version_of(record)
    lines = {
        "title": TITLE,
        "version of the data": f"{version}, {date}",
        "holds": f"{len(record.observations):,} figures in {len(record)} series from {len(figures_by_work(record))} works",
        "what it is": description_of(record),
        "by": "; ".join(str(contributor["title"]) for contributor in CONTRIBUTORS),
        "licence": f"{LICENCE['title']}, {LICENCE['path']}",
        "how to cite": "Cite the work of a figure, its page, and the identifier of the figure with the version of the data.",
        "how to read": "Filter role = main for one line through a series. A rival is another's figure for the same thing; a "
        "variant follows another definition. Do not divide figures of different territories.",
    }
    fields = (Field("name", "string", "What is said."), Field("text", "string", "What is said of it."))
    return Sheet("about", fields, [{"name": name, "text": text} for name, text in lines.items()])


def _codebook(sheets: Iterable[Sheet]) -> Sheet:
    """What each column of each sheet holds, and what the words in them mean."""
    rows: Rows = [
        {"sheet": sheet.name, "name": field.name, "type": field.type, "meaning": field.description}
        for sheet in sheets
        for field in sheet.fields
    ]
    rows += [
        {"sheet": SHEETS["observations"], "name": f"{column} = {word}", "type": "string", "meaning": meaning.en}
        for column, words in WORDS.items()
        for word, meaning in words.items()
    ]
    return Sheet("codebook", CODEBOOK, rows)


# --- the file -------------------------------------------------------------------------------------------------


def _write(file: Path, record: Record, sheets: Sequence[Sheet]) -> Path:
    """The sheets as one file, whole or not at all. Raises `ImportError` where XlsxWriter is not installed."""
    from xlsxwriter import Workbook

    texts_stay_texts = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}

    def write_to(draft: Path) -> None:
        with Workbook(str(draft), {**texts_stay_texts, "in_memory": True}) as workbook:
            version, date = version_of(record)
            created = datetime.fromisoformat(date)
            workbook.set_properties({"title": TITLE, "comments": f"Version {version}", "created": created})
            for sheet in sheets:
                _add(workbook, sheet)

    return whole_or_not_at_all(file, write_to)


def _add(workbook: "Workbook", sheet: Sheet) -> None:
    """One sheet: head, rows, widths, what stays in sight."""
    shown = workbook.add_worksheet(sheet.name)
    bold = workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": sheet.name == "about", "valign": "top"})
    for column, field in enumerate(sheet.fields):
        shown.write_string(0, column, field.name, bold)
        shown.set_column(column, column, _width(field, sheet.rows), wrapped)
        for number, row in enumerate(sheet.rows, start=1):
            _write_cell(shown, number, column, row.get(field.name))
    shown.freeze_panes(*sheet.frozen)
    shown.autofilter(0, 0, len(sheet.rows), len(sheet.fields) - 1)
    shown.ignore_errors({"number_stored_as_text": WHOLE_SHEET})


def _write_cell(shown: "Worksheet", row: int, column: int, value: Any) -> None:
    """A number as a number, a text as a text, nothing where there is nothing."""
    if isinstance(value, int | float):
        shown.write_number(row, column, value)
    elif value:
        shown.write_string(row, column, str(value))


def _width(field: Field, rows: Sequence[Mapping[str, Any]]) -> int:
    longest = max((len(str(row.get(field.name) or "")) for row in rows), default=0)
    return max(LEAST_WIDTH, min(MOST_WIDTH, max(longest, len(field.name)) + 1))
