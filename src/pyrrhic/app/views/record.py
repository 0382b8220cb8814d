"""What the record's pages show, as plain dicts."""

from collections.abc import Iterable
from typing import Any

from pyrrhic.errors import UnknownName
from pyrrhic.record.derive.operations import Derived
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import Record, Series
from pyrrhic.units import UNITS

DERIVED_TOPIC = "derived"


def series_list(chosen: Iterable[Series], language: str) -> list[dict[str, Any]]:
    """One row for each series: name, title, topic, unit, years, number of figures, grades."""
    return [_series_row(series, language) for series in chosen]


def _series_row(series: Series, language: str) -> dict[str, Any]:
    return {
        "series": series.name,
        "title": series.title(language),
        "topic": series.topic,
        "unit": series.unit,
        "first_year": min(observation.first_year for observation in series.observations),
        "last_year": max(observation.last_year for observation in series.observations),
        "observations": len(series.observations),
        "grades": "".join(sorted({observation.grade for observation in series.observations})),
    }


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
