"""What every driver checks before it runs: that each input and stock has a value, of the right shape and in bounds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy

from pyrrhic.engine.build import Model
from pyrrhic.errors import BadInput, UnknownName, shown_name

GAP = 1e-6  # how far shares of something may be from their total


@dataclass(frozen=True)
class Inputs:
    """Float64 that fit a model: parameters and opening stocks (kind, place, member), paths (year, kind, place, member).

    A member axis of length one is shared by all `members`.
    """

    parameters: Mapping[str, numpy.ndarray]
    opening: Mapping[str, numpy.ndarray]
    paths: Mapping[str, numpy.ndarray]
    years: int
    members: int


def checked(model: Model, parameters: Mapping, opening: Mapping, paths: Mapping, beyond_bounds: bool = False) -> Inputs:
    """The inputs as arrays; raise `BadInput` where one is missing, unknown, misaligned, or out of its bounds.

    `beyond_bounds` lets values pass that no user may set, such as draws from a prior with long tails.
    """
    _refuse_unknown(model, parameters, opening, paths)
    _refuse_missing(model, parameters, opening, paths)
    fixed, opened, yearly = _arrays(parameters), _arrays(opening), _arrays(paths)
    years = _agreed({name: array.shape[0] for name, array in yearly.items() if array.ndim}, "years", 0)
    if not years:
        raise BadInput("the paths have no years")
    for group, first in ((fixed, ()), (opened, ()), (yearly, (years,))):
        _refuse_misshapen(model, group, first)
    groups = (fixed, opened, yearly)
    members = _agreed({name: array.shape[-1] for group in groups for name, array in group.items()}, "members", 1)
    if not beyond_bounds:
        for name, array in {**fixed, **yearly}.items():
            _refuse_beyond(model, name, array)
    return Inputs(fixed, opened, yearly, years, members)


def names_to_keep(model: Model, keep: Iterable[str] | None) -> tuple[str, ...]:
    """The names to keep, all that are computed by default; raise `BadInput` for one that is unknown."""
    if keep is None:
        return (*model.stocks, *model.equations)
    names = tuple(dict.fromkeys(keep))
    for name in names:
        if name not in model.equations and name not in model.stocks and name not in model.inputs:
            raise UnknownName("quantity", name, model.names, where=f"cannot keep {shown_name(name)}")
    return names


def _refuse_unknown(model: Model, parameters, opening, paths) -> None:
    for name in (*parameters, *paths):
        if name not in model.inputs:
            raise UnknownName("input", name, model.inputs)
    for name in opening:
        if name not in model.stocks:
            raise UnknownName("stock", name, model.stocks)
    for name in paths:
        if name in parameters:
            raise BadInput(f"{name} is given twice: as a parameter and as a path")


def _refuse_missing(model: Model, parameters, opening, paths) -> None:
    for name in model.inputs:
        if name not in parameters and name not in paths:
            raise BadInput(f"no value for the input {name}")
    for name in model.stocks:
        if name not in opening:
            raise BadInput(f"no opening value for the stock {name}")
    if not paths:
        raise BadInput("no paths: the number of years is unknown")


def _arrays(group: Mapping) -> dict[str, numpy.ndarray]:
    return {name: _array(name, value) for name, value in group.items()}


def _array(name: str, value) -> numpy.ndarray:
    try:
        array = numpy.asarray(value)
    except ValueError:
        raise BadInput(f"{name} is not an array of numbers: its rows differ in length") from None
    if array.dtype.kind not in "fiu":
        raise BadInput(f"{name} is not an array of numbers: {array.dtype}")
    return array.astype(float, copy=False)


def _refuse_misshapen(model: Model, group: Mapping[str, numpy.ndarray], first: tuple[int, ...]) -> None:
    for name, array in group.items():
        wanted = (*first, *model.shape(name))
        if array.shape[:-1] != wanted:
            axes = ("year, " if first else "") + "kind, place, member"
            raise BadInput(
                f"{name} has the shape {array.shape}; wanted ({axes}): ({', '.join(map(str, wanted))}, members)"
            )


def _agreed(lengths: Mapping[str, int], what: str, shared: int) -> int:
    """The length that all have, but for those of length `shared`; raise `BadInput` where they differ."""
    several = {name: length for name, length in lengths.items() if length != shared}
    lengths_apart = dict.fromkeys(several.values())
    if len(lengths_apart) > 1:
        first, second = list(lengths_apart)[:2]
        names = {length: name for name, length in reversed(several.items())}
        raise BadInput(f"{names[first]} has {first} {what} and {names[second]} has {second}")
    return next(iter(lengths_apart), shared)


def _refuse_beyond(model: Model, name: str, array: numpy.ndarray) -> None:
    declared = model.inputs[name]
    low, high = declared.bounds
    if array.size and not (low <= array.min() and array.max() <= high):
        worst = array.flat[int(numpy.argmax(~((array >= low) & (array <= high))))]
        raise BadInput(f"{name} is {worst:g}", allowed=f"{low:g} to {high:g}")
    if array.size and declared.total is not None:
        sums = array.sum(axis=tuple(range(array.ndim - 3, array.ndim - 1)))
        if abs(sums - declared.total).max() > GAP:
            worst = sums.flat[int(abs(sums - declared.total).argmax())]
            raise BadInput(f"the values of {name} sum to {worst:g}; they are shares and must sum to {declared.total:g}")
