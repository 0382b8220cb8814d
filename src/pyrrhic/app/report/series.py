"""What a picture is made of, as plain dicts: lines of the model, marks of the record, and the panels that hold them.

The horizontal axis counts agricultural years, named after their harvest: 1932 is 1932/33. What the record dates
otherwise is moved to where it belongs on that axis: a calendar year or a 1 January lies half a year earlier.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy

from pyrrhic.app.report.told import Told, check
from pyrrhic.calibration.mixture import LEVELS
from pyrrhic.record.derive.series import derive
from pyrrhic.record.load import Observation, Record
from pyrrhic.runs.calendars import shift_on_axis
from pyrrhic.runs.circumstances.war import ANNEXED
from pyrrhic.runs.measure import series_of
from pyrrhic.runs.run import Run
from pyrrhic.studies.scenarios.scenario import AS_IT_HAPPENED

REGIONAL = "regions as each author draws them"


def line(
    run: Run, quantity: str, label: str, *, kinds=(), regions=(), scale: float = 1.0, years=None, style: str = ""
) -> dict:
    """One line of a run: a quantity per agricultural year, summed over what is not named.

    Until a panel is made of it, a point holds the values of all draws.
    """
    kind = "model" if run.name == AS_IT_HAPPENED else "counterfactual"
    return line_of(run, series_of(run, quantity, kinds, regions) * scale, label, quantity, style or kind, years)


def line_of(run: Run, values, label: str, quantity: str, role: str, years=None) -> dict:
    """A line through one row of draws for each year of a run."""
    first, last = years or (run.years[0], run.years[-1])
    points = [
        {"x": float(year), "year": year, "value": value}
        for year, value in zip(run.years, values, strict=True)
        if first <= year <= last
    ]
    return {
        "role": role,
        "label": label,
        "scenario": run.name,
        "quantity": quantity,
        "quantities": (quantity,),
        "points": points,
        "run": run,
    }


def lines(runs: Sequence[Run], quantity: str, language, **options) -> list[dict]:
    """The same quantity in several runs, each labelled with the title of its scenario."""
    return [line(run, quantity, language.pick(run.title), **options) for run in runs]


def ratio(over: dict, under: dict, scale: float = 1.0) -> dict:
    """A line divided by another of the same run and years."""
    points = [
        {**numerator, "value": numerator["value"] / denominator["value"] * scale}
        for numerator, denominator in zip(over["points"], under["points"], strict=True)
    ]
    quantities = (*over["quantities"], *under["quantities"])
    return {**over, "points": points, "quantity": " / ".join(quantities), "quantities": quantities}


def within_borders(points: Sequence[dict]) -> list[list[dict]]:
    """The stretches of a line that may be drawn through: none crosses the annexations of 1939/40.

    The country of the points before is smaller than that of those after, whatever is counted.
    """
    stretches = ([point for point in points if (point["x"] > ANNEXED) is after] for after in (False, True))
    return [stretch for stretch in stretches if stretch]


def derived_marks(
    record: Record, name: str, label: str, *, years, scale: float = 1.0, role: str = "record", calendar: str = ""
) -> dict:
    """The national points of a derived series as marks with ranges, each with what stands behind it."""
    series = derive(record, name)
    shift = shift_on_axis(calendar or series.calendar)
    points = [
        {
            "x": point.year + shift,
            "year": point.year,
            "value": point.value * scale,
            "low": point.low * scale,
            "high": point.high * scale,
            "territory": point.territory,
            **standing_behind(point.inputs),
        }
        for point in series.points
        if not point.region and years[0] <= point.year + shift <= years[1]
    ]
    return {"role": role, "label": label, "series": name, "calendar": series.calendar, "points": points}


def printed_marks(
    record: Record,
    name: str,
    label: str,
    *,
    years,
    calendar: str,
    scale: float = 1.0,
    roles: Iterable[str] = ("main",),
    region: str = "",
    role: str = "record",
    only: Iterable[str] | None = None,
) -> dict:
    """The figures of a printed series as marks; `only` keeps the years written so, `roles` main figures or rivals."""
    roles, points = tuple(roles), []
    for observation in record.series(name).observations:
        place = observation.first_year + shift_on_axis(calendar)
        if (
            observation.role in roles
            and observation.region == region
            and years[0] <= place <= years[1]
            and (only is None or observation.year in only)
            and (only is not None or observation.when.kind != "period")
        ):
            points.append(mark(observation, place, scale))
    return {"role": role, "label": label, "series": name, "calendar": calendar, "points": points}


def mark(observation: Observation, place: float, scale: float) -> dict:
    """One printed figure as a mark."""
    low, high = (observation.value if end is None else end for end in (observation.low, observation.high))
    return {
        "x": place,
        "year": observation.year,
        "printed": observation.value,
        "value": observation.value * scale,
        "low": low * scale,
        "high": high * scale,
        "territory": observation.territory,
        **standing_behind([observation]),
    }


def standing_behind(figures: Iterable[Observation]) -> dict[str, list]:
    """The printed figures behind a mark, each once, with their sources and grades."""
    different = list(dict.fromkeys(figures))
    return {
        "figures": different,
        "sources": list(dict.fromkeys(figure.citation for figure in different)),
        "grades": sorted({figure.grade for figure in different}),
    }


def settled(series: dict) -> dict:
    """A series of numbers: of draws the medians with their intervals, `band` at 90 % and `half` at 50 %."""
    run = series.get("run")
    plain = {name: value for name, value in series.items() if name != "run"}
    if run is None:
        return plain
    if run.is_single:
        return {**plain, "points": [{**point, "value": float(point["value"][0])} for point in series["points"]]}
    levels = run.quantile(numpy.array([point["value"] for point in series["points"]]), LEVELS)
    return {
        **plain,
        "points": [
            {**point, "value": float(median), "band": (float(low), float(high)), "half": (float(lower), float(upper))}
            for point, low, lower, median, upper, high in zip(series["points"], *levels, strict=True)
        ],
    }


def panel(
    title: str,
    unit: str,
    contents: Sequence[dict],
    *,
    years,
    decimals: int = 1,
    logarithmic: bool = False,
    direct: bool = False,
) -> dict:
    """One coordinate system: what is drawn, in which unit, over which years; `direct` names lines at their ends.

    Here the draws become medians with the 50 % and the 90 % interval.
    """
    return {
        "kind": "years",
        "title": title,
        "unit": unit,
        "series": [settled(series) for series in contents if series["points"]],
        "quantities": [name for series in contents for name in series.get("quantities", ())],
        "years": list(years),
        "decimals": decimals,
        "logarithmic": logarithmic,
        "direct": direct,
    }


def rows_panel(
    title: str,
    unit: str,
    rows: Sequence[dict],
    *,
    decimals: int,
    logarithmic: bool = False,
    quantities: Sequence[str] = (),
) -> dict:
    """A panel of one row for each place or good: {label, value (model or None), marks, second}.

    `quantities` are those of the model from which the values are read.
    """
    return {
        "kind": "rows",
        "title": title,
        "unit": unit,
        "rows": list(rows),
        "quantities": list(quantities),
        "decimals": decimals,
        "logarithmic": logarithmic,
    }


def picture(
    key: str,
    heading: str,
    caption: str,
    panels: Sequence[dict],
    *,
    columns: int = 1,
    note: str = "",
    place_label: str = "",
    numbers: Mapping[str, Told] | None = None,
) -> dict:
    """A picture with its words, and the sources, grades and territories gathered from its marks.

    `numbers` are the numbers of its heading, which may hold no others. Raises `BadInput` where it does.
    """
    numbers = numbers or {}
    check(heading, numbers, key)
    needed = (name for number in numbers.values() for name in number.needs)
    return {
        "key": key,
        "heading": heading,
        "caption": caption,
        "note": note,
        "panels": list(panels),
        "told": list(numbers.values()),
        "quantities": list(dict.fromkeys([*(name for panel in panels for name in panel["quantities"]), *needed])),
        "scenarios": list(dict.fromkeys(name for panel in panels for name in _scenarios(panel))),
        "columns": columns,
        "place_label": place_label,
        **gathered(panels),
    }


def gathered(panels: Iterable[dict]) -> dict[str, list[str]]:
    """The sources, grades and territories of all marks of some panels."""
    marks = [point for panel in panels for point in _marks(panel)]
    territories = (REGIONAL if point["territory"] == "region" else point["territory"] for point in marks)
    return {
        "sources": list(dict.fromkeys(key for point in marks for key in point["sources"])),
        "grades": sorted({grade for point in marks for grade in point["grades"]}),
        "territories": list(dict.fromkeys(territories)),
    }


def _scenarios(panel: dict) -> list[str]:
    """The scenarios whose lines a panel draws, history left out."""
    drawn = (series.get("scenario", AS_IT_HAPPENED) for series in panel.get("series", ()))
    return [name for name in drawn if name != AS_IT_HAPPENED]


def _marks(panel: dict):
    if panel["kind"] == "rows":
        return [point for row in panel["rows"] for point in row["marks"]]
    return [point for series in panel["series"] if "series" in series for point in series["points"]]
