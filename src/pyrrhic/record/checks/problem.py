"""What is wrong in a table and where, and the tables under check."""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyrrhic.errors import nearest, unknown
from pyrrhic.record.checks.resemblance import Resemblance
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
    def _resemblance(self) -> Resemblance:
        return Resemblance(self.catalogue)

    def nearest_series(self, name: str) -> str | None:
        """The series most like a name, looked for once."""
        return self._resemblance.nearest(name)

    @cached_property
    def _nearest(self) -> dict[tuple[str, str], str | None]:
        return {}

    def nearest_of(self, kind: str, name: str, names: Collection[str]) -> str | None:
        """The name of a kind most like another, looked for once."""
        if (kind, name) not in self._nearest:
            self._nearest[kind, name] = nearest(name, names)
        return self._nearest[kind, name]

    @cached_property
    def _unknown(self) -> dict[tuple[str, str], str]:
        return {}

    def unknown(self, kind: str, name: str, names: Collection[str]) -> str:
        """The sentence that a name of a kind is not known, made once for all rows that have it."""
        if (kind, name) not in self._unknown:
            self._unknown[kind, name] = unknown(kind, name, names)
        return self._unknown[kind, name]

    @cached_property
    def national_mains(self) -> Mapping[str, Mapping[tuple[str, str], Row]]:
        """National main rows with a readable value by series, and by territory and year."""
        mains: dict[str, dict[tuple[str, str], Row]] = defaultdict(dict)
        for row in self.rows:
            fields = row.fields
            if not fields["region"] and fields["role"] == "main" and finite(fields["value"]) is not None:
                mains[fields["series"]][fields["territory"], fields["year"]] = row
        return mains

    def unit(self, series: str) -> str | None:
        """The catalogue's unit of a series, or None when the catalogue has no such series."""
        return self.catalogue[series].fields["unit"] if series in self.catalogue else None


def problem(row: Row, column: str, message: str) -> Problem:
    """A problem at one field of one row."""
    return Problem(str(row.file), row.line, row.column(column), message)


def finite(text: str) -> float | None:
    """The number a field holds, or None when it holds none."""
    return float(text) if NUMBER.fullmatch(text) and math.isfinite(float(text)) else None
