"""Population: births, deaths, famine deaths and deportation, in the villages by region and in the towns."""

from pyrrhic.engine.arithmetic import (
    exp,
    maximum,
    positive_part,
    saturating,
    smooth_minimum,
    sum_over_regions,
    where,
)
from pyrrhic.engine.equations import equation
from pyrrhic.model.people.nutrition import mean_shortfall
from pyrrhic.units import CalendarYear, Dimensionless, KilogramsPerHead, MillionPersons, PerYear, Share

SMOOTHING_RATE = 0.0001  # per year
LAST_PREWAR_YEAR = 1940.0
MOST_DEPORTED = 0.5  # of the villagers of a region who are still there


@equation("region")
def famine_death_rate(
    hunger: Share, hunger_last: Share, famine_scale: PerYear, exhaustion: Dimensionless, death_rate_ceiling: PerYear
) -> PerYear:
    """Excess death rate in the villages, by region; a second hungry year kills more.

    saturating(scale x hunger squared x (1 + exhaustion x last year's hunger)).
    Source: daviesWheatcroft2004; rudnytskyi2015. Holds for 1926-1970.
    """
    rate = famine_scale * hunger * hunger * (1.0 + exhaustion * hunger_last)
    return saturating(rate, death_rate_ceiling)


@equation("region")
def excess_deaths_rural(
    rural_population: MillionPersons, flight: MillionPersons, settlers: MillionPersons, famine_death_rate: PerYear
) -> MillionPersons:
    """Famine deaths in the villages in the agricultural year, by region: of those who stayed.

    (population - fled - settlers) x excess death rate.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return (rural_population - flight - settlers) * famine_death_rate


@equation
def town_food_spread(urban_spread: Dimensionless, hunger_spread: Dimensionless, year: CalendarYear) -> Dimensionless:
    """Log spread of food among townspeople: to 1940 their own, from 1941 that of a village region.

    The categories of cards, the gap between workers and dependants, are known for the years before the war; in the
    rationing of the war towns fed themselves from gardens too, and the famine of 1946/47 was one of villages.
    Source: osokina1999; moskoff1990. Holds for 1926-1970; a judgement.
    """
    return where(year <= LAST_PREWAR_YEAR, urban_spread, hunger_spread)


@equation
def urban_hunger_ordinary(
    urban_nutrition_1926: KilogramsPerHead, urban_threshold: KilogramsPerHead, town_food_spread: Dimensionless
) -> Share:
    """Hunger of the poorest townspeople when the towns eat as in 1926; its deaths are among the ordinary ones.

    mean shortfall below the threshold at the food of 1926.
    Source: osokina1999. One number to 1940 and another from 1941.
    """
    return mean_shortfall(urban_nutrition_1926, urban_threshold, town_food_spread)


@equation
def urban_death_rate(
    urban_hunger: Share,
    urban_hunger_last: Share,
    urban_hunger_ordinary: Share,
    famine_scale: PerYear,
    exhaustion: Dimensionless,
) -> PerYear:
    """Excess death rate in the towns: what hunger kills above what it kills in an ordinary year.

    positive part of the difference of scale x hunger squared x (1 + exhaustion x hunger of the year before).
    Source: osokina1999; rudnytskyi2015. Holds for 1926-1970.
    """
    rate = famine_scale * urban_hunger * urban_hunger * (1.0 + exhaustion * urban_hunger_last)
    ordinary = famine_scale * urban_hunger_ordinary * urban_hunger_ordinary * (1.0 + exhaustion * urban_hunger_ordinary)
    return positive_part(rate - ordinary, SMOOTHING_RATE)


@equation
def excess_deaths_urban(
    urban_population: MillionPersons, urban_death_rate: PerYear, death_rate_ceiling: PerYear
) -> MillionPersons:
    """Famine deaths in the towns in the agricultural year.

    population x saturating(excess death rate).
    Source: osokina1999. Holds for 1926-1970.
    """
    return urban_population * saturating(urban_death_rate, death_rate_ceiling)


@equation("region")
def hunger_last_next(hunger: Share) -> Share:
    """Hunger that people carry into the next year, by region.

    this year's hunger.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return hunger


