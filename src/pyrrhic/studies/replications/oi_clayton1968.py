"""Oi and Clayton (1968): a peasant divides the days of a year between the collective farm and the private plot.

A day on the collective is paid by what is left to divide, a day on the plot by what it adds there. Money is in prices of the
market, where both grow the same food; the state takes a quota at a price of its own. One member and his plot stand for all.
"""

from dataclasses import dataclass, replace

from pyrrhic.runs.history import recorded
from pyrrhic.studies.replications.reading import Computed, replication_of
from pyrrhic.studies.replications.replicate import root, slope
from pyrrhic.units import Dimensionless, Share

SHARE_OF_DAYS, SHARE_ON_THE_PLOT = 0.6, 0.5
PLOT, STATE_PRICE = 0.5, 0.2
FEWEST_DAYS, MOST_DAYS = 1e-6, 1.0 - 1e-9


@dataclass(frozen=True)
class Farm:
    """The quota of the state, its price and that of the market, and how the two fields answer to days.

    The collective grows days ^ `collective`, the plot `plot` x days ^ `private`; all days of a member are 1.
    """

    quota: Dimensionless
    state_price: Dimensionless
    market_price: Dimensionless = 1.0
    plot: Dimensionless = PLOT
    collective: Share = SHARE_OF_DAYS
    private: Share = SHARE_ON_THE_PLOT


def dividend(days: Dimensionless, farm: Farm) -> Dimensionless:
    """What a day on the collective is paid.

    [state price x quota + market price x (days ^ share - quota)] / days.
    Source: oiClayton1968; domar1966. Holds where the quota is taken first and all that is left is divided by days.
    """
    return (farm.state_price * farm.quota + farm.market_price * (days**farm.collective - farm.quota)) / days


def plot_return(days: Dimensionless, farm: Farm) -> Dimensionless:
    """What a day more on the plot brings, when so many are spent on the collective.

    market price x share x plot x (1 - days) ^ (share - 1).
    Source: oiClayton1968. Holds where the produce of the plot is sold on the market or saves buying there.
    """
    return farm.market_price * farm.private * farm.plot * (1.0 - days) ** (farm.private - 1.0)


def advantage(days: Dimensionless, farm: Farm) -> Dimensionless:
    """What a day on the collective is paid above a day on the plot.

    dividend - plot return.
    Source: oiClayton1968. Holds for a member who takes what a day is paid as given.
    """
    return dividend(days, farm) - plot_return(days, farm)


def best_day(farm: Farm) -> Share:
    """The days at which the collective has its greatest advantage; with fewer, the quota weighs heavier on each.

    the greatest value of `advantage`, by bounded search.
    Source: oiClayton1968; domar1966. Holds where the quota is paid below the price of the market.
    """
    from scipy.optimize import minimize_scalar

    search = minimize_scalar(lambda days: -advantage(days, farm), bounds=(FEWEST_DAYS, MOST_DAYS), method="bounded")
    return float(search.x)


def collective_days(farm: Farm) -> Share:
    """The share of his days that a member spends on the collective when nobody compels him.

    the days at which both are paid alike, the larger of two where there are two; raises `CannotRun` where the quota is so
    heavy that no day on the collective is worth one on the plot.
    Source: oiClayton1968. Holds for a member who takes what a day is paid as given.
    """
    return root(lambda days: -advantage(days, farm), best_day(farm), MOST_DAYS)


def income(farm: Farm) -> Dimensionless:
    """What a member has from both fields.

    dividend x days + market price x plot x (1 - days) ^ share.
    Source: oiClayton1968. Holds for days chosen freely.
    """
    days = collective_days(farm)
    return dividend(days, farm) * days + farm.market_price * farm.plot * (1.0 - days) ** farm.private


def days_slope(farm: Farm, name: str) -> Dimensionless:
    """Rise of the days on the collective with the quota, a price or the plot, by the implicit function.

    - slope of the advantage with it / its slope with the days.
    Source: oiClayton1968. Holds at the larger of two equilibria, where the advantage falls with the days.
    """
    days = collective_days(farm)

    def gap(value):
        changed = replace(farm, **{name: value})
        return advantage(days, changed)

    return -slope(gap, getattr(farm, name)) / slope(lambda spent: advantage(spent, farm), days)


def compelled_day(farm: Farm) -> Dimensionless:
    """What all members together gain by a day more on the collective, over what they lose on the plot.

    market price x share x days ^ (share - 1) - plot return.
    Source: oiClayton1968. Negative where the dividend holds more of the land's rent than the quota takes.
    """
    days = collective_days(farm)
    return farm.market_price * farm.collective * days ** (farm.collective - 1.0) - plot_return(days, farm)


def heaviest_quota(farm: Farm) -> Share:
    """The share of the harvest that the quota may take before nobody works on the collective of his own accord.

    the quota at which the two equilibria become one, over the harvest there.
    Source: oiClayton1968. Holds at the prices of the farm, that of the state being below that of the market.
    """

    def short(quota):
        heavier = replace(farm, quota=quota)
        return -advantage(best_day(heavier), heavier)

    quota = root(short, 1e-3, 1.0 / (1.0 - farm.state_price / farm.market_price))
    return quota / best_day(replace(farm, quota=quota)) ** farm.collective


# --- one farm, solved -----------------------------------------------------------------------------------------------


def quota_share() -> Share:
    """Share of the grain harvest of 1937 that the state collected."""
    return (
        recorded("grain_collections_agricultural_year")[1937] / recorded("grain_harvest_composite_of_estimates")[1937]
    )


def farm_of_1937() -> Farm:
    """A farm from which the state takes the share of 1937, with the other numbers as examples."""

    def beyond(quota):
        return quota / collective_days(Farm(quota, STATE_PRICE)) ** SHARE_OF_DAYS - quota_share()

    return Farm(root(beyond, 1e-3, quota_share()), STATE_PRICE)


def inputs() -> dict[str, Computed]:
    """The numbers that go in; the signs do not depend on them."""
    return {
        "quota_share": Computed(quota_share()),
        "state_price": Computed(STATE_PRICE),
        "plot": Computed(PLOT),
        "share_of_days": Computed(SHARE_OF_DAYS),
        "share_on_the_plot": Computed(SHARE_ON_THE_PLOT),
    }


def figures() -> dict[str, Computed]:
    """How days on the collective and the income of a member answer, by differences of solved farms."""
    farm = farm_of_1937()

    def answer(of, name):
        return slope(lambda value: of(replace(farm, **{name: value})), getattr(farm, name))

    days = {f"days_{name}": name for name in ("quota", "state_price", "market_price", "plot")}
    incomes = {f"income_{name}": name for name in ("quota", "state_price", "plot")}
    return {
        **{
            key: Computed(answer(collective_days, name), {"formula": days_slope(farm, name)})
            for key, name in days.items()
        },
        **{key: Computed(answer(income, name)) for key, name in incomes.items()},
    }


def answers() -> dict[str, Computed]:
    """How a member divides his days, what compulsion gives and takes, and when the collective stands empty."""
    farm = farm_of_1937()
    return {
        "days": Computed(collective_days(farm)),
        "compelled_day": Computed(compelled_day(farm) / plot_return(collective_days(farm), farm)),
        "heaviest_quota": Computed(heaviest_quota(farm)),
    }


REPLICATION = replication_of("oi_clayton1968", inputs, figures, answers)
