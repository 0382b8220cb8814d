"""The fingerprint follows the trace: unchanged by whatever computes the same, changed by whatever could matter."""

import os
import subprocess
import sys
from pathlib import Path

import numpy
import pytest
import toy_country as toy

from pyrrhic.engine import fingerprint
from pyrrhic.engine.arithmetic import KIND, maximum, minimum, where
from pyrrhic.engine.build import build
from pyrrhic.engine.equations import CHOICE, Input, Slot, equation
from pyrrhic.engine.expressions import Axis
from pyrrhic.units import MillionTonnes, Share

TONNES, PART = toy.unit_of(MillionTonnes), toy.unit_of(Share)
INPUTS = {"eaten": Input(PART), "lost": Input(PART), "export": Input(TONNES), "unread": Input(PART)}


@equation
def store_next(store: MillionTonnes, eaten: Share, export: MillionTonnes) -> MillionTonnes:
    """What is left."""
    rest = store * (1.0 - eaten)
    return maximum(rest - export, 0.0)


@equation
def rats(store: MillionTonnes, lost: Share) -> MillionTonnes:
    """What the rats eat; no stock depends on it."""
    return 0.3 * store * lost


def of(*equations, quantities=("rats",), inputs=None, fixed=None, axes=()):
    """The fingerprint of a small model."""
    return fingerprint.computed(build(equations, inputs or INPUTS, axes), quantities, fixed).fingerprint


AS_IT_IS = of(store_next, rats)


def redefined(name: str, body):
    """An equation of that name in place of `store_next` or `rats`, with another body."""
    if name == "store_next":

        @equation
        def store_next(store: MillionTonnes, eaten: Share, export: MillionTonnes) -> MillionTonnes:
            return body(store, eaten, export)

        return store_next

    @equation
    def rats(store: MillionTonnes, lost: Share) -> MillionTonnes:
        return body(store, lost)

    return rats


# --- what does not change it ----------------------------------------------------------------------------------


def test_names_of_locals_and_intermediate_steps_do_not_matter():
    def by_steps(amount, part, sold):
        """Another docstring, other names, more lines."""
        kept = 1.0 - part  # what is not eaten
        uneaten = amount * kept
        left = uneaten - sold
        return maximum(left, 0.0)

    assert of(redefined("store_next", by_steps), rats) == AS_IT_IS


def test_the_names_of_files_and_functions_that_are_called_do_not_matter():
    program = (
        "from pyrrhic.engine.equations import equation\n"
        "from pyrrhic.engine.arithmetic import maximum as larger\n"
        "def part(a, b):\n    return a * (1.0 - b)\n"
        "@equation\n"
        "def store_next(store: tonnes, eaten: share, export: tonnes) -> tonnes:\n"
        "    return larger(part(store, eaten) - export, 0.0)\n"
    )
    scope = {"tonnes": MillionTonnes, "share": Share, "__name__": "elsewhere"}
    exec(compile(program, "elsewhere.py", "exec"), scope)
    assert of(scope["store_next"], rats) == AS_IT_IS


def test_the_order_of_equations_and_inputs_does_not_matter():
    assert of(rats, store_next) == AS_IT_IS
    assert of(store_next, rats, inputs=dict(reversed(INPUTS.items()))) == AS_IT_IS


def test_the_order_of_what_is_added_or_multiplied_does_not_matter():
    assert of(redefined("store_next", lambda a, b, c: maximum(0.0, (1.0 - b) * a - c)), rats) == AS_IT_IS
    assert of(store_next, redefined("rats", lambda a, b: b * (a * 0.3))) == AS_IT_IS


def test_the_order_of_arguments_does_not_matter():
    @equation
    def store_next(export: MillionTonnes, eaten: Share, store: MillionTonnes) -> MillionTonnes:
        return maximum(store * (1.0 - eaten) - export, 0.0)

    assert of(store_next, rats) == AS_IT_IS


