"""`import pyrrhic` in a notebook: runs as Datasets, scenarios from dicts, tables, pictures, and what is refused."""

import copy
import doctest
import json
import os
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy
import pytest
import xarray

import pyrrhic
from pyrrhic.app import notebook, result
from pyrrhic.calibration.mixture import draws as draws_of
from pyrrhic.calibration.posterior import available
from pyrrhic.model import REGION_KEYS, YEARS, levers, opening_values, parameters
from pyrrhic.record import load
from pyrrhic.runs.files import read
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.starting_fit import fitted_parameters
from pyrrhic.studies.scenarios import scenario as scenarios

matplotlib.use("Agg")
OF_EACH_TWO = 2 * len(available())  # draws
NO_EXPORTS = {"levers": {"grain_export_plan": {"from": 1930, "to": 1932, "value": 0}}}


@pytest.fixture(autouse=True)
def closed():
    """Every picture of a test is closed after it."""
    yield
    from matplotlib import pyplot

    pyplot.close("all")


@pytest.fixture(scope="module")
def many():
    return pyrrhic.ensemble("nep", draws=OF_EACH_TWO, keep=["horses", "excess_deaths", "herds", "net_resource_outflow"])


# --- the package ------------------------------------------------------------------------------------------------


def test_importing_costs_nothing_and_dir_lists_what_there_is():
    program = "import sys, pyrrhic; names = dir(pyrrhic); sys.exit(str({'numpy', 'pyrrhic.errors'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=os.environ)
    assert done.stderr.strip() == "set()"
    for name in ("run", "ensemble", "compare", "history", "scenario", "record", "levers", "parameters", "Error"):
        assert name in dir(pyrrhic) and callable(getattr(pyrrhic, name)) and getattr(pyrrhic, name).__doc__
    with pytest.raises(AttributeError, match="no attribute runn"):
        pyrrhic.runn  # noqa: B018


@pytest.mark.parametrize("module", [notebook, result])
def test_the_examples_in_docstrings_run(module):
    failed, tried = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert tried > 4 and not failed


def test_the_record_is_called_and_is_still_a_package():
    assert set(pyrrhic.record()) == set(load()) and pyrrhic.record.load is load


# --- runs -------------------------------------------------------------------------------------------------------


def test_a_run_is_the_run_of_the_scenario_as_a_dataset():
    done, alone = pyrrhic.run("nep"), scenarios.run(scenarios.load("nep"))
    assert done.fingerprint == alone.fingerprint
    assert isinstance(done.data, xarray.Dataset) and not any(name.endswith("_next") for name in done.data.data_vars)
    assert done["herds"].dims == ("year", "species", "region", "draw")
    assert done.grain_exports.dims == ("year", "draw") and done.year.values[-1] == 1940
    numpy.testing.assert_array_equal(done["herds"].values, alone.values["herds"])
    assert tuple(done["herds"].region.values) == REGION_KEYS
    assert done["herds"].attrs["unit_symbol"] == "million" and done["herds"].attrs["long_name"]
    assert done.weight.values.tolist() == [1.0] and done.structure.values.tolist() == ["starting_fit"]
    assert all(variable.attrs["units"] and variable.attrs["long_name"] for variable in done.data.data_vars.values())


def test_a_lever_that_is_kept_has_its_russian_title():
    plan = pyrrhic.history(keep=["grain_export_plan"])["grain_export_plan"]
    assert plan.attrs["title_ru"] == levers()["grain_export_plan"].title.ru
    numpy.testing.assert_array_equal(plan.values[:, 0], historical_paths()["grain_export_plan"].reshape(-1))


def test_an_ensemble_has_draws_with_structure_and_weight(many):
    assert many["horses"].sizes == {"year": 15, "region": 11, "draw": OF_EACH_TWO}
    assert many.weight.sum() == pytest.approx(1.0) and many.weight.dims == ("draw",)
    assert len(set(many.structure.values.tolist())) > 1 and all(
        len(fingerprint) == 64 for fingerprint in many.posterior.values
    )
    alone = scenarios.run(scenarios.load("nep"), ["horses"], draws_of(OF_EACH_TWO))
    numpy.testing.assert_array_equal(many["horses"].values, alone.values["horses"][:, 0])
    low = pyrrhic.ensemble("nep", draws=5, structure="harvest_tauger", keep="horses")
    assert set(low.structure.values.tolist()) == {"harvest_tauger"}


