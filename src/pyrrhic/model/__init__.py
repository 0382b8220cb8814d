"""The whole model: the list of its blocks, its parameters, levers and opening stocks."""

from collections.abc import Iterable, Mapping
from functools import cache
from inspect import isfunction

from pyrrhic import units
from pyrrhic.engine.arithmetic import KIND, PLACE
from pyrrhic.engine.build import Model, build
from pyrrhic.engine.equations import PATH, Input, Slot, holdable, is_equation, read_equation
from pyrrhic.engine.expressions import Axis
from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.model import calendar
from pyrrhic.model.axes import (
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
from pyrrhic.model.economy import accounts, industry, prices, village_income
from pyrrhic.model.farm import draft_power, harvest, industrial_crops, land, livestock, machinery
from pyrrhic.model.grain import procurement, state_grain, trade, village_grain
from pyrrhic.model.inputs import AXES_OF_SHAPE, Lever, Parameter, levers, opening_values, parameters
from pyrrhic.model.people import discontent, migration, nutrition, population

__all__ = [
    "AXES",
    "BLOCKS",
    "CROPS",
    "FIRST_YEAR",
    "KINDS",
    "LAST_YEAR",
    "PRICE_VECTORS",
    "REGIONS",
    "REGION_KEYS",
    "SLOTS",
    "SPECIES",
    "YEARS",
    "Lever",
    "Parameter",
    "Region",
    "assemble",
    "assemble_all_rivals",
    "assemble_with_held",
    "block_of",
    "levers",
    "opening",
    "opening_values",
    "parameter_values",
    "parameters",
    "path_of",
]

BLOCKS = (
    calendar,
    land,
    draft_power,
    harvest,
    procurement,
    state_grain,
    village_grain,
    livestock,
    machinery,
    industrial_crops,
    nutrition,
    population,
    migration,
    industry,
    trade,
    prices,
    village_income,
    accounts,
    discontent,
)

SLOTS = (
    Slot(
        "yield_season",
        {"drought_code": harvest.coded_drought, "station_weather": harvest.station_weather},
        default="drought_code",
    ),
    Slot(
        "producer_goods",
        {"allen": industry.allen_producer_goods, "cobb_douglas": industry.joint_producer_goods},
        default="allen",
    ),
    Slot(
        "consumer_goods",
        {
            "capital_and_labour": industry.consumer_goods_by_labour,
            "allen": industry.allen_consumer_goods,
            "cobb_douglas": industry.joint_consumer_goods,
        },
        default="capital_and_labour",
    ),
    Slot(
        "investment",
        {"machines_replaced": industry.machines_replaced, "machines_from_abroad": industry.machines_from_abroad},
        default="machines_replaced",
    ),
    Slot(
        "surplus_above_needs",
        {"retention": procurement.retention_rule, "proportional": procurement.proportional_rule},
        default="retention",
    ),
    Slot(
        "supply_released",
        {"within_the_year": state_grain.within_the_year, "opening_stock": state_grain.opening_stock},
        default="within_the_year",
    ),
    Slot(
        "pull_rate", {"allen_regimes": migration.allen_regimes, "one_law": migration.one_law}, default="allen_regimes"
    ),
    Slot(
        "passport_strictness",
        {"lasting_passports": migration.lasting_passports, "passports_of_1933": migration.passports_of_1933},
        default="lasting_passports",
    ),
)


AXES = (*(Axis(kind, KIND, names) for kind, names in KINDS.items()), Axis("region", PLACE, REGION_KEYS))


def assemble(choices: Mapping[str, str] | None = None, given: Iterable[str] = ()) -> Model:
    """The model with the chosen rival equations; `given` names quantities to be taken from outside. Built once."""
    return _assembled(tuple(sorted((choices or {}).items())), tuple(given))


@cache
def _assembled(choices: tuple[tuple[str, str], ...], given: tuple[str, ...]) -> Model:
    return build([*_common_equations(), *SLOTS], _inputs(), AXES, given=given, choices=dict(choices))


@cache
def assemble_all_rivals() -> Model:
    """One model with every rival equation; for each slot an input `choice_of_QUANTITY` takes one by its number."""
    return build([*_common_equations(), *SLOTS], _inputs(), AXES, all_rivals=True)


@cache
def assemble_with_held(quantities: tuple[str, ...]) -> Model:
    """The model with every rival in which some quantities can be held at a path instead of computed.

    The input `choice_of_QUANTITY` takes the equation by 0 and the path by 1; the path is the input `path_of_QUANTITY`.
    Raises `BadInput` for a quantity that no equation or one of several rivals computes.
    """
    equations = {equation.__name__: equation for equation in _common_equations()}
    for name in quantities:
        if name not in equations:
            raise BadInput("it cannot be held: no equation of its own computes it", where=name)
    slots = [holdable(equations[name]) for name in quantities]
    declared = [read_equation(name, equations[name]) for name in quantities]
    paths = {path_of(item.name): Input(item.unit, item.axes) for item in declared}
    others = [equation for name, equation in equations.items() if name not in quantities]
    return build([*others, *slots, *SLOTS], {**_inputs(), **paths}, AXES, all_rivals=True)


def path_of(quantity: str) -> str:
    """The input that holds the path of a quantity that can be held."""
    return PATH + quantity


def _common_equations() -> list:
    """Every equation that is not one of several rivals."""
    rivals = {rival for slot in SLOTS for rival in slot.rivals.values()}
    return [equation for block in BLOCKS for equation in _equations(block) if equation not in rivals]


def opening(values: Mapping | None = None) -> dict:
    """Opening stocks on 1 July 1926, as arrays (kind, place, member): of the file, or where `values` have another."""
    own = {name: value.value for name, value in opening_values().items()}
    known = {**own, **(values or {})}
    return {stock: known[f"{stock}_1926"] for stock in assemble().stocks}


def parameter_values() -> dict:
    """The value of every parameter, and the constants of 1926 that equations compare with."""
    return {name: parameter.value for name, parameter in {**parameters(), **opening_values()}.items()}


def _equations(block) -> list:
    """The equations that a block's file declares, in its order."""
    return [
        function
        for function in vars(block).values()
        if isfunction(function) and function.__module__ == block.__name__ and is_equation(function)
    ]


@cache
def _inputs() -> dict[str, Input]:
    entries: dict[str, Parameter | Lever] = {**parameters(), **opening_values(), **levers()}
    for name, entry in entries.items():
        if entry.unit not in units.UNITS:
            raise UnknownName("unit", entry.unit, units.UNITS, where=name)
    return {
        name: Input(units.UNITS[entry.unit], AXES_OF_SHAPE[entry.shape], entry.bounds, entry.total)
        for name, entry in entries.items()
    }


@cache
def block_of(name: str) -> str:
    """The block whose file holds the equation of this name."""
    for block in BLOCKS:
        if any(equation.__name__ == name for equation in _equations(block)):
            return block.__name__.rpartition(".")[2]
    return next(slot.rivals[slot.default].__module__.rpartition(".")[2] for slot in SLOTS if slot.quantity == name)
