"""Held-out folds: what is predicted, how coverage is counted, and a fold that fits for real."""

import json

import numpy
import pytest
from scipy import stats

from pyrrhic.app.cli.main import main
from pyrrhic.calibration.comparisons import Correspondence
from pyrrhic.calibration.density import LogDensity
from pyrrhic.calibration.likelihood import DEGREES_OF_FREEDOM, Comparison
from pyrrhic.calibration.sampling import folds as held_out
from pyrrhic.calibration.sampling.folds import FoldResult, HeldOut, fold_named, student_t
from pyrrhic.calibration.structures import structure
from pyrrhic.errors import PyrrhicError
from pyrrhic.texts import Text


def comparison(observed: float) -> Comparison:
    row = Correspondence("grain", Text("Grain", "Зерно"), "grain", "grain", "agricultural year", 0.05)
    return Comparison("grain", 1932, observed, 0.05, False, row=row)


def predicted_around_fifty(observed: float) -> HeldOut:
    values = {"grain": numpy.full((44, 1, 1, 4000), 50.0)}
    return held_out._held_out(comparison(observed), values, numpy.random.default_rng(1))


def test_the_density_is_that_of_student():
    at = numpy.array([-3.0, 0.0, 1.5])
    numpy.testing.assert_allclose(student_t(at), stats.t.logpdf(at, DEGREES_OF_FREEDOM))


def test_a_figure_near_the_prediction_is_covered_and_one_far_off_is_not():
    near, far = predicted_around_fifty(50.5), predicted_around_fifty(70.0)
    assert near.in_half and near.in_nine_tenths and near.low < 50.0 < near.high
    assert not far.in_half and not far.in_nine_tenths
    assert near.log_density > far.log_density


def test_the_interval_has_the_width_of_the_error():
    held_out = predicted_around_fifty(50.0)
    expected = 50.0 * numpy.exp(0.05 * stats.t.ppf(0.95, DEGREES_OF_FREEDOM))
    assert held_out.high == pytest.approx(expected, rel=0.01)


def test_coverage_counts_the_figures():
    figures = (predicted_around_fifty(50.1), predicted_around_fifty(54.0), predicted_around_fifty(70.0))
    result = FoldResult(fold_named("1946_47"), "base", figures, 0)
    assert result.coverage == (1 / 3, 2 / 3)
    assert result.score == pytest.approx(sum(figure.log_density for figure in figures) / 3)


def test_a_misspelt_fold_is_answered_with_the_nearest():
    with pytest.raises(PyrrhicError, match="did you mean 1946_47"):
        fold_named("1946-47")


def test_a_fold_is_fitted_without_its_figures_and_predicts_them(capsys):
    assert main(["validate", "1946_47", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)[0]
    assert result["fold"] == "1946_47" and result["structure"] == structure("base").name
    assert {figure["year"] for figure in result["figures"]} == {1946}
    assert "famine deaths, 1946/47" in {figure["name"] for figure in result["figures"]}
    for figure in result["figures"]:
        assert figure["low"] < figure["median"] < figure["high"]
    assert 0.0 <= result["in_50"] <= result["in_90"] <= 1.0


def test_figures_whose_driver_is_given_are_counted_apart():
    def figure(name: str, year: int, inside: bool) -> HeldOut:
        return HeldOut(name, year, 1.0, 0.9, 1.0, 1.1, inside, inside, -1.0)

    figures = (
        figure("grain_collected_total", 1936, True),
        figure("grain_collected_total", 1933, False),
        figure("births", 1936, True),
        figure("gross_product", 1936, True),
    )
    assert [held_out.is_given(one) for one in figures] == [True, False, True, False]
    result = FoldResult(fold_named("1936_37"), "base", figures, 0)
    assert held_out.coverage([result]) == (0.75, 0.75)
    assert held_out.coverage_without_given([result]) == (0.5, 0.5)
    nothing = FoldResult(fold_named("1936_37"), "base", (figures[0],), 0)
    assert numpy.isnan(held_out.coverage_without_given([nothing])).all()


def test_given_harvests_are_met_and_not_predicted():
    density = LogDensity(structure("base"))
    fold = fold_named("1963_70_harvests_given")
    harvests = [figure for figure in density.comparisons if held_out._gives(fold, figure)]
    assert {figure.year for figure in harvests} >= {1963, 1969}
    start = 0.3 * numpy.random.default_rng(1).standard_normal((3, density.coordinates.size))
    values = held_out._run_with_harvests(density, start, harvests).values
    for harvest in harvests:
        numpy.testing.assert_allclose(harvest.prediction(values), harvest.value, rtol=1e-3)
