"""`pyrrhic record`: list, show, check, export and question the record. Heavy libraries load inside the
commands."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from pyrrhic.errors import UnknownName

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="What is known: every figure with its source, page, grade, territory and rivals.",
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
With = Annotated[
    list[Path],
    typer.Option(
        "--with",
        metavar="FILE.csv",
        default_factory=list,
        help="Add a file of rival figures (may be repeated); its new sources stand in FILE.bib beside it.",
    ),
]
Language = Annotated[str, typer.Option("--lang", help="en or ru.")]


@app.command("list")
def list_series(
    with_: With,
    text: Annotated[str, typer.Argument(help="Words to look for in names, titles and definitions.")] = "",
    topic: Annotated[str | None, typer.Option(help="Only this topic, e.g. herds, or derived.")] = None,
    region: Annotated[str | None, typer.Option(help="Only series with figures for this region.")] = None,
    grade: Annotated[str | None, typer.Option(help="Only series with figures of this grade: A, B or C.")] = None,
    source: Annotated[str | None, typer.Option(help="Only series with figures from this source key.")] = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """List the series, all or those that match."""
    from pyrrhic.app.views.record import DERIVED_TOPIC, derived_list, list_text, series_list
    from pyrrhic.record import load

    record, rows = load(with_), []
    if topic != DERIVED_TOPIC:
        found = record.search(text, topic=topic, region=region, grade=grade, source=source)
        rows += series_list(found, _language(language))
    if topic in (None, DERIVED_TOPIC) and not (region or grade or source):
        rows += derived_list(record, text, _language(language))
    _print(rows, list_text, as_json)


@app.command()
def show(
    with_: With,
    series: Annotated[str, typer.Argument(help="Name of a series, transcribed or derived.")],
    transcribed: Annotated[
        bool, typer.Option("--transcribed", help="The printed series where a derived one bears its name.")
    ] = False,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Show one series: figures, rivals, ranges, plot, sources."""
    from pyrrhic.app.views.record import series_text, series_view
    from pyrrhic.record import load

    _print(series_view(load(with_), series, _language(language), transcribed), series_text, as_json)


@app.command()
def check(with_: With, as_json: Json = False) -> None:
    """Check every row; problems are named file:line:column.

    Exits with 1 when there are any.
    """
    from pyrrhic.record.checks.rows import check as problems_of

    problems = problems_of(with_)
    rows = [{"file": p.file, "line": p.line, "column": p.column, "message": p.message} for p in problems]
    _print(rows, lambda _: "\n".join([*map(str, problems), _count(len(problems))]), as_json)
    if problems:
        raise typer.Exit(1)


@app.command()
def export(
    with_: With,
    folder: Annotated[Path, typer.Argument(help="Folder to write to; made when missing.")],
    kind: Annotated[str, typer.Option("--format", help="csv, parquet, json or datapackage.")] = "csv",
    as_json: Json = False,
) -> None:
    """Write the record as CSV, Parquet, JSON or a data package."""
    from pyrrhic.record import load
    from pyrrhic.record.export import export as write

    written = [str(path) for path in write(load(with_), kind, folder)]
    _print({"files": written}, lambda _: "\n".join(written), as_json)


@app.command()
def sql(
    with_: With,
    query: Annotated[
        str,
        typer.Argument(
            help="One query over observations, catalogue, sources, derived; - reads it from standard input."
        ),
    ],
    as_json: Json = False,
) -> None:
    """Answer a query over the record in DuckDB's SQL."""
    from pyrrhic.app.text.table import columns
    from pyrrhic.record import load
    from pyrrhic.record.sql import query as ask

    answer = ask(load(with_), sys.stdin.read() if query == "-" else query)
    lines = [
        answer.columns,
        *(["" if cell is None else str(cell) for cell in row] for row in answer.rows),
    ]
    _print(answer.table(), lambda _: columns(lines) if answer.columns else "", as_json)


def _language(name: str) -> str:

    if name not in ("en", "ru"):
        raise UnknownName("language", name, ("en", "ru"), where="--lang")
    return name


def _count(problems: int) -> str:
    return "no problems found" if problems == 0 else f"{problems} problem{'s' * (problems > 1)} found"


def _print(view: Any, text: Callable[[Any], str], as_json: bool) -> None:
    typer.echo(json.dumps(view, ensure_ascii=False, indent=1, default=_plain) if as_json else text(view))


def _plain(value: Any) -> float | str:
    """A value of DuckDB that JSON has no word for: decimals become numbers, dates become text."""
    from decimal import Decimal

    return float(value) if isinstance(value, Decimal) else str(value)
