"""`pyrrhic validate`: fit without some figures, and predict them."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from pyrrhic.errors import CannotRun


def validate(
    fold: Annotated[
        str, typer.Argument(metavar="[FOLD]", help="One fold, such as 1946_47; all of them unless given.")
    ] = "",
    structure: Annotated[str, typer.Option(help="Name of the structure, such as harvest_low.")] = "base",
    ship: Annotated[bool, typer.Option("--ship", help="Put the results of all folds into the package.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Fit a structure without a fold of figures and predict them: each fold is recomputed, nothing is typed in."""
    from pyrrhic.calibration.likelihood import FOLDS
    from pyrrhic.calibration.sampling import folds as held_out
    from pyrrhic.calibration.structures import structure as named

    def tell(line: str) -> None:
        typer.echo(line, err=True)

    if ship and (fold or structure != "base"):
        raise CannotRun("--ship takes all folds of the base structure")
    folds = [held_out.fold_named(fold)] if fold else FOLDS
    results = []
    for one in folds:
        tell(f"fold {one.name}: fitting without it")
        results.append(held_out.validate(named(structure), one, progress=tell))
    if ship:
        tell(f"shipped: {held_out.ship(results).name}")
    typer.echo(json.dumps([_view(result) for result in results]) if as_json else "\n".join(_lines(structure, results)))


def _lines(structure: str, results: list) -> list[str]:
    """Coverage of all folds and of each, with the figures predicted worst."""
    from pyrrhic.calibration.sampling.folds import coverage

    half, most = coverage(results)
    lines = [
        f"Structure {structure}. Uncertainty: the normal approximation at the mode of each fold's own fit.",
        f"All folds: {half:.0%} of the figures in the 50 % interval, {most:.0%} in the 90 % interval.",
    ]
    for result in results:
        half, most = result.coverage
        lines.append(
            f"\n{result.fold.title}: {len(result.figures)} figures, {half:.0%} in the 50 % interval, "
            f"{most:.0%} in the 90 % interval, score {result.score:.2f}"
        )
        lines += [
            f"  {figure.name} {figure.year}: predicted {figure.median:.4g} ({figure.low:.4g} to "
            f"{figure.high:.4g}), record {figure.observed:.4g}"
            for figure in _worst(result)
        ]
    return lines


def _worst(result, most: int = 5) -> list:
    """The figures predicted worst."""
    return sorted(result.figures, key=lambda one: one.log_density)[:most]


def _view(result) -> dict:
    half, most = result.coverage
    return {
        "fold": result.fold.name,
        "title": str(result.fold.title),
        "structure": result.structure,
        "in_50": half,
        "in_90": most,
        "score": result.score,
        "failed_draws": result.failed_draws,
        "figures": [asdict(one) for one in result.figures],
    }
