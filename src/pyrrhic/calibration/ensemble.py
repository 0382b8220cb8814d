"""Runs at draws of the posterior: one structure or several at once, members last, by one compiled program."""

from collections.abc import Mapping, Sequence

import numpy

from pyrrhic.calibration.coordinates import Coordinates, coordinates
from pyrrhic.calibration.posterior import YIELDS, evenly_spaced, load
from pyrrhic.engine import compiled
from pyrrhic.engine.loop import Run
from pyrrhic.errors import CannotRun
from pyrrhic.model import assemble_all_rivals
from pyrrhic.runs.history import historical_paths


def ensemble(paths: Mapping[str, numpy.ndarray], draws: int, keep, name: str = "base") -> Run:
    """Run the paths at `draws` draws of the posterior of one structure, members last."""
    return run_at(coordinates(name), chosen(name, draws), paths, keep)


def chosen(name: str, draws: int) -> numpy.ndarray:
    """So many of a structure's draws (draw, coordinate), evenly spaced."""
    z = load(name).z
    if not 1 <= draws <= len(z):
        raise CannotRun(f"{draws} draws asked for", allowed=f"1 to {len(z)}")
    return evenly_spaced(z, draws)


def run_at(where: Coordinates, draws: numpy.ndarray, paths: Mapping[str, numpy.ndarray], keep) -> Run:
    """Run the paths at each of the draws (draw, coordinate) of one structure, members last."""
    return run_structures([(where, draws)], paths, keep)


def run_structures(parts: Sequence[tuple[Coordinates, numpy.ndarray]], paths: Mapping[str, numpy.ndarray], keep) -> Run:
    """Run the paths at draws of several structures at once, members in their order; one program serves all structures.

    Unexplained yields come from the draws, unless the paths depart from those of the starting fit.
    """
    sizes = [len(draws) for _, draws in parts]
    rivals = {
        name: numpy.repeat([where.structure.rivals[name] for where, _ in parts], sizes).reshape(1, 1, -1)
        for name in parts[0][0].structure.rivals
    }
    parameters = _joined([where.parameters(draws) for where, draws in parts], sizes)
    years = len(next(iter(paths.values())))
    drawn = _joined([dict(zip(YIELDS, where.unexplained(draws), strict=True)) for where, draws in parts], sizes)
    history = historical_paths()
    own = {key: drawn[key][:years] for key in YIELDS if numpy.array_equal(paths[key], history[key][:years])}
    return compiled.simulate(
        assemble_all_rivals(), {**parameters, **rivals}, parts[0][0].opening, {**paths, **own}, keep, beyond_bounds=True
    )


def _joined(groups: Sequence[Mapping[str, numpy.ndarray]], sizes: Sequence[int]) -> dict[str, numpy.ndarray]:
    """The arrays of several structures along the member axis; one array where all share one number."""

    def joined(name):
        arrays = [group[name] for group in groups]
        if all(array.shape[-1] == 1 and numpy.array_equal(array, arrays[0]) for array in arrays):
            return arrays[0]
        return numpy.concatenate(
            [numpy.broadcast_to(array, (*array.shape[:-1], size)) for array, size in zip(arrays, sizes, strict=True)],
            axis=-1,
        )

    return {name: joined(name) for name in groups[0]}