def test_parameters_may_be_numbers_lists_or_dicts_by_region():
    plain = pyrrhic.run(keep=["grain_food"])
    weights = fitted_parameters()["state_supply_weight"].reshape(-1).tolist()
    assert pyrrhic.run(parameters={"state_supply_weight": weights}).fingerprint == plain.fingerprint
    moved = [weights[1], weights[0], *weights[2:]]
    by_region = dict(zip(REGION_KEYS[:2], moved[:2], strict=True))
    listed, named = (pyrrhic.run(parameters={"state_supply_weight": value}) for value in (moved, by_region))
    assert listed.fingerprint == named.fingerprint
    assert pyrrhic.run(parameters={"retention": 0.3}).fingerprint != plain.fingerprint


def test_a_structure_fills_slots():
    allen = pyrrhic.run(structure={"consumer_goods": "allen"}, keep="nonfarm_output")
    assert (allen.nonfarm_output != pyrrhic.run(keep="nonfarm_output").nonfarm_output).any()


@pytest.mark.parametrize(
    ("years", "first", "last"),
    [(1932, 1932, 1932), ((1930, 1933), 1930, 1933), ("1930-1933", 1930, 1933), (range(1930, 1936), 1930, 1935)],
)
def test_years_are_those_shown(years, first, last):
    shown = pyrrhic.history(keep="horses", years=years).year.values
    assert (shown[0], shown[-1]) == (first, last)


def test_compare_is_the_second_less_the_first(many):
    apart = pyrrhic.compare("as_it_happened", "nep", keep=["horses"])
    history, nep = pyrrhic.history(keep="horses"), pyrrhic.run("nep", keep="horses")
    xarray.testing.assert_allclose(apart.horses, nep.horses - history.horses.sel(year=nep.year))
    drawn = pyrrhic.compare("as_it_happened", "nep", draws=OF_EACH_TWO, keep=["horses"])
    history = pyrrhic.history(draws=OF_EACH_TWO, keep="horses")
    xarray.testing.assert_allclose(drawn.horses, many.horses - history.horses.sel(year=many.year))
    assert drawn.fingerprint not in (many.fingerprint, history.fingerprint)


# --- scenarios --------------------------------------------------------------------------------------------------


def test_a_dict_is_a_scenario_as_a_file_would_hold_it(tmp_path):
    text = 'title = { en = "own", ru = "own" }\ndescription = { en = "own", ru = "own" }\n[levers]\n'
    (tmp_path / "own.toml").write_text(f"{text}grain_export_plan = {{ from = 1930, to = 1932, value = 0 }}")
    own, file = pyrrhic.scenario(NO_EXPORTS), pyrrhic.scenario(tmp_path / "own.toml")
    assert [(change.target, change.action, change.amount, change.first, change.last) for change in own.changes] == [
        (change.target, change.action, change.amount, change.first, change.last) for change in file.changes
    ]
    assert pyrrhic.run(own).fingerprint == pyrrhic.run(NO_EXPORTS).fingerprint == pyrrhic.run(file).fingerprint
    assert own.name == "own" and pyrrhic.scenario(NO_EXPORTS, name="mine").name == "mine"
    assert json.loads(own.texts["own"])["levers"] == NO_EXPORTS["levers"]


def test_years_of_a_dict_may_be_numbers_and_its_title_one_text():
    own = pyrrhic.scenario({"title": "No grain", "levers": {"grain_export_plan": {1930: 0, 1933: "history"}}})
    done = pyrrhic.run(own, keep="grain_export_plan").grain_export_plan
    assert own.title["en"] == own.title["ru"] == "No grain"
    assert (done.sel(year=slice(1930, 1932)) == 0).all() and (done.sel(year=1933) > 0).all()