@equation
def urban_hunger_last_next(urban_hunger: Share) -> Share:
    """Hunger that townspeople carry into the next year.

    this year's hunger.
    Source: osokina1999. Holds for 1926-1970.
    """
    return urban_hunger


@equation("region")
def births_rural(
    rural_population: MillionPersons,
    birth_norm: PerYear,
    rural_birth_factor: Dimensionless,
    birth_response: Dimensionless,
    conception_lag: Share,
    hunger: Share,
    hunger_last: Share,
) -> MillionPersons:
    """Births in the villages, by region; most answer to the hunger of the year before.

    factor x norm x population x exp(-response x lagged hunger).
    Source: andreevDarskiiKharkova1993. Holds for 1926-1970.
    """
    felt = conception_lag * hunger_last + (1.0 - conception_lag) * hunger
    return rural_birth_factor * birth_norm * rural_population * exp(-birth_response * felt)


@equation
def births_urban(
    urban_population: MillionPersons,
    birth_norm: PerYear,
    urban_birth_factor: Dimensionless,
    birth_response: Dimensionless,
    conception_lag: Share,
    urban_hunger: Share,
    urban_hunger_last: Share,
) -> MillionPersons:
    """Births in the towns.

    factor x norm x population x exp(-response x lagged hunger).
    Source: andreevDarskiiKharkova1993. Holds for 1926-1970.
    """
    felt = conception_lag * urban_hunger_last + (1.0 - conception_lag) * urban_hunger
    return urban_birth_factor * birth_norm * urban_population * exp(-birth_response * felt)


@equation("region")
def deaths_rural(
    rural_population: MillionPersons,
    death_norm: PerYear,
    rural_death_factor: Dimensionless,
    excess_deaths_rural: MillionPersons,
) -> MillionPersons:
    """Deaths in the villages, by region.

    factor x norm x population + famine deaths.
    Source: andreevDarskiiKharkova1993. Holds for 1926-1970.
    """
    return rural_death_factor * death_norm * rural_population + excess_deaths_rural


@equation
def deaths_urban(
    urban_population: MillionPersons,
    death_norm: PerYear,
    urban_death_factor: Dimensionless,
    excess_deaths_urban: MillionPersons,
) -> MillionPersons:
    """Deaths in the towns.

    factor x norm x population + famine deaths.
    Source: andreevDarskiiKharkova1993. Holds for 1926-1970.
    """
    return urban_death_factor * death_norm * urban_population + excess_deaths_urban


@equation("region")
def deported(
    deportees: MillionPersons,
    deportation_origin_share: Share,
    rural_population: MillionPersons,
    deaths_rural: MillionPersons,
    migration: MillionPersons,
    reclassified: MillionPersons,
) -> MillionPersons:
    """Peasants deported from a region, at most a part of those who are still there.

    smaller of all to be deported x the region's share as origin, and a part of (population - deaths - moves).
    Source: zemskov2003; viola1996. Holds for 1930-1952.
    """
    still_there = maximum(rural_population - deaths_rural - migration - reclassified, 0.0)
    return smooth_minimum(deportees * deportation_origin_share, MOST_DEPORTED * still_there)


@equation
def deportation_deaths(deported: MillionPersons, deportation_death_share: Share) -> MillionPersons:
    """Deported peasants who died on the way or in the first year of exile.

    deported, all regions x share who died.
    Source: zemskov2003; krasilnikov2003. Holds for 1930-1952.
    """
    return sum_over_regions(deported) * deportation_death_share


@equation("region")
def settled_deportees(
    deported: MillionPersons, deportation_deaths: MillionPersons, deportation_destination_share: Share
) -> MillionPersons:
    """Deported peasants who reached a region alive.

    (deported, all regions - died) x the region's share as destination.
    Source: zemskov2003. Holds for 1930-1952.
    """
    return (sum_over_regions(deported) - deportation_deaths) * deportation_destination_share


