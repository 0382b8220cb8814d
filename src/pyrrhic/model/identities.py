"""The accounting identities of the model: what must balance in every year of every run, whatever the equations assume.

    done = simulate(model, parameters, opening, paths, [*model.equations, *reads()])
    gaps(done.values)        # {'village grain': array of 3e-16 for each member, ...}

Each identity is computed anew from the quantities of a run, so that a wrong equation cannot hide in it. Those that
concern stocks hold in the war years too, in which changes are imposed from outside.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy

CLOSES_TO = 1e-12  # of the size of what balances; rounding leaves some 1e-15
LEAST_SIZE = 1.0  # of a unit: what is smaller is measured by the unit itself, for zero has no size
KIND, REGION = 1, 2  # the axes of a run's quantities (year, kind, place, member) along which kinds and regions stand

Sides = tuple[numpy.ndarray, numpy.ndarray]
IDENTITIES: dict[str, "Identity"] = {}


@dataclass(frozen=True)
class Identity:
    """One identity: its name, what balances, and the function that gives both sides from quantities of a run."""

    name: str
    balances: str
    sides: Callable[..., Sides]

    @property
    def reads(self) -> tuple[str, ...]:
        """The quantities, stocks and inputs that both sides are made of."""
        return tuple(inspect.signature(self.sides).parameters)

    def gap(self, values: Mapping[str, numpy.ndarray]) -> numpy.ndarray:
        """The largest distance of the two sides over years, kinds and places, relative to their size; per member.

        `values` are arrays (year, kind, place), with or without members behind. Not a number where a side is none.
        """
        left, right = self.sides(*(values[name] for name in self.reads))
        apart = numpy.abs(left - right) / numpy.maximum(numpy.abs(left), LEAST_SIZE)
        return apart.max(axis=(0, 1, REGION))


def reads() -> tuple[str, ...]:
    """Everything that the identities read: what a run must keep so that they can be checked."""
    return tuple(dict.fromkeys(name for identity in IDENTITIES.values() for name in identity.reads))


def gaps(values: Mapping[str, numpy.ndarray]) -> dict[str, numpy.ndarray]:
    """The gap of each identity whose quantities are all among the values; see `reads` for what all of them need."""
    return {
        name: identity.gap(values)
        for name, identity in IDENTITIES.items()
        if all(quantity in values for quantity in identity.reads)
    }


def _identity(sides: Callable[..., Sides]) -> Callable[..., Sides]:
    """Declare a function as an identity, under its name in words; its docstring says what balances."""
    name = sides.__name__.replace("_", " ")
    IDENTITIES[name] = Identity(name, inspect.getdoc(sides) or "", sides)
    return sides


def _regions(quantity: numpy.ndarray) -> numpy.ndarray:
    """The total over regions, which stay as an axis of length one."""
    return quantity.sum(axis=REGION, keepdims=True)


def _kinds(quantity: numpy.ndarray) -> numpy.ndarray:
    """The total over kinds, which stay as an axis of length one."""
    return quantity.sum(axis=KIND, keepdims=True)


# --- grain ------------------------------------------------------------------------------------------------


@_identity
def village_grain(
    grain_harvest,
    household_grain,
    state_supply,
    private_purchases,
    grain_collected,
    seed,
    grain_food,
    grain_feed,
    private_sales,
    household_grain_next,
) -> Sides:
    """Grain of a region's villages: harvest, stocks, what the state gives and what is bought is collected, sown, eaten,
    fed, sold or kept."""
    came = grain_harvest + household_grain + state_supply + private_purchases
    return came, grain_collected + seed + grain_food + grain_feed + private_sales + household_grain_next


@_identity
def private_trade(private_sales, private_purchases, town_market_grain) -> Sides:
    """Grain on the free market: what villages sell is bought by villages and towns."""
    return _regions(private_sales), _regions(private_purchases) + town_market_grain


@_identity
def state_grain(
    state_grain, grain_collected, grain_imports, grain_exports, state_grain_use, state_supply, state_grain_next
) -> Sides:
    """Grain of the state: stocks, collections and imports are exported, used, given to villages or kept."""
    came = state_grain + _regions(grain_collected) + grain_imports
    return came, grain_exports + state_grain_use + _regions(state_supply) + state_grain_next


@_identity
def grain_of_the_country(
    grain_harvest,
    household_grain,
    state_grain,
    grain_imports,
    seed,
    grain_food,
    grain_feed,
    household_grain_next,
    state_grain_use,
    town_market_grain,
    grain_exports,
    state_grain_next,
) -> Sides:
    """Grain of the whole country: harvest, stocks and imports are sown, eaten, fed, used, exported or kept."""
    came = _regions(grain_harvest + household_grain) + state_grain + grain_imports
    in_villages = _regions(seed + grain_food + grain_feed + household_grain_next)
    return came, in_villages + state_grain_use + town_market_grain + grain_exports + state_grain_next


# --- people -----------------------------------------------------------------------------------------------


@_identity
def rural_population_by_region(
    rural_population_next,
    rural_population,
    rural_population_imposed_change,
    war,
    births_rural,
    deaths_rural,
    migration,
    reclassified,
    deported,
    settled_deportees,
) -> Sides:
    """People of a region's villages: those of last year, born, dead, moved, counted as urban, deported, settled."""
    change = births_rural - deaths_rural - migration - reclassified - deported + settled_deportees
    return rural_population_next, rural_population + rural_population_imposed_change + (1.0 - war) * change


