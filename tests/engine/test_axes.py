"""Axes and bodies of equations are checked when a model is built: what cannot be followed is refused in a sentence."""

import math
import re

import numpy
import pytest
import toy_country as toy
from hypothesis import given
from hypothesis import strategies as st

from pyrrhic.engine.arithmetic import KIND, PLACE, exp, maximum, sum_over_kinds, sum_over_regions, where
from pyrrhic.engine.build import build
from pyrrhic.engine.equations import Input, Slot, equation
from pyrrhic.engine.expressions import Axis
from pyrrhic.errors import PyrrhicError
from pyrrhic.units import MillionTonnes

AXES = (*toy.AXES, Axis("crop", KIND, ("rye", "oats")), Axis("crop_of_six", KIND, tuple("abcdef")))
TONNES = toy.unit_of(MillionTonnes)
INPUTS = {
    "store": Input(TONNES),
    "by_animal": Input(TONNES, ("animal",)),
    "by_crop": Input(TONNES, ("crop",)),
    "by_region": Input(TONNES, ("region",)),
    "by_both": Input(TONNES, ("animal", "region")),
}


def built(body, *axes):
    """A model of one equation, `grain`, that computes `body` of a value by animal and region, one by crop, one more."""

    @equation(*axes)
    def grain(by_both: MillionTonnes, by_crop: MillionTonnes, by_region: MillionTonnes) -> MillionTonnes:
        return body(by_both, by_crop, by_region)

    return build([grain], INPUTS, AXES)


def refused(message: str):
    return pytest.raises(PyrrhicError, match=re.escape(message))


# --- axes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body, axes, shape",
    [
        (lambda both, crop, region: both * region, ("animal", "region"), (2, 3)),
        (lambda both, crop, region: crop + region, ("crop", "region"), (2, 3)),
        (lambda both, crop, region: sum_over_kinds(both), ("region",), (1, 3)),
        (lambda both, crop, region: sum_over_regions(both), ("animal",), (2, 1)),
        (lambda both, crop, region: sum_over_regions(sum_over_kinds(both)), (), (1, 1)),
        (lambda both, crop, region: both[1:2] + region, ("region",), (1, 3)),
        (lambda both, crop, region: where(crop > 1.0, region, 0.0), ("crop", "region"), (2, 3)),
    ],
)
def test_axes_follow_from_the_body_and_are_those_of_the_numbers(body, axes, shape):
    model = built(body, *axes)
    assert tuple(name for name in model.axes_of("grain") if name) == axes and model.shape("grain") == shape
    random = numpy.random.default_rng(1)
    known = {name: random.random((*model.shape(name), 4)) for name in INPUTS}
    assert model.year(known)["grain"].shape == (*shape, 4)


@pytest.mark.parametrize(
    "declared, computed, body",
    [
        ((), "by region", lambda both, crop, region: region),
        (("region",), "national", lambda both, crop, region: sum_over_regions(region)),
        (("animal",), "by animal and region", lambda both, crop, region: both),
        (("animal", "region"), "by crop and region", lambda both, crop, region: crop * region),
        (("region",), "by animal and region", lambda both, crop, region: both - sum_over_kinds(both)),
    ],
)
def test_a_wrong_declaration_is_named_with_what_is_computed(declared, computed, body):
    declaration = f"by {' and '.join(declared)}" if declared else "national"
    with refused(f"grain is declared {declaration}, but what it computes is {computed}"):
        built(body, *declared)


def test_things_of_different_kinds_cannot_be_mixed_though_they_are_equally_many():
    for body in (
        lambda both, crop, region: both * crop,
        lambda both, crop, region: where(both > 0.0, crop, 0.0),
        lambda both, crop, region: maximum(crop, both),
    ):
        with pytest.raises(PyrrhicError, match=r"^grain: (animal and crop|crop and animal) cannot be combined"):
            built(body, "animal", "region")


def test_an_unknown_axis_is_named_with_the_nearest_match():
    with refused("grain: there is no axis named regoin; did you mean region?"):
        built(lambda both, crop, region: region, "regoin")
    with refused("grain: there is no axis named crpo; did you mean crop?"):

        @equation
        def bread(grain: MillionTonnes) -> MillionTonnes:
            return grain

        build([bread], {"grain": Input(TONNES, ("crpo",))}, AXES)


def test_two_axes_along_the_same_side_are_refused():
    with refused("grain: animal and crop run along the same axis"):
        built(lambda both, crop, region: both, "animal", "crop")
    with refused("seed: animal and crop run along the same axis"):
        build([], {"seed": Input(TONNES, ("animal", "crop"))}, AXES)


