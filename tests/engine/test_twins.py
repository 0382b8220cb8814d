"""Twins: the NumPy loop and the JAX scan agree on random draws; chunks, float32, failures and gradients of the scan."""

import functools

import jax
import numpy
import pytest
import toy_country as toy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pyrrhic.engine import ModelError, build
from pyrrhic.engine.loop import SUCCEEDED, scan_years, simulate, simulate_ensemble
from pyrrhic.units import Dimensionless, MillionPersons, MillionTonnes

MEMBERS = 5
KEEP = ("grain", "animals", "grain_harvest", "tillage", "grain_next", "labour_next", "weather")
MODELS = {choice: toy.country({"tillage": choice}) for choice in ("cobb_douglas", "leontief")}


@st.composite
def draws(draw):
    """Parameters with five members, each within the range in which the country may live or fail."""
    def members(low, high, kinds=1, places=1):
        return draw(arrays(float, (kinds, places, MEMBERS), elements=st.floats(low, high)))
    return toy.parameters() | {
        "strength": members(0.2, 1.5, kinds=2), "labour_elasticity": members(0.1, 0.9), "ration": members(0.1, 0.4),
        "land": members(1.0, 30.0, places=3), "growth": members(-0.1, 0.05), "breeding": members(-0.3, 0.2, kinds=2)}


@functools.cache
def ensemble_of_seven():
    """Parameters of seven members from a fixed seed."""
    random = numpy.random.default_rng(1933)
    return toy.parameters() | {"growth": random.uniform(-0.1, 0.05, (1, 1, 7)),
                               "land": random.uniform(2.0, 30.0, (1, 3, 7)),
                               "breeding": random.uniform(-0.3, 0.2, (2, 1, 7))}


@settings(max_examples=30)
@given(parameters=draws(), choice=st.sampled_from(sorted(MODELS)))
def test_twins_agree(parameters, choice):
    one = simulate(MODELS[choice], parameters, toy.opening(), toy.paths(), keep=KEEP)
    other = simulate_ensemble(MODELS[choice], parameters, toy.opening(), toy.paths(), keep=KEEP)
    for name in KEEP:
        expected = numpy.broadcast_to(one.values[name], other.values[name].shape)
        numpy.testing.assert_allclose(other.values[name], expected, rtol=1e-10, atol=1e-10, err_msg=name)
    assert (one.failed_year == other.failed_year).all()


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 512])
def test_chunking_does_not_change_a_number(chunk):
    arguments = MODELS["cobb_douglas"], ensemble_of_seven(), toy.opening(), toy.paths(), KEEP
    whole, parts = simulate_ensemble(*arguments), simulate_ensemble(*arguments, chunk=chunk)
    for name in KEEP:
        assert parts.values[name].shape[-1] == 7
        numpy.testing.assert_allclose(parts.values[name], whole.values[name], rtol=1e-14, err_msg=name)
    assert (parts.failed_year == whole.failed_year).all()


def test_float32_is_close_and_says_so_in_its_type():
    arguments = MODELS["cobb_douglas"], ensemble_of_seven(), toy.opening(), toy.paths(), KEEP
    exact, rough = simulate_ensemble(*arguments), simulate_ensemble(*arguments, dtype="float32")
    for name in KEEP:
        assert rough.values[name].dtype == numpy.float32
        numpy.testing.assert_allclose(rough.values[name], exact.values[name], rtol=1e-4, atol=1e-4, err_msg=name)
    assert not (rough.values["grain_harvest"] == exact.values["grain_harvest"]).all()


def test_failure_is_a_value_of_its_member_alone():
    exports = numpy.broadcast_to(toy.national(1.0, 14.0, 40.0), (toy.YEARS, 1, 1, 3)).copy()
    exports[4, ..., 0] = numpy.nan
    paths = toy.paths() | {"grain_export": exports}
    arguments = MODELS["cobb_douglas"], toy.parameters(), toy.opening(), paths
    one, other = simulate(*arguments, keep=["grain_next"]), simulate_ensemble(*arguments, keep=["grain_next"])
    assert other.failed_year.tolist() == one.failed_year.tolist()
    assert other.failed_year[0] == 4 and 0 < other.failed_year[1] < 4 and other.failed_year[2] == 0
    assert other.failures == 3
    sound = simulate_ensemble(MODELS["cobb_douglas"], toy.parameters(), toy.opening(), toy.paths(), ["grain_next"])
    assert (sound.failed_year == SUCCEEDED).all()


def test_a_stock_closed_by_shared_numbers_alone_keeps_the_members_apart_elsewhere():
    """`harvest_before` closes from a path that all members share; the labour beside it differs by member."""
    def harvest_before_next(grain_export: MillionTonnes) -> MillionTonnes:
        return grain_export

    def labour_next(labour: MillionPersons, harvest_before: MillionTonnes) -> MillionPersons:
        return labour * (1.0 + 0.0 * harvest_before)

    model = build([harvest_before_next, labour_next], {"grain_export": toy.unit_of(MillionTonnes)})
    opening = {"harvest_before": toy.national(1.0), "labour": toy.national(1.0, 2.0, 3.0)}
    paths = {"grain_export": toy.paths()["grain_export"]}
    run = simulate_ensemble(model, {}, opening, paths, keep=["labour", "harvest_before"])
    assert run.values["labour"][-1, 0, 0].tolist() == [1.0, 2.0, 3.0]
    assert run.values["harvest_before"][:, 0, 0, 1].tolist() == [1.0, 2.0, 2.0, 2.0, 2.0, 2.0]


def test_stock_that_closes_with_another_shape_is_named_by_the_scan_too():
    def store_next(store: MillionTonnes, labour: MillionPersons) -> MillionTonnes:
        return store + labour

    def labour_next(labour: MillionPersons, weather: Dimensionless) -> MillionPersons:
        return labour * weather

    model = build([store_next, labour_next], {"weather": toy.INPUTS["weather"]})
    with pytest.raises(ModelError, match="stock store opens with kinds and places"):
        simulate_ensemble(model, {}, toy.opening() | {"store": toy.national(1.0)}, toy.paths(), keep=["store"])


@pytest.mark.parametrize("choice", sorted(MODELS))
@pytest.mark.parametrize("name", ["labour_elasticity", "ration", "growth", "breeding", "land", "strength"])
def test_gradient_through_the_years_against_finite_differences(choice, name):
    """d(final grain + final animals)/d(parameter), by reverse mode and by central differences of the NumPy driver."""
    parameters, opening, paths = toy.parameters(), toy.opening(), toy.paths()
    needed = {key: array for key, array in parameters.items() if key in MODELS[choice].inputs}

    def final(value):
        values, _ = scan_years(MODELS[choice], ["grain_next", "animals_next"], needed | {name: value}, opening, paths)
        return values["grain_next"][-1].sum() + values["animals_next"][-1].sum()

    def final_by_numpy(value):
        values = simulate(MODELS[choice], needed | {name: value}, opening, paths, ["grain_next", "animals_next"]).values
        return values["grain_next"][-1].sum() + values["animals_next"][-1].sum()

    gradient = numpy.asarray(jax.grad(final)(jax.numpy.asarray(parameters[name])))
    for position in numpy.ndindex(gradient.shape):
        step = numpy.zeros(gradient.shape)
        step[position] = 1e-5 * max(1.0, abs(parameters[name][position]))
        slope = (final_by_numpy(parameters[name] + step) - final_by_numpy(parameters[name] - step)) / (2 * step.sum())
        assert numpy.isclose(gradient[position], slope, rtol=1e-5, atol=1e-7), (name, position)
