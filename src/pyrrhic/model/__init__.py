"""The whole model: the list of its blocks, its parameters, levers and opening stocks."""

from functools import cache
from inspect import isfunction

from pyrrhic import units
from pyrrhic.engine import Model, Slot, build
from pyrrhic.model import (
    accounts,
    discontent,
    draft_power,
    harvest,
    industrial_crops,
    industry,
    land,
    livestock,
    long_run,
    machinery,
    migration,
    nutrition,
    population,
    prices,
    procurement,
    state_grain,
    trade,
    village_grain,
)
from pyrrhic.model.inputs import InputError, Lever, Parameter, levers, opening_values, parameters
from pyrrhic.model.regions import (
    CROPS,
    FIRST_YEAR,
    KINDS,
    LAST_YEAR,
    PRICE_VECTORS,
    REGION_KEYS,
    REGIONS,
    SPECIES,
    YEARS,
    Region,
)
from pyrrhic.nearest import unknown

__all__ = ["BLOCKS", "CROPS", "FIRST_YEAR", "KINDS", "LAST_YEAR", "PRICE_VECTORS", "REGIONS", "REGION_KEYS", "SLOTS",
           "SPECIES", "YEARS", "Lever", "Parameter", "Region", "assemble", "block_of", "levers", "opening",
           "opening_values", "parameter_values", "parameters"]

BLOCKS = (land, draft_power, harvest, procurement, state_grain, village_grain, livestock, machinery, industrial_crops,
          nutrition, population, migration, industry, trade, prices, accounts, discontent, long_run)

SLOTS = (
    Slot("nonfarm_output", {"cobb_douglas": industry.cobb_douglas, "allen": industry.allen}, default="cobb_douglas"),
    Slot("surplus_above_needs", {"retention": procurement.retention_rule,
                                 "proportional": procurement.proportional_rule}, default="retention"),
    Slot("pull_rate", {"allen_regimes": migration.allen_regimes, "one_law": migration.one_law},
         default="allen_regimes"),
)


def assemble(choices: dict[str, str] | None = None, given=()) -> Model:
    """The model with the chosen rival equations; `given` names quantities to be taken from outside. Built once."""
    return _assembled(tuple(sorted((choices or {}).items())), tuple(given))


@cache
def _assembled(choices: tuple[tuple[str, str], ...], given: tuple[str, ...]) -> Model:
    rivals = {rival for slot in SLOTS for rival in slot.rivals.values()}
    equations = [equation for block in BLOCKS for equation in _equations(block) if equation not in rivals]
    return build([*equations, *SLOTS], _input_units(), given=given, choices=dict(choices))


def opening() -> dict:
    """Opening stocks on 1 July 1926, as arrays (kind, place, 1)."""
    values = opening_values()
    return {stock: values[f"{stock}_1926"].value for stock in assemble().stocks}


def parameter_values() -> dict:
    """The value of every parameter, and the constants of 1926 that equations compare with."""
    return {name: parameter.value for name, parameter in {**parameters(), **opening_values()}.items()}


def _equations(block) -> list:
    """The functions that a block's file defines, in its order, but for its helpers without a unit."""
    return [function for function in vars(block).values() if isfunction(function)
            and function.__module__ == block.__name__ and "return" in function.__annotations__]


def _input_units() -> dict[str, units.Unit]:
    entries = {**parameters(), **opening_values(), **levers()}
    for name, entry in entries.items():
        if entry.unit not in units.UNITS:
            raise InputError(f"{name}: " + unknown("unit", entry.unit, units.UNITS))
    return {name: units.UNITS[entry.unit] for name, entry in entries.items()}


@cache
def block_of(name: str) -> str:
    """The block whose file holds the equation of this name."""
    for block in BLOCKS:
        if any(equation.__name__ == name for equation in _equations(block)):
            return block.__name__.rpartition(".")[2]
    return next(slot.rivals[slot.default].__module__.rpartition(".")[2] for slot in SLOTS if slot.quantity == name)
