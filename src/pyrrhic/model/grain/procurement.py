"""Procurement: voluntary sales under NEP, and the compulsory plan taken from what can be found."""

from pyrrhic.engine.arithmetic import exp, maximum, minimum, positive_part, power, smooth_minimum, sum_over_regions
from pyrrhic.engine.equations import equation
from pyrrhic.units import (
    CalendarYear,
    Dimensionless,
    MillionHectares,
    MillionPersons,
    MillionTonnes,
    Share,
    TonnesPerHead,
    TonnesPerHectare,
)

SMOOTHING_GRAIN = 0.05  # Mt in a region, the width of smooth maxima
SMOOTHING_SHARE = 0.02
LAST_YEAR_OF_THIN_SEED, YEARS_TO_DENSE_SEED = 1940.0, 15.0
LAST_YEAR_OF_BARN_WEIGHT, LAST_YEAR_OF_EARLY_BIAS = 1939.0, 1931.0


@equation
def seed_per_hectare(
    seed_rate: TonnesPerHectare, seed_rate_postwar: TonnesPerHectare, year: CalendarYear
) -> TonnesPerHectare:
    """Seed sown per hectare: the rate of the 1920s to 1940, the denser one of the 1960s from 1955, a line between.

    rate + (later rate - rate) x share of the way from 1940 to 1955.
    Source: wheatcroftDavies1994agriculture; faoFoodBalances. Holds for 1926-1970.
    """
    way = minimum(maximum(year - LAST_YEAR_OF_THIN_SEED, 0.0) / YEARS_TO_DENSE_SEED, 1.0)
    return seed_rate + (seed_rate_postwar - seed_rate) * way


@equation("region")
def expected_harvest(grain_area_target: MillionHectares, normal_yield: TonnesPerHectare) -> MillionTonnes:
    """Harvest that planners count on, by region: the target area at ordinary yields.

    target area x normal yield.
    Source: mengQianYared2015; daviesWheatcroft2004. Holds for 1926-1970.
    """
    return grain_area_target * normal_yield


@equation("region")
def plan_basis(
    expected_harvest: MillionTonnes, grain_harvest: MillionTonnes, plan_on_actual_harvest: Share
) -> MillionTonnes:
    """Harvest on which the regional plan is based: the expected one, or the actual one as the lever says.

    (1 - lever) x expected + lever x actual.
    Source: mengQianYared2015. Holds for 1926-1970.
    """
    return (1.0 - plan_on_actual_harvest) * expected_harvest + plan_on_actual_harvest * grain_harvest


@equation("region")
def retention_rule(
    plan_basis: MillionTonnes,
    seed_per_hectare: TonnesPerHectare,
    grain_area_target: MillionHectares,
    retention: TonnesPerHead,
    retention_weight: Dimensionless,
    rural_population: MillionPersons,
    plan_floor: Share,
) -> MillionTonnes:
    """Basis of sharing the plan: the grain a region is thought to have above seed and a fixed amount left per head.

    positive part of (basis - seed - retention x population) + a small share of the basis.
    Source: mengQianYared2015. Holds for 1926-1970; one of two rivals.
    """
    reserve = seed_per_hectare * grain_area_target + retention * retention_weight * rural_population
    return positive_part(plan_basis - reserve, SMOOTHING_GRAIN) + plan_floor * plan_basis


@equation("region")
def proportional_rule(plan_basis: MillionTonnes) -> MillionTonnes:
    """Basis of sharing the plan: the harvest itself, so that every region delivers the same share of it.

    the basis.
    Source: mengQianYared2015. Holds for 1926-1970; one of two rivals.
    """
    return plan_basis


@equation
def usable_share(usable_share_postwar: Share, year: CalendarYear) -> Share:
    """Usable grain in a tonne of the harvest as reported: bunker weight, from 1940, holds water, weeds and losses.

    1 before 1940, the usable share of bunker weight from 1940.
    Source: johnsonKahan1959. Holds for 1926-1970.
    """
    bunker_weight = minimum(maximum(year - LAST_YEAR_OF_BARN_WEIGHT, 0.0), 1.0)
    return 1.0 - (1.0 - usable_share_postwar) * bunker_weight


@equation
def grain_harvest_reported(grain_harvest_total: MillionTonnes, usable_share: Share) -> MillionTonnes:
    """Grain harvest of the whole country as statistics report it: barn harvest before 1940, then bunker weight.

    harvest / usable share.
    Source: johnsonKahan1959; narodnoeKhoziaistvo1972. Holds for 1926-1970.
    """
    return grain_harvest_total / usable_share


@equation
def national_plan(
    procurement_plan: MillionTonnes, procurement_plan_share: Share, grain_harvest_reported: MillionTonnes
) -> MillionTonnes:
    """The country's procurement plan: a fixed quantity to 1953, a share of the reported harvest from 1954.

    plan + share x reported harvest.
    Source: daviesWheatcroft2004; nove1969. Holds for 1926-1970.
    """
    return procurement_plan + procurement_plan_share * grain_harvest_reported


