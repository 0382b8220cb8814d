"""Derived series against values worked out by hand from the printed figures."""

from math import sqrt

import pytest

from pyrrhic.errors import UnknownName
from pyrrhic.record import load
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.tables import TRANSCRIBED_HEADER
from pyrrhic.record.years import agricultural_year
from pyrrhic.units import UNITS

NAMES_OF_THE_MODEL = [
    "grain_exports_agricultural_year_extended",
    "grain_imports_agricultural_year",
    "grain_collections_agricultural_year",
    "grain_plan_agricultural_year",
    "collectivized_households_1_july",
    "grain_area",
    "grain_harvest_composite_of_estimates",
    "tractor_power_extended",
    "mts_share",
    "fertilizer",
    "virgin_land_ploughed",
    "horses_mid_year_extended",
    "cattle_mid_year_extended",
    "pigs_mid_year_extended",
    "sheep_goats_mid_year_extended",
    "rural_population_1_january",
    "urban_population_1_january",
    "net_migration_to_towns",
    "deaths",
    "births",
    "drought_code",
    "state_grain_stock",
    "special_settlers",
    "gdp_index",
    "gdp_index_as_it_stood",
]


def point(name, year, region=""):
    return derive(load(), name).at(year, region)


@pytest.mark.parametrize("name", DERIVED)
def test_every_derived_series_is_complete(name):
    record = load()
    series = derive(record, name)
    assert series.name == name
    assert series.unit in UNITS
    assert len(series.what_was_done) > 40
    assert series.title.en != series.title.ru
    assert DERIVED[name].__doc__
    keys = [(p.year, p.region) for p in series.points]
    assert len(set(keys)) == len(keys)
    for p in series.points:
        assert p.low <= p.value <= p.high, p
        assert p.inputs, p
        assert p.territory
    assert {citation.split("[")[0] for citation in series.sources} <= set(record.works)
    assert set(series.inputs) <= set(record)


@pytest.mark.parametrize("name", NAMES_OF_THE_MODEL)
def test_the_series_that_the_model_reads_exist(name):
    assert derive(load(), name).points


def test_a_misspelt_derived_series_is_answered_with_the_nearest():
    with pytest.raises(UnknownName, match="did you mean draft_power"):
        derive(load(), "draught_power")


@pytest.mark.parametrize(
    ("year", "value", "low", "high"),
    [
        (1913, 76.5, 76.5, 79),
        (1928, (73.3 + 63) / 2, 63, 73.3),
        (1930, 75, 63.1, 83.5),
        (1931, 61, 51, 69.5),
        (1932, 57.5, 50.06, 69.8),
        (1933, 68.4, 62.4, 77),
        (1936, 55.8, 55.8, 56),
        (1940, 95.6, 95.6, 95.6),
        (1946, 39.6, 39.6, 39.6),
        (1958, 134.7, 134.7, 141.2),
    ],
)
def test_composite_harvest(year, value, low, high):
    p = point("grain_harvest_composite_of_estimates", year)
    assert (p.value, p.low, p.high) == pytest.approx((value, low, high))


@pytest.mark.parametrize(
    "name, figures",
    [
        (
            "grain_harvest_davies_wheatcroft",
            {1930: (73, 75, 77), 1931: (57, 61, 65), 1932: (55, 57.5, 60), 1933: (70, 73.5, 77)},
        ),
        ("grain_harvest_tauger", {1932: (50.06, 50.06, 50.06)}),
    ],
)
def test_the_harvests_of_an_author_stand_in_the_composite_of_the_other_years(name, figures):
    composite, series = derive(load(), "grain_harvest_composite_of_estimates"), derive(load(), name)
    assert {p.year: (p.low, p.value, p.high) for p in series.points if p != composite.at(p.year)} == figures
    assert series.years == composite.years


def test_the_composite_never_uses_the_biological_harvest():
    assert "grain_harvest_contemporary_official" not in derive(load(), "grain_harvest_composite_of_estimates").inputs


def test_a_users_estimate_moves_the_composite(tmp_path):
    mine = tmp_path / "mine.csv"
    row = 'grain_harvest_revised_official,1934,70,,,Mt,"USSR, interwar borders",,main,allen2003,,C,'
    mine.write_text(",".join(TRANSCRIBED_HEADER) + f"\n{row}\n")
    p = derive(load([mine]), "grain_harvest_composite_of_estimates").at(1934)
    assert (p.value, p.low, p.high) == (70, 67.6, 70)


def test_a_series_is_derived_once_from_a_record_and_anew_from_another(tmp_path):
    name, mine = "grain_harvest_composite_of_estimates", tmp_path / "mine.csv"
    row = 'grain_harvest_revised_official,1934,70,,,Mt,"USSR, interwar borders",,main,allen2003,,C,'
    mine.write_text(",".join(TRANSCRIBED_HEADER) + f"\n{row}\n")
    assert derive(load(), name) is derive(load(), name)
    assert derive(load([mine]), name).at(1934) != derive(load(), name).at(1934)


def test_imports_after_a_bad_harvest_are_those_of_the_season():
    imports = derive(load(), "grain_imports_agricultural_year")
    assert [imports.at(year).value for year in range(1962, 1970)] == [0.1, 10.3, 2.5, 8.9, 3.0, 2.0, 1.5, 1.5]
    assert (imports.at(1962).low, imports.at(1962).high) == (0.0, 0.4)
    assert (imports.at(1963).low, imports.at(1963).high) == pytest.approx((8.7, 10.3 * (3.631 + 8.995) / (3.1 + 7.3)))
    assert (imports.at(1964).low, imports.at(1964).high) == pytest.approx((2.5, 2.5 * (8.995 + 7.015) / (7.3 + 6.4)))
    assert imports.years == tuple(range(1955, 1970))


