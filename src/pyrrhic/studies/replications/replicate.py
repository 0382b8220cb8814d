"""What a replication is: a published model on one page, what goes into it, and its figures beside the printed ones.

A figure is a number with a tolerance or the sign of a number. It is computed when asked for, and a figure that the
model does not reach is reported as not met. A number that is only recalled, and was seen in no work, never counts as met.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import copysign, isfinite

from pyrrhic.errors import CannotRun
from pyrrhic.texts import Text

NOT_MET, MET, RECALLED = "not met", "met", "recalled, not seen"
VERDICTS: Mapping[str, Text] = {
    NOT_MET: Text(NOT_MET, "не воспроизведено"),
    MET: Text(MET, "воспроизведено"),
    RECALLED: Text(RECALLED, "по памяти, не прочитано"),
}
NO_TEXT = Text("", "")


@dataclass(frozen=True)
class Input:
    """A number that goes into a replication: its value, unit, source, grade (A seen, B quoted, C recalled), and why."""

    name: Text
    value: float
    unit: str
    source: str
    grade: str
    note: Text = NO_TEXT


@dataclass(frozen=True)
class Answer:
    """A number that a replication gives beside the published ones, with nothing printed to hold it against."""

    name: Text
    value: float
    unit: str
    note: Text = NO_TEXT


@dataclass(frozen=True)
class Replicated:
    """One published figure beside the computed one.

    `published` is a number, or -1 or +1 where `tolerance` is None and only the sign is published. The tolerance is in
    `unit`, or a share of the published number where `relative`. `row` is that of the table of results to reproduce, None
    where it has none. What is `recalled` was seen in no work.
    """

    row: int | None
    title: Text
    published: float
    tolerance: float | None
    unit: str
    source: str
    grade: str
    computed: float
    note: Text = NO_TEXT
    relative: bool = False
    recalled: bool = False

    def noted(self, note: Text) -> "Replicated":
        """The same figure with a note."""
        return replace(self, note=note)

    @property
    def error(self) -> float:
        """Computed less published; as a share of the published number where the tolerance is one."""
        return (self.computed - self.published) / (self.published if self.relative else 1.0)

    @property
    def met(self) -> bool:
        """Whether the figure is reached and was seen."""
        return self.reached and not self.recalled

    @property
    def reached(self) -> bool:
        """Whether the figure is reached: no number never is, nor is zero where a sign is published."""
        if not isfinite(self.computed):
            return False
        if self.tolerance is None:
            return self.computed != 0.0 and copysign(1.0, self.computed) == self.published
        return abs(self.error) <= self.tolerance

    @property
    def verdict(self) -> str:
        """The figure met or not, in words, or that it is only recalled."""
        if self.recalled:
            return RECALLED
        return MET if self.met else NOT_MET


def no_answers() -> tuple[Answer, ...]:
    """Nothing beside the published figures."""
    return ()


@dataclass(frozen=True)
class Replication:
    """A published model: its name and work, what it says, what the replication leaves out, its inputs, its figures.

    `answers` are numbers beside the published ones, `rows` those of the table of results to reproduce that it answers.
    """

    name: str
    title: Text
    source: str
    about: Text
    limits: Text
    inputs: Callable[[], tuple[Input, ...]]
    figures: Callable[[], tuple[Replicated, ...]]
    answers: Callable[[], tuple[Answer, ...]] = no_answers
    rows: frozenset[int] = frozenset()


def slope(function: Callable[[float], float], at: float, step: float = 1e-5) -> float:
    """Derivative of a smooth function of a positive number by central differences, the step relative."""
    width = step * at
    return float(function(at + width) - function(at - width)) / (2.0 * width)


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """The argument between `low` and `high` at which an increasing function is zero; raises `CannotRun` without one."""
    from scipy.optimize import brentq

    if not function(low) <= 0.0 <= function(high):
        raise CannotRun(f"no root between {low:g} and {high:g}")
    return float(brentq(function, low, high, xtol=1e-14, rtol=1e-14))
