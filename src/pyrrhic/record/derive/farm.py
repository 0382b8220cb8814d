"""Derived series of the farms: herds at mid-year, draft power, tractors, stations, kolkhozy, fertilizer,
new land."""

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

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
    product_of,
    scale,
    take,
    take_as_it_stood,
    titled,
)
from pyrrhic.record.load import Record
from pyrrhic.texts import Text

# --- herds --------------------------------------------------------------------------------------
OVERLAP = range(1934, 1939)  # years in which both counts were taken after the collapse of 1929-33


@titled(Text("Horses at mid-year", "Лошади, середина года"), "million")
def horses_mid_year_extended(record: Record) -> Derived:
    """Horses at mid-year: counted to 1938, then converted from 1 January."""
    return _mid_year_series(record, "horses_mid_year_extended", "horses_mid_year", _january(record, "horses_1_january"))


@titled(Text("Cattle at mid-year", "Крупный рогатый скот, середина года"), "million")
def cattle_mid_year_extended(record: Record) -> Derived:
    """Cattle at mid-year: counted to 1938, then converted from 1 January."""
    return _mid_year_series(record, "cattle_mid_year_extended", "cattle_mid_year", _january(record, "cattle_1_january"))


@titled(Text("Pigs at mid-year", "Свиньи, середина года"), "million")
def pigs_mid_year_extended(record: Record) -> Derived:
    """Pigs at mid-year: counted to 1938, then converted from 1 January."""
    return _mid_year_series(record, "pigs_mid_year_extended", "pigs_mid_year", _january(record, "pigs_1_january"))


@titled(Text("Sheep and goats at mid-year", "Овцы и козы, середина года"), "million")
def sheep_goats_mid_year_extended(record: Record) -> Derived:
    """Sheep and goats at mid-year: counted to 1938, then converted from 1 January."""
    apart = add(_january(record, "sheep_1_january"), _january(record, "goats_1_january"))
    together = _january(record, "sheep_and_goats_1_january")
    january = as_it_stood(together, {year: p for year, p in apart.items() if year not in together})
    return _mid_year_series(record, "sheep_goats_mid_year_extended", "sheep_and_goats_mid_year", january)


def _january(record: Record, series: str) -> dict[int, Point]:
    return take_as_it_stood(record, series, COUNTRY)


def _mid_year_series(record: Record, name: str, counted: str, january: Points) -> Derived:
    """Mid-year counts to 1938; afterwards 1 January counts over their usual ratio to the mid-year count."""
    printed = take(record, counted, territory=INTERWAR)
    ratios = [_between_januaries(january[year], january[year + 1]).value / printed[year].value for year in OVERLAP]
    usual = sum(ratios) / len(ratios)
    converted = {
        year: _converted(near, usual, ratios)
        for year, near in _nearest_januaries(january).items()
        if year > max(OVERLAP)
    }
    return derived(
        name,
        "mid-year",
        """June-July counts as printed to 1938. Later years are converted from 1 January: the geometric
                   mean of the Januaries on both sides, or the January before where the next is not printed,
                   divided by {usual}, the mean ratio of the two kinds of count in 1934-38; the range
                   takes the smallest and largest ratio of those years ({least} to {most}). Country as it stood.""",
        as_it_stood(printed, converted),
        {"usual": f"{usual:.3f}", "least": f"{min(ratios):.3f}", "most": f"{max(ratios):.3f}"},
    )


def _between_januaries(first: Point, second: Point) -> Point:
    return replace(
        first,
        value=sqrt(first.value * second.value),
        low=sqrt(first.low * second.low),
        high=sqrt(first.high * second.high),
        inputs=first.inputs + second.inputs,
    )


def _nearest_januaries(january: Points) -> dict[int, Point]:
    """For every year with a January count, that count averaged with the next January of the territory."""
    return {
        year: _between_januaries(point, january[year + 1])
        if year + 1 in january and january[year + 1].territory == point.territory
        else point
        for year, point in january.items()
    }


def _converted(january: Point, usual: float, ratios: Sequence[float]) -> Point:
    return replace(january, value=january.value / usual, low=january.low / max(ratios), high=january.high / min(ratios))


# --- draft power --------------------------------------------------------------------------------
HORSES_OF_AN_OX = 0.4


