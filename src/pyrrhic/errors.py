"""The nearest match for a misspelt name, and the sentence that offers it."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `name`, or None when nothing is close."""
    close = get_close_matches(name, list(candidates), n=1, cutoff=0.6)
    return close[0] if close else None


def unknown(kind: str, name: str, candidates: Iterable[str]) -> str:
    """One sentence saying that there is no such `kind`, with the nearest match when there is one.

    >>> unknown("series", "grain_harvst", ["grain_harvest", "horses"])
    'there is no series named grain_harvst; did you mean grain_harvest?'
    """
    candidates = list(candidates)
    close = nearest(name, candidates)
    if close:
        return f"there is no {kind} named {name}; did you mean {close}?"
    shown = ", ".join(sorted(candidates)[:5])
    more = f" and {len(candidates) - 5} more" if len(candidates) > 5 else ""
    return f"there is no {kind} named {name}; there are: {shown}{more}"