@equation("region")
def rural_population_before_imposed(
    rural_population: MillionPersons,
    births_rural: MillionPersons,
    deaths_rural: MillionPersons,
    migration: MillionPersons,
    reclassified: MillionPersons,
    deported: MillionPersons,
    settled_deportees: MillionPersons,
    war: Share,
) -> MillionPersons:
    """Rural population at the end of the year before imposed change, by region.

    population + (1 - war) x (births - deaths - migration - reclassified - deported + settled).
    Source: andreevDarskiiKharkova1993. An identity; holds for 1926-1970.
    """
    natural = births_rural - deaths_rural
    return rural_population + (1.0 - war) * (natural - migration - reclassified - deported + settled_deportees)


@equation("region")
def rural_population_imposed_change(
    rural_population_before_imposed: MillionPersons, rural_imposed_factor: Dimensionless
) -> MillionPersons:
    """Rural population gained with annexed lands or lost in the war, by region.

    population x (imposed factor - 1).
    Source: andreevDarskiiKharkova1993. Imposed in 1939/40 and 1941-44.
    """
    return rural_population_before_imposed * (rural_imposed_factor - 1.0)


@equation("region")
def rural_population_next(
    rural_population_before_imposed: MillionPersons, rural_population_imposed_change: MillionPersons
) -> MillionPersons:
    """Rural population on 1 July, by region.

    population before imposed change + imposed change.
    Source: andreevDarskiiKharkova1993. An identity; holds for 1926-1970.
    """
    return rural_population_before_imposed + rural_population_imposed_change


@equation
def urban_population_before_imposed(
    urban_population: MillionPersons,
    births_urban: MillionPersons,
    deaths_urban: MillionPersons,
    migration_total: MillionPersons,
    reclassified: MillionPersons,
    war: Share,
) -> MillionPersons:
    """Urban population at the end of the year before imposed change.

    population + (1 - war) x (births - deaths + migration + reclassified).
    Source: andreevDarskiiKharkova1993. An identity; holds for 1926-1970.
    """
    natural = births_urban - deaths_urban
    arrivals = migration_total + sum_over_regions(reclassified)
    return urban_population + (1.0 - war) * (natural + arrivals)


@equation
def urban_population_imposed_change(
    urban_population_before_imposed: MillionPersons, urban_imposed_factor: Dimensionless
) -> MillionPersons:
    """Urban population gained with annexed lands or lost in the war.

    population x (imposed factor - 1).
    Source: andreevDarskiiKharkova1993. Imposed in 1939/40 and 1941-44.
    """
    return urban_population_before_imposed * (urban_imposed_factor - 1.0)


@equation
def urban_population_next(
    urban_population_before_imposed: MillionPersons, urban_population_imposed_change: MillionPersons
) -> MillionPersons:
    """Urban population on 1 July.

    population before imposed change + imposed change.
    Source: andreevDarskiiKharkova1993. An identity; holds for 1926-1970.
    """
    return urban_population_before_imposed + urban_population_imposed_change


@equation
def rural_population_total(rural_population: MillionPersons) -> MillionPersons:
    """Rural population of the whole country on 1 July.

    sum over regions.
    Source: andreevDarskiiKharkova1993. Holds for 1926-1970.
    """
    return sum_over_regions(rural_population)


@equation
def births(births_rural: MillionPersons, births_urban: MillionPersons) -> MillionPersons:
    """Births in the whole country in the agricultural year.

    villages + towns.
    Source: andreevDarskiiKharkova1993. Holds for 1926-1970.
    """
    return sum_over_regions(births_rural) + births_urban


@equation
def deaths(
    deaths_rural: MillionPersons, deaths_urban: MillionPersons, deportation_deaths: MillionPersons
) -> MillionPersons:
    """Deaths in the whole country in the agricultural year.

    villages + towns + deported.
    Source: andreevDarskiiKharkova1993. Holds for 1926-1970.
    """
    return sum_over_regions(deaths_rural) + deaths_urban + deportation_deaths


@equation
def excess_deaths(
    excess_deaths_rural: MillionPersons, excess_deaths_urban: MillionPersons, deportation_deaths: MillionPersons
) -> MillionPersons:
    """Deaths in the whole country above the ordinary: famine in villages and towns, and deportation.

    villages + towns + deported.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return sum_over_regions(excess_deaths_rural) + excess_deaths_urban + deportation_deaths
