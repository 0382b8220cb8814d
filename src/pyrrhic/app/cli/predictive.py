"""`pyrrhic posterior predictive` and `pyrrhic posterior sbc`: checks of the fitted model, and of the sampler."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from math import isfinite
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of the random numbers.")]


def predictive(
    draws: Annotated[int, typer.Option(min=1, help="Draws of the prior, and of the mixture.")] = 200,
    seed: Seed = 1926,
    as_json: Json = False,
) -> None:
    """Print the headline figures before and after the fit, and whether replicated figures look like the record."""
    from pyrrhic.calibration import mixture
    from pyrrhic.calibration.landmarks import quantities
    from pyrrhic.runs.run import history, run
    from pyrrhic.studies import predictive as checking

    before = checking.prior(draws, seed)
    after = run(history(keep=quantities(), draws=mixture.draws(draws)))
    headlines, checks = checking.headlines(before, after), checking.checks(after, seed)
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "draws": draws,
                    "prior_failures": before.failures,
                    "failures": after.failures,
                    "structures": after.structures,
                    "headlines": [_view(one) for one in headlines],
                    "checks": [asdict(one) for one in checks],
                },
                ensure_ascii=False,
            )
        )
        return
    width = max(len(_title(one.target)) for one in headlines)
    typer.echo(
        "\n".join(
            [
                f"Prior: {draws} draws of the base structure, {before.failures} failed and left out. Posterior: "
                f"{after.weights.size} draws of {', '.join(after.structures)}, {after.failures} failed and left out.",
                f"\n{'Median (5 to 95 %)':{width}} {'prior':28} {'posterior':28} published",
                *(
                    f"{_title(one.target):{width}} {_span(one.prior):28} {_span(one.posterior):28} {_bounds(one.target)}"
                    for one in headlines
                ),
                f"\n{'Residuals, in errors':{width}} {'of the record':28} {'replicated':28} p",
                *(
                    f"{one.title:{width}} {_span(one.record):28} {_span(one.replicated):28} {one.p:.3f}"
                    for one in checks
                ),
                "\np: share of the replicated that are at least as great. Near 0 the record has more of it than the fitted "
                "model can produce, near 1 less.",
            ]
        )
    )


def sbc(
    replications: Annotated[int, typer.Option(min=2, help="Truths drawn from the prior.")] = 40,
    draws: Annotated[int, typer.Option(min=4, help="Draws of each posterior.")] = 100,
    error_scale: Annotated[
        float,
        typer.Option(
            help="Let the fit take the errors to be so many times what they "
            "are: a wrong posterior, to see the check fail."
        ),
    ] = 1.0,
    seed: Seed = 1926,
    as_json: Json = False,
) -> None:
    """Check the sampler by simulation on a small case. Exits with 1 if ranks of the truth are uneven."""
    from pyrrhic.calibration.sampling.rank_check import rank_check, small_case

    found = rank_check(
        small_case(), replications, draws, seed, error_scale, progress=lambda line: typer.echo(line, err=True)
    )
    if as_json:
        rows = [{**asdict(row), "ranks": row.ranks.tolist()} for row in found.rows]
        typer.echo(json.dumps({**asdict(found), "rows": rows, "sound": found.sound}))
    else:
        typer.echo(
            "\n".join(
                [
                    f"{replications} replications of {draws} draws, errors in the fit times {error_scale:g}: {found.failed} "
                    f"truths failed, {found.divergences} divergences, least effective size {found.effective_share:.0%} of the "
                    "draws.",
                    f"\n{'Rank of the truth':28} place  spread  chance",
                    *(f"{row.name:28} {row.place:5.2f} {row.spread:7.2f} {row.chance:7.4f}" for row in found.rows),
                    "\nplace: 0.5 where the posterior is in the right place. spread: above 1 it is too narrow, below 1 too "
                    "wide. chance: that uniform ranks are as uneven.",
                    f"{'Sound' if found.sound else 'NOT SOUND'}: the least chance times {len(found.rows)} rows is "
                    f"{'not ' if found.sound else ''}below 0.05.",
                ]
            )
        )
    if not found.sound:
        raise typer.Exit(1)


def _view(one) -> dict:
    """A headline as a plain dict; a bound that is not published is null."""
    low, high = (bound if isfinite(bound) else None for bound in (one.target.low, one.target.high))
    return {
        "name": one.target.name,
        "title": str(one.target.title),
        "unit": one.target.unit,
        "low": low,
        "high": high,
        "source": one.target.source,
        "prior": one.prior,
        "posterior": one.posterior,
    }


def _title(target) -> str:
    return str(target.title) if target.unit == "1" else f"{target.title}, {target.unit}"


def _span(points: Iterable[float]) -> str:
    low, median, high = points
    return f"{median:.3g} ({low:.3g} to {high:.3g})"


def _bounds(target) -> str:
    """The published bounds; one number where they are the same."""
    low, high = (f"{bound:.3g}" if isfinite(bound) else "" for bound in (target.low, target.high))
    if low == high:
        return low or "-"
    return f"{low} to {high}" if low and high else f"below {high}" if high else f"above {low}"
