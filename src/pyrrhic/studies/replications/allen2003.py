"""Allen, Farm to Factory (2003): migration, the two sectors of capital, and the supply of a peasant household.

Capital makes either producer or consumer goods; producer goods that are not arms or durables are invested, a share `e`
of them in making producer goods. All values in billions of rubles of 1937.
"""

from functools import cache
from itertools import product

import numpy

from pyrrhic.record.load import Observation, load
from pyrrhic.runs.history import recorded
from pyrrhic.studies.replications import ces
from pyrrhic.studies.replications.reading import Computed, replication_of
from pyrrhic.studies.replications.replicate import slope
from pyrrhic.units import BillionRubles1937, CalendarYear, Dimensionless, PerYear, Share

FIRST, LAST = 1928, 1939
LOW, HIGH = 0.07, 0.23
Capital = tuple[BillionRubles1937, BillionRubles1937]


# --- migration, equations 46 to 51 ------------------------------------------------------------------------


def collectivized_rate(consumption_ratio: Dimensionless) -> PerYear:
    """Share of the rural population that moves to the towns in a year, collectivized.

    0.01875 x ratio - 0.018375; equation 50.
    Source: allen2003[224]. Holds for ratios of about 1.6 to 2.3, 1930-1939.
    """
    return 0.01875 * consumption_ratio - 0.018375


def free_rate(consumption_ratio: Dimensionless) -> PerYear:
    """Share of the rural population that moves to the towns in a year, under the NEP.

    0.005 x ratio - 0.001; equation 50A.
    Source: allen2003[123]. Holds for ratios of about 1.6 to 2.3.
    """
    return 0.005 * consumption_ratio - 0.001


# --- capital in two sectors -------------------------------------------------------------------------------


def invested_share(year: CalendarYear) -> Share:
    """Share of producer goods that is invested; the rest is arms and durables.

    a line from 0.94 in 1928 to 0.85 in 1939.
    Source: allen2003[67]. Holds for 1928-1939; the line between is assumed.
    """
    return 0.94 + (0.85 - 0.94) * (year - FIRST) / (LAST - FIRST)


def value_added(capital: Capital, producer_ratio: Dimensionless, consumer_ratio: Dimensionless) -> BillionRubles1937:
    """Value added outside agriculture: producer goods and consumer goods.

    producer capital / its capital-output ratio + consumer capital / its own; equations 1 and 2 of chapter 3.
    Source: allen2003[26]; feldman1928. Holds while capital alone limits output.
    """
    return capital[0] / producer_ratio + capital[1] / consumer_ratio


def next_year(capital: Capital, investment: BillionRubles1937, producer_share: Share, wear: PerYear) -> Capital:
    """Producer and consumer capital a year later.

    (1 - wear) x capital + share of investment: e to producer capital, 1 - e to consumer capital.
    Source: allen2003[41]; feldman1928. Holds while what is built stays in its sector.
    """
    producer, consumer = capital
    return (
        (1.0 - wear) * producer + producer_share * investment,
        (1.0 - wear) * consumer + (1.0 - producer_share) * investment,
    )


def capital_of_1939(producer_share: Share, opening: Capital, producer_ratio: Dimensionless, wear: PerYear) -> Capital:
    """Producer and consumer capital of 1939 from those of 1928.

    eleven years of `next_year`, investment = invested share x producer capital / its capital-output ratio.
    Source: allen2003[67-69]. Holds for 1928-1939.
    """
    capital = opening
    for year in range(FIRST, LAST):
        investment = invested_share(year) * capital[0] / producer_ratio
        capital = next_year(capital, investment, producer_share, wear)
    return capital


# --- the experiment with e, two ratios and wear fitted to four numbers --------------------------------------

SERIES = ("nonfarm_value_added_low", "nonfarm_value_added_high", "capital_stock_low", "capital_stock_high")


@cache
def printed(name: str) -> Observation:
    """Allen's number of 1939 as the record has it."""
    return load().series(f"simulated_{name}_investment_allen").observations[0]