def test_a_dict_extends_a_shipped_scenario():
    own = pyrrhic.scenario({"extends": ["nep"], "levers": {"coercion": {1929: 0.5}}})
    nep, changed = scenarios.paths(scenarios.load("nep")), scenarios.paths(own)
    assert own.ends == scenarios.load("nep").ends and set(own.texts) == {"nep", "own"}
    assert (changed["coercion"][3] == 0.5).all()
    assert all(numpy.array_equal(changed[name], path) for name, path in nep.items() if name != "coercion")


def test_what_changes_nothing_is_said_in_the_result():
    same = pyrrhic.run({"levers": {"grain_export_plan": {1930: "history"}}}, keep="horses")
    assert len(same.warnings) == 1 and "changes nothing" in repr(same)
    assert pyrrhic.run(keep="horses").warnings == ()


# --- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: pyrrhic.run("nepp"), "there is no scenario named nepp"),
        (lambda: pyrrhic.run(keep="horse"), "did you mean horses"),
        (lambda: pyrrhic.run(years=1900), "years=1900: not a year or a span of years of the model; allowed: 1926-1970"),
        (lambda: pyrrhic.run(years=(1933, 1930)), "the span ends before it begins"),
        (lambda: pyrrhic.run(years="the thirties"), "not a year or a span of years"),
        (lambda: pyrrhic.run(years=[]), "not a year or a span of years"),
        (lambda: pyrrhic.run(years=1930.5), "not a year or a span of years"),
        (lambda: pyrrhic.run("nep", years=1950), "the scenario ends in 1940"),
        (lambda: pyrrhic.run(structure="allen"), "is not a mapping from slots .*'consumer_goods'.*'allen'"),
        (lambda: pyrrhic.run(structure={"consumer_good": "allen"}), "did you mean consumer_goods"),
        (lambda: pyrrhic.run(parameters={"retenton": 0.3}), "did you mean retention"),
        (lambda: pyrrhic.run(parameters={"state_supply_weight": {"vloga": 0.1}}), "did you mean volga"),
        (lambda: pyrrhic.run({"levers": {"grain_export_plan": {1930: -5}}}), "outside the bounds of the lever"),
        (lambda: pyrrhic.scenario({"levers": {"grain_exprot_plan": 0}}), "did you mean grain_export_plan"),
        (lambda: pyrrhic.scenario({"lever": {}}), "did you mean levers"),
        (lambda: pyrrhic.ensemble(draws=3), f"draws=3: 3 draws asked for; allowed: {len(available())} to"),
        (lambda: pyrrhic.ensemble(draws="many"), "is not a number of draws"),
        (lambda: pyrrhic.ensemble(structure="bose"), "did you mean base"),
        (lambda: pyrrhic.ensemble({"structure": {"pull_rate": "one_law"}}, 20), "it has no posterior"),
        (lambda: pyrrhic.compare("nep", "no_exports", structure="base"), "a variant is named without draws"),
        (lambda: pyrrhic.run(None), "scenario: None is not what it takes; allowed: the name of one, a path, a dict"),
        (lambda: pyrrhic.compare("nep", 5), "scenario: 5 is not what it takes"),
        (lambda: pyrrhic.run(keep=[5]), "keep: .* is not what it takes; allowed: the name of a quantity"),
        (lambda: pyrrhic.run(keep=[]), "keep: .* is not what it takes"),
        (lambda: pyrrhic.run(keep=""), "keep: '' is not what it takes"),
        (lambda: pyrrhic.run(parameters=[1]), "parameters: .* is not what it takes; allowed: a dict"),
        (lambda: pyrrhic.run(parameters={5: 1}), "parameters: .* is not what it takes"),
        (lambda: pyrrhic.run(structure={"consumer_goods": ["allen"]}), "is not a mapping from slots"),
        (lambda: pyrrhic.run(years=range(1930, 1940, 3)), "not a year or a span of years"),
        (lambda: pyrrhic.run(years=10**5000), "a number of thousands of digits: not a year"),
        (lambda: pyrrhic.ensemble(draws=20, structure=["base"]), "structure: .* is not what it takes"),
        (lambda: pyrrhic.ensemble(draws=20, structure=""), "structure: '' is not what it takes"),
        (lambda: pyrrhic.scenario("nep", name="mine"), "name: 'mine' would be ignored"),
        (lambda: pyrrhic.scenario({}, name="a\x1b"), "name: .* allowed: a text without control characters"),
        (lambda: pyrrhic.scenario({"levers": {"coercion": {1930: 1, "1930": 2}}}), "'1930' stands twice"),
        (lambda: pyrrhic.record(5), "5 is not the path of a file"),
        (lambda: pyrrhic.record()[5], "there is no series named 5"),
    ],
)
def test_what_is_refused_is_an_error_of_pyrrhic(call, sentence):
    with pytest.raises(pyrrhic.Error, match=sentence) as caught:
        call()
    assert caught.value.document()["what"]


