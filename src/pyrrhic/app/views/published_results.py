"""What `pyrrhic fit --table-1` shows: published results, row by row, as plain dicts."""

from collections.abc import Iterable
from typing import Any

from pyrrhic.app.language import ENGLISH, Language, spoken
from pyrrhic.app.views.figures import finite, number, numbers_text, published
from pyrrhic.studies.fit.posterior import PosteriorFit
from pyrrhic.studies.fit.single import Fit
from pyrrhic.studies.literature.results import ENOUGH, NOT_COMPUTED, JudgedRow, Table, table_one
from pyrrhic.studies.replications import Replicated
from pyrrhic.studies.replications.replicate import NOT_MET
from pyrrhic.studies.verdict import Verdict


def table_of(fit: Fit | PosteriorFit) -> Table:
    """The rows judged by a fit."""
    return table_one(_verdicts(fit))


def _verdicts(fit: Fit | PosteriorFit) -> Iterable[Verdict]:
    if isinstance(fit, Fit):
        return (*fit.verdicts, *fit.literature)
    return (judged.verdict for judged in (*fit.judged, *fit.literature))


def notes(row: JudgedRow, say: Language = ENGLISH) -> list[str]:
    """What falls short of a row with the likely reason, and what of it is not computed."""
    if row.state == NOT_COMPUTED:
        return [spoken(row.row.why_not_computed, say)]
    short = [
        missed_text(figure, say) if isinstance(figure, Verdict) else replicated_text(figure, say)
        for figure in row.missed
    ]
    part = [say("In part. Not computed: {what}", what=spoken(row.row.beyond, say))] if row.row.beyond else []
    return [*short, *part, *([spoken(row.row.reading, say)] if row.row.reading else [])]


def replicated_text(figure: Replicated, say: Language = ENGLISH) -> str:
    """A figure of a replicated model beside the printed one, which is a number or a sign."""
    computed, printed = number(finite(figure.computed)), number(published(figure))
    return say(
        "{title}: {computed}, published {printed}.",
        title=spoken(figure.title, say),
        computed=computed,
        printed=say(printed),
    )


def missed_text(verdict: Verdict, say: Language = ENGLISH) -> str:
    """A target that is not met: its numbers, how it was read, and the likely reason."""
    return f"{spoken(verdict.target.title, say)}: {numbers_text(verdict, say)} {spoken(verdict.target.reason, say)}".rstrip()


def document(table: Table) -> dict[str, Any]:
    """The table as plain dicts."""
    return {
        "rows": [_row(judged) for judged in table.rows],
        "met": table.met,
        "met_in_part": table.in_part,
        "asked_for": ENOUGH,
        "enough": table.enough,
        "not_met": [judged.row.number for judged in table.of(NOT_MET)],
        "not_computed": [judged.row.number for judged in table.of(NOT_COMPUTED)],
    }


def without_comparisons(whole: dict[str, Any]) -> dict[str, Any]:
    """What a fit says of its run, without the series and the figures to reach."""
    return {name: value for name, value in whole.items() if name not in ("series", "targets", "met", "not_met")}


def _row(row: JudgedRow) -> dict[str, Any]:
    return {
        "row": row.row.number,
        "title": str(row.row.title),
        "state": row.state,
        "source": row.row.source,
        "beyond": str(row.row.beyond),
        "notes": notes(row),
        "targets": [
            {
                "name": verdict.target.name,
                "met": verdict.met,
                "unit": verdict.target.unit,
                "low": finite(verdict.target.low),
                "high": finite(verdict.target.high),
                "source": verdict.target.source,
                "why": str(verdict.target.why),
                "figures": {str(figure.label): finite(float(figure.value)) for figure in verdict.figures},
            }
            for verdict in row.verdicts
        ],
        "replicated": [
            {
                "title": str(replicated.title),
                "computed": finite(replicated.computed),
                "published": published(replicated),
                "met": replicated.met,
            }
            for replicated in row.replicated
        ],
    }
