"""A country of three regions and two kinds of draught animal, small enough to check by hand.

Labour and animals till the land; people and animals eat; the state exports; what is left is stored.
"""

from collections.abc import Mapping

import numpy

from pyrrhic.engine import Model, Slot, build
from pyrrhic.engine.arithmetic import exp, power, smooth_minimum, sum_over_kinds, sum_over_regions
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


def draught_power(animals: MillionHead, strength: Dimensionless) -> MillionHorseEquivalents:
    """Animals weighted by their strength, in horses."""
    return sum_over_kinds(animals * strength)


def tillage_cobb_douglas(labour: MillionPersons, draught_power: MillionHorseEquivalents,
                         labour_elasticity: Share) -> Dimensionless:
    """Labour and draught power replace each other."""
    return power(labour, labour_elasticity) * power(draught_power, 1.0 - labour_elasticity)


def tillage_leontief(labour: MillionPersons, draught_power: MillionHorseEquivalents) -> Dimensionless:
    """The scarcer of the two decides."""
    return smooth_minimum(labour, draught_power)


def grain_harvest(land: MillionHectares, full_yield: TonnesPerHectare, tillage: Dimensionless,
                  weather: Dimensionless) -> MillionTonnes:
    """Land times yield, less where tillage is poor or the weather bad."""
    return land * full_yield * weather * (1.0 - exp(-tillage))


def grain_eaten(labour: MillionPersons, ration: TonnesPerHead) -> MillionTonnes:
    """What people eat."""
    return labour * ration


def grain_fed(animals: MillionHead, fodder: TonnesPerHead) -> MillionTonnes:
    """What the animals of a region eat, all kinds together."""
    return sum_over_kinds(animals * fodder)


def grain_saved(grain_harvest: MillionTonnes, grain_eaten: MillionTonnes, grain_fed: MillionTonnes) -> MillionTonnes:
    """What a region has left."""
    return grain_harvest - grain_eaten - grain_fed


def grain_next(grain: MillionTonnes, grain_saved: MillionTonnes, grain_export: MillionTonnes) -> MillionTonnes:
    """The national store at the end of the year."""
    return grain + sum_over_regions(grain_saved) - grain_export


def labour_next(labour: MillionPersons, growth: PerYear) -> MillionPersons:
    """People at the end of the year."""
    return labour * exp(growth)


def animals_next(animals: MillionHead, breeding: PerYear, slaughter: Share) -> MillionHead:
    """Animals at the end of the year."""
    return animals * exp(breeding) * (1.0 - slaughter)


TILLAGE = Slot("tillage", {"cobb_douglas": tillage_cobb_douglas, "leontief": tillage_leontief}, "cobb_douglas")
EQUATIONS = (grain_next, grain_saved, grain_fed, grain_eaten, grain_harvest, TILLAGE, draught_power, labour_next,
             animals_next)


def unit_of(annotation):
    """The Unit inside an annotation of `pyrrhic.units`."""
    return annotation.__metadata__[0]


INPUTS = {name: unit_of(annotation) for name, annotation in {
    "strength": Dimensionless, "labour_elasticity": Share, "land": MillionHectares, "full_yield": TonnesPerHectare,
    "ration": TonnesPerHead, "fodder": TonnesPerHead, "growth": PerYear, "breeding": PerYear,
    "weather": Dimensionless, "grain_export": MillionTonnes, "slaughter": Share}.items()}


def country(choices: Mapping[str, str] | None = None, given=()) -> Model:
    """The toy model."""
    return build(EQUATIONS, INPUTS, choices=choices, given=given)


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
    return {"strength": by_kind(1.0, 0.7), "labour_elasticity": national(0.6), "land": by_place(10.0, 20.0, 5.0),
            "full_yield": by_place(1.2, 0.9, 1.0), "ration": national(0.25), "fodder": by_kind(0.6, 0.4),
            "growth": national(0.01), "breeding": by_kind(0.03, 0.05)}


def opening() -> dict[str, numpy.ndarray]:
    """Stocks at the start."""
    return {"grain": national(4.0), "labour": by_place(20.0, 35.0, 9.0),
            "animals": numpy.array([[2.0, 4.0, 1.0], [1.0, 0.5, 2.0]])[..., None]}


def paths() -> dict[str, numpy.ndarray]:
    """Six years of weather, exports and slaughter."""
    weather = numpy.array([1.0, 0.9, 1.1, 0.7, 1.0, 1.0]).reshape(YEARS, 1, 1, 1)
    return {"weather": weather, "grain_export": numpy.full((YEARS, 1, 1, 1), 2.0),
            "slaughter": numpy.full((YEARS, KINDS, 1, 1), 0.02)}
