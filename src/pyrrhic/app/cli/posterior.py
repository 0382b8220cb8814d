"""`pyrrhic posterior` and `pyrrhic structures`: what is calibrated, how it weighs, and checks of it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pyrrhic.app.cli.answers import answer, finish, tell
from pyrrhic.app.cli.group import Group
from pyrrhic.app.cli.options import (
    Amount,
    Count,
    json_option,
    language_option,
    out_file_option,
    seed_option,
    structure_argument,
)

if TYPE_CHECKING:
    from pyrrhic.app.language import Language


@click.group(cls=Group)
def posterior() -> None:
    """The shipped posterior: what it says of each parameter, and whether it is current."""


@click.group(cls=Group)
def structures() -> None:
    """The rival variants of the model, and the data they believe."""


@posterior.command()
@structure_argument(default="base")
@language_option
@json_option
def show(structure: str, say: "Language", as_json: bool) -> None:
    """Print diagnostics, and mean and spread of every coordinate in prior standard deviations."""
    from pyrrhic.app.text.posterior import posterior_text
    from pyrrhic.app.views.posterior import posterior_view

    answer(posterior_view(structure), lambda view: posterior_text(view, say), as_json)


@posterior.command()
@language_option
@json_option
def check(say: "Language", as_json: bool) -> None:
    """Check that every shipped posterior belongs to this model, these priors and these figures. Exits with 1 if not."""
    from pyrrhic.app.text.posterior import states_text
    from pyrrhic.app.views.posterior import CURRENT, states_view

    view = states_view()
    answer(view, lambda states: states_text(states, say), as_json)
    finish(bool(view) and set(view.values()) == {CURRENT})


@posterior.command()
@out_file_option(None, "The file, .npz.")
@json_option
def values(out: Path, as_json: bool) -> None:
    """Write the compared quantities at all shipped draws to a file, before a change that is to alter no result."""
    from pyrrhic.calibration.sampling.stamp import write_values
    from pyrrhic.files import suffix_of

    suffix_of(out, [".npz"])
    answer({"written": str(write_values(out))}, lambda view: f"written: {view['written']}", as_json)


@posterior.command()
@click.option(
    "--before",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="What `posterior values` wrote before the change.",
)
@json_option
def stamp(before: Path, as_json: bool) -> None:
    """Stamp all shipped posteriors as current, if every compared number at every draw is what it was."""
    from pyrrhic.calibration.sampling import stamp as stamping

    def text(apart: dict[str, float]) -> str:
        return "\n".join(f"{name}: stamped; largest relative difference {gap:.1e}" for name, gap in apart.items())

    answer(stamping.stamp(before), text, as_json)


@posterior.command()
@click.option("--draws", type=Count(), default=200, metavar="N", help="Draws of the prior, and of the mixture.")
@seed_option
@language_option
@json_option
def predictive(draws: int, seed: int, say: "Language", as_json: bool) -> None:
    """Print the headline figures before and after the fit, and whether replicated figures look like the record."""
    from pyrrhic.app.text.posterior import predictive_text
    from pyrrhic.app.views.posterior import predictive_view
    from pyrrhic.calibration import mixture
    from pyrrhic.calibration.landmarks import quantities
    from pyrrhic.runs.run import history, run
    from pyrrhic.studies.predictive import checks, headlines, prior

    drawn = mixture.draws(draws)  # refuses a number of draws that there are not, before those of the prior are run
    before, after = prior(draws, seed), run(history(keep=quantities(), draws=drawn))
    view = predictive_view(before, after, headlines(before, after), checks(after, drawn.persistence, seed), draws)
    answer(view, lambda view: predictive_text(view, say), as_json)


@posterior.command()
@click.option("--draws", type=Count(), default=200, metavar="N", help="Draws of the mixture.")
@language_option
@json_option
def residuals(draws: int, say: "Language", as_json: bool) -> None:
    """Print for each row of comparisons how its errors hang together from year to year."""
    from pyrrhic.app.text.posterior import residuals_text
    from pyrrhic.app.views.posterior import residuals_view
    from pyrrhic.calibration import mixture
    from pyrrhic.calibration.landmarks import quantities
    from pyrrhic.runs.run import history, run
    from pyrrhic.studies.predictive import row_errors

    drawn = mixture.draws(draws)
    rows = row_errors(run(history(keep=quantities(), draws=drawn)), drawn.persistence)
    answer(residuals_view(rows), lambda view: residuals_text(view, say), as_json)


@posterior.command()
@click.option("--replications", type=Count(2), default=40, metavar="N", help="Truths drawn from the prior.")
@click.option("--draws", type=Count(4), default=100, metavar="N", help="Draws of each posterior.")
@click.option(
    "--error-scale",
    type=Amount(min=0.0, min_open=True),
    default=1.0,
    metavar="FACTOR",
    help="Let the fit take the errors to be so many times what they are: a wrong posterior, to see the check fail.",
)
@seed_option
@language_option
@json_option
def sbc(replications: int, draws: int, error_scale: float, seed: int, say: "Language", as_json: bool) -> None:
    """Check the sampler by simulation on a small case. Exits with 1 if ranks of the truth are uneven."""
    from pyrrhic.app.text.posterior import rank_check_text
    from pyrrhic.app.views.posterior import rank_check_view
    from pyrrhic.calibration.sampling.rank_check import rank_check, small_case

    checked = rank_check(small_case(), replications, draws, seed=seed, error_scale=error_scale, progress=tell)
    answer(rank_check_view(checked), lambda view: rank_check_text(view, say), as_json)
    finish(checked.sound)


@structures.command("list")
@language_option
@json_option
def list_structures(say: "Language", as_json: bool) -> None:
    """List the rival variants, and which have a posterior."""
    from pyrrhic.app.text.posterior import structures_text
    from pyrrhic.app.views.posterior import structures_view

    answer(structures_view(), lambda rows: structures_text(rows, say), as_json)


@structures.command()
@language_option
@json_option
def weights(say: "Language", as_json: bool) -> None:
    """Print the weight of each variant in the mixture, and what it rests on."""
    from pyrrhic.app.text.posterior import weights_text
    from pyrrhic.app.views.posterior import weights_view

    answer(weights_view(), lambda rows: weights_text(rows, say), as_json)


@structures.command("show")
@structure_argument()
@language_option
@json_option
def show_structure(structure: str, say: "Language", as_json: bool) -> None:
    """Print where a variant differs from the base."""
    from pyrrhic.app.text.posterior import structure_text
    from pyrrhic.app.views.posterior import structure_view

    answer(structure_view(structure), lambda view: structure_text(view, say), as_json)
