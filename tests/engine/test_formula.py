"""Formulas are read back and computed: each must give what its equation gives, so that none can drift."""

from fractions import Fraction

import numpy
import pytest
from formula_reader import Meaning, computed
from hypothesis import given
from hypothesis import strategies as st

from pyrrhic.engine import arithmetic
from pyrrhic.engine.arithmetic import KIND, PLACE
from pyrrhic.engine.equations import read_equation
from pyrrhic.engine.expressions import Axis, Expression, Trace
from pyrrhic.engine.printers.formula import WIDTH, formula, text, wrapped
from pyrrhic.model import SLOTS, assemble

MODEL = assemble()
RIVALS = {
    f"{slot.quantity}: {name}": read_equation(slot.quantity, rival)
    for slot in SLOTS
    for name, rival in slot.rivals.items()
}
EQUATIONS = {**MODEL.equations, **RIVALS}
FORMULAS = {name: formula(item, MODEL) for name, item in EQUATIONS.items()}
PLURALS = {"regions": PLACE, "species": KIND, "crops": KIND, "price vectors": KIND}
DRAWS = 20
CALLS = ("exp", "log", "minimum", "maximum", "smooth_minimum", "positive_part", "saturating", "normal_distribution")


def drawn(name: str, numbers: numpy.random.Generator) -> numpy.ndarray:
    """Positive numbers of the shape that the model gives to this name; years where it is a year."""
    low, high = (1926.0, 1970.0) if MODEL.unit(name).symbol == "year" else (0.2, 2.0)
    return numbers.uniform(low, high, (*MODEL.shape(name), DRAWS))


def member(value: numpy.ndarray, name: str) -> numpy.ndarray:
    """One species of an array."""
    index = MODEL.axes["species"].members.index(name)
    return value[index : index + 1]


def meaning_of(values) -> Meaning:
    """The words of the model's formulas, on arrays."""
    return Meaning(
        values,
        float,
        arithmetic.power,
        lambda axis, x: x.sum(axis=PLURALS[axis], keepdims=True),
        member,
        numpy.where,
        {name.replace("_", " "): getattr(arithmetic, name) for name in CALLS},
    )


@pytest.mark.parametrize("name", EQUATIONS)
def test_a_formula_computes_what_its_equation_computes(name):
    item = EQUATIONS[name]
    numbers = numpy.random.default_rng(1929)
    values = {read: drawn(read, numbers) for read in item.reads}
    expected = item.function(*values.values())
    numpy.testing.assert_allclose(computed(FORMULAS[name], meaning_of(values)), expected, rtol=1e-9, atol=1e-12)
    assert numpy.isfinite(expected).mean() > 0.25 and numpy.nanstd(expected) > 0.0


@pytest.mark.parametrize("name", EQUATIONS)
def test_a_formula_in_lines_is_the_same_formula(name):
    line = f"{name} = {FORMULAS[name]}"
    lines = wrapped(line).splitlines()
    assert " ".join(part.strip() for part in lines) == line
    assert max(map(len, lines)) <= WIDTH


# --- brackets: any tree of signs is read back as the same tree ------------------------------------------------

AXES = {"region": Axis("region", PLACE, ("north", "south")), "species": Axis("species", KIND, ("horses", "cattle"))}
NAMES = {"a": (), "b": (), "regional": ("region",), "herds": ("species",)}
VALUES = {name: Fraction(number) for name, number in zip(NAMES, (3, 5, 7, 11), strict=True)}
# On numbers, stand-ins that tell all their arguments apart; on symbols, the functions of `arithmetic`.
STAND_INS = {
    "power": lambda base, exponent: 5 * base + 3 * exponent + 1,
    "total": lambda x: x * x + 7,
    "kind": lambda x: 2 * x + 13,
    "cap": lambda x, ceiling: 17 * x - 19 * ceiling,
    "where": lambda true, yes, no: yes if true else no,
}
SYMBOLS = {
    "power": arithmetic.power,
    "total": arithmetic.sum_over_regions,
    "kind": lambda x: x[0:1],
    "cap": arithmetic.saturating,
    "where": arithmetic.where,
}
EXACTLY = Meaning(
    VALUES,
    Fraction,
    STAND_INS["power"],
    lambda _, x: STAND_INS["total"](x),
    lambda x, _: STAND_INS["kind"](x),
    STAND_INS["where"],
    {"saturating": STAND_INS["cap"]},
)


def grown(parts):
    """Trees with one more sign; a number stands beside a name, for two numbers would be one."""

    def tree(sign, left, right, third):
        return sign, "a" if isinstance(left, int) else left, right, third

    signs = st.sampled_from(
        ["add", "subtract", "multiply", "divide", "negative", "power", "total", "kind", "cap", "where", "from"]
    )
    return st.builds(tree, signs, parts, parts, parts)


