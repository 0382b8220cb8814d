"""Two runs beside each other, what is kept, which panels are shown, links that say all of it, runs of the years after the war."""

import random

import pytest
from waiting import IS_SETTLED, until

pytestmark = pytest.mark.browser
OUTCOMES = "() => [...document.querySelectorAll('#body tr:not([hidden])')].map((row) => [...row.children].map((cell) => cell.textContent))"
DIFFERENCE_OF_HERDS = """() => { const outcome = laboratory.outcomes.find((one) => one.outcome.key === "horses").outcome;
  const { base, now, comparedAlike } = laboratory; return laboratory.runs.difference(comparedAlike || now, comparedAlike ? now || base : base, outcome.measure).levels; }"""

LOOK = """(path) => {
  const { fill, stroke } = getComputedStyle(path);
  return [path.getAttribute("d"), fill, stroke];
}"""
EDGES_ARE_THOSE_OF_THE_INTERVAL = """() => {
  const chart = laboratory.panels.charts[5], of = laboratory.runs.line(laboratory.compared, chart.panel), drawn = chart.parts.otherBand.getAttribute("d");
  const years = Array.from({ length: 14 }, (_, index) => 1926 + index), at = (year, level) => `${chart.x(year).toFixed(1)} ${chart.y(of(year)[level]).toFixed(1)}`;
  return years.every((year) => drawn.includes(at(year, 0)) && drawn.includes(at(year, 2)));
}"""


