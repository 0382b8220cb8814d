"""Runs as an xarray Dataset with the attributes of the CF conventions, and back; the labels by which they are told apart."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy

from pyrrhic.engine.build import Model
from pyrrhic.errors import BadFile
from pyrrhic.runs.descriptions import AXES, as_text, axis_names, description, made_by, models_of, russian_title
from pyrrhic.runs.run import Run, sound_in_all
from pyrrhic.texts import Text


def to_xarray(runs: Sequence[Run], command: str = ""):
    """The runs as a Dataset with dims (scenario, draw, year, kind of the quantity, region) and CF attributes.

    A dimension that a quantity does not have is left out, and the draws of runs at the starting fit. Runs that end in
    different years are filled with NaN, and draws that failed hold NaN. `structure`, `weight` and `posterior` are
    coordinates along the draws.
    """
    import xarray

    refuse_unlike(runs)
    years, models, variables = years_of(runs), models_behind(runs), {}
    dims = ("scenario", "year") if runs[0].is_single else ("scenario", "draw", "year")
    for name, axes in runs[0].axes.items():
        if name in runs[0].values:
            stacked = numpy.stack([_filled(run, name, years) for run in runs])
            variables[name] = _variable(dims, stacked, axes, description(name, models))
    coordinates: dict[str, Any] = {"scenario": labels(runs), "year": list(years), **_kinds_of(variables)}
    along = {} if runs[0].is_single else of_draws(runs)
    if along:
        coordinates["draw"] = list(range(len(runs[0].weights)))
    dataset = xarray.Dataset(variables, _with_attributes(coordinates) | _with_attributes(along, "draw"))
    dataset = dataset.assign_attrs(attributes(runs, command))
    return dataset.assign_attrs(content=content_of(dataset))


def runs_of(dataset) -> list[Run]:
    """The runs of a Dataset that `to_xarray` made. Draws have the weights they share; one that failed has no numbers."""
    kept, documents = json.loads(dataset.attrs["runs"]), json.loads(dataset.attrs["documents"])
    return [_run(dataset.sel(scenario=label), kept[label], documents) for label in dataset["scenario"].values.tolist()]


def _run(dataset, kept: Mapping[str, Any], documents: Mapping[str, str]) -> Run:
    """One run, from its part of a Dataset and what the attribute `runs` keeps of it."""
    quantities = dataset.sel(year=kept["years"]).data_vars
    structures = tuple(kept["structures"])
    of_draws = dataset["structure"].values.tolist() if "draw" in dataset.dims else structures
    return Run(
        name=kept["name"],
        title=Text(**kept["title"]),
        years=tuple(kept["years"]),
        values={str(name): _numbers(variable) for name, variable in quantities.items()},
        units={str(name): variable.attrs["unit_symbol"] for name, variable in quantities.items()},
        axes={str(name): _axes(variable) for name, variable in quantities.items()},
        weights=dataset["weight"].values if "draw" in dataset.dims else numpy.ones(1),
        structures=structures,
        structure_of=numpy.array([structures.index(structure) for structure in of_draws]),
        failed_year=numpy.array(kept["failed_year"]),
        fingerprint=kept["fingerprint"],
        model_fingerprint=dataset.attrs["model_fingerprint"],
        choices=kept["choices"],
        posteriors=kept["posteriors"],
        texts={name: documents[name] for name in kept["texts"]},
    )


def _axes(variable) -> tuple[str | None, str | None]:
    """The names of the axis of kinds and of that of regions, None for one that a variable does not have."""
    kinds = [dim for dim in variable.dims if dim not in ("draw", "year", "region")]
    return (kinds[0] if kinds else None), ("region" if "region" in variable.dims else None)


def _numbers(variable) -> numpy.ndarray:
    """A variable as an array (year, kind, place, draw) that cannot be written to."""
    dims = [dim or f"no {place}" for place, dim in enumerate(("year", *_axes(variable), "draw"))]
    whole = variable.expand_dims([dim for dim in dims if dim not in variable.dims]).transpose(*dims)
    array = numpy.array(whole.values)
    array.setflags(write=False)
    return array


def of_one(run: Run, command: str = ""):
    """One run as a Dataset with dims (year, kind of the quantity, region, draw), for work in a notebook.

    It has the draw also where there is one alone, so that what is written for one run serves for many. A draw that
    failed holds NaN where there are others.
    """
    import xarray

    models, sound = models_behind([run]), run.weights > 0.0
    variables = {}
    for name, array in run.values.items():
        dims, numbers, described = _variable(
            ("draw", "year"),
            numpy.moveaxis(numpy.where(sound, array, numpy.nan), -1, 0),
            run.axes[name],
            {**description(name, models), **russian_title(name)},
        )
        variables[name] = (*dims[1:], "draw"), numpy.moveaxis(numbers, 0, -1), described
    coordinates = {"year": list(run.years), "draw": list(range(len(run.weights))), **_kinds_of(variables)}
    dataset = xarray.Dataset(variables, _with_attributes(coordinates) | _with_attributes(of_draws([run]), "draw"))
    return dataset.assign_attrs(attributes([run], command))


def labels(runs: Sequence[Run]) -> list[str]:
    """What each run is called in a file: its name, or the path of its document where two have one name.

    Raises `BadFile` where the same document stands twice.
    """
    names = [run.name for run in runs]
    distinct = [name if names.count(name) == 1 else _path(run) for name, run in zip(names, runs, strict=True)]
    for label in distinct:
        if distinct.count(label) > 1:
            raise BadFile(
                f"the scenario {label} is given twice, and in one file two runs cannot have the same name",
                allowed="each scenario once, or two files of different paths",
            )
    return distinct


def _path(run: Run) -> str:
    """The path or name under which a run's own document was read: the last, after those that it extends."""
    return list(run.texts)[-1] if run.texts else run.name


