"""Rival structures: which equations fill the slots, which harvest is believed, which priors differ."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from pyrrhic.engine.equations import CHOICE
from pyrrhic.errors import UnknownName
from pyrrhic.model import SLOTS, parameters
from pyrrhic.texts import Text, text_of

HARVEST_CHOICES = ("composite", "low", "official")
FILE = "structures.toml"


@dataclass(frozen=True)
class Structure:
    """A rival structure of the model, or a rival choice of data, calibrated by itself."""

    name: str
    title: Text
    harvest: str = "composite"
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
    entries = tomllib.loads(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))
    return {name: _structure(name, entry) for name, entry in entries.items()}


def structure(name: str) -> Structure:
    """The structure of that name; raise UnknownName with the nearest match."""
    if name not in structures():
        raise UnknownName("variant", name, structures())
    return structures()[name]


def _structure(name: str, entry: Mapping) -> Structure:
    place = f"{FILE}, {name}"
    structure = Structure(name=name, **{**entry, "title": text_of(entry, "title", place)})
    for parameter in (*structure.priors, *structure.fixed):
        if parameter not in parameters():
            raise UnknownName("parameter", parameter, parameters(), where=place)
    if structure.harvest not in HARVEST_CHOICES:
        raise UnknownName("harvest", structure.harvest, HARVEST_CHOICES, where=place)
    return structure
