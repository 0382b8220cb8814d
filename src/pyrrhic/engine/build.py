"""How named functions become a model: their names are ordered into a graph, and the graph computes one year.

The name of a function is the quantity it computes; its argument names are what it reads; a function `horses_next`
closes the stock `horses`. Everything else a function reads is an input: a parameter, a policy lever, an outside driver.
Units and axes are declared and compared; the equations are run once on symbols, so whatever is wrong is said when the
model is built, in milliseconds, with the nearest match. The idea of composing functions by their argument names is that
of the package `dags`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from pyrrhic.engine.equations import CLOSES, Equation, Input, Slot, opened, read_equation
from pyrrhic.engine.expressions import CONDITIONS, Axis, Expression, Trace
from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.units import Unit


@dataclass(frozen=True, eq=False)
class Model:
    """Equations in the order of evaluation, with the stocks they close, the inputs they need, and their trace."""

    equations: Mapping[str, Equation]
    stocks: tuple[str, ...]
    inputs: Mapping[str, Input]
    choices: Mapping[str, str] = field(default_factory=dict)
    axes: Mapping[str, Axis] = field(default_factory=dict)
    trace: Trace = field(default_factory=lambda: Trace({}), repr=False)

    def year(self, known: Mapping) -> dict:
        """All quantities of one year, from the stocks at its start, the parameters and this year's paths."""
        values = dict(known)
        for name, equation in self.equations.items():
            values[name] = equation.function(*[values[read] for read in equation.reads])
        return values

    def unit(self, name: str) -> Unit:
        """The unit of a quantity, stock or input; raises `UnknownName` for any other name."""
        if name in self.equations:
            return self.equations[name].unit
        if name in self.stocks:
            return self.equations[name + CLOSES].unit
        if name in self.inputs:
            return self.inputs[name].unit
        raise UnknownName("quantity", name, self.names)

    def axes_of(self, name: str) -> tuple[str | None, str | None]:
        """The names of the kind axis and the place axis of a quantity, stock or input; None where there is none."""
        self.unit(name)
        return self.trace.values[name].axes

    def shape(self, name: str) -> tuple[int, int]:
        """Kinds and places of a quantity, stock or input."""
        return self.trace.shape(self.axes_of(name))

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
        reached, waiting = set(), [name]
        while waiting:
            current = waiting.pop()
            if current in reached:
                continue
            reached.add(current)
            if current in self.stocks:
                waiting.append(current + CLOSES)
            elif current in self.equations:
                waiting.extend(self.equations[current].reads)
        return frozenset(reached)


def build(
    equations: Sequence[Callable | Slot],
    inputs: Mapping[str, Input],
    axes: Iterable[Axis] = (),
    *,
    given: Iterable[str] = (),
    choices: Mapping[str, str] | None = None,
    all_rivals: bool = False,
) -> Model:
    """Order the equations into a model, or say what is wrong with them.

    `inputs` are the parameters, levers and drivers; `given` names quantities that are to be taken from outside instead
    of computed; `choices` names the rival that fills a slot. With `all_rivals` every rival is computed, and an input
    `choice_of_QUANTITY` takes one of them by its number. Raises `BadInput`.
    """
    choices = dict(choices or {})
    if all_rivals:
        equations, more = opened(equations)
        inputs = {**inputs, **more}
    computed, filled = _collect(equations, choices)
    inputs = dict(inputs)
    for name in given:
        if name not in computed:
            raise UnknownName("computed quantity", name, computed, where=f"cannot take {name} as given")
        inputs[name] = Input(computed[name].unit, computed.pop(name).axes)
    stocks = tuple(name.removesuffix(CLOSES) for name in computed if name.endswith(CLOSES))
    _refuse_two_providers(computed, inputs, stocks)
    _refuse_unprovided_and_mismatched(computed, inputs, stocks)
    ordered = {name: computed[name] for name in _order(computed)}
    named_axes = {axis.name: axis for axis in axes}
    return Model(ordered, stocks, inputs, filled, named_axes, _traced(ordered, stocks, inputs, named_axes))


