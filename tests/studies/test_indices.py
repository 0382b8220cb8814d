"""Shares of the variance and elementary effects on functions that are known in closed form."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrrhic.errors import PyrrhicError
from pyrrhic.studies.sensitivity.indices import Inputs, morris, morris_points, sobol, sobol_points

THREE = Inputs(("a", "b", "c"), ("a", "b", "c"), ((0.0, 1.0),) * 3)
A, B = 7.0, 0.1


def ishigami(points: numpy.ndarray) -> numpy.ndarray:
    """The function of Ishigami and Homma on the unit cube."""
    x = numpy.pi * (2.0 * points - 1.0)
    return numpy.sin(x[:, 0]) + A * numpy.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * numpy.sin(x[:, 0])


def shares_of_ishigami() -> dict[str, tuple[float, float]]:
    """Its shares of the variance, alone and in all, in closed form."""
    of_a = 0.5 * (1.0 + B * numpy.pi**4 / 5.0) ** 2
    of_b, together = A**2 / 8.0, 8.0 * B**2 * numpy.pi**8 / 225.0
    whole = of_a + of_b + together
    return {"a": (of_a / whole, (of_a + together) / whole), "b": (of_b / whole,) * 2, "c": (0.0, together / whole)}


def test_the_shares_of_the_function_of_ishigami_are_those_in_closed_form():
    points = sobol_points(THREE, 4096)
    (found,) = sobol(THREE, ishigami(points)[None])
    assert found.spoilt == 0 and found.mean == pytest.approx(A / 2.0, abs=0.02)
    for effect in found.effects:
        first, total = shares_of_ishigami()[effect.group]
        assert effect.first == pytest.approx(first, abs=0.02) and effect.total == pytest.approx(total, abs=0.02)
        assert 0.0 < effect.first_error < 0.05


WEIGHTS = numpy.array([0.0, 1.0, 4.5, 9.0, 99.0])


def test_the_shares_of_the_g_function_are_those_in_closed_form_by_groups_too():
    inputs = Inputs(tuple("abcde"), ("first", "second", "others", "others", "others"), ((0.0, 1.0),) * 5)
    points = sobol_points(inputs, 4096)
    numbers = ((numpy.abs(4.0 * points - 2.0) + WEIGHTS) / (1.0 + WEIGHTS)).prod(axis=1)
    partial = 1.0 / (3.0 * (1.0 + WEIGHTS) ** 2)
    of_others = (1.0 + partial[2:]).prod() - 1.0
    parts = {"first": partial[0], "second": partial[1], "others": of_others}
    whole = (1.0 + partial).prod() - 1.0
    (found,) = sobol(inputs, numbers[None])
    assert [effect.group for effect in found.effects] == ["first", "second", "others"]
    for effect in found.effects:
        rest = numpy.prod([1.0 + part for name, part in parts.items() if name != effect.group])
        assert effect.first == pytest.approx(parts[effect.group] / whole, abs=0.02)
        assert effect.total == pytest.approx(parts[effect.group] * rest / whole, abs=0.02)


def test_blocks_with_a_member_without_a_number_are_left_out_and_counted():
    points = sobol_points(THREE, 1024)
    numbers = ishigami(points)
    numbers[[0, 3, 7, 4000]] = numpy.nan
    (found,) = sobol(THREE, numbers[None])
    assert found.blocks == 1024 and found.spoilt == 3
    assert next(effect.first for effect in found.effects if effect.group == "b") == pytest.approx(0.44, abs=0.05)
    with pytest.raises(PyrrhicError, match="1024 of 1024 blocks of the sample hold a member without a number"):
        sobol(THREE, numpy.full((1, len(points)), numpy.nan))


def test_elementary_effects_of_a_linear_function_are_its_slopes():
    inputs = Inputs(("a", "b", "c"), ("a", "both", "both"), ((0.0, 1.0),) * 3)
    points = morris_points(inputs, 20)
    (found,) = morris(inputs, points, (3.0 * points[:, 0] - 2.0 * points[:, 1] - points[:, 2])[None])
    effects = {effect.group: effect for effect in found.effects}
    assert effects["a"].first == pytest.approx(3.0) and effects["a"].total == pytest.approx(3.0)
    assert numpy.isnan(effects["both"].first) and effects["both"].total > 0.5


@settings(max_examples=10)
@given(st.integers(1, 10**6))
def test_an_input_that_nothing_reads_has_no_share_and_no_effect(seed):
    points = sobol_points(THREE, 64, seed)
    by_sobol = sobol(THREE, (points[:, 0] * points[:, 1])[None], seed)[0]
    points = morris_points(THREE, 8, seed)
    by_morris = morris(THREE, points, (points[:, 0] * points[:, 1])[None], seed)[0]
    for found in (by_sobol, by_morris):
        idle = next(effect for effect in found.effects if effect.group == "c")
        assert (idle.first, idle.total) == (0.0, 0.0) and found.effects[0].total > 0.0


def test_an_outcome_that_is_the_same_everywhere_depends_on_nothing():
    points = sobol_points(THREE, 64)
    (found,) = sobol(THREE, numpy.full((1, len(points)), 5.0))
    assert found.spread == 0.0 and {effect.total for effect in found.effects} == {0.0}


@pytest.mark.parametrize("rows", [0, 8, 100])
def test_a_base_sample_that_is_no_power_of_two_is_refused(rows):
    with pytest.raises(PyrrhicError, match="a power of two, 16 or more"):
        sobol_points(THREE, rows)
