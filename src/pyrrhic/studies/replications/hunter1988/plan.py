"""A plan for grain, herds and draft that delivers what was taken, and goes hungry least: a linear programme.

Hunter asked what Soviet farming could have given without collectivization. Here a plan has the weather, tractors, people and
deliveries of history, and chooses what is eaten, fed, kept and slaughtered in every region and year. It makes hunger above
that of 1928/29 least first, and of all plans that do so takes the one with the largest herds.
"""

from dataclasses import dataclass
from functools import cache

import numpy

from pyrrhic.studies.replications.hunter1988.country import (
    FIRST,
    KILOGRAMS_PER_TONNE,
    Country,
    Outcome,
    country,
    deaths_at,
    hunger_at,
)
from pyrrhic.studies.replications.hunter1988.programme import Programme, Solved, Term

TANGENTS_OF_HUNGER = numpy.linspace(60.0, 320.0, 27)  # kg a head, where the curve of hunger is touched
TANGENTS_OF_DRAFT = numpy.geomspace(
    0.02, 1.0, 20
)  # of the draft power wanted, where the curve of the harvest is touched
SLACK = 1e-6  # million persons, so that rounding does not shut the second programme


@dataclass(frozen=True)
class Unknowns:
    """The variables of a plan: of animals (species, region, year), of grain (region, year); herds and stores have one year more."""

    herds: numpy.ndarray
    slaughtered: numpy.ndarray
    unfed: numpy.ndarray
    harvest: numpy.ndarray
    eaten: numpy.ndarray
    kept: numpy.ndarray
    taken: numpy.ndarray
    hunger: numpy.ndarray


def unknowns(programme: Programme, given: Country) -> Unknowns:
    """New variables for every region and year of the country."""
    species, regions = given.herds.shape
    years = given.people.shape[1]
    flow, stock = (regions, years), (regions, years + 1)
    return Unknowns(
        herds=programme.variables((species, *stock)),
        slaughtered=programme.variables((species, *flow)),
        unfed=programme.variables((species, *flow)),
        harvest=programme.variables(flow),
        eaten=programme.variables(flow),
        kept=programme.variables(stock),
        taken=programme.variables(flow),
        hunger=programme.variables(flow),
    )


def harvests(programme: Programme, plan: Unknowns, given: Country) -> None:
    """A harvest is at most what the draft power of the year allows.

    harvest <= harvest at full draft x (draft / draft wanted) ^ elasticity, by tangents; draft beyond the want adds nothing.
    Source: hunter1988; chenLan2017.
    """
    power = given.elasticity
    programme.at_most([(1.0, plan.harvest)], given.harvest)
    for cover in TANGENTS_OF_DRAFT:
        slope = power * cover ** (power - 1.0) * given.harvest / given.draft_wanted
        draft = [(-slope * coefficient, variable) for coefficient, variable in draft_of_animals(plan, given)]
        start = (1.0 - power) * cover**power * given.harvest + slope * given.tractors
        programme.at_most([(1.0, plan.harvest), *draft], start)


def draft_of_animals(plan: Unknowns, given: Country) -> list[Term]:
    """Draft power of horses and oxen in every region and year, as terms: an animal unfed last winter works less.

    work x herd, horses of the first year as fit as they were in history, - weakness x grain they lacked / norm.
    Source: jasny1949.
    """
    animals = given.animals
    fit = numpy.ones(given.people.shape)
    fit[:, 0] = given.condition
    fed_before = numpy.ones(given.people.shape)
    fed_before[:, 0] = 0.0
    lacked = plan.unfed[0][:, [0, *range(plan.unfed.shape[2] - 1)]]
    return [
        (animals.work[0, 0] * fit, plan.herds[0, :, :-1]),
        (animals.work[1, 0], plan.herds[1, :, :-1]),
        (-(animals.weakness / animals.feed)[0][:, None] * fed_before, lacked),
    ]


def herd_laws(programme: Programme, plan: Unknowns, given: Country) -> None:
    """A herd is at most what survives of it and its increase, and never above that of 1928.

    herd next <= growth x (herd - slaughtered - loss x share unfed); unfed grain at most what the living would eat.
    Source: hunter1988; jasny1949.
    """
    animals = given.animals
    growth, feed = animals.growth[:, :, None], animals.feed[:, :, None]
    now, after = plan.herds[:, :, :-1], plan.herds[:, :, 1:]
    starved = growth * animals.loss[:, :, None] / feed
    programme.equal([(1.0, plan.herds[:, :, 0])], given.herds)
    programme.at_most([(1.0, after)], given.ceiling[:, :, None])
    programme.at_most([(1.0, after), (-growth, now), (growth, plan.slaughtered), (starved, plan.unfed)], 0.0)
    programme.at_most([(1.0, plan.unfed), (-feed, now), (feed, plan.slaughtered)], 0.0)


