"""Each mechanism of the model switched off: the fact moves as is said, and every entry of the files is checked."""

import dataclasses
import re

import numpy
import pytest

from pyrrhic.errors import PyrrhicError
from pyrrhic.model import FIRST_YEAR, levers, parameters
from pyrrhic.runs import run as results
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.measure import measure_of_draws
from pyrrhic.runs.starting_fit import fitted_parameters
from pyrrhic.sources import bibliography
from pyrrhic.studies.ablations import (
    AS_EXPECTED,
    CONTRARY,
    EXPECTATIONS,
    FALLS,
    RISES,
    SMALLER,
    VERDICTS,
    Finding,
    ablation,
    ablations,
    facts,
    findings,
    read_ablation,
    read_fact,
    switched_off,
)
from pyrrhic.studies.ablations.finding import in_one_run
from pyrrhic.studies.scenarios import scenario as scenarios

ENTRY = {
    "mechanism": {"en": "grain exports", "ru": "экспорт зерна"},
    "fact": "famine_deaths",
    "levers": {"grain_export_plan": {"from": 1930, "to": 1931, "value": 0}},
    "expectation": "falls",
    "rough": 0.2,
    "sources": ["daviesWheatcroft2004"],
}
FACT = {
    "text": {"en": "Millions died.", "ru": "Умерли миллионы."},
    "unit": {"en": "million persons", "ru": "млн чел."},
    "measure": {"quantity": "excess_deaths", "year": 1932},
}


@pytest.fixture(scope="module")
def measured() -> dict[str, Finding]:
    """Every finding, by the name of its ablation."""
    return {finding.ablation.name: finding for finding in findings()}


@pytest.fixture(scope="module")
def history() -> results.Run:
    """The historical run."""
    return results.run(results.history())


def finding(with_it: float, without_it: float, expectation: str = FALLS) -> Finding:
    """A finding with a made-up measure, expected to move by at least a third."""
    changed = dataclasses.replace(ablation("exports"), expectation=expectation, rough=1.0 / 3.0)
    return Finding(changed, with_it, without_it)


def test_the_verdict_is_of_direction_and_size():
    assert finding(3.0, 1.0).verdict == AS_EXPECTED and finding(3.0, 2.9).verdict == SMALLER
    assert finding(3.0, 3.1).verdict == CONTRARY and finding(3.0, 3.0).verdict == CONTRARY
    assert finding(3.0, 5.0, RISES).verdict == AS_EXPECTED and finding(3.0, 1.0, RISES).verdict == CONTRARY
    assert finding(-2.0, -1.0, RISES).change == 0.5


def test_every_verdict_and_expectation_has_words_in_both_languages(measured):
    assert {finding.verdict for finding in measured.values()} <= set(VERDICTS) == {AS_EXPECTED, SMALLER, CONTRARY}
    assert set(EXPECTATIONS) == {FALLS, RISES}
    for text in (*VERDICTS.values(), *EXPECTATIONS.values()):
        assert text.en and re.search("[а-яё]", text.ru)


def test_what_is_not_as_expected_has_a_note_that_says_why(measured):
    for name, finding in measured.items():
        assert finding.verdict == AS_EXPECTED or len(finding.ablation.note.en) > 40, f"{name}: {finding.verdict}"


@pytest.mark.parametrize("name", ablations())
def test_a_mechanism_alone_changes_the_run_lets_it_finish_and_is_measured_as_among_all(name, measured, history):
    finding, alone = measured[name], switched_off(ablation(name))
    assert alone.fails_in is None
    assert alone.fingerprint != history.fingerprint
    assert any(not numpy.array_equal(array, history.values[key]) for key, array in alone.values.items())
    assert finding.with_it == pytest.approx(measure_of_draws(history, finding.ablation.measure).item(), rel=1e-9)
    assert finding.without_it == pytest.approx(measure_of_draws(alone, finding.ablation.measure).item(), rel=1e-9)


def test_all_are_members_of_one_run():
    values = in_one_run(list(ablations().values()))
    assert {array.shape[-1] for array in values.values()} == {1 + len(ablations())}


