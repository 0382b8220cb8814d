"""The draws of one or several scenarios, to be kept: as an xarray Dataset, or a NetCDF, Parquet or CSV file.

Each draw has its number, the rival structure it comes from, and its weight; a draw that failed weighs nothing and has
no numbers in the scenario in which it failed. Draw 7 of one scenario and draw 7 of another have the same parameters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy

from pyrrhic.calibration.mixture import Mixture, sound_in_all
from pyrrhic.calibration.structures import structure
from pyrrhic.engine.build import Model
from pyrrhic.files import CSV, NETCDF, PARQUET, suffix_of, whole_or_not_at_all, write_netcdf
from pyrrhic.model import assemble_all_rivals
from pyrrhic.runs.descriptions import as_text, axis_names, description, made_by, models_of, program
from pyrrhic.runs.files import content_of, kinds_of, named_axes, with_attributes
from pyrrhic.runs.rows import joined, rows_of, write_csv, write_parquet
from pyrrhic.runs.run import SHORT, model_fingerprint

COLUMNS = (
    "model",
    "scenario",
    "draw",
    "structure",
    "weight",
    "quantity",
    "unit",
    "year",
    "kind",
    "region",
    "value",
    "fingerprint",
    "posterior",
)
NO_JSON = "draws are not written as JSON, which would be many times larger"


@dataclass(frozen=True)
class Draws:
    """Scenarios at the same draws over the same years: for each its name, titles, fingerprint and mixture."""

    names: tuple[str, ...]
    titles: tuple[Mapping[str, str], ...]
    fingerprints: tuple[str, ...]
    runs: tuple[Mixture, ...]
    years: tuple[int, ...]
    texts: Mapping[str, str]

    @cached_property
    def common(self) -> Mixture:
        """The first scenario's mixture, with weight only for draws that failed in no scenario."""
        return sound_in_all(self.runs)

    @property
    def structure_of(self) -> list[str]:
        """The name of the structure of each draw."""
        return [self.common.structures[index] for index in self.common.structure_of]

    @property
    def posterior_of(self) -> list[str]:
        """The fingerprint of the posterior of each draw."""
        return [self.common.fingerprints[name] for name in self.structure_of]

    def values(self, name: str, number: int) -> numpy.ndarray:
        """A quantity of one of the scenarios, (draw, year, kind, place), not a number where the draw failed."""
        run = self.runs[number]
        return numpy.moveaxis(numpy.where(run.weight_of > 0.0, run.values[name], numpy.nan), -1, 0)


def write_draws(draws: Draws, file: str | Path, command: str = "") -> Path:
    """Write every draw to a file; the suffix decides the format. `command` is what made them, kept in the file."""
    writer = WRITERS[refuse_unwritable(file)]
    return whole_or_not_at_all(Path(file), lambda draft: writer(draws, draft, command))


def refuse_unwritable(file: str | Path) -> str:
    """The suffix of a file for draws; raises `BadFile` where there is no such format or folder."""
    file = Path(file)
    return suffix_of(file, WRITERS, NO_JSON if file.suffix.lower() == ".json" else "")


def to_xarray(draws: Draws, command: str = ""):
    """The draws as an xarray Dataset with dims (scenario, draw, year, kind of the quantity, region).

    `structure`, `weight` and `posterior` are coordinates along the draws.
    """
    import xarray

    models, variables = _models(draws), {}
    for name in draws.common.values:
        stacked = numpy.stack([draws.values(name, number) for number in range(len(draws.runs))])
        axes = assemble_all_rivals().axes_of(name)
        variables[name] = named_axes(("scenario", "draw", "year"), stacked, axes, description(name, models))
    coordinates = {
        "scenario": list(draws.names),
        "draw": list(range(len(draws.structure_of))),
        "year": list(draws.years),
        **kinds_of(variables),
    }
    of_draws = {"structure": draws.structure_of, "weight": draws.common.weight_of, "posterior": draws.posterior_of}
    dataset = xarray.Dataset(variables, with_attributes(coordinates) | with_attributes(of_draws, "draw"))
    return dataset.assign_attrs(_attributes(draws, command), content=content_of(dataset))


def table(draws: Draws):
    """Every number as one row of `COLUMNS` in an Arrow table; kind and region are empty where a quantity has none."""
    return joined(
        (_rows(draws, number, name) for number in range(len(draws.runs)) for name in draws.common.values), COLUMNS
    )


def _rows(draws: Draws, number: int, name: str):
    model, array = _models(draws)[0], draws.values(name, number)
    constants = {
        "model": program(),
        "scenario": draws.names[number],
        "quantity": name,
        "unit": model.unit(name).symbol,
        "fingerprint": draws.fingerprints[number][:SHORT],
    }
    kinds, places = (axis_names().get(axis, ("",)) for axis in assemble_all_rivals().axes_of(name))
    return rows_of(
        array,
        constants,
        {
            "draw": (0, range(len(array))),
            "structure": (0, draws.structure_of),
            "weight": (0, draws.common.weight_of),
            "posterior": (0, [fingerprint[:SHORT] for fingerprint in draws.posterior_of]),
            "year": (1, draws.years),
            "kind": (2, kinds),
            "region": (3, places),
        },
    )


def _models(draws: Draws) -> list[Model]:
    """The models of the structures."""
    return models_of(structure(name).choices for name in draws.common.structures)


def _attributes(draws: Draws, command: str) -> dict[str, str]:
    """What a file says of all its draws; `structures` and `documents` are JSON, by structure and by name or path."""
    return {
        "title": "; ".join(title["en"] for title in draws.titles),
        **made_by(command),
        "fingerprint": " ".join(draws.fingerprints),
        "model_fingerprint": model_fingerprint(),
        "structures": as_text({name: _choices(name) for name in draws.common.structures}),
        "documents": as_text(draws.texts),
        "failed": f"{draws.common.failures} of {len(draws.structure_of)} draws",
    }


def _choices(name: str) -> dict[str, str]:
    """What one structure chooses: the harvest it believes and the rival in each slot."""
    one = structure(name)
    return {"title": one.title.en, "harvest": one.harvest, **models_of([one.choices])[0].choices}


def _write_netcdf(draws: Draws, file: Path, command: str) -> None:
    write_netcdf(to_xarray(draws, command), file)


def _write_parquet(draws: Draws, file: Path, command: str) -> None:
    write_parquet(table(draws), file, _attributes(draws, command))


def _write_csv(draws: Draws, file: Path, command: str) -> None:
    write_csv(table(draws), file)


WRITERS: dict[str, Callable] = {NETCDF: _write_netcdf, PARQUET: _write_parquet, CSV: _write_csv}