def test_numbers_of_numpy_are_numbers():
    own = pyrrhic.scenario({"ends": numpy.int64(1935), "levers": {"coercion": {numpy.int64(1930): numpy.float64(0.5)}}})
    shown = pyrrhic.run(own, keep="horses", years=numpy.array([1930, 1933]))
    assert shown.year.values.tolist() == [1930, 1931, 1932, 1933]
    assert (
        own.ends == 1935
        and pyrrhic.ensemble(draws=numpy.int64(OF_EACH_TWO), keep="horses")["horses"].sizes["draw"] == OF_EACH_TWO
    )


def test_a_misspelt_quantity_of_a_result_is_refused(many):
    with pytest.raises(pyrrhic.Error, match="did you mean horses"):
        many["horsse"]
    with pytest.raises(AttributeError, match="there is no quantity named horsse"):
        many.horsse  # noqa: B018
    assert copy.copy(many).fingerprint == many.fingerprint


# --- pictures, files, citations ---------------------------------------------------------------------------------


def test_a_picture_has_the_median_and_two_bands(many):
    axes = many.plot("excess_deaths")
    deaths = many.run.national("excess_deaths")
    numpy.testing.assert_allclose(axes.lines[0].get_ydata(), many.run.quantile(deaths, 0.5))
    assert len(axes.collections) == 2 and axes.get_ylabel() == "million persons"
    outer = axes.collections[0].get_paths()[0].vertices[:, 1]
    low, high = many.run.quantile(deaths, (0.05, 0.95))
    assert outer.min() == pytest.approx(low.min()) and outer.max() == pytest.approx(high.max())
    again = pyrrhic.run("nep", keep="excess_deaths").plot("excess_deaths", ax=axes, label="one run")
    assert again is axes and len(axes.lines) == 2 and len(axes.collections) == 2
    assert [text.get_text() for text in axes.get_legend().get_texts()][1] == "one run"


def test_a_picture_of_a_region_or_kind(many):
    axes = many.plot("herds", kind="cattle", region="volga")
    cattle = many["herds"].sel(species="cattle", region="volga").values
    numpy.testing.assert_allclose(axes.lines[0].get_ydata(), many.run.quantile(cattle, 0.5))
    many.plot("net_resource_outflow", kind="1913")
    for options, sentence in (
        ({"name": "herds", "region": "vloga"}, "did you mean volga"),
        ({"name": "excess_deaths", "region": "volga"}, "not told apart by volga"),
        ({"name": "net_resource_outflow"}, "counted at several prices"),
        ({"name": "horse"}, "did you mean horses"),
    ):
        with pytest.raises(pyrrhic.Error, match=sentence):
            many.plot(**options)


def test_a_result_is_written_and_opened_again(many, tmp_path):
    file = many.to_netcdf(tmp_path / "nep.nc")
    data = read(file)
    numpy.testing.assert_array_equal(
        data["horses"].sel(scenario="nep").values, numpy.moveaxis(many.horses.values, -1, 0)
    )
    assert data.attrs["fingerprint"] == many.fingerprint and "nep" in json.loads(data.attrs["documents"])
    assert data.attrs["command"] == "pyrrhic.ensemble('nep')" and "posteriors" in data.attrs
    assert Path(file).suffix == ".nc"


