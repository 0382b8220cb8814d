"""The gradient of the compiled program against differences of the NumPy driver, operation by operation."""

import functools
import re

import numpy
import operations
import pytest
import toy_country as toy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pyrrhic.engine import arithmetic as a
from pyrrhic.engine import loop
from pyrrhic.engine.build import build
from pyrrhic.engine.equations import equation
from pyrrhic.engine.gradient import Differentiable
from pyrrhic.engine.printers import adjoint
from pyrrhic.errors import PyrrhicError
from pyrrhic.units import Dimensionless

X, Y = (operations.YEARS, *operations.SHAPE), operations.SHAPE
STEP = 1e-5
NUMBERS_OF_X, NUMBERS_OF_Y = int(numpy.prod(X)), int(numpy.prod(Y))
MODELS = {choice: toy.country({"tillage": choice}) for choice in ("cobb_douglas", "leontief")}


@functools.cache
def work() -> Differentiable:
    """The model of all operations, compiled once with its gradient."""
    return Differentiable(
        operations.model(),
        {"y": numpy.ones((*Y, 1)), "z": toy.national(1.0)},
        operations.opening(),
        {"x": numpy.zeros((*X, 1))},
        operations.KEPT,
    )


def at(x: numpy.ndarray, y: numpy.ndarray, z: float) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Flat inputs in the order of the program."""
    parameters, paths = numpy.zeros_like(work().parameters), numpy.zeros_like(work().paths)
    for name, value in (("y", y.reshape(-1)), ("z", z)):
        place = work().place(name)
        parameters[place.start : place.start + place.size] = value
    place = work().place("x")
    paths[:, place.start : place.start + place.size] = x.reshape(operations.YEARS, -1)
    return parameters, paths


def by_differences(x: numpy.ndarray, y: numpy.ndarray, z: float) -> dict[str, numpy.ndarray]:
    """Derivatives (year, kind, place, input) of every kept quantity, all inputs moved at once as members of a run."""
    flat = numpy.concatenate([x.reshape(-1), y.reshape(-1), [z]])
    steps = STEP * numpy.eye(flat.size)
    moved = numpy.concatenate([flat + steps, flat - steps]).T
    run = loop.simulate(
        operations.model(),
        {"y": moved[NUMBERS_OF_X:-1].reshape(*Y, -1), "z": moved[-1:, None, :]},
        operations.opening(),
        {"x": moved[:NUMBERS_OF_X].reshape(*X, -1)},
        operations.KEPT,
        beyond_bounds=True,
    )
    return {
        name: (array[..., : flat.size] - array[..., flat.size :]) / (2.0 * STEP) for name, array in run.values.items()
    }


def backwards(name: str, seed: numpy.ndarray) -> numpy.ndarray:
    """The derivative by x, y and z of the sum of a quantity's numbers, each times its seed (year, kind, place)."""
    seeds = numpy.zeros((operations.YEARS, work().width))
    start, (kinds, places) = work().rows[name]
    seeds[:, start : start + kinds * places] = seed.reshape(operations.YEARS, -1)
    by_parameters, by_paths = work().backwards(seeds)
    y, z, x = (work().place(name) for name in "yzx")
    return numpy.concatenate(
        [
            by_paths[:, x.start : x.start + x.size].reshape(-1),
            by_parameters[y.start : y.start + y.size],
            by_parameters[z.start : z.start + 1],
        ]
    )


# Points of two lattices that never come within 1e-3 of one another, nor of the numbers at which the bodies have a kink.
points = {
    "x": arrays(int, X, elements=st.integers(-200, 199)).map(lambda whole: 0.01 * whole + 0.0037),
    "y": arrays(int, Y, elements=st.integers(20, 199)).map(lambda whole: 0.01 * whole + 0.0071),
    "z": st.floats(0.1, 1.0),
}


@settings(max_examples=30)
@given(**points, seed=st.integers(0, 2**32 - 1))
def test_every_operation_has_the_derivative_that_differences_show(x, y, z, seed):
    kept, failed = work().forwards(*at(x, y, z))
    assert failed == loop.SUCCEEDED and numpy.isfinite(kept).all()
    random = numpy.random.default_rng(seed)
    for name, slopes in by_differences(x, y, z).items():
        weights = random.standard_normal(slopes.shape[:-1])
        expected = numpy.tensordot(weights, slopes, 3)
        scale = numpy.abs(weights[..., None] * slopes).max() + 1.0
        numpy.testing.assert_allclose(backwards(name, weights), expected, rtol=1e-6, atol=1e-7 * scale, err_msg=name)


def test_a_wrong_derivative_would_be_seen(monkeypatch):
    """Break what the test above guards: the derivative of a product, half the time."""
    real = adjoint._shares
    monkeypatch.setattr(
        adjoint,
        "_shares",
        lambda node, t, a, read: ("0.5 * " + a, a) if node.operation == "subtract" else real(node, t, a, read),
    )
    broken = Differentiable(toy.country(), toy.parameters(), toy.opening(), toy.paths(), ["grain_saved"])
    with pytest.raises(AssertionError):
        compare_with_differences(broken, MODELS["cobb_douglas"], ["grain_saved"])


