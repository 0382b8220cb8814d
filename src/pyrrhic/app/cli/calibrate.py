"""`pyrrhic calibrate` and `pyrrhic validate`: fit structures to the record, all of it or without a part."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pyrrhic.app.cli.answers import answer, finish, tell
from pyrrhic.app.cli.options import (
    Amount,
    Count,
    completed,
    given,
    json_option,
    language_option,
    out_folder_option,
    refuse_together,
    structure_names,
    structure_option,
    with_option,
)
from pyrrhic.errors import BadInput, CannotRun, PyrrhicError

if TYPE_CHECKING:
    from pyrrhic.app.language import Language

SETTINGS = ("draws", "chains", "acceptance", "warmup", "low_rank")


def _fold_names() -> list[str]:
    from pyrrhic.calibration.likelihood import all_folds

    return [fold.name for fold in all_folds()]


@click.command()
@click.option(
    "--structure",
    "chosen",
    multiple=True,
    metavar="STRUCTURE",
    shell_complete=completed(structure_names),
    help="Name of a variant, such as harvest_low (may be repeated); base unless given.",
)
@click.option("--all", "everything", is_flag=True, help="All variants.")
@click.option("--starting-fit", is_flag=True, help="Only find the mode, and renew the file that single runs use.")
@click.option("--quick", is_flag=True, help="A short trial with a few draws.")
@click.option("--ship", is_flag=True, help="Put thinned draws into the package, if they are sound.")
@click.option("--draws", type=Count(), default=1000, metavar="N", help="Draws in each chain.")
@click.option(
    "--chains",
    type=Count(2),
    default=4,
    metavar="N",
    help="Chains of each variant; a run in the folder is given more.",
)
@click.option(
    "--acceptance",
    type=Amount(0.6, 0.999),
    default=0.95,
    metavar="SHARE",
    help="Acceptance that the sampler aims at; higher where transitions diverge.",
)
@click.option("--warmup", type=Count(), default=300, metavar="N", help="Draws of each chain that only adapt its steps.")
@click.option(
    "--low-rank", is_flag=True, help="Learn in the warm-up what moves together; for a posterior with two modes."
)
@out_folder_option("calibration", "Folder of the chains and draws.")
@with_option
@language_option
@json_option
@click.pass_context
def calibrate(context: click.Context, say: "Language", as_json: bool, **asked: Any) -> None:
    """Fit variants of the model to the record, as many chains at once as there are cores.

    Interrupted, it goes on with the chains that are missing when it is called again. With --ship a variant whose
    chains are not sound is left out and the others are put into the package; it exits with 1 then. With figures of your
    own the fit is to the record with them; such draws need a folder of their own, and are taken with --posterior.
    """
    if asked["with_"]:
        refuse_together(context, "--with", "ship", "starting_fit")
        if not given(context, "out"):
            raise BadInput(
                "draws fitted with files of yours need a folder of their own", where="--with", allowed="-o FOLDER"
            )
    if asked["everything"]:
        refuse_together(context, "--all", "chosen")
    if asked["starting_fit"]:
        refuse_together(context, "--starting-fit", "quick", "ship", "out", *SETTINGS)
    if asked["quick"]:
        refuse_together(context, "--quick", *SETTINGS)
    names = _structures(asked["chosen"], asked["everything"])
    views = [_starting_fit(names)] if asked["starting_fit"] else _sampled(names, asked)
    _answer(views, asked["with_"], say, as_json)
    finish(not any("refused" in view for view in views))


def _answer(views: list[dict[str, Any]], files: list[Path], say: "Language", as_json: bool) -> None:
    """Print what was fitted, and to a record with which files."""
    from pyrrhic.app.added import heading, with_added
    from pyrrhic.app.text.posterior import calibrated_text
    from pyrrhic.app.text.table import paragraph
    from pyrrhic.record import load

    record, text = load(files), calibrated_text(views, say)
    shown = [with_added(view, record, calibrated_with=True) for view in views]
    head = f"{paragraph(heading(record, say, calibrated_with=True))}\n" if record.added else ""
    answer(shown[0] if len(shown) == 1 else shown, lambda _: head + text, as_json)


def _structures(chosen: tuple[str, ...], everything: bool) -> list[str]:
    """The structures to fit. Raises `UnknownName`."""
    from pyrrhic.calibration.structures import structure, structures

    return list(structures()) if everything else [structure(name).name for name in chosen or ("base",)]


def _starting_fit(names: list[str]) -> dict[str, Any]:
    """Find the mode of one structure and write it into the package."""
    from pyrrhic.calibration.density import LogDensity
    from pyrrhic.calibration.sampling.mode import find_mode, in_units
    from pyrrhic.calibration.structures import structure
    from pyrrhic.runs import starting_fit

    if len(names) != 1:
        raise BadInput("--starting-fit takes one variant")
    density = LogDensity(structure(names[0]))
    mode = find_mode(density, progress=tell)
    starting_fit.write(starting_fit.PATH, *in_units(density.coordinates, mode))
    return {
        "written": starting_fit.PATH.name,
        "structure": names[0],
        "loss": mode.loss,
        "evaluations": mode.evaluations,
    }


def _sampled(names: list[str], asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Draw from the posterior of each structure, and put what is sound into the package where that is asked for."""
    from pyrrhic.calibration.sampling import sampler

    chosen = {name: asked[name] for name in SETTINGS}
    files = tuple(str(file.resolve()) for file in asked["with_"])
    settings = sampler.Settings.quick(files) if asked["quick"] else sampler.Settings(**chosen, with_=files)
    views = []
    for name, posterior in sampler.sample(names, settings, asked["out"], tell).items():
        written = asked["out"] / name / "posterior.npz"
        posterior.save(written)
        shipped = _shipped(posterior) if asked["ship"] else {}
        views.append({"written": str(written), **posterior.diagnostics(), **_against_shipped(posterior), **shipped})
    return views


