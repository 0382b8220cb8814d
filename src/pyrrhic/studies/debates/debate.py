"""A debate: a question, the positions of those who differ in it, and the headlines by which they are set side by side.

    debate("harvest").positions["tauger"].structure       # "harvest_tauger"
    position("harvest=tauger").text

A position says who holds it, in a paragraph and by works, and how it is expressed: by a variant of the model, by choices
and data of its own, by a prior, by what it holds a figure to be, by a scenario, or not at all, with the reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from pyrrhic.calibration.structures import FIELDS as OF_A_STRUCTURE
from pyrrhic.calibration.structures import read_structure, structures
from pyrrhic.errors import BadFile, BadInput, UnknownName
from pyrrhic.fields import (
    NAMES,
    PAIR,
    TABLE,
    TABLES,
    TEXT,
    WHOLE,
    WORD,
    WORDS,
    Content,
    check_entry,
    check_name,
    one_of,
    references,
)
from pyrrhic.files import read_toml
from pyrrhic.model import opening_values, parameters
from pyrrhic.runs.figures import Figure, figure
from pyrrhic.runs.measure import Measure
from pyrrhic.studies.claims.claim import claims
from pyrrhic.studies.judgements import FIELDS as OF_A_HEADLINE
from pyrrhic.studies.judgements import Headline, read_headline
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import NO_TEXT, Text, text_of

EQUALS = "="
OWN = ("choices", "deaths", "harvest", "priors", "fixed")  # the fields of a structure that a position may set
FIELDS: Mapping[str, Content] = {
    "order": WHOLE,
    "title": TEXT,
    "question": TEXT,
    "finding": TEXT,
    "headlines": TABLES,
    "positions": TABLE,
    "claims": WORDS,
    "together": WORDS,
}
OPTIONAL = ("claims", "together")
OF_A_BELIEF: Mapping[str, Content] = {"figure": WORD, "range": PAIR}
OF_A_POSITION: Mapping[str, Content] = {
    "title": TEXT,
    "author": TEXT,
    "text": TEXT,
    "works": references,
    "expression": TEXT,
    "structure": one_of("variant", structures),
    **{name: OF_A_STRUCTURE[name] for name in OWN},
    "believes": lambda belief, field, place: check_entry(belief, OF_A_BELIEF, f"{place}, {field}", OF_A_BELIEF),
    "scenario": WORD,
    "counts_by": NAMES,
    "not_in_model": TEXT,
}
REQUIRED = ("title", "author", "text", "works")


@dataclass(frozen=True)
class Belief:
    """What a figure is held to be: nine chances in ten that it lies in the range."""

    figure: Figure
    measure: Measure
    low: float
    high: float


@dataclass(frozen=True)
class Position:
    """What one author or several hold in a debate, and how it is expressed.

    `structure` is a variant of the model; `own` are fields of a structure that the position sets otherwise than the
    base. `believes` is a figure by which draws are weighed, `scenario` stands in the place of history, and `counts_by`
    are the figures in which its author counts. `expression` says in words what in this is ours. With `not_in_model`
    nothing is computed, and it says why.
    """

    debate: str
    name: str
    title: Text
    author: Text
    text: Text
    works: tuple[str, ...]
    expression: Text = NO_TEXT
    structure: str = ""
    own: Mapping[str, Any] = field(default_factory=dict)
    believes: Belief | None = None
    scenario: str = ""
    counts_by: tuple[Figure, ...] = ()
    not_in_model: Text = NO_TEXT

    @property
    def key(self) -> str:
        """How it is asked for, such as harvest=tauger."""
        return f"{self.debate}{EQUALS}{self.name}"


@dataclass(frozen=True)
class Debate:
    """A question on which scholars differ.

    `claims` are the keys of the claims to which it belongs, the first of them that beside which it is shown; `together`
    names debates whose positions are set beside it.
    """

    name: str
    order: int
    title: Text
    question: Text
    finding: Text
    headlines: tuple[Headline, ...]
    positions: Mapping[str, Position]
    claims: tuple[str, ...]
    together: tuple[str, ...] = ()


# --- by name ------------------------------------------------------------------------------------------------------


@cache
def debates() -> Mapping[str, Debate]:
    """Every debate by name, in its order. Raises a `PyrrhicError` with the file and entry that is wrong."""
    documents = [file for file in files(__package__).iterdir() if file.name.endswith(".toml")]
    read = [read_debate(file.name.removesuffix(".toml"), read_toml(file), file.name) for file in documents]
    ordered = {each.name: each for each in sorted(read, key=lambda each: each.order)}
    for each in ordered.values():
        for other in each.together:
            check_name("debate", other, ordered, f"{each.name}.toml, together")
        for key in each.claims:
            check_name("claim", key, [claim.key for claim in claims()], f"{each.name}.toml, claims")
    return ordered


def debate(name: str) -> Debate:
    """The debate of that name. Raises `UnknownName` with the nearest match."""
    if name not in debates():
        raise UnknownName("debate", name, debates())
    return debates()[name]


def position_names() -> list[str]:
    """Every position as it is asked for, such as harvest=tauger."""
    return [held.key for each in debates().values() for held in each.positions.values()]


def position(key: str, where: str = "") -> Position:
    """The position that is asked for as DEBATE=POSITION. Raises `BadInput` or `UnknownName`."""
    name, separator, wanted = key.partition(EQUALS)
    if not separator:
        raise BadInput(f"{key} names no position", where=where, allowed="DEBATE=POSITION, such as harvest=tauger")
    if name not in debates():
        raise UnknownName("debate", name, debates(), where=where)
    if wanted not in debate(name).positions:
        raise UnknownName(f"position in the debate {name}", wanted, debate(name).positions, where=where)
    return debate(name).positions[wanted]


# --- the files ----------------------------------------------------------------------------------------------------


def read_debate(name: str, entry: Mapping[str, Any], place: str) -> Debate:
    """A debate as its file declares it; `place` names the file in a `PyrrhicError`."""
    check_entry(entry, FIELDS, place, required=[name for name in FIELDS if name not in OPTIONAL])
    positions = dict(_positions(name, entry["positions"], place))
    if len(positions) < 2:
        raise BadFile(f"it has {len(positions)} positions", where=place, allowed="two or more")
    headlines = (_headline(headline, f"{place}, headline {at}") for at, headline in enumerate(entry["headlines"], 1))
    return Debate(
        name,
        entry["order"],
        text_of(entry, "title", place),
        text_of(entry, "question", place),
        text_of(entry, "finding", place),
        tuple(headlines),
        positions,
        tuple(entry.get("claims", ())),
        tuple(entry.get("together", ())),
    )


def _headline(entry: Mapping[str, Any], place: str) -> Headline:
    """A headline, under the title of its figure unless it has one of its own."""
    check_entry(entry, OF_A_HEADLINE, place, required=("figure",))
    wanted = figure(entry["figure"], place)
    named = "_".join(part for part in (wanted.name, entry.get("scenario", ""), "saved" * entry.get("saved", False)))
    return read_headline(named.strip("_"), {"title": dict(wanted.title), **entry}, place)


def _positions(debate: str, entries: Mapping[str, Any], place: str) -> Iterator[tuple[str, Position]]:
    for name, entry in entries.items():
        yield name, read_position(debate, name, entry, f"{place}, {name}")


def read_position(debate: str, name: str, entry: Mapping[str, Any], place: str) -> Position:
    """A position as its file declares it. Raises a `PyrrhicError` where it is expressed in ways that exclude each other."""
    check_entry(entry, OF_A_POSITION, place, required=REQUIRED)
    own = {part: entry[part] for part in OWN if part in entry}
    _check_one_way(entry, own, place)
    if own:
        read_structure(f"{debate}_{name}", {"title": entry["title"], **own}, place)
        _check_priors(own.get("priors", {}), place)
    texts = {part: text_of(entry, part, place) for part in ("title", "author", "text")}
    remarks = {part: text_of(entry, part, place) for part in ("expression", "not_in_model") if part in entry}
    return Position(
        debate,
        name,
        works=tuple(entry["works"]),
        own=own,
        structure=entry.get("structure", ""),
        believes=_belief(entry["believes"], f"{place}, believes") if "believes" in entry else None,
        scenario=scenarios.checked(entry["scenario"], f"{place}, scenario") if "scenario" in entry else "",
        counts_by=tuple(figure(counted, f"{place}, counts_by") for counted in entry.get("counts_by", ())),
        **texts,
        **remarks,
    )


def _check_one_way(entry: Mapping[str, Any], own: Mapping[str, Any], place: str) -> None:
    """Refuse a position that is and is not in the model, that has a variant and data of its own, or numbers of ours
    without a word on them."""
    computed = [part for part in ("structure", *own, "believes", "scenario") if part in entry]
    if "not_in_model" in entry and computed:
        raise BadFile(f"it is not in the model, and has {', '.join(computed)}", where=place)
    if "structure" in entry and own:
        raise BadFile(f"it names a variant and sets {', '.join(own)}", where=place, allowed="one of the two")
    if (own or "believes" in entry) and "expression" not in entry:
        raise BadFile("it does not say in words how it is expressed", where=place, allowed="the field expression")


def _check_priors(priors: Mapping[str, Mapping], place: str) -> None:
    """Refuse a prior for a number that is fixed, or of another kind than the parameter's own."""
    for name, prior in priors.items():
        known = {**parameters(), **opening_values()}[name].prior
        if known is None:
            raise BadFile(f"{name} has no prior: it is fixed", where=f"{place}, priors")
        if prior.get("distribution", known["distribution"]) != known["distribution"]:
            raise BadFile(f"the prior of {name} is {known['distribution']}", where=f"{place}, priors")


def _belief(entry: Mapping[str, Any], place: str) -> Belief:
    wanted = figure(entry["figure"], place)
    if wanted.measure is None:
        raise BadFile("the figure is not computed by the model", where=place)
    low, high = entry["range"]
    if low == high:
        raise BadFile("the range has no width", where=place, allowed="two numbers, the lower one first")
    return Belief(wanted, wanted.measure, float(low), float(high))
