"""What `pyrrhic fit` shows of the run as it happened under the mixture of structures, as text and as plain dicts."""

from typing import Any

from pyrrhic.app.text.figures import finite, number_text, numbers_text, verdict_line
from pyrrhic.calibration.likelihood import Predicted
from pyrrhic.studies.fit.posterior import Covered, PosteriorFit
from pyrrhic.studies.verdict import Judged

IN_SAMPLE = "Nearly all of these figures were used to calibrate: a close fit is no test; see pyrrhic validate."
COLUMNS = "in 50, in 90: share of the figures inside the 50 % and the 90 % interval of model and measurement."


def text_lines(found: PosteriorFit, rows: list[Covered], each_figure: bool) -> list[str]:
    """The coverage by series, with every figure where asked, or with the targets."""
    lines = [heading(found), IN_SAMPLE, COLUMNS, "", *table_lines(rows)]
    if each_figure:
        return [*lines, *(line for row in rows for line in figure_lines(row))]
    return [
        *lines,
        "",
        coverage_text(found),
        *map(verdict_line, found.coverage_verdicts),
        "",
        "Figures to reach, by the median of the mixture",
        *map(judged_line, found.judged),
        "",
        summary(found),
    ]


def heading(found: PosteriorFit) -> str:
    """How many draws of which structures."""
    names = found.found.structures
    of = f"{len(names)} structures by their weights" if len(names) > 1 else f"the structure {names[0]}"
    failed = f"; {found.found.failures} failed and have no weight" if found.found.failures else ""
    return f"The run as it happened and the record: {found.found.weights.size} draws of {of}{failed}"


def coverage_text(found: PosteriorFit) -> str:
    """The coverage of all figures."""
    half, most = found.coverage
    return f"All figures: {half:.0%} in the 50 % interval, {most:.0%} in the 90 % interval."


def table_lines(rows: list[Covered]) -> list[str]:
    """One line a series: figures, coverage, and the figure farthest out."""
    width = max(len(row.name) for row in rows)
    head = f"{'series':{width}}    n  in 50  in 90  farthest out"
    return [
        head,
        *(
            f"{row.name:{width}} {len(row.figures):4d}  {row.coverage[0]:5.0%}  {row.coverage[1]:5.0%}  "
            f"{worst_text(row)}"
            for row in rows
        ),
    ]


def worst_text(row: Covered) -> str:
    """The figure farthest from the median in widths of its interval."""
    one = max(row.figures, key=_distance)
    return f"{one.year}: {one.median:.4g} ({one.low:.4g} to {one.high:.4g}), record {one.observed:.4g}"


def _distance(one: Predicted) -> float:
    side = one.high - one.median if one.observed > one.median else one.median - one.low
    return abs(one.observed - one.median) / side if side > 0.0 else 0.0


def figure_lines(row: Covered) -> list[str]:
    """Every figure of a series with its interval."""
    return [
        "",
        row.name,
        "year       5 %    median      95 %    record",
        *(
            f"{one.year} {one.low:9.4g} {one.median:9.4g} {one.high:9.4g} {one.observed:9.4g}"
            f"{'' if one.in_nine_tenths else '  outside'}"
            for one in row.figures
        ),
    ]


def judged_line(one: Judged) -> str:
    """A target, met or NOT MET by the medians, with the share of the mixture that meets it."""
    reason = f" {one.target.reason}" if one.target.reason and not one.verdict.met else ""
    return (
        f"{'met' if one.verdict.met else 'NOT MET':8}{one.share:4.0%}  {one.target.title}: "
        f"{numbers_text(one.verdict)}{shares_text(one)}{reason}"
    )


def shares_text(one: Judged) -> str:
    """The lowest and the highest share of a structure, where there are several."""
    shares = one.shares.values()
    return f" Structures: {min(shares):.0%} to {max(shares):.0%}." if len(one.shares) > 1 else ""


def check_lines(found: PosteriorFit) -> list[str]:
    """The targets that the medians do not meet, then how many are met."""
    return [
        *map(judged_line, found.missed),
        coverage_text(found),
        *map(verdict_line, found.coverage_verdicts),
        summary(found),
    ]


def summary(found: PosteriorFit) -> str:
    """How many targets are met."""
    return f"{len(found.judged) - len(found.missed)} of {len(found.judged)} targets met by the median."


def document(found: PosteriorFit, rows: list[Covered]) -> dict[str, Any]:
    """Everything as plain dicts."""
    half, most = found.coverage
    return {
        "run": "history",
        "draws": int(found.found.weights.size),
        "structures": list(found.found.structures),
        "posteriors": dict(found.found.posteriors),
        "failed_draws": found.found.failures,
        "about": IN_SAMPLE,
        "in_50": half,
        "in_90": most,
        "coverage": {
            one.target.name: {"met": one.met, "share": finite(one.worst.value)} for one in found.coverage_verdicts
        },
        "series": [_row(row) for row in rows],
        "targets": [_target(one) for one in found.judged],
        "met": len(found.judged) - len(found.missed),
        "not_met": [one.target.name for one in found.missed],
    }


def _row(row: Covered) -> dict[str, Any]:
    half, most = row.coverage
    return {"name": row.name, "in_50": half, "in_90": most, "figures": [vars(one) for one in row.figures]}


def _target(one: Judged) -> dict[str, Any]:
    target = one.target
    return {
        "name": target.name,
        "title": str(target.title),
        "met": one.verdict.met,
        "share": one.share,
        "shares": dict(one.shares),
        "unit": target.unit,
        "low": finite(target.low),
        "high": finite(target.high),
        "source": target.source,
        "why": str(target.why),
        "reason": str(target.reason),
        "rows": list(target.rows),
        "medians": {str(figure.label): number_text(figure.value, target.unit) for figure in one.verdict.figures},
    }
