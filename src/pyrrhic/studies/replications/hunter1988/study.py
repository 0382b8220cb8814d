"""Hunter's question put to our run: what the same deliveries cost at the least, beside what they cost in history."""

from pyrrhic.studies.replications.hunter1988.country import FIRST, LAST, Outcome, as_it_happened, country
from pyrrhic.studies.replications.hunter1988.plan import best_plan
from pyrrhic.studies.replications.reading import Computed, replication_of

HORSES, CATTLE, SHEEP = 0, 1, 3
WORST, JULY = slice(1930 - FIRST, 1934 - FIRST), 1933 - FIRST
LATE = 1932


def deaths(outcome: Outcome) -> float:
    """Famine deaths in the villages, all years, in millions."""
    return float(outcome.deaths.sum())


def food_of_the_worst_years(outcome: Outcome) -> float:
    """Food of a villager in kg of grain, mean of 1930/31-1933/34."""
    people = country().people[:, WORST]
    return float((outcome.nutrition[:, WORST] * people).sum() / people.sum())


def herd(outcome: Outcome, species: int, place: int = -1) -> float:
    """Animals of a species in the whole country on a 1 July: unless told otherwise the last, in millions."""
    return float(outcome.herds[species, :, place].sum())


def draft(outcome: Outcome, year: int) -> float:
    """Draft power of the country in a year, million horse equivalents."""
    return float(outcome.draft[:, year - FIRST].sum())


def harvest_of_the_plan_years(outcome: Outcome) -> float:
    """All grain harvests of 1929-1933, in Mt."""
    return float(outcome.harvest[:, 1929 - FIRST : 1934 - FIRST].sum())


def inputs() -> dict[str, Computed]:
    """What a plan has to deliver, and the numbers of farming that decide what it can."""
    given = country()
    return {
        "taken": Computed(float(given.grain_taken.sum())),
        "products": Computed(float(given.products_taken.sum())),
        "herds": Computed(float(given.herds.sum())),
        "elasticity": Computed(given.elasticity),
        "store_limit": Computed(given.store_limit),
    }


def figures() -> dict[str, Computed]:
    """Farming not disordered by collectivization against history: people, food, herds, draft."""
    free, history = best_plan(undisturbed=True), as_it_happened()
    slots = {"plan": deaths(free), "history": deaths(history)}
    return {
        "survival": Computed(deaths(history) - deaths(free), slots),
        "living": Computed(food_of_the_worst_years(free) - food_of_the_worst_years(history)),
        "horses": Computed(herd(free, HORSES) - herd(history, HORSES)),
        "cattle": Computed(herd(free, CATTLE) - herd(history, CATTLE)),
        "sheep": Computed(herd(free, SHEEP) - herd(history, SHEEP)),
        "draft": Computed(draft(free, LAST) - draft(free, FIRST), {"history": draft(history, LAST)}),
    }


def answers() -> dict[str, Computed]:
    """The same deliveries with the disorder of history, divided anew among regions, and from a late start."""
    plans = {
        "history": as_it_happened(),
        "disordered": best_plan(),
        "undisturbed": best_plan(undisturbed=True),
        "divided": best_plan(divided_anew=True),
    }
    late = {"history": as_it_happened(LATE), "plan": best_plan(LATE), "divided": best_plan(LATE, divided_anew=True)}
    return {
        **{f"deaths_{name}": Computed(deaths(plan)) for name, plan in plans.items()},
        **{f"harvest_{name}": Computed(harvest_of_the_plan_years(plan)) for name, plan in plans.items()},
        **{f"horses_{name}": Computed(herd(plan, HORSES, JULY)) for name, plan in plans.items()},
        **{f"cattle_{name}": Computed(herd(plan, CATTLE, JULY)) for name, plan in plans.items()},
        **{f"late_deaths_{name}": Computed(deaths(plan)) for name, plan in late.items()},
        **{f"late_cattle_{name}": Computed(herd(late[name], CATTLE, 1)) for name in ("plan", "divided")},
    }


REPLICATION = replication_of("hunter1988", inputs, figures, answers)
