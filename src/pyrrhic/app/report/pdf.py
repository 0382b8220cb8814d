"""The report on paper: printed by Chromium from the same page, with everything open that a click opens on a screen."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from pyrrhic.errors import CannotRun
from pyrrhic.files import suffix_of, whole_or_not_at_all

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HEADLESS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LONGEST = 300  # seconds
FEWEST_BYTES = 10_000
SUFFIX = ".pdf"


def browser() -> str:
    """The path of a browser that prints. Raises `CannotRun` where there is none."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise CannotRun(
            "a PDF is printed by Chromium, and there is none on the PATH; install it (on Debian: apt-get install "
            "chromium), or open the HTML file in any browser and print it",
            allowed=", ".join(BROWSERS),
        )
    return program


def refuse(out: Path) -> None:
    """Raise `BadFile` where no PDF can be written under this name, and `CannotRun` where there is no browser."""
    suffix_of(out, (SUFFIX,), why="a PDF is written here, and the name is not that of one")
    browser()


def write_pdf(page: str, out: Path) -> Path:
    """Print a page to a file. Raises `CannotRun` where there is no browser, or where it prints nothing."""
    refuse(out)
    program = browser()
    with tempfile.TemporaryDirectory() as folder:
        source, printed = Path(folder) / "report.html", Path(folder) / "report.pdf"
        source.write_text(page.replace("<details", "<details open"), encoding="utf-8")
        _print(program, source, printed)
        if not printed.is_file() or printed.stat().st_size < FEWEST_BYTES:
            raise CannotRun(f"{program} printed nothing", where=str(out))
        return whole_or_not_at_all(out, lambda draft: _copied(printed, draft))


def _copied(printed: Path, draft: Path) -> None:
    draft.write_bytes(printed.read_bytes())


def _print(program: str, source: Path, printed: Path) -> None:
    """Run the browser once, with a profile of its own."""
    own = ("--no-pdf-header-footer", f"--user-data-dir={source.parent / 'profile'}", f"--print-to-pdf={printed}")
    command = [program, *HEADLESS, *own]
    try:
        subprocess.run([*command, source.as_uri()], capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        raise CannotRun(f"{program} did not print within {LONGEST} seconds", where=str(printed.name)) from None
    except OSError as error:
        raise CannotRun(f"{program} cannot be started: {error.strerror}") from error
