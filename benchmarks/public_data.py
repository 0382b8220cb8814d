"""The record against public data sets: every figure that both have, and what the sets have that the record lacks.

    python benchmarks/public_data.py FOLDER [--json]

FOLDER holds CSV files as their publishers give them; `public_data.toml` says how each is known and which figures of the
record came from it. A figure of a period is compared with the mean of the file's years in it. Figures are equal within
0.1 %, or where the file's number, rounded as the record prints it, is the same. Ends with 1 where a figure differs and
with 2 where something cannot be read.
"""

import argparse
import csv
import io
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from statistics import fmean
from typing import Any

from pyrrhic.errors import BadFile, PyrrhicError, UnknownName
from pyrrhic.record import Observation, Record, load

TABLE = Path(__file__).with_suffix(".toml")
WITHIN = 0.001
COMPARED = ("year", "period")  # of the forms of a year; the files know no days and no agricultural years
FIRST, LAST = 1900, 1976  # years outside are no gap of the record


@dataclass(frozen=True)
class Column:
    """What one column says of one entity, and the series of the record that has its figures."""

    series: str
    entity: str
    column: str = ""
    region: str = ""
    factor: float = 1.0

    @property
    def name(self) -> str:
        """The series, with its region where it is not of the country."""
        return f"{self.series} ({self.region})" if self.region else self.series


@dataclass(frozen=True)
class DataSet:
    """A public data set: how its file is known and laid out, and the columns that are compared."""

    name: str
    file: str
    source: str
    series: tuple[Column, ...]
    entity: str = "Entity"
    year: str = "Year"
    layout: str = "long"
    by_columns: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a file of this set must have."""
        named = () if self.layout == "wide" else (self.year, *(asked.column for asked in self.series))
        return tuple(dict.fromkeys((self.entity, *named)))

    def is_in(self, file: str, header: Sequence[str]) -> bool:
        """Whether a file of this name with these columns holds the set."""
        named = fnmatchcase(file.casefold(), self.file.casefold())
        return named or (self.by_columns and set(self.columns) <= set(header))


@dataclass(frozen=True)
class Difference:
    """A figure of the record and what the file has in its place."""

    series: str
    year: str
    ours: str
    theirs: float
    id: str


@dataclass
class Comparison:
    """What came of one file: figures in common, those that differ, and what one side alone has."""

    name: str
    file: str
    equal: int = 0
    differing: list[Difference] = field(default_factory=list)
    not_in_the_file: list[str] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)
    lacking: dict[str, list[int]] = field(default_factory=dict)

    @property
    def common(self) -> int:
        """How many figures both have."""
        return self.equal + len(self.differing)


def data_sets(table: Path = TABLE) -> tuple[DataSet, ...]:
    """The data sets that the table describes."""
    rows = tomllib.loads(table.read_text(encoding="utf-8"))["sets"]
    return tuple(DataSet(**{**row, "series": tuple(Column(**asked) for asked in row["series"])}) for row in rows)


def files_in(folder: Path) -> list[Path]:
    """The CSV files of a folder and of the folders in it."""
    if not folder.is_dir():
        raise BadFile("there is no such folder", where=str(folder))
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() == ".csv")
    if not files:
        raise BadFile("the folder holds no CSV file", where=str(folder))
    return files


def read(file: Path, where: str) -> list[list[str]]:
    """The rows of a file, the header first."""
    try:
        rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    except UnicodeDecodeError:
        raise BadFile("not UTF-8 text; save the file as UTF-8", where=where) from None
    except (OSError, csv.Error) as error:
        raise BadFile(f"cannot be read: {error}", where=where) from None
    if not any(rows):
        raise BadFile("the file is empty", where=where)
    return [[cell.strip() for cell in row] for row in rows if row]


def number(text: str, where: str) -> float:
    """A number as such files write it, with or without commas between thousands."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        raise BadFile(f"malformed number {text[:20]!r}", where=where) from None


Cell = tuple[int, str, str]  # a year, the number as text, the place


def cells(asked: DataSet, column: Column, rows: Sequence[Sequence[str]], file: str) -> Iterator[Cell]:
    """The cells of one column and entity that are filled."""
    for line, row in enumerate(rows[1:], start=2):
        values, where = dict(zip(rows[0], row, strict=False)), f"{file}:{line}"
        if values.get(asked.entity) != column.entity:
            continue
        if asked.layout == "wide":
            yield from ((int(year), cell, where) for year, cell in values.items() if cell and year.isdecimal())
        elif cell := values.get(column.column, ""):
            yield whole_year(values[asked.year], where), cell, where


def whole_year(text: str, where: str) -> int:
    """A year as such files write it."""
    try:
        return int(text)
    except ValueError:
        raise BadFile(f"malformed year {text[:20]!r}", where=where) from None


