"""Two drivers over the same equations: a plain NumPy loop for single runs, one JAX scan for ensembles and gradients.

Both take parameters (kind, place, member), opening stocks (the same) and paths (year, kind, place, member), and return
a `Run`. The NumPy driver never imports JAX. A failed member is a value: the year index in which a stock first stopped
being a finite, non-negative number, or -1.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy

from pyrrhic.engine import CLOSES, Model, ModelError
from pyrrhic.nearest import unknown

SUCCEEDED = -1
CHUNK = 512
_NEGATIVE = -1e-9


@dataclass(frozen=True)
class Run:
    """Kept quantities as arrays (year, kind, place, member); `failed_year` per member, -1 where the run succeeded."""

    values: Mapping[str, numpy.ndarray]
    failed_year: numpy.ndarray

    @property
    def failures(self) -> int:
        """How many members failed."""
        return int((numpy.asarray(self.failed_year) != SUCCEEDED).sum())


def simulate(model: Model, parameters: Mapping, opening: Mapping, paths: Mapping,
             keep: Iterable[str] | None = None) -> Run:
    """Run the model year by year with NumPy. `keep` names the quantities to return; all of them by default."""
    kept = _kept(model, keep)
    _check_inputs(model, parameters, opening, paths)
    stocks = {name: numpy.asarray(opening[name]) for name in model.stocks}
    rows = {name: [] for name in kept}
    failed_year = None
    for index in range(_years(paths)):
        values = model.year({**parameters, **{name: path[index] for name, path in paths.items()}, **stocks})
        for name in kept:
            rows[name].append(values[name])
        closing = {name: values[name + CLOSES] for name in model.stocks}
        _check_shapes(stocks, closing)
        failed_year = _mark(failed_year, closing, index, numpy)
        stocks = closing
    members = max(array.shape[-1] for group in (parameters, opening, paths) for array in group.values())
    return Run({name: _stack(row, members) for name, row in rows.items()}, _wide(failed_year, members))


def simulate_ensemble(model: Model, parameters: Mapping, opening: Mapping, paths: Mapping, keep: Iterable[str],
                      dtype: str = "float64", chunk: int = CHUNK) -> Run:
    """Run every member with JAX, `chunk` members at a time; the same numbers as `simulate` to rounding.

    An array whose member axis has length one is shared by all members. `dtype` is "float64" or "float32" (for
    exploration only: the identities close less well). Results are NumPy arrays.
    """
    kept = _kept(model, keep)
    _check_inputs(model, parameters, opening, paths)
    inputs = ({name: numpy.asarray(parameters[name], dtype) for name in parameters if name in model.inputs},
              {name: numpy.asarray(opening[name], dtype) for name in model.stocks},
              {name: numpy.asarray(paths[name], dtype) for name in paths if name in model.inputs})
    members = max(array.shape[-1] for group in inputs for array in group.values())
    step = compiled(_Key(model, kept))
    parts = [step(*_members(inputs, start, min(chunk, members))) for start in range(0, members, chunk)]
    values = {name: numpy.concatenate([numpy.asarray(part[0][name]) for part in parts], axis=-1)[..., :members]
              for name in kept}
    failed_year = numpy.concatenate([numpy.asarray(part[1]) for part in parts])[:members]
    return Run(values, failed_year)


@dataclass(frozen=True, eq=False)
class _Key:
    """A model and what to keep, compared by identity so that each pair is compiled once."""

    model: Model
    kept: tuple[str, ...]

    def __hash__(self):
        return hash((id(self.model), self.kept))

    def __eq__(self, other):
        return self.model is other.model and self.kept == other.kept


@lru_cache(maxsize=64)
def compiled(key: _Key):
    """The jitted run of one model: (parameters, opening, paths) -> (kept values, failed year per member)."""
    jax = import_jax()
    return jax.jit(lambda parameters, opening, paths: scan_years(key.model, key.kept, parameters, opening, paths))


def scan_years(model: Model, kept: Iterable[str], parameters: Mapping, opening: Mapping, paths: Mapping):
    """The run as one `lax.scan` over years, to be used inside jit, grad or a sampler."""
    jax = import_jax()
    numpy_like = jax.numpy
    members = max(array.shape[-1] for group in (parameters, opening, paths) for array in group.values())

    def widened(arrays):
        """Every array with all members, also one that was computed from numbers which all members share."""
        return {name: numpy_like.broadcast_to(array, (*array.shape[:-1], members)) for name, array in arrays.items()}

    def one_year(carry, row):
        stocks, failed_year = carry
        index, exogenous = row
        values = model.year({**parameters, **exogenous, **stocks})
        closing = widened({name: values[name + CLOSES] for name in model.stocks})
        _check_shapes(stocks, closing)
        failed_year = _mark(failed_year, closing, index, numpy_like)
        return (closing, failed_year), {name: values[name] for name in kept}

    start = (widened(opening), numpy_like.full(members, SUCCEEDED))
    rows = (numpy_like.arange(_years(paths)), dict(paths))
    (_, failed_year), values = jax.lax.scan(one_year, start, rows)
    return widened(values), failed_year


def import_jax():
    """JAX with 64-bit floats and a persistent compilation cache in the user's cache folder."""
    import jax

    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_compilation_cache_dir", str(cache_folder()))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", 0)
    return jax


