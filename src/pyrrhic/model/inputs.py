"""Parameters, opening stocks and levers, read from the TOML files beside the equations."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy

from pyrrhic.errors import BadInput, UnknownName, shown
from pyrrhic.fields import (
    NUMBER,
    PAIR,
    TABLE,
    TEXT,
    Content,
    check_entry,
    either,
    entries_of_all,
    is_number,
    one_of,
    works,
)
from pyrrhic.model.axes import KINDS, REGION_KEYS
from pyrrhic.texts import Text, text_of
from pyrrhic.units import UNITS

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
WORK, JUDGEMENT, DEFINITION = "work", "judgement", "definition"
BASES = {WORK: "source", JUDGEMENT: "reason", DEFINITION: "note"}
VALUE, FACTOR, CONTRAST = "value", "factor", "contrast"
DISTRIBUTIONS = ("lognormal", "logitnormal", "normal")
SMALLEST_GAP = 1e-9
OPENING = "opening.toml"
ROLES = ("lever", "driver")
GROUPS = (
    "procurement",
    "exports and imports",
    "collectivization",
    "herds and plots",
    "land",
    "machines",
    "industry",
    "prices",
    "relief and rations",
    "mobility and trade",
    "population",
    "war and borders",
    "weather",
    "world",
    "after 1953",
    "time",
)
OF_A_PRIOR: Mapping[str, Content] = {
    "distribution": one_of("distribution", DISTRIBUTIONS),
    "median": either(NUMBER, TABLE),
    "spread": NUMBER,
}
OF_A_PARAMETER: Mapping[str, Content] = {
    "title": TEXT,
    "unit": one_of("unit", UNITS),
    "value": either(NUMBER, TABLE),
    "prior": lambda prior, field, place: check_entry(prior, OF_A_PRIOR, f"{place}, {field}", OF_A_PRIOR),
    "bounds": PAIR,
    "range": PAIR,
    "range_of": one_of("reading of a range", (VALUE, FACTOR, CONTRAST)),
    "basis": one_of("basis", BASES),
    "source": works,
    "reason": TEXT,
    "grade": one_of("grade", GRADES),
    "note": TEXT,
    "total": NUMBER,
}
OF_A_LEVER: Mapping[str, Content] = {
    "title": TEXT,
    "unit": one_of("unit", UNITS),
    "bounds": PAIR,
    "group": one_of("group", GROUPS),
    "role": one_of("role", ROLES),
    "shape": one_of("shape", SHAPES),
    "description": TEXT,
    "total": NUMBER,
}


@dataclass(frozen=True)
class Parameter:
    """One number, or one per region or kind, that the equations assume.

    `value` has axes (kind, place, member of length one) and cannot be written to. `total` is what its elements sum to,
    where they are shares of something. `range` is how far a fixed judgement could plausibly lie otherwise; see `ends`.
    `prior` is None for a fixed parameter, else {distribution: "lognormal" | "logitnormal" | "normal", median, spread};
    it holds for every element of `value`. The number rests on works, named in `source`, is a judgement of this project,
    which `reason` explains, or is so by definition, as `note` says.
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
    range: tuple[float, float] | None = None
    range_of: str = VALUE

    @property
    def ends(self) -> tuple[numpy.ndarray, numpy.ndarray] | None:
        """The values at both ends of the range, None where there is none.

        A range is of the value itself, of a factor on every element, or of the contrast between the elements: their
        power, the sum kept, so that 0 makes them equal and 1 leaves them as they are.
        """
        if self.range is None:
            return None
        low, high = self.range
        return _moved(self.value, self.range_of, low), _moved(self.value, self.range_of, high)

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
    return {name: _parameter(name, entry, file) for file, name, entry in _entries("parameters") if file != OPENING}


@cache
def opening_values() -> Mapping[str, Parameter]:
    """The state of the country on 1 July 1926, as parameters named after the stock with `_1926`."""
    return {name: _parameter(name, entry, file) for file, name, entry in _entries("parameters") if file == OPENING}


@cache
def levers() -> Mapping[str, Lever]:
    """Every policy lever and outside driver, by name."""
    return {name: _lever(name, entry, f"{file}, {name}") for file, name, entry in _entries("levers")}


@cache
def _entries(folder: str) -> list[tuple[str, str, Mapping]]:
    """Every entry of the files of a folder: file, name, and what stands there."""
    return entries_of_all(files(__package__).joinpath(folder))