def opening_total(multiple: Dimensionless) -> BillionRubles1937:
    """Capital of 1928: that of Allen's run of history in 1939, carried back at steady growth.

    K(1939) / multiple of 1928-40 ^ (11/12). One of the four printed numbers goes into it.
    Source: allen2003[69]; ivanovProportions. A derived number, not one of Allen's.
    """
    return printed("capital_stock_high").value / multiple ** ((LAST - FIRST) / (1940 - FIRST))


def recorded_multiple() -> Observation:
    """Fixed capital of 1940 as a multiple of 1928 in the record."""
    return load().series("fixed_capital_multiple").observations[0]


def simulated(ratios: numpy.ndarray, total: BillionRubles1937, split: Share, wear: PerYear) -> numpy.ndarray:
    """Value added and capital of 1939 in the order of SERIES, for two capital-output ratios."""
    runs = [capital_of_1939(share, (split * total, (1.0 - split) * total), ratios[0], wear) for share in (LOW, HIGH)]
    return numpy.array([value_added(run, *ratios) for run in runs] + [sum(run) for run in runs])


def fitted_ratios(total: BillionRubles1937, split: Share, wear: PerYear) -> numpy.ndarray:
    """The two capital-output ratios of least squares in logarithms against the four printed numbers."""
    return ratios_that_give([printed(name).value for name in SERIES], total, split, wear)


def ratios_that_give(numbers, total: BillionRubles1937, split: Share, wear: PerYear) -> numpy.ndarray:
    """The two capital-output ratios of least squares in logarithms against four numbers in the order of SERIES."""
    from scipy.optimize import least_squares

    def logs_of_misses(logs):
        return numpy.log(simulated(numpy.exp(logs), total, split, wear)) - numpy.log(numbers)

    close = {"xtol": 1e-12, "ftol": 1e-12, "gtol": 1e-12}
    return numpy.exp(least_squares(logs_of_misses, numpy.log([1.0, 1.5]), jac="3-point", **close).x)


def misses(total: BillionRubles1937, split: Share, wear: PerYear) -> numpy.ndarray:
    """The relative misses of the four numbers once the ratios are fitted."""
    computed = simulated(fitted_ratios(total, split, wear), total, split, wear)
    return computed / [printed(name).value for name in SERIES] - 1.0


def fitted_wear(total: BillionRubles1937, split: Share) -> PerYear:
    """The wear of least squared misses within its recalled range, in steps of a tenth of a per cent."""
    tried = numpy.linspace(*RANGE_OF_WEAR, 31)
    return float(min(tried, key=lambda wear: (misses(total, split, wear) ** 2).sum()))


RANGE_OF_WEAR = (0.02, 0.05)
MULTIPLES, SPLITS, WEARS, TOLERANCE = (2.8, 3.0, 3.1), (0.07, 0.1, 0.13), (0.02, 0.03, 0.05), 0.05


@cache
def alternatives() -> dict[tuple[float, float, float], float]:
    """The greatest miss for other values of the three inputs that were not read: multiple, split, wear."""
    return {
        (multiple, split, wear): float(abs(misses(opening_total(multiple), split, wear)).max())
        for multiple, split, wear in product(MULTIPLES, SPLITS, WEARS)
    }


# --- the supply of a peasant household ---------------------------------------------------------------------


def sales(price: Dimensionless, harvest: Dimensionless, weight: Share, substitution: Dimensionless) -> Dimensionless:
    """Farm goods that a household sells when it chooses between eating them and buying manufactures.

    harvest x share of income spent on manufactures.
    Source: allen2003[154]; allen1997. Holds for a household without taxes, which sells only to buy.
    """
    return harvest * ces.manufactures_share(price, weight, substitution)


def supply_elasticity(marketed_share: Share, substitution: Dimensionless) -> Dimensionless:
    """Per cent by which sales rise when the price of farm goods rises by one per cent.

    (substitution - 1) x (1 - marketed share).
    Source: allen2003[154]; allen1997. Holds at the price at which this share is marketed.
    """
    return (substitution - 1.0) * (1.0 - marketed_share)


