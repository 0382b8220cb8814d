"""The log posterior density of every structure: its value by the NumPy driver, its gradient by differences."""

import copy
import json
import pickle
import re
from functools import cache

import numpy
import pytest

import pyrrhic
from pyrrhic.app.cli.main import main
from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.density import LogDensity
from pyrrhic.calibration.likelihood import (
    DEGREES_OF_FREEDOM,
    all_folds,
    comparisons,
    degrees_of,
    student_t_without_constant,
)
from pyrrhic.calibration.persistence import Chains
from pyrrhic.calibration.structures import structure, structures
from pyrrhic.engine import compiler
from pyrrhic.engine.loop import simulate
from pyrrhic.errors import PyrrhicError

STEP = 1e-5


@cache
def density(name: str) -> LogDensity:
    return LogDensity(structure(name))


def points(name: str) -> list[numpy.ndarray]:
    """Points around the prior medians of a structure at which all figures can be compared."""
    return [z for seed in (3, 150, 77, 9, 5) if numpy.isfinite(density(name)(z := point(seed, name))[0])]


def point(seed: int, name: str = "base") -> numpy.ndarray:
    """A point not far from the prior medians."""
    return 0.15 * numpy.random.default_rng(seed).standard_normal(coordinates(name).size)


def slope(at, z: numpy.ndarray, direction: numpy.ndarray) -> float:
    return (at(z + STEP * direction)[0] - at(z - STEP * direction)[0]) / (2.0 * STEP)


def by_numpy(where, z: numpy.ndarray, figures, degrees: float = DEGREES_OF_FREEDOM) -> float:
    """The same density, from a run of the NumPy driver and one figure after another; minus infinity where one of them
    has no logarithm, as a net flow out of the towns."""
    run = simulate(where.model, where.parameters(z), where.opening_at(z), where.paths(z), beyond_bounds=True)
    assert run.failures == 0
    with numpy.errstate(invalid="ignore"):
        residuals, persistence = numpy.array([figure.residual(run.values) for figure in figures]), where.persistence(z)
    if not numpy.isfinite(residuals).all():
        return -numpy.inf
    new, scale = Chains(figures).innovations(residuals, persistence), Chains(figures).log_scale(persistence)
    tails = degrees_of(figures, degrees)[:, None]
    return float(student_t_without_constant(new, tails).sum() + scale.sum() - 0.5 * (z * z).sum())


@pytest.mark.parametrize("name", structures())
def test_value_by_the_numpy_driver(name):
    for seed in (3, 150, 77, 9, 5):
        value, gradient = density(name)(z := point(seed, name))
        assert value == pytest.approx(by_numpy(coordinates(name), z, comparisons(structure(name))), rel=1e-9)
        assert gradient.shape == z.shape and numpy.isfinite(gradient).all()
    assert len(points(name)) >= 3


@pytest.mark.parametrize("name", structures())
def test_gradient_by_differences(name):
    """Along random directions, which see every coordinate, and along those in which the density is steepest."""
    random = numpy.random.default_rng(11)
    for z in points(name)[:3]:
        gradient = density(name)(z)[1]
        directions = [*random.standard_normal((4, z.size)), *numpy.eye(z.size)[numpy.argsort(-abs(gradient))[:6]]]
        for direction in directions:
            assert gradient @ direction == pytest.approx(slope(density(name), z, direction), rel=1e-5, abs=1e-4)


def test_gradient_of_the_base_by_every_coordinate():
    z = point(77)
    gradient = density("base")(z)[1]
    differences = [slope(density("base"), z, direction) for direction in numpy.eye(z.size)]
    numpy.testing.assert_allclose(gradient, differences, rtol=1e-5, atol=1e-4)


def test_other_degrees_of_freedom_as_the_search_begins_with():
    where, z = coordinates("base"), point(5)
    value, gradient = density("base")(z, 8.0)
    assert value == pytest.approx(by_numpy(where, z, comparisons(where.structure), 8.0), rel=1e-9)
    direction = numpy.random.default_rng(2).standard_normal(z.size)
    assert gradient @ direction == pytest.approx(slope(lambda at: density("base")(at, 8.0), z, direction), rel=1e-5)


def test_a_density_called_again_gives_the_same_bits():
    point, other = points("base")[:2]
    value, gradient = density("base")(point)
    density("base")(other)
    again, once_more = density("base")(point)
    assert value == again and (gradient == once_more).all()


def test_where_the_run_fails_it_is_minus_infinity_without_a_slope():
    for far in (30.0, numpy.nan):
        value, gradient = density("base")(numpy.full(density("base").coordinates.size, far))
        assert value == -numpy.inf and not gradient.any()