def _lever(name: str, entry: Mapping, place: str) -> Lever:
    check_entry(entry, OF_A_LEVER, place, required=[field for field in OF_A_LEVER if field != "total"])
    texts = {field: text_of(entry, field, place) for field in ("title", "description")}
    return Lever(name=name, **{**entry, **texts, "bounds": tuple(entry["bounds"])})


def _parameter(name: str, entry: Mapping, file: str) -> Parameter:
    place = f"{file}, {name}"
    check_entry(entry, OF_A_PARAMETER, place, required=("title", "unit", "value", "bounds", "basis", "grade"))
    shape, value = array_of(entry["value"], place)
    low, high = entry["bounds"]
    if not ((low <= value) & (value <= high)).all():
        raise BadInput(f"value {entry['value']} is outside its bounds {low} to {high}", where=place)
    total = entry.get("total")
    if total is not None and abs(value.sum() - total) > SMALLEST_GAP:
        raise BadInput(f"the values sum to {value.sum():.9g}, but are to sum to {total:g}", where=place)
    value.setflags(write=False)
    source, reason = _basis(entry, place)
    return Parameter(
        name=name,
        block=file.removesuffix(".toml"),
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
        range=_range(entry, value, place),
        range_of=entry.get("range_of", VALUE),
    )


def _range(entry: Mapping, value: numpy.ndarray, place: str) -> tuple[float, float] | None:
    """How far a fixed value could plausibly lie otherwise; it holds the value, and both ends lie within the bounds."""
    if "range" not in entry:
        return None
    if "prior" in entry:
        raise BadInput("a range is of a fixed value, and this one has a prior", where=place)
    (low, high), (least, most), of = entry["range"], entry["bounds"], entry.get("range_of", VALUE)
    held = value if of == VALUE else numpy.ones(1)
    ends = numpy.array([_moved(value, of, end) for end in (low, high)])
    if not (((low <= held) & (held <= high)).all() and ((least <= ends) & (ends <= most)).all()):
        raise BadInput(f"the range {low} to {high} does not hold the value, or leaves the bounds", where=place)
    return low, high


def _moved(value: numpy.ndarray, of: str, end: float) -> numpy.ndarray:
    """A value at one end of its range."""
    if of == VALUE:
        return numpy.full_like(value, end)
    if of == FACTOR:
        return value * end
    raised = numpy.where(value > 0.0, numpy.abs(value) ** end, 0.0)
    return raised * (value.sum() / raised.sum())


def _basis(entry: Mapping, place: str) -> tuple[tuple[str, ...], Text | None]:
    """The works behind a number, or the reason of a judgement: one of the two, as its basis says, or neither."""
    basis = entry["basis"]
    for field in (BASES[WORK], BASES[JUDGEMENT], BASES[basis]):
        needed = field == BASES[basis]
        if needed != (field in entry):
            says = "is missing" if needed else "does not belong here"
            raise BadInput(f'the basis is "{basis}", so the field {field} {says}', where=place)
    if basis == WORK:
        return tuple(part.strip() for part in entry["source"].split(";")), None
    return (), text_of(entry, "reason", place) if basis == JUDGEMENT else None


def array_of(value, place: str) -> tuple[str, numpy.ndarray]:
    """A TOML number, or a table by region, species, crop or price vector, as (shape name, array (kind, place, 1))."""
    if not isinstance(value, Mapping):
        return "national", numpy.full((1, 1, 1), _number(value, place))
    if all(isinstance(row, Mapping) for row in value.values()) and set(value) == set(KINDS["species"]):
        rows = [array_of(value[species], f"{place}, {species}")[1] for species in KINDS["species"]]
        return "species_regional", numpy.concatenate(rows, axis=0)
    for shape, names in (("regional", REGION_KEYS), *KINDS.items()):
        if set(value) == set(names):
            column = numpy.array([_number(value[name], f"{place}, {name}") for name in names])
            return shape, column.reshape(*SHAPES[shape], 1)
    allowed = [*REGION_KEYS, *(name for names in KINDS.values() for name in names)]
    for name in value:
        if name not in allowed:
            raise UnknownName("region or kind", name, allowed, where=place)
    raise BadInput("give one number, or one for every region, species, crop or price vector", where=place)


def _number(value, place: str) -> float:
    if not is_number(value):
        raise BadInput(f"{shown(value)} is not a number", where=place)
    return float(value)
