"""`pyrrhic fit`: the run as it happened beside the record, series by series, and the figures to reach."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from pyrrhic.errors import UnknownName


def fit(
    series: Annotated[str, typer.Option(help="Only series in whose name this occurs, figure by figure.")] = "",
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Print the targets that are not met; exit with 1 if "
            "there are any, if intervals of the mixture cover too little or too much, "
            "or if fewer than 25 rows of Table 1 are met.",
        ),
    ] = False,
    table_1: Annotated[
        bool, typer.Option("--table-1", help="Print the 28 published results of Table 1, row by row, instead.")
    ] = False,
    draws: Annotated[str, typer.Option(metavar="N", help="Draws of the posterior; 400 unless given.")] = "",
    structure: Annotated[
        str, typer.Option(help="One structure by itself, such as harvest_low; their mixture unless given.")
    ] = "",
    single: Annotated[
        bool, typer.Option("--single", help="Compare the single run at the starting fit instead.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Compare the run as it happened with the record, series by series, and with the figures to reach."""
    from pyrrhic.app.views import published_results as rows

    view = _single if single else _posterior
    found, text, short, document = view(series, draws, structure)
    table = rows.table_of(found)
    if as_json:
        shown = rows.without_comparisons(document) if table_1 else document
        typer.echo(json.dumps({**shown, "table_1": rows.document(table)}, ensure_ascii=False, allow_nan=False))
    elif table_1:
        typer.echo("\n".join(rows.text_lines(found)))
    else:
        whole = text if series else [*text, rows.summary(table)]
        typer.echo("\n".join([*short, *rows.short_lines(table)] if check else whole))
    if check and not (found.passes and table.enough):
        raise typer.Exit(1)


def _single(series: str, draws: str, structure: str):
    from pyrrhic.app.views import single_fit as views
    from pyrrhic.studies.fit.single import fit as compare

    found = compare()
    rows = matching(found.rows, series)
    return found, views.text_lines(found, rows, bool(series)), views.check_lines(found), views.document(found, rows)


def _posterior(series: str, draws: str, structure: str):
    from pyrrhic.app.views import fit as views
    from pyrrhic.calibration.mixture import number_of_draws
    from pyrrhic.studies.fit.posterior import posterior_fit

    found = posterior_fit(number_of_draws(draws) if draws else None, [structure] if structure else [])
    rows = matching(found.rows, series)
    return found, views.text_lines(found, rows, bool(series)), views.check_lines(found), views.document(found, rows)


def matching(rows: Sequence, text: str) -> list:
    """The rows in whose name the text occurs; raise BadInput with the nearest match if none does."""

    found = [row for row in rows if text.casefold() in row.name.casefold()]
    if not found:
        raise UnknownName("series", text, [row.name for row in rows])
    return found
