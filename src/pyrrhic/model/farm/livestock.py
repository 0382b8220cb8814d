"""Herds: natural increase under a ceiling, slaughter and neglect at the take-over, starvation, displaced horses."""

from pyrrhic.engine.arithmetic import exp, log, maximum, positive_part, smooth_minimum, sum_over_kinds, sum_over_regions
from pyrrhic.engine.equations import equation
from pyrrhic.units import (
    CalendarYear,
    Dimensionless,
    MillionHead,
    MillionTonnes,
    PerYear,
    Share,
    TonnesPerHead,
)

SMOOTHING_SHARE = 0.02
A_TONNE = 1e-6  # Mt
SHARPNESS_OF_FEED = 12.0
LEAST_FEED_COVER = 0.2
NO_ANIMALS = 1e-9  # million head; keeps the ratio of two empty herds at one


@equation("region")
def horses(herds: MillionHead) -> MillionHead:
    """Horses on 1 July, by region.

    first species of the herds.
    Source: stalin1934. Holds for 1926-1970.
    """
    return herds[0:1]


@equation("region")
def cattle(herds: MillionHead) -> MillionHead:
    """Cattle on 1 July, by region, cows and oxen included.

    second species of the herds.
    Source: stalin1934. Holds for 1926-1970.
    """
    return herds[1:2]


@equation("species")
def herds_total(herds: MillionHead) -> MillionHead:
    """Herds of the whole country on 1 July, by species.

    sum over regions.
    Source: stalin1934. Holds for 1926-1970.
    """
    return sum_over_regions(herds)


@equation("region")
def takeover_drive(collectivization_peak: Share, collectivized_share: Share) -> Share:
    """Share of households that the year's campaign tried to take in, whether or not they stayed, by region.

    highest share claimed in the year - share at its start, not below zero.
    Source: viola1996; daviesWheatcroft2004. Holds for 1926-1970.
    """
    return maximum(collectivization_peak - collectivized_share, 0.0)


@equation("species", "region")
def animals_levied(herds: MillionHead, livestock_levy: Share, levy_severity: Dimensionless) -> MillionHead:
    """Animals that the state's levies take from herders and drive away.

    herds x (1 - exp(-severity x levy)).
    Source: ohayon2006. Holds for 1926-1970.
    """
    return herds * (1.0 - exp(-levy_severity * livestock_levy))


@equation("species", "region")
def animals_slaughtered(
    herds: MillionHead,
    animals_levied: MillionHead,
    animals_socialized: Share,
    slaughter: Dimensionless,
    takeover_drive: Share,
) -> MillionHead:
    """Animals that households slaughter before they are taken into kolkhozy.

    herds less levies x (1 - exp(-socialized x slaughter x drive)).
    Source: hunter1988. Holds for 1926-1970.
    """
    return (herds - animals_levied) * (1.0 - exp(-animals_socialized * slaughter * takeover_drive))


@equation("species", "region")
def animals_neglected(
    herds: MillionHead,
    animals_levied: MillionHead,
    animals_slaughtered: MillionHead,
    animals_socialized: Share,
    neglect: Dimensionless,
    unsettled: Share,
) -> MillionHead:
    """Animals lost by neglect in new kolkhozy.

    herds less levies and slaughter x (1 - exp(-socialized x neglect x share newly taken in)).
    Source: hunter1988. Holds for 1926-1970.
    """
    left = herds - animals_levied - animals_slaughtered
    return left * (1.0 - exp(-animals_socialized * neglect * unsettled))


@equation("species", "region")
def takeover_slaughter(
    animals_levied: MillionHead, animals_slaughtered: MillionHead, animals_neglected: MillionHead
) -> MillionHead:
    """Animals lost at the take-over: to levies, to slaughter before it, to neglect after it.

    levied + slaughtered + neglected.
    Source: hunter1988; ohayon2006. Holds for 1926-1970.
    """
    return animals_levied + animals_slaughtered + animals_neglected


