"""`pyrrhic replicate`: published models on one page each, their printed figures beside the computed ones."""

import json
from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pyrrhic.app.text.figures import finite, number, published

if TYPE_CHECKING:
    from pyrrhic.studies.replications import Input, Replicated, Replication

WIDTH = 100


def replicate(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="One replication in full; a table of all otherwise.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Published models on one page each: the figures their authors printed beside those computed, met or not."""
    from pyrrhic.studies.replications import REPLICATIONS, replication

    views = [view(one) for one in ([replication(name)] if name else REPLICATIONS.values())]
    if as_json:
        typer.echo(json.dumps({"replications": views, "summary": summary(views)}, ensure_ascii=False, allow_nan=False))
    else:
        typer.echo(text(views[0]) if name else table(views))


def view(one: "Replication") -> dict[str, Any]:
    """A replication as a plain document: texts, inputs, figures."""
    return {
        "name": one.name,
        "title": str(one.title),
        "source": one.source,
        "about": str(one.about),
        "limits": str(one.limits),
        "inputs": [_input(number) for number in one.inputs()],
        "figures": [_figure(row) for row in one.figures()],
    }


def _input(one: "Input") -> dict[str, Any]:
    return {
        "name": str(one.name),
        "value": one.value,
        "unit": one.unit,
        "source": one.source,
        "grade": one.grade,
        "note": str(one.note),
    }


def _figure(one: "Replicated") -> dict[str, Any]:
    return {
        "row": one.row,
        "title": str(one.title),
        "published": published(one),
        "tolerance": tolerance(one),
        "unit": one.unit,
        "source": one.source,
        "grade": one.grade,
        "computed": finite(one.computed),
        "verdict": one.verdict,
        "note": str(one.note),
    }


def tolerance(one: "Replicated") -> str:
    """The tolerance as it is read."""
    if one.tolerance is None:
        return "sign"
    return f"{one.tolerance:.0%}" if one.relative else f"{one.tolerance:g}"


def summary(views: Sequence[dict[str, Any]]) -> str:
    """How many figures are met."""
    figures = [row for one in views for row in one["figures"]]
    met = sum(row["verdict"] == "met" for row in figures)
    return f"{met} of {len(figures)} figures are met."


def table(views: Sequence[dict[str, Any]]) -> str:
    """One line a figure below its work."""
    lines = [f"{'row':>3}  {'':76}{'published':>10}{'computed':>10}  within"]
    for one in views:
        lines += ["", f"{one['name']}: {one['title']}", *(line(row) for row in one["figures"])]
    return "\n".join(
        [
            *lines,
            "",
            summary(views),
            "`pyrrhic replicate NAME` prints what goes in, the sources, why a "
            "figure is missed, and which are only checks of the code.",
        ]
    )


def line(row: dict[str, Any]) -> str:
    """A figure on one line."""
    verdict = "" if row["verdict"] == "met" else "  NOT MET"
    return (
        f"{row['row']:>3}  {row['title']:<76} {number(row['published']):>9} {number(row['computed']):>9}  "
        f"{row['tolerance']}{verdict}"
    )


def text(one: dict[str, Any]) -> str:
    """One replication in full."""
    lines = [
        f"{one['name']}: {one['title']} ({one['source']})",
        fill(one["about"], WIDTH),
        "",
        fill(one["limits"], WIDTH),
        "",
        "What goes in",
    ]
    lines += [
        f"  {row['name']}: {number(row['value'])} {_unit(row['unit'])}({row['source']}; grade {row['grade']})"
        f"{'. ' + row['note'] if row['note'] else ''}"
        for row in one["inputs"]
    ]
    lines += ["", "Published and computed"]
    for row in one["figures"]:
        lines += [line(row), f"       ({row['source']}; grade {row['grade']}; {row['unit']}) {row['note']}"]
    return "\n".join([*lines, "", summary([one])])


def _unit(symbol: str) -> str:
    return "" if symbol in ("1", "share") else f"{symbol} "
