"""The run as it happened shows at sight what happened; each mechanism moves it the right way."""

import pytest

from pyrrhic.model import PRICE_VECTORS, REGION_KEYS
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


def by_year(results, name, years, kind=0):
    return {year: at(results, name, year, kind) for year in years}


def least(numbers):
    return min(numbers, key=lambda year: numbers[year])


def greatest(numbers):
    return max(numbers, key=lambda year: numbers[year])


def famine(results):
    return sum(by_year(results, "excess_deaths", range(1930, 1934)).values())


@pytest.mark.parametrize("kind", range(4))
def test_herds_collapse_and_recover(history, kind):
    """The least of every species lies in the years in which it was counted, below both ends."""
    herds = by_year(history, "herds_total", range(1928, 1939), kind)
    assert least(herds) in (1932, 1933, 1934)
    assert herds[1929] > min(herds.values()) < herds[1938]


def test_collections_rise_while_the_harvest_falls(history):
    assert at(history, "grain_collected_total", 1931) > at(history, "grain_collected_total", 1928)
    assert at(history, "grain_harvest_total", 1931) < at(history, "grain_harvest_total", 1928)


def test_mass_death_in_1932_33_and_not_in_1936_37(history):
    """More die in 1932/33 than in all other years of peace to 1940 together, and two bad harvests later fewer."""
    deaths = by_year(history, "excess_deaths", range(1926, 1941))
    assert greatest(deaths) == 1932
    assert deaths[1932] > sum(deaths.values()) - deaths[1932]
    assert deaths[1936] < deaths[1931]


def test_ukraine_and_kazakhstan_suffer_more_than_their_share_of_people(history):
    row = history.years.index(1932)
    deaths, people = (history.values[name][row, 0, :, 0] for name in ("excess_deaths_rural", "rural_population"))
    rate = dict(zip(REGION_KEYS, deaths / people, strict=True))
    country = deaths.sum() / people.sum()
    assert rate["ukraine_steppe"] > country and rate["ukraine_forest_steppe"] > country and rate["kazakhstan"] > country


def test_towns_grow_and_industry_with_them(history):
    for name in ("urban_population", "nonfarm_output"):
        grown = list(by_year(history, name, range(1928, 1940)).values())
        assert grown == sorted(grown), name


def test_draft_power_falls_and_comes_back_by_tractors(history):
    """Tractors add to draft power every year of peace; horses stop falling in 1934, so their share need not rise after."""
    draft = by_year(history, "draft_power_total", range(1928, 1940))
    assert least(draft) in (1932, 1933, 1934)
    assert draft[1928] > min(draft.values()) < draft[1938]
    power = list(by_year(history, "tractor_draft_power", range(1928, 1940)).values())
    assert power == sorted(power)
    share = by_year(history, "tractor_share_of_draft", range(1928, 1940))
    while_horses_fall = [share[year] for year in range(1928, 1935)]
    assert while_horses_fall == sorted(while_horses_fall) and share[1928] < share[1934] < share[1939]


def test_the_market_price_is_furthest_above_the_procurement_price_in_the_famine(history):
    assert greatest(by_year(history, "market_price_ratio", range(1926, 1941))) == 1932


def test_grain_is_imported_in_the_sixties_and_not_before(history):
    imports = by_year(history, "net_grain_imports", range(1926, 1970))
    bought = [year for year, amount in imports.items() if amount > 1e-6]
    assert min(bought) == 1963 and 1965 in bought


@pytest.mark.parametrize(
    "name",
    ["nep", "no_exports", "plans_cut_with_harvest", "relief_accepted", "average_weather", "slower_collectivization"],
)
def test_taking_a_cause_away_saves_lives(history, counterfactual, name):
    assert famine(counterfactual(name)) < famine(history)


def test_without_collectivization_more_animals_and_smaller_towns(history, counterfactual):
    nep = counterfactual("nep")
    for kind in range(4):
        assert at(nep, "herds_total", 1933, kind) > at(history, "herds_total", 1933, kind)
    assert at(nep, "urban_population", 1939) < at(history, "urban_population", 1939)
    assert at(nep, "grain_harvest_total", 1932) > at(history, "grain_harvest_total", 1932)


def test_without_mts_draft_power_does_not_come_back(history, counterfactual):
    without = counterfactual("no_mts")
    assert at(without, "draft_power_total", 1938) < at(history, "draft_power_total", 1938)
    assert at(without, "draft_power_total", 1938) < at(without, "draft_power_total", 1928)


def test_without_virgin_lands_imports_rise(history, counterfactual):
    assert at(counterfactual("no_virgin_lands"), "net_grain_imports", 1963) > at(history, "net_grain_imports", 1963)


def test_the_sign_of_the_resource_flow_depends_on_prices(history):
    """Before collectivization agriculture gives or receives, as one values what goes to and fro; in the second plan it
    gives at all prices, for what its sales buy has become dear."""
    flows = dict(zip(PRICE_VECTORS, history.values["net_resource_outflow"][:, :, 0, 0].T, strict=True))
    of = {year: {prices: flow[history.years.index(year)] for prices, flow in flows.items()} for year in history.years}
    assert any(min(of[year].values()) < 0.0 < max(of[year].values()) for year in range(1926, 1929))
    assert all(min(of[year].values()) > 0.0 for year in range(1933, 1938))
    assert (flows["1928_market"] > flows["1928_state"]).all(), "grain is dearer on the market"
