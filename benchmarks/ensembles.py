"""Members of an ensemble a second, with 40 series kept: against gcc, by threads, precision and number, and by NumPy."""

import os
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import glibc
import numpy
from timing import Measured, NotMeasured, Options, least

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.posterior import load
from pyrrhic.engine import compiled, loop
from pyrrhic.engine.build import Model
from pyrrhic.model import opening

KEPT, MEMBERS, FEW, MANY, BLOCK = 40, 4096, 4_000, 40_000, 2_000
TINY = 1e-3  # below it, differences are absolute


@dataclass(frozen=True)
class Ensemble:
    """A model with inputs for some members, and the series that are kept."""

    model: Model
    parameters: dict
    opening: dict
    paths: dict
    keep: tuple[str, ...]

    @property
    def arguments(self) -> tuple:
        """What every driver takes."""
        return self.model, self.parameters, self.opening, self.paths, self.keep


def series(model: Model) -> tuple[str, ...]:
    """The first 40 quantities of the country."""
    return tuple(name for name in model.equations if model.shape(name) == (1, 1))[:KEPT]


@cache
def ensemble(members: int) -> Ensemble:
    """Members at the draws of the base structure, repeated to the number asked for; laid out as programs read them."""
    where, drawn = coordinates("base"), load("base").z
    z = drawn[numpy.arange(members) % len(drawn)]
    parameters, paths = (
        {name: numpy.ascontiguousarray(array) for name, array in group.items()}
        for group in (where.parameters(z), where.paths(z))
    )
    return Ensemble(where.model, parameters, opening(parameters), paths, series(where.model))


def run(members: int = MEMBERS, threads: int = 1, dtype: str = "float64", what: Callable = compiled.simulate):
    """A run of an ensemble by the compiled program, in one thread unless told otherwise."""
    return what(*ensemble(members).arguments, dtype=dtype, threads=threads, beyond_bounds=True)


def run_by_gcc(dtype: str):
    """The same by the program that gcc compiled."""
    with glibc.in_place():
        return run(dtype=dtype)


def against_gcc(options: Options) -> dict[str, Measured]:
    """Our compiler and mathematics against gcc and glibc's on the same printed C, in both precisions."""
    rows = {}
    for name, dtype in (("gcc", "float64"), ("gcc-float32", "float32")):
        seconds = least({"ours": partial(run, dtype=dtype), "gcc": partial(run_by_gcc, dtype)}, options.rounds)
        rates = {compiler: MEMBERS / taken for compiler, taken in seconds.items()}
        rows[name] = Measured(
            rates["ours"] / rates["gcc"],
            f"{rates['ours']:,.0f} against {rates['gcc']:,.0f} members a second and thread, "
            f"{compiled.LANES[dtype]} against {glibc.lanes(dtype)} side by side; the numbers differ "
            f"by {_apart(run(dtype=dtype), run_by_gcc(dtype)):.0e} at most",
        )
    return rows


def _apart(first: loop.Simulated, second: loop.Simulated) -> float:
    """The largest relative difference of two runs."""
    return max(
        float(numpy.nanmax(abs(values - second.values[name]) / (abs(values) + TINY)))
        for name, values in first.values.items()
    )


def by_threads(options: Options) -> dict[str, Measured]:
    """Two threads against one."""
    if (os.cpu_count() or 1) < 2:
        raise NotMeasured("there is one core")
    seconds = least({"one": run, "two": partial(run, threads=2)}, options.rounds)
    return {
        "threads": Measured(
            seconds["one"] / seconds["two"],
            f"{MEMBERS / seconds['two']:,.0f} against {MEMBERS / seconds['one']:,.0f} members a second",
        )
    }


def other_ways(options: Options) -> dict[str, Measured]:
    """The program against the NumPy loop with members last; in float32, and with sums alone, against itself."""
    small = ensemble(MEMBERS // 4)
    seconds = least(
        {
            "kept": run,
            "float32": partial(run, dtype="float32"),
            "sums": partial(run, what=compiled.sums),
            "loop": lambda: loop.simulate(*small.arguments, beyond_bounds=True),
        },
        options.rounds,
    )
    rates = {name: (MEMBERS // 4 if name == "loop" else MEMBERS) / taken for name, taken in seconds.items()}

    def against(name: str, other: str) -> Measured:
        return Measured(
            rates[name] / rates[other], f"{rates[name]:,.0f} against {rates[other]:,.0f} members a second and thread"
        )

    return {"numpy": against("kept", "loop"), "float32": against("float32", "kept"), "sums": against("sums", "kept")}


def growth(options: Options) -> dict[str, Measured]:
    """Ten times the members: time in one thread, and memory, in blocks and in one table."""
    work = {
        (name, members): partial(do, members)
        for name, do in (("stream", _stream), ("keep", _keep))
        for members in (FEW, MANY)
    }
    seconds = least(work, max(1, options.rounds // 2))
    peak = {name: _peak(do) for name, do in work.items()}
    megabytes = {name: f"{peak[name, FEW]:.0f} and {peak[name, MANY]:.0f} MB" for name in ("stream", "keep")}
    kept = seconds["keep", MANY] / seconds["keep", FEW]
    about = f"{FEW:,} and {MANY:,} members, one thread"
    return {
        "ten-times": Measured(
            seconds["stream", MANY] / seconds["stream", FEW],
            f"{about}: {seconds['stream', FEW]:.2f} and {seconds['stream', MANY]:.2f} s in "
            f"blocks of {BLOCK:,}; in one table {kept:.1f} times as long",
        ),
        "memory": Measured(
            peak["stream", MANY] / peak["stream", FEW],
            f"{about}, peak beyond inputs: {megabytes['stream']}; in one table {megabytes['keep']}",
        ),
    }


def _keep(members: int) -> None:
    run(members)


def _stream(members: int) -> None:
    for _ in compiled.stream(*ensemble(members).arguments, block=BLOCK, threads=1, beyond_bounds=True):
        pass


def _peak(do: Callable) -> float:
    """The most memory that the arrays of a piece of work take at once, in megabytes."""
    tracemalloc.start()
    do()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6
