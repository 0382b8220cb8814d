"""The NumPy driver and the compiled program run the same model, at draws of every posterior and anywhere in the bounds.

Near a posterior they agree to 1e-10 in every quantity of every year. Far from it the model may be chaotic (herds that
outgrow their ceiling): a whole run magnifies rounding. So there each year is compared by itself, from the same stocks.
"""

from functools import cache

import numpy
import pytest

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.posterior import available, load
from pyrrhic.calibration.structures import structures
from pyrrhic.engine import compiled
from pyrrhic.engine import loop as plain
from pyrrhic.engine.equations import CHOICE, CLOSES
from pyrrhic.engine.loop import SUCCEEDED
from pyrrhic.model import SLOTS, YEARS, assemble_all_rivals, levers, opening, parameters
from pyrrhic.runs.history import historical_paths

HEADLINES = (
    "grain_harvest_total",
    "grain_collected_total",
    "excess_deaths",
    "herds_total",
    "urban_population",
    "net_grain_imports",
    "gross_product",
    "nutrition",
)
LOST_TO_NOUGHT = "private_sales"  # nought by nought where nobody has an excess, or rounding's bit of one
# Levers at their bounds for many years make countries of billions of people in which grain has no price. The last bit of
# a share that is nearly nought, times such numbers, is a difference in anything; these years are not compared.
CONCEIVABLE = {"rural_population": 1e3, "market_price_ratio": 1e6}
BASE = coordinates("base")
MEMBERS = 60


def arguments(name: str, draws: slice = slice(None, None, 20)):
    """Model, parameters, opening stocks and paths at draws of a structure's posterior."""
    where, z = coordinates(name), load(name).z[draws]
    return where.model, where.parameters(z), where.opening_at(z), where.paths(z)


@pytest.mark.parametrize("name", available())
def test_at_draws_of_the_posterior_every_quantity_agrees(name):
    compiled_run, plain_run = (driver.simulate(*arguments(name), beyond_bounds=True) for driver in (compiled, plain))
    assert compiled_run.failures == plain_run.failures == 0 and len(compiled_run.values) > 180
    for quantity, expected in plain_run.values.items():
        numpy.testing.assert_allclose(compiled_run.values[quantity], expected, rtol=1e-10, atol=1e-12, err_msg=quantity)


def test_at_draws_of_the_prior_the_headlines_agree():
    z = numpy.random.default_rng(7).standard_normal((20, BASE.size))
    run = BASE.model, BASE.parameters(z), BASE.opening_at(z), BASE.paths(z), HEADLINES
    compiled_run, plain_run = (driver.simulate(*run, beyond_bounds=True) for driver in (compiled, plain))
    assert (compiled_run.failed_year == plain_run.failed_year).all() and compiled_run.failures < 5
    sound = compiled_run.failed_year == SUCCEEDED
    for quantity, expected in plain_run.values.items():
        numpy.testing.assert_allclose(
            compiled_run.values[quantity][..., sound], expected[..., sound], rtol=1e-10, atol=1e-12, err_msg=quantity
        )


@pytest.mark.parametrize("name", available())
def test_the_model_with_all_rivals_gives_what_the_structures_own_gives(name):
    model, own, opening, paths = arguments(name)
    choices = {
        CHOICE + slot.quantity: numpy.full((1, 1, 1), slot.number(structures()[name].choices.get(slot.quantity)))
        for slot in SLOTS
    }
    chosen = compiled.simulate(model, own, opening, paths, beyond_bounds=True)
    other = compiled.simulate(
        assemble_all_rivals(), {**own, **choices}, opening, paths, [*chosen.values], beyond_bounds=True
    )
    for quantity, values in other.values.items():  # `pull_rate` has an axis more where another rival needs it
        expected = numpy.broadcast_to(chosen.values[quantity], values.shape)
        numpy.testing.assert_allclose(values, expected, rtol=1e-11, atol=1e-13, err_msg=quantity)


# --- anywhere in the bounds -------------------------------------------------------------------------------------


def uniform(random: numpy.random.Generator, entry, shape) -> numpy.ndarray:
    """Values within the bounds of a parameter or lever; shares brought to their total."""
    drawn = random.uniform(*entry.bounds, shape)
    if entry.total is None:
        return drawn
    return entry.total * drawn / drawn.sum(axis=tuple(range(len(shape) - 3, len(shape) - 1)), keepdims=True)


@cache
def anywhere(seed: int, of_parameters: bool):
    """The arguments of a run: levers changed for a span of years with probability 0.4 each; parameters at the prior's
    medians, or anywhere in their bounds."""
    random, model = numpy.random.default_rng(seed), BASE.model
    values = BASE.parameters(numpy.zeros(BASE.size))
    if of_parameters:
        values |= {
            name: uniform(random, entry, (*entry.value.shape[:2], MEMBERS))
            for name, entry in parameters().items()
            if name in model.inputs
        }
    paths = {
        name: numpy.repeat(path, MEMBERS, axis=-1) for name, path in historical_paths().items() if name in model.inputs
    }
    for name in paths:
        for member in numpy.flatnonzero(random.random(MEMBERS) < 0.4):
            first, last = sorted(random.integers(0, len(YEARS), 2))
            shape = (1, *paths[name].shape[1:3], 1)
            paths[name][first : last + 1, ..., [member]] = uniform(random, levers()[name], shape)
    return model, values, opening(values), paths


