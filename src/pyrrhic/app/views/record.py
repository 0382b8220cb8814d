"""What the record's pages show, as plain dicts."""

from collections.abc import Iterable
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.errors import UnknownName
from pyrrhic.record.derive.operations import Derived
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import USER_TOPIC, Record, Series
from pyrrhic.record.registers import families, families_by_series
from pyrrhic.record.tables import GRADES, TOPICS
from pyrrhic.studies.kinds import RECORD, ambiguous, bare_name, elsewhere, refuse_of_another_room
from pyrrhic.texts import Text

View = dict[str, Any]
DERIVED_TOPIC = "derived"
TITLES_OF_TOPICS = {
    **TOPICS,
    DERIVED_TOPIC: Text("Derived series", "Производные ряды"),
    USER_TOPIC: Text("Added from a file", "Добавлено из файла"),
}


def series_list(chosen: Iterable[Series], language: Language) -> list[View]:
    """One row for each series: name, title, topic, unit, years, number of figures, grades."""
    return [
        {
            "series": series.name,
            "title": language.pick(series.title),
            **_topic(series.topic, language),
            "unit": series.unit,
            "first_year": min(o.first_year for o in series.observations),
            "last_year": max(o.last_year for o in series.observations),
            "observations": len(series.observations),
            "grades": "".join(sorted({o.grade for o in series.observations})),
        }
        for series in chosen
    ]


def derived_list(record: Record, text: str, language: Language) -> list[View]:
    """The same row for each derived series in whose name or titles every word of the text occurs."""
    words = text.casefold().split()
    every = (derive(record, name) for name in DERIVED)
    return [_derived_row(series, language) for series in every if all(word in _searchable(series) for word in words)]


def _searchable(series: Derived) -> str:
    name, title = series.name, series.title
    return f"{name} {name.replace('_', ' ')} {title.en} {title.ru}".casefold()


def _derived_row(series: Derived, language: Language) -> View:
    return {
        "series": series.name,
        "title": language.pick(series.title),
        **_topic(DERIVED_TOPIC, language),
        "unit": series.unit,
        "first_year": series.years[0],
        "last_year": series.years[-1],
        "observations": len(series.points),
        "grades": "".join(sorted({o.grade for p in series.points for o in p.inputs})),
    }


def _topic(topic: str, language: Language) -> View:
    return {"topic": topic, "topic_title": language.pick(TITLES_OF_TOPICS[topic])}


def family_view(record: Record, name: str, language: Language) -> View:
    """A family of series: its dimension, its members with their units, and their main figures side by side."""
    members = families()[name]
    first, code = members[0], language.code
    figures = [figure for member in members for figure in record.series(member.series).main(region=None)]
    rows: dict[tuple, dict[str, float]] = {}
    for figure in sorted(figures, key=lambda figure: (figure.territory, figure.region, figure.when.middle)):
        rows.setdefault((figure.year, figure.territory, figure.region), {})[figure.series] = figure.value
    return {
        "kind": "family",
        "family": name,
        "title": getattr(first, f"title_{code}"),
        "over": getattr(first, f"over_{code}"),
        "members": [
            {
                "series": member.series,
                "member": getattr(member, f"member_{code}"),
                "unit": record.series(member.series).unit,
            }
            for member in members
        ],
        "rows": [
            {"year": year, "territory": territory, "region": region, "values": values}
            for (year, territory, region), values in rows.items()
        ],
    }


def series_view(record: Record, name: str, language: Language) -> View:
    """Everything about one series. Raises `UnknownName`, and `BadInput` for a name of another room."""
    name = bare_name(name, RECORD)
    if name in DERIVED:
        shown = _derived_view(record, derive(record, name), language)
    elif name in record:
        shown = _transcribed_view(record, record.series(name), language)
    else:
        refuse_of_another_room(name, RECORD)
        raise UnknownName("series", name, [*record, *DERIVED, *families()])
    others = [meaning.document() for meaning in elsewhere(name, RECORD)]
    return {**shown, "name": f"{RECORD}:{name}" if name in ambiguous() else name, "elsewhere": others}


def _transcribed_view(record: Record, series: Series, language: Language) -> View:
    return {
        "kind": "transcribed",
        **series.catalogue_row(),
        **_topic(series.topic, language),
        "title": language.pick(series.title),
        "unit_name": language.unit(series.unit),
        "territories": list(dict.fromkeys(o.territory for o in series.observations)),
        "grades": {grade: language.pick(GRADES[grade]) for grade in sorted({o.grade for o in series.observations})},
        "observations": [{**o.row(), "middle": o.when.middle} for o in series.figures],
        "family": member.family if (member := families_by_series().get(series.name)) else "",
        "bibliography": _bibliography(record, [figure.source for figure in series.figures], language),
    }


def _derived_view(record: Record, series: Derived, language: Language) -> View:
    keys = list(dict.fromkeys(citation.split("[")[0] for citation in series.sources))
    return {
        "kind": "derived",
        "series": series.name,
        **_topic(DERIVED_TOPIC, language),
        "title": language.pick(series.title),
        "unit": series.unit,
        "unit_name": language.unit(series.unit),
        "calendar": series.calendar,
        "what_was_done": _what_was_done(series, language),
        "inputs": list(series.inputs),
        "territories": list(dict.fromkeys(series.territory)),
        "points": series.rows(),
        "bibliography": _bibliography(record, keys, language),
    }


def _what_was_done(series: Derived, language: Language) -> str:
    return language(series.method, **{name: language.printed(number) for name, number in series.numbers.items()})


def _bibliography(record: Record, keys: Iterable[str], language: Language) -> dict[str, str]:
    return {key: record.works[key].citation(language.code) for key in keys}
