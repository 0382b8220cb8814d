"""A trace as straight loops over flat arrays: where every number stands, and which loops compute what.

Five arrays hold everything: P parameters, C what depends on parameters alone, X the paths of a year, V the values of a
year, whose first places are the stocks in the order in which they close, so that closing a year is copying.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from pyrrhic.engine.build import Model
from pyrrhic.engine.equations import CLOSES
from pyrrhic.engine.expressions import CONDITIONS, Expression

PARAMETERS, CONSTANTS, PATHS, VALUES = "P", "C", "X", "V"
ARRAYS = (PARAMETERS, CONSTANTS, PATHS, VALUES)
ONCE, YEARLY = "once", "year"
WITHOUT_A_LINE = ("input", "kind", *CONDITIONS)  # what is read where it stands, or written into the line that uses it


@dataclass(frozen=True)
class Place:
    """Where the numbers of a node stand: array, first place, kinds and places."""

    array: str
    start: int
    shape: tuple[int, int]

    @property
    def size(self) -> int:
        """How many numbers."""
        return self.shape[0] * self.shape[1]


@dataclass(frozen=True)
class Loop:
    """Nodes that are computed together, element by element over kinds and places, in this order."""

    shape: tuple[int, int]
    nodes: tuple[Expression, ...]


@dataclass
class Plan:
    """A program before it is written in a language.

    `inputs` and `kept_places` say where inputs and quantities stand; `closing` pairs the place of each stock with that of its
    closing value. `sums` are nodes that add up over a loop.
    """

    places: dict[int, Place] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ARRAYS, 0))
    loops: dict[str, tuple[Loop, ...]] = field(default_factory=dict)
    inputs: dict[str, Place] = field(default_factory=dict)
    kept_places: dict[str, Place] = field(default_factory=dict)
    closing: tuple[tuple[Place, Place], ...] = ()

    def place(self, node: Expression) -> Place:
        """The place of a node that has one, a view into another's place included."""
        if node.operation != "kind":
            return self.places[node.number]
        whole = self.place(node.parts[0])
        return Place(whole.array, whole.start + node.position * node.shape[1], node.shape)

    def put(self, node: Expression, array: str) -> Place:
        """Give a node the next free place of an array."""
        place = Place(array, self.sizes[array], node.shape)
        self.sizes[array] += place.size
        self.places[node.number] = place
        return place


def plan(model: Model, paths: Iterable[str], keep: Iterable[str] | None = None) -> Plan:
    """Places and loops for the kept quantities, all that are computed unless named; what nothing needs is left out.

    `paths` names the inputs that change from year to year.
    """
    values, yearly = model.trace.values, {*paths, *model.stocks}
    closing = [values[stock + CLOSES] for stock in model.stocks]
    names = tuple(keep) if keep is not None else (*model.stocks, *model.equations)
    wanted = [*closing, *(values[name] for name in names)]
    needed = _needed(wanted)
    nodes = [node for node in model.trace.nodes if node.number in needed]
    layout = Plan()
    for name in (*model.stocks, *model.inputs):
        node = values[name]
        if name in model.stocks:
            layout.inputs[name] = layout.put(node, VALUES)
        elif node.number in needed:
            layout.inputs[name] = layout.put(node, PATHS if name in yearly else PARAMETERS)
    changing = _changing(nodes, yearly)
    for stage, of_stage in ((ONCE, False), (YEARLY, True)):
        layout.loops[stage] = _loops(
            [node for node in nodes if node.operation not in WITHOUT_A_LINE and (node.number in changing) == of_stage]
        )
    _store(layout, nodes, wanted, changing)
    layout.kept_places = {name: layout.place(values[name]) for name in names}
    layout.closing = tuple(
        (layout.inputs[stock], layout.place(node)) for stock, node in zip(model.stocks, closing, strict=True)
    )
    return layout


def owner(node: Expression) -> Expression:
    """The node whose place a view looks into."""
    while node.operation == "kind":
        node = node.parts[0]
    return node


def reads(node: Expression) -> tuple[Expression, ...]:
    """The nodes whose numbers a line reads: the arguments, and those of a condition in place of the condition."""
    groups = (part.parts if part.operation in CONDITIONS else (part,) for part in node.parts)
    return tuple(chain.from_iterable(groups))


def loop_shape(node: Expression) -> tuple[int, int]:
    """Kinds and places over which a node is computed: a sum over those of what it adds up."""
    return node.parts[0].shape if node.operation == "sum" else node.shape


def _needed(roots: Sequence[Expression]) -> set[int]:
    needed, waiting = set(), list(roots)
    while waiting:
        node = waiting.pop()
        if node.number not in needed:
            needed.add(node.number)
            waiting.extend(node.parts)
    return needed


def _changing(nodes: Sequence[Expression], yearly: set[str]) -> set[int]:
    """The nodes that change from year to year."""
    changing = set()
    for node in nodes:
        if node.detail in yearly if node.operation == "input" else any(part.number in changing for part in node.parts):
            changing.add(node.number)
    return changing


def _loops(nodes: Sequence[Expression]) -> tuple[Loop, ...]:
    """Nodes gathered into as few loops as a greedy choice finds: always the shape for which most is ready."""
    waiting, loops = {node.number: node for node in nodes}, []
    while waiting:
        groups = [Loop(shape, _ready(shape, waiting)) for shape in sorted({*map(loop_shape, waiting.values())})]
        loops.append(max(groups, key=lambda group: len(group.nodes)))
        for node in loops[-1].nodes:
            del waiting[node.number]
    return tuple(loops)


def _ready(shape: tuple[int, int], waiting: dict[int, Expression]) -> tuple[Expression, ...]:
    """The waiting nodes of a shape that read only what is finished, or the same element of their own loop."""
    group, inside = [], set()
    for node in waiting.values():
        if loop_shape(node) == shape and all(
            owner(part).number not in waiting or part.number in inside for part in reads(node)
        ):
            group.append(node)
            if node.operation != "sum":
                inside.add(node.number)
    return tuple(group)


def _store(layout: Plan, nodes: Sequence[Expression], wanted: Sequence[Expression], changing: set[int]) -> None:
    """Give a place to every value that is used outside the loop that makes it, or by elements other than its own."""
    loop_of = {
        node.number: (stage, index)
        for stage, loops in layout.loops.items()
        for index, loop in enumerate(loops)
        for node in loop.nodes
    }
    outside = {owner(node).number for node in wanted}
    for node in nodes:
        for part in reads(node) if node.number in loop_of else ():
            if part.operation in ("kind", "sum") or loop_of.get(part.number) != loop_of[node.number]:
                outside.add(owner(part).number)
    for node in nodes:
        if node.number in outside and node.number in loop_of:
            layout.put(node, VALUES if node.number in changing else CONSTANTS)
