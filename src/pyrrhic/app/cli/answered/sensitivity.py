"""`pyrrhic sensitivity` and `discover`: what an answer depends on, and under which beliefs a statement holds."""

import csv
import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pyrrhic.app.cli.answers import answer, command_line, document, tell
from pyrrhic.app.cli.options import (
    Amount,
    Count,
    OneOf,
    completed,
    json_option,
    language_option,
    refuse_together,
    scenario_names,
)
from pyrrhic.files import CSV, JSON, suffix_of, write_text

if TYPE_CHECKING:
    from pyrrhic.app.language import Language
    from pyrrhic.studies.judgements import Headline

TORNADO, MORRIS, SOBOL = "tornado", "morris", "sobol"
PICTURES = (".svg", ".pdf", ".png")
PATIENCE = 3.0  # seconds between two lines of progress


def _outcome_names() -> list[str]:
    from pyrrhic.runs.figures import figures
    from pyrrhic.studies.judgements import headlines

    return [*(headline.name for headline in headlines()), *figures()]


def _proposition_names() -> list[str]:
    from pyrrhic.studies.sensitivity.outcomes import statements

    return [*statements(), *_outcome_names()]


scenario_option = click.option(
    "--scenario",
    default="",
    metavar="SCENARIO",
    shell_complete=completed(scenario_names, "+"),
    help="Read the figures from this scenario instead of history.",
)
saved_option = click.option("--saved", is_flag=True, help="Ask what history has more of than the scenario.")
prior_option = click.option(
    "--prior", is_flag=True, help="Vary everything as it was open before the data, instead of what the data leave open."
)
written_option = click.option(
    "--out",
    "-o",
    multiple=True,
    metavar="FILE",
    callback=lambda context, parameter, files: [Path(file) for file in files],
    help="Also write the answer to a file, .json or .csv (may be repeated).",
)


@click.command()
@click.option(
    "--outcome",
    "names",
    multiple=True,
    metavar="FIGURE",
    shell_complete=completed(_outcome_names),
    help="A figure or headline to ask about, instead of the headlines (may be repeated).",
)
@scenario_option
@saved_option
@click.option(
    "--method",
    type=OneOf("method", (TORNADO, MORRIS, SOBOL)),
    default=TORNADO,
    metavar="METHOD",
    help="tornado: one number at a time; morris: groups in turn, from many points; sobol: shares of the variance.",
)
@click.option(
    "--members",
    type=Count(),
    metavar="N",
    help="Draws of the mixture for tornado (170 unless given), trajectories for morris (64), rows of the base sample for "
    "sobol (1024).",
)
@click.option(
    "--number", "moved", multiple=True, metavar="NAME", help="A number to move in the tornado (may be repeated)."
)
@click.option("--each", is_flag=True, help="Every number by itself instead of the groups.")
@prior_option
@written_option
@click.option("--picture", type=click.Path(path_type=Path), metavar="FILE", help="Also draw it: .svg, .pdf or .png.")
@language_option
@json_option
@click.pass_context
def sensitivity(context: click.Context, say: "Language", as_json: bool, **asked: Any) -> None:
    """Show what the headlines depend on: numbers that the data do not identify, and fixed judgements.

    Each is moved over its range by itself, or all are varied at once in groups. Members that were run are kept: asked
    again, or after an interruption, only what is missing is run.
    """
    if asked["method"] == TORNADO:
        refuse_together(context, "--method tornado", "each", "prior")
    else:
        refuse_together(context, f"--method {asked['method']}", "moved")
    _refuse_unwritable(asked["out"], asked["picture"])
    from pyrrhic.app.text.answered import sensitivity as texts
    from pyrrhic.studies.sensitivity.outcomes import outcomes

    wanted = outcomes(asked["names"], asked["scenario"], asked["saved"])
    view = (_tornado if asked["method"] == TORNADO else _analysis)(wanted, asked, _progress(say))
    view = {**view, "command": command_line()}
    _write(view, asked["out"], say, as_json)
    if asked["picture"]:
        from pyrrhic.app.report.sensitivity import draw

        draw(view, asked["picture"], say)
        _told(asked["picture"], say, as_json)
    text = texts.tornado_text if asked["method"] == TORNADO else texts.analysis_text
    answer(view, lambda view: text(view, say), as_json)


