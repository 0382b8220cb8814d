"""What comes out of an ablation: the measure with and without the mechanism, and the verdict on the expectation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy

from pyrrhic.engine.compiled import simulate
from pyrrhic.errors import CannotRun
from pyrrhic.model import assemble, opening
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.measure import Values, read
from pyrrhic.runs.run import Run, history, run
from pyrrhic.runs.starting_fit import fitted_parameters
from pyrrhic.studies.ablations.ablation import RISES, Ablation, ablation, ablations
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import Text

AS_EXPECTED, SMALLER, CONTRARY = "as expected", "smaller than expected", "contrary to expectation"
VERDICTS: Mapping[str, Text] = {
    AS_EXPECTED: Text(AS_EXPECTED, "как ожидалось"),
    SMALLER: Text(SMALLER, "слабее, чем ожидалось"),
    CONTRARY: Text(CONTRARY, "вопреки ожиданию"),
}
NOTHING = 1e-9
CLOSING = Text(
    "Single runs at the starting fit: no refit, no interval. Effects do not add up: famine is a threshold, so "
    "that several causes may each seem to explain most of it.",
    "Одиночные расчёты в исходной подгонке: без новой подгонки и без интервала. Эффекты не складываются: у голода есть "
    "порог, и может показаться, что каждая из нескольких причин объясняет большую его часть.",
)


@dataclass(frozen=True)
class Finding:
    """The measure of an ablation with and without the mechanism."""

    ablation: Ablation
    with_it: float
    without_it: float

    @property
    def change(self) -> float:
        """Change of the measure when the mechanism is off, as a share of its size with it."""
        return (self.without_it - self.with_it) / abs(self.with_it)

    @property
    def verdict(self) -> str:
        """Whether the measure moves as expected, less than expected, or the other way or not at all."""
        along = self.change if self.ablation.expectation == RISES else -self.change
        if along <= NOTHING:
            return CONTRARY
        return AS_EXPECTED if along >= self.ablation.rough else SMALLER


def findings(names: Iterable[str] = ()) -> list[Finding]:
    """Each named ablation, or all, measured beside the historical run."""
    chosen = [ablation(name) for name in names] or list(ablations().values())
    values = in_one_run(chosen)
    return [_finding(mechanism, values, member) for member, mechanism in enumerate(chosen, start=1)]


def _finding(ablation: Ablation, values: Values, member: int) -> Finding:
    """The finding of the ablation that is this member of the run."""
    numbers = read(values, ablation.measure)
    if numbers is None:
        raise CannotRun("the run ends before the years of the measure", where=f"ablation {ablation.name}")
    return Finding(ablation, float(numbers[0]), float(numbers[member]))


def switched_off(ablation: Ablation) -> Run:
    """A run of history without the mechanism."""
    case = history(parameters=ablation.parameters, beyond_bounds=True)
    return run(replace(case, name=f"without_{ablation.name}", paths={**case.paths, **_paths(ablation)}))


def _paths(ablation: Ablation) -> dict[str, numpy.ndarray]:
    """The paths of the levers that the scenario changes; raises `BadInput` where one leaves its bounds."""
    changed = scenarios.paths(ablation.scenario)
    return {change.target: changed[change.target] for change in ablation.scenario.changes}


def in_one_run(chosen: Sequence[Ablation]) -> Values:
    """History, and after it history without each mechanism, as members along the last axis of one run."""
    values = _members(fitted_parameters(), [ablation.parameters for ablation in chosen])
    paths = _members(historical_paths(), [_paths(ablation) for ablation in chosen])
    needed = dict.fromkeys(name for ablation in chosen for name in ablation.measure.needs)
    return simulate(assemble(), values, opening(values), paths, needed, beyond_bounds=True).values


def _members(history: Mapping[str, numpy.ndarray], changes: Sequence[Mapping]) -> dict[str, numpy.ndarray]:
    """Inputs of history with a member for each set of changes after it; those that none changes keep one member."""
    moved = dict.fromkeys(name for changed in changes for name in changed)
    return {**history, **{name: _side_by_side(history[name], name, changes) for name in moved}}


def _side_by_side(usual: numpy.ndarray, name: str, changes: Sequence[Mapping]) -> numpy.ndarray:
    """An input as in history, and after it as each set of changes has it."""
    members = [changed.get(name, usual) for changed in ({}, *changes)]
    shape = numpy.broadcast_shapes(usual.shape, *(numpy.shape(member) for member in members))
    return numpy.concatenate([numpy.broadcast_to(member, shape) for member in members], axis=-1)
