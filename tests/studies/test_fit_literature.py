"""The targets of the table of published results on arrays made by hand, where the answer is known."""

import numpy
import pytest

from pyrrhic.model import FIRST_YEAR, REGION_KEYS, YEARS
from pyrrhic.runs.history import recorded
from pyrrhic.studies.literature.results import result_targets

BY_NAME = {target.name: target for target in result_targets()}


def national(value=1.0, **figures):
    """A national quantity with one value but in the years given as y1933=..."""
    array = numpy.full((len(YEARS), 1, 1, 1), value)
    for year, figure in figures.items():
        array[int(year[1:]) - FIRST_YEAR] = figure
    return array


def regional(value=0.0, **figures):
    """A regional quantity with one value but in some regions, in all years."""
    array = numpy.full((len(YEARS), 1, len(REGION_KEYS), 1), value)
    for region, figure in figures.items():
        array[:, 0, REGION_KEYS.index(region)] = figure
    return array


def read_of(name, values):
    """The numbers of a target, by label."""
    return {str(figure.label): numpy.squeeze(figure.value) for figure in BY_NAME[name].read(values)}


def test_exports_are_set_against_those_of_the_record_year_by_year():
    printed = recorded("grain_exports_agricultural_year_extended")
    given = national(y1930=printed[1930] + 2.0, **{f"y{year}": printed[year] for year in (1931, 1932, 1933)})
    numbers = read_of("exports", {"grain_exports": given})
    assert numbers == pytest.approx({"1930": 2.0, "1931": 0.0, "1932": 0.0, "1933": 0.0})


def test_imports_of_an_agricultural_year():
    assert read_of("imports_1963_64", {"grain_imports": national(y1963=5.0)}) == {"1963/64": 5.0}


def test_rural_deaths_of_all_regions_in_calendar_1933():
    deaths = regional()
    deaths[1932 - FIRST_YEAR, 0, :2] = [[3.0], [4.0]]
    deaths[1931 - FIRST_YEAR, 0, 2] = 1.0
    # all but a twentieth of 7 fall in 1933; the rest of it, and the one of 1931/32, before
    share = read_of("rural_deaths_share_1933", {"excess_deaths_rural": deaths})
    assert share == {"1933": pytest.approx(6.65 / 8.0)}
    nobody = BY_NAME["rural_deaths_share_1933"].verdict({"excess_deaths_rural": regional()})
    assert not nobody.met


def order(**rates):
    """The order of death rates, where all that die are those of a year in ten and a million live in each region."""
    values = {"excess_deaths_rural": regional(0.01, **rates), "rural_population": regional(1.0)}
    return list(read_of("order_of_death_rates", values).values())


def test_the_order_of_death_rates():
    high = dict(ukraine_forest_steppe=0.20, ukraine_steppe=0.10, north_caucasus=0.08, volga=0.07, kazakhstan=0.3)
    assert order(centre_north=0.0, **high) == pytest.approx([400.0, 280.0, 240.0, 40.0])
    lower = {**high, "ukraine_forest_steppe": 0.05, "volga": 0.005}
    assert [value > 0.0 for value in order(**lower)] == [False, True, False, False]
    assert not any(value > 0.0 for value in order(**dict.fromkeys(REGION_KEYS, numpy.nan)))


def test_death_rates_are_of_the_villagers_of_each_region():
    deaths, people = regional(0.01), regional(1.0, ukraine_steppe=2.0)
    values = {"excess_deaths_rural": deaths, "rural_population": people}
    assert read_of("order_of_death_rates", values)["forest-steppe less steppe"] == pytest.approx(40.0 - 20.0)


def test_migrants_between_the_censuses_and_in_three_years():
    values = {"migration_total": national(2.0, y1926=4.0, y1938=6.0), "reclassified": regional(0.0, volga=0.1)}
    # half of 1926/27, eleven whole years, half of 1938/39, and a tenth in each of twelve years
    assert read_of("migrants_1926_39", values) == {"1927–38": pytest.approx(2.0 + 22.0 + 3.0 + 1.2)}
    # of 1932/33 half of what would have moved to open towns, for they were shut in January
    arrivals = {"arrivals": national(7.0, y1930=10.0, y1932=5.0), "arrivals_open": national(7.0, y1930=10.0)}
    departures = {"departures": national(6.0), "departures_open": national(6.0)}
    assert read_of("migrants_1930_32", arrivals | departures) == {"1930–32": pytest.approx(2.5 + 2.5 + 1.0)}


