"""Checks that compare rows with each other: repeated figures, main figures, and figures bound by arithmetic.

The arithmetic checks have a stated tolerance, because printed figures are rounded and come from different hands.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pyrrhic.record.tables import Row
from pyrrhic.record.validate import Problem, Table, finite, problem

Key = tuple[str, str]  # territory, year


def comparisons(table: Table) -> Iterator[Problem]:
    """Every problem that only shows when rows are compared."""
    yield from _repeated(table)
    yield from _mains(table)
    for law in LAWS:
        yield from law.problems(table)


def _repeated(table: Table) -> Iterator[Problem]:
    """(series, region, territory, year, source) names one row."""
    first: dict[tuple[str, ...], Row] = {}
    for row in table.rows:
        key = _fields(row, "series", "region", "territory", "year", "source")
        if key in first:
            yield problem(row, "series", f"{_words(row)} from {row.fields['source']} stands twice, first at "
                                         f"{first[key].place}")
        first.setdefault(key, row)


def _mains(table: Table) -> Iterator[Problem]:
    """(series, region, territory, year) has exactly one main row; a user's main takes the place of the record's."""
    slots: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in table.rows:
        slots[_fields(row, "series", "region", "territory", "year")].append(row)
    for rows in slots.values():
        mains = [row for row in rows if row.fields["role"] == "main"]
        users = [row for row in mains if row.file in table.user_files]
        if not mains:
            places = ", ".join(row.place for row in rows)
            yield problem(rows[0], "role", f"{_words(rows[0])} has no main row among {places}; one figure must be main")
        for row in (users or mains)[1:]:
            yield problem(row, "role", f"{_words(row)} has a second main row; the first is at "
                                       f"{(users or mains)[0].place}")


@dataclass(frozen=True)
class Law:
    """Figures bound by arithmetic: `expected` of the named series should give `target`, within `tolerance`.

    `tolerance` is a share of the target. Only main figures of one territory and year are compared, or those of
    the `source` named.
    """

    title: str
    target: str
    inputs: tuple[str, ...]
    expected: Callable[..., float]
    tolerance: float

    def problems(self, table: Table) -> Iterator[Problem]:
        """A problem at each target that the inputs contradict, with the place of every row involved."""
        columns = [_mains_by_key(table, name) for name in (self.target, *self.inputs)]
        for key in sorted(set(columns[0]).intersection(*columns[1:])):
            target, *rows = (column[key] for column in columns)
            value, numbers = _number(target), [_number(row) for row in rows]
            expected = self.expected(*numbers)
            if abs(expected - value) > self.tolerance * abs(value):
                behind = ", ".join(f"{row.fields['series']} {row.fields['value']} at {row.place}" for row in rows)
                yield problem(target, "value", f"{self.title}: {behind} give {expected:.4g}, and "
                                               f"{_words(target)} is {value:g}; tolerance {self.tolerance:.0%}")


def _mains_by_key(table: Table, series: str) -> Mapping[Key, Row]:
    """National main rows of a series with a readable value, by territory and year."""
    return {(row.fields["territory"], row.fields["year"]): row for row in table.rows
            if row.fields["series"] == series and not row.fields["region"] and row.fields["role"] == "main"
            and finite(row.fields["value"]) is not None}


def _number(row: Row) -> float:
    return float(row.fields["value"])


def _fields(row: Row, *names: str) -> tuple[str, ...]:
    return tuple(row.fields[name] for name in names)


def _words(row: Row) -> str:
    """The figure in words: series, region, year."""
    region = f" {row.fields['region']}" if row.fields["region"] else ""
    return f"{row.fields['series']}{region} {row.fields['year']}"


LAWS: tuple[Law, ...] = ()
