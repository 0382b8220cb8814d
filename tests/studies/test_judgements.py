"""Fixed values moved over their ranges: what is moved, what a change is measured against, and what is refused."""

import dataclasses
from math import isnan, nan

import numpy
import pytest

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import draws_at
from pyrrhic.errors import PyrrhicError
from pyrrhic.runs.run import history, run
from pyrrhic.studies import judgements as study
from pyrrhic.studies.judgements import Move, at_draws, at_the_starting_fit, headlines, judged, ranged, read_headline
from pyrrhic.studies.scenarios import scenario as scenarios

SOME = ("reserve_release", "state_supply_weight", "crop_yield_trend")
ENTRY = {"title": {"en": "Deaths", "ru": "Смертность"}, "figure": "excess_deaths_1930_31_1933_34"}


@pytest.fixture(scope="module")
def single() -> dict:
    """The headlines of single runs, every end of every range."""
    return dict(at_the_starting_fit())


def headline(name: str) -> study.Headline:
    return next(one for one in headlines() if one.name == name)


def test_every_headline_is_a_number_as_it_is_and_at_both_ends_of_every_range(single):
    for one in headlines():
        assert len(single[one.name]) == 1 + 2 * len(ranged()) and numpy.isfinite(single[one.name]).all(), one.name


def test_a_moved_value_gives_what_a_run_with_it_gives(single):
    deaths, saved = headline("deaths"), headline("deaths_saved")
    place = [one.name for one in ranged()].index("reserve_release")
    low = ranged(["reserve_release"])[0].ends[0]
    case = history(keep=["excess_deaths"], parameters={"reserve_release": low})
    there = deaths.measure
    usual = study.read(run(case).values, there)[0]
    assert single["deaths"][1 + 2 * place] == pytest.approx(usual, rel=1e-9)
    without = scenarios.case(scenarios.load("no_exports_1932"), ["excess_deaths"])
    fewer = study.read(run(dataclasses.replace(without, parameters={"reserve_release": low})).values, there)[0]
    assert saved.saved and single["deaths_saved"][1 + 2 * place] == pytest.approx(usual - fewer, rel=1e-9)


def test_the_widest_of_three_differences_counts_against_the_headline_or_the_least():
    deaths = dataclasses.replace(headline("nep_deaths"), least=1.0)
    assert Move(deaths, 0.2, 0.25, 0.1).change == pytest.approx(0.15)
    assert Move(deaths, 8.0, 8.1, 8.6).change == pytest.approx(0.6 / 8.0)
    assert Move(deaths, 8.0, 7.0, 8.1).is_large and not Move(deaths, 8.0, 7.9, 8.1).is_large


def test_a_run_that_fails_at_an_end_is_large_and_comes_first():
    one = study.Judged(ranged(SOME)[0], (Move(headlines()[0], 8.0, 2.0, 8.0), Move(headlines()[2], 55.0, nan, 55.0)))
    assert isnan(one.greatest.change) and [move.headline.name for move in one.large] == ["towns_1939", "deaths"]


def test_what_moves_a_headline_most_comes_first(single):
    found = judged(single)
    sizes = [one.greatest.change for one in found]
    assert sizes == sorted(sizes, reverse=True)
    assert {one.parameter.name for one in found} == {one.name for one in ranged()}


def test_how_much_of_free_grain_is_returned_decides_what_exports_cost_and_not_how_many_lived_in_towns(single):
    (release,) = (one for one in judged(single) if one.parameter.name == "reserve_release")
    assert "deaths_saved" in [move.headline.name for move in release.large]
    towns = next(move for move in release.moves if move.headline.name == "towns_1939")
    assert not towns.is_large


def test_at_draws_the_medians_move_as_the_single_run_does(monkeypatch, single):
    point = coordinates("base")
    middle = numpy.zeros((2, point.size))
    monkeypatch.setattr(study.mixture, "draws", lambda number: draws_at([(point, middle)]))
    found = judged(at_draws(2, SOME), SOME)
    assert {one.parameter.name for one in found} == set(SOME)
    moves = {one.parameter.name: one for one in found}
    assert moves["crop_yield_trend"].greatest.change < 1e-9
    saved = next(move for move in moves["reserve_release"].moves if move.headline.name == "deaths_saved")
    assert saved.low < saved.usual < saved.high


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"figure": "excess_deths"}, "there is no figure named excess_deths"),
        ({"scenario": "nepp"}, "there is no scenario named nepp; did you mean nep?"),
        ({"saved": True}, "it does not say which scenario saves"),
        ({"least": "one"}, "least is 'one'; allowed: a number"),
        ({"worst": 1}, "there is no field named worst"),
    ],
)
def test_a_headline_that_says_something_wrong_is_refused_with_its_place(changed, sentence):
    with pytest.raises(PyrrhicError) as refused:
        read_headline("deaths", {**ENTRY, **changed}, "judgements.toml, deaths")
    assert "judgements.toml, deaths" in str(refused.value) and sentence in str(refused.value)


def test_a_value_without_a_range_cannot_be_asked_for():
    with pytest.raises(PyrrhicError, match="no fixed value with a range named famine_scale"):
        ranged(["famine_scale"])