def test_trade_of_agricultural_years_without_a_season_is_half_of_each_calendar_year():
    p = point("grain_exports_agricultural_year_extended", 1936)
    total = 0.354 + 1.305
    assert (p.low, p.value, p.high) == pytest.approx((total / 4, total / 2, 3 * total / 4))
    assert point("grain_exports_agricultural_year_extended", 1938).value == pytest.approx((2.112 + 0.277) / 2)
    assert point("grain_exports_agricultural_year_extended", 1931).value == 4.79
    assert point("grain_imports_agricultural_year", 1960).value == pytest.approx((0.2 + 0.7) / 2)


def test_collections_change_source_and_territory_in_1940():
    series = derive(load(), "grain_collections_agricultural_year")
    assert [series.at(year).value for year in (1926, 1932, 1940, 1965)] == [11.6, 18.5, 36.4, 36.3]
    assert [series.at(year).territory for year in (1939, 1940, 1945)] == [
        "USSR, interwar borders",
        "USSR, 1940 borders",
        "USSR, post-1945 borders",
    ]


def test_harvest_per_head_is_taken_on_one_territory():
    series = derive(load(), "grain_harvest_per_head")
    assert series.at(1932).value == pytest.approx(1000 * 57.5 / ((161.851 + 162.902) / 2))
    assert not {1913, 1939, 1940, 1945} & set(series.years)


def test_draft_power_of_1932():
    horsepower = (1.850 + 2.225) / 2
    assert point("draft_power", 1932).value == pytest.approx(16.1 + 0.4 * 3.7 + horsepower * 4.5 / 3.2092)


def test_draft_power_is_lowest_in_1932_to_1934_and_regained_by_1936_to_1938():
    power = derive(load(), "draft_power").as_dict()
    assert min(power, key=power.get) in (1932, 1933, 1934)
    assert power[1935] < power[1928] < power[1938]


def test_mid_year_herds_after_1938_come_from_january_counts():
    ratios = [
        sqrt(first * second) / summer
        for first, second, summer in [
            (15.4, 14.9, 15.7),
            (14.9, 15.5, 15.9),
            (15.5, 15.9, 16.6),
            (15.9, 16.22, 16.7),
            (16.22, 17.2, 17.5),
        ]
    ]
    p = point("horses_mid_year_extended", 1939)
    assert p.value == pytest.approx(sqrt(17.2 * 17.7) / (sum(ratios) / 5))
    assert p.low == pytest.approx(sqrt(17.2 * 17.7) / max(ratios))
    assert point("horses_mid_year_extended", 1933).value == 16.6
    assert point("horses_mid_year_extended", 1946).value == pytest.approx(10.7 / (sum(ratios) / 5))


def test_januaries_of_different_territories_are_not_averaged():
    assert {o.year for o in point("cattle_mid_year_extended", 1940).inputs} == {"1940"}


def test_deaths_above_normal():
    before, after = (3984 + 3878 + 4132) / 3, (3282 + 3223 + 3557) / 3
    normal = {year: before + (after - before) * (year - 1928) / 8 for year in (1932, 1933)}
    p = point("excess_deaths", 1933)
    expected = [(11450 - before) / 1000, (11450 - normal[1933]) / 1000, (11450 - after) / 1000]
    assert [p.low, p.value, p.high] == pytest.approx(expected)
    by_harvest = (0.1 * (4786 - normal[1932]) + 0.9 * (11450 - normal[1933])) / 1000
    assert point("famine_deaths_agricultural_year", 1932).value == pytest.approx(by_harvest)


@pytest.mark.parametrize(
    ("name", "year", "value"),
    [
        ("tractor_power_extended", 1932, 2.225),
        ("tractor_power_extended", 1940, 684 * 15 / 1000),
        ("tractor_power_increase", 1935, 6.184 - 4.4628),
        ("mts_share", 1932, 49.3),
        ("collectivized_households_1_july", 1931, 52.7),
        ("grain_plan_agricultural_year", 1931, 26.6),
        ("virgin_land_ploughed_in_year", 1955, 12.0),
        ("urban_share", 1940, 100 * 63.1 / 194.1),
        ("urban_population_1_january", 1927, 26.314),
        ("special_settlers", 1932, 1.317022),
        ("special_settlers", 1933, 1.142084),
        ("state_grain_stock", 1932, 1.36),
        ("net_migration_to_towns", 1931, 4.1),
        ("net_migration_to_towns_agricultural_year", 1931, (4.1 + 2.719) / 2),
        ("gdp_index", 1937, 100 * 398017 / 231886),
        ("grain_exports_value", 1932, 574.9 * 0.09),
        ("grain_part_of_export_earnings", 1930, 100 * 207.1 / 1036.4),
        ("grain_part_of_export_earnings", 1932, 9.0),
        ("grain_export_price", 1930, 207.1 / 4.8),
        ("market_to_procurement_price_rye", 1928, 1 / 0.7),
        ("resale_to_procurement_price_wheat", 1935, 13.0),
        ("births", 1934, 4.78),
        ("meat_per_head", 1932, 1000 * 2.8 / ((161.851 + 162.902) / 2)),
    ],
)
def test_values_worked_out_by_hand(name, year, value):
    assert point(name, year).value == pytest.approx(value)


def test_drought_is_coded_by_region_too():
    assert point("drought_code_by_region", 1946, "Ukraine").value == 3
    assert point("drought_code", 1936).value == 3


def test_agricultural_years_are_named_by_their_harvest():
    assert agricultural_year(point("grain_collections_agricultural_year", 1932).year) == "1932/33"
