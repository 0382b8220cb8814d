"""The draws that run while a lever moves: chosen by search, they show what all draws show, in every scenario and panel."""

import numpy
import pytest

from pyrrhic.app.site.laboratory.few import ENOUGH, NEAR, NUMBER, Few, apart, few_of, rows_of, searched
from pyrrhic.app.site.page_script import entries
from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available

SHARE_NEAR, FARTHEST = 0.995, 3.5  # of all levels within NEAR hundredths of their axis; no level farther than so many


@pytest.fixture(scope="module")
def every():
    drawn = mixture.draws()
    return drawn, rows_of(drawn, entries("panels"))


def test_the_few_lie_near_all_in_every_scenario_panel_and_year(every):
    drawn, rows = every
    few = searched(rows, drawn.weights)
    assert len(few.draws) == NUMBER and sum(few.weights) == pytest.approx(1.0)
    far = numpy.abs(apart(rows, few))
    assert (far <= NEAR).mean() >= SHARE_NEAR and far.max() <= FARTHEST


def test_draws_evenly_spaced_would_not(every):
    drawn, rows = every
    chosen = [
        int(draw) for of in range(len(drawn.structures)) for draw in numpy.flatnonzero(drawn.structure_of == of)[4::9]
    ]
    weights = drawn.weights[chosen] / drawn.weights[chosen].sum()
    far = numpy.abs(apart(rows, Few(tuple(chosen), tuple(weights))))
    assert (far <= NEAR).mean() < SHARE_NEAR and far.max() > FARTHEST


def test_where_there_are_few_all_of_them_run():
    drawn = mixture.draws(len(available()))
    assert len(drawn) <= ENOUGH
    assert few_of(drawn, {}) == Few(tuple(range(len(drawn))), tuple(drawn.weights))
