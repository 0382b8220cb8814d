"""Numbers in the texts of lessons: each is declared once, read from the record, a run or a work, and filled into its slot.

    numbers = numbers_of({"harvest": {"figure": "grain_harvest_of_1932"}}, "s3.toml")
    slots("The harvest was {harvest} million tonnes.")      # {"harvest"}

A number names a declared `figure` or a `statement` of a claim and the side on which it is read (the record, history or a
scenario of the claim), some years of a `series` of the record, or what a work has `printed`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pyrrhic.errors import BadFile, BadInput
from pyrrhic.fields import NUMBER, TRUTH, WHOLE, WORD, Content, check_entry, check_name, one_of, references
from pyrrhic.record.load import load
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.runs.evidence import Evidence, find
from pyrrhic.runs.figures import OF_EVIDENCE, Figure, evidence_of, figure
from pyrrhic.studies.claims.answers import Answers
from pyrrhic.studies.claims.claim import claims
from pyrrhic.studies.claims.measured import Points
from pyrrhic.studies.claims.statement import Statement

RECORD, NUMBER_OF_STATEMENT = "record", "statement"
WAYS = ("figure", "statement", "series", "printed")
VALUE, RANGE, SPAN = "value", "range", "span"
SLOT = re.compile(r"\{(\w+)\}")
OF_SERIES = tuple(name for name in OF_EVIDENCE if name != "scale")
FIELDS: Mapping[str, Content] = {
    **OF_EVIDENCE,
    "figure": WORD,
    "statement": WORD,
    "in": WORD,
    "printed": NUMBER,
    "sources": references,
    "decimals": WHOLE,
    "per_cent": TRUTH,
    "show": one_of("way to show a number", (VALUE, RANGE, SPAN)),
}


@dataclass(frozen=True)
class Number:
    """A number of a lesson, where it is read, and how it is written.

    `side` is the record, a run, or the number that the bounds of a statement are about. `show` is the value alone, with
    its range, or the range alone.
    """

    name: str
    side: str = RECORD
    figure: Figure | None = None
    statement: Statement | None = None
    evidence: Evidence | None = None
    printed: float | None = None
    sources: tuple[str, ...] = ()
    scale: float = 1.0
    decimals: int | None = None
    per_cent: bool = False
    show: str = VALUE


@dataclass(frozen=True)
class Read:
    """A number as it is read: its middle and its range, in the unit of its source, and the works behind it."""

    points: Points
    sources: tuple[str, ...] = field(default=())


def slots(text: str) -> set[str]:
    """The names that stand in braces in a text."""
    return set(SLOT.findall(str(text)))


def numbers_of(entries: Mapping[str, Any], place: str) -> dict[str, Number]:
    """The numbers that a lesson declares. Raises a `PyrrhicError` with the place of what is wrong."""
    return {name: _number(name, entry, f"{place}, number {name}") for name, entry in entries.items()}


def _number(name: str, entry: Mapping[str, Any], place: str) -> Number:
    check_entry(entry, FIELDS, place)
    ways = [way for way in WAYS if way in entry]
    if len(ways) != 1:
        raise BadFile("it does not say in one way where the number is read", where=place, allowed=", ".join(WAYS))
    how = {key: entry[key] for key in ("decimals", "per_cent", "show") if key in entry}
    number = replace(Number(name, scale=float(entry.get("scale", 1.0))), **how)
    return {"figure": _of_figure, "statement": _of_statement, "series": _of_series, "printed": _printed}[ways[0]](
        number, entry, place
    )


def _of_figure(number: Number, entry: Mapping[str, Any], place: str) -> Number:
    """Raises `UnknownName` for a side on which no claim reads the figure."""
    declared, side = figure(entry["figure"], place), entry.get("in", RECORD)
    check_name("side", side, _sides(declared), place)
    return replace(number, figure=declared, side=side)


def _sides(declared: Figure) -> list[str]:
    """Where a figure can be read: in the record, and in the runs of the claims that name it."""
    sides = [RECORD] if declared.record else []
    for claim in claims():
        if declared in claim.figures and declared.measure:
            sides += [AS_IT_HAPPENED, *claim.without]
    return sides


def _of_statement(number: Number, entry: Mapping[str, Any], place: str) -> Number:
    statements = {statement.key: statement for claim in claims() for statement in claim.statements}
    check_name("statement", entry["statement"], statements, place)
    return replace(number, statement=statements[entry["statement"]], side=entry.get("in", NUMBER_OF_STATEMENT))


def _of_series(number: Number, entry: Mapping[str, Any], place: str) -> Number:
    evidence = evidence_of({key: entry[key] for key in OF_SERIES if key in entry}, place)
    return replace(number, evidence=evidence)


def _printed(number: Number, entry: Mapping[str, Any], place: str) -> Number:
    if not entry.get("sources"):
        raise BadFile("a printed number names its works in sources", where=place)
    return replace(number, printed=float(entry["printed"]), sources=tuple(entry["sources"]))


# --- reading -------------------------------------------------------------------------------------------------------


def read(number: Number, answered: Answers) -> Read:
    """A number read from the record or from the answers to the claims, times its scale."""
    points, sources = _read(number, answered)
    scaled = (None if point is None else point * number.scale for point in (points.low, points.median, points.high))
    return Read(Points(*scaled), sources)


def _read(number: Number, answered: Answers) -> tuple[Points, tuple[str, ...]]:
    if number.printed is not None:
        return Points(number.printed, number.printed, number.printed), number.sources
    if number.statement:
        return _in_statement(number, number.statement, answered), number.statement.sources
    if number.figure and number.side != RECORD:
        return _in_runs(number.figure, number.side, answered), ()
    evidence = number.figure.record if number.figure else number.evidence
    assert evidence is not None
    recorded = find(load(), evidence)
    return Points(recorded.low, recorded.value, recorded.high), recorded.sources


def _in_statement(number: Number, statement: Statement, answered: Answers) -> Points:
    """Raises `UnknownName` for a run in which the statement reads nothing."""
    measured = answered.numbers.statements[statement.key]
    if number.side == NUMBER_OF_STATEMENT:
        return measured.number
    check_name("side", number.side, measured.sides, f"number {number.name}, statement {statement.key}")
    return measured.sides[number.side]


def _in_runs(declared: Figure, side: str, answered: Answers) -> Points:
    """Raises `BadInput` where the run ends before the figure."""
    for sides in answered.numbers.figures.values():
        if side in sides.get(declared.name, ()):
            return sides[declared.name][side]
    raise BadInput(f"the run {side} does not reach the figure {declared.name}")


def works_behind(numbers: Iterable[Read]) -> tuple[str, ...]:
    """The works behind some numbers, each once."""
    return tuple(dict.fromkeys(source for number in numbers for source in number.sources))
