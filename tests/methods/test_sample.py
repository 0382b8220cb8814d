"""The sampler on a known normal distribution, and resuming; the shipped fit is the mode it claims to be."""

from types import SimpleNamespace

import numpy
import pytest

from pyrrhic.engine.loop import import_jax
from pyrrhic.methods import starting_fit
from pyrrhic.methods.calibrate import Mode, Problem, find_mode, in_units
from pyrrhic.methods.coordinates import structure
from pyrrhic.methods.sample import Posterior, SamplingError, Settings, read, sample, whitening

SPREADS = numpy.array([0.5, 1.0, 1.0])
MODE = Mode(numpy.zeros(3), 0.0, 1)
SHORT = Settings(warmup=200, draws=300, chains=2, block=150, seed=7)


class Normal:
    """A stand-in for a problem: three independent normal coordinates."""

    coordinates = SimpleNamespace(structure=SimpleNamespace(name="normal"), size=3, names=lambda: ["a", "b", "c"])
    comparisons = ()

    def loss(self, z, degrees):
        return 0.5 * ((z / SPREADS) ** 2).sum()

    def loss_and_gradient(self, z, degrees):
        return self.loss(z, degrees), z / SPREADS**2


def test_whitening_makes_every_direction_alike():
    matrix = whitening(Normal(), MODE)
    numpy.testing.assert_allclose(matrix @ matrix.T, numpy.diag(SPREADS**2), atol=1e-6)


def test_draws_have_the_right_spread_and_sound_diagnostics(tmp_path):
    posterior = sample(Normal(), MODE, SHORT, tmp_path / "run")
    assert posterior.z.shape == (2, 300, 3)
    numpy.testing.assert_allclose(posterior.z.std(axis=(0, 1)), SPREADS, rtol=0.25)
    found = posterior.diagnostics()
    assert found["divergences"] == 0 and found["largest_r_hat"] < 1.05
    posterior.save(tmp_path / "posterior.npz")
    again = read(tmp_path / "posterior.npz")
    assert again.names == ("a", "b", "c") and again.structure == "normal"
    numpy.testing.assert_allclose(again.z, posterior.z, rtol=1e-6)


def test_an_interrupted_run_goes_on_with_the_same_numbers(tmp_path):
    whole = sample(Normal(), MODE, SHORT, tmp_path / "whole")

    def stop_after_a_block(line):
        if line.startswith("150 of"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sample(Normal(), MODE, SHORT, tmp_path / "parts", stop_after_a_block)
    resumed = sample(Normal(), MODE, SHORT, tmp_path / "parts")
    numpy.testing.assert_array_equal(resumed.z, whole.z)


def test_other_settings_do_not_mix_with_old_blocks(tmp_path):
    sample(Normal(), MODE, Settings(warmup=10, draws=10, block=10), tmp_path)
    with pytest.raises(SamplingError, match="choose another folder"):
        sample(Normal(), MODE, Settings(warmup=10, draws=10, block=10, seed=7), tmp_path)


def test_a_run_can_be_made_longer(tmp_path):
    sample(Normal(), MODE, Settings(warmup=10, draws=10, block=10), tmp_path / "parts")
    longer = sample(Normal(), MODE, Settings(warmup=10, draws=20, block=10), tmp_path / "parts")
    whole = sample(Normal(), MODE, Settings(warmup=10, draws=20, block=10), tmp_path / "whole")
    numpy.testing.assert_array_equal(longer.z, whole.z)


def test_bad_mixing_is_not_called_sound():
    apart = numpy.concatenate([numpy.zeros((1, 100, 1)), numpy.ones((1, 100, 1))]) + numpy.random.default_rng(0).normal(
        0, 0.01, (2, 100, 1))
    assert not Posterior("normal", ("a",), apart, 0, 1.0).diagnostics()["sound"]


def test_the_shipped_starting_fit_is_the_mode():
    problem = Problem(structure("base"))
    mode = find_mode(problem)
    jax = import_jax()
    assert mode.loss < float(jax.jit(problem.loss)(numpy.zeros(problem.coordinates.size), 20.0)) / 3
    moved, national, _ = in_units(problem, mode)
    shipped = starting_fit.fitted_parameters()
    for name, value in moved.items():
        numpy.testing.assert_allclose(shipped[name], value, rtol=0.02, atol=1e-6, err_msg=name)
    numpy.testing.assert_allclose(starting_fit.unexplained_yield(), national, atol=0.01)
