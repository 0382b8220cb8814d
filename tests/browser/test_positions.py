"""The debates on the page of claims: each position with what follows from it, as `pyrrhic debate` computes it."""

import re

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.positions import anchor
from pyrrhic.app.views.claims.numbers import scale_of_figure
from pyrrhic.calibration.posterior import available
from pyrrhic.studies.debates import debates
from pyrrhic.studies.debates.compared import Runs, forms_of, held_at

pytestmark = pytest.mark.browser
DRAWS = 3 * len(available())  # as the site of these tests is written


@pytest.fixture(scope="module")
def claims(browser, folder):
    """The page of claims, opened once."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto((folder / "claims.en.html").as_uri())
    yield page
    assert not page.said
    page.close()


def test_every_debate_stands_in_full_beside_its_claim_and_is_named_at_the_others(claims):
    for asked in debates().values():
        section = claims.locator(f"#{asked.claims[0].lower()} #{anchor(asked.name)}")
        assert section.locator(".position").count() == len(asked.positions)
        text = section.text_content()
        for position in asked.positions.values():
            assert position.title.en in text and position.author.en in text and position.text.en in text
            assert not position.not_in_model or position.not_in_model.en in text
            works = section.locator(f"[data-position={position.name}] cite a")
            assert works.count() == len(position.works)
        for key in asked.claims[1:]:
            assert claims.locator(f"#{key.lower()} a[href='#{anchor(asked.name)}']").count() == 1


def test_the_figures_under_a_position_are_those_of_the_debate(claims):
    asked, say = debates()["exports"], Language("en")
    runs = Runs()
    for form in forms_of(asked, DRAWS):
        held = held_at(form, asked.headlines, runs)
        for place, (headline, outcome) in enumerate(zip(asked.headlines, held.outcomes.values(), strict=False), 1):
            scale = scale_of_figure(headline.figure)
            row = claims.locator(f"#debate-exports .under tbody tr:nth-child({place})")
            shown = row.locator(f"[data-of={form.positions[0].name}]").text_content().strip()
            assert shown.partition(" ")[0] == scale.said(outcome.median, say)
            assert row.locator("th").text_content().startswith(headline.title.en)


def test_a_position_that_is_chosen_comes_first_and_the_others_stay_beside_it(claims):
    heads = "#debate-exports .under thead th"
    before = claims.locator(heads).all_text_contents()
    cells = claims.locator("#debate-exports .under tbody tr").first.locator("td").all_text_contents()
    claims.check("#debate-exports input[value=relief]")
    after = claims.locator(heads).all_text_contents()
    assert after[2] == "Sent where people starved" and sorted(after) == sorted(before)
    moved = claims.locator("#debate-exports .under tbody tr").first.locator("td").all_text_contents()
    assert moved[1] == cells[before.index(after[2]) - 1]
    claims.click("#debate-exports .together")
    assert not claims.is_checked("#debate-exports input[value=relief]")


def test_a_position_opens_the_laboratory_and_one_outside_the_model_does_not(claims):
    for asked in debates().values():
        for position in asked.positions.values():
            links = claims.locator(f"#{anchor(asked.name)} [data-position={position.name}] a[href^='lab.']")
            if position.not_in_model:
                assert not links.count()
            elif links.count():
                assert links.get_attribute("href") == f"lab.en.html#v=1&q={asked.name}.{position.name}"
    assert claims.locator("a[href*='&q=']").count() > 20


def test_a_claim_is_cited_with_version_and_fingerprint_and_can_be_linked(claims):
    import pyrrhic
    from pyrrhic.runs.run import SHORT, model_fingerprint

    for section in claims.locator(".claim").all():
        cited = section.locator(".citation q").text_content()
        assert pyrrhic.__version__ in cited and model_fingerprint()[:SHORT] in cited
        assert section.locator(".here").get_attribute("href") == f"#{section.get_attribute('id')}"
        assert re.search(r"claim S\d", cited) and section.locator(".copy").is_visible()
