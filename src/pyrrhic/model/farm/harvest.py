"""Harvest: normal yields, the effort of collectivized labour, disruption, drought and what stays unexplained."""

from pyrrhic.engine.arithmetic import exp, maximum, minimum, power, smooth_minimum, sum_over_regions
from pyrrhic.engine.equations import equation
from pyrrhic.units import (
    CalendarYear,
    Dimensionless,
    DroughtCode,
    MillionHectares,
    MillionTonnes,
    PerMillionTonnes,
    PerYear,
    Share,
    TonnesPerHectare,
)

BASE_YEAR, LAST_PREWAR_YEAR, FIRST_POSTWAR_YEAR = 1926.0, 1940.0, 1945.0


@equation("region")
def normal_yield(
    grain_yield_1926: TonnesPerHectare,
    yield_trend_before_war: PerYear,
    yield_trend_after_war: PerYear,
    year: CalendarYear,
) -> TonnesPerHectare:
    """Grain yield of an ordinary season with the draft power, order and effort of 1926, by region.

    yield of 1926 x exp(trend to 1940 + trend from 1945).
    Source: wheatcroftDavies1994agriculture. Barn harvest, not biological yield. Holds for 1926-1970.
    """
    years_before_war = minimum(year, LAST_PREWAR_YEAR) - BASE_YEAR
    years_after_war = maximum(year - FIRST_POSTWAR_YEAR, 0.0)
    return grain_yield_1926 * exp(yield_trend_before_war * years_before_war + yield_trend_after_war * years_after_war)


@equation
def price_expected_next(price_expected: Dimensionless, price_memory: Share, price_paid: Dimensionless) -> Dimensionless:
    """Real procurement price that farms have learned to expect.

    memory x last year's expectation + (1 - memory) x this year's price.
    Source: johnsonBrooks1983. Holds for 1926-1970; it stands for trust that grows slowly.
    """
    return price_memory * price_expected + (1.0 - price_memory) * price_paid


@equation("region")
def effort(
    collectivized_share: Share, effort_gap: Share, price_expected: Dimensionless, effort_price_response: Dimensionless
) -> Dimensionless:
    """Care and labour given to the common fields against a private farm's, by region.

    1 - collectivized share x gap x (1 - expected price ^ response), the price counted up to that of 1928.
    Source: johnsonBrooks1983. Holds for 1926-1970; the causes of the gap are not taken apart.
    """
    price_reward = power(smooth_minimum(price_expected, 1.0), effort_price_response)
    return 1.0 - collectivized_share * effort_gap * (1.0 - price_reward)


@equation("region")
def unsettled_next(unsettled: Share, disruption_memory: Share, collectivization_change: Share) -> Share:
    """Share of farms still disordered by being taken into kolkhozy, by region.

    memory x last year's disorder + the share taken in during the year.
    Source: naumenko2021. Holds for 1926-1970.
    """
    return disruption_memory * unsettled + collectivization_change


@equation("region")
def coded_drought(
    unexplained_yield: Dimensionless,
    unexplained_yield_regional: Dimensionless,
    drought_effect: Dimensionless,
    drought_code: DroughtCode,
    drought_code_normal: DroughtCode,
) -> Dimensionless:
    """Log deviation of a season's yield, by region, from the drought code and what stays unexplained.

    unexplained, national + regional - effect x (drought code - its mean).
    Source: bolshaiaSovetskaiaEntsiklopediia1969. The unexplained part is not weather. Holds for 1926-1970; one of two.
    """
    return unexplained_yield + unexplained_yield_regional - drought_effect * (drought_code - drought_code_normal)


@equation("region")
def station_weather(
    unexplained_yield: Dimensionless,
    unexplained_yield_regional: Dimensionless,
    dryness_effect: Dimensionless,
    season_dryness: Dimensionless,
) -> Dimensionless:
    """Log deviation of a season's yield, by region, from heat and rain at stations and what stays unexplained.

    unexplained, national + regional - effect x (heat - rain, April to July, in standard deviations).
    Source: ped1975. Rust, frost and rain at harvest stay in the unexplained part. Holds for 1926-1970; one of two.
    """
    return unexplained_yield + unexplained_yield_regional - dryness_effect * season_dryness


@equation("region")
def virgin_dilution(
    virgin_area: MillionHectares, grain_area_target: MillionHectares, virgin_yield_ratio: Share
) -> Dimensionless:
    """How far the lower yields of virgin land pull down a region's mean yield.

    1 - share of virgin land x (1 - its yield against old land).
    Source: mccauley1976. Holds for 1954-1970; 1 before.
    """
    return 1.0 - (1.0 - virgin_yield_ratio) * virgin_area / grain_area_target


@equation("region")
def grain_yield(
    normal_yield: TonnesPerHectare,
    yield_season: Dimensionless,
    draft_adequacy: Dimensionless,
    yield_draft_elasticity: Dimensionless,
    effort: Dimensionless,
    disruption: Dimensionless,
    unsettled: Share,
    fertilizer: MillionTonnes,
    fertilizer_response: PerMillionTonnes,
    virgin_dilution: Dimensionless,
) -> TonnesPerHectare:
    """Grain brought to the barn per hectare sown, by region.

    normal yield x season x draft adequacy ^ elasticity x effort x exp(-disruption x unsettled) x fertilizer x dilution.
    Source: daviesWheatcroft2004; naumenko2021; chenLan2017. Holds for 1926-1970.
    """
    conditions = exp(yield_season - disruption * unsettled) * power(draft_adequacy, yield_draft_elasticity)
    return normal_yield * conditions * effort * (1.0 + fertilizer_response * fertilizer) * virgin_dilution


@equation("region")
def grain_harvest(grain_area: MillionHectares, grain_yield: TonnesPerHectare) -> MillionTonnes:
    """Grain harvest, by region: barn harvest, not biological yield.

    area x yield.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return grain_area * grain_yield


@equation
def grain_harvest_total(grain_harvest: MillionTonnes) -> MillionTonnes:
    """Grain harvest of the whole country.

    sum over regions.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return sum_over_regions(grain_harvest)
