"""The grain of the state and of the villages, and animal food: what goes where, in the run of history and beside it."""

import numpy
import pytest

from pyrrhic.engine.loop import simulate
from pyrrhic.model import FIRST_YEAR, REGION_KEYS, SPECIES, assemble, opening
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.starting_fit import fitted_parameters

KAZAKHSTAN = REGION_KEYS.index("kazakhstan")
PIGS = SPECIES.index("pigs")


def run(choices=None, parameters=None, **changed):
    """The run of history at the starting fit with some numbers of levers, by year, or parameters changed."""
    model = assemble(choices or {})
    paths = {name: numpy.array(path) for name, path in historical_paths().items() if name in model.inputs}
    for name, by_year in changed.items():
        for year, value in by_year.items():
            paths[name][year - FIRST_YEAR] = value
    values = {name: value for name, value in fitted_parameters().items() if name in model.inputs}
    return simulate(model, {**values, **(parameters or {})}, opening(), paths).values


def country(values, name, year, kind=0):
    return float(values[name][year - FIRST_YEAR, kind].sum())


@pytest.fixture(scope="module")
def history():
    return run()


def test_grain_not_exported_comes_back_within_the_year_but_not_under_the_rule_of_the_reserve():
    for choices, returned in (({}, True), ({"supply_released": "opening_stock"}, False)):
        base, without = run(choices), run(choices, grain_export_plan={1932: 0.0})
        more = country(without, "state_supply_total", 1932) - country(base, "state_supply_total", 1932)
        assert (more > 0.3) == returned, choices


def test_more_release_returns_more_of_it():
    def returned(release):
        given = {"reserve_release": numpy.full((1, 1, 1), release)}
        return country(run(None, given, grain_export_plan={1932: 0.0}), "state_supply_total", 1932)

    assert returned(0.3) < returned(0.6) < returned(0.9)


def test_villages_keep_no_more_than_their_stores_hold(history):
    limit = fitted_parameters()["store_limit"]
    assert (history["household_grain_next"] <= limit * history["grain_harvest"] + 1e-12).all()
    assert country(history, "household_grain", 1963) < 8.0


def test_imports_forbidden_cost_pigs_and_feed(history):
    forbidden = run(imports_allowed=dict.fromkeys(range(1963, 1971), 0.0))
    assert country(forbidden, "herds_total", 1964, PIGS) < country(history, "herds_total", 1964, PIGS) - 5.0
    assert country(forbidden, "grain_feed_total", 1963) < country(history, "grain_feed_total", 1963)


def test_animals_are_short_of_feed_after_the_harvest_of_1963_and_not_after_that_of_1964(history):
    fed = {year: country(history, "grain_feed", year) / country(history, "feed_need", year) for year in (1963, 1964)}
    assert fed[1963] < 1.0 < fed[1964]


def test_a_promise_of_feed_gives_way_before_grain_is_bought(history):
    firm = run(None, {"returns_give_way": numpy.zeros((1, 1, 1))})
    assert country(firm, "grain_imports", 1963) > country(history, "grain_imports", 1963)


def test_no_recorded_import_stands_in_a_lever(monkeypatch):
    from pyrrhic.runs import history as module

    def without_imports(name):
        assert "import" not in name, name
        return recorded(name)

    recorded = module.recorded
    monkeypatch.setattr(module, "recorded", without_imports)
    for name, entry in module.entries().items():
        assert "import" not in entry.get("record", ""), name
        module._path(name, entry)


def test_levied_animals_feed_the_towns_and_not_the_village():
    without = run(livestock_levy=dict.fromkeys(range(1926, 1971), 0.0))
    levied = run()
    year = 1930 - FIRST_YEAR
    for name, more in (("animal_deliveries", True), ("village_animal_food", False)):
        change = levied[name][year, 0, KAZAKHSTAN, 0] - without[name][year, 0, KAZAKHSTAN, 0]
        assert (change > 0.0) == more, name


def test_the_plan_is_biased_by_one_number_to_1931_and_another_from_1932(history):
    def weight(name, year):
        moved = run(None, {name: fitted_parameters()[name] + 0.1})
        return float((moved["plan_weight"] / history["plan_weight"])[year - FIRST_YEAR, 0, 0, 0])

    assert weight("plan_bias", 1929) == pytest.approx(numpy.exp(0.1))
    assert weight("plan_bias_late", 1931) == 1.0
    late = run(None, {"plan_bias_late": fitted_parameters()["plan_bias_late"] + 0.1})
    share = (
        late["plan_weight"] / late["surplus_above_needs"] / (history["plan_weight"] / history["surplus_above_needs"])
    )
    assert share[1932 - FIRST_YEAR, 0, 0, 0] == pytest.approx(numpy.exp(0.1))


def test_what_is_reported_is_usable_grain_before_1940_and_more_after(history):
    usable = history["usable_share"].reshape(-1)
    assert (usable[: 1940 - FIRST_YEAR] == 1.0).all() and (usable[1940 - FIRST_YEAR :] < 1.0).all()
    numpy.testing.assert_allclose(
        history["grain_harvest_reported"] * history["usable_share"], history["grain_harvest_total"]
    )
