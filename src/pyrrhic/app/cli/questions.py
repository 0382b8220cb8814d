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

if TYPE_CHECKING:
    from pyrrhic.app.language import Language


# --- the fit --------------------------------------------------------------------------------------------------


@click.command()
@click.option("--series", default="", metavar="WORD", help="Only series in whose name this occurs, figure by figure.")
@click.option(
    "--check",
    is_flag=True,
    help="Print the targets that are not met; exit with 1 if there are any, if intervals of the mixture cover too little "
    "or too much, or if too few rows of Table 1 are met.",
)
@click.option("--table-1", is_flag=True, help="Print the published results of Table 1, row by row, instead.")
@click.option("--single", is_flag=True, help="Compare the single run at the starting fit instead of the mixture.")
@draws_option
@structure_option
@language_option
@json_option
@click.pass_context
def fit(
    context: click.Context,
    single: bool,
    table_1: bool,
    check: bool,
    series: str,
    draws: int | None,
    structure: str,
    say: "Language",
    as_json: bool,
) -> None:
    """Compare the historical run with the record, series by series, and with the targets.

    It is run at draws of the mixture of the variants unless told otherwise.
    """
    from pyrrhic.app.text import fit as texts
    from pyrrhic.app.views import fit as views
    from pyrrhic.app.views import published_results

    if single:
        refuse_together(context, "--single", "draws", "structure")
    if table_1:
        refuse_together(context, "--table-1", "series", "check")
    if check:
        refuse_together(context, "--check", "series")
    fitted = views.single(series) if single else views.at_draws(draws, structure, series)
    judged = published_results.table_of(fitted.fit)
    document = published_results.without_comparisons(fitted.document) if table_1 else fitted.document

    def text(_: Any) -> str:
        if table_1:
            return texts.table_1_text(fitted.fit, say)
        return texts.check_text(fitted, judged, say) if check else texts.fit_text(fitted, judged, say)

    answer({**document, "table_1": published_results.document(judged)}, text, as_json)
    finish(not check or (fitted.fit.passes and judged.enough))


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
