"""The run as it happened shows at sight what happened; each mechanism moves it the right way."""

import numpy
import pytest

from pyrrhic.runs import run as runs
from pyrrhic.studies.scenarios import scenario


@pytest.fixture(scope="module")
def history():
    return runs.run(runs.history())


@pytest.fixture(scope="module")
def counterfactual():
    runs = {}

    def of(name):
        if name not in runs:
            runs[name] = scenario.run(scenario.load(name), None)
        return runs[name]

    return of


def at(results, name, year, kind=0):
    return float(results.values[name][results.years.index(year), kind].sum())


def famine(results):
    return sum(at(results, "excess_deaths", year) for year in (1930, 1931, 1932, 1933))


def test_herds_collapse_and_recover(history):
    for kind in range(4):
        lowest = min(at(history, "herds_total", year, kind) for year in (1932, 1933, 1934))
        assert lowest < 0.65 * at(history, "herds_total", 1929, kind)
    assert at(history, "herds_total", 1938, 1) > 1.4 * at(history, "herds_total", 1933, 1)


def test_collections_rise_while_the_harvest_falls(history):
    assert at(history, "grain_collected_total", 1931) > 1.9 * at(history, "grain_collected_total", 1928)
    assert at(history, "grain_harvest_total", 1931) < 0.95 * at(history, "grain_harvest_total", 1928)


def test_mass_death_in_1932_33_and_not_in_1936_37(history):
    assert 4.5 < at(history, "excess_deaths", 1932) < 9.0
    assert at(history, "excess_deaths", 1932) > 5 * at(history, "excess_deaths", 1931)
    assert at(history, "excess_deaths", 1936) < 0.5
    by_region = history.values["excess_deaths_rural"][6, 0]
    assert by_region[0] + by_region[1] > 0.35 * by_region.sum()


def test_towns_grow_and_industry_with_them(history):
    in_january = 0.5 * (at(history, "urban_population", 1938) + at(history, "urban_population", 1939))
    assert abs(in_january / 56.1 - 1.0) < 0.05
    assert at(history, "nonfarm_output", 1939) > 2.2 * at(history, "nonfarm_output", 1928)


def test_draft_power_falls_and_comes_back_by_tractors(history):
    draft = {year: at(history, "draft_power_total", year) for year in range(1928, 1940)}
    assert min(draft, key=draft.get) in (1932, 1933, 1934)
    assert min(draft.values()) < 0.75 * draft[1928]
    assert max(draft[year] for year in (1936, 1937, 1938)) > 0.9 * draft[1928]
    assert at(history, "tractor_share_of_draft", 1938) > 0.35


def test_market_price_far_above_procurement_in_the_famine(history):
    assert at(history, "market_price_ratio", 1932) > 10
    assert at(history, "market_price_ratio", 1934) < at(history, "market_price_ratio", 1932)


def test_grain_is_imported_in_the_sixties_and_not_before(history):
    assert all(at(history, "net_grain_imports", year) <= 1e-6 for year in range(1926, 1963))
    assert at(history, "net_grain_imports", 1963) > 0
    assert at(history, "net_grain_imports", 1965) > 0


@pytest.mark.parametrize(
    "name",
    ["nep", "no_exports", "plans_cut_with_harvest", "relief_accepted", "average_weather", "slower_collectivization"],
)
def test_taking_a_cause_away_saves_lives(history, counterfactual, name):
    assert famine(counterfactual(name)) < 0.85 * famine(history)


def test_without_collectivization_more_animals_and_smaller_towns(history, counterfactual):
    nep = counterfactual("nep")
    assert at(nep, "herds_total", 1933, 0) > 28
    assert at(nep, "urban_population", 1939) < at(history, "urban_population", 1939) - 3
    assert at(nep, "grain_harvest_total", 1932) > at(history, "grain_harvest_total", 1932)


def test_without_mts_draft_power_does_not_come_back(history, counterfactual):
    without = counterfactual("no_mts")
    assert at(without, "draft_power_total", 1938) < 0.75 * at(without, "draft_power_total", 1928)


def test_without_virgin_lands_imports_rise(history, counterfactual):
    assert at(counterfactual("no_virgin_lands"), "net_grain_imports", 1963) > at(history, "net_grain_imports", 1963)


def test_the_sign_of_the_resource_flow_depends_on_prices(history):
    flows = history.values["net_resource_outflow"][history.years.index(1932), :, 0]
    assert flows.min() < flows.max()
    assert numpy.isfinite(flows).all()
