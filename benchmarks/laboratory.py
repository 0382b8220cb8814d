"""The laboratory in a browser: from a move of a lever to the painted frame, the twelve panels, all draws, opening, sizes.

    python benchmarks/laboratory.py [FOLDER OF A SITE]

Chromium without a GPU opens the page from the disk. Each time is also told as a multiple of a fixed loop, measured in the
same page before and after, for a busy machine makes both slow alike.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from timing import Measured, NotMeasured, Options

VIEWS = (("en", 1280), ("ru", 360))
LEVERS = ("grain_export_plan", "relief", "coercion", "procurement_plan")
MOVES, REDRAWN, AGAIN = 60, 60, 5
BETWEEN = 16  # milliseconds between two moves of the mouse
LOOP = """() => {
  const once = () => { const began = performance.now(); let sum = 0;
    for (let i = 1; i < 4e6; i++) sum += Math.sqrt(i) * 1.0000001; return [performance.now() - began, sum]; };
  return Math.min(...Array.from({ length: 5 }, () => once()[0]));
}"""
WATCH = """() => {
  window.waits = [];
  addEventListener("input", ({ timeStamp }) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => waits.push(performance.now() - timeStamp);
    port2.postMessage(0);
  }), true);
}"""
PANELS = """(times) => {
  const lab = laboratory, lever = page.levers.find(({ key }) => key === "grain_export_plan"), seconds = [];
  for (let turn = 0; turn < times; turn++) {
    lab.state.levers = { [lever.key]: { value: (turn % 20) / 20, from: lever.from, to: lever.to } };
    lab.now = Object.assign(lab.few(lab.state), { held: lab.held });
    const began = performance.now();
    lab.draw();
    seconds.push(performance.now() - began);
  }
  lab.refresh();
  return seconds;
}"""
WORKER = """() => new Promise((resolve) => {
  const began = performance.now();
  laboratory.runs.whole(laboratory.changes, laboratory.years(LAST_SHOWN), () => resolve(performance.now() - began), { slot: "timed" });
})"""
READY = "() => laboratory.past.all && laboratory.isSettled"
OPENED = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
HEAP = "() => performance.memory ? performance.memory.usedJSHeapSize : null"


@dataclass(frozen=True)
class View:
    """What was measured in a language at a width, in milliseconds, and how long the fixed loop took."""

    name: str
    loop: float
    waits: Sequence[float]
    panels: Sequence[float]
    worker: float
    opened: float
    heap: float | None

    def told(self, number: float) -> str:
        """A time, and how many fixed loops it is."""
        return f"{number:.1f} ms ({number / self.loop:.2f} loops)"


def quantile(numbers: Sequence[float], level: float) -> float:
    """A quantile of some times."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(level * len(ordered)))]


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium. Raises `NotMeasured` where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise NotMeasured("Playwright is not installed") from error
    from pyrrhic.app.report import pdf
    from pyrrhic.errors import CannotRun

    try:
        program = pdf.browser()
    except CannotRun as error:
        raise NotMeasured("there is no Chromium on PATH, in which the laboratory would run") from error
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(pdf.HEADLESS))
        yield opened
        opened.close()


def viewed(chromium: Any, site: Path, language: str, width: int) -> View:
    """The laboratory in a language at a width: opened, dragged, redrawn, run at all draws."""
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto((site / f"lab.{language}.html").as_uri())
    opened = page.evaluate(OPENED)
    page.wait_for_function(READY)
    loop = page.evaluate(LOOP)
    page.evaluate("() => { byId('levers').open = true; }")
    page.evaluate(WATCH)
    for lever in LEVERS:
        drag(page, lever)
    waits, panels = page.evaluate("waits"), page.evaluate(PANELS, REDRAWN)
    page.wait_for_function(READY)
    worker = statistics.median(page.evaluate(WORKER) for _ in range(AGAIN))
    heap, loop = page.evaluate(HEAP), min(loop, page.evaluate(LOOP))
    page.close()
    return View(f"{language}, {width} px", loop, waits, panels, worker, opened, heap)


