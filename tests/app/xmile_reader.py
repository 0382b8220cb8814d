"""Reads an XMILE file and runs it, knowing nothing of the model it was printed from.

choice  = "IF" sum (">" | ">=") sum "THEN" choice "ELSE" choice | sum
sum     = product {("+" | "-") product}
product = minus {("*" | "/") minus}
minus   = "-" minus | power
power   = whole ["^" whole]
whole   = number | name ["[" name {"," name} "]"] | name "(" choice {"," choice} ")" | "(" choice ")"
"""

import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from itertools import product
from xml.etree import ElementTree

import numpy

TOKEN = re.compile(r"\s*(\d[\d.]*(?:e[+-]?\d+)?|[A-Za-z_]\w*|>=|[-+*/^(),>\[\]])")
SIGNS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": operator.pow}
COMPARISONS = {">": operator.gt, ">=": operator.ge}
FUNCTIONS = {"EXP": math.exp, "LN": math.log, "SQRT": math.sqrt, "ABS": abs, "MIN": min, "MAX": max}
SPACE = "{http://docs.oasis-open.org/xmile/ns/XMILE/v1.0}"
Elements = tuple[str, ...]
Values = dict[str, dict[Elements, float]]
At = dict[str, str]  # the element at which an equation for all of a dimension is computed
Formula = Callable[[Values, At], float]


def named(text: str) -> str:
    """A name as equations write it: XMILE reads spaces and underscores alike."""
    return text.replace(" ", "_")


@dataclass
class Parser:
    """One equation; `reads` are the names in it."""

    text: str
    reads: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.tokens = TOKEN.findall(self.text)
        assert "".join(self.tokens) == re.sub(r"\s", "", self.text), self.text

    def formula(self) -> Formula:
        """The whole text."""
        whole = self._choice()
        assert not self.tokens, f"{self.text}: {self.tokens}"
        return whole

    def _take(self, *wanted: str) -> str:
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in wanted else ""

    def _must(self, wanted: str) -> None:
        assert self._take(wanted), f"no {wanted} before {self.tokens[:5]}"

    def _choice(self) -> Formula:
        if not self._take("IF"):
            return self._row(("+", "-"), lambda: self._row(("*", "/"), self._minus))
        left = self._choice()
        compare = COMPARISONS[self._take(*COMPARISONS)]
        right = self._choice()
        self._must("THEN")
        yes = self._choice()
        self._must("ELSE")
        no = self._choice()
        return lambda values, at: (yes if compare(left(values, at), right(values, at)) else no)(values, at)

    def _row(self, signs: tuple[str, ...], operand: Callable[[], Formula]) -> Formula:
        first, others = operand(), []
        while sign := self._take(*signs):
            others.append((SIGNS[sign], operand()))

        def computed(values: Values, at: At) -> float:
            result = first(values, at)
            for sign, other in others:
                result = sign(result, other(values, at))
            return result

        return computed if others else first

    def _minus(self) -> Formula:
        if not self._take("-"):
            return self._power()
        inner = self._minus()
        return lambda values, at: -inner(values, at)

    def _power(self) -> Formula:
        base = self._whole()
        if not self._take("^"):
            return base
        exponent = self._whole()
        return lambda values, at: base(values, at) ** exponent(values, at)

    def _whole(self) -> Formula:
        if self._take("("):
            inner = self._choice()
            self._must(")")
            return inner
        token = self.tokens.pop(0)
        if token[0].isdigit():
            return lambda values, at, number=float(token): number
        if self._take("("):
            return self._call(FUNCTIONS[token])
        self.reads.add(token)
        subscripts = self._subscripts()
        return lambda values, at: values[token][tuple(at.get(name, name) for name in subscripts)]

    def _call(self, function: Callable) -> Formula:
        arguments = [self._choice()]
        while self._take(","):
            arguments.append(self._choice())
        self._must(")")
        return lambda values, at: function(*[argument(values, at) for argument in arguments])

    def _subscripts(self) -> Elements:
        if not self._take("["):
            return ()
        names = [self.tokens.pop(0)]
        while self._take(","):
            names.append(self.tokens.pop(0))
        self._must("]")
        return tuple(names)


