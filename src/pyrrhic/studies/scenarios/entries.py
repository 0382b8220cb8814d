"""How the entry of one lever in a document is read: as dated changes, or as a sentence for what is wrong with it.

read_entry({"1930": 1.5, "1934": "history"}, Subject("grain_export_plan", "Mt", ()), reader)
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from numbers import Real
from typing import Any

from pyrrhic.errors import SHOWN_PROBLEMS, BadInput, PyrrhicError, nearest, shown, shown_name
from pyrrhic.studies.scenarios.change import ACTIONS, HISTORY, Change, Frame

SPAN = ("unit", "from", "to", *ACTIONS)
YEAR = re.compile("[0-9]{4}")
A_VALUE = f'a number, "{HISTORY}", or a table'


@dataclass(frozen=True)
class Subject:
    """The lever or quantity that an entry is about, its unit, and the regions and kinds by which it may be given."""

    name: str
    unit: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """A place in a document: the scenario's name, what it may speak of, and where all that is wrong is collected."""

    place: str
    name: str
    frame: Frame
    problems: list[PyrrhicError] = field(default_factory=list)

    def at(self, place: str) -> "Reader":
        """The same reader at a place below this one."""
        return replace(self, place=f"{self.place}, {shown_name(place)}")

    def refuse(self, what: str, allowed: str = "", match: str | None = None) -> None:
        """Note that something is wrong here."""
        self.problems.append(BadInput(what, where=self.place, allowed=allowed, nearest=match))

    def refuse_name(self, kind: str, name: object, known: Iterable[str], allowed: str = "") -> None:
        """Note that nothing of this kind has the name."""
        names = tuple(known)
        self.refuse(
            f"there is no {kind} named {shown_name(name)}", allowed or ", ".join(names), self._match(name, names)
        )

    def _match(self, name: object, known: Iterable[str]) -> str | None:
        """The nearest name; it is not sought for problems that nobody will see."""
        return nearest(name, known) if len(self.problems) < SHOWN_PROBLEMS else None

    def is_year(self, value: object) -> bool:
        """Whether a value is an agricultural year of the model; refused if it is not."""
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(f"{shown(value)} is not an agricultural year", self.frame.span)
            return False
        if value not in self.frame.years:
            self.refuse(f"the agricultural year {shown(value)} is outside the model", self.frame.span)
            return False
        return True


def read_entry(entry: object, subject: Subject, reader: Reader) -> list[Change]:
    """The changes of one entry: a number or "history" for all years, dated values, a span, or a list of spans."""
    if isinstance(entry, list):
        return _spans(entry, subject, reader)
    if not isinstance(entry, Mapping):
        return _change(entry, (reader.frame.years[0], reader.frame.years[-1]), subject, reader)
    if any(key in entry for key in SPAN if key != "unit"):
        return _span(entry, subject, reader)
    return _dated(entry, subject, reader)


def _spans(entry: list, subject: Subject, reader: Reader) -> list[Change]:
    """The changes of a list of spans. A list of numbers is refused: it does not say for which years they are."""
    if not entry or not all(isinstance(item, Mapping) for item in entry):
        reader.refuse("a list must hold spans of years, such as { from = 1930, to = 1932, value = 0 }")
        return []
    return [change for item in entry for change in _span(item, subject, reader)]


def _span(entry: Mapping, subject: Subject, reader: Reader) -> list[Change]:
    """A span of years with one action: {from = 1931, to = 1932, times = 0.5}."""
    before = len(reader.problems)
    for key in entry:
        if key not in SPAN:
            reader.refuse_name("key", key, SPAN)
    _check_unit(entry, subject, reader)
    first, last = entry.get("from", reader.frame.years[0]), entry.get("to", reader.frame.years[-1])
    in_model = [reader.is_year(year) for year in (first, last)]
    if all(in_model) and first > last:
        reader.refuse(f"the span ends in {last}, before it begins in {first}")
    actions = [action for action in ACTIONS if action in entry]
    if len(actions) != 1:
        reader.refuse("a span needs exactly one of the actions", ", ".join(ACTIONS))
    if len(reader.problems) > before:
        return []
    return _change({actions[0]: entry[actions[0]]}, (first, last), subject, reader)


