"""Tables of text: one way to print them all.

    table([Column("year", left=True), Column("harvest", "Mt", fixed(1))], [("1932/33", 62.35)])

A column knows its title, its unit, and how its cells are written. A table fits the width of the terminal: heads are
wrapped, words are wrapped, and a table of years is split into blocks, each with the years before it.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from textwrap import wrap
from typing import Any

from pyrrhic.app.language import Language

USUAL_WIDTH, LEAST_WIDTH = 100, 40
NARROWEST = 10  # letters that a column of words keeps when it is wrapped
HEAD = 8  # letters of a title that are kept on one line
GAP = "  "
NONE = "-"
NOTHING = 1e-9
MORE = "More: --keep names the quantities to show, --years the years; --json prints every number, by region and kind."
Row = Sequence[Any] | str  # a row that is one text is a heading across the table


@dataclass(frozen=True)
class Column:
    """A column: title and unit of its head, how a cell is written, and whether it stands to the left."""

    title: str = ""
    unit: str = ""
    written: Callable[[Any], str] = str
    left: bool = False


# --- how cells are written ------------------------------------------------------------------------------------


def fixed(decimals: int, signed: bool = False) -> Callable[[Any], str]:
    """A number with its decimals, with a plus where signs count; words as they are; a dash for none."""

    def written(value: Any) -> str:
        rounded = round(float(value), decimals) + 0.0
        return f"{rounded:{'+' if signed and rounded else ''}.{decimals}f}"

    return _or_none(written)


def figures(digits: int = 4) -> Callable[[Any], str]:
    """A number to so many figures; words as they are; a dash for none."""
    return _or_none(lambda value: f"{value:.{digits}g}")


def percent(decimals: int = 0, signed: bool = False) -> Callable[[Any], str]:
    """A share of one in per cent; words as they are; a dash for none."""
    return _or_none(lambda value: f"{value:{'+' if signed else ''}.{decimals}%}")


def _or_none(written: Callable[[Any], str]) -> Callable[[Any], str]:
    def cell(value: Any) -> str:
        if isinstance(value, str):
            return value
        return NONE if value is None or not isfinite(value) else written(value)

    return cell


# --- tables ---------------------------------------------------------------------------------------------------


def terminal_width() -> int:
    """Letters on a line: those of the terminal or of COLUMNS, 100 where neither says."""
    return max(LEAST_WIDTH, shutil.get_terminal_size((USUAL_WIDTH, 0)).columns)


def table(columns: Sequence[Column], rows: Sequence[Row], width: int | None = None) -> str:
    """Rows below the heads of their columns, the widest column of words wrapped where the line is too long."""
    cells = [row if isinstance(row, str) else _cells(columns, row) for row in rows]
    widths = _fitted(columns, cells, [_width(column, texts) for column, texts in _columns(columns, cells)], width)
    heads = [_head(column, room) for column, room in zip(columns, widths, strict=True)]
    height = max(map(len, heads), default=0)
    stacked = [[""] * (height - len(head)) + head for head in heads]
    lines = [list(line) for line in zip(*stacked, strict=True)]
    shown = [_line(columns, line, widths) for line in lines if any(line)]
    for row in cells:
        shown += _heading(row, width) if isinstance(row, str) else _row(columns, row, widths)
    return "\n".join(shown)


def table_of_years(columns: Sequence[Column], rows: Sequence[Row], say: Language, width: int | None = None) -> str:
    """A table whose first column is the year: without what is zero throughout, in blocks that fit the width."""
    zero = [number for number in range(1, len(columns)) if _zero([row[number] for row in rows])]
    numbers = [number for number in range(len(columns)) if number not in zero]
    left_out = [columns[number].title for number in zero]
    shown = _in_blocks(columns, rows, numbers, width) if len(numbers) > 1 else []
    several = len(shown) > 1
    if left_out:
        shown.append(paragraph(say("left out, zero throughout: {names}", names=", ".join(left_out))))
    if several or left_out:
        shown[-1] += ("\n" if left_out else "\n\n") + paragraph(say(MORE))
    return "\n\n".join(shown)


def table_in_blocks(columns: Sequence[Column], rows: Sequence[Row], width: int | None = None) -> str:
    """A table with many columns, in blocks that fit the width, each with the first column before it."""
    return "\n\n".join(_in_blocks(columns, rows, range(len(columns)), width))


def _in_blocks(columns: Sequence[Column], rows: Sequence[Row], numbers: Sequence[int], width: int | None) -> list[str]:
    """The blocks of a table of the columns with these numbers."""
    blocks = _blocks(columns, rows, numbers, width or terminal_width())
    return [table(_picked(columns, block), [_picked(row, block) for row in rows], width) for block in blocks]


def _picked(items: Sequence, numbers: Sequence[int]) -> list:
    """The items with these numbers."""
    return [items[number] for number in numbers]


def _zero(values) -> bool:
    """Whether a column holds nothing but zeros; a column without numbers does not."""
    numbers = [value for value in values if value is not None and not isinstance(value, str)]
    return bool(numbers) and all(abs(value) < NOTHING for value in numbers)


def _blocks(columns: Sequence[Column], rows: Sequence[Row], numbers: Sequence[int], width: int) -> list[list[int]]:
    """The numbers of the columns of each block; the first column stands in all of them."""
    first, *others = numbers
    rooms = {
        number: _width(columns[number], [columns[number].written(row[number]) for row in rows]) for number in numbers
    }
    blocks, filled = [[first]], rooms[first]
    for number in others:
        filled += len(GAP) + rooms[number]
        if filled > width and len(blocks[-1]) > 1:
            blocks.append([first])
            filled = rooms[first] + len(GAP) + rooms[number]
        blocks[-1].append(number)
    return blocks


def _cells(columns: Sequence[Column], row: Row) -> list[str]:
    return [column.written(cell) for column, cell in zip(columns, row, strict=True)]


def _columns(columns: Sequence[Column], cells: Sequence[Row]):
    rows = [row for row in cells if not isinstance(row, str)]
    return ((column, [row[number] for row in rows]) for number, column in enumerate(columns))


def _heading(text: str, width: int | None) -> list[str]:
    """A heading across the table, wrapped; an empty one is an empty line."""
    indent = " " * _indent(text)
    return wrap(text, width or terminal_width(), subsequent_indent=indent, break_on_hyphens=False) or [""]


def _row(columns: Sequence[Column], row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [_line(columns, line, widths) for line in _wrapped(columns, row, widths)]


def _width(column: Column, texts: Sequence[str]) -> int:
    """The room of a column: of its widest cell, and of the lines of its head."""
    widest = max(map(len, texts), default=0)
    return max([widest, *map(len, _head(column, max(widest, HEAD)))], default=widest)


def _head(column: Column, room: int) -> list[str]:
    """Title and unit as lines no wider than the room, but for single long words."""
    parts = [column.title, f"({column.unit})" if column.unit else ""]
    return [line for part in parts for line in wrap(part, max(room, 1), break_long_words=False)]


def _fitted(columns: Sequence[Column], cells: Sequence[Row], widths: list[int], width: int | None) -> list[int]:
    """The widths, the widest columns of words made narrower, a letter at a time, where the line is too long."""
    fitted, least = list(widths), [max(NARROWEST, _longest_word(texts)) for _, texts in _columns(columns, cells)]
    beyond = sum(fitted) + len(GAP) * (len(fitted) - 1) - (width or terminal_width())
    words = [number for number, column in enumerate(columns) if column.left]
    while beyond > 0 and (able := [number for number in words if fitted[number] > least[number]]):
        fitted[max(able, key=lambda number: (fitted[number], number))] -= 1
        beyond -= 1
    return fitted


def _longest_word(texts: Sequence[str]) -> int:
    """The room of the longest word with the indent before it."""
    return max((_indent(text) + len(word) for text in texts for word in text.split()), default=0)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _wrapped(columns: Sequence[Column], row: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    """The lines of a row: words beyond the room of their column go on below."""
    parts = [
        _in_lines(cell, room) if column.left else [cell]
        for column, cell, room in zip(columns, row, widths, strict=True)
    ]
    height = max(map(len, parts), default=1)
    return [[part[number] if number < len(part) else "" for part in parts] for number in range(height)]


def _in_lines(cell: str, room: int) -> list[str]:
    if len(cell) <= room:
        return [cell]
    indent = " " * (_indent(cell) + 2)
    return wrap(cell, room, subsequent_indent=indent, break_on_hyphens=False) or [""]


def _line(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = [
        f"{cell:<{room}}" if column.left else f"{cell:>{room}}"
        for column, cell, room in zip(columns, cells, widths, strict=True)
    ]
    return GAP.join(parts).rstrip()


def paragraph(text: str, indent: str = "", first: str | None = None) -> str:
    """A text of any length as lines that fit the terminal; `first` begins the first line instead of the indent."""
    begin = indent if first is None else first
    return "\n".join(
        wrap(text, terminal_width(), initial_indent=begin, subsequent_indent=indent, break_on_hyphens=False)
    )


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of words as columns without heads."""
    return table([Column(left=True)] * len(rows[0]), rows) if rows else ""
