"""Every page for everybody: no finding of axe, no sideways scroll on a telephone, nothing lost with scripts off."""

from importlib.resources import files

import pytest
from waiting import IS_SETTLED, until

from pyrrhic.app.site.site import PAGES
from pyrrhic.texts import LANGUAGES

pytestmark = pytest.mark.browser
TELEPHONE, DESK = 360, 1280
AXE = files("axe_playwright_python").joinpath("axe.min.js")
OPENED = "() => { for (const part of document.querySelectorAll('details')) part.open = true; }"
THINNED = """(most) => {
  const thin = (parent) => {
    const seen = {};
    for (const part of [...parent.children]) {
      const kind = `${part.tagName}.${part.getAttribute("class") || ""}`;
      seen[kind] = (seen[kind] || 0) + 1;
      if (seen[kind] > most && !(part instanceof SVGElement)) part.remove();
      else thin(part);
    }
  };
  if (document.querySelectorAll("*").length > 1500) thin(document.body);
}"""  # of many alike a few are read: axe takes a minute for a page of ten thousand parts
FINDINGS = """async (rules) => {
  const asked = rules ? { runOnly: { type: "rule", values: rules } } : { rules: { "color-contrast": { enabled: false } } };
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...asked });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary.split("\\n")[1]}`));
}"""
SEEN = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]  # by theme and width
ALL_IS_IN = f"""(typeof laboratory === "undefined" || {IS_SETTLED})
  && (!document.getElementById("startsays") || document.getElementById("startsays").textContent)"""


@pytest.fixture
def settled(opened):
    """A function that opens a page as the fixture `opened` does, and waits until all its draws are in and nothing moves."""

    def open_page(name, language="en", *, width=DESK, **options):
        page = opened(name, language, width=width, reduced_motion="reduce", **options)
        until(page, ALL_IS_IN)
        return page

    return open_page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_either_theme_or_width_with_every_part_open(settled, name, language):
    page = settled(name, language)
    page.evaluate(THINNED, 4)
    page.evaluate(OPENED)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(FINDINGS, None)
    page.evaluate(THINNED, 2)
    for width in (DESK, TELEPHONE):
        page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            found += [f"{width}, {theme}: {finding}" for finding in page.evaluate(FINDINGS, SEEN)]
    assert not found, "\n".join(found[:20])


WIDER = """(width) => [...document.body.querySelectorAll("*")].filter((part) => {
  if (!part.checkVisibility({ visibilityProperty: true }) || part.closest(".quiet, .skip, svg")) return false;
  const { right, left, width: wide } = part.getBoundingClientRect();
  if (!wide || (right <= width + 1 && left >= -1)) return false;
  for (let around = part; around; around = around.parentElement)
    if (getComputedStyle(around).overflowX !== "visible" && around !== document.body) return false;
  return true;
}).map((part) => `${part.tagName} ${part.className} ${part.textContent.slice(0, 40)}`)"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_telephone_scrolls_sideways_only_in_marked_regions(settled, name, language):
    page = settled(name, language, width=TELEPHONE)
    page.evaluate(OPENED)
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE
    assert page.evaluate(WIDER, TELEPHONE) == []
    regions = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((part) => ["auto", "scroll"].includes(getComputedStyle(part).overflowX)
          && part.scrollWidth > part.clientWidth + 1 && part.checkVisibility())
          .filter((part) => part.tabIndex < 0 || !(part.getAttribute("aria-label") || part.getAttribute("aria-labelledby")))
          .map((part) => `${part.tagName} ${part.className}`)"""
    )
    assert not regions, "regions that scroll sideways and cannot be reached or have no name"


PICTURES_WITHOUT = """() => [...document.querySelectorAll("[role=img], svg[aria-label]")]
  .filter((part) => part.checkVisibility() && !part.closest("figure, .figure, section")?.querySelector("table"))
  .map((part) => part.getAttribute("aria-label"))"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_with_scripts_off_a_page_says_what_it_says_and_each_picture_has_its_table(opened, name, language):
    page = opened(name, language, scripts=False)
    assert len(page.locator("main").inner_text()) > 600
    assert page.locator("main table").count() >= (name != "words")
    assert not page.evaluate(PICTURES_WITHOUT)
    empty = page.evaluate(
        """() => [...document.querySelectorAll("main h2, main h3, main table, main dl, main ul, main svg")]
          .filter((part) => part.checkVisibility() && !part.children.length && !part.textContent.trim()).map((part) => part.outerHTML)"""
    )
    assert not empty
    dead = page.evaluate(
        """() => [...document.querySelectorAll("main button, main input, main select")].filter((part) => part.checkVisibility())
          .map((part) => part.outerHTML.slice(0, 80))"""
    )
    assert not dead, "controls that do nothing without scripts"


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_anchors_and_sections(settled, name):
    english, russian = (
        settled(name, language).evaluate(
            "() => [[...document.querySelectorAll('[id]')].map((part) => part.id).sort(), document.querySelectorAll('h1, h2, h3, table').length]"
        )
        for language in LANGUAGES
    )
    assert english == russian
