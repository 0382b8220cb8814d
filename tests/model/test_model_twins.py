"""The NumPy and the JAX driver run the same model to 1e-10, and the gradient through it agrees with differences."""

import numpy

from pyrrhic.engine.loop import import_jax, scan_years, simulate, simulate_ensemble
from pyrrhic.methods.coordinates import Coordinates, structure

WHERE = Coordinates(structure("base"))
KEPT = ("grain_harvest_total", "grain_collected_total", "excess_deaths", "herds_total", "urban_population",
        "net_grain_imports", "gross_product", "nutrition")


def test_drivers_agree_on_random_draws():
    draws = numpy.random.default_rng(7).standard_normal((5, WHERE.size))
    parameters = [WHERE.parameters(z) for z in draws]
    paths = [WHERE.paths(z) for z in draws]
    together = simulate_ensemble(
        WHERE.model, {name: numpy.concatenate([one[name] for one in parameters], axis=-1) for name in parameters[0]},
        WHERE.opening, {name: numpy.concatenate([one[name] for one in paths], axis=-1) for name in paths[0]}, KEPT)
    assert together.failures == 0
    for member in range(len(draws)):
        alone = simulate(WHERE.model, parameters[member], WHERE.opening, paths[member], KEPT)
        for name in KEPT:
            numpy.testing.assert_allclose(together.values[name][..., member], alone.values[name][..., 0],
                                          rtol=1e-10, atol=1e-12, err_msg=name)


def test_gradient_of_famine_deaths_against_differences():
    jax = import_jax()

    def famine_deaths(z):
        values, _ = scan_years(WHERE.model, ("excess_deaths",), WHERE.parameters(z), WHERE.opening, WHERE.paths(z))
        return values["excess_deaths"][4:8].sum()

    z = 0.3 * numpy.random.default_rng(3).standard_normal(WHERE.size)
    gradient = numpy.asarray(jax.jit(jax.grad(famine_deaths))(z))
    value = jax.jit(famine_deaths)
    assert numpy.isfinite(gradient).all()
    for index in numpy.argsort(-numpy.abs(gradient))[:6]:
        step = numpy.zeros(WHERE.size)
        step[index] = 1e-5
        difference = float(value(z + step) - value(z - step)) / 2e-5
        numpy.testing.assert_allclose(gradient[index], difference, rtol=1e-4)
