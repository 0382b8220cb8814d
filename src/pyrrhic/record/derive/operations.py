"""What a derived series is, and the few operations that make one from printed figures.

A derived series is computed when asked for and never stored. Each of its points keeps the observations
behind it, so that every number can be followed back to file, line, source and page. Two figures are
combined only on the same territory; two series are joined across a change of borders only through a year
known in both.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pyrrhic.errors import BadFile, BadInput, UnknownName, nearest
from pyrrhic.record.load import Observation, Record
from pyrrhic.texts import Text
from pyrrhic.units import UNITS

EMPIRE = "Russian Empire, interwar borders"
INTERWAR = "USSR, interwar borders"
BORDERS_1940 = "USSR, 1940 borders"
POSTWAR = "USSR, post-1945 borders"
COUNTRY = (INTERWAR, BORDERS_1940, POSTWAR)  # the country as it stood, one after another
CALENDARS = ("calendar year", "agricultural year", "1 January", "mid-year", "1 July")
TITLES: dict[str, Text] = {}  # of the derived series, each put here by `titled` above its function
SYMBOLS: dict[str, str] = {}  # of their units, likewise


@dataclass(frozen=True)
class Point:
    """One computed figure: its year, value and range, territory, region, and the observations behind it."""

    year: int
    value: float
    low: float
    high: float
    territory: str
    region: str = ""
    inputs: tuple[Observation, ...] = ()

    def map(self, function: Callable[[float], float]) -> "Point":
        """The point with an increasing function applied to value and range."""
        return replace(self, value=function(self.value), low=function(self.low), high=function(self.high))


Points = Mapping[int, Point]


@dataclass(frozen=True)
class Derived:
    """A series computed from the record: points in order of year, and what was done to get them.

    `calendar` says what a year means: of an agricultural year it is the first, 1932 for 1932/33. `method` has a slot for
    each of `numbers`, which the record gives.
    """

    name: str
    title: Text
    unit: str
    calendar: str
    method: str
    points: tuple[Point, ...]
    numbers: Mapping[str, str]

    @property
    def what_was_done(self) -> str:
        """How the series was computed, with its numbers."""
        return self.method.format(**self.numbers)

    @property
    def years(self) -> tuple[int, ...]:
        """The years, one for each point."""
        return tuple(point.year for point in self.points)

    @property
    def value(self) -> tuple[float, ...]:
        """The values, one for each point."""
        return tuple(point.value for point in self.points)

    @property
    def low(self) -> tuple[float, ...]:
        """Lower ends of the ranges, one for each point."""
        return tuple(point.low for point in self.points)

    @property
    def high(self) -> tuple[float, ...]:
        """Upper ends of the ranges, one for each point."""
        return tuple(point.high for point in self.points)

    @property
    def territory(self) -> tuple[str, ...]:
        """The territory of each point; it changes where the country's borders change."""
        return tuple(point.territory for point in self.points)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the series behind the points, in order of first use."""
        return tuple(dict.fromkeys(observation.series for point in self.points for observation in point.inputs))

    @property
    def sources(self) -> tuple[str, ...]:
        """Source keys with pages behind the points, in order of first use."""
        return tuple(dict.fromkeys(observation.citation for point in self.points for observation in point.inputs))

    def at(self, year: int, region: str = "") -> Point:
        """The point of a year and region; raise BadFile naming the years there are."""
        for point in self.points:
            if point.year == year and point.region == region:
                return point
        raise BadFile(
            f"{self.name} has no figure for {region + ' ' if region else ''}{year}; it has {years_in_words(self.years)}"
        )

    def as_dict(self, region: str = "") -> dict[int, float]:
        """Values by year, of the nation or of one region."""
        return {point.year: point.value for point in self.points if point.region == region}

    def rows(self) -> list[dict[str, Any]]:
        """The points as plain dicts."""
        return [
            {
                "series": self.name,
                "year": point.year,
                "value": point.value,
                "low": point.low,
                "high": point.high,
                "unit": self.unit,
                "calendar": self.calendar,
                "territory": point.territory,
                "region": point.region,
                "what_was_done": self.what_was_done,
                "sources": "; ".join(dict.fromkeys(observation.citation for observation in point.inputs)),
            }
            for point in self.points
        ]


Compute = TypeVar("Compute", bound=Callable[[Record], Derived])


def titled(title: Text, unit: str) -> Callable[[Compute], Compute]:
    """Give a function that computes a derived series the title of the series, in both languages, and its unit.

    Raises `UnknownName` for a unit that `units.py` does not have.
    """

    def with_title(function: Compute) -> Compute:
        name = function.__name__
        if unit not in UNITS:
            raise UnknownName("unit", unit, UNITS, where=f"derived series {name}")
        TITLES[name], SYMBOLS[name] = title, unit
        return function

    return with_title


def title_of(name: str) -> Text:
    """The title of the derived series of that name; raise BadFile where its function was given none."""
    if name not in TITLES:
        raise BadFile(
            f'the derived series {name} has no title; write @titled(Text("...", "..."), "unit") above its function, '
            "the title first in English, then in Russian",
            nearest=nearest(name, TITLES),
        )
    return TITLES[name]


def derived(
    name: str, calendar: str, method: str, points: Points | Iterable[Point], numbers: Mapping[str, str] | None = None
) -> Derived:
    """A Derived of points in order of year; raise BadFile where there are none, for the record has changed then."""
    if calendar not in CALENDARS:
        raise BadFile(f"there is no calendar named {calendar}", allowed=", ".join(CALENDARS))
    unordered = points.values() if isinstance(points, Mapping) else points
    ordered = tuple(sorted(unordered, key=lambda point: (point.year, point.region)))
    if not ordered:
        raise BadFile(f"derived series {name}: the record holds none of the figures it needs")
    return Derived(name, title_of(name), SYMBOLS[name], calendar, " ".join(method.split()), ordered, numbers or {})


# --- taking figures from the record -------------------------------------------------------------


def take(
    record: Record,
    series: str,
    *,
    territory: str | None = None,
    kinds: Sequence[str] = ("year",),
    region: str = "",
    source: str | None = None,
    shift: int = 0,
    rivals: bool = True,
) -> dict[int, Point]:
    """The main figures of a series by first year, each with the range that its own limits and its rivals span.

    A variant is a figure of another definition: it says nothing of how far this one may be off, and is left out.
    `kinds` are the year forms taken; `source` takes that hand instead of the main one; `shift` is added to
    the year (the end of 1932 is 1 January 1933 with shift 1). A year known for two territories needs the
    territory named.
    """
    selected = record.series(series).select(territory=territory, region=region)
    chosen = [observation for observation in selected if observation.when.kind in kinds]
    central = [figure for figure in chosen if (figure.source == source if source else figure.role == "main")]
    points: dict[int, Point] = {}
    for observation in central:
        year = observation.first_year + shift
        if year in points:
            raise BadInput(
                f"{series} has two figures for {observation.year} ({points[year].territory}; {observation.territory}); name the territory"
            )
        same = [figure for figure in chosen if _is_of_the_same(figure, observation)] if rivals else [observation]
        points[year] = _spanned(observation, same, shift)
    return points


def _is_of_the_same(figure: Observation, other: Observation) -> bool:
    """Whether two figures of a series are of the same year, territory and region."""
    return (figure.year, figure.territory, figure.region) == (other.year, other.territory, other.region)


def _spanned(main: Observation, same: Sequence[Observation], shift: int) -> Point:
    numbers = [number for observation in same for number in (observation.value, observation.low, observation.high)]
    ends = [main.value, *(number for number in numbers if number is not None)]
    inputs = (main, *(observation for observation in same if observation is not main))
    return Point(main.first_year + shift, main.value, min(ends), max(ends), main.territory, main.region, inputs)


def between(points: Points, first: int, last: int) -> dict[int, Point]:
    """The points of the years from first to last, both included."""
    return {year: point for year, point in points.items() if first <= year <= last}


def scale(points: Points, factor: float) -> dict[int, Point]:
    """The points in another unit, or under a stated positive conversion."""
    return {year: point.map(lambda value: value * factor) for year, point in points.items()}


# --- combining ----------------------------------------------------------------------------------


def ratio(over: Points, under: Points, factor: float = 1.0) -> dict[int, Point]:
    """One series divided by another in the years known for both on the same territory; widest range.

    Raise BadInput when years are shared but no territory is.
    """
    shared = _same_territory(over, under, "divide")
    return {year: _combined(over[year], under[year], lambda a, b: factor * a / b, falling=True) for year in shared}


def add(first: Points, second: Points) -> dict[int, Point]:
    """The sum of two series in the years known for both on the same territory; widest range."""
    shared = _same_territory(first, second, "add")
    return {year: _combined(first[year], second[year], lambda a, b: a + b) for year in shared}


def subtract(first: Points, second: Points) -> dict[int, Point]:
    """The first series less the second in the years known for both on the same territory; widest range."""
    shared = _same_territory(first, second, "subtract")
    return {year: _combined(first[year], second[year], lambda a, b: a - b, falling=True) for year in shared}


def _same_territory(first: Points, second: Points, verb: str) -> list[int]:
    both = sorted(set(first) & set(second))
    shared = [year for year in both if first[year].territory == second[year].territory]
    if both and not shared:
        year = both[0]
        raise BadInput(
            f"cannot {verb} figures of {year} for {first[year].territory} and {second[year].territory}; take both on one territory"
        )
    return shared


def _combined(a: Point, b: Point, function: Callable[[float, float], float], falling: bool = False) -> Point:
    """Two points combined; `falling` when the result falls as the second rises."""
    low, high = (b.high, b.low) if falling else (b.low, b.high)
    inputs = tuple(dict.fromkeys(a.inputs + b.inputs))
    return Point(
        a.year,
        function(a.value, b.value),
        function(a.low, low),
        function(a.high, high),
        a.territory,
        a.region,
        inputs,
    )


def mean_of(first: Point, second: Point, like: Point) -> Point:
    """The mean of two points, with the year and territory of `like`."""
    return replace(
        like,
        value=(first.value + second.value) / 2,
        low=(first.low + second.low) / 2,
        high=(first.high + second.high) / 2,
        inputs=first.inputs + second.inputs,
    )


def product_of(point: Point, factor: Point) -> Point:
    """A point times a positive factor, end by end, with the year and territory of the point."""
    return replace(
        point,
        value=point.value * factor.value,
        low=point.low * factor.low,
        high=point.high * factor.high,
        inputs=point.inputs + factor.inputs,
    )


# --- through time -------------------------------------------------------------------------------


def take_as_it_stood(record: Record, series: str, territories: Iterable[str], *, shift: int = 0) -> dict[int, Point]:
    """The main figures of a series for the territories that the country had, one after another; see `as_it_stood`."""
    return as_it_stood(*(take(record, series, territory=territory, shift=shift) for territory in territories))


def as_it_stood(*pieces: Points) -> dict[int, Point]:
    """National totals one after another, each of the country as it then stood; the territory stays on each
    point.

    For flows and stocks that enter a yearly balance. It makes no series of constant territory: `join` does.
    Raise BadFile when two pieces claim the same year.
    """
    whole: dict[int, Point] = {}
    for piece in pieces:
        twice = sorted(set(whole) & set(piece))
        if twice:
            raise BadFile(f"two pieces of one series both have {years_in_words(twice)}; cut one of them")
        whole.update(piece)
    return whole


def join(earlier: Points, later: Points, overlap: int | None = None) -> dict[int, Point]:
    """One series of the later territory: the earlier figures scaled by the ratio of the two in the overlap
    year.

    Where both have one territory no overlap is needed. Otherwise raise BadInput unless `overlap`
    is a year known in both; the range of that ratio is not added to the range of the figures.
    """
    territories = {point.territory for point in earlier.values()} | {point.territory for point in later.values()}
    if len(territories) == 1:
        return {**earlier, **later}
    if overlap is None:
        raise BadInput(
            f"cannot join across territories ({'; '.join(sorted(territories))}) without a year known in both: name it as overlap"
        )
    missing = [which for which, points in (("earlier", earlier), ("later", later)) if overlap not in points]
    if missing:
        raise BadInput(f"the overlap year {overlap} is not in the {' and the '.join(missing)} series")
    link, end = later[overlap], earlier[overlap]
    factor = link.value / end.value
    scaled = {
        year: replace(
            point.map(lambda value: value * factor),
            territory=link.territory,
            inputs=tuple(dict.fromkeys(point.inputs + end.inputs + link.inputs)),
        )
        for year, point in earlier.items()
    }
    return {**scaled, **later}


def to_agricultural_year(calendar: Points, spread: float = 0.0) -> dict[int, Point]:
    """A flow per agricultural year: half of each of the two calendar years it touches, where both are known.

    `spread` widens the range for seasons: with 0.25 between a quarter and three quarters of each calendar
    year may fall in the half-year. The territory is that of the first calendar year.
    """
    least, most = 0.5 - spread, 0.5 + spread
    flow: dict[int, Point] = {}
    for year in sorted(calendar):
        if year + 1 in calendar:
            a, b = calendar[year], calendar[year + 1]
            flow[year] = Point(
                year,
                0.5 * (a.value + b.value),
                least * (a.low + b.low),
                most * (a.high + b.high),
                a.territory,
                a.region,
                tuple(dict.fromkeys(a.inputs + b.inputs)),
            )
    return flow


def years_in_words(years: Iterable[int]) -> str:
    """Runs of years, for messages.

    >>> years_in_words([1926, 1927, 1928, 1933])
    '1926-1928, 1933'
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
