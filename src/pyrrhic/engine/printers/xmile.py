"""A model with its numbers as an XMILE 1.0 file, which programs of system dynamics open.

    text = document(model, checked(model, parameters, opening, paths), Words(...))

Each quantity stands under its own name with its equation; the stocks close by a net flow, Euler's method in steps of a
year, which is what a run does. What has axes is written once for all along them, with the names along each axis as the
elements of a dimension. Parameters are numbers; a path from year to year is a graphical function of time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import numpy

from pyrrhic.engine.build import Model
from pyrrhic.engine.equations import CLOSES
from pyrrhic.engine.inputs import Inputs
from pyrrhic.engine.printers.formula import traced_alone
from pyrrhic.engine.printers.smile import Line, equations, number, reference
from pyrrhic.units import Unit

NAMESPACE = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
NET_FLOW = "_net_flow"
TIME = "TIME"
Axes = Sequence[str | None]


@dataclass(frozen=True)
class Words:
    """What the file says in a language: what it holds, the title and the text of each name of the model.

    `part` and `flow` say what a part of an equation and the net flow of a stock are.
    """

    title: str
    language: str
    version: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    part: str
    flow: str


def document(model: Model, inputs: Inputs, opening: Mapping[str, str], years: Sequence[int], words: Words) -> str:
    """The file. `opening` names the parameter with whose value each stock opens; what nothing reads is left out."""
    file = _File(model, inputs, years, words)
    root = Element("xmile", {"version": "1.0", "xmlns": NAMESPACE})
    root.append(file.header())
    root.append(file.times())
    root.append(file.dimensions())
    variables = SubElement(SubElement(root, "model"), "variables")
    variables.extend(file.stock(name, opening[name]) for name in model.stocks)
    variables.extend(file.flow(name) for name in model.stocks)
    for name in model.equations:
        variables.extend(file.computed(name))
    read = {name for equation in model.equations.values() for name in equation.reads} | set(opening.values())
    for name in model.inputs:
        if name in read:
            variables.extend(file.given(name))
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def members(model: Model) -> dict[str, tuple[str, ...]]:
    """The names along each axis as equations write them, with that of the axis before them where they are no names alone.

    A name cannot begin with a digit, and many programs take no element that is called like a quantity.
    """
    taken = set(model.names)
    return {
        name: axis.members
        if all(member.isidentifier() and member not in taken for member in axis.members)
        else tuple(f"{name}_{member}" for member in axis.members)
        for name, axis in model.axes.items()
    }


def unit_of(unit: Unit) -> str:
    """A unit as XMILE writes it, of names without spaces, products and quotients; 1 where it has no dimension."""
    if unit.cf == "1":
        return "1"
    symbol = f"1/{unit.symbol.removeprefix('per ')}" if unit.symbol.startswith("per ") else unit.symbol
    return symbol.replace(" per ", "/").replace(" ", "_")


def _spaced(name: str) -> str:
    """A name as it stands outside equations, where XMILE reads a space and an underscore alike and PySD wants a space."""
    return name.replace("_", " ")


@dataclass
class _File:
    """Makes the elements of the file."""

    model: Model
    inputs: Inputs
    years: Sequence[int]
    words: Words
    members: Mapping[str, Sequence[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.members = members(self.model)

    def header(self) -> Element:
        """Who wrote the file, and what it needs of a program."""
        header = Element("header")
        SubElement(header, "vendor").text = "Pyrrhic"
        SubElement(header, "product", {"version": self.words.version, "lang": self.words.language}).text = "Pyrrhic"
        SubElement(SubElement(header, "options"), "uses_arrays", {"maximum_dimensions": "2"})
        SubElement(header, "name").text = self.words.title
        return header

    def times(self) -> Element:
        """The years, one step each."""
        times = Element("sim_specs", {"method": "Euler", "time_units": "year"})
        for name, value in (("start", self.years[0]), ("stop", self.years[-1]), ("dt", 1)):
            SubElement(times, name).text = str(value)
        return times

    def dimensions(self) -> Element:
        """The axes and what stands along them."""
        dimensions = Element("dimensions")
        for axis, names in self.members.items():
            dimension = SubElement(dimensions, "dim", {"name": _spaced(axis)})
            for name in names:
                SubElement(dimension, "elem", {"name": _spaced(name)})
        return dimensions

    def stock(self, name: str, opening: str) -> Element:
        """A stock with its opening value and the flow that fills and empties it."""
        axes = self.model.axes_of(name)
        stock = self._variable("stock", name, axes, self.words.texts[name], self._unit(name))
        SubElement(stock, "eqn").text = reference(opening, axes)
        SubElement(stock, "inflow").text = name + NET_FLOW
        return stock

    def flow(self, stock: str) -> Element:
        """What a stock gains, or loses, in the step of a year."""
        axes = self.model.axes_of(stock)
        text = f"{self.words.titles[stock]}: {self.words.flow}"
        flow = self._variable("flow", stock + NET_FLOW, axes, text, f"{self._unit(stock)}/year")
        SubElement(flow, "eqn").text = f"{reference(stock + CLOSES, axes)} - {reference(stock, axes)}"
        return flow

    def computed(self, name: str) -> Iterator[Element]:
        """A quantity with its equation, after the parts of it that have names of their own."""
        item = self.model.equations[name]
        for line in equations(name, traced_alone(item, self.model), self.members):
            yield self._line(name, line)

    def _line(self, quantity: str, line: Line) -> Element:
        if line.name == quantity:
            text = self.words.texts[quantity]
            auxiliary = self._variable("aux", line.name, line.axes, text, self._unit(quantity))
        else:
            text = f"{self.words.titles[quantity]}: {self.words.part}"
            auxiliary = self._variable("aux", line.name, line.axes, text)
        SubElement(auxiliary, "eqn").text = line.text
        return auxiliary

    def given(self, name: str) -> Iterator[Element]:
        """A parameter or a path: a number, a function of time, or either for each of its elements."""
        series = self._series(name)
        first, changes = next(iter(series.values())), any((values != values[0]).any() for values in series.values())
        variable = self._variable("aux", name, self.model.axes_of(name), self.words.texts[name], self._unit(name))
        if all((values == first).all() for values in series.values()):
            self._over_time(variable, first)
            series = {}
        for subscripts, values in series.items():
            element = SubElement(variable, "element", {"subscript": ",".join(map(_spaced, subscripts))})
            equation = SubElement(element, "eqn")
            equation.text = "_".join((name, *subscripts)) if changes else number(values[0])
            if changes:
                yield self._path(name, subscripts, values)
        yield variable

    def _path(self, name: str, subscripts: Sequence[str], values: numpy.ndarray) -> Element:
        """The path of one element under a name of its own, for PySD reads one function of time in a variable."""
        text = f"{self.words.titles[name]}: {', '.join(map(_spaced, subscripts))}"
        path = self._variable("aux", "_".join((name, *subscripts)), (), text, self._unit(name))
        self._over_time(path, values)
        return path

    def _unit(self, name: str) -> str:
        return unit_of(self.model.unit(name))

    def _series(self, name: str) -> dict[tuple[str, ...], numpy.ndarray]:
        """The values of an input in each year, or the only one, by the names along its axes."""
        if name in self.inputs.paths:
            values = self.inputs.paths[name][..., 0]
        else:
            values = self.inputs.parameters[name][None, ..., 0]
        along = [self.members[axis] for axis in self.model.axes_of(name) if axis]
        return dict(zip(product(*along), values.reshape(len(values), -1).T, strict=True))

    def _over_time(self, variable: Element, values: numpy.ndarray) -> None:
        """A number, the time, or a graphical function of it."""
        if (values == values[0]).all():
            SubElement(variable, "eqn").text = number(values[0])
            return
        SubElement(variable, "eqn").text = TIME
        if numpy.array_equal(values, self.years):
            return
        function = SubElement(variable, "gf")
        SubElement(function, "xscale", {"min": str(self.years[0]), "max": str(self.years[-1])})
        SubElement(function, "ypts").text = ",".join(map(number, values))

    def _variable(self, kind: str, name: str, axes: Axes, text: str, unit: str = "") -> Element:
        """An element of the model with what it is, its unit and its dimensions."""
        variable = Element(kind, {"name": name})
        SubElement(variable, "doc").text = text
        if unit:
            SubElement(variable, "units").text = unit
        named = [axis for axis in axes if axis]
        if named:
            dimensions = SubElement(variable, "dimensions")
            for axis in named:
                SubElement(dimensions, "dim", {"name": _spaced(axis)})
        return variable
