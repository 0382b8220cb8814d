"""Errors that persist within a row: exact densities, derivatives by differences, and rows that are left alone."""

from types import SimpleNamespace

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrrhic.calibration.comparisons import correspondences
from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.density import Errors, LogDensity
from pyrrhic.calibration.likelihood import comparisons, student_t, student_t_without_constant
from pyrrhic.calibration.persistence import Chains, at_prior_medians, kind_of_row, kinds
from pyrrhic.calibration.structures import structure

FIGURES = comparisons(structure("base"))
PERSISTENT = next(iter(kinds().values())).rows[0]
NEARLY_NORMAL = 1e9
RANDOM = numpy.random.default_rng(8)
ERRORS = RANDOM.standard_normal(len(FIGURES))
PERSISTENCE = RANDOM.uniform(0.2, 0.95, (len(kinds()), 1))


def of_row(*years: int, name: str = PERSISTENT) -> list[SimpleNamespace]:
    """Figures of one row in these years."""
    return [SimpleNamespace(name=name, year=year, row=True) for year in years]


def log_normal(errors: numpy.ndarray, correlation: numpy.ndarray) -> float:
    """The log density of the multivariate normal distribution with unit variances."""
    _, determinant = numpy.linalg.slogdet(correlation)
    quadratic = errors @ numpy.linalg.solve(correlation, errors)
    return -0.5 * (quadratic + determinant + len(errors) * numpy.log(2.0 * numpy.pi))


@pytest.mark.parametrize("years", [(1950, 1951, 1952, 1953), (1941, 1946, 1947, 1950), (1960,)])
@given(persistence=st.floats(0.01, 0.98))
def test_with_normal_errors_the_density_is_that_of_a_stationary_process(years, persistence):
    chains, errors = Chains(of_row(*years)), ERRORS[: len(years)]
    all_alike = numpy.full((len(kinds()), 1), persistence)
    new = chains.innovations(errors[:, None], all_alike)
    normal = -0.5 * (new**2 + numpy.log(2.0 * numpy.pi)) + chains.log_scale(all_alike)
    apart = abs(numpy.subtract.outer(years, years))
    assert normal.sum() == pytest.approx(log_normal(errors, persistence**apart), rel=1e-9)


def test_the_whole_likelihood_with_nearly_normal_errors_is_that_of_its_rows_one_after_another():
    z = RANDOM.standard_normal(len(kinds()))
    errors = Errors(FIGURES)
    by_kind = dict(zip(kinds(), errors.persistence(z), strict=True))
    expected = 0.0
    for name in dict.fromkeys(figure.name for figure in FIGURES):
        places = [place for place, figure in enumerate(FIGURES) if figure.name == name]
        years = [FIGURES[place].year for place in places]
        persistence = by_kind.get(kind_of_row().get(name, ""), 0.0)
        correlation = persistence ** abs(numpy.subtract.outer(years, years)).astype(float)
        expected += log_normal(ERRORS[places], correlation)
    value, _, _ = errors.log_density(ERRORS, z, NEARLY_NORMAL)
    assert value - 0.5 * len(FIGURES) * numpy.log(2.0 * numpy.pi) == pytest.approx(expected, rel=1e-6)


def test_a_row_without_a_kind_and_a_landmark_are_left_alone():
    chains, errors = Chains(FIGURES), ERRORS[:, None]
    alone = [place for place, figure in enumerate(FIGURES) if figure.name not in kind_of_row()]
    assert len(alone) > len(FIGURES) / 3
    numpy.testing.assert_array_equal(chains.innovations(errors, PERSISTENCE)[alone], errors[alone])
    assert not chains.log_scale(PERSISTENCE)[alone].any()
    by_error, _ = chains.back(ERRORS, ERRORS, PERSISTENCE[:, 0])
    numpy.testing.assert_array_equal(by_error[alone], ERRORS[alone])


def test_without_persistence_the_likelihood_is_that_of_independent_errors():
    none = 0.0 * at_prior_medians()
    new = Chains(FIGURES).innovations(ERRORS[:, None], none)[:, 0]
    assert student_t(new).sum() == student_t(ERRORS).sum() and not Chains(FIGURES).log_scale(none).any()


def test_what_is_not_in_order_hangs_together_by_its_years():
    mixed, ordered = Chains(of_row(1952, 1950, 1951)), Chains(of_row(1950, 1951, 1952))
    errors = ERRORS[:3, None]
    numpy.testing.assert_array_equal(
        mixed.innovations(errors[[2, 0, 1]], PERSISTENCE)[[1, 2, 0]], ordered.innovations(errors, PERSISTENCE)
    )