@pytest.fixture(scope="module")
def page(browser, folder):
    """One page for all tests of this module; each goes to its own address."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.said = []
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.goto((folder / "lab.en.html").as_uri())
    yield opened
    opened.close()


@pytest.fixture
def at(page):
    """A function that opens an address anew and waits for all draws; nothing may have been said on the console."""

    def go(address: str):
        page.goto("about:blank")
        page.goto(page.home + address)
        until(page, IS_SETTLED)
        return page

    page.home = getattr(page, "home", page.url)
    yield go
    assert not page.said
    page.said.clear()


def random_run(chance: random.Random, names: list, levers: list) -> dict:
    chosen = chance.sample(levers, chance.randint(0, 3))
    moved = {
        key: {"value": round(chance.uniform(low, high), 2), "from": 1929, "to": chance.randint(1929, 1939)}
        for key, low, high in chosen
    }
    away = {key: change for key, change in moved.items() if change["value"] not in (0, 1)}  # these may be its place
    return {"scenarios": chance.sample(names, chance.randint(0, 2)), "levers": away}


def test_two_hundred_states_survive_being_written_and_read(at):
    page, chance = at("#v=1"), random.Random(1932)
    names = page.evaluate("page.scenarios.map((one) => one.key).filter((key) => key !== HISTORY)")
    levers = page.evaluate("page.levers.map(({ key, least, most }) => [key, least, most])")
    panels = page.evaluate("page.panels.map((panel) => panel.key)")
    positions = page.evaluate("(page.positions || ['deaths.registered']).map((one) => one.key ?? one)")
    usual, states = page.evaluate("usualPanels(page)"), []
    for _ in range(200):
        other = random_run(chance, names, levers)
        chosen = chance.sample(panels, chance.randint(0, 12))
        long = chance.random() < 0.5
        states.append(
            {
                **random_run(chance, names, levers),
                "compared": other if other["scenarios"] or other["levers"] else None,
                "panels": [] if chosen == usual else chosen,
                "year": chance.choice([1926, 1932, 1939, *([1946, 1970] if long else [])]),
                "long": long,
                "position": chance.choice(["", *positions]),
                "step": chance.choice(["", "s3.2"]) if page.evaluate("typeof stepIn") == "undefined" else "",
                "embedded": chance.random() < 0.3,
            }
        )
    written = page.evaluate("(states) => states.map((state) => fitted(state, page, model))", states)
    assert all(link["isWhole"] and len(link["address"]) <= 1500 for link in written)
    read = page.evaluate("(links) => links.map(({ address }) => readState(address, page, model))", written)
    for state, (again, ignored) in zip(states, read, strict=True):
        assert {name: again[name] for name in state} == state
        assert not ignored


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("#v=1&b=no_export", "the nearest name is no_exports"),
        ("#v=1&b=nep~relieff:1@1931-1932", "the nearest name is relief"),
        ("#v=1&p=harvest,horse", "the nearest name is horses"),
        ("#v=1&w=1980", "w=1980"),
        ("#v=1&e=2", "e=2"),
        ("#v=1&y=1943", "y=1943"),
    ],
)
def test_what_a_link_says_wrongly_of_a_second_run_or_of_panels_is_named(at, address, said):
    page = at(address)
    assert said in page.text_content("#message") and page.locator("#panels figure").count() > 0


def test_a_second_run_is_drawn_named_read_out_and_set_against_the_first(at):
    page = at("#v=1&s=nep")
    against_history = page.evaluate(DIFFERENCE_OF_HERDS)
    page.select_option("#compare", "no_exports")
    until(page, IS_SETTLED)
    assert "b=no_exports" in page.url
    assert page.text_content("#head-0") == "This run" and page.text_content("#head-1") == "Second run"
    horses = page.locator("#panels figure").nth(5)
    assert horses.locator("path.otherrun").get_attribute("d").startswith("M")
    outline, filled = (horses.locator(f"path.{kind}").evaluate(LOOK) for kind in ("otherband", "thisrun.band"))
    assert outline[0].endswith("Z") and (outline[1], filled[1] != "none") == ("none", True) and outline[2] != filled[2]
    assert page.evaluate(EDGES_ARE_THOSE_OF_THE_INTERVAL)
    assert horses.locator("text.otherrun").is_visible() and "second" in horses.locator(".read").text_content()
    assert "second" in horses.locator("svg").get_attribute("aria-label")
    assert "in the second run" in page.text_content("#sentence") and "in the second run" in page.evaluate(
        "laboratory.spoken"
    )
    horses.focus()
    page.keyboard.press("t")
    assert "Second run (90%)" in page.text_content("#dialog thead")
    page.keyboard.press("Escape")
    apart = page.evaluate(DIFFERENCE_OF_HERDS)
    page.click("#swap")
    until(page, IS_SETTLED)
    assert "s=no_exports" in page.url and "b=nep" in page.url
    assert page.evaluate(DIFFERENCE_OF_HERDS)[1] == pytest.approx(-apart[1], rel=1e-9)
    page.go_back()
    page.go_back()
    until(page, f"{IS_SETTLED} && !laboratory.state.compared")
    assert page.evaluate(DIFFERENCE_OF_HERDS) == against_history


def test_history_against_a_run_says_what_the_run_against_history_says(at):
    differences = [row[3:] for row in at("#v=1&s=nep").evaluate(OUTCOMES)]
    page = at("#v=1&b=nep")
    assert [row[3:] for row in page.evaluate(OUTCOMES)] == differences
    assert page.text_content("#changed").startswith("nothing")


def test_a_pasted_link_is_compared_and_an_empty_one_is_refused(at):
    page = at("#v=1&s=nep")
    page.select_option("#compare", "link")
    page.fill("#pasted", "lab.en.html#v=1&y=1933")
    page.keyboard.press("Enter")
    assert "holds no run" in page.text_content("#dialog")
    page.fill("#pasted", "https://example.org/lab.ru.html#v=1&s=no_exports&l=relief:1@1931-1932")
    page.keyboard.press("Enter")
    until(page, IS_SETTLED)
    assert "b=no_exports~relief:1@1931-1932" in page.url and not page.locator("#dialog").is_visible()
    assert "Relief where grain lacks: in full" in page.text_content("#comparedwith")


def test_a_kept_run_is_there_after_a_reload_and_can_be_compared(at):
    page = at("#v=1&s=nep&l=relief:1@1931-1932")
    page.click("#keep")
    page.fill("#keep-name", "NEP with relief")
    page.keyboard.press("Enter")
    assert "Kept in this browser" in page.text_content("#dialog")
    page = at("#v=1")
    page.select_option("#compare", label="NEP with relief")
    until(page, IS_SETTLED)
    assert "b=nep~relief:1@1931-1932" in page.url
    page.click("#keep")
    page.locator(".keptruns button", has_text="Remove").click()
    assert "Nothing is kept yet" in page.text_content("#dialog")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('refused'); }; }")
    page.click("#dialog form button")
    assert "refuses" in page.text_content("#dialog")


def test_panels_are_chosen_by_set_and_one_by_one_twelve_at_most(at):
    page = at("#v=1")
    page.select_option("#set", "herds")
    titles = page.locator("#panels figcaption").all_text_contents()
    assert "p=horses,cattle,draft,pigs,sheep,tractors" in page.url and len(titles) == 6
    page.click("#choose")
    for tick in page.locator(".ticks input:not(:checked)").all()[:6]:
        tick.check()
    assert page.locator("#panels figure").count() == 12
    assert page.locator(".ticks input:not(:checked):not(:disabled)").count() == 0
    page.keyboard.press("Escape")
    page = at("#v=1&p=market,village,town&s=nep")
    assert page.locator("#panels figure").count() == 3
    assert "NaN" not in page.text_content("#panels") and "in the model" in page.text_content("#sentence")


def test_a_run_of_the_years_after_the_war_is_carried_on_and_one_of_the_years_before_is_not(at):
    page = at("#v=1&s=no_virgin_lands")
    assert "choose the years 1926–1970" in page.text_content("#message")
    page.check("[name=w][value='1970']")
    rows = {row[0].split(" Mt")[0]: row for row in page.evaluate(OUTCOMES)}
    assert rows["Grain imports"][3].startswith("+") and rows["Taken by the state"][-1] == "no difference"
    width = page.evaluate("laboratory.panels.charts[0].x(1970)")
    assert f"L{width:.1f} " in page.locator("#panels figure path.thisrun").nth(1).get_attribute("d")
    page = at("#v=1&s=nep+no_virgin_lands&w=1970")
    assert "does not show" in page.text_content("#message")
    assert "ends before these years" in page.text_content("#body")
    assert page.evaluate("laboratory.now.years") == 14


def test_what_a_link_cannot_hold_is_said_and_stays_on_the_page(at):
    page = at("#v=1")
    page.evaluate(
        """() => { const all = { scenarios: page.scenarios.map((one) => one.key).filter((key) => key !== HISTORY),
            levers: Object.fromEntries(page.levers.map((lever) => [lever.key, { value: 0.95, from: 1929, to: 1931 }])) };
          laboratory.state = { ...laboratory.state, ...all, compared: all };
          laboratory.stepped(); }"""
    )
    assert len(page.evaluate("location.hash")) <= 1500 and "cannot hold all" in page.text_content("#message")
    page.select_option("#preset", "no_mts")
    page.go_back()
    until(page, "laboratory.state.compared && Object.keys(laboratory.state.levers).length > 10")
    assert page.evaluate("writtenRun(laboratory.state.compared, page) === writtenRun(laboratory.state, page)")


def test_a_run_that_the_model_cannot_compute_is_said_and_draws_nothing(at):
    page = at("#v=1")
    page.evaluate(
        """() => { const { runs } = laboratory, some = runs.atOnce.bind(runs), failed = (run) => ({ ...run, weights: run.weights.map(() => 0) });
          runs.atOnce = (changes, years) => failed(some(changes, years));
          runs.whole = (changes, years, then) => then(failed(some(changes, years))); }"""
    )
    page.select_option("#preset", "nep")
    until(page, "document.getElementById('message').textContent.includes('cannot compute such a run')")
    assert "NaN" not in page.content()


def test_every_change_is_listed_and_what_else_a_scenario_moves_is_named(at):
    page = at("#v=1&s=nep&l=relief:1@1931-1932;grain_export_plan:x0.5@1930-1932")
    assert page.locator("#changed li button").count() == 3
    assert "Coercion" in page.text_content("#movedlist") or "orc" in page.text_content("#movedlist")
    page.locator("#changed li button").first.click()
    until(page, IS_SETTLED)
    assert page.locator("#moved").is_hidden() and "s=" not in page.url
