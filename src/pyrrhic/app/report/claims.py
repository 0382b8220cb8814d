"""The claims as the report shows them: with verdicts where there are posteriors, else with their figures alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.views import outcomes as views
from pyrrhic.app.views.claims import ClaimPage, FigureOfClaim, Row, claim_pages
from pyrrhic.record.load import Record
from pyrrhic.runs.run import Run

NOTHING: Mapping[str, Any] = {"said": "–", "interval": "", "given": False, "note": "", "sources": [], "grades": ""}


def judged_claims(say: Language, tell: Callable[[str], None], record: Record | None = None) -> list[dict]:
    """Every claim with its verdict, its statements, and its figures; the runs are made once, or opened from the cache."""
    from pyrrhic.studies.claims.answers import answers

    def told(name: str, number: int, of: int) -> None:
        tell(say("Verdicts: run {number} of {all}", number=number, all=of))

    return [_judged(page) for page in claim_pages(answers(tell=told, record=record), say, record)]


def _judged(page: ClaimPage) -> dict:
    statements = [{**asdict(statement), "beside": _beside(statement.rows)} for statement in page.statements]
    return {
        **asdict(page),
        "statements": statements,
        "counts": page.sentence.partition(". ")[2],
        "rows": [_figure(figure) for figure in page.figures],
    }


def _beside(rows: Iterable[Row]) -> list[dict]:
    """The numbers of a statement, those of one figure together: the record, then each run."""
    groups: dict[tuple[str, str], list[dict]] = {}
    for row in rows:
        if row.value is not None:
            groups.setdefault((row.title, row.unit), []).append({"side": row.side, "said": row.shown})
    return [{"title": title, "unit": unit, "rows": numbers} for (title, unit), numbers in groups.items()]


def _figure(figure: FigureOfClaim) -> dict:
    return {
        "label": figure.title,
        "unit": figure.unit,
        "record": _record_cell(figure.record),
        "model": [_model_cell(row) for row in figure.model],
    }


def _model_cell(row: Row | None) -> dict:
    """A number with its interval; one whose interval has no width is given."""
    if row is None:
        return {**NOTHING}
    number, _, interval = row.shown.partition(" (")
    given = row.value is not None and row.low == row.high and not _is_year(row)
    return {**NOTHING, "said": number, "interval": interval.removesuffix(")"), "given": given}


def _is_year(row: Row) -> bool:
    return row.shown.isdigit() and row.unit == ""


def _record_cell(row: Row | None) -> dict:
    if row is None:
        return {**NOTHING}
    number, _, note = row.shown.partition(" (")
    return {
        **NOTHING,
        "said": number,
        "note": note.removesuffix(")"),
        "sources": list(row.sources),
        "grades": row.grades,
    }


def unjudged_claims(record: Record, runs: Mapping[str, Run], say: Language) -> list[dict]:
    """The claims with their figures and views, where there is no posterior to judge them by."""
    return [{**claim, "not_in_model": (), "statements": ()} for claim in views.claims_view(record, runs, say)]
