"""The figures that the second edition should reach, and the readings changed: verdicts follow from numbers alone."""

import re
from dataclasses import replace

import numpy
import pytest

from pyrrhic.calibration.likelihood import comparisons
from pyrrhic.calibration.structures import structure
from pyrrhic.errors import PyrrhicError
from pyrrhic.studies.fit import computed
from pyrrhic.studies.fit import second_edition as study
from pyrrhic.studies.fit.changed_readings import changed_readings
from pyrrhic.studies.fit.second_edition import MISSED, NOT_COMPUTED, Aimed, aims, at_the_starting_fit, judge
from pyrrhic.studies.replications.replicate import MET
from pyrrhic.studies.verdict import Figure
from pyrrhic.texts import Text

BY_NAME = {aim.target.name: aim for aim in aims()}


@pytest.fixture(scope="module")
def basis():
    """The single run of history."""
    return at_the_starting_fit()


def figures(*values):
    return tuple(Figure(Text(str(index), str(index)), value) for index, value in enumerate(values))


def test_every_figure_of_the_list_is_there_with_both_languages():
    assert len(aims()) >= 31
    for aim in aims():
        for text in (aim.target.title, aim.target.why):
            assert text.en and re.search("[а-яё]", text.ru) and not re.search("[а-яё]", text.en), aim.target.name


@pytest.mark.parametrize("name", BY_NAME)
def test_a_verdict_follows_from_the_numbers_and_can_be_either(name):
    aim = BY_NAME[name]
    target = aim.target
    inside = target.low if numpy.isfinite(target.low) else target.high
    inside += (1e-6 if numpy.isfinite(target.low) else -1e-6) if target.strict else 0.0
    outside = target.low - 1.0 if numpy.isfinite(target.low) else target.high + 1.0
    allowed = aim.misses_allowed
    assert Aimed(aim).state == NOT_COMPUTED
    assert Aimed(aim, figures(inside, *[outside] * allowed)).state == MET
    assert Aimed(aim, figures(inside, *[outside] * (allowed + 1))).state == MISSED
    assert Aimed(aim, figures(*[float("nan")] * (allowed + 1))).state == MISSED


def test_no_entry_holds_a_verdict():
    assert not {"verdict", "state", "met"} & {*study.OWN, *study.READ, *study.OF_AN_AIM}


def test_a_scenario_is_judged_by_its_own_run_and_over_history(basis):
    nep = judge(basis, ["nep_pigs"])[0]
    aim = replace(BY_NAME["nep_pigs"], over_history=False)
    level, before = (study._numbers(aim, basis)[0].value, aim.target.read(basis.history.values)[0].value)
    assert nep.figures[0].value == pytest.approx(float((level / before).squeeze()))


def test_forbidden_imports_are_zero(basis):
    scenario = BY_NAME["imports_forbidden"].scenario
    years = study.scenarios.paths(scenario)["imports_allowed"].reshape(-1)
    assert (years[1963 - 1926 :] == 0.0).all()
    labels = [str(figure.label) for figure in judge(basis, ["imports_forbidden"])[0].figures]
    assert len(set(labels)) == 18


def test_a_name_that_this_build_lacks_is_not_computed_and_says_so():
    entry = {
        "title": {"en": "a", "ru": "а"},
        "unit": "1",
        "judged_by": "history",
        "quantity": "grain_of_tomorrow",
        "year": 1932,
        "bounds": {"low": 0.0},
        "sources": ["record"],
        "why": {"en": "b", "ru": "б"},
    }
    aim = study.read_aim("tomorrow", entry, "some.toml, tomorrow")
    assert aim.unknown == ("quantity grain_of_tomorrow",)
    known = study.read_aim("today", {**entry, "quantity": "grain_harvest_total"}, "some.toml, today")
    assert not known.unknown
    with pytest.raises(PyrrhicError, match="there is no judge named histry; did you mean history"):
        study.read_aim("today", {**entry, "judged_by": "histry"}, "some.toml, today")


def test_what_needs_draws_is_not_computed_for_a_single_run(basis):
    assert judge(basis, ["capital_1939"])[0].why_not == study.ONLY_AT_DRAWS


def test_an_unknown_figure_is_answered_with_the_nearest(basis):
    with pytest.raises(PyrrhicError, match="did you mean nep_pigs"):
        judge(basis, ["nep_pig"])


def test_a_number_is_outside_the_rivals_by_its_distance_from_their_range():
    assert computed._outside(numpy.array([1.0, 4.0, 9.0]), 2.0, 6.0).tolist() == [1.0, 0.0, 3.0]
    ranges = computed._ranges(["grain_imports_agricultural_year"])
    low, high = computed._range(ranges, 1963)
    assert 0.0 < low < high


def test_correlation_of_residuals_a_year_apart_by_row_with_independent_errors(basis):
    rows = {str(figure.label): figure.value for figure in computed.correlation_by_row(basis.history, {})}
    name = "births"
    of_row = [figure for figure in comparisons(structure("base")) if figure.name == name]
    residual = {figure.year: float(figure.residual(basis.history.values)[0]) for figure in of_row}
    pairs = numpy.array([(residual[year], residual[year + 1]) for year in residual if year + 1 in residual])
    expected = (pairs[:, 0] @ pairs[:, 1]) / numpy.sqrt((pairs**2).sum(axis=0).prod())
    assert rows[name] == pytest.approx(expected)
    assert "gross_product" not in rows and not rows.keys() & computed.rows_with_persistent_errors()
    assert list(rows.values()) == sorted(rows.values(), reverse=True)


def test_every_changed_reading_shows_the_old_beside_the_new_with_when_and_why():
    assert len(changed_readings()) >= 20
    for reading in changed_readings():
        assert str(reading.old) != str(reading.new), reading.name
        for one in reading.changed.split(", "):
            assert re.fullmatch(r"[0-9a-f]{7}|\d{4}-\d\d-\d\d", one), reading.name
    assert sum(reading.changed == "376b905" for reading in changed_readings()) == 5


def test_no_figure_is_without_a_name_in_the_model():
    assert not {aim.target.name: aim.unknown for aim in aims() if aim.unknown}
