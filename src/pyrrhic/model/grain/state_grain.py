"""The state grain fund: collections and imports against towns and army, exports, and grain returned to the villages."""

from pyrrhic.engine.arithmetic import minimum, positive_part, power, smooth_minimum, sum_over_regions
from pyrrhic.engine.equations import equation
from pyrrhic.units import Dimensionless, MillionPersons, MillionTonnes, Share, TonnesPerHead

A_TONNE = 1e-6  # Mt
SMOOTHING_FUND = 0.1  # Mt in the country, the width of smooth maxima


@equation
def state_need_at_unit_price(
    ration_norm: TonnesPerHead,
    other_use_norm: TonnesPerHead,
    market_norm: TonnesPerHead,
    free_price: Share,
    urban_population: MillionPersons,
) -> MillionTonnes:
    """Grain for rations, army, industry, town horses and losses; where sale is free, for all that towns buy.

    (ration norm + norm of other uses + market norm x free sale) x urban population.
    Source: daviesWheatcroft2004; moshkov1966. Holds for 1926-1970.
    """
    return (ration_norm + other_use_norm + market_norm * free_price) * urban_population


@equation
def state_grain_need(
    state_need_at_unit_price: MillionTonnes,
    clearing_price: Dimensionless,
    demand_elasticity: Dimensionless,
    free_price: Share,
) -> MillionTonnes:
    """Grain the state needs for rations, and for army, industry, town horses and losses.

    need at the price of 1928 x clearing price ^ (-elasticity of demand x free sale).
    Source: daviesWheatcroft2004; moshkov1966. Holds for 1926-1970.
    """
    return state_need_at_unit_price * power(clearing_price, -demand_elasticity * free_price)


@equation
def grain_exports(
    grain_export_plan: MillionTonnes,
    exports_give_way: Share,
    state_grain: MillionTonnes,
    grain_collected_total: MillionTonnes,
    state_grain_need: MillionTonnes,
    export_limit: Share,
) -> MillionTonnes:
    """Grain exported: the plan, or as far as the lever says only what rations leave over; never more than there is.

    smaller of (1 - lever) x plan + lever x smaller of plan and what is left, and a limit share of the grain at hand.
    Source: daviesWheatcroft2004. Holds for 1926-1970; exports that give way to rations still go before returns.
    """
    at_hand = state_grain + grain_collected_total
    left_over = positive_part(at_hand - state_grain_need, SMOOTHING_FUND)
    giving_way = exports_give_way * smooth_minimum(grain_export_plan, left_over)
    wanted = (1.0 - exports_give_way) * grain_export_plan + giving_way
    return smooth_minimum(wanted, export_limit * at_hand)


@equation
def grain_fund_available(
    state_grain: MillionTonnes,
    grain_collected_total: MillionTonnes,
    grain_exports: MillionTonnes,
    state_stock_target: MillionTonnes,
) -> MillionTonnes:
    """Grain the state can use within the year without imports; negative when the reserve itself is short.

    stock + collections - exports - reserve to be kept.
    Source: daviesTaugerWheatcroft1995. Holds for 1926-1970.
    """
    return state_grain + grain_collected_total - grain_exports - state_stock_target


@equation
def grain_shortage(
    state_grain_need: MillionTonnes, supply_promised: MillionTonnes, grain_fund_available: MillionTonnes
) -> MillionTonnes:
    """Grain that the fund lacks for rations, other uses and promised returns, before any imports.

    positive part of (need + promised returns - available).
    Source: volin1970. Holds for 1926-1970.
    """
    return positive_part(state_grain_need + supply_promised - grain_fund_available, SMOOTHING_FUND)


@equation
def returns_due(
    supply_promised: MillionTonnes, returns_give_way: Share, grain_shortage: MillionTonnes
) -> MillionTonnes:
    """Returns to the villages that the state keeps to when it is short: it cuts them before it buys grain abroad.

    promised - share that gives way x smaller of shortage and promise.
    Source: volin1970. Holds for 1926-1970.
    """
    return supply_promised - returns_give_way * smooth_minimum(grain_shortage, supply_promised)


@equation
def grain_imports(
    imports_allowed: Share,
    state_grain_need: MillionTonnes,
    returns_due: MillionTonnes,
    grain_fund_available: MillionTonnes,
    import_contracts: MillionTonnes,
    import_ceiling: MillionTonnes,
) -> MillionTonnes:
    """Grain bought abroad: what contracts deliver, and what is still lacking when returns to villages have been cut.

    allowed x smaller of contracts + positive part of (need + returns due - available - contracts), and a ceiling.
    Source: volin1970. Holds for 1926-1970.
    """
    lacking = state_grain_need + returns_due - grain_fund_available
    wanted = import_contracts + positive_part(lacking - import_contracts, SMOOTHING_FUND)
    return imports_allowed * smooth_minimum(wanted, import_ceiling)


@equation
def import_contracts_next(grain_imports: MillionTonnes, contract_share: Share) -> MillionTonnes:
    """Imports already contracted for the next year.

    share of this year's imports.
    Source: volin1970. Holds for 1926-1970.
    """
    return contract_share * grain_imports


@equation
def grain_at_hand(
    state_grain: MillionTonnes,
    grain_collected_total: MillionTonnes,
    grain_imports: MillionTonnes,
    grain_exports: MillionTonnes,
) -> MillionTonnes:
    """Grain that passes through the hands of the state within the year, the reserve included.

    stock + collections + imports - exports.
    Source: daviesTaugerWheatcroft1995. Holds for 1926-1970.
    """
    return state_grain + grain_collected_total + grain_imports - grain_exports


