"""History as the laboratory shows it before a script has run: a line with its band for each panel, and where it misses.

    past = past_of(mixture.draws(), panels, {})
    past["harvest"].line[6]         # low, middle, high of 1932/33

A panel says that the model misses the record where the record's figure lies outside the band in more than one year in
five of those compared. The years are those to 1940, on each figure's own calendar.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy

from pyrrhic.model import FIRST_YEAR, YEARS
from pyrrhic.record.derive.series import derive
from pyrrhic.record.load import load
from pyrrhic.runs.case import Draws, history
from pyrrhic.runs.figures import measure_of
from pyrrhic.runs.measure import Measure, read
from pyrrhic.runs.run import Run, run

Entries = Mapping[str, Mapping[str, Any]]
LEVELS = (0.05, 0.5, 0.95)
LAST_COMPARED = 1939  # the last year before the country's borders change
ALLOWED = 0.2  # the share of the years that may lie outside


@dataclass(frozen=True)
class Past:
    """The line of a panel, [low, middle, high] for every year, and the years compared and missed by its band."""

    line: list[list[float]]
    compared: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()

    @property
    def misses(self) -> bool:
        """Whether the record lies outside in more years than may be."""
        return len(self.missed) > ALLOWED * len(self.compared)


def panel_measure(entry: Mapping[str, Any], place: str, year: int = FIRST_YEAR, calendar: str = "") -> Measure:
    """The measure of a panel in one year, an agricultural one unless a calendar is named."""
    own = {"quantity": entry["quantity"], "year": year, "kinds": entry.get("kinds", [])}
    less = {"minus": {"quantity": entry["minus"]}} if "minus" in entry else {}
    return measure_of({**own, **less, **({"calendar": calendar} if calendar else {})}, place)


def past_of(drawn: Draws, panels: Entries, outcomes: Mapping[str, Measure]) -> Mapping[str, Past]:
    """The line of every panel in history, with where it misses the record, and the one number of every outcome.

    Names are those of the panels, and of the outcomes after "outcome ".
    """
    wanted = [panel_measure(entry, name, FIRST_YEAR + 1, _calendar(entry)) for name, entry in panels.items()]
    wanted += [panel_measure(entry, name) for name, entry in panels.items()]
    wanted += outcomes.values()
    ran = run(history(draws=drawn, keep=list(dict.fromkeys(name for measure in wanted for name in measure.needs))))
    lines = {name: _past(ran, name, entry) for name, entry in panels.items()}
    return {**lines, **{f"outcome {name}": Past([_band(ran, measure)]) for name, measure in outcomes.items()}}


def is_outside(value: float, low: float, high: float, decimals: int) -> bool:
    """Whether a figure lies outside a band by more than the half of its last printed digit."""
    half = 0.5 * 10.0**-decimals
    return not low - half <= value <= high + half


def _past(ran: Run, name: str, entry: Mapping[str, Any]) -> Past:
    line = [_band(ran, panel_measure(entry, name, year)) for year in YEARS]
    if "record" not in entry:
        return Past(line)
    points = dict(_points(entry))
    bands = {year: _band(ran, panel_measure(entry, name, year, _calendar(entry))) for year in points}
    digits = entry.get("decimals", 1)
    missed = [year for year, (low, _, high) in bands.items() if is_outside(points[year], low, high, digits)]
    return Past(line, tuple(points), tuple(missed))


def _points(entry: Mapping[str, Any]) -> Iterable[tuple[int, float]]:
    """The record's figures of the whole country that can be compared: those of which a run knows the year before, too."""
    for point in derive(load(), entry["record"]).points:
        if not point.region and FIRST_YEAR < point.year <= LAST_COMPARED:
            yield point.year, point.value


def _calendar(entry: Mapping[str, Any]) -> str:
    """The calendar of the record beside a panel; none where there is none."""
    own = derive(load(), entry["record"]).calendar if "record" in entry else ""
    return entry.get("calendar", own)


def _band(ran: Run, measure: Measure) -> list[float]:
    numbers = read(ran.values, measure, ran.years)
    return [float(value) for value in ran.quantile(numpy.asarray(numbers), LEVELS)]
