"""The programs that ensembles and calibration run, compiled before they are asked for."""

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.density import gradient_program
from pyrrhic.calibration.ensemble import run_at
from pyrrhic.calibration.structures import structures
from pyrrhic.engine import compiler
from pyrrhic.runs.history import historical_paths


def compile_programs() -> tuple[int, str]:
    """Compile every program that the cache has not; how many there are, and the folder of the cache.

    Raises `NoCompiler` where none is installed.
    """
    if not compiler.available():
        raise compiler.NoCompiler(f"no compiler of C is installed; {compiler.HOW_TO_INSTALL}")
    where = coordinates("base")
    run_at(where, numpy.zeros((1, where.size)), historical_paths(), ["excess_deaths"])
    models = {coordinates(name).model: name for name in structures()}
    for name in models.values():
        gradient_program(coordinates(name))
    return 1 + len(models), str(compiler.cache_folder())
