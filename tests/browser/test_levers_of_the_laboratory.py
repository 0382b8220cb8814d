"""The levers of the laboratory: every policy of the model can be moved, within the package's bounds, and says what it does."""

import pytest
from waiting import IS_SETTLED, PAST_IS_IN, until

from pyrrhic.app.site.laboratory.levers import levers_of_page
from pyrrhic.app.site.page_script import entries, moved, short_title
from pyrrhic.app.site.site import file_of
from pyrrhic.model import levers
from pyrrhic.runs.history import historical_paths
from pyrrhic.studies.scenarios import scenario as scenarios

pytestmark = pytest.mark.browser
LONGEST_SHORT, MOST_SLIDERS, GROUPS = 30, 18, 10


def test_the_sliders_are_few_and_all_other_levers_stand_folded_at_the_end(browser, folder):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((folder / file_of("lab", "en")).as_uri())
    page.wait_for_selector("#list details")
    groups = page.evaluate(
        "[...document.querySelectorAll('#list > details')].map((box) => [box.open, box.querySelectorAll('.lever').length])"
    )
    *usual, (is_open, rest) = groups
    assert len(usual) == GROUPS and sum(count for _, count in usual) <= MOST_SLIDERS and not is_open
    policies = {name for name, lever in levers().items() if lever.role == "lever"}
    assert set(moved()) == policies and rest == page.evaluate(
        "page.levers.filter(({ group }) => group === 'others').length"
    )
    page.close()


def test_a_lever_says_what_it_was_whence_that_is_known_and_whether_it_moves_anything(browser, folder):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    address = "#v=1&l=industrial_crop_area:x0.5@1930-1938;grain_export_plan:x0@1930-1932"
    page.goto((folder / file_of("lab", "en")).as_uri() + address)
    until(page, "document.querySelector('#body .diff')")
    texts = {
        key: page.locator(f".lever:has(#lever-{key}) .was").inner_text
        for key in ("industrial_crop_area", "grain_export_plan")
    }
    page.locator("summary:has-text('All other levers')").click()
    assert "changes nothing in these years" in texts["industrial_crop_area"]()
    was = ", ".join(f"{value:.2f}" for value in historical_paths()["grain_export_plan"][4:7].reshape(-1))
    assert f"as it happened: {was} Mt" in texts["grain_export_plan"]()
    assert page.locator("details.group:has(#lever-grain_export_plan) .count").inner_text() == "changed: 1"
    page.locator(".lever:has(#lever-grain_export_plan) button").click()
    links = page.eval_on_selector_all("#dialog a", "(links) => links.map((link) => link.getAttribute('href'))")
    assert "words.en.html#source-daviesHarrisonWheatcroft1994" in links
    page.close()
    for link in links:
        file, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in (folder / file).read_text(encoding="utf-8")


def test_every_end_of_a_slider_is_a_value_that_the_package_takes():
    """A multiple of history, or a value, at both ends and in any year of its era stays within the bounds of its levers."""
    before, after = slice(0, 1940 - 1926), slice(1946 - 1926, None)
    for view in levers_of_page(entries("levers"), "en"):
        for name in view["levers"]:
            low, high = levers()[name].bounds
            for years, ends in ((before, (view["least"], view["most"])), (after, view["late"] or ())):
                for end in ends:
                    path = historical_paths()[name][years] * (0.0 if view["sets"] else end) + view["sets"] * end
                    assert ((path >= low - 1e-9) & (path <= high + 1e-9)).all(), name


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("l=procurement_plan:x1@1930-1932;grain_export_plan:x0.5@1930-1932", "l=grain_export_plan:x0.5@1930-1932"),
        ("l=procurement_plan:x1@1930-1932", ""),
        ("l=relief:0@1931-1932", ""),
        ("b=as_it_happened~grain_export_plan:x1@1930-1932", ""),
        ("s=no_exports&l=grain_export_plan:x1@1930-1932", "s=no_exports&l=grain_export_plan:x1@1930-1932"),
    ],
)
def test_a_lever_back_at_its_place_is_read_and_left_out_of_the_link_unless_a_scenario_moves_it(opened, read, written):
    page = opened("lab")
    state, ignored = page.evaluate("(hash) => readState(hash, page, model)", f"#v=1&{read}")
    assert ignored == [] and (state["levers"] or state["compared"])
    address = page.evaluate("(state) => writtenState(state, page, model)", state)
    assert "&".join(part for part in address.split("&")[1:] if not part.startswith("m=")) == written


def test_a_lever_reaches_the_years_after_the_war_and_never_both_sides_of_it(browser, folder):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((folder / file_of("lab", "en")).as_uri() + "#v=1&w=1970&l=procurement_price_real:x2.6@1930-1938")
    until(page, IS_SETTLED)
    years = page.locator(".lever:has(#lever-procurement_price_real) select")
    assert years.nth(0).locator("option").count() == len([*range(1926, 1940), *range(1946, 1971)])
    assert page.locator(".lever:has(#lever-deportees) select").nth(0).locator("option").count() == 14
    page.evaluate("document.querySelector('details.group:has(#lever-procurement_price_real)').open = true")
    years.nth(1).select_option("1960")
    until(page, IS_SETTLED)
    state = page.evaluate("laboratory.state.levers.procurement_price_real")
    assert state == {"value": 2.4, "from": 1946, "to": 1960}, "within the bounds of those years"
    assert page.evaluate("laboratory.spans.run.last") == 1970 and "x2.4@1946-1960" in page.url
    assert page.evaluate("laboratory.now.years") == page.evaluate("model.years")
    page.evaluate("laboratory.open('#v=1&s=no_exports&l=procurement_price_real:x2@1950-1960')")
    until(page, IS_SETTLED)
    assert "Price paid for grain does not show in it" in page.text_content("#message")
    assert "changes nothing" in page.locator(".lever:has(#lever-procurement_price_real) .was").text_content()
    page.close()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_scenario_has_a_short_title(language):
    assert set(entries("scenarios")) == set(scenarios.names())
    for name in scenarios.names():
        assert 0 < len(short_title(name, language)) <= LONGEST_SHORT, name


def test_a_run_that_goes_on_from_another_is_the_whole_run(browser, folder):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((folder / file_of("lab", "en")).as_uri() + "#v=1&s=nep")
    until(page, PAST_IS_IN)
    first, differ, same_lines = page.evaluate(
        """() => {
          const { runs } = laboratory, lever = (value) => ({ scenarios: ["nep"], levers: { relief: { value, from: 1931, to: 1933 } } });
          const lines = (run) => page.panels.map((panel) => runs.quantiles(run, panel).flat());
          lines(laboratory.few(lever(0.2)));
          const goesOn = laboratory.few(lever(0.7)), own = lines(goesOn);
          runs.last = null;
          const whole = laboratory.few(lever(0.7));
          const differ = goesOn.values.filter((value, at) => !Object.is(value, whole.values[at])).length + goesOn.failed.filter((year, at) => year !== whole.failed[at]).length;
          return [goesOn.first, differ, JSON.stringify(own) === JSON.stringify(lines(whole))];
        }"""
    )
    assert first == 1931 - 1926 and differ == 0 and same_lines
    page.close()
