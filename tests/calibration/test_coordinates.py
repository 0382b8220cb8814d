"""Structures, coordinates and comparisons of calibration."""

import dataclasses

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrrhic.calibration import coordinates as module
from pyrrhic.calibration.comparisons import correspondences, observations
from pyrrhic.calibration.coordinates import Coordinates, from_standard, slope_of_standard
from pyrrhic.calibration.landmarks import all_landmarks
from pyrrhic.calibration.likelihood import all_folds, comparisons
from pyrrhic.calibration.structures import structure, structures
from pyrrhic.errors import PyrrhicError
from pyrrhic.model import YEARS, parameters
from pyrrhic.runs import starting_fit
from pyrrhic.sources import bibliography, split


def test_a_vector_of_zeros_is_the_prior_median():
    where = Coordinates(structure("base"))
    moved = where.parameters(numpy.zeros(where.size))
    assert float(moved["retention"].reshape(-1)[0]) == pytest.approx(parameters()["retention"].prior["median"])
    national, regional = where.unexplained(numpy.zeros(where.size))
    assert national.shape == (len(YEARS), 1, 1, 1) and not national.any() and not regional.any()


def test_every_coordinate_has_a_name_and_moves_what_it_names():
    where = Coordinates(structure("base"))
    names = where.names()
    assert len(names) == where.size == len(set(names))
    z = numpy.zeros(where.size)
    z[names.index("retention")] = 1.0
    assert float(where.parameters(z)["retention"].reshape(-1)[0]) > parameters()["retention"].prior["median"]
    z = numpy.zeros(where.size)
    z[names.index("unexplained_yield_regional[1932, volga]")] = 1.0
    assert (where.unexplained(z)[1] != 0.0).sum() == 1


@pytest.fixture
def coordinates_with(monkeypatch):
    """The names of the base structure's coordinates where the model had these parameters, in this order."""

    def names(changed):
        monkeypatch.setattr(module, "parameters", lambda: changed)
        module.names_of_free.cache_clear()
        return Coordinates(structure("base")).names()

    yield names
    module.names_of_free.cache_clear()


def test_the_order_of_coordinates_is_not_that_of_the_parameter_files(coordinates_with):
    before = Coordinates(structure("base")).names()
    assert coordinates_with(dict(reversed(parameters().items()))) == before


def test_a_new_free_parameter_comes_after_those_that_are_listed(coordinates_with):
    before = Coordinates(structure("base")).names()
    new = dataclasses.replace(parameters()["retention"], name="a_new_one")
    after = coordinates_with({"a_new_one": new, **parameters()})
    yields = next(place for place, name in enumerate(before) if name.startswith("unexplained_yield"))
    assert after == [*before[:yields], "a_new_one", *before[yields:]]


def test_a_listed_parameter_that_is_not_there_is_refused_by_name(coordinates_with):
    without = {name: parameter for name, parameter in parameters().items() if name != "retention"}
    with pytest.raises(PyrrhicError, match=r"coordinates\.toml: there is no parameter named retention"):
        coordinates_with(without)


@pytest.mark.parametrize("name", ["base", "explained_yields", "proportional_plan"])
def test_draws_side_by_side_are_what_each_is_alone(name):
    where = Coordinates(structure(name))
    z = numpy.random.default_rng(3).standard_normal((4, where.size))
    together = {**where.parameters(z), **where.paths(z)}
    for draw in range(4):
        alone = {**where.parameters(z[draw]), **where.paths(z[draw])}
        for key, array in together.items():
            part = array if array.shape[-1] == 1 else array[..., [draw]]
            numpy.testing.assert_array_equal(part, alone[key], err_msg=key)


def test_each_prior_is_what_it_is_called():
    standard = numpy.array([-1.0, 0.0, 1.0])
    numpy.testing.assert_allclose(numpy.log(from_standard("lognormal", standard, 2.0, 0.3) / 2.0), 0.3 * standard)
    share = from_standard("logitnormal", standard, 0.2, 0.5)
    numpy.testing.assert_allclose(numpy.log(share / (1.0 - share)) - numpy.log(0.2 / 0.8), 0.5 * standard)
    numpy.testing.assert_allclose(from_standard("normal", standard, 2.0, 0.3), 2.0 + 0.3 * standard)


@pytest.mark.parametrize("distribution", ["lognormal", "logitnormal", "normal"])
@given(z=st.floats(-4, 4), median=st.floats(0.05, 0.95), spread=st.floats(0.05, 1.0))
def test_the_slope_of_a_prior_against_differences(distribution, z, median, spread):
    up, down = (from_standard(distribution, numpy.array([z + step]), median, spread) for step in (1e-5, -1e-5))
    value = from_standard(distribution, numpy.array([z]), median, spread)
    numpy.testing.assert_allclose(slope_of_standard(distribution, value, spread), (up - down) / 2e-5, rtol=1e-6)


@pytest.mark.parametrize("name", structures())
def test_every_structure_builds_and_has_comparisons(name):
    where = Coordinates(structure(name))
    figures = comparisons(structure(name))
    assert where.model.equations and len(figures) > 200
    assert len({(figure.name, figure.year) for figure in figures}) == len(figures)


def test_rival_harvests_are_chosen():
    by_name = {
        name: {
            figure.year: figure.value for figure in comparisons(structure(name)) if figure.name == "grain_harvest_total"
        }
        for name in ("base", "harvest_low", "harvest_official")
    }
    assert by_name["harvest_low"][1930] < by_name["base"][1930] < by_name["harvest_official"][1930]
    assert by_name["harvest_official"][1935] == by_name["base"][1935]


def test_a_fold_leaves_its_figures_out():
    whole = comparisons(structure("base"))
    for fold in all_folds():
        held = [figure for figure in whole if fold.holds(figure)]
        assert held, fold.name
        assert len(comparisons(structure("base"), [fold])) == len(whole) - len(held)


def test_a_misspelt_structure_is_answered_with_the_nearest():
    with pytest.raises(PyrrhicError, match="did you mean harvest_low"):
        structure("harvest_lwo")


def test_every_row_of_the_table_has_observations_and_a_name_of_its_own():
    assert len({row.name for row in correspondences()}) == len(correspondences())
    for row in correspondences():
        assert observations(row), row.name


def test_every_landmark_cites_works_that_exist():
    for mark in all_landmarks():
        for reference in mark.source.split(";"):
            assert split(reference.strip())[0] in bibliography(), mark.name


def test_the_starting_fit_stays_within_bounds_and_moves_only_free_parameters():
    fitted = starting_fit.fitted_parameters()
    for name, parameter in parameters().items():
        low, high = parameter.bounds
        assert ((low <= fitted[name]) & (fitted[name] <= high)).all(), name
        if not parameter.free:
            assert (fitted[name] == parameter.value).all(), name


def test_the_starting_fit_reads_what_is_written(tmp_path, monkeypatch):
    path = tmp_path / "fit.toml"
    regional = {1932: numpy.linspace(-0.2, 0.2, 11)}
    starting_fit.write(path, {"retention": numpy.array([0.25])}, numpy.zeros(len(YEARS)), regional)
    monkeypatch.setattr(starting_fit, "PATH", path)
    for cached in (starting_fit._entries, starting_fit.fitted_parameters):
        cached.cache_clear()
    try:
        assert float(starting_fit.fitted_parameters()["retention"].reshape(-1)[0]) == 0.25
        numpy.testing.assert_allclose(starting_fit.unexplained_yield_regional()[6, 0, :, 0], regional[1932], atol=1e-5)
    finally:
        for cached in (starting_fit._entries, starting_fit.fitted_parameters):
            cached.cache_clear()
