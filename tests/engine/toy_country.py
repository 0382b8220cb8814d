"""A country of three regions and two kinds of draught animal, small enough to check by hand.

Labour and animals till the land; people and animals eat; the state exports; what is left is stored.
"""

from collections.abc import Mapping

import numpy

from pyrrhic.engine.arithmetic import KIND, PLACE, exp, power, smooth_minimum, sum_over_kinds, sum_over_regions
from pyrrhic.engine.build import Model, build
from pyrrhic.engine.equations import Input, Slot, equation
from pyrrhic.engine.expressions import Axis
from pyrrhic.units import (
    Dimensionless,
    MillionHead,
    MillionHectares,
    MillionHorseEquivalents,
    MillionPersons,
    MillionTonnes,
    PerYear,
    Share,
    TonnesPerHead,
    TonnesPerHectare,
)

YEARS, PLACES, KINDS = 6, 3, 2
AXES = (Axis("animal", KIND, ("horse", "ox")), Axis("region", PLACE, ("north", "middle", "south")))


@equation("region")
def draught_power(animals: MillionHead, strength: Dimensionless) -> MillionHorseEquivalents:
    """Animals weighted by their strength, in horses."""
    return sum_over_kinds(animals * strength)


@equation("region")
def tillage_cobb_douglas(
    labour: MillionPersons, draught_power: MillionHorseEquivalents, labour_elasticity: Share
) -> Dimensionless:
    """Labour and draught power replace each other."""
    return power(labour, labour_elasticity) * power(draught_power, 1.0 - labour_elasticity)


@equation("region")
def tillage_leontief(labour: MillionPersons, draught_power: MillionHorseEquivalents) -> Dimensionless:
    """The scarcer of the two decides."""
    return smooth_minimum(labour, draught_power)


@equation("region")
def grain_harvest(
    land: MillionHectares, full_yield: TonnesPerHectare, tillage: Dimensionless, weather: Dimensionless
) -> MillionTonnes:
    """Land under grain times a yield that tillage brings near its full height."""
    return land * full_yield * weather * (1.0 - exp(-tillage))


@equation("region")
def grain_eaten(labour: MillionPersons, ration: TonnesPerHead) -> MillionTonnes:
    """What the people of a region eat."""
    return labour * ration


@equation("region")
def grain_fed(animals: MillionHead, fodder: TonnesPerHead) -> MillionTonnes:
    """What the animals of a region eat, all kinds together."""
    return sum_over_kinds(animals * fodder)


@equation("region")
def grain_saved(grain_harvest: MillionTonnes, grain_eaten: MillionTonnes, grain_fed: MillionTonnes) -> MillionTonnes:
    """What a region has left."""
    return grain_harvest - grain_eaten - grain_fed


@equation
def grain_next(grain: MillionTonnes, grain_saved: MillionTonnes, grain_export: MillionTonnes) -> MillionTonnes:
    """The national store at the end of the year."""
    return grain + sum_over_regions(grain_saved) - grain_export


@equation("region")
def labour_next(labour: MillionPersons, growth: PerYear) -> MillionPersons:
    """People at the end of the year."""
    return labour * exp(growth)


@equation("animal", "region")
def animals_next(animals: MillionHead, breeding: PerYear, slaughter: Share) -> MillionHead:
    """Animals at the end of the year."""
    return animals * exp(breeding) * (1.0 - slaughter)


TILLAGE = Slot("tillage", {"cobb_douglas": tillage_cobb_douglas, "leontief": tillage_leontief}, "cobb_douglas")
EQUATIONS = (
    grain_next,
    grain_saved,
    grain_fed,
    grain_eaten,
    grain_harvest,
    TILLAGE,
    draught_power,
    labour_next,
    animals_next,
)


def unit_of(annotation):
    """The Unit inside an annotation of `pyrrhic.units`."""
    return annotation.__metadata__[0]


INPUTS = {
    "strength": Input(unit_of(Dimensionless), ("animal",), (0.0, 2.0)),
    "labour_elasticity": Input(unit_of(Share), (), (0.0, 1.0)),
    "land": Input(unit_of(MillionHectares), ("region",), (0.0, 100.0), total=35.0),
    "full_yield": Input(unit_of(TonnesPerHectare), ("region",), (0.0, 5.0)),
    "ration": Input(unit_of(TonnesPerHead), (), (0.0, 1.0)),
    "fodder": Input(unit_of(TonnesPerHead), ("animal",), (0.0, 2.0)),
    "growth": Input(unit_of(PerYear), (), (-0.5, 0.5)),
    "breeding": Input(unit_of(PerYear), ("animal",), (-0.5, 0.5)),
    "weather": Input(unit_of(Dimensionless), (), (0.0, 2.0)),
    "grain_export": Input(unit_of(MillionTonnes), (), (0.0, 100.0)),
    "slaughter": Input(unit_of(Share), ("animal",), (0.0, 1.0)),
}


def country(choices: Mapping[str, str] | None = None, **options) -> Model:
    """The toy model."""
    return build(EQUATIONS, INPUTS, AXES, choices=choices, **options)


def by_kind(*values) -> numpy.ndarray:
    """One value per kind: (kind, 1, 1)."""
    return numpy.array(values, float).reshape(-1, 1, 1)


def by_place(*values) -> numpy.ndarray:
    """One value per region: (1, place, 1)."""
    return numpy.array(values, float).reshape(1, -1, 1)


def national(*members) -> numpy.ndarray:
    """One national value per member: (1, 1, member)."""
    return numpy.array(members, float).reshape(1, 1, -1)


def parameters() -> dict[str, numpy.ndarray]:
    """Values with which the country feeds itself."""
    return {
        "strength": by_kind(1.0, 0.7),
        "labour_elasticity": national(0.6),
        "land": by_place(10.0, 20.0, 5.0),
        "full_yield": by_place(1.2, 0.9, 1.0),
        "ration": national(0.25),
        "fodder": by_kind(0.6, 0.4),
        "growth": national(0.01),
        "breeding": by_kind(0.03, 0.05),
    }


def opening() -> dict[str, numpy.ndarray]:
    """Stocks at the start."""
    return {
        "grain": national(4.0),
        "labour": by_place(20.0, 35.0, 9.0),
        "animals": numpy.array([[2.0, 4.0, 1.0], [1.0, 0.5, 2.0]])[..., None],
    }


def paths() -> dict[str, numpy.ndarray]:
    """Six years of weather, exports and slaughter."""
    weather = numpy.array([1.0, 0.9, 1.1, 0.7, 1.0, 1.0]).reshape(YEARS, 1, 1, 1)
    return {
        "weather": weather,
        "grain_export": numpy.full((YEARS, 1, 1, 1), 2.0),
        "slaughter": numpy.full((YEARS, KINDS, 1, 1), 0.02),
    }


def ensemble(members: int, seed: int = 1933) -> dict[str, numpy.ndarray]:
    """Parameters of so many members, some of which fail."""
    random = numpy.random.default_rng(seed)
    land = random.uniform(2.0, 30.0, (1, PLACES, members))
    return parameters() | {
        "growth": random.uniform(-0.1, 0.05, (1, 1, members)),
        "land": 35.0 * land / land.sum(axis=1, keepdims=True),
        "full_yield": random.uniform(0.2, 1.5, (1, PLACES, members)),
        "breeding": random.uniform(-0.3, 0.2, (KINDS, 1, members)),
    }
