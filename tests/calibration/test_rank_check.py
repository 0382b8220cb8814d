"""Ranks whose shape is known, a straight line whose posterior is known, and one tiny run of the model itself."""

import json
from functools import cache

import numpy
import pytest

from pyrrhic.app.cli.main import main
from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import run_at
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import comparisons
from pyrrhic.calibration.sampling import rank_check as module
from pyrrhic.calibration.sampling.rank_check import (
    COORDINATES,
    DENSITY,
    LAST,
    Case,
    chances,
    rank_check,
    small_case,
    unevenness,
)
from pyrrhic.runs.history import historical_paths

SLOPES = numpy.random.default_rng(0).standard_normal((20, 2))


class Line:
    """Residuals linear in two coordinates, so that their posterior is known; no run where the first is above `end`."""

    def __init__(self, end: float = numpy.inf):
        self.end = end

    def at(self, coordinates):
        return SLOPES @ coordinates if coordinates[0] < self.end else None

    def back(self, by_residual):
        return by_residual @ SLOPES


LINE = Case(("first", "second"), Line)


@cache
def of_the_line(error_scale: float):
    """The check of the line, made once for each scale of the errors."""
    return rank_check(LINE, 40, 50, error_scale=error_scale, workers=1)


def test_unevenness_of_few_ranks_by_hand():
    assert unevenness(numpy.array([0, 0, 0, 0]), 1) == pytest.approx(2 / 2**4)
    assert unevenness(numpy.array([0, 0, 1, 1]), 1) == pytest.approx(2 * 11 / 2**4)
    assert unevenness(numpy.array([2, 2]), 2) == pytest.approx(2 * (1 / 3) ** 2)
    assert unevenness(numpy.zeros((3, 5, 4), int), 9).shape == (3, 5)


def test_uniform_ranks_are_found_uneven_as_rarely_as_said():
    shares = chances(numpy.random.default_rng(1).integers(0, 101, (400, 40)), 100)
    assert 0.02 < (shares < 0.05).mean() < 0.09
    assert 0.15 < (shares < 0.2).mean() < 0.26


@pytest.mark.parametrize(
    "shape, place, spread",
    [
        (lambda u: u / 2, "low", "narrow"),
        (lambda u: (1 + u) / 2, "high", "narrow"),
        (lambda u: 0.5 - 0.5 * numpy.cos(numpy.pi * u), "middle", "wide"),
        (lambda u: 0.3 + 0.4 * u, "middle", "narrow"),
    ],
)
def test_ranks_of_a_wrong_posterior_are_uneven(shape, place, spread):
    ranks = numpy.round(100 * shape(numpy.random.default_rng(2).random(200))).astype(int)
    row = module._row("one", ranks, chances(ranks[None], 100)[0], 100)
    assert row.chance < 0.001
    assert (row.place < 0.4) == (place == "low") and (row.place > 0.6) == (place == "high")
    if place == "middle":
        assert (row.spread > 1.1) == (spread == "wide") and (row.spread < 0.9) == (spread == "narrow")


@pytest.mark.parametrize("error_scale, sound", [(1.0, True), (0.5, False), (2.0, False)])
def test_the_sampler_is_sound_on_a_straight_line_and_a_wrong_error_is_caught(error_scale, sound):
    checked = of_the_line(error_scale)
    assert checked.sound == sound and checked.failed == checked.divergences == 0 and checked.effective_share > 0.5
    assert [row.name for row in checked.rows] == ["first", "second", DENSITY]
    assert all(row.ranks.shape == (40,) and row.ranks.min() >= 0 and row.ranks.max() <= 50 for row in checked.rows)
    spreads = [row.spread for row in checked.rows[:2]]
    if not sound:
        assert min(spreads) > 1.1 if error_scale < 1 else max(spreads) < 0.9


@pytest.fixture(scope="module")
def tiny():
    """One tiny run of the real thing: it shows that it runs and nothing about the sampler."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "WARMUP", 4)
        return rank_check(small_case(), 2, 4, workers=1)


def test_the_small_case_is_the_model_and_its_figures(tiny):
    assert [row.name for row in tiny.rows] == [*COORDINATES, DENSITY] and tiny.failed == 0
    assert all(((row.ranks >= 0) & (row.ranks <= 4)).all() for row in tiny.rows)


def test_its_residuals_are_those_of_the_whole_run():
    where, at = coordinates("base"), 0.5 * numpy.ones(len(COORDINATES))
    z = numpy.zeros((1, where.size))
    z[0, [where.names().index(name) for name in COORDINATES]] = at
    values = run_at(where, z, historical_paths(), quantities()).values
    early = [
        figure
        for figure in comparisons(where.structure)
        if (figure.landmark.years[-1] if figure.landmark else figure.year) <= LAST
    ]
    residuals = small_case().residuals().at(at)
    numpy.testing.assert_allclose(residuals, [figure.residual(values)[0] for figure in early], rtol=1e-8, atol=1e-8)


def test_truths_without_a_run_are_left_out():
    truths_above = rank_check(Case(("first", "second"), lambda: Line(1.0)), 12, 20, workers=1)
    assert 0 < truths_above.failed < 12
    assert all(row.ranks.size == 12 - truths_above.failed for row in truths_above.rows)


@pytest.mark.parametrize("error_scale, status", [(1.0, 0), (0.5, 1)])
def test_the_command_exits_as_the_ranks_say(monkeypatch, capsys, error_scale, status):
    def of_what_is_asked(case, replications, draws, seed, error_scale, progress):
        assert (case.names, replications, draws, seed) == (COORDINATES, 40, 50, module.SEED)
        progress("replication 1 of 40")
        return of_the_line(error_scale)

    monkeypatch.setattr(module, "rank_check", of_what_is_asked)
    words = ["posterior", "sbc", "--draws", "50", "--error-scale", str(error_scale)]
    assert main(words) == status
    assert ("NOT SOUND" in capsys.readouterr().out) == bool(status)
    assert main([*words, "--json"]) == status
    document = json.loads(capsys.readouterr().out)
    assert document["sound"] == (status == 0) and len(document["rows"][0]["ranks"]) == 40
