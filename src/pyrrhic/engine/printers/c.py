"""A plan as C: `once` for what depends on parameters alone, `year` for a year, on vectors of members side by side.

    text = c.program(plan(model, paths))

What surrounds it, the loop over years and members, stands in `members.c`; the vectors and their functions in
`vectors.h`.
"""

from collections.abc import Iterable, Mapping

from pyrrhic.engine.expressions import CONDITIONS, Expression
from pyrrhic.engine.printers.plan import ARRAYS, ONCE, YEARLY, Loop, Place, Plan

SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}
FUNCTIONS = {
    "exp": "exponential",
    "log": "logarithm",
    "log1p": "log_one_plus",
    "sqrt": "square_root",
    "absolute": "absolute",
    "minimum": "lesser",
    "maximum": "greater_of",
    "where": "pick",
}
PLAIN = {"nan": "NOT_A_NUMBER", "inf": "(real)__builtin_inf()", "-inf": "-(real)__builtin_inf()"}
SWAPPED = {"greater": "less", "greater_equal": "at_most"}  # a > b is written less(b, a)


def program(plan: Plan) -> str:
    """The C text of a plan."""
    return "\n".join(
        [
            sizes(plan),
            "static void once(const vec *P, vec *C)",
            "{",
            *loops(plan, ONCE),
            "}",
            "static void year(const vec *P, const vec *C, const vec *X, vec *V)",
            "{",
            *loops(plan, YEARLY),
            "}",
            "static void close_year(const vec *P, const vec *C, const vec *X, const vec *V, vec *next)",
            "{",
            *_closing(plan),
            "}",
            "",
        ]
    )


def sizes(plan: Plan) -> str:
    """How long the arrays are, as C constants; no array is of length zero."""
    stocks = sum(stock.size for stock, _ in plan.closing)
    lengths = {**{f"N{array}": max(plan.sizes[array], 1) for array in ARRAYS}, "NS": stocks}
    return "enum { " + ", ".join(f"{name} = {length}" for name, length in lengths.items()) + " };"


def loops(plan: Plan, stage: str) -> list[str]:
    """The loops of a stage, in order."""
    return [line for loop in plan.loops[stage] for line in _loop(plan, loop)]


def _loop(plan: Plan, loop: Loop) -> list[str]:
    head, tail = heads(loop.shape)
    sums = [plan.places[node.number] for node in loop.nodes if node.operation == "sum"]
    body: list[str] = []
    inner: dict[int, str] = {}
    for node in loop.nodes:
        body += statement(plan, node, loop.shape, inner)
    return [
        *(f"for (int i = 0; i < {place.size}; i++) {place.array}[{place.start} + i] = all_of(0.0);" for place in sums),
        head,
        *body,
        tail,
    ]


def statement(plan: Plan, node: Expression, shape: tuple[int, int], inner: dict[int, str]) -> list[str]:
    """The lines that compute one node in a loop of a shape; `inner` names what the loop has computed so far."""
    if node.operation == "sum":
        return [f"{element(plan.places[node.number], shape)} += {read(plan, node.parts[0], shape, inner)};"]
    lines = [f"const vec t{node.number} = {call(plan, node, shape, inner)};"]
    inner[node.number] = f"t{node.number}"
    if node.number in plan.places:
        lines.append(f"{element(plan.places[node.number], shape)} = t{node.number};")
    return lines


def call(plan: Plan, node: Expression, shape: tuple[int, int], inner: Mapping[int, str]) -> str:
    """The expression of one operation."""
    arguments = [read(plan, argument, shape, inner) for argument in node.arguments]
    if node.operation == "negative":
        return f"-{arguments[0]}"
    if node.operation in SIGNS:
        return f" {SIGNS[node.operation]} ".join(arguments)
    if node.operation in SWAPPED:
        return f"{SWAPPED[node.operation]}({arguments[1]}, {arguments[0]})"
    return f"{FUNCTIONS[node.operation]}({', '.join(arguments)})"


def read(plan: Plan, operand: Expression | float, shape: tuple[int, int], inner: Mapping[int, str]) -> str:
    """A plain number, a value of this loop, or an element of an array."""
    if not isinstance(operand, Expression):
        return f"all_of({PLAIN.get(repr(operand), repr(operand))})"
    if operand.operation in CONDITIONS:
        return call(plan, operand, shape, inner)
    return inner.get(operand.number) or element(plan.place(operand), shape)


def element(place: Place, shape: tuple[int, int]) -> str:
    """The element of a place that belongs to kind k and place p of a loop."""
    kinds, places = place.shape
    terms = [str(place.start)]
    if kinds > 1:
        terms.append(f"k * {places}" if places > 1 else "k")
    if places > 1:
        terms.append("p")
    return f"{place.array}[{' + '.join(terms)}]"


def heads(shape: tuple[int, int]) -> tuple[str, str]:
    """Opening and closing of the loops over kinds and places."""
    opened = [
        f"for (int {name} = 0; {name} < {length}; {name}++)"
        for name, length in zip("kp", shape, strict=True)
        if length > 1
    ]
    return " ".join([*opened, "{"]), "}"


def _closing(plan: Plan) -> Iterable[str]:
    """Closing values into the stocks of the next year."""
    for stock, closing in plan.closing:
        yield (
            f"for (int i = 0; i < {stock.size}; i++) next[{stock.start} + i] = {closing.array}[{closing.start} + i];"
        )
