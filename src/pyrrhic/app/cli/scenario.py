"""`pyrrhic scenario`: list, show, check and begin scenarios, and list the levers they may move."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from pyrrhic.errors import BadFile, UnknownName

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Scenarios: named sets of dated changes to history.",
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Language = Annotated[str, typer.Option("--lang", help="en or ru.")]
Spec = Annotated[
    str, typer.Argument(metavar="SCENARIO[+SCENARIO]", help="A shipped scenario, a TOML file, or several joined by +.")
]


@app.command("list")
def list_scenarios(language: Language = "en", as_json: Json = False) -> None:
    """List the shipped scenarios."""
    from pyrrhic.studies.scenarios.scenario import shipped

    found, code = shipped(), _language(language)
    if as_json:
        _print([{"name": one.name, "title": dict(one.title), "ends": one.ends} for one in found])
        return
    width = max(len(one.name) for one in found)
    for one in found:
        typer.echo(f"{one.name:<{width}}  {one.title[code]}")


@app.command()
def show(scenario: Spec, language: Language = "en", as_json: Json = False) -> None:
    """Show one scenario: what it assumes and why, its changes, its sources."""
    from pyrrhic.studies.scenarios.scenario import load

    found, code = load(scenario), _language(language)
    if as_json:
        _print(view(found))
    else:
        typer.echo(text(found, code))


@app.command()
def check(scenario: Spec, as_json: Json = False) -> None:
    """Check a scenario: names, years, units, bounds, and levers that change nothing. Exits with 1 on a warning."""
    from pyrrhic.studies.scenarios.scenario import load
    from pyrrhic.studies.scenarios.warnings import findings

    found = load(scenario)
    warnings, changes = findings(found), found.number_of_changes
    if as_json:
        _print({"scenario": found.name, "changes": changes, "warnings": warnings})
    else:
        for warning in warnings:
            typer.echo(f"warning: {warning}")
        typer.echo(f"{found.name}: {changes} changes, {len(warnings) or 'no'} warnings")
    if warnings:
        raise typer.Exit(1)


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml")],
    extends: Annotated[str, typer.Option(help="A scenario to begin from.")] = "",
    as_json: Json = False,
) -> None:
    """Begin a scenario: write a TOML file to be filled in, which can be run at once."""
    from pyrrhic.studies.scenarios.scenario import load

    if file.suffix != ".toml":
        raise BadFile("a scenario file ends in .toml", where=str(file), allowed=".toml")
    if file.exists():
        raise BadFile("the file exists already", where=str(file))
    if extends:
        load(extends)
    file.write_text(TEMPLATE.format(name=file.stem, extends=json.dumps([extends] if extends else [])), encoding="utf-8")
    if as_json:
        _print({"written": str(file)})
    else:
        typer.echo(f"written: {file}; change it, then: pyrrhic scenario check {file}")


@app.command()
def levers(language: Language = "en", as_json: Json = False) -> None:
    """List the levers that a scenario may move, with unit, bounds and shape."""
    from pyrrhic.model import levers as every_lever

    rows = [
        {
            "name": one.name,
            "title": {"en": one.title.en, "ru": one.title.ru},
            "unit": one.unit,
            "bounds": list(one.bounds),
            "shape": one.shape,
            "role": one.role,
            "group": one.group,
        }
        for one in every_lever().values()
    ]
    if as_json:
        _print(rows)
        return
    code = _language(language)
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        low, high = row["bounds"]
        typer.echo(
            f"{row['name']:<{width}}  {row['title'][code]} ({row['unit']}, {low:g} to {high:g}, "
            f"{row['shape']}, {row['role']})"
        )


TEMPLATE = """# A scenario: dated changes to history. Years are agricultural years, named after the harvest.
# A value holds from its year until the next dated entry; "history" returns to the path as it happened.
title = {{ en = "{name}", ru = "{name}" }}
description = {{ en = "What it assumes and why.", ru = "Что предполагается и почему." }}
extends = {extends}
# ends = 1940                # the last agricultural year for which it is meant
sources = []

[levers]
# Names, units and bounds: pyrrhic scenario levers
# grain_export_plan = {{ unit = "Mt", 1930 = 0.0, 1934 = "history" }}
# procurement_plan = {{ from = 1931, to = 1932, times = 0.5 }}

[structure]
# nonfarm_output = "allen"
"""


def view(scenario) -> dict[str, Any]:
    """A scenario as plain dicts and lists."""
    return {
        "name": scenario.name,
        "title": dict(scenario.title),
        "description": dict(scenario.description),
        "ends": scenario.ends,
        "extends": list(scenario.extends),
        "sources": list(scenario.sources),
        "note": scenario.note,
        "structure": dict(scenario.structure),
        "warnings": list(scenario.warnings),
        "changes": [_change_view(change) for change in scenario.changes],
        "given": [_change_view(change) for change in scenario.given],
    }


def _change_view(change) -> dict[str, Any]:
    return {
        "target": change.target,
        "action": change.action,
        "amount": change.amount,
        "first": change.first,
        "last": change.last,
        "origin": change.origin,
    }


def text(scenario, language: str) -> str:
    """A scenario as text for a terminal."""
    from pyrrhic.model import levers as every_lever
    from pyrrhic.sources import bibliography, split

    lines = [f"{scenario.title[language]}  ({scenario.name})", "", scenario.description[language].strip(), ""]
    for change in (*scenario.changes, *scenario.given):
        lever = every_lever().get(change.target)
        named = f"{change.target} ({lever.unit})" if lever else f"{change.target}, fixed"
        lines.append(f"  {change.span:<9}  {named}: {_amount(change)}")
    lines += [f"  {slot} is computed by {choice}" for slot, choice in scenario.structure.items()]
    if scenario.ends:
        lines += ["", f"Ends in {scenario.ends}."]
    if scenario.note:
        lines += ["", scenario.note.strip()]
    if scenario.sources:
        works = bibliography()
        lines += ["", "Sources:"]
        lines += [
            f"  {reference}: {works[split(reference)[0]].citation()}"
            if split(reference)[0] in works
            else f"  {reference}"
            for reference in scenario.sources
        ]
    return "\n".join([*lines, *(f"warning: {warning}" for warning in scenario.warnings)])


def _amount(change) -> str:
    if change.action == "history":
        return "as in history"
    amount = change.amount
    shown = (
        ", ".join(f"{part} {number:g}" for part, number in amount.items())
        if isinstance(amount, dict)
        else f"{amount:g}"
        if change.action != "as_in"
        else str(amount)
    )
    return {"value": "", "times": "history times ", "plus": "history plus ", "as_in": "as in "}[change.action] + shown


def _language(language: str) -> str:
    from pyrrhic.studies.scenarios.document import LANGUAGES

    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES, where="--lang")
    return language


def _print(document) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False))
