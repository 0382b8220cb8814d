"""A position of a debate in the laboratory: the same draws and weights as `pyrrhic run --position` has, and so the same numbers."""

import pytest
from waiting import IS_SETTLED, until

from pyrrhic.app.site.page_script import measures_of_outcomes
from pyrrhic.calibration.posterior import available
from pyrrhic.runs.measure import measure_of_draws
from pyrrhic.studies.debates.expressed import asked
from pyrrhic.studies.scenarios import scenario as scenarios

pytestmark = pytest.mark.browser
OF_EACH = 3  # draws of each variant, as the site of these tests is written
LEVELS = (0.05, 0.5, 0.95)


@pytest.fixture
def opened(browser, folder):
    """A function that opens the laboratory at an address and waits until it has settled."""
    pages = []

    def open_page(address):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.said = []
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto((folder / "lab.en.html").as_uri() + address)
        until(page, IS_SETTLED)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        assert not page.said
        page.close()


def levels_of(page, which, key):
    """The levels of an outcome of a run of the page."""
    return page.evaluate(f"(key) => laboratory.runs.level({which}, page.outcomes.find((one) => one.key === key))", key)


@pytest.mark.parametrize(("key", "own"), [("harvest=tauger", ""), ("exports=relief", "relief_accepted+")])
def test_the_outcomes_under_a_position_are_those_of_the_package(opened, key, own):
    page = opened(f"#v=1&s=no_exports&q={key.replace('=', '.')}")
    number = OF_EACH if not own else OF_EACH * len(available())
    drawn = asked([key], number).draws
    for which, spec in (
        ("laboratory.now", f"{own}no_exports"),
        ("laboratory.past.all", own.strip("+") or "as_it_happened"),
    ):
        for outcome in ("harvest", "deaths"):
            measure = measures_of_outcomes()[outcome]
            ran = scenarios.run(scenarios.load(spec), tuple(measure.needs), drawn)
            expected = ran.quantile(measure_of_draws(ran, measure), LEVELS)
            assert levels_of(page, which, outcome) == pytest.approx(list(expected), rel=1e-9)


def test_a_position_is_listed_with_its_author_and_taken_back(opened):
    page = opened("#v=1&q=harvest.tauger")
    listed = page.locator("#changed li").first
    assert "Tauger" in listed.text_content() and f"draws: {OF_EACH}" in listed.text_content()
    before = levels_of(page, "laboratory.past.shown", "deaths")
    listed.locator("button").click()
    until(page, f"{IS_SETTLED} && !laboratory.state.position")
    assert "q=" not in page.url and page.locator("#changed li button").count() == 0
    assert levels_of(page, "laboratory.past.shown", "deaths") != before
    page.go_back()
    until(page, f"{IS_SETTLED} && laboratory.state.position === 'harvest.tauger'")
    assert levels_of(page, "laboratory.past.shown", "deaths") == pytest.approx(before, rel=1e-12)


def test_a_position_that_is_a_prior_weighs_all_draws_anew_and_an_unknown_one_is_named(opened):
    page = opened("#v=1&q=towns.push")
    weights = page.evaluate("laboratory.past.all.weights")
    assert sum(weights) == pytest.approx(1.0) and len({round(weight, 9) for weight in weights}) > OF_EACH
    page = opened("#v=1&q=towns.pull")
    assert "towns.push" in page.locator("#message").text_content()
