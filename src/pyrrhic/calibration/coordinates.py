"""Coordinates of calibration: one standard normal number for every free parameter, every unexplained yield, and the
persistence of every kind of errors.

A vector z of zeros is the prior median of everything. Where z is a table (draw, coordinate), parameters and paths have
the draws as their members. Priors are those of the parameter files; yields have a national
deviation each year, and a regional one in the years of crisis only, for a free residual that fits anything is a defect.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy

from pyrrhic.calibration.persistence import DISTRIBUTION, kinds
from pyrrhic.calibration.structures import Structure, structure
from pyrrhic.engine.build import Model
from pyrrhic.fields import WORDS, check_entry, check_name
from pyrrhic.files import read_toml
from pyrrhic.model import (
    FIRST_YEAR,
    REGION_KEYS,
    YEARS,
    assemble,
    opening,
    opening_values,
    parameter_values,
    parameters,
)
from pyrrhic.model.inputs import array_of
from pyrrhic.runs.history import historical_paths

FILE = "coordinates.toml"
NATIONAL_YIELD_SPREAD, REGIONAL_YIELD_SPREAD = 0.10, 0.15
YEARS_OF_REGIONAL_YIELD = (1930, 1931, 1932, 1933, 1946)
ROWS_OF_CRISIS = [year - FIRST_YEAR for year in YEARS_OF_REGIONAL_YIELD]


@cache
def names_of_free() -> tuple[str, ...]:
    """The free parameters and opening values in the order of z: as coordinates.toml lists them, then the rest by name.

    Raises `UnknownName` where the file lists one that there is not.

    Shipped draws are columns in this order, so it depends neither on the names of parameter files nor on what stands
    where in them.
    """
    document = read_toml(files(__package__).joinpath(FILE))
    check_entry(document, {"order": WORDS}, FILE, required=("order",))
    listed = document["order"]
    for name in listed:
        check_name("parameter", name, _assumed(), FILE)
    free = [name for name, parameter in _assumed().items() if parameter.free]
    return (*(name for name in listed if name in free), *sorted(set(free) - set(listed)))


def _assumed() -> dict:
    """Every number that calibration may move: parameters, and the opening values of the stocks."""
    return {**parameters(), **opening_values()}


@cache
def coordinates(name: str) -> "Coordinates":
    """The coordinates of the structure of that name, made once."""
    return Coordinates(structure(name))


@dataclass(frozen=True, eq=False)
class Free:
    """One free parameter: where it stands in z, and its prior."""

    name: str
    start: int
    size: int
    shape: tuple[int, ...]
    distribution: str
    median: numpy.ndarray
    spread: float

    @property
    def names(self) -> list[str]:
        """Its name, or a name for each of its numbers where it has several."""
        return [self.name] if self.size == 1 else [f"{self.name}[{index}]" for index in range(self.size)]

    def value(self, z: numpy.ndarray) -> numpy.ndarray:
        """The parameter at z (kind, place, draw), from the standard normal numbers that belong to it."""
        standard = _members(z, slice(self.start, self.start + self.size), self.shape[:2])
        return from_standard(self.distribution, standard, self.median, self.spread)


def from_standard(distribution: str, standard: numpy.ndarray, median, spread) -> numpy.ndarray:
    """Values of a prior, of the shape of the standard normal numbers they are made from, in the parameter's unit."""
    match distribution:
        case "lognormal":
            return median * numpy.exp(spread * standard)
        case "logitnormal":
            return 1.0 / (1.0 + (1.0 - median) / median * numpy.exp(-spread * standard))
    return median + spread * standard


def slope_of_standard(distribution: str, value: numpy.ndarray, spread) -> numpy.ndarray:
    """The derivative of a prior's value by its standard normal number, at that value."""
    match distribution:
        case "lognormal":
            return spread * value
        case "logitnormal":
            return spread * value * (1.0 - value)
    return spread + 0.0 * value


