"""The claims as text: each with its verdict and its statements, or one in full with everything that it rests on."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import all_in_words
from pyrrhic.app.text.table import Column, paragraph, table
from pyrrhic.app.views.claims import ClaimPage, Row, StatementPage, ViewOfAuthors
from pyrrhic.app.views.claims.sentences import capital
from pyrrhic.studies.claims.verdict import MISFIT, NOT_SETTLED

INDENT = "  "


def claims_text(pages: Sequence[ClaimPage], made_by: str, why: bool, say: Language) -> str:
    """Every claim; with `why` each in full."""
    parts = [claim_in_full(page, say) if why else _in_short(page, say) for page in pages]
    return "\n\n".join([*parts, paragraph(made_by)])


def _in_short(page: ClaimPage, say: Language) -> str:
    """A claim, its verdict, and a line for each statement."""
    lines = [*_head(page), *_statements(page, say)]
    return "\n".join(lines)


def _head(page: ClaimPage) -> Iterator[str]:
    yield f"{page.key}  {page.title}"
    yield paragraph(page.text, INDENT)
    yield paragraph(page.sentence, INDENT)
    if page.sureness:
        yield paragraph(page.sureness, INDENT)


def _statements(page: ClaimPage, say: Language) -> list[str]:
    rows = [(_verdict(part), part.text, say.number(part.probability, 2)) for part in page.statements]
    columns = [Column(say("verdict"), left=True), Column(say("statement"), left=True), Column(say("probability"))]
    return ["", table(columns, rows)] if rows else []


def _verdict(page: StatementPage) -> str:
    """The verdict, and the clause that lowered it where its name is not the verdict's."""
    lowered = [name for clause, name in zip(page.clauses, page.clauses_named, strict=True) if clause == MISFIT]
    return f"{capital(page.verdict_said)}{f' ({lowered[0]})' if lowered and page.verdict == NOT_SETTLED else ''}"


def claim_in_full(page: ClaimPage, say: Language) -> str:
    """A claim with its figures, its statements in full, and what authors hold."""
    parts = ["\n".join(_head(page)), *(statement_in_full(part, say) for part in page.statements)]
    for title, views in (
        (say("What authors hold"), page.views),
        (say("Views that the model cannot express"), page.not_in_model),
    ):
        if views:
            parts.append("\n".join([f"{title}:", *(_view(view, say) for view in views)]))
    return "\n\n".join(parts)


def _view(view: ViewOfAuthors, say: Language) -> str:
    return paragraph(f"{view.text} ({_works(view.sources, say)})", INDENT * 2, INDENT)


def _works(sources: Iterable[str], say: Language) -> str:
    return all_in_words("; ".join(sources), say)


def statement_in_full(page: StatementPage, say: Language) -> str:
    """A statement with its figures, the clauses that lower it, what speaks against it, and what would change it."""
    lines = [
        paragraph(f"{page.text} [{page.key}; {page.kind_said}]"),
        *(paragraph(text, INDENT) for text in (page.sentence, *page.clauses_said, page.bears_said, page.given) if text),
        "",
        table(_columns(say), [_cells(row) for row in (*page.rows, *page.years, page.number) if row.value is not None]),
        "",
        *_labelled(say("Against it"), f"{page.rival.text} ({_works(page.rival.sources, say)})"),
        *_labelled(say("What would change the verdict"), page.would_change),
        *_labelled(say("Sources"), _works(page.sources, say)),
    ]
    return "\n".join(lines)


def _columns(say: Language) -> list[Column]:
    heads = (say("where"), say("figure"), say("number"), say("unit"))
    return [Column(head, left=True) for head in heads]


def _cells(row: Row) -> tuple[str, ...]:
    grades = f" {'/'.join(row.grades)}" if row.grades else ""
    return (f"{row.side}{grades}", row.title, row.shown, row.unit)


def _labelled(label: str, text: str) -> list[str]:
    return [paragraph(f"{label}: {text}", INDENT * 2, INDENT)] if text else []


# --- the committed table -------------------------------------------------------------------------------------------


def check_text(view: dict[str, Any], say: Language) -> str:
    """What differs from the committed verdicts."""
    lines = [paragraph(say("{name}: {new}, it was {old}.", **part)) for part in view["differences"]]
    if view["renew"]:
        lines.append(
            paragraph(
                say(
                    "Model or record have changed since the verdicts were committed: renew them with pyrrhic claims --write-table REASON."
                )
            )
        )
    return "\n".join(lines or [say("Every verdict is that of the committed table.")])


def written_text(view: dict[str, Any], say: Language) -> str:
    """What was committed."""
    lines = [say("{count} verdicts are committed: {reason}", count=view["verdicts"], reason=view["reason"])]
    lines += [say("{name}: {new}, it was {old}.", **part) for part in view["changed"]]
    return "\n".join(map(paragraph, lines))
