"""What a scenario is once it has been read: dated changes, the scenario they make, and what a document may speak of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from pyrrhic.texts import NO_TEXT, Text

HISTORY = "history"
ACTIONS = ("value", "times", "plus", "as_in")
RELATIVE = ("times", "plus")

Amount = float | int | Mapping[str, float] | None


@dataclass(frozen=True)
class Change:
    """What one scenario does to one path from one agricultural year to another, both included.

    `action` is "value", "times", "plus", "as_in" (the value of another year) or "history"; `amount` is a number for
    the whole path, a mapping from regions or kinds to numbers, a year (as_in), or None (history).
    """

    target: str
    action: str
    amount: Amount
    first: int
    last: int
    origin: str

    @property
    def years(self) -> range:
        """The years it covers."""
        return range(self.first, self.last + 1)

    @property
    def span(self) -> str:
        """The years it covers, as text."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def by_part(self) -> Mapping[str, float]:
        """The numbers by region or kind; empty where one number, a year or history holds for all."""
        return self.amount if isinstance(self.amount, Mapping) else {}

    @property
    def number(self) -> float:
        """The number, or the year, that holds for the whole path; 0 where there is none."""
        return 0.0 if self.amount is None or isinstance(self.amount, Mapping) else float(self.amount)


@dataclass(frozen=True)
class Scenario:
    """A named set of dated changes to history; `ends` is the last agricultural year for which it is meant.

    `texts` are the documents it is made of, its own and those it extends, by name or path; `warnings` are what the
    documents by themselves give cause for: see `pyrrhic.studies.scenarios.warnings` for all of them.
    """

    name: str
    title: Text
    description: Text
    changes: tuple[Change, ...]
    given: tuple[Change, ...] = ()
    structure: Mapping[str, str] = field(default_factory=dict)
    ends: int | None = None
    extends: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: Text = NO_TEXT
    warnings: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def number_of_changes(self) -> int:
        """Changes to levers, quantities taken as given, and chosen equations."""
        return len(self.changes) + len(self.given) + len(self.structure)


@dataclass(frozen=True)
class Quantity:
    """A quantity that a scenario may take as given: its unit, and the regions or kinds by which it may be given.

    `total_of` is the quantity that it adds up over regions or kinds, if that is all it does.
    """

    unit: str
    parts: tuple[str, ...]
    total_of: str = ""


@dataclass(frozen=True)
class Frame:
    """What a document may speak of: the levers, the years, the parts of each shape, the slots, the quantities.

    `parts` are the names along each axis that has any; `slots` the rivals for each quantity with rival equations.
    `quantities` and `refused` (a reason by the name of what cannot be given) are asked for only when they are needed,
    for they take the model to be built.
    """

    levers: Mapping[str, Any]
    years: tuple[int, ...]
    parts: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quantities: Callable[[], Mapping[str, Quantity]] = dict
    refused: Callable[[], Mapping[str, str]] = dict

    @property
    def span(self) -> str:
        """The years, as text."""
        return f"{self.years[0]} to {self.years[-1]}"

    def parts_of(self, shape: str) -> tuple[str, ...]:
        """The names by which a path of this shape may be given in parts."""
        along = [parts for axis, parts in self.parts.items() if axis in shape]
        return tuple(chain.from_iterable(along))
