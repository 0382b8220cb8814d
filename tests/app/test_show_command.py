"""`pyrrhic show`: every name of the model, in both languages, as text and as one document; misspelt names."""

import json
import re
from pathlib import Path

import numpy
import pytest

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.text.show import text
from pyrrhic.app.views.show import RIVALS, view
from pyrrhic.engine.printers.formula import formula
from pyrrhic.model import YEARS, assemble, levers, opening_values, parameters
from pyrrhic.runs.history import historical_paths
from pyrrhic.studies import places
from pyrrhic.studies.scenarios import scenario

MODEL = assemble()
NAMES = [*MODEL.names, *RIVALS]
PACKAGE = Path(pyrrhic.__file__).parents[1]


def shown(call, *arguments: str) -> dict:
    """The document of one call."""
    status, out, err = call("show", *arguments, "--json")
    assert status == 0 and err == ""
    return json.loads(out)


@pytest.mark.parametrize("code", ["en", "ru"])
def test_every_name_of_the_model_is_shown(code):
    language = Language(code)
    kinds = set()
    for name in NAMES:
        entry = view(name, language)
        shown = text(entry, language)
        kinds.add(entry["kind"])
        assert entry["unit_name"] in shown and entry["sentence"] in shown and entry["file"] in shown, name
        assert entry["readers"] is not None and (entry["sources"] or entry.get("reason") or entry["note"]), name
    assert kinds == {"quantity", "stock", "rival equation", "parameter", "opening value", "lever", "driver"}
    assert not language.missing, f"texts to translate in pyrrhic.po: {sorted(language.missing)}"


def test_a_quantity_with_all_that_is_said_of_it(call):
    entry = shown(call, "grain_yield")
    item = MODEL.equations["grain_yield"]
    assert entry["formula"] == f"grain_yield = {formula(item, MODEL)}" and entry["axes"] == ["region"]
    assert entry["kind"] == "quantity" and entry["unit"] == "t/ha" and entry["readers"] == ["grain_harvest"]
    assert [read["name"] for read in entry["reads"]] == list(item.reads)
    assert [read["unit"] for read in entry["reads"]] == [unit.symbol for unit in item.reads.values()]
    disruption = next(read for read in entry["reads"] if read["name"] == "disruption")
    assert disruption["prior"] == parameters()["disruption"].prior and disruption["grade"] == "C"
    assert [source["reference"] for source in entry["sources"]] == [
        "daviesWheatcroft2004",
        "naumenko2021",
        "chenLan2017",
    ]
    run = scenario.run(scenario.load("as_it_happened"), ["grain_yield"])
    for year, values in zip(entry["history"]["years"], entry["history"]["values"], strict=True):
        numpy.testing.assert_allclose(values, run.values["grain_yield"][YEARS.index(year)].reshape(-1))


def test_it_says_the_same_in_words(call):
    status, out, _ = call("show", "grain_yield")
    assert status == 0 and "\n  grain_yield = normal_yield × exp(yield_season - disruption × unsettled)\n" in out
    assert "Read by: grain_harvest\n" in out and "Written in: pyrrhic/model/farm/harvest.py:" in out
    assert "\nukraine_steppe" not in out and "\n  ukraine_steppe " in out and "1932/33" in out


@pytest.mark.parametrize("name", ["draft_adequacy", "state_supply", "animal_food", "grain_feed"])
def test_a_formula_and_the_years_for_which_it_holds_are_shown_in_russian(call, name):
    _, english, _ = call("show", name)
    _, russian, _ = call("show", name, "--lang", "ru")
    formula = russian.partition("\n\n")[2].partition("\n\n")[0]
    words = set(re.findall(r"(?<![\w_])[a-z]{2,}(?![\w_])", formula)) - set(assemble().names)
    assert words <= {"exp", "log"}, words
    assert "Holds for 19" in english and "Holds for" not in russian and "Применимо к 19" in russian


