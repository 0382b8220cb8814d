"""The tables of the record as other programs get them: what each column holds, what a value must be, and their rows.

    table(load(), "observations")[0]["id"]

`observations` as printed, `catalogue` of the series, `families` of series over a dimension, `sources`, `derived` series with their
catalogue, `witnesses` of what was read, `regions`, `territories`, and `changes` between versions of the data.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pyrrhic.record.checks.shape import IDENTIFIER as OF_AN_IDENTIFIER
from pyrrhic.record.derive.series import DERIVED, Derived, derive
from pyrrhic.record.load import Record, Series
from pyrrhic.record.registers import (
    KINDS_OF_REGION,
    KINDS_OF_WITNESS,
    changes,
    families_by_series,
    regions,
    territories,
    witnesses,
)
from pyrrhic.record.tables import FLAGS, GRADES, ROLES, SEEN, TERRITORIES, TOPICS, VALUE_IS
from pyrrhic.record.years import EARLIEST, LATEST
from pyrrhic.sources import KINDS_OF_WORK, Source

Rows = list[dict[str, Any]]
IDENTIFIER = rf"{OF_AN_IDENTIFIER.pattern}|OWN-\d{{6}}"  # OWN: of a user's file
TERMS = {  # of the data sets that state terms
    "faostat": "FAO database terms of use; cite FAO",
    "faoFoodBalances": "FAO database terms of use; cite FAO",
    "maddison2010": "free with citation",
    "boltVanZanden2020": "CC BY 4.0",
    "correlatesOfWar": "free with citation",
    "jacks2016": "free with citation",
    "usdaProductivity": "public domain of the United States",
    "mitchell2013": "a work under copyright; figures are cited",
}


@dataclass(frozen=True)
class Field:
    """A column of a table: its name, its type, what it holds, and what a value must be."""

    name: str
    type: str
    description: str
    constraints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table: its title, its columns, its key, and the tables that its columns refer to."""

    title: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.fields]


REQUIRED: Mapping[str, Any] = {"required": True}


def _among(names: Iterable[str], **more: Any) -> Mapping[str, Any]:
    return {"enum": list(names), **more}


