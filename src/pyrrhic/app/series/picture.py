"""What is drawn of a series, where and by which sign; `drawing.py` turns it into SVG.

Figures over the years where a place has enough of them, each place in a panel of its own; all others below each other,
a row for each. Main figures are full, rivals and variants hollow, each author and each definition with a sign that the key
names. A line joins main figures of one work and one territory that are at most a year apart: it never crosses a change
of borders.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10
from textwrap import shorten

from pyrrhic.app.language import Language
from pyrrhic.app.series.table import BETWEEN, View, authors, standing
from pyrrhic.app.text.names import in_words, variant_in_words
from pyrrhic.app.text.record.figures import is_of_years
from pyrrhic.sources import split

YEARS, ROWS = "years", "rows"
LONGEST_LABEL = 46  # letters of what is written above a row
A_YEAR = 1.01  # between the first days of two years, one of them a leap year
STEPS = {YEARS: 3, ROWS: 2}  # the least steps of an axis


@dataclass(frozen=True)
class Mark:
    """A figure that is drawn: its row in the table, its place, its range, the years of a period, its sign, what names it."""

    row: int
    year: float
    value: float
    low: float
    high: float
    span: tuple[int, int] | None
    sign: int
    label: str
    written: str

    @property
    def is_of_a_period(self) -> bool:
        """Whether it is a figure of several years."""
        return self.span is not None


@dataclass(frozen=True)
class Axis:
    """The axis of values: where it begins and ends, and its step."""

    bottom: float
    top: float
    step: float

    @property
    def levels(self) -> tuple[float, ...]:
        """The values that are written at it."""
        return tuple(
            index * self.step for index in range(round(self.bottom / self.step), round(self.top / self.step) + 1)
        )

    @property
    def decimals(self) -> int:
        """The decimals that its levels need."""
        return max(0, -floor(log10(self.step) + 1e-9))


@dataclass(frozen=True)
class Panel:
    """One coordinate system: the place it is of, its marks, its axis, the figures that a line joins."""

    kind: str
    place: str
    is_of_a_region: bool
    marks: tuple[Mark, ...]
    axis: Axis
    joined: tuple[tuple[Mark, Mark], ...] = ()
    first: float = 0.0
    last: float = 0.0
    is_agricultural: bool = False
    shift: float = 0.0  # from the beginning of a year to where it is written


@dataclass(frozen=True)
class Picture:
    """The panels of a series, and what each sign in them stands for."""

    panels: tuple[Panel, ...]
    key: tuple[tuple[int, str], ...]


def picture_of(series: View, say: Language) -> Picture | None:
    """The picture of a series; none where a single figure has nothing beside it, not even a range."""
    rows, signs = series["rows"], _signs(series["rows"])
    if len(rows) == 1 and rows[0]["low"] is None:
        return None
    works = len({row["sources"] for row in rows if row["id"]}) > 1
    marks = [_mark(place, row, signs, works, say) for place, row in enumerate(rows)]
    by_place: dict[str, list[Mark]] = {}
    for row, mark in zip(rows, marks, strict=True):
        by_place.setdefault(row["region"], []).append(mark)
    over_years = {place: own for place, own in by_place.items() if is_of_years(own)}
    others = tuple(mark for place, own in by_place.items() if place not in over_years for mark in own)
    return Picture((*_over_years(over_years, rows, say), *_below(others, say)), _key(rows, signs, say))


def _signs(rows: Iterable[View]) -> dict[tuple[str, str], int]:
    """A number for each author of rival figures and for each definition of a variant; main figures have 0."""
    others = dict.fromkeys(_hand(row) for row in rows if row["standing"] in ("rival", "variant"))
    return {hand: number for number, hand in enumerate(others, start=1)}


def _hand(row: View) -> tuple[str, str]:
    return row["standing"], row["variant"] if row["standing"] == "variant" else split(row["sources"])[0]


def _mark(place: int, row: View, signs: dict[tuple[str, str], int], works: bool, say: Language) -> Mark:
    low, high = (row["value"] if row[end] is None else row[end] for end in ("low", "high"))
    author = in_words(split(row["sources"])[0], say) if works and row["id"] else ""
    year = row["year"].replace("-", "–") if row["span"] else row["year"]
    parts = (say(row["region"]), year, standing(row, say), author)
    between = f" ({say.figure(low)}{BETWEEN}{say.figure(high)})" if high > low else ""
    return Mark(
        row=place,
        year=row["at"],
        value=row["value"],
        low=min(low, row["value"]),
        high=max(high, row["value"]),
        span=row["span"],
        sign=signs.get(_hand(row), 0) if row["standing"] in ("rival", "variant") else 0,
        label=", ".join(filter(None, parts)),
        written=say.figure(row["value"]) + between,
    )


def _key(rows: Sequence[View], signs: dict[tuple[str, str], int], say: Language) -> tuple[tuple[int, str], ...]:
    """What the signs stand for, the main figures first; nothing where there are only those."""
    if not signs:
        return ()
    main = authors((row for row in rows if row["standing"] == "main"), say)
    names = {
        "rival": lambda of: say("{work}: rival estimate", work=in_words(of, say)),
        "variant": lambda of: say("{name}: another definition", name=variant_in_words(of, say)),
    }
    others = [(sign, names[kind](of)) for (kind, of), sign in signs.items()]
    return ((0, main[0] if len(main) == 1 else say("main figures")), *others) if main else tuple(others)


# --- panels ---------------------------------------------------------------------------------------------------------


def _over_years(by_place: dict[str, list[Mark]], rows: Sequence[View], say: Language) -> list[Panel]:
    """A panel over the years for the country, with its own axis, and for each region, all of those with the same."""
    regional = [mark for place, own in by_place.items() if place for mark in own]
    country = dict.fromkeys(say(row["territory"]) for row in rows if not row["region"]) if regional else ()
    panels = []
    for place, own in by_place.items():
        alike = regional if place else own
        ends = [year for mark in alike for year in (mark.span or (mark.year,))]
        is_agricultural = "/" in rows[own[0].row]["year"]
        panels.append(
            Panel(
                YEARS,
                say(place) if place else "; ".join(country),
                bool(place),
                tuple(own),
                axis_of(alike, STEPS[YEARS]),
                tuple(_joined(own, rows)),
                min(ends) - 0.5,
                max(ends) + 0.5,
                is_agricultural,
                _shift(alike, is_agricultural),
            )
        )
    return panels


def _shift(marks: Sequence[Mark], is_agricultural: bool) -> float:
    """Where in a year its figures lie: an agricultural one ends with its first calendar year, a count is of a 1 January."""
    if is_agricultural:
        return 1.0
    return 0.0 if all(mark.year == int(mark.year) for mark in marks) else 0.5


def _joined(marks: Sequence[Mark], rows: Sequence[View]) -> Iterable[tuple[Mark, Mark]]:
    """Pairs of neighbouring main figures of one work and one territory that lie at most a year apart."""
    main = sorted((mark for mark in marks if not mark.sign and not mark.span), key=lambda mark: mark.year)
    for first, second in pairwise(main):
        before, after = rows[first.row], rows[second.row]
        same_work = before["standing"] == "derived" or split(before["sources"])[0] == split(after["sources"])[0]
        if same_work and before["territory"] == after["territory"] and 0 < second.year - first.year <= A_YEAR:
            yield first, second


def _below(marks: tuple[Mark, ...], say: Language) -> list[Panel]:
    """A panel of rows, where there are figures that no panel over the years shows."""
    return [Panel(ROWS, "", False, marks, axis_of(marks, STEPS[ROWS]))] if marks else []


def axis_of(marks: Sequence[Mark], least: int) -> Axis:
    """The axis of marks, which always shows zero: of the steps 1, 2 and 5 the largest that makes so many at least."""
    low, high = min(0.0, *(mark.low for mark in marks)), max(0.0, *(mark.high for mark in marks))
    step = _step(high - low, least)
    return Axis(floor(low / step) * step, ceil(high / step) * step or step, step)


def _step(span: float, least: int) -> float:
    power = 10.0 ** floor(log10(span or 1.0))
    steps = (part * power for part in (5, 2, 1, 0.5, 0.2, 0.1))
    return next(step for step in steps if (span or 1.0) / step >= least)


def short_label(mark: Mark) -> str:
    """What is written above a row, cut where it is long."""
    return shorten(mark.label, LONGEST_LABEL, placeholder="…")