def _dated(entry: Mapping, subject: Subject, reader: Reader) -> list[Change]:
    """Dated values: each holds from its year on until the next."""
    before = len(reader.problems)
    _check_unit(entry, subject, reader)
    if entry and all(key in subject.parts for key in entry):
        part = next(iter(entry))
        reader.refuse(f"numbers by region or kind need a year, such as {{ 1930 = {{ {part} = 0 }} }}")
        return []
    dated = {int(key): content for key, content in entry.items() if key != "unit" and _is_year_key(key, reader)}
    if not dated and len(reader.problems) == before:
        reader.refuse("it holds neither a value nor a year")
    if len(reader.problems) > before:
        return []
    years = sorted(dated)
    ends = [*(year - 1 for year in years[1:]), reader.frame.years[-1]]
    return [
        change
        for year, last in zip(years, ends, strict=True)
        for change in _change(dated[year], (year, last), subject, reader.at(str(year)))
    ]


def _change(content: object, span: tuple[int, int], subject: Subject, reader: Reader) -> list[Change]:
    """One change, of a content that is a number, "history", numbers by region or kind, or one action."""
    action, amount = _action(content)
    if action == HISTORY:
        fits = True
    elif action == "as_in":
        fits = reader.is_year(amount)
    else:
        fits = _is_amount(amount, subject, reader)
    return [Change(subject.name, action, amount, *span, reader.name)] if fits else []


def _action(content: Any) -> tuple[str, Any]:
    """What is to be done, and by how much."""
    if isinstance(content, Mapping) and len(content) == 1 and next(iter(content)) in ACTIONS:
        ((action, amount),) = content.items()
    else:
        action, amount = "value", content
    is_history = action == "value" and isinstance(amount, str) and amount == HISTORY
    return (HISTORY, None) if is_history else (action, amount)


def _is_amount(amount: object, subject: Subject, reader: Reader) -> bool:
    """Whether this is a number or, for a path with regions or kinds, a table of numbers; refused if it is not."""
    if isinstance(amount, Mapping):
        return _are_parts(amount, subject, reader)
    if not is_number(amount):
        reader.refuse(f"{shown(amount)} is not a value", A_VALUE)
        return False
    return True


def _are_parts(amount: Mapping, subject: Subject, reader: Reader) -> bool:
    before = len(reader.problems)
    if not amount:
        reader.refuse("the table is empty, so it holds no value", A_VALUE)
    elif any(key in ACTIONS for key in amount):
        reader.refuse("a value needs exactly one of the actions", ", ".join(ACTIONS))
    elif not subject.parts:
        reader.refuse(f"{subject.name} is national, so it has no parts", "one number")
    else:
        for part, number in amount.items():
            _check_part(part, number, subject, reader)
    return len(reader.problems) == before


def _check_part(part: object, number: object, subject: Subject, reader: Reader) -> None:
    if part not in subject.parts:
        reader.refuse_name("part", part, subject.parts)
    elif not is_number(number):
        reader.refuse(f"{shown(number)} is not a value for {part}", "a number")


def _check_unit(entry: Mapping, subject: Subject, reader: Reader) -> None:
    if "unit" in entry and entry["unit"] != subject.unit:
        reader.refuse(f"the unit is stated as {shown_name(entry['unit'])}", subject.unit)


def _is_year_key(key: object, reader: Reader) -> bool:
    """Whether a key is a year of the model: four digits of 0 to 9, or the number itself; refused if it is not."""
    return reader.is_year(int(key) if isinstance(key, str) and YEAR.fullmatch(key) else key)


def is_number(value: object) -> bool:
    """Whether a value is a finite number that a computer can calculate with."""
    if not isinstance(value, Real) or isinstance(value, bool):
        return False
    try:
        return isfinite(float(value))
    except OverflowError:
        return False
