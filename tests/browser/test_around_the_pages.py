"""What surrounds the pages: steps of a lesson, teacher mode, projector, kept views, feedback, the map; all of it from a disk."""

import json
import re

import pytest
from waiting import PAGE_IS_IN, until

from pyrrhic.app.site.site import PAGES
from pyrrhic.studies.lessons import lesson

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "ru")
LESSON = lesson("s8")
SERIES = next(step.anchor for step in LESSON.steps if step.page == "record")
STANDS_HIGH = "((top) => top >= -8 && top < 320)(document.querySelector(given).getBoundingClientRect().top)"
RUN_SEEN = """document.querySelector('#sentence .run, #body :is(.now, .diff, .inter), .panels .n') !== null
  || [...document.querySelectorAll('figure svg')].some((svg) => /this run/.test(svg.getAttribute('aria-label')) || svg.querySelector('path.thisrun[d^=M]'))"""
COVERED = """() => {
  scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
  const bar = document.querySelector('.lesson').getBoundingClientRect(), end = document.querySelector('.foot').getBoundingClientRect();
  return [Math.round(end.bottom), Math.round(bar.top)];
}"""


# --- the steps of a lesson ------------------------------------------------------------------------------------------


def test_what_a_step_speaks_of_is_seen_on_a_telephone(opened):
    page = opened("index", "ru", width=360, height=740)
    page.click("a[data-lesson]")
    for number, place in enumerate(("#start h1", "#startchart", "#h-flow", "#sentence"), start=1):
        until(page, "location.hash.endsWith(given)", f"t=s8.{number}")
        until(page, STANDS_HIGH, place)
        assert page.is_visible(".lesson .texts")
        page.click(".lesson a.next")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bar_leads_through_the_whole_lesson_and_covers_nothing(opened, folder, language):
    page = opened("index", language)
    page.click("a[data-lesson]")
    for number, step in enumerate(LESSON.steps, start=1):
        until(page, "location.hash.endsWith(given)", f"t=s8.{number}")
        until(page, PAGE_IS_IN)
        assert page.url.startswith((folder / f"{step.page}.{language}.html").as_uri())
        assert page.text_content(".lesson .texts h2") == step.title[language]
        assert f"{number} " in page.text_content(".lesson .of") and not page.said
        if step.page == "claims":
            assert (
                page.evaluate("() => Math.abs(document.getElementById('s8-authors').getBoundingClientRect().top)") < 40
            )
        if step.page == "index":
            chosen = page.evaluate("() => document.querySelector('[name=choice]:checked').value")
            assert chosen == dict(step.state).get("s", "")
        bottom, top = page.evaluate(COVERED)
        assert bottom <= top, step.page
        if number < len(LESSON.steps):
            page.click(".lesson .next")
    assert not page.query_selector(".lesson a.next")
    page.click(".lesson .back")
    until(page, f"location.hash.endsWith('t=s8.{len(LESSON.steps) - 1}')")


def test_the_step_stays_when_the_state_changes_and_goes_when_the_lesson_is_left(opened):
    page = opened("lab", address="#v=1&s=no_exports&t=s8.4")
    page.select_option("#preset", "nep")
    page.keyboard.press("Tab")
    assert re.search(r"s=nep&t=s8\.4&m=", page.url) and not page.is_visible("#message")
    page.click("#after")
    page.click("#reset")
    assert page.url.endswith("#v=1&y=1933&t=s8.4")
    page.click("[data-keeps][lang]")
    page.wait_for_url(re.compile(r"lab\.ru\.html#v=1&y=1933&t=s8\.4$"))
    page.click(".lesson .plain >> nth=-1")
    assert page.url.endswith("#v=1&y=1933") and not page.is_visible(".lesson")


def test_a_link_inside_a_page_keeps_the_step_and_a_plain_anchor_stays_plain(opened):
    page = opened("claims", address="#s8&t=s8.5")
    page.click(".aside a[href='#s3']")
    assert page.url.endswith("#s3&t=s8.5")
    assert page.evaluate("() => Math.abs(document.getElementById('s3').getBoundingClientRect().top)") < 40
    page.go_back()
    until(page, "Math.abs(document.getElementById('s8').getBoundingClientRect().top) < 40")
    page = opened("claims", address="#s8")
    assert not page.is_visible(".lesson")
    page.click(".aside a[href='#s3']")
    assert page.url.endswith("claims.en.html#s3")
    page = opened("record", address=f"#{SERIES}&t=s8.99")
    assert page.evaluate("(name) => document.getElementById(name).open", SERIES)
    assert "s8.99" in page.text_content(".lesson") and not page.said


