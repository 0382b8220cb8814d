"""The mixture of the rival structures: draws of all their posteriors, each with its structure's weight.

All structures that predict the figures about as well as the best have the same weight; see weights.py.

done = run(history(keep=["excess_deaths"], draws=draws(400)))
deaths = done.national("excess_deaths")
done.quantile(deaths, 0.5)         # the median of the mixture
done.range_of_medians(deaths)      # the lowest and highest median of a structure
"""

from collections.abc import Sequence

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import chosen, draws_at
from pyrrhic.calibration.posterior import available, load
from pyrrhic.calibration.weights import weights
from pyrrhic.errors import CannotRun
from pyrrhic.runs.case import Draws

USUAL_DRAWS = 400
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)  # what is shown: the median, the 50 % and the 90 % interval


def draws(number: int | None = None, structures: Sequence[str] = (), where: str = "") -> Draws:
    """So many draws, shared equally by the structures: all whose posterior is shipped, unless some are named.

    Without a number there are 400, or as many as are shipped. `where` is how the number was asked for; an option of the
    command line unless given. Raises `CannotRun` where a posterior is missing or stale, or where there are fewer draws
    than structures.
    """
    names = tuple(structures) or available()
    share = _share(number, names, where or f"--draws {number}")
    known = weights() if len(names) > 1 else None
    return draws_at(
        [(coordinates(name), chosen(name, share)) for name in names],
        [known[name].weight for name in names] if known else None,
        {name: load(name).fingerprint for name in names},
    )


def usual_number() -> int:
    """How many draws there are without a number; none where no posterior is shipped."""
    return min(USUAL_DRAWS, sum(len(load(name).z) for name in available()))


def _share(number: int | None, names: Sequence[str], where: str) -> int:
    """Draws of each structure."""
    if not names:
        raise CannotRun("no posterior is shipped; make one with: pyrrhic calibrate --structure base --ship")
    most = sum(len(load(name).z) for name in names)
    number = min(USUAL_DRAWS, most) if number is None else number
    if not len(names) <= number <= most:
        allowed = f"{len(names)} to {most}, shared equally by the {len(names)} variants of the model"
        raise CannotRun(f"{number} draws asked for", where=where, allowed=allowed)
    return number // len(names)
