"""A scenario document: what may stand in the TOML file, and one sentence for everything that may not.

The format is described in docs/decisions/0003-scenario-format.md. Shipped files and a user's own come in through the
same door, `read`, which needs nothing but the standard library and the table of levers.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyrrhic.errors import BadFile, BadInput, PyrrhicError, nearest, together

FIELDS = ("title", "description", "extends", "ends", "sources", "note", "levers", "given", "structure")
LANGUAGES = ("en", "ru")
HISTORY = "history"
ACTIONS = ("value", "times", "plus", "as_in")
SPAN = ("from", "to", *ACTIONS)


@dataclass(frozen=True)
class Change:
    """What one scenario does to one path from one agricultural year to another, both included.

    `action` is "value", "times", "plus", "as_in" (the value of another year) or "history"; `amount` is a number for
    the whole path, a mapping from regions or kinds to numbers, a year (as_in), or None (history).
    """

    target: str
    action: str
    amount: float | int | Mapping[str, float] | None
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


@dataclass(frozen=True)
class Scenario:
    """A named set of dated changes to history; `ends` is the last agricultural year for which it is meant.

    `texts` are the documents it is made of, its own and those it extends, by name or path.
    """

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    changes: tuple[Change, ...]
    given: tuple[Change, ...] = ()
    structure: Mapping[str, str] = field(default_factory=dict)
    ends: int | None = None
    extends: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""
    warnings: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Frame:
    """What a document may speak of: the levers with their units and shapes, the years, and the parts of each shape."""

    levers: Mapping
    years: tuple[int, ...]
    parts: Mapping[str, tuple[str, ...]]

    @property
    def span(self) -> str:
        """The years, as text."""
        return f"{self.years[0]} to {self.years[-1]}"


def parse(text: str, place: str) -> dict:
    """The document in a TOML text; `place` is the file named in an error."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"not a TOML document: {error}", where=place) from None


def read(document: Mapping, name: str, place: str, frame: Frame) -> Scenario:
    """The scenario written in a document, without what it extends. Raises `BadInput` with all that is wrong."""
    problems: list[PyrrhicError] = []
    problems += _unknown_keys(document, FIELDS, "field", place)
    problems += _texts(document, place)
    problems += _lists(document, place)
    levers = _table(document, "levers", place, problems)
    given = _table(document, "given", place, problems)
    changes = [
        change
        for lever, entry in levers.items()
        for change in _lever(lever, entry, name, f"{place}, lever {lever}", frame, problems)
    ]
    fixed = [
        change
        for quantity, entry in given.items()
        for change in _entry(quantity, entry, name, f"{place}, given {quantity}", frame, None, problems)
    ]
    ends = document.get("ends")
    if ends is not None:
        problems += _year_problems(ends, f"{place}, ends", frame)
    if problems:
        raise together(problems)
    return Scenario(
        name=name,
        title=document["title"],
        description=document["description"],
        changes=tuple(changes),
        given=tuple(fixed),
        structure=_table(document, "structure", place, problems),
        ends=ends,
        extends=tuple(document.get("extends", ())),
        sources=tuple(document.get("sources", ())),
        note=document.get("note", ""),
    )


def problem(what: str, where: str, allowed: str = "", match: str | None = None) -> PyrrhicError:
    """One thing wrong with a scenario."""
    return BadInput(what, where=where, allowed=allowed, nearest=match)


def _unknown_keys(table: Mapping, allowed: Iterable[str], kind: str, place: str) -> Iterator[PyrrhicError]:
    for key in table:
        if key not in allowed:
            yield problem(f"there is no {kind} named {key}", place, ", ".join(allowed), nearest(key, allowed))


def _texts(document: Mapping, place: str) -> Iterator[PyrrhicError]:
    for name in ("title", "description"):
        text = document.get(name)
        if not isinstance(text, Mapping) or not all(
            isinstance(text.get(code), str) and text[code].strip() for code in LANGUAGES
        ):
            yield problem(f"{name} must be a table with a text in each language", place, ", ".join(LANGUAGES))
    if not isinstance(document.get("note", ""), str):
        yield problem("note must be a text", place)


def _lists(document: Mapping, place: str) -> Iterator[PyrrhicError]:
    for name in ("extends", "sources"):
        items = document.get(name, [])
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            yield problem(f"{name} must be a list of names", place)


def _table(document: Mapping, name: str, place: str, problems: list[PyrrhicError]) -> Mapping:
    table = document.get(name, {})
    if isinstance(table, Mapping):
        return table
    problems.append(problem(f"{name} must be a table", place))
    return {}