class Coordinates:
    """The map from z to parameters and paths for one structure."""

    def __init__(self, structure: Structure):
        self.structure = structure
        self.model = assemble(structure.choices)
        self.opening = opening()
        self.free = tuple(_free(structure, self.model))
        start = sum(free.size for free in self.free)
        self.national = slice(start, start + len(YEARS))
        self.regional = slice(self.national.stop, self.national.stop + len(YEARS_OF_REGIONAL_YIELD) * len(REGION_KEYS))
        self.errors = slice(self.regional.stop, self.regional.stop + len(kinds()))
        self.size = self.errors.stop
        self.fixed = {
            name: numpy.broadcast_to(value, _assumed()[name].value.shape) for name, value in structure.fixed.items()
        }
        self.area_share = parameters()["grain_area_share"].value if structure.regional_yields_centred else None
        self.yield_spread = numpy.array(
            [structure.yield_spread.get(str(year), NATIONAL_YIELD_SPREAD) for year in YEARS]
        )
        self.yield_spread.setflags(write=False)

    def parameters(self, z) -> dict:
        """Every parameter at z: the free ones moved, the others at their values."""
        values = {name: value for name, value in parameter_values().items() if name in self.model.inputs}
        moved = {free.name: free.value(z) for free in self.free}
        return {**values, **self.fixed, **moved}

    def opening_at(self, z) -> dict:
        """The opening stocks at z: the free ones moved, the others at their values."""
        return opening(self.parameters(z))

    def paths(self, z) -> dict:
        """Every historical path, with the unexplained yields of z."""
        historical = {**historical_paths(), **self.levers()}
        paths = {name: path for name, path in historical.items() if name in self.model.inputs}
        national, regional = self.unexplained(z)
        return {**paths, "unexplained_yield": national, "unexplained_yield_regional": regional}

    def levers(self) -> dict:
        """The paths of the levers that the structure sets otherwise than history."""
        return {name: _with(historical_paths()[name], line) for name, line in self.structure.levers.items()}

    def unexplained(self, z):
        """Unexplained log yields at z: national (year, 1, 1, draw) and regional (year, 1, region, draw)."""
        national = self.yield_spread[:, None, None, None] * _members(z, self.national, (len(YEARS), 1, 1))
        in_crisis = _members(z, self.regional, (len(YEARS_OF_REGIONAL_YIELD), 1, len(REGION_KEYS)))
        regional = numpy.zeros((len(YEARS), *in_crisis.shape[1:]))
        regional[ROWS_OF_CRISIS] = REGIONAL_YIELD_SPREAD * self.centred(in_crisis)
        return national, regional

    def centred(self, regional: numpy.ndarray) -> numpy.ndarray:
        """Regional numbers (year, 1, region, draw) less their mean over the area of 1926, where that is to be nothing."""
        if self.area_share is None:
            return regional
        return regional - (self.area_share * regional).sum(axis=2, keepdims=True)

    def persistence(self, z) -> numpy.ndarray:
        """The persistence of each kind of errors at z (kind, draw)."""
        prior = numpy.array([[kind.median, kind.spread] for kind in kinds().values()])
        return from_standard(DISTRIBUTION, _members(z, self.errors, (len(kinds()),)), *prior.T[..., None])

    def names(self) -> list[str]:
        """A name for every number of z."""
        parameters = [name for free in self.free for name in free.names]
        national = [f"unexplained_yield[{year}]" for year in YEARS]
        regional = [
            f"unexplained_yield_regional[{year}, {region}]"
            for year in YEARS_OF_REGIONAL_YIELD
            for region in REGION_KEYS
        ]
        return [*parameters, *national, *regional, *(f"error_persistence[{kind}]" for kind in kinds())]


def _members(z, part: slice, shape: tuple[int, ...]) -> numpy.ndarray:
    """The numbers of a part of z in a shape, with the draws along one more axis at the end."""
    return numpy.atleast_2d(z)[:, part].T.reshape(*shape, -1)


def _with(path: numpy.ndarray, line) -> numpy.ndarray:
    """A path with the values of some years set."""
    changed = path.copy()
    for year, value in line.items():
        changed[int(year) - FIRST_YEAR] = value
    changed.setflags(write=False)
    return changed


def _free(structure: Structure, model: Model) -> Iterator[Free]:
    """The free parameters of a structure: those that it does not fix and that its equations read."""
    start = 0
    for name in names_of_free():
        if name in structure.fixed or (name in model.inputs and not model.readers(name)):
            continue
        parameter = _assumed()[name]
        prior = {**(parameter.prior or {}), **structure.priors.get(name, {})}
        median = numpy.broadcast_to(array_of(prior["median"], f"prior of {name}")[1], parameter.value.shape)
        yield Free(name, start, median.size, median.shape, prior["distribution"], median, prior["spread"])
        start += median.size
