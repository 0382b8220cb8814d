"""`pyrrhic run`, `compare` and `report`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pyrrhic.app.cli.answers import answer, command_line, finish, tell, warn
from pyrrhic.app.cli.options import (
    completed,
    draws_option,
    fit_option,
    json_option,
    keep_option,
    language_option,
    out_file_option,
    out_option,
    pdf_option,
    position_option,
    refuse_together,
    refuse_without,
    scenario_argument,
    scenario_names,
    structure_option,
    years_option,
)
from pyrrhic.errors import BadFile

if TYPE_CHECKING:
    from pyrrhic.app.language import Language
    from pyrrhic.app.views.run import Asked


def _options(command: Callable) -> Callable:
    """The options that `run` and `compare` share."""
    of_draws = (fit_option, position_option, structure_option, draws_option)
    for option in (json_option, language_option, out_option, *of_draws, years_option, keep_option):
        command = option(command)
    return command


link_option = click.option(
    "--link", "as_link", is_flag=True, help="Print the link of the laboratory that opens this run, and run nothing."
)


@click.command()
@scenario_argument("scenario")
@_options
@link_option
@click.pass_context
def run(context: click.Context, scenario: str, **options: Any) -> None:
    """Run a scenario once, at the starting fit, or at draws of the posterior, and print quantities per year.

    A scenario is a shipped one, a TOML file, or several joined by +, or a link of the laboratory in quotation marks. Exits
    with 1 where the run fails.
    """
    _run(context, [scenario], **options)


@click.command()
@scenario_argument("first", "A")
@scenario_argument("second", "B")
@_options
@link_option
@click.pass_context
def compare(context: click.Context, first: str, second: str, **options: Any) -> None:
    """Run two scenarios and print the second less the first, per agricultural year and in all.

    Exits with 1 where one of the runs fails.
    """
    _run(context, [first, second], **options)


def _run(
    context: click.Context,
    specs: list[str],
    *,
    out: list[str],
    say: "Language",
    as_json: bool,
    as_link: bool,
    **options: Any,
) -> None:
    """Run the scenarios once or at draws, write the files, and print what is shown. Status 1 where a run fails."""
    from pyrrhic.app.links.reading import is_link
    from pyrrhic.app.text.run import run_text
    from pyrrhic.app.views.run import Asked, runs, view
    from pyrrhic.runs.files import refuse_unwritable, write

    if as_link:
        return _print_link(context, specs, say, as_json)
    of_link = len(specs) == 1 and is_link(specs[0])
    if of_link:
        options |= _of_page(specs[0], options)
    asked = Asked(specs, whole=bool(out), **options)
    if asked.positions:
        refuse_together(context, "--position", "structure")
    else:
        refuse_without(context, "--position", "fit")
    if not asked.at_draws:
        refuse_without(context, "--draws", "structure")
    for file in out:
        refuse_unwritable(file, at_draws=asked.at_draws)
    computed, warnings = runs(asked, tell)
    warn(warnings, as_json)
    written = [str(write(computed, file, command_line())) for file in out]
    for file in () if as_json else written:
        tell(say("written: {file}", file=file))
    made_by = {"warnings": warnings, "written": written, "command": command_line()}
    table = _table_of_page(asked, say) if of_link and not asked.positions else {}
    answer(
        {**view(computed, asked.keep), **table, **made_by},
        lambda view: _with_table(run_text(view, say), view, say),
        as_json,
    )
    finish(not any(run.is_single and run.fails_in for run in computed))


def _of_page(link: str, options: dict[str, Any]) -> dict[str, Any]:
    """The draws of a link: those of the page, under the position that it names, unless others are asked for."""
    from pyrrhic.app.links.reading import read_to_run
    from pyrrhic.app.site.laboratory.held import draws_of_page
    from pyrrhic.calibration import mixture

    if options["positions"] or options["structure"]:
        return {}
    number = options["draws"] or mixture.usual_number()
    key = read_to_run(link).position
    return {"draws": number, "at": draws_of_page(key, number) if key else None}


def _table_of_page(asked: "Asked", say: "Language") -> dict[str, Any]:
    """The outcomes of a link's run as the page prints them, with the page that shows them."""
    from pyrrhic.app.links.reading import read_to_run
    from pyrrhic.app.links.writing import address
    from pyrrhic.app.site.outcomes import outcomes_view, quantities_of_outcomes
    from pyrrhic.app.views.run import at_draws
    from pyrrhic.runs.case import AS_IT_HAPPENED

    link, keep = read_to_run(asked.specs[0]), quantities_of_outcomes()
    run, history = at_draws(replace(asked, specs=[asked.specs[0], AS_IT_HAPPENED], keep=keep))
    return {"link": address(link), "outcomes": outcomes_view(run, history, link.changes, say)}


def _with_table(text: str, view: dict[str, Any], say: "Language") -> str:
    from pyrrhic.app.site.outcomes import outcomes_text

    return f"{text}\n\n{outcomes_text(view['outcomes'], say)}" if "outcomes" in view else text


def _print_link(context: click.Context, specs: list[str], say: "Language", as_json: bool) -> None:
    """Print the link of a run, or of the second of two compared with the first."""
    from pyrrhic.app.links.as_link import link_of
    from pyrrhic.app.links.writing import address

    refuse_together(context, "--link", "out", "keep", "years", "draws", "structure", "positions", "fit")
    *compared, own = specs
    answer({"link": address(link_of(own, say.code, *compared))}, lambda view: view["link"], as_json)


@click.command()
@out_file_option("report.html", "The HTML file.")
@pdf_option
@click.option(
    "--scenario",
    "scenarios",
    multiple=True,
    metavar="SCENARIO",
    shell_complete=completed(scenario_names, "+"),
    help="A scenario to set beside history (may be repeated).",
)
@language_option
@json_option
def report(out: Path, pdf: Path | None, scenarios: tuple[str, ...], say: "Language", as_json: bool) -> None:
    """Write the report: verdicts, record and model side by side, scenarios, claims, sources, in one HTML file."""
    from pyrrhic.app.report.pdf import SUFFIX, refuse, write_pdf
    from pyrrhic.app.report.report import write_report

    if out.suffix.lower() == SUFFIX:
        raise BadFile("the report is an HTML page", where=str(out), allowed="--pdf FILE for a PDF beside it")
    if pdf:
        refuse(pdf)
    asked = list(scenarios) or None
    write_report(out, scenarios=asked, language=say.code, command=command_line(), quiet=as_json)
    if pdf:
        write_pdf(out.read_text(encoding="utf-8"), pdf)
        tell(say("written: {file}", file=pdf))
    if as_json:
        printed = {"pdf": str(pdf)} if pdf else {}
        answer({"written": str(out), **printed, "language": say.code, "command": command_line()}, str, as_json)
