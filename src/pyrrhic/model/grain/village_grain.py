"""Village grain: seed, feed and food, private trade, and what is kept for the next year."""

from pyrrhic.engine.arithmetic import (
    TINY,
    maximum,
    minimum,
    positive_part,
    power,
    saturating,
    smooth_minimum,
    sum_over_kinds,
    sum_over_regions,
)
from pyrrhic.engine.equations import equation
from pyrrhic.units import (
    CalendarYear,
    Dimensionless,
    MillionHead,
    MillionHectares,
    MillionPersons,
    MillionTonnes,
    Share,
    TonnesPerHead,
    TonnesPerHectare,
)

SMOOTHING_GRAIN = 0.05  # Mt, the width of smooth maxima
A_TONNE = 1e-6  # Mt
MOST_FED_ABOVE_NORM = 5.0  # times the norm: what animals can eat
SMOOTHING_LEVEL = 0.05  # of the norms, the width of a smooth maximum
SHARPNESS_OF_NEED = 12.0
LAST_YEAR_OF_CARDS = 1947.0


@equation("region")
def seed(
    seed_per_hectare: TonnesPerHectare,
    grain_area_target: MillionHectares,
    village_grain: MillionTonnes,
    grain_collected: MillionTonnes,
    seed_limit: Share,
) -> MillionTonnes:
    """Grain set aside for sowing, by region, at most a limit share of what collection leaves.

    smaller of seed rate x target area and limit x (village grain - collected).
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return smooth_minimum(seed_per_hectare * grain_area_target, seed_limit * (village_grain - grain_collected))


@equation("region")
def norm_feed(
    feed_norm: TonnesPerHead, herds: MillionHead, feed_region_factor: Dimensionless, feed_norm_scale: Dimensionless
) -> MillionTonnes:
    """Grain that the animals would be fed at the norms of the 1920s, by region.

    sum over species of norm x herd, x the region's factor x scale.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return sum_over_kinds(feed_norm * herds) * feed_region_factor * feed_norm_scale


@equation("region")
def feed_need(norm_feed: MillionTonnes, feed_level: Dimensionless) -> MillionTonnes:
    """Grain that the animals would be fed as farms have become used to, by region.

    feed at the norms x level of feeding.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return norm_feed * feed_level


@equation
def feed_level_next(
    feed_level: Dimensionless,
    feed_memory: Share,
    feed_plan: Dimensionless,
    grain_feed: MillionTonnes,
    norm_feed: MillionTonnes,
) -> Dimensionless:
    """Grain per animal that farms have become used to feeding, against the norms of the 1920s; 1 before 1954.

    1 + gate of the feed plan x [memory x (level - 1) + (1 - memory) x positive part of (fed / norms - 1), limited].
    Source: johnsonBrooks1983. Holds for 1926-1970.
    """
    fed = (sum_over_regions(grain_feed) + A_TONNE) / (sum_over_regions(norm_feed) + A_TONNE)
    above = smooth_minimum(positive_part(fed - 1.0, SMOOTHING_LEVEL), MOST_FED_ABOVE_NORM)
    return 1.0 + minimum(feed_plan, 1.0) * (feed_memory * (feed_level - 1.0) + (1.0 - feed_memory) * above)


@equation("region")
def food_need(food_norm: TonnesPerHead, rural_population: MillionPersons) -> MillionTonnes:
    """Grain that villagers would eat at the usual norm, by region.

    norm x rural population.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return food_norm * rural_population


@equation("region")
def grain_need(food_need: MillionTonnes, feed_need: MillionTonnes) -> MillionTonnes:
    """Grain for villagers and animals at the usual norms, by region.

    food + feed need.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return food_need + feed_need


@equation("region")
def grain_left(village_grain: MillionTonnes, grain_collected: MillionTonnes, seed: MillionTonnes) -> MillionTonnes:
    """Grain left in the village after collection and seed, by region.

    village grain - collected - seed.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return village_grain - grain_collected - seed


@equation("region")
def rural_need_gap(grain_need: MillionTonnes, grain_left: MillionTonnes) -> MillionTonnes:
    """Grain that villages lack against their need before any state help, by region.

    positive part of (need - grain left).
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return positive_part(grain_need - grain_left, SMOOTHING_GRAIN)


@equation("region")
def grain_before_trade(grain_left: MillionTonnes, state_supply: MillionTonnes) -> MillionTonnes:
    """Grain in the villages before private trade, by region.

    grain left + grain returned by the state.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return grain_left + state_supply


@equation("region")
def grain_deficit(grain_need: MillionTonnes, grain_before_trade: MillionTonnes) -> MillionTonnes:
    """Unmet need of the households that are short, by region.

    need - smaller of need and grain; rich and poor households live in one region, so the minimum is smooth.
    Source: fitzpatrick1994. Holds for 1926-1970.
    """
    return grain_need - smooth_minimum(grain_need, grain_before_trade, SHARPNESS_OF_NEED)


@equation("region")
def grain_excess(grain_need: MillionTonnes, grain_before_trade: MillionTonnes) -> MillionTonnes:
    """Grain above need of the households that have it, by region.

    grain - smaller of need and grain.
    Source: fitzpatrick1994. Holds for 1926-1970.
    """
    return grain_before_trade - smooth_minimum(grain_need, grain_before_trade, SHARPNESS_OF_NEED)


