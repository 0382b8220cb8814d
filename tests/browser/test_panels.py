"""The panels of the laboratory: axes that stay, tables that hold what is drawn, and a way through all of it without a mouse."""

import re

import pytest

pytestmark = pytest.mark.browser
AXES = """() => page.panels.length && Object.fromEntries(laboratory.panels.charts.map(({ panel, svg }) => [panel.key,
  [svg.getAttribute("viewBox"), ...[...svg.querySelectorAll(".grid, .axis, text[text-anchor='end'], .dot")]
    .map((part) => part.textContent || ["x1", "y1", "cx", "cy"].map((name) => part.getAttribute(name)).join(" "))].join("|")]))"""
DRAWN = """() => laboratory.panels.charts.map((chart) => {
  const { panel, parts, svg, height, top } = chart, value = (y) => ((height - MARGIN.bottom - y) / (height - MARGIN.top - MARGIN.bottom)) * top;
  const points = (d) => [...d.matchAll(/[ML]([\\d.]+) ([\\d.]+)/g)].map(([, x, y]) => [Math.round(chart.yearAt(svg.getBoundingClientRect().left + (+x / chart.width) * svg.getBoundingClientRect().width, 1926, 1940)), value(+y)]);
  openTable(panel, laboratory);
  const rows = [...byId("dialog").querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));
  byId("dialog").close();
  const dots = [...svg.querySelectorAll(".dot")].map((dot) => [+dot.getAttribute("cx"), value(+dot.getAttribute("cy"))]).map(([x, of]) => [Math.round(chart.yearAt(svg.getBoundingClientRect().left + (x / chart.width) * svg.getBoundingClientRect().width, 1926, 1940)), of]);
  return { key: panel.key, decimals: panel.decimals, top, pixel: top / (height - MARGIN.top - MARGIN.bottom), rows,
    record: dots, history: points(parts.past.getAttribute("d")), run: points(parts.run.getAttribute("d")), other: points(parts.other.getAttribute("d")) };
})"""
NUMBER = re.compile(r"^[−-]?[\d,.\s]+")


@pytest.fixture
def laboratory(browser, folder):
    """A function that opens the laboratory at an address and waits until both runs are in."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})

    def opened(address: str = ""):
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto((folder / "lab.en.html").as_uri() + address)
        page.wait_for_function("() => laboratory.isSettled && laboratory.past.all")
        return page

    yield opened
    context.close()


def printed(cell: str) -> float | None:
    """The median that a cell of a table prints; None where it holds a dash."""
    number = NUMBER.match(cell)
    return float(number[0].strip().replace(",", "").replace("−", "-")) if number else None


def of_page(page, some: range) -> str:
    """The keys of some of the panels that there are, as an address says them."""
    return ",".join(page.evaluate("page.panels.map((panel) => panel.key)")[some.start : some.stop])


def test_no_axis_moves_while_a_lever_moves_nor_when_it_is_let_go(laboratory):
    page = laboratory()
    before = page.evaluate(AXES)
    slider = page.locator("#lever-grain_export_plan")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.66, box["y"] + box["height"] / 2)
    page.mouse.down()
    for share in (0.5, 0.3, 0.02):
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
        page.wait_for_function("() => laboratory.now")
        assert page.evaluate(AXES) == before
    page.mouse.up()
    page.wait_for_function("() => document.querySelector('#body .diff')")
    assert len(before) == 12 and page.evaluate(AXES) == before and not page.said


def test_the_table_of_every_panel_holds_what_is_drawn_to_a_pixel(laboratory):
    page = laboratory()
    number = page.evaluate("page.panels.length")
    for first in range(0, number, 12):
        chosen = of_page(page, range(first, first + 12))
        shown = laboratory(f"#v=1&s=no_exports&b=nep&p={chosen}")
        for panel in shown.evaluate(DRAWN):
            holds_what_is_drawn(panel)
        shown.close()


def holds_what_is_drawn(panel: dict) -> None:
    """Every point of every line, and every point of the record, is the number that the table prints for its year."""
    rows = {int(row[0][:4]): row[1:] for row in panel["rows"]}
    near = panel["pixel"] + 0.5 * 10 ** -panel["decimals"]
    for place, kind in enumerate(("record", "history", "run", "other")):
        inside = [(year, value) for year, value in panel[kind] if year in rows and value < 0.999 * panel["top"]]
        for year, value in inside:
            assert printed(rows[year][place]) == pytest.approx(value, abs=near), (panel["key"], kind, year)
        if kind != "record":
            lacking = {year for year, row in rows.items() if printed(row[place]) is not None} - {
                year for year, _ in panel[kind]
            }
            assert not lacking, (panel["key"], kind, lacking)


def test_with_the_keyboard_alone_a_lever_is_moved_the_outcome_read_a_table_opened_and_the_link_copied(laboratory):
    page = laboratory()
    page.evaluate(
        """() => { window.spoken = []; new MutationObserver(() => spoken.push(byId("live").textContent))
          .observe(byId("live"), { childList: true }); }"""
    )
    tab_to(page, "document.activeElement.id === 'lever-grain_export_plan'")
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => document.querySelector('#body .diff') && laboratory.isSettled")
    page.wait_for_timeout(900)
    spoken = page.evaluate("spoken")
    assert len(spoken) == 1 and re.search(r"\d", spoken[0]), spoken
    tab_to(page, "document.activeElement.matches('#panels figure')")
    page.keyboard.press("t")
    assert page.locator("#dialog tbody tr").count() == 14
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('#panels figure')")
    tab_to(page, "document.activeElement.id === 'link'", "Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+c")
    copied = page.evaluate("getSelection().toString() || document.activeElement.value")
    assert copied == page.url and "l=grain_export_plan:x0.8@1930-1932" in copied and not page.said


def tab_to(page, reached: str, key: str = "Tab") -> None:
    """Go on from one thing to the next until the one that is wanted has the focus."""
    for _ in range(400):
        if page.evaluate(reached):
            return
        page.keyboard.press(key)
    raise AssertionError(f"400 presses of {key} do not reach it: {reached}")