@titled(Text("Draft power", "Тягловая сила"), "million horse equivalents")
def draft_power(record: Record) -> Derived:
    """Horses, oxen and tractors of the farms at mid-year in working-horse equivalents, 1928-38."""
    per_horsepower = _horses_of_a_horsepower(record)
    horses = _working_horses(record)
    oxen = scale(_held(take(record, "oxen_mid_year"), 1938), HORSES_OF_AN_OX)
    tractors = {year: product_of(point, per_horsepower) for year, point in _tractors_at_mid_year(record).items()}
    return derived(
        "draft_power",
        "mid-year",
        """Working horses, oxen and tractors added in working horses. Working horses: as printed for
        1930-33; in other years the mid-year count times their share in the nearest of these, the range
        taking the smallest and largest share. An ox counts {ox} of a horse (a judgement of this project, no
        source is known); after 1933 the oxen are counted as in 1933. A tractor horsepower counts
        {horses} horses ({least} to {most}): the horses that tractors were said to replace in 1933
        divided by the tractor power at the end of 1933. Tractor power at mid-year is the mean of the ends of
        two years; for 1928 the end of 1928.""",
        add(add(horses, oxen), tractors),
        {
            "ox": f"{HORSES_OF_AN_OX}",
            "horses": f"{per_horsepower.value:.2f}",
            "least": f"{per_horsepower.low:.2f}",
            "most": f"{per_horsepower.high:.2f}",
        },
    )


@titled(
    Text("Year in which the draft power of 1928 is regained", "Год возвращения тягловой силы к уровню 1928 г."), "year"
)
def draft_power_of_1928_regained(record: Record) -> Derived:
    """The first year after the lowest in which draft power is again what it was in 1928."""
    series = draft_power(record)
    first, least = series.points[0], min(series.points, key=lambda point: point.value)
    after = [point for point in series.points if point.year > least.year]

    def regained(end: str) -> int:
        return next((point.year for point in after if getattr(point, end) >= first.value), after[-1].year)

    year = replace(first, value=regained("value"), low=regained("high"), high=regained("low"), inputs=least.inputs)
    return derived(
        "draft_power_of_1928_regained",
        "mid-year",
        """The first year after {least} whose draft power reaches that of 1928; the range is that of the ends of its
        range, and {last} where the lower end does not reach it by then.""",
        {first.year: year},
        {"least": f"{least.year}", "last": f"{after[-1].year}"},
    )


def _working_horses(record: Record) -> dict[int, Point]:
    printed = take(record, "working_horses_mid_year")
    every = {year: point for year, point in take(record, "horses_mid_year", territory=INTERWAR).items() if year >= 1928}
    shares = {year: point.value / every[year].value for year, point in printed.items()}
    low, high = min(shares.values()), max(shares.values())

    def estimated(horses: Point) -> Point:
        nearest = min(printed, key=lambda year: abs(year - horses.year))
        return replace(
            horses,
            value=horses.value * shares[nearest],
            low=horses.low * low,
            high=horses.high * high,
            inputs=horses.inputs + printed[nearest].inputs,
        )

    return {**{year: estimated(horses) for year, horses in every.items()}, **printed}


def _held(points: Points, last: int) -> dict[int, Point]:
    """The points, the last of them repeated to the year `last`."""
    end = max(points)
    return {**points, **{year: replace(points[end], year=year) for year in range(end + 1, last + 1)}}


def _horses_of_a_horsepower(record: Record) -> Point:
    replaced = take(record, "tractor_power_replacing_horses")[1933]
    power = scale(take(record, "tractor_power"), 0.001)[1933]
    return replace(
        replaced,
        value=replaced.value / power.value,
        low=replaced.low / power.value,
        high=replaced.high / power.value,
        inputs=replaced.inputs + power.inputs,
    )


def _tractors_at_mid_year(record: Record) -> dict[int, Point]:
    ends = scale(take(record, "tractor_power", territory=INTERWAR), 0.001)
    means = {year: mean_of(ends[year - 1], end, like=end) for year, end in ends.items() if year - 1 in ends}
    return {**ends, **means}


# --- machines -----------------------------------------------------------------------------------
HORSEPOWER_OF_A_UNIT = 15


@titled(Text("Tractor power", "Мощность тракторов"), "million hp")
def tractor_power_extended(record: Record) -> Derived:
    """Power of the tractors of agriculture at the end of the year, the middle of the agricultural year."""
    printed = scale(take(record, "tractor_power", territory=INTERWAR), 0.001)
    units = scale(
        take(record, "tractors_fifteen_horsepower_units", territory=BORDERS_1940), HORSEPOWER_OF_A_UNIT / 1000
    )
    return derived(
        "tractor_power_extended",
        "agricultural year",
        """Nominal power at 31 December, the middle of the agricultural year, as printed for 1928-38; 1940
                   from units of 15 horsepower, which are defined so. No power is in the record for the
                   years after the war.""",
        as_it_stood(printed, units),
    )


