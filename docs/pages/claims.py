"""The claims, each with its verdict and its statements: judged when the pages are written."""

from collections.abc import Iterable

from pages.markdown import anchored, escape, page, reference, table
from pyrrhic.app.language import ENGLISH
from pyrrhic.app.views.claims import ClaimPage, FigureOfClaim, Row, StatementPage, ViewOfAuthors, claim_pages
from pyrrhic.app.views.claims.sentences import capital, made_by
from pyrrhic.studies.claims.answers import Answers, answers

_ABOUT = (
    "Each claim is a sentence of the text that the project starts from. It is split into statements, and a statement is a "
    "declared figure with the bounds between which it should lie. Its probability is the share of draws in which it holds: of "
    "the published estimates where it is about the record, of the posterior draws of the variants of the model where it is "
    "about the run of history, of pairs of runs where a policy or a mechanism is taken away. It is **supported** at 0.90 or "
    "more over all draws and 0.66 or more in every variant by itself, **contradicted** where the same is true of its negation, "
    "else **not settled**."
)
_CLAUSES = (
    "Three clauses can only lower a verdict. **Assumed**: the prior decides already, or the number never moves, so that the "
    "answer follows from what is put in. **Misfit**: the model misses the record in a series that the statement rests on, in "
    "more than one year in five, of all or of those that it speaks of; then it is not settled. **Provisional**: every figure "
    "behind it was recalled and none was seen."
)
_RULE = (
    "The verdict on a claim follows from those on its statements. It is supported where every statement that can be judged "
    "is, and these are at least half of all; supported in part where some are. Where none is, it is contradicted if at least "
    "half of all are contradicted; it cannot be judged by this model if fewer than half are neither assumed nor lowered by a "
    "misfit; else it is not settled. It is no surer than the least sure of the statements that carry it."
)
_WORDS = (
    "Words for probabilities, and the two axes of confidence, are those of the Intergovernmental Panel on Climate Change. "
    "Evidence counts the works behind the figures and their grades; agreement is that of the variants, or of the works."
)


def pages() -> dict[str, str]:
    """The one page of claims."""
    answered = answers()
    shown = claim_pages(answered, ENGLISH)
    return {
        "claims": page(
            "# The claims and their verdicts",
            _ABOUT,
            _CLAUSES,
            _RULE,
            f"{_WORDS} ({reference('mastrandrea2010')}).",
            _summary(shown, answered),
            *(_claim(each) for each in shown),
        )
    }


def _summary(shown: Iterable[ClaimPage], answered: Answers) -> str:
    rows = [
        [f"[{each.key} {escape(each.title)}](#claim-{each.name})", escape(capital(each.verdict_said)), each.confidence]
        for each in shown
    ]
    return page(table(("Claim", "Verdict", "Confidence"), rows), escape(made_by(answered.numbers, ENGLISH)))


def _claim(shown: ClaimPage) -> str:
    views = [_view(view) for view in shown.views]
    others = [_view(view) for view in shown.not_in_model]
    return page(
        anchored(f"claim-{shown.name}", f"{shown.key} {escape(shown.title)}"),
        f"> {escape(shown.text)}",
        f"**{escape(shown.sentence)}** {escape(shown.sureness)}".rstrip(),
        *(_statement(each) for each in shown.statements),
        "**Figures, and what becomes of them without the policy**",
        _figures(shown),
        page("**What authors hold**", "\n".join(views)),
        page("**Views that the model cannot express**", "\n".join(others)) if others else "",
    )


def _statement(shown: StatementPage) -> str:
    rows = [_row(row) for row in (*shown.rows, *shown.years, shown.number) if row.value is not None]
    notes = [text for text in (*shown.clauses_said, shown.bears_said, shown.given) if text]
    return page(
        anchored(f"statement-{shown.key}", escape(shown.text), level=3),
        f"**{escape(shown.sentence)}**",
        escape(" ".join(notes)),
        table(("Where", "Figure", "Number", "Unit", "Grade", "Sources"), rows),
        f"- **Against it**: {_view(shown.rival, mark='')}\n"
        f"- **What would change the verdict**: {escape(shown.would_change)}\n"
        f"- **Kind**: {escape(shown.kind_said)}. **Sources**: {_works(shown.sources)}",
    )


def _row(row: Row) -> list[str]:
    return [
        escape(row.side),
        escape(row.title),
        escape(row.shown),
        escape(row.unit),
        "/".join(row.grades),
        _works(row.sources),
    ]


def _figures(shown: ClaimPage) -> str:
    return table(("Figure", "Unit", "Record", *map(escape, shown.columns)), map(_figure, shown.figures))


def _figure(figure: FigureOfClaim) -> list[str]:
    cells = [escape(cell.shown) if cell else "–" for cell in (figure.record, *figure.model)]
    return [escape(figure.title), escape(figure.unit), *cells]


def _view(view: ViewOfAuthors, mark: str = "- ") -> str:
    return f"{mark}{escape(view.text)} ({_works(view.sources)})"


def _works(sources: Iterable[str]) -> str:
    return ", ".join(reference(source) for source in sources)
