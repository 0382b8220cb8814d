"""The draws that run while a lever moves: chosen by search, they show what all draws show, in every scenario and panel."""

import random
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path

import made_links
import numpy
import pytest

from pyrrhic.app.links.scenario import load
from pyrrhic.app.links.writing import state
from pyrrhic.app.site.laboratory import few_kept
from pyrrhic.app.site.laboratory.few import HUNDREDTHS, NEAR, Few, Rows, apart, rows_of
from pyrrhic.app.site.laboratory.few_search import AIM, MANY, Bounds, choices
from pyrrhic.app.site.page_script import entries
from pyrrhic.app.site.past import LEVELS
from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available
from pyrrhic.errors import PyrrhicError
from pyrrhic.files import parse_toml

PAGE = Path(__file__).parents[2] / "docs" / "laboratory.md"
RUNS, SEED = 20, 5
AGAIN = "make src/pyrrhic/app/site/laboratory/few.toml anew: python -P scripts/few_draws.py"


@pytest.fixture(scope="module")
def drawn():
    return mixture.draws()


@pytest.fixture(scope="module")
def rows(drawn):
    return rows_of(drawn, entries("panels"))


def test_the_few_that_are_kept_are_of_the_shipped_draws(drawn):
    assert few_kept.kept()["fingerprint"] == few_kept.fingerprint(drawn), f"other draws are shipped; {AGAIN}"
    assert few_kept.kept()["draws"] == len(drawn)


def test_the_few_that_are_kept_lie_near_all_in_every_scenario_panel_and_year(drawn, rows):
    far = numpy.abs(apart(rows, few_kept.few_of(drawn, entries("panels"))))
    assert far.max() <= NEAR, f"{(far > NEAR).sum()} of {far.size} levels lie outside; {AGAIN}"


def test_they_lie_near_too_in_runs_that_the_search_has_not_seen(drawn):
    chance, panels = random.Random(SEED), entries("panels")
    loaded = (load(state(made_links.drawn(chance))) for _ in range(RUNS))
    far = numpy.abs(apart(rows_of(drawn, panels, loaded), few_kept.few_of(drawn, panels)))
    assert far.size > 900 * RUNS and (far <= NEAR).mean() >= 0.995


def test_the_page_on_the_laboratory_says_how_many_they_are(rows):
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"They are {len(few_kept.kept()['weights'])}, with weights of their own" in text
    assert f"of the {rows.levels.size:,} levels of {len(entries('panels'))} panels" in text


def test_draws_evenly_spaced_would_not_lie_near(drawn, rows):
    chosen = [
        int(draw) for of in range(len(drawn.structures)) for draw in numpy.flatnonzero(drawn.structure_of == of)[4::9]
    ]
    weights = drawn.weights[chosen] / drawn.weights[chosen].sum()
    far = numpy.abs(apart(rows, Few(tuple(chosen), tuple(weights))))
    assert len(chosen) >= len(few_kept.kept()["weights"]) and (far > NEAR).mean() > 0.005


def test_other_draws_are_not_run_in_the_place_of_those_kept(drawn):
    for other in (
        replace(drawn, fingerprint="another"),
        replace(drawn, weights=drawn.weights[::-1].cumsum()),
        replace(drawn, posteriors={**drawn.posteriors, "base": "another"}),
    ):
        assert few_kept.fingerprint(other) != few_kept.fingerprint(drawn)


def test_where_other_draws_run_a_short_search_gives_few_that_lie_near():
    drawn, panels = mixture.draws(6 * len(available())), dict(list(entries("panels").items())[:2])
    few = few_kept.few_of(drawn, panels)
    assert len(few.draws) < MANY < len(drawn) and sum(few.weights) == pytest.approx(1.0)
    assert numpy.abs(apart(rows_of(drawn, panels), few)).max() <= NEAR


@pytest.fixture(scope="module")
def made_up():
    """Rows of 300 draws of like weight."""
    numbers = numpy.random.default_rng(7).gamma(2.0, 0.1, (60, 300)).cumsum(axis=0) / 20.0
    return Rows(numbers, numpy.quantile(numbers, LEVELS, axis=1, method="hazen"))


def test_a_bound_is_missed_just_where_a_level_lies_too_far(made_up):
    draws = numpy.arange(0, 300, 9)
    shares = numpy.random.default_rng(8).dirichlet(numpy.ones(len(draws)))
    bounds = Bounds.of(made_up, draws)
    missed = (bounds.missed(shares) > 0.0).reshape(len(LEVELS), 2, -1).any(axis=1)
    far = numpy.abs(apart(made_up, Few(tuple(draws), tuple(shares)))) > HUNDREDTHS * AIM
    assert 20 < far.sum() < far.size - 20
    numpy.testing.assert_array_equal(missed, far)


def test_a_further_try_is_never_worse_and_the_search_is_the_same_every_time(made_up):
    weights = numpy.full(300, 1.0 / 300)
    first, again = (list(islice(choices(made_up, weights), 6)) for _ in range(2))
    assert [choice.few for choice in first] == [choice.few for choice in again]
    assert all(after.worth <= before.worth for before, after in pairwise(first))
    assert len(first[-1].draws) < MANY and numpy.abs(apart(made_up, first[-1].few)).max() <= NEAR


def test_a_row_in_which_draws_fail_is_left_out(made_up):
    weights, no_row = numpy.full(300, 1.0 / 300), numpy.full((1, 300), numpy.nan)
    levels = numpy.hstack([made_up.levels, numpy.full((len(LEVELS), 1), numpy.nan)])
    with_it = Rows(numpy.vstack([made_up.numbers, no_row]), levels)
    assert next(choices(with_it, weights)).few == next(choices(made_up, weights)).few


def test_what_is_written_is_read_again(drawn, tmp_path):
    few = Few((3, 40, 190), (0.25, 0.5, 0.25))
    text = few_kept.write(few, drawn, tmp_path / "few.toml").read_text(encoding="utf-8")
    document = parse_toml(text, "few.toml")
    assert few_kept.few_in(document) == few and document["fingerprint"] == few_kept.fingerprint(drawn)


def test_where_there_are_few_all_of_them_run():
    drawn = mixture.draws(len(available()))
    assert len(drawn) <= MANY
    assert few_kept.few_of(drawn, {}) == Few(tuple(range(len(drawn))), tuple(drawn.weights))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("draws = 391\n", "", r"few\.toml: the field draws is missing"),
        ("8 = 0.029056", "8 = inf", r"few\.toml, weights: 8 = inf"),
        ("8 = 0.029056", "8 = 0.01\n08 = 0.01", r"few\.toml, weights: 08 = 0\.01"),
        ("8 = 0.029056", "400 = 0.01", r"few\.toml, weights: 400 = 0\.01; allowed: places below 391"),
    ],
)
def test_a_damaged_file_of_few_draws_is_refused_by_name(drawn, monkeypatch, old, new, message):
    text = "\n".join(["draws = 391", 'fingerprint = "x"', "[weights]", "8 = 0.029056", ""]).replace(old, new)
    monkeypatch.setattr(few_kept, "kept", lambda: parse_toml(text, "few.toml"))
    with pytest.raises(PyrrhicError, match=message):
        few_kept.few_of(drawn, {})