@equation("region")
def feed_cover(grain_feed: MillionTonnes, feed_need: MillionTonnes, feed_cover_limit: Share) -> Share:
    """Grain fed against what animals are used to, by region; a tonne is added to both, for regions with few animals.

    smaller of feed / need and a limit.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return smooth_minimum((grain_feed + A_TONNE) / (feed_need + A_TONNE), feed_cover_limit, SHARPNESS_OF_FEED)


@equation("region")
def feed_cover_last_next(feed_cover: Share) -> Share:
    """Feed cover that next spring's draft animals have behind them, by region.

    feed cover, at most 1 and at least a fifth.
    Source: jasny1949. Holds for 1926-1970.
    """
    return maximum(smooth_minimum(feed_cover, 1.0, SHARPNESS_OF_FEED), LEAST_FEED_COVER)


@equation("species", "region")
def herd_ceiling(
    herds_1926: MillionHead, herd_ceiling_ratio: Dimensionless, ceiling_growth: Dimensionless, feed_level: Dimensionless
) -> MillionHead:
    """Herd that a region can carry, larger where farms have become used to feeding more grain.

    herd of 1926 x ceiling ratio x (1 + growth x (level of feeding - 1)).
    Source: jasny1949. Holds for 1926-1970.
    """
    return herds_1926 * herd_ceiling_ratio * (1.0 + ceiling_growth * (feed_level - 1.0))


@equation("species", "region")
def dependence_on_grain(herds: MillionHead, herd_ceiling: MillionHead) -> Dimensionless:
    """How far animals live on grain: few find pasture, hay, potatoes and waste enough, many do not.

    herds / ceiling.
    Source: jasny1949. Holds for 1926-1970.
    """
    return herds / herd_ceiling


@equation("species", "region")
def herd_starvation(
    herds: MillionHead,
    takeover_slaughter: MillionHead,
    herd_hunger: Dimensionless,
    dependence_on_grain: Dimensionless,
    feed_cover: Share,
) -> MillionHead:
    """Animals that die or are slaughtered for want of feed.

    herds after the take-over x (1 - exp(-hunger x dependence on grain x missing feed)).
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    missing = positive_part(1.0 - feed_cover, SMOOTHING_SHARE)
    return (herds - takeover_slaughter) * (1.0 - exp(-herd_hunger * dependence_on_grain * missing))


@equation("region")
def grain_sale_pull(
    collectivized_share: Share, trade_openness: Share, feed_cover: Share, market_price_ratio: Dimensionless
) -> Dimensionless:
    """How far grain is sold rather than fed: households that may and can sell it, and what it brings, by region.

    (1 - collectivized share) x openness of trade x feed cover x log(1 + market price over procurement price).
    Source: karcz1967; jasny1949. Holds for 1926-1940; next to no households are left outside farms later.
    """
    return (1.0 - collectivized_share) * trade_openness * feed_cover * log(1.0 + market_price_ratio)


@equation("species", "region")
def herd_ceiling_at_prices(
    herd_ceiling: MillionHead, grain_sale_response: Dimensionless, grain_fed: Share, grain_sale_pull: Dimensionless
) -> MillionHead:
    """Herd that is worth its feed, lower for grain-fed animals where grain sells well.

    ceiling / (1 + response x grain-fed part x pull of grain sales).
    Source: karcz1967. Holds for 1926-1970.
    """
    return herd_ceiling / (1.0 + grain_sale_response * grain_fed * grain_sale_pull)


@equation("species")
def displacement_by_tractors(horse_displacement: PerYear, drawing: Share, tractor_share_of_draft: Share) -> PerYear:
    """Rate at which draft animals are not replaced because tractors do their work; zero for other species.

    displacement x draft animals x tractor share of draft power squared.
    Source: jasny1949. Holds for 1926-1970.
    """
    return horse_displacement * drawing * tractor_share_of_draft * tractor_share_of_draft


@equation("species", "region")
def herd_increase(
    herds: MillionHead,
    takeover_slaughter: MillionHead,
    herd_starvation: MillionHead,
    herd_growth: PerYear,
    herd_ceiling_at_prices: MillionHead,
    displacement_by_tractors: PerYear,
) -> MillionHead:
    """Natural increase of the animals that live through the year, less ordinary slaughter.

    survivors x (exp(growth x (1 - herds / ceiling at prices) - displacement) - 1).
    Source: jasny1949. Holds for 1926-1970.
    """
    survivors = herds - takeover_slaughter - herd_starvation
    rate = herd_growth * (1.0 - herds / herd_ceiling_at_prices) - displacement_by_tractors
    return survivors * (exp(rate) - 1.0)


