"""Pages on paper: a claim on two sheets of A4 at most, with what is cited and the link; no heading last, no row cut."""

import re

import pytest

from pyrrhic.app.site.site import PAGES
from pyrrhic.studies.claims.claim import claims
from pyrrhic.texts import LANGUAGES

pytestmark = pytest.mark.browser
WIDE = 680  # of a sheet between its margins, in px
SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")
ALONE = """(id) => {
  for (const claim of document.querySelectorAll(".claim")) claim.classList.toggle("alone", claim.id === id);
  document.documentElement.dataset.alone = "";
}"""
CUT = """(wide) => [...document.querySelectorAll("table, figure, p, h2, h3, h4")]
  .filter((part) => part.checkVisibility() && part.getBoundingClientRect().right > wide + 1).map((part) => part.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_claim_is_printed_on_two_sheets_with_its_link_and_version(browser, folder, language):
    page = browser.new_page(viewport={"width": WIDE, "height": 1000})
    page.goto((folder / f"claims.{language}.html").as_uri())
    page.emulate_media(media="print")
    assert page.evaluate(CUT, WIDE) == []
    for claim in claims():
        key = claim.key.lower()
        page.evaluate(ALONE, key)
        assert len(SHEET.findall(page.pdf(prefer_css_page_size=True))) <= 2, key
        foot = page.locator(f"#{key} .taken").inner_text()
        assert f"claims.{language}.html#{key}" in foot and claim.key in foot
        text = page.locator(f"#{key}").inner_text().replace("\xa0", " ")
        assert all(statement.text[language].replace("\xa0", " ") in text for statement in claim.statements)
        assert not page.locator(f"#{key} .sides").first.is_visible() if claim.statements else True
    page.close()


PARTED = """() => {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((part) => part.checkVisibility()), style = (part) => getComputedStyle(part);
  return { headings: shown("h2, h3, h4").length,
    last: shown("h2, h3, h4").filter((part) => style(part).breakAfter !== "avoid").map((part) => part.outerHTML.slice(0, 80)),
    cut: shown("tr, figure").filter((part) => style(part).breakInside !== "avoid").map((part) => part.outerHTML.slice(0, 80)) };
}"""


@pytest.mark.parametrize("name", PAGES)
def test_no_heading_ends_a_sheet_and_no_row_or_picture_is_cut_by_one(opened, name):
    page = opened(name, width=WIDE)
    page.emulate_media(media="print")
    parted = page.evaluate(PARTED)
    assert parted["last"] == [] and parted["cut"] == []
    assert parted["headings"] or name == "lab"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_table_or_picture_of_a_series_is_cut_at_the_edge(opened, language):
    page = opened("record", language, width=WIDE)
    page.evaluate("document.querySelectorAll('details.series').forEach((series) => (series.open = true))")
    page.emulate_media(media="print")
    assert page.locator("table.figures").count() > 500 and page.evaluate(CUT, WIDE) == []