def test_equations_and_inputs_that_nothing_asked_for_do_not_matter():
    @equation
    def prices(unread: Share) -> Share:
        return unread * 2.0

    assert of(store_next, rats, prices) == AS_IT_IS
    assert of(store_next, rats, inputs={**INPUTS, "another": Input(PART)}) == AS_IT_IS
    whole = fingerprint.computed(build([store_next, rats, prices], INPUTS), ["rats"])
    assert whole.reads == {"eaten", "lost", "export", "store"}
    assert list(whole.read({"unread": 1, "lost": 2, "prices": 3})) == ["lost"]


def test_a_quantity_that_another_equation_names_is_the_same_where_it_is_written_out():
    @equation
    def rest(store: MillionTonnes, eaten: Share) -> MillionTonnes:
        return store * (1.0 - eaten)

    @equation
    def store_next(rest: MillionTonnes, export: MillionTonnes) -> MillionTonnes:
        return maximum(rest - export, 0.0)

    assert of(rest, store_next, rats) == AS_IT_IS


def test_units_bounds_and_the_tenth_digit_do_not_matter():
    wider = {name: Input(declared.unit, declared.axes, (0.0, 9.0)) for name, declared in INPUTS.items()}
    assert of(store_next, rats, inputs=wider) == AS_IT_IS
    assert of(store_next, redefined("rats", lambda a, b: 0.30000000001 * a * b)) == AS_IT_IS


# --- what changes it ------------------------------------------------------------------------------------------

