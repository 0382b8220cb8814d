"""Rival structures: which equations fill the slots, which harvest is believed, which priors differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from pyrrhic.calibration.landmarks import DEATH_CHOICES
from pyrrhic.engine.equations import CHOICE
from pyrrhic.errors import UnknownName
from pyrrhic.fields import BY_YEAR, NUMBERS_BY_NAME, TABLE, TEXT, Content, check_entry, check_name, entries_of, one_of
from pyrrhic.model import SLOTS, parameters
from pyrrhic.model.inputs import OF_A_PRIOR
from pyrrhic.texts import Text, text_of

HARVEST_CHOICES = ("composite", "low", "official")
FILE = "structures.toml"
FIELDS: Mapping[str, Content] = {
    "title": TEXT,
    "harvest": one_of("harvest", HARVEST_CHOICES),
    "deaths": one_of("choice of deaths", DEATH_CHOICES),
    "choices": TABLE,
    "priors": TABLE,
    "fixed": NUMBERS_BY_NAME,
    "yield_spread": BY_YEAR,
}


@dataclass(frozen=True)
class Structure:
    """A rival structure of the model, or a rival choice of data, calibrated by itself."""

    name: str
    title: Text
    harvest: str = "composite"
    deaths: str = DEATH_CHOICES[0]
    choices: Mapping[str, str] = field(default_factory=dict)
    priors: Mapping[str, Mapping] = field(default_factory=dict)
    fixed: Mapping[str, float] = field(default_factory=dict)
    yield_spread: Mapping[str, float] = field(default_factory=dict)

    @property
    def rivals(self) -> dict[str, float]:
        """The number of the rival in each slot, by the input that takes it in the model with all rivals."""
        return {CHOICE + slot.quantity: slot.number(self.choices.get(slot.quantity)) for slot in SLOTS}


@cache
def structures() -> Mapping[str, Structure]:
    """Every rival structure of structures.toml, by name; the first is the base."""
    entries = entries_of(files(__package__).joinpath(FILE))
    return {name: _structure(name, entry, f"{FILE}, {name}") for name, entry in entries.items()}


def structure(name: str) -> Structure:
    """The structure of that name; raise UnknownName with the nearest match."""
    if name not in structures():
        raise UnknownName("variant", name, structures())
    return structures()[name]


def _structure(name: str, entry: Mapping, place: str) -> Structure:
    check_entry(entry, FIELDS, place, required=("title",))
    for parameter in (*entry.get("priors", {}), *entry.get("fixed", {})):
        check_name("parameter", parameter, parameters(), place)
    for parameter, prior in entry.get("priors", {}).items():
        check_entry(prior, OF_A_PRIOR, f"{place}, prior of {parameter}")
    slots = {slot.quantity: slot for slot in SLOTS}
    for slot, choice in entry.get("choices", {}).items():
        check_name("slot", slot, slots, place)
        check_name("equation", choice, slots[slot].rivals, f"{place}, {slot}")
    return Structure(name=name, **{**entry, "title": text_of(entry, "title", place)})