def _lever(name, entry, origin, place, frame, problems) -> Iterator[Change]:
    """The changes to one lever; its name and the unit it states are checked against the table of levers."""
    lever = frame.levers.get(name)
    if lever is None:
        problems.append(
            problem(
                f"there is no lever named {name}", place, "see `pyrrhic scenario levers`", nearest(name, frame.levers)
            )
        )
        return
    if isinstance(entry, Mapping) and "unit" in entry:
        entry = dict(entry)
        unit = entry.pop("unit")
        if unit != lever.unit:
            problems.append(problem(f"the unit is stated as {unit}", place, lever.unit))
    yield from _entry(name, entry, origin, place, frame, lever.shape, problems)


def _entry(target, entry, origin, place, frame, shape, problems) -> Iterator[Change]:
    """The changes of one entry: a number or "history" for all years, dated values, a span, or a list of spans."""
    first, last = frame.years[0], frame.years[-1]
    if isinstance(entry, list):
        for item in entry:
            yield from _entry(target, item, origin, place, frame, shape, problems)
    elif not isinstance(entry, Mapping):
        yield from _change(target, entry, first, last, origin, place, frame, shape, problems)
    elif "from" in entry or "to" in entry or any(action in entry for action in ACTIONS):
        yield from _span(target, entry, origin, place, frame, shape, problems)
    else:
        yield from _dated(target, entry, origin, place, frame, shape, problems)


def _span(target, entry, origin, place, frame, shape, problems) -> Iterator[Change]:
    """A span of years with one action: {from = 1931, to = 1932, times = 0.5}."""
    found = [action for action in ACTIONS if action in entry]
    wrong = list(_unknown_keys(entry, SPAN, "key", place))
    first, last = entry.get("from", frame.years[0]), entry.get("to", frame.years[-1])
    wrong += [problem for year in (first, last) for problem in _year_problems(year, place, frame)]
    if len(found) != 1:
        wrong.append(problem("a span needs exactly one of the actions", place, ", ".join(ACTIONS)))
    if not wrong and first > last:
        wrong.append(problem(f"the span ends in {last}, before it begins in {first}", place))
    if wrong:
        problems += wrong
        return
    content = entry[found[0]] if found[0] == "value" else {found[0]: entry[found[0]]}
    yield from _change(target, content, first, last, origin, place, frame, shape, problems)


def _dated(target, entry, origin, place, frame, shape, problems) -> Iterator[Change]:
    """Dated values: each holds from its year on until the next."""
    wrong = [problem for key in entry for problem in _year_problems(_as_year(key), place, frame, key)]
    if not entry:
        wrong = [problem("it holds neither a value nor a year", place)]
    if wrong:
        problems += wrong
        return
    years = sorted(int(key) for key in entry)
    for year, following in zip(years, [*years[1:], frame.years[-1] + 1], strict=True):
        yield from _change(
            target, entry[str(year)], year, following - 1, origin, f"{place}, {year}", frame, shape, problems
        )


def _change(target, content, first, last, origin, place, frame, shape, problems) -> Iterator[Change]:
    """One change, of a content that is a number, "history", numbers by region or kind, or one action."""
    action, amount = "value", content
    if content == HISTORY:
        action, amount = HISTORY, None
    elif isinstance(content, Mapping) and len(content) == 1 and next(iter(content)) in ACTIONS:
        ((action, amount),) = content.items()
    if action == "as_in":
        wrong = list(_year_problems(amount, place, frame))
    elif action == HISTORY:
        wrong = []
    else:
        wrong = list(_amount_problems(amount, place, frame, shape))
    problems += wrong
    if not wrong:
        yield Change(target, action, amount, first, last, origin)


def _amount_problems(amount, place, frame, shape) -> Iterator[PyrrhicError]:
    """A number, or for a path with regions or kinds a table of numbers by part."""
    if _is_number(amount):
        return
    if not isinstance(amount, Mapping):
        yield problem(f"{amount!r} is not a value", place, f'a number, "{HISTORY}", or a table')
        return
    allowed = _parts(frame, shape)
    if not allowed:
        yield problem("the lever is national, so it has no parts", place, "one number")
        return
    for part, number in amount.items():
        if part not in allowed:
            yield problem(f"there is no part named {part}", place, ", ".join(allowed), nearest(part, allowed))
        elif not _is_number(number):
            yield problem(f"{number!r} is not a value for {part}", place, "a number")


def _parts(frame: Frame, shape: str | None) -> tuple[str, ...]:
    """The names by which a path of this shape may be given in parts; any names where the shape is not known."""
    if shape is None:
        return tuple(part for parts in frame.parts.values() for part in parts)
    return tuple(part for kind, parts in frame.parts.items() if kind in shape for part in parts)


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _as_year(key: str):
    return int(key) if key.isdecimal() else key


def _year_problems(year, place, frame: Frame, written=None) -> Iterator[PyrrhicError]:
    if not isinstance(year, int) or isinstance(year, bool):
        yield problem(f"{written if written is not None else year!r} is not an agricultural year", place, frame.span)
    elif year not in frame.years:
        yield problem(f"the agricultural year {year} is outside the model", place, frame.span)
