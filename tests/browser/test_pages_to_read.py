"""Claims, record, words: pages that are read whole without scripts, searched with them, and open from a disk."""

import csv
import re

import pytest
from waiting import until

from pyrrhic.app.language import ENGLISH
from pyrrhic.app.series.table import table_of
from pyrrhic.app.site.picture import pictures
from pyrrhic.app.views.record import series_view
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.load import load
from pyrrhic.record.registers import data_version
from pyrrhic.record.years import parse_year
from pyrrhic.sources import bibliography
from pyrrhic.studies.claims.claim import claims

pytestmark = pytest.mark.browser
PAGES = ("claims", "record", "model", "words")
LANGUAGES = ("en", "ru")
NAME_OF_CODE = re.compile(
    r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b"
)  # reserve_release and the like stand on every page as they do in the program
COMMAND = re.compile(r"\(pyrrhic [^)]*\)|\w+\.ru\.html#\w+")
IDENTIFIER = re.compile(r"PYR-\d+")
LATIN = re.compile(r"[A-Za-z]{2,}")
# Of a congress, of the fingerprint of the model, or the letters of a place seen and of a grade in neighbouring cells.
NUMERAL = re.compile(r"[IVXLC]+|[a-f]+|[a-z]{1,2}[ABC]")
ALLOWED = {
    "Pyrrhic",
    "USDA",
    "hat",
    "Clio",
    "Infra",
    "CRUTEM",
    "SALib",
    "prim",
}  # data sets and programs have no other name
NOT_RUSSIAN = (
    # works in their own script, also in pictures and their keys; names of series, letters of grades
    "[lang=en], cite, code, script, option, .facts, figure .key, text.named"
)
TEXT_WITHOUT = """(selector) => {
  const body = document.body.cloneNode(true);
  for (const part of body.querySelectorAll(selector)) part.remove();
  return body.textContent;
}"""
ANCHORS = "() => [...document.querySelectorAll('[id]')].map((part) => part.id)"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_opens_at_both_widths_without_a_word_or_a_request_outside(opened, folder, name, language):
    for width in (360, 1280):
        page = opened(name, language, width=width)
        page.evaluate("() => { for (const part of document.querySelectorAll('details')) part.open = true; }")
        page.wait_for_timeout(300)
        assert not page.said
        assert page.asked and all(url.startswith((folder.as_uri(), "blob:")) for url in page.asked)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_anchors_are_the_same_in_both_languages_and_none_is_there_twice(opened, name):
    english, russian = (opened(name, language).evaluate(ANCHORS) for language in LANGUAGES)
    assert sorted(english) == sorted(russian) and len(set(english)) == len(english) > 10


@pytest.mark.parametrize("name", PAGES)
def test_every_link_inside_the_site_leads_somewhere(opened, folder, name):
    page = opened(name, "ru")
    links = set(
        page.evaluate("() => [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))")
    )
    anchors = {
        other: set(opened(other, "ru").evaluate("() => [...document.querySelectorAll('[id]')].map((part) => part.id)"))
        for other in PAGES
    }
    assert len(links) > 20
    for link in links:
        file, _, anchor = link.partition("#")
        assert not file or (folder / file).is_file(), link
        known = anchors.get((file or f"{name}.ru.html").partition(".")[0])
        assert not anchor or known is None or anchor in known, link


@pytest.mark.parametrize("name", PAGES)
def test_a_russian_page_speaks_russian(opened, name):
    text = IDENTIFIER.sub("", opened(name, "ru").evaluate(TEXT_WITHOUT, NOT_RUSSIAN))
    text = COMMAND.sub("", NAME_OF_CODE.sub("", text))
    for series in sorted((*load(), *DERIVED), key=len, reverse=True):
        text = text.replace(series, "")
    assert not {word for word in LATIN.findall(text) if not NUMERAL.fullmatch(word)} - ALLOWED


