"""The few functions an equation may use, the same for NumPy arrays and for the symbols of `expressions`.

Every quantity of a model is an array with three axes: kind (for example species), place (region), member of the
ensemble. A national quantity has length one along the first two; so nothing is ever broadcast by rank, only by length.
Smooth forms replace hard minima and clips, so that gradients exist everywhere.
"""

import inspect
from collections.abc import Callable
from functools import wraps

import numpy

KIND, PLACE = 0, 1
TINY = 1e-12
HIGHEST_WHOLE_POWER = 16
ROOTS = {-0.5: 1, -0.25: 2, -0.125: 3}  # exponent -> how many square roots


def named(function: Callable) -> Callable:
    """Let a symbol remember which function made it from what, so that a formula can name the function."""
    signature = inspect.signature(function)

    @wraps(function)
    def call(*arguments, **by_name):
        if by_name:
            arguments = signature.bind(*arguments, **by_name).args
        result = function(*arguments)
        remember = getattr(result, "remember", None)
        if remember is not None:
            remember(function.__name__, arguments)
        return result

    return call


def exp(x):
    """e to the power x."""
    return numpy.exp(x)


def log(x):
    """Natural logarithm of a positive x."""
    return numpy.log(x)


@named
def power(base, exponent):
    """base ** exponent for a positive base, exp(exponent log base); not a number for a negative one.

    Small whole powers are multiplied out and the inverse of square roots taken, where the exponent is a plain number.
    """
    if isinstance(exponent, float | int):
        if exponent in ROOTS:
            return 1.0 / _repeated_root(base, ROOTS[exponent])
        if exponent == int(exponent) and 1 < exponent <= HIGHEST_WHOLE_POWER:
            return where(base >= 0.0, _multiplied(base, int(exponent)), numpy.nan)
    return exp(exponent * log(base))


def _repeated_root(base, times: int):
    for _ in range(times):
        base = numpy.sqrt(base)
    return base


def _multiplied(base, exponent: int):
    """base ** exponent by repeated squaring."""
    result, square = None, base
    while exponent:
        if exponent % 2:
            result = square if result is None else result * square
        exponent //= 2
        square = square * square if exponent else square
    return result


def where(condition, yes, no):
    """`yes` where the condition holds, else `no`."""
    return numpy.where(condition, yes, no)


def minimum(a, b):
    """The smaller of two; use `smooth_minimum` where a fitted parameter decides which."""
    return numpy.minimum(a, b)


def maximum(a, b):
    """The larger of two."""
    return numpy.maximum(a, b)


def sum_over_regions(x):
    """Total over the place axis, which is kept with length one."""
    return x.sum(axis=PLACE, keepdims=True)


def sum_over_kinds(x):
    """Total over the kind axis, which is kept with length one."""
    return x.sum(axis=KIND, keepdims=True)


@named
def smooth_minimum(a, b, sharpness=8.0):
    """A smooth lower envelope of two positive numbers: (a^-p + b^-p)^(-1/p), at most 8 % below min(a, b) for p = 8."""
    low, high = minimum(a, b), maximum(a, b)
    ratio = (low + TINY) / (high + TINY)
    return low * power(1.0 + power(ratio, sharpness), -1.0 / sharpness)


@named
def positive_part(x, width):
    """A smooth max(x, 0): width log(1 + exp(x / width)); exceeds it by 0.69 width at x = 0."""
    return maximum(x, 0.0) + width * numpy.log1p(exp(-numpy.absolute(x) / width))


@named
def saturating(x, ceiling):
    """A rate that starts like x and never passes its ceiling: ceiling (1 - exp(-x / ceiling))."""
    return ceiling * (1.0 - exp(-x / ceiling))


@named
def normal_distribution(z):
    """Standard normal distribution function, to 1e-7 (Abramowitz and Stegun 1964, formula 7.1.26)."""
    x = numpy.absolute(z) * 0.7071067811865476
    t = 1.0 / (1.0 + 0.3275911 * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    upper_tail = 0.5 * series * exp(-x * x)
    return where(z > 0.0, 1.0 - upper_tail, upper_tail)
