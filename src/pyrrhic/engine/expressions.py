"""Symbols in place of arrays, each of which remembers how it was computed.

The equations run on symbols once, and everything that needs to know what they compute reads the trace: axes, formulas,
fingerprint, the C program and its gradient.

    trace = Trace({"region": Axis("region", PLACE, ("north", "south"))})
    grain = trace.input("grain", ("region",))
    trace.nodes[-1]          # what the last operation was

NumPy hands its functions over to the symbols (`__array_ufunc__`), so equations need not know which kind they run on.
The same operation on the same arguments is one node, so what several equations compute alike is computed once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy
from numpy.lib.mixins import NDArrayOperatorsMixin

from pyrrhic.engine.arithmetic import KIND, PLACE
from pyrrhic.errors import BadInput

OPERATIONS = {
    numpy.add: "add",
    numpy.subtract: "subtract",
    numpy.multiply: "multiply",
    numpy.divide: "divide",
    numpy.negative: "negative",
    numpy.exp: "exp",
    numpy.log: "log",
    numpy.log1p: "log1p",
    numpy.sqrt: "sqrt",
    numpy.absolute: "absolute",
    numpy.minimum: "minimum",
    numpy.maximum: "maximum",
    numpy.greater: "greater",
    numpy.greater_equal: "greater_equal",
    numpy.where: "where",
}
TURNED_ROUND = {numpy.less: numpy.greater, numpy.less_equal: numpy.greater_equal}
CONDITIONS = ("greater", "greater_equal")
Plain = float | int


@dataclass(frozen=True)
class Axis:
    """A named axis: along which of the array's two axes it runs (kind or place), and what stands along it."""

    name: str
    along: int
    members: tuple[str, ...]


