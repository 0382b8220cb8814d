"""From any name back to the works behind it."""

import pytest

from pyrrhic.app.language import ENGLISH
from pyrrhic.app.text.show import cited_text
from pyrrhic.app.views.show import cited_view
from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.model import assemble, levers, opening_values, parameters
from pyrrhic.record import load as load_record
from pyrrhic.sources import bibliography
from pyrrhic.studies.provenance import Cited, Use, answers, sources_of
from pyrrhic.studies.scenarios import scenario


def keys(name):
    """The works behind a name."""
    return {cited.work.key for cited in sources_of(name).cited}


def test_a_quantity_rests_on_everything_upstream():
    model, answer = assemble(), sources_of("grain_harvest")
    upstream = {name for kind in ("equation", "parameter", "lever") for name in answer.upstream[kind]}
    assert upstream == {name for name in model.upstream("grain_harvest") if name not in model.stocks}
    stocks = {f"{name}_1926" for name in model.upstream("grain_harvest") if name in model.stocks}
    assert stocks == set(answer.upstream["opening stock"]) <= set(opening_values())


def test_every_quantity_has_a_source_and_every_source_found_is_in_the_bibliography():
    model = assemble()
    for name in (*model.equations, *model.stocks):
        answer = sources_of(f"model:{name}")
        assert answer.kind == "quantity" and answer.cited, name


@pytest.mark.parametrize("name", sorted(levers()))
def test_every_lever_has_sources(name):
    answer = sources_of(f"model:{name}")
    assert answer.cited or [one.name for one in answer.judgements] == [name] or name == "year"


@pytest.mark.parametrize("name", sorted(parameters()))
def test_the_sources_of_a_parameter_are_those_it_states(name):
    stated = {reference.partition("[")[0] for reference in parameters()[name].source}
    answer = sources_of(name)
    assert answer.kind == "parameter" and keys(name) == stated
    judged = [one.reason for one in answer.judgements]
    assert judged == ([parameters()[name].reason] if parameters()[name].judgement else [])


def test_judgements_stand_apart_from_works(monkeypatch):
    monkeypatch.setenv("COLUMNS", "4000")
    answer = sources_of("grain_harvest")
    assumed = {**parameters(), **opening_values(), **levers()}
    judged = {judgement.name for judgement in answer.judgements}
    assert "disruption_memory" in judged and "area_draft_elasticity" not in judged
    assert judged <= {name for name in assumed if name in levers() or assumed[name].judgement}
    (document,) = cited_view("grain_harvest", [answer])["meanings"]
    shown = cited_text({"meanings": [document]}, ENGLISH)
    works, _, judgements = shown.partition("Judgements of this project")
    assert all(f"\n    {name}: " in judgements and f"\n{name}" not in works for name in judged)
    assert [judgement["name"] for judgement in document["judgements"]] == [
        judgement.name for judgement in answer.judgements
    ]
    assert len(judged) == len(answer.judgements) and "year" not in judged


def test_a_scenario_rests_on_its_own_sources_and_those_of_its_levers():
    works = keys("no_exports+relief_accepted")
    assert {"dohan1976", "moshkov1966", "daviesWheatcroft2004"} <= works
    assert set(scenario.load("nep").sources) <= keys("nep")


def test_a_series_rests_on_the_works_of_its_rows():
    name = next(iter(load_record()))
    assert keys(f"record:{name}") == set(load_record().series(name).sources())


def test_a_lever_with_a_series_of_the_record_leads_to_that_series():
    answer = sources_of("procurement_plan")
    assert answer.upstream["derived series"] == ("grain_plan_agricultural_year",)


def test_pages_are_kept():
    assert "69" in next(cited for cited in sources_of("producer_share").cited if cited.work.key == "allen2003").pages


def test_pages_stand_once_in_their_order_as_numbers():
    pages = ("67", "123", "39", "ch. 3", "223-224", "224", "39", None, "Table 30", "Table 4")
    cited = Cited(bibliography()["allen2003"], tuple(Use("parameter", "share", page) for page in pages))
    assert cited.pages == ("39", "67", "123", "223-224", "Table 4", "Table 30", "ch. 3")


def test_a_work_is_itself():
    assert keys("allen2003") == {"allen2003"} and "allen2003" in bibliography()


def test_misspelt_name_offers_the_nearest():
    with pytest.raises(UnknownName, match="did you mean grain_harvest"):
        sources_of("grain_harvst")


def test_a_name_of_two_rooms_is_answered_for_both_and_asked_for_with_its_room():
    model, record = answers("excess_deaths")
    assert (model.name, model.kind) == ("model:excess_deaths", "quantity")
    assert (record.name, record.kind) == ("record:excess_deaths", "derived series")
    assert [sources_of(answer.name) for answer in (model, record)] == [model, record]
    assert len(model.cited) > len(record.cited)
    with pytest.raises(BadInput, match="several things; allowed: model:excess_deaths, record:excess_deaths"):
        sources_of("excess_deaths")
