"""Fel'dman (1928) as Domar (1957) read him: the share of investment that makes means of production, and growth.

Capital goods make either capital goods or consumer goods, and cannot be moved once built. Nothing wears out, and capital
alone limits output. Time is continuous, in years.
"""

from numpy import exp, log

from pyrrhic.record.load import load
from pyrrhic.studies.replications.allen2003 import HIGH, LOW
from pyrrhic.studies.replications.reading import Computed, replication_of
from pyrrhic.studies.replications.replicate import root, slope
from pyrrhic.units import CalendarYear, Dimensionless, PerYear, Share

EFFECTIVENESS = 0.486
RATIO = 1.0 / EFFECTIVENESS
INDICES = {"slow": 0.106, "middle": 0.2, "fast": 0.5, "fastest": 1.0}
HORIZON, AT_FIRST, LONGEST = 13.0, 1.0, 60.0


def growth(index: Dimensionless, effectiveness: PerYear) -> PerYear:
    """Growth of national income that an index of industrialization gives.

    effectiveness x index / (1 + index): the index is capital of the sector of producer goods over that of consumer goods.
    Source: feldman1928; domar1957. Holds where both sectors grow alike and nothing wears out.
    """
    return effectiveness * index / (1.0 + index)


def investment(share: Share, ratio: Dimensionless, years: Dimensionless) -> Dimensionless:
    """Output of capital goods, that of the first year being 1.

    exp(share x years / capital-output ratio).
    Source: domar1957; allen2003[26]. Holds while the share and the ratio stay as they are.
    """
    return exp(share * years / ratio)


def consumption_added(share: Share, ratio: Dimensionless, ratio_of_consumer: Dimensionless, years: Dimensionless):
    """Consumer goods made above those of the first year, in units of the first year's capital goods.

    (1 - share) / share x ratio / ratio of consumer goods x (exp(share x years / ratio) - 1).
    Source: domar1957; allen2003[41]. Holds while the share and the ratios stay as they are.
    """
    return (1.0 - share) / share * ratio / ratio_of_consumer * (investment(share, ratio, years) - 1.0)


def marginal_saving(share: Share, ratio: Dimensionless, ratio_of_consumer: Dimensionless) -> Share:
    """Investment in each ruble by which national income rises.

    (share / ratio) / (share / ratio + (1 - share) / ratio of consumer goods).
    Source: domar1957. Holds at all times; it is the share itself where both ratios are the same.
    """
    to_producer, to_consumer = share / ratio, (1.0 - share) / ratio_of_consumer
    return to_producer / (to_producer + to_consumer)


def overtaken_after(low: Share, high: Share, ratio: Dimensionless) -> Dimensionless:
    """Years after which the higher share gives more consumer goods than the lower one.

    the root, after the first year, of the difference of what both add.
    Source: domar1957. Holds for equal ratios in both sectors.
    """

    def ahead(years):
        return consumption_added(high, ratio, ratio, years) - consumption_added(low, ratio, ratio, years)

    return root(ahead, AT_FIRST, LONGEST)


def share_for(multiple: Dimensionless, years: Dimensionless, ratio: Dimensionless) -> Share:
    """The share at which output of capital goods reaches a multiple of the first year's.

    log(multiple) x ratio / years: the inverse of `investment`.
    Source: domar1957. Holds while the share and the ratio stay as they are.
    """
    return log(multiple) * ratio / years


def share_of_the_plans() -> tuple[Share, CalendarYear]:
    """The share that the official growth of producer goods from 1928 to 1940 would ask for, and the last year."""
    official = load().series("producer_goods_output_official_multiple").observations[0]
    last = int(official.year)
    return float(share_for(official.value, last - 1928, RATIO)), last


def inputs() -> dict[str, Computed]:
    """The numbers that go in."""
    return {
        "effectiveness": Computed(EFFECTIVENESS),
        "low_share": Computed(LOW),
        "high_share": Computed(HIGH),
        "horizon": Computed(HORIZON),
    }


def figures() -> dict[str, Computed]:
    """Growth at four indices, the answer of consumption to the share, and the marginal saving."""

    def answer_of_consumption(years):
        return slope(lambda share: consumption_added(share, RATIO, RATIO, years), LOW)

    return {
        "more_in_the_end": Computed(answer_of_consumption(HORIZON)),
        "growth_with_index": Computed(slope(lambda index: growth(index, EFFECTIVENESS), INDICES["fast"])),
        "less_at_first": Computed(answer_of_consumption(AT_FIRST)),
        **{name: Computed(growth(index, EFFECTIVENESS), {"index": index}) for name, index in INDICES.items()},
        "marginal_saving": Computed(marginal_saving(HIGH, RATIO, RATIO)),
    }


def answers() -> dict[str, Computed]:
    """When the higher share pays, and the share that official growth would ask for."""
    share, last = share_of_the_plans()
    return {
        "overtaken": Computed(overtaken_after(LOW, HIGH, RATIO), {"low": LOW, "high": HIGH}),
        "share_of_the_plans": Computed(share, {"last": last}),
    }


REPLICATION = replication_of("domar1957", inputs, figures, answers)