def _tornado(wanted: "tuple[Headline, ...]", asked: dict[str, Any], progress: Callable[[int, int], None]) -> Any:
    from pyrrhic.app.views.answered.sensitivity import tornado_view
    from pyrrhic.studies.sensitivity.members import usual_folder
    from pyrrhic.studies.sensitivity.tornado import movable, move

    return tornado_view(move(wanted, movable(asked["moved"]), asked["members"], progress, usual_folder()))


def _analysis(wanted: "tuple[Headline, ...]", asked: dict[str, Any], progress: Callable[[int, int], None]) -> Any:
    from pyrrhic.app.views.answered.sensitivity import analysis_view
    from pyrrhic.studies.sensitivity.analysis import Varied, analyse
    from pyrrhic.studies.sensitivity.members import usual_folder

    varied = Varied(asked["method"], asked["members"], asked["each"], asked["prior"])
    return analysis_view(analyse(wanted, varied, progress, usual_folder()))


@click.command()
@click.argument("name", metavar="NAME", shell_complete=completed(_proposition_names))
@click.option("--above", type=Amount(), metavar="X", help="It holds where the figure is above this.")
@click.option("--below", type=Amount(), metavar="X", help="It holds where the figure is below this.")
@scenario_option
@saved_option
@prior_option
@click.option("--members", type=Count(), metavar="N", help="Members to sample; 4096 unless given.")
@click.option(
    "--density",
    type=Amount(0.0, 1.0, min_open=True),
    default=0.8,
    metavar="SHARE",
    help="The share of a box in which it should hold, where there is such a box.",
)
@written_option
@language_option
@json_option
def discover(name: str, say: "Language", as_json: bool, **asked: Any) -> None:
    """Find the beliefs under which a statement holds, as boxes: between which ends which numbers must lie.

    NAME is a statement of a claim, or a figure or headline with --above or --below.
    """
    _refuse_unwritable(asked["out"], None)
    from pyrrhic.app.text.answered.sensitivity import discovery_text
    from pyrrhic.app.views.answered.sensitivity import discovery_view
    from pyrrhic.studies.sensitivity import discovery
    from pyrrhic.studies.sensitivity.members import usual_folder

    bounds = asked["above"], asked["below"]
    proposition = discovery.proposition(name, bounds, asked["scenario"], asked["saved"])
    search = discovery.Search(asked["members"] or discovery.USUAL_MEMBERS, asked["prior"], asked["density"])
    discovered = discovery.discover(proposition, search, _progress(say), usual_folder())
    view = {**discovery_view(discovered), "command": command_line()}
    _write(view, asked["out"], say, as_json)
    answer(view, lambda view: discovery_text(view, say), as_json)


def _progress(say: "Language") -> Callable[[int, int], None]:
    """Tells how many members are done, now and then."""
    told_at = [time.monotonic()]

    def tell_now_and_then(done: int, members: int) -> None:
        if done < members and time.monotonic() - told_at[0] > PATIENCE:
            told_at[0] = time.monotonic()
            tell(say("{done} of {members} members", done=done, members=members))

    return tell_now_and_then


def _refuse_unwritable(files: list[Path], picture: Path | None) -> None:
    for file in files:
        suffix_of(file, (JSON, CSV))
    if picture:
        suffix_of(picture, PICTURES)


def _write(view: dict[str, Any], files: list[Path], say: "Language", as_json: bool) -> None:
    for file in files:
        write_text(file, f"{document(view)}\n" if file.suffix.lower() == JSON else _table(view))
        _told(file, say, as_json)


def _told(file: Path, say: "Language", as_json: bool) -> None:
    if not as_json:
        tell(say("written: {file}", file=file))


def _table(view: dict[str, Any]) -> str:
    """The rows of a view as CSV."""
    from pyrrhic.app.views.answered.sensitivity import OF_A_BOX, rows

    lines = rows(view)
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, fieldnames=list(lines[0]) if lines else OF_A_BOX, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return written.getvalue()
