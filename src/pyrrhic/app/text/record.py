"""The record as text: the list of series, the page of one, the answer to a query."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import all_in_words, in_words
from pyrrhic.app.text.plot import Mark, plot
from pyrrhic.app.text.table import Column, figures, paragraph, table
from pyrrhic.record.years import agricultural_year
from pyrrhic.sources import Source

View = Mapping[str, Any]
Works = Mapping[str, Source]
NOTE = " " * 9  # where the note of a figure begins


def list_text(rows: Sequence[View], say: Language) -> str:
    """The list of series, a line each."""
    titles = ("series", "years", "figures", "grades", "unit", "title")
    cells = [
        (
            row["series"],
            f"{row['first_year']}-{row['last_year']}",
            str(row["observations"]),
            row["grades"],
            _unit(row["unit"], say),
            row["title"],
        )
        for row in rows
    ]
    shown = table([Column(say(title), left=True) for title in titles], cells)
    return f"{shown}\n\n{say('Series found: {count}', count=len(rows))}"


def _unit(symbol: str, say: Language) -> str:
    return say.unit(symbol) if say.code == "ru" else symbol


def series_text(view: View, works: Works, say: Language) -> str:
    """The page of one series: what it is, a plot, every figure, the sources."""
    sources = [paragraph(citation, "    ", "  ") for citation in view["bibliography"].values()]
    parts = [
        _head(view, say),
        _plot(view),
        _figures(view, works, say),
        _grades(view, say),
        "\n".join([say("Sources"), *sources]),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(view: View, say: Language) -> str:
    territories = view["territories"]
    several = len(territories) > 1 and "region" not in territories
    facts = {
        "Topic: {words}": view["topic_title"],
        "Unit: {words}": view["unit_name"],
        "Territory: {words}": "; ".join(map(say, territories)),
        "Do not mix: {words}": say(view.get("do_not_mix", "")),
    }
    lines = [
        *_definition(view, say),
        *(say(fact, words=text) for fact, text in facts.items() if text),
        say("Attention: the figures are of several territories; compare only within one.") if several else "",
        _elsewhere(view, say),
    ]
    named = f"{view['name']} ({say(view['kind'])})"
    return "\n".join([view["title"], named, "", *(paragraph(line) for line in lines if line)])


def _definition(view: View, say: Language) -> list[str]:
    """The definition of a printed series, or how a derived one is made."""
    if view["kind"] == "transcribed":
        return [say(view["definition"])]
    return [
        say("What was done: {words}", words=say(view["what_was_done"])),
        say("Inputs: {words}", words=", ".join(view["inputs"])),
        say("A year means: {words}", words=say(view["calendar"])),
    ]


def _elsewhere(view: View, say: Language) -> str:
    """The commands that show what else has the name."""
    commands = ", ".join(other["command"] for other in view["elsewhere"])
    return f"{say('Of this name too')}: {commands}" if commands else ""


def _grades(view: View, say: Language) -> str:
    """What the grades of the figures mean."""
    meanings = "; ".join(f"{grade}: {meaning}" for grade, meaning in view.get("grades", {}).items())
    return paragraph(f"{say('Grades')}. {meanings}") if meanings else ""


def _plot(view: View) -> str:
    marks = _marks(view)
    return plot(marks) if len({mark.year for mark in marks}) > 2 else ""


def _marks(view: View) -> list[Mark]:
    """National figures to draw; regions stand in the table only."""
    if view["kind"] == "derived":
        return [
            Mark(point["year"], point["value"], point["low"], point["high"])
            for point in view["points"]
            if not point["region"]
        ]
    return [_mark(seen) for seen in view["observations"] if not seen["region"]]


def _mark(seen: View) -> Mark:
    value = seen["value"]
    low, high = (value if seen[end] is None else seen[end] for end in ("low", "high"))
    return Mark(seen["middle"], value, low, high, seen["role"] != "main")


def _figures(view: View, works: Works, say: Language) -> str:
    """Every figure on a line, with its note below it."""
    if view["kind"] == "derived":
        points = [_point(point, view["calendar"], works, say) for point in view["points"]]
        heads = [say("year"), say("value"), say("range"), say("territory"), say("from")]
        return _columns(heads, points, ["" for _ in points], figures())
    observations = view["observations"]
    heads = [say("year"), say("value"), say("range"), say("territory"), "", say("grade"), say("source")]
    rows = [_observation(observation, works, say) for observation in observations]
    return _columns(heads, rows, [say(observation["note"]) for observation in observations], lambda value: f"{value:g}")


def _columns(heads: Sequence[str], rows: Sequence[tuple], notes: Sequence[str], written) -> str:
    """A table with the value to the right and all other columns to the left; one that is empty is left out."""
    empty = ("", None)
    shown = [number for number in range(len(heads)) if any(row[number] not in empty for row in rows)]
    columns = [Column(heads[number], written=written if number == 1 else str, left=number != 1) for number in shown]
    lines: list = []
    for row, note in zip(rows, notes, strict=True):
        lines += [[row[number] for number in shown], *([f"{NOTE}{note}"] if note else [])]
    return table(columns, lines)


def _point(point: View, calendar: str, works: Works, say: Language) -> tuple:
    year = point["year"]
    return (
        agricultural_year(year) if calendar == "agricultural year" else str(year),
        point["value"],
        "" if point["low"] == point["high"] else _range(f"{point['low']:.4g}", f"{point['high']:.4g}", say),
        say(point["region"] or point["territory"]),
        all_in_words(point["sources"], say, works),
    )


def _observation(figure: View, works: Works, say: Language) -> tuple:
    citation = f"{figure['source']}[{figure['page']}]" if figure["page"] else figure["source"]
    return (
        str(figure["year"]),
        figure["value"],
        "" if figure["low"] is None else _range(f"{figure['low']:g}", f"{figure['high']:g}", say),
        say(figure["region"] or figure["territory"]),
        {"main": "", "rival": say("rival"), "variant": say("variant")}[figure["role"]],
        figure["grade"],
        in_words(citation, say, works),
    )


def _range(low: str, high: str, say: Language) -> str:
    return say("{low} to {high}", low=low, high=high)


def answer_text(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """The answer to a query; empty where the query has none."""
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return table([Column(name, left=True) for name in columns], cells) if columns else ""


def check_text(problems: Sequence[str], say: Language) -> str:
    """The problems of the record, and how many there are."""
    count = say("Problems found: {count}", count=len(problems)) if problems else say("no problems found")
    return "\n".join([*problems, count])
