"""The page of the record: every series with its figures, printed or derived, and the same as a script for search, charts and CSV.

shown = record_view(Language("ru"), "words.ru.html")      # what the template record.html prints
text = record_script("ru")                                # a classic script: it declares one constant, `record`
"""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.site.works import anchor, said
from pyrrhic.app.views.record import TITLES_OF_TOPICS, series_view
from pyrrhic.record.derive.series import DERIVED, derive, title_of_series
from pyrrhic.record.load import load
from pyrrhic.record.tables import GRADES
from pyrrhic.record.years import agricultural_year
from pyrrhic.sources import bibliography, split
from pyrrhic.texts import Text

View = dict[str, Any]
SOURCES = ";"
NAME = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")
AGRICULTURAL = "agricultural year"
SIGNIFICANT = 4  # digits of a computed figure
MOST_DECIMALS = 6
STANDINGS = ("", "rival", "variant")
COLUMNS = ("year", "value", "low", "high", "sources", "grade", "rival", "region", "territory", "note")
ONCE = ("territory", "region", "sources", "grade")  # columns that are said above the table where all rows agree


@cache
def views(code: str) -> tuple[View, ...]:
    """Every series with its figures as rows, in the order of topics."""
    say = Language(code)
    every = [_series(series_view(load(), name, say), say) for name in (*load(), *DERIVED)]
    order = list(TITLES_OF_TOPICS)
    return tuple(sorted(every, key=lambda series: (order.index(series["topic"]), series["title"])))


def _series(view: View, say: Language) -> View:
    is_printed = view["kind"] == "transcribed"
    rows = [_printed(seen) for seen in view["observations"]] if is_printed else _points(view)
    about = say(view["definition"]) if is_printed else view["what_was_done"]
    return {
        "name": view["series"],
        "title": view["title"],
        "titles": title_of_series(view["series"]),
        "topic": view["topic"],
        "topic_title": view["topic_title"],
        "kind": view["kind"],
        "unit": view["unit_name"],
        "about": about,
        "apart": say(view.get("do_not_mix", "")),
        "calendar": "" if is_printed else say(view["calendar"]),
        "rows": rows,
        "years": tuple(edge(rows, key=lambda row: row["at"])["year"] for edge in (min, max)),
        "grades": "".join(sorted({row["grade"] for row in rows} - {""})) or _behind(view["series"]),
        "works": view["bibliography"],
    }


def _behind(name: str) -> str:
    """The grades of the figures behind a derived series."""
    return "".join(sorted({seen.grade for point in derive(load(), name).points for seen in point.inputs}))


def _printed(seen: View) -> View:
    reference = f"{seen['source']}[{seen['page']}]" if seen["page"] else seen["source"]
    same = {name: seen[name] for name in ("year", "value", "low", "high", "territory", "region", "grade", "note")}
    return {**same, "at": seen["middle"], "rival": "" if seen["role"] == "main" else seen["role"], "sources": reference}


def _points(view: View) -> list[View]:
    is_agricultural = view["calendar"] == AGRICULTURAL
    return [
        {
            "year": agricultural_year(point["year"]) if is_agricultural else str(point["year"]),
            "at": point["year"] + (1.0 if is_agricultural else 0.5),
            "value": float(f"{point['value']:.{SIGNIFICANT}g}"),
            "low": _end(point, "low"),
            "high": _end(point, "high"),
            "territory": point["territory"],
            "region": point["region"],
            "rival": "",
            "sources": point["sources"],
            "grade": "",
            "note": "",
        }
        for point in view["points"]
    ]


def _end(point: View, end: str) -> float | None:
    """An end of the range of a computed figure; none where there is no range."""
    return None if point["low"] == point["high"] else float(f"{point[end]:.{SIGNIFICANT}g}")


# --- the page -------------------------------------------------------------------------------------------------------


def record_view(say: Language, words: str) -> View:
    """What the template prints: topics, their series, and every figure as it is written."""
    topics: dict[str, list[View]] = {}
    for series in views(say.code):
        topics.setdefault(series["topic_title"], []).append(_shown(series, words, say))
    return {
        "topics": [{"title": title, "key": series[0]["topic"], "series": series} for title, series in topics.items()],
        "grades": [(grade, say.pick(meaning)) for grade, meaning in GRADES.items()],
        "count": sum(map(len, topics.values())),
        "figures": say.number(sum(len(series["rows"]) for series in views(say.code)), 0),
    }


