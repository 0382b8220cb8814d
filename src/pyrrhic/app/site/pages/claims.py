"""The page of claims: each claim with its picture, its statements in full, its figures, and what authors hold.

shown = claims_view(computed, shown)      # what the template claims.html prints
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.positions import Files, positions_view
from pyrrhic.app.site.picture import picture
from pyrrhic.app.site.works import cited
from pyrrhic.app.views.claims import ClaimPage, Row, StatementPage, claim_pages
from pyrrhic.app.views.claims.sentences import capital, made_by
from pyrrhic.runs.run import SHORT, Run, model_fingerprint
from pyrrhic.studies.claims.answers import Answer, Answers
from pyrrhic.studies.claims.statement import Statement
from pyrrhic.studies.claims.verdict import MISFIT, NOT_SETTLED
from pyrrhic.studies.debates.sides import Sides
from pyrrhic.studies.scenarios import scenario as scenarios

View = dict[str, Any]
RECORD, MODEL, NUMBER = "record", "model", "number"


@dataclass(frozen=True)
class Shown(Files):
    """What every part of the page needs: the language, and the files that links open, and the page's own."""

    file: str
    classroom: str = ""


@dataclass(frozen=True)
class Computed:
    """What was run for the page: the claims answered, the runs of their pictures, and the debates in numbers."""

    answered: Answers
    runs: Mapping[str, Run]
    debates: Mapping[str, Sides]


def claims_view(computed: Computed, shown: Shown) -> View:
    """What the template prints."""
    pages = zip(computed.answered.claims, claim_pages(computed.answered, shown.say), strict=True)
    return {
        "file": shown.file,
        "made_by": made_by(computed.answered.numbers, shown.say),
        "claims": [_claim(answer, page, computed, shown) for answer, page in pages],
    }


def _claim(answer: Answer, page: ClaimPage, computed: Computed, shown: Shown) -> View:
    drawn = picture(page.key, computed.runs, shown.say.code)
    return {
        "page": page,
        "anchor": page.key.lower(),
        "verdict": capital(page.verdict_said),
        "picture": {**drawn, "link": _link(drawn["spec"], shown)},
        "statements": [
            _statement(judged.statement, part, shown)
            for judged, part in zip(answer.statements, page.statements, strict=True)
        ],
        "views": [_view(view.text, view.sources, shown) for view in page.views],
        "not_in_model": [_view(view.text, view.sources, shown) for view in page.not_in_model],
        "works": cited(_of_figures(page), shown.words, shown.say),
        "positions": positions_view(page.key, computed.debates, shown),
        "cite": _citation(page, shown.say),
        "classroom": f"{shown.classroom}#{page.key.lower()}" if shown.classroom else "",
    }


def _citation(page: ClaimPage, say: Language) -> str:
    """How a claim is cited: with version and the fingerprint of model and record."""
    return say(
        "Pyrrhic {version}, claim {key}, “{title}”. Model and record {mark}.",
        version=pyrrhic.__version__,
        key=page.key,
        title=page.title,
        mark=model_fingerprint()[:SHORT],
    )


def _of_figures(page: ClaimPage) -> Iterator[str]:
    """The works behind the record's figures of a claim."""
    for figure in page.figures:
        yield from figure.record.sources if figure.record else ()


def _statement(statement: Statement, page: StatementPage, shown: Shown) -> View:
    rows = [(RECORD if row.side == shown.say("Record") else MODEL, row) for row in page.rows]
    rows += [(MODEL, row) for row in page.years] + [(NUMBER, page.number)]
    return {
        "page": page,
        "verdict": capital(page.verdict_said),
        "lowered": _lowered(page),
        "rows": [{"of": of, "row": row, "grades": _grades(row)} for of, row in rows if row.value is not None],
        "rival": _view(page.rival.text, page.rival.sources, shown),
        "works": cited((*page.sources, *page.works), shown.words, shown.say),
        "link": _link(statement.scenario, shown),
        "scenario": shown.say.pick(scenarios.load(statement.scenario).title) if statement.scenario else "",
    }


def _lowered(page: StatementPage) -> str:
    """The names of the clauses that lower a verdict, where the verdict does not name them itself."""
    named = zip(page.clauses, page.clauses_named, strict=True)
    return ", ".join(name for clause, name in named if clause == MISFIT and page.verdict == NOT_SETTLED)


def _grades(row: Row) -> str:
    return ", ".join(row.grades)


def _view(text: str, sources: Iterable[str], shown: Shown) -> View:
    return {"text": text, "works": cited(sources, shown.words, shown.say)}


def _link(spec: str, shown: Shown) -> str:
    """The laboratory with a scenario; nothing where there is none."""
    return f"{shown.laboratory}#v=1&s={spec}" if spec else ""
