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
    own_draws,
    pdf_option,
    position_option,
    posterior_option,
    refuse_together,
    refuse_without,
    scenario_argument,
    scenario_names,
    structure_option,
    with_option,
    years_option,
)
from pyrrhic.errors import BadFile

if TYPE_CHECKING:
    from pyrrhic.app.language import Language
    from pyrrhic.app.views.run import Asked
    from pyrrhic.record.load import Record
    from pyrrhic.runs.run import Run


def _options(command: Callable) -> Callable:
    """The options that `run` and `compare` share."""
    of_draws = (fit_option, position_option, posterior_option, structure_option, draws_option)
    for option in (json_option, language_option, with_option, out_option, *of_draws, years_option, keep_option):
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
    with_: list[Path],
    posterior: Path | None,
    **options: Any,
) -> None:
    """Run the scenarios once or at draws, write the files, and print what is shown. Status 1 where a run fails."""
    from pyrrhic.app.links.reading import is_link
    from pyrrhic.app.text.run import run_text
    from pyrrhic.app.views.run import Asked, view, whole_runs
    from pyrrhic.app.years import over_the_years_shared
    from pyrrhic.runs.files import refuse_unwritable, write

    if as_link:
        return _print_link(context, specs, say, as_json)
    of_link = len(specs) == 1 and is_link(specs[0])
    if posterior:
        refuse_together(context, "--posterior", "positions", "fit")
    elif of_link:
        options |= _of_page(specs[0], options)
    record = _record_with(with_)
    drawn, of_files = own_draws(posterior, with_, options["draws"], options["structure"])
    asked = Asked(specs, whole=bool(out), besides=_needs(record), own=drawn, **options)
    if asked.positions:
        refuse_together(context, "--position", "structure")
    else:
        refuse_without(context, "--position", "fit")
    if not asked.at_draws:
        refuse_without(context, "--draws", "structure")
    for file in out:
        refuse_unwritable(file, at_draws=asked.at_draws)
    whole, warnings = whole_runs(asked, tell)
    computed = over_the_years_shared(whole, asked.years)
    warn(warnings, as_json)
    written = [str(write(_to_be_written(computed, asked), file, command_line())) for file in out]
    for file in () if as_json else written:
        tell(say("written: {file}", file=file))
    made_by = {"warnings": warnings, "written": written, "command": command_line()}
    table = _table_of_page(asked, say) if of_link and not (asked.positions or posterior) else {}
    shown = {**view(computed, asked.keep), **table, **made_by}
    if record is not None:
        return _beside(shown, (record, whole), of_files, say, as_json)
    answer(shown, lambda view: _with_table(run_text(view, say), view, say), as_json)
    finish(not any(run.is_single and run.fails_in for run in computed))


def _record_with(files: list[Path]) -> "Record | None":
    """The record with a user's files; none where there are none, for a run by itself needs no record."""
    from pyrrhic.record import load

    return load(files) if files else None


def _needs(record: "Record | None") -> tuple[str, ...]:
    """The quantities that a run must keep besides, to stand beside a user's figures."""
    if record is None:
        return ()
    from pyrrhic.studies.added import needs

    return needs(record)


def _to_be_written(computed: list["Run"], asked: "Asked") -> list["Run"]:
    """The runs with the quantities that were asked for, without those kept for a user's figures alone."""
    from pyrrhic.app.views.columns import usual

    if not asked.besides or (asked.whole and not asked.keep and not asked.at_draws):
        return computed
    return [run.only(asked.keep or usual()) for run in computed]


def _beside(
    shown: dict[str, Any],
    known: tuple["Record", list["Run"]],
    calibrated_with: bool,
    say: "Language",
    as_json: bool,
) -> None:
    """Print runs with a user's figures beside them."""
    from pyrrhic.app.added import around, with_added
    from pyrrhic.app.text.run import run_text

    record, whole = known

    def text(view: dict[str, Any]) -> str:
        return around(_with_table(run_text(view, say), view, say), record, say, whole, calibrated_with)

    answer(with_added(shown, record, whole, calibrated_with), text, as_json)
    finish(not any(run.is_single and run.fails_in for run in whole))


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
    if "outcomes" not in view:
        return text
    from pyrrhic.app.site.outcomes import outcomes_text

    return f"{text}\n\n{outcomes_text(view['outcomes'], say)}"


def _print_link(context: click.Context, specs: list[str], say: "Language", as_json: bool) -> None:
    """Print the link of a run, or of the second of two compared with the first."""
    from pyrrhic.app.links.as_link import link_of
    from pyrrhic.app.links.writing import address

    refuse_together(
        context, "--link", "with_", "posterior", "out", "keep", "years", "draws", "structure", "positions", "fit"
    )
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
@with_option
@language_option
@json_option
def report(
    out: Path, pdf: Path | None, scenarios: tuple[str, ...], with_: list[Path], say: "Language", as_json: bool
) -> None:
    """Write the report: verdicts, record and model side by side, scenarios, claims, sources, in one HTML file.

    With figures of your own pictures and tables show the record with them; the runs stay those of the project's own
    record.
    """
    from pyrrhic.app.added import with_added
    from pyrrhic.app.report.pdf import SUFFIX, refuse, write_pdf
    from pyrrhic.app.report.report import write_report
    from pyrrhic.record import load

    if out.suffix.lower() == SUFFIX:
        raise BadFile("the report is an HTML page", where=str(out), allowed="--pdf FILE for a PDF beside it")
    if pdf:
        refuse(pdf)
    asked, record = list(scenarios) or None, load(with_)
    write_report(out, scenarios=asked, language=say.code, command=command_line(), quiet=as_json, with_=with_)
    if pdf:
        write_pdf(out.read_text(encoding="utf-8"), pdf)
        tell(say("written: {file}", file=pdf))
    if as_json:
        printed = {"pdf": str(pdf)} if pdf else {}
        view = {"written": str(out), **printed, "language": say.code, "command": command_line()}
        answer(with_added(view, record), str, as_json)