def test_levers_that_differ_by_region_are_members_beside_national_ones():
    regional = {**ENTRY, "levers": {"collectivization_target": {"from": 1930, "value": {"kazakhstan": 0.0}}}}
    apart = read_ablation("mine", regional, "mine.toml, mine")
    values = in_one_run([ablation("exports"), apart])
    assert {array.shape[-1] for array in values.values()} == {3}


@pytest.mark.parametrize("name", ablations())
def test_each_setting_moves_an_input_and_says_how(name):
    mechanism = ablation(name)
    changed = scenarios.paths(mechanism.scenario)
    assert mechanism.off
    for setting in mechanism.off:
        assert (setting.name in parameters()) != (setting.name in levers()), setting.name
        moved = (
            fitted_parameters()[setting.name] != mechanism.parameters[setting.name]
            if setting.name in mechanism.parameters
            else historical_paths()[setting.name] != changed[setting.name]
        )
        assert moved.any(), f"{setting} changes nothing"
        assert str(setting).startswith(f"{setting.name} ")


def test_a_lever_is_set_only_in_its_years_or_held_at_a_year():
    exports, history = ablation("exports"), historical_paths()["grain_export_plan"]
    path = scenarios.paths(exports.scenario)["grain_export_plan"]
    years = slice(1930 - FIRST_YEAR, 1934 - FIRST_YEAR)
    assert (path[years] == 0.0).all()
    assert (numpy.delete(path, years, axis=0) == numpy.delete(history, years, axis=0)).all()
    drive = ablation("collectivization")
    target = scenarios.paths(drive.scenario)["collectivization_target"]
    held = historical_paths()["collectivization_target"][1928 - FIRST_YEAR]
    assert (target[1929 - FIRST_YEAR :] == held).all()
    assert str(exports.off[0]) == "grain_export_plan = 0 in 1930-1933"
    assert str(drive.off[0]) == "collectivization_target as in 1928 in 1929-1970"


def without_origin(scenario) -> list:
    """The changes of a scenario, whoever makes them."""
    return [dataclasses.replace(change, origin="") for change in scenario.changes]


def test_a_shipped_scenario_is_named_and_not_written_again():
    for mechanism in ablations().values():
        changes = without_origin(mechanism.scenario)
        same = [name for name in scenarios.names() if changes and without_origin(scenarios.load(name)) == changes]
        assert same == ([mechanism.shipped] if mechanism.shipped else []), mechanism.name


def test_every_fact_is_explained_by_a_mechanism_and_has_both_languages():
    explained = {mechanism.fact for mechanism in ablations().values()}
    assert explained == {fact.text for fact in facts().values()}
    for fact in facts().values():
        assert re.search("[а-яё]", fact.text.ru) and re.search("[а-яё]", fact.unit.ru)


def test_names_are_unique_and_grounds_are_in_the_bibliography():
    assert all(name == mechanism.name for name, mechanism in ablations().items())
    questions = [(mechanism.off, mechanism.fact) for mechanism in ablations().values()]
    assert len(set(questions)) == len(questions) >= 18
    for mechanism in ablations().values():
        assert mechanism.sources and all(key in bibliography() for key in mechanism.sources), mechanism.name
        assert mechanism.expectation in (FALLS, RISES) and mechanism.rough > 0.0
        assert re.search("[а-яё]", mechanism.mechanism.ru)
        assert not mechanism.note or re.search("[а-яё]", mechanism.note.ru)


def test_a_misspelt_name_is_answered_with_the_nearest():
    with pytest.raises(PyrrhicError, match=r"there is no ablation named exportz; did you mean exports\?"):
        ablation("exportz")


MISSPELT = [
    ({"levers": {"grain_export_plam": 0}}, "grain_export_plan"),
    ({"levers": {}, "parameters": {"disruptoin": 0.0}}, "disruption"),
    ({"fact": "famine_death"}, "famine_deaths"),
    ({"expectation": "fals"}, "falls"),
    ({"mechanizm": ENTRY["mechanism"]}, "mechanism"),
]


