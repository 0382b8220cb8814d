"""What an equation, an input and a slot declare, and the sentences for what they leave out.

@equation("region")
def grain_retained(grain_harvest: MillionTonnes, grain_procured: MillionTonnes) -> MillionTonnes: ...
"""

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pyrrhic.engine.arithmetic import where
from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.texts import Text
from pyrrhic.units import Unit

CLOSES = "_next"
CHOICE, BY = "choice_of_", "_by_"
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


@dataclass(frozen=True)
class Equation:
    """One function of the model: the quantity it computes, what it reads, and the units and axes it declares."""

    name: str
    function: Callable
    reads: Mapping[str, Unit]
    unit: Unit
    axes: tuple[str, ...] = ()


def equation(*axes: str | Callable):
    """Declare a function as an equation whose result has these axes: `@equation` national, `@equation("region")`."""
    if len(axes) == 1 and callable(axes[0]):
        return equation()(axes[0])

    def declared(function: Callable) -> Callable:
        function.axes = axes
        return function

    return declared


def is_equation(function: Callable) -> bool:
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
    rivals: Mapping[str, Callable]
    default: str

    def chosen(self, choice: str | None) -> Callable:
        """The rival named `choice`, or the default."""
        return self.rivals[self.known(choice)]

    def known(self, choice: str | None) -> str:
        """The name of a rival, of the default unless one is chosen."""
        name = choice or self.default
        if name not in self.rivals:
            raise UnknownName("rival equation", name, self.rivals, where=f"slot {self.quantity}")
        return name

    def number(self, choice: str | None) -> float:
        """The value of the input `choice_of_QUANTITY` that takes a rival, where all are computed."""
        return float(list(self.rivals).index(self.known(choice)))


def opened(equations) -> tuple[list, dict[str, Input]]:
    """The equations with every rival under a name of its own, an equation that takes one, and the inputs it reads."""
    opened, inputs = [], {}
    for item in equations:
        if not isinstance(item, Slot):
            opened.append(item)
            continue
        opened += [_renamed(rival, item.quantity + BY + name) for name, rival in item.rivals.items()]
        opened.append(_taking(item))
        inputs[CHOICE + item.quantity] = Input(CHOICE_UNIT, (), (0.0, len(item.rivals) - 1.0))
    return opened, inputs


def _renamed(function: Callable, name: str) -> Callable:
    """The same equation under another name."""

    def rival(*arguments):
        return function(*arguments)

    rival.__name__, rival.__module__, rival.__doc__ = name, function.__module__, function.__doc__
    rival.__signature__ = inspect.signature(function)
    return equation(*function.axes)(rival)


def _taking(slot: Slot) -> Callable:
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

    take.__name__ = slot.quantity
    take.__signature__ = inspect.Signature(
        [
            inspect.Parameter(CHOICE + slot.quantity, plain, annotation=Annotated[Any, CHOICE_UNIT]),
            *(inspect.Parameter(slot.quantity + BY + name, plain, annotation=result) for name in names),
        ],
        return_annotation=result,
    )
    return equation(*dict.fromkeys(axis for rival in slot.rivals.values() for axis in rival.axes))(take)
