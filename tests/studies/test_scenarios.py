"""The shipped scenarios on the real model: that they load, stay within bounds, change something, and compose."""

from dataclasses import replace

import numpy
import pytest

from pyrrhic.errors import PyrrhicError
from pyrrhic.model import LAST_YEAR, YEARS, levers, parameters
from pyrrhic.runs.history import historical_paths
from pyrrhic.sources import bibliography, split
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.scenario import load, paths, run
from pyrrhic.studies.scenarios.warnings import findings, idle, no_effect
from pyrrhic.texts import LANGUAGES

HEAD = 'title = { en = "A", ru = "А" }\ndescription = { en = "B", ru = "Б" }\n'
AT = {year: index for index, year in enumerate(YEARS)}


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes a scenario file and loads it by its path."""
    monkeypatch.chdir(tmp_path)

    def write(text: str, name: str = "mine"):
        (tmp_path / f"{name}.toml").write_text(HEAD + text, encoding="utf-8")
        return load(f"{name}.toml")

    return write


def row(path, year):
    """The numbers of one year of a path."""
    return path[AT[year]]


@pytest.mark.parametrize("name", scenarios.names())
def test_every_shipped_scenario_is_in_order(name):
    document = load(name)
    assert document.warnings == () and no_effect(document) == {}
    for texts in (document.title, document.description):
        assert set(texts.keys()) == set(LANGUAGES) and texts["en"] != texts["ru"]
        assert _has_cyrillic(texts["ru"]) and not _has_cyrillic(texts["en"])
    assert document.sources and all(split(reference)[0] in bibliography() for reference in document.sources)
    assert set(paths(document)) == set(levers())


def _has_cyrillic(text):
    return any("а" <= letter <= "я" for letter in text.lower())


@pytest.mark.parametrize("name", [name for name in scenarios.names() if name != "as_it_happened"])
def test_every_lever_of_a_shipped_scenario_changes_a_quantity_and_nothing_before_its_first_year(name):
    document = load(name)
    assert idle(document) == {}
    first = min(change.first for change in document.changes)
    done, history = run(document), run(load("as_it_happened"))
    before = [AT[year] for year in done.years if year < first]
    for quantity, array in done.values.items():
        assert (array[before] == history.values[quantity][before]).all(), quantity


@pytest.mark.parametrize("name", scenarios.names())
def test_every_shipped_scenario_runs_without_failure(name):
    done = run(load(name), keep=["excess_deaths", "grain_harvest_total"])
    assert done.fails_in is None
    assert done.years[-1] == (load(name).ends or LAST_YEAR)
    assert all(numpy.isfinite(array).all() for array in done.values.values())


def test_history_is_history():
    unchanged = paths(load("as_it_happened"))
    assert all((unchanged[name] == path).all() for name, path in historical_paths().items())


def test_the_nep_bundle_moves_what_its_text_says():
    changed, history = paths(load("nep")), historical_paths()
    for year in (1929, 1933, 1940):
        assert (row(changed["collectivization_target"], year) == row(history["collectivization_target"], 1928)).all()
        assert (row(changed["coercion"], year) == 0).all() and (row(changed["deportees"], year) == 0).all()
        assert (row(changed["exports_give_way"], year) == 1).all()
    assert (changed["producer_share"] == history["producer_share"]).all()
    done = run(load("nep"))
    assert done.values["takeover_slaughter"][AT[1929] :].max() < 0.01 * done.values["herds"].max()


def test_average_weather_is_the_mean_that_the_parameter_states():
    changed = paths(load("average_weather"))["drought_code"]
    assert (changed == parameters()["drought_code_normal"].value).all()


def test_slower_collectivization_never_falls_back_and_stays_below_history():
    changed, history = paths(load("slower_collectivization")), historical_paths()
    target = changed["collectivization_target"][AT[1928] : AT[1940] + 1]
    assert (numpy.diff(target, axis=0) >= -0.02).all()
    assert (changed["collectivization_target"] <= history["collectivization_target"]).all()


def test_a_value_holds_until_the_next_date_and_history_returns(written):
    document = written('[levers]\ngrain_export_plan = { 1930 = 1.5, 1932 = 0, 1934 = "history" }')
    path = paths(document)["grain_export_plan"]
    history = historical_paths()["grain_export_plan"]
    assert [row(path, year).item() for year in (1930, 1931, 1932, 1933)] == [1.5, 1.5, 0, 0]
    assert (path[: AT[1930]] == history[: AT[1930]]).all() and (path[AT[1934] :] == history[AT[1934] :]).all()


@pytest.mark.parametrize(
    ("entry", "expected"), [("times = 0.5", lambda value: value * 0.5), ("plus = 0.25", lambda value: value + 0.25)]
)
def test_spans_act_on_history(written, entry, expected):
    path = paths(written(f"[levers]\ngrain_export_plan = {{ from = 1930, to = 1931, {entry} }}"))["grain_export_plan"]
    history = historical_paths()["grain_export_plan"]
    assert (path[AT[1930] : AT[1932]] == expected(history[AT[1930] : AT[1932]])).all()
    assert (numpy.delete(path, [AT[1930], AT[1931]], 0) == numpy.delete(history, [AT[1930], AT[1931]], 0)).all()


def test_values_by_region_leave_the_other_regions_as_they_were(written):
    path = paths(written("[levers]\ncollectivization_target = { 1930 = { volga = 0.2 }, 1931 = 'history' }"))
    path, history = path["collectivization_target"], historical_paths()["collectivization_target"]
    changed = numpy.argwhere(path != history)
    assert changed.tolist() == [[AT[1930], 0, 3, 0]] and path[tuple(changed[0])] == 0.2


def test_values_by_species(written):
    path = paths(written("[levers]\nherds_imposed_factor = { from = 1941, to = 1941, value = { cattle = 1.0 } }"))
    path, history = path["herds_imposed_factor"], historical_paths()["herds_imposed_factor"]
    assert numpy.argwhere(path != history).tolist() == [[AT[1941], 1, 0, 0]]


def test_outside_the_bounds_names_lever_year_and_bounds(written):
    document = written("[levers]\ncoercion = { from = 1930, times = 2 }")
    with pytest.raises(PyrrhicError) as caught:
        paths(document)
    assert str(caught.value) == (
        "mine, lever coercion, 1930-1970: the value 2 in 1930 is outside the bounds of the lever; allowed: 0 to 1 share"
    )


def test_a_lever_set_to_history_is_said_to_change_nothing(written):
    assert no_effect(written("[levers]\ncoercion = { 1935 = 1.0 }")) == {
        "coercion": "mine: lever coercion is as in history in every year shown, so it changes nothing"
    }


def test_a_change_after_the_end_is_said_to_change_nothing(written):
    document = written("ends = 1940\n[levers]\nvirgin_land = { 1954 = 0 }")
    assert list(no_effect(document)) == ["virgin_land"]


def test_a_lever_that_no_equation_reads_is_said_to_change_nothing(written):
    """The plan shared by surplus is given, so what it was computed from no longer matters."""
    document = written("[levers]\nplan_on_actual_harvest = { 1930 = 1 }\n[given]\nplan_basis = 'history'")
    assert list(idle(document)) == ["plan_on_actual_harvest"]


def test_given_quantities_are_taken_and_other_years_are_those_of_history(written):
    free = run(load("as_it_happened"))
    done = run(written("[given]\nmigration_rate = { from = 1930, to = 1931, value = 0.0 }"))
    assert (done.values["settlers"][AT[1930] : AT[1932]] == 0).all()
    assert (done.values["settlers"][: AT[1930]] == free.values["settlers"][: AT[1930]]).all()
    rate, kept = (
        one.values["settlers"][AT[1933]] / (one.values["rural_population"] - one.values["flight"])[AT[1933]]
        for one in (free, done)
    )
    numpy.testing.assert_allclose(kept, rate, rtol=1e-12)


def test_structure_chooses_a_rival_equation(written):
    done, free = run(written('[structure]\nconsumer_goods = "allen"')), run(load("as_it_happened"))
    assert done.structure["consumer_goods"] == "allen"
    assert done.fingerprint != free.fingerprint
    assert (done.values["nonfarm_output"] != free.values["nonfarm_output"]).any()


def test_composition_is_left_to_right_with_a_warning_that_names_both(written):
    written("[levers]\ngrain_export_plan = { 1931 = 2.0 }", "two")
    document = load("no_exports+two.toml")
    path = paths(document)["grain_export_plan"]
    assert [row(path, year).item() for year in (1930, 1931, 1932)] == [0, 2, 2]
    assert document.warnings == ("grain_export_plan 1931-1932: set by no_exports and by two; two holds",)
    assert document.ends == 1940


def test_composition_of_scenarios_that_touch_different_levers_has_no_warning():
    document = load("no_exports+relief_accepted")
    assert document.warnings == () and document.name == "no_exports+relief_accepted"
    assert {change.target for change in document.changes} == {"grain_export_plan", "relief", "state_stock_target"}
    assert "daviesWheatcroft2004" in document.sources and document.sources.count("daviesWheatcroft2004") == 1


def test_a_scenario_composed_with_itself_is_itself():
    both = load("no_exports+no_exports")
    assert both == replace(load("no_exports"), warnings=both.warnings)
    assert both.warnings == ("no_exports is in the scenario already, so it counts once, where it stands first",)


def test_extends_puts_the_changes_of_the_base_first(written):
    document = written('extends = ["nep"]\n[levers]\ncoercion = { 1929 = 0.5 }')
    changed = paths(document)
    assert document.ends == 1940 and document.title["en"] == "A"
    assert (row(changed["coercion"], 1930) == 0.5).all() and (row(changed["deportees"], 1930) == 0).all()


def test_a_scenario_that_extends_itself_is_refused(written, tmp_path):
    (tmp_path / "other.toml").write_text(HEAD + 'extends = ["mine.toml"]', encoding="utf-8")
    with pytest.raises(PyrrhicError, match=r"extends itself: mine\.toml extends other\.toml extends mine\.toml"):
        written('extends = ["other.toml"]')


def test_misspelt_scenario_offers_the_nearest_or_lists_all():
    with pytest.raises(PyrrhicError) as caught:
        load("nep+no_exprots")
    assert caught.value.problems[0].nearest == "no_exports"
    assert "as_it_happened" not in str(caught.value)
    with pytest.raises(PyrrhicError, match=r"as_it_happened, average_weather.*voluntary_sales"):
        load("xyzzy")
    with pytest.raises(PyrrhicError, match=r"there is no file lost\.toml"):
        load("lost.toml")


def test_a_work_that_the_bibliography_does_not_have_is_among_the_findings(written):
    document = written('sources = ["daviesWheatcroft2044[446]", "allen2003"]\n[levers]\ngrain_export_plan = 0')
    place = "mine, sources: there is no work named daviesWheatcroft2044; did you mean daviesWheatcroft2004?"
    assert [sentence for sentence in findings(document) if "no work" in sentence] == [place]


def test_a_user_file_is_refused_in_the_words_of_a_shipped_one(written):
    with pytest.raises(PyrrhicError, match=r"mine\.toml, lever grain_exprot_plan: .*did you mean grain_export_plan\?"):
        written("[levers]\ngrain_exprot_plan = 0")
