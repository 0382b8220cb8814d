"""Seconds from the equations to the first numbers, as JSON: run in a process of its own, with an empty cache."""

import json
import time

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.density import gradient_program
from pyrrhic.calibration.ensemble import run_at
from pyrrhic.runs.history import historical_paths


def main() -> None:
    """Compile the ensemble's program and the gradient's, with what they need at hand."""
    where, paths = coordinates("base"), historical_paths()
    began = time.perf_counter()
    run_at(where, numpy.zeros((1, where.size)), paths, ["excess_deaths"])
    between = time.perf_counter()
    gradient_program(where)
    print(json.dumps({"ensemble": between - began, "gradient": time.perf_counter() - between}))


if __name__ == "__main__":
    main()
