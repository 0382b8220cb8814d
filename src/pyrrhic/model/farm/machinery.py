"""Machines: tractors by region, combine harvesters and trucks, delivered through the machine-tractor stations."""

from pyrrhic.engine.arithmetic import sum_over_regions
from pyrrhic.engine.equations import equation
from pyrrhic.units import Dimensionless, MillionHorseEquivalents, MillionHorsepower, PerYear, Share, ThousandUnits


@equation("region")
def tractors_before_war_losses(
    tractors: MillionHorsepower,
    tractor_scrap: PerYear,
    mts_on: Share,
    tractor_deliveries: MillionHorsepower,
    tractor_region_share: Share,
    war: Share,
) -> MillionHorsepower:
    """Tractor power at the end of the year before imposed losses, by region.

    tractors + (1 - war) x (deliveries x the region's share - scrap x tractors).
    Source: stalin1939; miller1970. An identity; holds for 1926-1970.
    """
    delivered = mts_on * tractor_deliveries * tractor_region_share
    return tractors + (1.0 - war) * (delivered - tractor_scrap * tractors)


@equation("region")
def tractors_imposed_change(
    tractors_before_war_losses: MillionHorsepower, tractors_imposed_factor: Dimensionless
) -> MillionHorsepower:
    """Tractor power lost in the war, by region.

    tractors x (imposed factor - 1).
    Source: narodnoeKhoziaistvo1972. Imposed in 1941-44.
    """
    return tractors_before_war_losses * (tractors_imposed_factor - 1.0)


@equation("region")
def tractors_next(
    tractors_before_war_losses: MillionHorsepower, tractors_imposed_change: MillionHorsepower
) -> MillionHorsepower:
    """Tractor power on 1 July, by region.

    tractors before imposed change + imposed change.
    Source: stalin1939. An identity; holds for 1926-1970.
    """
    return tractors_before_war_losses + tractors_imposed_change


@equation
def combines_next(
    combines: ThousandUnits, machine_scrap: PerYear, mts_on: Share, combine_deliveries: ThousandUnits
) -> ThousandUnits:
    """Combine harvesters on 1 July.

    combines x (1 - scrap) + deliveries.
    Source: narodnoeKhoziaistvo1972. Holds for 1926-1970.
    """
    return combines * (1.0 - machine_scrap) + mts_on * combine_deliveries


@equation
def trucks_next(trucks: ThousandUnits, machine_scrap: PerYear, truck_deliveries: ThousandUnits) -> ThousandUnits:
    """Trucks in agriculture on 1 July.

    trucks x (1 - scrap) + deliveries.
    Source: narodnoeKhoziaistvo1972. Holds for 1926-1970.
    """
    return trucks * (1.0 - machine_scrap) + truck_deliveries


@equation
def tractors_total(tractors: MillionHorsepower) -> MillionHorsepower:
    """Tractor power of the whole country on 1 July.

    sum over regions.
    Source: stalin1939. Holds for 1926-1970.
    """
    return sum_over_regions(tractors)


@equation("region")
def workstock_lost(
    animal_draft_power_1926: MillionHorseEquivalents, animal_draft_power: MillionHorseEquivalents
) -> MillionHorseEquivalents:
    """Animal draft power missing against 1926, by region; negative when there is more.

    animal draft power of 1926 - animal draft power.
    Source: jasny1949; hunter1988. Holds for 1926-1970.
    """
    return animal_draft_power_1926 - animal_draft_power


@equation("region")
def machines_for_workstock(
    tractor_draft_power: MillionHorseEquivalents, workstock_lost: MillionHorseEquivalents
) -> MillionHorseEquivalents:
    """Tractor draft power less the animal draft power lost since 1926, by region.

    tractor draft power - workstock lost.
    Source: jasny1949; hunter1988. Holds for 1926-1970.
    """
    return tractor_draft_power - workstock_lost
