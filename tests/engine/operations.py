"""A model with one equation for each thing an equation may do, for the twins, the gradient and the fingerprint.

`x` changes from year to year and lies anywhere, `y` is a positive parameter, `z` a national one, `s` a stock.
"""

import numpy
import toy_country as toy

from pyrrhic.engine import arithmetic as a
from pyrrhic.engine.build import build
from pyrrhic.engine.equations import Input, equation
from pyrrhic.units import Dimensionless

YEARS, SHAPE = 3, (toy.KINDS, toy.PLACES)
PLAIN = toy.unit_of(Dimensionless)
INPUTS = {
    "x": Input(PLAIN, ("animal", "region"), (-10.0, 10.0)),
    "y": Input(PLAIN, ("animal", "region"), (0.0, 10.0)),
    "z": Input(PLAIN, (), (0.0, 10.0)),
}
EVERYWHERE = ("animal", "region")
OPERATIONS = {
    "add": lambda x, y, z: x + y,
    "subtract": lambda x, y, z: x - y,
    "multiply": lambda x, y, z: x * y,
    "divide": lambda x, y, z: x / y,
    "negative": lambda x, y, z: -x * y,
    "same_twice": lambda x, y, z: x * x + x + (y - y),
    "number_first": lambda x, y, z: (1.0 - x) * (2.0 / y) + 3.0,
    "exp": lambda x, y, z: a.exp(x) * y,
    "log": lambda x, y, z: a.log(y) * x,
    "log1p": lambda x, y, z: numpy.log1p(y) * x,
    "square_root": lambda x, y, z: numpy.sqrt(y) * x,
    "absolute": lambda x, y, z: numpy.absolute(x) * y,
    "minimum": lambda x, y, z: a.minimum(x, y) * y,
    "maximum": lambda x, y, z: a.maximum(x, y) * x,
    "minimum_with_number": lambda x, y, z: a.minimum(x, 0.3) + a.maximum(0.4, y) * x,
    "where": lambda x, y, z: a.where(x > y, x * y, y),
    "where_at_least": lambda x, y, z: a.where(x >= 0.5, x, y * y),
    "where_below": lambda x, y, z: a.where(x < y, x * y, y),
    "where_at_most": lambda x, y, z: a.where(0.5 <= x, x, y * y),
    "where_number": lambda x, y, z: a.where(y > x, 2.0, x),
    "where_within": lambda x, y, z: a.where(x > 0.0, a.where(x > y, x, y), x * y),
    "power": lambda x, y, z: a.power(y, x),
    "whole_power": lambda x, y, z: a.power(y, 3) + a.power(y, 8.0) * x,
    "inverse_root": lambda x, y, z: (a.power(y, -0.5) + a.power(y, -0.25) + a.power(y, -0.125)) * x,
    "power_of_number": lambda x, y, z: a.power(y, 0.37) * x,
    "smooth_minimum": lambda x, y, z: a.smooth_minimum(y, 0.5 + y * y) * x,
    "smooth_minimum_sharp": lambda x, y, z: a.smooth_minimum(y, 1.0, 20.0) * x,
    "positive_part": lambda x, y, z: a.positive_part(x, 0.2) * y,
    "positive_part_of_width": lambda x, y, z: a.positive_part(x, y),
    "saturating": lambda x, y, z: a.saturating(y, 2.0) * x,
    "normal_distribution": lambda x, y, z: a.normal_distribution(x) * y,
    "over_kinds": lambda x, y, z: a.sum_over_kinds(x * y) * y,
    "over_regions": lambda x, y, z: a.sum_over_regions(x * y) * x,
    "over_both": lambda x, y, z: a.sum_over_kinds(a.sum_over_regions(x)) * y,
    "share": lambda x, y, z: y / a.sum_over_regions(y) * x,
    "of_parameters_alone": lambda x, y, z: a.sum_over_kinds(a.exp(y) / a.sum_over_regions(a.exp(y))) * x,
    "kind": lambda x, y, z: x[0:1] * y[1:2] * y,
    "kind_of_computed": lambda x, y, z: (x * y)[1:2] + y,
    "sum_of_kind": lambda x, y, z: a.sum_over_regions((x + y)[0:1]) * x,
    "national": lambda x, y, z: z * x + a.exp(z) * y,
    "input_itself": lambda x, y, z: x,
    "parameter_itself": lambda x, y, z: y,
}


def _equation(name: str, body):
    @equation(*EVERYWHERE)
    def computed(x: Dimensionless, y: Dimensionless, z: Dimensionless) -> Dimensionless:
        return body(x, y, z)

    computed.__name__ = name
    return computed


@equation(*EVERYWHERE)
def s_next(s: Dimensionless, x: Dimensionless, y: Dimensionless) -> Dimensionless:
    """A stock that remembers."""
    return 0.5 * s + a.exp(x) * y


@equation
def of_the_stock(s: Dimensionless, x: Dimensionless) -> Dimensionless:
    """A national number that depends on earlier years, and within one loop both adds up and reads what is added up."""
    return a.sum_over_kinds(a.sum_over_regions(s * x)) * 0.1


@equation
def older_next(older: Dimensionless, of_the_stock: Dimensionless, z: Dimensionless) -> Dimensionless:
    """A stock that reads another through a number of the year."""
    return a.maximum(older, 0.0) * 0.9 + of_the_stock * of_the_stock * z


EQUATIONS = (*(_equation(name, body) for name, body in OPERATIONS.items()), s_next, of_the_stock, older_next)
KEPT = (*OPERATIONS, "s", "s_next", "of_the_stock", "older_next")


def model():
    """The model of all operations."""
    return build(EQUATIONS, INPUTS, toy.AXES)


def opening() -> dict[str, numpy.ndarray]:
    """Both stocks at the start."""
    return {"s": numpy.linspace(0.5, 1.5, 6).reshape(*SHAPE, 1), "older": toy.national(1.0)}