def _shown(series: View, words: str, say: Language) -> View:
    once = {name for name in ONCE if len({row[name] for row in series["rows"]}) == 1}
    columns = [name for name in COLUMNS if _is_a_column(name, series["rows"], once)]
    notes = list(dict.fromkeys(row["note"] for row in series["rows"] if row["note"]))
    numbers = {note: str(place) for place, note in enumerate(notes, start=1)}
    rows = [{**row, "note": numbers.get(row["note"], "")} for row in series["rows"]]
    first, last = series["years"]
    return {
        **series,
        "years": first if first == last else f"{first} – {last}",
        "columns": [(name, _head(name, say)) for name in columns],
        "once": [(_head(name, say), _cell(name, rows[0], words, say)) for name in ONCE if name in once],
        "cells": [[_cell(name, row, words, say) for name in columns] for row in rows],
        "notes": [_with_titles(say(note), say) for note in notes],
        "about": _with_titles(series["about"], say),
        "apart": _with_titles(series["apart"], say),
    }


def _is_a_column(name: str, rows: Sequence[View], once: Iterable[str]) -> bool:
    """Whether a column says something that is not said above the table; a range is one column."""
    return name != "high" and name not in once and any(row[name] not in ("", None, False) for row in rows)


def _head(name: str, say: Language) -> str:
    return {
        "year": say("Year"),
        "value": say("Value"),
        "low": say("Range"),
        "territory": say("Territory"),
        "region": say("Region"),
        "rival": say("Standing"),
        "sources": say("Source"),
        "grade": say("Grade"),
        "note": say("Note"),
    }[name]


def _cell(name: str, row: View, words: str, say: Language) -> View:
    """A cell: its text, or the works that it links; a note is the number of one below the table."""
    if name == "sources":
        return {"works": works_of(row["sources"], words, say)}
    return {"text": _text(name, row, say)}


def _text(name: str, row: View, say: Language) -> str:
    if name == "value":
        return number(row["value"], say)
    if name == "low":
        return "" if row["low"] is None else f"{number(row['low'], say)} – {number(row['high'], say)}"
    if name == "rival":
        return {"": "", "rival": say("rival"), "variant": say("variant")}[row["rival"]]
    return row[name] if name in ("year", "grade", "note") else say(row[name])


def _with_titles(text: str, say: Language) -> str:
    """A text in which other series stand under their titles, not under the names that the program knows them by."""

    def titled(name: re.Match) -> str:
        is_a_series = name[0] in load() or name[0] in DERIVED
        return say("“{title}”", title=say.pick(title_of_series(name[0]))) if is_a_series else name[0]

    return NAME.sub(titled, text)


def number(value: float, say: Language) -> str:
    """A figure with the decimals that it is printed with."""
    decimals = len(f"{value:.10g}".partition(".")[2]) if "e" not in f"{value:.10g}" else MOST_DECIMALS
    return say.number(value, min(decimals, MOST_DECIMALS))


def works_of(sources: str, words: str, say: Language) -> list[View]:
    """The works of a figure, with the entry that each opens."""
    return [
        {"said": said(reference.strip(), say), "href": f"{words}#{anchor(split(reference)[0])}"}
        for reference in dict.fromkeys(sources.split(SOURCES))
        if reference.strip()
    ]


# --- the script -----------------------------------------------------------------------------------------------------


class Texts:
    """Texts once each, by their number; the first is empty."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {"": 0}

    def place(self, text: str) -> int:
        """The number of a text."""
        return self.places.setdefault(text, len(self.places))


def record_script(language: str, version: str) -> str:
    """The constant `record` of a language: texts, works, and every series with its figures as rows of numbers."""
    say, texts = Language(language), Texts()
    works = {key: work.citation(language) for key, work in bibliography().items()}
    english = {each["name"]: each for each in views("en")}
    series = [_packed(each, english[each["name"]], texts, say) for each in views(language)]
    shown = {"version": version, "works": works, "series": series, "texts": list(texts.places)}
    return f'"use strict";\nconst record = {json.dumps(shown, ensure_ascii=False, separators=(",", ":"))};\n'


def _packed(series: View, english: View, texts: Texts, say: Language) -> View:
    """A series as the page reads it; `search` are the texts besides those of its rows in which a search looks."""
    titles: Text = series["titles"]
    about = (of[part] for of in (series, english) for part in ("about", "apart"))
    found_by = (titles.en, titles.ru, series["topic_title"], *about)
    return {
        "name": series["name"],
        "topic": series["topic"],
        "unit": texts.place(series["unit"]),
        "title": texts.place(series["title"]),
        "search": [texts.place(text) for text in dict.fromkeys(found_by) if text],
        "grades": series["grades"],
        "works": list(series["works"]),
        "rows": [_row(row, texts, say) for row in series["rows"]],
    }


def _row(row: View, texts: Texts, say: Language) -> list:
    """A row: year, place on the axis, value, low, high, territory, region, 1 for a rival, source, grade, note."""
    numbers = [row["year"], row["at"], row["value"], row["low"], row["high"]]
    places = [texts.place(say(row[name])) for name in ("territory", "region")]
    source = "; ".join(said(reference.strip(), say) for reference in row["sources"].split(SOURCES) if reference.strip())
    return [
        *numbers,
        *places,
        STANDINGS.index(row["rival"]),
        texts.place(source),
        row["grade"],
        texts.place(say(row["note"])),
    ]
