"""What `pyrrhic run` and `pyrrhic compare` show, as plain dicts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.model import FIRST_YEAR, LAST_YEAR
from pyrrhic.runs.run import Results
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.units import ADDITIVE


@dataclass(frozen=True)
class Headline:
    """A column of the table: a quantity, its short name, its decimals, and whether years add up."""

    quantity: str
    label: str
    decimals: int
    flow: bool


HEADLINES = (
    Headline("grain_harvest_total", "grain harvest", 1, True),
    Headline("grain_collected_total", "grain collected", 1, True),
    Headline("grain_exports", "grain exports", 1, True),
    Headline("grain_imports", "grain imports", 1, True),
    Headline("horses", "horses", 1, False),
    Headline("cattle", "cattle", 1, False),
    Headline("tractors_total", "tractors", 2, False),
    Headline("rural_population_total", "rural people", 1, False),
    Headline("urban_population", "urban people", 1, False),
    Headline("migration_total", "moved to towns", 2, True),
    Headline("excess_deaths", "excess deaths", 2, True),
    Headline("nonfarm_output", "nonfarm output", 1, False),
)


def runs(specs: Sequence[str], keep: Sequence[str], years: str, whole: bool) -> tuple[list[Results], list[str]]:
    """The runs of the scenarios over the years they share, and the warnings; `whole` keeps every quantity."""
    wanted = tuple(keep) or (None if whole else tuple(headline.quantity for headline in HEADLINES))
    loaded = [scenarios.load(spec) for spec in specs]
    done = [scenarios.run(one, wanted) for one in loaded]
    warnings = [
        *warnings_of(loaded),
        *(
            f"{run.name}: the run fails in {run.failed_year}: a stock is negative or not a number from then on"
            for run in done
            if run.failed_year
        ),
    ]
    first, last = shared_span(years, [run.years[-1] for run in done])
    return [run.between(first, last) for run in done], list(dict.fromkeys(warnings))


def warnings_of(loaded: Sequence[scenarios.Scenario]) -> list[str]:
    """What the scenarios warn of before they are run: conflicts, and levers that change nothing."""
    found = [warning for one in loaded for warning in (*one.warnings, *scenarios.no_effect(one).values())]
    return list(dict.fromkeys(found))


def shared_span(years: str, ends: Sequence[int]) -> tuple[int, int]:
    """First and last of the years asked for that scenarios with these last years share."""
    first, last = span(years)
    last = min(last, *ends)
    if first > last:
        raise BadInput(f"the scenario ends in {last}", where=f"--years {years}", allowed=f"{FIRST_YEAR}-{last}")
    return first, last


def span(years: str) -> tuple[int, int]:
    """First and last year of "1926-1940" or "1932"."""
    if not years:
        return FIRST_YEAR, LAST_YEAR
    parts = years.split("-")
    if len(parts) > 2 or not all(part.isdecimal() and FIRST_YEAR <= int(part) <= LAST_YEAR for part in parts):
        raise BadInput("not a year or a span of years", where=f"--years {years}", allowed=f"{FIRST_YEAR}-{LAST_YEAR}")
    first, last = int(parts[0]), int(parts[-1])
    if first > last:
        raise BadInput("the span ends before it begins", where=f"--years {years}", allowed=f"{FIRST_YEAR}-{LAST_YEAR}")
    return first, last


def columns(run: Results, keep: Sequence[str]) -> list[Headline]:
    """The columns to show: the usual, or the quantities asked for."""
    if not keep:
        return list(HEADLINES)
    for name in keep:
        if name not in run.values:
            raise UnknownName("quantity", name, run.values)
    known = {headline.quantity: headline for headline in HEADLINES}
    return [known.get(name, Headline(name, name.replace("_", " "), 3, False)) for name in keep]


def run_view(run: Results, keep: Sequence[str], warnings, written, command: str) -> dict:
    """The run as a JSON document: the shown quantities with their units and axes."""
    from pyrrhic.runs.files import run_document

    shown = run.only(column.quantity for column in columns(run, keep))
    return {**run_document(shown), "warnings": warnings, "written": written, "command": command}


def compare_view(first: Results, second: Results, keep: Sequence[str], warnings, written, command: str) -> dict:
    """The differences as a JSON document: second less first, national, per year and in all for what adds up."""
    shown = columns(first, keep)
    return {
        "first": _who(first),
        "second": _who(second),
        "years": list(first.years),
        "differences": {column.quantity: _difference_view(first, second, column) for column in shown},
        "warnings": warnings,
        "written": written,
        "command": command,
    }


def _who(run: Results) -> dict:
    return {
        "scenario": run.name,
        "title": dict(run.title),
        "fingerprint": run.fingerprint,
        "failed_year": run.failed_year,
    }


def _difference_view(first, second, column) -> dict:
    difference = national(second, column.quantity) - national(first, column.quantity)
    if difference.shape[1] == 1:
        values = [_number(value) for value in difference[:, 0]]
    else:
        values = [[_number(value) for value in row] for row in difference]
    return {
        "unit": first.units[column.quantity],
        "over_regions": how_over_regions(first, column.quantity),
        "dims": ["year", *(axis for axis in first.axes[column.quantity][:1] if axis)],
        "values": values,
        "in_all": _number(difference.sum()) if column.flow else None,
    }


def _number(value: float) -> float | None:
    return float(value) if numpy.isfinite(value) else None


def national(run: Results, name: str) -> numpy.ndarray:
    """Numbers per year and kind: the sum over regions where the unit adds up, else their mean."""
    array = run.values[name]
    return array.mean(axis=2) if how_over_regions(run, name) == "mean" else array.sum(axis=2)


def how_over_regions(run: Results, name: str) -> str:
    """How the regions of a quantity are taken together: sum, mean, or national where it has none."""
    if run.values[name].shape[2] == 1:
        return "national"
    return "sum" if run.units[name] in ADDITIVE else "mean"


def compile_programs() -> tuple[int, str]:
    """Compile what ensembles and calibration run, where the cache has it not; how many programs, and the folder."""
    from pyrrhic.calibration.coordinates import coordinates, structures
    from pyrrhic.calibration.density import gradient_program
    from pyrrhic.calibration.ensemble import run_at
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
