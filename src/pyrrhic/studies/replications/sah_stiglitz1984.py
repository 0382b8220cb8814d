"""Sah and Stiglitz, The economics of price scissors (1984): a lower price of food raises investment and hurts both.

Per worker: output f, wage w, food bought x(p, w). Per peasant: sales Q(p). `peasants` is peasants per worker; the price
p and the wage are in manufactures. The state sets p, and the wage is what lets the food market clear.
"""

from dataclasses import dataclass

from numpy import exp, log

from pyrrhic.runs.history import recorded
from pyrrhic.studies.replications import ces
from pyrrhic.studies.replications.allen2003 import marketed_share, sales, substitution_for
from pyrrhic.studies.replications.reading import Computed, replication_of
from pyrrhic.studies.replications.replicate import root, slope
from pyrrhic.units import Dimensionless, Share

SUPPLY_ELASTICITY, WORKER_SUBSTITUTION, FOOD_SHARE, OUTPUT = 0.7, 0.5, 0.5, 2.0
LOWEST_WAGE, HIGHEST_WAGE = 1e-9, 1e9


@dataclass(frozen=True)
class Tastes:
    """Weight of food and elasticity of substitution, of peasants and of workers."""

    peasant: tuple[float, float]
    worker: tuple[float, float]


def wage(price: Dimensionless, harvest: Dimensionless, peasants: Dimensionless, tastes: Tastes) -> Dimensionless:
    """The wage at which workers buy what peasants sell.

    peasants x sales = food demand of a worker, solved for the wage by bisection in its logarithm.
    Source: sahStiglitz1984. Holds for food without rationing, trade or forced deliveries.
    """
    supply = peasants * sales(price, harvest, *tastes.peasant)

    def excess(logged):
        return ces.food_demand(price, exp(logged), *tastes.worker) - supply

    return float(exp(root(excess, log(LOWEST_WAGE), log(HIGHEST_WAGE))))


def investment(output: Dimensionless, wage: Dimensionless) -> Dimensionless:
    """Manufactures left for investment, per worker.

    output - wage: what workers do not eat or wear they pay, through the state, to the peasants.
    Source: sahStiglitz1984. Holds when the food market clears.
    """
    return output - wage


def wage_slope(
    supply_slope: Dimensionless, demand_slope: Dimensionless, demand_of_wage: Dimensionless
) -> Dimensionless:
    """Rise of the wage with the price of food.

    (peasants x slope of sales - slope of demand) / slope of demand in the wage.
    Source: sahStiglitz1984. Holds when the food market clears; positive if sales rise and demand falls with the price.
    """
    return (supply_slope - demand_slope) / demand_of_wage


def wage_elasticity(supply: Dimensionless, demand: Dimensionless, demand_of_wage: Dimensionless) -> Dimensionless:
    """Per cent by which the wage rises when food is dearer by one per cent.

    (elasticity of sales - elasticity of demand) / elasticity of demand in the wage.
    Source: sahStiglitz1984. Holds when the food market clears; with forced deliveries the elasticity of sales is zero.
    """
    return (supply - demand) / demand_of_wage


def investment_slope(wage_slope: Dimensionless) -> Dimensionless:
    """Rise of investment with the price of food.

    - slope of the wage.
    Source: sahStiglitz1984. Holds when the food market clears.
    """
    return -wage_slope


def peasant_welfare(
    price: Dimensionless, harvest: Dimensionless, peasant: tuple[Share, Dimensionless]
) -> Dimensionless:
    """Logarithm of a peasant's welfare.

    log(price x harvest) - log cost of living.
    Source: sahStiglitz1984. Holds for a peasant who sells food and buys manufactures.
    """
    return log(price * harvest) - ces.log_cost_of_living(price, *peasant)


def worker_welfare(price: Dimensionless, wage: Dimensionless, worker: tuple[Share, Dimensionless]) -> Dimensionless:
    """Logarithm of a worker's welfare.

    log wage - log cost of living.
    Source: sahStiglitz1984. Holds for a worker who buys food at the price set.
    """
    return log(wage) - ces.log_cost_of_living(price, *worker)


