"""What a plan for grain, herds and draft cannot change: the country of the run as it happened, year by year.

Arrays are (region, year) for the agricultural years to 1938/39; of animals (species, region, year) or (species,
region). All in million persons, heads, tonnes and horse equivalents.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy

from pyrrhic.model import FIRST_YEAR
from pyrrhic.model.people.nutrition import mean_shortfall
from pyrrhic.model.people.population import famine_death_rate
from pyrrhic.runs.run import Run, history, run
from pyrrhic.runs.starting_fit import fitted_parameters

FIRST, LAST = 1928, 1938
KILOGRAMS_PER_TONNE = 1000.0
KEEP = (
    "rural_population",
    "grain_collected",
    "state_supply",
    "private_sales",
    "private_purchases",
    "animal_deliveries",
    "plot_food",
    "seed_per_hectare",
    "grain_area_target",
    "grain_harvest",
    "draft_adequacy",
    "draft_need",
    "draft_power",
    "feed_cover_last",
    "tractor_draft_power",
    "effort",
    "unsettled",
    "household_grain",
    "herds",
    "herd_ceiling",
    "nutrition",
    "hunger",
    "hunger_last",
)


@dataclass(frozen=True)
class Animals:
    """How animals live: numbers by species, of feed by species and region.

    `feed` is grain a head, `growth` the factor of a fed herd in a year, `loss` the share of a herd without any grain that
    is lost, `work` horse equivalents a head, `weakness` the share of its work that an unfed animal loses, `produce` food
    a head and year, `carcass` food of one that is slaughtered, both in tonnes of grain.
    """

    feed: numpy.ndarray
    growth: numpy.ndarray
    loss: numpy.ndarray
    work: numpy.ndarray
    weakness: numpy.ndarray
    produce: numpy.ndarray
    carcass: numpy.ndarray


@dataclass(frozen=True)
class Country:
    """What is given: people, what leaves the villages, seed, what land and draft can yield, and the herds at the start.

    `harvest` is that at the draft power of 1926, `draft_wanted` the draft power at which it is reached, `elasticity` by how
    many per cent it falls when draft falls by one. `grain_taken` is grain collected and sold less grain returned and
    bought, `products_taken` animal products delivered. `ceiling` are the herds of 1928, `undisturbed` is the harvest of farms that are
    not disordered over that of history, `ordinary_hunger` the hunger of 1928/29 by region, `hunger_before` that of the year
    before the first; `condition` is the part of their work that horses are fit for after last winter, in the first year.
    """

    people: numpy.ndarray
    grain_taken: numpy.ndarray
    products_taken: numpy.ndarray
    plot_food: numpy.ndarray
    seed: numpy.ndarray
    harvest: numpy.ndarray
    draft_wanted: numpy.ndarray
    tractors: numpy.ndarray
    herds: numpy.ndarray
    ceiling: numpy.ndarray
    store: numpy.ndarray
    store_limit: float
    elasticity: float
    animals: Animals
    undisturbed: numpy.ndarray
    ordinary_hunger: numpy.ndarray
    hunger_before: numpy.ndarray
    condition: numpy.ndarray

    def without_disorder(self) -> "Country":
        """The same country with harvests as farms not disordered by collectivization, and worked as before, would have."""
        return replace(self, harvest=self.harvest * self.undisturbed)


@dataclass(frozen=True)
class Outcome:
    """What is lost in a plan or in a run: (region, year) nutrition in kg a head, hunger, deaths; herds, draft, harvest."""

    nutrition: numpy.ndarray
    hunger: numpy.ndarray
    deaths: numpy.ndarray
    herds: numpy.ndarray
    draft: numpy.ndarray
    harvest: numpy.ndarray


@cache
def history_run() -> Run:
    """The run as it happened, at the starting fit."""
    return run(history(keep=KEEP))


def years_from(first: int) -> slice:
    """The places of the agricultural years from one to the last."""
    return slice(first - FIRST_YEAR, LAST + 1 - FIRST_YEAR)


def regional(name: str, first: int = FIRST) -> numpy.ndarray:
    """A quantity of the run that has no kinds: (region, year)."""
    return numpy.moveaxis(history_run().values[name][years_from(first), 0, :, 0], 0, -1)


def of_herds(name: str, first: int = FIRST) -> numpy.ndarray:
    """Animals of the run on 1 July, the one after the last year too: (species, region, year)."""
    until = slice(first - FIRST_YEAR, LAST + 2 - FIRST_YEAR)
    return numpy.moveaxis(history_run().values[name][until, ..., 0], 0, -1)


def parameter(name: str) -> numpy.ndarray:
    """A parameter of the starting fit: (kind, place)."""
    return fitted_parameters()[name][..., 0]


@cache
def country(first: int = FIRST) -> Country:
    """The country from an agricultural year on, as the run of history gives it."""
    elasticity = float((parameter("yield_draft_elasticity") + parameter("area_draft_elasticity")).item())
    people, target = regional("rural_population", first), regional("grain_area_target", first)
    return Country(
        people=people,
        grain_taken=_grain_taken(first),
        products_taken=regional("animal_deliveries", first),
        plot_food=regional("plot_food", first) * people / KILOGRAMS_PER_TONNE,
        seed=regional("seed_per_hectare", first) * target,
        harvest=regional("grain_harvest", first) / regional("draft_adequacy", first) ** elasticity,
        draft_wanted=regional("draft_need", first) * target * parameter("draft_slack"),
        tractors=regional("tractor_draft_power", first),
        herds=of_herds("herds", first)[:, :, 0],
        ceiling=of_herds("herds")[:, :, 0],
        store=regional("household_grain", first)[:, 0],
        store_limit=float(parameter("store_limit").item()),
        elasticity=elasticity,
        animals=_animals(),
        undisturbed=_undisturbed(first),
        ordinary_hunger=regional("hunger")[:, 0],
        hunger_before=regional("hunger_last", first)[:, :1],
        condition=regional("feed_cover_last", first)[:, 0] ** float(parameter("horse_condition").item()),
    )


def _grain_taken(first: int) -> numpy.ndarray:
    """Grain collected and sold less grain returned and bought; none where more came than went."""
    left = regional("grain_collected", first) + regional("private_sales", first)
    return left - regional("state_supply", first) - regional("private_purchases", first)


def _undisturbed(first: int) -> numpy.ndarray:
    """The harvest of farms in order and worked as before over that of history."""
    disorder = numpy.exp(-parameter("disruption") * regional("unsettled", first))
    return 1.0 / (disorder * regional("effort", first))


def _animals() -> Animals:
    """The animals of the model: the herd law near the herds of 1926, feed at the norms of the 1920s."""
    crowding = 1.0 / parameter("herd_ceiling_ratio")
    dependence = (of_herds("herds") / of_herds("herd_ceiling"))[:, :, 0]
    nothing = numpy.zeros((2, 1))
    return Animals(
        feed=parameter("feed_norm") * parameter("feed_region_factor") * parameter("feed_norm_scale"),
        growth=numpy.exp(parameter("herd_growth") * (1.0 - crowding)),
        loss=parameter("herd_hunger") * dependence,
        work=numpy.concatenate([parameter("horse_work"), parameter("ox_work"), nothing]),
        weakness=numpy.concatenate([parameter("horse_work") * parameter("horse_condition"), numpy.zeros((3, 1))]),
        produce=parameter("food_per_animal"),
        carcass=parameter("carcass_food"),
    )


# --- hunger and deaths, by the model's own equations ----------------------------------------------------------------


def hunger_at(nutrition: numpy.ndarray) -> numpy.ndarray:
    """Hunger at a food supply in kg a head, as the model has it."""
    threshold, spread = (float(parameter(name).item()) for name in ("hunger_threshold", "hunger_spread"))
    return mean_shortfall(nutrition, threshold, spread)


def deaths_at(hunger: numpy.ndarray, hunger_before: numpy.ndarray, people: numpy.ndarray) -> numpy.ndarray:
    """Famine deaths in the villages (region, year), in millions: the model's rate, nobody fleeing."""
    before = numpy.concatenate([hunger_before, hunger[:, :-1]], axis=1)
    scale, exhaustion, ceiling = (
        float(parameter(name).item()) for name in ("famine_scale", "exhaustion", "death_rate_ceiling")
    )
    return people * famine_death_rate(hunger, before, scale, exhaustion, ceiling)


@cache
def as_it_happened(first: int = FIRST) -> Outcome:
    """What the run of history lost from an agricultural year on, counted as a plan's losses are."""
    people, hunger = regional("rural_population", first), regional("hunger", first)
    return Outcome(
        nutrition=regional("nutrition", first),
        hunger=hunger,
        deaths=deaths_at(hunger, regional("hunger_last", first)[:, :1], people),
        herds=of_herds("herds", first),
        draft=regional("draft_power", first),
        harvest=regional("grain_harvest", first),
    )
