"""Runs as files: NetCDF with CF attributes, tidy Parquet and CSV, JSON; written whole or not at all.

At draws each has its number, the rival structure it comes from, and its weight; a draw that failed weighs nothing and
has no numbers in the scenario in which it failed. Draw 7 of one scenario and draw 7 of another have the same parameters.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy

from pyrrhic.engine.build import Model
from pyrrhic.errors import BadFile
from pyrrhic.files import CSV, JSON, NETCDF, PARQUET, suffix_of, whole_or_not_at_all, write_netcdf
from pyrrhic.runs.dataset import (
    attributes,
    content_of,
    labels,
    models_behind,
    numbers_of,
    of_draws,
    refuse_unlike,
    to_xarray,
)
from pyrrhic.runs.descriptions import axis_names, description, program
from pyrrhic.runs.rows import joined, rows_of, write_csv, write_parquet
from pyrrhic.runs.run import SHORT, Run, model_fingerprint

__all__ = ["BadFile", "columns", "document", "read", "refuse_unwritable", "run_document", "table", "to_xarray", "write"]

OF_SCENARIO, OF_DRAW = ("model", "scenario"), ("draw", "structure", "weight")
OF_NUMBER = ("quantity", "unit", "year", "kind", "region", "value", "fingerprint")
NO_JSON = "draws are not written as JSON, which would be many times larger"


def write(runs: Sequence[Run], file: str | Path, command: str = "") -> Path:
    """Write the runs to a file; the suffix decides the format. `command` is what made them, kept in the file."""
    refuse_unlike(runs)
    writer = WRITERS[refuse_unwritable(file, at_draws=not runs[0].is_single)]
    return whole_or_not_at_all(Path(file), lambda draft: writer(runs, draft, command))


def refuse_unwritable(file: str | Path, at_draws: bool = False) -> str:
    """The suffix of a file to be written; raises `BadFile` where there is no such format or folder."""
    file = Path(file)
    if not at_draws:
        return suffix_of(file, WRITERS)
    allowed = [suffix for suffix in WRITERS if suffix != JSON]
    return suffix_of(file, allowed, NO_JSON if file.suffix.lower() == JSON else "")


def read(file: str | Path, allow_stale: bool = False):
    """Reopen a NetCDF file as a Dataset; its numbers must be those that were written.

    A file made by another version of the model or record is refused with the command that renews it, unless
    `allow_stale`. Raises `BadFile`.
    """
    import xarray

    file = Path(file)
    if not file.is_file():
        raise BadFile("there is no such file", where=str(file))
    with xarray.open_dataset(file, engine="h5netcdf") as opened:
        dataset = opened.load()
    if "content" not in dataset.attrs:
        raise BadFile("it has no fingerprint, so it was not written by pyrrhic", where=str(file))
    if content_of(dataset) != dataset.attrs["content"]:
        raise BadFile(
            f"its numbers are not those that were written (fingerprint {dataset.attrs['fingerprint'][:SHORT]})",
            where=str(file),
        )
    if dataset.attrs["model_fingerprint"] != model_fingerprint() and not allow_stale:
        renew = f"; renew it with: {dataset.attrs['command']}" if dataset.attrs["command"] else ""
        raise BadFile(f"it was made by another version of the model or the record{renew}", where=str(file))
    return dataset


# --- rows -------------------------------------------------------------------------------------------------------


def columns(runs: Sequence[Run]) -> tuple[str, ...]:
    """The columns of the rows; those of the draw only where there are draws."""
    if runs[0].is_single:
        return (*OF_SCENARIO, *OF_NUMBER)
    return (*OF_SCENARIO, *OF_DRAW, *OF_NUMBER, "posterior")


def table(runs: Sequence[Run]):
    """Every number as one row of `columns` in an Arrow table; kind and region are empty where a quantity has none."""
    refuse_unlike(runs)
    return joined(_rows(runs), columns(runs))


def _rows(runs: Sequence[Run]) -> Iterator:
    """One Arrow table for each quantity of each run."""
    along = {} if runs[0].is_single else _of_draws(runs)
    for run, label in zip(runs, labels(runs), strict=True):
        for name in run.values:
            yield _rows_of(run, label, name, along)


def _of_draws(runs: Sequence[Run]) -> dict[str, tuple[int, Sequence]]:
    """The columns that say which draw a row is of."""
    known = of_draws(runs)
    known["posterior"] = [fingerprint[:SHORT] for fingerprint in known["posterior"]]
    return {name: (0, values) for name, values in {"draw": range(len(known["weight"])), **known}.items()}


def _rows_of(run: Run, label: str, name: str, along: dict[str, tuple[int, Sequence]]):
    constants = {
        "model": program(),
        "scenario": label,
        "quantity": name,
        "unit": run.units[name],
        "fingerprint": run.short,
    }
    array = numbers_of(run, name)
    kinds, places = (axis_names()[axis] if axis else ("",) for axis in run.axes[name])
    year = array.ndim - 3
    own = {"year": (year, run.years), "kind": (year + 1, kinds), "region": (year + 2, places)}
    return rows_of(array, constants, {**along, **own})


# --- documents --------------------------------------------------------------------------------------------------


def document(runs: Sequence[Run], command: str = "") -> dict:
    """Single runs as plain dicts and lists, ready for JSON; what is not a finite number is null."""
    refuse_unlike(runs)
    return {
        "command": command,
        "model_fingerprint": model_fingerprint(),
        "axes": {axis: list(names) for axis, names in axis_names().items()},
        "runs": [
            {**run_document(run), "scenario": label, "documents": dict(run.texts)}
            for run, label in zip(runs, labels(runs), strict=True)
        ],
    }


def run_document(run: Run) -> dict:
    """One single run as plain dicts and lists."""
    models = models_behind([run])
    return {
        "scenario": run.name,
        "title": dict(run.title),
        "fingerprint": run.fingerprint,
        "years": list(run.years),
        "failed_year": run.fails_in,
        "structure": dict(run.structure),
        "quantities": {
            name: {
                "unit": run.units[name],
                **_described(name, models),
                "dims": ["year", *(axis for axis in run.axes[name] if axis)],
                "values": _plain(numbers_of(run, name), run.axes[name]),
            }
            for name in run.values
        },
    }


def _described(name: str, models: Sequence[Model]) -> dict[str, str]:
    """What a quantity is, and at which date it stands if it stands at one."""
    return {key: text for key, text in description(name, models).items() if key in ("long_name", "comment")}


def _plain(array: numpy.ndarray, axes) -> list:
    """Nested lists without the axes that have no name."""
    shape = (array.shape[0], *(n for n, axis in zip(array.shape[1:], axes, strict=True) if axis))
    finite = numpy.where(numpy.isfinite(array), array, numpy.nan).reshape(shape)
    return _without_nan(finite.tolist())


def _without_nan(value):
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if value != value else value


# --- writers ----------------------------------------------------------------------------------------------------


def _write_netcdf(runs: Sequence[Run], file: Path, command: str) -> None:
    write_netcdf(to_xarray(runs, command), file)


def _write_parquet(runs: Sequence[Run], file: Path, command: str) -> None:
    write_parquet(table(runs), file, attributes(runs, command))


def _write_csv(runs: Sequence[Run], file: Path, command: str) -> None:
    write_csv(table(runs), file)


def _write_json(runs: Sequence[Run], file: Path, command: str) -> None:
    file.write_text(json.dumps(document(runs, command), ensure_ascii=False), encoding="utf-8")


WRITERS: dict[str, Callable] = {NETCDF: _write_netcdf, PARQUET: _write_parquet, CSV: _write_csv, JSON: _write_json}