def test_the_skip_link_and_the_map_leave_what_was_changed(opened):
    page = opened("lab", address="#v=1&s=nep")
    for link in ("a.skip", ".map a[href='lab.en.html#h-out']"):
        page.focus(link)
        page.keyboard.press("Enter")
        assert "s=nep" in page.url and not page.is_visible("#message")
        assert page.evaluate("() => document.activeElement.id") in ("lab-contents", "h-out")
    page = opened("lab", address="#h-out")
    assert not page.is_visible("#message")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_bar_stands_beside_the_levers_and_is_not_printed(opened, width):
    page = opened("lab", "ru", address="#v=1&s=nep&t=s8.4", width=width, height=620 if width == 360 else 740)
    page.evaluate("() => scrollTo({ top: 400, behavior: 'instant' })")
    bar, levers = (page.locator(part).bounding_box() for part in (".lesson", ".levers"))
    assert levers["y"] + levers["height"] <= bar["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.is_hidden(".lesson .texts") == (
        width == 360
    )  # in the laboratory on a short telephone it opens when asked
    page.emulate_media(media="print")
    assert not page.is_visible(".lesson") and not page.is_visible(".map")


# --- teacher mode and projector -------------------------------------------------------------------------------------


def test_the_run_stays_behind_the_curtain_until_it_is_shown(opened, folder):
    page = opened("lab", address="#v=1&s=nep")
    until(page, "document.querySelector('#body .diff')")
    assert page.evaluate(RUN_SEEN)
    page.focus("#view-name")
    page.keyboard.press("m")
    assert page.input_value("#view-name") == "m" and not page.is_visible(".teacher")
    page.focus("#feedback-text")
    page.keyboard.press("p")
    assert not page.query_selector(".projected")
    page.focus("#reset")
    page.keyboard.press("m")
    page.wait_for_selector(".teacher")
    assert not page.locator("#body .diff").first.is_visible()
    until(page, f"!({RUN_SEEN})")
    assert "in the model" in page.text_content("#sentence")
    assert not page.is_visible("#message"), "a hidden run is not one that the model cannot make"
    page.wait_for_timeout(800)  # all draws have come in, and the figures have been spoken
    assert not page.evaluate(RUN_SEEN) and "this run" not in page.text_content("#live")
    page.click(".teacher .strong")
    until(page, RUN_SEEN)
    page.goto((folder / "index.en.html").as_uri() + "#v=1&s=nep")
    until(page, "document.getElementById('startsays').textContent")
    page.wait_for_selector(".teacher")
    page.wait_for_timeout(800)
    assert "as it happened" in page.text_content("#startsays")
    page.click(".teacher .strong")
    until(page, "/with “/.test(document.getElementById('startsays').textContent)")
    page.goto((folder / "year.en.html").as_uri() + "#v=1&s=nep")
    page.wait_for_selector(".teacher")
    page.wait_for_timeout(1500)
    assert not page.query_selector(".ofrun:not([hidden])")
    page.click(".teacher .strong")
    until(page, "document.querySelector('.ofrun:not([hidden])')")
    page.click(".teacher .line .plain >> nth=-1")
    page.reload()
    assert not page.is_visible(".teacher") and not page.said


def test_slides_are_added_ordered_kept_and_their_notes_printed_apart(opened):
    page = opened("class")
    page.click("[data-teacher]")
    page.click(".teacher [aria-controls=slides]")
    page.select_option(".teacher select", "s8")
    page.click(".teacher .more .ways button >> nth=0")
    titles = [step.title.en for step in LESSON.steps]
    assert page.locator(".slides li").count() == len(titles) + 1
    page.locator(".slides li").nth(0).get_by_role("button", name=re.compile("Down")).click()
    page.fill(".slides li >> nth=1 >> textarea", "Ask first.\nThen wait.")
    page.locator(".slides li").nth(2).get_by_role("button", name=re.compile("Remove")).click()
    page.reload()
    page.click(".teacher [aria-controls=slides]")
    shown = page.eval_on_selector_all(".slides input", "(fields) => fields.map((field) => field.value)")
    assert shown == [titles[1], titles[0], *titles[3:], "Classroom"]
    assert "step" not in page.text_content(".slides") and "s8.1" in page.get_attribute(
        ".slides li >> nth=1 >> a", "href"
    )
    page.evaluate("() => { window.print = () => {}; }")
    page.get_by_role("button", name="Print the notes").click()
    page.emulate_media(media="print")
    assert page.is_visible(".sheet") and not page.is_visible("main") and "Then wait." in page.text_content(".sheet")
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.is_visible("main") and not page.said


