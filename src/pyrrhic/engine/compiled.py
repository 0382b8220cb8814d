"""The compiled driver: the same runs as `loop`, many members at once, through a C program printed from the equations.

    run = simulate(model, parameters, opening, paths, keep)          # everything kept, in one array
    for members, run in stream(model, ..., keep, block=100_000):     # more members than memory holds
    moments = sums(model, ..., keep)                                 # means and variances alone

Members are independent and their results do not depend on how many there are, on blocks or on threads. Where no
compiler is installed, the NumPy loop runs with members last, which is some three times slower.
"""

import ctypes
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy

from pyrrhic.engine import compiler, loop
from pyrrhic.engine.build import Model
from pyrrhic.engine.inputs import Inputs, checked, names_to_keep
from pyrrhic.engine.loop import NEGATIVE, Simulated
from pyrrhic.engine.printers import c
from pyrrhic.engine.printers.plan import ARRAYS, PARAMETERS, PATHS, VALUES, Place, Plan, plan
from pyrrhic.errors import BadInput

LANES = {"float64": 16, "float32": 32}  # two of the widest registers: while one waits for a result, the other works
BLOCK = 256  # members of one call; between calls an interruption is heard
SLOT = numpy.dtype([("at", "u8"), ("member", "i8"), ("year", "i8")])
KEPT = numpy.dtype([("array", "i4"), ("place", "i4")])
ALIGNMENT = 128  # bytes of the longest row of lanes


@dataclass(frozen=True)
class Sums:
    """Means and variances over the members that did not fail, as arrays (year, kind, place); `failed_year` of each."""

    mean: Mapping[str, numpy.ndarray]
    variance: Mapping[str, numpy.ndarray]
    failed_year: numpy.ndarray


def simulate(
    model: Model,
    parameters: Mapping,
    opening: Mapping,
    paths: Mapping,
    keep: Iterable[str] | None = None,
    *,
    dtype: str = "float64",
    threads: int | None = None,
    beyond_bounds: bool = False,
) -> Simulated:
    """Run every member; as `loop.simulate`, with all numbers of a quantity as views into one array.

    `dtype` is "float64" or, for exploration only, "float32": twice as fast, and the identities close less well. Raises
    `BadInput` for inputs that do not fit.
    """
    work = _prepared(model, parameters, opening, paths, keep, dtype=dtype, beyond_bounds=beyond_bounds)
    return work.run(0, work.inputs.members, threads)


def stream(
    model: Model,
    parameters: Mapping,
    opening: Mapping,
    paths: Mapping,
    keep: Iterable[str],
    *,
    block: int,
    dtype: str = "float64",
    threads: int | None = None,
    beyond_bounds: bool = False,
) -> Iterator[tuple[slice, Simulated]]:
    """The same runs, `block` members at a time, each with the slice of members it holds. Raises `BadInput`."""
    if block < 1:
        raise BadInput(f"a block of {block} members", allowed="1 or more")
    work = _prepared(model, parameters, opening, paths, keep, dtype=dtype, beyond_bounds=beyond_bounds)
    for first in range(0, work.inputs.members, block):
        last = min(first + block, work.inputs.members)
        yield slice(first, last), work.run(first, last, threads)


def sums(
    model: Model,
    parameters: Mapping,
    opening: Mapping,
    paths: Mapping,
    keep: Iterable[str],
    *,
    dtype: str = "float64",
    threads: int | None = None,
    beyond_bounds: bool = False,
) -> Sums:
    """Means and variances over the members, without keeping them; the same whatever the number of threads.

    Not a number where all failed. Raises `BadInput` for an input, which is not computed and so not summed up.
    """
    keep = names_to_keep(model, keep)
    for name in keep:
        if name in model.inputs:
            raise BadInput(f"no sums of {name}, which is an input", allowed="what is computed")
    work = _prepared(model, parameters, opening, paths, keep, dtype=dtype, beyond_bounds=beyond_bounds)
    return work.sums(threads)


def _prepared(
    model: Model, parameters: Mapping, opening: Mapping, paths: Mapping, keep, *, dtype: str, beyond_bounds: bool
) -> "_Compiled | _Looped":
    """What runs the members: the compiled program, or NumPy where no compiler can make it."""
    if dtype not in LANES:
        raise BadInput(f"no runs in {dtype}", allowed=", ".join(LANES))
    names = names_to_keep(model, keep)
    inputs = checked(model, parameters, opening, paths, beyond_bounds)
    if not compiler.available():
        return _Looped(model, inputs, names)
    try:
        return _Compiled.of(model, inputs, names, dtype)
    except compiler.NoCompiler as error:
        warnings.warn(f"{error}; the members are run with NumPy", stacklevel=3)
        return _Looped(model, inputs, names)