def test_a_stock_is_shown_with_the_equation_that_closes_it_and_totals_over_regions(call):
    entry = shown(call, "herds")
    assert entry["closed_by"] == "herds_next" and entry["formula"].startswith("herds_next = ")
    assert entry["opening"]["value"] == opening_values()["herds_1926"].value[..., 0].tolist()
    assert entry["readers"] == list(MODEL.readers("herds"))
    _, out, _ = call("show", "herds")
    cattle = next(line for line in out.splitlines() if line.startswith("  cattle "))
    assert "sum over regions" in out
    assert float(cattle.split()[1]) == pytest.approx(opening_values()["herds_1926"].value[1].sum(), abs=0.01)


def test_a_share_by_kind_and_region_is_not_added_up(call):
    assert shown(call, "dependence_on_grain")["axes"] == ["species", "region"]
    assert "mean over regions" in call("show", "dependence_on_grain")[1]


def test_a_lever_is_shown_with_its_path_and_the_series_behind_it(call):
    entry = shown(call, "procurement_plan", "--lang", "ru")
    assert entry["kind"] == "lever" and entry["title"] == levers()["procurement_plan"].title.ru
    assert entry["series"] == ["grain_plan_agricultural_year"] and entry["path_file"].startswith("pyrrhic/runs/")
    path = historical_paths()["procurement_plan"].reshape(-1)
    assert entry["history"]["values"] == [path[YEARS.index(year)] for year in entry["history"]["years"]]


@pytest.mark.parametrize("name", ["consumer_goods:allen", "consumer_goods: allen"])
def test_a_rival_has_its_own_formula_and_its_own_run(call, name):
    entry, usual = shown(call, name), shown(call, "consumer_goods")
    others = [f"consumer_goods:{rival}" for rival in ("capital_and_labour", "allen", "cobb_douglas")]
    assert entry["rival"] == "allen" and not entry["default"] and entry["rivals"] == [others[0], others[2]]
    assert usual["rival"] == "capital_and_labour" and usual["default"] and usual["rivals"] == others[1:]
    assert "^" in usual["formula"] and "^" not in entry["formula"]
    assert entry["history"]["values"][-1] != usual["history"]["values"][-1]


@pytest.mark.parametrize("name", [*MODEL.equations, *RIVALS, *parameters(), *levers(), *opening_values()])
def test_a_name_is_written_where_it_is_said_to_be(name):
    quantity, _, rival = name.partition(":")
    equations = assemble({quantity: rival} if rival else {}).equations
    item = equations.get(quantity)
    file, line = (places.of_equation(item.function) if item else places.of_input(name)).rsplit(":", 1)
    written = (PACKAGE / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert written.startswith(f"def {item.function.__name__}(" if item else f"[{name}]")


@pytest.mark.parametrize(
    "arguments, sentence, nearest",
    [
        (["grain_yeild"], "did you mean grain_yield?", "grain_yield"),
        (["pull_rate:one_lav"], "did you mean pull_rate:one_law?", "pull_rate:one_law"),
        (["grain_collections"], "a series of that name: pyrrhic record show grain_collections", None),
        (["record:grain_area"], "it is shown by: pyrrhic record show grain_area", None),
        (["record:grain_aera"], "did you mean record:grain_area?", "record:grain_area"),
        (["model:grain_yeild"], "did you mean grain_yield?", "grain_yield"),
        (["grain_yield", "--lang", "rus"], "did you mean ru?", "ru"),
    ],
)
def test_a_name_that_the_model_does_not_have_is_one_sentence(call, arguments, sentence, nearest):
    status, out, err = call("show", *arguments)
    assert status == 2 and out == "" and sentence in err and len(err.splitlines()) == 1
    status, out, err = call("show", *arguments, "--json")
    assert status == 2 and err == "" and json.loads(out)["error"]["nearest"] == nearest


def test_a_name_that_the_record_has_too_is_said_to_be_there(call):
    made = shown(call, "grain_area")
    assert made == shown(call, "model:grain_area") and made["name"] == "model:grain_area"
    assert [other["command"] for other in made["elsewhere"]] == ["pyrrhic record show grain_area"]
    assert "pyrrhic record show grain_area" in call("show", "grain_area")[1]
    assert shown(call, "grain_yield")["elsewhere"] == [] and shown(call, "grain_yield")["name"] == "grain_yield"
