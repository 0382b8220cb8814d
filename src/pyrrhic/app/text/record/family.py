"""The page of a family: the main figures of series that are one thing over a dimension, side by side."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.text.record.figures import in_a_column
from pyrrhic.app.text.table import NONE, Column, paragraph, table, table_in_blocks

View = Mapping[str, Any]


def family_text(view: View, say: Language) -> str:
    """Title, dimension, unit where there is one, a table of years for each place, and the names of the series."""
    units = list(dict.fromkeys(say.unit(member["unit"]) for member in view["members"]))
    head = [
        paragraph(view["title"]),
        view["family"],
        "",
        say("Series over: {dimension}", dimension=view["over"]),
        *([say("Unit: {words}", words=units[0])] if len(units) == 1 else []),
    ]
    how = say("Rivals, ranges and works: pyrrhic record show SERIES")
    return "\n\n".join(["\n".join(head), *_tables(view, len(units) > 1, say), _members(view, say), paragraph(how)])


def _tables(view: View, with_units: bool, say: Language) -> list[str]:
    """The main figures, those of a place below its name."""
    places = groupby(view["rows"], key=lambda row: row["region"] or row["territory"])
    return ["\n".join([say(place), _table(view, list(rows), with_units, say)]) for place, rows in places]


def _table(view: View, rows: Sequence[View], with_units: bool, say: Language) -> str:
    """The years of a place, with the members that have figures of it."""
    members = [member for member in view["members"] if any(member["series"] in row["values"] for row in rows)]
    columns = [
        Column(say("year"), left=True),
        *(Column(member["member"], say.unit(member["unit"]) if with_units else "") for member in members),
    ]
    numbers = (
        [say.figure(row["values"][name]) if name in row["values"] else NONE for row in rows]
        for name in (member["series"] for member in members)
    )
    cells = [[row["year"] for row in rows], *(in_a_column(column, say) for column in numbers)]
    return table_in_blocks(columns, list(zip(*cells, strict=True)))


def _members(view: View, say: Language) -> str:
    """What each member is called in the record."""
    columns = [Column(view["over"], left=True), Column(say("series"), left=True)]
    return table(columns, [(member["member"], member["series"]) for member in view["members"]])
