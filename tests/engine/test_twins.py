"""Twins: the NumPy loop and the compiled program agree, and so do runs that are kept, summed up and streamed.

Agreement is to 1e-10 of a number and 1e-12 of its unit; the two differ only in how they round.
"""

import functools

import numpy
import operations
import pytest
import toy_country as toy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from twins import INFINITE, KEEP, MEMBERS, MODELS, TONNES, assert_alike, assert_same_bits, of, of_the_country

from pyrrhic.engine import compiled
from pyrrhic.engine import loop as plain
from pyrrhic.engine.arithmetic import exp, sum_over_kinds, where
from pyrrhic.engine.build import build
from pyrrhic.engine.equations import CHOICE, Input, equation
from pyrrhic.engine.loop import SUCCEEDED
from pyrrhic.errors import PyrrhicError
from pyrrhic.units import MillionPersons, MillionTonnes


@st.composite
def draws(draw):
    """Parameters with five members, each within the range in which the country may live or fail."""

    def members(low, high, kinds=1, places=1):
        return draw(arrays(float, (kinds, places, MEMBERS), elements=st.floats(low, high)))

    land = members(1.0, 30.0, places=3)
    return toy.parameters() | {
        "strength": members(0.2, 1.5, kinds=2),
        "labour_elasticity": members(0.1, 0.9),
        "ration": members(0.1, 0.4),
        "land": 35.0 * land / land.sum(axis=1, keepdims=True),
        "growth": members(-0.1, 0.05),
        "breeding": members(-0.3, 0.2, kinds=2),
    }


@settings(max_examples=30)
@given(parameters=draws(), choice=st.sampled_from(sorted(MODELS)))
def test_twins_agree(parameters, choice):
    arguments = MODELS[choice], parameters, toy.opening(), toy.paths()
    assert_alike(compiled.simulate(*arguments), plain.simulate(*arguments))
    assert_alike(compiled.simulate(*arguments, KEEP), plain.simulate(*arguments, KEEP))


@functools.cache
def operation_model():
    return operations.model()


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32 - 1), members=st.integers(1, 20))
def test_twins_agree_in_every_operation(seed, members):
    random = numpy.random.default_rng(seed)
    shape = (*operations.SHAPE, members)
    parameters = {"y": random.uniform(0.1, 3.0, shape), "z": random.uniform(0.0, 2.0, (1, 1, members))}
    arguments = (
        operation_model(),
        parameters,
        operations.opening(),
        {"x": random.uniform(-3.0, 3.0, (operations.YEARS, *shape))},
        operations.KEPT,
    )
    assert_alike(compiled.simulate(*arguments), plain.simulate(*arguments))


def test_twins_agree_where_numbers_are_none_or_infinite():
    """Each special value in a member of its own, through every operation: the same numbers, or none in both.

    Numbers whose square is beyond the largest are left out: the program rounds a * b + c once, NumPy twice.
    """
    special = numpy.array([0.0, -0.0, 1.0, -1.0, 1e150, -1e150, 5e-324, 800.0, -800.0, *INFINITE])
    x, y = (part.reshape(-1) for part in numpy.meshgrid(special, special))
    arguments = (
        operation_model(),
        {"y": numpy.broadcast_to(y, (*operations.SHAPE, y.size)), "z": toy.national(0.5)},
        operations.opening(),
        {"x": numpy.broadcast_to(x, (operations.YEARS, *operations.SHAPE, x.size))},
        operations.KEPT,
    )
    compiled_run, plain_run = (driver.simulate(*arguments, beyond_bounds=True) for driver in (compiled, plain))
    assert_alike(compiled_run, plain_run)
    assert 0 < compiled_run.failures < x.size


# --- members --------------------------------------------------------------------------------------------------


