"""What the tests of twins share: the toy country with many members, and how two runs are compared."""

import functools

import numpy
import toy_country as toy

from pyrrhic.engine.loop import Simulated
from pyrrhic.units import MillionTonnes

MEMBERS = 5
TONNES = toy.unit_of(MillionTonnes)
KEEP = ("grain", "animals", "grain_harvest", "tillage", "grain_next", "labour_next", "weather", "land")
MODELS = {choice: toy.country({"tillage": choice}) for choice in ("cobb_douglas", "leontief")}
INFINITE = (numpy.inf, -numpy.inf, numpy.nan)


def assert_alike(first, second, rtol=1e-10, atol=1e-12):
    """The same names, in the same order and shape, with the same numbers, and the same failures."""
    assert list(first.values) == list(second.values)
    for name in first.values:
        numpy.testing.assert_allclose(first.values[name], second.values[name], rtol, atol, err_msg=name, strict=True)
    numpy.testing.assert_array_equal(first.failed_year, second.failed_year)


def assert_same_bits(first, second):
    assert list(first.values) == list(second.values)
    for name in first.values:
        numpy.testing.assert_array_equal(first.values[name], second.values[name], err_msg=name)
    numpy.testing.assert_array_equal(first.failed_year, second.failed_year)


@functools.cache
def of_the_country(members: int = 83, keep=KEEP):
    """The arguments of a run of the toy country with so many members, of which a third fail."""
    return MODELS["cobb_douglas"], toy.ensemble(members), toy.opening(), toy.paths(), keep


def of(run, members) -> Simulated:
    return Simulated({name: array[..., members] for name, array in run.values.items()}, run.failed_year[members])