@titled(Text("Increase of tractor power", "Прирост мощности тракторов"), "million hp")
def tractor_power_increase(record: Record) -> Derived:
    """Rise of tractor power from one year's end to the next: deliveries less those taken out of use."""
    power = scale(take(record, "tractor_power", territory=INTERWAR), 0.001)
    points = {year: _difference(power[year - 1], point) for year, point in power.items() if year - 1 in power}
    return derived(
        "tractor_power_increase",
        "calendar year",
        "Power at the end of the year less power at the end of the year before; net of scrapping.",
        points,
    )


def _difference(earlier: Point, later: Point) -> Point:
    return replace(
        later,
        value=later.value - earlier.value,
        low=later.low - earlier.high,
        high=later.high - earlier.low,
        inputs=later.inputs + earlier.inputs,
    )


@titled(Text("Tractors at the power of 1940", "Тракторы по средней мощности 1940 г."), "million hp")
def tractors_at_power_of_1940(record: Record) -> Derived:
    """Tractors in physical units, 1940 and after, counted at the power of a tractor of 1940: a volume, not
    a power."""
    unit = tractor_power_extended(record).at(1940)
    number = scale(as_it_stood(*(take(record, "tractors", territory=t) for t in (BORDERS_1940, POSTWAR))), 0.001)
    each = replace(
        unit,
        value=unit.value / number[1940].value,
        low=unit.low / number[1940].high,
        high=unit.high / number[1940].low,
        inputs=unit.inputs + number[1940].inputs,
    )
    return derived(
        "tractors_at_power_of_1940",
        "agricultural year",
        """Tractors at 31 December times {power} horsepower, the mean of 1940. Tractors grew stronger, so this
                   understates power after the war more with every year.""",
        {year: product_of(point, each) for year, point in number.items()},
        {"power": f"{1000 * each.value:.1f}"},
    )


@titled(Text("Kolkhoz area served by machine-tractor stations", "Доля посевов колхозов, обслуживаемых МТС"), "%")
def mts_share(record: Record) -> Derived:
    """Share of kolkhoz sown area served by machine-tractor stations."""
    series = "machine_tractor_stations_share_of_kolkhoz_area"
    return derived(
        "mts_share",
        "agricultural year",
        "As printed for the harvest year, country as it stood.",
        take_as_it_stood(record, series, COUNTRY),
    )


@titled(Text("Households in kolkhozy on 1 July", "Доля дворов в колхозах на 1 июля"), "%")
def collectivized_households_1_july(record: Record) -> Derived:
    """Share of peasant households in kolkhozy on 1 July, the whole country."""
    return derived(
        "collectivized_households_1_july",
        "1 July",
        "As printed, the whole country as it stood; 1927-29 are counts of June.",
        take_as_it_stood(record, "collectivized_households_share_1_july", COUNTRY),
    )


# --- land ---------------------------------------------------------------------------------------
@titled(Text("Mineral fertilizer delivered", "Поставки минеральных удобрений"), "Mt")
def fertilizer(record: Record) -> Derived:
    """Mineral fertilizer delivered to agriculture."""
    return derived(
        "fertilizer",
        "calendar year",
        "Deliveries in conventional units as printed (19-24 per cent nutrients), country as it stood.",
        take_as_it_stood(record, "mineral_fertilizer_deliveries", COUNTRY),
    )


@titled(Text("Virgin land ploughed since 1954", "Распахано целины с 1954 г."), "Mha")
def virgin_land_ploughed(record: Record) -> Derived:
    """Virgin and long-fallow land ploughed since 1954, cumulative."""
    return derived(
        "virgin_land_ploughed",
        "agricultural year",
        "Cumulative area at the end of the year as printed; the figures come from several authors.",
        take(record, "virgin_lands_ploughed", territory=POSTWAR),
    )


@titled(Text("Virgin land ploughed in the year", "Распахано целины за год"), "Mha")
def virgin_land_ploughed_in_year(record: Record) -> Derived:
    """Virgin land ploughed in the year, where two ends of years are printed."""
    whole = take(record, "virgin_lands_ploughed", territory=POSTWAR)
    first = {1954: whole[1954]}
    later = {year: _difference(whole[year - 1], point) for year, point in whole.items() if year - 1 in whole}
    return derived(
        "virgin_land_ploughed_in_year",
        "agricultural year",
        "Difference of cumulative areas of two years in a row; 1954 from nothing.",
        {**first, **later},
    )
