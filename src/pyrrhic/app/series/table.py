"""A series as a table: each figure as a row, what all rows share said once, notes and places seen below.

shown = table_of("grain_collections", Language("en"))
written(shown, say, lambda key: f"#source-{key}")["cells"]
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from string import ascii_lowercase
from typing import Any, NamedTuple

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import in_words, variant_in_words
from pyrrhic.app.views.record import TITLES_OF_TOPICS, series_view
from pyrrhic.app.witnesses import witness_in_words
from pyrrhic.record.derive.series import DERIVED, derive, title_of_series
from pyrrhic.record.load import load
from pyrrhic.record.tables import FLAGS, SEEN, VALUE_IS
from pyrrhic.record.years import agricultural_year, parse_year
from pyrrhic.sources import split

View = dict[str, Any]
SOURCES, REGION = ";", "region"
NAME = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")
AGRICULTURAL = "agricultural year"
MIDDLES = {AGRICULTURAL: 1.0, "1 January": 0.0}  # from the beginning of a calendar year
SIGNIFICANT = 4  # digits of a computed figure
BETWEEN = "\u00a0–\u00a0"  # the ends of a range
STANDINGS = ("main", "rival", "variant", "derived")
COLUMNS = ("year", "value", "low", "standing", "region", "territory", "sources", "seen", "grade", "note", "id")
ONCE = ("territory", "region", "sources", "seen", "grade")  # columns that are said above the table where all rows agree
OF_A_FIGURE = ("year", "value", "low", "high", "territory", "region", "grade", "id", "variant", "seen", "seen_in")


class Text(NamedTuple):
    """A text of the record as a page says it, and the language that it is written in where that is not the page's."""

    text: str
    foreign: str


def tables(say: Language) -> tuple[View, ...]:
    """Every series, in the order of topics and titles."""
    every, order = [table_of(name, say) for name in (*load(), *DERIVED)], list(TITLES_OF_TOPICS)
    return tuple(sorted(every, key=lambda series: (order.index(series["topic"]), series["title"])))


def table_of(name: str, say: Language) -> View:
    """A series with its figures as rows, of which nothing is written yet. Raises `UnknownName`."""
    return _table(name, say.code)


@cache
def _table(name: str, code: str) -> View:
    say = Language(code)
    view = series_view(load(), name, say)
    is_printed = view["kind"] == "transcribed"
    rows = [_printed(figure, say) for figure in view["observations"]] if is_printed else _points(view)
    return {
        "name": view["series"],
        "title": view["title"],
        "titles": title_of_series(view["series"]),
        "topic": view["topic"],
        "topic_title": view["topic_title"],
        "kind": view["kind"],
        "unit": view["unit_name"],
        "about": say(view["definition"]) if is_printed else view["what_was_done"],
        "apart": say(view.get("do_not_mix", "")),
        "calendar": "" if is_printed else say(view["calendar"]),
        "inputs": view.get("inputs", []),
        "rows": rows,
        "years": tuple(edge(rows, key=lambda row: row["at"])["year"] for edge in (min, max)),
        "grades": "".join(sorted({row["grade"] for row in rows} - {""})) or _behind(view["series"]),
        "works": view["bibliography"],
    }


def _behind(name: str) -> str:
    """The grades of the figures behind a derived series."""
    return "".join(sorted({seen.grade for point in derive(load(), name).points for seen in point.inputs}))


def _printed(figure: View, say: Language) -> View:
    """A printed figure. How its number came about, and what is wrong with it, stand among its notes."""
    reference = f"{figure['source']}[{figure['page']}]" if figure["page"] else figure["source"]
    when, notes = parse_year(figure["year"]), [in_language(figure["note"], say)]
    if figure["value_is"] != "printed":
        notes.append(Text(say.pick(VALUE_IS[figure["value_is"]]), ""))
    if figure["flag"]:
        notes.append(Text(say.pick(FLAGS[figure["flag"]]), ""))
    return {
        **{name: figure[name] for name in OF_A_FIGURE},
        "at": figure["middle"],
        "span": (when.first, when.last + 1) if when.kind == "period" else None,
        "standing": figure["role"],
        "sources": reference,
        "notes": tuple(note for note in notes if note.text),
    }


def _points(view: View) -> list[View]:
    is_agricultural = view["calendar"] == AGRICULTURAL
    return [
        {
            **dict.fromkeys(OF_A_FIGURE, ""),
            "year": agricultural_year(point["year"]) if is_agricultural else str(point["year"]),
            "at": point["year"] + MIDDLES.get(view["calendar"], 0.5),
            "span": None,
            "value": float(f"{point['value']:.{SIGNIFICANT}g}"),
            "low": _end(point, "low"),
            "high": _end(point, "high"),
            "territory": point["territory"],
            "region": point["region"],
            "standing": "derived",
            "sources": point["sources"],
            "notes": (),
        }
        for point in view["points"]
    ]


def _end(point: View, end: str) -> float | None:
    """An end of the range of a computed figure; none where there is no range."""
    return None if point["low"] == point["high"] else float(f"{point[end]:.{SIGNIFICANT}g}")


# --- in words -------------------------------------------------------------------------------------------------------