def cache_folder() -> Path:
    """The folder of compiled models in the user's cache."""
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "pyrrhic" / "jax"


def _kept(model: Model, keep) -> tuple[str, ...]:
    if keep is None:
        return (*model.stocks, *model.equations)
    kept = tuple(dict.fromkeys(keep))
    for name in kept:
        if name not in model.equations and name not in model.stocks and name not in model.inputs:
            raise ModelError(f"cannot keep {name}: " + unknown("quantity", name, model.names))
    return kept


def _check_inputs(model, parameters, opening, paths) -> None:
    for name in model.inputs:
        if name not in parameters and name not in paths:
            raise ModelError(f"no value for the input {name}")
    for name in model.stocks:
        if name not in opening:
            raise ModelError(f"no opening value for the stock {name}")
    if not paths:
        raise ModelError("no paths: the number of years is unknown")


def _check_shapes(stocks, closing) -> None:
    for name, array in closing.items():
        if array.shape[:-1] != stocks[name].shape[:-1]:
            raise ModelError(f"stock {name} opens with kinds and places {stocks[name].shape[:-1]} "
                             f"but closes with {array.shape[:-1]}")


def _years(paths) -> int:
    return next(iter(paths.values())).shape[0]


def _stack(row, members: int):
    """The years of one quantity, wide enough for all members also where they all agree."""
    return numpy.stack([_wide(array, members) for array in row])


def _wide(array, members: int):
    """The array with one column for each member."""
    return numpy.broadcast_to(array, (*array.shape[:-1], members))


def _mark(failed_year, closing, index, library):
    """The year index of the first failure per member: a stock that is not finite, or negative."""
    sound = True
    for array in closing.values():
        sound = sound & (library.isfinite(array) & (array >= _NEGATIVE)).all(axis=(0, 1))
    if failed_year is None:
        failed_year = library.full(sound.shape, SUCCEEDED)
    return library.where((failed_year == SUCCEEDED) & ~sound, index, failed_year)


def _members(inputs, start, chunk):
    """Members start .. start + chunk of every array, the last member repeated to fill the chunk."""
    def cut(array):
        if array.shape[-1] == 1:
            return array
        part = array[..., start:start + chunk]
        missing = chunk - part.shape[-1]
        return numpy.concatenate([part, numpy.repeat(part[..., -1:], missing, axis=-1)], axis=-1) if missing else part
    return [{name: cut(array) for name, array in group.items()} for group in inputs]