@dataclass(frozen=True)
class _Looped:
    """The loop over members, in place of the compiled program."""

    model: Model
    inputs: Inputs
    names: tuple[str, ...]

    def run(self, first: int, last: int, threads: int | None = None) -> Simulated:
        """Members first .. last - 1, everything kept."""
        inputs, members = self.inputs, slice(first, last)
        parameters, opening = _part(inputs.parameters, members), _part(inputs.opening, members)
        paths = _part(inputs.paths, members)
        return loop.simulate(self.model, parameters, opening, paths, self.names, beyond_bounds=True)

    def sums(self, threads: int | None = None) -> Sums:
        """Means and variances of what is kept, over blocks of members."""
        runs = [
            self.run(first, min(first + BLOCK, self.inputs.members)) for first in range(0, self.inputs.members, BLOCK)
        ]
        sound = numpy.concatenate([run.failed_year for run in runs]) == loop.SUCCEEDED
        values = {
            name: numpy.concatenate([run.values[name] for run in runs], axis=-1)[..., sound] for name in self.names
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of none, where all failed
            return Sums(
                {name: array.mean(axis=-1) for name, array in values.items()},
                {name: array.var(axis=-1) for name, array in values.items()},
                numpy.concatenate([run.failed_year for run in runs]),
            )


def _part(group: Mapping[str, numpy.ndarray], members: slice) -> dict[str, numpy.ndarray]:
    """Some members of each array; an array that all members share stays as it is."""
    return {name: array if array.shape[-1] == 1 else array[..., members] for name, array in group.items()}


@lru_cache(maxsize=32)
def _planned(model: Model, paths: frozenset[str]) -> tuple[Plan, str]:
    layout = plan(model, paths)
    return layout, c.program(layout)


@dataclass(frozen=True)
class _Compiled:
    """Everything a call of the program needs, made once: addresses of inputs, places of what is kept."""

    function: Callable[..., None]
    space: int
    inputs: Inputs
    slots: tuple[numpy.ndarray, ...]
    names: tuple[str, ...]
    places: Mapping[str, Place]
    table: numpy.ndarray
    dtype: str
    alive: tuple[numpy.ndarray, ...]

    @classmethod
    def of(cls, model: Model, inputs: Inputs, names: tuple[str, ...], dtype: str) -> "_Compiled":
        """The program of a model, compiled if need be, and these inputs as it reads them."""
        layout, text = _planned(model, frozenset(inputs.paths))
        library = compiler.library("members.c", text, LANES[dtype], dtype)
        function = library.run_members
        function.restype = None
        alive: list[numpy.ndarray] = [numpy.zeros(1, dtype)]
        slots = tuple(
            _slots(layout, array, group, dtype, alive)
            for array, group in ((PARAMETERS, inputs.parameters), (VALUES, inputs.opening), (PATHS, inputs.paths))
        )
        places = {name: layout.kept_places[name] for name in names if name in layout.kept_places}
        return cls(
            function,
            ctypes.c_int64.in_dll(library, "space_needed").value,
            inputs,
            slots,
            names,
            places,
            table_of(places.values()),
            dtype,
            tuple(alive),
        )

    def run(self, first: int, last: int, threads: int | None) -> Simulated:
        """Members first .. last - 1, everything kept."""
        out = numpy.empty((self.inputs.years, len(self.table), last - first), self.dtype)
        failed = numpy.empty(last - first, "i4")

        def block(start: int) -> None:
            stop = min(start + BLOCK, last)
            numbers = out[:, :, start - first :]
            self._call(start, stop, failed[start - first :], out=numbers, width=out.shape[2])

        _spread(block, range(first, last, BLOCK), threads)
        return Simulated(self._named(out, slice(first, last)), failed)

    def sums(self, threads: int | None) -> Sums:
        """Means and variances of what is kept."""
        years, members, rows = self.inputs.years, self.inputs.members, len(self.table)
        failed = numpy.empty(members, "i4")

        def block(start: int) -> numpy.ndarray:
            part = numpy.zeros((years, rows, 2))
            series = aligned(years * rows * LANES[self.dtype], self.dtype)
            self._call(start, min(start + BLOCK, members), failed[start:], part=part, series=series)
            return part

        total = sum(_spread(block, range(0, members, BLOCK), threads), numpy.zeros((years, rows, 2)))
        count = int((failed == loop.SUCCEEDED).sum()) or numpy.nan
        mean = total[..., 0] / count
        variance = numpy.maximum(total[..., 1] / count - mean * mean, 0.0)
        return Sums(self._by_name(mean), self._by_name(variance), failed)

    def _call(self, first: int, last: int, failed, *, out=None, width: int = 0, part=None, series=None) -> None:
        """Run members first .. last - 1 into `out`, of rows `width` members long, or sum them up into `part`."""
        space = aligned(self.space // numpy.dtype(self.dtype).itemsize, self.dtype)
        negative = (ctypes.c_float if self.dtype == "float32" else ctypes.c_double)(NEGATIVE[self.dtype])
        self.function(
            whole(first),
            whole(last),
            whole(self.inputs.years),
            *map(at, self.slots),
            whole(len(self.table)),
            at(self.table),
            negative,
            at(out),
            whole(width),
            at(part),
            at(failed),
            at(space),
            at(series),
        )

    def _named(self, out: numpy.ndarray, members: slice) -> dict[str, numpy.ndarray]:
        """Each kept quantity as (year, kind, place, member); an input that is kept is shown as it was given."""
        values, start = {}, 0
        for name in self.names:
            if name in self.places:
                place = self.places[name]
                values[name] = out[:, start : start + place.size].reshape(len(out), *place.shape, out.shape[-1])
                start += place.size
            else:
                values[name] = self._given(name, members)
        return values

    def _given(self, name: str, members: slice) -> numpy.ndarray:
        array = self.inputs.paths.get(name)
        if array is None:
            array = numpy.broadcast_to(
                self.inputs.parameters[name], (self.inputs.years, *self.inputs.parameters[name].shape)
            )
        part = array if array.shape[-1] == 1 else array[..., members]
        return numpy.broadcast_to(part, (*part.shape[:-1], members.stop - members.start))

    def _by_name(self, rows: numpy.ndarray) -> dict[str, numpy.ndarray]:
        named = self._named(rows[..., None], slice(0, 1))
        return {name: array[..., 0] for name, array in named.items()}


def _slots(
    layout: Plan, array: str, group: Mapping[str, numpy.ndarray], dtype: str, alive: list[numpy.ndarray]
) -> numpy.ndarray:
    """Address and steps of every number of an array of inputs; what they point to is added to `alive`."""
    length = sum(stock.size for stock, _ in layout.closing) if array == VALUES else max(layout.sizes[array], 1)
    slots = numpy.zeros(length, SLOT)
    slots["at"] = alive[0].ctypes.data
    for name, place in layout.inputs.items():
        if place.array != array:
            continue
        numbers = numpy.ascontiguousarray(group[name], dtype)
        alive.append(numbers)
        members = numbers.shape[-1]
        part = slots[place.start : place.start + place.size]
        part["at"] = numbers.ctypes.data + numpy.arange(place.size) * members * numbers.itemsize
        part["member"] = int(members > 1)
        part["year"] = place.size * members if array == PATHS else 0
    return slots


def _spread(work, starts: range, threads: int | None) -> list:
    """The results of some calls, in order, on several threads where there are several calls."""
    threads = min(threads or os.cpu_count() or 1, len(starts))
    if threads <= 1:
        return [work(start) for start in starts]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, starts))


def table_of(places: Iterable[Place]) -> numpy.ndarray:
    """Where every number of what is kept stands, as C takes it: array and place."""
    return numpy.array(
        [(ARRAYS.index(place.array), place.start + index) for place in places for index in range(place.size)], KEPT
    )


def aligned(length: int, dtype: str) -> numpy.ndarray:
    """Uninitialized numbers that begin where vectors may."""
    itemsize = numpy.dtype(dtype).itemsize
    raw = numpy.empty(length + ALIGNMENT // itemsize, dtype)
    shift = (-raw.ctypes.data % ALIGNMENT) // itemsize
    return raw[shift : shift + length]


def whole(number: int) -> ctypes.c_int64:
    """A whole number as C takes it."""
    return ctypes.c_int64(number)


def at(array: numpy.ndarray | None) -> ctypes.c_void_p:
    """Where an array stands, or nowhere."""
    return ctypes.c_void_p(None if array is None else array.ctypes.data)