@given(count=st.integers(1, 83), first=st.integers(0, 82), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_a_member_has_the_same_bits_alone_in_any_order_and_beside_any_neighbour(count, first, seed):
    model, parameters, *others = of_the_country()
    chosen = numpy.random.default_rng(seed).permutation(83)[first : first + count]
    whole = compiled.simulate(model, parameters, *others)
    part = compiled.simulate(model, _members_of(parameters, chosen), *others)
    assert_same_bits(part, of(whole, chosen))


def _members_of(parameters, chosen):
    return {name: array if array.shape[-1] == 1 else array[..., chosen] for name, array in parameters.items()}


@pytest.mark.parametrize("threads", [1, 2, 7, None])
@pytest.mark.parametrize("block", [1, 3, 8, 16, 82, 83, 500])
def test_neither_blocks_nor_threads_change_a_bit(monkeypatch, block, threads):
    whole = compiled.simulate(*of_the_country())
    monkeypatch.setattr(compiled, "BLOCK", block)
    assert_same_bits(compiled.simulate(*of_the_country(), threads=threads), whole)


@pytest.mark.parametrize("block", [1, 5, 8, 40, 83, 1000])
def test_a_stream_of_blocks_is_the_whole(block):
    whole, members = compiled.simulate(*of_the_country()), []
    for part, run in compiled.stream(*of_the_country(), block=block):
        assert_same_bits(run, of(whole, part))
        members += range(83)[part]
    assert members == [*range(83)]


def test_a_stream_makes_one_block_at_a_time():
    blocks = compiled.stream(*of_the_country(), block=20)
    assert next(blocks)[1].values["grain"].shape[-1] == 20


def test_no_members_give_no_numbers_and_one_member_gives_an_axis_of_one():
    model, _, *others = of_the_country()
    for driver in (compiled, plain):
        for members in (0, 1):
            parameters = toy.parameters() | {"growth": numpy.zeros((1, 1, members))}
            run = driver.simulate(model, parameters, *others)
            assert all(array.shape[-1] == members for array in run.values.values())
            assert run.failed_year.shape == (members,)


# --- failures -------------------------------------------------------------------------------------------------


def test_failure_is_a_value_of_its_member_alone():
    exports = numpy.broadcast_to(toy.national(1.0, 14.0, 40.0), (toy.YEARS, 1, 1, 3)).copy()
    exports[4, ..., 0] = numpy.nan
    arguments = MODELS["cobb_douglas"], toy.parameters(), toy.opening(), toy.paths() | {"grain_export": exports}
    plain_run, compiled_run = (
        driver.simulate(*arguments, keep=["grain_next"], beyond_bounds=True) for driver in (plain, compiled)
    )
    assert compiled_run.failed_year.tolist() == plain_run.failed_year.tolist()
    assert compiled_run.failed_year[0] == 4 and 0 < compiled_run.failed_year[1] < 4 and compiled_run.failed_year[2] == 0
    assert compiled_run.failures == 3
    sound = compiled.simulate(MODELS["cobb_douglas"], toy.parameters(), toy.opening(), toy.paths(), ["grain_next"])
    assert (sound.failed_year == SUCCEEDED).all()


def test_failures_of_kept_quantities_are_those_of_the_numpy_driver():
    """A kept quantity that is no number fails its member; an input that is kept does not, for it is not computed."""

    @equation
    def aside(weather: MillionTonnes) -> MillionTonnes:
        return where(weather > 1.0, numpy.inf, weather)

    @equation
    def store_next(store: MillionTonnes) -> MillionTonnes:
        return store * 1.0

    model = build([aside, store_next], {"weather": Input(TONNES)})
    weather = numpy.array([[1.0, 1.0, 0.5], [1.0, 3.0, 0.5], [numpy.nan, 1.0, 0.5]]).reshape(3, 1, 1, 3)
    for keep, failed in ((["aside", "weather"], [2, 1, -1]), (["store", "weather"], [-1, -1, -1])):
        arguments = model, {}, {"store": toy.national(1.0)}, {"weather": weather}, keep
        plain_run, compiled_run = (driver.simulate(*arguments, beyond_bounds=True) for driver in (plain, compiled))
        assert plain_run.failed_year.tolist() == compiled_run.failed_year.tolist() == failed
        assert_alike(compiled_run, plain_run)


def test_what_rounding_leaves_of_a_stock_is_no_failure_and_more_is():
    @equation
    def store_next(store: MillionTonnes, weather: MillionTonnes) -> MillionTonnes:
        return store * 0.0 - weather

    model = build([store_next], {"weather": Input(TONNES)})
    weather = numpy.array([1e-10, 0.9e-9, 1.1e-9, 0.9e-4, 1.1e-4]).reshape(1, 1, 1, 5)
    arguments = model, {}, {"store": toy.national(1.0)}, {"weather": weather}, ["store"]
    assert plain.simulate(*arguments).failed_year.tolist() == [-1, -1, 0, 0, 0]
    assert compiled.simulate(*arguments).failed_year.tolist() == [-1, -1, 0, 0, 0]
    assert compiled.simulate(*arguments, dtype="float32").failed_year.tolist() == [-1, -1, -1, -1, 0]


# --- what is kept ---------------------------------------------------------------------------------------------


def test_kept_inputs_are_shown_as_they_were_given():
    run = compiled.simulate(*of_the_country(keep=("weather", "grain", "land", "slaughter", "growth")))
    assert (run.values["weather"] == toy.paths()["weather"]).all() and run.values["weather"].shape == (6, 1, 1, 83)
    assert (run.values["land"] == toy.ensemble(83)["land"]).all() and run.values["land"].shape == (6, 1, 3, 83)
    assert (run.values["slaughter"] == toy.paths()["slaughter"]).all()


def test_what_is_kept_beside_it_does_not_change_a_quantity():
    whole = compiled.simulate(*of_the_country(keep=None))
    for name in ("grain", "tillage", "grain_next"):
        part = compiled.simulate(*of_the_country(keep=(name, name, "animals")))
        assert list(part.values) == [name, "animals"]
        numpy.testing.assert_array_equal(part.values[name], whole.values[name])


def test_keeping_nothing_gives_failures_alone():
    for driver in (compiled, plain):
        run = driver.simulate(*of_the_country(keep=()))
        assert run.values == {} and run.failures == compiled.simulate(*of_the_country(keep=("grain",))).failures


def test_given_quantities_replace_their_equations():
    harvest = plain.simulate(*of_the_country(1)).values["grain_harvest"]
    for paths in (harvest, numpy.concatenate([harvest, 0.5 * harvest], axis=-1)):
        arguments = (
            toy.country(given=["grain_harvest"]),
            toy.parameters(),
            toy.opening(),
            toy.paths() | {"grain_harvest": paths},
        )
        assert_alike(compiled.simulate(*arguments), plain.simulate(*arguments))
    free = compiled.simulate(MODELS["cobb_douglas"], toy.parameters(), toy.opening(), toy.paths(), ["grain"])
    own = compiled.simulate(MODELS["cobb_douglas"], toy.parameters(), toy.opening(), toy.paths(), ["grain_harvest"])
    bound = compiled.simulate(*arguments[:3], toy.paths() | {"grain_harvest": own.values["grain_harvest"]}, ["grain"])
    numpy.testing.assert_array_equal(bound.values["grain"], free.values["grain"])


def test_with_all_rivals_each_member_is_that_of_the_model_with_its_own():
    every = toy.country(all_rivals=True)
    choice = (numpy.arange(83) % 2).astype(float).reshape(1, 1, -1)
    _, parameters, *others = of_the_country()
    run = compiled.simulate(every, parameters | {CHOICE + "tillage": choice}, *others)
    for number, name in enumerate(MODELS):
        assert toy.TILLAGE.number(name) == number
        alone = compiled.simulate(MODELS[name], parameters, *others)
        assert_same_bits(of(run, choice.reshape(-1) == number), of(alone, choice.reshape(-1) == number))
    assert_alike(run, plain.simulate(every, parameters | {CHOICE + "tillage": choice}, *others))
    with pytest.raises(PyrrhicError, match="choice_of_tillage is 2; allowed: 0 to 1"):
        compiled.simulate(every, parameters | {CHOICE + "tillage": toy.national(2.0)}, *others)


def test_stocks_that_close_from_anything_hold_what_they_closed_with():
    """From a path shared by all members, an input, a constant, a kind, another stock, and one another."""

    @equation
    def before_next(grain_export: MillionTonnes) -> MillionTonnes:
        return grain_export

    @equation
    def held_next(amount: MillionTonnes) -> MillionTonnes:
        return amount

    @equation
    def made_once_next(amount: MillionTonnes) -> MillionTonnes:
        return exp(amount)

    @equation("region")
    def horses_next(herd: MillionTonnes) -> MillionTonnes:
        return herd[0:1]

    @equation("animal", "region")
    def herd_next(herd: MillionTonnes, labour: MillionPersons) -> MillionTonnes:
        return sum_over_kinds(herd) * 0.25 + 0.5 * herd + 0.0 * labour

    @equation
    def first_next(second: MillionTonnes) -> MillionTonnes:
        return second

    @equation
    def second_next(first: MillionTonnes) -> MillionTonnes:
        return first

    @equation("region")
    def labour_next(labour: MillionPersons, before: MillionTonnes) -> MillionPersons:
        return labour * (1.0 + 0.0 * before)

    model = build(
        [before_next, held_next, made_once_next, horses_next, herd_next, first_next, second_next, labour_next],
        {"grain_export": Input(TONNES), "amount": Input(TONNES)},
        toy.AXES,
    )
    opening = {
        "before": toy.national(1.0),
        "held": toy.national(7.0),
        "made_once": toy.national(8.0),
        "horses": toy.by_place(9.0, 9.0, 9.0),
        "herd": toy.opening()["animals"],
        "first": toy.national(1.0),
        "second": toy.national(2.0),
        "labour": toy.by_place(1.0, 2.0, 3.0) * toy.national(1.0, 2.0),
    }
    arguments = (model, {"amount": toy.national(0.1, 0.2)}, opening, {"grain_export": toy.paths()["grain_export"]})
    run = compiled.simulate(*arguments)
    assert_alike(run, plain.simulate(*arguments))
    assert run.values["before"][:, 0, 0, 1].tolist() == [1.0, 2.0, 2.0, 2.0, 2.0, 2.0]
    assert run.values["held"][:2, 0, 0].tolist() == [[7.0, 7.0], [0.1, 0.2]]
    assert run.values["first"][:3, 0, 0, 0].tolist() == [1.0, 2.0, 1.0]
    assert run.values["labour"][-1, 0, :, 1].tolist() == [2.0, 4.0, 6.0]
    assert (run.values["horses"][1:] == run.values["herd"][:-1, 0:1]).all()


# --- sums and precision ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("threads, block", [(1, 256), (2, 16), (3, 5)])
def test_sums_are_those_of_what_is_kept(monkeypatch, threads, block):
    monkeypatch.setattr(compiled, "BLOCK", block)
    keep = ("grain", "animals", "grain_harvest", "labour_next")
    run, sums = (call(*of_the_country(keep=keep), threads=threads) for call in (compiled.simulate, compiled.sums))
    sound = run.failed_year == SUCCEEDED
    assert 0 < sound.sum() < sound.size and (sums.failed_year == run.failed_year).all()
    assert list(sums.mean) == list(sums.variance) == list(keep)
    for name in keep:
        kept = run.values[name][..., sound]
        numpy.testing.assert_allclose(sums.mean[name], kept.mean(axis=-1), rtol=1e-13, err_msg=name, strict=True)
        numpy.testing.assert_allclose(sums.variance[name], kept.var(axis=-1), rtol=1e-9, atol=1e-12, err_msg=name)


def test_sums_have_the_same_bits_on_any_number_of_threads(monkeypatch):
    monkeypatch.setattr(compiled, "BLOCK", 10)
    alone, together = (compiled.sums(*of_the_country(keep=("grain",)), threads=threads) for threads in (1, 4))
    numpy.testing.assert_array_equal(alone.mean["grain"], together.mean["grain"])
    numpy.testing.assert_array_equal(alone.variance["grain"], together.variance["grain"])


def test_sums_over_nobody_are_no_numbers():
    model, _, opening, paths, _ = of_the_country()
    sums = compiled.sums(model, toy.parameters() | {"ration": toy.national(1.0)}, opening, paths, ["grain"])
    assert sums.failed_year.tolist() == [0] and numpy.isnan(sums.mean["grain"]).all()


def test_float32_is_close_and_says_so_in_its_type():
    exact, rough = compiled.simulate(*of_the_country()), compiled.simulate(*of_the_country(), dtype="float32")
    for name in KEEP[:-2]:
        assert rough.values[name].dtype == numpy.float32
        numpy.testing.assert_allclose(rough.values[name], exact.values[name], rtol=2e-5, atol=2e-5, err_msg=name)
    assert (rough.failed_year == exact.failed_year).all()
    assert not (rough.values["grain_harvest"] == exact.values["grain_harvest"]).all()


def test_a_broken_program_would_be_seen(monkeypatch):
    """Break what the twins guard: a coefficient in the printed program."""
    real = compiled.c.program
    monkeypatch.setattr(compiled.c, "program", lambda plan: real(plan).replace("all_of(1.0)", "all_of(1.000000001)"))
    broken = toy.country()
    arguments = toy.parameters(), toy.opening(), toy.paths(), KEEP
    with pytest.raises(AssertionError):
        assert_alike(compiled.simulate(broken, *arguments), plain.simulate(broken, *arguments))
