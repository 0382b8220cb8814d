"""Scenarios at the same draws of the mixture, for pictures and tables."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy

from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available, load
from pyrrhic.errors import CannotRun
from pyrrhic.runs.measure import Measure, measure_of_draws
from pyrrhic.runs.run import Run
from pyrrhic.runs.run import run as run_case
from pyrrhic.studies.scenarios import scenario as scenarios

DRAWS = 200


def is_current() -> bool:
    """Whether posteriors are shipped, and every one of them is current."""
    try:
        return bool([load(name) for name in available()])
    except CannotRun:
        return False


def at_draws(loaded: Iterable, runs: Mapping[str, Run], quantities: Iterable[str]) -> dict[str, Run]:
    """Each scenario's quantities at draws; its single run where it has no posterior, having its own structure."""
    drawn, names = mixture.draws(DRAWS), tuple(dict.fromkeys(quantities))
    cases = {scenario.name: replace(scenarios.case(scenario), keep=names) for scenario in loaded}
    return {name: run_case(case.at(drawn)) if case.has_posterior else runs[name] for name, case in cases.items()}


def measured(run: Run, wanted: Measure) -> numpy.ndarray | None:
    """The measure at every draw, not a number where a draw has none; None where no draw with weight has one."""
    numbers = measure_of_draws(run, wanted)
    return None if numbers is None or numpy.isnan(numbers[run.weights > 0.0]).all() else numbers


def middle(run: Run, wanted: Measure) -> float | None:
    """The median of a measure over the draws: of a single run its one number."""
    numbers = measured(run, wanted)
    return None if numbers is None else float(run.quantile(numbers, 0.5))