def drag(page: Any, key: str) -> None:
    """A lever is moved to and fro with the mouse and let go."""
    slider = page.locator(f"#lever-{key}")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    across = [0.1 + 0.8 * abs(1.0 - 2.0 * (move / MOVES)) for move in range(MOVES + 1)]
    middle = box["y"] + box["height"] / 2.0
    page.mouse.move(box["x"] + box["width"] * across[0], middle)
    page.mouse.down()
    for share in across:
        page.mouse.move(box["x"] + box["width"] * share, middle)
        page.wait_for_timeout(BETWEEN)
    page.mouse.up()
    page.wait_for_function(READY)


def sizes(site: Path, language: str = "en") -> tuple[float, float]:
    """Kilobytes of the laboratory's page with its scripts and styles, and of its data."""
    text = (site / f"lab.{language}.html").read_text(encoding="utf-8")
    named = [part.partition('"')[0] for start in ('src="', 'stylesheet" href="') for part in text.split(start)[1:]]
    data = sum((site / name).stat().st_size for name in named if name.startswith("data/"))
    own = sum((site / name).stat().st_size for name in named if not name.startswith("data/"))
    return (own + len(text.encode())) / 1e3, data / 1e3


def size_later(site: Path) -> float:
    """Kilobytes of the scripts that the laboratory reads only when they are first asked for."""
    from pyrrhic.app.site.site import LATER, PAGES

    return sum((site / name).stat().st_size for name in (*PAGES["lab"].later, *LATER)) / 1e3


def measured(site: Path) -> tuple[list[View], tuple[float, float]]:
    """Every view of a site, and the sizes of the page and its data."""
    with browser() as chromium:
        return [viewed(chromium, site, language, width) for language, width in VIEWS], sizes(site)


@contextmanager
def written(site: Path | None) -> Iterator[Path]:
    """The folder of a site, written for the occasion unless there is one."""
    if site is not None:
        yield site
        return
    from pyrrhic.app.site.site import write_site

    with tempfile.TemporaryDirectory() as folder:
        write_site(Path(folder))
        yield Path(folder)


def page(options: Options) -> dict[str, Measured]:
    """The rows of the table of goals, at the width and in the language in which each is worst."""
    with written(None) as site:
        views, (own, data) = measured(site)
    worst = {
        "slider": (lambda view: quantile(view.waits, 0.5)),
        "slider-site": (lambda view: quantile(view.waits, 0.5)),
        "slider-95": (lambda view: quantile(view.waits, 0.95)),
        "panels": (lambda view: quantile(view.panels, 0.95)),
        "worker-all": (lambda view: view.worker),
        "opening": (lambda view: view.opened),
    }
    rows = {}
    for name, read in worst.items():
        view = max(views, key=read)
        rows[name] = Measured(read(view), f"{view.name}; {view.told(read(view))}; a loop takes {view.loop:.1f} ms")
    rows["worker"] = Measured(None, "the page's worker runs all draws, not 200")
    heaps = [view.heap for view in views if view.heap]
    rows["page-size"] = Measured(own, "page, scripts and styles, not compressed")
    rows["data-size"] = Measured(data / 1e3, "model, draws, texts and record of the panels, not compressed")
    rows["heap"] = Measured(max(heaps) / 1e6 if heaps else None, "JavaScript memory in use, as Chromium tells it")
    return rows


def main() -> None:
    """Measure and print."""
    with written(Path(sys.argv[1]) if len(sys.argv) > 1 else None) as site:
        views, (own, data) = measured(site)
        later = size_later(site)
    print(f"page {own:,.0f} kB (read later, when asked for: {later:,.0f} kB), data {data:,.0f} kB")
    for view in views:
        print(f"\n{view.name}; a fixed loop takes {view.loop:.1f} ms; {len(view.waits)} moves")
        for name, level in (("half", 0.5), ("95 of 100", 0.95)):
            print(f"  event to frame, {name}: {view.told(quantile(view.waits, level))}")
            print(f"  panels redrawn, {name}: {view.told(quantile(view.panels, level))}")
        print(f"  all draws in the worker: {view.told(view.worker)}")
        print(f"  opened: {view.told(view.opened)}")
        print(f"  memory: {view.heap / 1e6:.0f} MB" if view.heap else "  memory: not told")


if __name__ == "__main__":
    main()
