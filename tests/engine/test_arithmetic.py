"""The small functions of equations: bounds of the smooth forms, and the same numbers from NumPy and JAX."""

import math

import jax
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrrhic import arithmetic

positive = st.floats(1e-6, 1e6)


def number(x) -> numpy.ndarray:
    """One national number."""
    return numpy.full((1, 1, 1), float(x))


@given(a=positive, b=positive, sharpness=st.sampled_from([4.0, 8.0, 20.0]))
def test_smooth_minimum_lies_under_the_minimum_and_not_far(a, b, sharpness):
    smooth = arithmetic.smooth_minimum(number(a), number(b), sharpness).item()
    low = min(a, b)
    assert smooth <= low * (1 + 1e-12)
    assert smooth >= low * 2 ** (-1 / sharpness) * (1 - 1e-9)


@given(a=positive, b=positive)
def test_smooth_minimum_is_symmetric_and_grows_with_both(a, b):
    value = arithmetic.smooth_minimum(number(a), number(b)).item()
    assert math.isclose(value, arithmetic.smooth_minimum(number(b), number(a)).item(), rel_tol=1e-12)
    assert arithmetic.smooth_minimum(number(1.5 * a), number(b)).item() >= value * (1 - 1e-12)


def test_smooth_minimum_of_equals_and_of_the_very_unequal():
    assert math.isclose(arithmetic.smooth_minimum(number(3), number(3)).item(), 3 * 2 ** (-1 / 8), rel_tol=1e-9)
    assert math.isclose(arithmetic.smooth_minimum(number(3), number(300)).item(), 3, rel_tol=1e-9)
    assert 0 <= arithmetic.smooth_minimum(number(0), number(5)).item() < 1e-12


def test_smooth_minimum_has_a_gradient_at_equality_and_at_zero():
    slope = jax.grad(lambda a, b: arithmetic.smooth_minimum(a, b).sum(), argnums=(0, 1))
    for a, b in ((3.0, 3.0), (0.0, 5.0), (5.0, 0.0)):
        assert all(numpy.isfinite(part).all() for part in slope(jax.numpy.full((1, 1, 1), a),
                                                                jax.numpy.full((1, 1, 1), b))), (a, b)


@given(x=st.floats(-1e3, 1e3), width=st.floats(1e-3, 10))
def test_positive_part_lies_above_the_ramp_and_not_far(x, width):
    value = arithmetic.positive_part(number(x), width).item()
    assert max(x, 0.0) <= value <= max(x, 0.0) + width * math.log(2) * (1 + 1e-12)


def test_positive_part_at_zero_and_far_below():
    assert math.isclose(arithmetic.positive_part(number(0), 2.0).item(), 2 * math.log(2))
    assert 0 <= arithmetic.positive_part(number(-1e6), 1.0).item() < 1e-300


@given(x=st.floats(0, 1e3), ceiling=st.floats(0.1, 100))
def test_saturating_starts_like_its_argument_and_keeps_under_its_ceiling(x, ceiling):
    value = arithmetic.saturating(number(x), ceiling).item()
    assert value <= min(x, ceiling) + 1e-12
    assert value >= x - x * x / (2 * ceiling) - 1e-9


@given(z=st.floats(-8, 8))
def test_normal_distribution_against_the_error_function(z):
    exact = 0.5 * (1 + math.erf(z / math.sqrt(2)))
    assert abs(arithmetic.normal_distribution(number(z)).item() - exact) < 1e-6


def test_normal_distribution_at_zero_and_in_the_tails():
    assert abs(arithmetic.normal_distribution(number(0)).item() - 0.5) < 1e-6
    assert arithmetic.normal_distribution(number(-40)).item() == 0.0
    assert arithmetic.normal_distribution(number(40)).item() == 1.0


@given(base=positive, exponent=st.floats(-3, 3))
def test_power(base, exponent):
    assert math.isclose(arithmetic.power(number(base), exponent).item(), base**exponent, rel_tol=1e-12)


def test_sums_keep_the_axis_they_add_up():
    x = numpy.arange(24.0).reshape(2, 3, 4)
    assert arithmetic.sum_over_kinds(x).shape == (1, 3, 4)
    assert arithmetic.sum_over_regions(x).shape == (2, 1, 4)
    assert (arithmetic.sum_over_regions(x)[:, 0] == x[:, 0] + x[:, 1] + x[:, 2]).all()
    assert (arithmetic.sum_over_kinds(x)[0] == x[0] + x[1]).all()


@pytest.mark.parametrize("call", [
    arithmetic.exp, arithmetic.normal_distribution,
    lambda x: arithmetic.log(1.0 + x * x), lambda x: arithmetic.power(1.0 + x * x, x),
    lambda x: arithmetic.where(x > 0.0, x, -x), lambda x: arithmetic.minimum(x, 0.3),
    lambda x: arithmetic.maximum(0.3, x), lambda x: arithmetic.smooth_minimum(x * x, 1.0 + x * x),
    lambda x: arithmetic.positive_part(x, 0.2), lambda x: arithmetic.saturating(x * x, 2.0),
    arithmetic.sum_over_regions, arithmetic.sum_over_kinds])
def test_numpy_and_jax_give_the_same(call):
    x = numpy.linspace(-2.0, 2.0, 24).reshape(2, 3, 4)
    by_numpy, by_jax = call(x), jax.jit(call)(jax.numpy.asarray(x))
    assert isinstance(by_numpy, numpy.ndarray)
    numpy.testing.assert_allclose(numpy.asarray(by_jax), by_numpy, rtol=1e-13, atol=1e-15)