def grain_balances(programme: Programme, plan: Unknowns, given: Country) -> None:
    """Grain of every region and year: kept before + harvest = taken + seed + fed + eaten + kept.

    fed = norm x (herd - slaughtered) - unfed; what is kept is at most a share of the harvest.
    Source: wheatcroftDavies1994agriculture.
    """
    feed = given.animals.feed[:, :, None]
    fed = [(feed[kind], plan.herds[kind, :, :-1]) for kind in range(len(feed))]
    slaughtered = [(-feed[kind], plan.slaughtered[kind]) for kind in range(len(feed))]
    unfed = [(-1.0, plan.unfed[kind]) for kind in range(len(feed))]
    uses = [(1.0, plan.eaten), (1.0, plan.taken), (1.0, plan.kept[:, 1:]), *fed, *slaughtered, *unfed]
    programme.equal([(1.0, plan.kept[:, 0])], given.store)
    programme.equal([*uses, (-1.0, plan.harvest), (-1.0, plan.kept[:, :-1])], -given.seed)
    programme.at_most([(1.0, plan.kept[:, 1:]), (-given.store_limit, plan.harvest)], 0.0)


def deliveries(programme: Programme, plan: Unknowns, given: Country, divided_anew: bool) -> None:
    """As much grain is taken as in history: from every region, or from all together where it is `divided_anew`."""
    if not divided_anew:
        return programme.equal([(1.0, plan.taken)], numpy.maximum(given.grain_taken, 0.0))
    regions = [(1.0, region) for region in plan.taken]
    return programme.equal(regions, numpy.maximum(given.grain_taken, 0.0).sum(axis=0))


def food_and_hunger(programme: Programme, plan: Unknowns, given: Country) -> None:
    """Hunger above that of 1928/29 in the region is at least what the food of the year leaves, by tangents to the model's curve.

    food = grain eaten + produce of the herds + carcasses - products taken + plot food, in tonnes of grain.
    Source: mengQianYared2015; wheatcroftDavies1994agriculture.
    """
    animals, per_head = given.animals, KILOGRAMS_PER_TONNE / given.people
    meat = [(animals.carcass[kind, 0], plan.slaughtered[kind]) for kind in range(len(animals.carcass))]
    produce = [(animals.produce[kind, 0], plan.herds[kind, :, :-1]) for kind in range(len(animals.produce))]
    food = [(1.0, plan.eaten), *produce, *meat]
    other = given.plot_food - given.products_taken
    step, ordinary = 0.5, given.ordinary_hunger[:, None]
    for touched in TANGENTS_OF_HUNGER:
        slope = float(hunger_at(touched + step) - hunger_at(touched - step)) / (2.0 * step)
        falls = [(slope * per_head * coefficient, variable) for coefficient, variable in food]
        level = float(hunger_at(touched)) - slope * touched
        programme.at_most([*falls, (-1.0, plan.hunger)], ordinary - level - slope * per_head * other)


@cache
def best_plan(first: int = FIRST, undisturbed: bool = False, divided_anew: bool = False) -> Outcome:
    """The best plan from an agricultural year on: with farms as disordered as in history, or `undisturbed`."""
    given = country(first)
    return best_plan_for(given.without_disorder() if undisturbed else given, divided_anew)


def best_plan_for(given: Country, divided_anew: bool = False) -> Outcome:
    """The plan with the least hunger above that of 1928/29, and of those the one with the largest herds in all years."""
    programme = Programme()
    plan = unknowns(programme, given)
    harvests(programme, plan, given)
    herd_laws(programme, plan, given)
    grain_balances(programme, plan, given)
    deliveries(programme, plan, given, divided_anew)
    food_and_hunger(programme, plan, given)
    hunger = [(given.people, plan.hunger)]
    programme.at_least_as_good(hunger, programme.least(hunger).least + SLACK)
    animals = -1.0 / given.ceiling.sum(axis=1)[:, None, None]
    return outcome(programme.least([(animals, plan.herds)]), plan, given)


def outcome(solved: Solved, plan: Unknowns, given: Country) -> Outcome:
    """What a solved plan loses, hunger by the model's own curve."""
    animals, herds = given.animals, solved.of(plan.herds)
    now = herds[:, :, :-1]
    animal_food = animals.produce[:, :, None] * now + animals.carcass[:, :, None] * solved.of(plan.slaughtered)
    food = solved.of(plan.eaten) + animal_food.sum(axis=0) + given.plot_food - given.products_taken
    nutrition = KILOGRAMS_PER_TONNE * food / given.people
    hunger = hunger_at(nutrition)
    return Outcome(
        nutrition=nutrition,
        hunger=hunger,
        deaths=deaths_at(hunger, given.hunger_before, given.people),
        herds=herds,
        draft=given.tractors
        + sum(coefficient * solved.of(variable) for coefficient, variable in draft_of_animals(plan, given)),
        harvest=solved.of(plan.harvest),
    )