CHANGES = {
    "coefficient": redefined("rats", lambda a, b: 0.31 * a * b),
    "ninth digit": redefined("rats", lambda a, b: 0.300000001 * a * b),
    "operation": redefined("rats", lambda a, b: 0.3 * a + b),
    "order of a difference": redefined("store_next", lambda a, b, c: maximum(c - a * (1.0 - b), 0.0)),
    "order of a quotient": redefined("rats", lambda a, b: b / (0.3 * a)),
    "minimum for maximum": redefined("store_next", lambda a, b, c: minimum(a * (1.0 - b) - c, 0.0)),
    "what a branch gives": redefined("rats", lambda a, b: where(a > b, 0.3 * a * b, 0.0)),
    "what is read": redefined("rats", lambda a, b: 0.3 * a * a),
    "only a stock": redefined("store_next", lambda a, b, c: maximum(a * (1.0 - b) - c, 0.1)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_could_change_a_number_changes_it(name):
    changed = CHANGES[name]
    others = [equation for equation in (store_next, rats) if equation.__name__ != changed.__name__]
    assert of(changed, *others) != AS_IT_IS


def test_branches_their_order_and_their_limit_matter():
    bodies = [
        lambda a, b: where(a > b, a, b),
        lambda a, b: where(a > b, b, a),
        lambda a, b: where(b > a, a, b),
        lambda a, b: where(a >= b, a, b),
        lambda a, b: where(a > 1.0, a, b),
        lambda a, b: where(a > 1.5, a, b),
    ]
    fingerprints = {of(store_next, redefined("rats", body)) for body in bodies}
    assert len(fingerprints) == len(bodies)


def test_which_input_is_read_and_along_which_axis_matter():
    @equation
    def other(store: MillionTonnes, eaten: Share) -> MillionTonnes:
        return 0.3 * store * eaten

    other.__name__ = "rats"
    assert of(store_next, other) != AS_IT_IS

    def doubled(*axes):
        @equation(*axes)
        def twice(amount: MillionTonnes) -> MillionTonnes:
            return amount * 2.0

        return of(twice, quantities=["twice"], inputs={"amount": Input(TONNES, axes)}, axes=toy.AXES)

    assert len({doubled("region"), doubled("animal"), doubled("animal", "region"), doubled()}) == 4


def test_the_kind_that_is_taken_and_the_axis_that_is_added_up_matter():
    axes, inputs = (*toy.AXES, Axis("crop", KIND, ("rye", "oats"))), {"herd": Input(TONNES, ("animal", "region"))}

    def reading(body, *along):
        @equation(*along)
        def part(herd: MillionTonnes) -> MillionTonnes:
            return body(herd)

        return of(part, quantities=["part"], inputs=inputs, axes=axes)

    fingerprints = [
        reading(lambda x: x[0:1], "region"),
        reading(lambda x: x[1:2], "region"),
        reading(lambda x: x.sum(axis=0, keepdims=True), "region"),
        reading(lambda x: x.sum(axis=1, keepdims=True), "animal"),
    ]
    assert len({*fingerprints}) == len(fingerprints)


def test_what_is_asked_for_matters():
    assert of(store_next, rats, quantities=()) != AS_IT_IS
    assert of(store_next, rats, quantities=("rats", "store_next")) == AS_IT_IS  # stocks are always asked for


def test_equal_numbers_of_another_name_are_another_thing():
    @equation
    def mice(store: MillionTonnes, lost: Share) -> MillionTonnes:
        return 0.3 * store * lost

    assert of(store_next, mice, quantities=["mice"]) != AS_IT_IS


# --- rivals ---------------------------------------------------------------------------------------------------


def fixed_to(choice: str):
    every = toy.country(all_rivals=True)
    return fingerprint.computed(every, ["grain_harvest"], {CHOICE + "tillage": toy.TILLAGE.number(choice)})


@pytest.mark.parametrize("choice", ["cobb_douglas", "leontief"])
def test_with_a_rival_chosen_it_is_that_of_the_model_with_this_rival_alone(choice):
    alone = fingerprint.computed(toy.country({"tillage": choice}), ["grain_harvest"])
    assert fixed_to(choice).fingerprint == alone.fingerprint
    assert fixed_to(choice).reads == alone.reads
    assert ("labour_elasticity" in alone.reads) == (choice == "cobb_douglas")


def test_rivals_differ_and_a_rival_that_is_not_taken_may_change():
    assert fixed_to("cobb_douglas").fingerprint != fixed_to("leontief").fingerprint
    slot = Slot(
        "tillage", {"cobb_douglas": toy.tillage_cobb_douglas, "leontief": toy.tillage_cobb_douglas}, "cobb_douglas"
    )
    others = [equation for equation in toy.EQUATIONS if equation is not toy.TILLAGE]
    changed = build([*others, slot], toy.INPUTS, toy.AXES, all_rivals=True)
    for number, name in enumerate(("cobb_douglas", "leontief")):
        computed = fingerprint.computed(changed, ["grain_harvest"], {CHOICE + "tillage": float(number)})
        assert (computed.fingerprint == fixed_to(name).fingerprint) == (name == "cobb_douglas")


# --- arrays ---------------------------------------------------------------------------------------------------


def test_arrays_enter_by_name_shape_and_nine_digits_whatever_their_order():
    table, number = numpy.array([[1.0, 2.0]]), numpy.array([0.123456789])
    whole = fingerprint.of_arrays({"a": table, "b": number})
    assert whole == fingerprint.of_arrays({"b": number, "a": table})
    assert whole == fingerprint.of_arrays({"a": table * (1.0 + 1e-12), "b": number})
    for changed in (
        {"a": table * (1.0 + 1e-7), "b": number},
        {"a": table.T, "b": number},
        {"a": number, "b": table},
        {"a": table},
        {"c": table, "b": number},
        {"a": table[:, ::-1], "b": number},
    ):
        assert fingerprint.of_arrays(changed) != whole
    assert fingerprint.of_arrays({"a": table}, {"b": number}) == whole


def test_of_bytes_sees_one_bit():
    array = numpy.array([1.0, 2.0])
    whole = fingerprint.of_bytes({"a": array})
    assert fingerprint.of_bytes({"a": array.copy()}) == whole
    assert fingerprint.of_bytes({"a": numpy.nextafter(array, 3.0)}) != whole
    assert fingerprint.of_bytes({"a": array.astype("f4")}) != whole and fingerprint.of_bytes({"b": array}) != whole
    assert fingerprint.of_bytes({"a": array[::-1]}) != whole


def test_it_is_the_same_in_another_process_whatever_the_hash_seed():
    program = (
        "import toy_country as toy; from pyrrhic.engine import fingerprint; "
        "print(fingerprint.computed(toy.country(), ['grain_harvest']).fingerprint)"
    )
    places = os.pathsep.join([str(Path(toy.__file__).parent), *filter(None, sys.path)])
    fingerprints = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": places, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert fingerprints == {fingerprint.computed(toy.country(), ["grain_harvest"]).fingerprint}
