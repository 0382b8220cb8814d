"""Several scenarios joined into one: later changes act on what earlier ones left, with a warning where they meet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import chain, groupby, pairwise
from math import prod

from pyrrhic.studies.scenarios.change import HISTORY, RELATIVE, Change, Scenario
from pyrrhic.texts import LANGUAGES, Text

SHOWN_CHANGES = 4
Bases = Mapping[str, frozenset[str]]


def joined(named: Sequence[Scenario], documents: Sequence[Scenario], bases: Bases) -> Scenario:
    """One scenario of several documents, each of which counts once, in their order.

    `named` are those of them that were asked for, whose texts it has; `bases` says by name which documents a document
    extends, directly or through others.
    """
    ends = [document.ends for document in documents if document.ends]
    own = named[0] if len(named) == 1 else replace(named[0], extends=(), **_texts_of(named))
    return replace(
        own,
        name="+".join(scenario.name for scenario in named),
        changes=tuple(chain.from_iterable(document.changes for document in documents)),
        given=tuple(chain.from_iterable(document.given for document in documents)),
        structure=_merged(document.structure for document in documents),
        ends=min(ends, default=None),
        sources=tuple(dict.fromkeys(chain.from_iterable(document.sources for document in documents))),
        texts=_merged(document.texts for document in documents),
        warnings=(*_meetings(documents, bases), *_slots_filled_twice(documents, bases)),
    )


def _texts_of(named: Sequence[Scenario]) -> dict:
    """Titles, descriptions and notes of several scenarios, one after another."""
    return {
        "title": Text(*(" + ".join(scenario.title[code] for scenario in named) for code in LANGUAGES)),
        "description": Text(*("\n\n".join(scenario.description[code] for scenario in named) for code in LANGUAGES)),
        "note": Text(*("\n\n".join(filter(None, (each.note[code] for each in named))) for code in LANGUAGES)),
    }


def _merged(parts: Iterable[Mapping]) -> dict:
    return reduce(lambda left, right: {**left, **right}, parts, {})


def _slots_filled_twice(documents: Sequence[Scenario], bases: Bases) -> Iterator[str]:
    """A sentence for every slot that two documents fill differently, unless one of them extends the other."""
    filled: dict[str, Scenario] = {}
    for later in documents:
        for slot, choice in later.structure.items():
            earlier = filled.get(slot, later)
            if earlier.structure[slot] != choice and earlier.name not in bases[later.name]:
                yield f"slot {slot}: filled by {earlier.name} and by {later.name}; {later.name} holds"
            filled[slot] = later


def _meetings(documents: Sequence[Scenario], bases: Bases) -> list[str]:
    """A sentence for every two changes of one path in one year, unless one document extends the other's."""
    chains: dict[tuple[str, int], Chain] = {}
    for change in chain.from_iterable((*document.changes, *document.given) for document in documents):
        for year in change.years:
            chains.setdefault((change.target, year), Chain(bases)).add(change)
    years: dict[tuple[str, str], list[int]] = {}
    for (target, year), changes in chains.items():
        for sentence in changes.in_words():
            years.setdefault((target, sentence), []).append(year)
    return [f"{target} {_in_words(when)}: {sentence}" for (target, sentence), when in years.items()]


@dataclass
class Chain:
    """The changes of one path in one year, one after another: a value ends what stood before, a factor acts on it."""

    bases: Bases
    changes: list[Change] = field(default_factory=list)
    sentences: dict[str, None] = field(default_factory=dict)

    def add(self, later: Change) -> None:
        """Let the next change follow."""
        earlier = next((change for change in reversed(self.changes) if _meet(change, later)), None)
        if earlier and self._is_news(earlier, later):
            self.sentences |= dict.fromkeys(_consequences(earlier, later))
        if later.action not in RELATIVE and not later.by_part:
            self.sentences |= dict.fromkeys(self._compounds())
            self.changes.clear()
        self.changes.append(later)

    def in_words(self) -> list[str]:
        """What is to be said of this year."""
        return list(self.sentences | dict.fromkeys(self._compounds()))

    def _compounds(self) -> Iterator[str]:
        """A sentence for all factors, or all amounts added, that follow one another."""
        for kind, alike in groupby(self.changes, lambda change: "" if change.by_part else change.action):
            run = list(alike)
            if kind in RELATIVE and any(self._is_news(*pair) for pair in pairwise(run)):
                yield f"{_listed(run)} together make {_combined(run)}"

    def _is_news(self, earlier: Change, later: Change) -> bool:
        """Whether the document of the later change does not extend that of the earlier one, which would say so.

        Where a document returns to history, what it does next is meant to begin there.
        """
        begins_there = earlier.action == HISTORY and earlier.origin == later.origin
        return earlier.origin not in self.bases[later.origin] and not begins_there


def _meet(earlier: Change, later: Change) -> bool:
    """Whether both act on the same region or kind; a number acts on all of them."""
    return not (earlier.by_part and later.by_part) or bool(set(earlier.by_part) & set(later.by_part))


def _consequences(earlier: Change, later: Change) -> Iterator[str]:
    """What happens where the later change meets the earlier one; factors that compound are told together."""
    if later.action in RELATIVE:
        if later.action != earlier.action or later.by_part or earlier.by_part:
            yield f"{_amount(later)} of {_entry(later, earlier)} acts on what {_entry(earlier, later)} has set"
    elif (earlier.action, earlier.amount) != (later.action, later.amount):
        first, second = _entry(earlier, later), _entry(later, earlier)
        yield f"set by {first} and by {second}; {second} holds"


def _entry(change: Change, other: Change) -> str:
    """The scenario a change comes from, or its entry where both come from the same."""
    return change.origin if change.origin != other.origin else f"the entry of {change.origin} for {change.span}"


def _combined(alike: Sequence[Change]) -> str:
    amounts = [change.number for change in alike]
    return f"times {prod(amounts):.6g}" if alike[0].action == "times" else f"plus {sum(amounts):.6g}"


def _listed(alike: Sequence[Change]) -> str:
    shown = [f"{_amount(change)} of {change.origin}" for change in alike[:SHOWN_CHANGES]]
    more = f"{len(alike) - SHOWN_CHANGES} more" if len(alike) > SHOWN_CHANGES else shown.pop()
    return f"{', '.join(shown)} and {more}"


def _amount(change: Change) -> str:
    return f"{change.action} by part" if change.by_part else f"{change.action} {change.number:.6g}"


def _in_words(years: Sequence[int]) -> str:
    """Years as spans: 1931-1932, 1935."""
    ordered = sorted(years)
    starts = [year for year in ordered if year - 1 not in ordered]
    ends = [year for year in ordered if year + 1 not in ordered]
    spans = zip(starts, ends, strict=True)
    return ", ".join(str(start) if start == end else f"{start}-{end}" for start, end in spans)