def _traced(equations, stocks, inputs, axes) -> Trace:
    """The equations run once on symbols; raises `BadInput` where axes do not fit, or not as declared."""
    trace = Trace(axes)
    read = {
        **{name: declared.axes for name, declared in inputs.items()},
        **{stock: equations[stock + CLOSES].axes for stock in stocks},
    }
    for name, declared in read.items():
        try:
            trace.input(name, _known_axes(name, declared, axes))
        except BadInput as error:
            raise BadInput(f"{error}", where=name) from None
    for name, item in equations.items():
        trace.values[name] = _result(item, trace, [trace.values[read] for read in item.reads])
    return trace


def _result(item: Equation, trace: Trace, arguments: Sequence[Expression]) -> Expression:
    """The symbol an equation computes, with the axes it declares."""
    try:
        declared = trace.placed(_known_axes(item.name, item.axes, trace.axes))
        result = item.function(*arguments)
    except BadInput as error:
        raise BadInput(f"{error}", where=item.name) from None
    if not isinstance(result, Expression):
        raise BadInput(f"{item.name} computes a plain number, whatever it reads; make it a parameter")
    if result.operation in CONDITIONS:
        raise BadInput(f"{item.name} computes a comparison; make it a number with where(a > b, 1.0, 0.0)")
    if result.axes != declared:
        raise BadInput(
            f"{item.name} is declared {_axes_in_words(declared)}, but what it computes is {_axes_in_words(result.axes)}"
        )
    return result


def _known_axes(name: str, axes: Sequence[str], known) -> Sequence[str]:
    for axis in axes:
        if axis not in known:
            raise UnknownName("axis", axis, known, where=name)
    return axes


def _axes_in_words(axes: Sequence[str | None]) -> str:
    return "by " + " and ".join(names) if (names := [name for name in axes if name]) else "national"


def _collect(equations, choices) -> tuple[dict[str, Equation], dict[str, str]]:
    computed: dict[str, Equation] = {}
    filled: dict[str, str] = {}
    for item in equations:
        if isinstance(item, Slot):
            choice = choices.pop(item.quantity, None)
            filled[item.quantity] = choice or item.default
            equation = read_equation(item.quantity, item.chosen(choice))
        else:
            equation = read_equation(item.__name__, item)
        if equation.name in computed:
            first, second = computed[equation.name].function.__module__, equation.function.__module__
            raise BadInput(f"two equations compute {equation.name}: one in {first}, one in {second}")
        computed[equation.name] = equation
    if choices:
        raise UnknownName("slot", next(iter(choices)), filled)
    return computed, filled


def _refuse_two_providers(computed, inputs, stocks) -> None:
    for name in computed:
        if name in inputs:
            raise BadInput(f"{name} is both computed and an input; name it in `given` to take it as an input")
        if name in stocks:
            raise BadInput(f"{name} is both computed and the stock closed by {name}{CLOSES}")
    for name in stocks:
        if name in inputs:
            raise BadInput(f"{name} is both an input and the stock closed by {name}{CLOSES}")


def _refuse_unprovided_and_mismatched(computed, inputs, stocks) -> None:
    provided = {
        **{name: declared.unit for name, declared in inputs.items()},
        **{stock: computed[stock + CLOSES].unit for stock in stocks},
        **{name: equation.unit for name, equation in computed.items()},
    }
    for equation in computed.values():
        for name, unit in equation.reads.items():
            if name not in provided:
                raise UnknownName(
                    "quantity", name, provided, where=f"{equation.name} reads {name}, which nothing provides"
                )
            if unit != provided[name]:
                raise BadInput(f"{equation.name} reads {name} in {unit.symbol}, but it is in {provided[name].symbol}")


def _order(computed: Mapping) -> list[str]:
    """The names of the equations, each after those it reads; raises where they read one another in a circle."""
    graph = {name: [read for read in equation.reads if read in computed] for name, equation in computed.items()}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        loop = " reads ".join(reversed(error.args[1]))
        raise BadInput(f"loop within one year: {loop}; let one of them read last year's value") from None
