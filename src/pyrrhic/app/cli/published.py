"""`pyrrhic published`: counterfactuals of the literature beside the model's, each with a verdict from the draws."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pyrrhic.studies.literature import Answer, Finding


def published(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="One row; all of them otherwise.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Compare published counterfactuals with the model's, over the mixture of the structures."""
    from pyrrhic.studies.literature import answers

    found = answers([name] if name else [])
    if as_json:
        typer.echo(json.dumps(view(found), ensure_ascii=False, allow_nan=False))
    else:
        typer.echo(text(found[0]) if name else table(found))


def view(found: Sequence["Answer"]) -> dict[str, Any]:
    """The answers as a plain dict."""
    return {"rule": rule(), "published": [_row(one) for one in found]}


def rule() -> str:
    """How the verdicts are made, in words."""
    from pyrrhic.studies.literature import AGREED_SHARE

    return (
        f"agrees: the median and at least {AGREED_SHARE:.0%} of the draws have the published sign; leans: the "
        f"median alone; differs: not the median; a row is as good as the worst of its numbers."
    )


def _row(found: "Answer") -> dict[str, Any]:
    row = found.row
    return {
        "name": row.name,
        "title": str(row.title),
        "verdict": found.verdict,
        "works": list(row.works),
        "grade": row.grade,
        "published": str(row.published),
        "scenario": row.scenario or None,
        "against": row.against if row.scenario else None,
        "note": str(row.note),
        "missing": str(row.missing) or None,
        "why": str(why(found)) or None,
        "contrasts": [_contrast(found, one) for one in found.findings],
    }


def _contrast(found: "Answer", one: "Finding") -> dict[str, Any]:
    contrast, measure = one.contrast, one.contrast.measure
    return {
        "label": str(contrast.label),
        "quantity": measure.quantities[0],
        "first": measure.years[0],
        "last": measure.years[-1],
        "how": measure.how,
        "by": contrast.by,
        "scenarios": list(found.row.compared(contrast)),
        "expected": contrast.expected,
        "published": str(contrast.published),
        "median": one.median,
        "interval": [one.low, one.high],
        "share": one.share,
        "structures": dict(one.structures),
        "verdict": one.verdict,
    }


def why(found: "Answer") -> str:
    """Why the model answers otherwise, where it does not agree."""
    from pyrrhic.studies.literature import AGREES

    return "" if found.verdict == AGREES else str(found.row.why)


def table(found: Sequence["Answer"]) -> str:
    """A block for each row: its verdict, and a line for each number of it."""
    lines = []
    for one in found:
        lines += [f"{one.row.title} ({one.row.name}): {one.verdict}", *_lines(one), ""]
    return "\n".join([*lines, rule()])


def text(found: "Answer") -> str:
    """One row in full."""
    row = found.row
    lines = [f"{row.title}: {found.verdict}", f"published: {row.published} ({'; '.join(row.works)}; grade {row.grade})"]
    if row.scenario:
        lines.append(f"scenario: {' against '.join(row.compared(row.contrasts[0]))}")
    lines += _lines(found)
    lines += [
        f"{name}: {said}"
        for name, said in (("missing", row.missing), ("what differs", row.note), ("why", why(found)))
        if said
    ]
    return "\n".join([*lines, "", rule()])


def _lines(found: "Answer") -> list[str]:
    """One line for each number: median, 90 % interval, share of draws with the published sign, the published size."""
    return [
        f"  {one.contrast.label}: {one.contrast.written(one.median)} ({one.contrast.written(one.low)} to "
        f"{one.contrast.written(one.high)}); {one.contrast.expected} in {one.share:.0%} of draws: {one.verdict}"
        + (f" (published: {one.contrast.published})" if one.contrast.published else "")
        for one in found.findings
    ]