def test_two_rows_of_a_kind_do_not_hang_together():
    first, second = next(kind.rows for kind in kinds().values() if len(kind.rows) > 1)[:2]
    assert not len(Chains([*of_row(1950, name=first), *of_row(1951, name=second)]).links)


def test_figures_left_out_break_the_chain_only_where_they_were():
    whole, without = Chains(of_row(1950, 1951, 1952)), Chains(of_row(1950, 1952))
    assert whole.years.tolist() == [1, 1] and without.years.tolist() == [2]


def test_drawn_errors_have_the_innovations_they_are_drawn_from_and_the_correlation_said():
    chains, new = Chains(FIGURES), RANDOM.standard_normal((len(FIGURES), 3))
    persistence = numpy.tile(PERSISTENCE, 3)
    numpy.testing.assert_allclose(chains.innovations(chains.drawn(new, persistence), persistence), new, atol=1e-12)
    many = numpy.random.default_rng(2).standard_normal((4, 20000))
    drawn = Chains(of_row(1950, 1951, 1952, 1953)).drawn(many, numpy.full((len(kinds()), 20000), 0.8))
    numpy.testing.assert_allclose(numpy.corrcoef(drawn)[0], [1.0, 0.8, 0.64, 0.512], atol=0.02)
    numpy.testing.assert_allclose(drawn.std(axis=1), 1.0, atol=0.02)


def test_derivatives_by_differences():
    errors, z = Errors(FIGURES), RANDOM.standard_normal(len(kinds()))
    _, by_residual, by_z = errors.log_density(ERRORS, z)
    for direction in RANDOM.standard_normal((5, len(FIGURES))):
        up, down = (errors.log_density(ERRORS + step * direction, z)[0] for step in (1e-6, -1e-6))
        assert by_residual @ direction == pytest.approx((up - down) / 2e-6, rel=1e-5)
    for place, step in enumerate(1e-6 * numpy.eye(len(kinds()))):
        up, down = (errors.log_density(ERRORS, z + sign * step)[0] for sign in (1.0, -1.0))
        assert by_z[place] == pytest.approx((up - down) / 2e-6, rel=1e-4)


def test_the_gradient_of_the_whole_density_by_the_coordinates_of_persistence():
    density = LogDensity(structure("base"))
    z = 0.1 * numpy.random.default_rng(4).standard_normal(density.coordinates.size)
    _, gradient = density(z)
    for place in range(*density.coordinates.errors.indices(z.size)):
        step = 1e-5 * numpy.eye(z.size)[place]
        assert gradient[place] == pytest.approx((density(z + step)[0] - density(z - step)[0]) / 2e-5, rel=1e-5)
        assert density.names[place].startswith("error_persistence[")


def test_a_point_of_zeros_has_the_prior_medians_and_draws_stand_side_by_side():
    where = coordinates("base")
    numpy.testing.assert_allclose(where.persistence(numpy.zeros(where.size)), at_prior_medians())
    z = RANDOM.standard_normal((4, where.size))
    together = where.persistence(z)
    assert together.shape == (len(kinds()), 4)
    for draw in range(4):
        numpy.testing.assert_array_equal(together[:, [draw]], where.persistence(z[draw]))


def test_every_row_that_persists_is_evidence_with_figures_a_year_apart():
    evidence = {row.name for row in correspondences() if row.evidence}
    assert set(kind_of_row()) <= evidence
    chains = Chains(FIGURES)
    linked = {FIGURES[place].name for place in chains.later[chains.years == 1]}
    assert linked == set(kind_of_row())


@pytest.mark.parametrize("row", ["grain_harvest_total", "deaths", "births", "net_grain_imports", "herds_total pigs"])
def test_rows_that_are_made_anew_each_year_stay_independent(row):
    """A persistence shared by these let the harvests before the war drift by an error, and deaths follow."""
    assert row not in kind_of_row()


def test_persistent_errors_are_likelier_where_they_persist():
    """Break what the tests above guard: a steady misfit costs less than one that jumps."""
    chains, persistence = Chains(of_row(*range(1950, 1960))), numpy.full((len(kinds()), 1), 0.8)

    def density(errors):
        return float(student_t_without_constant(chains.innovations(errors[:, None], persistence)).sum())

    assert density(numpy.full(10, 1.5)) > density(1.5 * numpy.resize([1.0, -1.0], 10)) + 10.0
