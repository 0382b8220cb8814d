"""One year in a browser: flows close and are as wide as their numbers, the address is the laboratory's, scripts may be off."""

import re

import pytest
from waiting import until

from pyrrhic.app.site.pages.one_year.entries import entries, picture, quantities, years
from pyrrhic.app.site.pages.one_year.numbers import numbers_of
from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available
from pyrrhic.model import REGION_KEYS
from pyrrhic.studies.scenarios import scenario as scenarios

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "ru")
PATHS = "() => Object.fromEntries([...document.querySelectorAll('#bands path')].map((path) => [path.dataset.flow, path.getAttribute('d')]))"
TABLE = "() => Object.fromEntries([...document.querySelectorAll('#flowtable tbody tr')].map((row) => [row.dataset.flow, row.cells[4].textContent]))"
GAPS = """() => oneYear.years.map((shown) => {
  year.toYear(shown);
  const means = Object.fromEntries(oneYear.flows.map((flow) => [flow.key, year.ofYear(flow)[1]]));
  const sum = (end, node) => year.flow.keysAt(node, end).reduce((total, { key }) => total + means[key], 0);
  return Math.max(...['villages', 'state', 'left'].map((node) => Math.abs(sum('to', node) - sum('from', node)) / sum('to', node)));
})"""
MEANS = "() => Object.fromEntries(oneYear.flows.map((flow) => [flow.key, year.ofYear(flow)]))"
CONTRAST = """() => {
  const light = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  return ['step0', 'step1', 'step2', 'step3', 'step4'].map((step) => {
    const tile = document.querySelector('.tile'), before = tile.className;
    tile.style.transition = 'none';
    tile.className = `tile ${step}`;
    const { color, backgroundColor } = getComputedStyle(tile), [one, other] = [light(color), light(backgroundColor)].sort((a, b) => b - a);
    tile.className = before;
    return (one + 0.05) / (other + 0.05);
  });
}"""
HAS_RUN = "year.run !== null"
SIDES = re.compile(r"^M\d+ (\S+)C\S+ \S+ \S+ \S+ \d+ (\S+)L\d+ (\S+)C\S+ \S+ \S+ \S+ \d+ (\S+)Z$")


def number(text: str) -> float:
    return float(text.replace(",", ".").replace("\u2212", "-"))


def are_as_wide_as_the_table_says(page) -> None:
    table, paths = page.evaluate(TABLE), page.evaluate(PATHS)
    assert table.keys() == paths.keys() == entries("flows").keys()
    for key, path in paths.items():
        upper, end, lower_end, lower = map(float, SIDES.match(path).groups())
        for width in (lower - upper, lower_end - end):
            assert width == pytest.approx(number(table[key]) * picture()["pixels_per_tonne"], abs=0.15), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_it_opens_from_a_disk_without_a_word_or_a_request_outside(opened, folder, language, width):
    page = opened("year", language, address="#v=1&s=no_exports", width=width)
    until(page, HAS_RUN)
    page.evaluate("() => { for (const part of document.querySelectorAll('details')) part.open = true; }")
    assert not page.said
    assert page.asked and all(url.startswith((folder.as_uri(), "blob:")) for url in page.asked)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_flows_close_in_every_year_and_are_as_wide_as_their_numbers(opened):
    page = opened("year")
    gaps = page.evaluate(GAPS)
    assert len(gaps) == len(years()) and max(gaps) < 1e-9
    for place in (0, years().index(1932), len(years()) - 1):
        page.evaluate("(place) => year.toYear(oneYear.years[place])", place)
        are_as_wide_as_the_table_says(page)
    assert page.locator("#yearname").text_content() == "1969/70"


def test_the_first_picture_is_that_of_the_page_without_scripts(opened):
    read, run = opened("year", scripts=False), opened("year")
    content = read.content()
    static = dict(re.findall(r'data-flow="(\w+)" d="([^"]+)"', content))
    assert static == run.evaluate(PATHS) and len(static) == len(entries("flows"))


def test_a_run_is_that_of_the_package_and_closes(opened):
    scenario = scenarios.load("no_exports")
    ran = numbers_of(scenarios.run(scenario, quantities(), mixture.draws(3 * len(available()))))
    page = opened("year", address="#v=1&s=no_exports")
    until(page, HAS_RUN)
    for key, shown in page.evaluate(MEANS).items():
        assert shown == pytest.approx(ran.flows[key][1932], rel=1e-9, abs=1e-9), key
    for row in page.evaluate("() => oneYear.deaths.map((row) => [row.key, year.run.deaths(row)])"):
        assert row[1] == pytest.approx(ran.deaths[row[0]], rel=1e-9)
    for measure, values in page.evaluate("() => oneYear.measures.map((each) => [each.key, year.ofRegions(each)])"):
        if measure in ran.regions:
            assert [pytest.approx(each, rel=1e-9) for each in ran.regions[measure][1932]] == values
    for place in page.evaluate("() => oneYear.collected.map((place) => [place.key, year.run.collected(place, 1932)])"):
        assert place[1] == pytest.approx(ran.collected[place[0]][1932], rel=1e-9)
    are_as_wide_as_the_table_says(page)
    assert max(page.evaluate(GAPS)) < 1e-9
    assert page.locator(".changed").count() == 0  # the last year is after the end of the run
    assert "1939/40" in page.locator("#message").text_content()


