"""Results as files: NetCDF with CF attributes, tidy Parquet and CSV, JSON; written whole or not at all."""

import csv
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy

from pyrrhic.methods.results import Results, model_fingerprint
from pyrrhic.nearest import nearest

COLUMNS = ("scenario", "quantity", "unit", "year", "kind", "region", "value", "fingerprint")
CONVENTIONS = "CF-1.11"


class OutputError(ValueError):
    """A file cannot be written or is not what it says; the message names it."""


def write(results: Sequence[Results], file: str | Path, command: str = "") -> Path:
    """Write the runs to a file; the suffix decides the format. `command` is what made them, kept in the file."""
    file = Path(file)
    _refuse_unlike(results)
    writer = WRITERS.get(file.suffix.lower())
    if writer is None:
        allowed = ", ".join(WRITERS)
        close = nearest(file.suffix.lower(), WRITERS)
        hint = f"; did you mean {close}?" if close else ""
        raise OutputError(f"{file}: no format has the suffix {file.suffix or '(none)'}; allowed: {allowed}{hint}")
    if not file.parent.is_dir():
        raise OutputError(f"{file}: there is no folder {file.parent}")
    _whole_or_not_at_all(file, lambda draft: writer(results, draft, command))
    return file


def to_xarray(results: Sequence[Results], command: str = ""):
    """The runs as an xarray Dataset with dims (scenario, year, kind of the quantity, region) and CF attributes.

    A dimension that a quantity does not have is left out; runs that end in different years are filled with NaN.
    """
    import xarray

    _refuse_unlike(results)
    years = _years(results)
    variables = {}
    for name in results[0].values:
        dims = tuple(axis for axis in results[0].axes[name] if axis)
        stacked = numpy.stack([_filled(run, name, years) for run in results])
        shape = stacked.shape[:2] + tuple(n for n, axis in zip(stacked.shape[2:], results[0].axes[name], strict=True)
                                          if axis)
        variables[name] = (("scenario", "year", *dims), stacked.reshape(shape),
                           {"units": results[0].units[name], "long_name": name.replace("_", " ")})
    used = {dim for dims, _, _ in variables.values() for dim in dims[2:]}
    coordinates = {"scenario": [run.name for run in results],
                   "year": ("year", list(years), {"long_name": "agricultural year, named after its harvest",
                                                  "units": "1"}),
                   **{axis: list(names) for axis, names in _axis_names().items() if axis in used}}
    return xarray.Dataset(variables, coordinates, attrs=_attributes(results, command))


def read(file: str | Path, allow_stale: bool = False):
    """Reopen a NetCDF file as a Dataset; its numbers must be those that were written.

    A file made by another version of the model or record is refused with the command that renews it, unless
    `allow_stale`. Raises `OutputError`.
    """
    import xarray

    file = Path(file)
    if not file.is_file():
        raise OutputError(f"{file}: there is no such file")
    with xarray.open_dataset(file, engine="h5netcdf") as opened:
        dataset = opened.load()
    if "content" not in dataset.attrs:
        raise OutputError(f"{file}: it has no fingerprint, so it was not written by pyrrhic")
    if _content(dataset) != dataset.attrs["content"]:
        raise OutputError(f"{file}: its numbers are not those that were written (fingerprint "
                          f"{dataset.attrs['fingerprint'][:12]})")
    if dataset.attrs["model_fingerprint"] != model_fingerprint() and not allow_stale:
        renew = f"; renew it with: {dataset.attrs['command']}" if dataset.attrs["command"] else ""
        raise OutputError(f"{file}: it was made by another version of the model or the record{renew}")
    return dataset


def rows(results: Sequence[Results]) -> Iterator[tuple]:
    """Every number as one row of `COLUMNS`; kind and region are empty where the quantity has none."""
    for run in results:
        for name, array in run.values.items():
            kinds, places = (_axis_names().get(axis, ("",)) for axis in run.axes[name])
            for position, value in numpy.ndenumerate(array):
                year, kind, place = position
                yield (run.name, name, run.units[name], run.years[year], kinds[kind], places[place], float(value),
                       run.short)


def document(results: Sequence[Results], command: str = "") -> dict:
    """The runs as plain dicts and lists, ready for JSON; what is not a finite number is null."""
    return {"command": command, "model_fingerprint": model_fingerprint(), "axes": {axis: list(names) for axis, names
                                                                                   in _axis_names().items()},
            "runs": [run_document(run) for run in results]}