OBSERVATIONS = (
    Field("series", "string", "Name of the series; see the table `catalogue`.", REQUIRED),
    Field(
        "year",
        "string",
        "1932 calendar or harvest year; 1931/32 July to June; 1930-03-01 or 1930-03 a date; 1933-37 mean of a period.",
        {"required": True, "pattern": r"[0-9]{4}(/[0-9]{2}|-[0-9]{2}(-[0-9]{2})?|-[0-9]{4})?"},
    ),
    Field("value", "number", "The figure as printed, in `unit`.", REQUIRED),
    Field("low", "number", "Lower end of the published range; not a standard error."),
    Field("high", "number", "Upper end of the published range; not a standard error."),
    Field("unit", "string", "Unit as printed.", REQUIRED),
    Field(
        "territory",
        "string",
        "Borders to which the figure refers. Do not divide across territories.",
        _among(TERRITORIES, required=True),
    ),
    Field("region", "string", "Region, when the figure is not for the whole territory."),
    Field(
        "role",
        "string",
        "`main` is drawn as the centre; `rival` is another's figure for the same thing; `variant` follows another definition.",
        _among(ROLES, required=True),
    ),
    Field("source", "string", "Key of the work; see the table `sources`.", REQUIRED),
    Field("page", "string", "Page or table within the work."),
    Field(
        "grade",
        "string",
        "A read in the work or a copy; B read as quoted elsewhere; C recalled.",
        _among(GRADES, required=True),
    ),
    Field("note", "string", "What a user of the figure should know."),
    Field(
        "first_year", "integer", "First calendar year that `year` touches.", {"minimum": EARLIEST, "maximum": LATEST}
    ),
    Field("last_year", "integer", "Last calendar year that `year` touches."),
    Field("place", "string", "File and line of the figure in the record."),
    Field(
        "id",
        "string",
        "Identifier of the figure, never used for another; cite it.",
        {"required": True, "unique": True, "pattern": IDENTIFIER},
    ),
    Field("printed", "string", "The number as the table writes it, with its own digits."),
    Field("value_is", "string", "How `value` came from what is printed.", _among(VALUE_IS, required=True)),
    Field("variant", "string", "The definition that a figure follows, where several stand side by side."),
    Field("seen", "string", "How the figure was read.", _among(SEEN, required=True)),
    Field("seen_in", "string", "What was read, where it was not the first edition; see the table `witnesses`."),
    Field("flag", "string", "What is wrong with the printed figure.", _among(FLAGS)),
)
CATALOGUE = (
    Field("series", "string", "Name of the series."),
    Field("topic", "string", "Topic, and name of the file that holds the figures.", _among(TOPICS, required=True)),
    Field("title_en", "string", "Title in English."),
    Field("title_ru", "string", "Title in Russian."),
    Field("definition", "string", "What is counted, when and whose."),
    Field("unit", "string", "Unit of every figure of the series."),
    Field("do_not_mix", "string", "What the series must not be confused or joined with."),
)
FAMILIES = (
    Field("family", "string", "Name of the family: series that are one thing over a dimension.", REQUIRED),
    Field("title_en", "string", "Title of the family in English.", REQUIRED),
    Field("title_ru", "string", "Title of the family in Russian.", REQUIRED),
    Field("over_en", "string", "The dimension, in English.", REQUIRED),
    Field("over_ru", "string", "The dimension, in Russian.", REQUIRED),
    Field("series", "string", "Name of the series.", {"required": True, "unique": True}),
    Field("member_en", "string", "What the series is along the dimension, in English.", REQUIRED),
    Field("member_ru", "string", "The same in Russian.", REQUIRED),
)
SOURCES = (
    Field("key", "string", "Key by which figures name the work."),
    Field("reference", "string", "The work: author, title, where and when published."),
    Field(
        "figures", "integer", "How many figures are from the work; 0 where only parameters, claims or texts cite it."
    ),
    Field("note", "string", "What kind of source it is, in words."),
    Field("what", "string", "What the work is to a historian.", {"enum": list(KINDS_OF_WORK)}),
    Field("doi", "string", "Its DOI, where known."),
    Field("isbn", "string", "Its ISBN, where known."),
    Field("terms", "string", "On what terms its figures may be used, where it states them."),
)
DERIVED_FIELDS = (
    Field("series", "string", "Name of the derived series."),
    Field("year", "integer", "Calendar year, or first year of the agricultural year; see `calendar`."),
    Field("value", "number", "Computed from the observations; never a printed figure."),
    Field("low", "number", "Lower end of the range that follows from rival figures."),
    Field("high", "number", "Upper end of that range."),
    Field("unit", "string", "Unit."),
    Field("calendar", "string", "What a year means in this series."),
    Field("territory", "string", "Borders to which the figure refers."),
    Field("region", "string", "Region, when not the whole territory."),
    Field("what_was_done", "string", "How the series was computed."),
    Field("sources", "string", "Keys and pages of the figures behind this one, separated by `; `."),
)
DERIVED_CATALOGUE = (
    Field("series", "string", "Name of the derived series.", REQUIRED),
    Field("title_en", "string", "Title in English.", REQUIRED),
    Field("title_ru", "string", "Title in Russian.", REQUIRED),
    Field("unit", "string", "Unit of every point.", REQUIRED),
    Field("calendar", "string", "What a year means in this series.", REQUIRED),
    Field("what_was_done", "string", "How the series is computed.", REQUIRED),
    Field("inputs", "string", "The printed series behind it, separated by `; `."),
)
WITNESSES = (
    Field("key", "string", "Key by which figures name what was read.", REQUIRED),
    Field("kind", "string", "What kind of copy it is.", _among(KINDS_OF_WITNESS, required=True)),
    Field("what", "string", "The edition, data set, archive file or copy.", REQUIRED),
    Field("where", "string", "Where in it, or the repository that holds it."),
)
REGIONS = (
    Field("id", "string", "Identifier of the region.", {"required": True, "unique": True}),
    Field("name_en", "string", "Name in English, as figures write it.", {"required": True, "unique": True}),
    Field("name_ru", "string", "Name in Russian.", REQUIRED),
    Field("kind", "string", "What kind of region it is.", _among(KINDS_OF_REGION, required=True)),
    Field("parent", "string", "Identifier of the region of which it is a part."),
    Field("valid_from", "string", "First year of the administrative division, where it is known."),
    Field("valid_to", "string", "Last year of it."),
    Field("formerly", "string", "Identifier of the region that had its land before."),
)
TERRITORY = (
    Field("name_en", "string", "Name in English, as figures write it.", REQUIRED),
    Field("name_ru", "string", "Name in Russian.", REQUIRED),
    Field("borders_from", "string", "First year of these borders."),
    Field("borders_to", "string", "Last year of these borders."),
    Field("note", "string", "What the borders hold."),
)
CHANGES = (
    Field("id", "string", "Identifier of the figure that was changed.", {"required": True, "pattern": IDENTIFIER}),
    Field("version", "string", "Version of the data with the change.", REQUIRED),
    Field("field", "string", "What was changed: a column, or `removed`.", REQUIRED),
    Field("old", "string", "What stood there."),
    Field("new", "string", "What stands there."),
    Field("why", "string", "Why.", REQUIRED),
)
TABLES: Mapping[str, Table] = {
    "observations": Table(
        "Figures as printed, each with source, page and grade",
        OBSERVATIONS,
        ("id",),
        {
            "series": ("catalogue", "series"),
            "source": ("sources", "key"),
            "seen_in": ("witnesses", "key"),
            "region": ("regions", "name_en"),
            "territory": ("territories", "name_en"),
        },
    ),
    "catalogue": Table("The series: titles, definitions, units", CATALOGUE, ("series",)),
    "families": Table(
        "Series that are one thing over a dimension, such as prices over products",
        FAMILIES,
        ("series",),
        {"series": ("catalogue", "series")},
    ),
    "sources": Table("The works cited, each with how many figures are from it", SOURCES, ("key",)),
    "derived": Table(
        "Series computed from the observations",
        DERIVED_FIELDS,
        ("series", "region", "year"),
        {"series": ("derived_catalogue", "series")},
    ),
    "derived_catalogue": Table(
        "The derived series: titles, units, how they are computed", DERIVED_CATALOGUE, ("series",)
    ),
    "witnesses": Table("What was read where it was not the first edition of a work", WITNESSES, ("key",)),
    "regions": Table("The regions that figures name", REGIONS, ("id",)),
    "territories": Table("The borders to which figures refer", TERRITORY, ("name_en",)),
    "changes": Table("What changed in the figures between versions of the data", CHANGES, ("id", "version", "field")),
}


