"""The lines of a plan's loops in a language with curly braces: what C and JavaScript write alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pyrrhic.engine.expressions import CONDITIONS, Expression
from pyrrhic.engine.printers.plan import Loop, Place, Plan

SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}
SWAPPED = {"greater": "less", "greater_equal": "at_most"}  # a > b is written b < a


@dataclass(frozen=True)
class Language:
    """How a language begins a new value and a counter, and writes a plain number and a function of its arguments."""

    value: str
    counter: str
    number: Callable[[float], str]
    function: Callable[[str, Sequence[str]], str]


def loops(plan: Plan, stage: str, language: Language) -> list[str]:
    """The loops of a stage, in order."""
    return [line for loop in plan.loops[stage] for line in _loop(plan, loop, language)]


def _loop(plan: Plan, loop: Loop, language: Language) -> list[str]:
    head, tail = heads(loop.shape, language)
    sums = [plan.places[node.number] for node in loop.nodes if node.operation == "sum"]
    body: list[str] = []
    inner: dict[int, str] = {}
    for node in loop.nodes:
        body += _statement(plan, node, loop.shape, inner, language)
    nothing = language.number(0.0)
    return [
        *(f"{counted(place.size, language)} {place.array}[{place.start} + i] = {nothing};" for place in sums),
        head,
        *body,
        tail,
    ]


def counted(size: int, language: Language) -> str:
    """The head of a loop over the numbers of a place."""
    return f"for ({language.counter} i = 0; i < {size}; i++)"


def _statement(
    plan: Plan, node: Expression, shape: tuple[int, int], inner: dict[int, str], language: Language
) -> list[str]:
    """The lines that compute one node in a loop of a shape; `inner` names what the loop has computed so far."""
    if node.operation == "sum":
        return [f"{element(plan.places[node.number], shape)} += {read(plan, node.parts[0], shape, inner, language)};"]
    lines = [f"{language.value} t{node.number} = {call(plan, node, shape, inner, language)};"]
    inner[node.number] = f"t{node.number}"
    if node.number in plan.places:
        lines.append(f"{element(plan.places[node.number], shape)} = t{node.number};")
    return lines


def call(plan: Plan, node: Expression, shape: tuple[int, int], inner: Mapping[int, str], language: Language) -> str:
    """The expression of one operation."""
    arguments = [read(plan, argument, shape, inner, language) for argument in node.arguments]
    if node.operation == "negative":
        return f"-{arguments[0]}"
    if node.operation in SIGNS:
        return f" {SIGNS[node.operation]} ".join(arguments)
    if node.operation in SWAPPED:
        return language.function(SWAPPED[node.operation], arguments[::-1])
    return language.function(node.operation, arguments)


def read(
    plan: Plan, operand: Expression | float, shape: tuple[int, int], inner: Mapping[int, str], language: Language
) -> str:
    """A plain number, a value of this loop, or an element of an array."""
    if not isinstance(operand, Expression):
        return language.number(operand)
    if operand.operation in CONDITIONS:
        return call(plan, operand, shape, inner, language)
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


def heads(shape: tuple[int, int], language: Language) -> tuple[str, str]:
    """Opening and closing of the loops over kinds and places."""
    opened = [
        f"for ({language.counter} {name} = 0; {name} < {length}; {name}++)"
        for name, length in zip("kp", shape, strict=True)
        if length > 1
    ]
    return " ".join([*opened, "{"]), "}"


def closing(plan: Plan, language: Language) -> list[str]:
    """Closing values into the stocks of the next year."""
    return [
        f"{counted(stock.size, language)} next[{stock.start} + i] = {closing.array}[{closing.start} + i];"
        for stock, closing in plan.closing
    ]
