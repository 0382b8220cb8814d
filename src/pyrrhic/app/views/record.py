"""What the record's pages show, as plain dicts, and the same as text for a terminal."""

from collections.abc import Iterable, Sequence
from typing import Any

from pyrrhic.app.text.plot import Mark, plot
from pyrrhic.app.text.table import columns
from pyrrhic.errors import UnknownName
from pyrrhic.record.derive.operations import Derived
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import Record, Series
from pyrrhic.record.years import agricultural_year
from pyrrhic.units import UNITS

DERIVED_TOPIC = "derived"


def series_list(found: Iterable[Series], language: str) -> list[dict[str, Any]]:
    """One row for each series: name, title, topic, unit, years, number of figures, grades."""
    return [
        {
            "series": one.name,
            "title": one.title(language),
            "topic": one.topic,
            "unit": one.unit,
            "first_year": min(o.first_year for o in one.observations),
            "last_year": max(o.last_year for o in one.observations),
            "observations": len(one.observations),
            "grades": "".join(sorted({o.grade for o in one.observations})),
        }
        for one in found
    ]


def derived_list(record: Record, text: str, language: str) -> list[dict[str, Any]]:
    """The same row for each derived series in whose name or titles every word of the text occurs."""
    rows = []
    for name in DERIVED:
        series = derive(record, name)
        words = f"{name} {name.replace('_', ' ')} {series.title('en')} {series.title('ru')}".casefold()
        if all(word in words for word in text.casefold().split()):
            rows.append(
                {
                    "series": name,
                    "title": series.title(language),
                    "topic": DERIVED_TOPIC,
                    "unit": series.unit,
                    "first_year": series.years[0],
                    "last_year": series.years[-1],
                    "observations": len(series.points),
                    "grades": "".join(sorted({o.grade for p in series.points for o in p.inputs})),
                }
            )
    return rows


def series_view(record: Record, name: str, language: str, transcribed: bool = False) -> dict[str, Any]:
    """Everything about one series; an unknown name is offered the nearest.

    Where a derived series bears the name of a printed one, `transcribed` asks for the printed one.
    """
    if name in DERIVED and not (transcribed and name in record):
        return _derived_view(record, derive(record, name), language)
    if name in record:
        return _transcribed_view(record, record.series(name), language)
    raise UnknownName("series", name, [*record, *DERIVED])


def _transcribed_view(record: Record, series: Series, language: str) -> dict[str, Any]:
    return {
        "kind": "transcribed",
        **series.catalogue_row(),
        "title": series.title(language),
        "unit_name": _unit_name(series.unit, language),
        "territories": list(dict.fromkeys(o.territory for o in series.observations)),
        "observations": [{**o.row(), "middle": o.when.middle} for o in series.observations],
        "bibliography": _bibliography(record, series.sources()),
    }


def _derived_view(record: Record, series: Derived, language: str) -> dict[str, Any]:
    keys = list(dict.fromkeys(citation.split("[")[0] for citation in series.sources))
    return {
        "kind": "derived",
        "series": series.name,
        "title": series.title(language),
        "unit": series.unit,
        "unit_name": _unit_name(series.unit, language),
        "calendar": series.calendar,
        "what_was_done": series.what_was_done,
        "printed_series_of_this_name": series.name in record,
        "inputs": list(series.inputs),
        "territories": list(dict.fromkeys(series.territory)),
        "points": series.rows(),
        "bibliography": _bibliography(record, keys),
    }


def _unit_name(symbol: str, language: str) -> str:
    return UNITS[symbol].name[language]


def _bibliography(record: Record, keys: Iterable[str]) -> dict[str, str]:
    return {key: record.works[key].citation() for key in keys}


# --- as text ------------------------------------------------------------------------------------


def list_text(rows: Sequence[dict[str, Any]]) -> str:
    """The list of series as aligned lines."""
    lines = [
        (
            row["series"],
            f"{row['first_year']}-{row['last_year']}",
            str(row["observations"]),
            row["grades"],
            row["unit"],
            row["title"],
        )
        for row in rows
    ]
    head = ("series", "years", "figures", "grades", "unit", "title")
    return f"{columns([head, *lines])}\n\n{len(rows)} series"


def series_text(view: dict[str, Any]) -> str:
    """The page of one series."""
    parts = [
        _head(view),
        _plot(view),
        _figures(view),
        "Sources\n" + "\n".join(f"  {key}: {citation}" for key, citation in view["bibliography"].items()),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(view: dict[str, Any]) -> str:
    lines = [view["title"], f"{view['series']} ({view['kind']})", ""]
    if view["kind"] == "transcribed":
        lines += [view["definition"]]
    else:
        lines += [
            f"What was done: {view['what_was_done']}",
            f"Inputs: {', '.join(view['inputs'])}",
            f"A year means: {view['calendar']}",
        ]
    if view.get("printed_series_of_this_name"):
        lines += ["A printed series of this name exists too: add --transcribed to see it."]
    lines += [f"Unit: {view['unit_name']}", f"Territory: {'; '.join(view['territories'])}"]
    if len(view["territories"]) > 1 and "region" not in view["territories"]:
        lines += ["Attention: the figures are of several territories; compare only within one."]
    if view.get("do_not_mix"):
        lines += [f"Do not mix: {view['do_not_mix']}"]
    return "\n".join(lines)


def _plot(view: dict[str, Any]) -> str:
    marks = _marks(view)
    return plot(marks) if len({m.year for m in marks}) > 2 else ""


def _marks(view: dict[str, Any]) -> list[Mark]:
    """National figures to draw; regions stand in the table only."""
    if view["kind"] == "derived":
        return [Mark(p["year"], p["value"], p["low"], p["high"]) for p in view["points"] if not p["region"]]
    return [
        Mark(
            o["middle"],
            o["value"],
            _or(o["low"], o["value"]),
            _or(o["high"], o["value"]),
            o["role"] == "rival",
        )
        for o in view["observations"]
        if not o["region"]
    ]


def _or(number: float | None, other: float) -> float:
    return other if number is None else number


def _figures(view: dict[str, Any]) -> str:
    if view["kind"] == "derived":
        agricultural = view["calendar"] == "agricultural year"
        rows = [
            (
                agricultural_year(p["year"]) if agricultural else str(p["year"]),
                f"{p['value']:.4g}",
                "" if p["low"] == p["high"] else f"{p['low']:.4g} to {p['high']:.4g}",
                p["region"] or p["territory"],
                p["sources"],
            )
            for p in view["points"]
        ]
        return columns([("year", "value", "range", "territory", "from"), *rows])
    rows = [
        (
            o["year"],
            f"{o['value']:g}",
            "" if o["low"] is None else f"{o['low']:g} to {o['high']:g}",
            o["region"] or o["territory"],
            o["role"] if o["role"] == "rival" else "",
            o["grade"],
            f"{o['source']}[{o['page']}]" if o["page"] else o["source"],
            o["note"],
        )
        for o in view["observations"]
    ]
    return columns([("year", "value", "range", "territory", "", "grade", "source", "note"), *rows])
