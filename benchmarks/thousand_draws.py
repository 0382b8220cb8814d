"""A thousand draws of one scenario, with NumPy and compiled: ratios to a single run, never asserted.

    .venv/bin/python benchmarks/thousand_draws.py
"""

import os
import platform
import statistics
import time
from collections.abc import Callable

import numpy

from pyrrhic.engine.loop import import_jax, simulate, simulate_ensemble
from pyrrhic.methods.coordinates import Coordinates, structure
from pyrrhic.methods.history import historical_paths
from pyrrhic.methods.mixture import mixture
from pyrrhic.methods.posterior import load

DRAWS, ROUNDS = 1000, 5
KEEP = ("grain_harvest_total", "grain_collected_total", "excess_deaths", "urban_population")


def seconds(work: Callable, rounds: int = ROUNDS) -> float:
    """Median wall time of a call."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def members() -> tuple[dict, dict]:
    """Parameters and paths at the draws of the base structure, repeated to the number asked for."""
    where, shipped = Coordinates(structure("base")), load("base")
    chosen = shipped.z[numpy.arange(DRAWS) % len(shipped.z)]
    rows = [(where.parameters(z), where.paths(z)) for z in chosen]
    return tuple({name: _joined([row[part][name] for row in rows]) for name in rows[0][part]} for part in (0, 1))


def _joined(arrays: list) -> numpy.ndarray:
    first = arrays[0]
    same = all(array is first or numpy.array_equal(array, first) for array in arrays)
    return first if same else numpy.concatenate(arrays, axis=-1)


def main() -> None:
    """Time one run, the mixture, and the two drivers on the same thousand members."""
    where = Coordinates(structure("base"))
    zero = numpy.zeros(where.size)
    parameters, paths = members()
    import_jax()

    def compiled():
        simulate_ensemble(where.model, parameters, where.opening, paths, KEEP)

    rows = {"one run, NumPy": seconds(lambda: simulate(where.model, where.parameters(zero), where.opening,
                                                       where.paths(zero), KEEP)),
            "mixture of 1,000 draws": seconds(lambda: mixture(historical_paths(), DRAWS, KEEP)),
            "1,000 members, NumPy": seconds(lambda: simulate(where.model, parameters, where.opening, paths, KEEP)),
            "1,000 members, compiling": seconds(compiled, rounds=1), "1,000 members, compiled": seconds(compiled)}
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python "
          f"{platform.python_version()}, median of {ROUNDS}")
    for name, found in rows.items():
        print(f"{name:<26} {found:6.3f} s {found / rows['one run, NumPy']:7.1f} times one run")


if __name__ == "__main__":
    main()