def test_a_written_result_is_opened_as_a_result(many, tmp_path):
    again = pyrrhic.open(many.to_netcdf(tmp_path / "nep.nc"))
    assert isinstance(again, result.Result) and again.fingerprint == many.fingerprint and again.cite() == many.cite()
    numpy.testing.assert_allclose(again.weight, many.weight, rtol=1e-15)
    assert again.structure.values.tolist() == many.structure.values.tolist() and again.run.texts == many.run.texts
    for name in many.run.values:
        numpy.testing.assert_array_equal(again[name], many[name])
        assert again[name].attrs == many[name].attrs and again[name].dims == many[name].dims
    fewer = pyrrhic.compare("as_it_happened", "no_exports", keep=["excess_deaths"])
    assert pyrrhic.open(fewer.to_netcdf(tmp_path / "fewer.nc")).excess_deaths.equals(fewer.excess_deaths)
    with pytest.raises(pyrrhic.Error, match="no such file"):
        pyrrhic.open("lost.nc")


def test_names_are_cited_by_themselves_and_by_their_room(many):
    record = many.cite("record:excess_deaths")
    assert "Behind record:excess_deaths stand" in record and len(record) < len(many.cite("excess_deaths"))
    assert (
        many.cite("excess_deaths").splitlines()[2:]
        == many.cite("model:excess_deaths", "record:excess_deaths").splitlines()[2:]
    )
    with pytest.raises(pyrrhic.Error, match="did you mean record:excess_deaths"):
        many.cite("record:excess_death")


def test_a_result_is_a_table_of_rows(many):
    rows = many.to_dataframe()
    row = rows[(rows["quantity"] == "herds") & (rows["draw"] == 3) & (rows["year"] == 1931)]
    cattle = row[(row["kind"] == "cattle") & (row["region"] == "volga")]
    expected = many["herds"].sel(draw=3, year=1931, species="cattle", region="volga").item()
    assert cattle["value"].item() == expected and cattle["unit"].item() == "million"
    assert "draw" not in pyrrhic.run(keep="horses").to_dataframe().columns


def test_a_citation_names_the_fingerprint_and_the_works():
    done = pyrrhic.run("nep", keep=["grain_harvest"])
    citation = done.cite()
    assert done.fingerprint in citation.splitlines()[0] and "daviesWheatcroft2004: " in citation
    assert "allen2003: " in citation, "the scenario has sources of its own"
    assert pyrrhic.__version__ in citation


def test_a_result_prints_in_a_few_lines_and_as_html(many):
    assert len(repr(many).splitlines()) <= 6 and many.fingerprint[:12] in repr(many) and "horses" in repr(many)
    assert "<pre>" in many._repr_html_() and "xarray.Dataset" in many._repr_html_()
    assert "horses" in dir(many)


# --- tables -----------------------------------------------------------------------------------------------------


def test_levers_and_parameters_are_tables_with_unit_bounds_and_sources():
    table = pyrrhic.levers()
    assert list(table.index) == list(levers()) and table.loc["grain_export_plan", "high"] == 15
    assert table.loc["grain_export_plan", "title_ru"] == levers()["grain_export_plan"].title.ru
    assert ((table["sources"] != "") | (table["judgement"] != "")).drop("year").all() and (table["unit"] != "").all()
    table = pyrrhic.parameters()
    assert set(table.index) == {*parameters(), *opening_values()}
    assert table.loc["retention", "value"] == fitted_parameters()["retention"].item()
    weights = table.loc["state_supply_weight"]
    assert len(weights["value"]) == len(REGION_KEYS) and weights["by"] == "region"


def test_history_is_as_it_happened():
    done = pyrrhic.history(keep=["horses"])
    assert done.fingerprint == pyrrhic.run("as_it_happened").fingerprint
    assert done.year.values.tolist() == list(YEARS)
