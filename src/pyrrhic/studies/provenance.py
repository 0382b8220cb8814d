"""Where a number comes from: the works behind a quantity, series, parameter, lever or scenario.

A quantity rests on everything upstream of it in the model: equations with the sources in their docstrings, parameters
and opening stocks with theirs, and levers, whose historical paths rest on series of the record.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pyrrhic.errors import BadFile, BadInput
from pyrrhic.sources import Source, bibliography, references, split
from pyrrhic.studies.kinds import Meaning, meanings
from pyrrhic.texts import Text

RANGE = re.compile(r"(\d+)(?:-(\d+))?")  # pages that are numbers alone
PARTS = re.compile(r"\d+|\D+")  # numbers and words
MANY = 10**6  # more than any page


@dataclass(frozen=True)
class Use:
    """One place where a work is used: the kind and name of what rests on it, and the page if stated."""

    kind: str
    name: str
    page: str | None


@dataclass(frozen=True)
class Cited:
    """A work and every use of it, in the order found."""

    work: Source
    uses: tuple[Use, ...]

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages stated, each once and none that a range has too, in their order as numbers."""
        stated = {use.page for use in self.uses if use.page}
        return tuple(sorted((page for page in stated if not _is_in_another(page, stated)), key=_as_numbers))


def _as_numbers(page: str) -> list[tuple[int, str]]:
    """What a page is sorted by: 69 before 123, numbers before words."""
    return [(int(part), "") if part.isdecimal() else (MANY, part) for part in PARTS.findall(page)]


def _is_in_another(page: str, stated: Iterable[str]) -> bool:
    """Whether a range of pages holds a page or a shorter range."""
    spans = {other: span for other in stated if (span := _span(other))}
    if page not in spans:
        return False
    first, last = spans[page]
    return any(other != page and low <= first and last <= high for other, (low, high) in spans.items())


def _span(page: str) -> tuple[int, int] | None:
    """The first and last of pages that are numbers alone."""
    numbers = RANGE.fullmatch(page)
    return (int(numbers[1]), int(numbers[2] or numbers[1])) if numbers else None


@dataclass(frozen=True)
class Judgement:
    """A number upstream that no work gives: its kind and name, and why it has its value."""

    kind: str
    name: str
    reason: Text


@dataclass(frozen=True)
class Answer:
    """What a name is, what lies upstream of it, the works behind all of it, the most used first, and the judgements."""

    name: str
    kind: str
    upstream: Mapping[str, tuple[str, ...]]
    cited: tuple[Cited, ...]
    judgements: tuple[Judgement, ...]


def answers(name: str) -> tuple[Answer, ...]:
    """The works behind everything that has a name. Raises `UnknownName` with the nearest match for an unknown name."""
    return tuple(map(_answer, meanings(name)))


def sources_of(name: str) -> Answer:
    """The works behind a name that means one thing. Raises `UnknownName`, and `BadInput` where it means several."""
    possible = meanings(name)
    if len(possible) > 1:
        allowed = ", ".join(meaning.full for meaning in possible)
        raise BadInput(f"the name {name} means several things", allowed=allowed)
    return _answer(possible[0])


def _answer(meaning: Meaning) -> Answer:
    upstream: dict[str, list[str]] = {}
    uses: dict[str, list[Use]] = {}
    for kind, name, reference in _FINDERS[meaning.kind](meaning.name):
        upstream.setdefault(kind, [])
        if name not in upstream[kind]:
            upstream[kind].append(name)
        if reference:
            key, page = _split(reference)
            uses.setdefault(key, []).append(Use(kind, name, page))
    judgements = tuple(_judgements(upstream))
    whole = {kind: tuple(names) for kind, names in upstream.items()}
    return Answer(meaning.shown, meaning.kind, whole, _cited(uses), judgements)


def _cited(uses: Mapping[str, Iterable[Use]]) -> tuple[Cited, ...]:
    """The works by their keys, the most used first."""
    works = bibliography()
    cited = [Cited(works[key], tuple(dict.fromkeys(those))) for key, those in uses.items() if key in works]
    return tuple(sorted(cited, key=lambda work: (-len(work.uses), work.work.key)))


