"""A page for each series: its picture, what it is, its table, how it is cited; and the files beside the page.

The pages are HTML from the start, for which Sphinx only gives the frame: as Markdown they would take a minute. This
extension tells Sphinx where each series stands, and what its search finds it by.
"""

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from sphinx import addnodes

from pyrrhic.app.language import ENGLISH
from pyrrhic.app.series.drawing import alone, drawn
from pyrrhic.app.series.files import bibtex_of, citation_of, csv_of, edition, json_of
from pyrrhic.app.series.picture import picture_of
from pyrrhic.app.series.table import View, authors, tables, territories, written
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.load import load
from pyrrhic.record.tables import GRADES

FOLDER = "record/series"
BIBLIOGRAPHY = "../../bibliography.html#source-"
KINDS = {"csv": "CSV", "json": "JSON", "svg": "SVG", "bib": "BibTeX"}


def all_series() -> tuple[View, ...]:
    """Every series, printed or derived, in the order of topics and titles."""
    return tables(ENGLISH)


def target(name: str) -> str:
    """The anchor of a series."""
    return f"{'derived' if name in DERIVED else 'series'}-{name}"


def body(series: View) -> str:
    """What stands on the page of a series."""
    picture = picture_of(series, ENGLISH)
    shown = written(series, ENGLISH, lambda key: BIBLIOGRAPHY + key.lower())
    return _template().render(
        say=ENGLISH,
        anchor=_identifier(series["name"]),
        series=series,
        shown=shown,
        drawn=drawn(picture, ENGLISH) if picture else None,
        territories=territories(series, ENGLISH),
        inputs=[(name, load().series(name).title.en) for name in series["inputs"] if name in load()],
        grades=[f"{grade}, {GRADES[grade].en}" for grade in series["grades"]],
        kinds=[(ending, kind) for ending, kind in KINDS.items() if picture or ending != "svg"],
        bibliography=BIBLIOGRAPHY,
        citation=citation_of(series, ENGLISH),
        identifier=shown["identifiers"][0],
    )


def files_beside(series: View) -> dict[str, str]:
    """The files that the page offers, by their names."""
    picture, name = picture_of(series, ENGLISH), series["name"]
    texts = {"csv": csv_of(series, ENGLISH), "json": json_of(series, ENGLISH), "bib": bibtex_of(series)}
    if picture:
        texts["svg"] = alone(series, picture, f"{edition(ENGLISH)}: {name}", ENGLISH)
    return {f"{FOLDER}/{name}.{ending}": text for ending, text in texts.items()}


@cache
def _template():
    loader = ChoiceLoader([PackageLoader("pyrrhic.app.series"), FileSystemLoader(Path(__file__).parent)])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True).get_template(
        "series_page.html"
    )


# --- for Sphinx -----------------------------------------------------------------------------------------------------


def setup(app: Any) -> dict[str, bool]:
    """Connect the pages with a build."""
    app.connect("env-updated", _name_places)
    app.connect("html-collect-pages", _collected)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _page(series: View) -> str:
    return f"generated/{FOLDER}/{series['name']}"


def _identifier(name: str) -> str:
    """The anchor as Sphinx writes anchors."""
    return nodes.make_id(target(name))


def _name_places(app: Any, env: Any) -> list[str]:
    """Let other pages link to each series by its anchor."""
    places = env.domains.standard_domain
    for series in all_series():
        anchor = _identifier(series["name"])
        places.labels[target(series["name"])] = (_page(series), anchor, series["title"])
        places.anonlabels[target(series["name"])] = (_page(series), anchor)
    return []


def _collected(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Each page for the theme; on the way the search is told what is on it.

    All lie in one folder, so that the side of the pages, which takes the theme long, is made once.
    """
    side = cache(partial(app.builder._get_local_toctree, _page(all_series()[0])))
    for series in all_series():
        page, searched = _page(series), _searched(series)
        if getattr(app.builder, "indexer", None):
            app.builder.indexer.feed(page, f"{page}.html", series["title"], searched)
            app.env.all_docs[page], app.env.titles[page] = 0, searched[0]  # only what has a source is kept in the index
        yield page, {"title": series["title"], "body": body(series), "toctree": side}, "page.html"


def _searched(series: View) -> nodes.section:
    """What the search finds a series by: titles, name, unit, definition, authors, regions, and identifiers, each with its row."""
    texts = [series["titles"].ru, series["name"], series["topic_title"], series["unit"], series["about"]]
    texts += [*authors(series["rows"], ENGLISH), *dict.fromkeys(row["region"] for row in series["rows"])]
    whole = {
        series["name"]: _identifier(series["name"]),
        **{row["id"]: row["id"] for row in series["rows"] if row["id"]},
    }
    entries = [("single", text, anchor, "main", None) for text, anchor in whole.items()]
    title, words = nodes.title(text=series["title"]), nodes.paragraph(text=" ".join(texts))
    return nodes.section("", title, words, addnodes.index(entries=entries), ids=[_identifier(series["name"])])
