"""Where the model misses the record of a picture: the years and places that a caption must name.

A figure is missed where its published range lies wholly outside the 90 % interval of the historical run, and by more
than a tenth of itself and a fiftieth of the largest figure of its panel. Lines of scenarios are not compared with anything.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy

from pyrrhic.app.language import Language
from pyrrhic.record.derive.operations import INTERWAR
from pyrrhic.runs.circumstances.war import ANNEXED

TENTH, FIFTIETH = 0.1, 0.02
BELOW, ABOVE = -1, 1


def misses_of(panels: Iterable[dict], say: Language) -> list[str]:
    """A sentence for each panel in which the model misses figures of the record, in the order of the panels."""
    sentences = []
    for panel in panels:
        outside = _of_years(panel) if panel["kind"] == "years" else _of_rows(panel)
        places = {side: [where for where, missed in outside if missed == side] for side in (BELOW, ABOVE)}
        if outside:
            sentences.append(_sentence(panel, places, say))
    return sentences


def is_compared(panels: Iterable[dict]) -> bool:
    """Whether any panel holds both a run of history and figures of the record."""
    return any(bool(_pairs(panel)) if panel["kind"] == "years" else _has_both(panel) for panel in panels)


def _sentence(panel: dict, places: dict[int, list], say: Language) -> str:
    title, years = panel["title"], panel["kind"] == "years"
    below, above = (_listed(places[side], say) if years else ", ".join(places[side]) for side in (BELOW, ABOVE))
    if below and above:
        return say(
            "{title}: the model lies below the record in {below}, above it in {above}.",
            title=title,
            below=below,
            above=above,
        )
    if below:
        return say("{title}: the model lies below the record in {below}.", title=title, below=below)
    return say("{title}: the model lies above the record in {above}.", title=title, above=above)


def _listed(years: Sequence[int], say: Language) -> str:
    """Years as spans: 1930, 1934–37."""
    if not years:
        return ""
    ordered = sorted(set(years))
    breaks = [number for number, (before, after) in enumerate(pairwise(ordered), start=1) if after != before + 1]
    spans = [ordered[start:end] for start, end in zip([0, *breaks], [*breaks, len(ordered)], strict=True)]
    return ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1] % 100:02d}" for span in spans)


def _pairs(panel: dict) -> list[tuple[dict, dict]]:
    """The run of history and each series of the record beside it."""
    model = [series for series in panel["series"] if series["role"] == "model"]
    return [(line, marks) for line in model[:1] for marks in panel["series"] if marks["role"] == "record"]


def _of_years(panel: dict) -> list[tuple[int, int]]:
    pairs = _pairs(panel)
    least = FIFTIETH * max((abs(point["value"]) for _, marks in pairs for point in marks["points"]), default=0.0)
    return [
        (int(str(point["year"])[:4]), side)
        for line, marks in pairs
        for point in marks["points"]
        if _is_of_the_country(point) and (side := _side(_interval_at(line, point["x"]), point, least))
    ]


def _is_of_the_country(point: dict) -> bool:
    """Whether a figure is for the country that the model has then: after the annexations no longer that of before."""
    return not (point["x"] > ANNEXED and point["territory"] == INTERWAR)


def _interval_at(line: dict, place: float) -> tuple[float, float] | None:
    """The 90 % interval of a line where a figure stands, or its value twice where there are no draws."""
    within = [point for point in line["points"] if abs(point["x"] - place) < 1.0]
    if not within:
        return None
    places = [point["x"] for point in within]
    ends = [point.get("band", (point["value"], point["value"])) for point in within]
    low, high = (float(numpy.interp(place, places, [end[side] for end in ends])) for side in (0, 1))
    return low, high


def _of_rows(panel: dict) -> list[tuple[str, int]]:
    """The places of which every published figure lies on one side of the model."""
    return [
        (row["label"], side)
        for row in panel["rows"]
        if row["value"] is not None and row["marks"]
        if (side := _side(row.get("band") or (row["value"], row["value"]), _range(row["marks"])))
    ]


def _range(marks: Sequence[dict]) -> dict:
    low, high = min(mark["low"] for mark in marks), max(mark["high"] for mark in marks)
    return {"low": low, "high": high, "value": 0.5 * (low + high)}


def _has_both(panel: dict) -> bool:
    return any(row["value"] is not None and row["marks"] for row in panel["rows"])


def _side(interval: tuple[float, float] | None, point: dict, least: float = 0.0) -> int:
    """On which side of a figure's range the model lies, if it lies a tenth of the figure, and no less, beyond it."""
    if interval is None:
        return 0
    room = max(TENTH * abs(point["value"]), least)
    low, high = interval
    return BELOW if high < point["low"] - room else ABOVE if low > point["high"] + room else 0
