"""`pyrrhic fit`, `ablate`, `judgements`, `replicate` and `published`: the model beside the record and other works."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pyrrhic.app.cli.answers import answer, finish
from pyrrhic.app.cli.options import (
    completed,
    draws_option,
    json_option,
    language_option,
    own_draws,
    posterior_option,
    refuse_together,
    structure_option,
    with_option,
)

if TYPE_CHECKING:
    from pyrrhic.app.language import Language


# --- the fit --------------------------------------------------------------------------------------------------


@click.command()
@click.option("--series", default="", metavar="WORD", help="Only series in whose name this occurs, figure by figure.")
@click.option(
    "--check",
    is_flag=True,
    help="Print the targets that are not met, and every verdict, on targets and on Table 1, that is not that of the "
    "committed table; exit with 1 if one is not.",
)
@click.option(
    "--write-table", default="", metavar="REASON", help="Commit the verdicts as they are now, with the reason."
)
@click.option("--second-edition", is_flag=True, help="Judge the figures that the second edition should reach instead.")
@click.option(
    "--changed-readings", is_flag=True, help="Print the readings changed after their outcome was seen instead."
)
@click.option("--table-1", is_flag=True, help="Print the published results of Table 1, row by row, instead.")
@click.option("--single", is_flag=True, help="Compare the single run at the starting fit instead of the mixture.")
@draws_option
@structure_option
@posterior_option
@with_option
@language_option
@json_option
@click.pass_context
def fit(
    context: click.Context,
    single: bool,
    table_1: bool,
    check: bool,
    write_table: str,
    second_edition: bool,
    changed_readings: bool,
    series: str,
    draws: int | None,
    structure: str,
    posterior: Path | None,
    with_: list[Path],
    say: "Language",
    as_json: bool,
) -> None:
    """Compare the historical run with the record, series by series, and with the targets.

    It is run at draws of the mixture of the variants unless told otherwise. With figures of your own the series are those
    of the record with them; the targets and Table 1 stay those of the project's own record.
    """
    for option, is_given in (("--with", bool(with_)), ("--posterior", bool(posterior))):
        if is_given:
            refuse_together(context, option, "table_1", "check", "write_table", "second_edition", "changed_readings")
    if single:
        refuse_together(context, "--single", "draws", "structure", "posterior")
    if changed_readings:
        refuse_together(
            context, "--changed-readings", "single", "table_1", "check", "second_edition", "series", "draws"
        )
        return _changed_readings(say, as_json)
    if second_edition:
        refuse_together(context, "--second-edition", "table_1", "check", "series", "structure", "write_table")
        return _second_edition(single, draws, say, as_json)
    if table_1:
        refuse_together(context, "--table-1", "series", "check")
    for option, asked in (("--check", check), ("--write-table", write_table)):
        if asked:
            refuse_together(context, option, "series", "structure")
    return _fit(_Asked(single, draws, structure, series, table_1, check, write_table, with_, posterior), say, as_json)


@dataclass(frozen=True)
class _Asked:
    """What is to be shown of the fit."""

    single: bool
    draws: int | None
    structure: str
    series: str
    table_1: bool
    check: bool
    write_table: str
    with_: Sequence[Path] = ()
    posterior: Path | None = None


def _fit(asked: _Asked, say: "Language", as_json: bool) -> None:
    from pyrrhic.app import added
    from pyrrhic.app.text import fit as texts
    from pyrrhic.app.views import fit as views
    from pyrrhic.app.views import published_results
    from pyrrhic.record import load
    from pyrrhic.studies.fit import verdict_table

    record, of_files = load(asked.with_), False
    if asked.single:
        fitted: views.FittedSingly | views.FittedAtDraws = views.single(asked.series, record if record.added else None)
    else:
        drawn, of_files = own_draws(asked.posterior, list(asked.with_), asked.draws, asked.structure)
        fitted = views.at_draws(asked.draws, asked.structure, asked.series, record if record.added else None, drawn)
    judged, form = published_results.table_of(fitted.fit), published_results.form_of(fitted.fit)
    now = published_results.all_verdicts(fitted.fit, judged)
    if asked.write_table:
        changed = [vars(difference) for difference in verdict_table.write(form, now, asked.write_table)]
        view = {"form": form, "verdicts": len(now), "reason": asked.write_table, "changed": changed}
        return answer(view, lambda view: texts.written_text(view, say), as_json)
    differences = verdict_table.differences(form, now) if asked.check else ()
    document = published_results.without_comparisons(fitted.document) if asked.table_1 else fitted.document
    checked = {"differences": [vars(difference) for difference in differences]} if asked.check else {}

    def text(_: Any) -> str:
        if asked.table_1:
            return texts.table_1_text(fitted.fit, say)
        if asked.check:
            return texts.check_text(fitted, judged, differences, say)
        shown = texts.fit_text(fitted, judged, say)
        return added.around(shown, record, say, [fitted.fit.run], of_files) if record.added else shown

    whole = {**document, "table_1": published_results.document(judged), **checked}
    answer(added.with_added(whole, record, [fitted.fit.run], of_files), text, as_json)
    return finish(not differences)


def _second_edition(single: bool, draws: int | None, say: "Language", as_json: bool) -> None:
    from pyrrhic.app.text.second_edition import second_edition_text
    from pyrrhic.app.views.fit import second_edition_view

    answer(second_edition_view(single, draws), lambda view: second_edition_text(view, say), as_json)


def _changed_readings(say: "Language", as_json: bool) -> None:
    from pyrrhic.app.text.second_edition import changed_readings_text
    from pyrrhic.app.views.fit import changed_readings_view

    answer(changed_readings_view(), lambda view: changed_readings_text(view, say), as_json)


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


def _judgement_names() -> list[str]:
    from pyrrhic.studies.judgements import ranged

    return [parameter.name for parameter in ranged()]


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


@click.command()
@click.argument("name", default="", metavar="[NAME]", shell_complete=completed(_judgement_names))
@click.option("--single", is_flag=True, help="Move the values in the single run at the starting fit instead.")
@draws_option
@language_option
@json_option
@click.pass_context
def judgements(
    context: click.Context, name: str, single: bool, draws: int | None, say: "Language", as_json: bool
) -> None:
    """Move each fixed judgement over its range, and show the headlines that it moves by more than a tenth.

    It is run at draws of the mixture of the variants unless told otherwise.
    """
    from pyrrhic.app.text.judgements import judgement_in_full, judgements_text
    from pyrrhic.app.views.questions import judgements_view
    from pyrrhic.studies.judgements import at_draws, at_the_starting_fit, judged, used_draws

    names = [name] if name else []
    if single:
        refuse_together(context, "--single", "draws")
    numbers = at_the_starting_fit(names) if single else at_draws(draws, names)
    view = judgements_view(judged(numbers, names), None if single else used_draws(draws))
    answer(view, lambda view: (judgement_in_full if name else judgements_text)(view, say), as_json)


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
