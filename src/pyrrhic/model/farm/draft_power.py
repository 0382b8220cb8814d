"""Draft power: horses, oxen and tractors in horse equivalents, against what the sown area needs."""

from pyrrhic.engine.arithmetic import power, smooth_minimum, sum_over_regions
from pyrrhic.engine.equations import equation
from pyrrhic.units import (
    Dimensionless,
    HorseEquivalentsPerHectare,
    HorseEquivalentsPerHorsepower,
    MillionHead,
    MillionHectares,
    MillionHorseEquivalents,
    MillionHorsepower,
    Share,
)

SHARPNESS_OF_NEED = 12.0


@equation("region")
def animal_draft_power(
    horses: MillionHead,
    cattle: MillionHead,
    feed_cover_last: Share,
    horse_work: Share,
    ox_work: Share,
    horse_condition: Dimensionless,
) -> MillionHorseEquivalents:
    """Draft power of horses and oxen, by region, weaker after a winter of short feed.

    working share x horses x last winter's feed cover ^ condition + ox equivalents x cattle.
    Source: jasny1949. Holds for 1926-1970.
    """
    return horse_work * horses * power(feed_cover_last, horse_condition) + ox_work * cattle


@equation("region")
def tractor_draft_power(
    tractors: MillionHorsepower, tractor_equivalent: HorseEquivalentsPerHorsepower
) -> MillionHorseEquivalents:
    """Draft power of tractors, by region, in horse equivalents.

    drawbar horsepower x horse equivalents per horsepower.
    Source: jasny1949. Holds for 1926-1970.
    """
    return tractor_equivalent * tractors


@equation("region")
def draft_power(
    animal_draft_power: MillionHorseEquivalents, tractor_draft_power: MillionHorseEquivalents
) -> MillionHorseEquivalents:
    """Draft power of animals and tractors, by region.

    animal + tractor draft power.
    Source: jasny1949. Holds for 1926-1970.
    """
    return animal_draft_power + tractor_draft_power


@equation("region")
def animal_draft_power_1926(herds_1926: MillionHead, horse_work: Share, ox_work: Share) -> MillionHorseEquivalents:
    """Draft power of horses and oxen in 1926, by region.

    working share x horses + ox equivalents x cattle.
    Source: jasny1949. A constant of each run.
    """
    return horse_work * herds_1926[0:1] + ox_work * herds_1926[1:2]


@equation("region")
def draft_need(
    animal_draft_power_1926: MillionHorseEquivalents,
    tractors_1926: MillionHorsepower,
    grain_area_1926: MillionHectares,
    tractor_equivalent: HorseEquivalentsPerHorsepower,
) -> HorseEquivalentsPerHectare:
    """Draft power per hectare of grain that a region used in 1926, taken as its need.

    draft power of 1926 / grain area of 1926.
    Source: hunter1988. A constant of each run.
    """
    return (animal_draft_power_1926 + tractor_equivalent * tractors_1926) / grain_area_1926


@equation("region")
def draft_adequacy(
    draft_power: MillionHorseEquivalents,
    draft_need: HorseEquivalentsPerHectare,
    grain_area_target: MillionHectares,
    draft_slack: Share,
) -> Dimensionless:
    """Draft power at hand against the need of the area to be sown, 1 as in 1926; power beyond the need adds nothing.

    smooth minimum of power / (need x area x slack) and 1, over its value in 1926.
    Source: hunter1988; chenLan2017. Holds for 1926-1970.
    """
    cover = draft_power / (draft_need * grain_area_target * draft_slack)
    as_in_1926 = smooth_minimum(1.0 / draft_slack, 1.0, SHARPNESS_OF_NEED)
    return smooth_minimum(cover, 1.0, SHARPNESS_OF_NEED) / as_in_1926


@equation
def draft_power_total(draft_power: MillionHorseEquivalents) -> MillionHorseEquivalents:
    """Draft power of the whole country.

    sum over regions.
    Source: jasny1949. Holds for 1926-1970.
    """
    return sum_over_regions(draft_power)


@equation
def tractor_share_of_draft(
    tractor_draft_power: MillionHorseEquivalents, draft_power_total: MillionHorseEquivalents
) -> Share:
    """Share of tractors in the country's draft power.

    tractor draft power, all regions / draft power, all regions.
    Source: jasny1949. Holds for 1926-1970.
    """
    return sum_over_regions(tractor_draft_power) / draft_power_total
