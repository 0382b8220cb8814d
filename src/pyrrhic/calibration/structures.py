"""Rival structures: which equations fill the slots, which data are believed, which priors and levers differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from pyrrhic.calibration.landmarks import DEATH_CHOICES
from pyrrhic.engine.equations import CHOICE
from pyrrhic.errors import BadFile, UnknownName
from pyrrhic.fields import (
    BY_YEAR,
    BY_YEAR_OF_LINES,
    NUMBER,
    NUMBERS_BY_NAME,
    TABLE,
    TEXT,
    TRUTH,
    WHOLE,
    Content,
    check_entry,
    check_name,
    entries_of,
    one_of,
)
from pyrrhic.model import SLOTS, YEARS, parameters
from pyrrhic.model.inputs import OF_A_PRIOR, levers
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.load import load
from pyrrhic.texts import Text, text_of

FILE = "structures.toml"
OF_A_HARVEST: Mapping[str, Content] = {
    "series": one_of("series", lambda: (*load(), *DERIVED)),
    "from": WHOLE,
    "to": WHOLE,
    "error": NUMBER,
}
FIELDS: Mapping[str, Content] = {
    "title": TEXT,
    "harvest": lambda harvest, field, place: check_entry(harvest, OF_A_HARVEST, f"{place}, {field}", OF_A_HARVEST),
    "deaths": one_of("choice of deaths", DEATH_CHOICES),
    "choices": TABLE,
    "priors": TABLE,
    "fixed": NUMBERS_BY_NAME,
    "yield_spread": BY_YEAR,
    "regional_yields_centred": TRUTH,
    "levers": BY_YEAR_OF_LINES,
}


@dataclass(frozen=True)
class Harvest:
    """A series that is believed instead of the composite, from one year to another, with an error that is not widened."""

    series: str
    first: int
    last: int
    error: float

    @property
    def years(self) -> str:
        """Its years, such as 1930-33."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last % 100}"

    def __str__(self) -> str:
        return f"{self.series}, {self.years}, error {self.error:.3g}"


@dataclass(frozen=True)
class Structure:
    """A rival structure of the model, or a rival choice of data, calibrated by itself.

    Without a `harvest` of its own it believes the composite of the estimates. `yield_spread` is how far the unexplained
    yield of a year may go; with `regional_yields_centred` those of the regions add up to nothing over the sown area.
    `levers` are the values that a lever of history has otherwise, by its name and by year.
    """

    name: str
    title: Text
    harvest: Harvest | None = None
    deaths: str = DEATH_CHOICES[0]
    choices: Mapping[str, str] = field(default_factory=dict)
    priors: Mapping[str, Mapping] = field(default_factory=dict)
    fixed: Mapping[str, float] = field(default_factory=dict)
    yield_spread: Mapping[str, float] = field(default_factory=dict)
    regional_yields_centred: bool = False
    levers: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def rivals(self) -> dict[str, float]:
        """The number of the rival in each slot, by the input that takes it in the model with all rivals."""
        return {CHOICE + slot.quantity: slot.number(self.choices.get(slot.quantity)) for slot in SLOTS}


@cache
def structures() -> Mapping[str, Structure]:
    """Every rival structure of structures.toml, by name; the first is the base."""
    entries = entries_of(files(__package__).joinpath(FILE))
    return {name: read_structure(name, entry, f"{FILE}, {name}") for name, entry in entries.items()}


def structure(name: str) -> Structure:
    """The structure of that name; raise UnknownName with the nearest match."""
    if name not in structures():
        raise UnknownName("variant", name, structures())
    return structures()[name]


def read_structure(name: str, entry: Mapping, place: str) -> Structure:
    """A structure as a file declares it; `place` names the file and the entry in a `PyrrhicError`."""
    check_entry(entry, FIELDS, place, required=("title",))
    for parameter in (*entry.get("priors", {}), *entry.get("fixed", {})):
        check_name("parameter", parameter, parameters(), place)
    for parameter, prior in entry.get("priors", {}).items():
        check_entry(prior, OF_A_PRIOR, f"{place}, prior of {parameter}")
    slots = {slot.quantity: slot for slot in SLOTS}
    for slot, choice in entry.get("choices", {}).items():
        check_name("slot", slot, slots, place)
        check_name("equation", choice, slots[slot].rivals, f"{place}, {slot}")
    for lever, line in entry.get("levers", {}).items():
        check_name("lever", lever, levers(), place)
        _check_line(line, levers()[lever].bounds, f"{place}, {lever}")
    harvest = _harvest(entry["harvest"], f"{place}, harvest") if "harvest" in entry else None
    return Structure(name=name, **{**entry, "title": text_of(entry, "title", place), "harvest": harvest})


def _harvest(entry: Mapping, place: str) -> Harvest:
    """Raises `BadFile` where the error is none, or the years are none."""
    if entry["error"] <= 0.0:
        raise BadFile(f"the error is {entry['error']:g}", where=place, allowed="above 0")
    if not YEARS[0] <= entry["from"] <= entry["to"] <= YEARS[-1]:
        raise BadFile(
            f"{entry['from']} to {entry['to']} are no years",
            where=place,
            allowed=f"{YEARS[0]} to {YEARS[-1]}, in order",
        )
    return Harvest(entry["series"], entry["from"], entry["to"], entry["error"])


def _check_line(line: Mapping[str, float], bounds: tuple[float, float], place: str) -> None:
    """Raise `BadFile` for a year that the model does not have, or a value out of the lever's bounds."""
    low, high = bounds
    for year, value in line.items():
        if int(year) not in YEARS:
            raise BadFile(f"the year {year} is not run", where=place, allowed=f"{YEARS[0]} to {YEARS[-1]}")
        if not low <= value <= high:
            raise BadFile(f"{value:g} in {year} is out of bounds", where=place, allowed=f"{low:g} to {high:g}")
