"""The measures of the table of published results on arrays made by hand, where the answer is known."""

import numpy
import pytest

from pyrrhic.model import FIRST_YEAR, REGION_KEYS, YEARS
from pyrrhic.runs.calendars import MOVED_BEFORE_PASSPORTS
from pyrrhic.studies.literature import result_measures as literature
from pyrrhic.studies.literature.result_measures import literature_targets
from pyrrhic.studies.verdict import Figure, row_named, share_in_1933


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


def numbers(figures):
    """The labels and values of figures."""
    return {one.label: one.value for one in figures}


def test_a_quantity_less_a_published_series_and_in_a_year():
    values = {"grain_exports": national(y1930=6.0, y1931=5.0)}
    assert numbers(literature.less_series("grain_exports", {1930: 4.0}, (1930,))(values)) == {"1930/31": 2.0}
    assert numbers(literature.in_year("grain_exports", 1931)(values)) == {"1931/32": 5.0}


def test_a_calendar_year_is_half_of_each_of_two_agricultural_years():
    assert literature.calendar({"births": national(y1932=2.0, y1933=5.0)}, "births", 1933) == 3.5


def test_rural_deaths_of_all_regions_in_calendar_1933():
    deaths = regional()
    deaths[1932 - FIRST_YEAR, 0, :2] = [[3.0], [4.0]]
    deaths[1931 - FIRST_YEAR, 0, 2] = 1.0
    # all but a twentieth of 7 fall in 1933; the rest of it, and the one of 1931/32, before
    assert numbers(share_in_1933(*REGION_KEYS)({"excess_deaths_rural": deaths}))["1933"] == pytest.approx(6.65 / 8.0)
    assert numbers(share_in_1933(*REGION_KEYS)({"excess_deaths_rural": regional()}))["1933"] == 0.0


def test_death_rates_are_per_thousand_villagers():
    values = {"excess_deaths_rural": regional(0.01, volga=0.1), "rural_population": regional(8.0)}
    rates = literature.death_rates(values)
    assert rates["volga"] == pytest.approx(50.0) and rates["urals"] == pytest.approx(5.0)


def test_the_order_of_death_rates():
    def figures(**rates):
        values = {"excess_deaths_rural": regional(0.01, **rates), "rural_population": regional(1.0)}
        return [one.value for one in literature.order_of_death_rates(values)]

    high = dict(ukraine_forest_steppe=0.20, ukraine_steppe=0.10, north_caucasus=0.08, volga=0.07, kazakhstan=0.3)
    assert figures(centre_north=0.0, **high) == pytest.approx([400.0, 280.0, 240.0, 40.0])
    lower = {**high, "ukraine_forest_steppe": 0.05, "volga": 0.005}
    assert [value > 0.0 for value in figures(**lower)] == [False, True, False, False]
    assert not any(value > 0.0 for value in figures(**dict.fromkeys(REGION_KEYS, numpy.nan)))


def test_migrants_between_the_censuses_and_in_three_years():
    values = {"migration_total": national(2.0, y1926=4.0, y1938=6.0), "reclassified": regional(0.0, volga=0.1)}
    # half of 1926/27, eleven whole years, half of 1938/39, and a tenth in each of twelve years
    assert numbers(literature.moved_between_censuses(values))["1927-38"] == pytest.approx(2.0 + 22.0 + 3.0 + 1.2)
    values, flow = {"migration_total": national(1.0, y1930=4.0)}, row_named("migration_total")
    # of 1932/33 more than half, for passports stopped the flow in its middle
    assert numbers(literature.moved_in_calendar(flow, 1930, 1932)(values)) == {
        "1930-32": pytest.approx(2.5 + 2.5 + 0.5 + MOVED_BEFORE_PASSPORTS)
    }


def test_draft_power_of_tractors_at_the_end_of_1933():
    power = regional(0.1)
    power[1934 - FIRST_YEAR, 0, 0] = 2.1
    assert numbers(literature.tractor_draft_end_of_1933({"tractor_draft_power": power})) == {
        "1933": pytest.approx(0.1 * len(REGION_KEYS) + 1.0)
    }


def test_the_harvests_of_the_cia_over_the_official_ones():
    found = numbers(literature.cia_over_official({}))
    assert found == {
        "1966": pytest.approx(140 / 171.2),
        "1967": pytest.approx(122 / 147.9),
        "1968": pytest.approx(132.5 / 169.5),
    }


def test_prices_against_print():
    values = {"market_price_ratio": national(1.0, y1931=35.0, y1932=100.0, y1933=75.0)}
    assert numbers(literature.price_gap(values)) == {"early 1932": 1.0, "1933": 87.5 / 80.0}
    assert numbers(literature.price_growth(values)) == {"rye": pytest.approx(1.0), "wheat": pytest.approx(2.5 / 3.2)}
    assert literature.dearest_year(values) == [Figure("year", 1932)]
    broken = literature.dearest_year({"market_price_ratio": national(1.0, y1935=numpy.nan)})
    assert numpy.isnan(broken[0].value)


def test_growth_per_year():
    values = {"farm_output": national(10.0, y1958=10.0 * 1.05**5)}
    assert numbers(literature.growth_per_year("farm_output", 1953, 1958)(values)) == {"1953-58": pytest.approx(5.0)}


def test_share_of_years_above():
    share = literature.share_of_years_above("urban_unrest_hazard", 1961)
    values = {"urban_unrest_hazard": national(0.1, y1961=0.2, y1933=0.3, y1940=0.3)}
    assert numbers(share(values)) == {"1961/62": pytest.approx(2.0 / len(YEARS))}
    assert numpy.isnan(share({"urban_unrest_hazard": national(0.1, y1950=numpy.nan)})[0].value)


NEVER = {  # target: quantity, value that no tolerance of the table allows
    "exports": ("grain_exports", 4.0),
    "tractors": ("tractors_total", 9.0),
    "disturbances_1930": ("rural_disturbances_total", 300.0),
    "imports_1963_64": ("grain_imports", 20.0),
    "farm_output_growth": ("farm_output", 7.0),
    "tractor_draft_1933": ("tractor_draft_power", 8.0),
    "migrants_1930_32": ("migration_total", 1.0),
    "price_gap": ("market_price_ratio", 10.0),
    "towns_1926": ("urban_population", 20.0),
}


@pytest.mark.parametrize("name", NEVER)
def test_a_target_that_is_not_met_is_reported(name):
    quantity, value = NEVER[name]
    target = next(one for one in literature_targets() if one.name == name)
    verdict = target.verdict({quantity: national(value), "tractors": regional(value)})
    assert not verdict.met and verdict.worst in verdict.missed


def test_bounds_are_those_of_the_table():
    bounds = {one.name: (one.low, one.high) for one in literature_targets()}
    assert bounds["migrants_1926_39"][0] == pytest.approx(20.7) and bounds["tractor_draft_1933"] == (3.6, 5.4)
    assert bounds["tractors"] == (0.92, 1.08) and bounds["deaths_by_calendar_year"] == (0.9, 1.1)
    assert bounds["imports_1963_64"] == pytest.approx((8.0, 14.4))
    assert bounds["price_gap"] == pytest.approx((1 / 1.6, 1.6))
    assert bounds["cia_over_official"] == pytest.approx((0.75, 0.85))
