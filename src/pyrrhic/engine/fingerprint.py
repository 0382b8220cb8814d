"""A fingerprint of what is computed: it changes when, and only when, a result could change.

It is taken from the trace, so names of local variables, comments, the order of equations and the names of files do not
enter; coefficients, operations, names of inputs and their axes do. Numbers enter with nine digits.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy

from pyrrhic.engine.build import Model
from pyrrhic.engine.equations import CLOSES
from pyrrhic.engine.expressions import CONDITIONS, Expression

EITHER_WAY = ("add", "multiply", "minimum", "maximum")
DIGITS = 9


@dataclass(frozen=True)
class Computed:
    """What some quantities compute: the fingerprint, and the inputs and stocks that they and all stocks depend on."""

    fingerprint: str
    reads: frozenset[str]

    def read(self, arrays: Mapping[str, numpy.ndarray]) -> dict[str, numpy.ndarray]:
        """Those of some arrays that are read."""
        return {name: array for name, array in arrays.items() if name in self.reads}


def computed(model: Model, quantities: Iterable[str], fixed: Mapping[str, float] | None = None) -> Computed:
    """What some quantities compute from year to year, together with all stocks, which decide failures.

    With the number of a rival `fixed` for an input `choice_of_QUANTITY`, it is that of the model with this rival alone.
    """
    return _computed(model, frozenset(quantities), frozenset((fixed or {}).items()))


@lru_cache(maxsize=64)
def _computed(model: Model, quantities: frozenset[str], fixed: frozenset) -> Computed:
    digest = _Digest(dict(fixed))
    names = sorted({*quantities, *(stock + CLOSES for stock in model.stocks)})
    text = of_text(*(f"{name} {digest.of(model.trace.values[name])}" for name in names))
    return Computed(text, frozenset(digest.inputs))


def of_arrays(*groups: Mapping[str, numpy.ndarray]) -> str:
    """The fingerprint of named arrays, whatever their order."""
    return _hashed(
        "\n".join(
            f"{name} {numpy.shape(group[name])} {numbers(group[name])}" for group in groups for name in sorted(group)
        )
    )


def of_bytes(group: Mapping[str, numpy.ndarray]) -> str:
    """The fingerprint of named arrays to the last bit, by which damage is seen."""
    digest = hashlib.sha256()
    for name in sorted(group):
        digest.update(f"{name} {group[name].dtype} {group[name].shape}".encode())
        digest.update(numpy.ascontiguousarray(group[name]).tobytes())
    return digest.hexdigest()


def numbers(array) -> str:
    """Numbers as text, with nine digits."""
    return " ".join(f"{value:.{DIGITS}g}" for value in numpy.asarray(array, float).reshape(-1).tolist())


def of_text(*lines: str) -> str:
    """The fingerprint of some lines of text."""
    return _hashed("\n".join(lines))


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _Digest:
    """Digests of nodes, each from the digests of its arguments; notes the inputs it comes upon."""

    def __init__(self, fixed: Mapping[str, float]):
        self.fixed = fixed
        self.known: dict[int, str] = {}
        self.inputs: set[str] = set()

    def of(self, node: Expression) -> str:
        """The digest of one node; arguments that lie deep are done first, so that no recursion is deep."""
        waiting = [node]
        while waiting:
            current = waiting[-1]
            missing = [part for part in self._read(current) if part.number not in self.known]
            if missing:
                waiting += missing
            else:
                waiting.pop()
                self.known[current.number] = self._digest(current)
        return self.known[node.number]

    def _read(self, node: Expression) -> tuple[Expression, ...]:
        branch = self._branch(node)
        return node.parts if branch is None else (branch,)

    def _digest(self, node: Expression) -> str:
        branch = self._branch(node)
        if branch is not None:
            return self.known[branch.number]
        if node.operation == "input":
            self.inputs.add(node.input_name)
        arguments = [
            self.known[argument.number] if isinstance(argument, Expression) else f"{argument:.{DIGITS}g}"
            for argument in node.arguments
        ]
        if node.operation in EITHER_WAY:
            arguments.sort()
        axes = node.axes if node.operation == "input" else ""
        return _hashed(f"{node.operation} {node.detail} {axes} {' '.join(arguments)}")

    def _branch(self, node: Expression) -> Expression | None:
        """The branch that a fixed input decides for, or None where nothing is decided beforehand."""
        if node.operation != "where" or not isinstance(node.arguments[0], Expression):
            return None
        condition = node.arguments[0]
        if condition.operation not in CONDITIONS or condition.parts[0].detail not in self.fixed:
            return None
        name = condition.parts[0].input_name
        chosen = node.arguments[1 if self.fixed[name] > condition.arguments[1] else 2]
        return chosen if isinstance(chosen, Expression) else None
