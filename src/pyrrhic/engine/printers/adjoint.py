"""The gradient of a plan as C: every loop backwards, its inner values computed again from what is stored.

`AP`, `AC`, `AX`, `AV` hold the derivative of one number, such as a log density, by every number of P, C, X and V.
"""

from pyrrhic.engine.expressions import CONDITIONS, Expression
from pyrrhic.engine.printers import c, lines
from pyrrhic.engine.printers.c import C
from pyrrhic.engine.printers.plan import ONCE, YEARLY, Loop, Plan

ZERO = "all_of(0.0)"


def program(plan: Plan) -> str:
    """The C text of a plan, forwards and backwards."""
    return "\n".join(
        [
            c.program(plan),
            "static void close_back(const vec *Anext, vec *AP, vec *AC, vec *AX, vec *AV)",
            "{",
            *_closing(plan),
            "}",
            "static void year_back(const vec *P, const vec *C, const vec *X, const vec *V, vec *AP, vec *AC, vec *AX, "
            "vec *AV)",
            "{",
            *_loops(plan, YEARLY),
            "}",
            "static void once_back(const vec *P, const vec *C, vec *AP, vec *AC)",
            "{",
            *_loops(plan, ONCE),
            "}",
            "",
        ]
    )


def _closing(plan: Plan) -> list[str]:
    return [
        f"for (int i = 0; i < {stock.size}; i++) A{closing.array}[{closing.start} + i] += Anext[{stock.start} + i];"
        for stock, closing in plan.closing
    ]


def _loops(plan: Plan, stage: str) -> list[str]:
    return [line for loop in reversed(plan.loops[stage]) for line in _loop(plan, loop)]


def _loop(plan: Plan, loop: Loop) -> list[str]:
    """First the values of the loop once more, then what each passes back to what it was made of."""
    head, tail = lines.heads(loop.shape, C)
    inner: dict[int, str] = {}
    without_sums = [node for node in loop.nodes if node.operation != "sum"]
    forwards = [line for node in without_sums for line in _recomputed(plan, node, loop, inner)]
    backwards = [line for node in reversed(loop.nodes) for line in _passed_back(plan, node, loop, inner)]
    return [head, *forwards, *backwards, tail]


def _recomputed(plan: Plan, node: Expression, loop: Loop, inner: dict[int, str]) -> list[str]:
    """The value of a node, read where it is stored, and what the derivative by it is from outside the loop."""
    place = plan.places.get(node.number)
    stored = lines.element(place, loop.shape) if place else None
    value, derivative = (stored, f"A{stored}") if stored else (lines.call(plan, node, loop.shape, inner, C), ZERO)
    inner[node.number] = f"t{node.number}"
    return [f"const vec t{node.number} = {value};", f"vec a{node.number} = {derivative};"]


def _passed_back(plan: Plan, node: Expression, loop: Loop, inner: dict[int, str]) -> list[str]:
    if node.operation == "sum":
        return [_receive(plan, node.parts[0], f"A{lines.element(plan.places[node.number], loop.shape)}", loop, inner)]
    read = [lines.read(plan, argument, loop.shape, inner, C) for argument in node.arguments]
    shares = _shares(node, f"t{node.number}", f"a{node.number}", read)
    return [
        _receive(plan, argument, share, loop, inner)
        for argument, share in zip(node.arguments, shares, strict=True)
        if isinstance(argument, Expression) and argument.operation not in CONDITIONS
    ]


def _receive(plan: Plan, node: Expression, share: str, loop: Loop, inner: dict[int, str]) -> str:
    if node.number in inner:
        return f"a{node.number} += {share};"
    return f"A{lines.element(plan.place(node), loop.shape)} += {share};"


def _shares(node: Expression, t: str, a: str, read: list[str]) -> tuple[str, ...]:
    """What each argument receives of the derivative `a` by a node of value `t`."""
    match node.operation:
        case "add":
            return a, a
        case "subtract":
            return a, f"-{a}"
        case "multiply":
            return f"{a} * {read[1]}", f"{a} * {read[0]}"
        case "divide":
            return f"{a} / {read[1]}", f"-{a} * {t} / {read[1]}"
        case "negative":
            return (f"-{a}",)
        case "exp":
            return (f"{a} * {t}",)
        case "log":
            return (f"{a} / {read[0]}",)
        case "log1p":
            return (f"{a} / (all_of(1.0) + {read[0]})",)
        case "sqrt":
            return (f"{a} * all_of(0.5) / {t}",)
        case "absolute":
            return (f"pick(less({read[0]}, {ZERO}), -{a}, {a})",)
        case "minimum":
            return f"pick(less({read[0]}, {read[1]}), {a}, {ZERO})", f"pick(less({read[0]}, {read[1]}), {ZERO}, {a})"
        case "maximum":
            return f"pick(less({read[1]}, {read[0]}), {a}, {ZERO})", f"pick(less({read[1]}, {read[0]}), {ZERO}, {a})"
        case "where":
            return "", f"pick({read[0]}, {a}, {ZERO})", f"pick({read[0]}, {ZERO}, {a})"
    raise NotImplementedError(f"no derivative of {node.operation}")
