"""The list of series, the answer to a query and the problems of a check, within the width of the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.text.table import Column, Row, paragraph, table, terminal_width

View = Mapping[str, Any]
MOST_LINES = 4  # lines of a cell beyond which an answer is written a row at a time


def list_text(rows: Sequence[View], say: Language) -> str:
    """The list of series: years, figures and grades beside the name, what it is and its unit below."""
    heads = [say("years"), say("figures"), say("gr."), say("series")]
    columns = [Column(head, left=number != 1) for number, head in enumerate(heads)]
    cells = [cell for row in rows for cell in _entry(row, say)]
    return "\n\n".join(filter(None, [table(columns, cells), say("Series found: {count}", count=len(rows))]))


def _entry(row: View, say: Language) -> list[Row]:
    """The two lines of a series."""
    years = say.years(row["first_year"], row["last_year"])
    return [
        (years, str(row["observations"]), row["grades"], row["series"]),
        ("", "", "", f"  {row['title']}; {say.unit(row['unit'])}"),
    ]


def answer_text(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """The answer to a query, empty where the query has none: a table, or a line for each cell where it is too wide."""
    if not names:
        return ""
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    shown = table([Column(name, left=True) for name in names], cells)
    lines = shown.split("\n")
    fits = max(map(len, lines)) <= terminal_width() and len(lines) <= 1 + MOST_LINES * max(len(rows), 1)
    return shown if fits else "\n\n".join(_row(names, row) for row in cells)


def _row(names: Sequence[str], cells: Sequence[str]) -> str:
    """A row of an answer with a line for each of its cells that is not empty."""
    room = max(map(len, names)) + 2
    return "\n".join(
        paragraph(cell, " " * room, f"{name:<{room}}") for name, cell in zip(names, cells, strict=True) if cell.strip()
    )


def check_text(problems: Sequence[str], say: Language) -> str:
    """The problems of the record, and how many there are."""
    count = say("Problems found: {count}", count=len(problems)) if problems else say("no problems found")
    return "\n".join([*problems, count])
