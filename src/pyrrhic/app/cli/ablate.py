"""`pyrrhic ablate`: each mechanism of the model switched off, beside the fact that it is to explain."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pyrrhic.studies.ablations import Finding


def ablate(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="One ablation; all of them otherwise.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Switch each mechanism off and show the fact it explains. Single runs at the starting fit, without an interval."""
    from pyrrhic.studies.ablations import findings

    found = findings([name] if name else [])
    if as_json:
        typer.echo(json.dumps(view(found), ensure_ascii=False))
    else:
        typer.echo(text(found[0]) if name else table(found))


def view(found: Sequence["Finding"]) -> dict[str, Any]:
    """The findings as a JSON document."""
    from pyrrhic.studies.ablations import CLOSING

    return {"ablations": [_row(one) for one in found], "closing": str(CLOSING)}


def _row(found: "Finding") -> dict[str, Any]:
    one = found.ablation
    return {
        "name": one.name,
        "mechanism": str(one.mechanism),
        "off": [str(switch) for switch in one.off],
        "scenario": one.shipped or None,
        "fact": str(one.fact),
        "with": found.with_it,
        "without": found.without_it,
        "unit": str(one.unit),
        "change": found.change,
        "expectation": one.expectation,
        "rough": one.rough,
        "verdict": found.verdict,
        "source": one.source,
        "note": str(one.note),
    }


def table(found: Sequence["Finding"]) -> str:
    """One line for each ablation below the fact it is to explain, then those that are not as expected, with why."""
    from pyrrhic.studies.ablations import AS_EXPECTED, CLOSING, CONTRARY

    width = max(len(one.ablation.name) for one in found)
    lines, fact = [f"{'switched off':<{width + 2}}{'with':>9}{'without':>9}{'change':>9}  expected"], ""
    for one in found:
        if one.ablation.fact != fact:
            fact = one.ablation.fact
            lines += ["", f"{fact} ({one.ablation.unit})"]
        mark = "" if one.verdict == AS_EXPECTED else f": {one.verdict}"
        lines.append(
            f"  {one.ablation.name:<{width}}{_number(one.with_it):>9}{_number(one.without_it):>9}"
            f"{one.change:>+9.0%}  {_expected(one)}{mark}"
        )
    contrary = [one.ablation.name for one in found if one.verdict == CONTRARY]
    lines += ["", f"Contrary to expectation: {', '.join(contrary) or 'none'}."]
    lines += [f"{one.ablation.name}: {one.ablation.note}" for one in found if one.verdict != AS_EXPECTED]
    return "\n".join([*lines, "", str(CLOSING)])


def text(found: "Finding") -> str:
    """One ablation in full."""
    from pyrrhic.studies.ablations import CLOSING

    one = found.ablation
    lines = [
        f"{one.name}: {one.mechanism}",
        f"off: {'; '.join(map(str, one.off))}",
        f"fact: {one.fact}",
        f"with the mechanism {_number(found.with_it)}, without it {_number(found.without_it)} "
        f"({one.unit}): {found.change:+.0%}",
        f"expected: {_expected(found)} ({one.source}): {found.verdict}",
        *([str(one.note)] if one.note else []),
    ]
    return "\n".join([*lines, "", str(CLOSING)])


def _expected(found: "Finding") -> str:
    return f"{found.ablation.expectation} by {found.ablation.rough:.0%} or more"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
