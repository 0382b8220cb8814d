"""`pyrrhic fit`: the run as it happened beside the record, series by series, and the figures to reach."""

import json
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Annotated, Any

import typer

NO_INTERVAL = "A single run at the mode of the base structure, so nothing here has an interval."
IN_SAMPLE = "Most of these figures were used to find that mode: a close fit is no test of the model."
RMS_NOTE = "rms: root mean square of (model - record) / error; log: the same of log(model / record)."


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
    from pyrrhic.app import table_one_views as rows

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
    from pyrrhic.methods.fit import fit as compare

    found = compare()
    rows = matching(found.rows, series)
    return found, text_lines(found, rows, bool(series)), check_lines(found), document(found, rows)


def _posterior(series: str, draws: str, structure: str):
    from pyrrhic.app import fit_posterior_views as views
    from pyrrhic.methods.fit_posterior import posterior_fit
    from pyrrhic.methods.mixture import number_of_draws

    found = posterior_fit(number_of_draws(draws) if draws else None, [structure] if structure else [])
    rows = matching(found.rows, series)
    return found, views.text_lines(found, rows, bool(series)), views.check_lines(found), views.document(found, rows)


def matching(rows: Sequence, text: str) -> list:
    """The rows in whose name the text occurs; raise InputError with the nearest match if none does."""
    from pyrrhic.model.inputs import InputError
    from pyrrhic.nearest import unknown

    found = [row for row in rows if text.casefold() in row.name.casefold()]
    if not found:
        raise InputError(unknown("series", text, [row.name for row in rows]))
    return found


def text_lines(found, rows: Sequence, each_figure: bool) -> list[str]:
    """The table of series, with every figure where asked, or with the targets."""
    lines = [
        f"The run as it happened and the record ({found.fingerprint[:12]})",
        NO_INTERVAL,
        IN_SAMPLE,
        RMS_NOTE,
        "",
        *table_lines(rows),
    ]
    if each_figure:
        return [*lines, *(line for row in rows for line in figure_lines(row))]
    return [*lines, "", "Figures to reach", *(verdict_line(one) for one in found.verdicts), "", summary(found)]


def table_lines(rows: Sequence) -> list[str]:
    """One line a series: figures, rms, share within one and two errors, the worst year."""
    width = max(len(row.name) for row in rows)
    head = f"{'series':{width}}    n    rms   log  in 1  in 2  worst"
    return [
        head,
        *(
            f"{row.name:{width}} {len(row.points):4d} {row.rms_residual:6.2f} {log_text(row):>5} "
            f"{row.within_one:5.0%} {row.within_two:5.0%}  {worst_text(row)}"
            f"{'' if row.evidence else '  (no evidence)'}"
            for row in rows
        ),
    ]


def log_text(row) -> str:
    """The rms log error, or a dash where figures are compared as differences."""
    return "-" if row.rms_log_error is None else f"{row.rms_log_error:.2f}"


def worst_text(row) -> str:
    """The worst year with the model's figure and that of the record."""
    return f"{row.worst.year}: {row.worst.model:.4g}, record {row.worst.record:.4g}"


def figure_lines(row) -> list[str]:
    """Every figure of a series, and its note."""
    lines = ["", row.name, *([row.note] if row.note else []), "year      model     record   error  residual"]
    return [
        *lines,
        *(
            f"{one.year} {one.model:10.4g} {one.record:10.4g} {one.error:7.3g} {one.residual:9.2f}"
            for one in row.points
        ),
    ]


def verdict_line(verdict) -> str:
    """A target, met or NOT MET, with its numbers."""
    return f"{'met' if verdict.met else 'NOT MET':8}{verdict.target.title}: {numbers_text(verdict)}"


def numbers_text(verdict) -> str:
    """The number that counts with the bounds; every number that falls short, and how the target was read."""
    target = verdict.target
    shown = verdict.missed or (verdict.worst,)
    numbers = ", ".join(
        f"{one.label} {number_text(one.value, target.unit)}"
        if one.label != "year"
        else number_text(one.value, target.unit)
        for one in shown
    )
    nearest = " nearest to a bound" if verdict.met and len(verdict.figures) > 1 else ""
    unit = "" if target.unit in ("1", "year") else f" {target.unit}"
    reason = "" if verdict.met else f" {target.why}"
    return f"{numbers}{unit}{nearest} ({bounds_text(target)}).{reason}"


def bounds_text(target) -> str:
    """The bounds in words."""
    low, high = (number_text(bound, target.unit) for bound in (target.low, target.high))
    if not isfinite(target.high):
        return f"above {low}" if target.strict else f"{low} or more"
    if not isfinite(target.low) or (target.strict and target.low == 0.0):
        return f"below {high}" if target.strict else f"{high} or less"
    return f"in {low}" if target.low == target.high else f"{low} to {high}"


def number_text(value: float, unit: str) -> str:
    """A number with enough digits to tell it from its bound; a year without any; none where there is no number."""
    if not isfinite(value):
        return "not reached"
    return f"{value:.0f}" if unit == "year" else f"{value:.3f}"


def check_lines(found) -> list[str]:
    """The targets that are not met, then how many are."""
    return [*(verdict_line(one) for one in found.missed), summary(found)]


def summary(found) -> str:
    """How many targets are met."""
    return f"{len(found.verdicts) - len(found.missed)} of {len(found.verdicts)} targets met."


def document(found, rows: Iterable) -> dict[str, Any]:
    """The whole comparison as plain dicts; a number that is none, or without bound, is null."""
    return {
        "run": "history",
        "structure": found.structure,
        "fingerprint": found.fingerprint,
        "posterior": None,
        "about": f"{NO_INTERVAL} {IN_SAMPLE}",
        "failed_year": found.failed_year,
        "series": [_series(row) for row in rows],
        "targets": [_target(one) for one in found.verdicts],
        "met": len(found.verdicts) - len(found.missed),
        "not_met": [one.target.name for one in found.missed],
    }


def _series(row) -> dict[str, Any]:
    return {
        "name": row.name,
        "quantity": row.quantity,
        "source": row.source,
        "evidence": row.evidence,
        "figures": len(row.points),
        "rms_residual": finite(row.rms_residual),
        "rms_log_error": finite(row.rms_log_error),
        "within_one": row.within_one,
        "within_two": row.within_two,
        "worst": _point(row.worst),
        "note": row.note,
        "points": [_point(one) for one in row.points],
    }


def _point(point) -> dict[str, Any]:
    return {
        "year": point.year,
        "model": finite(point.model),
        "record": point.record,
        "error": point.error,
        "residual": finite(point.residual),
    }


def _target(verdict) -> dict[str, Any]:
    target = verdict.target
    return {
        "name": target.name,
        "title": target.title,
        "met": verdict.met,
        "unit": target.unit,
        "low": finite(target.low),
        "high": finite(target.high),
        "strict": target.strict,
        "source": target.source,
        "why": target.why,
        "rows": list(target.rows),
        "figures": {one.label: _figure(one.value, target.unit) for one in verdict.figures},
        "missed": [one.label for one in verdict.missed],
    }


def _figure(value: float, unit: str) -> float | int | None:
    """A number of a target; a year without decimals."""
    return round(value) if unit == "year" and isfinite(value) else finite(value)


def finite(value: float | None) -> float | None:
    """The number, or None where there is none or no bound."""
    return value if value is not None and isfinite(value) else None
