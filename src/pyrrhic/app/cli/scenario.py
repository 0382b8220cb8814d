"""`pyrrhic scenario`: list, show, check, begin and export scenarios, and list the levers they may move."""

from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pyrrhic.app.cli.answers import answer, finish, warn
from pyrrhic.app.cli.group import Group
from pyrrhic.app.cli.options import (
    completed,
    json_option,
    language_option,
    out_file_option,
    refuse_together,
    scenario_argument,
    scenario_names,
)
from pyrrhic.errors import BadFile

if TYPE_CHECKING:
    from pyrrhic.app.language import Language


@click.group(cls=Group)
def scenario() -> None:
    """Scenarios: named sets of dated changes to history."""


@scenario.command("list")
@language_option
@json_option
def list_scenarios(say: "Language", as_json: bool) -> None:
    """List the shipped scenarios."""
    from pyrrhic.app.text.scenario import list_text
    from pyrrhic.studies.scenarios.scenario import shipped

    rows = [{"name": scenario.name, "title": dict(scenario.title), "ends": scenario.ends} for scenario in shipped()]
    answer(rows, lambda rows: list_text(rows, say), as_json)


@scenario.command()
@scenario_argument("scenario")
@language_option
@json_option
def show(scenario: str, say: "Language", as_json: bool) -> None:
    """Show one scenario: what it assumes and why, its changes, its sources."""
    from pyrrhic.app.links.scenario import load
    from pyrrhic.app.text.scenario import text
    from pyrrhic.app.views.scenario import view

    answer(view(load(scenario)), lambda shown: text(shown, say), as_json)


@scenario.command()
@scenario_argument("scenario")
@language_option
@json_option
def check(scenario: str, say: "Language", as_json: bool) -> None:
    """Check a scenario: names, years, units, bounds, and levers that change nothing. Exits with 1 on a warning."""
    from pyrrhic.app.links.scenario import load, remarks
    from pyrrhic.app.text.scenario import check_text
    from pyrrhic.studies.scenarios.warnings import findings

    loaded = load(scenario)
    warnings = [*remarks([scenario]), *findings(loaded)]
    view = {"scenario": loaded.name, "changes": loaded.number_of_changes, "warnings": warnings}
    answer(view, lambda checked: check_text(checked, say), as_json)
    finish(not warnings)


@scenario.command()
@click.argument("file", metavar="FILE.toml", type=click.Path(path_type=Path))
@click.option(
    "--extends",
    default="",
    metavar="SCENARIO",
    shell_complete=completed(scenario_names, "+"),
    help="A scenario to begin from.",
)
@click.option("--from", "link", default="", metavar="LINK", help="A link of the laboratory, whose run the file has.")
@language_option
@json_option
@click.pass_context
def new(context: click.Context, file: Path, extends: str, link: str, say: "Language", as_json: bool) -> None:
    """Begin a scenario: write a TOML file to be filled in, which can be run at once."""
    from pyrrhic.files import whole_or_not_at_all

    if file.suffix != ".toml":
        raise BadFile("a scenario file ends in .toml", where=str(file), allowed=".toml")
    if file.exists():
        raise BadFile("the file exists already", where=str(file))
    if not file.parent.is_dir():
        raise BadFile(f"there is no folder {file.parent}", where=str(file))
    if link:
        refuse_together(context, "--from", "extends")
    text, warnings = _of_link(link) if link else (_begun(file, extends), [])
    warn(warnings, as_json)

    def write(draft: Path) -> None:
        draft.write_bytes(text.encode("utf-8"))

    whole_or_not_at_all(file, write)
    sentence = "written: {written}; change it, then: pyrrhic scenario check {written}"
    view = {"written": str(file), **({"warnings": warnings} if link else {})}
    answer(view, lambda view: say(sentence, **view), as_json)


def _begun(file: Path, extends: str) -> str:
    """The text of a file that is to be filled in."""
    from pyrrhic.app.views.scenario import template
    from pyrrhic.studies.scenarios.scenario import load

    if extends:
        load(extends)
    return template(_beside(file, extends))


def _of_link(link: str) -> tuple[str, list[str]]:
    """The text of a file whose run is that of a link, and what is to be said of the link."""
    from pyrrhic.app.links.reading import read_to_run
    from pyrrhic.app.links.scenario import remarks
    from pyrrhic.app.links.scenario_file import scenario_file

    return scenario_file(read_to_run(link).changes), remarks([link])


def _beside(file: Path, extends: str) -> list[str]:
    """The scenarios that a file extends as it names them: files by their paths from its own folder."""
    return [
        Path(relpath(name, file.parent)).as_posix() if name.lower().endswith(".toml") else name
        for name in map(str.strip, extends.split("+"))
        if name
    ]


@scenario.command()
@scenario_argument("scenario")
@out_file_option(None, "The file, which ends in .xmile.")
@language_option
@json_option
def export(scenario: str, out: Path, say: "Language", as_json: bool) -> None:
    """Write the whole model under a scenario as XMILE, which Stella, Vensim and PySD read.

    The file holds every equation, with the values of the starting fit, and computes what a single run computes.
    """
    from pyrrhic.app.links.scenario import load, remarks
    from pyrrhic.app.xmile import refuse_unwritable, write
    from pyrrhic.studies.scenarios.scenario import case

    refuse_unwritable(out)
    warnings = remarks([scenario])
    exported = case(load(scenario))
    warn(warnings, as_json)
    view = {"scenario": exported.name, "written": str(write(exported, out, say)), "warnings": warnings}
    answer(view, lambda view: say("written: {file}", file=view["written"]), as_json)


@scenario.command()
@language_option
@json_option
def levers(say: "Language", as_json: bool) -> None:
    """List the levers that a scenario may move, with unit, bounds and shape."""
    from pyrrhic.app.text.scenario import levers_text
    from pyrrhic.app.views.scenario import levers_view

    answer(levers_view(), lambda rows: levers_text(rows, say), as_json)


@scenario.command()
@json_option
def schema(as_json: bool) -> None:
    """Print the format of scenario files as a JSON schema, for editors that check while one writes."""
    import json

    from pyrrhic.studies.scenarios.schema import schema as format_of_scenarios

    answer(format_of_scenarios(), lambda document: json.dumps(document, indent=2, ensure_ascii=False), as_json)
