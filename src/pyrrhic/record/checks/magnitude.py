"""A figure against the others of its series and region: a factor of a thousand is a wrong unit, one of ten is asked about.

58,300 million tonnes where the series lies at 60 is refused; 583, or nought, must say in its note that it was `checked`
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from pyrrhic.record.checks.problem import CAN_BE_NEGATIVE, Problem, Table, finite, problem
from pyrrhic.record.tables import Row

ASKED, REFUSED = (8.0, 3.0), (500.0, 100.0)  # times from the middle, and times beyond the ends
CHECKED = "checked"
FEWEST = 3  # figures that say where a series lies

Line = tuple[str, str]  # series, region


@dataclass(frozen=True)
class Span:
    """Where the figures of a series lie: the middle and the two ends of their sizes."""

    middle: float
    least: float
    greatest: float

    @classmethod
    def of(cls, sizes: list[float]) -> "Span":
        """The span of some sizes."""
        return cls(median(sizes), min(sizes), max(sizes))


def magnitude_problems(table: Table) -> Iterator[Problem]:
    """Every figure that lies far from the others of its series; of the record's own only those a thousand times away."""
    sizes: dict[Line, list[float]] = defaultdict(list)
    for row in table.rows:
        if row.file not in table.user_files and (size := _size(row)):
            sizes[_line(row)].append(size)
    spans = {line: Span.of(others) for line, others in sizes.items() if len(others) >= FEWEST}
    own_noughts = {_line(row) for row in table.rows if row.file not in table.user_files and _is_nought(row)}
    for row in table.rows:
        if (span := spans.get(_line(row))) and (size := _size(row)):
            yield from _far_away(row, size, span, row.file in table.user_files)
        elif span and _is_nought(row) and _line(row) not in own_noughts and not _is_checked(row):
            what = (
                f"{_words(row)} is nought, as no figure of the record is here; leave the row out where nothing is known"
            )
            yield problem(row, "value", f"{what}, or, if it is right, write '{CHECKED}' in its note")


def _far_away(row: Row, size: float, span: Span, is_users: bool) -> Iterator[Problem]:
    middle = span.middle
    times = max(size / middle, middle / size)
    beyond = max(size / span.greatest, span.least / size)
    if times >= REFUSED[0] and beyond >= (REFUSED[1] if is_users else 1):
        yield problem(
            row,
            "value",
            f"{_words(row)} is {times:,.0f} times away from the middle of its series, {middle:g}: is it in {row.fields['unit']}?",
        )
    elif is_users and times >= ASKED[0] and beyond >= ASKED[1] and not _is_checked(row):
        ends = f"{span.least:g} to {span.greatest:g}"
        yield problem(
            row,
            "value",
            f"{_words(row)} lies {beyond:.0f} times outside the record's figures, {ends} {row.fields['unit']}; "
            f"if it is right, write '{CHECKED}' in its note",
        )


def _size(row: Row) -> float | None:
    """The size of a figure; none of a difference, which may be as small as it likes."""
    value = finite(row.fields["value"])
    return abs(value) if value and not CAN_BE_NEGATIVE.search(row.fields["series"]) else None


def _is_nought(row: Row) -> bool:
    return finite(row.fields["value"]) == 0.0


def _is_checked(row: Row) -> bool:
    return CHECKED in row.fields["note"].casefold()


def _line(row: Row) -> Line:
    return row.fields["series"], row.fields["region"]


def _words(row: Row) -> str:
    return f"{row.fields['series']} {row.fields['year']}, {row.fields['value'][:20]},"
