"""What a statement is: one checkable proposition of a claim, with what it rests on and what speaks against it.

A statement names a declared figure and the numbers between which it should lie. What kind of thing it is about says
where the figure is read: in the record, in the run of history, in two runs, or in a run without a mechanism.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy

from pyrrhic.errors import BadFile, PyrrhicError
from pyrrhic.fields import (
    NUMBER,
    TABLE,
    TABLES,
    TEXT,
    WORD,
    WORDS,
    Content,
    check_entry,
    check_name,
    holding,
    is_number,
    one_of,
    references,
)
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.load import load
from pyrrhic.runs.figures import Figure, figure
from pyrrhic.runs.measure import EACH, OVER_YEAR_BEFORE
from pyrrhic.studies.ablations import ablation, ablations
from pyrrhic.studies.attribution.players import GROUP, LEVER, players_of
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import NO_TEXT, Text, text_of

RECORD, MODEL, COUNTERFACTUAL, MECHANISM = "record", "model", "counterfactual", "mechanism"
EVERY, ANY = "every", "any"
FOR, AGAINST = "for", "against"
Numbers = numpy.ndarray
COMPARED: Mapping[str, Callable[[Numbers, Numbers], Numbers]] = {
    "share of history": lambda other, history: other / history,
    "saved share": lambda other, history: 1.0 - other / history,
    "difference": lambda other, history: other - history,
    "level": lambda other, history: other,
}
OWN_FIELDS: Mapping[str, tuple[str, ...]] = {  # what a kind must have, besides what all have
    RECORD: (),
    MODEL: (),
    COUNTERFACTUAL: ("scenario", "compare"),
    MECHANISM: ("ablation", "compare"),
}
BY_ATTRIBUTION = ("attribution",)  # what a mechanism may have instead
OF_RUNS = ("scenario", "ablation", "compare", "beside")
SEVERAL = (EACH, OVER_YEAR_BEFORE)


def _is_between(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(is_number, value)) and value[0] < value[1]


OF_BOUNDS: Mapping[str, Content] = {
    "above": NUMBER,
    "below": NUMBER,
    "between": holding("two numbers, the lower one first", _is_between),
}
OF_A_RIVAL: Mapping[str, Content] = {"text": TEXT, "sources": references}
OF_AN_ATTRIBUTION: Mapping[str, Content] = {
    "scenario": WORD,
    "part": WORD,
    "by": one_of("way to divide", (LEVER, GROUP)),
}
OF_A_WEIGHT: Mapping[str, Content] = {"source": WORD, "weight": NUMBER, "why": TEXT}
FIELDS: Mapping[str, Content] = {
    "key": WORD,
    "text": TEXT,
    "kind": one_of("kind of statement", OWN_FIELDS),
    "figure": WORD,
    "than": WORD,
    "minus": WORD,
    "scenario": WORD,
    "ablation": WORD,
    "attribution": TABLE,
    "beside": WORD,
    "compare": one_of("comparison", COMPARED),
    "holds": TABLE,
    "years": one_of("choice of years", (EVERY, ANY)),
    "series": WORDS,
    "weigh": TABLES,
    "bears": one_of("side", (FOR, AGAINST)),
    "rival": TABLE,
    "would_change": TEXT,
    "sources": references,
    "given": TEXT,
}
REQUIRED = ("key", "text", "kind", "figure", "holds", "rival", "would_change", "sources")


@dataclass(frozen=True)
class Bounds:
    """The open interval in which the number of a statement lies where the statement holds."""

    low: float = -inf
    high: float = inf

    def hold(self, numbers: Numbers) -> Numbers:
        """Where it holds; nowhere a number is none."""
        return (self.low < numbers) & (numbers < self.high)

    def fail(self, numbers: Numbers) -> Numbers:
        """Where it does not hold; nowhere a number is none."""
        return (numbers <= self.low) | (self.high <= numbers)


@dataclass(frozen=True)
class Rival:
    """The strongest argument against a statement, with the works that make it."""

    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Weighed:
    """An estimate of the record that counts more or less than its rivals, and why."""

    source: str
    weight: float
    why: Text


@dataclass(frozen=True)
class Divided:
    """The difference that a scenario makes, divided by group or by lever, and the part that a statement is about."""

    scenario: str
    part: str
    by: str


@dataclass(frozen=True)
class Statement:
    """One proposition: the figure it is about, where it is read, and the bounds between which the number should lie.

    The figure is divided by `than`, or lessened by `minus`. A counterfactual compares a `scenario` with history, a
    mechanism the run of an `ablation`; `beside` names what they are compared with in place of history. Or a mechanism is
    about the share of a part in a difference that is `divided`. With `years`
    the bounds hold in every or any year of a figure of several. `series` are those of the record that it rests on
    besides the figure's own. One that `bears` against its claim speaks against it where it holds. `given` is what
    the author says where it follows from an input or hangs on a judgement; the machinery asks nonetheless.
    """

    key: str
    text: Text
    kind: str
    figure: Figure
    holds: Bounds
    rival: Rival
    would_change: Text
    sources: tuple[str, ...]
    than: Figure | None = None
    minus: Figure | None = None
    scenario: str = ""
    ablation: str = ""
    divided: Divided | None = None
    beside: str = ""
    compare: str = ""
    years: str = ""
    series: tuple[str, ...] = ()
    weigh: tuple[Weighed, ...] = ()
    bears: str = FOR
    given: Text = NO_TEXT

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figure, and the one it is divided or lessened by."""
        return tuple(part for part in (self.figure, self.than, self.minus) if part is not None)

    @property
    def is_of_the_record(self) -> bool:
        """Whether it is about figures of the record alone."""
        return self.kind == RECORD

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The series of the record that it rests on: those named, and those of its figures."""
        own = (part.record for part in self.figures)
        return tuple(dict.fromkeys((*self.series, *(evidence.series for evidence in own if evidence))))


def read_statement(entry: Mapping[str, Any], place: str) -> Statement:
    """A statement as a file declares it. Raises a `PyrrhicError` with the place of what is wrong."""
    check_entry(entry, FIELDS, place, REQUIRED)
    _check_kind(entry, place)
    rival = entry["rival"]
    check_entry(rival, OF_A_RIVAL, f"{place}, rival", OF_A_RIVAL)
    plain = {name: entry[name] for name in (*OF_RUNS, "years", "bears") if name in entry}
    parts: dict[str, Any] = {name: figure(entry[name], place) for name in ("figure", "than", "minus") if name in entry}
    statement = Statement(
        key=entry["key"],
        text=text_of(entry, "text", place),
        kind=entry["kind"],
        holds=_bounds(entry["holds"], f"{place}, holds"),
        rival=Rival(text_of(rival, "text", f"{place}, rival"), tuple(rival["sources"])),
        would_change=text_of(entry, "would_change", place),
        sources=tuple(entry["sources"]),
        series=tuple(entry.get("series", ())),
        weigh=tuple(_weighed(of_a_work, f"{place}, weigh") for of_a_work in entry.get("weigh", ())),
        given=text_of(entry, "given", place) if "given" in entry else NO_TEXT,
        divided=_divided(entry["attribution"], f"{place}, attribution") if "attribution" in entry else None,
        **parts,
        **plain,
    )
    for problem in _problems(statement):
        raise BadFile(problem, where=place)
    _check_series(statement, place)
    return _with_runs_checked(statement, place)


def _bounds(entry: Mapping[str, Any], place: str) -> Bounds:
    check_entry(entry, OF_BOUNDS, place)
    if len(entry) != 1:
        raise BadFile("it does not say in one way when the statement holds", where=place, allowed=", ".join(OF_BOUNDS))
    low, high = entry.get("between", (entry.get("above", -inf), entry.get("below", inf)))
    return Bounds(float(low), float(high))


def _divided(entry: Mapping[str, Any], place: str) -> Divided:
    """Raises `UnknownName` for a part that the scenario does not have."""
    check_entry(entry, OF_AN_ATTRIBUTION, place, ("scenario", "part"))
    divided = Divided(scenarios.checked(entry["scenario"], place), entry["part"], entry.get("by", GROUP))
    try:
        parts = [player.name for player in players_of(scenarios.load(divided.scenario), divided.by)]
    except PyrrhicError as error:
        raise error.at(place) from None
    check_name("part", divided.part, parts, place)
    return divided


def _weighed(entry: Mapping[str, Any], place: str) -> Weighed:
    check_entry(entry, OF_A_WEIGHT, place, OF_A_WEIGHT)
    references([entry["source"]], "source", place)
    if entry["weight"] <= 0.0:
        raise BadFile(f"the weight is {entry['weight']:g}", where=place, allowed="above 0")
    return Weighed(entry["source"], float(entry["weight"]), text_of(entry, "why", place))


def _check_kind(entry: Mapping[str, Any], place: str) -> None:
    """Refuse a field that its kind does not have, or lacks."""
    divided = entry["kind"] == MECHANISM and "attribution" in entry
    own = BY_ATTRIBUTION if divided else OWN_FIELDS[entry["kind"]]
    allowed = (*own, "beside") if own and not divided else own
    for field in (*OF_RUNS, *BY_ATTRIBUTION):
        if field in entry and field not in allowed:
            raise BadFile(f"a statement of the kind {entry['kind']} has no {field}", where=place)
    for field in own:
        if field not in entry:
            raise BadFile(f"a statement of the kind {entry['kind']} says its {field}", where=place)


def _problems(statement: Statement) -> Iterator[str]:
    """What is wrong with the figures that a statement names, in words."""
    if statement.divided and (statement.than or statement.minus):
        yield "a difference is divided of one figure; declare a figure for it"
    if statement.than and statement.minus:
        yield "it is divided and lessened, which is not one number; declare a figure for it"
    for part in statement.figures:
        yield from (_of_a_record if statement.is_of_the_record else _of_a_run)(part, bool(statement.years))
    if statement.weigh and not statement.is_of_the_record:
        yield "only a statement of the kind record weighs estimates"


def _of_a_record(part: Figure, several: bool) -> Iterator[str]:
    if part.record is None:
        yield f"the record has nothing of the figure {part.name}"
    elif several and len(part.record.years) < 2:
        yield f"years = every or any is for a figure of several years; the record of {part.name} has one"


def _of_a_run(part: Figure, several: bool) -> Iterator[str]:
    if part.measure is None:
        yield f"no run computes the figure {part.name}"
    elif (part.measure.how in SEVERAL) != several:
        yield f"years = every or any is for a figure that is several numbers, and only for one; {part.name} is measured as {part.measure.how}"


def _check_series(statement: Statement, place: str) -> None:
    for name in statement.series:
        check_name("series", name, (*load(), *DERIVED), f"{place}, series")


def _with_runs_checked(statement: Statement, place: str) -> Statement:
    """The statement, where what its runs name is there: scenarios that can be run at draws for so long, or ablations."""
    for name in filter(None, (statement.scenario, statement.beside if statement.scenario else "")):
        scenarios.checked(name, place)
        _check_scenario(scenarios.load(name), statement, place)
    if statement.divided:
        _check_scenario(scenarios.load(statement.divided.scenario), statement, place)
    for name in filter(None, (statement.ablation, statement.beside if statement.ablation else "")):
        check_name("ablation", name, ablations(), place)
        _check_scenario(ablation(name).scenario, statement, place)
    return statement


def _check_scenario(scenario: scenarios.Scenario, statement: Statement, place: str) -> None:
    """Refuse a scenario that has no posterior, or that ends before the years of the statement."""
    if scenario.structure or scenario.given:
        raise BadFile(f"{scenario.name} changes more than levers and cannot be run at draws", where=place)
    last = max(part.measure.end for part in statement.figures if part.measure)
    if scenario.ends is not None and scenario.ends < last:
        raise BadFile(f"{scenario.name} ends with {scenario.ends}, and the statement reads {last}", where=place)
