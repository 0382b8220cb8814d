"""The page of the model: everything that is assumed has a place, and what it says of a year is what the package computes."""

import json
import re

import pytest

from pyrrhic.app.site.pages.assumed import anchor
from pyrrhic.app.site.pages.model import BLOCKS, values_document
from pyrrhic.app.views.show import RIVALS
from pyrrhic.model import assemble, levers, opening_values, parameters
from pyrrhic.runs.run import history, run

pytestmark = pytest.mark.browser
LINK = re.compile(r'href="#([^"]+)"')
ANCHOR = re.compile(r'\bid="([^"]+)"')


@pytest.fixture(scope="module")
def texts(folder):
    return {language: (folder / f"model.{language}.html").read_text(encoding="utf-8") for language in ("en", "ru")}


@pytest.fixture
def page(browser, folder):
    opened = browser.new_page(viewport={"width": 360, "height": 740})
    said = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto((folder / "model.en.html").as_uri())
    yield opened
    assert not said
    opened.close()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_equation_number_and_path_has_a_place_and_every_link_leads_to_one(texts, language):
    anchors = set(ANCHOR.findall(texts[language]))
    assert {anchor(name) for name in (*assemble().equations, *parameters(), *opening_values(), *levers())} <= anchors
    model = assemble()
    rivals = {anchor(name) for name, (slot, rival) in RIVALS.items() if model.choices[slot.quantity] != rival}
    assert rivals <= anchors
    linked = {link for link in LINK.findall(texts[language]) if link}
    assert linked <= anchors, linked - anchors


def test_both_languages_have_the_same_places(texts):
    assert ANCHOR.findall(texts["en"]) == ANCHOR.findall(texts["ru"])


def test_every_equation_lies_in_a_block(texts):
    assert texts["en"].count('class="series equation"') == len(assemble().equations) + sum(
        assemble().choices[slot.quantity] != rival for slot, rival in RIVALS.values()
    )
    assert len(BLOCKS) > 15


def test_the_value_of_a_year_is_what_the_package_computes(page):
    harvest = run(history(keep=["grain_harvest_total"])).values["grain_harvest_total"]
    total = float(harvest[1933 - 1926, ..., 0].sum())
    assert values_document()["grain_harvest_total"][1933] == [float(f"{total:.4g}")]
    page.select_option("#inyear", "1933")
    shown = page.text_content("#grain_harvest_total .facts")
    assert f"{total:.1f}" in shown and "1933/34" in shown


def test_what_does_not_fit_stands_first(page):
    assert page.evaluate("document.querySelector('#model h2').textContent") == "What does not fit"
    assert page.locator("#misfit > .scroll tbody tr").count() > 3


def test_the_search_finds_by_words_and_numbers_by_their_kind(page):
    page.fill("#sought", "horses region")
    shown = page.locator("details.series:not([hidden])").count()
    assert 0 < shown < 60
    page.fill("#sought", "")
    page.select_option("#kind", "free")
    assert page.locator(".parameter:not([hidden])").count() == sum(
        one.free for one in {**parameters(), **opening_values()}.values()
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_values_are_data_of_a_size_that_a_page_can_carry(folder):
    text = (folder / "data" / "values.js").read_text(encoding="utf-8")
    assert len(text) < 300_000 and json.loads(text.partition("const values = ")[2].rstrip(";\n")).keys() >= {
        "grain_yield"
    }
