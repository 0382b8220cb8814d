"""What each change did: the page divides a difference as `pyrrhic attribute` does."""

import numpy
import pytest
from waiting import IS_SETTLED, until

from pyrrhic.app.site.page_script import measures_of_outcomes
from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available
from pyrrhic.runs.figures import figure
from pyrrhic.studies.attribution import Asked, attribute
from pyrrhic.studies.scenarios.scenario import load

pytestmark = pytest.mark.browser
DONE = "document.getElementById('shares-live').textContent === 'All draws are in.'"
SCENARIO = "no_exports+relief_accepted"


@pytest.fixture(scope="module")
def page(browser, folder):
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto((folder / "lab.en.html").as_uri() + f"#v=1&s={SCENARIO}")
    until(opened, IS_SETTLED)
    yield opened
    opened.close()


def divide(page, outcome: str) -> dict:
    page.select_option("#shares-of", outcome)
    page.click("#shares-start")
    until(page, DONE)
    return page.evaluate("laboratory.attribution.result")


def in_package(outcome: str):
    from dataclasses import replace

    asked = replace(figure("excess_deaths_1932_33"), measure=measures_of_outcomes()[outcome])
    return attribute(Asked(load(SCENARIO), asked), mixture.draws(3 * len(available())))


@pytest.mark.parametrize("outcome", ["deaths", "horses"])
def test_shares_are_those_of_the_package(page, outcome):
    of_page, package = divide(page, outcome), in_package(outcome)
    players = page.evaluate(
        "laboratory.attribution.players(model.years, 'lever').map((player) => [...player.levers][0])"
    )
    assert sorted(players) == sorted(player.levers[0] for player in package.players)
    for number, player in enumerate(package.players):
        own, spread = of_page["shares"][players.index(player.levers[0])], package.weighed.spread(package.shares[number])
        assert own["mean"] == pytest.approx(spread.mean, rel=1e-9, abs=1e-9)
        assert [own["low"], own["high"]] == pytest.approx([spread.low, spread.high], rel=1e-9, abs=1e-9)
        assert own["structures"] == pytest.approx([spread.lowest, spread.highest], rel=1e-9, abs=1e-9)
        first, last = package.weighed.mean(package.first[number]), package.weighed.mean(package.last[number])
        assert [own["first"], own["last"]] == pytest.approx([first, last], rel=1e-9, abs=1e-9)
    whole = float(numpy.asarray(package.weighed.mean(package.difference)))
    assert of_page["whole"]["mean"] == pytest.approx(whole, rel=1e-9)
    assert sum(share["mean"] for share in of_page["shares"]) == pytest.approx(whole, rel=1e-9)


def test_shares_are_asked_for_can_be_stopped_and_go_when_the_run_changes(page):
    assert page.locator("#shares-result table").count() == 1  # of the test before
    page.select_option("#preset", "no_exports")
    until(page, IS_SETTLED)
    assert page.locator("#shares").is_hidden() and page.locator("#shares-result table").count() == 0
    page.select_option("#preset", "nep")
    until(page, IS_SETTLED)
    assert page.input_value("#shares-by") == "group"
    page.select_option("#shares-by", "lever")
    assert "drawn at random" in page.text_content("#shares-says")
    page.click("#shares-start")
    page.click("#shares-stop")
    assert page.text_content("#shares-live") == "Stopped." and page.locator("#shares-progress").is_hidden()
    page.select_option("#shares-by", "group")
    assert page.evaluate("laboratory.runs.waiting.shares") is None


def test_shares_over_sampled_orders_add_up_and_come_near_the_exact_ones(page):
    found = page.evaluate(
        """() => { const size = 7, value = (coalition) => Float64Array.of(sizeOf(coalition) ** 2 + (coalition & 1) * 3 + (coalition & 6 ? 5 : 0));
          const values = new Map(coalitionsToRun(size, null).map((coalition) => [coalition, value(coalition)]));
          const orders = sampledOrders(size, 200), sampled = sampledShares(values, size, orders).shares;
          return [exactShares(values, size).map(([share]) => share), sampled.map(([share]) => share), value(everyChange(size))[0], coalitionsToRun(size, sampledOrders(size, 1)).length]; }"""
    )
    exact, sampled, whole, few = found
    assert sum(exact) == pytest.approx(whole) and sum(sampled) == pytest.approx(whole)
    assert sampled == pytest.approx(exact, abs=0.8) and few < 2**7
