"""Where figures of the record were read: at what remove, and in which edition, archive or data set."""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from pages.markdown import escape, reference
from pyrrhic.app.language import ENGLISH
from pyrrhic.app.witnesses import place_seen
from pyrrhic.record.load import Observation, load


def works_of_figures(figures: Iterable[Observation]) -> str:
    """The works of some figures, each with its page, the identifiers of the figures, and how and where they were read."""
    readings: dict[tuple[str, str], list[str]] = {}
    for figure in figures:
        readings.setdefault((figure.citation, place_seen(figure, ENGLISH)), []).append(f"`{figure.id}`")
    return "; ".join(
        f"{reference(citation)} ({', '.join(identifiers)}). {escape(place)}"
        for (citation, place), identifiers in readings.items()
    )


def places_of_work(key: str) -> str:
    """The places where the figures of a work were read, each after their number; nothing for a work without figures."""
    return "; ".join(f"{count}: {escape(place)}" for place, count in _places().get(key, Counter()).most_common())


@cache
def _places() -> dict[str, Counter[str]]:
    """How many figures of each work were read at each place."""
    places: dict[str, Counter[str]] = {}
    for figure in load().observations:
        places.setdefault(figure.source, Counter())[place_seen(figure, ENGLISH)] += 1
    return places
