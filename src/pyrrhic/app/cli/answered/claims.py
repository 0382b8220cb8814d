"""`pyrrhic claims`: the verdict on each claim and on each of its statements."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from pyrrhic.app.cli.answers import answer, finish, tell, warn
from pyrrhic.app.cli.options import (
    completed,
    draws_option,
    fit_option,
    json_option,
    language_option,
    position_option,
    refuse_together,
    refuse_without,
    with_option,
)

if TYPE_CHECKING:
    from pyrrhic.app.language import Language
    from pyrrhic.record.load import Record
    from pyrrhic.studies.claims.answers import Answers


def _names() -> list[str]:
    from pyrrhic.studies.claims.answers import names

    return names()


@click.command()
@click.argument("key", default="", metavar="[KEY]", shell_complete=completed(_names))
@click.option("--why", is_flag=True, help="Show what each verdict rests on: figures, clauses, the argument against it.")
@click.option(
    "--check",
    is_flag=True,
    help="Print every verdict that is not that of the committed table; exit with 1 if one is not.",
)
@click.option(
    "--write-table", default="", metavar="REASON", help="Commit the verdicts as they are now, with the reason."
)
@draws_option
@position_option
@fit_option
@with_option
@language_option
@json_option
@click.pass_context
def claims(context: click.Context, key: str, why: bool, check: bool, write_table: str, **asked: Any) -> None:
    """Judge the claims: a verdict by rule on each, from the record and from draws of the variants of the model.

    KEY is a claim, such as S1 or labour, or a statement. The runs are kept, and opened again while nothing has changed.
    With figures of your own the side of the record follows them, and the runs stay those of the project's own record.
    """
    draws, say, as_json = asked["draws"], asked["say"], asked["as_json"]
    for option, chosen in (("--check", check), ("--write-table", write_table)):
        if chosen:
            refuse_together(context, option, "key", "why", "draws", "positions", "with_")
    if check and write_table:
        refuse_together(context, "--check", "write_table")
    if asked["positions"]:
        refuse_together(context, "--position", "with_")
    else:
        refuse_without(context, "--position", "fit")
    _known(key)
    from pyrrhic.app.added import with_works
    from pyrrhic.record import load

    record = load(asked["with_"])
    say = with_works(say, record)
    answered = _answers(draws, (asked["positions"], asked["fit"]), record, say, as_json)
    if write_table:
        return _written(answered, write_table, say, as_json)
    if check:
        return _checked(answered, say, as_json)
    return _shown((answered, record), (key, why), say, as_json)


def _known(name: str) -> None:
    """Refuse a name before anything is run."""
    from pyrrhic.errors import UnknownName
    from pyrrhic.studies.claims.answers import names, spelled

    if name and spelled(name) not in names():
        raise UnknownName("claim or statement", name, names())


def _answers(
    draws: int | None, held: tuple[tuple[str, ...], bool], record: "Record", say: "Language", as_json: bool
) -> "Answers":
    """The claims over the mixture, or at the draws of the positions that are held."""
    from pyrrhic.studies.claims.answers import answers, answers_at, silent

    progress = silent if as_json else _progress(say)
    positions, fit = held
    if not positions:
        return answers(draws, progress, record)
    from pyrrhic.studies.debates.expressed import draws_of_history, remarks

    form = draws_of_history(positions, draws, fit, tell)
    warn(remarks(form), as_json)
    assert form.draws is not None, "positions without draws are refused"
    return answers_at(form.draws, progress)


def _progress(say: "Language") -> Callable[[str, int, int], None]:
    def progress(name: str, number: int, of: int) -> None:
        tell(say("run {number} of {all}: {name}", number=number, all=of, name=name))

    return progress


def _shown(known: tuple["Answers", "Record"], asked: tuple[str, bool], say: "Language", as_json: bool) -> None:
    """Every claim, the one that is named, or the statement that is named."""
    from pyrrhic.app import added
    from pyrrhic.app.text.answered import claims as texts
    from pyrrhic.app.views.claims import claim_page, claim_pages, statement_page
    from pyrrhic.app.views.claims.sentences import made_by
    from pyrrhic.studies.claims.answers import chosen

    (answered, record), (name, why) = known, asked
    origin = {"draws": answered.numbers.draws, "variants": list(answered.numbers.structures)}
    claim, statement = chosen(answered, name) if name else (None, None)
    if statement:
        page = statement_page(statement, say, record)
        view, text = {"statement": asdict(page), **origin}, texts.statement_in_full(page, say)
    else:
        pages = [claim_page(claim, say, record)] if claim else claim_pages(answered, say, record)
        text = texts.claims_text(pages, made_by(answered.numbers, say), why, say)
        view = {"claims": [asdict(page) for page in pages], **origin}
    shown = added.around(text, record, say) if record.added else text
    return answer(added.with_added(view, record), lambda _: shown, as_json)


def _checked(answered: "Answers", say: "Language", as_json: bool) -> None:
    from pyrrhic.app.text.answered.claims import check_text
    from pyrrhic.studies.claims.table import check

    checked = check(answered)
    view = {"differences": [vars(part) for part in checked.differences], "renew": checked.renew}
    answer(view, lambda view: check_text(view, say), as_json)
    finish(not checked.differences and not checked.renew)


def _written(answered: "Answers", reason: str, say: "Language", as_json: bool) -> None:
    from pyrrhic.app.text.answered.claims import written_text
    from pyrrhic.studies.claims.table import verdicts_of, write

    changed = [vars(part) for part in write(answered, reason)]
    view = {"verdicts": len(verdicts_of(answered)), "reason": reason, "changed": changed}
    answer(view, lambda view: written_text(view, say), as_json)
