"""One run and its gradient, through a C program printed from the equations, on flat arrays.

    work = Differentiable(model, parameters, opening, paths, keep)
    kept, failed = work.forwards(work.parameters, work.paths)        # (year, number of what is kept)
    by_parameters, by_paths = work.backwards(seeds)                  # from the derivatives by what is kept

The flat arrays are in the order of the program; `place(name)` says where an input stands in them.
"""

import ctypes
from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy

from pyrrhic.engine import compiler
from pyrrhic.engine.build import Model
from pyrrhic.engine.compiled import aligned, at, table_of, whole
from pyrrhic.engine.inputs import checked, names_to_keep
from pyrrhic.engine.loop import NEGATIVE
from pyrrhic.engine.printers import adjoint
from pyrrhic.engine.printers.plan import PARAMETERS, PATHS, Place, Plan, plan
from pyrrhic.errors import BadInput

DTYPE = "float64"


@lru_cache(maxsize=32)
def _planned(model: Model, paths: frozenset[str], keep: tuple[str, ...]) -> tuple[Plan, str]:
    layout = plan(model, paths, keep)
    return layout, adjoint.program(layout)


class Differentiable:
    """A model with values for all its inputs, ready to run forwards and backwards; not shared between threads.

    `parameters`, `opening` and `paths` (year, number) are the inputs as flat arrays, `rows` where each kept quantity stands among
    the `width` numbers kept each year. Raises `BadInput` for inputs that do not fit, `NoCompiler` where there is none.
    """

    def __init__(self, model: Model, parameters: Mapping, opening: Mapping, paths: Mapping, keep: Iterable[str]):
        names = names_to_keep(model, keep)
        inputs = checked(model, parameters, opening, paths, beyond_bounds=True)
        if inputs.members != 1:
            raise BadInput(f"a gradient of {inputs.members} members at once", allowed="one")
        self.plan, text = _planned(model, frozenset(paths), names)
        self.years, self.library = inputs.years, compiler.library("gradient.c", text, 1, DTYPE)
        self.parameters = numpy.zeros(self._length("parameters"))
        self.paths = numpy.zeros((self.years, self._length("paths")))
        self.opening = numpy.zeros(self._length("stocks"))
        self._fill(inputs)
        places = [self.plan.kept_places[name] for name in names]
        self._table = table_of(places)
        starts = numpy.cumsum([0, *(place.size for place in places)])
        self.rows = {name: (int(start), place.shape) for name, start, place in zip(names, starts, places, strict=False)}
        self.width = len(self._table)
        self._out, self._failed = numpy.empty((self.years, self.width)), numpy.empty(1, "i4")
        self._by = numpy.empty_like(self.parameters), numpy.empty_like(self.opening), numpy.empty_like(self.paths)
        numbers = self._length("space_needed") + self.years * self._length("space_needed_per_year")
        self._space = aligned(numbers // 8, DTYPE)
        self._now = self.parameters, self.paths

    def place(self, name: str) -> Place | None:
        """Where an input stands in `parameters` or in each year of `paths`; None where nothing kept depends on it."""
        return self.plan.inputs.get(name)

    def forwards(self, parameters: numpy.ndarray, paths: numpy.ndarray) -> tuple[numpy.ndarray, int]:
        """What is kept (year, number), to be read before the next call, and the year index of a failure or -1."""
        self._now = parameters, paths
        self.library.forwards(
            whole(self.years),
            at(parameters),
            at(self.opening),
            at(paths),
            whole(self.width),
            at(self._table),
            ctypes.c_double(NEGATIVE[DTYPE]),
            at(self._out),
            at(self._failed),
            at(self._space),
        )
        return self._out, int(self._failed[0])

    def backwards(self, seeds: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
        """Derivatives by parameters and by paths of the last run, from those by what was kept (year, number)."""
        by_parameters, by_opening, by_paths = self._by
        parameters, paths = self._now
        self.library.backwards(
            whole(self.years),
            at(parameters),
            at(paths),
            whole(self.width),
            at(self._table),
            at(numpy.ascontiguousarray(seeds)),
            at(by_parameters),
            at(by_opening),
            at(by_paths),
            at(self._space),
        )
        return by_parameters, by_paths

    @property
    def by_opening(self) -> numpy.ndarray:
        """Derivatives by the opening stocks, of the last call of `backwards`."""
        return self._by[1]

    def _length(self, name: str) -> int:
        return ctypes.c_int64.in_dll(self.library, name).value

    def _fill(self, inputs) -> None:
        for name, place in self.plan.inputs.items():
            part = slice(place.start, place.start + place.size)
            if place.array == PARAMETERS:
                self.parameters[part] = inputs.parameters[name].reshape(-1)
            elif place.array == PATHS:
                self.paths[:, part] = inputs.paths[name].reshape(self.years, -1)
            else:
                self.opening[part] = inputs.opening[name].reshape(-1)