@pytest.mark.parametrize("wrong, nearest", MISSPELT)
def test_a_misspelt_entry_is_refused_with_file_entry_and_nearest(wrong, nearest):
    with pytest.raises(PyrrhicError) as refused:
        read_ablation("exports", {**ENTRY, **wrong}, "famine.toml, exports")
    assert "famine.toml, exports" in str(refused.value) and refused.value.nearest == nearest


def test_a_misspelt_scenario_is_refused_with_file_entry_and_nearest():
    entry = {key: value for key, value in ENTRY.items() if key != "levers"}
    with pytest.raises(PyrrhicError) as refused:
        read_ablation("exports", {**entry, "scenario": "no_exportz"}, "famine.toml, exports")
    assert "famine.toml, exports" in str(refused.value) and refused.value.nearest == "no_exports"


@pytest.mark.parametrize("missing", [key for key in ENTRY if key != "levers"])
def test_an_entry_without_a_field_is_refused(missing):
    entry = {key: value for key, value in ENTRY.items() if key != missing}
    with pytest.raises(PyrrhicError, match=rf"famine\.toml, exports: .*{missing}"):
        read_ablation("exports", entry, "famine.toml, exports")


def test_a_text_in_one_language_is_refused():
    with pytest.raises(PyrrhicError, match=r"famine\.toml, exports"):
        read_ablation("exports", {**ENTRY, "mechanism": {"en": "grain exports", "ru": ""}}, "famine.toml, exports")


def test_a_scenario_and_levers_at_once_are_refused():
    with pytest.raises(PyrrhicError, match=r"famine\.toml, exports: it names a scenario and has levers too"):
        read_ablation("exports", {**ENTRY, "scenario": "no_exports"}, "famine.toml, exports")


def test_a_parameter_may_go_beyond_its_bounds_and_a_lever_may_not():
    low, _ = parameters()["disruption"].bounds
    assert low > 0.0 and ablation("disruption").parameters["disruption"] == 0.0
    entry = {**ENTRY, "levers": {"coercion": {"from": 1930, "to": 1931, "value": 7}}}
    with pytest.raises(PyrrhicError, match="coercion"):
        switched_off(read_ablation("mine", entry, "famine.toml, mine"))


MEASURES = [
    ({"measure": {"quantity": "excess_deathz", "year": 1932}}, "excess_deaths"),
    ({"measure": {"quantity": "excess_deaths_rural", "year": 1932, "regions": ["kazahstan"]}}, "kazakhstan"),
    ({"measure": {"quantity": "herds", "from": 1929, "to": 1933, "how": "los"}}, "loss"),
    ({"measure": {"quantity": "herds", "year": 1929, "kinds": ["horse"]}}, "horses"),
    ({"figure": "horses_1934"}, "horses_1933"),
    ({"measures": {}}, "measure"),
]


@pytest.mark.parametrize("wrong, nearest", MEASURES)
def test_a_misspelt_measure_is_refused_with_file_entry_and_nearest(wrong, nearest):
    entry = {key: FACT[key] for key in FACT if key != "measure"}
    with pytest.raises(PyrrhicError) as refused:
        read_fact({**entry, **wrong}, "facts.toml, deaths")
    sentence = str(refused.value)
    assert sentence.startswith("facts.toml, deaths") and f"did you mean {nearest}" in sentence


def test_a_measure_without_a_quantity_is_refused_with_file_and_entry():
    with pytest.raises(PyrrhicError, match=r"facts\.toml, deaths: it does not say which quantity"):
        read_fact({**FACT, "measure": {"year": 1932}}, "facts.toml, deaths")


def test_a_run_takes_parameters_and_its_fingerprint_knows():
    def run(**options):
        return results.run(results.history(keep=["grain_harvest_total"], **options))

    plain, same, other = run(), run(parameters={}), run(parameters={"disruption": 0.0}, beyond_bounds=True)
    assert plain.fingerprint == same.fingerprint != other.fingerprint
    assert other.national("grain_harvest_total")[5] > plain.national("grain_harvest_total")[5]
    with pytest.raises(PyrrhicError, match=r"disruption is 0; allowed: 0.01 to 1.5"):
        run(parameters={"disruption": 0.0})
    with pytest.raises(PyrrhicError, match="did you mean disruption"):
        run(parameters={"disruptoin": 0.0})
