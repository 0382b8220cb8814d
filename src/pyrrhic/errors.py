"""What Pyrrhic refuses: one family of errors, each with what is wrong, where, what is allowed, and the nearest match.

The sentence is made from the parts, and nobody has to read the parts out of the sentence:

    >>> error = UnknownName("series", "grain_harvst", ["grain_harvest", "horses"], where="my.toml")
    >>> str(error)
    'my.toml: there is no series named grain_harvst; did you mean grain_harvest?'
    >>> error.document()["nearest"]
    'grain_harvest'
"""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

SHOWN_NAMES, SHOWN_PROBLEMS, LONGEST_NAME = 5, 20, 60
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class PyrrhicError(Exception):
    """Something that the user can mend: `what` is wrong, `where`, what is `allowed` there, and the `nearest` match.

    All parts but the first may be empty. `others` are further problems of the same document, for one error may hold
    all that is wrong with it: see `together`.
    """

    others: "tuple[PyrrhicError, ...]" = ()

    def __init__(self, what: str, *, where: str = "", allowed: str = "", nearest: str | None = None):
        self.what, self.where, self.allowed, self.nearest = what, where, allowed, nearest
        super().__init__(what)

    def __str__(self) -> str:
        shown = [error.sentence for error in self.problems][:SHOWN_PROBLEMS]
        more = len(self.problems) - len(shown)
        return "\n".join([*shown, f"and {more} more"] if more else shown)

    @property
    def problems(self) -> "tuple[PyrrhicError, ...]":
        """This problem and the others of the same document."""
        return (self, *self.others)

    @property
    def sentence(self) -> str:
        """This problem alone, as one sentence."""
        place = f"{self.where}: " if self.where else ""
        allowed = f"; allowed: {self.allowed}" if self.allowed else ""
        match = f"; did you mean {self.nearest}?" if self.nearest else ""
        return one_line(f"{place}{self.what}{allowed}{match}")

    def __reduce__(self):
        return _rebuilt, (type(self), self.what, self.where, self.allowed, self.nearest)

    def document(self) -> dict[str, str | None]:
        """The parts, as every command prints them with --json."""
        return {
            "what": self.what,
            "where": self.where or None,
            "allowed": self.allowed or None,
            "nearest": self.nearest or None,
        }

    def at(self, where: str) -> "PyrrhicError":
        """The same error with its place, or with the place that holds it in front of the one it has."""
        place = f"{where}, {self.where}" if self.where else where
        return _rebuilt(type(self), self.what, place, self.allowed, self.nearest)


def _rebuilt(kind: "type[PyrrhicError]", what: str, where: str, allowed: str, nearest: str | None) -> PyrrhicError:
    """An error of a kind from its parts, however that kind is usually made: for workers in other processes."""
    error: PyrrhicError = kind.__new__(kind)
    PyrrhicError.__init__(error, what, where=where, allowed=allowed, nearest=nearest)
    return error


class UnknownName(PyrrhicError, KeyError):
    """A name that nothing has: of a quantity, series, scenario, region, option."""

    def __init__(self, kind: str, name: object, known: Iterable[str], *, where: str = "", see: str = ""):
        known = list(known)
        match = nearest(name, known)
        listed = see or ("" if match else names_in_words(known))
        super().__init__(f"there is no {kind} named {shown_name(name)}", where=where, allowed=listed, nearest=match)


class BadFile(PyrrhicError):
    """A file that cannot be read or written, or holds what it must not."""


class BadInput(PyrrhicError, ValueError):
    """A value, an option, an equation or an array that is not allowed where it stands."""


class Stale(PyrrhicError):
    """Something made by another version of the model or the record: a posterior, a folder of chains, a file of results."""


class CannotRun(PyrrhicError):
    """What cannot be done here: a library is missing, every draw failed, nothing is shipped."""


def together(problems: Sequence[PyrrhicError]) -> PyrrhicError:
    """Several problems as one error, the first with the others behind it."""
    first, *others = problems
    first.others = tuple(others)
    return first


def nearest(name: object, candidates: Iterable[str]) -> str | None:
    """The candidate most like `name`, whatever the case of its letters, or None when nothing is close."""
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        return None  # no misspelling of anything, and slow to compare
    names = {candidate.casefold(): candidate for candidate in reversed(list(candidates))}
    close = get_close_matches(name.casefold(), list(names), n=1, cutoff=0.6)
    return names[close[0]] if close else None


def names_in_words(names: Iterable[str]) -> str:
    """The first few names in the order of the alphabet, and how many more there are."""
    ordered = sorted(names)
    more = f" and {len(ordered) - SHOWN_NAMES} more" if len(ordered) > SHOWN_NAMES else ""
    return ", ".join(ordered[:SHOWN_NAMES]) + more


def unknown(kind: str, name: str, candidates: Iterable[str]) -> str:
    """The sentence of `UnknownName`, for a problem that is one of many."""
    return str(UnknownName(kind, name, candidates))


def shown_name(name: object) -> str:
    """A name as it may stand in a message: on one line, not too long, and seen where it is empty."""
    text = one_line(_text(name)[: LONGEST_NAME + 1]) or "''"
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}..."


def shown(value: object) -> str:
    """A value as it may stand in a message: as a name does, a text in quotation marks."""
    return f"'{shown_name(value)}'" if isinstance(value, str) and value else shown_name(value)


def one_line(text: str) -> str:
    """A text that does nothing to a terminal: its control characters are written out."""
    return CONTROLS.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _text(value: object) -> str:
    """A value as text; a whole number of thousands of digits is not written out."""
    try:
        return str(value)
    except (ValueError, RecursionError):
        return "a number of thousands of digits" if isinstance(value, int) else "a value nested too deeply"
