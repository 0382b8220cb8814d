"""Reads the text of a formula back and computes it, knowing nothing of how it was printed.

choice  = total ["if" sum (">" | ">=") sum "," "else" choice]
total   = "sum over" AXIS "of" product | sum
sum     = product {("+" | "-") product}
product = minus {("×" | "/") minus}
minus   = "-" minus | power
power   = whole ["^" whole]
whole   = number | (name | name "(" arguments ")" | "(" choice ")") ["[" member "]"]
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

TOKEN = re.compile(r"\s*(\d[\d.]*(?:e[+-]\d+)?|[A-Za-z_]\w*|>=|\[\w+\]|[-+×/^(),>])")
LABELS = ("sharpness", "width", "ceiling")
SIGNS = {
    "+": operator.add,
    "-": operator.sub,
    "×": operator.mul,
    "/": operator.truediv,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Meaning:
    """What the words of a formula stand for."""

    values: Mapping[str, object]
    number: Callable
    power: Callable
    total: Callable  # of a value over the axis of this plural
    member: Callable  # of a value, the kind of this name
    choice: Callable
    calls: Mapping[str, Callable]


def computed(text: str, meaning: Meaning):
    """The value of a formula."""
    reader = Reader(TOKEN.findall(text), meaning)
    assert "".join(reader.rest) == "".join(text.split()), f"not words and signs of a formula: {text}"
    value = reader.choice()
    assert not reader.rest, f"left over: {reader.rest}"
    return value


class Reader:
    """What is left to be read, and a method for each line of the grammar."""

    def __init__(self, tokens: list[str], meaning: Meaning):
        self.rest, self.means = tokens, meaning

    def next_is(self, *words: str) -> bool:
        """Whether these words come next."""
        return tuple(self.rest[: len(words)]) == words

    def take(self, *words: str) -> str:
        """The next word, or these and no others."""
        assert not words or self.next_is(*words), f"expected {words}, and found {self.rest[:3]}"
        taken, self.rest = self.rest[: len(words) or 1], self.rest[len(words) or 1 :]
        return taken[0]

    def choice(self):
        value = self.total()
        if not self.next_is("if"):
            return value
        self.take("if")
        left, sign, right = self.sum(), self.take(), self.sum()
        self.take(",", "else")
        return self.means.choice(SIGNS[sign](left, right), value, self.choice())

    def total(self):
        if not self.next_is("sum", "over"):
            return self.sum()
        self.take("sum", "over")
        words = []
        while not self.next_is("of"):
            words.append(self.take())
        self.take("of")
        return self.means.total(" ".join(words), self.product())

    def chain(self, signs: str, operand: Callable):
        value = operand()
        while self.rest and self.rest[0] in signs:
            value = SIGNS[self.take()](value, operand())
        return value

    def sum(self):
        return self.chain("+-", self.product)

    def product(self):
        return self.chain("×/", self.minus)

    def minus(self):
        if self.next_is("-"):
            self.take()
            return -self.minus()
        return self.power()

    def power(self):
        base = self.whole()
        if not self.next_is("^"):
            return base
        self.take()
        return self.means.power(base, self.whole())

    def whole(self):
        if self.rest[0][0].isdigit():
            return self.means.number(self.take())
        value = self.bracket() if self.next_is("(") else self.named()
        return self.means.member(value, self.take().strip("[]")) if self.rest and self.rest[0][0] == "[" else value

    def bracket(self):
        self.take("(")
        value = self.choice()
        self.take(")")
        return value

    def named(self):
        words = [self.take()]
        while self.rest and self.rest[0].isidentifier() and self.rest[0] not in ("if", "else", "of"):
            words.append(self.take())
        if not self.next_is("("):
            (name,) = words
            return self.means.values[name]
        self.take("(")
        operands, labelled = [], {}
        while not self.next_is(")"):
            if self.rest[0] in LABELS:
                label = self.take()
                labelled[label] = self.total()
            else:
                operands.append(self.total())
            if self.next_is(","):
                self.take()
        self.take(")")
        return self.means.calls[" ".join(words)](*operands, *labelled.values())
