"""Runs at many draws in the form of single runs: what is summed, divided and measured is so for every draw."""

import numpy
import pytest

from pyrrhic.app.clouds import DRAWS, Cloud, clouds, is_current, middle
from pyrrhic.app.series import line, panel, ratio
from pyrrhic.methods.posterior import available
from pyrrhic.studies import scenario as scenarios
from pyrrhic.studies.measure import Measure, measure

QUANTITIES = ("excess_deaths", "grain_harvest_total", "grain_collected_total")


@pytest.fixture(scope="module")
def history() -> Cloud:
    """History as a cloud."""
    loaded = [scenarios.load("as_it_happened")]
    return clouds(loaded, {one.name: scenarios.run(one) for one in loaded}, QUANTITIES)["as_it_happened"]


def test_the_shipped_posteriors_are_current():
    assert is_current()


def test_every_structure_has_the_same_number_of_draws(history):
    counts = numpy.bincount(history.of.structure_of)
    assert len(counts) == len(available()) and set(counts) == {DRAWS // len(available())}
    assert history.values["excess_deaths"].shape == (len(history.years), 1, 1, counts.sum())


def test_the_middle_is_the_median_of_what_each_draw_gives(history):
    wanted = Measure("excess_deaths", 1930, 1933)
    each = numpy.array([measure(draw, wanted) for draw in history.draws])
    assert middle(history, wanted) == pytest.approx(history.sound.quantile(each, 0.5))
    assert middle(history.draws[3], wanted) == each[3]


def test_a_panel_turns_draws_into_medians_with_intervals(history):
    harvest, taken = (line(history, name, name) for name in ("grain_harvest_total", "grain_collected_total"))
    shown = panel("Share", "%", [ratio(taken, harvest, 100.0)], years=(1926, 1969))["series"][0]
    point = next(one for one in shown["points"] if one["year"] == 1932)
    shares = 100.0 * history.values["grain_collected_total"][6, 0, 0] / history.values["grain_harvest_total"][6, 0, 0]
    assert point["value"] == pytest.approx(history.of.quantile(shares, 0.5))
    assert point["band"][0] < point["half"][0] < point["value"] < point["half"][1] < point["band"][1]
    assert isinstance(point["value"], float) and "mixture" not in shown


def test_a_single_run_has_no_band(history):
    shown = panel("Harvest", "Mt", [line(history.draws[0], "grain_harvest_total", "one")], years=(1926, 1969))
    assert all("band" not in point for point in shown["series"][0]["points"])
