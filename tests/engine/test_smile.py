"""Equations in the expression language of XMILE: signs, brackets, subscripts, sums, and parts with names of their own."""

import numpy
import pytest

from pyrrhic.engine.arithmetic import (
    KIND,
    PLACE,
    exp,
    log,
    maximum,
    minimum,
    power,
    sum_over_kinds,
    sum_over_regions,
    where,
)
from pyrrhic.engine.expressions import Axis, Trace
from pyrrhic.engine.printers.smile import LONG, equations, number

AXES = {"animal": Axis("animal", KIND, ("horse", "ox")), "region": Axis("region", PLACE, ("north", "south"))}
MEMBERS = {name: axis.members for name, axis in AXES.items()}
CASES = {
    "a - (b - c)": lambda a, b, c, h: a - (b - c),
    "a - b - c": lambda a, b, c, h: (a - b) - c,
    "a / (b / c)": lambda a, b, c, h: a / (b / c),
    "a / (b * c)": lambda a, b, c, h: a / (b * c),
    "(a + b) * c": lambda a, b, c, h: (a + b) * c,
    "a * (-b)": lambda a, b, c, h: a * -b,
    "-(a ^ b)": lambda a, b, c, h: -power(a, b),
    "(-a) ^ b": lambda a, b, c, h: power(-a, b),
    "(a ^ b) ^ c": lambda a, b, c, h: power(power(a, b), c),
    "a ^ (b + c)": lambda a, b, c, h: power(a, b + c),
    "a ^ 8": lambda a, b, c, h: power(a, 8.0),
    "a ^ (-0.125)": lambda a, b, c, h: power(a, -0.125),
    "a - (-2.5)": lambda a, b, c, h: a - -2.5,
    "EXP(a) + LN(b) + SQRT(c) + ABS(a)": lambda a, b, c, h: exp(a) + log(b) + numpy.sqrt(c) + numpy.absolute(a),
    "LN(1 + a - b)": lambda a, b, c, h: numpy.log1p(a - b),
    "MIN(a, b) / MAX(b, 0)": lambda a, b, c, h: minimum(a, b) / maximum(b, 0.0),
    "IF a > b THEN a ELSE b": lambda a, b, c, h: where(a > b, a, b),
    "IF b > a THEN a ELSE b": lambda a, b, c, h: where(a < b, a, b),
    "c * (IF a >= 1940 THEN a ELSE (IF a > b THEN b ELSE c))": lambda a, b, c, h: (
        c * where(a >= 1940.0, a, where(a > b, b, c))
    ),
    "a * h[animal, region]": lambda a, b, c, h: a * h,
    "h[ox, region] / a": lambda a, b, c, h: h[1:2] / a,
    "h[horse, region] * a + h[ox, region] * a": lambda a, b, c, h: sum_over_kinds(h * a),
    "b - (h[animal, north] + h[animal, south])": lambda a, b, c, h: b - sum_over_regions(h),
    "h[ox, north] + h[ox, south]": lambda a, b, c, h: sum_over_regions(h[1:2]),
}


def lines(equation) -> dict[str, str]:
    """The lines of an equation in three numbers of the country and one by animal and region."""
    trace = Trace(AXES)
    symbols = [trace.input(name) for name in "abc"]
    return {line.name: line.text for line in equations("x", equation(*symbols, trace.input("h", AXES)), MEMBERS)}


@pytest.mark.parametrize("text", CASES)
def test_an_equation_is_written_with_the_brackets_it_needs(text):
    assert lines(CASES[text]) == {"x": text}


def test_what_is_long_and_stands_twice_is_a_part_with_a_name():
    def equation(a, b, c, h):
        long = a * b / (a + b + c) + c * (a - b) / (a + b) - a * a * b * b * c * c * h
        return minimum(long, 1.0) / maximum(long, 1.0)

    written = lines(equation)
    assert list(written) == ["x_part_1", "x"] and len(written["x_part_1"]) > LONG
    assert written["x"] == "MIN(x_part_1[animal, region], 1) / MAX(x_part_1[animal, region], 1)"


@pytest.mark.parametrize(
    "value, text", [(0.0, "0"), (-2.0, "-2"), (0.1, "0.1"), (1e-12, "1e-12"), (1 / 3, "0.3333333333333333")]
)
def test_a_number_is_written_with_the_digits_that_give_it_again(value, text):
    assert number(value) == text and float(text) == value