def peasant_welfare_slope(marketed_share: Share, price: Dimensionless) -> Dimensionless:
    """Rise of the logarithm of a peasant's welfare with the price of food.

    marketed share / price, by Roy's identity.
    Source: sahStiglitz1984. Holds for a peasant who sells food.
    """
    return marketed_share / price


def worker_welfare_slope(wage_elasticity: Dimensionless, food_share: Share, price: Dimensionless) -> Dimensionless:
    """Rise of the logarithm of a worker's welfare with the price of food.

    (elasticity of the wage - share of the wage spent on food) / price, by Roy's identity.
    Source: sahStiglitz1984. Positive whenever sales rise with the price: dearer food costs a worker less than the wage
    must rise to clear the market.
    """
    return (wage_elasticity - food_share) / price


# --- one country, solved ------------------------------------------------------------------------------------


def tastes_of(marketed: Share, supply: Dimensionless, food_share: Share, substitution: Dimensionless) -> Tastes:
    """Tastes that give these shares at the price 1, and this elasticity of sales."""
    peasant = substitution_for(supply, marketed)
    return Tastes(
        (ces.weight_for(marketed, peasant), peasant), (ces.weight_for(1.0 - food_share, substitution), substitution)
    )


def peasants_per_worker() -> Dimensionless:
    """Villagers per townsman at the beginning of 1927, standing for peasants per worker."""
    return recorded("rural_population_1_january")[1927] / recorded("urban_population_1_january")[1927]


def country() -> tuple[Tastes, float, float]:
    """Tastes, peasants per worker, and the harvest at which the wage is 1 when the price is 1."""
    tastes = tastes_of(marketed_share(), SUPPLY_ELASTICITY, FOOD_SHARE, WORKER_SUBSTITUTION)
    peasants = peasants_per_worker()
    return tastes, peasants, FOOD_SHARE / (peasants * marketed_share())


def slopes() -> dict[str, float]:
    """Derivatives with the price, at the price 1, by differences of solved equilibria."""
    tastes, peasants, harvest = country()

    def wage_at(price):
        return wage(price, harvest, peasants, tastes)

    return {
        "wage": slope(wage_at, 1.0),
        "investment": slope(lambda price: investment(OUTPUT, wage_at(price)), 1.0),
        "peasants": slope(lambda price: peasant_welfare(price, harvest, tastes.peasant), 1.0),
        "workers": slope(lambda price: worker_welfare(price, wage_at(price), tastes.worker), 1.0),
    }


def closed_forms() -> dict[str, float]:
    """The same derivatives by their closed forms, for shares and elasticities at the price 1."""
    demand = -(WORKER_SUBSTITUTION * (1.0 - FOOD_SHARE) + FOOD_SHARE)
    rise = wage_elasticity(SUPPLY_ELASTICITY, demand, 1.0)
    return {
        "wage": rise,
        "investment": investment_slope(rise),
        "peasants": peasant_welfare_slope(marketed_share(), 1.0),
        "workers": worker_welfare_slope(rise, FOOD_SHARE, 1.0),
    }


def inputs() -> dict[str, Computed]:
    """The numbers that go in; the signs do not depend on them."""
    return {
        "supply_elasticity": Computed(SUPPLY_ELASTICITY),
        "marketed_share": Computed(marketed_share()),
        "peasants_per_worker": Computed(peasants_per_worker()),
        "food_share": Computed(FOOD_SHARE),
        "worker_substitution": Computed(WORKER_SUBSTITUTION),
        "output": Computed(OUTPUT),
    }


def figures() -> dict[str, Computed]:
    """The derivatives of solved equilibria whose signs are published."""
    solved, formula = slopes(), closed_forms()
    return {name: Computed(solved[name], {"formula": formula[name]}) for name in ("investment", "peasants", "workers")}


REPLICATION = replication_of("sah_stiglitz1984", inputs, figures)