def _judgements(upstream: Mapping[str, Iterable[str]]) -> list[Judgement]:
    """The judgements among what lies upstream, each name once: some stocks of 1926 are read as parameters too."""
    judgements: dict[str, Judgement] = {}
    for kind, name in [(kind, name) for kind, names in upstream.items() for name in names]:
        reason = _reason(kind, name)
        if reason:
            judgements[name] = Judgement(kind, name, reason)
    return [*judgements.values()]


def _reason(kind: str, name: str) -> Text | None:
    """Why a number that no work gives has its value; none for one that a work gives."""
    from pyrrhic.runs.history import judgement

    if kind == "lever":
        return judgement(name)
    return _parameters()[name].reason if kind in ("parameter", "opening stock") and name in _parameters() else None


# Each finder yields (kind, name, reference) for everything it reaches; the reference is "" where it has none itself.
Found = Iterator[tuple[str, str, str]]


def _quantity(name: str) -> Found:
    model = _model()
    for upstream in sorted(model.upstream(name), key=model.names.index):
        if upstream in model.equations:
            yield from _each("equation", upstream, references(model.equations[upstream].function.__doc__ or ""))
        elif upstream in model.stocks:
            yield from _opening(upstream)
        elif upstream in _levers():
            yield from _lever(upstream)
        else:
            yield from _parameter(upstream)


def _opening(stock: str) -> Found:
    name = f"{stock}_1926"
    yield from _each("opening stock", name, _parameters()[name].source if name in _parameters() else ())


def _parameter(name: str) -> Found:
    yield from _each("parameter", name, _parameters()[name].source)


def _lever(name: str) -> Found:
    """A lever, and the series of the record or the works on which its historical path rests."""
    from pyrrhic.runs.history import provenance

    yield "lever", name, ""
    for origin in provenance(name):
        yield from _origin(name, origin.removeprefix("record: "))


def _origin(lever: str, origin: str) -> Found:
    """What a lever's path names as its origin: a series of the record, or a work."""
    from pyrrhic.record import load as load_record
    from pyrrhic.record.derive.series import DERIVED

    if origin in load_record():
        yield from _series(origin)
    elif origin in DERIVED:
        yield from _derived(origin)
    else:
        yield "lever", lever, origin


def _series(name: str) -> Found:
    from pyrrhic.record import load as load_record

    observations = load_record().series(name).observations
    yield from _each("series", name, dict.fromkeys(observation.citation for observation in observations))


def _derived(name: str) -> Found:
    from pyrrhic.record import load as load_record
    from pyrrhic.record.derive.series import derive

    yield from _each("derived series", name, derive(load_record(), name).sources)


def _family(name: str) -> Found:
    from pyrrhic.record.registers import families

    for member in families()[name]:
        yield from _series(member.series)


def _scenario(name: str) -> Found:
    from pyrrhic.studies.scenarios import scenario

    document = scenario.load(name)
    yield from _each("scenario", name, document.sources)
    for change in dict.fromkeys(change.target for change in document.changes):
        yield from _lever(change)


def _work(key: str) -> Found:
    yield "work", key, key


_FINDERS = {
    "quantity": _quantity,
    "parameter": _parameter,
    "lever": _lever,
    "series": _series,
    "derived series": _derived,
    "family of series": _family,
    "scenario": _scenario,
    "work": _work,
}


def _each(kind: str, name: str, cited: Iterable[str]) -> Found:
    yield kind, name, ""
    for reference in cited:
        yield kind, name, reference


def _split(reference: str) -> tuple[str, str | None]:
    try:
        return split(reference)
    except BadFile:
        return reference, None


@cache
def _model():
    from pyrrhic.model import assemble

    return assemble()


def _levers() -> Mapping:
    from pyrrhic.model import levers

    return levers()


@cache
def _parameters() -> Mapping:
    """Parameters and the values of 1926."""
    from pyrrhic.model import opening_values, parameters

    return {**parameters(), **opening_values()}
