"""`pyrrhic record`: list, show, check, export and question the record."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pyrrhic.app.cli.answers import answer, finish
from pyrrhic.app.cli.group import Group
from pyrrhic.app.cli.options import (
    OneOf,
    completed,
    given,
    json_option,
    language_option,
    refuse_together,
    series_names,
    with_option,
)
from pyrrhic.app.cli.options import folder as as_folder
from pyrrhic.errors import BadFile, BadInput

if TYPE_CHECKING:
    from pyrrhic.app.language import Language

FORMATS = ("csv", "parquet", "json", "wide", "xlsx", "datapackage")
WORKBOOK = ".xlsx"
SINGLE_FILES = (".csv", ".parquet", ".json", ".xls", ".zip")  # endings that nobody gives a folder


def _of_the_record() -> list[str]:
    from pyrrhic.record.registers import families
    from pyrrhic.studies.kinds import RECORD, full_names

    return [*series_names(), *families(), *full_names(RECORD)]


@click.group(cls=Group)
def record() -> None:
    """What is known: every figure with its source, page, grade, territory and rivals."""


@record.command("list")
@click.argument("text", default="", metavar="[WORDS]")
@click.option("--topic", metavar="TOPIC", help="Only this topic, e.g. herds, or derived.")
@click.option("--region", metavar="REGION", help="Only series with figures for this region.")
@click.option("--grade", metavar="GRADE", help="Only series with figures of this grade: A, B or C.")
@click.option("--source", metavar="KEY", help="Only series with figures from this source key.")
@with_option
@language_option
@json_option
def list_series(text: str, with_: list[Path], say: "Language", as_json: bool, **wanted: str | None) -> None:
    """List the series, all or those that match.

    WORDS are looked for in names, titles and definitions.
    """
    from pyrrhic.app.text.record.lists import list_text
    from pyrrhic.app.views.record import DERIVED_TOPIC, derived_list, series_list
    from pyrrhic.record import load

    loaded, rows = load(with_), []
    if wanted["topic"] != DERIVED_TOPIC:
        rows += series_list(loaded.search(text, **wanted), say)
    if wanted["topic"] in (None, DERIVED_TOPIC) and not any(wanted[name] for name in ("region", "grade", "source")):
        rows += derived_list(loaded, text, say)
    answer(rows, lambda rows: list_text(rows, say), as_json)


@record.command()
@click.argument("series", metavar="SERIES", shell_complete=completed(_of_the_record))
@with_option
@language_option
@json_option
def show(series: str, with_: list[Path], say: "Language", as_json: bool) -> None:
    """Show one series, transcribed or derived: figures, rivals, ranges, plot, sources.

    The name of a family, such as price_market, shows the main figures of its series side by side.
    """
    from pyrrhic.app.text.record.family import family_text
    from pyrrhic.app.text.record.series import series_text
    from pyrrhic.app.views.record import family_view, series_view
    from pyrrhic.record import load
    from pyrrhic.record.registers import families
    from pyrrhic.studies.kinds import RECORD, bare_name

    loaded, bare = load(with_), bare_name(series, RECORD)
    if bare in families():
        return answer(family_view(loaded, bare, say), lambda view: family_text(view, say), as_json)
    view = series_view(loaded, series, say)
    answer(view, lambda view: series_text(view, loaded.works, say), as_json)


@record.command()
@with_option
@language_option
@json_option
def check(with_: list[Path], say: "Language", as_json: bool) -> None:
    """Check every row; problems are named file:line:column.

    Exits with 1 when there are any.
    """
    from pyrrhic.app.text.record.lists import check_text
    from pyrrhic.record.checks.rows import check as problems_of

    problems = problems_of(with_)
    rows = [{"file": p.file, "line": p.line, "column": p.column, "message": p.message} for p in problems]
    answer(rows, lambda _: check_text([str(problem) for problem in problems], say), as_json)
    finish(not problems)


@record.command()
@click.argument("place", metavar="FOLDER|FILE.xlsx")
@click.option(
    "--format",
    "kind",
    type=OneOf("format", FORMATS),
    default="csv",
    metavar="FORMAT",
    help="csv, parquet, json, wide (a column for each series), xlsx (a workbook for Excel) or datapackage.",
)
@click.option(
    "--package", is_flag=True, help="The data package, which an archive can take as it is: --format datapackage."
)
@with_option
@json_option
@click.pass_context
def export(context: click.Context, place: str, kind: str, package: bool, with_: list[Path], as_json: bool) -> None:
    """Write the record as CSV, Parquet, JSON, a workbook or a data package.

    FOLDER is made when it is missing. FILE.xlsx is a workbook with figures, series, sources, regions and codebook as sheets, or with
    --format wide a column for each series.
    """
    from pyrrhic.record import load
    from pyrrhic.record.export import export as write
    from pyrrhic.record.export import export_workbook

    if place.lower().endswith(WORKBOOK) and not Path(place).is_dir():
        _refuse_beside_a_workbook(context, kind)
        written = export_workbook(load(with_), Path(place), kind == "wide")
    else:
        folder = _folder_of_tables(context, place, package)
        written = write(load(with_), "datapackage" if package else kind, folder)
    answer({"files": list(map(str, written))}, lambda view: "\n".join(view["files"]), as_json)


def _folder_of_tables(context: click.Context, place: str, package: bool) -> Path:
    """The folder that is asked for. Raises `BadFile` for a file and for what reads as the name of a file, and `BadInput`."""
    if package:
        refuse_together(context, "--package", "kind")
    folder = as_folder(context, context.command.params[0], place)
    if folder.suffix.lower() in SINGLE_FILES and not folder.is_dir():
        raise BadFile("the record is several tables and makes no single file", where=place, allowed="FOLDER, FILE.xlsx")
    return folder


def _refuse_beside_a_workbook(context: click.Context, kind: str) -> None:
    """Refuse another format for a file of Excel. Raises `BadInput`."""
    refuse_together(context, "a file .xlsx", "package")
    if given(context, "kind") and kind not in ("wide", "xlsx"):
        raise BadInput(f"a file .xlsx cannot be written as {kind}", where="record export", allowed="xlsx, wide")


@record.command()
@click.argument("query", metavar="QUERY")
@with_option
@json_option
def sql(query: str, with_: list[Path], as_json: bool) -> None:
    """Answer a query over the record in DuckDB's SQL.

    QUERY is one query over observations, catalogue, families, sources, derived; - reads it from standard input.
    """
    from pyrrhic.app.text.record.lists import answer_text
    from pyrrhic.record import load
    from pyrrhic.record.sql import query as ask

    result = ask(load(with_), _standard_input() if query == "-" else query)
    answer(result.table(), lambda _: answer_text(result.columns, result.rows), as_json)


def _standard_input() -> str:
    """What stands on standard input, in UTF-8. Raises `BadFile`."""
    if sys.stdin is None:
        raise BadFile("it is closed, so nothing can be read", where="standard input")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile("not UTF-8 text", where="standard input") from None
