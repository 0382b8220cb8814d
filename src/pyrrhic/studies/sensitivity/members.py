"""Members of an ensemble run in blocks, and what is read out of them; an interruption is heard between two blocks.

A member that fails in one of the runs of an outcome has no number of it, and one that has none without failing, such as
the year of a recovery that never comes, has none either: both are counted, and neither is left out silently.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy

from pyrrhic.engine import fingerprint as fingerprints
from pyrrhic.engine.loop import SUCCEEDED
from pyrrhic.errors import BadFile, CannotRun, Stale
from pyrrhic.files import read_arrays, suffix_of, write_arrays
from pyrrhic.runs.case import Case, Draws
from pyrrhic.runs.measure import read
from pyrrhic.runs.run import model_fingerprint, simulated
from pyrrhic.studies.judgements import Headline, numbers_of, quantities_of, scenarios_of
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.sensitivity.beliefs import Base, Belief

BLOCK = 2048
SUFFIX = ".npz"
Progress = Callable[[int, int], None]  # members done, and of how many
Array = numpy.ndarray


def silent(done: int, members: int) -> None:
    """No progress is told."""


@dataclass(frozen=True, eq=False)
class Numbers:
    """What was read: numbers (outcome, member), not a number where there is none; where a run failed (outcome, member)."""

    numbers: Array
    failed: Array

    @property
    def failures(self) -> int:
        """How many members failed in any run."""
        return int(self.failed.any(axis=0).sum())

    @property
    def without(self) -> Array:
        """How many members ran and have no number all the same, by outcome."""
        return (numpy.isnan(self.numbers) & ~self.failed).sum(axis=1)


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Outcomes at members: rows of a base with beliefs moved (member, belief)."""

    outcomes: Sequence[Headline]
    base: Base
    beliefs: Sequence[Belief]
    rows: Array
    moved: Array

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def cases(self) -> Mapping[str, Case]:
        """The case of each scenario that an outcome is read from. Raises `CannotRun` where it cannot be run at draws."""
        return {name: _case(name, self.outcomes) for name in scenarios_of(self.outcomes)}

    @property
    def fingerprint(self) -> str:
        """The fingerprint of everything that the numbers depend on."""
        paths = {f"{name} {key}": path for name, case in self.cases.items() for key, path in case.paths.items()}
        return fingerprints.of_text(
            model_fingerprint(),
            self.base.fingerprint,
            *(f"{outcome.measure} {outcome.scenarios}" for outcome in self.outcomes),
            *(f"{belief.kind} {belief.key}" for belief in self.beliefs),
            fingerprints.of_bytes({**paths, " rows": self.rows, " moved": self.moved}),
        )

    def draws(self, members: slice) -> tuple[Draws, Array]:
        """Some members as draws, and the member that each of them is."""
        drawn, order = self.base.draws(self.beliefs, self.rows[members], self.moved[members])
        return drawn, order + members.start

    def run(self, progress: Progress = silent, kept: Path | None = None) -> Numbers:
        """Every number. What is `kept` in a file is read from it, and what is missing there is run and added.

        Raises `CannotRun` where every member failed, and as `begun` does.
        """
        done, numbers, failed = begun(kept, self)
        try:
            while done < len(self):
                block = slice(done, min(done + BLOCK, len(self)))
                drawn, order = self.draws(block)
                numbers[:, order], failed[:, order] = self._read(drawn)
                done = block.stop
                progress(done, len(self))
        finally:
            if kept is not None:
                _keep(kept, self, done, numbers, failed)
        if failed.all():
            raise CannotRun("every member failed", where=", ".join(self.cases))
        return Numbers(numbers, failed)

    def _read(self, drawn: Draws) -> tuple[Array, Array]:
        """Numbers and failures of some members (outcome, member)."""
        runs, failing = {}, {}
        for name, case in self.cases.items():
            done = simulated(drawn, {key: path[: len(case.years)] for key, path in case.paths.items()}, case.keep)
            runs[name], failing[name] = (done.values, case.years), numpy.asarray(done.failed_year) != SUCCEEDED
        failed = numpy.array([numpy.any([failing[n] for n in one.scenarios], axis=0) for one in self.outcomes])
        numbers = numpy.array([numbers_of(one, runs, _way) for one in self.outcomes], float)
        return numpy.where(failed | ~numpy.isfinite(numbers), numpy.nan, numbers), failed


def _way(run: tuple, measure) -> Array:
    values, years = run
    return read(values, measure, years)


def _case(name: str, outcomes: Sequence[Headline]) -> Case:
    case = scenarios.case(scenarios.load(name), quantities_of(outcomes, name))
    if not case.has_posterior:
        raise CannotRun("with equations or given quantities of its own it cannot be run at draws", where=name)
    return case


# --- the file in which members are kept -----------------------------------------------------------------------------


def begun(file: Path | None, asked: Ensemble) -> tuple[int, Array, Array]:
    """How many members are done, with numbers and failures of all (outcome, member).

    Raises `BadFile` for a file that cannot be one of members, and `Stale` for one that holds others.
    """
    shape = (len(asked.outcomes), len(asked))
    if file is None or not file.exists():
        if file is not None:
            suffix_of(file, (SUFFIX,))
        return 0, numpy.full(shape, numpy.nan), numpy.zeros(shape, bool)
    held = read_arrays(file)
    if not {"fingerprint", "done", "numbers", "failed"} <= set(held):
        raise BadFile("it holds no members of a sensitivity analysis", where=str(file))
    if str(held["fingerprint"]) != asked.fingerprint:
        raise Stale(
            "it holds the members of another question, or of another version of the model; name another file, or "
            "remove it",
            where=str(file),
        )
    return int(held["done"]), held["numbers"].copy(), held["failed"].copy()


def _keep(file: Path, asked: Ensemble, done: int, numbers: Array, failed: Array) -> None:
    write_arrays(
        file,
        fingerprint=asked.fingerprint,
        done=done,
        numbers=numbers,
        failed=failed,
        outcomes=numpy.array([outcome.name for outcome in asked.outcomes]),
        beliefs=numpy.array([belief.key for belief in asked.beliefs]),
        rows=asked.rows,
        moved=asked.moved,
    )
