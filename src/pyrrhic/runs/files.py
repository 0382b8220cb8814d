"""Runs as files: NetCDF with CF attributes, tidy Parquet and CSV, JSON; written whole or not at all."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy

from pyrrhic.errors import BadFile
from pyrrhic.files import CSV, JSON, NETCDF, PARQUET, suffix_of, whole_or_not_at_all, write_netcdf
from pyrrhic.runs.descriptions import AXES, as_text, axis_names, description, made_by, models_of, program
from pyrrhic.runs.rows import joined, rows_of, write_csv, write_parquet
from pyrrhic.runs.run import Results, model_fingerprint

__all__ = ["COLUMNS", "BadFile", "document", "read", "run_document", "table", "to_xarray", "write"]

COLUMNS = ("model", "scenario", "quantity", "unit", "year", "kind", "region", "value", "fingerprint")


def write(results: Sequence[Results], file: str | Path, command: str = "") -> Path:
    """Write the runs to a file; the suffix decides the format. `command` is what made them, kept in the file."""
    _refuse_unlike(results)
    writer = WRITERS[suffix_of(Path(file), WRITERS)]
    return whole_or_not_at_all(Path(file), lambda draft: writer(results, draft, command))


def to_xarray(results: Sequence[Results], command: str = ""):
    """The runs as an xarray Dataset with dims (scenario, year, kind of the quantity, region) and CF attributes.

    A dimension that a quantity does not have is left out; runs that end in different years are filled with NaN.
    """
    import xarray

    _refuse_unlike(results)
    years, models = _years(results), models_of(run.structure for run in results)
    variables = {}
    for name in results[0].values:
        stacked = numpy.stack([_filled(run, name, years) for run in results])
        variables[name] = named_axes(("scenario", "year"), stacked, results[0].axes[name], description(name, models))
    coordinates = {"scenario": [run.name for run in results], "year": list(years)}
    dataset = xarray.Dataset(variables, with_attributes({**coordinates, **kinds_of(variables)}))
    return dataset.assign_attrs(_attributes(results, command), content=content_of(dataset))


def named_axes(dims: tuple[str, ...], array: numpy.ndarray, axes, attributes) -> tuple:
    """A variable of a Dataset: an array (*dims, kind, place) without the axes that have no name."""
    kept = tuple(axis for axis in axes if axis)
    lengths = [length for length, axis in zip(array.shape[-2:], axes, strict=True) if axis]
    return (*dims, *kept), array.reshape(*array.shape[:-2], *lengths), attributes


def kinds_of(variables) -> dict[str, list[str]]:
    """The names along each axis of kinds or regions that the variables have."""
    used = {dim for dims, _, _ in variables.values() for dim in dims}
    return {axis: list(names) for axis, names in axis_names().items() if axis in used}


def with_attributes(coordinates, along=None) -> dict[str, tuple]:
    """Coordinates with their CF attributes; `along` is the dimension of those that are not dimensions themselves."""
    return {name: (along or name, values, AXES[name]) for name, values in coordinates.items()}


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
            f"its numbers are not those that were written (fingerprint {dataset.attrs['fingerprint'][:12]})",
            where=str(file),
        )
    if dataset.attrs["model_fingerprint"] != model_fingerprint() and not allow_stale:
        renew = f"; renew it with: {dataset.attrs['command']}" if dataset.attrs["command"] else ""
        raise BadFile(f"it was made by another version of the model or the record{renew}", where=str(file))
    return dataset


def table(results: Sequence[Results]):
    """Every number as one row of `COLUMNS` in an Arrow table; kind and region are empty where a quantity has none."""
    _refuse_unlike(results)
    return joined((_rows(run, name) for run in results for name in run.values), COLUMNS)


def _rows(run: Results, name: str):
    constants = {
        "model": program(),
        "scenario": run.name,
        "quantity": name,
        "unit": run.units[name],
        "fingerprint": run.short,
    }
    kinds, places = (axis_names().get(axis, ("",)) for axis in run.axes[name])
    return rows_of(run.values[name], constants, {"year": (0, run.years), "kind": (1, kinds), "region": (2, places)})


def document(results: Sequence[Results], command: str = "") -> dict:
    """The runs as plain dicts and lists, ready for JSON; what is not a finite number is null."""
    return {
        "command": command,
        "model_fingerprint": model_fingerprint(),
        "axes": {axis: list(names) for axis, names in axis_names().items()},
        "runs": [{**run_document(run), "documents": dict(run.texts)} for run in results],
    }


def run_document(run: Results) -> dict:
    """One run as plain dicts and lists."""
    models = models_of([run.structure])
    return {
        "scenario": run.name,
        "title": dict(run.title),
        "fingerprint": run.fingerprint,
        "years": list(run.years),
        "failed_year": run.failed_year,
        "structure": dict(run.structure),
        "quantities": {
            name: {
                "unit": run.units[name],
                **_told(name, models),
                "dims": ["year", *(axis for axis in run.axes[name] if axis)],
                "values": _plain(array, run.axes[name]),
            }
            for name, array in run.values.items()
        },
    }


def _told(name: str, models) -> dict[str, str]:
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


def _refuse_unlike(results: Sequence[Results]) -> None:
    if not results:
        raise BadFile("there is no run to write")
    for run in results[1:]:
        if list(run.values) != list(results[0].values):
            raise BadFile(f"{run.name} and {results[0].name} keep different quantities")


def _years(results) -> tuple[int, ...]:
    return tuple(sorted({year for run in results for year in run.years}))


def _filled(run: Results, name: str, years) -> numpy.ndarray:
    """The array of a run over all the years, NaN where the run has ended."""
    array = numpy.full((len(years), *run.values[name].shape[1:]), numpy.nan)
    array[[years.index(year) for year in run.years]] = run.values[name]
    return array


def _attributes(results, command: str) -> dict[str, str]:
    """What a file says of all its runs; `structure` and `documents` are JSON, by scenario and by name or path."""
    return {
        "title": "; ".join(run.title.get("en", run.name) for run in results),
        **made_by(command),
        "fingerprint": " ".join(run.fingerprint for run in results),
        "model_fingerprint": results[0].model_fingerprint,
        "structure": as_text({run.name: run.structure for run in results}),
        "documents": as_text({name: text for run in results for name, text in run.texts.items()}),
        "failed": "; ".join(f"{run.name} in {run.failed_year}" for run in results if run.failed_year),
    }


def content_of(dataset) -> str:
    """SHA-256 of the numbers of a Dataset, and of the weights of draws."""
    digest = hashlib.sha256()
    for name in sorted(name for name, variable in dataset.variables.items() if variable.dtype.kind == "f"):
        digest.update(name.encode())
        digest.update(numpy.ascontiguousarray(dataset[name].values, dtype="<f8").tobytes())
    return digest.hexdigest()


def _write_netcdf(results, file: Path, command: str) -> None:
    write_netcdf(to_xarray(results, command), file)


def _write_parquet(results, file: Path, command: str) -> None:
    write_parquet(table(results), file, _attributes(results, command))


def _write_csv(results, file: Path, command: str) -> None:
    write_csv(table(results), file)


def _write_json(results, file: Path, command: str) -> None:
    file.write_text(json.dumps(document(results, command), ensure_ascii=False), encoding="utf-8")


WRITERS: dict[str, Callable] = {NETCDF: _write_netcdf, PARQUET: _write_parquet, CSV: _write_csv, JSON: _write_json}
