"""Parameters, opening stocks and levers, read from the TOML files beside the equations."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy

from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.model.axes import KINDS, REGION_KEYS
from pyrrhic.texts import Text, text_of

SHAPES = {
    "national": (1, 1),
    "regional": (1, len(REGION_KEYS)),
    **{kind: (len(names), 1) for kind, names in KINDS.items()},
    "species_regional": (len(KINDS["species"]), len(REGION_KEYS)),
}
AXES_OF_SHAPE = {
    "national": (),
    "regional": ("region",),
    "species_regional": ("species", "region"),
    **{kind: (kind,) for kind in KINDS},
}
GRADES = ("A", "B", "C")
WORK, JUDGEMENT = "work", "judgement"
BASES = {WORK: "source", JUDGEMENT: "reason"}
SMALLEST_GAP = 1e-9


@dataclass(frozen=True)
class Parameter:
    """One number, or one per region or kind, that the equations assume.

    `value` has axes (kind, place, member of length one) and cannot be written to. `total` is what its elements sum to,
    where they are shares of something. `prior` is None for a fixed parameter, else
    {distribution: "lognormal" | "logitnormal" | "normal", median, spread}; it holds for every element of `value`.
    The number rests on works, named in `source`, or is a judgement of this project, which `reason` explains.
    """

    name: str
    block: str
    title: Text
    unit: str
    shape: str
    value: numpy.ndarray
    prior: Mapping | None
    bounds: tuple[float, float]
    basis: str
    source: tuple[str, ...]
    reason: Text | None
    grade: str
    note: Text | None
    total: float | None = None

    @property
    def judgement(self) -> bool:
        """Whether no work gives the number, so that it is a judgement of this project."""
        return self.basis == JUDGEMENT

    @property
    def free(self) -> bool:
        """Whether calibration may move it."""
        return self.prior is not None


@dataclass(frozen=True)
class Lever:
    """A dated path from outside the equations: a policy (`lever`) or a circumstance (`driver`)."""

    name: str
    title: Text
    unit: str
    bounds: tuple[float, float]
    group: str
    role: str
    shape: str
    description: Text
    total: float | None = None


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter of every block, by name."""
    declared = {}
    for block, name, entry in _entries("parameters"):
        if block != "opening":
            declared[name] = _parameter(block, name, entry)
    return declared


@cache
def opening_values() -> Mapping[str, Parameter]:
    """The state of the country on 1 July 1926, as parameters named after the stock with `_1926`."""
    return {name: _parameter(block, name, entry) for block, name, entry in _entries("parameters") if block == "opening"}


@cache
def levers() -> Mapping[str, Lever]:
    """Every policy lever and outside driver, by name."""
    declared = {}
    for file, name, entry in _entries("levers"):
        _require(file, name, entry, ("unit", "bounds", "group", "role", "shape"))
        texts = {field: text_of(entry, field, f"{file}.toml, {name}") for field in ("title", "description")}
        declared[name] = Lever(name=name, **{**entry, **texts, "bounds": tuple(entry["bounds"])})
    return declared


@cache
def _entries(folder: str) -> tuple[tuple[str, str, Mapping], ...]:
    """Every entry of the files of a folder: file, name, and what stands there."""
    paths = [path for path in files(__package__).joinpath(folder).iterdir() if path.name.endswith(".toml")]
    return tuple(
        (file.name.removesuffix(".toml"), name, entry)
        for file in sorted(paths, key=lambda path: path.name)
        for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()
    )


def _parameter(block: str, name: str, entry: Mapping) -> Parameter:
    place = f"{block}.toml, {name}"
    _require(block, name, entry, ("unit", "value", "bounds", "basis", "grade"))
    if entry["grade"] not in GRADES:
        raise BadInput(f"{place}: grade {entry['grade']} is not one of {', '.join(GRADES)}")
    shape, value = array_of(entry["value"], place)
    low, high = entry["bounds"]
    if not ((low <= value) & (value <= high)).all():
        raise BadInput(f"{place}: value {entry['value']} is outside its bounds {low} to {high}")
    total = entry.get("total")
    if total is not None and abs(value.sum() - total) > SMALLEST_GAP:
        raise BadInput(f"{place}: the values sum to {value.sum():.9g}, but are to sum to {total:g}")
    value.setflags(write=False)
    source, reason = _basis(entry, place)
    return Parameter(
        name=name,
        block=block,
        title=text_of(entry, "title", place),
        unit=entry["unit"],
        shape=shape,
        value=value,
        prior=entry.get("prior"),
        bounds=(low, high),
        basis=entry["basis"],
        source=source,
        reason=reason,
        grade=entry["grade"],
        note=text_of(entry, "note", place) if "note" in entry else None,
        total=total,
    )


def _basis(entry: Mapping, place: str) -> tuple[tuple[str, ...], Text | None]:
    """The works behind a number, or the reason of a judgement: one of the two, as its basis says."""
    basis = entry["basis"]
    if basis not in BASES:
        raise BadInput(f"there is no basis named {basis}", where=place, allowed=", ".join(BASES))
    for other, field in BASES.items():
        if (field in entry) != (other == basis):
            says = "is missing" if other == basis else "does not belong here"
            raise BadInput(f'the basis is "{basis}", so the field {field} {says}', where=place)
    if basis == JUDGEMENT:
        return (), text_of(entry, "reason", place)
    return tuple(part.strip() for part in entry["source"].split(";")), None


def array_of(value, place: str) -> tuple[str, numpy.ndarray]:
    """A TOML number, or a table by region, species, crop or price vector, as (shape name, array (kind, place, 1))."""
    if not isinstance(value, Mapping):
        return "national", numpy.full((1, 1, 1), float(value))
    if all(isinstance(row, Mapping) for row in value.values()) and set(value) == set(KINDS["species"]):
        rows = [array_of(value[species], f"{place}, {species}")[1] for species in KINDS["species"]]
        return "species_regional", numpy.concatenate(rows, axis=0)
    for shape, names in (("regional", REGION_KEYS), *KINDS.items()):
        if set(value) == set(names):
            column = numpy.array([float(value[name]) for name in names])
            return shape, column.reshape(*SHAPES[shape], 1)
    allowed = [*REGION_KEYS, *(name for names in KINDS.values() for name in names)]
    for name in value:
        if name not in allowed:
            raise UnknownName("region or kind", name, allowed, where=place)
    raise BadInput("give one number, or one for every region, species, crop or price vector", where=place)


def _require(place: str, name: str, entry: Mapping, fields) -> None:
    for field in fields:
        if field not in entry:
            raise BadInput(f"{place}.toml, {name}: the field {field} is missing")