@settings(max_examples=30)
@given(**points)
def test_forwards_gives_the_numbers_of_the_numpy_driver(x, y, z):
    kept, failed = work().forwards(*at(x, y, z))
    run = loop.simulate(
        operations.model(),
        {"y": y[..., None], "z": toy.national(z)},
        operations.opening(),
        {"x": x[..., None]},
        operations.KEPT,
    )
    assert failed == run.failed_year[0]
    for name, (start, (kinds, places)) in work().rows.items():
        numpy.testing.assert_allclose(
            kept[:, start : start + kinds * places].reshape(run.values[name].shape[:-1]),
            run.values[name][..., 0],
            rtol=1e-12,
            atol=1e-12,
            err_msg=name,
        )


@equation("animal", "region")
def smooth(y: Dimensionless, x: Dimensionless) -> Dimensionless:
    """Every smooth form, of things that may be nothing or alike."""
    return (
        a.smooth_minimum(y, 1.0)
        + a.smooth_minimum(x, y, 20.0)
        + a.smooth_minimum(x, y)
        + a.positive_part(x, 0.2)
        + a.saturating(x, 1.0)
        + a.normal_distribution(x)
        + a.power(y, 4.0)
        + a.minimum(x, y)
        + numpy.absolute(x)
        + a.where(x > 0.0, x, 0.5 * y)
    )


def test_where_arguments_are_nothing_or_alike_the_derivative_is_a_number():
    x, y = numpy.array([[0.0, 0.0, 3.0], [1.0, 2.0, 1.0]]), numpy.array([[0.0, 1.0, 0.0], [1.0, 2.0, 0.5]])
    inputs = {name: operations.INPUTS[name] for name in "xy"}
    run = Differentiable(
        build([smooth], inputs, toy.AXES), {"y": y[..., None]}, {}, {"x": x[None, ..., None]}, ["smooth"]
    )
    kept, _ = run.forwards(run.parameters, run.paths)
    assert numpy.isfinite(kept).all()
    for derivative in run.backwards(numpy.ones_like(kept)):
        assert numpy.isfinite(derivative[..., -6:]).all()


def test_a_year_that_fails_is_told_as_the_numpy_driver_tells_it():
    x = numpy.zeros(X)
    x[1] = numpy.nan
    assert work().forwards(*at(x, numpy.ones(Y), 0.5))[1] == 1
    assert work().forwards(*at(numpy.zeros(X), -numpy.ones(Y), 0.5))[1] == 0
    assert work().forwards(*at(numpy.zeros(X), numpy.ones(Y), 0.5))[1] == loop.SUCCEEDED


def compare_with_differences(run: Differentiable, model, kept) -> None:
    """Every derivative of the toy country's final state by every number of every parameter and path."""
    random = numpy.random.default_rng(4)
    seeds = random.standard_normal((toy.YEARS, run.width))
    run.forwards(run.parameters, run.paths)
    by_parameters, by_paths = run.backwards(seeds)

    def weighed(groups):
        values = loop.simulate(model, groups[0], toy.opening(), groups[1], kept, beyond_bounds=True).values
        return sum(
            (seeds[:, start : start + kinds * places].reshape(toy.YEARS, kinds, places, 1) * values[name]).sum()
            for name, (start, (kinds, places)) in run.rows.items()
        )

    groups = [toy.parameters(), toy.paths()]
    for group, derivative in ((0, by_parameters[None]), (1, by_paths)):
        for name, array in groups[group].items():
            place = run.place(name)
            if place is None:
                continue
            slopes = derivative[:, place.start : place.start + place.size].reshape(array.shape)
            for position in numpy.ndindex(array.shape):
                step = numpy.zeros(array.shape)
                step[position] = 1e-5
                up, down = (
                    [
                        group_ | ({name: array + sign * step} if index == group else {})
                        for index, group_ in enumerate(groups)
                    ]
                    for sign in (1.0, -1.0)
                )
                slope = (weighed(up) - weighed(down)) / 2e-5
                numpy.testing.assert_allclose(slopes[position], slope, rtol=1e-5, atol=1e-6, err_msg=name)


@pytest.mark.parametrize("choice", sorted(MODELS))
def test_gradient_through_the_years_by_every_parameter_and_path(choice):
    kept = ["grain_next", "animals_next", "animals", "grain_harvest"]
    run = Differentiable(MODELS[choice], toy.parameters(), toy.opening(), toy.paths(), kept)
    compare_with_differences(run, MODELS[choice], kept)


def test_what_nothing_kept_depends_on_has_no_place_and_what_is_kept_twice_counts_once():
    run = Differentiable(MODELS["leontief"], toy.parameters(), toy.opening(), toy.paths(), ["grain", "grain"])
    assert run.place("labour_elasticity") is None and run.place("land") is not None
    assert run.width == 1 and list(run.rows) == ["grain"]


def test_several_members_are_refused():
    with pytest.raises(PyrrhicError, match=re.escape("a gradient of 7 members at once; allowed: one")):
        Differentiable(toy.country(), toy.ensemble(7), toy.opening(), toy.paths(), ["grain"])


def test_an_operation_without_a_derivative_is_named():
    node = toy.country().trace.values["grain_next"]
    with pytest.raises(NotImplementedError, match="no derivative of tangent"):
        adjoint._shares(type(node)(node.trace, "tangent", (), (None, None)), "t", "a", [])
