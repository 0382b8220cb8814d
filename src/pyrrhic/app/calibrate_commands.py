"""`pyrrhic calibrate`: fit one structure to the record: its mode, or draws from its posterior."""

import json
from pathlib import Path
from typing import Annotated

import typer


def calibrate(
        structure: Annotated[str, typer.Option(help="Name of the structure, such as harvest_low.")] = "base",
        starting_fit: Annotated[bool, typer.Option("--starting-fit", help="Only find the mode, and renew the file "
                                                   "that single runs use.")] = False,
        quick: Annotated[bool, typer.Option("--quick", help="A smoke run of a few draws.")] = False,
        ship: Annotated[bool, typer.Option("--ship", help="Put thinned draws into the package, if they are "
                                           "sound.")] = False,
        draws: Annotated[int, typer.Option(min=1, help="Draws in each chain; a run in the folder is made "
                                           "longer.")] = 600,
        acceptance: Annotated[float, typer.Option(min=0.6, max=0.99, help="Acceptance that the sampler aims at; "
                                                  "higher where transitions diverge.")] = 0.95,
        out: Annotated[str, typer.Option("--out", "-o", help="Folder of the blocks and draws.")] = "calibration",
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False) -> None:
    """Fit a structure to the record. Interrupted, it goes on from the last block when called again."""
    from pyrrhic.methods import calibrate as fitting
    from pyrrhic.methods import coordinates, leave_one_out, sample
    from pyrrhic.methods import posterior as shipping
    from pyrrhic.methods import starting_fit as single

    def tell(line: str) -> None:
        typer.echo(line, err=True)

    problem = fitting.Problem(coordinates.structure(structure))
    mode = fitting.find_mode(problem, progress=tell)
    if starting_fit:
        path = single.PATH
        single.write(path, *fitting.in_units(problem, mode))
        answer = {"written": path.name, "structure": structure, "loss": mode.loss, "evaluations": mode.evaluations}
    else:
        settings = sample.Settings.quick() if quick else sample.Settings(draws=draws, acceptance=acceptance)
        folder = Path(out) / structure
        posterior = sample.sample(problem, mode, settings, folder, tell)
        posterior.save(folder / "posterior.npz")
        answer = {"written": str(folder / "posterior.npz"), **posterior.diagnostics()}
        if ship:
            tell("scoring the figures one by one")
            drawn = posterior.z.reshape(-1, posterior.z.shape[-1])
            answer["shipped"] = shipping.ship(posterior, leave_one_out.scores(structure, drawn)).name
    typer.echo(json.dumps(answer) if as_json else "\n".join(f"{name}: {value}" for name, value in answer.items()))
