"""The small functions of equations: bounds of the smooth forms, and what a symbol remembers of them."""

import math

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrrhic.engine import arithmetic
from pyrrhic.engine.expressions import Trace

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


@given(base=positive, exponent=st.integers(2, 16))
def test_whole_powers_are_multiplied_out_and_refuse_what_is_negative(base, exponent):
    assert math.isclose(arithmetic.power(number(base), float(exponent)).item(), base**exponent, rel_tol=1e-14)
    assert math.isnan(arithmetic.power(number(-base), exponent).item())
    assert arithmetic.power(number(0), exponent).item() == 0.0


@given(base=positive, exponent=st.sampled_from([-0.5, -0.25, -0.125]))
def test_inverse_roots_are_taken_by_square_roots(base, exponent):
    assert math.isclose(arithmetic.power(number(base), exponent).item(), base**exponent, rel_tol=1e-14)


@pytest.mark.parametrize("exponent", [-1.0, 0.0, 0.3, 0.5, 1.0, 17.0, 2.5, 3, -0.5])
def test_no_power_of_a_negative_number_is_a_number(exponent):
    with numpy.errstate(invalid="ignore"):
        assert math.isnan(arithmetic.power(number(-2), exponent).item())


@given(a=st.floats(-5, 5), b=st.floats(-5, 5))
def test_plain_choices(a, b):
    assert arithmetic.minimum(number(a), number(b)).item() == min(a, b)
    assert arithmetic.maximum(number(a), number(b)).item() == max(a, b)
    assert arithmetic.where(number(a) > b, number(a), number(b)).item() == max(a, b)
    assert math.isclose(arithmetic.exp(number(a)).item(), math.exp(a), rel_tol=1e-15)


def test_a_symbol_remembers_the_function_that_a_reader_would_name():
    trace = Trace({})
    a, b = trace.input("a"), trace.input("b")
    assert arithmetic.smooth_minimum(a, b).calls == ("smooth_minimum", (a, b))
    assert arithmetic.power(a, 0.3).calls == ("power", (a, 0.3))
    assert arithmetic.positive_part(a - b, 0.5).calls[0] == "positive_part"
    assert arithmetic.saturating(a, 2.0).calls[0] == "saturating"
    assert arithmetic.normal_distribution(a).calls[0] == "normal_distribution"
    assert a.calls is None and (a + b).calls is None


def test_arguments_may_be_given_by_name():
    trace = Trace({})
    a, b = trace.input("a"), trace.input("b")
    assert arithmetic.smooth_minimum(a, b, sharpness=4.0) is arithmetic.smooth_minimum(a, b, 4.0)
    assert arithmetic.smooth_minimum(b=b, a=a).calls == ("smooth_minimum", (a, b))
    assert arithmetic.positive_part(a, width=0.5).calls == ("positive_part", (a, 0.5))
    assert arithmetic.power(number(2.0), exponent=3).item() == 8.0
    with pytest.raises(TypeError, match="shrapness"):
        arithmetic.smooth_minimum(a, b, shrapness=4.0)