def _against_shipped(posterior: Any) -> dict[str, str]:
    """How far the draws are from those that are shipped, in Monte Carlo errors; or why they are not compared."""
    from pyrrhic.calibration.posterior import load
    from pyrrhic.calibration.sampling.sampler import agreement

    try:
        shipped = load(posterior.structure)
    except PyrrhicError as error:
        return {"against_shipped": f"not compared: {error}"}
    apart = agreement(posterior, shipped.z)
    return {
        "against_shipped": f"means differ by {apart.usual:.2f} Monte Carlo errors (root mean square), at most "
        f"{apart.largest:.2f} for {apart.largest_for}; spreads {apart.spread:.3f} times"
    }


def _shipped(posterior: Any) -> dict[str, str]:
    """The file in the package, or why there is none."""
    from pyrrhic.calibration.posterior import refuse_unsound, ship
    from pyrrhic.calibration.sampling import leave_one_out

    try:
        refuse_unsound(posterior)
    except CannotRun as error:
        return {"refused": str(error)}
    tell(f"{posterior.structure}: scoring the figures one by one")
    drawn = posterior.z.reshape(-1, posterior.z.shape[-1])
    return {"shipped": ship(posterior, leave_one_out.scores(posterior.structure, drawn)).name}


@click.command()
@click.argument("fold", default="", metavar="[FOLD]", shell_complete=completed(_fold_names))
@structure_option
@click.option("--ship", is_flag=True, help="Put the results of all folds into the package.")
@language_option
@json_option
def validate(fold: str, structure: str, ship: bool, say: "Language", as_json: bool) -> None:
    """Fit a variant without some of the figures, and predict these: every prediction is computed anew.

    FOLD is one fold, such as 1946_47; all of them unless given. It is the base variant unless another is named.
    """
    from pyrrhic.app.text.posterior import folds_text
    from pyrrhic.app.views.posterior import folds_view
    from pyrrhic.calibration.likelihood import all_folds, fold_named
    from pyrrhic.calibration.sampling import folds
    from pyrrhic.calibration.structures import structure as named

    name = structure or "base"
    if ship and (fold or name != "base"):
        raise BadInput("--ship takes all folds of the base variant")
    chosen, fitted = [fold_named(fold)] if fold else all_folds(), named(name)
    results = []
    for left_out in chosen:
        tell(f"fold {left_out.name}: fitting without it")
        results.append(folds.validate(fitted, left_out, progress=tell))
    if ship:
        tell(f"shipped: {folds.ship(results).name}")
    covered = folds.coverage(results), folds.coverage_without_given(results)
    answer(folds_view(results), lambda view: folds_text(view, *covered, say), as_json)
