"""One number out of a run, and one out of the record: what tables and claims set side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy

from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.model import KINDS, REGION_KEYS
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import Record
from pyrrhic.runs.run import Run

# Years along the first axis; draws may follow along a second.
REDUCED = {
    "sum": lambda years: years.sum(axis=0),
    "mean": lambda years: years.mean(axis=0),
    "greatest": lambda years: years.max(axis=0),
    "least": lambda years: years.min(axis=0),
    "ratio": lambda years: years[-1] / years[0],
    "change": lambda years: years[-1] - years[0],
}
HOWS = (*REDUCED, "year_of_least", "recovery")


@dataclass(frozen=True)
class Measure:
    """A number of a run: a quantity over agricultural years `first` to `last`, summed over regions.

    `how`: the sum, mean, greatest or least of the years; the year of the least; the ratio of the last year to the
    first, or its change since then; or the first year after the least in which the value of `first` is reached again.
    `kinds` and `regions` narrow the axes; `scale` changes the unit; `over` divides each year by another quantity of
    the run.
    """

    quantity: str
    first: int
    last: int | None = None
    how: str = "sum"
    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    scale: float = 1.0
    over: str = ""

    @property
    def end(self) -> int:
        """The last year measured."""
        return self.first if self.last is None else self.last


@dataclass(frozen=True)
class Found:
    """A number of the record: value, range over rivals, and the citations, grades, territories, years behind it."""

    value: float
    low: float
    high: float
    sources: tuple[str, ...]
    grades: str
    territories: tuple[str, ...]
    years: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """A number of the record: figures of a printed or derived series, as the years are printed there.

    Several years are combined as `how` says (sum, mean, or ratio of the last to the first). All rivals and printed
    ranges of the same years widen the range.
    """

    series: str
    years: tuple[str, ...]
    how: str = "sum"
    region: str = ""
    scale: float = 1.0
    others: tuple["Evidence", ...] = ()


def series_of(run: Run, quantity: str, kinds: Iterable[str] = (), regions: Iterable[str] = ()) -> numpy.ndarray:
    """A quantity per year, summed over the kinds and regions named, all unless named."""
    if quantity not in run.values:
        raise UnknownName("quantity", quantity, run.values)
    array = run.values[quantity]
    kinds, regions = tuple(kinds), tuple(regions)
    if kinds:
        names = KINDS[run.axes[quantity][0]]
        array = array[:, [names.index(kind) for kind in kinds], :]
    if regions:
        array = array[:, :, [REGION_KEYS.index(region) for region in regions]]
    return array.sum(axis=(1, 2))


def measure(run: Run, wanted: Measure) -> float | None:
    """The number of a single run; None where the run ends before the years are over, or where nothing recovers."""
    found = measure_of_draws(run, wanted)
    return None if found is None or (wanted.how == "recovery" and numpy.isnan(found[0])) else float(found[0])


def measure_of_draws(run: Run, wanted: Measure) -> numpy.ndarray | None:
    """The number at every draw of a run.

    Where nothing recovers at a draw it is not a number. None where the run ends before the years are over.
    """
    if wanted.how not in HOWS:
        raise UnknownName("way to measure", wanted.how, HOWS)
    with numpy.errstate(all="ignore"):
        series = _yearly(run, wanted)
        if wanted.how == "recovery":
            return _recovery(numpy.array(run.years), series, wanted)
        rows = [index for index, year in enumerate(run.years) if wanted.first <= year <= wanted.end]
        if len(rows) < wanted.end - wanted.first + 1:
            return None
        if wanted.how == "year_of_least":
            return wanted.first + series[rows].argmin(axis=0)
        return REDUCED[wanted.how](series[rows])


def _yearly(run: Run, wanted: Measure) -> numpy.ndarray:
    """The quantity of a measure in every year of the run."""
    series = series_of(run, wanted.quantity, wanted.kinds, wanted.regions) * wanted.scale
    return series / series_of(run, wanted.over, (), wanted.regions) if wanted.over else series


def _recovery(years: numpy.ndarray, series: numpy.ndarray, wanted: Measure) -> numpy.ndarray:
    """The first year after the least value up to `last` in which the value of `first` is reached again."""
    column = years.reshape((-1,) + (1,) * (series.ndim - 1))
    within = (wanted.first <= column) & (column <= wanted.end)
    least = years[numpy.where(within & ~numpy.isnan(series), series, numpy.inf).argmin(axis=0)]
    reached = (column >= least) & (series >= series[years.tolist().index(wanted.first)])
    return numpy.where(reached.any(axis=0), years[reached.argmax(axis=0)], numpy.nan)


def find(record: Record, wanted: Evidence) -> Found:
    """The number of the record; raises where a year has no figure."""
    figures = [_figure(record, wanted, year) for year in wanted.years]
    combine = {"sum": sum, "mean": lambda parts: sum(parts) / len(parts), "ratio": lambda parts: parts[-1] / parts[0]}[
        wanted.how
    ]
    low, high = (combine([getattr(figure, end) for figure in figures]) * wanted.scale for end in ("low", "high"))
    value = combine([figure.value for figure in figures]) * wanted.scale
    if wanted.how == "ratio":
        low, high = value, value
    joined = Found(
        value,
        min(low, value),
        max(high, value),
        _all(figures, "sources"),
        "".join(sorted({grade for figure in figures for grade in figure.grades})),
        _all(figures, "territories"),
        wanted.years,
    )
    for other in wanted.others:
        joined = _widened(joined, find(record, other))
    return joined


def _all(figures, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for figure in figures for item in getattr(figure, name)))


def _widened(main: Found, other: Found) -> Found:
    """A figure whose range takes in another estimate of the same thing."""
    return Found(
        main.value,
        min(main.low, other.low),
        max(main.high, other.high),
        _all((main, other), "sources"),
        "".join(sorted({*main.grades, *other.grades})),
        _all((main, other), "territories"),
        tuple(dict.fromkeys((*main.years, *other.years))),
    )


def _figure(record: Record, wanted: Evidence, year: str) -> Found:
    if wanted.series in DERIVED:
        point = derive(record, wanted.series).at(int(year[:4]), wanted.region)
        return Found(
            point.value,
            point.low,
            point.high,
            tuple(dict.fromkeys(one.citation for one in point.inputs)),
            "".join(sorted({one.grade for one in point.inputs})),
            (point.territory,),
            (year,),
        )
    found = [
        one for one in record.series(wanted.series).observations if one.year == year and one.region == wanted.region
    ]
    if not any(one.role == "main" for one in found):
        raise BadInput(f"{wanted.series} has no figure for {wanted.region + ' ' if wanted.region else ''}{year}")
    main = next(one for one in found if one.role == "main")
    found = [one for one in found if one.territory == main.territory]
    return Found(
        main.value,
        min(_low(one) for one in found),
        max(_high(one) for one in found),
        tuple(dict.fromkeys(one.citation for one in found)),
        "".join(sorted({one.grade for one in found})),
        (main.territory,),
        (year,),
    )


def _low(one) -> float:
    return one.value if one.low is None else min(one.low, one.value)


def _high(one) -> float:
    return one.value if one.high is None else max(one.high, one.value)