@dataclass
class Variable:
    """A stock, flow or auxiliary: its dimensions, and a formula for each element."""

    node: ElementTree.Element
    dimensions: Mapping[str, Elements]

    def __post_init__(self) -> None:
        self.axes = tuple(named(axis.attrib["name"]) for axis in self.node.findall(f"{SPACE}dimensions/{SPACE}dim"))
        self.reads: set[str] = set()
        whole = self.node.find(f"{SPACE}eqn")
        parts = {
            tuple(map(named, element.attrib["subscript"].split(","))): element.find(f"{SPACE}eqn")
            for element in self.node.findall(f"{SPACE}element")
        }
        self.elements = list(product(*(self.dimensions[axis] for axis in self.axes)))
        assert not parts or set(parts) == set(self.elements), self.node.attrib["name"]
        known: dict[str, Formula] = {}
        self.formulas = {
            elements: self._formula((parts.get(elements) if parts else whole).text, known) for elements in self.elements
        }

    def _formula(self, text: str, known: dict[str, Formula]) -> Formula:
        if text not in known:
            parser = Parser(text)
            known[text] = self._over_time(parser.formula())
            self.reads |= parser.reads
        return known[text]

    def _over_time(self, formula: Formula) -> Formula:
        """A graphical function of what the equation computes."""
        function = self.node.find(f"{SPACE}gf")
        if function is None:
            return formula
        scale, heights = function.find(f"{SPACE}xscale").attrib, function.find(f"{SPACE}ypts").text
        points = [float(height) for height in heights.split(",")]
        places = numpy.linspace(float(scale["min"]), float(scale["max"]), len(points))
        return lambda values, at: float(numpy.interp(formula(values, at), places, points))

    def computed(self, values: Values) -> dict[Elements, float]:
        """The value of each element."""
        return {
            elements: formula(values, dict(zip(self.axes, elements, strict=True)))
            for elements, formula in self.formulas.items()
        }

    def flows(self, way: str) -> list[str]:
        """The flows into a stock or out of it."""
        return [node.text for node in self.node.findall(f"{SPACE}{way}")]


class File:
    """A file, ready to be run."""

    def __init__(self, text: str):
        root = ElementTree.fromstring(text.encode("utf-8"))
        self.root = root
        dimensions = {
            named(axis.attrib["name"]): tuple(named(element.attrib["name"]) for element in axis)
            for axis in root.findall(f"{SPACE}dimensions/{SPACE}dim")
        }
        nodes = list(root.find(f"{SPACE}model/{SPACE}variables"))
        self.names = [node.attrib["name"] for node in nodes]
        self.variables = {node.attrib["name"]: Variable(node, dimensions) for node in nodes}
        self.stocks = [node.attrib["name"] for node in nodes if node.tag == f"{SPACE}stock"]
        times = root.find(f"{SPACE}sim_specs")
        assert times.attrib["method"] == "Euler" and times.find(f"{SPACE}dt").text == "1"
        self.years = range(int(times.find(f"{SPACE}start").text), int(times.find(f"{SPACE}stop").text) + 1)

    def run(self) -> dict[str, numpy.ndarray]:
        """Every variable as an array (year, element)."""
        order = self._order()
        rows: dict[str, list[list[float]]] = {name: [] for name in self.variables}
        values: Values = {}
        for year in self.years:
            values = self._year(order, year, values)
            for name, row in rows.items():
                row.append(list(values[name].values()))
        return {name: numpy.array(row) for name, row in rows.items()}

    def _year(self, order: Iterable[str], year: int, before: Values) -> Values:
        """The values of a year, from those of the year before where there is one."""
        values: Values = {"TIME": {(): float(year)}}
        if before:
            values |= {name: self._closed(name, before) for name in self.stocks}
        for name in order:
            if name not in values:
                values[name] = self.variables[name].computed(values)
        return values

    def _closed(self, stock: str, before: Values) -> dict[Elements, float]:
        variable = self.variables[stock]
        return {
            elements: value
            + sum(before[flow][elements] for flow in variable.flows("inflow"))
            - sum(before[flow][elements] for flow in variable.flows("outflow"))
            for elements, value in before[stock].items()
        }

    def _order(self) -> list[str]:
        graph = {name: variable.reads - {"TIME"} for name, variable in self.variables.items()}
        assert set().union(*graph.values()) <= set(graph)
        return list(TopologicalSorter(graph).static_order())
