"""The formula of an equation as a reader writes it, in the names it reads: the equation run alone on symbols.

    formula(model.equations["net_grain_imports"], model)        # 'grain_imports - grain_exports'

Nothing is read from the source text, so a formula cannot say anything but what is computed. Helper functions of a block
stand in it expanded; the functions of `arithmetic` stand as calls, under their own names.
"""

import inspect
import re
from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise

from pyrrhic.engine import arithmetic
from pyrrhic.engine.arithmetic import KIND
from pyrrhic.engine.build import Model
from pyrrhic.engine.equations import Equation
from pyrrhic.engine.expressions import Expression, Trace

WIDTH = 100
INDENT = "    "
BREAKS = re.compile(r" (?=[-+×/] |if )|(?<=,) ")
TIGHTNESS = {"-": 1, "+": 1, "×": 2, "/": 2}


class Level(IntEnum):
    """How tightly the outermost sign of a text binds; what binds less than its place asks for stands in brackets."""

    CHOICE, TOTAL, SUM, PRODUCT, MINUS, POWER, WHOLE = range(7)


Text = tuple[str, Level]
SIGNS = {
    "add": ("+", Level.SUM, Level.SUM),
    "subtract": ("-", Level.SUM, Level.PRODUCT),
    "multiply": ("×", Level.PRODUCT, Level.PRODUCT),
    "divide": ("/", Level.PRODUCT, Level.MINUS),
}
COMPARISONS = {"greater": ">", "greater_equal": ">="}


def formula(item: Equation, model: Model) -> str:
    """What an equation of a model, or a rival that could fill one of its slots, computes; on one line."""
    return text(traced_alone(item, model))


def traced_alone(item: Equation, model: Model) -> Expression:
    """The symbol that one equation computes from inputs with the axes that the model gives to what it reads."""
    trace = Trace(model.axes)

    def symbol(name: str) -> Expression:
        return trace.input(name, [axis for axis in model.axes_of(name) if axis])

    return item.function(*map(symbol, item.reads))


def text(node: Expression | float) -> str:
    """One symbol as text on one line."""
    return _text(node)[0]


def wrapped(line: str, width: int = WIDTH) -> str:
    """A formula in lines of about this width, broken at its outermost operators first; what is inside is set in."""
    return "\n".join(_lines(line, "", INDENT, width))


def _lines(text: str, first: str, further: str, width: int) -> list[str]:
    """A part of a formula in lines, the first and the further ones each with its own indent."""
    places = list(_places(text))
    if len(first) + len(text) <= width or not places:
        return [first + text]
    outermost = min(place[:2] for place in places)
    cuts = [0, *(place[-1] for place in places if place[:2] == outermost), len(text)]
    pieces = [text[start:end].rstrip() for start, end in pairwise(cuts)]
    lines, whole = _lines(pieces[0], first, further + INDENT, width), len(first) + len(pieces[0]) <= width
    for piece in pieces[1:]:
        if whole and len(lines[-1]) + 1 + len(piece) <= width:
            lines[-1] += " " + piece
            continue
        lines += _lines(piece, further, further + INDENT, width)
        whole = len(further) + len(piece) <= width
    return lines


def _places(line: str) -> Iterator[tuple[int, int, int]]:
    """Depth in brackets, tightness of the sign, and position of every place where the line may be broken."""
    depth, end = 0, 0
    for match in BREAKS.finditer(line):
        passed = line[end : match.start()]
        depth, end = depth + passed.count("(") - passed.count(")"), match.start()
        yield depth, TIGHTNESS.get(line[match.end()], 0), match.end()


def _text(node: Expression | float) -> Text:
    if not isinstance(node, Expression):
        return _number(node)
    if node.calls:
        return _call(*node.calls)
    if node.operation in SIGNS:
        return _signed(*SIGNS[node.operation], *node.arguments)
    return _OTHERS.get(node.operation, _function)(node)


def _operand(node: Expression | float, least: Level, first: bool = True) -> str:
    """An operand: in brackets where it binds less than its place asks, or begins with a minus after another sign."""
    text, level = _text(node)
    return f"({text})" if level < least or (not first and text.startswith("-")) else text


def _number(value: float) -> Text:
    digits = f"{value:.6g}"
    return digits, Level.MINUS if digits.startswith("-") else Level.WHOLE


def _signed(sign: str, left_asks: Level, right_asks: Level, left, right) -> Text:
    return f"{_operand(left, left_asks)} {sign} {_operand(right, right_asks, first=False)}", left_asks


def _input(node: Expression) -> Text:
    return node.input_name, Level.WHOLE


def _negative(node: Expression) -> Text:
    text, level = _text(node.arguments[0])
    inside = _operand(node.arguments[0], Level.PRODUCT, first=False)
    return f"-{inside}", Level.PRODUCT if level is Level.PRODUCT and inside == text else Level.MINUS


def _where(node: Expression) -> Text:
    condition, yes, no = node.arguments
    return (f"{_operand(yes, Level.SUM)} if {_condition(condition)}, else {_operand(no, Level.CHOICE)}"), Level.CHOICE


def _condition(node: Expression | float) -> str:
    if not isinstance(node, Expression) or node.operation not in COMPARISONS:
        return _operand(node, Level.SUM)
    left, right = node.arguments
    return f"{_operand(left, Level.SUM)} {COMPARISONS[node.operation]} {_operand(right, Level.SUM)}"


def _comparison(node: Expression) -> Text:
    return _condition(node), Level.CHOICE


def _total(node: Expression) -> Text:
    """A sum over an axis; it takes in a product as it stands, and stands in brackets beside any other sign."""
    added = node.arguments[0]
    axis = added.axes[node.position].replace("_", " ")
    plural = axis if axis.endswith("s") else f"{axis}s"
    return f"sum over {plural} of {_operand(added, Level.PRODUCT)}", Level.TOTAL


def _kind(node: Expression) -> Text:
    whole = node.arguments[0]
    member = node.trace.axes[whole.axes[KIND]].members[node.position]
    return f"{_operand(whole, Level.WHOLE)}[{member}]", Level.WHOLE


def _log1p(node: Expression) -> Text:
    return f"log(1 + {_operand(node.arguments[0], Level.SUM, first=False)})", Level.WHOLE


def _function(node: Expression) -> Text:
    return f"{node.operation}({', '.join(_operand(argument, Level.TOTAL) for argument in node.arguments)})", Level.WHOLE


def _call(name: str, arguments: tuple) -> Text:
    """A function of `arithmetic` under its own name: operands as they come, what shapes it with its name."""
    if name == "power":
        base, exponent = arguments
        return f"{_operand(base, Level.WHOLE)} ^ {_operand(exponent, Level.WHOLE)}", Level.POWER
    declared = inspect.signature(getattr(arithmetic, name)).parameters.values()
    words = [
        _argument(parameter, given)
        for parameter, given in zip(declared, arguments, strict=False)
        if isinstance(given, Expression) or given != parameter.default
    ]
    return f"{name.replace('_', ' ')}({', '.join(words)})", Level.WHOLE


def _argument(declared: inspect.Parameter, value) -> str:
    """One argument of a call: those called by a single letter are operands and need no name."""
    operand = _operand(value, Level.TOTAL)
    return operand if len(declared.name) == 1 else f"{declared.name} {operand}"


_OTHERS = {
    "input": _input,
    "negative": _negative,
    "where": _where,
    "sum": _total,
    "kind": _kind,
    "log1p": _log1p,
    **dict.fromkeys(COMPARISONS, _comparison),
}