# --- claims ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_claims_are_complete_with_scripts_off(opened, language):
    page = opened("claims", language, scripts=False)
    assert page.locator(".claim").count() == len(claims()) == len(pictures())
    for claim in claims():
        section = page.locator(f"#{claim.key.lower()}")
        text = section.text_content()
        assert claim.title[language] in text and claim.text[language].replace("\xa0", " ") in text.replace("\xa0", " ")
        assert section.locator(".picture path.dots").get_attribute("d").startswith("M")
        assert section.locator(".statement").count() == len(claim.statements)
        for statement in claim.statements:
            shown = section.locator(f"#{statement.key}")
            assert shown.locator(".reasons dd").count() == 3 and shown.locator("tr.number").count() <= 1
            assert shown.locator("cite a").count() >= len(statement.rival.sources)
        assert section.locator(".views li").count() == len(claim.views) + len(claim.not_in_model)


def test_a_counterfactual_statement_opens_its_scenario_in_the_laboratory(opened):
    page = opened("claims", "ru")
    for claim in claims():
        for statement in claim.statements:
            links = page.locator(f"#{statement.key} a[href^='lab.']")
            assert links.count() == bool(statement.scenario)
            if statement.scenario:
                assert links.get_attribute("href") == f"lab.ru.html#v=1&s={statement.scenario}"


def test_a_telephone_shows_the_model_before_the_record(opened):
    key = next(part.key for claim in claims() for part in claim.statements if part.kind == "counterfactual")
    page = opened("claims", address=f"#{key}", width=360)
    heights = {kind: page.locator(f"#{key} tr.{kind}").first.bounding_box()["y"] for kind in ("model", "number")}
    record = page.locator(f"#{key} tr.record")
    assert heights["model"] < heights["number"]
    assert not record.count() or heights["model"] < record.first.bounding_box()["y"]


def test_the_numbers_of_a_picture_are_those_that_it_draws(opened):
    page = opened("claims")
    for claim in claims():
        top = pictures()[claim.key]["axis"][0]
        section = page.locator(f"#{claim.key.lower()}")
        heights = [
            float(part.split()[1])
            for part in re.split("[ML]", section.locator(".picture path.history:not(.band)").get_attribute("d"))[1:]
        ]
        medians = [
            float(text.partition(" ")[0].replace(",", ""))
            for text in section.locator(".numbers td:nth-child(3)").all_text_contents()
            if text
        ]
        assert len(heights) == len(medians) > 10
        assert all(
            abs(height - 196.0 * (1.0 - min(value, top) / top)) < 1.0
            for height, value in zip(heights, medians, strict=True)
        )


# --- the record -----------------------------------------------------------------------------------------------------


