"""The browser that the tests of this folder use, Debian's chromium handed to Playwright, and the site that it opens."""

import shutil

import pytest

from pyrrhic.app.report.pdf import BROWSERS, HEADLESS
from pyrrhic.app.site.site import write_site
from pyrrhic.calibration.posterior import available


@pytest.fixture(scope="module")
def browser():
    """Chromium, started once for a module of tests."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None:
        pytest.fail("no Chromium on PATH; `make test` installs it on Debian, elsewhere install one by that name")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(HEADLESS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The site with few draws, in a folder with a space and Cyrillic letters, as on somebody's stick."""
    made = tmp_path_factory.mktemp("site") / "на диске мой"
    write_site(made, draws=3 * len(available()))
    return made
