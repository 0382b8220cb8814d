"""Named functions to a model: names -> graph -> one year. Knows nothing of grain.

The name of a function is the quantity it computes; its argument names are what it reads; a function `horses_next`
closes the stock `horses`. Everything else a function reads is an input: a parameter, a policy lever, an outside driver.
The idea of composing functions by their argument names is that of the package `dags`; this composer is stricter:
whatever is wrong is said when the model is built, in milliseconds, with the nearest match.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from pyrrhic.nearest import unknown
from pyrrhic.units import Unit

CLOSES = "_next"


class ModelError(Exception):
    """The equations do not make a model; the message names the equation, the name and the nearest match."""


@dataclass(frozen=True)
class Slot:
    """A quantity with rival equations, each named after its author; exactly one fills the slot."""

    quantity: str
    rivals: Mapping[str, Callable]
    default: str

    def chosen(self, choice: str | None) -> Callable:
        """The rival named `choice`, or the default."""
        name = choice or self.default
        if name not in self.rivals:
            raise ModelError(f"slot {self.quantity}: " + unknown("rival equation", name, self.rivals))
        return self.rivals[name]


@dataclass(frozen=True)
class Equation:
    """One function of the model: the quantity it computes, what it reads, and the units it declares for both."""

    name: str
    function: Callable
    reads: Mapping[str, Unit]
    unit: Unit


@dataclass(frozen=True)
class Model:
    """Equations in the order of evaluation, with the stocks they close and the inputs they need."""

    equations: Mapping[str, Equation]
    stocks: tuple[str, ...]
    inputs: Mapping[str, Unit]
    choices: Mapping[str, str] = field(default_factory=dict)

    def year(self, known: Mapping) -> dict:
        """All quantities of one year, from the stocks at its start, the parameters and this year's paths."""
        values = dict(known)
        for name, equation in self.equations.items():
            values[name] = equation.function(*[values[read] for read in equation.reads])
        return values

    def unit(self, name: str) -> Unit:
        """The unit of a quantity, stock or input."""
        if name in self.equations:
            return self.equations[name].unit
        if name in self.stocks:
            return self.equations[name + CLOSES].unit
        if name in self.inputs:
            return self.inputs[name]
        raise ModelError(unknown("quantity", name, self.names))

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the model knows: inputs, stocks and computed quantities."""
        return (*self.inputs, *self.stocks, *self.equations)

    def readers(self, name: str) -> tuple[str, ...]:
        """The equations that read `name`."""
        return tuple(e.name for e in self.equations.values() if name in e.reads)

    def upstream(self, name: str) -> frozenset[str]:
        """Everything `name` depends on, through earlier years too: equations, stocks and inputs, `name` included."""
        self.unit(name)
        found, waiting = set(), [name]
        while waiting:
            current = waiting.pop()
            if current in found:
                continue
            found.add(current)
            if current in self.stocks:
                waiting.append(current + CLOSES)
            elif current in self.equations:
                waiting.extend(self.equations[current].reads)
        return frozenset(found)


def build(equations: Sequence[Callable | Slot], inputs: Mapping[str, Unit], *, given: Iterable[str] = (),
          choices: Mapping[str, str] | None = None) -> Model:
    """Order the equations into a model, or say what is wrong with them.

    `inputs` are the parameters, levers and drivers with their units; `given` names quantities that are to be taken from
    outside instead of computed; `choices` names the rival that fills a slot. Raises `ModelError`.
    """
    choices = dict(choices or {})
    computed, filled = _collect(equations, choices)
    inputs = dict(inputs)
    for name in given:
        if name not in computed:
            raise ModelError(f"cannot take {name} as given: " + unknown("computed quantity", name, computed))
        inputs[name] = computed.pop(name).unit
    stocks = tuple(name.removesuffix(CLOSES) for name in computed if name.endswith(CLOSES))
    _refuse_two_providers(computed, inputs, stocks)
    _refuse_unprovided_and_mismatched(computed, inputs, stocks)
    ordered = {name: computed[name] for name in _order(computed)}
    return Model(ordered, stocks, inputs, filled)


def _collect(equations, choices) -> tuple[dict[str, Equation], dict[str, str]]:
    computed, filled = {}, {}
    for item in equations:
        if isinstance(item, Slot):
            choice = choices.pop(item.quantity, None)
            filled[item.quantity] = choice or item.default
            equation = _read(item.quantity, item.chosen(choice))
        else:
            equation = _read(item.__name__, item)
        if equation.name in computed:
            first, second = computed[equation.name].function.__module__, equation.function.__module__
            raise ModelError(f"two equations compute {equation.name}: one in {first}, one in {second}")
        computed[equation.name] = equation
    if choices:
        raise ModelError(unknown("slot", next(iter(choices)), filled))
    return computed, filled


def _read(name: str, function: Callable) -> Equation:
    signature = inspect.signature(function)
    reads = {}
    for argument in signature.parameters.values():
        if argument.kind is not argument.POSITIONAL_OR_KEYWORD or argument.default is not argument.empty:
            raise ModelError(f"{name}: argument {argument.name} must be a plain name without a default")
        reads[argument.name] = _unit(argument.annotation, f"{name}: argument {argument.name}")
    return Equation(name, function, reads, _unit(signature.return_annotation, f"{name}: result"))


def _unit(annotation, place: str) -> Unit:
    for extra in getattr(annotation, "__metadata__", ()):
        if isinstance(extra, Unit):
            return extra
    raise ModelError(f"{place} has no unit annotation")


def _refuse_two_providers(computed, inputs, stocks) -> None:
    for name in computed:
        if name in inputs:
            raise ModelError(f"{name} is both computed and an input; name it in `given` to take it as an input")
        if name in stocks:
            raise ModelError(f"{name} is both computed and the stock closed by {name}{CLOSES}")
    for name in stocks:
        if name in inputs:
            raise ModelError(f"{name} is both an input and the stock closed by {name}{CLOSES}")


def _refuse_unprovided_and_mismatched(computed, inputs, stocks) -> None:
    provided = {**inputs, **{stock: computed[stock + CLOSES].unit for stock in stocks},
                **{name: equation.unit for name, equation in computed.items()}}
    for equation in computed.values():
        for name, unit in equation.reads.items():
            if name not in provided:
                raise ModelError(f"{equation.name} reads {name}, which nothing provides; "
                                 + unknown("quantity", name, provided))
            if unit != provided[name]:
                raise ModelError(f"{equation.name} reads {name} in {unit.symbol}, "
                                 f"but it is in {provided[name].symbol}")


def _order(computed) -> list[str]:
    graph = {name: [read for read in equation.reads if read in computed] for name, equation in computed.items()}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        loop = " reads ".join(reversed(error.args[1]))
        raise ModelError(f"loop within one year: {loop}; let one of them read last year's value") from None
