"""Weights of structures and the ensemble over all of them; small cases with answers known beforehand."""

import json

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrrhic.calibration import posterior as shipping
from pyrrhic.calibration.coordinates import Coordinates
from pyrrhic.calibration.likelihood import comparisons
from pyrrhic.calibration.mixture import draws as draws_of
from pyrrhic.calibration.sampling.sampler import Posterior
from pyrrhic.calibration.structures import structure
from pyrrhic.calibration.weights import by_block, differences, equal_within, key, pseudo_bma, weights
from pyrrhic.errors import PyrrhicError
from pyrrhic.runs import run as runs
from pyrrhic.runs.quantiles import weighted_quantile
from pyrrhic.runs.run import history, run

NAMES = ("base", "harvest_low", "long_memory")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with three made-up posteriors; each figure is a little likelier under the third."""
    folder = tmp_path_factory.mktemp("posteriors")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipping, "FOLDER", folder)
        for better, name in enumerate(NAMES):
            where = Coordinates(structure(name))
            z = 0.1 * numpy.random.default_rng(7).standard_normal((2, 1000, where.size))
            figures = len(comparisons(where.structure))
            scores = (numpy.full(figures, -1.0 + 0.01 * better), numpy.zeros(figures))
            shipping.ship(Posterior(name, tuple(where.names()), z, 0, 31.0, shipping.fingerprint(name)), scores)
    return folder


@pytest.fixture
def shipped(folder, monkeypatch):
    """The made-up posteriors in place of those of the package."""
    monkeypatch.setattr(shipping, "FOLDER", folder)
    shipping.load.cache_clear()
    yield
    shipping.load.cache_clear()


def test_quantiles_without_weights_are_near_numpys():
    series = numpy.random.default_rng(1).standard_normal((3, 2000))
    quantiles = weighted_quantile(series, numpy.ones(2000), (0.05, 0.5, 0.95))
    numpy.testing.assert_allclose(quantiles, numpy.quantile(series, (0.05, 0.5, 0.95), axis=-1), atol=0.01)
    assert weighted_quantile(series, numpy.ones(2000), 0.5).shape == (3,)


def test_a_draw_counts_as_often_as_it_weighs():
    series, weight = numpy.array([1.0, 2.0, 3.0]), numpy.array([1.0, 2.0, 1.0])
    assert weighted_quantile(series, weight, 0.5) == pytest.approx(2.0)
    heavy = weighted_quantile(numpy.array([0.0, 10.0]), numpy.array([0.999, 0.001]), 0.5)
    assert heavy < 0.1
    assert weighted_quantile(numpy.array([5.0, numpy.nan]), numpy.array([1.0, 0.0]), 0.5) == 5.0


LEVELS = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
tied_values = st.sampled_from((-2.0, 0.0, 0.5, 3.0, 100.0))
draws_with_weights = st.lists(
    st.tuples(st.one_of(tied_values, st.floats(-100.0, 100.0)), st.floats(0.05, 1.0)), min_size=1, max_size=30
)


def quantiles(draws):
    """The quantiles of draws given as (value, weight)."""
    values, weights = (numpy.array(column) for column in zip(*draws, strict=True))
    return weighted_quantile(values, weights, LEVELS)


@given(draws_with_weights, st.randoms(use_true_random=False))
def test_quantiles_do_not_depend_on_the_order_of_the_draws(draws, random):
    mixed = random.sample(draws, len(draws))
    numpy.testing.assert_allclose(quantiles(mixed), quantiles(draws), rtol=0.0, atol=1e-9)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=40), st.floats(0.1, 9.0))
def test_draws_of_equal_weight_have_numpys_quantiles(values, weight):
    quantiles = weighted_quantile(numpy.array(values, float), numpy.full(len(values), weight), LEVELS)
    numpy.testing.assert_allclose(quantiles, numpy.quantile(values, LEVELS, method="hazen"), rtol=0.0, atol=1e-9)


@given(st.lists(st.floats(-100.0, 100.0), min_size=1, max_size=30, unique=True), st.data())
def test_distinct_draws_lie_at_the_middles_of_their_shares(values, data):
    weights = numpy.array(data.draw(st.lists(st.floats(0.05, 1.0), min_size=len(values), max_size=len(values))))
    ordered, shares = numpy.array(sorted(values)), weights / weights.sum()
    quantiles = weighted_quantile(ordered, weights, LEVELS)
    numpy.testing.assert_array_equal(quantiles, numpy.interp(LEVELS, numpy.cumsum(shares) - 0.5 * shares, ordered))


def test_a_year_that_most_of_the_mixture_has_is_its_median():
    years, weight = numpy.array([1931.0, 1930.0, 1931.0, 1932.0, 1931.0]), numpy.array([0.05, 0.2, 0.3, 0.15, 0.3])
    assert weighted_quantile(years, weight, 0.5) == 1931.0


def test_each_row_has_the_quantiles_that_it_has_alone():
    series = numpy.random.default_rng(4).integers(0, 6, (3, 2, 50)).astype(float)
    weight = numpy.random.default_rng(5).random(50)
    quantiles = weighted_quantile(series, weight, LEVELS)
    assert quantiles.shape == (len(LEVELS), 3, 2)
    for row in numpy.ndindex(3, 2):
        numpy.testing.assert_array_equal(quantiles[:, *row], weighted_quantile(series[row], weight, LEVELS))


def test_what_is_not_reached_lies_beyond_every_number():
    series, weight = numpy.array([numpy.inf, 2.0, numpy.inf, 1.0]), numpy.ones(4)
    numpy.testing.assert_array_equal(weighted_quantile(series, weight, (0.1, 0.5, 0.9)), [1.0, numpy.inf, numpy.inf])
    numpy.testing.assert_array_equal(
        weighted_quantile(-series, weight, (0.1, 0.5, 0.9)), [-numpy.inf, -numpy.inf, -1.0]
    )


def test_weights_of_structures_alike_are_equal_and_a_clear_winner_takes_all():
    alike = numpy.random.default_rng(2).standard_normal((1, 300)).repeat(3, axis=0)
    numpy.testing.assert_allclose(pseudo_bma(alike), 1.0 / 3.0)
    clear = alike + numpy.array([[0.0], [0.0], [0.2]])
    assert pseudo_bma(clear)[2] > 0.999


def test_a_difference_within_its_error_leaves_weight_to_both():
    noise = numpy.random.default_rng(3).standard_normal((2, 300))
    shares = pseudo_bma(noise - noise.mean(axis=1, keepdims=True) + numpy.array([[0.0], [0.01]]))
    assert 0.05 < shares[0] < shares[1] < 0.95


def test_the_error_of_a_difference_counts_rows_and_not_figures():
    random = numpy.random.default_rng(6)
    once = random.standard_normal((2, 40))
    nine_times = numpy.repeat(once, 9, axis=1)  # what is missed in one year of a row is missed in all nine
    names = [f"row {place}" for place in range(40)]
    behind, error = differences(by_block(once, names))
    again, honest = differences(by_block(nine_times, [name for name in names for _ in range(9)]))
    numpy.testing.assert_allclose(again, 9.0 * behind)
    numpy.testing.assert_allclose(honest, 9.0 * error)
    by_figure = differences(nine_times)[1].max()
    assert by_figure == pytest.approx(honest.max() / 3.0)  # what independent figures would claim


def test_the_sum_of_a_block_is_that_of_its_figures_wherever_they_stand():
    sums = by_block(numpy.array([[1.0, 2.0, 4.0], [0.0, 1.0, 5.0]]), ["a", "b", "a"])
    numpy.testing.assert_array_equal(sums, [[5.0, 2.0], [5.0, 1.0]])


def test_all_within_two_standard_errors_weigh_alike_and_the_others_next_to_nothing():
    weights = equal_within(numpy.array([0.0, 3.9, 4.1, 50.0]), numpy.array([0.0, 2.0, 2.0, 2.0]))
    assert weights[0] == weights[1] == pytest.approx(0.5, abs=1e-5) and weights.sum() == pytest.approx(1.0)
    assert 0.0 < weights[2] == weights[3] < 1e-5  # above nothing, for a draw without weight is one that failed


def test_weights_rest_on_the_figures_that_all_share(shipped):
    weighed = weights()
    assert set(weighed) == set(NAMES) and sum(weight.weight for weight in weighed.values()) == pytest.approx(1.0)
    shared = set.intersection(*({key(figure) for figure in comparisons(structure(name))} for name in NAMES))
    assert {weight.figures for weight in weighed.values()} == {len(shared)}
    assert len(shared) < len(comparisons(structure("base")))
    assert weighed["long_memory"].behind == 0.0 and weighed["base"].behind == pytest.approx(0.02 * len(shared))
    assert weighed["long_memory"].held_out > weighed["harvest_low"].held_out > weighed["base"].held_out
    blocks = {figure.name for name in NAMES for figure in comparisons(structure(name)) if key(figure) in shared}
    assert {weight.blocks for weight in weighed.values()} == {len(blocks)}
    behind = [name for name in NAMES if weighed[name].behind > 2.0 * weighed[name].error]
    assert behind and all(weighed[name].weight < 1e-5 for name in behind)


def test_the_mixture_holds_every_structure_by_its_weight(shipped):
    mixed = run(history(keep=["grain_harvest_total", "excess_deaths"], draws=draws_of(30)))
    assert mixed.structures == NAMES and mixed.values["excess_deaths"].shape[-1] == 30 and mixed.failures == 0
    for index, name in enumerate(NAMES):
        assert mixed.weights[mixed.structure_of == index].sum() == pytest.approx(weights()[name].weight)
    alone = run(history(keep=["excess_deaths"], draws=draws_of(10, ["long_memory"]))).values["excess_deaths"]
    numpy.testing.assert_array_equal(mixed.values["excess_deaths"][..., mixed.structure_of == 2], alone)
    deaths = mixed.values["excess_deaths"][6, 0, 0]
    low, high = mixed.range_of_medians(deaths)
    assert low <= mixed.quantile(deaths, 0.5) <= high and set(mixed.medians(deaths)) == set(NAMES)


def test_a_failed_draw_leaves_its_weight_to_the_others_of_its_structure(shipped, monkeypatch):
    drawn = draws_of(30)
    simulated = runs.simulated

    def one_fails(*arguments):
        done = simulated(*arguments)
        return type(done)(done.values, numpy.where(numpy.arange(30) == 4, 3, done.failed_year))

    monkeypatch.setattr(runs, "simulated", one_fails)
    mixed = run(history(keep=["excess_deaths"], draws=drawn))
    assert mixed.failures == 1 and mixed.failed_year[4] == 1929 and mixed.weights[4] == 0.0
    for index, name in enumerate(NAMES):
        assert mixed.weights[mixed.structure_of == index].sum() == pytest.approx(weights()[name].weight)
    numpy.testing.assert_allclose(mixed.weights[:10][numpy.arange(10) != 4], weights()["base"].weight / 9)


def test_a_fingerprint_is_that_of_the_paths_and_of_the_draws(shipped):
    whole, fewer, short = (
        run(history(keep=["excess_deaths"], draws=draws_of(number), ends=last))
        for number, last in ((30, None), (15, None), (30, 1940))
    )
    again = run(history(keep=["herds"], draws=draws_of(30)))
    assert len({drawn.fingerprint for drawn in (whole, fewer, short)}) == 3 and again.fingerprint == whole.fingerprint


def test_too_few_or_too_many_draws_are_refused(shipped):
    for draws in (2, 601):
        with pytest.raises(PyrrhicError, match="allowed: 3 to 600"):
            draws_of(draws)


def test_the_command_prints_every_weight(shipped, capsys):
    from pyrrhic.app.cli.main import main

    assert main(["structures", "weights"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n{name} " in out for name in NAMES) and "figures that all variants share" in " ".join(out.split())
    assert main(["structures", "weights", "--json"]) == 0
    assert sum(row["weight"] for row in json.loads(capsys.readouterr().out)) == pytest.approx(1.0)
    assert main(["run", "no_exports", "--draws", "30", "--keep", "excess_deaths", "--years", "1932"]) == 0
    assert "lowest and highest median of a variant" in capsys.readouterr().out
