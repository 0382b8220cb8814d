"""The codebook: a section for each series, in the manner of the codebooks of political science.

What it is, unit, years, territories, figures by grade, rivals and variants, works, what it must not be mixed with.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from pyrrhic.record.derive.series import DERIVED, Derived, derive
from pyrrhic.record.load import Observation, Record, Series
from pyrrhic.record.package.description import TITLE, description_of, version_of
from pyrrhic.record.package.tables import TABLES, figures_by_work
from pyrrhic.record.tables import FLAGS, GRADES, SEEN, TOPICS, VALUE_IS, VARIANT


def codebook(record: Record) -> str:
    """The whole codebook as Markdown."""
    version, date = version_of(record)
    parts = [f"# {TITLE}", f"Codebook of version {version}, {date}. {description_of(record)}", *_tables(), *_words()]
    topics = {series.topic for series in record.values()}
    for topic in (topic for topic in TOPICS if topic in topics):
        parts.append(f"## {TOPICS[topic].en}")
        parts += [part for series in record.values() if series.topic == topic for part in _series(series, record)]
    parts.append("## Derived series")
    parts += [part for name in DERIVED for part in _derived(derive(record, name))]
    return "\n\n".join(parts) + "\n"


def readme(record: Record) -> str:
    """What the folder holds and how to read and cite it."""
    version, date = version_of(record)
    files = "\n".join(f"- `{name}.csv`: {shown.title}." for name, shown in TABLES.items())
    return f"""# {TITLE}

Version {version} of the data, {date}: {len(record.observations):,} figures in {len(record)} series from {len(figures_by_work(record))} works.

{description_of(record)}

{files}
- `CODEBOOK.md`: every series; `sources.bib` and `sources.json` (CSL-JSON): every work; `datapackage.json`: columns, keys, checksums.

Read a figure with its grade, its territory and its rivals: A was read in the work or a copy of it, B as another work quotes it, C is
known from the literature and not yet read in place. Filter `role = 'main'` for one line through a series; a `variant` follows another
definition and is no estimate of the same thing. Do not divide figures of different territories.

The files are CSV in UTF-8 with a comma between fields and a point in numbers; an empty field is a missing value. The column `printed`
keeps the digits that are printed, such as 65.0, where a reader is told that it is a text:

    figures <- read.csv("observations.csv", colClasses = c(printed = "character"))          # R
    figures = pandas.read_csv("observations.csv", dtype={{"printed": "string"}})              # Python

Our work is free under CC0 1.0. Figures are facts of the works that they come from: cite the work, its page, and the identifier of the
figure with the version of the data, as in: Wheatcroft and Davies 1994, figure PYR-000001 of {TITLE}, version {version}.
"""


def _tables() -> Iterator[str]:
    yield "## Tables"
    for name, shown in TABLES.items():
        rows = "\n".join(f"| `{column.name}` | {column.type} | {column.description} |" for column in shown.fields)
        yield f"### `{name}`\n\n{shown.title}. Key: {', '.join(shown.key)}.\n\n| column | type | what it holds |\n|---|---|---|\n{rows}"


def _words() -> Iterator[str]:
    for title, words in (
        ("Grades", GRADES),
        ("How a value came about", VALUE_IS),
        ("How seen", SEEN),
        ("Flags", FLAGS),
    ):
        yield f"### {title}\n\n" + "\n".join(f"- `{word}`: {meaning.en}." for word, meaning in words.items())


def _series(series: Series, record: Record) -> Iterator[str]:
    figures = series.figures
    yield f"### `{series.name}`\n\n{series.title.en} ({series.title.ru})"
    yield series.definition
    lines = [
        f"- Unit: {series.unit}.",
        f"- Years: {_span(figures)}; {len(figures)} figures.",
        f"- Territories: {_listed(figure.territory for figure in figures)}.",
        f"- Grades: {_counted(figure.grade for figure in figures)}.",
        f"- Roles: {_counted(figure.role for figure in figures)}.",
    ]
    if any(figure.role == VARIANT for figure in figures):
        lines.append(f"- Variants: {_listed(figure.variant for figure in figures if figure.variant)}.")
    if series.do_not_mix:
        lines.append(f"- Do not mix: {series.do_not_mix}")
    lines.append(f"- Works: {'; '.join(record.works[key].citation() for key in _keys(figures))}.")
    yield "\n".join(lines)


def _derived(series: Derived) -> Iterator[str]:
    yield f"### `{series.name}`\n\n{series.title.en} ({series.title.ru})"
    yield series.what_was_done
    years = f"{series.years[0]}-{series.years[-1]}"
    yield f"- Unit: {series.unit}.\n- Years: {years} ({series.calendar}).\n- From: {', '.join(series.inputs)}."


def _span(figures: Iterable[Observation]) -> str:
    years = [year for figure in figures for year in (figure.first_year, figure.last_year)]
    return f"{min(years)}-{max(years)}"


def _listed(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(words))


def _counted(words: Iterable[str]) -> str:
    return ", ".join(f"{word} {count}" for word, count in sorted(Counter(words).items()))


def _keys(figures: Iterable[Observation]) -> list[str]:
    return list(dict.fromkeys(figure.source for figure in figures))
