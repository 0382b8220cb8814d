"""Migration to the towns: pull by consumption, push by collectivization and hunger, barriers; arrivals and departures."""

from pyrrhic.engine.arithmetic import exp, positive_part, saturating, sum_over_regions, where
from pyrrhic.engine.equations import equation
from pyrrhic.units import (
    BillionRubles1937,
    CalendarYear,
    Dimensionless,
    KilogramsPerHead,
    MillionPersons,
    MillionTonnes,
    PerYear,
    Share,
    ThousandRublesPerHead1937,
    TonnesPerHead,
)

SMOOTHING_RATE = 0.001  # per year
HIGHEST_RATE = 0.3  # per year
PASSPORTS_RELAXED, LABOUR_DECREE = 1934.0, 1940.0


@equation("region")
def collectivization_change(collectivization_target: Share, collectivized_share: Share) -> Share:
    """Share of households taken into kolkhozy during the year, by region; withdrawals do not count as negative.

    smooth positive part of (target - collectivized share).
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return positive_part(collectivization_target - collectivized_share, SMOOTHING_RATE)


@equation("region")
def collectivized_share_next(collectivization_target: Share) -> Share:
    """Share of peasant households in kolkhozy on 1 July, by region.

    the target of the year.
    Source: sotsialisticheskoeStroitelstvoYearbooks. Holds for 1926-1970.
    """
    return collectivization_target


@equation
def urban_consumption(
    consumer_goods: BillionRubles1937,
    urban_population: MillionPersons,
    urban_nutrition: KilogramsPerHead,
    consumer_goods_per_townsman_1926: ThousandRublesPerHead1937,
    urban_nutrition_1926: KilogramsPerHead,
    goods_weight: Share,
) -> Dimensionless:
    """Consumption of a townsman, 1926 = 1.

    weight x consumer goods per townsman + (1 - weight) x food, each against 1926.
    Source: allen2003. Holds for 1926-1970.
    """
    goods = consumer_goods / urban_population / consumer_goods_per_townsman_1926
    return goods_weight * goods + (1.0 - goods_weight) * urban_nutrition / urban_nutrition_1926


@equation
def rural_consumption(
    rural_nutrition_mean: KilogramsPerHead,
    rural_nutrition_1926: KilogramsPerHead,
    village_income: MillionTonnes,
    rural_population_total: MillionPersons,
    rural_marketings_1926: TonnesPerHead,
    goods_weight: Share,
) -> Dimensionless:
    """Consumption of a villager, 1926 = 1.

    weight x goods that sales buy + (1 - weight) x food, each against 1926.
    Source: allen2003. Holds for 1926-1970.
    """
    goods = village_income / rural_population_total / rural_marketings_1926
    return goods_weight * goods + (1.0 - goods_weight) * rural_nutrition_mean / rural_nutrition_1926


@equation
def consumption_ratio(
    urban_consumption: Dimensionless, rural_consumption: Dimensionless, consumption_ratio_1926: Dimensionless
) -> Dimensionless:
    """Consumption of a townsman against a villager's.

    ratio of 1926 x urban / rural consumption, both 1926 = 1.
    Source: allen2003[223-224]. Holds for 1926-1970.
    """
    return consumption_ratio_1926 * urban_consumption / rural_consumption


@equation("region")
def allen_regimes(
    consumption_ratio: Dimensionless,
    collectivized_share: Share,
    nep_slope: PerYear,
    nep_constant: PerYear,
    kolkhoz_slope: PerYear,
    kolkhoz_constant: PerYear,
    migration_scale: Dimensionless,
) -> PerYear:
    """Allen's migration rates: of a free peasantry and of a collectivized one at the same consumption ratio, by region.

    scale x [(1 - c) (slope x ratio - constant) + c (kolkhoz slope x ratio - kolkhoz constant)].
    Source: allen2003[123]; allen2003[224]. His equations 50A and 50; one of two rivals.
    Holds for 1926-1940; later mobility is a policy.
    """
    free = nep_slope * consumption_ratio - nep_constant
    kolkhoz = kolkhoz_slope * consumption_ratio - kolkhoz_constant
    return migration_scale * ((1.0 - collectivized_share) * free + collectivized_share * kolkhoz)


@equation
def one_law(
    consumption_ratio: Dimensionless, nep_slope: PerYear, nep_constant: PerYear, migration_scale: Dimensionless
) -> PerYear:
    """Allen's migration rate of a free peasantry for everybody: collectivization only pushes, it changes no propensity.

    scale x (slope x ratio - constant).
    Source: allen2003[123]. Holds for 1926-1940; one of two rivals.
    """
    return migration_scale * (nep_slope * consumption_ratio - nep_constant)


@equation("region")
def push_rate(migration_push: PerYear, push_lag: Share, collectivization_change: Share, unsettled: Share) -> PerYear:
    """Migration driven by being taken into a kolkhoz or dekulakized, by region; part of it follows a year later.

    push x [(1 - lag) x share taken in during the year + lag x share still disordered from before].
    Source: fitzpatrick1994; allen2003[77]. Holds for 1926-1940.
    """
    return migration_push * ((1.0 - push_lag) * collectivization_change + push_lag * unsettled)


@equation
def lasting_passports(passport: Share) -> Share:
    """Strictness of passports against villagers, when it lasts as long as the decree.

    the lever.
    Source: passportDecree1932; fitzpatrick1994. Holds for 1926-1970; one of two rivals.
    """
    return passport


@equation
def passports_of_1933(passport: Share, year: CalendarYear) -> Share:
    """Strictness of passports against villagers, when they barred nobody between the expulsions of 1933 and June 1940.

    the lever, but 0 in 1934/35-1939/40.
    Source: sotsialisticheskoeStroitelstvo1936; fitzpatrick1994. Holds for 1926-1970; one of two rivals.
    """
    return passport * where(year < PASSPORTS_RELAXED, 1.0, where(year < LABOUR_DECREE, 0.0, 1.0))


@equation("region")
def migration_rate(
    pull_rate: PerYear,
    push_rate: PerYear,
    free_mobility: Share,
    free_migration: PerYear,
    passport_strictness: Share,
    passport_bite: Dimensionless,
) -> PerYear:
    """Share of villagers who set out to settle in towns in the year, by region.

    exp(-bite x passports) x positive part of [(1 - mobility) x pull + mobility x free rate + push].
    Source: allen2003; passportDecree1932. Holds for 1926-1970.
    """
    wanted = (1.0 - free_mobility) * pull_rate + free_mobility * free_migration + push_rate
    rate = saturating(positive_part(wanted, SMOOTHING_RATE), HIGHEST_RATE)
    return exp(-passport_bite * passport_strictness) * rate


@equation("region")
def flight(
    hunger: Share, rural_population: MillionPersons, flight_response: PerYear, blockade: Share
) -> MillionPersons:
    """Villagers who flee from hunger to the towns before it kills, by region.

    rural population x saturating(response x hunger x (1 - blockade)).
    Source: daviesWheatcroft2004; fitzpatrick1994. Holds for 1926-1970; the response is hardly known.
    """
    return rural_population * saturating(flight_response * hunger * (1.0 - blockade), HIGHEST_RATE)


@equation("region")
def settlers(rural_population: MillionPersons, flight: MillionPersons, migration_rate: PerYear) -> MillionPersons:
    """Villagers who set out to settle in towns, by region.

    (rural population - fled) x rate.
    Source: allen2003; sotsialisticheskoeStroitelstvo1936. Holds for 1926-1970.
    """
    return (rural_population - flight) * migration_rate


@equation
def arrivals_open(
    turnover: PerYear, urban_population: MillionPersons, settlers: MillionPersons, flight: MillionPersons
) -> MillionPersons:
    """Arrivals in the towns in a year in which nobody shuts them, moves between towns included.

    turnover x urban population + settlers + fled.
    Source: sotsialisticheskoeStroitelstvo1936. Holds for 1926-1970.
    """
    return turnover * urban_population + sum_over_regions(settlers) + sum_over_regions(flight)


@equation
def arrivals(arrivals_open: MillionPersons, closure_bite: Dimensionless, towns_shut: Share) -> MillionPersons:
    """Arrivals in the towns, moves between towns included.

    arrivals at open towns x (1 - share of the year shut x (1 - exp(-bite))).
    Source: sotsialisticheskoeStroitelstvo1936; passportDecree1932. Holds for 1926-1970.
    """
    return arrivals_open * (1.0 - towns_shut * (1.0 - exp(-closure_bite)))


@equation
def departures_open(turnover: PerYear, urban_population: MillionPersons) -> MillionPersons:
    """Departures from the towns in a year in which nobody shuts them, moves between towns included.

    turnover x urban population.
    Source: sotsialisticheskoeStroitelstvo1936. Holds for 1926-1970.
    """
    return turnover * urban_population


@equation
def departures(
    departures_open: MillionPersons, closure_bite: Dimensionless, closure_hold: Share, towns_shut: Share
) -> MillionPersons:
    """Departures from the towns; while they are shut fewer leave, for who leaves cannot return.

    departures from open towns x (1 - share of the year shut x (1 - exp(-hold x bite))).
    Source: sotsialisticheskoeStroitelstvo1936; passportDecree1932. Holds for 1926-1970.
    """
    return departures_open * (1.0 - towns_shut * (1.0 - exp(-closure_hold * closure_bite)))


@equation
def migration_total(arrivals: MillionPersons, departures: MillionPersons) -> MillionPersons:
    """Net movement from the villages of the whole country to the towns in the year.

    arrivals - departures.
    Source: sotsialisticheskoeStroitelstvo1936. Holds for 1926-1970.
    """
    return arrivals - departures


@equation("region")
def migration(
    settlers: MillionPersons, flight: MillionPersons, migration_total: MillionPersons, rural_population: MillionPersons
) -> MillionPersons:
    """Net movement from the villages to the towns, by region: those whom shut towns refuse or lose go to all villages.

    settlers + fled - (all of them - net movement) x share in the rural population.
    Source: sotsialisticheskoeStroitelstvo1936. Holds for 1926-1970.
    """
    set_out = settlers + flight
    refused = sum_over_regions(set_out) - migration_total
    return set_out - refused * rural_population / sum_over_regions(rural_population)


@equation("region")
def reclassified(rural_population: MillionPersons, reclassification_rate: PerYear) -> MillionPersons:
    """Villagers whose settlement becomes a town in the year, by region.

    rural population x rate.
    Source: lewin2005. Holds for 1926-1970.
    """
    return rural_population * reclassification_rate
