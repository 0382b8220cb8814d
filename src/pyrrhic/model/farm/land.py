"""Land: what is to be sown, and what the draft power at hand lets farms sow."""

from pyrrhic.engine.arithmetic import power
from pyrrhic.engine.equations import equation
from pyrrhic.units import Dimensionless, MillionHectares, Share


@equation("region")
def virgin_area(virgin_land: MillionHectares, virgin_land_share: Share, virgin_grain_share: Share) -> MillionHectares:
    """Grain sown on land ploughed up since 1954, by region.

    virgin land ploughed x the region's share of it x the share under grain.
    Source: mccauley1976. Holds for 1954-1970; zero before.
    """
    return virgin_land * virgin_land_share * virgin_grain_share


@equation("region")
def grain_area_target(
    grain_area_plan: MillionHectares, grain_area_share: Share, virgin_area: MillionHectares
) -> MillionHectares:
    """Grain area that farms are to sow, by region.

    national area on old land x the region's share + virgin area.
    Source: stalin1934. Holds for 1926-1970.
    """
    return grain_area_plan * grain_area_share + virgin_area


@equation("region")
def grain_area(
    grain_area_target: MillionHectares, draft_adequacy: Dimensionless, area_draft_elasticity: Dimensionless
) -> MillionHectares:
    """Grain area sown, by region: the target, less what is left unsown for want of draft power.

    target x draft adequacy ^ elasticity.
    Source: hunter1988; chenLan2017. Holds for 1926-1970.
    """
    return grain_area_target * power(draft_adequacy, area_draft_elasticity)