def test_draft_power_of_tractors_at_the_end_of_1933():
    power = regional(0.1)
    power[1934 - FIRST_YEAR, 0, 0] = 2.1
    expected = 0.1 * len(REGION_KEYS) + 1.0
    assert read_of("tractor_draft_1933", {"tractor_draft_power": power}) == {"1933": pytest.approx(expected)}


def test_the_harvests_of_the_cia_over_the_official_ones():
    assert read_of("cia_over_official", {}) == {
        "1966": pytest.approx(140 / 171.2),
        "1967": pytest.approx(122 / 147.9),
        "1968": pytest.approx(132.5 / 169.5),
    }


def test_prices_against_print():
    values = {"market_price_ratio": national(1.0, y1931=35.0, y1932=100.0, y1933=75.0)}
    assert read_of("price_gap", values) == {"early 1932": 1.0, "1933": 87.5 / 80.0}
    assert read_of("bread_price_growth", values) == {"rye": pytest.approx(1.0), "wheat": pytest.approx(2.5 / 3.2)}
    assert read_of("price_gap_peak", values) == {"year": 1932}
    broken = read_of("price_gap_peak", {"market_price_ratio": national(1.0, y1935=numpy.nan)})
    assert numpy.isnan(broken["year"])


def test_growth_per_year():
    values = {"farm_output": national(10.0, y1958=10.0 * 1.05**5)}
    assert read_of("farm_output_growth", values) == {"1953–58": pytest.approx(5.0)}


NEVER = {  # target: quantities with a value that no tolerance of the table allows
    "collections_1927": {"grain_collected_total": national(5.0)},
    "exports": {"grain_exports": national(4.0)},
    "tractors": {"tractors_total": national(9.0)},
    "tractor_draft_1933": {"tractor_draft_power": regional(8.0)},
    "rural_deaths_share_1933": {"excess_deaths_rural": regional(1.0)},
    "deaths_by_calendar_year": {"deaths": national(4.0), "excess_deaths": national(0.0)},
    "order_of_death_rates": {"excess_deaths_rural": regional(0.1), "rural_population": regional(8.0)},
    "towns_1926": {"urban_population": national(20.0)},
    "migrants_1926_39": {"migration_total": national(1.0), "reclassified": regional(0.0)},
    "migrants_1930_32": {
        **dict.fromkeys(("arrivals", "arrivals_open"), national(2.0)),
        **dict.fromkeys(("departures", "departures_open"), national(1.0)),
    },
    "bread_price_growth": {"market_price_ratio": national(10.0)},
    "price_gap": {"market_price_ratio": national(10.0)},
    "price_gap_peak": {"market_price_ratio": national(10.0, y1930=20.0)},
    "terms_of_trade_1937": {"farm_terms_of_trade": national(1.0)},
    "disturbances_1930": {"rural_disturbances_total": national(300.0)},
    "harvest_1946": {"grain_harvest_reported": national(60.0)},
    "collections_1946": {"grain_collected_total": national(5.0)},
    "published_deaths_1946_47": {"excess_deaths": national(0.1)},
    "official_harvests": {"grain_harvest_reported": national(60.0)},
    "farm_output_growth": {"farm_output": national(7.0)},
    "imports_1963_64": {"grain_imports": national(20.0)},
}
OF_THE_RECORD_ALONE = {"cia_over_official"}


def test_every_target_can_fail():
    assert set(NEVER) | OF_THE_RECORD_ALONE == set(BY_NAME)


@pytest.mark.parametrize("name", NEVER)
def test_a_target_that_is_not_met_is_reported(name):
    verdict = BY_NAME[name].verdict(NEVER[name])
    assert not verdict.met and verdict.worst in verdict.missed


def test_bounds_are_those_of_the_table():
    bounds = {target.name: (target.low, target.high) for target in result_targets()}
    assert bounds["migrants_1926_39"][0] == pytest.approx(20.7) and bounds["tractor_draft_1933"] == (3.6, 5.4)
    assert bounds["tractors"] == (0.92, 1.08) and bounds["deaths_by_calendar_year"] == (0.9, 1.1)
    assert bounds["imports_1963_64"] == pytest.approx((8.0, 14.4))
    assert bounds["price_gap"] == pytest.approx((1 / 1.6, 1.6))
    assert bounds["cia_over_official"] == pytest.approx((0.75, 0.85))
