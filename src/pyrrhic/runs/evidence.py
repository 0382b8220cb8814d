"""One number out of the record, to set beside one of the model: figures of a series with their range, works and grades."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyrrhic.errors import BadInput
from pyrrhic.record.derive.operations import Point
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import Observation, Record

COMBINED: Mapping[str, Callable[[Sequence[float]], float]] = {
    "sum": sum,
    "mean": lambda parts: sum(parts) / len(parts),
    "ratio": lambda parts: parts[-1] / parts[0],
}


@dataclass(frozen=True)
class Recorded:
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


def find(record: Record, wanted: Evidence) -> Recorded:
    """The number of the record, in the unit of its series times `scale`. Raises `BadInput` where a year has no figure."""
    figures = [_figure(record, wanted, year) for year in wanted.years]
    combine = COMBINED[wanted.how]
    low, high = (combine([getattr(figure, end) for figure in figures]) * wanted.scale for end in ("low", "high"))
    value = combine([figure.value for figure in figures]) * wanted.scale
    if wanted.how == "ratio":
        low, high = value, value
    joined = Recorded(
        value,
        min(low, value),
        max(high, value),
        _distinct(figures, "sources"),
        "".join(sorted({grade for figure in figures for grade in figure.grades})),
        _distinct(figures, "territories"),
        wanted.years,
    )
    for other in wanted.others:
        joined = _widened(joined, find(record, other))
    return joined


def _distinct(figures: Iterable[Recorded], name: str) -> tuple[str, ...]:
    """The different entries of a field of several figures, in the order in which they come."""
    return tuple(dict.fromkeys(item for figure in figures for item in getattr(figure, name)))


def _widened(main: Recorded, other: Recorded) -> Recorded:
    """A figure whose range takes in another estimate of the same thing."""
    return Recorded(
        main.value,
        min(main.low, other.low),
        max(main.high, other.high),
        _distinct((main, other), "sources"),
        "".join(sorted({*main.grades, *other.grades})),
        _distinct((main, other), "territories"),
        tuple(dict.fromkeys((*main.years, *other.years))),
    )


def _figure(record: Record, wanted: Evidence, year: str) -> Recorded:
    if wanted.series in DERIVED:
        point = derive(record, wanted.series).at(int(year[:4]), wanted.region)
        return _recorded(point, point.low, point.high, point.inputs, year)
    of_year = [
        observation
        for observation in record.series(wanted.series).observations
        if observation.year == year and observation.region == wanted.region
    ]
    main = next((observation for observation in of_year if observation.role == "main"), None)
    if main is None:
        raise BadInput(f"{wanted.series} has no figure for {wanted.region + ' ' if wanted.region else ''}{year}")
    comparable = [observation for observation in of_year if observation.territory == main.territory]
    return _recorded(main, min(map(_low, comparable)), max(map(_high, comparable)), comparable, year)


def _recorded(main: Observation | Point, low: float, high: float, inputs: Sequence[Observation], year: str) -> Recorded:
    """A figure of one year with its range and the works and grades of the observations behind it."""
    return Recorded(
        main.value,
        low,
        high,
        tuple(dict.fromkeys(observation.citation for observation in inputs)),
        "".join(sorted({observation.grade for observation in inputs})),
        (main.territory,),
        (year,),
    )


def _low(observation: Observation) -> float:
    return observation.value if observation.low is None else min(observation.low, observation.value)


def _high(observation: Observation) -> float:
    return observation.value if observation.high is None else max(observation.high, observation.value)
