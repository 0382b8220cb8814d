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
from pyrrhic.engine.compiler import cache_folder
from pyrrhic.engine.loop import SUCCEEDED
from pyrrhic.errors import BadFile, CannotRun
from pyrrhic.files import forget_oldest, read_arrays, write_arrays
from pyrrhic.runs.case import Draws
from pyrrhic.runs.run import model_fingerprint
from pyrrhic.studies.claims.batch import WITHOUT, run_of, switched_off
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.sensitivity.beliefs import Base, Belief
from pyrrhic.studies.sensitivity.outcomes import Outcome

BLOCK = 2048
MOST_FILES = 20
Progress = Callable[[int, int], None]  # members done, and of how many
Array = numpy.ndarray


def silent(done: int, members: int) -> None:
    """No progress is told."""


def usual_folder() -> Path:
    """The folder of the user's cache in which members are kept."""
    return cache_folder("members")


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

    outcomes: Sequence[Outcome]
    base: Base
    beliefs: Sequence[Belief]
    rows: Array
    moved: Array

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def runs(self) -> Mapping[str, tuple[str, ...]]:
        """What each run must keep, by the name of the run."""
        names = dict.fromkeys(name for outcome in self.outcomes for name in outcome.runs)
        return {
            name: tuple(
                dict.fromkeys(need for outcome in self.outcomes if name in outcome.runs for need in outcome.needs)
            )
            for name in names
        }

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of everything that the numbers depend on."""
        read = (name for name in self.runs if not name.startswith(WITHOUT))
        paths = {f"{name} {key}": path for name in read for key, path in scenarios.paths(scenarios.load(name)).items()}
        return fingerprints.of_text(
            model_fingerprint(),
            self.base.fingerprint,
            *(f"{outcome.name} {outcome.description}" for outcome in self.outcomes),
            *(f"{belief.kind} {belief.key} {belief.span}" for belief in self.beliefs),
            *(switched_off(name) for name in self.runs if name.startswith(WITHOUT)),
            fingerprints.of_bytes({**paths, " rows": self.rows, " moved": self.moved}),
        )

    def draws(self, members: slice) -> tuple[Draws, Array]:
        """Some members as draws, and the member that each of them is."""
        drawn, order = self.base.draws(self.beliefs, self.rows[members], self.moved[members])
        return drawn, order + members.start

    def run(self, progress: Progress = silent, folder: Path | None = None) -> Numbers:
        """Every number. What is kept in a folder is read from there, and what is missing is run and kept.

        Raises `CannotRun` where a scenario cannot be run at draws, or where every member failed.
        """
        kept = _Kept(self, folder)
        done, numbers, failed = kept.opened()
        size = -(-len(self) // -(-len(self) // BLOCK))  # blocks of one size, that none is too small to be run
        try:
            while done < len(self):
                block = slice(done, min(done + size, len(self)))
                drawn, order = self.draws(block)
                numbers[:, order], failed[:, order] = self._read(drawn)
                done = block.stop
                progress(done, len(self))
        finally:
            kept.write(done, numbers, failed)
        if failed.all():
            raise CannotRun("every member failed", where=", ".join(self.runs))
        return Numbers(numbers, failed)

    def _read(self, drawn: Draws) -> tuple[Array, Array]:
        """Numbers and failures of some members (outcome, member)."""
        runs = {name: run_of(name, keep, drawn) for name, keep in self.runs.items()}
        failing = {name: run.failed_year != SUCCEEDED for name, run in runs.items()}
        failed = numpy.array([numpy.any([failing[name] for name in outcome.runs], axis=0) for outcome in self.outcomes])
        numbers = numpy.array([outcome.read(runs, drawn) for outcome in self.outcomes], float)
        return numpy.where(failed | ~numpy.isfinite(numbers), numpy.nan, numbers), failed


# --- what is kept ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Kept:
    """The file in which the members of an ensemble are kept, named after its fingerprint; none without a folder.

    One that is damaged or cannot be written is made anew without a word, and of old files the newest few are left.
    """

    asked: Ensemble
    folder: Path | None

    @property
    def file(self) -> Path:
        assert self.folder is not None
        return self.folder / f"{self.asked.fingerprint[:32]}.npz"

    def opened(self) -> tuple[int, Array, Array]:
        """How many members are done, with numbers and failures of all (outcome, member)."""
        shape = (len(self.asked.outcomes), len(self.asked))
        nothing = 0, numpy.full(shape, numpy.nan), numpy.zeros(shape, bool)
        if self.folder is None or not self.file.exists():
            return nothing
        try:
            held = read_arrays(self.file)
            sound = str(held["seal"]) == _seal(held) and held["numbers"].shape == shape
        except (BadFile, KeyError):
            return nothing
        return (int(held["done"]), held["numbers"].copy(), held["failed"].copy()) if sound else nothing

    def write(self, done: int, numbers: Array, failed: Array) -> None:
        """Keep what is done."""
        if self.folder is None or not done:
            return
        held = {"done": numpy.array(done), "numbers": numbers, "failed": failed}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_arrays(self.file, **held, seal=_seal(held))
            forget_oldest(self.folder, "*.npz", MOST_FILES)
        except (OSError, BadFile):
            return  # it is computed again when it is asked for


def _seal(held: Mapping[str, Array]) -> str:
    return fingerprints.of_bytes({name: held[name] for name in ("done", "numbers", "failed")})