def grow(tree, values, how):
    """The value of a tree, on numbers or on symbols."""
    if not isinstance(tree, tuple):
        return values[tree] if isinstance(tree, str) else Fraction(tree) if how is STAND_INS else float(tree)
    left, right, third = (grow(part, values, how) for part in tree[1:])
    return {
        "add": lambda: left + right,
        "subtract": lambda: left - right,
        "multiply": lambda: left * right,
        "divide": lambda: left / right,
        "from": lambda: right - left,
        "negative": lambda: -left,
        "power": lambda: how["power"](left, right),
        "total": lambda: how["total"](left * values["regional"]),
        "kind": lambda: how["kind"](left + values["herds"]),
        "cap": lambda: how["cap"](left, right),
        "where": lambda: how["where"](left > right, third, left),
    }[tree[0]]()


@given(st.recursive(st.sampled_from(["a", "b", 2, -3]), grown, max_leaves=12).filter(lambda tree: type(tree) is tuple))
def test_brackets_are_enough(tree):
    trace = Trace(AXES)
    formula = text(grow(tree, {name: trace.input(name, axes) for name, axes in NAMES.items()}, SYMBOLS))
    try:
        expected = grow(tree, VALUES, STAND_INS)
    except ZeroDivisionError:
        return
    assert computed(formula, EXACTLY) == expected, formula


def symbols() -> dict[str, Expression]:
    trace = Trace(AXES)
    return {name: trace.input(name, axes) for name, axes in NAMES.items()}


@pytest.mark.parametrize(
    "made, expected",
    [
        (lambda a, b, r, h: a - (b - a), "a - (b - a)"),
        (lambda a, b, r, h: a + (b - a), "a + b - a"),
        (lambda a, b, r, h: a * (b / a), "a × b / a"),
        (lambda a, b, r, h: a / (b * a), "a / (b × a)"),
        (lambda a, b, r, h: a * -b, "a × (-b)"),
        (lambda a, b, r, h: -a * b + 0.5, "-a × b + 0.5"),
        (lambda a, b, r, h: arithmetic.power(a * b, 2), "(a × b) ^ 2"),
        (lambda a, b, r, h: arithmetic.power(a, -b), "a ^ (-b)"),
        (lambda a, b, r, h: arithmetic.power(a, -0.5), "a ^ (-0.5)"),
        (lambda a, b, r, h: arithmetic.sum_over_regions(r * a), "sum over regions of regional × a"),
        (lambda a, b, r, h: arithmetic.sum_over_regions(r) * a, "(sum over regions of regional) × a"),
        (lambda a, b, r, h: arithmetic.sum_over_kinds(h + a), "sum over species of (herds + a)"),
        (lambda a, b, r, h: h[1:2] + a, "herds[cattle] + a"),
        (lambda a, b, r, h: (h + a)[1:2], "(herds + a)[cattle]"),
        (lambda a, b, r, h: arithmetic.where(a > b, a, b), "a if a > b, else b"),
        (lambda a, b, r, h: a * arithmetic.where(a >= 2.0, a, 1.0), "a × (a if a >= 2, else 1)"),
        (lambda a, b, r, h: numpy.log1p(a - b), "log(1 + a - b)"),
        (lambda a, b, r, h: arithmetic.smooth_minimum(a, b), "smooth minimum(a, b)"),
        (lambda a, b, r, h: arithmetic.smooth_minimum(a, b, 8.0), "smooth minimum(a, b)"),
        (lambda a, b, r, h: arithmetic.smooth_minimum(a, 1.0, 12.0), "smooth minimum(a, 1, sharpness 12)"),
        (lambda a, b, r, h: arithmetic.positive_part(a - b, 0.05), "positive part(a - b, width 0.05)"),
        (lambda a, b, r, h: arithmetic.normal_distribution(a) / b, "normal distribution(a) / b"),
    ],
)
def test_a_formula_reads_as_a_person_would_write_it(made, expected):
    assert text(made(*symbols().values())) == expected


def test_a_formula_that_has_drifted_would_be_found():
    values = {"a": 1.0, "b": 2.0}
    assert computed("a - (b - a)", meaning_of(values)) != computed("a - b - a", meaning_of(values))


def test_what_is_inside_brackets_is_set_in():
    line = "total = " + " + ".join(f"{letter * 12} × ({letter * 9} - {letter * 8})" for letter in "abcd")
    assert wrapped(line, 44).splitlines() == [
        "total = aaaaaaaaaaaa",
        "        × (aaaaaaaaa - aaaaaaaa)",
        "    + bbbbbbbbbbbb × (bbbbbbbbb - bbbbbbbb)",
        "    + cccccccccccc × (ccccccccc - cccccccc)",
        "    + dddddddddddd × (ddddddddd - dddddddd)",
    ]