def test_a_stock_must_close_by_the_axes_it_opens_with():
    @equation
    def store_of_all_next(store_of_all: MillionTonnes, by_region: MillionTonnes) -> MillionTonnes:
        return store_of_all + by_region

    with refused("store_of_all_next is declared national, but what it computes is by region"):
        build([store_of_all_next], INPUTS, AXES)


def test_rivals_of_one_slot_must_agree_in_their_axes():
    @equation("region")
    def wide(by_region: MillionTonnes) -> MillionTonnes:
        return by_region

    @equation
    def narrow(store: MillionTonnes) -> MillionTonnes:
        return store * 1.0

    @equation("region")
    def bread(grain: MillionTonnes) -> MillionTonnes:
        return grain * 2.0

    slot = Slot("grain", {"wide": wide, "narrow": narrow}, "wide")
    assert build([slot, bread], INPUTS, AXES).shape("bread") == (1, 3)
    with refused("bread is declared by region, but what it computes is national"):
        build([slot, bread], INPUTS, AXES, choices={"grain": "narrow"})


def test_given_quantities_keep_their_axes():
    model = build(toy.EQUATIONS, toy.INPUTS, toy.AXES, given=["grain_harvest", "draught_power"])
    assert model.inputs["grain_harvest"].axes == ("region",) and model.shape("draught_power") == (1, 3)


@given(kind=st.integers(-2, 3), length=st.integers(0, 3))
def test_only_one_kind_that_is_there_can_be_taken_out(kind, length):
    part = slice(kind, kind + length)
    if kind in (0, 1) and length == 1:
        assert built(lambda both, crop, region: both[part], "region").shape("grain") == (1, 3)
    else:
        with refused("grain: only one kind can be taken out, as x[1:2], and there are 2"):
            built(lambda both, crop, region: both[part], "region")


@pytest.mark.parametrize("part", [0, (0, 1), slice(None), slice(0, 1, 1), numpy.array([0]), None])
def test_other_parts_are_refused(part):
    with refused("grain: only one kind can be taken out"):
        built(lambda both, crop, region: both[part], "region")


def test_the_same_names_give_what_they_give_by_hand():
    """A sum over kinds of an axis of one length, a kind of a stock and of an input, and a shared value."""

    @equation("region")
    def herd_next(herd: MillionTonnes, by_both: MillionTonnes) -> MillionTonnes:
        return herd + by_both[1:2] - sum_over_kinds(by_both) * 0.5

    model = build([herd_next], INPUTS, AXES)
    both = numpy.arange(6.0).reshape(2, 3, 1)
    known = {"herd": numpy.ones((1, 3, 1)), "by_both": both}
    assert (model.year(known)["herd_next"] == 1.0 + both[1:2] - 0.5 * both.sum(axis=0, keepdims=True)).all()


# --- bodies -----------------------------------------------------------------------------------------------------


def branch(x):
    if x > 0.0:
        return x
    return -x


def loop(x):
    total = 0.0
    for part in x:
        total = total + part
    return total


def in_place(x):
    x += 1.0
    return x


