"""The derived series: one documented function each, computed from the record when asked for, never stored.

from pyrrhic.record import load
from pyrrhic.record.derive.series import derive
derive(load(), "grain_harvest_composite_of_estimates").as_dict()[1932]
"""

from collections.abc import Callable

from pyrrhic.errors import BadFile, BadInput, UnknownName
from pyrrhic.record.derive import economy, farm, grain, people
from pyrrhic.record.derive.operations import Derived, Point, join, title_of
from pyrrhic.record.load import Record, load
from pyrrhic.texts import Text

FUNCTIONS: tuple[Callable[[Record], Derived], ...] = (
    grain.grain_harvest_composite_of_estimates,
    grain.grain_harvest_davies_wheatcroft,
    grain.grain_harvest_tauger,
    grain.grain_area,
    grain.grain_collections_agricultural_year,
    grain.grain_plan_agricultural_year,
    grain.grain_exports_agricultural_year_extended,
    grain.grain_imports_agricultural_year,
    grain.state_grain_stock,
    grain.grain_collections_share,
    grain.grain_harvest_per_head,
    grain.grain_collections_per_head,
    farm.horses_mid_year_extended,
    farm.cattle_mid_year_extended,
    farm.pigs_mid_year_extended,
    farm.sheep_goats_mid_year_extended,
    farm.draft_power,
    farm.draft_power_of_1928_regained,
    farm.tractor_power_extended,
    farm.tractor_power_increase,
    farm.tractors_at_power_of_1940,
    farm.mts_share,
    farm.collectivized_households_1_july,
    farm.fertilizer,
    farm.virgin_land_ploughed,
    farm.virgin_land_ploughed_in_year,
    people.population_1_january_as_it_stood,
    people.urban_population_1_january,
    people.rural_population_1_january,
    people.urban_share,
    people.births,
    people.deaths,
    people.excess_deaths,
    people.famine_deaths_agricultural_year,
    people.net_migration_to_towns,
    people.net_migration_to_towns_agricultural_year,
    people.special_settlers,
    people.state_employment,
    people.meat_per_head,
    economy.gdp_index,
    economy.gdp_index_as_it_stood,
    economy.national_product_1937_bergson,
    economy.world_grain_price_index,
    economy.exports_value,
    economy.grain_exports_value,
    economy.grain_part_of_export_earnings,
    economy.grain_export_price,
    economy.market_to_procurement_price_rye,
    economy.market_to_procurement_price_wheat,
    economy.resale_to_procurement_price_wheat,
    economy.market_to_ration_price_rye_bread,
    economy.market_to_ration_price_wheat_bread,
    economy.drought_code,
    economy.drought_code_by_region,
)
DERIVED: dict[str, Callable[[Record], Derived]] = {function.__name__: function for function in FUNCTIONS}
for _name in DERIVED:
    title_of(_name)  # a series without a title is refused here, when the package is imported


def derive(record: Record, name: str) -> Derived:
    """The derived series of that name, computed once for a record.

    Raises `UnknownName` with the nearest match, `BadFile` where a printed series, of a user's own file, has the name, and
    `BadInput` where a figure of a user's, or an end of its range, is nought and something is divided by it.
    """
    if name not in DERIVED:
        raise UnknownName("derived series", name, DERIVED)
    if name in record:
        place = record.series(name).observations[0].place
        raise BadFile(f"{name} is the name of a derived series; give the printed one another", where=place)
    if name not in record.derived:
        try:
            record.derived[name] = DERIVED[name](record)
        except ZeroDivisionError as error:
            raise BadInput(f"{name} cannot be computed: something is divided by a figure or range of nought") from error
    return record.derived[name]


def title_of_series(name: str) -> Text:
    """The title of a series of the project's own record, printed or derived. Raises `UnknownName` where there is none."""
    return title_of(name) if name in DERIVED else load().series(name).title


__all__ = ["DERIVED", "Derived", "Point", "derive", "join", "title_of_series"]
