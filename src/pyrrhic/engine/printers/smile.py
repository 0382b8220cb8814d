"""An equation in SMILE, the language of expressions in XMILE files, in the names that it reads.

    equations("net_grain_imports", symbol, members)         # [Line(..., text="grain_imports - grain_exports")]

A quantity with axes is written once for all that stands along them, `herds[species, region]`. A sum is written out, for
not every program that reads XMILE knows how to add along an axis. What is long and would stand more than once in an
equation becomes a part with a name of its own.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from pyrrhic.engine.expressions import CONDITIONS, Expression

LONG = 60  # characters of what is not repeated
PART = "_part_"


class Level(IntEnum):
    """How tightly the outermost sign of a text binds; what binds less than its place asks for stands in brackets."""

    CHOICE, SUM, PRODUCT, POWER, WHOLE = range(5)


Text = tuple[str, Level]
SIGNS = {
    "add": ("+", Level.SUM, Level.SUM),
    "subtract": ("-", Level.SUM, Level.PRODUCT),
    "multiply": ("*", Level.PRODUCT, Level.PRODUCT),
    "divide": ("/", Level.PRODUCT, Level.POWER),
    "greater": (">", Level.SUM, Level.SUM),
    "greater_equal": (">=", Level.SUM, Level.SUM),
}
FUNCTIONS = {"exp": "EXP", "log": "LN", "sqrt": "SQRT", "absolute": "ABS", "minimum": "MIN", "maximum": "MAX"}


@dataclass(frozen=True)
class Line:
    """A name, the axes of what it stands for, and how that is computed."""

    name: str
    axes: tuple[str | None, str | None]
    text: str


def equations(name: str, result: Expression, members: Mapping[str, Sequence[str]]) -> list[Line]:
    """The equation of a quantity as the last line, its parts before it; `members` are the names along each axis."""
    uses, writer = _uses(result), _Writer(members)
    lines: list[Line] = []
    for node in sorted(_nodes(result), key=lambda node: node.number):
        if uses[node.number] < 2 or node.operation in ("input", *CONDITIONS):
            continue
        text = writer.text(node)
        if len(text) > LONG:
            lines.append(Line(f"{name}{PART}{len(lines) + 1}", node.axes, text))
            writer.parts[node.number] = lines[-1].name
    return [*lines, Line(name, result.axes, writer.text(result))]


def number(value: float) -> str:
    """The shortest digits that give the same number."""
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(float(value))


def reference(name: str, axes: Sequence[str | None], at: Mapping[str, str] | None = None) -> str:
    """A name with its subscripts: those of `at`, and the axis itself where there is none."""
    subscripts = ", ".join((at or {}).get(axis, axis) for axis in axes if axis)
    return f"{name}[{subscripts}]" if subscripts else name


def _is_power(node: Expression) -> bool:
    return node.calls is not None and node.calls[0] == "power"


def _written(node: Expression) -> tuple:
    """What stands in the text of a node: a power is written by its base and exponent, however it is computed."""
    return node.calls[1] if node.calls and _is_power(node) else node.arguments


def _nodes(result: Expression) -> Iterator[Expression]:
    """Every node that is written, once."""
    known, waiting = set(), [result]
    while waiting:
        node = waiting.pop()
        if node.number not in known:
            known.add(node.number)
            yield node
            waiting += [part for part in _written(node) if isinstance(part, Expression)]


def _uses(result: Expression) -> Counter[int]:
    """How often each node is written where parts stand once: in a sum as often as there are terms."""
    uses: Counter[int] = Counter()
    for node in _nodes(result):
        terms = node.parts[0].shape[node.position] if node.operation == "sum" else 1
        for part in _written(node):
            if isinstance(part, Expression):
                uses[part.number] += terms
    return uses


@dataclass
class _Writer:
    """Writes nodes as text; `parts` are the names of those that have one, by number."""

    members: Mapping[str, Sequence[str]]
    parts: dict[int, str] = field(default_factory=dict)

    def text(self, node: Expression | float) -> str:
        """A node for everything along its axes."""
        return self._text(node, {})[0]

    def _operand(self, node, at: Mapping[str, str], least: Level, first: bool = True) -> str:
        """An operand, in brackets where it binds less than its place asks, or begins with a minus after a sign."""
        text, level = self._text(node, at)
        return f"({text})" if level < least or (not first and text.startswith("-")) else text

    def _text(self, node: Expression | float, at: Mapping[str, str]) -> Text:
        if not isinstance(node, Expression):
            return number(node), Level.SUM if node < 0 else Level.WHOLE
        if node.number in self.parts:
            return reference(self.parts[node.number], node.axes, at), Level.WHOLE
        if _is_power(node):
            base, exponent = (self._operand(part, at, Level.WHOLE) for part in _written(node))
            return f"{base} ^ {exponent}", Level.POWER
        if node.operation in SIGNS:
            sign, left, right = SIGNS[node.operation]
            first, second = node.arguments
            return f"{self._operand(first, at, left)} {sign} {self._operand(second, at, right, first=False)}", left
        return getattr(self, f"_{node.operation}", self._function)(node, at)

    def _input(self, node: Expression, at: Mapping[str, str]) -> Text:
        return reference(node.input_name, node.axes, at), Level.WHOLE

    def _negative(self, node: Expression, at: Mapping[str, str]) -> Text:
        return f"-{self._operand(node.arguments[0], at, Level.WHOLE)}", Level.SUM

    def _where(self, node: Expression, at: Mapping[str, str]) -> Text:
        condition, yes, no = (self._operand(part, at, Level.SUM) for part in node.arguments)
        return f"IF {condition} THEN {yes} ELSE {no}", Level.CHOICE

    def _sum(self, node: Expression, at: Mapping[str, str]) -> Text:
        added = node.parts[0]
        axis = added.axes[node.position]
        assert axis is not None
        terms = [self._operand(added, {**at, axis: member}, Level.SUM, first=False) for member in self.members[axis]]
        return " + ".join(terms), Level.SUM

    def _kind(self, node: Expression, at: Mapping[str, str]) -> Text:
        axis = node.parts[0].axes[0]
        assert axis is not None
        return self._text(node.parts[0], {**at, axis: self.members[axis][node.position]})

    def _log1p(self, node: Expression, at: Mapping[str, str]) -> Text:
        return f"LN(1 + {self._operand(node.arguments[0], at, Level.SUM, first=False)})", Level.WHOLE

    def _function(self, node: Expression, at: Mapping[str, str]) -> Text:
        arguments = ", ".join(self._operand(part, at, Level.SUM) for part in node.arguments)
        return f"{FUNCTIONS[node.operation]}({arguments})", Level.WHOLE