def years_as_members(array: numpy.ndarray) -> numpy.ndarray:
    """(year, kind, place, member) to (kind, place, year and member)."""
    moved = numpy.moveaxis(array, 0, -2)
    return moved.reshape(*moved.shape[:2], -1)


@pytest.mark.parametrize("of_parameters", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_anywhere_in_the_bounds_each_year_agrees_from_the_same_stocks(seed, of_parameters):
    model, values, opening, paths = anywhere(seed, of_parameters)
    whole = plain.simulate(model, values, opening, paths)
    expected = {name: years_as_members(array) for name, array in whole.values.items()}
    stocks = {name: expected[name] for name in model.stocks}
    begun = numpy.all([(numpy.isfinite(array) & (array >= 0.0)).all(axis=(0, 1)) for array in stocks.values()], axis=0)
    closing = {name: expected[name + CLOSES] for name in model.stocks}
    sound = plain._sound(closing, expected.values())
    several = {
        name: numpy.tile(numpy.broadcast_to(array, (*array.shape[:2], MEMBERS)), len(YEARS))
        for name, array in values.items()
    }
    run = compiled.simulate(
        model, several, stocks, {name: years_as_members(path)[None] for name, path in paths.items()}
    )
    differ = begun & (sound != (run.failed_year == SUCCEEDED))
    nought = numpy.isnan(run.values[LOST_TO_NOUGHT][0] + expected[LOST_TO_NOUGHT]).any(axis=(0, 1))
    assert not (differ & ~nought).any() and differ.sum() <= 0.001 * begun.sum()
    conceivable = numpy.all([(expected[name] <= most).all(axis=(0, 1)) for name, most in CONCEIVABLE.items()], axis=0)
    both = begun & sound & ~differ & conceivable
    assert both.sum() > 0.5 * both.size
    for name in run.values:
        gap = abs(run.values[name][0] - expected[name])[..., both]
        allowed = 1e-9 if name in model.stocks or name.endswith(CLOSES) else 1e-8
        scale = abs(expected[name][..., both]) + 0.01
        assert (gap <= allowed * scale).all(), (name, (gap / scale).max())


@pytest.mark.parametrize("of_parameters, share", [(False, 0.95), (True, 0.7)])  # of 4,800 members: 0.989 and 0.886
def test_of_whole_runs_anywhere_in_the_bounds_most_agree_as_near_the_posterior(of_parameters, share):
    compiled_run, plain_run = (driver.simulate(*anywhere(3, of_parameters)) for driver in (compiled, plain))
    assert (compiled_run.failed_year != plain_run.failed_year).mean() <= 0.05
    sound = (compiled_run.failed_year == SUCCEEDED) & (plain_run.failed_year == SUCCEEDED)
    assert sound.sum() > 0.5 * MEMBERS
    worst = numpy.max(
        [
            (abs(compiled_run.values[name] - array) / (abs(array) + 0.01)).max(axis=(0, 1, 2))
            for name, array in plain_run.values.items()
        ],
        axis=0,
    )[sound]
    assert (worst < 1e-10).mean() >= share and numpy.median(worst) < 1e-11


# --- members, precision -----------------------------------------------------------------------------------------


def test_a_member_has_the_same_bits_alone_in_another_order_and_beside_members_that_fail(monkeypatch):
    model, values, opening, paths = anywhere(1, True)
    paths = {**paths, "drought_code": paths["drought_code"].copy()}
    for member in range(0, MEMBERS, 7):  # no run within the bounds fails, so some are made to, each in another year
        paths["drought_code"][member // 2, ..., member] = numpy.nan
    whole = compiled.simulate(model, values, opening, paths, beyond_bounds=True)
    assert (whole.failed_year != SUCCEEDED).sum() == len(range(0, MEMBERS, 7)) == len({*whole.failed_year}) - 1
    monkeypatch.setattr(compiled, "BLOCK", 7)
    chosen = numpy.random.default_rng(0).permutation(MEMBERS)[:41]
    part = compiled.simulate(
        model,
        {name: array if array.shape[-1] == 1 else array[..., chosen] for name, array in values.items()},
        opening,
        {name: path[..., chosen] for name, path in paths.items()},
        threads=3,
        beyond_bounds=True,
    )
    numpy.testing.assert_array_equal(part.failed_year, whole.failed_year[chosen])
    for name, array in part.values.items():
        numpy.testing.assert_array_equal(array, whole.values[name][..., chosen], err_msg=name)


def test_in_float32_no_sound_member_of_history_is_called_failed_and_numbers_are_near():
    exact, rough = (
        compiled.simulate(*arguments("base", slice(None)), HEADLINES, dtype=dtype, beyond_bounds=True)
        for dtype in ("float64", "float32")
    )
    assert exact.failures == rough.failures == 0 and rough.failed_year.size == 200
    for name in HEADLINES:
        numpy.testing.assert_allclose(rough.values[name], exact.values[name], rtol=2e-4, atol=2e-4, err_msg=name)
