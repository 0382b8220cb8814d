"""Runs at many draws of the mixture, in the form of single runs, for pictures and tables.

A cloud's values have the draws along a last axis, so what adds up or divides years of a single run does the same for
every draw; only where a number is shown is it turned into a median with intervals.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy

from pyrrhic.calibration.mixture import Mixture
from pyrrhic.calibration.posterior import available, load
from pyrrhic.errors import CannotRun
from pyrrhic.runs.measure import Measure, measure, measure_of_draws
from pyrrhic.runs.run import Results
from pyrrhic.studies.scenarios import scenario as scenarios

DRAWS = 200


@dataclass(frozen=True)
class Cloud(Results):
    """A scenario at the draws of a mixture: values (year, kind, place, draw)."""

    of: Mixture | None = None

    def measured(self, wanted: Measure) -> numpy.ndarray | None:
        """The measure at every draw that has weight, not a number where a draw has none; None where no draw has one."""
        found = measure_of_draws(self, wanted)
        if found is None or numpy.isnan(found[self.of.weight_of > 0.0]).all():
            return None
        return found[self.of.weight_of > 0.0]

    @cached_property
    def sound(self) -> Mixture:
        """The mixture without the draws that have no weight, in the order of what is measured."""
        kept = self.of.weight_of > 0.0
        return replace(self.of, weight_of=self.of.weight_of[kept], structure_of=self.of.structure_of[kept])


def is_current() -> bool:
    """Whether posteriors are shipped, and every one of them is current."""
    try:
        return bool([load(name) for name in available()])
    except CannotRun:
        return False


def clouds(loaded: Iterable, runs: Mapping[str, Results], quantities: Iterable[str]) -> dict[str, Results]:
    """Each scenario as a cloud of the quantities; as the single run where it has its own structure or given paths."""
    names = tuple(dict.fromkeys(quantities))
    return {
        one.name: runs[one.name] if one.structure or one.given else _cloud(one, runs[one.name], names) for one in loaded
    }


def _cloud(scenario, run: Results, names: tuple[str, ...]) -> Cloud:
    drawn, found = scenarios.run_at_draws(scenario, DRAWS, names)
    own = {field.name: getattr(run, field.name) for field in fields(Results)}
    return Cloud(**{**own, "values": drawn.values}, of=replace(found, values={}))


def middle(run: Results, wanted: Measure) -> float | None:
    """The measure of a single run, or the median over a cloud."""
    if not isinstance(run, Cloud):
        return measure(run, wanted)
    found = run.measured(wanted)
    return None if found is None else float(run.sound.quantile(found, 0.5))
