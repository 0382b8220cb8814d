"""The works behind the figures of a table, once each, as numbered notes: with the page, and the place where it was read.

notes = numbered(figures)                     # which note each figure has
works_of(row["figures"], notes, say)          # [{"work": "Allen 2003", "note": 2, "identifiers": ["PYR-000173"]}]
written(figures, say)                         # [{"key": "allen2003", "work": "Allen 2003, ch. 7", "seen": ...}]
"""

from collections.abc import Iterable, Mapping

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import in_words
from pyrrhic.app.witnesses import place_seen
from pyrrhic.record.added import is_users
from pyrrhic.record.load import Observation

Reading = tuple[str, str, str, str]  # the work and page of a figure, how it was read, and in what


def numbered(figures: Iterable[Observation]) -> dict[Reading, int]:
    """The number of the note of each reading, in the order in which figures need them."""
    return {reading: number for number, reading in enumerate(dict.fromkeys(map(_reading, figures)), start=1)}


def works_of(figures: Iterable[Observation], notes: Mapping[Reading, int], say: Language) -> list[dict]:
    """The works behind one row, each with its note and the identifiers by which its figures are cited.

    A user's own figures have none that lasts.
    """
    by_reading: dict[Reading, list[Observation]] = {}
    for figure in figures:
        by_reading.setdefault(_reading(figure), []).append(figure)
    return [
        {
            "work": in_words(reading[0], say),
            "note": notes[reading],
            "identifiers": [figure.id for figure in several if not is_users(figure)],
        }
        for reading, several in by_reading.items()
    ]


def written(figures: Iterable[Observation], say: Language) -> list[dict]:
    """The notes in the order of their numbers."""
    by_reading: dict[Reading, Observation] = {}
    for figure in figures:
        by_reading.setdefault(_reading(figure), figure)
    return [
        {
            "key": figure.source,
            "work": _ended(in_words(figure.citation, say)),
            "seen": _ended(place_seen(figure, say)),
        }
        for figure in by_reading.values()
    ]


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(".") else sentence + "."


def _reading(figure: Observation) -> Reading:
    file = figure.place.rpartition(":")[0] if is_users(figure) else ""
    return figure.source, figure.page, figure.seen, figure.seen_in or file
