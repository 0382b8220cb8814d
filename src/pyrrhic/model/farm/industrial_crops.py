"""Industrial crops: cotton, flax, sugar beet and sunflower, the raw materials of light industry."""

from pyrrhic.engine.arithmetic import exp, power, sum_over_regions
from pyrrhic.engine.equations import equation
from pyrrhic.units import Dimensionless, MillionHectares, MillionTonnes, PerYear, Share, TonnesPerHectare


@equation
def national_draft_adequacy(draft_adequacy: Dimensionless, grain_area_target: MillionHectares) -> Dimensionless:
    """Draft adequacy of the whole country, 1 as in 1926.

    mean over regions, weighted by target area.
    Source: hunter1988. Holds for 1926-1970.
    """
    return sum_over_regions(draft_adequacy * grain_area_target) / sum_over_regions(grain_area_target)


@equation
def national_unsettled(unsettled: Share, grain_area_target: MillionHectares) -> Share:
    """Share of the country's farms still disordered by being taken into kolkhozy.

    mean over regions, weighted by target area.
    Source: naumenko2021. Holds for 1926-1970.
    """
    return sum_over_regions(unsettled * grain_area_target) / sum_over_regions(grain_area_target)


@equation("crop")
def industrial_crop_yield(
    crop_yield_1926: TonnesPerHectare,
    crop_yield_trend: PerYear,
    years_since_1926: Dimensionless,
    national_draft_adequacy: Dimensionless,
    crop_draft_elasticity: Dimensionless,
    disruption: Dimensionless,
    national_unsettled: Share,
    crop_price_real: Dimensionless,
    crop_price_response: Dimensionless,
) -> TonnesPerHectare:
    """Yield of cotton, flax, sugar beet and sunflower.

    yield of 1926 x trend x draft adequacy ^ elasticity x exp(-disruption x unsettled) x real price ^ response.
    Source: selskoeKhoziaistvo1960; jasny1949. Holds for 1926-1970; price is that of the crop against grain.
    """
    order = exp(crop_yield_trend * years_since_1926 - disruption * national_unsettled)
    conditions = power(national_draft_adequacy, crop_draft_elasticity) * power(crop_price_real, crop_price_response)
    return crop_yield_1926 * order * conditions


@equation("crop")
def industrial_crop_harvest(
    industrial_crop_area: MillionHectares, industrial_crop_yield: TonnesPerHectare
) -> MillionTonnes:
    """Harvest of cotton, flax, sugar beet and sunflower.

    area x yield.
    Source: selskoeKhoziaistvo1960. Holds for 1926-1970.
    """
    return industrial_crop_area * industrial_crop_yield
