"""What a link of the laboratory holds: scenarios and moved levers, and how the page shows them.

    lab.en.html#v=1&s=no_exports&l=relief:1@1931-1932&y=1933&m=0f00ba11

`v` is the scheme, `s` scenarios joined by +, `l` levers joined by ; (`x` before a multiple of history, then the first and
the last agricultural year), `b` the run that it is compared with, `p` panels, `y` the year shown, `w` the long view, `q` a
position of a debate, `t` a step of a lesson, `e` a page within another, `m` the beginning of the model's fingerprint.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from pyrrhic.app.links.sliders import AFTER_THE_WAR, declared
from pyrrhic.errors import PyrrhicError
from pyrrhic.runs.case import AS_IT_HAPPENED

SCHEME = "1"
USUAL_YEAR, LONG_VIEW = 1932, "1970"
LONGEST_WRITTEN, MOST_PANELS, MARK = 1500, 12, 8
POSITION_APART = "."


@dataclass(frozen=True)
class Moved:
    """A lever's value, a multiple of history or the value itself, from one agricultural year to another, both included."""

    value: float
    first: int
    last: int

    @property
    def is_late(self) -> bool:
        """Whether it is moved after the war."""
        return self.first >= AFTER_THE_WAR


@dataclass(frozen=True)
class Changes:
    """What a run changes: scenarios, one after another, then levers by their keys in the order in which they stand."""

    scenarios: tuple[str, ...] = ()
    levers: Mapping[str, Moved] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether anything is changed."""
        return bool(self.scenarios or self.levers)


@dataclass(frozen=True)
class Ignored:
    """A part of a link that is not used: the part, why not, and whether the numbers of the run depend on it."""

    part: str
    error: PyrrhicError
    of_the_run: bool = False


@dataclass(frozen=True)
class Link:
    """A link that has been read, or is to be written. `compared` is None where it is history."""

    changes: Changes = Changes()
    compared: Changes | None = None
    panels: tuple[str, ...] = ()
    year: int = USUAL_YEAR
    long: bool = False
    position: str = ""
    step: str = ""
    embedded: bool = False
    page: str = "lab"
    language: str = "en"
    ignored: tuple[Ignored, ...] = ()


@cache
def panels() -> tuple[str, ...]:
    """The panels of the page, by key."""
    return tuple(declared("panels"))


@cache
def scenario_names() -> tuple[str, ...]:
    """The scenarios that a link may name."""
    from pyrrhic.studies.scenarios.scenario import names

    return tuple(names())


@cache
def positions() -> tuple[str, ...]:
    """The positions that a link may name, `debate.position`."""
    from pyrrhic.studies.debates import position_names

    return tuple(name.replace("=", POSITION_APART) for name in position_names())


def position_name(debate: str, position: str) -> str:
    """How a position of a debate is named in a link."""
    return f"{debate}{POSITION_APART}{position}"


@cache
def own_mark() -> str:
    """The beginning of the model's fingerprint, as links carry it."""
    from pyrrhic.runs.run import model_fingerprint

    return model_fingerprint()[:MARK]


def spec_of(changes: Changes) -> str:
    """The scenarios of some changes as every command takes them."""
    return "+".join(changes.scenarios) or AS_IT_HAPPENED
