"""`pyrrhic calibrate`: fit structures to the record: the mode of one, or draws from the posteriors of several."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pyrrhic.errors import BadInput, CannotRun


def calibrate(
    structure: Annotated[
        list[str] | None,
        typer.Option(help="Name of a structure, such as harvest_low (may be repeated); base unless given."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All structures.")] = False,
    starting_fit: Annotated[
        bool, typer.Option("--starting-fit", help="Only find the mode, and renew the file that single runs use.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="A smoke run of a few draws.")] = False,
    ship: Annotated[
        bool, typer.Option("--ship", help="Put thinned draws into the package, if they are sound.")
    ] = False,
    draws: Annotated[int, typer.Option(min=1, help="Draws in each chain.")] = 1000,
    chains: Annotated[
        int, typer.Option(min=2, help="Chains of each structure; a run in the folder is given more.")
    ] = 4,
    acceptance: Annotated[
        float,
        typer.Option(min=0.6, max=0.99, help="Acceptance that the sampler aims at; higher where transitions diverge."),
    ] = 0.95,
    out: Annotated[str, typer.Option("--out", "-o", help="Folder of the chains and draws.")] = "calibration",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Fit structures to the record, as many chains at once as there are cores.

    Interrupted, it goes on with the chains that are missing when it is called again.
    """
    from pyrrhic.calibration import structures

    names = (
        list(structures.structures())
        if everything
        else [structures.structure(one).name for one in structure or ["base"]]
    )
    if starting_fit:
        answers = [_starting_fit(names)]
    else:
        from pyrrhic.calibration.sampling.sampler import Settings

        settings = Settings.quick() if quick else Settings(draws=draws, chains=chains, acceptance=acceptance)
        answers = _sampled(names, settings, Path(out), ship)
    typer.echo(
        json.dumps(answers[0] if len(answers) == 1 else answers)
        if as_json
        else "\n\n".join("\n".join(f"{name}: {value}" for name, value in answer.items()) for answer in answers)
    )


def _tell(line: str) -> None:
    typer.echo(line, err=True)


def _starting_fit(names: list[str]) -> dict:
    """Find the mode of one structure and write it into the package."""
    from pyrrhic.calibration.density import LogDensity
    from pyrrhic.calibration.sampling.mode import find_mode, in_units
    from pyrrhic.calibration.structures import structure
    from pyrrhic.runs import starting_fit

    if len(names) != 1:
        raise BadInput("--starting-fit takes one structure")
    density = LogDensity(structure(names[0]))
    mode = find_mode(density, progress=_tell)
    starting_fit.write(starting_fit.PATH, *in_units(density.coordinates, mode))
    return {
        "written": starting_fit.PATH.name,
        "structure": names[0],
        "loss": mode.loss,
        "evaluations": mode.evaluations,
    }


def _sampled(names: list[str], settings, folder: Path, ship: bool) -> list[dict]:
    """Draw from the posterior of each structure, and put what is sound into the package where that is asked for."""
    from pyrrhic.calibration.sampling import sampler as sample

    answers = []
    for name, posterior in sample.sample(names, settings, folder, _tell).items():
        written = folder / name / "posterior.npz"
        posterior.save(written)
        answer = {"written": str(written), **posterior.diagnostics(), **_against_shipped(posterior)}
        if ship:
            answer["shipped"] = _shipped(posterior)
        answers.append(answer)
    return answers


def _against_shipped(posterior) -> dict:
    """How far the draws are from those that are shipped, in Monte Carlo errors; or why they are not compared."""
    from pyrrhic.calibration.posterior import load
    from pyrrhic.calibration.sampling.sampler import agreement

    try:
        shipped = load(posterior.structure)
    except CannotRun as error:
        return {"against_shipped": f"not compared: {error}"}
    apart = agreement(posterior, shipped.z)
    return {
        "against_shipped": f"means differ by {apart.usual:.2f} Monte Carlo errors (root mean square), at most "
        f"{apart.largest:.2f} for {apart.largest_for}; spreads {apart.spread:.3f} times"
    }


def _shipped(posterior) -> str:
    from pyrrhic.calibration.posterior import ship
    from pyrrhic.calibration.sampling import leave_one_out

    _tell(f"{posterior.structure}: scoring the figures one by one")
    drawn = posterior.z.reshape(-1, posterior.z.shape[-1])
    return ship(posterior, leave_one_out.scores(posterior.structure, drawn)).name
