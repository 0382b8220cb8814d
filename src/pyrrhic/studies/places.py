"""Where a name of the model is written: the file inside the package, and the line.

of_equation(grain_harvest)      # 'pyrrhic/model/farm/harvest.py:108'
of_input("disruption")          # 'pyrrhic/model/parameters/harvest.toml:31'
"""

import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
INPUTS = ("model/parameters", "model/levers")
PATHS = "runs/history.toml"


def of_equation(function: Callable) -> str:
    """The line on which an equation's function begins, below its decorator."""
    lines, first = inspect.getsourcelines(function)
    below = next(number for number, line in enumerate(lines) if line.startswith("def "))
    return f"{_named(Path(inspect.getfile(function)))}:{first + below}"


def of_input(name: str) -> str:
    """The line on which a parameter, an opening value, a lever or a driver is declared."""
    declared = (_entries(file) for folder in INPUTS for file in sorted((PACKAGE / folder).glob("*.toml")))
    return next(entries[name] for entries in declared if name in entries)


def of_path(lever: str) -> str:
    """The line on which the historical path of a lever or driver begins."""
    return _entries(PACKAGE / PATHS)[lever]


@cache
def _entries(file: Path) -> dict[str, str]:
    """The place of every table of a TOML file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return {
        line.strip("[]"): f"{_named(file)}:{number}" for number, line in enumerate(lines, 1) if line.startswith("[")
    }


def _named(file: Path) -> str:
    return file.resolve().relative_to(PACKAGE.parent.resolve()).as_posix()
