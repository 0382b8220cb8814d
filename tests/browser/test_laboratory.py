"""The laboratory opened from a disk: nothing is fetched, a lever moves the run, Back undoes it, a link says what it holds."""

import re
from urllib.parse import quote

import pytest
from waiting import IS_SETTLED, PAGE_IS_IN, PAST_IS_IN, press, spoken_after, stand, until

pytestmark = pytest.mark.browser
SENTENCE = "() => document.getElementById('sentence').textContent"
LATIN = re.compile(r"[A-Za-z]{2,}")
ALLOWED = {"Pyrrhic", "English", "MIT"}


@pytest.fixture
def opened(browser, folder):
    """A function that opens the laboratory at an address; the page knows what was asked for and said."""
    pages = []

    def open_page(address: str = "", language: str = "en", width: int = 1280):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((folder / f"lab.{language}.html").as_uri() + address)
        until(page, PAGE_IS_IN)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_opens_from_a_disk_without_a_word_or_a_request_outside(opened, folder, language, width):
    page = opened(language=language, width=width)
    assert not page.said
    here = folder.as_uri()
    assert page.asked and all(url.startswith((here, "blob:")) for url in page.asked)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_first_page_says_what_a_choice_changes_and_hands_it_to_the_laboratory(browser, folder, language):
    page, said = browser.new_page(viewport={"width": 360, "height": 740}), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((folder / f"index.{language}.html").as_uri())
    until(page, "document.getElementById('startsays').textContent")
    before = page.text_content("#startsays")
    page.check("[name=choice][value=nep]")
    until(page, "document.getElementById('startsays').textContent !== given", before)
    assert page.get_attribute("#openlab", "href") == f"lab.{language}.html#v=1&s=nep"
    assert not said and page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_a_scenario_changes_the_run_and_back_undoes_it(opened):
    page = opened()
    before = page.evaluate(SENTENCE)
    page.select_option("#preset", "nep")
    until(page, "document.querySelector('#body .diff')")
    assert page.evaluate(SENTENCE) != before and "s=nep" in page.url
    page.go_back()
    until(page, "!document.querySelector('#body .diff')")
    assert page.evaluate(SENTENCE) == before


def test_a_drag_is_one_step_and_sets_what_the_address_says(opened):
    page = opened()
    slider = page.locator("#lever-grain_export_plan")
    slider.scroll_into_view_if_needed()
    box, steps = slider.bounding_box(), page.evaluate("history.length")
    page.mouse.move(box["x"] + box["width"] * 0.66, box["y"] + box["height"] / 2)
    page.mouse.down()
    for share in (0.5, 0.3, 0.1):
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
    page.mouse.up()
    until(page, "document.querySelector('#body .diff')")
    assert "l=grain_export_plan:x" in page.url and page.evaluate("history.length") == steps + 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("#v=1&s=no_export", "the nearest name is no_exports"),
        ("#v=1&l=grain_export:x0.5@1930-1932", "the nearest name is grain_export_plan"),
        ("#v=1&l=grain_export_plan:x9@1930-1932", "Grain exports: 9 in 1930–1932 is outside its bounds"),
        ("#v=9", "the scheme 9 is not known here"),
        ("#v=1&m=00000000", "numbers may differ"),
        ("#" + quote("<img src=x onerror=alert(1)>"), "is not understood"),
        ("#%E0%A4%A", "is not understood"),
        ("#v=1&constructor=1&__proto__=2&y=1e9", "is not understood"),
    ],
)
def test_what_an_address_says_wrongly_is_told_and_the_page_stands(opened, address, said):
    page = opened(address)
    assert said in page.locator("#message").text_content() and not page.said


def test_the_table_of_a_panel_holds_its_line(opened):
    page = opened("#v=1&s=no_exports")
    until(page, "document.querySelector('#body .diff')")
    page.locator("#panels figure").first.focus()
    page.keyboard.press("t")
    rows = page.locator("#dialog tbody tr").all_text_contents()
    assert len(rows) == 14 and all("(" in row for row in rows)
    shown = page.evaluate("laboratory.runs.line(laboratory.now, page.panels[0])(1932)[1]")
    assert f"{shown:.1f}" in rows[6]


def test_the_russian_page_speaks_russian(opened):
    page = opened("#v=1&s=nep", language="ru")
    text = page.evaluate("document.body.innerText")
    latin = {word for word in LATIN.findall(text)} - ALLOWED - {page.evaluate("mark(model)")}
    assert not {word for word in latin if not re.fullmatch(r"[0-9a-f]+", word.lower())}, latin