def test_the_projector_shows_one_panel_in_large_type(opened):
    page = opened("lab", address="#v=1&s=nep", width=1366, height=768)
    page.focus("#reset")
    page.keyboard.press("p")
    page.wait_for_selector(".projected")  # its script is read when it is first asked for
    shown = "() => document.querySelector('.projected figcaption').firstChild.textContent"
    first = page.evaluate(shown)
    smallest = page.evaluate(
        """() => {
          const panel = document.querySelector('.projected'), times = panel.getBoundingClientRect().width / panel.offsetWidth;
          const sizes = [...panel.querySelectorAll('*')].filter((part) => part.offsetParent !== null || part.closest('svg')).filter((part) => part.textContent.trim());
          return Math.min(...sizes.map((part) => parseFloat(getComputedStyle(part).fontSize) * times), parseFloat(getComputedStyle(document.querySelector('.projector-line')).fontSize));
        }"""
    )
    assert smallest >= 27.9 and not page.is_visible(".levers") and "NEP" in page.text_content(".projector-line")
    box = page.locator(".projected").bounding_box()
    assert (box["x"], box["y"]) == (0, 0) and box["width"] >= 1365 and box["height"] >= 767
    lowest = page.evaluate(
        "() => Math.max(...[...document.querySelector('.projected').children].map((part) => part.getBoundingClientRect().bottom))"
    )
    assert lowest <= 768
    page.keyboard.press("ArrowRight")
    assert page.evaluate(shown) != first and page.locator(".projected").count() == 1
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(shown) == first and "y=" not in page.url  # arrows change the panel here, not the year
    page.keyboard.press("Escape")
    assert not page.query_selector(".projected") and page.is_visible(".levers") and not page.said


# --- kept views and feedback ----------------------------------------------------------------------------------------


def test_kept_views_survive_a_reload_and_a_file(opened, tmp_path):
    page = opened("lab", address="#v=1&s=nep")
    page.fill("#view-name", "<b>NEP</b>")
    page.keyboard.press("Enter")
    page.reload()
    link = page.locator(".kept a", has_text="<b>NEP</b>")
    assert re.match(r"lab\.en\.html#v=1&s=nep", link.get_attribute("href"))
    with page.expect_download() as download:
        page.click("#kept-views .ways button >> nth=0")
    file = tmp_path / "views.json"
    download.value.save_as(file)
    page.click("#kept-views .kept button")
    assert not page.query_selector("#kept-views .kept li")
    document = json.loads(file.read_text(encoding="utf-8"))
    for page_named, place in (("javascript:alert(1)", ""), ("lab", "javascript:alert(1)"), ("../lab", "#v=1")):
        document["list"].append({"name": "x", "page": page_named, "hash": place, "date": ""})
    document["list"] += [None, 3, {"name": 1, "page": "lab", "hash": "", "date": ""}]
    file.write_text(json.dumps(document), encoding="utf-8")
    page.set_input_files("#kept-views input[type=file]", file)
    until(page, "/1 of 7/.test(document.querySelector('#kept-views [role=status]').textContent)")
    assert page.locator("#kept-views .kept li").count() == 1
    for text in ("no json", '{"kind": "pyrrhic.slides", "list": []}'):  # the second while the first may still be read
        file.write_text(text, encoding="utf-8")
        page.set_input_files("#kept-views input[type=file]", file)
    until(page, "/not saved here/.test(document.querySelector('#kept-views [role=status]').textContent)")
    assert page.locator("#kept-views .kept li").count() == 1 and not page.said


def test_a_note_is_kept_with_its_place_and_saved_as_a_text(opened, tmp_path):
    page = opened("claims", address="#s3")
    page.fill("#feedback-text", "The second line is wrong.")
    page.click("#feedback form button")
    page.reload()
    with page.expect_download() as download:
        page.click("#feedback .ways button")
    download.value.save_as(tmp_path / "notes.txt")
    text = (tmp_path / "notes.txt").read_text(encoding="utf-8")
    assert "Claims: claims.en.html#s3" in text and "The second line is wrong." in text and "Pyrrhic " in text
    assert str(tmp_path.parent) not in text and not page.said


def test_a_browser_that_keeps_nothing_says_so(browser, folder):
    page, said = browser.new_page(), []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })")
    page.goto((folder / "words.en.html").as_uri())
    page.fill("#view-name", "x")
    page.click("#kept-views form button")
    page.focus("#theme")
    page.keyboard.press("m")
    page.wait_for_selector(".teacher")
    assert (
        page.is_visible(".teacher") and "does not keep" in page.text_content("#kept-views [role=status]") and not said
    )
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_names_every_page_and_leads_to_parts_that_there_are(opened, folder, language):
    page = opened("words", language)
    pages = page.eval_on_selector_all(".map > ul > li > a", "(links) => links.map((link) => link.getAttribute('href'))")
    assert pages == [f"{name}.{language}.html" for name in PAGES]
    links = page.eval_on_selector_all(".map ul ul a", "(links) => links.map((link) => link.getAttribute('href'))")
    assert len(links) > 30 and len(links) == len(set(links))
    for link in links:
        file, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in (folder / file).read_text(encoding="utf-8"), link


def test_the_foot_can_be_read_without_scripts(browser, folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "record.ru.html").as_uri())
    assert page.is_visible(".map") and page.is_visible("#about cite") and not page.is_visible("#kept-views")
    assert not page.is_visible("#feedback") and not page.query_selector(".lesson")
    context.close()
