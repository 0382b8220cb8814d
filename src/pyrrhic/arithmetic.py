"""The few functions an equation may use, the same for NumPy arrays and JAX arrays.

Every quantity of a model is an array with three axes: kind (for example species), place (region), member of the
ensemble. A national quantity has length one along the first two; so nothing is ever broadcast by rank, only by length.
Smooth forms replace hard minima and clips, so that gradients exist everywhere.
"""

import sys

import numpy

KIND, PLACE, MEMBER = 0, 1, 2
TINY = 1e-12
OF_NUMPY = (numpy.ndarray, float, int, numpy.generic)


def _library(*arrays):
    """jax.numpy when any argument is a JAX array or tracer, else numpy; JAX is never imported here."""
    for array in arrays:
        if not isinstance(array, OF_NUMPY):
            return sys.modules["jax.numpy"]
    return numpy


def exp(x):
    """e to the power x."""
    return _library(x).exp(x)


def log(x):
    """Natural logarithm of a positive x."""
    return _library(x).log(x)


def power(base, exponent):
    """base ** exponent for a positive base, as exp(exponent log base): XLA's own power is four times slower."""
    return exp(exponent * log(base))


def where(condition, yes, no):
    """`yes` where the condition holds, else `no`."""
    return _library(condition, yes, no).where(condition, yes, no)


def minimum(a, b):
    """The smaller of two; use `smooth_minimum` where a fitted parameter decides which."""
    return _library(a, b).minimum(a, b)


def maximum(a, b):
    """The larger of two."""
    return _library(a, b).maximum(a, b)


def sum_over_regions(x):
    """Total over the place axis, which is kept with length one."""
    return x.sum(axis=PLACE, keepdims=True)


def sum_over_kinds(x):
    """Total over the kind axis, which is kept with length one."""
    return x.sum(axis=KIND, keepdims=True)


def smooth_minimum(a, b, sharpness=8.0):
    """A smooth lower envelope of two positive numbers: (a^-p + b^-p)^(-1/p), at most 8 % below min(a, b) for p = 8."""
    low, high = minimum(a, b), maximum(a, b)
    ratio = (low + TINY) / (high + TINY)
    return low * power(1.0 + power(ratio, sharpness), -1.0 / sharpness)


def positive_part(x, width):
    """A smooth max(x, 0): width log(1 + exp(x / width)); exceeds it by 0.69 width at x = 0."""
    library = _library(x)
    return maximum(x, 0.0) + width * library.log1p(exp(-library.abs(x) / width))


def saturating(x, ceiling):
    """A rate that starts like x and never passes its ceiling: ceiling (1 - exp(-x / ceiling))."""
    return ceiling * (1.0 - exp(-x / ceiling))


def normal_distribution(z):
    """Standard normal distribution function, to 1e-7 (Abramowitz and Stegun 1964, formula 7.1.26)."""
    library = _library(z)
    x = library.abs(z) * 0.7071067811865476
    t = 1.0 / (1.0 + 0.3275911 * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    upper_tail = 0.5 * series * exp(-x * x)
    return where(z > 0.0, 1.0 - upper_tail, upper_tail)