def test_every_figure_of_the_record_is_in_the_page_with_scripts_off(opened):
    page = opened("record", "ru", scripts=False)
    assert page.locator(".series").count() == len(list(load())) + len(DERIVED)
    assert page.locator(".series tbody tr").count() >= sum(len(load().series(name).observations) for name in load())
    assert not page.locator("#search").is_visible()


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("тягловая", "draft_power"),
        ("draft power", "draft_power"),
        ("davies wheatcroft collections", "grain_collections"),
        ("grain_procurement_wartime_total", "grain_procurement_wartime_total"),
        ("Excess Deaths famine", "excess_deaths"),
        ("хлебозаготовки", "grain_collections"),
        ("заготовка зерна", "grain_collections_plan"),
        ("поголовья лошадей", "horses_1_january"),
        ("вывоз зерна", "grain_exports_agricultural_year"),
        ("избыточной смертностью", "famine_excess_deaths"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_finds_by_title_name_author_and_note_in_both_languages(opened, language, sought, found):
    page = opened("record", language)
    page.fill("#sought", sought)
    shown = page.evaluate("() => [...document.querySelectorAll('.series:not([hidden])')].map((part) => part.id)")
    assert found in shown and len(shown) < 100
    assert str(len(shown)) in page.text_content("#count")
    page.fill("#sought", "такого нет нигде")
    assert page.locator(".series:not([hidden])").count() == page.locator(".topic:not([hidden])").count() == 0


def test_filters_leave_a_topic_and_a_grade(opened):
    page = opened("record")
    page.select_option("#topic", "famine")
    page.select_option("#grade", "A")
    shown = page.evaluate("() => [...document.querySelectorAll('.series:not([hidden])')].map((part) => part.id)")
    grades = {name: {seen.grade for seen in load().series(name).observations} for name in shown}
    assert grades and all("A" in of for of in grades.values())
    assert {load().series(name).topic for name in shown} == {"famine"}


@pytest.mark.parametrize(
    ("year", "span"),
    [
        ("1932", [1932, 1932]),
        ("1931/32", [1931, 1932]),
        ("1933-37", [1933, 1937]),
        ("1900-1909", [1900, 1909]),
        ("1930-03", [1930, 1930]),
        ("1930-03-01", [1930, 1930]),
    ],
)
def test_a_year_of_any_form_has_its_first_and_last_year(opened, year, span):
    assert opened("record").evaluate("spanOf", year) == span


def test_filters_leave_a_region_and_years(opened):
    page = opened("record")
    page.select_option("#region", "Kazakhstan")
    page.fill("#from", "1931")
    page.fill("#to", "1933")
    shown = page.eval_on_selector_all(".series:not([hidden])", "(all) => all.map((series) => series.id)")
    assert "famine_excess_deaths" in shown and "horses_relative_to_1916_by_region" not in shown  # of 1 January 1934
    for name in shown:
        rows = table_of(name, ENGLISH)["rows"]
        assert "Kazakhstan" in {row["region"] for row in rows}
        assert any(parse_year(row["year"]).first <= 1933 and parse_year(row["year"]).last >= 1931 for row in rows), name
    page.evaluate("location.hash = 'horses_relative_to_1916_by_region'")
    until(page, "!document.getElementById('horses_relative_to_1916_by_region').hidden")
    assert [page.input_value(f"#{name}") for name in ("region", "from", "to")] == ["", "", ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_series_leads_to_the_panel_that_shows_it(opened, language):
    page = opened("record", language, address="#grain_collections")
    links = page.eval_on_selector_all(
        "#grain_collections .panels-with a", "(all) => all.map((link) => link.getAttribute('href'))"
    )
    assert f"lab.{language}.html#v=1&p=taken" in links


@pytest.mark.parametrize("name", ["grain_collections", "net_migration_to_towns"])
def test_the_file_of_a_series_holds_its_figures_with_unit_territory_source_and_version(opened, name):
    import pyrrhic
    from pyrrhic.app.language import ENGLISH

    page = opened("record", address=f"#{name}")
    with page.expect_download() as download:
        page.locator(f"#{name} .takes").get_by_role("button", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    head = [line for line in text.splitlines() if line.startswith("# ")]
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("# ")))
    view = series_view(load(), name, ENGLISH)
    expected = view["observations"] if view["kind"] == "transcribed" else view["points"]
    assert [float(row["value"]) for row in rows] == pytest.approx([seen["value"] for seen in expected], rel=1e-3)
    assert {row["territory"] for row in rows} == {ENGLISH(seen["territory"]) for seen in expected}
    assert (
        f"# Unit: {view['unit_name']}" in head and f"# Pyrrhic {pyrrhic.__version__}, data {data_version()[0]}" in head
    )
    assert {f"# Source: {bibliography()[key].citation()}" for key in view["bibliography"]} <= set(head)
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_series_draws_each_of_its_figures_with_scripts_and_without(opened, scripts):
    page = opened("record", address="#grain_collections", scripts=scripts)
    figures = load().series("grain_collections").figures
    hollow = sum(figure.role != "main" for figure in figures)
    assert page.locator("#grain_collections .plot .dots circle").count() == len(figures) - hollow
    assert page.locator("#grain_collections .plot .hollow").count() == hollow > 0


def test_an_address_shows_its_series_whatever_is_sought(opened):
    page = opened("record")
    page.fill("#sought", "тягловая")
    page.evaluate("() => { location.hash = '#excess_deaths'; }")
    until(page, "document.getElementById('excess_deaths').open && !document.getElementById('excess_deaths').hidden")


# --- words and works -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_work_stands_in_the_bibliography_with_scripts_off(opened, language):
    page = opened("words", language, scripts=False)
    entries = page.locator(".works li[id^=source-]")
    assert entries.count() == len(bibliography())
    assert "Farm to Factory" in page.locator("#source-allen2003 cite").text_content()
    assert page.locator("#source-allen2003 .uses a").count() > 3