def table(record: Record, name: str) -> Rows:
    """One of the tables as plain dicts."""
    makers: dict[str, Callable[[], Iterable[dict[str, Any]]]] = {
        "observations": lambda: (observation.row() for observation in record.observations),
        "catalogue": lambda: (series.catalogue_row() for series in record.values()),
        "families": lambda: map(asdict, families_by_series().values()),
        "sources": lambda: source_rows(record),
        "derived": lambda: derived_rows(record),
        "derived_catalogue": lambda: map(derived_catalogue_row, (derive(record, name) for name in DERIVED)),
        "witnesses": lambda: map(asdict, witnesses().values()),
        "regions": lambda: map(asdict, regions().values()),
        "territories": lambda: map(asdict, territories().values()),
        "changes": lambda: map(asdict, changes()),
    }
    return list(makers[name]())


def source_rows(record: Record) -> Rows:
    """Every work that may be cited, with its reference in one line and the number of its figures."""
    figures = figures_by_work(record)
    return [
        {
            "key": key,
            "reference": work.citation(),
            "figures": figures[key],
            "note": work.note,
            "what": work.what,
            "doi": work.doi,
            "isbn": work.isbn,
            "terms": terms_of(work),
        }
        for key, work in sorted(record.works.items())
    ]


def figures_by_work(record: Record) -> Counter[str]:
    """How many figures are from each work that has any."""
    return Counter(observation.source for observation in record.observations)


def terms_of(work: Source) -> str:
    """The terms on which the figures of a work may be used, where it states any; figures themselves are facts."""
    return TERMS.get(work.key, "facts, cited")


def derived_catalogue_row(series: Derived) -> dict[str, Any]:
    """A derived series without its points."""
    return {
        "series": series.name,
        "title_en": series.title.en,
        "title_ru": series.title.ru,
        "unit": series.unit,
        "calendar": series.calendar,
        "what_was_done": series.what_was_done,
        "inputs": "; ".join(series.inputs),
    }


def derived_rows(record: Record) -> Rows:
    """Every point of every derived series."""
    return [row for name in DERIVED for row in derive(record, name).rows()]


def wide(record: Record) -> tuple[list[str], Rows]:
    """The series with main national figures, and those of each year by the name of the series."""
    columns = {series.name: column for series in record.values() if (column := _main_by_year(series))}
    years = sorted({year for column in columns.values() for year in column})
    rows: Rows = [{"year": year, **{name: column.get(year) for name, column in columns.items()}} for year in years]
    return list(columns), rows


def _main_by_year(series: Series) -> dict[str, float]:
    """The main national figures of years and agricultural years; of two territories the later borders stand."""
    kinds = ("year", "agricultural year")
    return {figure.year: figure.value for figure in series.main() if figure.when.kind in kinds}


def to_csv(rows: Rows, header: Iterable[str]) -> str:
    """A table as CSV text; an absent value is an empty field."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(header), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
