"""The report opened in a browser: offline, without errors, named for those who do not see it, narrow as a telephone."""

import pytest

pytestmark = pytest.mark.browser

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
NAMES = """() => [...document.querySelectorAll('.drawing')].filter(one => one.offsetParent !== null)
    .map(one => [one.getAttribute('role'), (one.getAttribute('aria-label') || '').trim(),
                 one.querySelector('svg').getBoundingClientRect().width])"""
TOUCHING = """() => [...document.querySelectorAll('.drawing')].filter(one => one.offsetParent !== null)
    .flatMap(one => { const all = [...one.querySelectorAll('text')].map(text => [text.textContent,
            text.getBoundingClientRect()]);
        return all.flatMap(([first, a], i) => all.slice(i + 1).filter(([_, b]) => a.left + 1 < b.right - 1 &&
            b.left + 1 < a.right - 1 && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3)
            .map(([second]) => first + ' / ' + second)); })"""
OUTSIDE = """() => [...document.querySelectorAll('.drawing')].filter(one => one.offsetParent !== null)
    .flatMap(one => { const box = one.getBoundingClientRect();
        return [...one.querySelectorAll('text')].filter(text => { const own = text.getBoundingClientRect();
            return own.left < box.left - 2 || own.right > box.right + 2; }).map(text => text.textContent); })"""


@pytest.fixture(scope="module", params=["en", "ru"])
def report(request, report_of, tmp_path_factory):
    file = tmp_path_factory.mktemp(request.param) / "report.html"
    file.write_text(report_of(request.param)["page"], encoding="utf-8")
    return file


@pytest.fixture
def opened(browser, report):
    """A function that opens the report at a size; gives the page, its requests and what its console said."""
    pages = []

    def open_at(size):
        page = browser.new_page(viewport=size)
        requests, messages = [], []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(report.as_uri(), wait_until="load")
        pages.append(page)
        return page, requests, messages

    yield open_at
    for page in pages:
        page.close()


def test_it_opens_without_errors_and_asks_for_nothing_but_itself(opened, report):
    page, requests, messages = opened(WIDE)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert messages == []
    assert [url for url in requests if not url.startswith("data:")] == [report.as_uri()]


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_every_picture_is_seen_once_and_has_a_name(opened, size):
    page, _, _ = opened(size)
    pictures = page.evaluate(NAMES)
    assert len(pictures) == 10
    assert all(role == "img" and len(name) > 40 and width > 250 for role, name, width in pictures)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_nothing_scrolls_sideways_even_with_the_numbers_open(opened, size):
    page, _, _ = opened(size)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_no_label_of_a_picture_is_cut_off_or_overprinted(opened, size):
    page, _, _ = opened(size)
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(TOUCHING) == []


def test_links_and_scrolling_tables_can_be_reached_by_keyboard(opened):
    page, _, _ = opened(WIDE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "A"
    unnamed = "() => [...document.querySelectorAll('.scroll')].filter(one => one.tabIndex !== 0 || !one.ariaLabel)"
    assert page.evaluate(f"({unnamed})().length") == 0


CARDS = """() => [...document.querySelectorAll('table.cards')].filter(one => one.checkVisibility())
    .flatMap(one => [...one.querySelectorAll('tbody tr')]
        .map(row => [...row.querySelectorAll('td[data-label]')].map(cell => cell.getBoundingClientRect()))
        .filter(cells => cells.some(cell => cell.left < 0 || cell.right > 360))).length"""


def test_on_a_telephone_a_row_is_a_card_and_no_column_is_off_the_screen(opened):
    page, _, _ = opened(NARROW)
    page.evaluate("document.querySelectorAll('#claims details').forEach(one => { one.open = true; })")
    assert page.evaluate(CARDS) == 0
    first = "document.querySelector('#claims table.outcomes tbody tr td').dataset.label"
    heads = "[...document.querySelectorAll('#claims table.outcomes thead')[0].querySelectorAll('th')].map(one => one.textContent)"
    assert page.evaluate(first) in page.evaluate(heads)[1]


def test_bands_of_scenarios_are_stronger_in_the_dark(browser, report):
    seen = {}
    for scheme in ("light", "dark"):
        page = browser.new_page(viewport=WIDE, color_scheme=scheme)
        page.goto(report.as_uri())
        band = "[...document.querySelectorAll('.drawing.wide path, .drawing.wide use')]"
        seen[scheme] = page.evaluate(
            f"Math.min(...{band}.map(one => +getComputedStyle(one).fillOpacity).filter(one => one < 1))"
        )
        page.close()
    assert 0.0 < seen["light"] < 0.2 <= seen["dark"]


def test_what_a_click_opens_is_seen_on_paper(opened):
    page, _, _ = opened(WIDE)
    is_seen = "document.querySelector('.numbers table').checkVisibility()"
    assert not page.evaluate(is_seen)
    page.emulate_media(media="print")
    assert page.evaluate(is_seen)
