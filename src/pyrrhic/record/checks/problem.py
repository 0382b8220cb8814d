"""What is wrong in a table and where, and the tables under check."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyrrhic.errors import nearest
from pyrrhic.record.tables import Row

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# Amounts cannot be negative; changes, differences and judgements of more or less can.
CAN_BE_NEGATIVE = re.compile(
    r"(^|_)(growth|rise|change|increase|reduction|decline|sign|deviation|anomaly|effect|balance|net|difference)(_|$)"
)


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong and where; prints as `file:line:column: message`."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True)
class Table:
    """All rows under check, and what they may refer to."""

    rows: Sequence[Row]
    catalogue: Mapping[str, Row]
    sources: Collection[str]
    user_files: Collection[Path] = field(default_factory=tuple)

    @cached_property
    def _nearest(self) -> dict[str, str | None]:
        return {}

    def nearest_series(self, name: str) -> str | None:
        """The series most like a name, looked for once."""
        if name not in self._nearest:
            self._nearest[name] = nearest(name, self.catalogue)
        return self._nearest[name]

    def unit(self, series: str) -> str | None:
        """The catalogue's unit of a series, or None when the catalogue has no such series."""
        return self.catalogue[series].fields["unit"] if series in self.catalogue else None


def problem(row: Row, column: str, message: str) -> Problem:
    """A problem at one field of one row."""
    return Problem(str(row.file), row.line, row.column(column), message)


def finite(text: str) -> float | None:
    """The number a field holds, or None when it holds none."""
    return float(text) if NUMBER.fullmatch(text) and math.isfinite(float(text)) else None
