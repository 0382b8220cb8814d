"""What an equation, an input and a slot declare, and the sentences for what they leave out.

@equation("region")
def grain_retained(grain_harvest: MillionTonnes, grain_procured: MillionTonnes) -> MillionTonnes: ...
"""

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, Protocol, TypeGuard, cast, overload

from pyrrhic.engine.arithmetic import where
from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.texts import Text
from pyrrhic.units import Unit

CLOSES = "_next"
CHOICE, BY = "choice_of_", "_by_"
PATH = "path_of_"
COMPUTED, HELD = "computed", "held"
CHOICE_UNIT = Unit("number of the rival", Text("number of the rival equation", "номер соперничающего уравнения"))
ANYTHING = (-math.inf, math.inf)


@dataclass(frozen=True)
class Input:
    """What is declared of an input: its unit, the names of its axes, and the bounds of its values.

    `total` is what its values sum to over all kinds and places, where they are shares of something.
    """

    unit: Unit
    axes: tuple[str, ...] = ()
    bounds: tuple[float, float] = ANYTHING
    total: float | None = None


class DeclaredFunction(Protocol):
    """A function that is declared as an equation: it knows the axes of its result."""

    __name__: str
    __signature__: inspect.Signature
    axes: tuple[str, ...]

    def __call__(self, *arguments: Any) -> Any:
        """The quantity, from what the function reads."""


@dataclass(frozen=True)
class Equation:
    """One function of the model: the quantity it computes, what it reads, and the units and axes it declares."""

    name: str
    function: Callable
    reads: Mapping[str, Unit]
    unit: Unit
    axes: tuple[str, ...] = ()


@overload
def equation(function: Callable, /) -> DeclaredFunction: ...


@overload
def equation(*axes: str) -> Callable[[Callable], DeclaredFunction]: ...


def equation(*axes: Any) -> Any:
    """Declare a function as an equation whose result has these axes: `@equation` national, `@equation("region")`."""
    if len(axes) == 1 and callable(axes[0]):
        return _declared(axes[0], ())
    return lambda function: _declared(function, axes)


def _declared(function: Callable, axes: tuple[str, ...]) -> DeclaredFunction:
    declared = cast(DeclaredFunction, function)
    declared.axes = axes
    return declared


def is_equation(function: Callable) -> TypeGuard[DeclaredFunction]:
    """Whether a function is declared as an equation."""
    return hasattr(function, "axes")


def read_equation(name: str, function: Callable) -> Equation:
    """What a function declares in its signature; raises `BadInput` where something is missing."""
    if not is_equation(function):
        raise BadInput(f"{name} is not declared as an equation; write @equation above it")
    signature = inspect.signature(function)
    reads = {}
    for argument in signature.parameters.values():
        if argument.kind is not argument.POSITIONAL_OR_KEYWORD or argument.default is not argument.empty:
            raise BadInput(f"argument {argument.name} must be a plain name without a default", where=name)
        reads[argument.name] = _unit(argument.annotation, f"{name}: argument {argument.name}")
    return Equation(name, function, reads, _unit(signature.return_annotation, f"{name}: result"), function.axes)


def _unit(annotation, place: str) -> Unit:
    for extra in getattr(annotation, "__metadata__", ()):
        if isinstance(extra, Unit):
            return extra
    raise BadInput(f"{place} has no unit annotation")


@dataclass(frozen=True)
class Slot:
    """A quantity with rival equations, each named after its author; exactly one fills the slot."""

    quantity: str
    rivals: Mapping[str, DeclaredFunction]
    default: str

    def chosen(self, choice: str | None) -> DeclaredFunction:
        """The rival named `choice`, or the default."""
        return self.rivals[self.known(choice)]

    def known(self, choice: str | None) -> str:
        """The name of a rival, of the default unless one is chosen; raises `UnknownName` for one that there is not."""
        name = choice or self.default
        if name not in self.rivals:
            raise UnknownName("rival equation", name, self.rivals, where=f"slot {self.quantity}")
        return name

    def number(self, choice: str | None) -> float:
        """The value of the input `choice_of_QUANTITY` that takes a rival, where all are computed."""
        return float(list(self.rivals).index(self.known(choice)))


def opened(equations: Iterable[Callable | Slot]) -> tuple[list[Callable | Slot], dict[str, Input]]:
    """The equations with every rival under a name of its own, an equation that takes one, and the inputs it reads."""
    opened: list[Callable | Slot] = []
    inputs: dict[str, Input] = {}
    for item in equations:
        if not isinstance(item, Slot):
            opened.append(item)
            continue
        opened += [_renamed(rival, item.quantity + BY + name) for name, rival in item.rivals.items()]
        opened.append(_taking(item))
        inputs[CHOICE + item.quantity] = Input(CHOICE_UNIT, (), (0.0, len(item.rivals) - 1.0))
    return opened, inputs


def _renamed(function: DeclaredFunction, name: str) -> DeclaredFunction:
    """The same equation under another name."""

    @wraps(function)
    def rival(*arguments):
        return function(*arguments)

    rival.__name__ = name
    return _declared(rival, function.axes)


def _taking(slot: Slot) -> DeclaredFunction:
    """The equation of a slot's quantity that takes the rival whose number the input `choice_of_QUANTITY` holds."""
    names = list(slot.rivals)
    result = inspect.signature(slot.rivals[names[0]]).return_annotation
    plain = inspect.Parameter.POSITIONAL_OR_KEYWORD

    def take(number, *rivals):
        """One of the rival equations, by its number."""
        taken = rivals[-1]
        for index in reversed(range(len(rivals) - 1)):
            taken = where(number > index + 0.5, taken, rivals[index])
        return taken

    axes = tuple(dict.fromkeys(axis for rival in slot.rivals.values() for axis in rival.axes))
    taking = _declared(take, axes)
    taking.__name__ = slot.quantity
    taking.__signature__ = inspect.Signature(
        [
            inspect.Parameter(CHOICE + slot.quantity, plain, annotation=Annotated[Any, CHOICE_UNIT]),
            *(inspect.Parameter(slot.quantity + BY + name, plain, annotation=result) for name in names),
        ],
        return_annotation=result,
    )
    return taking


def holdable(function: DeclaredFunction) -> Slot:
    """A slot in which a quantity is computed by its equation or, by the second choice, held at `path_of_QUANTITY`."""
    result = inspect.signature(function).return_annotation

    def held(path):
        """The quantity as it is given."""
        return path

    taken = _declared(held, function.axes)
    taken.__name__ = function.__name__
    plain = inspect.Parameter.POSITIONAL_OR_KEYWORD
    taken.__signature__ = inspect.Signature(
        [inspect.Parameter(PATH + function.__name__, plain, annotation=result)], return_annotation=result
    )
    return Slot(function.__name__, {COMPUTED: function, HELD: taken}, default=COMPUTED)
