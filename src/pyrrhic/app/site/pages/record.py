"""The page of the record: every series with its picture and its figures, and the same as a script for search and files.

shown = record_view(Language("ru"), "words.ru.html")      # what the template record.html prints
text = record_script("ru")                                # a classic script: it declares one constant, `record`
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pyrrhic.app.language import ENGLISH, Language
from pyrrhic.app.series.drawing import OF_A_FILE, drawn
from pyrrhic.app.series.files import COLUMNS, HEADS, citation_of, edition, figures_of
from pyrrhic.app.series.picture import picture_of
from pyrrhic.app.series.table import STANDINGS, table_of, tables, territories, written
from pyrrhic.app.site.page_script import entries
from pyrrhic.app.site.pages.synonyms import other_names
from pyrrhic.app.site.works import anchor
from pyrrhic.record.derive.series import derive
from pyrrhic.record.load import load
from pyrrhic.record.tables import GRADES
from pyrrhic.sources import bibliography
from pyrrhic.texts import Text

View = dict[str, Any]
TEXTS = ("territory", "region", "variant", "source", "seen", "note")  # columns of words, each of which stands once
NUMBER = re.compile(r"\d+")


def record_view(say: Language, words: str) -> View:
    """What the template prints: topics, their series, and every figure as it is written."""
    topics: dict[str, list[View]] = {}
    for series in tables(say):
        topics.setdefault(series["topic_title"], []).append(_shown(series, words, say))
    rows = [row for series in tables(say) for row in series["rows"]]
    years = [int(row["year"][:4]) for row in rows]
    return {
        "topics": [{"title": title, "key": series[0]["topic"], "series": series} for title, series in topics.items()],
        "grades": [(grade, say.pick(meaning)) for grade, meaning in GRADES.items()],
        "count": sum(map(len, topics.values())),
        "regions": sorted({say(row["region"]) for row in rows if row["region"]}),
        "first": min(years),
        "last": max(years),
        "figures": say.number(len(rows), 0),
    }


def _shown(series: View, words: str, say: Language) -> View:
    picture = picture_of(series, say)
    return {
        **series,
        **written(series, say, lambda key: f"{words}#{anchor(key)}"),
        "drawn": drawn(picture, say) if picture else None,
        "citation": citation_of(series, say),
        "panels": _panels_with(series, say),
    }


def _panels_with(series: View, say: Language) -> list[View]:
    """The panels of the laboratory that show a series, or one that is derived from it."""
    panels = entries("panels")
    return [
        {"said": panels[key]["title"][say.code], "href": f"lab.{say.code}.html#v=1&p={key}"}
        for key in _panels_by_series().get(series["name"], ())
    ]


@cache
def _panels_by_series() -> Mapping[str, Sequence[str]]:
    """The panels that show each series, or one that is derived from it."""
    shown: dict[str, list[str]] = {}
    for key, panel in entries("panels").items():
        if "record" in panel:
            for name in dict.fromkeys((panel["record"], *derive(load(), panel["record"]).inputs)):
                shown.setdefault(name, []).append(key)
    return shown


# --- the script -----------------------------------------------------------------------------------------------------


class Texts:
    """Texts once each, by their number; the first is empty."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {"": 0}

    def place(self, text: str) -> int:
        """The number of a text."""
        return self.places.setdefault(text, len(self.places))


def record_script(language: str) -> str:
    """The constant `record` of a language: texts, works, and every series with its figures as rows of numbers."""
    say, texts = Language(language), Texts()
    series = [_packed(each, texts, say) for each in tables(say)]
    shown = {
        "edition": edition(say),
        "heads": {name: say(text) for name, text in HEADS.items()},
        "columns": COLUMNS,
        "standings": STANDINGS,
        "style": OF_A_FILE,
        "works": {key: [work.citation(language), work.bibtex()] for key, work in _cited(say).items()},
        "series": series,
        "texts": list(texts.places),
    }
    return f'"use strict";\nconst record = {json.dumps(shown, ensure_ascii=False, separators=(",", ":"))};\n'


def _cited(say: Language) -> Mapping[str, Any]:
    """The works of all series."""
    return {key: bibliography()[key] for series in tables(say) for key in series["works"]}


def _packed(series: View, texts: Texts, say: Language) -> View:
    """A series as the page reads it; `search` are the texts besides those of its rows in which a search looks."""
    titles: Text = series["titles"]
    about = (of[part] for of in (series, table_of(series["name"], ENGLISH)) for part in ("about", "apart"))
    found_by = (titles.en, titles.ru, series["topic_title"], *about, *other_names(titles))
    return {
        "name": series["name"],
        "topic": series["topic"],
        "title": texts.place(series["title"]),
        "unit": texts.place(series["unit"]),
        "about": texts.place(series["about"]),
        "apart": texts.place(series["apart"]),
        "territories": [texts.place(name) for name in territories(series, say)],
        "search": [texts.place(text) for text in dict.fromkeys(found_by) if text],
        "grades": series["grades"],
        "works": list(series["works"]),
        "rows": [_row(figure, texts) for figure in figures_of(series, say)],
    }


def _row(figure: View, texts: Texts) -> list:
    """A figure in the order of `COLUMNS`: texts and standings by their places, an identifier by its number."""
    number = NUMBER.search(figure["id"])
    packed = {
        **figure,
        **{name: texts.place(figure[name]) for name in TEXTS},
        "standing": STANDINGS.index(figure["standing"]),
        "id": int(number[0]) if number else 0,
    }
    return [packed[name] for name in COLUMNS]