OVERLAPS = """() => {
  const found = [];
  const boxes = (parts) => [...parts].filter((part) => part.textContent && part.checkVisibility({ visibilityProperty: true }));
  const apart = (parts) => parts.forEach((one, index) => parts.slice(index + 1).forEach((other) => {
    const [a, b] = [one, other].map((part) => { const r = document.createRange(); r.selectNodeContents(part); return r.getBoundingClientRect(); });
    const [wide, high] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
    if (wide > 1 && high > 3) found.push(`${one.textContent} | ${other.textContent}`);
  }));
  for (const figure of document.querySelectorAll("#panels figure")) {
    apart(boxes(figure.querySelectorAll(".read > *")));
    apart(boxes(figure.querySelectorAll("svg text.history, svg text.thisrun, svg text.otherrun")));
  }
  apart(boxes(document.querySelectorAll(".changes .label, .tools button, #changed li")));
  return found;
}"""


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
@pytest.mark.parametrize(
    "address", ["#v=1&s=nep&b=no_exports", "#v=1&s=no_exports", "#v=1&s=no_virgin_lands&b=nep&w=1970"]
)
def test_no_text_lies_on_another(opened, language, width, address):
    page = opened(address, language=language, width=width)
    until(page, IS_SETTLED)
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_picture_is_the_one_that_all_draws_give(opened):
    page = opened()
    printed = page.evaluate("page.panels.map((panel) => panel.history[6])")
    until(page, PAST_IS_IN)
    drawn = page.evaluate(
        "page.panels.map((panel) => laboratory.runs.quantiles({ ...laboratory.past.all, lines: null }, panel)[6])"
    )
    for one, other in zip(printed, drawn, strict=True):
        assert one == pytest.approx(other, rel=1e-9, abs=1e-9)


def test_taking_hold_of_a_lever_moves_no_line(opened):
    page = opened("#v=1&s=nep")
    until(page, "laboratory.held && laboratory.held.all !== laboratory.past.all")
    apart = page.evaluate(
        """() => {
          const some = Object.assign(laboratory.runs.atOnce(laboratory.changes, LAST_SHOWN - model.firstYear + 1), { held: laboratory.held });
          return page.panels.map((panel) => [laboratory.now, some].map((run) => laboratory.runs.line(run, panel)(1934)));
        }"""
    )
    for settled, held in apart:
        assert held == pytest.approx(settled, rel=1e-9, abs=1e-9)


def test_a_drag_shifts_nothing_on_the_page(opened):
    page = opened()
    page.evaluate(
        """() => { window.shifts = []; new PerformanceObserver((list) => shifts.push(...list.getEntries()
          .map(({ value }) => value))).observe({ type: "layout-shift" }); }"""
    )
    slider = page.locator("#lever-relief")
    slider.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    page.evaluate("shifts.length = 0")
    box = slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] / 2)
    page.mouse.down()
    for share in (0.2, 0.4, 0.6, 0.8, 1.0):
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
        page.wait_for_timeout(100)
    page.mouse.up()
    until(page, "document.querySelector('#body .diff')")
    assert page.evaluate("shifts") == []


def test_with_the_keyboard_alone_two_levers_move_and_are_named_in_words(opened):
    page = opened()
    for key, presses in (("grain_export_plan", 4), ("coercion", 2)):
        page.locator(f"#lever-{key}").focus()
        for _ in range(presses):
            page.keyboard.press("ArrowLeft")
    until(page, "document.querySelectorAll('#changed li').length === 2")
    assert "l=grain_export_plan:x0.8@1930-1932;coercion:x0.9@1930-1938" in page.url
    said = page.get_attribute("#lever-grain_export_plan", "aria-valuetext")
    assert said == "0.80 of history, 1930/31 to 1932/33"
    assert "Grain exports: 0.80 of history, 1930/31 to 1932/33" in page.text_content("#changed")


def test_a_blind_reader_hears_a_panel_once_and_can_leave_its_table(opened):
    page = opened("#v=1&s=nep")
    until(page, "laboratory.held")
    stand(page)
    page.locator("#panels figure").nth(5).focus()
    press(page, "ArrowRight", 3)
    spoken = spoken_after(page)
    assert len(spoken) == 1 and spoken[0].startswith("Horses, million, mid-year, 1935/36: record ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("T")
    assert page.get_attribute("#dialog", "aria-label").startswith("Cattle")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.querySelectorAll('#panels figure')[6]")


def test_paper_says_what_was_changed_and_where_it_is_to_be_found(opened):
    address = "#v=1&s=nep&l=relief:1@1931-1932;coercion:x0.5@1930-1938&y=1933"
    page = opened(address)
    until(page, "laboratory.held")
    page.emulate_media(media="print")
    text = page.evaluate("document.body.innerText")
    assert "Relief where grain lacks: in full, 1931/32 to 1932/33" in text and "NEP" in text
    assert address in text and page.evaluate("mark(model)") in text
    assert not page.locator("#levers").is_visible()


def test_a_choice_made_before_history_is_in_is_answered_all_the_same(browser, folder):
    page = browser.new_page()
    page.goto((folder / "index.en.html").as_uri())
    page.evaluate("() => document.querySelector('[name=choice][value=nep]').click()")
    until(page, "document.getElementById('startsays').textContent.includes('NEP')")
    assert "NaN" not in page.text_content("#startsays")
    page.close()
