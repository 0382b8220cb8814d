"""A plan as C: `once` for what depends on parameters alone, `year` for a year, on vectors of members side by side.

    text = c.program(plan(model, paths))

What surrounds it, the loop over years and members, stands in `members.c`; the vectors and their functions in
`vectors.h`.
"""

from collections.abc import Sequence

from pyrrhic.engine.printers import lines
from pyrrhic.engine.printers.plan import ARRAYS, ONCE, YEARLY, Plan

FUNCTIONS = {
    "exp": "exponential",
    "log": "logarithm",
    "log1p": "log_one_plus",
    "sqrt": "square_root",
    "absolute": "absolute",
    "minimum": "lesser",
    "maximum": "greater_of",
    "where": "pick",
    "less": "less",
    "at_most": "at_most",
}
PLAIN = {"nan": "NOT_A_NUMBER", "inf": "(real)__builtin_inf()", "-inf": "-(real)__builtin_inf()"}


def _function(name: str, arguments: Sequence[str]) -> str:
    return f"{FUNCTIONS[name]}({', '.join(arguments)})"


C = lines.Language("const vec", "int", lambda number: f"all_of({PLAIN.get(repr(number), repr(number))})", _function)


def program(plan: Plan) -> str:
    """The C text of a plan."""
    return "\n".join(
        [
            sizes(plan),
            "static void once(const vec *P, vec *C)",
            "{",
            *lines.loops(plan, ONCE, C),
            "}",
            "static void year(const vec *P, const vec *C, const vec *X, vec *V)",
            "{",
            *lines.loops(plan, YEARLY, C),
            "}",
            "static void close_year(const vec *P, const vec *C, const vec *X, const vec *V, vec *next)",
            "{",
            *lines.closing(plan, C),
            "}",
            "",
        ]
    )


def sizes(plan: Plan) -> str:
    """How long the arrays are, as C constants; no array is of length zero."""
    stocks = sum(stock.size for stock, _ in plan.closing)
    lengths = {**{f"N{array}": max(plan.sizes[array], 1) for array in ARRAYS}, "NS": stocks}
    return "enum { " + ", ".join(f"{name} = {length}" for name, length in lengths.items()) + " };"
