"""The plain driver: the equations year by year with NumPy, the readable twin of the compiled program.

It takes parameters (kind, place, member), opening stocks (the same) and paths (year, kind, place, member), and returns
a `Simulated`. A failed member is a value: the index of the year in which a stock first stopped being a finite, non-negative
number, or a quantity that is kept a finite one; -1 where neither happened.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy

from pyrrhic.engine.build import Model
from pyrrhic.engine.equations import CLOSES
from pyrrhic.engine.inputs import checked, names_to_keep

SUCCEEDED = -1
NEGATIVE = {"float64": -1e-9, "float32": -1e-4}  # what rounding can leave of a stock of some hundreds that is used up


@dataclass(frozen=True)
class Simulated:
    """Kept quantities as arrays (year, kind, place, member); `failed_year` per member, -1 where the run succeeded."""

    values: Mapping[str, numpy.ndarray]
    failed_year: numpy.ndarray

    @property
    def failures(self) -> int:
        """How many members failed."""
        return int((numpy.asarray(self.failed_year) != SUCCEEDED).sum())


def simulate(
    model: Model,
    parameters: Mapping,
    opening: Mapping,
    paths: Mapping,
    keep: Iterable[str] | None = None,
    *,
    beyond_bounds: bool = False,
) -> Simulated:
    """Run the model year by year. `keep` names the quantities to return; all that are computed by default.

    Raises `BadInput` for an input that is missing, unknown, misaligned or, unless `beyond_bounds`, out of bounds.
    """
    names = names_to_keep(model, keep)
    computed = [name for name in names if name not in model.inputs]
    inputs = checked(model, parameters, opening, paths, beyond_bounds)
    stocks = inputs.opening
    rows: dict[str, list[numpy.ndarray]] = {name: [] for name in names}
    failed_year = numpy.full(inputs.members, SUCCEEDED)
    with numpy.errstate(all="ignore"):
        for index in range(inputs.years):
            of_the_year = {name: path[index] for name, path in inputs.paths.items()}
            values = model.year({**inputs.parameters, **of_the_year, **stocks})
            for name in names:
                rows[name].append(values[name])
            stocks = {name: values[name + CLOSES] for name in model.stocks}
            sound = _sound(stocks, [values[name] for name in computed])
            failed_year = numpy.where((failed_year == SUCCEEDED) & ~sound, index, failed_year)
    return Simulated({name: _stack(row, inputs.members) for name, row in rows.items()}, failed_year)


def _sound(stocks: Mapping[str, numpy.ndarray], kept_values: Iterable[numpy.ndarray]) -> numpy.ndarray:
    """Per member whether every closing stock is finite and not negative, and what is kept is finite."""
    sound = numpy.array(True)
    for array in stocks.values():
        sound = sound & (array >= NEGATIVE["float64"]).all(axis=(0, 1))
    for array in (*stocks.values(), *kept_values):
        sound = sound & numpy.isfinite(array).all(axis=(0, 1))
    return sound


def _stack(row, members: int):
    """The years of one quantity, wide enough for all members also where they all agree."""
    return numpy.stack([numpy.broadcast_to(array, (*array.shape[:-1], members)) for array in row])
