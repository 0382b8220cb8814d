"""A series as files to take away: CSV under a head of what it is, JSON, BibTeX; and how it is cited.

The site's script writes the same files from the data of its page; a test compares the two.
"""

import csv
import io
import json
from functools import cache
from typing import Any

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.series.table import View, how_seen, references_of, territories
from pyrrhic.app.text.names import in_words, variant_in_words
from pyrrhic.record.package.works import bibtex
from pyrrhic.record.registers import data_version
from pyrrhic.sources import bibliography, split

COLUMNS = (
    "year",
    "value",
    "low",
    "high",
    "territory",
    "region",
    "standing",
    "variant",
    "source",
    "seen",
    "grade",
    "note",
    "id",
)
HEADS = {"unit": "Unit: {words}", "territory": "Territory: {words}", "work": "Source: {words}"}  # of a file


def edition(say: Language) -> str:
    """The versions of the program and of its data."""
    return _edition(say.code)


@cache
def _edition(code: str) -> str:
    say = Language(code)
    return say("Pyrrhic {version}, data {data}", version=pyrrhic.__version__, data=data_version()[0])


def figures_of(series: View, say: Language) -> list[dict[str, Any]]:
    """The figures of a series, a value for each of `COLUMNS`; what is not known is empty."""
    return [
        {
            **{name: row[name] for name in ("year", "standing", "grade", "id")},
            **{name: _plain(row[name]) for name in ("value", "low", "high")},
            **{name: say(row[name]) for name in ("territory", "region")},
            "variant": variant_in_words(row["variant"], say) if row["variant"] else "",
            "source": "; ".join(in_words(each, say) for each in references_of(row["sources"])),
            "seen": how_seen(row, say),
            "note": "; ".join(note.text for note in row["notes"]),
        }
        for row in series["rows"]
    ]


def _plain(value: float | None) -> float | None:
    """A whole number without a decimal."""
    return int(value) if value is not None and value.is_integer() else value


def csv_of(series: View, say: Language) -> str:
    """The figures under a head of title, unit, territory, works and version."""
    head = [
        f"{series['title']} ({series['name']})",
        _headed("unit", series["unit"], say),
        _headed("territory", "; ".join(territories(series, say)), say),
        *(_headed("work", work, say) for work in series["works"].values()),
        edition(say),
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(figures_of(series, say))
    return "".join(f"# {line}\n" for line in head) + text.getvalue()


def _headed(name: str, words: str, say: Language) -> str:
    """A line of the head of a file."""
    return say(HEADS[name]).replace("{words}", words)


def json_of(series: View, say: Language) -> str:
    """The same as one document."""
    document = {
        "series": series["name"],
        "title": series["title"],
        "unit": series["unit"],
        "about": series["about"],
        "do_not_mix": series["apart"],
        "territories": territories(series, say),
        "works": series["works"],
        "edition": edition(say),
        "citation": citation_of(series, say),
        "figures": [{name: figure[name] for name in COLUMNS} for figure in figures_of(series, say)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def bibtex_of(series: View) -> str:
    """The works of a series for a reference manager."""
    return bibtex(bibliography()[key] for key in series["works"])


def citation_of(series: View, say: Language) -> str:
    """How the series is cited: works with their pages, the versions of program and data, its name."""
    works = "; ".join(f"{work}{_places(key, series, say)}" for key, work in series["works"].items())
    return say(
        "{title}. From: {works}. In: {edition}, series {name}.",
        title=series["title"],
        works=works,
        edition=edition(say),
        name=series["name"],
    )


def _places(key: str, series: View, say: Language) -> str:
    """The pages of a work from which the figures come, as they follow it."""
    references = dict.fromkeys(each for row in series["rows"] for each in references_of(row["sources"]))
    return "".join(in_words(each, say).removeprefix(in_words(key, say)) for each in references if split(each)[0] == key)
