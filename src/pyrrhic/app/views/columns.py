"""The quantities that the tables of runs show: the usual ones of `columns.toml`, or those asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyrrhic.fields import TRUTH, WHOLE, check_entry, entries_of

FILE = "columns.toml"
FIELDS = {"decimals": WHOLE, "adds_up": TRUTH}


@dataclass(frozen=True)
class ShownQuantity:
    """A quantity in a table of a run: its name, its decimals, and whether its years add up."""

    name: str
    decimals: int = 3
    adds_up: bool = False


@cache
def usual() -> Mapping[str, ShownQuantity]:
    """The quantities shown where none are asked for, by name, in the order of the columns."""
    return {name: _shown(name, entry) for name, entry in entries_of(files(__package__).joinpath(FILE)).items()}


def _shown(name: str, entry: Mapping) -> ShownQuantity:
    check_entry(entry, FIELDS, f"{FILE}, {name}", required=FIELDS)
    return ShownQuantity(name, **entry)


def shown_quantities(keep: Sequence[str]) -> list[ShownQuantity]:
    """The quantities to show: those asked for, or the usual."""
    return [usual().get(name, ShownQuantity(name)) for name in keep or usual()]
