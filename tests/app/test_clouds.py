"""Runs at many draws in the form of single runs: what is summed, divided and measured is so for every draw."""

from dataclasses import fields, replace

import numpy
import pytest

from pyrrhic.app.report.series import line, panel, ratio
from pyrrhic.calibration.mixture import mixture
from pyrrhic.calibration.posterior import available
from pyrrhic.errors import PyrrhicError
from pyrrhic.runs.measure import RECOVERY, REDUCED, Measure, measure
from pyrrhic.runs.run import Results
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.draws import DRAWS, Cloud, clouds, is_current, middle

QUANTITIES = ("excess_deaths", "grain_harvest_total", "grain_collected_total")


@pytest.fixture(scope="module")
def history() -> Cloud:
    """History as a cloud."""
    loaded = [scenarios.load("as_it_happened")]
    return clouds(loaded, {one.name: scenarios.run(one) for one in loaded}, QUANTITIES)["as_it_happened"]


def draw(cloud: Cloud, member: int) -> Results:
    """One draw of a cloud as a single run."""
    own = {field.name: getattr(cloud, field.name) for field in fields(Results)}
    return replace(Results(**own), values={name: array[..., member] for name, array in cloud.values.items()})


def test_the_shipped_posteriors_are_current():
    assert is_current()


def test_every_structure_has_the_same_number_of_draws(history):
    counts = numpy.bincount(history.of.structure_of)
    assert len(counts) == len(available()) and set(counts) == {DRAWS // len(available())}
    assert history.values["excess_deaths"].shape == (len(history.years), 1, 1, counts.sum())


def test_the_middle_is_the_median_of_what_each_draw_gives(history):
    wanted = Measure.of("excess_deaths", 1930, 1933)
    sound = numpy.flatnonzero(history.of.weight_of > 0.0)
    each = numpy.array([measure(draw(history, member), wanted) for member in sound])
    assert middle(history, wanted) == pytest.approx(history.sound.quantile(each, 0.5))
    assert middle(draw(history, sound[3]), wanted) == each[3]


@pytest.mark.parametrize("how", [*REDUCED, RECOVERY])
@pytest.mark.parametrize("over", ["", "grain_harvest_total"])
def test_each_draw_alone_gives_the_measure_that_it_gives_among_all(history, how, over):
    divisor = Measure.of(over, 1928, 1933, how) if over else 1.0
    wanted = Measure.of("grain_collected_total", 1928, 1933, how, over=divisor, scale=2.0)
    alone = [measure(draw(history, member), wanted) for member in range(DRAWS)]
    expected = [numpy.nan if one is None else one for one in alone]
    numpy.testing.assert_allclose(history.measured(wanted), expected, rtol=1e-12)


def test_a_draw_that_does_not_recover_has_no_year_and_the_cloud_none_where_no_draw_does(history):
    falling = numpy.ones((len(history.years), 1, 1, 1)) - 0.01 * numpy.arange(len(history.years))[:, None, None, None]
    rising = numpy.where(numpy.arange(len(history.years))[:, None, None, None] == 9, 2.0, falling)
    wanted = Measure.of("horses", 1928, 1934, "recovery")
    both = replace(
        history,
        values={"horses": numpy.concatenate([falling, rising], axis=-1)},
        of=replace(history.of, weight_of=numpy.array([0.5, 0.5]), structure_of=numpy.zeros(2, int)),
    )
    numpy.testing.assert_array_equal(both.measured(wanted), [numpy.nan, 1935.0])
    neither = replace(both, values={"horses": numpy.concatenate([falling, falling], axis=-1)})
    assert neither.measured(wanted) is None and middle(neither, wanted) is None


def test_a_draw_without_weight_is_not_measured(history):
    weight = numpy.where(numpy.arange(DRAWS) == 7, 0.0, history.of.weight_of)
    fewer = replace(history, of=replace(history.of, weight_of=weight / weight.sum()))
    found, whole = (cloud.measured(Measure.of("excess_deaths", 1930, 1933)) for cloud in (fewer, history))
    numpy.testing.assert_array_equal(found, numpy.delete(whole, 7))
    assert fewer.sound.weight_of.size == DRAWS - 1


def test_only_the_years_of_the_scenario_are_run():
    nep = scenarios.load("nep")
    run, found = scenarios.run_at_draws(nep, len(available()), ["grain_harvest_total"])
    whole = mixture(scenarios.paths(nep), len(available()), ["grain_harvest_total"])
    assert run.years[-1] == nep.ends and run.axes["grain_harvest_total"] == (None, None)
    numpy.testing.assert_array_equal(
        found.values["grain_harvest_total"], whole.values["grain_harvest_total"][: len(run.years)]
    )
    numpy.testing.assert_array_equal(run.values["grain_harvest_total"], found.values["grain_harvest_total"])


def test_a_scenario_with_its_own_structure_has_no_posterior():
    with pytest.raises(PyrrhicError, match="has no posterior"):
        scenarios.run_at_draws(replace(scenarios.load("nep"), structure={"nonfarm_output": "allen"}), 10, ["horses"])


def test_a_panel_turns_draws_into_medians_with_intervals(history):
    harvest, taken = (line(history, name, name) for name in ("grain_harvest_total", "grain_collected_total"))
    shown = panel("Share", "%", [ratio(taken, harvest, 100.0)], years=(1926, 1969))["series"][0]
    point = next(one for one in shown["points"] if one["year"] == 1932)
    shares = 100.0 * history.values["grain_collected_total"][6, 0, 0] / history.values["grain_harvest_total"][6, 0, 0]
    assert point["value"] == pytest.approx(history.of.quantile(shares, 0.5))
    assert point["band"][0] < point["half"][0] < point["value"] < point["half"][1] < point["band"][1]
    assert isinstance(point["value"], float) and "mixture" not in shown


def test_a_single_run_has_no_band(history):
    shown = panel("Harvest", "Mt", [line(draw(history, 0), "grain_harvest_total", "one")], years=(1926, 1969))
    assert all("band" not in point for point in shown["series"][0]["points"])
