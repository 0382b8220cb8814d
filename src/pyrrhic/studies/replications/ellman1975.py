"""Ellman (1975): did the agricultural surplus pay for the investment of the first five-year plan? The accounts of our run.

The gross surplus is what leaves farming; the net surplus is that less the industrial goods that come back. The question is
about increases: how much of the rise of investment the rise of the net surplus could pay for. Both depend on the prices.
Values are agricultural years, in billion rubles of 1928.
"""

from functools import cache

import numpy

from pyrrhic.model import FIRST_YEAR, KINDS
from pyrrhic.record.load import load
from pyrrhic.runs.run import Run, history, run
from pyrrhic.runs.starting_fit import fitted_parameters
from pyrrhic.studies.replications.reading import Computed, replication_of
from pyrrhic.units import BillionRubles1928, Dimensionless, Share

BEFORE, LAST = 1928, 1932
PRICES = KINDS["price_vector"]
STATE, MARKET = "1928_state", "1928_market"
KEEP = (
    "farm_goods_outflow",
    "industrial_goods_inflow",
    "grain_outflow",
    "animal_products_outflow",
    "crops_outflow",
    "investment",
)
HALF = 0.5


def gross_surplus(farm_goods: BillionRubles1928, relative_price: Dimensionless) -> BillionRubles1928:
    """Farm goods that leave farming.

    farm goods at the state prices of 1928 x relative price of farm goods.
    Source: ellman1975. Holds for the sector as a whole; what one farm sells to another is not in it.
    """
    return farm_goods * relative_price


def net_surplus(gross_surplus: BillionRubles1928, industrial_goods: BillionRubles1928) -> BillionRubles1928:
    """What farming gives more than it gets back.

    gross surplus - industrial goods that reach farming.
    Source: ellman1975; millar1970. Its mirror is what farming saves and hands over less what it is lent.
    """
    return gross_surplus - industrial_goods


def share_of_the_rise(
    before: tuple[BillionRubles1928, BillionRubles1928], after: tuple[BillionRubles1928, BillionRubles1928]
) -> Share:
    """Share of the rise of investment that the rise of the net surplus could pay for; each pair is surplus, investment.

    (surplus after - before) / (investment after - before).
    Source: ellman1975. Holds where investment has risen.
    """
    return (after[0] - before[0]) / (after[1] - before[1])


# --- the run as it happened -----------------------------------------------------------------------------------------


@cache
def history_run() -> Run:
    """The run as it happened, at the starting fit."""
    return run(history(keep=KEEP))


def of_the_plan(name: str) -> numpy.ndarray:
    """A national quantity of the run in the agricultural years from the one before the plan to its last."""
    return history_run().national(name)[BEFORE - FIRST_YEAR : LAST + 1 - FIRST_YEAR, 0]


def relative_price(prices: str) -> Dimensionless:
    """Farm prices of a price vector relative to industrial prices, state prices of 1928 = 1."""
    return float(fitted_parameters()["relative_farm_price"][PRICES.index(prices)].item())


def surplus(prices: str) -> numpy.ndarray:
    """The net surplus of every year under a price vector."""
    return net_surplus(
        gross_surplus(of_the_plan("farm_goods_outflow"), relative_price(prices)), of_the_plan("industrial_goods_inflow")
    )


def investment() -> numpy.ndarray:
    """Investment outside farming, at the prices of 1928."""
    return of_the_plan("investment") * float(fitted_parameters()["ruble_1928_per_1937"].item())


def share_of_all(prices: str) -> Share:
    """The net surplus of the years after 1928/29 over the investment of those years."""
    return float(surplus(prices)[1:].sum() / investment()[1:].sum())


def share_of_rise(prices: str) -> Share:
    """Share of the rise of investment from 1928/29 to 1932/33 that the rise of the net surplus could pay for."""
    surpluses, investments = surplus(prices), investment()
    return float(share_of_the_rise((surpluses[0], investments[0]), (surpluses[-1], investments[-1])))


def rise(name: str) -> float:
    """Change of a national quantity from 1928/29 to 1932/33."""
    series = of_the_plan(name)
    return float(series[-1] - series[0])


def inputs() -> dict[str, Computed]:
    """The price vectors; all flows are those of the run."""
    return {f"prices_{prices}": Computed(relative_price(prices)) for prices in PRICES}


def figures() -> dict[str, Computed]:
    """What the surplus could pay for, and what made it up."""
    state = surplus(STATE)
    return {
        "no_major_source": Computed(HALF - share_of_all(STATE), {"share": share_of_all(STATE)}),
        "no_rise": Computed(float(state[-1] - state[0]), {"share": share_of_rise(STATE)}),
        "positive_at_market_prices": Computed(float(surplus(MARKET).mean())),
        "more_grain": Computed(rise("grain_outflow")),
        "fewer_animal_products": Computed(rise("animal_products_outflow")),
    }


def recorded_accumulation() -> tuple[float, float]:
    """Barsov's share of accumulation in national income in 1928 and 1932, as the record has it: recalled."""
    first, last = load().series("accumulation_share_of_national_income").observations[:2]
    return first.value, last.value


def answers() -> dict[str, Computed]:
    """For each price vector, the surplus over investment, and its rise over the rise of investment."""
    barsov, investments = recorded_accumulation(), investment()
    return {
        **{f"all_{prices}": Computed(share_of_all(prices)) for prices in PRICES},
        **{f"rise_{prices}": Computed(share_of_rise(prices)) for prices in PRICES},
        "gross_rise": Computed(rise("farm_goods_outflow")),
        "inflow_rise": Computed(rise("industrial_goods_inflow")),
        "investment_multiple": Computed(
            float(investments[-1] / investments[0]), {"before": barsov[0], "after": barsov[1]}
        ),
    }


REPLICATION = replication_of("ellman1975", inputs, figures, answers)
