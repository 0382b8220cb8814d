"""Pictures of the written site, to be looked at: `python scripts/pictures_of_pages.py site pictures [lab claims.ru ...]`.

Each page at three widths, in both themes and languages, from its top in slices of 1,400 px, as PAGE.LANG-WIDTH-THEME-N.png. A page may
carry a link's state (`lab.en#v=1&s=nep`). `WIDTHS=360 THEMES=dark LANGUAGES=ru SLICES=2` in the environment narrow what is taken.
"""

import os
import sys
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = ("index", "lab", "year", "claims", "record", "model", "class", "words")
HIGH = 1400


def chosen(name: str, otherwise: str) -> list[str]:
    """What the environment narrows this to, or all of it."""
    return os.environ.get(name, otherwise).split()


def addresses(site: Path, wanted: list[str]) -> list[tuple[str, str]]:
    """Each page asked for, as its name and the address of its file."""
    named = [
        page if "." in page.partition("#")[0] else f"{page}.{language}"
        for page in wanted
        for language in chosen("LANGUAGES", "en ru")
    ]
    split = [name.partition("#") for name in named]
    return [(file, f"{(site / file).resolve().as_uri()}.html{mark}{state}") for file, mark, state in split]


def slices(sheet: "Page", to: Path, name: str) -> int:
    """Write the page from its top in slices, and say how many there were."""
    height = sheet.evaluate("document.documentElement.scrollHeight")
    tops = range(0, height, HIGH)[: int(os.environ.get("SLICES", "3"))]
    for number, top in enumerate(tops):
        sheet.evaluate(f"scrollTo(0, {top})")
        sheet.screenshot(path=to / f"{name}-{number}.png")
    return len(tops)


def main(site: str = "site", to: str = "pictures", *wanted: str) -> None:
    """Take the pictures."""
    from playwright.sync_api import sync_playwright

    from pyrrhic.app.report import pdf

    Path(to).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=pdf.browser(), args=list(pdf.HEADLESS))
        for width, theme in product(chosen("WIDTHS", "360 1280 1920"), chosen("THEMES", "light dark")):
            sheet = opened.new_page(viewport={"width": int(width), "height": HIGH})
            sheet.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            for name, address in addresses(Path(site), list(wanted) or list(PAGES)):
                sheet.goto("about:blank")
                sheet.goto(address)
                sheet.wait_for_timeout(int(os.environ.get("SETTLE", "1500")))
                print(f"{name}-{width}-{theme}: {slices(sheet, Path(to), f'{name}-{width}-{theme}')}")
            sheet.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
