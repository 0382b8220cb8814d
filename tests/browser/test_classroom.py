"""Classroom: read whole without scripts, answers kept and saved with them, and a lesson on two pages of A4."""

import html
import re

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.links.link import Changes, Link, Moved
from pyrrhic.app.links.scenario import load
from pyrrhic.app.links.sliders import sliders
from pyrrhic.app.links.writing import address
from pyrrhic.app.report.pdf import write_pdf
from pyrrhic.app.site.handout import handout
from pyrrhic.app.views.answered.lessons import lesson_page
from pyrrhic.errors import BadInput
from pyrrhic.studies.claims.answers import answers
from pyrrhic.studies.lessons import lessons

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "ru")
PAGES_OF_A_PDF = re.compile(rb"/Type\s*/Page(?!s)")
ANCHORS = "() => [...document.querySelectorAll('[id]')].map((part) => part.id)"
WIDER = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_is_read_whole_with_scripts_off_on_a_telephone(opened, language):
    page = opened("class", language, width=360, scripts=False)
    text = " ".join(page.text_content("main").split())
    for each in lessons().values():
        shown = lesson_page(each, answers(), Language(language))
        words = [shown.question, *(step.teacher for step in shown.steps), shown.controversy]
        words += [question.text for question in shown.worksheet] + [
            paragraph for it in shown.documents for paragraph in it.text
        ]
        assert all(" ".join(part.split()) in text for part in words), each.key
    keys = page.locator("details.answers")
    assert keys.count() == len(lessons()) and not page.locator("details.answers li").first.is_visible()
    assert not page.locator("[data-save]").first.is_visible()


def test_both_languages_have_the_same_anchors_no_message_and_no_page_is_too_wide(opened, folder):
    english, russian = (opened("class", language, width=360) for language in LANGUAGES)
    assert english.evaluate(ANCHORS) == russian.evaluate(ANCHORS)
    for page in (english, russian):
        assert page.evaluate(WIDER) == 0 and not page.said
        assert all(address.startswith(folder.as_uri()) for address in page.asked)
    ids = english.evaluate(ANCHORS)
    assert len(ids) == len(set(ids)) and set(lessons()) <= set(ids)


def test_the_steps_open_pages_of_the_site(folder):
    """As they stand in the file: a script adds the name of the step to each."""
    text = (folder / "class.en.html").read_text(encoding="utf-8")
    links = [(html.unescape(link), name) for link, name in re.findall(r'<a href="([^"]+)" data-step="([^"]+)"', text)]
    steps = [
        (step.link("en"), f"{each.key}.{n}") for each in lessons().values() for n, step in enumerate(each.steps, 1)
    ]
    assert links == steps and all((folder / link.partition("#")[0]).is_file() for link, _ in links)


def test_answers_stay_in_the_browser_and_are_saved_with_questions_and_links(opened):
    page = opened("class")
    page.fill("#s3-answer-1", 'Less was taken <from> a "smaller" harvest.\nThe share rose.')
    page.reload()
    assert page.input_value("#s3-answer-1").startswith("Less was taken <from>")
    with page.expect_download() as download:
        page.click("[data-save=s3]")
    assert download.value.suggested_filename == "pyrrhic-s3.html"
    saved = download.value.path().read_text(encoding="utf-8")
    shown = lesson_page(lessons()["s3"], answers(), Language("en"))
    assert "Less was taken &#60;from&#62; a &#34;smaller&#34; harvest.<br>The share rose." in saved
    assert all(question.text[:40] in saved for question in shown.worksheet) and saved.count("<li>") == 5 + 6
    assert "class.en.html#s3" in saved and "#v=1&#38;s=plans_cut_with_harvest" in saved
    assert shown.worksheet[0].key[:30] not in saved and not page.said
    assert page.text_content("#s3-saved")


SECTIONS = "() => [...document.querySelectorAll('.opening, .gallery, .study')].filter((part) => part.checkVisibility()).map((part) => part.id)"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_lesson_is_printed_alone(opened, scripts):
    page = opened("class", "ru", scripts=scripts)
    if scripts:
        page.evaluate("() => { window.print = () => { window.printed = location.hash; }; }")
    page.click("#s3 .prints")
    if scripts:
        assert page.evaluate("printed") == "#s3-alone"
    assert len(page.evaluate(SECTIONS)) > len(lessons())
    page.emulate_media(media="print")
    assert page.evaluate(SECTIONS) == ["s3"]
    page.goto(page.url.partition("#")[0] + "#s3")
    assert set(lessons()) <= set(page.evaluate(SECTIONS))


def longest_link(language):
    """As many levers as a link can hold, and what they change in words."""
    moved = {}
    for key, slider in sliders().items():
        more = {**moved, key: Moved(slider.least + 0.05, 1930, 1938)}
        try:
            link = address(Link(Changes(("no_exports", "relief_accepted"), more), language=language))
        except BadInput:
            break
        moved = more
    link = address(Link(Changes(("no_exports", "relief_accepted"), moved), language=language))
    return {"link": link, "changes": Language(language).pick(load(link).title)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_fits_two_pages_of_paper(tmp_path, language):
    """All lessons are printed at once: every sheet begins a page, so that one that did not fit would make one more."""
    longest = longest_link(language)
    assert 1400 < len(longest["link"]) <= 1600
    of_all = [{}, {"changed": {"link": "lab.en.html#v=1&s=nep", "changes": "NEP"}}, {"changed": longest}]
    pages = [handout(each, answers(), Language(language), **more) for each in lessons().values() for more in of_all]
    head, tail = pages[0].partition("<body>")[0], "</body></html>"
    bodies = [page.partition("<body>")[2].removesuffix(f"{tail}\n").removesuffix(tail) for page in pages]
    file = write_pdf(f"{head}<body>{''.join(bodies)}{tail}", tmp_path / "all.pdf")
    assert len(PAGES_OF_A_PDF.findall(file.read_bytes())) == 2 * len(pages) == 48
