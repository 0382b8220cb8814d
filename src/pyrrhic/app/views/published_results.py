"""What `pyrrhic fit --table-1` shows: published results, row by row, as plain dicts."""

from typing import Any

from pyrrhic.app.language import ENGLISH, Language, spoken
from pyrrhic.app.views.figures import finite, number, numbers_text, published
from pyrrhic.studies.fit.posterior import PosteriorFit
from pyrrhic.studies.fit.single import Fit
from pyrrhic.studies.fit.verdict_table import MIXTURE, SINGLE, verdicts_of
from pyrrhic.studies.literature.results import EVIDENCE, NOT_COMPUTED, JudgedRow, Table, table_one
from pyrrhic.studies.replications import Replicated
from pyrrhic.studies.verdict import Verdict


def table_of(fit: Fit | PosteriorFit) -> Table:
    """The rows judged by a fit, as they are read and as they are printed."""
    if isinstance(fit, Fit):
        return table_one((*fit.verdicts, *fit.literature), fit.printed)
    verdicts = (judged.verdict for judged in (*fit.judged, *fit.literature))
    return table_one(verdicts, (judged.verdict for judged in fit.printed))


def form_of(fit: Fit | PosteriorFit) -> str:
    """Which part of the committed table of verdicts a fit belongs to."""
    return SINGLE if isinstance(fit, Fit) else MIXTURE


def all_verdicts(fit: Fit | PosteriorFit, table: Table) -> dict[str, str]:
    """Every verdict of a fit by name, as in the committed table."""
    if isinstance(fit, Fit):
        return verdicts_of(fit.verdicts, table.rows)
    return verdicts_of([*(judged.verdict for judged in fit.judged), *fit.coverage_verdicts], table.rows)


def notes(row: JudgedRow, say: Language = ENGLISH) -> list[str]:
    """What falls short of a row with the likely reason, and what of it is not computed."""
    if row.state == NOT_COMPUTED:
        return [spoken(row.row.why_not_computed, say)]
    short = [
        missed_text(figure, say) if isinstance(figure, Verdict) else replicated_text(figure, say)
        for figure in row.missed
    ]
    short += [
        say("By the printed bounds: {words}", words=missed_text(verdict, say))
        for verdict in row.printed
        if not verdict.met and verdict not in row.verdicts
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
        "counts": {
            kind: {
                "rows": len(table.of(kind)),
                "met_as_read": table.met(kind),
                "met_as_printed": table.met_as_printed(kind),
            }
            for kind in EVIDENCE
        },
    }


def without_comparisons(whole: dict[str, Any]) -> dict[str, Any]:
    """What a fit says of its run, without the series and the figures to reach."""
    return {name: value for name, value in whole.items() if name not in ("series", "targets", "met", "not_met")}


def _row(row: JudgedRow) -> dict[str, Any]:
    return {
        "row": row.row.number,
        "title": str(row.row.title),
        "evidence": row.row.evidence,
        "state": row.state,
        "state_as_printed": row.state_as_printed,
        "source": row.row.source,
        "beyond": str(row.row.beyond),
        "notes": notes(row),
        "targets": [_target(verdict) for verdict in row.verdicts],
        "printed": [_target(verdict) for verdict in row.printed if verdict not in row.verdicts],
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


def _target(verdict: Verdict) -> dict[str, Any]:
    target = verdict.target
    return {
        "name": target.name,
        "met": verdict.met,
        "unit": target.unit,
        "low": finite(target.low),
        "high": finite(target.high),
        "source": target.source,
        "why": str(target.why),
        "figures": {str(figure.label): finite(float(figure.value)) for figure in verdict.figures},
    }
