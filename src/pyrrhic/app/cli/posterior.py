"""`pyrrhic posterior show|check` and `pyrrhic structures list|show|weights`: what is calibrated, and how it weighs."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pyrrhic.app.cli.predictive import predictive, sbc
from pyrrhic.errors import CannotRun

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="The shipped posterior: what it says of each parameter, and whether it is current.",
)
structures_app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Rival structures and data choices.",
)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Structure = Annotated[str, typer.Argument(metavar="STRUCTURE")]


@app.command()
def show(structure: Structure = "base", as_json: Json = False) -> None:
    """Print diagnostics, and mean and spread of every coordinate in prior standard deviations."""
    from pyrrhic.calibration.posterior import load

    shipped = load(structure)
    rows = shipped.parameters()
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "structure": structure,
                    "draws": len(shipped.z),
                    "fingerprint": shipped.fingerprint,
                    "diagnostics": dict(shipped.diagnostics),
                    "coordinates": rows,
                }
            )
        )
        return
    for name, value in shipped.diagnostics.items():
        typer.echo(f"{name.replace('_', ' ')}: {value:g}")
    typer.echo(f"{len(shipped.z)} draws are shipped. In prior standard deviations; a spread near 1: not identified.")
    for row in rows:
        typer.echo(f"{row['name']:<58} {row['mean']:+6.2f} {row['spread']:6.2f}")


@app.command()
def check(as_json: Json = False) -> None:
    """Check that every shipped posterior belongs to this model, these priors and these figures. Exits with 1 if not."""
    from pyrrhic.calibration.posterior import available, load

    answers = {}
    for name in available():
        try:
            load(name)
            answers[name] = "current"
        except CannotRun as error:
            answers[name] = str(error)
    typer.echo(json.dumps(answers) if as_json else "\n".join(f"{name}: {text}" for name, text in answers.items()))
    if not answers or any(text != "current" for text in answers.values()):
        raise typer.Exit(1)


@app.command()
def values(out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The file, .npz.")]) -> None:
    """Write the compared quantities at all shipped draws to a file, before a change that is to alter no result."""
    from pyrrhic.calibration.sampling.stamp import write_values

    typer.echo(f"written: {write_values(out)}")


@app.command()
def stamp(
    before: Annotated[
        Path, typer.Option("--before", metavar="FILE", help="What `posterior values` wrote before the change.")
    ],
    as_json: Json = False,
) -> None:
    """Stamp all shipped posteriors as current, if every compared number at every draw is what it was."""
    from pyrrhic.calibration.sampling import stamp as stamping

    apart = stamping.stamp(before)
    typer.echo(
        json.dumps(apart)
        if as_json
        else "\n".join(f"{name}: stamped; largest relative difference {gap:.1e}" for name, gap in apart.items())
    )


app.command()(predictive)
app.command()(sbc)


@structures_app.command("list")
def list_(as_json: Json = False) -> None:
    """List the rival structures, and which have a posterior."""
    from pyrrhic.calibration.posterior import available
    from pyrrhic.calibration.structures import structures

    shipped = available()
    rows = [
        {"name": one.name, "title": one.title.en, "title_ru": one.title.ru, "posterior": one.name in shipped}
        for one in structures().values()
    ]
    typer.echo(
        json.dumps(rows, ensure_ascii=False)
        if as_json
        else "\n".join(
            f"{row['name']:<26} {'posterior' if row['posterior'] else '-':<10} {row['title']}" for row in rows
        )
    )


@structures_app.command("weights")
def show_weights(as_json: Json = False) -> None:
    """Print the weight of each structure in the mixture, and what it rests on."""
    from dataclasses import asdict

    from pyrrhic.calibration.weights import weights

    found = weights().values()
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found]))
        return
    typer.echo(f"{'structure':<26} weight  behind  error  unreliable")
    for one in sorted(found, key=lambda one: -one.weight):
        typer.echo(f"{one.structure:<26} {one.weight:6.1%} {one.behind:7.1f} {one.error:6.1f} {one.unreliable:11d}")
    typer.echo(
        "behind: log predictive density of the figures, each without itself, less than the best structure's; "
        f"error: its standard error;\nunreliable: estimates with Pareto k above 0.7, of {one.figures} figures "
        "that all structures share."
    )


@structures_app.command("show")
def show_structure(structure: Structure, as_json: Json = False) -> None:
    """Print what a structure assumes otherwise than the base."""
    from dataclasses import asdict

    from pyrrhic.calibration.structures import structure as named

    found = asdict(named(structure))
    typer.echo(
        json.dumps(found, ensure_ascii=False)
        if as_json
        else "\n".join(f"{name}: {value}" for name, value in found.items() if value)
    )