@equation
def town_market_demand(
    state_grain_need: MillionTonnes,
    state_grain_use: MillionTonnes,
    market_norm: TonnesPerHead,
    free_price: Share,
    urban_population: MillionPersons,
    shop_displacement: Share,
    open_bread_sales: Share,
    year: CalendarYear,
) -> MillionTonnes:
    """Grain that townspeople would buy on private markets beside the state's; where sale is free there is one market.

    unmet state need + market norm x (1 - free sale) x urban population x (1 - displacement x open bread, from 1948).
    Source: osokina1999. Holds for 1926-1970.
    """
    after_reform = minimum(maximum(year - LAST_YEAR_OF_CARDS, 0.0), 1.0)
    still_bought = (1.0 - free_price) * (1.0 - shop_displacement * open_bread_sales * after_reform)
    return state_grain_need - state_grain_use + market_norm * urban_population * still_bought


@equation("region")
def private_sales(
    trade_openness: Share, grain_excess: MillionTonnes, grain_deficit: MillionTonnes, town_market_demand: MillionTonnes
) -> MillionTonnes:
    """Grain that villages sell privately, to towns and to other regions, by region.

    openness x smaller of all excess and all demand, shared by excess.
    Source: allen2003; osokina1999. Holds for 1926-1970.
    """
    supply = sum_over_regions(grain_excess)
    demand = sum_over_regions(grain_deficit) + town_market_demand
    return trade_openness * smooth_minimum(supply, demand) * grain_excess / (supply + TINY)


@equation("region")
def private_purchases(
    private_sales: MillionTonnes, grain_deficit: MillionTonnes, town_market_demand: MillionTonnes
) -> MillionTonnes:
    """Grain that villages buy privately, by region; the towns buy the rest.

    all sales x the region's deficit / (all deficits + town demand).
    Source: fitzpatrick1994. Holds for 1926-1970.
    """
    demand = sum_over_regions(grain_deficit) + town_market_demand
    return sum_over_regions(private_sales) * grain_deficit / demand


@equation
def town_market_grain(private_sales: MillionTonnes, private_purchases: MillionTonnes) -> MillionTonnes:
    """Grain that townspeople buy on private markets.

    all private sales - all village purchases.
    Source: osokina1999. Holds for 1926-1970.
    """
    return sum_over_regions(private_sales) - sum_over_regions(private_purchases)


@equation("region")
def grain_for_use(
    grain_before_trade: MillionTonnes, private_sales: MillionTonnes, private_purchases: MillionTonnes
) -> MillionTonnes:
    """Grain in the villages after private trade, by region.

    grain before trade - sales + purchases.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return grain_before_trade - private_sales + private_purchases


@equation("region")
def grain_cover(grain_for_use: MillionTonnes, grain_need: MillionTonnes) -> Share:
    """Share of the need for food and feed that is met, by region.

    smaller of grain / need and 1.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return smooth_minimum(grain_for_use / grain_need, 1.0, SHARPNESS_OF_NEED)


@equation("region")
def grain_surplus(grain_for_use: MillionTonnes, grain_need: MillionTonnes, grain_cover: Share) -> MillionTonnes:
    """Grain left when food and feed are met as far as they are, by region.

    grain - need x cover, not below zero by rounding.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return maximum(grain_for_use - grain_need * grain_cover, 0.0)


@equation("region")
def feed_at_cover(feed_need: MillionTonnes, grain_cover: Share, food_first: Dimensionless) -> MillionTonnes:
    """Grain fed to animals out of the covered need, by region; when grain is short, people come first.

    feed need x cover ^ (1 + food first).
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return feed_need * power(grain_cover, 1.0 + food_first)


@equation("region")
def household_grain_next(
    grain_surplus: MillionTonnes, store_limit: Share, grain_harvest: MillionTonnes
) -> MillionTonnes:
    """Grain that villages keep into the next agricultural year, by region; barns hold a part of a harvest, not more.

    saturates: limit x harvest x (1 - exp(-surplus / (limit x harvest))), never more than the surplus.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return minimum(saturating(grain_surplus, store_limit * grain_harvest), grain_surplus)


@equation("region")
def grain_feed(
    feed_at_cover: MillionTonnes, household_grain_next: MillionTonnes, grain_surplus: MillionTonnes
) -> MillionTonnes:
    """Grain fed to animals in the villages, by region.

    feed out of the covered need + the surplus that is not kept; what animals waste of it is in it.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return feed_at_cover + grain_surplus - household_grain_next


@equation("region")
def grain_food(grain_need: MillionTonnes, grain_cover: Share, feed_at_cover: MillionTonnes) -> MillionTonnes:
    """Grain eaten in the villages, by region.

    need x cover - feed out of the covered need.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return grain_need * grain_cover - feed_at_cover


@equation
def grain_feed_total(grain_feed: MillionTonnes) -> MillionTonnes:
    """Grain fed to animals in the villages of the whole country; what is lost in their stores is in it.

    sum over regions.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return sum_over_regions(grain_feed)


@equation
def grain_food_total(
    grain_food: MillionTonnes, rations: MillionTonnes, town_market_grain: MillionTonnes
) -> MillionTonnes:
    """Grain eaten in the whole country.

    eaten in villages, all regions + rations + market grain of the towns.
    Source: wheatcroftDavies1994agriculture. An identity; holds for 1926-1970.
    """
    return sum_over_regions(grain_food) + rations + town_market_grain
