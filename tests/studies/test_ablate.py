"""Each mechanism of the model switched off: the fact it is to explain moves, in the direction and size expected."""

import dataclasses

import numpy
import pytest

from pyrrhic.app.cli.main import main
from pyrrhic.errors import PyrrhicError
from pyrrhic.model import FIRST_YEAR, levers
from pyrrhic.runs import run as results
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.starting_fit import fitted_parameters
from pyrrhic.sources import bibliography
from pyrrhic.studies.ablations import (
    ABLATIONS,
    AS_EXPECTED,
    CONTRARY,
    FALLS,
    RISES,
    SMALLER,
    Finding,
    ablation,
    findings,
    switched_off,
)


@pytest.fixture(scope="module")
def found() -> dict[str, Finding]:
    """Every finding, by the name of its ablation."""
    return {one.ablation.name: one for one in findings()}


@pytest.fixture(scope="module")
def history() -> results.Results:
    """The run as it happened."""
    return results.run(historical_paths(), name="as_it_happened")


def finding(with_it: float, without_it: float, expectation: str = FALLS) -> Finding:
    """A finding with a made-up measure, expected to move by at least a third."""
    one = dataclasses.replace(ABLATIONS["exports"], expectation=expectation, rough=1.0 / 3.0)
    return Finding(one, with_it, without_it)


def test_the_verdict_is_of_direction_and_size():
    assert finding(3.0, 1.0).verdict == AS_EXPECTED and finding(3.0, 2.9).verdict == SMALLER
    assert finding(3.0, 3.1).verdict == CONTRARY and finding(3.0, 3.0).verdict == CONTRARY
    assert finding(3.0, 5.0, RISES).verdict == AS_EXPECTED and finding(3.0, 1.0, RISES).verdict == CONTRARY
    assert finding(-2.0, -1.0, RISES).change == 0.5


@pytest.mark.parametrize("name", ABLATIONS)
def test_a_fact_is_as_expected_where_it_moves_so_far_and_only_there(name, found):
    moved = found[name]
    along = moved.change if moved.ablation.expectation == RISES else -moved.change
    assert (moved.verdict == AS_EXPECTED) == (along >= moved.ablation.rough), f"{moved.with_it}, {moved.without_it}"
    assert (moved.verdict == CONTRARY) == (along <= 0.0), f"{moved.with_it} with, {moved.without_it} without"


def test_what_is_not_as_expected_is_said_with_a_note_that_says_why(found, capsys):
    """Whatever the fit of today misses, the command must say so, and say it of nothing else."""
    assert main(["ablate"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for name, moved in found.items():
        line = next(line for line in lines if line.startswith(f"  {name} "))
        assert line.endswith(f": {moved.verdict}") == (moved.verdict != AS_EXPECTED), line
        if moved.verdict != AS_EXPECTED:
            assert len(moved.ablation.note) > 40, f"{name} has no note"
            assert any(moved.ablation.note in line for line in lines), f"the note of {name} is not printed"


@pytest.mark.parametrize("name", ABLATIONS)
def test_a_mechanism_alone_changes_the_run_lets_it_finish_and_is_measured_as_among_all(name, found, history):
    among_all, alone = found[name], switched_off(ABLATIONS[name])
    assert alone.failed_year is None
    assert alone.fingerprint != history.fingerprint
    assert any(not numpy.array_equal(array, history.values[key]) for key, array in alone.values.items())
    assert among_all.with_it == pytest.approx(among_all.ablation.measure(history), rel=1e-9)
    assert among_all.without_it == pytest.approx(among_all.ablation.measure(alone), rel=1e-9)


@pytest.mark.parametrize("name", ABLATIONS)
def test_each_switch_moves_an_input_and_says_how(name):
    for switch in ABLATIONS[name].off:
        assert switch.is_parameter != (switch.name in levers()), switch.name
        if switch.is_parameter:
            assert (fitted_parameters()[switch.name] != switch.value).any(), f"{switch} changes nothing"
        else:
            assert (historical_paths()[switch.name] != switch.path()).any(), f"{switch} changes nothing"
        assert str(switch).startswith(switch.name)


def test_a_lever_is_set_only_in_its_years_or_held_at_a_year():
    exports, history = ABLATIONS["exports"].off[0], historical_paths()["grain_export_plan"]
    years = slice(1930 - FIRST_YEAR, 1934 - FIRST_YEAR)
    assert (exports.path()[years] == 0.0).all()
    assert (numpy.delete(exports.path(), years, axis=0) == numpy.delete(history, years, axis=0)).all()
    target = ABLATIONS["collectivization"].off[0]
    held = historical_paths()[target.name][1928 - FIRST_YEAR]
    assert (target.path()[1929 - FIRST_YEAR :] == held).all()
    assert str(exports) == "grain_export_plan = 0 in 1930-1933"
    assert str(target) == "collectivization_target as in 1928 in 1929-1969"


def test_every_fact_of_the_design_has_a_switch():
    facts = " ".join(one.fact for one in ABLATIONS.values())
    for words in (
        "horses and cattle",
        "harvests of 1931 and 1932 were low",
        "larger share",
        "1932/33 and not in",
        "in Ukraine and Kazakhstan",
        "1936/37",
        "towns grew",
        "Draft power",
        "Market prices",
        "disturbances",
        "recovered",
        "1946/47",
        "stagnated to 1953",
        "rose after 1953",
        "1956-58",
        "From 1963",
        "1962",
    ):
        assert words in facts, words


def test_names_are_unique_and_grounds_are_in_the_bibliography():
    assert all(name == one.name for name, one in ABLATIONS.items())
    said = [(one.off, one.fact) for one in ABLATIONS.values()]
    assert len(set(said)) == len(said) >= 18
    for one in ABLATIONS.values():
        assert all(key in bibliography() for key in one.source.split("; ")), one.name
        assert one.expectation in (FALLS, RISES) and one.rough > 0.0


def test_a_misspelt_name_is_answered_with_the_nearest():
    with pytest.raises(PyrrhicError, match=r"there is no ablation named exportz; did you mean exports\?"):
        ablation("exportz")


def test_a_run_takes_parameters_and_its_fingerprint_knows():
    def run(**options):
        return results.run(historical_paths(), name="history", keep=["grain_harvest_total"], **options)

    plain, same, other = run(), run(parameters={}), run(parameters={"disruption": 0.0}, beyond_bounds=True)
    assert plain.fingerprint == same.fingerprint != other.fingerprint
    assert other.national("grain_harvest_total")[5] > plain.national("grain_harvest_total")[5]
    with pytest.raises(PyrrhicError, match=r"disruption is 0; allowed: 0.01 to 1.5"):
        run(parameters={"disruption": 0.0})
    with pytest.raises(PyrrhicError, match="did you mean disruption"):
        run(parameters={"disruptoin": 0.0})
