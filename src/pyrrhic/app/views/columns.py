"""The quantities that the tables of runs show: the usual ones of `columns.toml`, or those asked for."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FILE = "columns.toml"


@dataclass(frozen=True)
class ShownQuantity:
    """A quantity in a table of a run: its name, its decimals, and whether its years add up."""

    name: str
    decimals: int = 3
    adds_up: bool = False


@cache
def usual() -> Mapping[str, ShownQuantity]:
    """The quantities shown where none are asked for, by name, in the order of the columns."""
    entries = tomllib.loads(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))
    return {name: ShownQuantity(name, **entry) for name, entry in entries.items()}


def shown_quantities(keep: Sequence[str]) -> list[ShownQuantity]:
    """The quantities to show: those asked for, or the usual."""
    return [usual().get(name, ShownQuantity(name)) for name in keep or usual()]
