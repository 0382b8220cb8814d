"""Derived series of people: population, towns, births, deaths, famine, migration, deportation, employment."""

from dataclasses import replace

from pyrrhic.record.derive.operations import (
    BORDERS_1940,
    COUNTRY,
    INTERWAR,
    POSTWAR,
    Derived,
    Point,
    Points,
    add,
    as_it_stood,
    derived,
    mean_of,
    ratio,
    scale,
    subtract,
    take,
    take_as_it_stood,
    titled,
    to_agricultural_year,
)
from pyrrhic.record.load import Record
from pyrrhic.texts import Text


def mid_year_population(record: Record) -> dict[int, Point]:
    """Population at mid-year in million, by territory: what per-head series divide by.

    Interwar borders: mean of the reconstructed 1 January figures on both sides. Post-1945 borders, from
    1946: the mid-year series printed for them.
    """
    january = scale(take(record, "population_1_january", territory=INTERWAR), 0.001)
    interwar = {
        year: mean_of(point, january[year + 1], like=point) for year, point in january.items() if year + 1 in january
    }
    postwar = scale(take(record, "population_mid_year", territory=POSTWAR), 0.001)
    return as_it_stood(interwar, {year: point for year, point in postwar.items() if year >= 1946})


@titled(Text("Population on 1 January", "Население на 1 января"), "million persons")
def population_1_january_as_it_stood(record: Record) -> Derived:
    """Population on 1 January, country as it stood."""
    points = take_as_it_stood(record, "population_1_january", (INTERWAR, POSTWAR))
    return derived(
        "population_1_january_as_it_stood",
        "1 January",
        "Reconstruction of Andreev, Darskii and Kharkova as printed, in millions; country as it stood.",
        scale(points, 0.001),
    )


@titled(Text("Urban population on 1 January", "Городское население на 1 января"), "million persons")
def urban_population_1_january(record: Record) -> Derived:
    """Urban population on 1 January, country as it stood."""
    return derived(
        "urban_population_1_january",
        "1 January",
        _TOWN_AND_COUNTRY,
        _town_or_country(record, "urban_population"),
    )


@titled(Text("Rural population on 1 January", "Сельское население на 1 января"), "million persons")
def rural_population_1_january(record: Record) -> Derived:
    """Rural population on 1 January, country as it stood."""
    return derived(
        "rural_population_1_january",
        "1 January",
        _TOWN_AND_COUNTRY,
        _town_or_country(record, "rural_population"),
    )


_TOWN_AND_COUNTRY = """As printed, country as it stood: the census of 17 December 1926 stands for 1 January
1927, that of 17 January 1939 for 1 January 1939; 1940 and 1950-70 by the yearbooks (1959 and 1970 at the
census of 15 January)."""


def _town_or_country(record: Record, series: str) -> dict[int, Point]:
    census = take(record, series, territory=INTERWAR, kinds=["date"])
    moved = {_census_year(point): replace(point, year=_census_year(point)) for point in census.values()}
    return as_it_stood(moved, take(record, series, territory=POSTWAR))


def _census_year(point: Point) -> int:
    """The 1 January nearest to a census date."""
    return round(point.inputs[0].when.middle)


@titled(Text("Urban share of the population", "Доля городского населения"), "%")
def urban_share(record: Record) -> Derived:
    """Townspeople as a share of the population on 1 January."""
    urban, rural = (_town_or_country(record, f"{place}_population") for place in ("urban", "rural"))
    whole = add(urban, rural)
    points = ratio(_all_exact(urban), _all_exact(whole), 100)
    return derived(
        "urban_share",
        "1 January",
        "Urban divided by urban and rural population, main figures only, same date and territory.",
        points,
    )


def _all_exact(points: Points) -> dict[int, Point]:
    """The points without their ranges."""
    return {year: replace(point, low=point.value, high=point.value) for year, point in points.items()}


@titled(Text("Births", "Родившиеся"), "million persons")
def births(record: Record) -> Derived:
    """Births per calendar year, reconstructed."""
    return derived(
        "births",
        "calendar year",
        _RECONSTRUCTED,
        _vital_events(record, "births_reconstructed"),
    )


@titled(Text("Deaths", "Умершие"), "million persons")
def deaths(record: Record) -> Derived:
    """Deaths per calendar year, reconstructed."""
    return derived(
        "deaths",
        "calendar year",
        _RECONSTRUCTED,
        _vital_events(record, "deaths_reconstructed"),
    )


_RECONSTRUCTED = """Reconstruction of Andreev, Darskii and Kharkova as printed, in millions; 1940 is for the
enlarged country."""


def _vital_events(record: Record, series: str) -> dict[int, Point]:
    return scale(take_as_it_stood(record, series, (INTERWAR, BORDERS_1940)), 0.001)


NORMAL_BEFORE, NORMAL_AFTER = (1927, 1928, 1929), (1935, 1936, 1937)
WINTER_SHARE = 0.9


@titled(Text("Excess deaths, above a stated normal", "Избыточная смертность, сверх указанной нормы"), "million persons")
def excess_deaths(record: Record) -> Derived:
    """Reconstructed deaths of 1930-34 above a stated normal, per calendar year."""
    return derived(
        "excess_deaths",
        "calendar year",
        _EXCESS,
        _excess(record),
    )


