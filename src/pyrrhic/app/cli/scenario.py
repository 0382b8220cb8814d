"""`pyrrhic scenario`: list, show, check and begin scenarios, and list the levers they may move."""

from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pyrrhic.app.cli.answers import answer, finish
from pyrrhic.app.cli.group import Group
from pyrrhic.app.cli.options import completed, json_option, language_option, scenario_argument, scenario_names
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
    from pyrrhic.app.text.scenario import text
    from pyrrhic.app.views.scenario import view
    from pyrrhic.studies.scenarios.scenario import load

    answer(view(load(scenario)), lambda shown: text(shown, say), as_json)


@scenario.command()
@scenario_argument("scenario")
@language_option
@json_option
def check(scenario: str, say: "Language", as_json: bool) -> None:
    """Check a scenario: names, years, units, bounds, and levers that change nothing. Exits with 1 on a warning."""
    from pyrrhic.app.text.scenario import check_text
    from pyrrhic.studies.scenarios.scenario import load
    from pyrrhic.studies.scenarios.warnings import findings

    loaded = load(scenario)
    warnings = findings(loaded)
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
@language_option
@json_option
def new(file: Path, extends: str, say: "Language", as_json: bool) -> None:
    """Begin a scenario: write a TOML file to be filled in, which can be run at once."""
    from pyrrhic.app.views.scenario import template
    from pyrrhic.files import whole_or_not_at_all
    from pyrrhic.studies.scenarios.scenario import load

    if file.suffix != ".toml":
        raise BadFile("a scenario file ends in .toml", where=str(file), allowed=".toml")
    if file.exists():
        raise BadFile("the file exists already", where=str(file))
    if not file.parent.is_dir():
        raise BadFile(f"there is no folder {file.parent}", where=str(file))
    if extends:
        load(extends)
    text = template(_beside(file, extends)).encode("utf-8")

    def write(draft: Path) -> None:
        draft.write_bytes(text)

    whole_or_not_at_all(file, write)
    sentence = "written: {written}; change it, then: pyrrhic scenario check {written}"
    answer({"written": str(file)}, lambda view: say(sentence, **view), as_json)


def _beside(file: Path, extends: str) -> list[str]:
    """The scenarios that a file extends as it names them: files by their paths from its own folder."""
    return [
        Path(relpath(name, file.parent)).as_posix() if name.lower().endswith(".toml") else name
        for name in map(str.strip, extends.split("+"))
        if name
    ]


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
