"""Stamp shipped posteriors anew after a change that alters no result: equations rewritten, names, order, rounding.

    pyrrhic posterior values -o before.npz        # in the state before the change
    pyrrhic posterior stamp --before before.npz   # after it

The second command runs history at all shipped draws of every structure, and stamps a posterior only where every number
that its figures are compared with is what it was, and so is the likelihood: figures and errors have not changed either.
The first refuses posteriors that are not current, for nothing vouches for those.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import run_at
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import comparisons, log_densities
from pyrrhic.calibration.posterior import available, fingerprint, load, read, write
from pyrrhic.calibration.sampling import folds as validate
from pyrrhic.errors import BadFile, CannotRun
from pyrrhic.files import read_arrays, write_arrays
from pyrrhic.runs.history import historical_paths

SAME, NEXT_TO_NOTHING = 1e-9, 1e-12


def compared_values() -> dict[str, numpy.ndarray]:
    """The compared quantities of history at all shipped draws, current or not, as STRUCTURE/QUANTITY."""
    values: dict[str, numpy.ndarray] = {}
    for name in available():
        where, z = coordinates(name), read(name).z
        run = run_at(where, z, historical_paths(), quantities())
        values |= {f"{name}/{quantity}": array for quantity, array in run.values.items()}
        values[f"{name}/failed_year"] = run.failed_year
        densities = log_densities(comparisons(where.structure), run.values, where.persistence(z))
        values[f"{name}/log_likelihood"] = densities.sum(axis=0)
    return values


def write_values(path: Path) -> Path:
    """Write the compared values to a file, for `stamp` to compare with later; refuse what is not current even now."""
    for name in available():
        load(name)
    validate.shipped()
    return write_arrays(path, **compared_values())


def stamp(before: Path) -> dict[str, float]:
    """Stamp every posterior, and the held-out folds; the largest relative difference of each structure.

    Raises `CannotRun`, and stamps nothing, where a number differs by more than 1e-9 of itself.
    """
    try:
        earlier = read_arrays(before)
    except BadFile as error:
        raise CannotRun(
            f"{error}; make it in the state before the change with: pyrrhic posterior values -o {before}"
        ) from None
    now = compared_values()
    apart = {name: _gap(name, earlier, now) for name in available()}
    for name in apart:
        write(replace(read(name), fingerprint=fingerprint(name)))
    _stamp_folds()
    load.cache_clear()
    return apart


def _gap(name: str, earlier: Mapping[str, numpy.ndarray], now: Mapping[str, numpy.ndarray]) -> float:
    """The largest relative difference of a structure's numbers; raises where one is not what it was."""
    worst = 0.0
    for key in (key for key in now if key.startswith(f"{name}/")):
        if key not in earlier or earlier[key].shape != now[key].shape or earlier[key].dtype.kind not in "fi":
            raise CannotRun(f"the file holds no {key} of the same shape and kind; nothing is stamped")
        gap = numpy.abs(now[key] - earlier[key])
        allowed = SAME * numpy.minimum(numpy.abs(earlier[key]), numpy.abs(now[key])) + NEXT_TO_NOTHING
        if not (gap <= allowed).all():
            raise CannotRun(
                f"{key} differs by {numpy.nanmax(gap / allowed) * SAME:.1e} of itself",
                allowed=f"{SAME:g}; nothing is stamped, sample again",
            )
        worst = max(worst, float((gap / (numpy.abs(earlier[key]) + NEXT_TO_NOTHING / SAME)).max()))
    return worst


def _stamp_folds() -> None:
    """The folds' fits are made by the same density as the posterior of their structure, so its proof holds for them."""
    document = json.loads(validate.PATH.read_text(encoding="utf-8"))
    document["fingerprint"] = fingerprint(document["folds"][0]["structure"])
    validate.write(document)
