"""Links read: what is known of them is used, and each part that is not is named with the reason.

    link = read("lab.en.html#v=1&s=no_exports&l=relief:1@1931-1932")
    link.changes.scenarios, link.ignored

The same grammar is read by scripts/state.js; a test puts the same links through both.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from pyrrhic.app.links.link import (
    LONG_VIEW,
    MOST_PANELS,
    SCHEME,
    Changes,
    Ignored,
    Link,
    Moved,
    own_mark,
    panels,
    positions,
    scenario_names,
)
from pyrrhic.app.links.sliders import AFTER_THE_WAR, LAST_SHOWN, Slider, sliders
from pyrrhic.errors import BadInput, PyrrhicError, UnknownName, shown_name, together
from pyrrhic.model import FIRST_YEAR, LAST_YEAR
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.texts import LANGUAGES

LOOKS_LIKE_A_LINK = re.compile(r"(?:^|#)[a-z]=|\.html(?:#|$)")
OF_A_FILE = ".toml"
A_PAGE = re.compile(rf"(?:^|[/\\])([a-z]+)\.({'|'.join(LANGUAGES)})\.html$")
ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
A_LEVER = re.compile(r"([a-z_]+):(x?)([0-9]+(?:\.[0-9]+)?)@([0-9]{4})-([0-9]{4})")
A_STEP = re.compile(r"s[1-8]\.[0-9]{1,2}")
A_YEAR = re.compile("[0-9]{4}")
SHOWN_YEARS = (*range(FIRST_YEAR, LAST_SHOWN + 1), *range(AFTER_THE_WAR, LAST_YEAR + 1))
ALL_YEARS = f"{FIRST_YEAR} to {LAST_SHOWN}, {AFTER_THE_WAR} to {LAST_YEAR}"


def is_link(text: str) -> bool:
    """Whether a text is a link, or the part of one after #, and not the name of a scenario or a file."""
    return not text.lower().endswith(OF_A_FILE) and LOOKS_LIKE_A_LINK.search(text) is not None


def read(text: str) -> Link:
    """The link of an address, of the name of a file with #, or of the part after #; what it does not use is in `ignored`."""
    address, hashed, state = text.partition("#")
    page = A_PAGE.search(address) if hashed else None
    reader = Reader(Link(page=page[1], language=page[2]) if page else Link())
    for part in filter(None, decoded(state if hashed or _is_page(address) else text).split("&")):
        reader.read(part)
    long = reader.link.long or reader.link.year > LAST_SHOWN  # such a year stands in the long view alone
    return replace(reader.link, long=long, ignored=tuple(reader.ignored))


def read_to_run(text: str) -> Link:
    """The link of a run. Raises a `PyrrhicError` with every part that is ignored and on which its numbers depend."""
    link = read(text)
    wrong = [ignored.error for ignored in link.ignored if ignored.of_the_run]
    if wrong:
        raise together(wrong)
    return link


def _is_page(address: str) -> bool:
    return A_PAGE.search(address) is not None


def decoded(text: str) -> str:
    """A text without its escapes; as it is where they are not those of UTF-8, as in the page."""
    bare = ESCAPES.sub("", text)
    if "%" in bare:
        return text
    try:
        return ESCAPES.sub(lambda escapes: bytes.fromhex(escapes[0].replace("%", "")).decode("utf-8"), text)
    except UnicodeDecodeError:
        return text


@dataclass
class Reader:
    """A link that is being read, part by part."""

    link: Link
    ignored: list[Ignored] = field(default_factory=list)

    def read(self, part: str) -> None:
        """Use a part, `key=text`, or note that it is not used."""
        key, sign, text = part.partition("=")
        if not sign:
            self.ignore(part, BadInput("it names a part of the page, not of a run", where=_place(part)))
        elif text and key in READERS:
            READERS[key](self, text)
        elif key in READERS:
            self.ignore(part, BadInput("nothing stands after =", where=_place(part)), True)
        else:
            self.ignore(part, UnknownName("part of a link", key, READERS, where=_place(part)), True)

    def ignore(self, part: str, error: PyrrhicError, of_the_run: bool = False) -> None:
        """Note that a part is not used, and why."""
        self.ignored.append(Ignored(part, error, of_the_run))

    def not_understood(self, key: str, text: str, allowed: str) -> None:
        """Note that the text of a part is not what it must be."""
        self.ignore(
            f"{key}={text}", BadInput(f"{shown_name(text)} is not understood", where=_place(key), allowed=allowed)
        )

    def changes(self, before: Changes, key: str, scenarios: str, levers: str) -> Changes:
        """Some changes with further scenarios and levers."""
        known = [name for name in scenarios.split("+") if self._knows(name, key)] if scenarios else []
        names = dict.fromkeys(name for name in (*before.scenarios, *known) if name != AS_IT_HAPPENED)
        moved = [self._lever(written, key) for written in levers.split(";")] if levers else []
        return Changes(tuple(names), {**before.levers, **dict(filter(None, moved))})

    def _knows(self, name: str, key: str) -> bool:
        known = name in scenario_names()
        if not known:
            self.ignore(name, UnknownName("scenario", name, scenario_names(), where=_place(key)), True)
        return known

    def _lever(self, written: str, key: str) -> tuple[str, Moved] | None:
        """A lever with what is done to it; None where it cannot be used."""
        name = written.partition(":")[0]
        try:
            return name, moved(written, name, _place(f"{key}, {written}"))
        except PyrrhicError as error:
            self.ignore(written, error, True)
            return None


