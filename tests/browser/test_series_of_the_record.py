"""A series on the page of the record: its picture, where its figures were seen, what is saved and copied of it."""

import json
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from waiting import until

from pyrrhic.app.language import Language
from pyrrhic.app.series.drawing import alone
from pyrrhic.app.series.files import bibtex_of, citation_of, csv_of, edition, json_of
from pyrrhic.app.series.picture import picture_of
from pyrrhic.app.series.table import table_of, tables
from pyrrhic.record.load import load
from pyrrhic.texts import LANGUAGES

pytestmark = pytest.mark.browser
DRAWN = ("grain_collections", "famine_excess_deaths", "net_migration_to_towns")
BY_SCRIPT = ("CSV", "JSON", "SVG", "BibTeX")


def saved(page, name, kind):
    """What the page saves of an open series under a button."""
    with page.expect_download() as download:
        page.locator(f"#{name} .takes").get_by_role("button", name=kind, exact=True).click()
    assert download.value.suggested_filename == f"{name}.{kind.lower().replace('bibtex', 'bib')}"
    return download.value.path().read_bytes()


def expected(name, kind, language):
    """The same file as the package writes it."""
    say = Language(language)
    series = table_of(name, say)
    return {
        "CSV": lambda: csv_of(series, say),
        "JSON": lambda: json_of(series, say),
        "BibTeX": lambda: bibtex_of(series),
        "SVG": lambda: alone(series, picture_of(series, say), f"{edition(say)}: {name}", say),
    }[kind]()


def canonical(text):
    """A picture without what only the writer of the file decides."""
    return ElementTree.canonicalize(text, strip_text=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DRAWN)
def test_the_page_saves_the_files_that_the_package_writes(opened, name, language):
    page = opened("record", language, address=f"#{name}")
    for kind in BY_SCRIPT:
        text = saved(page, name, kind).decode("utf-8-sig")
        if kind == "SVG":
            assert canonical(text) == canonical(expected(name, kind, language))
        else:
            assert text == expected(name, kind, language), kind
    assert page.said == []


def test_every_series_has_the_same_rows_in_the_page_and_in_the_package(opened):
    page = opened("record", "ru")
    say = Language("ru")
    written = page.evaluate("() => Object.fromEntries(record.series.map((series) => [series.name, csvOf(series)]))")
    assert written == {series["name"]: csv_of(series, say) for series in tables(say)}
    documents = page.evaluate(
        "() => Object.fromEntries(record.series.map((series) => [series.name, jsonOf(series, document.getElementById(series.name).querySelector('.cited cite').textContent)]))"
    )
    for series in tables(say):
        assert json.loads(documents[series["name"]]) == json.loads(json_of(series, say)), series["name"]


def test_a_picture_is_saved_as_png(opened):
    page = opened("record", address="#grain_collections")
    image = saved(page, "grain_collections", "PNG")
    assert image.startswith(b"\x89PNG") and len(image) > 20_000
    assert page.said == []


def test_a_series_without_a_picture_offers_none(opened):
    page = opened("record", address="#agricultural_tax")
    assert page.locator("#agricultural_tax figure").count() == 0
    assert page.locator("#agricultural_tax .takes button").all_text_contents() == ["CSV", "JSON", "BibTeX"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citation_names_works_and_versions_and_is_copied(opened, language):
    page = opened(
        "record", language, address="#births_postwar_borders", permissions=["clipboard-read", "clipboard-write"]
    )
    page.click("#births_postwar_borders .cited button")
    until(page, "navigator.clipboard.readText()")
    say = Language(language)
    assert page.evaluate("() => navigator.clipboard.readText()") == citation_of(
        table_of("births_postwar_borders", say), say
    )


def test_figures_say_where_they_were_seen_their_grade_and_identifier_with_scripts_off(opened):
    page = opened("record", address="#grain_collections", scripts=False)
    shown = page.locator("#grain_collections")
    rows = shown.locator("tbody tr").all_text_contents()
    figures = load().series("grain_collections").figures
    assert all(figure.id in row for figure, row in zip(figures, rows, strict=True))
    heads = shown.locator("thead th").all_text_contents()
    assert {"Seen in", "Grade", "Identifier"} <= {head.strip() for head in heads}
    assert shown.locator(".footnotes.places li").count() == len({figure.seen_in for figure in figures} - {""})
    assert shown.locator("figure svg .dots circle").count() > 0


def test_the_search_finds_a_figure_by_its_identifier(opened):
    page = opened("record")
    figure = load().series("grain_collections").figures[3]
    page.fill("#sought", figure.id.lower())
    shown = page.evaluate("() => [...document.querySelectorAll('.series:not([hidden])')].map((part) => part.id)")
    assert shown == ["grain_collections"]


def test_the_address_of_a_figure_opens_its_series_at_the_figure_and_marks_it(opened):
    figure = load().series("grain_collections").figures[3].id
    page = opened("record", address=f"#{figure}")
    row = page.locator(f"#{figure}")
    assert figure in row.text_content() and row.is_visible()
    box = row.bounding_box()
    assert 0 <= box["y"] and box["y"] + box["height"] <= page.viewport_size["height"]
    ground = "(row) => getComputedStyle(row).backgroundColor"
    assert row.evaluate(ground) != page.locator(f"#{figure} + tr").evaluate(ground)


def test_the_address_of_a_figure_shows_it_whatever_is_sought(opened):
    figure = load().series("grain_collections").figures[3].id
    page = opened("record", address="#births_registered")
    page.fill("#sought", "тягловая")
    page.evaluate("(figure) => { location.hash = figure; }", figure)
    until(page, "byId('grain_collections').open && !byId('grain_collections').hidden")
    assert page.input_value("#sought") == ""
    assert 0 <= page.locator(f"#{figure}").bounding_box()["y"] < page.viewport_size["height"]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_picture_takes_the_width_of_the_page_and_its_letters_keep_their_size(opened, width):
    page = opened("record", address="#grain_collections", width=width)
    box = page.locator("#grain_collections .plot").first.bounding_box()
    assert 0 < box["x"] and box["x"] + box["width"] <= width
    sizes = page.eval_on_selector_all(
        "#grain_collections figure text", "(all) => all.map((text) => getComputedStyle(text).fontSize)"
    )
    assert set(sizes) == {"11px"}
    years = page.eval_on_selector_all(
        "#grain_collections .plot:first-of-type g[text-anchor=middle] text",
        "(all) => all.map((text) => text.getBoundingClientRect()).filter((box) => box.width).map((box) => [box.left, box.right])",
    )
    assert len(years) > 1
    assert all(before[1] < after[0] for before, after in pairwise(years))
