"""Opening stocks that calibration moves: the stock, the constant of 1926 and the gradient go together."""

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.density import LogDensity
from pyrrhic.calibration.ensemble import run_at
from pyrrhic.calibration.structures import structure
from pyrrhic.runs.history import historical_paths

NAME, STOCK, STEP = "capital_producer_1926", "capital_producer", 1e-5
WHERE = coordinates("base")
PLACE = WHERE.names().index(NAME)


def at(value: float) -> numpy.ndarray:
    z = numpy.zeros(WHERE.size)
    z[PLACE] = value
    return z


def test_the_opening_stock_moves_with_its_coordinate():
    assert (WHERE.opening_at(at(1.0))[STOCK] > WHERE.opening_at(at(0.0))[STOCK]).all()
    assert (WHERE.opening_at(at(1.0))[STOCK] == WHERE.parameters(at(1.0))[NAME]).all()


def test_the_other_stocks_stay():
    moved, usual = WHERE.opening_at(at(1.0)), WHERE.opening_at(at(0.0))
    assert all((moved[stock] == usual[stock]).all() for stock in usual if stock != STOCK)


def test_each_draw_of_an_ensemble_begins_with_its_own_stock():
    draws = numpy.array([at(-1.0), at(0.0), at(1.0)])
    begun = run_at(WHERE, draws, historical_paths(), [STOCK]).values[STOCK][0, 0, 0]
    numpy.testing.assert_allclose(begun, WHERE.opening_at(draws)[STOCK][0, 0], rtol=1e-12)


def test_the_gradient_holds_for_the_opening_stock():
    density = LogDensity(structure("base"))
    slope = (density(at(STEP))[0] - density(at(-STEP))[0]) / (2.0 * STEP)
    numpy.testing.assert_allclose(density(at(0.0))[1][PLACE], slope, rtol=1e-5)


def test_a_parameter_that_no_equation_of_a_variant_reads_is_not_free_in_it():
    assert "producer_productivity" not in WHERE.names()
    joint = coordinates("cobb_douglas_industry").names()
    assert "producer_productivity" in joint and "producer_ratio" not in joint
