"""The page of one series: what it is, a plot, every figure with its work, grade and identifier, notes, works."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import label_of_work
from pyrrhic.app.text.record.figures import FEWEST_YEARS, Figures, derived_figures, is_of_years, printed_figures
from pyrrhic.app.text.record.plot import Mark, estimates, plot
from pyrrhic.app.text.table import Row, paragraph, table
from pyrrhic.sources import Source

View = Mapping[str, Any]
Works = Mapping[str, Source]
REGION = "region"  # the territory of a figure that is of a region only


def series_text(view: View, works: Works, say: Language) -> str:
    """The page of one series. Nothing in it is wider than the terminal, and each note stands once."""
    shown = derived_figures(view, works, say) if view["kind"] == "derived" else printed_figures(view, works, say)
    parts = [
        _head(view, shown, say),
        _plot(shown.marks, say),
        _legend(shown.signs),
        table(shown.columns, _rows(shown)),
        _notes(shown.notes, say),
        _grades(view, say),
        _sources(view, works, say),
    ]
    return "\n\n".join(part for part in parts if part)


# --- the head -------------------------------------------------------------------------------------------------


def _head(view: View, shown: Figures, say: Language) -> str:
    """Title, name, definition, topic, unit, territory, and what all figures share."""
    territories = [name for name in view["territories"] if name != REGION]
    several = len(territories) > 1
    facts = {
        "Topic: {words}": view["topic_title"],
        "Unit: {words}": view["unit_name"],
        "Territory: {words}": "; ".join(map(say, territories)),
        "Do not mix: {words}": say(view.get("do_not_mix", "")),
        "With similar series: pyrrhic record show {words}": view.get("family", ""),
    }
    lines = [
        *(say(fact, words=text) for fact, text in facts.items() if text),
        *shown.shared,
        say("Attention: the figures are of several territories; compare only within one.") if several else "",
        _elsewhere(view, say),
    ]
    named = f"{view['name']} ({say(view['kind'])})"
    about = [*map(paragraph, _definition(view, say)), *(paragraph(line, "  ", "") for line in lines if line)]
    return "\n".join([paragraph(view["title"]), named, "", *about])


def _definition(view: View, say: Language) -> list[str]:
    """The definition of a printed series, or how a derived one is made."""
    if view["kind"] == "transcribed":
        return [say(view["definition"])]
    return [
        say("What was done: {words}", words=view["what_was_done"]),
        say("Inputs: {words}", words=", ".join(view["inputs"])),
        say("A year means: {words}", words=say(view["calendar"])),
    ]


def _elsewhere(view: View, say: Language) -> str:
    """The commands that show what else has the name."""
    commands = ", ".join(other["command"] for other in view["elsewhere"])
    return f"{say('Of this name too')}: {commands}" if commands else ""


# --- plot and table -------------------------------------------------------------------------------------------


def _plot(marks: Sequence[Mark], say: Language) -> str:
    """The figures over the years; estimates of a period, or several of few years, below each other."""
    decimal = "," if say.code == "ru" else "."
    if is_of_years(marks):
        return plot(marks, decimal=decimal)
    return estimates(marks, decimal) if len(marks) >= FEWEST_YEARS else ""


def _legend(signs: Mapping[str, str]) -> str:
    """What the signs of rivals and variants stand for."""
    return "\n".join(paragraph(f"{sign}  {meaning}", " " * 5, "  ") for sign, meaning in signs.items())


def _rows(shown: Figures) -> list[Row]:
    """The rows, below the name of the place where there are several."""
    lines: list[Row] = []
    for place, rows in shown.rows.items():
        if len(shown.rows) > 1:
            lines += [*([""] if lines else []), place]
        lines += rows
    return lines


# --- below the table ------------------------------------------------------------------------------------------


def _notes(notes: Mapping[str, int], say: Language) -> str:
    """Every note once, under its number."""
    room = 2 + len(str(len(notes))) + 2
    lines = [paragraph(note, " " * room, f"  {number:>{room - 4}}  ") for note, number in notes.items()]
    return "\n".join([say("Notes"), *lines]) if lines else ""


def _grades(view: View, say: Language) -> str:
    """What the grades of the figures mean."""
    meanings = "; ".join(f"{grade}: {meaning}" for grade, meaning in view.get("grades", {}).items())
    title = say("Grades (gr.)")
    return paragraph(f"{title}. {meanings}") if meanings else ""


def _sources(view: View, works: Works, say: Language) -> str:
    """The works, and how a figure of them is cited."""
    lines = [
        paragraph(label_of_work(key, citation, say), " " * 4, "  ") for key, citation in view["bibliography"].items()
    ]
    example = next((seen["id"] for seen in view.get("observations", ()) if seen["id"]), "")
    how = say("How to cite a figure: pyrrhic cite {identifier}", identifier=example) if example else ""
    return "\n".join([say("Sources"), *lines, *([how] if how else [])])
