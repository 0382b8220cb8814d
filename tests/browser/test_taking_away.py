"""What can be taken away from the laboratory: pictures, figures, a sentence, a scenario file, a view within another page."""

import csv
import threading
import tomllib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree

import numpy
import pytest
from waiting import RUN_IS_IN, until

import pyrrhic
from pyrrhic.app.site.model_script import flat_paths
from pyrrhic.app.site.page_script import moved, quantities
from pyrrhic.app.site.site import file_of
from pyrrhic.engine.printers.plan import plan
from pyrrhic.model import assemble_all_rivals
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.run import model_fingerprint
from pyrrhic.studies.scenarios import scenario as scenarios

pytestmark = pytest.mark.browser
ADDRESS = "#v=1&s=nep&l=grain_export_plan:x0.5@1930-1932;relief:0.6@1931-1932&b=no_exports"
SVG = "{http://www.w3.org/2000/svg}"
EXPORTS = "Promise.all(['files.js', 'export.js'].map(later)).then(() => true)"  # read when they are first asked for


@pytest.fixture(scope="module")
def laboratory(browser, folder):
    """The laboratory with two runs, all draws in."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto((folder / file_of("lab", "en")).as_uri() + ADDRESS)
    until(page, RUN_IS_IN)
    page.evaluate(EXPORTS)
    yield page
    assert page.said == []
    page.close()


def saved(page, key: str, what: str):
    """A file saved from the menu of a panel, opened by its key."""
    page.locator(f"figure:has(#panel-{key})").focus()
    page.keyboard.press("d")
    with page.expect_download() as download:
        page.click(f"#dialog button:has-text('{what}')")
    page.keyboard.press("Escape")
    return download.value


def test_a_picture_opens_alone_and_shows_what_the_panel_shows(laboratory, browser):
    download = saved(laboratory, "harvest", "SVG")
    root = ElementTree.fromstring(download.path().read_bytes())
    assert root.tag == f"{SVG}svg" and not [part for part in root.iter() if part.get("class")]
    drawn = laboratory.eval_on_selector_all(
        "figure:has(#panel-harvest) path",
        "(paths) => paths.filter((path) => path.getAttribute('d')).map((path) => [path.getAttribute('d'), getComputedStyle(path).strokeWidth])",
    )
    assert [[path.get("d"), path.get("stroke-width")] for path in root.iter(f"{SVG}path")] == drawn
    words = root.find(f"{SVG}desc").text
    assert "NEP" in words and model_fingerprint()[:8] in words and "Wheatcroft" in words
    alone = browser.new_page()
    alone.goto(
        f"data:image/svg+xml;charset=utf-8,{download.path().read_text(encoding='utf-8').replace('%', '%25').replace('#', '%23')}"
    )
    assert "rgb(0, 114, 178)" in alone.content()
    alone.close()


def test_a_png_has_twice_the_dots_and_is_not_empty(laboratory):
    from matplotlib.image import imread

    width, height = laboratory.evaluate(
        "(({ width, height }) => [width, height])(pictureOf(laboratory.panels.charts[0]))"
    )
    image = imread(saved(laboratory, "harvest", "PNG").path(), format="png")
    assert image.shape[:2] == (2 * height, 2 * width)
    assert len(numpy.unique(image.reshape(-1, image.shape[2]).round(1), axis=0)) > 5


def test_the_figures_have_a_head_and_are_those_of_the_table(laboratory):
    text = saved(laboratory, "deaths", "CSV").path().read_text(encoding="utf-8-sig")
    head = [line for line in text.splitlines() if line.startswith("# ")]
    for said in ("Unit: million a year", "Territory: ", "Source: ", model_fingerprint(), pyrrhic.__version__, ADDRESS):
        assert any(said in line for line in head), said
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("# ")))
    laboratory.locator("figure:has(#panel-deaths)").focus()
    laboratory.keyboard.press("t")
    table = laboratory.locator("#dialog tbody tr").all_inner_texts()
    laboratory.keyboard.press("Escape")
    for row, line in zip(rows, table, strict=True):
        cells = line.split("\t")
        for name, cell in zip(("record", "history", "run", "compared"), cells[1:], strict=True):
            low, high = row[f"{name}_low"], row[f"{name}_high"]
            assert cell == (f"{row[name]} ({low}–{high})" if row[name] else "–")


def test_a_sentence_says_deaths_with_interval_works_and_link(laboratory):
    text = laboratory.evaluate("sentenceWithSource(entryOf(page.panels, 'deaths'))")
    assert text.startswith("Excess deaths, million a year, 1932/33: ") and ADDRESS in text
    assert (
        text.count("–") >= 4
        and "90% interval" in text
        and all(work.rstrip(".") in text for work in laboratory.evaluate("sourcesOf(entryOf(page.panels, 'deaths'))"))
    )


def test_the_scenario_file_is_the_run_of_the_page(laboratory, tmp_path):
    laboratory.click("#link")
    with laboratory.expect_download() as download:
        laboratory.click("#dialog button:has-text('Scenario file')")
    laboratory.keyboard.press("Escape")
    file = tmp_path / "laboratory.toml"
    download.value.save_as(file)
    assert tomllib.loads(file.read_text(encoding="utf-8"))["extends"] == ["nep"]
    layout = plan(assemble_all_rivals(), historical_paths(), (*quantities(), *moved()))
    ours = flat_paths(layout, scenarios.paths(scenarios.load(str(file))))
    theirs = laboratory.evaluate("Array.from(laboratory.runs.ensemble.pathsWith(laboratory.changes))")
    numpy.testing.assert_allclose(numpy.array(theirs), ours.reshape(-1), 1e-12, 1e-12)
    assert scenarios.load(str(file)).ends == 1940


@pytest.fixture
def hosts(folder, tmp_path):
    """Two bare web servers, of the site and of another page, each an origin of its own."""
    servers = [
        ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(directory)))
        for directory in (folder, tmp_path)
    ]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield [f"http://127.0.0.1:{server.server_port}" for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    """A server of plain files that says nothing."""

    def log_message(self, format, *arguments):
        """Nothing."""


def test_a_view_stands_in_a_page_of_another_origin(browser, hosts, tmp_path):
    site, other = hosts
    page = browser.new_page(viewport={"width": 420, "height": 900})
    page.goto(f"{site}/{file_of('lab', 'ru')}#v=1&l=relief:0.6@1931-1932&p=harvest,deaths")
    until(page, RUN_IS_IN)
    page.evaluate(EXPORTS)
    text = page.evaluate("embedText(laboratory.state)")
    (tmp_path / "other.html").write_text(f"<!doctype html><body style='margin:10px'>{text}", encoding="utf-8")
    page.goto(f"{other}/other.html")
    frame = next(frame for frame in page.frames if frame.parent_frame)
    until(frame, RUN_IS_IN)
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth") and frame.evaluate("innerWidth") <= 400
    shown = frame.eval_on_selector_all("#panels figure figcaption", "(all) => all.map((one) => one.id)")
    assert shown == ["panel-harvest", "panel-deaths"]
    assert (
        frame.locator(".lever:visible").count() == 1 and not frame.locator(".head, .foot, .outcomes").first.is_visible()
    )
    steps = page.evaluate("history.length")
    frame.locator("#lever-relief").press("ArrowLeft")
    until(frame, "location.hash.includes('relief:0.55')")
    assert page.evaluate("history.length") == steps
    frame.locator(".whole a").focus()
    assert "e=1" not in frame.get_attribute(".whole a", "href") and page.locator("body > p a").count() == 1
    page.close()
