"""Scenarios one after another: the changes of a later one act on what the earlier ones left, and who meets whom is said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from math import prod

from pyrrhic.studies.scenarios.change import RELATIVE, Change, Scenario

LANGUAGES = ("en", "ru")
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
        changes=tuple(change for document in documents for change in document.changes),
        given=tuple(change for document in documents for change in document.given),
        structure=_merged(document.structure for document in documents),
        ends=min(ends, default=None),
        sources=tuple(dict.fromkeys(source for document in documents for source in document.sources)),
        texts=_merged(document.texts for document in documents),
        warnings=(*_meetings(documents, bases), *_slots_filled_twice(documents, bases)),
    )


def _texts_of(named: Sequence[Scenario]) -> dict:
    return {
        "title": {code: " + ".join(scenario.title[code] for scenario in named) for code in LANGUAGES},
        "description": {code: "\n\n".join(scenario.description[code] for scenario in named) for code in LANGUAGES},
        "note": "\n\n".join(scenario.note for scenario in named if scenario.note),
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
    chains: dict[tuple[str, int], list[Change]] = {}
    met: dict[tuple[str, str], list[int]] = {}
    for change in (change for document in documents for change in (*document.changes, *document.given)):
        for year in change.years:
            chain = chains.setdefault((change.target, year), [])
            earlier = next((other for other in reversed(chain) if _meet(other, change)), None)
            if (
                earlier
                and earlier.origin not in bases[change.origin]
                and (sentence := _sentence(chain, earlier, change))
            ):
                met.setdefault((change.target, sentence), []).append(year)
            if change.action not in RELATIVE and not change.by_part:
                chain.clear()
            chain.append(change)
    return [f"{target} {_in_words(years)}: {sentence}" for (target, sentence), years in met.items()]


def _meet(earlier: Change, later: Change) -> bool:
    """Whether both act on the same region or kind; a number acts on all of them."""
    return not (earlier.by_part and later.by_part) or bool(set(earlier.by_part) & set(later.by_part))


def _sentence(chain: Sequence[Change], earlier: Change, later: Change) -> str:
    """What happens where the later change meets the earlier one; nothing where both set the same."""
    if later.action not in RELATIVE:
        if (earlier.action, earlier.amount) == (later.action, later.amount):
            return ""
        if earlier.origin == later.origin:
            return f"set twice by {later.origin}, for {earlier.span} and for {later.span}; the later entry holds"
        return f"set by {earlier.origin} and by {later.origin}; {later.origin} holds"
    alike = _trailing(chain, later)
    if len(alike) > 1:
        return f"{_listed(alike)} together make {_together(alike)}"
    return f"{_amount(later)} of {later.origin} acts on what {earlier.origin} has set"


def _trailing(chain: Sequence[Change], later: Change) -> list[Change]:
    """The changes up to this one that are factors, or that are all added, with numbers for the whole path."""
    alike = [later]
    for change in reversed(chain):
        if change.action != later.action or change.by_part:
            break
        alike.insert(0, change)
    return alike if not later.by_part else [later]


def _together(alike: Sequence[Change]) -> str:
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
