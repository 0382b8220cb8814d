"""What the panels draw: axes that a drag leaves in place, tables with exactly the numbers drawn, all of it with keys alone."""

import tomllib
from importlib.resources import files

import pytest
from waiting import IS_SETTLED, press, spoken_after, stand, until

pytestmark = pytest.mark.browser
PANELS = files("pyrrhic.app.site").joinpath("panels.toml")
MOST_SHOWN = 12
AXES = """() => [...document.querySelectorAll("#panels figure")].map((figure) => [figure.getAttribute("aria-labelledby"),
  figure.querySelector("svg").getAttribute("viewBox"), ...[...figure.querySelectorAll(".grid, .axis, svg text[text-anchor=end]")].map((part) =>
    `${part.getAttribute("y1") ?? part.getAttribute("y")} ${part.textContent}`)].join("|"))"""
WATCHED = """() => { window.shifts = []; new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
  .observe({ type: "layout-shift" }); }"""
# Of each panel: what its table says, as pixels, and the pixels of its path; those that differ by more than a pixel and what rounding takes.
APART = """() => laboratory.panels.charts.flatMap((chart) => {
  openTable(chart.panel, laboratory);
  const rows = [...document.querySelectorAll("#dialog tbody tr")], heads = [...document.querySelectorAll("#dialog thead th")].map((head) => head.textContent);
  document.getElementById("dialog").close();
  const corners = (path) => new Map([...path.getAttribute("d").matchAll(/[ML](\\S+) ([\\d.]+)/g)].map(([, x, y]) => [Math.round(Number(x)), Number(y)]));
  const levels = (text) => (text.match(/[-\\u2212]?[\\d,]+(\\.\\d+)?/g) || []).map((part) => Number(part.replaceAll(",", "").replace("\\u2212", "-")));
  const apart = [];
  let read = 0;
  [["past", "history_interval"], ["run", "run_interval"]].forEach(([name, column]) => {
    const place = heads.indexOf(say(column)), drawn = corners(chart.parts[name]);
    rows.forEach((row, index) => {
      const year = yearsShown(laboratory.state.long)[index], at = [...drawn.keys()].find((x) => Math.abs(x - chart.x(year)) <= 1);
      const said = levels(row.children[place]?.textContent || "")[0];
      if (at === undefined && said === undefined) return;
      const slack = 1 + Math.abs(chart.y(0) - chart.y(0.5 * 10 ** -chart.panel.decimals));
      read++;
      if (at === undefined || said === undefined || Math.abs(chart.y(said) - drawn.get(at)) > slack) apart.push(`${chart.panel.key} ${name} ${year}: ${said} ${drawn.get(at)}`);
    });
  });
  const dots = [...chart.svg.querySelectorAll(".dot")].map((dot) => [Number(dot.getAttribute("cx")), Number(dot.getAttribute("cy"))]);
  const years = yearsShown(laboratory.state.long), printed = rows.map((row) => levels(row.children[1].textContent)[0]);
  dots.forEach(([x, y]) => {
    const index = years.findIndex((year) => Math.abs(chart.x(year) - x) <= 1 || Math.abs(chart.x(year + 0.5) - x) <= 1);
    if (index >= 0 && !(Math.abs(chart.y(printed[index]) - y) <= 1 + Math.abs(chart.y(0) - chart.y(0.5 * 10 ** -chart.panel.decimals)))) apart.push(`${chart.panel.key} record ${years[index]}: ${printed[index]} ${y}`);
  });
  if (dots.length < printed.filter((value) => value !== undefined).length) apart.push(`${chart.panel.key}: a figure of the record is printed twice`);
  return read < rows.length ? [...apart, `${chart.panel.key}: ${read} of ${rows.length}`] : apart;
})"""


@pytest.fixture(params=[0, MOST_SHOWN], ids=["the first twelve", "the others"])
def whole(opened, request):
    """The laboratory with a run and as many of its panels as are shown at once."""
    keys = list(tomllib.loads(PANELS.read_text(encoding="utf-8")))[request.param :][:MOST_SHOWN]
    page = opened("lab", address=f"#v=1&s=no_exports&p={','.join(keys)}")
    until(page, f"{IS_SETTLED} && laboratory.held")
    assert page.locator("#panels figure").count() == len(keys) > 1
    return page


def test_a_drag_moves_no_axis_of_any_panel_and_shifts_nothing(whole):
    slider = whole.locator("#lever-coercion")
    slider.scroll_into_view_if_needed()
    whole.evaluate(WATCHED)
    whole.wait_for_timeout(300)
    whole.evaluate("shifts.length = 0")
    before, box = whole.evaluate(AXES), slider.bounding_box()
    whole.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    whole.mouse.down()
    for share in (0.05, 0.5, 0.98):
        whole.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
        whole.wait_for_timeout(120)
        assert whole.evaluate(AXES) == before
    whole.mouse.up()
    until(whole, IS_SETTLED)
    assert whole.evaluate(AXES) == before and whole.evaluate("shifts") == []


def test_every_table_holds_exactly_the_numbers_drawn(whole):
    assert whole.evaluate(APART) == []


def to(page, wanted, most=250):
    """Press Tab until the part that is wanted has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"no Tab leads to {wanted}")


def test_keys_alone_change_a_lever_read_the_outcome_open_a_table_and_take_the_link(opened):
    page = opened("lab")
    until(page, IS_SETTLED)
    to(page, "#lever-grain_export_plan")
    stand(page)
    press(page, "ArrowLeft", 4)
    until(page, f"{IS_SETTLED} && document.querySelector('#body .diff')")
    spoken = spoken_after(page)
    assert len(spoken) == 1 and spoken[0].strip(), spoken
    to(page, "#panels figure button")
    page.keyboard.press("Enter")
    assert page.locator("#dialog tbody tr").count() > 10
    page.keyboard.press("Escape")
    page.evaluate("document.body.focus()")
    to(page, "#link")
    page.keyboard.press("Enter")
    link = page.evaluate(
        "() => [document.activeElement.value, getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)]"
    )
    assert link == [page.url] * 2 and "l=grain_export_plan:x" in page.url
