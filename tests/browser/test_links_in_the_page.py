"""Links in the page and in the package: the same numbers, the same parts ignored, and never a blank page."""

import random
import sys
from pathlib import Path
from urllib.parse import quote

import numpy
import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.links.link import Changes, Moved, positions
from pyrrhic.app.links.reading import read
from pyrrhic.app.links.scenario import load
from pyrrhic.app.links.sliders import sliders
from pyrrhic.app.links.writing import state
from pyrrhic.app.site.outcomes import COMPARED, outcomes_view, quantities_of_outcomes
from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available
from pyrrhic.runs.run import history
from pyrrhic.runs.run import run as run_case
from pyrrhic.studies.scenarios import scenario as scenarios

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))
from made_links import drawn, hostile
from waiting import PAST_IS_IN, until

pytestmark = pytest.mark.browser
LINKS, HOSTILE_LINKS, OPENED = 200, 10_000, 50

OUTCOMES = """(links) => {
  const { runs } = laboratory, all = (changes, years) => runs.ensemble.run(runs.ensemble.pathsWith(changes), model.names, { years });
  const past = all([], model.years);
  return links.map((link) => {
    const [state, ignored] = readState(link, page, model);
    laboratory.state = state;
    const run = all(changesOf(state, page, model, runs.ensemble.history), spanOf(state, model).last - model.firstYear + 1);
    const outcomes = page.outcomes.map((outcome) => [outcome, new Outcome(outcome)]).filter(([, row]) => row.reaches(run)).map(([outcome, row]) => {
      const { levels, structures } = runs.difference(run, past, outcome.measure);
      row.show(runs, { base: past, run, other: null, after: true }, laboratory.isGiven(outcome.given));
      const cells = [...row.element.querySelectorAll("td")].map((cell) => cell.textContent);
      return { history: runs.level(past, outcome), run: runs.level(run, outcome), difference: levels, variants: structures, cells };
    });
    return { ignored, outcomes, file: isChanged(state) ? scenarioFile(state) : "" };
  });
}"""
READ = """(links) => {
  if (!window.marked) for (const key of Object.keys(page.texts)) page.texts[key] = `${key}\\u0001{name}\\u0001{part}`;
  window.marked = true;
  return links.map((link) => {
    const [state, ignored] = readState(link, page, model);
    return [state, ignored.map((sentence) => sentence.split("\\u0001"))];
  });
}"""


@pytest.fixture(scope="module")
def laboratory(browser, folder):
    """The laboratory, opened once; it must have nothing to say."""
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((folder / "lab.en.html").as_uri())
    until(page, PAST_IS_IN)
    page.evaluate("Promise.all(['files.js', 'export.js'].map(later)).then(() => true)")
    yield page
    assert not said
    page.close()


def test_a_link_gives_the_same_digits_in_the_page_and_in_the_package(laboratory, tmp_path):
    chance, say = random.Random(1932), Language("en")
    links = [state(drawn(chance)) for _ in range(LINKS)]
    keep, draws = quantities_of_outcomes(), mixture.draws(3 * len(available()))
    past = run_case(history(keep=keep, draws=draws))
    for number, (link, shown) in enumerate(zip(links, laboratory.evaluate(OUTCOMES, links), strict=True)):
        assert shown["ignored"] == [], link
        loaded = load(link)
        rows = outcomes_view(scenarios.run(loaded, keep, draws), past, read(link).changes, say)
        assert len(rows) == len(shown["outcomes"])
        for ours, theirs in zip(rows, shown["outcomes"], strict=True):
            for name in ("history", "run", "difference", "variants"):
                numpy.testing.assert_allclose(
                    theirs[name], ours[name], 1e-9, 1e-9, err_msg=f"{link}: {ours['outcome']}"
                )
            words = [ours["said"][name] for name in ("history", "run", *COMPARED)]
            assert theirs["cells"] == [word for word in words if word], f"{link}: {ours['outcome']}"
        if shown["file"] and number % 10 == 0:
            (tmp_path / "laboratory.toml").write_text(shown["file"], encoding="utf-8")
            of_file = scenarios.load(str(tmp_path / "laboratory.toml"))
            assert of_file.ends == loaded.ends, link
            ours, theirs = scenarios.paths(loaded), scenarios.paths(of_file)
            assert all(numpy.array_equal(ours[name], theirs[name]) for name in ours), link


TITLES = {slider.title["en"]: key for key, slider in sliders().items()}


def named_by_page(key: str, name: str, part: str) -> str:
    """The part of a link that a sentence of the page speaks of."""
    if key == "other_model":
        return "m"
    if key == "out_of_bounds":
        return TITLES[name]
    return named_by_package(part if key == "not_understood" else f"v={name}" if key == "other_scheme" else name)


def named_by_package(part: str) -> str:
    return "m" if part.startswith("m=") else part.partition(":")[0]


def run_of_page(run: dict | None) -> Changes | None:
    """A run as the page has it."""
    if run is None:
        return None
    levers = {key: Moved(each["value"], each["from"], each["to"]) for key, each in run["levers"].items()}
    return Changes(tuple(run["scenarios"]), levers)


def test_no_link_whatever_stops_the_page_and_both_ignore_the_same(laboratory):
    links = list(hostile(random.Random(1930), HOSTILE_LINKS))
    used = 0
    for start in range(0, len(links), 1000):
        batch = links[start : start + 1000]
        for text, (shown, ignored) in zip(batch, laboratory.evaluate(READ, batch), strict=True):
            link = read(f"#{text.removeprefix('#')}")
            unknown = [words for words in ignored if words[0] != "unknown_position" or words[1] not in positions()]
            assert sorted(named_by_page(*words) for words in unknown) == sorted(
                named_by_package(each.part) for each in link.ignored
            ), text
            levers = {key: (moved.value, moved.first, moved.last) for key, moved in link.changes.levers.items()}
            assert {key: (each["value"], each["from"], each["to"]) for key, each in shown["levers"].items()} == levers
            assert (shown["scenarios"], shown["year"], shown["long"]) == (
                [*link.changes.scenarios],
                link.year,
                link.long,
            )
            used += link.changes.any
    assert HOSTILE_LINKS / 10 < used < HOSTILE_LINKS, "some of them change a run, and some do not"


def test_fifty_of_them_open_a_page_that_stands(browser, folder):
    chance, page, said = random.Random(1931), browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for number, text in enumerate(hostile(chance, OPENED)):
        name, part = ("lab", "#body .past") if number % 3 == 0 else ("index", "#startsays:not(:empty)")
        hashed = quote(text.removeprefix("#"), safe="=&+;:@-~,.%/")[:30_000]
        page.goto(f"{(folder / f'{name}.en.html').as_uri()}?{number}#{hashed}", wait_until="commit")
        page.wait_for_selector(part)
        assert page.locator("main").is_visible() and not said, (name, text, said)
        if name == "lab":
            assert page.locator("#message").is_visible() == bool(read(f"#{hashed}").ignored), text
    page.close()