def theirs(asked: DataSet, column: Column, rows: Sequence[Sequence[str]], file: str) -> dict[int, float]:
    """What the file says by year, in the unit of the record."""
    entities = {row[rows[0].index(asked.entity)] for row in rows[1:] if len(row) > rows[0].index(asked.entity)}
    if column.entity not in entities:
        raise UnknownName("entity", column.entity, entities, where=file)
    return {year: column.factor * number(text, where) for year, text, where in cells(asked, column, rows, file)}


def is_equal(figure: Observation, value: float) -> bool:
    """Whether a number is the figure, within 0.1 % or as the figure is rounded."""
    decimals = len(figure.printed.partition(".")[2])
    apart = abs(figure.value - value)
    return apart <= max(WITHIN * abs(figure.value), 0.5000001 * 10.0**-decimals)


def compare_column(
    asked: DataSet, column: Column, years: Mapping[int, float], record: Record, into: Comparison
) -> None:
    """Every figure of the record that came from this column, beside what the file has now."""
    figures = [figure for figure in record.series(column.series).figures if figure.region == column.region]
    for figure in figures:
        if figure.source != asked.source:
            continue
        values = [years[year] for year in range(figure.first_year, figure.last_year + 1) if year in years]
        if figure.when.kind not in COMPARED:
            into.not_compared.append(figure.id)
        elif not values:
            into.not_in_the_file.append(figure.id)
        elif is_equal(figure, fmean(values)):
            into.equal += 1
        else:
            into.differing.append(Difference(column.name, figure.year, figure.printed, fmean(values), figure.id))
    known = {year for figure in figures for year in range(figure.first_year, figure.last_year + 1)}
    if missing := sorted(year for year in set(years) - known if FIRST <= year <= LAST):
        into.lacking[column.name] = missing


def compare(asked: DataSet, rows: Sequence[Sequence[str]], file: str, record: Record) -> Comparison:
    """One file against the record; a column that the table names must be there."""
    for name in asked.columns:
        if name not in rows[0]:
            raise UnknownName("column", name, rows[0], where=file)
    comparison = Comparison(asked.name, file)
    for column in asked.series:
        compare_column(asked, column, theirs(asked, column, rows, file), record, comparison)
    return comparison


def compare_folder(folder: Path) -> tuple[list[Comparison], list[str]]:
    """Every file of a folder that the table knows against the record, and the names of the others."""
    sets, record = data_sets(), load()
    comparisons, others = [], []
    for file in files_in(folder):
        name = str(file.relative_to(folder))
        rows = read(file, name)
        known = [asked for asked in sets if asked.is_in(file.name, rows[0])]
        comparisons += [compare(asked, rows, name, record) for asked in known]
        others += [] if known else [name]
    return comparisons, others


def in_spans(years: Sequence[int]) -> str:
    """Years in words: `1900-12, 1914`."""
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    spans = zip(starts, ends, strict=True)
    return ", ".join(str(start) if start == end else f"{start}-{end % 100:02}" for start, end in spans)


def in_words(comparison: Comparison) -> Iterator[str]:
    """One comparison as lines of text."""
    yield f"{comparison.name} ({comparison.file})"
    yield f"  {comparison.common} figures in common, {comparison.equal} equal, {len(comparison.differing)} differ"
    for differing in comparison.differing:
        yield (
            f"  differs: {differing.series}, {differing.year}: ours {differing.ours}, theirs {differing.theirs:.7g}, "
            f"{differing.id}"
        )
    if comparison.not_in_the_file:
        yield f"  not in the file: {', '.join(comparison.not_in_the_file)}"
    if comparison.not_compared:
        yield f"  of a day, month or agricultural year, not compared: {', '.join(comparison.not_compared)}"
    for years in dict.fromkeys(map(in_spans, comparison.lacking.values())):
        names = [name for name, lacking in comparison.lacking.items() if in_spans(lacking) == years]
        yield f"  not in the record, {years}: {', '.join(names)}"


def text(comparisons: Sequence[Comparison], others: Sequence[str]) -> str:
    """Everything as text, the sum at the end."""
    lines = [line for comparison in comparisons for line in (*in_words(comparison), "")]
    lines += [f"not recognised: {name}" for name in others]
    common = sum(comparison.common for comparison in comparisons)
    differ = sum(len(comparison.differing) for comparison in comparisons)
    return "\n".join([*lines, f"{len(comparisons)} data sets, {common} figures in common, {differ} differ"])


def document(comparisons: Sequence[Comparison], others: Sequence[str]) -> dict[str, Any]:
    """Everything as one JSON document."""
    sets = [{**asdict(comparison), "common": comparison.common} for comparison in comparisons]
    return {"sets": sets, "not_recognised": list(others)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare a folder with the record and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder of public data sets, as CSV")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    asked = parser.parse_args(arguments)
    try:
        comparisons, others = compare_folder(asked.folder)
    except PyrrhicError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(document(comparisons, others), indent=2) if asked.json else text(comparisons, others))
    return 1 if any(comparison.differing for comparison in comparisons) else 0


if __name__ == "__main__":
    sys.exit(main())
