"""The picture of the laboratory in the README, taken anew: `python scripts/picture_of_the_laboratory.py` after `make site`.

    python scripts/picture_of_the_laboratory.py site docs/_static/laboratory.png

It opens the laboratory with no grain exports in Chromium. The file is to stay below 300 kB.
"""

import sys
from pathlib import Path

LINK = "#v=1&s=no_exports"
WIDE, HIGH = 1280, 860
SETTLED = "() => laboratory.isSettled && document.querySelector('#body .diff')"


def taken(page: Path) -> bytes:
    """A picture of the page, once all draws are in."""
    from playwright.sync_api import sync_playwright

    from pyrrhic.app.report import pdf

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=pdf.browser(), args=list(pdf.HEADLESS))
        sheet = opened.new_page(viewport={"width": WIDE, "height": HIGH}, color_scheme="light")
        sheet.goto(page.resolve().as_uri() + LINK)
        sheet.wait_for_function(SETTLED)
        return sheet.screenshot()


def main(site: str = "site", to: str = "docs/_static/laboratory.png") -> None:
    """Write the picture."""
    file = Path(to)
    file.write_bytes(taken(Path(site) / "lab.en.html"))
    print(f"{file}: {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(*sys.argv[1:])
