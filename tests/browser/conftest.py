"""The browser that the tests of this folder use, Debian's chromium handed to Playwright, and the site that it opens."""

import shutil

import pytest
from waiting import PAGE_IS_IN, patient, until

from pyrrhic.app.report.pdf import BROWSERS, HEADLESS

WITHOUT_WINDOWS = "chromium-headless-shell"  # the same browser, which opens a page with a sixth of the work


@pytest.fixture(scope="module")
def browser():
    """Chromium, started once for a module of tests."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, (WITHOUT_WINDOWS, *BROWSERS))), None)
    if chromium is None:
        pytest.fail("no Chromium on PATH; `make test` installs it on Debian, elsewhere install one by that name")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(HEADLESS))
        opened.new_page, opened.new_context = patient(opened.new_page), patient(opened.new_context)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory, written_site):
    """The site with few draws, in a folder with a space and Cyrillic letters, as on somebody's stick."""
    return shutil.copytree(written_site, tmp_path_factory.mktemp("site") / "на диске мой")


@pytest.fixture
def opened(browser, folder):
    """A function that opens a page in a context of its own; the page keeps what was asked for (asked) and said (said)."""
    contexts = []

    def open_page(name, language="en", *, address="", width=1280, height=900, scripts=True, **options):
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, java_script_enabled=scripts, accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((folder / f"{name}.{language}.html").as_uri() + address)
        if scripts:
            until(page, PAGE_IS_IN)
        return page

    yield open_page
    for context in contexts:
        context.close()