class Expression(NDArrayOperatorsMixin):
    """One node: an operation on other nodes and plain numbers.

    `axes` are the names of its kind axis and its place axis, None where the length is one; `detail` is the name of an
    input, the axis of a sum or the place of a part. `calls` holds the function of `arithmetic` that made it, if any.
    """

    __hash__ = object.__hash__

    def __init__(
        self,
        trace: "Trace",
        operation: str,
        arguments: tuple,
        axes: tuple[str | None, str | None],
        detail: str | int | None = None,
    ):
        self.trace, self.operation, self.arguments = trace, operation, arguments
        self.axes, self.detail, self.number = axes, detail, len(trace.nodes)
        self.calls: tuple[str, tuple] | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Kinds and places."""
        return self.trace.shape(self.axes)

    @property
    def input_name(self) -> str:
        """The name of an input."""
        assert isinstance(self.detail, str)
        return self.detail

    @property
    def position(self) -> int:
        """The axis of a sum, or the place of a part."""
        assert isinstance(self.detail, int)
        return self.detail

    @property
    def parts(self) -> tuple["Expression", ...]:
        """The arguments that are nodes."""
        return tuple(argument for argument in self.arguments if isinstance(argument, Expression))

    def remember(self, function: str, arguments: tuple) -> None:
        """Note the function of `arithmetic` that made this node; the first one named stays."""
        if self.calls is None and self.operation != "input":
            self.calls = function, arguments

    def sum(self, axis: int, keepdims: bool) -> "Expression":
        """Total over kinds (0) or places (1), which stays as an axis of length one; raises `BadInput` for other axes."""
        if axis not in (KIND, PLACE) or not keepdims:
            raise BadInput(
                "sums run over kinds or over places and keep the axis; use sum_over_kinds or sum_over_regions"
            )
        self._refuse_comparison()
        if self.axes[axis] is None:
            return self
        return self.trace.node("sum", (self,), _replaced(self.axes, axis), axis)

    def __getitem__(self, part) -> "Expression":
        """One of the kinds, as a slice of length one."""
        kinds = self.shape[KIND]
        if (
            not isinstance(part, slice)
            or part.start is None
            or part.stop != part.start + 1
            or part.step is not None
            or not 0 <= part.start < kinds
            or self.axes[KIND] is None
        ):
            raise BadInput(f"only one kind can be taken out, as x[1:2], and there are {kinds}; got {part}")
        self._refuse_comparison()
        return self.trace.node("kind", (self,), _replaced(self.axes, KIND), part.start)

    def _refuse_comparison(self) -> None:
        if _is_comparison(self):
            raise BadInput("a comparison is not a number; make it one with where(a > b, 1.0, 0.0)")

    def __array_ufunc__(self, function, method, *arguments, **options):
        if function in TURNED_ROUND:  # a < b is b > a
            function, arguments = TURNED_ROUND[function], arguments[::-1]
        if "out" in options:
            raise BadInput("an equation cannot change a value in place; write x = x + y in place of x += y")
        if method != "__call__" or options or function not in OPERATIONS:
            raise BadInput(
                f"numpy.{function.__name__} is not among the functions an equation may use: see pyrrhic.engine.arithmetic"
            )
        return self.trace.apply(OPERATIONS[function], arguments)

    def __array_function__(self, function, types, arguments, options):
        if function is not numpy.where or options or len(arguments) != 3:
            raise BadInput(
                f"numpy.{function.__name__} is not among the functions an equation may use: see pyrrhic.engine.arithmetic"
            )
        return self.trace.apply("where", arguments)

    def __bool__(self):
        raise BadInput(
            "an equation cannot branch on a value (if, and, or, min, max); use where, minimum or maximum of pyrrhic.engine.arithmetic"
        )

    def __iter__(self):
        raise BadInput("an equation cannot loop over a value; it holds for all kinds and places at once")

    def __contains__(self, item):
        self.__iter__()

    def __float__(self):
        raise BadInput("an equation cannot turn a value into a plain number")

    __int__ = __index__ = __float__

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        raise BadInput(f"a value has no {name} in an equation: see pyrrhic.engine.arithmetic")

    def __repr__(self):
        return f"<{self.operation} {self.detail or ''} {'x'.join(map(str, self.shape))}>"


@dataclass(eq=False)
class Trace:
    """All nodes in the order in which they were made, which is an order of evaluation; `values` names some of them."""

    axes: Mapping[str, Axis]
    nodes: list[Expression] = field(default_factory=list)
    values: dict[str, Expression] = field(default_factory=dict)
    _known: dict[tuple, Expression] = field(default_factory=dict)

    def shape(self, axes: Sequence[str | None]) -> tuple[int, int]:
        """Lengths along kind and place."""
        kinds, places = (1 if name is None else len(self.axes[name].members) for name in axes)
        return kinds, places

    def input(self, name: str, axes: Sequence[str] = ()) -> Expression:
        """The node of an input or stock with these named axes."""
        self.values[name] = self.node("input", (), self.placed(axes), name)
        return self.values[name]

    def placed(self, axes: Sequence[str]) -> tuple[str | None, str | None]:
        """Names of axes in the order kind, place, None where there is none; raises `BadInput` for two along one axis."""
        placed: list[str | None] = [None, None]
        for name in axes:
            along = self.axes[name].along
            if placed[along] is not None:
                raise BadInput(f"{placed[along]} and {name} run along the same axis")
            placed[along] = name
        return placed[KIND], placed[PLACE]

    def node(self, operation: str, arguments: tuple, axes: tuple, detail: str | int | None = None) -> Expression:
        """The node of this operation, made when first asked for."""
        key = operation, tuple(map(_key, arguments)), detail
        if key not in self._known:
            node = Expression(self, operation, arguments, axes, detail)
            self.nodes.append(node)
            self._known[key] = node
        return self._known[key]

    def apply(self, operation: str, arguments: Sequence) -> Expression:
        """The node of an operation on nodes of this trace and plain numbers, element by element."""
        plain = tuple(operand if isinstance(operand, Expression) else _number(operand) for operand in arguments)
        for place, operand in enumerate(plain):
            if _is_comparison(operand) != (operation == "where" and place == 0):
                raise BadInput("a comparison chooses, and nothing else does: where(a > b, yes, no)")
        return self.node(
            operation, plain, self._common([operand for operand in plain if isinstance(operand, Expression)])
        )

    def _common(self, parts: Sequence[Expression]) -> tuple[str | None, str | None]:
        """The axes of a result; two different ones along the same axis cannot be combined."""
        common: list[str | None] = [None, None]
        for part in parts:
            for along in (KIND, PLACE):
                name = part.axes[along]
                if name is not None and common[along] not in (None, name):
                    raise BadInput(
                        f"{common[along]} and {name} cannot be combined: they run along the same axis and are different things"
                    )
                common[along] = name or common[along]
        return common[KIND], common[PLACE]


def _is_comparison(value) -> bool:
    return isinstance(value, Expression) and value.operation in CONDITIONS


def _key(argument):
    """What tells an argument of a node from others: the number of a node, or the plain number itself."""
    return argument.number if isinstance(argument, Expression) else ("plain", argument)


def _number(value) -> float:
    if isinstance(value, Plain | numpy.number) and not isinstance(value, bool):
        return float(value)
    raise BadInput(f"an equation may combine quantities with plain numbers, not with {type(value).__name__}")


def _replaced(axes: tuple[str | None, str | None], along: int) -> tuple[str | None, str | None]:
    """The axes without the one along `along`."""
    return (None, axes[PLACE]) if along == KIND else (axes[KIND], None)
