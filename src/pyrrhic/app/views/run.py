"""What `pyrrhic run` and `pyrrhic compare` show, as plain dicts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral

import numpy

from pyrrhic.errors import BadInput, UnknownName, shown_name
from pyrrhic.model import FIRST_YEAR, LAST_YEAR
from pyrrhic.runs.run import Run
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.warnings import failure, warnings
from pyrrhic.units import ADDITIVE

Years = None | int | str | Sequence[int]


@dataclass(frozen=True)
class Headline:
    """A column of the table: a quantity, its short name, its decimals, and whether years add up."""

    quantity: str
    label: str
    decimals: int
    flow: bool


HEADLINES = (
    Headline("grain_harvest_total", "grain harvest", 1, True),
    Headline("grain_collected_total", "grain collections", 1, True),
    Headline("grain_exports", "grain exports", 1, True),
    Headline("grain_imports", "grain imports", 1, True),
    Headline("horses", "horses", 1, False),
    Headline("cattle", "cattle", 1, False),
    Headline("tractors_total", "tractors", 2, False),
    Headline("rural_population_total", "rural population", 1, False),
    Headline("urban_population", "urban population", 1, False),
    Headline("migration_total", "net migration to towns", 2, True),
    Headline("excess_deaths", "excess deaths", 2, True),
    Headline("nonfarm_output", "nonfarm output", 1, False),
)


def runs(specs: Sequence[str], keep: Sequence[str], years: str, whole: bool) -> tuple[list[Run], list[str]]:
    """The runs of the scenarios over the years they share, and the warnings; `whole` keeps every quantity."""
    wanted = tuple(keep) or (None if whole else tuple(headline.quantity for headline in HEADLINES))
    loaded = scenarios.load_all(specs)
    results = [scenarios.run(scenario, wanted) for scenario in loaded]
    results = results if wanted else [run.without_closing_stocks() for run in results]
    warned = [sentence for scenario in loaded for sentence in warnings(scenario)]
    failed = [sentence for run in results for sentence in failure(run)]
    return over_the_years_shared(results, years), list(dict.fromkeys([*warned, *failed]))


def over_the_years_shared(runs: Sequence[Run], years: Years, where: str = "") -> list[Run]:
    """The runs over the years asked for, so far as all of them go. Raises `BadInput` where that is no year.

    `where` is how the years were asked for; an option of the command line unless given.
    """
    first, asked = span(years, where)
    last = min(asked, *(run.years[-1] for run in runs))
    if first > last:
        place = where or f"--years {years}"
        raise BadInput(f"the scenario ends in {last}", where=place, allowed=f"{FIRST_YEAR}-{last}")
    return [run.between(first, last) for run in runs]


def span(years: Years, where: str = "") -> tuple[int, int]:
    """First and last year of 1932, of (1926, 1940), or of a text such as "1926-1940"; all years of none."""
    if years is None or (isinstance(years, str) and not years):
        return FIRST_YEAR, LAST_YEAR
    first, last = _ends(years)
    what = ""
    if not all(isinstance(year, int) and FIRST_YEAR <= year <= LAST_YEAR for year in (first, last)):
        what = "not a year or a span of years of the model"
    elif first > last:
        what = "the span ends before it begins"
    if what:
        raise BadInput(what, where=where or f"--years {shown_name(years)}", allowed=f"{FIRST_YEAR}-{LAST_YEAR}")
    return first, last


def _ends(years: Years) -> tuple[int, int]:
    """The first and the last year as they were asked for; zeros where that cannot be read."""
    if isinstance(years, str):
        parts = years.split("-")
        readable = len(parts) < 3 and all(part.isascii() and part.isdecimal() and len(part) == 4 for part in parts)
        return (int(parts[0]), int(parts[-1])) if readable else (0, 0)
    numbers = [years] if isinstance(years, Integral) else list(years) if isinstance(years, Iterable) else []
    whole = [int(year) for year in numbers if isinstance(year, Integral) and not isinstance(year, bool)]
    if not whole or len(whole) < len(numbers) or (len(whole) > 2 and whole != list(range(whole[0], whole[-1] + 1))):
        return 0, 0
    return whole[0], whole[-1]


def columns(run: Run, keep: Sequence[str]) -> list[Headline]:
    """The columns to show: the usual, or the quantities asked for."""
    if not keep:
        return list(HEADLINES)
    for name in keep:
        if name not in run.values:
            raise UnknownName("quantity", name, run.values)
    known = {headline.quantity: headline for headline in HEADLINES}
    return [known.get(name, Headline(name, name.replace("_", " "), 3, False)) for name in keep]


def run_view(run: Run, keep: Sequence[str], *, warnings: Sequence[str], written: Sequence[str], command: str) -> dict:
    """The run as a JSON document: the shown quantities with their units and axes."""
    from pyrrhic.runs.files import run_document

    shown = run.only(column.quantity for column in columns(run, keep))
    return {**run_document(shown), "warnings": warnings, "written": written, "command": command}


def compare_view(
    first: Run,
    second: Run,
    keep: Sequence[str],
    *,
    warnings: Sequence[str],
    written: Sequence[str],
    command: str,
) -> dict:
    """The differences as a JSON document: second less first, national, per year and in all for what adds up."""
    shown = columns(first, keep)
    return {
        "first": _run_in_short(first),
        "second": _run_in_short(second),
        "years": list(first.years),
        "differences": {column.quantity: _difference_view(first, second, column) for column in shown},
        "warnings": warnings,
        "written": written,
        "command": command,
    }


def _run_in_short(run: Run) -> dict:
    return {
        "scenario": run.name,
        "title": dict(run.title),
        "fingerprint": run.fingerprint,
        "failed_year": run.fails_in,
    }


def _difference_view(first, second, column) -> dict:
    difference = national(second, column.quantity) - national(first, column.quantity)
    rows = [[_number(value) for value in row] for row in difference]
    values = [row[0] for row in rows] if difference.shape[1] == 1 else rows
    return {
        "unit": first.units[column.quantity],
        "over_regions": how_over_regions(first, column.quantity),
        "dims": ["year", *(axis for axis in first.axes[column.quantity][:1] if axis)],
        "values": values,
        "in_all": _number(difference.sum()) if column.flow else None,
    }


def _number(value: float) -> float | None:
    return float(value) if numpy.isfinite(value) else None


def national(run: Run, name: str) -> numpy.ndarray:
    """Numbers of a single run per year and kind, for the whole country."""
    return run.by_kind(name)[..., 0]


def how_over_regions(run: Run, name: str) -> str:
    """How the regions of a quantity are taken together: sum, mean, or national where it has none."""
    if run.values[name].shape[2] == 1:
        return "national"
    return "sum" if run.units[name] in ADDITIVE else "mean"


def compile_programs() -> tuple[int, str]:
    """Compile what ensembles and calibration run, where the cache has it not; how many programs, and the folder."""
    from pyrrhic.calibration.coordinates import coordinates
    from pyrrhic.calibration.density import gradient_program
    from pyrrhic.calibration.ensemble import run_at
    from pyrrhic.calibration.structures import structures
    from pyrrhic.engine import compiler
    from pyrrhic.runs.history import historical_paths

    if not compiler.available():
        raise compiler.NoCompiler(f"no compiler of C is installed; {compiler.HOW_TO_INSTALL}")
    where = coordinates("base")
    run_at(where, numpy.zeros((1, where.size)), historical_paths(), ["excess_deaths"])
    models = {coordinates(name).model: name for name in structures()}
    for name in models.values():
        gradient_program(coordinates(name))
    return 1 + len(models), str(compiler.cache_folder())