def run_document(run: Results) -> dict:
    """One run as plain dicts and lists."""
    return {"scenario": run.name, "title": dict(run.title), "fingerprint": run.fingerprint, "years": list(run.years),
            "failed_year": run.failed_year, "structure": dict(run.structure),
            "quantities": {name: {"unit": run.units[name], "dims": ["year", *(axis for axis in run.axes[name] if axis)],
                                  "values": _plain(array, run.axes[name])} for name, array in run.values.items()}}


def _plain(array: numpy.ndarray, axes) -> list:
    """Nested lists without the axes that have no name."""
    shape = (array.shape[0], *(n for n, axis in zip(array.shape[1:], axes, strict=True) if axis))
    finite = numpy.where(numpy.isfinite(array), array, numpy.nan).reshape(shape)
    return _without_nan(finite.tolist())


def _without_nan(value):
    if isinstance(value, list):
        return [_without_nan(item) for item in value]
    return None if value != value else value


def _axis_names() -> dict[str, tuple[str, ...]]:
    from pyrrhic.model.regions import KINDS, REGION_KEYS

    return {**KINDS, "region": REGION_KEYS}


def _refuse_unlike(results: Sequence[Results]) -> None:
    if not results:
        raise OutputError("there is no run to write")
    for run in results[1:]:
        if list(run.values) != list(results[0].values):
            raise OutputError(f"{run.name} and {results[0].name} keep different quantities")


def _years(results) -> tuple[int, ...]:
    return tuple(sorted({year for run in results for year in run.years}))


def _filled(run: Results, name: str, years) -> numpy.ndarray:
    """The array of a run over all the years, NaN where the run has ended."""
    array = numpy.full((len(years), *run.values[name].shape[1:]), numpy.nan)
    array[[years.index(year) for year in run.years]] = run.values[name]
    return array


def _attributes(results, command: str) -> dict[str, str]:
    import pyrrhic

    version = f"pyrrhic {pyrrhic.__version__}"
    contents = hashlib.sha256()
    years = _years(results)
    for name in sorted(results[0].values):
        _feed(contents, name, numpy.stack([_filled(run, name, years) for run in results]))
    return {"Conventions": CONVENTIONS,
            "title": "; ".join(run.title.get("en", run.name) for run in results),
            "source": f"{version}, a model of Soviet collectivized agriculture",
            "history": f"made by {version}: {command}",
            "command": command,
            "fingerprint": " ".join(run.fingerprint for run in results),
            "model_fingerprint": results[0].model_fingerprint,
            "content": contents.hexdigest(),
            "failed": "; ".join(f"{run.name} in {run.failed_year}" for run in results if run.failed_year)}


def _content(dataset) -> str:
    """SHA-256 of the numbers of a Dataset, independent of axes of length one."""
    digest = hashlib.sha256()
    for name in sorted(dataset.data_vars):
        _feed(digest, name, dataset[name].values)
    return digest.hexdigest()


def _feed(digest, name: str, array: numpy.ndarray) -> None:
    digest.update(name.encode())
    digest.update(numpy.ascontiguousarray(array, dtype="<f8").tobytes())


def _write_netcdf(results, file: Path, command: str) -> None:
    dataset = to_xarray(results, command)
    dataset.to_netcdf(file, engine="h5netcdf", encoding={name: {"zlib": True, "complevel": 1}
                                                         for name in dataset.data_vars})


def _write_parquet(results, file: Path, command: str) -> None:
    import pyarrow
    import pyarrow.parquet

    columns = list(zip(*rows(results), strict=True))
    table = pyarrow.table(dict(zip(COLUMNS, map(list, columns), strict=True)))
    notes = {key: value for key, value in _attributes(results, command).items()}
    pyarrow.parquet.write_table(table.replace_schema_metadata(notes), file)


def _write_csv(results, file: Path, command: str) -> None:
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        writer.writerows(rows(results))


def _write_json(results, file: Path, command: str) -> None:
    file.write_text(json.dumps(document(results, command), ensure_ascii=False), encoding="utf-8")


WRITERS: dict[str, Callable] = {".nc": _write_netcdf, ".parquet": _write_parquet, ".csv": _write_csv,
                                ".json": _write_json}


def _whole_or_not_at_all(file: Path, write_to: Callable[[Path], None]) -> None:
    """Write a draft beside the file and move it into place, so that a failure leaves the old file as it was."""
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem}-", suffix=file.suffix)
    os.close(handle)
    draft = Path(draft)
    try:
        write_to(draft)
        draft.chmod(0o666 & ~_umask())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
