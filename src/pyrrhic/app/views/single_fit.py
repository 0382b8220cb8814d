"""What `pyrrhic fit --single` shows of one run beside the record, as text and as plain dicts."""

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any

from pyrrhic.app.text.figures import finite, verdict_line

NO_INTERVAL = "A single run at the mode of the base structure, so nothing here has an interval."
IN_SAMPLE = "Most of these figures were used to find that mode: a close fit is no test of the model."
RMS_NOTE = "rms: root mean square of (model - record) / error; log: the same of log(model / record)."


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
    lines = ["", row.name, *([str(row.note)] if row.note else []), "year      model     record   error  residual"]
    return [
        *lines,
        *(
            f"{one.year} {one.model:10.4g} {one.record:10.4g} {one.error:7.3g} {one.residual:9.2f}"
            for one in row.points
        ),
    ]


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
        "note": str(row.note),
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
        "title": str(target.title),
        "met": verdict.met,
        "unit": target.unit,
        "low": finite(target.low),
        "high": finite(target.high),
        "strict": target.strict,
        "source": target.source,
        "why": str(target.why),
        "rows": list(target.rows),
        "figures": {str(one.label): _figure(one.value, target.unit) for one in verdict.figures},
        "missed": [str(one.label) for one in verdict.missed],
    }


def _figure(value: float, unit: str) -> float | int | None:
    """A number of a target; a year without decimals."""
    return round(value) if unit == "year" and isfinite(value) else finite(value)