@pytest.mark.parametrize("fold", all_folds(), ids=lambda fold: fold.name)
def test_held_out_figures_do_not_count(fold):
    z = point(9)
    without = LogDensity(structure("base"), [fold])
    held = [figure for figure in density("base").comparisons if fold.holds(figure)]
    assert held and not any(fold.holds(figure) for figure in without.comparisons)
    value, gradient = without(z)
    assert value == pytest.approx(by_numpy(without.coordinates, z, without.comparisons), rel=1e-9)
    assert value != density("base")(z)[0]
    direction = numpy.random.default_rng(5).standard_normal(z.size)
    assert gradient @ direction == pytest.approx(slope(without, z, direction), rel=1e-5, abs=1e-4)


def test_the_public_name_and_its_refusals():
    named = pyrrhic.log_density("harvest_low", without=["1946_47"])
    assert named.coordinates.structure.name == "harvest_low" and len(named.names) == named.coordinates.size
    assert named.names == tuple(coordinates("harvest_low").names())
    with pytest.raises(PyrrhicError, match="did you mean harvest_low"):
        pyrrhic.log_density("harvest_lwo")
    with pytest.raises(PyrrhicError, match="did you mean 1946_47"):
        pyrrhic.log_density(without=["1946-47"])


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda original: pickle.loads(pickle.dumps(original))])
def test_a_copy_is_another_density_with_the_same_numbers(copied):
    z = point(77)
    first = pyrrhic.log_density("base", without=["1946_47"])
    second = copied(first)
    assert second._residuals is not first._residuals and second.names == first.names
    assert second(z)[0] == first(z)[0] != density("base")(z)[0]
    numpy.testing.assert_array_equal(second(z)[1], first(z)[1])


def test_a_shifted_figure_shifts_the_density(monkeypatch):
    """Break what the tests above guard: a figure of the record."""
    z = point(77)
    figures = comparisons(structure("base"))
    changed = (figures[0].__class__(**{**vars(figures[0]), "value": 1.1 * figures[0].value}), *figures[1:])
    monkeypatch.setattr("pyrrhic.calibration.density.comparisons", lambda *arguments: changed)
    assert LogDensity(structure("base"))(z)[0] != pytest.approx(density("base")(z)[0], rel=1e-6)


@pytest.mark.parametrize(
    "change",
    [
        lambda z: z[:-1],
        lambda z: z[:1],
        lambda z: numpy.append(z, 0.0),
        lambda z: z[None],
        lambda z: z[:, None],
        lambda z: 0.0,
        lambda z: [],
    ],
)
def test_a_point_of_another_shape_is_refused_with_the_one_that_is_wanted(change):
    with pytest.raises(PyrrhicError, match=rf"z has the shape \(.*\); allowed: \({coordinates('base').size},\)"):
        density("base")(change(point(3)))


@pytest.mark.parametrize(
    "kind",
    [list, tuple, lambda z: z.astype(int), lambda z: z.astype("f4"), lambda z: numpy.repeat(z, 2)[::2]],
    ids=["list", "tuple", "int", "f4", "strided"],
)
def test_a_point_is_taken_as_it_is_meant(kind):
    z = kind(point(3))
    value, gradient = density("base")(z)
    expected = density("base")(numpy.array(z, float))
    assert value == expected[0] and gradient.dtype == float
    numpy.testing.assert_array_equal(gradient, expected[1])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("far", [numpy.nan, numpy.inf, -numpy.inf, 1e300, 1e6, 40])
def test_a_point_beyond_all_sense_is_minus_infinity_without_a_warning(far):
    z = point(77)
    expected = density("base")(z)[0]
    value, gradient = density("base")([far] * z.size)
    assert value == -numpy.inf and not gradient.any() and gradient.dtype == float
    assert density("base")(z)[0] == expected


@pytest.mark.parametrize(
    "command",
    [
        ["calibrate", "--quick"],
        ["calibrate", "--starting-fit"],
        ["validate", "1946_47"],
        ["posterior", "sbc", "--replications", "2"],
    ],
)
def test_without_a_compiler_calibration_says_what_to_install(monkeypatch, tmp_path, capsys, command):
    monkeypatch.setenv("PYRRHIC_COMPILER", "none")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pyrrhic.runs.starting_fit.PATH", tmp_path / "fit.toml")
    compiler.library.cache_clear()
    assert main(command) == 2
    printed = capsys.readouterr().err
    assert (
        re.search(r"pyrrhic: no compiler of C is installed; install pyrrhic\[fast\]", printed)
        and printed.count("\n") < 4
    )
    assert main([*command, "--json"]) == 2
    assert "install pyrrhic[fast]" in json.loads(capsys.readouterr().out)["error"]["what"]


@pytest.mark.parametrize("far", [1e3, 1e6, 1e150])
def test_a_gradient_is_finite_or_there_is_no_density(far):
    z = point(3).copy()
    z[coordinates("base").national.start + 4] = far
    value, gradient = density("base")(z)
    assert numpy.isfinite(gradient).all() and (numpy.isfinite(value) or (value == -numpy.inf and not gradient.any()))


def test_a_fold_may_be_named_alone():
    z = point(77)
    assert pyrrhic.log_density("base", "1946_47")(z)[0] == pyrrhic.log_density("base", ["1946_47"])(z)[0]
