"""Every accounting identity closes to 1e-9, and every stock stays physical, in any run of any draw from the priors."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrrhic import model
from pyrrhic.calibration.coordinates import Coordinates
from pyrrhic.calibration.structures import structures
from pyrrhic.engine.equations import CLOSES
from pyrrhic.engine.loop import simulate
from pyrrhic.model.identities import CLOSES_TO, IDENTITIES, Identity, gaps, reads

TAKEN_TOGETHER = ("base", "proportional_plan", "one_migration_law", "capital_limited_industry")
WHERE = {name: Coordinates(structures()[name]) for name in TAKEN_TOGETHER}
NEVER_ABOVE = {
    "grain_collected": "village_grain",
    "seed": "village_grain",
    "private_sales": "grain_before_trade",
    "grain_exports": "grain_at_hand",
}


def run_of(name, seed):
    """One run at a draw from the priors of a structure, with its inputs among the values."""
    where = WHERE[name]
    z = numpy.random.default_rng(seed).standard_normal(where.size)
    parameters, paths = where.parameters(z), where.paths(z)
    run = simulate(where.model, parameters, where.opening_at(z), paths, beyond_bounds=True)
    inputs = {key: numpy.broadcast_to(value, (len(model.YEARS), *value.shape)) for key, value in parameters.items()}
    return run, {**inputs, **paths, **run.values}


@settings(max_examples=25)
@given(name=st.sampled_from(TAKEN_TOGETHER), seed=st.integers(0, 2**32 - 1))
def test_identities_close_and_stocks_stay_physical(name, seed):
    run, values = run_of(name, seed)
    assert run.failures == 0
    for title, gap in gaps(values).items():
        assert gap.shape == (1,) and gap.max() < CLOSES_TO, title
    for stock in WHERE[name].model.stocks:
        assert (values[stock] >= 0.0).all(), stock
    values["grain_at_hand"] = values["state_grain"] + values["grain_collected_total"]
    for part, whole in NEVER_ABOVE.items():
        assert (values[part] <= values[whole] + CLOSES_TO).all(), part


@pytest.fixture(scope="module")
def sound() -> dict[str, numpy.ndarray]:
    """What a run at a draw from the prior gives, inputs included."""
    return run_of("base", 1)[1]


@pytest.mark.parametrize("name", IDENTITIES)
def test_an_identity_is_broken_by_one_changed_number_of_anything_it_reads(name, sound):
    identity = IDENTITIES[name]
    assert identity.gap(sound).max() < CLOSES_TO
    for quantity in identity.reads:
        assert identity.gap(with_one_number_changed(sound, quantity)).max() > CLOSES_TO, quantity


def with_one_number_changed(values, quantity):
    """The values with the largest number that a quantity has in the last year raised by a hundredth of its unit."""
    changed = numpy.array(values[quantity], float)
    of_the_last_year = changed[-1].reshape(-1)
    of_the_last_year[of_the_last_year.argmax()] += 0.01
    return {**values, quantity: changed}


@given(size=st.floats(1e-6, 1e3))
def test_a_gap_is_relative_to_the_size_and_that_of_small_things_to_the_unit(size):
    twice = Identity("twice", "Twice.", lambda half, whole: (whole, 2.0 * half))
    values = {"whole": numpy.full((3, 1, 2, 1), 2.0 * size), "half": numpy.full((3, 1, 2, 1), 1.1 * size)}
    assert twice.gap(values)[0] == pytest.approx(0.2 * size / max(2.0 * size, 1.0))


def test_gaps_are_told_for_each_member_and_a_broken_one_is_seen_alone(sound):
    members = {name: numpy.repeat(array, 3, axis=-1) for name, array in sound.items()}
    members["seed"][5, 0, 2, 1] *= 1.001
    gap = gaps(members)["village grain"]
    assert gap[1] > CLOSES_TO > gap[[0, 2]].max()


def test_what_the_identities_read_can_be_kept_and_each_says_what_balances():
    known = model.assemble().names
    assert all(name in known or name.removesuffix(CLOSES) in known for name in reads())
    for identity in IDENTITIES.values():
        assert identity.balances.endswith(".") and ":" in identity.balances, identity.name


def test_an_identity_is_left_out_where_something_it_reads_is_missing(sound):
    assert set(gaps(sound)) == set(IDENTITIES)
    assert "land" not in gaps({name: array for name, array in sound.items() if name != "virgin_land"})


def test_shares_of_regions_sum_to_one():
    for name, parameter in model.parameters().items():
        if parameter.shape == "regional" and parameter.title.en.startswith("Share of each region"):
            assert parameter.value.sum() == pytest.approx(1.0, abs=1e-4), name