def moved(written: str, name: str, place: str) -> Moved:
    """What is done to a lever. Raises a `PyrrhicError` with what is wrong, and what is allowed there."""
    if name not in sliders():
        raise UnknownName("lever", name, sliders(), where=place)
    slider, parts = sliders()[name], A_LEVER.fullmatch(written)
    if not parts or slider.sets == bool(parts[2]):
        raise BadInput(f"{shown_name(written)} is not understood", where=place, allowed=_example(name, slider))
    value, first, last = float(parts[3]), int(parts[4]), int(parts[5])
    bounds = slider.bounds_in(first, last)
    if bounds is None:
        raise BadInput(f"{first}-{last} is out of bounds", where=place, allowed=f"agricultural years, {slider.years}")
    if not bounds[0] <= value <= bounds[1]:
        raise BadInput(f"{value:g} is out of bounds", where=place, allowed=f"{bounds[0]:g} to {bounds[1]:g}")
    return Moved(value, first, last)


def _example(name: str, slider: Slider) -> str:
    return f"{name}:1@1931-1932, a value" if slider.sets else f"{name}:x0.5@1930-1932, a multiple of history"


def _place(part: str) -> str:
    return f"link, {shown_name(part)}"


# --- the parts of a link ----------------------------------------------------------------------------------------


def _scheme(reader: Reader, text: str) -> None:
    if text != SCHEME:
        error = BadInput(f"the scheme {shown_name(text)} is not known here", where=_place("v"), allowed=SCHEME)
        reader.ignore(f"v={text}", error, True)


def _scenarios(reader: Reader, text: str) -> None:
    reader.link = replace(reader.link, changes=reader.changes(reader.link.changes, "s", text, ""))


def _levers(reader: Reader, text: str) -> None:
    reader.link = replace(reader.link, changes=reader.changes(reader.link.changes, "l", "", text))


def _compared(reader: Reader, text: str) -> None:
    scenarios, levers, *_ = (*text.split("~"), "")
    compared = reader.changes(Changes(), "b", scenarios, levers)
    reader.link = replace(reader.link, compared=compared if compared.any else None)


def _panels(reader: Reader, text: str) -> None:
    known = dict.fromkeys((*reader.link.panels, *_known(reader, "panel", "p", text.split(","), panels())))
    for name in list(known)[MOST_PANELS:]:
        reader.ignore(name, BadInput("there are too many panels", where=_place("p"), allowed=f"{MOST_PANELS} at most"))
    reader.link = replace(reader.link, panels=tuple(known)[:MOST_PANELS])


def _known(reader: Reader, kind: str, key: str, names: Iterable[str], allowed: Iterable[str]) -> Iterable[str]:
    """Those of the names that there are; the others are noted."""
    for name in names:
        if name in allowed:
            yield name
        else:
            reader.ignore(name, UnknownName(kind, name, allowed, where=_place(key)))


def _year(reader: Reader, text: str) -> None:
    if A_YEAR.fullmatch(text) and int(text) in SHOWN_YEARS:
        reader.link = replace(reader.link, year=int(text))
    else:
        reader.not_understood("y", text, f"an agricultural year, {ALL_YEARS}")


def _view(reader: Reader, text: str) -> None:
    if text == LONG_VIEW:
        reader.link = replace(reader.link, long=True)
    else:
        reader.not_understood("w", text, LONG_VIEW)


def _position(reader: Reader, text: str) -> None:
    for name in _known(reader, "position", "q", [text], positions()):
        reader.link = replace(reader.link, position=name)


def _step(reader: Reader, text: str) -> None:
    if A_STEP.fullmatch(text):
        reader.link = replace(reader.link, step=text)
    else:
        reader.not_understood("t", text, "a lesson and a step, such as s3.2")


def _embedded(reader: Reader, text: str) -> None:
    if text == "1":
        reader.link = replace(reader.link, embedded=True)
    else:
        reader.not_understood("e", text, "1")


def _mark(reader: Reader, text: str) -> None:
    if text != own_mark():
        what = "numbers may differ from the day of the link, for model or record have changed since"
        reader.ignore(f"m={text}", BadInput(what, where=_place("m")))


READERS: dict[str, Callable[[Reader, str], None]] = {
    "v": _scheme,
    "s": _scenarios,
    "l": _levers,
    "b": _compared,
    "p": _panels,
    "y": _year,
    "w": _view,
    "q": _position,
    "t": _step,
    "e": _embedded,
    "m": _mark,
}
