"""What an ablation is, and how its entry is read: a scenario, the fact it bears on, and what is expected of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyrrhic.errors import BadFile, PyrrhicError, UnknownName
from pyrrhic.fields import (
    NUMBERS_BY_NAME,
    TABLE,
    TEXT,
    WORD,
    Content,
    check_entry,
    check_name,
    entries_of,
    holding,
    is_number,
    one_of,
    references,
)
from pyrrhic.model import parameters as known_parameters
from pyrrhic.runs.figures import figure, measure_of
from pyrrhic.runs.measure import Measure
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.document import Change, Scenario, read
from pyrrhic.texts import Text, text_of

FILES = ("farm.toml", "famine.toml", "towns.toml", "after_1945.toml")
FACTS = "facts.toml"
FALLS, RISES = "falls", "rises"
EXPECTATIONS: Mapping[str, Text] = {FALLS: Text("falls", "снижается"), RISES: Text("rises", "растёт")}
FIELDS: Mapping[str, Content] = {
    "mechanism": TEXT,
    "fact": WORD,
    "scenario": WORD,
    "levers": TABLE,
    "parameters": NUMBERS_BY_NAME,
    "expectation": one_of("expectation", EXPECTATIONS),
    "rough": holding("a share above 0", lambda share: is_number(share) and share > 0.0),
    "sources": references,
    "note": TEXT,
}
REQUIRED = ("mechanism", "fact", "expectation", "rough", "sources")
FIELDS_OF_A_FACT: Mapping[str, Content] = {"text": TEXT, "unit": TEXT, "measure": TABLE, "figure": WORD}
NO_TEXT = Text("", "")


@dataclass(frozen=True)
class Fact:
    """A fact that mechanisms are to explain, and the number of a run that stands for it, in `unit`."""

    text: Text
    unit: Text
    measure: Measure


@dataclass(frozen=True)
class Setting:
    """A lever or parameter that is set, and how: `grain_export_plan`, `= 0 in 1930-1933`."""

    name: str
    how: str

    def __str__(self) -> str:
        return f"{self.name} {self.how}"


@dataclass(frozen=True)
class Ablation:
    """A mechanism, the scenario and the parameters that switch it off, and the fact that it is to explain.

    `expectation` says where the measure should go without the mechanism, and `rough` by which share of itself at
    least, on the ground of `sources`. `note` is written after the run: why it is otherwise, or what must not be read
    into it. `shipped` is the name of the scenario where it is one of those shipped.
    """

    name: str
    mechanism: Text
    explains: Fact
    scenario: Scenario
    parameters: Mapping[str, float]
    expectation: str
    rough: float
    sources: tuple[str, ...]
    note: Text = NO_TEXT
    shipped: str = ""

    @property
    def fact(self) -> Text:
        """The fact in words."""
        return self.explains.text

    @property
    def unit(self) -> Text:
        """The unit of the measure."""
        return self.explains.unit

    @property
    def measure(self) -> Measure:
        """How the fact is read out of a run."""
        return self.explains.measure

    @property
    def source(self) -> str:
        """The works in which the expectation is grounded, as one text."""
        return "; ".join(self.sources)

    @property
    def off(self) -> tuple[Setting, ...]:
        """What is set: parameters, and levers with their years."""
        levers = (Setting(change.target, _change_in_words(change)) for change in self.scenario.changes)
        return (*(Setting(name, f"= {value:g}") for name, value in self.parameters.items()), *levers)


def ablation(name: str) -> Ablation:
    """The ablation of this name; raises `UnknownName` with the nearest match."""
    if name not in ablations():
        raise UnknownName("ablation", name, ablations())
    return ablations()[name]


@cache
def ablations() -> Mapping[str, Ablation]:
    """Every ablation by name, in the order of the files; raises `BadFile` for a name used twice."""
    read_so_far: dict[str, Ablation] = {}
    for file, name, entry in _entries():
        if name in read_so_far:
            raise BadFile(f"the ablation {name} is declared twice", where=file)
        read_so_far[name] = read_ablation(name, entry, f"{file}, {name}")
    return read_so_far


@cache
def facts() -> Mapping[str, Fact]:
    """Every fact by name."""
    return {name: read_fact(entry, f"{FACTS}, {name}") for name, entry in _document(FACTS).items()}


def read_fact(entry: Mapping[str, Any], place: str) -> Fact:
    """A fact as a file declares it; `place` names the file and the entry in an error."""
    check_entry(entry, FIELDS_OF_A_FACT, place, required=("text", "unit"))
    return Fact(text_of(entry, "text", place), text_of(entry, "unit", place), _measure(entry, place))


def read_ablation(name: str, entry: Mapping[str, Any], place: str) -> Ablation:
    """An ablation as a file declares it; `place` names the file and the entry in an error."""
    check_entry(entry, FIELDS, place, REQUIRED)
    check_name("fact", entry["fact"], facts(), place)
    return Ablation(
        name,
        text_of(entry, "mechanism", place),
        facts()[entry["fact"]],
        _scenario(name, entry, place),
        _parameters(entry, place),
        entry["expectation"],
        float(entry["rough"]),
        tuple(entry["sources"]),
        text_of(entry, "note", place) if "note" in entry else NO_TEXT,
        entry.get("scenario", ""),
    )


def _entries() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for file in FILES:
        yield from ((file, name, entry) for name, entry in _document(file).items())


def _document(file: str) -> Mapping[str, Mapping]:
    return entries_of(files(__package__).joinpath(file))


def _measure(entry: Mapping[str, Any], place: str) -> Measure:
    """The measure that the entry declares, or that of the figure it names."""
    if ("figure" in entry) == ("measure" in entry):
        raise BadFile("it has a figure or a measure, one of the two", where=place, allowed="figure, measure")
    if "measure" in entry:
        return measure_of(entry["measure"], place)
    measure = figure(entry["figure"], place).measure
    if measure is None:
        raise BadFile(f"the figure {entry['figure']} is not measured in a run", where=place)
    return measure


def _scenario(name: str, entry: Mapping[str, Any], place: str) -> Scenario:
    """The shipped scenario that the entry names, or one of its own levers, read as every scenario document is."""
    if "scenario" in entry and "levers" in entry:
        raise BadFile("it names a scenario and has levers too", where=place, allowed="scenario or levers")
    if "scenario" in entry:
        return _shipped(entry["scenario"], place)
    document = {
        "title": entry["mechanism"],
        "description": entry["mechanism"],
        "levers": entry.get("levers", {}),
    }
    return read(document, name, place, scenarios.frame())


def _shipped(name: str, place: str) -> Scenario:
    try:
        scenario = scenarios.load(name)
    except PyrrhicError as error:
        raise error.at(place) from None
    if scenario.given or scenario.structure:
        raise BadFile(f"the scenario {name} changes more than levers", where=place)
    return scenario


def _parameters(entry: Mapping[str, Any], place: str) -> dict[str, float]:
    values = entry.get("parameters", {})
    for name in values:
        check_name("parameter", name, known_parameters(), place)
    return {name: float(value) for name, value in values.items()}


def _change_in_words(change: Change) -> str:
    """What a change does to its lever, and when."""
    amount = change.amount
    if isinstance(amount, Mapping):
        size = ", ".join(f"{part} {number:g}" for part, number in amount.items())
    else:
        size = "" if amount is None else f"{amount:g}"
    words = {"value": "= {}", "times": "times {}", "plus": "plus {}", "as_in": "as in {}", "history": "as in history"}
    return f"{words[change.action].format(size)} in {change.span}"
