"""One number out of the record, to set beside one of the model: figures of a series with their range, works and grades."""

from dataclasses import dataclass

from pyrrhic.errors import BadInput
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import Record


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
    """The number of the record; raises where a year has no figure."""
    figures = [_figure(record, wanted, year) for year in wanted.years]
    combine = {"sum": sum, "mean": lambda parts: sum(parts) / len(parts), "ratio": lambda parts: parts[-1] / parts[0]}[
        wanted.how
    ]
    low, high = (combine([getattr(figure, end) for figure in figures]) * wanted.scale for end in ("low", "high"))
    value = combine([figure.value for figure in figures]) * wanted.scale
    if wanted.how == "ratio":
        low, high = value, value
    joined = Recorded(
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


def _widened(main: Recorded, other: Recorded) -> Recorded:
    """A figure whose range takes in another estimate of the same thing."""
    return Recorded(
        main.value,
        min(main.low, other.low),
        max(main.high, other.high),
        _all((main, other), "sources"),
        "".join(sorted({*main.grades, *other.grades})),
        _all((main, other), "territories"),
        tuple(dict.fromkeys((*main.years, *other.years))),
    )


def _figure(record: Record, wanted: Evidence, year: str) -> Recorded:
    if wanted.series in DERIVED:
        point = derive(record, wanted.series).at(int(year[:4]), wanted.region)
        return Recorded(
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
    return Recorded(
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
