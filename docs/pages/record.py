"""The record: an index of topics, and a page for each that lists its series; `series.py` has the page of a series."""

from itertools import groupby

from pages.markdown import contents, escape, link, page, table
from pages.series import all_series, files_beside, target
from pyrrhic.app.series.table import View
from pyrrhic.record.load import load
from pyrrhic.record.tables import GRADES

_HEADER = ("Series", "Unit", "Years", "Figures", "Grades")


def pages() -> dict[str, str]:
    """The index and the pages of topics by their names."""
    topics = {topic: list(series) for topic, series in groupby(all_series(), key=lambda series: series["topic"])}
    return {
        "record/index": _index(list(topics)),
        **{f"record/{topic}": _topic(topic, series) for topic, series in topics.items()},
    }


def files() -> dict[str, str]:
    """The files beside the pages by their names."""
    return {name: text for series in all_series() for name, text in files_beside(series).items()}


def _index(topics: list[str]) -> str:
    grades = "\n".join(f"- **{grade}**: {meaning}" for grade, meaning in GRADES.items())
    about = (
        f"{len(load())} printed series with {len(load().observations)} figures, as printed in the works named beside "
        f"them, and {len(all_series()) - len(load())} series derived from them. A range is the published one, not a "
        "standard error."
    )
    return page(
        "# The record",
        about,
        "Every series has a page with its picture, its table, and its figures to take away as CSV, JSON, SVG and BibTeX.",
        "The search finds a series by the words of its title in either language, by its name, and by the identifier of a "
        "figure written in full, as PYR-003088. Numbers alone it does not look for.",
        "Each figure has a grade:",
        grades,
        "Of several figures for one year and territory one is the *main* one, drawn as the centre; "
        "the others are *rivals*, and count as much. A *variant* follows another definition.",
        contents(topics),
    )


def _topic(topic: str, series: list[View]) -> str:
    about = "Computed from the printed figures when asked for, and never stored." if topic == "derived" else ""
    return page(f"# {series[0]['topic_title']}", about, table(_HEADER, map(_row, series)))


def _row(series: View) -> list[str]:
    first, last = series["years"]
    return [
        link(series["title"], target(series["name"])),
        escape(series["unit"]),
        escape(first if first == last else f"{first} – {last}"),
        str(len(series["rows"])),
        ", ".join(series["grades"]),
    ]
