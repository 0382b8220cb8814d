"""`pyrrhic run`, `compare` and `report`."""

from collections.abc import Callable
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


def _options(command: Callable) -> Callable:
    """The options that `run` and `compare` share."""
    of_draws = (fit_option, position_option, structure_option, draws_option)
    for option in (json_option, language_option, out_option, *of_draws, years_option, keep_option):
        command = option(command)
    return command


@click.command()
@scenario_argument("scenario")
@_options
@click.pass_context
def run(context: click.Context, scenario: str, **options: Any) -> None:
    """Run a scenario once, at the starting fit, or at draws of the posterior, and print quantities per year.

    A scenario is a shipped one, a TOML file, or several joined by +. Exits with 1 where the run fails.
    """
    _run(context, [scenario], **options)


@click.command()
@scenario_argument("first", "A")
@scenario_argument("second", "B")
@_options
@click.pass_context
def compare(context: click.Context, first: str, second: str, **options: Any) -> None:
    """Run two scenarios and print the second less the first, per agricultural year and in all.

    Exits with 1 where one of the runs fails.
    """
    _run(context, [first, second], **options)


def _run(
    context: click.Context, specs: list[str], *, out: list[str], say: "Language", as_json: bool, **options: Any
) -> None:
    """Run the scenarios once or at draws, write the files, and print what is shown. Status 1 where a run fails."""
    from pyrrhic.app.text.run import run_text
    from pyrrhic.app.views.run import Asked, runs, view
    from pyrrhic.runs.files import refuse_unwritable, write

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
    answer({**view(computed, asked.keep), **made_by}, lambda view: run_text(view, say), as_json)
    finish(not any(run.is_single and run.fails_in for run in computed))


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