def refuse_unlike(runs: Sequence[Run]) -> None:
    """Raise `BadFile` where the runs cannot stand in one table: other quantities, or other draws."""
    if not runs:
        raise BadFile("there is no run to write")
    for run in runs[1:]:
        if list(run.values) != list(runs[0].values):
            raise BadFile(f"{run.name} and {runs[0].name} keep different quantities")
        if run.structures != runs[0].structures or len(run.weights) != len(runs[0].weights):
            raise BadFile(f"{run.name} and {runs[0].name} are not run at the same draws")


def years_of(runs: Sequence[Run]) -> tuple[int, ...]:
    """Every agricultural year of any of the runs."""
    return tuple(sorted({year for run in runs for year in run.years}))


def models_behind(runs: Sequence[Run]) -> list[Model]:
    """The models of the structures of the runs, each once."""
    return models_of(choices for run in runs for choices in run.choices.values())


def numbers_of(run: Run, name: str) -> numpy.ndarray:
    """A quantity (draw, year, kind, place), NaN where a draw failed; without draws (year, kind, place)."""
    if run.is_single:
        return run.values[name][..., 0]
    return numpy.moveaxis(numpy.where(run.weights > 0.0, run.values[name], numpy.nan), -1, 0)


def of_draws(runs: Sequence[Run]) -> dict[str, Any]:
    """The structure, the weight and the posterior of each draw, by which it is known in a file."""
    common = sound_in_all(runs)
    structure = [common.structures[index] for index in common.structure_of]
    return {
        "structure": structure,
        "weight": common.weights,
        "posterior": [common.posteriors.get(name, "") for name in structure],
    }


