"""`pyrrhic run`, `compare` and `report`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pyrrhic.app.cli.answers import answer, command_line, finish, tell, warn
from pyrrhic.app.cli.options import (
    completed,
    draws_option,
    json_option,
    keep_option,
    language_option,
    out_file_option,
    out_option,
    refuse_without,
    scenario_argument,
    scenario_names,
    structure_option,
    years_option,
)
from pyrrhic.errors import BadInput

if TYPE_CHECKING:
    from pyrrhic.app.language import Language

SURE_ENDS = 20  # draws below which no draw lies beyond the 5 % and the 95 % end


@dataclass(frozen=True)
class Asked:
    """What `run` and `compare` are asked for."""

    specs: Sequence[str]
    out: list[str]
    keep: tuple[str, ...]
    years: str
    draws: int | None
    structure: str
    say: "Language"
    as_json: bool


def _options(command: Callable) -> Callable:
    """The options that `run` and `compare` share."""
    for option in (json_option, language_option, out_option, structure_option, draws_option, years_option, keep_option):
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
    _run(context, Asked([scenario], **options))


@click.command()
@scenario_argument("first", "A")
@scenario_argument("second", "B")
@_options
@click.pass_context
def compare(context: click.Context, first: str, second: str, **options: Any) -> None:
    """Run two scenarios and print the second less the first, per agricultural year and in all.

    Exits with 1 where one of the runs fails.
    """
    _run(context, Asked([first, second], **options))


def _run(context: click.Context, asked: Asked) -> None:
    if asked.draws is None:
        refuse_without(context, "--draws", "structure")
        _at_starting_fit(asked)
    else:
        _at_draws(asked, asked.draws)


def _at_starting_fit(asked: Asked) -> None:
    """One run of each scenario: its numbers, or their differences. Status 1 where a run fails."""
    from pyrrhic.app.text import run as texts
    from pyrrhic.app.views import run as views
    from pyrrhic.runs.files import refuse_unwritable, write

    for file in asked.out:
        refuse_unwritable(file)
    runs, warnings = views.runs(asked.specs, asked.keep, asked.years, whole=bool(asked.out))
    warn(warnings, asked.as_json)
    written = _written(asked, lambda file: write(runs, file, command_line()))
    made_by: dict[str, Any] = {"warnings": warnings, "written": written, "command": command_line()}
    first, second = runs[0], runs[-1]

    def document() -> dict[str, Any]:
        if len(runs) == 1:
            return views.run_view(first, asked.keep, **made_by)
        return views.compare_view(first, second, asked.keep, **made_by)

    def text(_: Any) -> str:
        if len(runs) == 1:
            return texts.run_text(first, asked.keep, asked.say)
        return texts.compare_text(first, second, asked.keep, asked.say)

    answer(document() if asked.as_json else {}, text, asked.as_json)
    finish(not any(run.fails_in for run in runs))


def _at_draws(asked: Asked, draws: int) -> None:
    """Intervals over the mixture of structures, or over the posterior of one; every draw into the files."""
    from pyrrhic.app.text.run import bands_text
    from pyrrhic.app.views import bands
    from pyrrhic.runs.files import refuse_unwritable, write
    from pyrrhic.studies.scenarios.scenario import load_all
    from pyrrhic.studies.scenarios.warnings import warnings as warnings_of

    for file in asked.out:
        refuse_unwritable(file, at_draws=True)
    sentences = [sentence for scenario in load_all(asked.specs) for sentence in warnings_of(scenario)]
    warnings = [*dict.fromkeys(sentences), *_few(draws)]
    structures = [asked.structure] if asked.structure else []
    drawn = bands.ensembles(asked.specs, draws, asked.keep, asked.years, structures)
    warn(warnings, asked.as_json)
    written = _written(asked, lambda file: write(drawn, file, command_line()))
    made_by = {"warnings": warnings, "written": written, "command": command_line()}
    answer({**bands.bands(drawn, asked.keep), **made_by}, lambda view: bands_text(view, asked.say), asked.as_json)


def _few(draws: int) -> list[str]:
    """What is to be said of intervals over few draws. Raises `BadInput` for one draw, which has none."""
    if draws < 2:
        raise BadInput("one draw has no interval", where=f"--draws {draws}", allowed="2 or more")
    if draws < SURE_ENDS:
        return [f"with {draws} draws the ends of the 90 % interval are the least and the greatest of them"]
    return []


def _written(asked: Asked, write: Callable[[str], Path]) -> list[str]:
    """The files, each written and named on standard error; a JSON document names them itself."""
    written = [str(write(file)) for file in asked.out]
    for file in () if asked.as_json else written:
        tell(asked.say("written: {file}", file=file))
    return written


@click.command()
@out_file_option("report.html", "The HTML file.")
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
def report(out: Path, scenarios: tuple[str, ...], say: "Language", as_json: bool) -> None:
    """Write the report: record and model side by side, the scenarios, the claims, the sources, in one HTML file."""
    from pyrrhic.app.report.report import write_report

    asked = list(scenarios) or None
    write_report(out, scenarios=asked, language=say.code, command=command_line(), quiet=as_json)
    if as_json:
        answer({"written": str(out), "language": say.code, "command": command_line()}, str, as_json)