@equation("species", "region")
def herds_before_war_losses(
    herds: MillionHead,
    herd_increase: MillionHead,
    herd_starvation: MillionHead,
    takeover_slaughter: MillionHead,
    war: Share,
) -> MillionHead:
    """Herds at the end of the year before imposed losses; in war years only the imposed change moves them.

    herds + (1 - war) x (increase - starvation - slaughter).
    Source: jasny1949. An identity; holds for 1926-1970.
    """
    return herds + (1.0 - war) * (herd_increase - herd_starvation - takeover_slaughter)


@equation("species", "region")
def herds_imposed_change(
    herds_before_war_losses: MillionHead, herds_imposed_factor: Dimensionless, herds_imposed_weight: Dimensionless
) -> MillionHead:
    """Animals gained with annexed lands or lost in the war, by species and region.

    the country's herds x factor, divided among regions by herds x weight, - herds.
    Source: bolshaiaSovetskaiaEntsiklopediia1969; sovietWarAgricultureText. Imposed in 1939/40 and 1941-44.
    """
    weighted = herds_before_war_losses * herds_imposed_weight
    country = sum_over_regions(herds_before_war_losses) + NO_ANIMALS
    return (
        weighted * herds_imposed_factor * country / (sum_over_regions(weighted) + NO_ANIMALS) - herds_before_war_losses
    )


@equation("species", "region")
def herds_next(herds_before_war_losses: MillionHead, herds_imposed_change: MillionHead) -> MillionHead:
    """Herds on 1 July.

    herds before imposed change + imposed change.
    Source: stalin1934. An identity; holds for 1926-1970.
    """
    return herds_before_war_losses + herds_imposed_change


@equation("region")
def animal_produce(herds: MillionHead, food_per_animal: TonnesPerHead) -> MillionTonnes:
    """Milk, eggs and ordinary meat in grain equivalent, by region.

    sum over species of food per animal x herds.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return sum_over_kinds(food_per_animal * herds)


@equation("region")
def animal_deliveries(
    animal_produce: MillionTonnes,
    animal_delivery_share: Share,
    carcass_food: TonnesPerHead,
    animals_levied: MillionHead,
) -> MillionTonnes:
    """Animal products that leave the villages for towns and army, in grain equivalent, by region.

    share delivered or sold x produce + carcasses of the animals levied.
    Source: karcz1967; ohayon2006. Holds for 1926-1970.
    """
    return animal_delivery_share * animal_produce + sum_over_kinds(carcass_food * animals_levied)


@equation("region")
def animal_food(
    animal_produce: MillionTonnes,
    carcass_food: TonnesPerHead,
    animals_levied: MillionHead,
    animals_slaughtered: MillionHead,
    carrion_share: Share,
    animals_neglected: MillionHead,
    herd_starvation: MillionHead,
) -> MillionTonnes:
    """Animal food that a region gives to its villages and to towns, in grain equivalent, with distress slaughter.

    produce + carcass x (levied + slaughtered + part of the neglected and starved), all species.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    carcasses = animals_levied + animals_slaughtered + carrion_share * (animals_neglected + herd_starvation)
    return animal_produce + sum_over_kinds(carcass_food * carcasses)


@equation("region")
def village_animal_food(animal_food: MillionTonnes, animal_deliveries: MillionTonnes) -> MillionTonnes:
    """Meat, milk and eggs eaten in the villages, in grain equivalent, by region.

    animal food - deliveries.
    Source: wheatcroftDavies1994agriculture. An identity; holds for 1926-1970.
    """
    return animal_food - animal_deliveries


@equation
def feed_plan(year: CalendarYear, feed_plan_start: CalendarYear, feed_plan_on: Dimensionless) -> Dimensionless:
    """Years for which the state has pushed meat and milk, and so feed, since the reforms of 1953.

    lever x years since the start.
    Source: nove1969; strauss1969. Holds for 1953-1970; zero before.
    """
    return feed_plan_on * maximum(year - feed_plan_start, 0.0)
