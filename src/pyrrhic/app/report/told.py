"""The numbers of a heading: declared figures, each with its range in the record, how it is known, and what the model has.

A heading holds no typed number. Its numbers are slots, and under the picture stands what each of them is: printed, or
calculated from what is printed; how far the published estimates go; and whether the model misses it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pyrrhic.app.language import Language
from pyrrhic.errors import BadInput
from pyrrhic.record.derive.operations import Derived, Point
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import Observation, Record
from pyrrhic.runs.evidence import Evidence, find
from pyrrhic.runs.figures import Figure, figure
from pyrrhic.runs.measure import Measure
from pyrrhic.runs.run import Run
from pyrrhic.studies.scenarios.draws import measured
from pyrrhic.units import UNITS

PRINTED, CALCULATED, MIDDLE, AVERAGE = "printed", "calculated", "middle", "average"
ORIGINS = (
    PRINTED,
    CALCULATED,
    MIDDLE,
    AVERAGE,
)  # what is said of several figures is the last of these that one of them is
CLOSE = 1e-6
TENTH = 0.1
INTERVAL = (0.05, 0.5, 0.95)
MARK_OF_A_MIDDLE = re.compile(r"\bmid(?:dle|point)\b")
NUMBER = re.compile(r"\d+(?:[.,\u202f]\d+)*")
YEAR = re.compile(r"1[89]\d\d(?:/\d\d|–\d\d(?:\d\d)?)?")


@dataclass(frozen=True)
class Told:
    """A number of a heading, as it is said, with what stands behind it. `model` is the median, `band` its 90 % interval."""

    title: str
    unit: str
    spoken: str
    low_said: str
    high_said: str
    value: float
    low: float
    high: float
    origin: str
    sources: tuple[str, ...]
    needs: tuple[str, ...]
    model: float | None
    band: tuple[float, float] | None
    model_said: str
    band_said: str

    @property
    def misses(self) -> int:
        """-1 where the model's interval lies wholly below the range of the record, 1 where above, else 0.

        A single run, which has no interval, must lie a tenth beyond it.
        """
        if self.model is None:
            return 0
        room = TENTH * abs(self.value)
        low, high = self.band or (self.model - room, self.model + room)
        return -1 if high < self.low else 1 if low > self.high else 0


def told(record: Record, run: Run, say: Language, name: str, percent: bool = False) -> Told:
    """A declared figure as a heading tells it; raises `BadInput` for one of which the record has nothing."""
    wanted = figure(name)
    if wanted.record is None:
        raise BadInput(f"the figure {name} has nothing in the record, so no heading can tell it")
    recorded = find(record, wanted.record)
    model, band = of_the_model(run, wanted.measure)

    def number(value: float) -> str:
        return say.percent(value) if percent else say.number(value, wanted.decimals)

    return Told(
        title=wanted.title[say.code],
        unit=_unit(wanted, say, percent),
        spoken=number(recorded.value),
        low_said=number(recorded.low),
        high_said=number(recorded.high),
        value=recorded.value,
        low=recorded.low,
        high=recorded.high,
        origin=origin(record, wanted.record),
        sources=recorded.sources,
        needs=wanted.measure.needs if wanted.measure else (),
        model=model,
        band=band,
        model_said="" if model is None else number(model),
        band_said="" if band is None else f"{number(band[0])}–{number(band[1])}",
    )


def said(numbers: Mapping[str, Told]) -> dict[str, str]:
    """The slots of a heading, each with its number as it is said."""
    return {slot: number.spoken for slot, number in numbers.items()}


def _unit(wanted: Figure, say: Language, percent: bool) -> str:
    if percent or wanted.unit in ("1", "number", "year"):
        return ""
    return say.unit(wanted.unit) if wanted.unit in UNITS else say(wanted.unit)


def of_the_model(run: Run, measure: Measure | None) -> tuple[float | None, tuple[float, float] | None]:
    """The median of a measure and, of draws, its 90 % interval."""
    numbers = None if measure is None else measured(run, measure)
    if numbers is None:
        return None, None
    low, middle, high = (float(level) for level in run.quantile(numbers, INTERVAL))
    return middle, None if run.is_single else (low, high)


def origin(record: Record, wanted: Evidence) -> str:
    """How a number of the record is known: one of `ORIGINS`."""
    parts = [_origin_of_year(record, wanted, year) for year in wanted.years]
    joined = [CALCULATED] if len(wanted.years) > 1 else []
    return max([*parts, *joined], key=ORIGINS.index)


def _origin_of_year(record: Record, wanted: Evidence, year: str) -> str:
    if wanted.series in DERIVED:
        series = derive(record, wanted.series)
        return _origin_of_point(series, series.at(int(year[:4]), wanted.region))
    main = next(seen for seen in record.series(wanted.series).main(region=wanted.region) if seen.year == year)
    return MIDDLE if MARK_OF_A_MIDDLE.search(main.note) else PRINTED


def _origin_of_point(series: Derived, point: Point) -> str:
    """A point is printed where a figure behind it has its digits; else it lies between figures, or is calculated."""
    printed = [seen for seen in point.inputs if _same_digits(seen.value, point.value)]
    if printed:
        return MIDDLE if all(MARK_OF_A_MIDDLE.search(seen.note) for seen in printed) else PRINTED
    if not _lies_between(point.inputs, point.value):
        return CALCULATED
    if len({seen.year for seen in point.inputs}) == 1:
        return MIDDLE if {seen.unit for seen in point.inputs} == {series.unit} else CALCULATED
    return AVERAGE if len({seen.series for seen in point.inputs}) == 1 else CALCULATED


def _same_digits(first: float, second: float) -> bool:
    return any(abs(first * scale - second) <= CLOSE * abs(second) for scale in (1.0, 0.001, 1000.0))


def _lies_between(inputs: Sequence[Observation], value: float) -> bool:
    """Whether a value lies between those of figures, in whatever unit of thousands."""
    values = [seen.value for seen in inputs]
    return any(min(values) * scale < value < max(values) * scale for scale in (1.0, 0.001))


def rows(numbers: Iterable[Told], say: Language) -> list[dict]:
    """What stands under a picture: a row for each number of its heading."""
    return [
        {
            "title": number.title,
            "unit": number.unit,
            "record": number.spoken,
            "range": f"{number.low_said}–{number.high_said}" if number.low_said != number.high_said else "",
            "origin": origin_in_words(number.origin, say),
            "model": number.model_said,
            "band": number.band_said if number.band_said != f"{number.model_said}–{number.model_said}" else "",
            "given": bool(number.band) and number.band_said == f"{number.model_said}–{number.model_said}",
            "verdict": _verdict(number, say),
            "sources": list(number.sources),
        }
        for number in numbers
    ]


def origin_in_words(kind: str, say: Language) -> str:
    """How a number of the record is known, in words."""
    return {
        PRINTED: say("as printed"),
        CALCULATED: say("calculated from printed figures"),
        MIDDLE: say("the middle of published estimates, itself printed nowhere"),
        AVERAGE: say("an average of two calendar years, itself printed nowhere"),
    }[kind]


def _verdict(number: Told, say: Language) -> str:
    """What is said where the model misses the number; nothing where it does not."""
    if not number.misses:
        return ""
    return say("below the record") if number.misses < 0 else say("above the record")


def check(heading: str, numbers: Mapping[str, Told], key: str) -> None:
    """Refuse a heading with a number that is not one of `numbers` as said, or one that its own record contradicts.

    Raises `BadInput` with the picture; years may be typed.
    """
    allowed = set(
        chain.from_iterable(NUMBER.findall(text) for number in numbers.values() for text in _spellings(number))
    )
    typed = [digits for digits in NUMBER.findall(YEAR.sub("", heading)) if digits not in allowed]
    if typed:
        raise BadInput(
            f"the heading of the picture {key} holds {typed[0]}, which is none of its figures",
            allowed=", ".join(sorted(allowed)) or "no number",
        )
    for name, number in numbers.items():
        if not number.low - CLOSE <= number.value <= number.high + CLOSE:
            raise BadInput(f"{name} of the picture {key} lies outside the published range of its own record")
        if not any(text and text in heading for text in _spellings(number)):
            raise BadInput(f"{name} is declared for the heading of the picture {key} and does not stand in it")


def _spellings(number: Told) -> tuple[str, ...]:
    return (number.spoken, number.low_said, number.high_said, number.model_said)


__all__ = ["ORIGINS", "Told", "check", "origin", "origin_in_words", "rows", "said", "told"]
