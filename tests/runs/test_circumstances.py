"""Paths of circumstances: herds and people through annexation and war, and the weather of each season."""

import numpy
import pytest

from pyrrhic.errors import BadInput
from pyrrhic.model import FIRST_YEAR, REGION_KEYS, SPECIES, YEARS, assemble, levers
from pyrrhic.model.farm.livestock import herds_imposed_change
from pyrrhic.runs.circumstances import war, weather
from pyrrhic.runs.history import historical_paths_of

AT = {year: year - FIRST_YEAR for year in YEARS}


@pytest.mark.parametrize("species", SPECIES)
def test_herds_go_from_the_count_before_the_war_to_the_count_after_it(species):
    factors = war.herds_factor()[:, SPECIES.index(species), 0, 0]
    assert factors[[AT[year] for year in war.WAR]].prod() == pytest.approx(war.lost(species))
    counts = war.counts_of_january(species)
    assert war.lost(species) < counts[1946] / counts[1941]  # herds grew in the half-year after July 1945


def test_herds_are_imposed_in_no_other_year():
    quiet = [place for year, place in AT.items() if year not in (war.ANNEXED, *war.WAR)]
    assert (war.herds_factor()[quiet] == 1.0).all()


def test_reconversion_costs_output_in_three_years_only():
    loss = historical_paths_of("reconversion_loss").reshape(-1)
    assert {year for year, place in AT.items() if loss[place] > 0.0} == {1945, 1946, 1947}
    low, high = levers()["reconversion_loss"].bounds
    assert low <= loss.min() and loss.max() < high


def test_people_are_aimed_at_july_1945():
    villages, towns = (historical_paths_of(f"{place}_imposed_factor") for place in ("rural", "urban"))
    kept = villages[[AT[year] for year in war.WAR]].prod(axis=0).reshape(-1)
    by_region = dict(zip(REGION_KEYS, kept, strict=True))
    to_july = 169.4 / 170.5
    assert numpy.allclose(towns[[AT[year] for year in war.WAR]].prod(axis=0), 169.4 / 196.716, rtol=1e-3)
    assert by_region["volga"] == pytest.approx(97.6 / 111.0 * to_july, rel=1e-3)
    assert by_region["kazakhstan"] == pytest.approx(to_july, rel=1e-3)
    west = (170.548 - 97.6 - 25.0) / (196.716 - 111.0 - 25.0)
    assert by_region["ukraine_steppe"] == pytest.approx(west * to_july, rel=2e-3)


def test_regions_share_the_losses_of_herds_and_the_country_loses_what_it_lost():
    before = numpy.arange(1.0, 45.0).reshape(4, 11, 1)
    factor, weight = numpy.array([0.8, 0.9, 0.7, 1.2]).reshape(4, 1, 1), numpy.linspace(0.4, 2.0, 11).reshape(1, 11, 1)
    after = before + herds_imposed_change(before, factor, weight)
    assert numpy.allclose(after.sum(axis=1), (before * factor).sum(axis=1), rtol=1e-9)
    assert (after > 0.0).all()
    kept = after / before
    assert numpy.allclose(kept[0, :, 0] / kept[0, 0, 0], weight[0, :, 0] / weight[0, 0, 0])
    assert (herds_imposed_change(numpy.zeros_like(before), factor, weight) == 0.0).all()


# --- weather ----------------------------------------------------------------------------------------------------


def test_dryness_is_an_anomaly_of_each_region():
    dryness = weather.season_dryness()
    assert dryness.shape == (len(AT), 1, len(REGION_KEYS), 1)
    assert numpy.allclose(dryness[: AT[1969] + 1].mean(axis=0), 0.0, atol=1e-12)
    low, high = levers()["season_dryness"].bounds
    assert low < dryness.min() and dryness.max() < high


@pytest.mark.parametrize(
    ("year", "region"),
    [
        (1931, "urals"),
        (1936, "central_black_earth"),
        (1946, "ukraine_forest_steppe"),
        (1957, "volga"),
        (1965, "siberia"),
    ],
)
def test_years_known_for_drought_are_dry_where_it_struck(year, region):
    assert weather.season_dryness()[AT[year], 0, REGION_KEYS.index(region), 0] > 1.5


def test_a_region_without_a_figure_in_a_year_is_refused(monkeypatch):
    monkeypatch.setattr(weather, "YEARS", (1920,))
    weather._by_region.cache_clear()
    with pytest.raises(BadInput, match=r"heat_anomaly_april_july .*Kazakhstan.* 1920"):
        weather._by_region(weather.HEAT)
    weather._by_region.cache_clear()


def test_each_rival_of_the_season_reads_its_own_weather():
    readers = {choice: assemble({"yield_season": choice}) for choice in ("drought_code", "station_weather")}
    assert readers["drought_code"].readers("drought_code") and not readers["drought_code"].readers("season_dryness")
    assert readers["station_weather"].readers("season_dryness") and not readers["station_weather"].readers(
        "drought_code"
    )