def substitution_for(elasticity: Dimensionless, marketed_share: Share) -> Dimensionless:
    """The elasticity of substitution that gives a supply elasticity.

    1 + elasticity / (1 - marketed share).
    Source: allen2003[39]; allen2003[154]. The inverse of `supply_elasticity`.
    """
    return 1.0 + elasticity / (1.0 - marketed_share)


def marketed_share() -> Share:
    """Share of farm output that was sold in 1928: grain collected over the harvest, standing for all farm goods."""
    return (
        recorded("grain_collections_agricultural_year")[FIRST] / recorded("grain_harvest_composite_of_estimates")[FIRST]
    )


def elasticity_of_sales() -> Dimensionless:
    """Supply elasticity of the calibrated household at the price 1, by differences of its sales."""
    share = marketed_share()
    substitution = substitution_for(0.7, share)
    weight = ces.weight_for(share, substitution)
    return slope(lambda price: sales(price, 1.0, weight, substitution), 1.0) / sales(1.0, 1.0, weight, substitution)


# --- what goes in, what comes out ---------------------------------------------------------------------------


@cache
def wear_of_capital() -> PerYear:
    """Yearly wear, fitted with the capital-output ratios within the range recalled for it.

    Where both sectors have long grown alike, as much of the capital makes producer goods as of the investment, so the
    old allocation is the opening share too (feldman1928; allen2003[26-41]).
    """
    return fitted_wear(opening_total(recorded_multiple().value), LOW)


def inputs() -> dict[str, Computed]:
    """The numbers that go in."""
    multiple = recorded_multiple()
    spread = {"source": multiple.source, "multiple": multiple.value, "low": multiple.low, "high": multiple.high}
    return {
        "low_share": Computed(LOW),
        "high_share": Computed(HIGH),
        "invested_share_1928": Computed(invested_share(FIRST)),
        "invested_share_1939": Computed(invested_share(LAST)),
        "capital_1928": Computed(opening_total(multiple.value), spread),
        "split": Computed(LOW),
        "wear": Computed(wear_of_capital()),
        "marketed_share": Computed(marketed_share()),
    }


def figures() -> dict[str, Computed]:
    """What is computed for the published figures."""
    return {**_migration(), **_experiment(), "supply_elasticity": Computed(elasticity_of_sales())}


def _migration() -> dict[str, Computed]:
    """Rates of migration at the two ends of the consumption ratio, and their rise between."""
    rates = {"collectivized": collectivized_rate, "free": free_rate}
    return {
        **{f"{name}_low": Computed(float(rate(1.6))) for name, rate in rates.items()},
        **{f"{name}_high": Computed(float(rate(2.3))) for name, rate in rates.items()},
        **{f"{name}_rise": Computed(float(rate(2.3) / rate(1.6) - 1.0)) for name, rate in rates.items()},
    }


def _experiment() -> dict[str, Computed]:
    """Value added and capital of 1939 for the two shares, with the ratios that were fitted."""
    total, split, wear = opening_total(recorded_multiple().value), LOW, wear_of_capital()
    ratios = fitted_ratios(total, split, wear)
    slots = {"producer": ratios[0], "consumer": ratios[1], "wear": wear, **_alternatives_in_numbers()}
    numbers = simulated(ratios, total, split, wear)
    return {name: Computed(float(number), slots) for name, number in zip(SERIES, numbers, strict=True)}


def _alternatives_in_numbers() -> dict[str, object]:
    """How the four numbers fare with other values of what was not read."""
    misses_of = alternatives()
    best = min(misses_of, key=lambda inputs: misses_of[inputs])
    return {
        "good": sum(miss <= TOLERANCE for miss in misses_of.values()),
        "tried": len(misses_of),
        "multiples": MULTIPLES,
        "splits": SPLITS,
        "wears": WEARS,
        "best": best,
        "least_miss": misses_of[best],
    }


REPLICATION = replication_of("allen2003", inputs, figures)
