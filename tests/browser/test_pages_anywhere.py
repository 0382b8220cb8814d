"""Every page from a disk and from a bare host, alone in one file, and out of a package: no request outside, not a word."""

import functools
import http.server
import random
import shutil
import sys
import threading
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from pyrrhic.app.links.writing import state
from pyrrhic.app.site.lms import write_package
from pyrrhic.app.site.one_file import write_one_file
from pyrrhic.app.site.site import PAGES, file_of
from pyrrhic.texts import LANGUAGES

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))
from made_links import drawn
from waiting import PAST_IS_IN, RUN_IS_IN, until

pytestmark = pytest.mark.browser
SWITCHED = """(hashes) => {
  const link = document.querySelector("[data-keeps][lang]");
  link.addEventListener("click", (event) => event.preventDefault());
  return hashes.map((hash) => (history.replaceState(history.state, "", hash), link.click(), link.href));
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A bare host that keeps no log."""

    def log_message(self, *arguments) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host(folder):
    """The address of a bare host of the folder, on this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def visited(browser):
    """A function that opens an address and lets nothing be asked for but what lies below another; it knows what was said."""
    page = browser.new_page()
    page.said, page.refused, page.base = [], [], ""
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))

    def answer(route) -> None:
        if route.request.url.startswith((page.base, "blob:", "data:")):
            route.continue_()
        else:
            page.refused.append(route.request.url)
            route.abort()

    page.route("**/*", answer)

    def open_page(address: str, base: str):
        page.goto("about:blank")  # so that nothing of the page before is still being asked for
        page.said.clear()
        page.refused.clear()
        page.base = base
        page.goto(address)
        return page

    yield open_page
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", ["disk", "host"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_without_a_word_or_a_request_outside(visited, folder, host, name, where, language):
    assert " " in folder.name and any(letter > "z" for letter in folder.name)
    base = host if where == "host" else folder.as_uri()
    page = visited(f"{base.rstrip('/')}/{file_of(name, language)}", base)
    assert page.locator("h1").first.is_visible() and page.get_attribute("html", "lang") == language
    if PAGES[name].runs:
        until(page, "[...document.querySelectorAll('svg path')].some((path) => path.getAttribute('d'))")
    assert page.said == [] and page.refused == []


@pytest.mark.parametrize("name", PAGES)
def test_the_other_language_keeps_the_state_of_a_link(visited, folder, name):
    chance = random.Random(1935)
    hashes = [state(drawn(chance)) for _ in range(200 if name == "lab" else 3)]
    page = visited((folder / file_of(name, "en")).as_uri(), folder.as_uri())
    expected = [(folder / file_of(name, "ru")).as_uri() + hashed for hashed in hashes]
    assert page.evaluate(SWITCHED, hashes) == expected


def test_a_link_is_the_same_run_after_the_switch(visited, folder):
    hashed = state(drawn(random.Random(1936)))
    page = visited((folder / "lab.en.html").as_uri() + hashed, folder.as_uri())
    until(page, RUN_IS_IN)
    before, is_silent = page.evaluate("laboratory.state"), page.locator("#message").is_hidden()
    page.click("[data-keeps][lang]")
    until(page, f"document.documentElement.lang === 'ru' && {RUN_IS_IN}")
    assert page.evaluate("laboratory.state") == before and page.locator("#message").is_hidden() == is_silent
    assert page.said == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_file_works_alone_in_an_empty_folder(visited, folder, tmp_path, language):
    written = write_one_file(folder, language)
    alone = tmp_path / "пустая папка" / "моя лаборатория.html"
    alone.parent.mkdir()
    shutil.move(written, alone)
    page = visited(alone.as_uri() + "#v=1&s=no_exports&l=relief:1@1931-1932", alone.as_uri())
    until(page, RUN_IS_IN)
    assert page.locator("#message").is_hidden() and page.locator("#panels figure").count() >= 12
    assert page.evaluate("laboratory.now.draws.length") == page.evaluate("model.draws.weights.length"), "the worker ran"
    assert quote("моя лаборатория.html") in page.url
    assert page.get_attribute("[data-keeps]", "data-keeps") == f"laboratory.{'ru' if language == 'en' else 'en'}.html"
    assert page.locator("#alone-record").get_attribute("open") is None
    page.click("nav a[href='#alone-record']")
    series = page.locator("#alone-record details.series").nth(3)
    series.locator("summary").click()
    series.locator("a").first.click()
    assert page.locator("#alone-words").get_attribute("open") is not None and "s=no_exports" in page.url
    page.evaluate(
        """(file) => {
          const link = Object.assign(document.createElement("a"), { href: file + "#harvest", textContent: "x", id: "away" });
          document.querySelector("main").append(link);
        }""",
        f"record.{language}.html",
    )
    page.click("#away")
    assert f"record.{language}.html" in page.text_content("#message") and "моя" not in page.text_content("#message")
    assert page.said == [] and page.refused == []


def test_the_package_opens_where_it_is_unpacked(visited, folder, tmp_path):
    with zipfile.ZipFile(write_package(folder, "en")) as archive:
        archive.extractall(tmp_path / "курс 1")
    page = visited((tmp_path / "курс 1" / "index.en.html").as_uri(), (tmp_path / "курс 1").as_uri())
    page.wait_for_selector("#startsays:not(:empty)")
    page.click("nav a[href='lab.en.html']")
    until(page, PAST_IS_IN)
    assert page.said == [] and page.refused == []
