"""A plan as JavaScript: the same three functions as in C, on one member at a time.

    text = javascript.program(plan(model, paths))

It is an expression, an object with the sizes of the arrays, where inputs and quantities stand in them, and `once`,
`year` and `close`. What surrounds it, the loop over years and draws, stands in `members.js`.
"""

import json
from collections.abc import Mapping, Sequence

from pyrrhic.engine.printers import lines
from pyrrhic.engine.printers.plan import ONCE, YEARLY, Place, Plan

INFIX = {"less": "<", "at_most": "<="}
FUNCTIONS = {
    "exp": "Math.exp",
    "log": "Math.log",
    "log1p": "Math.log1p",
    "sqrt": "Math.sqrt",
    "absolute": "Math.abs",
    "minimum": "Math.min",
    "maximum": "Math.max",
}
PLAIN = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def _function(name: str, arguments: Sequence[str]) -> str:
    if name == "where":
        condition, then, otherwise = arguments
        return f"{condition} ? {then} : {otherwise}"
    if name in INFIX:
        return f" {INFIX[name]} ".join(arguments)
    return f"{FUNCTIONS[name]}({', '.join(arguments)})"


def _number(number: float) -> str:
    """The shortest digits that give the same number; in brackets below nought, for `a - -1` to be read as meant."""
    text = PLAIN.get(repr(number), repr(number))
    return f"({text})" if text.startswith("-") else text


JAVASCRIPT = lines.Language("const", "let", _number, _function)


def program(plan: Plan) -> str:
    """The JavaScript text of a plan."""
    stocks = sum(stock.size for stock, _ in plan.closing)
    return "\n".join(
        [
            "{",
            f"sizes: {json.dumps({**plan.sizes, 'stocks': stocks})},",
            f"inputs: {json.dumps(_places(plan.inputs))},",
            f"quantities: {json.dumps(_places(plan.kept_places))},",
            "once(P, C) {",
            *lines.loops(plan, ONCE, JAVASCRIPT),
            "},",
            "year(P, C, X, V) {",
            *lines.loops(plan, YEARLY, JAVASCRIPT),
            "},",
            "close(P, C, X, V, next) {",
            *lines.closing(plan, JAVASCRIPT),
            "},",
            "}",
        ]
    )


def _places(places: Mapping[str, Place]) -> dict[str, list]:
    """Where each name stands: array, first place, kinds and places."""
    return {name: [place.array, place.start, *place.shape] for name, place in places.items()}
