"""Points in the coordinates of calibration, as draws at which a case is run: of one structure or of several at once."""

from collections.abc import Mapping, Sequence

import numpy

from pyrrhic.calibration.coordinates import Coordinates
from pyrrhic.calibration.posterior import YIELDS, evenly_spaced, load
from pyrrhic.engine import fingerprint as fingerprints
from pyrrhic.engine.loop import Simulated
from pyrrhic.errors import CannotRun
from pyrrhic.runs.case import Draws
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.run import simulated

Points = tuple[Coordinates, numpy.ndarray]  # a structure's coordinates, and points in them (draw, coordinate)


def chosen(name: str, draws: int) -> numpy.ndarray:
    """So many of a structure's draws (draw, coordinate), evenly spaced; raises `CannotRun` where it has not so many."""
    z = load(name).z
    if not 1 <= draws <= len(z):
        raise CannotRun(f"{draws} draws asked for", allowed=f"1 to {len(z)}")
    return evenly_spaced(z, draws)


def run_at(where: Coordinates, z: numpy.ndarray, paths: Mapping[str, numpy.ndarray], keep) -> Simulated:
    """What the driver computes of the paths at each point z (draw, coordinate) of one structure, failed or not."""
    return simulated(draws_at([(where, z)]), paths, keep)


def draws_at(
    parts: Sequence[Points], weights: Sequence[float] | None = None, posteriors: Mapping[str, str] | None = None
) -> Draws:
    """Points of several structures, one after another, as draws; each structure has its weight, shared equally.

    `posteriors` are the fingerprints of the posteriors from which the points come, where they come from any.
    """
    sizes = [len(z) for _, z in parts]
    structures = [where.structure for where, _ in parts]
    shares = numpy.ones(len(parts)) / len(parts) if weights is None else numpy.asarray(weights)
    rivals = {
        name: numpy.repeat([structure.rivals[name] for structure in structures], sizes).reshape(1, 1, -1)
        for name in structures[0].rivals
    }
    moved = {name: historical_paths()[name] for where, _ in parts for name in where.structure.levers}
    drawn = [{**moved, **where.levers(), **dict(zip(YIELDS, where.unexplained(z), strict=True))} for where, z in parts]
    return Draws(
        structures=tuple(structure.name for structure in structures),
        structure_of=numpy.repeat(numpy.arange(len(parts)), sizes),
        weights=numpy.repeat(shares / sizes, sizes),
        parameters={**_joined([where.parameters(z) for where, z in parts], sizes), **rivals},
        yields=_joined(drawn, sizes),
        choices={where.structure.name: _choices(where) for where, _ in parts},
        posteriors=dict(posteriors or {}),
        fingerprint=fingerprints.of_bytes({where.structure.name: z for where, z in parts}),
        persistence=numpy.concatenate([where.persistence(z) for where, z in parts], axis=1),
    )


def _choices(where: Coordinates) -> dict[str, str]:
    """What one structure chooses: the data it believes and the rival in each slot."""
    structure = where.structure
    data = {"harvest": str(structure.harvest or "composite"), "deaths": structure.deaths}
    return {"title": structure.title.en, **data, **where.model.choices}


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
