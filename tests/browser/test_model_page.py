"""The page of the model: everything that is assumed has a place, and what it says of a year is what the package computes."""

import re

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.model import BLOCKS
from pyrrhic.app.site.works import place_in_model
from pyrrhic.app.views.run import Asked, runs, view
from pyrrhic.app.views.show import RIVALS
from pyrrhic.calibration.posterior import available
from pyrrhic.model import assemble, levers, opening_values, parameters
from pyrrhic.studies.scenarios.scenario import AS_IT_HAPPENED

pytestmark = pytest.mark.browser
DRAWS = 3 * len(available())  # as many as the site of the tests has
LINK = re.compile(r'href="#([^"]+)"')
ANCHOR = re.compile(r'\bid="([^"]+)"')


@pytest.fixture(scope="module")
def texts(folder):
    return {language: (folder / f"model.{language}.html").read_text(encoding="utf-8") for language in ("en", "ru")}


@pytest.fixture
def page(browser, folder):
    opened = browser.new_page(viewport={"width": 360, "height": 740})
    heard = []
    opened.on("console", lambda message: heard.append(message.text))
    opened.on("pageerror", lambda error: heard.append(str(error)))
    opened.goto((folder / "model.en.html").as_uri())
    yield opened
    assert not heard
    opened.close()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_equation_number_and_path_has_a_place_and_every_link_leads_to_one(texts, language):
    anchors = set(ANCHOR.findall(texts[language]))
    assert {
        place_in_model(name) for name in (*assemble().equations, *parameters(), *opening_values(), *levers())
    } <= anchors
    model = assemble()
    rivals = {place_in_model(name) for name, (slot, rival) in RIVALS.items() if model.choices[slot.quantity] != rival}
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


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("year", [1932, 1933])
def test_the_value_of_a_year_is_what_run_prints_at_the_same_draws(browser, folder, language, year):
    say, names = Language(language), ("grain_harvest_total", "excess_deaths_rural")
    asked = Asked([AS_IT_HAPPENED], keep=names, draws=DRAWS)
    shown = view(runs(asked)[0], names)
    page = browser.new_page()
    page.goto((folder / f"model.{language}.html").as_uri())
    if year != 1932:
        page.select_option("#inyear", str(year))
    for name in names:
        low, _, middle, _, high = shown["quantities"][name]["values"][shown["years"].index(year)]
        text = page.text_content(f"#{name} .value")
        digits = len(re.split("[.,]", text.split(" (")[0])[1])
        assert text == say(
            "{middle} ({low} to {high})",
            **{end: say.number(value, digits) for end, value in (("middle", middle), ("low", low), ("high", high))},
        )
        assert say.agricultural(year) in page.text_content(f"#{name} .facts")
    page.close()


def test_each_kind_of_animal_has_a_value_and_a_belief_of_its_own(page):
    assert page.locator("#herd_growth .belief svg").count() == 4
    assert page.locator("#herds_next .value").count() == 4


def test_what_does_not_fit_stands_first(page):
    assert page.evaluate("document.querySelector('#model h2').textContent") == "What does not fit"
    assert page.locator("#misfit > .scroll .aims tbody tr").count() > 3
    assert (
        page.locator("#misfit .missed a[href^='lab.en.html#v=1&p=']").count()
        == page.locator("#misfit .missed tbody tr").count()
    )


def test_the_picture_of_a_quantity_joins_what_it_reads_and_what_reads_it(page):
    model = assemble()
    for name in ("grain_yield", "grain_harvest"):
        page.evaluate("(name) => { document.getElementById(name).open = true; }", name)
        shown = page.locator(f"#{name} .depends")
        links = [
            link.partition("#")[2]
            for link in shown.evaluate("(part) => [...part.querySelectorAll('a')].map((link) => link.href)")
        ]
        equation = model.equations[name]
        assert links == [*map(place_in_model, equation.reads), *map(place_in_model, model.readers(name))]
        lines = [
            path.count("M")
            for path in shown.evaluate(
                "(part) => [...part.querySelectorAll('path')].map((path) => path.getAttribute('d'))"
            )
        ]
        assert lines == [len(equation.reads), len(model.readers(name))]


def test_the_page_is_whole_with_scripts_off(browser, folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "model.ru.html").as_uri())
    assert not page.locator("#search").is_visible()
    assert page.locator(".equation code").count() >= 2 * len(assemble().equations)
    assert page.locator("#grain_harvest .value").text_content().startswith(("4", "5"))
    context.close()


@pytest.mark.parametrize("sought", ["horses draft", "тягловая сила", "Davies yield"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_search_finds_in_both_languages_and_by_author(browser, folder, language, sought):
    page = browser.new_page()
    page.goto((folder / f"model.{language}.html").as_uri())
    page.fill("#sought", sought)
    shown = page.locator("details.series:not([hidden])").count()
    assert 0 < shown < 60 and str(shown) in page.text_content("#count")
    page.close()


def test_numbers_are_filtered_by_their_kind(page):
    of_kinds = {**parameters(), **opening_values()}.values()
    for kind, count in (
        ("free", sum(number.free for number in of_kinds)),
        ("judgement", sum(number.judgement for number in of_kinds)),
    ):
        page.select_option("#kind", kind)
        assert page.locator("details.series:not([hidden])").count() == count
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_every_use_of_a_work_in_the_model_opens_its_place(folder, texts):
    words = (folder / "words.ru.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="model\.ru\.html#([^"]+)"', words))
    assert len(links) > 100 and links <= set(ANCHOR.findall(texts["ru"]))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_is_of_a_size_that_can_be_carried(folder, language):
    assert (folder / f"model.{language}.html").stat().st_size < 1_200_000
    assert (folder / "data" / "values.js").stat().st_size < 700_000
