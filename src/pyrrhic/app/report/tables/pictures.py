"""The numbers behind a picture as tables: the model per year, and every figure of the record with its source.

A table of the record says once what all its rows have in common. Its works stand in notes below it, with page and place
seen; a row has author, year and note of each, and the identifiers by which `pyrrhic cite` knows the figures.
"""

from collections.abc import Sequence

from pyrrhic.app.language import Language
from pyrrhic.app.report.tables.footnotes import numbered, works_of, written

Columns = dict[str, list[str]]


def tables_of(picture: dict, say: Language) -> list[dict]:
    """For each panel, a table of the model and a table of the record, each with an id of its own."""
    tables = [table for panel in picture["panels"] for table in _tables(panel, say)]
    return [{**table, "id": f"{picture['key']}-{number}"} for number, table in enumerate(tables, start=1)]


def first_identifier(tables: Sequence[dict]) -> str:
    """A figure of some tables that can be cited, as an example; nothing where there is none."""
    works = (work for table in tables for row in table["rows"] for work in row["works"])
    return next((identifier for work in works for identifier in work["identifiers"]), "")


def _tables(panel: dict, say: Language) -> list[dict]:
    title = f"{panel['title']} ({panel['unit']})"
    if panel["kind"] == "rows":
        return [_places(panel, title, say)]
    lines = [series for series in panel["series"] if "scenario" in series]
    marks = [series for series in panel["series"] if "scenario" not in series]
    tables = [_model(lines, title, panel["decimals"], say)] if lines else []
    return [*tables, *([_record(marks, title, panel["decimals"], say)] if marks else [])]


def _model(lines, title: str, decimals: int, say: Language) -> dict:
    """One row per agricultural year, one column per line."""
    by_line = [{point["year"]: point["value"] for point in line["points"]} for line in lines]
    years = sorted({year for values in by_line for year in values})
    rows = [
        [say.agricultural(year), *(say.number(values.get(year), _finer(decimals)) for values in by_line)]
        for year in years
    ]
    return {
        "title": title + ": " + say("model"),
        "columns": [say("Year"), *(line["label"] for line in lines)],
        "rows": [{"cells": row, "works": []} for row in rows],
        "listed": False,
        "shared": "",
        "notes": [],
    }


def _record(marks, title: str, decimals: int, say: Language) -> dict:
    """One row per figure: year, value, range, grade, works; and the territories."""
    points = [(series, point) for series in marks for point in series["points"]]
    values = [_value(point, decimals, say) for _, point in points]
    columns = {
        say("Series"): [point.get("label", series["label"]) for series, point in points],
        say("Year"): [_year(point["year"], series["calendar"], say) for series, point in points],
        say("Value"): [value for value, _ in values],
        say("Range"): [spread for _, spread in values],
        say("Grade"): [" ".join(point["grades"]) for _, point in points],
    }
    if set(columns[say("Series")]) == {say("Record")}:
        del columns[say("Series")]
    territories = [say(point["territory"]) for _, point in points]
    return _listed(title + ": " + say("record"), columns, territories, [point for _, point in points], say)


def _year(year: int | str, calendar: str, say: Language) -> str:
    return say.agricultural(year) if isinstance(year, int) and calendar == "agricultural year" else str(year)


def _value(point: dict, decimals: int, say: Language) -> tuple[str, str]:
    finer = _finer(decimals)
    spread = say.span(point["low"], point["high"], finer) if point["high"] > point["low"] else ""
    return say.number(point["value"], finer), spread


def _finer(decimals: int) -> int:
    return decimals + 1 if decimals < 2 else decimals


def _places(panel: dict, title: str, say: Language) -> dict:
    """One row per mark of each place or good, and one for a place without any."""
    rows = [(row, point) for row in panel["rows"] for point in row["marks"] or [None]]
    decimals = panel["decimals"]
    values = [_value(point, decimals, say) if point else ("–", "") for _, point in rows]
    bands = [row.get("band") for row, _ in rows]
    columns = {
        say("Place or good"): [row["label"] for row, _ in rows],
        say("Model"): ["" if row["value"] is None else say.number(row["value"], decimals) for row, _ in rows],
        say("90% interval"): [say.span(band[0], band[1], decimals) if band else "" for band in bands],
        say("Record"): [value for value, _ in values],
        say("Range"): [spread for _, spread in values],
        say("Year"): [str(point["year"]) if point else "" for _, point in rows],
        say("Grade"): [" ".join(point["grades"]) if point else "" for _, point in rows],
    }
    return _listed(title, columns, [""] * len(rows), [point or {"figures": []} for _, point in rows], say)


def _listed(title: str, columns: Columns, territories: Sequence[str], points: Sequence[dict], say: Language) -> dict:
    """A table of figures of the record: the columns that differ, the works of each row, and the notes on the works.

    What all rows have in common is said once, `shared`; a territory that not all have stands `above` the first of its rows.
    """
    common = {say("Territory"): territories, say("Grade"): columns[say("Grade")]}
    shared = {name: cells[0] for name, cells in common.items() if len(set(cells)) == 1 and cells[0]}
    kept = {name: cells for name, cells in columns.items() if any(cells) and name not in shared}
    before = territories[:1] if say("Territory") in shared else [""]
    figures = [figure for point in points for figure in point["figures"]]
    notes = numbered(figures)
    return {
        "title": title,
        "columns": [*kept, say("Source and identifier")],
        "rows": [
            {
                "above": "" if territory == previous else territory,
                "cells": cells,
                "works": works_of(point["figures"], notes, say),
            }
            for previous, territory, point, *cells in zip(
                [*before, *territories[:-1]], territories, points, *kept.values(), strict=True
            )
        ],
        "listed": True,
        "shared": " ".join(f"{name}: {words}." for name, words in shared.items()),
        "notes": written(figures, say),
    }