def test_the_address_is_that_of_the_laboratory_and_goes_both_ways(opened):
    page = opened("year", address="#v=1&s=no_exports&l=relief:1@1931-1932&y=1931")
    until(page, HAS_RUN)
    assert page.locator("#yearname").text_content() == "1931/32"
    assert page.locator("#choice option:checked").get_attribute("value") == "of_link"
    link = page.get_attribute("#openlab", "href")
    assert link.startswith("lab.en.html#v=1&s=no_exports&l=relief:1@1931-1932&y=1931")
    page.goto(page.url.replace("year.en", "lab.en"))
    page.click("nav [data-keeps]")
    page.wait_for_url("**/year.en.html#*relief*")
    until(page, HAS_RUN)
    page.select_option("#choice", "nep")
    until(page, "location.hash.includes('s=nep')")
    page.go_back()
    until(page, "location.hash.includes('relief')")
    page.evaluate("() => year.toYear(1950)")
    assert "&y=1950" in page.url and "&y=1950" in page.get_attribute("#openlab", "href")
    assert "&y=1950" in page.get_attribute("[data-keeps]", "href")
    page.reload()
    assert page.locator("#yearname").text_content() == "1950/51" and not page.said


def test_a_run_whose_changes_come_after_the_war_is_shown_there(opened):
    page = opened("year", address="#v=1&s=no_virgin_lands&y=1960")
    until(page, HAS_RUN)
    assert page.locator(".changed").count() == 1 and page.locator("#message").is_hidden()
    are_as_wide_as_the_table_says(page)


def test_until_a_run_is_computed_the_page_says_that_history_is_shown(opened):
    page = opened("year")
    page.evaluate("() => { year.runs.whole = () => {}; year.choose('nep'); }")
    assert "until then the year is shown as it happened" in page.locator("#balance").text_content()
    assert page.locator(".changed").count() == 0


def test_what_an_address_says_wrongly_is_named(opened):
    page = opened("year", address="#v=1&s=no_export&y=1943")
    message = page.locator("#message").text_content()
    assert "no_exports" in message and "y=1943" in message
    assert page.locator("#yearname").text_content() == "1932/33"


def test_the_keyboard_alone_moves_the_year_over_the_war_and_chooses_a_measure(opened):
    page = opened("year", address="#v=1&y=1939")
    page.focus("#at")
    page.keyboard.press("ArrowRight")
    assert page.locator("#yearname").text_content() == "1946/47"
    assert page.get_attribute("#at", "aria-valuetext") == "1946/47"
    before = page.get_attribute("#tiles", "aria-label")
    page.focus("#measure")
    page.keyboard.press("ArrowDown")
    until(page, "document.getElementById('tiles').getAttribute('aria-label') !== given", before)
    until(page, "document.getElementById('live').textContent.startsWith('1946/47')")
    page.focus("#before")
    page.keyboard.press("Enter")
    assert page.locator("#yearname").text_content() == "1939/40"


def test_a_tile_without_a_figure_is_hatched_and_its_table_says_so(opened):
    page = opened("year", address="#v=1&y=1968")
    page.select_option("#measure", "rain")
    empty = page.evaluate(
        "() => year.ofRegions(oneYear.measures.find((each) => each.key === 'rain')).filter((value) => !value).length"
    )
    assert page.locator(".tile.stepnone").count() == empty
    page.evaluate("() => { oneYear.measures.at(-1).history[oneYear.years.indexOf(1968)][0] = null; year.show(); }")
    hatched = page.locator(".tile.stepnone[data-region=ukraine_steppe]")
    assert hatched.locator("b").text_content() == "\u2013"
    assert page.locator("#regiontable tr[data-region=ukraine_steppe] td").last.text_content() == "\u2013"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_words_on_every_tile_can_be_read(opened, theme):
    assert min(opened("year", color_scheme=theme).evaluate(CONTRAST)) >= 4.5


def test_nothing_moves_by_itself_where_less_motion_is_asked_for(opened):
    page = opened("year", reduced_motion="reduce")
    assert page.locator("#play").is_hidden()
    assert page.evaluate("() => getComputedStyle(document.querySelector('#bands path')).transitionDuration") == "0s"
    moving = opened("year", reduced_motion="no-preference")
    assert (
        float(
            moving.evaluate(
                "() => parseFloat(getComputedStyle(document.querySelector('#bands path')).transitionDuration)"
            )
        )
        <= 0.2
    )
    moving.click("#play")
    until(moving, "document.getElementById('yearname').textContent === '1933/34'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_read_whole_with_scripts_off(opened, language):
    page = opened("year", language, scripts=False)
    assert page.locator("#flowtable tbody tr").count() == len(entries("flows"))
    assert page.locator("#regiontable tbody tr").count() == len(REGION_KEYS)
    assert page.locator("#deathtable tbody tr").count() == len(entries("deaths"))
    assert page.locator("#bands path").count() == len(entries("flows")) and page.locator(".steer").is_hidden()
    assert page.locator(".tile").count() == len(REGION_KEYS)


def test_the_deaths_are_a_picture_with_ranges_and_never_a_colour_of_the_map(opened):
    page = opened("year")
    marks = page.locator("#dots circle.dot, #dots circle.hollow").count()
    assert marks == page.evaluate("() => oneYear.deaths.reduce((sum, row) => sum + row.record.length, 0)") > 10
    assert not any("death" in key for key in entries("measures"))
    for cell in page.locator("#deathtable tbody td:nth-child(2)").all_text_contents():
        assert re.fullmatch(r"\d+\.\d\d \(\d+\.\d\d–\d+\.\d\d\)", cell)


def test_the_data_of_the_site_keep_within_their_size(folder):
    data = [file.stat().st_size for file in (folder / "data").iterdir() if "ru" in file.name or file.name == "model.js"]
    assert sum(data) < 2_500_000