BODIES = {
    "if": (branch, "an equation cannot branch on a value"),
    "and": (lambda x: (x > 0.0) and x, "an equation cannot branch on a value"),
    "or": (lambda x: x or 1.0, "an equation cannot branch on a value"),
    "not": (lambda x: not x, "an equation cannot branch on a value"),
    "max": (lambda x: max(x, 1.0), "an equation cannot branch on a value"),
    "min": (lambda x: min(x, 1.0), "an equation cannot branch on a value"),
    "for": (loop, "an equation cannot loop over a value"),
    "built-in sum": (lambda x: sum(x), "an equation cannot loop over a value"),
    "unpacking": (lambda x: x * len([*x]), "an equation cannot loop over a value"),
    "in": (lambda x: x * (1.0 in x), "an equation cannot loop over a value"),
    "float": (lambda x: x * float(x), "an equation cannot turn a value into a plain number"),
    "int": (lambda x: x * int(x), "an equation cannot turn a value into a plain number"),
    "index": (lambda x: x * range(3)[x], "an equation cannot turn a value into a plain number"),
    "math": (lambda x: math.exp(x), "an equation cannot turn a value into a plain number"),
    "unknown function": (lambda x: numpy.tanh(x), "numpy.tanh is not among the functions an equation may use"),
    "unknown function of arrays": (lambda x: numpy.clip(x, 0.0, 1.0), "numpy.clip is not among the functions"),
    "mean": (lambda x: numpy.mean(x), "numpy.mean is not among the functions an equation may use"),
    "total of everything": (lambda x: x.sum(axis=None, keepdims=True), "use sum_over_kinds or sum_over_regions"),
    "sum that drops its axis": (lambda x: x.sum(axis=0, keepdims=False), "use sum_over_kinds or sum_over_regions"),
    "method": (lambda x: x.mean(), "a value has no mean in an equation"),
    "transpose": (lambda x: x.T, "a value has no T in an equation"),
    "reduction": (lambda x: numpy.add.reduce(x), "numpy.add is not among the functions"),
    "one condition in where": (lambda x: numpy.where(x > 0.0), "numpy.where is not among the functions"),
    "power sign": (lambda x: x**2, "numpy.power is not among the functions"),
    "equality": (lambda x: where(x == 1.0, x, 0.0), "numpy.equal is not among the functions"),
    "both conditions": (lambda x: where((x > 0.0) & (x > 1.0), x, 0.0), "numpy.bitwise_and is not among"),
    "in place": (in_place, "an equation cannot change a value in place; write x = x + y"),
    "into an array": (lambda x: numpy.add(x, 1.0, out=numpy.zeros(3)), "an equation cannot change a value in place"),
    "array": (lambda x: x * numpy.ones((1, 3, 1)), "may combine quantities with plain numbers, not with ndarray"),
    "array first": (lambda x: numpy.ones((1, 3, 1)) * x, "may combine quantities with plain numbers, not with ndarray"),
    "list": (lambda x: x - [1.0], "may combine quantities with plain numbers, not with list"),
    "text": (lambda x: x * "2", "may combine quantities with plain numbers, not with str"),
    "truth": (lambda x: x * True, "may combine quantities with plain numbers, not with bool"),
    "comparison as a number": (lambda x: (x > 0.0) * x, "a comparison chooses, and nothing else does"),
    "comparison of a comparison": (lambda x: where((x > 0.0) > 0.0, x, 0.0), "a comparison chooses"),
    "comparison as a branch": (lambda x: where(x > 0.0, x > 1.0, x), "a comparison chooses"),
    "value as a condition": (lambda x: where(x, x, 0.0), "a comparison chooses"),
    "number as a condition": (lambda x: where(1.0, x, 0.0), "a comparison chooses"),
    "sum of a comparison": (lambda x: sum_over_regions(x > 0.0), "a comparison is not a number"),
    "kind of a comparison": (lambda x: (x > 0.0)[0:1], "a comparison is not a number"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_no_program_could_follow_is_refused_with_a_sentence(name):
    body, message = BODIES[name]
    with pytest.raises(PyrrhicError) as caught:
        built(lambda both, crop, region: body(both), "animal", "region")
    assert str(caught.value).startswith("grain: ") and message in str(caught.value)


def test_what_is_no_value_of_the_country_is_refused():
    for body in (lambda x: 1.0, lambda x: None, lambda x: numpy.ones((1, 1, 1))):
        with refused("grain computes a plain number, whatever it reads; make it a parameter"):
            built(lambda both, crop, region, body=body: body(both))
    with refused("grain computes a comparison; make it a number with where(a > b, 1.0, 0.0)"):
        built(lambda both, crop, region: both > 1.0, "animal", "region")


def test_an_error_of_python_in_a_body_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        built(lambda both, crop, region: both * (1.0 / 0), "animal", "region")


def test_numbers_of_numpy_and_whole_numbers_are_plain_numbers():
    model = built(
        lambda both, crop, region: numpy.float64(2.0) * region + numpy.float32(0.5) + numpy.int64(1) - 1, "region"
    )
    known = {name: numpy.full((*model.shape(name), 1), 3.0) for name in INPUTS}
    assert (model.year(known)["grain"] == 6.5).all()


# --- the trace --------------------------------------------------------------------------------------------------


def test_what_two_equations_compute_alike_is_computed_once():
    @equation("region")
    def one(by_region: MillionTonnes) -> MillionTonnes:
        return exp(by_region) + 1.0

    @equation("region")
    def other(by_region: MillionTonnes) -> MillionTonnes:
        return exp(by_region) + 2.0

    trace = build([one, other], INPUTS, AXES).trace
    assert [node.operation for node in trace.nodes if node.operation != "input"].count("exp") == 1
    assert trace.values["one"] is not trace.values["other"]


def test_nodes_come_after_what_they_are_made_of_and_have_no_axis_of_their_own_making():
    trace = toy.country().trace
    for node in trace.nodes:
        assert all(part.number < node.number for part in node.parts)
        if node.operation not in ("sum", "kind", "input"):
            for along in (KIND, PLACE):
                assert node.axes[along] in {None, *(part.axes[along] for part in node.parts)}