@equation("region")
def plan_weight(
    surplus_above_needs: MillionTonnes,
    plan_bias: Dimensionless,
    plan_bias_late: Dimensionless,
    procurement_bias: Share,
    year: CalendarYear,
) -> MillionTonnes:
    """Weight of a region in the plan: its basis of sharing, heavier where the plan was biased against it.

    basis x exp(bias x lever), with one bias to 1931/32 and another from 1932/33.
    Source: markevichNaumenkoQian2024; mengQianYared2015. Holds for 1926-1970; whether there was a bias is disputed.
    """
    late = minimum(maximum(year - LAST_YEAR_OF_EARLY_BIAS, 0.0), 1.0)
    return surplus_above_needs * exp((plan_bias + late * (plan_bias_late - plan_bias)) * procurement_bias)


@equation("region")
def regional_plan(national_plan: MillionTonnes, plan_weight: MillionTonnes) -> MillionTonnes:
    """Procurement plan, by region: the national plan shared by the regions' weights.

    national plan x the region's weight / all weights.
    Source: mengQianYared2015. Holds for 1926-1970.
    """
    return national_plan * plan_weight / sum_over_regions(plan_weight)


@equation("region")
def procurement_target(
    regional_plan: MillionTonnes, plan_indexing: Share, grain_harvest: MillionTonnes, expected_harvest: MillionTonnes
) -> MillionTonnes:
    """Plan after the cuts granted within the year for a short harvest, by region.

    plan x positive part of (1 - indexing x shortfall of the harvest).
    Source: mengQianYared2015; daviesWheatcroft2004. Holds for 1926-1970.
    """
    shortfall = positive_part(1.0 - grain_harvest / expected_harvest, SMOOTHING_SHARE)
    return regional_plan * positive_part(1.0 - plan_indexing * shortfall, SMOOTHING_SHARE)


@equation("region")
def village_grain(grain_harvest: MillionTonnes, household_grain: MillionTonnes) -> MillionTonnes:
    """Grain in the villages after the harvest, by region.

    harvest + grain kept from the year before.
    Source: wheatcroftDavies1994agriculture. Holds for 1926-1970.
    """
    return grain_harvest + household_grain


@equation("region")
def sale_at_unit_price(
    grain_harvest: MillionTonnes,
    seed_per_hectare: TonnesPerHectare,
    grain_area_target: MillionHectares,
    retention: TonnesPerHead,
    retention_weight: Dimensionless,
    rural_population: MillionPersons,
    plan_floor: Share,
    marketed_share: Share,
    market_part: Dimensionless,
    free_price: Share,
) -> MillionTonnes:
    """Grain that peasants would sell at the real price of 1928, by region: to the state, or where sale is free to all.

    marketed share x surplus above seed and retention x (1 + what markets take beside the state x free sale).
    Source: allen2003[39]. Holds for 1926-1970; in force as far as coercion is absent.
    """
    reserve = seed_per_hectare * grain_area_target + retention * retention_weight * rural_population
    surplus = positive_part(grain_harvest - reserve, SMOOTHING_GRAIN) + plan_floor * grain_harvest
    return marketed_share * surplus * (1.0 + market_part * free_price)


@equation("region")
def voluntary_sales(
    sale_at_unit_price: MillionTonnes, price_paid: Dimensionless, supply_elasticity: Dimensionless
) -> MillionTonnes:
    """Grain that peasants sell to the state of their own will, by region.

    sale at the real price of 1928 x real price paid ^ elasticity.
    Source: allen2003[39]. Holds for 1926-1970; in force as far as coercion is absent.
    """
    return sale_at_unit_price * power(price_paid, supply_elasticity)


@equation("region")
def control(collectivized_share: Share, mts_share: Share) -> Share:
    """Share of the grain fields under the eye of machine-tractor stations, by region.

    collectivized share x share of kolkhoz area that they serve.
    Source: miller1970. Holds for 1926-1958.
    """
    return collectivized_share * mts_share


@equation("region")
def collectable(
    village_grain: MillionTonnes,
    hidden_grain: TonnesPerHead,
    rural_population: MillionPersons,
    control: Share,
    take_limit: Share,
    control_floor: Share,
) -> MillionTonnes:
    """The most that force can take, by region: a share of the grain that is not hidden, larger under control.

    limit x (floor + (1 - floor) x control) x positive part of (grain - hidden).
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    visible = positive_part(village_grain - hidden_grain * rural_population, SMOOTHING_GRAIN)
    return take_limit * (control_floor + (1.0 - control_floor) * control) * smooth_minimum(visible, village_grain)


@equation("region")
def grain_collected(
    coercion: Share, voluntary_sales: MillionTonnes, procurement_target: MillionTonnes, collectable: MillionTonnes
) -> MillionTonnes:
    """Grain collected by the state, by region.

    (1 - coercion) x smaller of voluntary sales and collectable + coercion x smaller of target and collectable.
    Source: daviesWheatcroft2004; allen2003. Holds for 1926-1970.
    """
    sold = smooth_minimum(voluntary_sales, collectable)
    taken = smooth_minimum(procurement_target, collectable)
    return (1.0 - coercion) * sold + coercion * taken


@equation
def grain_collected_total(grain_collected: MillionTonnes) -> MillionTonnes:
    """Grain collected by the state in the whole country.

    sum over regions.
    Source: daviesWheatcroft2004. Holds for 1926-1970.
    """
    return sum_over_regions(grain_collected)
