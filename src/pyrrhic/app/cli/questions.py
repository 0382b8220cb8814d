"""`pyrrhic fit`, `ablate`, `replicate` and `published`: the model beside the record and beside other works."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from pyrrhic.app.cli.answers import answer, finish
from pyrrhic.app.cli.options import (
    completed,
    draws_option,
    json_option,
    language_option,
    refuse_together,
    structure_option,
)
from pyrrhic.errors import UnknownName

if TYPE_CHECKING:
    from pyrrhic.app.language import Language


# --- the fit --------------------------------------------------------------------------------------------------


@click.command()
@click.option("--series", default="", metavar="WORD", help="Only series in whose name this occurs, figure by figure.")
@click.option(
    "--check",
    is_flag=True,
    help="Print the targets that are not met; exit with 1 if there are any, if intervals of the mixture cover too little "
    "or too much, or if fewer than 25 rows of Table 1 are met.",
)
@click.option("--table-1", is_flag=True, help="Print the 28 published results of Table 1, row by row, instead.")
@click.option("--single", is_flag=True, help="Compare the single run at the starting fit instead of the mixture.")
@draws_option
@structure_option
@language_option
@json_option
@click.pass_context
def fit(context: click.Context, single: bool, say: "Language", as_json: bool, **asked: Any) -> None:
    """Compare the historical run with the record, series by series, and with the targets.

    It is run at 400 draws of the mixture of the variants unless told otherwise.
    """
    from pyrrhic.app.text import fit as texts
    from pyrrhic.app.text.table import paragraph
    from pyrrhic.app.views import published_results

    if single:
        refuse_together(context, "--single", "draws", "structure")
    if asked["table_1"]:
        refuse_together(context, "--table-1", "series", "check")
    if asked["check"]:
        refuse_together(context, "--check", "series")
    compared = _single if single else _at_draws
    fitted, document, text, check = compared(say, asked)
    judged = published_results.table_of(fitted)
    if asked["table_1"]:
        document = published_results.without_comparisons(document)

    def answer_text(_: Any) -> str:
        if asked["table_1"]:
            return texts.table_1_text(fitted, say)
        if asked["check"]:
            return f"{check()}\n{texts.table_1_check(judged, say)}"
        return text() if asked["series"] else f"{text()}\n{paragraph(texts.table_1_summary(judged, say))}"

    answer({**document, "table_1": published_results.document(judged)}, answer_text, as_json)
    finish(not asked["check"] or (fitted.passes and judged.enough))


def _single(say: "Language", asked: dict[str, Any]):
    """The single run: the fit, its document, its text, and what falls short."""
    from pyrrhic.app.text import fit as texts
    from pyrrhic.app.views.fit import single_document
    from pyrrhic.studies.fit import single

    fitted = single.fit()
    rows = _matching(fitted.rows, asked["series"])
    whole = bool(asked["series"])
    return (
        fitted,
        single_document(fitted, rows),
        lambda: texts.single_text(fitted, rows, whole, say),
        lambda: texts.single_check(fitted, say),
    )


def _at_draws(say: "Language", asked: dict[str, Any]):
    """The run at draws: the fit, its document, its text, and what falls short."""
    from pyrrhic.app.text import fit as texts
    from pyrrhic.app.views.fit import document
    from pyrrhic.studies.fit.posterior import posterior_fit

    fitted = posterior_fit(asked["draws"], [asked["structure"]] if asked["structure"] else [])
    rows = _matching(fitted.rows, asked["series"])
    whole = bool(asked["series"])
    return (
        fitted,
        document(fitted, rows),
        lambda: texts.mixture_text(fitted, rows, whole, say),
        lambda: texts.mixture_check(fitted, say),
    )


def _matching(rows: Any, word: str) -> list:
    """The rows in whose name the word occurs. Raises `UnknownName` where it occurs in none."""
    from pyrrhic.studies.kinds import RECORD, bare_name

    sought = bare_name(word, RECORD).casefold()
    matching = [row for row in rows if sought in row.name.casefold()]
    if not matching:
        raise UnknownName("series", word, [row.name for row in rows], where="--series")
    return matching


# --- other works ----------------------------------------------------------------------------------------------


def _question(names: Callable[[], list[str]]) -> Callable:
    """A command that answers all of its questions in a table, or one in full."""

    def decorated(command: Callable) -> click.Command:
        argument = click.argument("name", default="", metavar="[NAME]", shell_complete=completed(names))
        return click.command()(argument(language_option(json_option(command))))

    return decorated


def _answered(kind: str, view: Any, name: str, say: "Language", as_json: bool) -> None:
    from pyrrhic.app.text.questions import text

    answer(view, lambda view: text(kind, view, name, say), as_json)


def _ablation_names() -> list[str]:
    from pyrrhic.studies.ablations import ablations

    return list(ablations())


def _counterfactual_names() -> list[str]:
    from pyrrhic.studies.literature import published as counterfactuals

    return list(counterfactuals())


def _replication_names() -> list[str]:
    from pyrrhic.studies.replications import REPLICATIONS

    return list(REPLICATIONS)


@_question(_ablation_names)
def ablate(name: str, say: "Language", as_json: bool) -> None:
    """Switch each mechanism off and show the fact it explains. Single runs at the starting fit, without an interval."""
    from pyrrhic.app.views.questions import ablations_view
    from pyrrhic.studies.ablations import findings

    _answered("ablations", ablations_view(findings([name] if name else [])), name, say, as_json)


@_question(_counterfactual_names)
def published(name: str, say: "Language", as_json: bool) -> None:
    """Compare published counterfactuals with the model's, over the mixture of the variants."""
    from pyrrhic.app.views.questions import published_view
    from pyrrhic.studies.literature import answers

    _answered("published", published_view(answers([name] if name else [])), name, say, as_json)


@_question(_replication_names)
def replicate(name: str, say: "Language", as_json: bool) -> None:
    """Published models on one page each: the figures their authors printed beside those computed, met or not."""
    from pyrrhic.app.views.questions import replications_view
    from pyrrhic.studies.replications import REPLICATIONS, replication

    models = [replication(name)] if name else list(REPLICATIONS.values())
    _answered("replications", replications_view(models), name, say, as_json)