def written(series: View, say: Language, link: Callable[[str], str]) -> View:
    """The table as it is printed: heads, cells, what stands above and below; `link` gives the address of a work.

    A cell is a text, or the works that it names. A note is the number of one below the table, a place seen a letter.
    """
    rows = series["rows"]
    once = {name for name in ONCE if len({_same(name, row) for row in rows}) == 1}
    shared = set.intersection(*(set(row["notes"]) for row in rows)) if len(rows) > 1 else set()
    noted = [note for note in dict.fromkeys(note for row in rows for note in row["notes"]) if note not in shared]
    places = dict.fromkeys(row["seen_in"] for row in rows if row["seen_in"] and "seen" not in once)
    below = Below(
        {note: str(number) for number, note in enumerate(noted, start=1)},
        {place: _letter(number) for number, place in enumerate(places)},
    )
    columns = [name for name in COLUMNS if name not in once and any(_text(name, row, say, below) for row in rows)]
    first, last = series["years"]
    return {
        "years": first if first == last else f"{first} – {last}",
        "columns": [(name, _head(name, say)) for name in columns],
        "once": [
            (name, _head(name, say), _cell(name, rows[0], say, link, NOTHING))
            for name in ONCE
            if name in once and _text(name, rows[0], say, NOTHING)
        ],
        "cells": [[_cell(name, row, say, link, below) for name in columns] for row in rows],
        "identifiers": [row["id"] for row in rows],
        "notes": noted,
        "of_all": sorted(shared),
        "seen": [(letter, witness_in_words(place, say)) for place, letter in below.places.items()],
        "about_shown": with_titles(series["about"], say),
        "apart_shown": with_titles(series["apart"], say),
    }


class Below:
    """The signs of what stands below a table: numbers of notes, letters of places in which figures were seen."""

    def __init__(self, notes: dict[Text, str], places: dict[str, str]) -> None:
        self.notes, self.places = notes, places


NOTHING = Below({}, {})


def _letter(number: int) -> str:
    """a to z, then aa and so on."""
    more, last = divmod(number, len(ascii_lowercase))
    return (ascii_lowercase[more - 1] if more else "") + ascii_lowercase[last]


def _same(name: str, row: View) -> Any:
    return (row["seen"], row["seen_in"]) if name == "seen" else row[name]


def _head(name: str, say: Language) -> str:
    return {
        "year": say("Year"),
        "value": say("Value"),
        "low": say("Range"),
        "standing": say("Standing"),
        "territory": say("Territory"),
        "region": say("Region"),
        "sources": say("Source"),
        "seen": say("Seen in"),
        "grade": say("Grade"),
        "note": say("Note"),
        "id": say("Identifier"),
    }[name]


def _cell(name: str, row: View, say: Language, link: Callable[[str], str], below: Below) -> Text | View:
    """A cell: its text, the works that it links, or the place that was read."""
    if name == "sources":
        return {"works": works_of(row["sources"], say, link)}
    if name == "seen" and row["seen_in"] and row["seen_in"] not in below.places:
        return {"place": witness_in_words(row["seen_in"], say)}
    return Text(_text(name, row, say, below), "")


def _text(name: str, row: View, say: Language, below: Below) -> str:
    if name == "value":
        return say.figure(row["value"])
    if name == "low":
        return "" if row["low"] is None else f"{say.figure(row['low'])}{BETWEEN}{say.figure(row['high'])}"
    if name == "standing":
        return standing(row, say)
    if name == "note":
        return ", ".join(below.notes[note] for note in row["notes"] if note in below.notes)
    if name == "seen":
        return _seen(row, say, below)
    return row[name] if name in ("year", "grade", "id") else say(row[name])


def standing(row: View, say: Language) -> str:
    """What a figure is beside the main ones; nothing for those."""
    if row["standing"] == "variant":
        return say("variant: {name}", name=variant_in_words(row["variant"], say))
    return say("rival") if row["standing"] == "rival" else ""


def _seen(row: View, say: Language, below: Below) -> str:
    """Where a figure was seen: the letter of a place below the table, the place itself, or in a word how it was read."""
    if row["seen_in"]:
        return below.places.get(row["seen_in"]) or witness_in_words(row["seen_in"], say)
    return {
        "": "",
        "original": say("the work"),
        "copy": say("a copy"),
        "quotation": say("quoted"),
        "memory": say("not seen"),
    }[row["seen"]]


def how_seen(row: View, say: Language) -> str:
    """How a figure was seen and where, in full."""
    means = say.pick(SEEN[row["seen"]]) if row["seen"] else ""
    return ": ".join(filter(None, (means, witness_in_words(row["seen_in"], say) if row["seen_in"] else "")))


def in_language(text: str, say: Language) -> Text:
    """A text of the record in the language asked for, where it has a translation."""
    translated = say(text)
    is_foreign = say.code != "en" and translated == text and text
    return Text(with_titles(translated, say), "en" if is_foreign else "")


def with_titles(text: str, say: Language) -> str:
    """A text in which other series stand under their titles, not under the names that the program knows them by."""

    def titled(name: re.Match) -> str:
        is_a_series = name[0] in load() or name[0] in DERIVED
        return say("“{title}”", title=say.pick(title_of_series(name[0]))) if is_a_series else name[0]

    return NAME.sub(titled, text)


def works_of(sources: str, say: Language, link: Callable[[str], str]) -> list[View]:
    """The works of a figure, with the entry that each opens."""
    return [
        {"said": in_words(reference, say), "href": link(split(reference)[0])} for reference in references_of(sources)
    ]


def references_of(sources: str) -> Sequence[str]:
    """The references of a figure, each once."""
    return list(dict.fromkeys(filter(None, map(str.strip, sources.split(SOURCES)))))


def territories(series: View, say: Language) -> list[str]:
    """The territories of the figures, each once; that a figure is of a region is said where there is no other."""
    named = list(dict.fromkeys(row["territory"] for row in series["rows"]))
    return [say(name) for name in named if name != REGION or len(named) == 1]


def authors(rows: Iterable[View], say: Language) -> list[str]:
    """Author and year of the works behind rows, each once."""
    return list(dict.fromkeys(in_words(split(each)[0], say) for row in rows for each in references_of(row["sources"])))