@equation
def state_grain_use(
    state_grain_need: MillionTonnes, grain_at_hand: MillionTonnes, state_stock_target: MillionTonnes
) -> MillionTonnes:
    """Grain the state issues to towns, army and industry.

    smaller of the need and what is at hand above the reserve; never more than is at hand.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    above_reserve = positive_part(grain_at_hand - state_stock_target, SMOOTHING_FUND)
    return smooth_minimum(state_grain_need, smooth_minimum(above_reserve, grain_at_hand))


@equation
def grain_free(
    grain_at_hand: MillionTonnes, state_grain_use: MillionTonnes, state_stock_target: MillionTonnes
) -> MillionTonnes:
    """Grain that towns and the reserve leave over within the year.

    positive part of (at hand - use - reserve); never more than is there after use.
    Source: daviesTaugerWheatcroft1995. Holds for 1926-1970.
    """
    left = grain_at_hand - state_grain_use
    return smooth_minimum(positive_part(left - state_stock_target, SMOOTHING_FUND), left)


@equation
def rations(
    state_grain_use: MillionTonnes,
    ration_norm: TonnesPerHead,
    other_use_norm: TonnesPerHead,
    market_norm: TonnesPerHead,
    free_price: Share,
) -> MillionTonnes:
    """Grain eaten by townspeople from state supply; where sale is free, with what they would have bought privately.

    state use x eaten / (eaten + norm of other uses), eaten being the ration norm + market norm x free sale.
    Source: daviesWheatcroft2004; osokina1999. Holds for 1926-1970.
    """
    eaten = ration_norm + market_norm * free_price
    return state_grain_use * eaten / (eaten + other_use_norm)


@equation
def feed_promised(
    feed_supply_plan: MillionTonnes, feed_plan: Dimensionless, feed_supply_years: Dimensionless
) -> MillionTonnes:
    """Grain the state undertakes to return to the villages as feed: a fixed quantity, reached over some years.

    plan x smaller of (years of the feed plan / years of growth) and 1.
    Source: johnsonBrooks1983. Holds for 1954-1970; zero before.
    """
    return feed_supply_plan * minimum(feed_plan / feed_supply_years, 1.0)


@equation
def supply_promised(state_supply_commitment: MillionTonnes, feed_promised: MillionTonnes) -> MillionTonnes:
    """Grain the state has promised to return to the villages, whatever is in store: loans and feed.

    commitment + feed.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return state_supply_commitment + feed_promised


@equation
def within_the_year(reserve_release: Share, grain_free: MillionTonnes, returns_due: MillionTonnes) -> MillionTonnes:
    """Grain returned beyond what is due: a part of what the year's own fund leaves free.

    release x positive part of (free grain - due).
    Source: daviesWheatcroft2004. Holds for 1926-1970; one of two rivals.
    """
    return reserve_release * positive_part(grain_free - returns_due, SMOOTHING_FUND)


@equation
def opening_stock(
    reserve_release: Share, state_grain: MillionTonnes, state_stock_target: MillionTonnes
) -> MillionTonnes:
    """Grain returned beyond what is due: a part of the stock that the year began with, where above the reserve.

    release x positive part of (stock on 1 July - reserve to be kept); grain freed in a year comes back in the next.
    Source: daviesTaugerWheatcroft1995. Holds for 1926-1970; one of two rivals.
    """
    return reserve_release * positive_part(state_grain - state_stock_target, SMOOTHING_FUND)


@equation
def supply_intended(returns_due: MillionTonnes, supply_released: MillionTonnes) -> MillionTonnes:
    """Grain the state means to return to the villages: what is due, and what it releases beyond that.

    due + released.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return returns_due + supply_released


@equation
def state_supply_total(supply_intended: MillionTonnes, grain_free: MillionTonnes) -> MillionTonnes:
    """Grain returned to the villages: seed and food loans, supplies of cotton, flax and timber districts, later feed.

    smaller of what is intended and what is free.
    Source: moshkov1966; daviesWheatcroft2004. Holds for 1926-1970.
    """
    return smooth_minimum(supply_intended, grain_free)


@equation("region")
def state_supply(
    state_supply_total: MillionTonnes, relief: Share, state_supply_weight: Share, rural_need_gap: MillionTonnes
) -> MillionTonnes:
    """Grain returned to the villages, by region: by customary weights, or by need as far as the lever says.

    total x [(1 - relief) x weight + relief x the region's gap / all gaps]; a tonne is put to each gap.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    gap = rural_need_gap + A_TONNE
    by_need = gap / sum_over_regions(gap)
    return state_supply_total * ((1.0 - relief) * state_supply_weight + relief * by_need)


@equation
def state_grain_next(
    grain_at_hand: MillionTonnes, state_grain_use: MillionTonnes, state_supply_total: MillionTonnes
) -> MillionTonnes:
    """State grain stock on 1 July.

    at hand - state use - returns to villages.
    Source: daviesTaugerWheatcroft1995. An identity; holds for 1926-1970.
    """
    return grain_at_hand - state_grain_use - state_supply_total


@equation
def net_grain_imports(grain_imports: MillionTonnes, grain_exports: MillionTonnes) -> MillionTonnes:
    """Grain imports less exports.

    imports - exports.
    Source: vneshniaiaTorgovliaYearbooks. Holds for 1926-1970.
    """
    return grain_imports - grain_exports


@equation
def town_grain_shortfall(state_grain_use: MillionTonnes, state_grain_need: MillionTonnes) -> Dimensionless:
    """Share of the state's grain need that is not met.

    1 - use / need.
    Source: osokina1999. Holds for 1926-1970.
    """
    return 1.0 - state_grain_use / state_grain_need