@_identity
def population_of_the_country(
    rural_population_next,
    urban_population_next,
    rural_population,
    rural_population_imposed_change,
    urban_population,
    urban_population_imposed_change,
    war,
    births,
    deaths,
) -> Sides:
    """People of the whole country: those of last year and the born, without the dead; nobody is lost in moving."""
    before = _regions(rural_population + rural_population_imposed_change)
    before = before + urban_population + urban_population_imposed_change
    return _regions(rural_population_next) + urban_population_next, before + (1.0 - war) * (births - deaths)


@_identity
def migrants(migration, arrivals, departures) -> Sides:
    """People on the move: what the villages of all regions lose is what towns gain by arrivals less departures."""
    return _regions(migration), arrivals - departures


@_identity
def deported_people(deported, settled_deportees, deportation_deaths) -> Sides:
    """Deported people: all who leave a region settle in another or die."""
    return _regions(deported), _regions(settled_deportees) + deportation_deaths


# --- herds, machines, land --------------------------------------------------------------------------------


@_identity
def herds(
    herds_next,
    herds,
    herds_imposed_change,
    war,
    herd_increase,
    herd_starvation,
    animals_levied,
    animals_slaughtered,
    animals_neglected,
) -> Sides:
    """Animals of a species in a region: those of last year, their increase, the starved, levied, slaughtered and
    neglected."""
    change = herd_increase - herd_starvation - animals_levied - animals_slaughtered - animals_neglected
    return herds_next, herds + herds_imposed_change + (1.0 - war) * change


@_identity
def animal_food(
    animal_produce,
    carcass_food,
    animals_levied,
    animals_slaughtered,
    carrion_share,
    animals_neglected,
    herd_starvation,
    village_animal_food,
    animal_deliveries,
) -> Sides:
    """Animal food of a region: what animals give, living and dead, is eaten in its villages or leaves them."""
    dead = animals_levied + animals_slaughtered + carrion_share * (animals_neglected + herd_starvation)
    return animal_produce + _kinds(carcass_food * dead), village_animal_food + animal_deliveries


@_identity
def tractors(
    tractors_next,
    tractors,
    tractors_imposed_change,
    war,
    mts_on,
    tractor_deliveries,
    tractor_region_share,
    tractor_scrap,
) -> Sides:
    """Tractors of a region: those of last year, delivered and scrapped."""
    change = mts_on * tractor_deliveries * tractor_region_share - tractor_scrap * tractors
    return tractors_next, tractors + tractors_imposed_change + (1.0 - war) * change


@_identity
def land(grain_area_target, grain_area_plan, virgin_land, virgin_grain_share) -> Sides:
    """Land to be sown to grain: regions share out the plan and the virgin land, no more and no less."""
    return _regions(grain_area_target), grain_area_plan + virgin_land * virgin_grain_share


# --- the economy ------------------------------------------------------------------------------------------


@_identity
def capital(capital, capital_producer, capital_consumer) -> Sides:
    """Capital outside agriculture: that of producer goods and that of consumer goods."""
    return capital, capital_producer + capital_consumer


@_identity
def product(gross_product, producer_goods, consumer_goods, farm_output) -> Sides:
    """The gross product: producer goods, consumer goods and what farms make."""
    return gross_product, producer_goods + consumer_goods + farm_output