def attributes(runs: Sequence[Run], command: str) -> dict[str, str]:
    """What a file says of all its runs.

    `structure`, `structures`, `posteriors` and `documents` are JSON: the rival in each slot by scenario, or what each
    structure chooses, the fingerprints of the posteriors, and the texts of scenario files by name or path. `runs`, JSON
    too, keeps by scenario what else a run holds, so that it can be made again.
    """
    names = labels(runs)
    return {
        "title": "; ".join(str(run.title or run.name) for run in runs),
        **made_by(command),
        "fingerprint": " ".join(run.fingerprint for run in runs),
        "model_fingerprint": runs[0].model_fingerprint,
        **_structures(runs, names),
        "documents": as_text({name: text for run in runs for name, text in run.texts.items()}),
        "failed": _failed(runs, names),
        "runs": as_text({name: _kept(run) for name, run in zip(names, runs, strict=True)}),
    }


def _kept(run: Run) -> dict[str, Any]:
    """What a run holds besides its numbers, their units and axes, and the weights and texts of a file."""
    return {
        "name": run.name,
        "title": dict(run.title),
        "years": list(run.years),
        "fingerprint": run.fingerprint,
        "failed_year": run.failed_year.tolist(),
        "structures": list(run.structures),
        "choices": {structure: dict(chosen) for structure, chosen in run.choices.items()},
        "posteriors": dict(run.posteriors),
        "texts": list(run.texts),
    }


def _structures(runs: Sequence[Run], names: Iterable[str]) -> dict[str, str]:
    if runs[0].is_single:
        return {"structure": as_text({name: run.structure for name, run in zip(names, runs, strict=True)})}
    return {"structures": as_text(runs[0].choices), "posteriors": as_text(runs[0].posteriors)}


def _failed(runs: Sequence[Run], names: Iterable[str]) -> str:
    """Which runs failed and when, or how many draws did."""
    if runs[0].is_single:
        return "; ".join(f"{name} in {run.fails_in}" for name, run in zip(names, runs, strict=True) if run.fails_in)
    return f"{sound_in_all(runs).failures} of {len(runs[0].weights)} draws"


def content_of(dataset) -> str:
    """SHA-256 of the numbers of a Dataset, of weights and structures of draws, and of what it says of each run."""
    digest = hashlib.sha256()
    for name in sorted(name for name, variable in dataset.variables.items() if variable.dtype.kind == "f"):
        digest.update(name.encode())
        digest.update(numpy.ascontiguousarray(dataset[name].values, dtype="<f8").tobytes())
    structures = dataset["structure"].values.tolist() if "structure" in dataset.coords else []
    for text in (*structures, dataset.attrs.get("runs", ""), dataset.attrs.get("documents", "")):
        digest.update(text.encode())
    return digest.hexdigest()


def _filled(run: Run, name: str, years: Sequence[int]) -> numpy.ndarray:
    """The numbers of a run over all the years, NaN where the run has ended."""
    numbers = numbers_of(run, name)
    axis = numbers.ndim - 3
    shape = (*numbers.shape[:axis], len(years), *numbers.shape[axis + 1 :])
    filled = numpy.full(shape, numpy.nan)
    filled[..., [years.index(year) for year in run.years], :, :] = numbers
    return filled


def _variable(dims: tuple[str, ...], array: numpy.ndarray, axes, described: Mapping[str, str]) -> tuple:
    """A variable of a Dataset: an array (*dims, kind, place) without the axes that have no name."""
    named = tuple(axis for axis in axes if axis)
    lengths = [length for length, axis in zip(array.shape[-2:], axes, strict=True) if axis]
    return (*dims, *named), array.reshape(*array.shape[:-2], *lengths), described


def _kinds_of(variables: Mapping[str, tuple]) -> dict[str, list[str]]:
    """The names along each axis of kinds or regions that the variables have."""
    used = {dim for dims, _, _ in variables.values() for dim in dims}
    return {axis: list(names) for axis, names in axis_names().items() if axis in used}


def _with_attributes(coordinates: Mapping[str, Any], along: str = "") -> dict[str, tuple]:
    """Coordinates with their CF attributes; `along` is the dimension of those that are not dimensions themselves."""
    return {name: (along or name, values, AXES[name]) for name, values in coordinates.items()}