_EXCESS = """Reconstructed deaths less a normal that runs in a straight line from the mean of 1927-29
(centred on 1928) to the mean of 1935-37 (centred on 1936). The range takes the one mean or the other as the
normal of every year. Negative values are deaths below the normal; a published estimate of famine deaths
rests on its own normal."""


def _excess(record: Record) -> dict[int, Point]:
    recorded = _vital_events(record, "deaths_reconstructed")
    before, after = (_mean_of(recorded, years) for years in (NORMAL_BEFORE, NORMAL_AFTER))
    normal = {
        year: replace(
            recorded[year],
            value=before + (after - before) * (year - 1928) / 8,
            low=min(before, after),
            high=max(before, after),
        )
        for year in range(1930, 1935)
    }
    behind = tuple(observation for year in (*NORMAL_BEFORE, *NORMAL_AFTER) for observation in recorded[year].inputs)
    return {year: replace(point, inputs=point.inputs + behind) for year, point in subtract(recorded, normal).items()}


def _mean_of(points: dict[int, Point], years: tuple[int, ...]) -> float:
    return sum(points[year].value for year in years) / len(years)


@titled(
    Text(
        "Excess deaths, above a stated normal, by agricultural year",
        "Избыточная смертность, сверх указанной нормы, по сельскохозяйственным годам",
    ),
    "million persons",
)
def famine_deaths_agricultural_year(record: Record) -> Derived:
    """Deaths above a stated normal by the agricultural year of the harvest that failed, 1930/31-1933/34."""
    excess = _excess(record)
    points = {year: _by_harvest(excess[year], excess[year + 1]) for year in range(1930, 1934)}
    return derived(
        "famine_deaths_agricultural_year",
        "agricultural year",
        """Of the deaths above normal of a calendar year {share}% are given to the agricultural
                   year that ends in it and the rest to the one that begins in it: a convention of this
                   record, because people starved in the winter, spring and early summer after a harvest.
                   """
        + _EXCESS,
        points,
        {"share": f"{100 * WINTER_SHARE:.0f}"},
    )


def _by_harvest(first: Point, second: Point) -> Point:
    def share(a: float, b: float) -> float:
        return (1 - WINTER_SHARE) * a + WINTER_SHARE * b

    return replace(
        first,
        value=share(first.value, second.value),
        low=share(first.low, second.low),
        high=share(first.high, second.high),
        inputs=tuple(dict.fromkeys(first.inputs + second.inputs)),
    )


@titled(Text("Net migration to towns", "Чистая миграция в города"), "million persons")
def net_migration_to_towns(record: Record) -> Derived:
    """Registered arrivals less departures in towns, per calendar year."""
    return derived(
        "net_migration_to_towns",
        "calendar year",
        "Registered net arrivals in towns as printed, in millions.",
        scale(take(record, "migration_net_to_towns", territory=INTERWAR), 0.001),
    )


@titled(
    Text("Net migration to towns, by agricultural year", "Чистая миграция в города, по сельскохозяйственным годам"),
    "million persons",
)
def net_migration_to_towns_agricultural_year(record: Record) -> Derived:
    """Net migration to towns by agricultural year."""
    calendar = scale(take(record, "migration_net_to_towns", territory=INTERWAR), 0.001)
    return derived(
        "net_migration_to_towns_agricultural_year",
        "agricultural year",
        "Half of each of the two calendar years: a convention of this record, not a published figure.",
        to_agricultural_year(calendar),
    )


@titled(Text("Special settlers on 1 January", "Спецпереселенцы на 1 января"), "million persons")
def special_settlers(record: Record) -> Derived:
    """Deported peasants in special settlements on 1 January."""
    first = take(record, "special_settlers_1_january")
    later = take_as_it_stood(record, "special_settlers_31_december", (INTERWAR, BORDERS_1940), shift=1)
    return derived(
        "special_settlers",
        "1 January",
        "Count of 1 January 1932, then counts of 31 December as those of the next 1 January, in millions.",
        scale(as_it_stood(first, later), 1e-6),
    )


@titled(Text("Workers and employees", "Рабочие и служащие"), "million persons")
def state_employment(record: Record) -> Derived:
    """Workers and employees, yearly mean, country as it stood."""
    return derived(
        "state_employment",
        "calendar year",
        """Yearly mean of workers and employees as printed, country as it stood: state employment, which
                   includes state farms and stations and leaves out kolkhozniki. Nearest printed series to
                   employment outside agriculture.""",
        take_as_it_stood(record, "workers_and_employees", COUNTRY),
    )


@titled(Text("Meat output per head", "Производство мяса на душу населения"), "kg per head per year")
def meat_per_head(record: Record) -> Derived:
    """Meat output per head of population on the same territory."""
    meat = take_as_it_stood(record, "meat_output", COUNTRY)
    return derived(
        "meat_per_head",
        "calendar year",
        "Meat in slaughter weight divided by mid-year population on the same territory.",
        ratio(meat, mid_year_population(record), 1000),
    )
