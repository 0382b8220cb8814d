"""Scenarios at the same draws: what is summed, divided and measured is so for every draw."""

from dataclasses import replace

import numpy
import pytest

from pyrrhic.app.report.series import line, panel, ratio
from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available
from pyrrhic.errors import PyrrhicError
from pyrrhic.runs.measure import RECOVERY, REDUCED, Measure, measure_of_draws
from pyrrhic.runs.run import Run
from pyrrhic.runs.run import run as run_case
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.draws import DRAWS, at_draws, is_current, measured, middle

QUANTITIES = ("excess_deaths", "grain_harvest_total", "grain_collected_total")


@pytest.fixture(scope="module")
def history() -> Run:
    """History at draws."""
    loaded = [scenarios.load("as_it_happened")]
    return at_draws(loaded, {scenario.name: scenarios.run(scenario) for scenario in loaded}, QUANTITIES)[
        "as_it_happened"
    ]


def draw(run: Run, member: int) -> Run:
    """One draw as a single run."""
    return of_draws(run, {name: array[..., [member]] for name, array in run.values.items()}, [1.0])


def of_draws(run: Run, values, weights) -> Run:
    """The run with other draws, all of one structure."""
    number = len(weights)
    return replace(
        run,
        values=values,
        weights=numpy.array(weights),
        structure_of=numpy.zeros(number, int),
        failed_year=numpy.full(number, -1),
    )


def test_the_shipped_posteriors_are_current():
    assert is_current()


def test_every_structure_has_the_same_number_of_draws(history):
    counts = numpy.bincount(history.structure_of)
    assert len(counts) == len(available()) and set(counts) == {DRAWS // len(available())}
    assert history.values["excess_deaths"].shape == (len(history.years), 1, 1, counts.sum())


def test_the_middle_is_the_median_of_what_each_draw_gives(history):
    wanted = Measure.of("excess_deaths", 1930, 1933)
    sound = numpy.flatnonzero(history.weights > 0.0)
    each = numpy.array([measure_of_draws(draw(history, member), wanted).item() for member in sound])
    assert middle(history, wanted) == pytest.approx(
        replace(history, weights=history.weights[sound]).quantile(each, 0.5)
    )
    assert middle(draw(history, sound[3]), wanted) == each[3]


@pytest.mark.parametrize("how", [*REDUCED, RECOVERY])
@pytest.mark.parametrize("over", ["", "grain_harvest_total"])
def test_each_draw_alone_gives_the_measure_that_it_gives_among_all(history, how, over):
    divisor = Measure.of(over, 1928, 1933, how) if over else 1.0
    wanted = Measure.of("grain_collected_total", 1928, 1933, how, over=divisor, scale=2.0)
    alone = [measure_of_draws(draw(history, member), wanted).item() for member in range(len(history.weights))]
    numpy.testing.assert_allclose(measured(history, wanted), alone, rtol=1e-12)


def test_a_draw_that_does_not_recover_has_no_year_and_the_run_none_where_no_draw_does(history):
    falling = numpy.ones((len(history.years), 1, 1, 1)) - 0.01 * numpy.arange(len(history.years))[:, None, None, None]
    rising = numpy.where(numpy.arange(len(history.years))[:, None, None, None] == 9, 2.0, falling)
    wanted = Measure.of("horses", 1928, 1934, "recovery")
    both = of_draws(history, {"horses": numpy.concatenate([falling, rising], axis=-1)}, [0.5, 0.5])
    numpy.testing.assert_array_equal(measured(both, wanted), [numpy.nan, 1935.0])
    neither = replace(both, values={"horses": numpy.concatenate([falling, falling], axis=-1)})
    assert measured(neither, wanted) is None and middle(neither, wanted) is None


def test_a_draw_without_weight_does_not_move_the_middle(history):
    wanted = Measure.of("excess_deaths", 1930, 1933)
    weights = numpy.where(numpy.arange(len(history.weights)) == 7, 0.0, history.weights)
    broken = {name: array.copy() for name, array in history.values.items()}
    broken["excess_deaths"][..., 7] = numpy.nan
    without = replace(history, values=broken, weights=weights / weights.sum())
    expected = replace(history, weights=weights / weights.sum()).quantile(measured(history, wanted), 0.5)
    assert middle(without, wanted) == pytest.approx(expected) and numpy.isnan(measured(without, wanted)[7])


def test_only_the_years_of_the_scenario_are_run():
    nep, drawn = scenarios.load("nep"), mixture.draws(len(available()))
    run = scenarios.run(nep, ["grain_harvest_total"], drawn)
    whole = run_case(replace(scenarios.case(nep, ["grain_harvest_total"]), ends=None, draws=drawn))
    assert run.years[-1] == nep.ends and run.axes["grain_harvest_total"] == (None, None)
    numpy.testing.assert_array_equal(
        run.values["grain_harvest_total"], whole.values["grain_harvest_total"][: len(run.years)]
    )


def test_a_scenario_with_its_own_structure_is_shown_by_its_single_run():
    own = replace(scenarios.load("nep"), structure={"consumer_goods": "allen"})
    with pytest.raises(PyrrhicError, match=r"nep: .* it has no posterior"):
        scenarios.run(own, ["horses"], mixture.draws(len(available())))
    alone = scenarios.run(own, ["horses"])
    assert at_draws([own], {"nep": alone}, ["horses"])["nep"] is alone


def test_a_panel_turns_draws_into_medians_with_intervals(history):
    harvest, taken = (line(history, name, name) for name in ("grain_harvest_total", "grain_collected_total"))
    shown = panel("Share", "%", [ratio(taken, harvest, 100.0)], years=(1926, 1969))["series"][0]
    point = next(shown_point for shown_point in shown["points"] if shown_point["year"] == 1932)
    shares = 100.0 * history.values["grain_collected_total"][6, 0, 0] / history.values["grain_harvest_total"][6, 0, 0]
    assert point["value"] == pytest.approx(history.quantile(shares, 0.5))
    assert point["band"][0] < point["half"][0] < point["value"] < point["half"][1] < point["band"][1]
    assert isinstance(point["value"], float) and "run" not in shown


def test_a_single_run_has_no_band(history):
    shown = panel("Harvest", "Mt", [line(draw(history, 0), "grain_harvest_total", "one")], years=(1926, 1969))
    assert all("band" not in point for point in shown["series"][0]["points"])
