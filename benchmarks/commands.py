"""Commands as a user waits for them: whole processes, started anew each time, with compiled programs in the cache."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from timing import Measured, NotMeasured, Options, median, python

COMMANDS = {
    "draws": ("run", "nep", "--draws", "200"),
    "fit": ("fit",),
    "published": ("published",),
    "ablate": ("ablate",),
    "validate": ("validate",),
    "report": ("report", "-o", "report.html"),
}
MOST_ROUNDS = 3  # of commands that take seconds
DRAWS = "2000"


def pyrrhic(*arguments: str) -> None:
    """Run a command in a process of its own."""
    python(["-m", "pyrrhic", *arguments])


def cold(options: Options) -> dict[str, Measured]:
    """`run nep` against a bare `import numpy`."""
    seconds = median(
        {"numpy": partial(python, ["-c", "import numpy"]), "run": partial(pyrrhic, "run", "nep")}, options.rounds
    )
    return {
        "cold": Measured(seconds["run"] / seconds["numpy"], f"{seconds['run']:.3f} s against {seconds['numpy']:.3f} s")
    }


def walls(options: Options) -> dict[str, Measured]:
    """Seconds of the commands that take a while, in turn; one that fails is told and left out."""
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            name: tuple(part.replace("report.html", str(Path(folder, "report.html"))) for part in parts)
            for name, parts in COMMANDS.items()
        }
        failed = _failing(commands)
        work = {name: partial(pyrrhic, *parts) for name, parts in commands.items() if name not in failed}
        rounds = min(options.rounds, MOST_ROUNDS)
        seconds = median(work, rounds)
    return {
        **{name: Measured(taken, f"{rounds} rounds") for name, taken in seconds.items()},
        **{name: Measured(None, why) for name, why in failed.items()},
    }


def _failing(commands: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Why some of the commands cannot be timed."""
    reasons = {}
    for name, parts in commands.items():
        try:
            pyrrhic(*parts)
        except NotMeasured as error:
            reasons[name] = str(error)
    return reasons


def output(options: Options) -> dict[str, Measured]:
    """What it takes to write every draw of a run as Parquet, as a share of the whole command."""
    run = ("run", "nep", "--draws", DRAWS)
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder, "draws.parquet"))
        seconds = median(
            {"without": partial(pyrrhic, *run), "with": partial(pyrrhic, *run, "-o", file)}, options.rounds
        )
        parts, size = _in_this_process(file), Path(file).stat().st_size / 1e6
    shares = ", ".join(f"{name} {taken:.2f} s" for name, taken in parts.items())
    return {
        "output": Measured(
            1.0 - seconds["without"] / seconds["with"],
            f"{seconds['with']:.2f} s with the file of {size:.1f} MB, {seconds['without']:.2f} s "
            f"without; within one process: {shares}",
        )
    }


def _in_this_process(file: str) -> dict[str, float]:
    """Seconds of running, writing and showing, with everything imported and read."""
    from pyrrhic.app.language import ENGLISH
    from pyrrhic.app.text.run import run_text
    from pyrrhic.app.views.run import Asked, runs, view
    from pyrrhic.runs.files import write

    seconds = {}
    for _ in range(2):  # the first time warms up
        began = time.perf_counter()
        draws, _ = runs(Asked(["nep"], draws=int(DRAWS)))
        ran = time.perf_counter()
        write(draws, file)
        wrote = time.perf_counter()
        run_text(view(draws, ()), ENGLISH)
        seconds = {"running": ran - began, "writing": wrote - ran, "showing": time.perf_counter() - wrote}
    return seconds
