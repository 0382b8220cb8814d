"""A position that has no shipped posterior, fitted at the mode: the normal approximation there, and nothing better."""

from collections.abc import Callable

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.density import LogDensity
from pyrrhic.calibration.ensemble import draws_at
from pyrrhic.calibration.posterior import available, load
from pyrrhic.calibration.sampling.mode import find_mode, whitening
from pyrrhic.calibration.structures import Structure
from pyrrhic.runs.case import Draws

SEED = 1926
NEAREST = "base"  # whose posterior the search begins in


def draws_by_fit(structure: Structure, number: int, progress: Callable[[str], None]) -> Draws:
    """So many draws of the normal approximation at the mode of a structure's posterior; the search takes a minute.

    Raises `NoCompiler` where no compiler is installed.
    """
    density = LogDensity(structure)
    mode = find_mode(density, _start(density), progress)
    standard = numpy.random.default_rng(SEED).standard_normal((number, mode.z.size))
    return draws_at([(density.coordinates, mode.z + standard @ whitening(density, mode).T)])


def _start(density: LogDensity) -> numpy.ndarray:
    """The mean of the base variant's draws, for the coordinates that both have; zero for the others."""
    if NEAREST not in available():
        return numpy.zeros(density.coordinates.size)
    known = dict(zip(coordinates(NEAREST).names(), load(NEAREST).z.mean(axis=0), strict=True))
    return numpy.array([known.get(name, 0.0) for name in density.names])
