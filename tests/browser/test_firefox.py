"""The files of the site in Firefox, from a disk: every page opens without a word, and the laboratory computes what it computes in Chromium."""

import shutil

import pytest
from firefox import started
from waiting import IS_SETTLED, until

from pyrrhic.app.site.one_file import write_one_file
from pyrrhic.app.site.site import PAGES, file_of
from pyrrhic.texts import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.firefox]
PROGRAMS = ("firefox-esr", "firefox")
LINK = "#v=1&s=no_exports&l=relief:0.6@1931-1932"
CELLS = "[...document.querySelectorAll('.outcomes td, .outcomes th')].map((cell) => cell.textContent)"
OWN = ("file:", "blob:", "data:", "about:")


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    """Firefox, started once for these tests."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.fail("no Firefox on PATH; `make test` installs it on Debian, elsewhere install one by that name")
    with started(program, tmp_path_factory.mktemp("profile")) as window:
        yield window


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_without_a_word_or_a_request_outside(firefox, folder, name, language):
    firefox.open((folder / file_of(name, language)).as_uri())
    if name == "lab":
        firefox.wait(IS_SETTLED)
    assert firefox.value("document.querySelector('h1').textContent.trim().length") > 0
    assert firefox.value("document.documentElement.scrollWidth <= innerWidth")
    assert firefox.said == []
    assert [address for address in firefox.asked if not address.startswith(OWN)] == []


def test_a_link_gives_the_digits_that_it_gives_in_chromium(firefox, opened, folder):
    address = (folder / file_of("lab", "en")).as_uri() + LINK
    firefox.open(address)
    firefox.wait(IS_SETTLED)
    page = opened("lab", address=LINK)
    until(page, IS_SETTLED)
    cells = firefox.value(CELLS)
    assert cells == page.evaluate(CELLS) and len(cells) > len(LANGUAGES)
    assert firefox.said == []


def test_a_key_moves_a_lever_and_back_takes_it_back(firefox, folder):
    firefox.open((folder / file_of("lab", "ru")).as_uri() + LINK)
    firefox.wait(IS_SETTLED)
    firefox.value("document.getElementById('lever-relief').focus()")
    firefox.press("\ue012")  # the arrow to the left
    firefox.wait(f"location.hash.includes('relief:0.55') && {IS_SETTLED}")
    firefox.value("history.back()")
    firefox.wait(f"location.hash.includes('relief:0.6@') && {IS_SETTLED}")
    assert firefox.said == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_file_works_alone_in_an_empty_folder(firefox, folder, tmp_path, language):
    alone = tmp_path / "моя лаборатория.html"
    shutil.move(write_one_file(folder, language), alone)
    firefox.open(alone.as_uri() + LINK)
    firefox.wait(IS_SETTLED)
    assert firefox.said == [] and not [address for address in firefox.asked if not address.startswith(OWN)]
