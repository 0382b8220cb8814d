"""Runs of history in which some players have moved: every coalition at every draw, in one batch of the compiled program.

A member of the batch is one coalition at one draw. Members are run a few thousand at a time, so that the memory does not
grow with their number, progress can be told_at, and an interruption is heard.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy

from pyrrhic.engine import fingerprint as fingerprints
from pyrrhic.engine.build import Model
from pyrrhic.engine.loop import SUCCEEDED
from pyrrhic.errors import CannotRun
from pyrrhic.model import YEARS, assemble_all_rivals, opening
from pyrrhic.runs.case import Draws
from pyrrhic.runs.figures import Figure
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.measure import RECOVERY, Measure, read
from pyrrhic.runs.run import simulated

Progress = Callable[[int, int], None]  # how many runs are done, and of how many
MEMBERS = 6_000  # of one call of the program
EVERY_SECONDS = 5.0

Switched = Sequence[Mapping[str, numpy.ndarray]]  # by player the inputs that it moves


@dataclass(frozen=True, eq=False)
class Game:
    """What is run: at which draws and for how many years, which inputs each player moves, and the figure that is read.

    `paths` are those of the empty coalition (year, kind, place, member), of one member or of one for each draw;
    `paths_moved` and `parameters_moved` hold for each player the inputs that it moves, of the same shape.
    """

    draws: Draws
    figure: Figure
    years: int
    paths: Mapping[str, numpy.ndarray]
    paths_moved: Switched
    parameters_moved: Switched
    model: Model

    @property
    def measure(self) -> Measure:
        """How the figure is read."""
        assert self.figure.measure is not None
        return self.figure.measure

    @property
    def players(self) -> int:
        """How many players there are."""
        return len(self.paths_moved)

    def fingerprint(self, coalitions: numpy.ndarray) -> str:
        """The fingerprint of the numbers of some coalitions: of everything that they depend on."""
        computed = fingerprints.computed(self.model, self.measure.needs)
        moved = [*self.paths_moved, *self.parameters_moved]
        return fingerprints.of_text(
            computed.fingerprint,
            repr(self.measure),
            fingerprints.of_bytes({"coalitions": coalitions}),
            *(
                fingerprints.of_bytes(
                    {name: numpy.asarray(array, float) for name, array in computed.read(group).items()}
                )
                for group in (
                    self.paths,
                    self.draws.parameters,
                    self.draws.yields,
                    opening(self.draws.parameters),
                    *moved,
                )
            ),
        )


@dataclass(frozen=True, eq=False)
class Played:
    """The figure in each coalition at each draw (coalition, draw), not a number where the run failed."""

    coalitions: numpy.ndarray
    values: numpy.ndarray

    @property
    def row_of(self) -> dict[int, int]:
        """The row of each coalition."""
        return {int(coalition): row for row, coalition in enumerate(self.coalitions)}

    @property
    def sound(self) -> numpy.ndarray:
        """The draws for which every run gave a number."""
        return numpy.isfinite(self.values).all(axis=0)

    @property
    def failed_runs(self) -> int:
        """How many runs gave none."""
        return int((~numpy.isfinite(self.values)).sum())


def years_read(measure: Measure, ends: int | None) -> int:
    """How many years must be run: up to the last that the measure reads, or all where it looks into later ones."""
    last = ends or YEARS[-1]
    looks_on = any(part.how == RECOVERY for part in (measure, *measure.inner))
    return len([year for year in YEARS if year <= (last if looks_on else min(last, measure.end))])


def game(draws: Draws, figure: Figure, years: int, moved: Switched) -> Game:
    """The game in which each player moves the paths of some levers."""
    historical = {name: path[:years] for name, path in historical_paths().items()}
    paths = [{name: numpy.asarray(path)[:years] for name, path in player.items()} for player in moved]
    return Game(draws, figure, years, historical, paths, [{} for _ in moved], assemble_all_rivals())


def play(game: Game, coalitions: numpy.ndarray, progress: Progress) -> Played:
    """The figure in each of some coalitions. Raises `CannotRun` where the run ends before the years of the figure."""
    values = numpy.empty((len(coalitions), len(game.draws)))
    at_once = max(1, min(len(coalitions), MEMBERS // len(game.draws)))
    draws = _repeated(game.draws, at_once)
    told_at = monotonic()
    for first in range(0, len(coalitions), at_once):
        part = coalitions[first : first + at_once]
        padded = numpy.concatenate([part, numpy.zeros(at_once - len(part), part.dtype)])
        values[first : first + len(part)] = _played(game, padded, draws)[: len(part)]
        done = first + len(part)
        if monotonic() - told_at > EVERY_SECONDS and done < len(coalitions):
            progress(done * len(game.draws), values.size)
            told_at = monotonic()
    return Played(coalitions, values)


def _played(game: Game, coalitions: numpy.ndarray, draws: Draws) -> numpy.ndarray:
    """The figure in some coalitions (coalition, draw), run side by side: all draws of the first, then of the next."""
    number = len(game.draws)
    parameters = dict(_inputs(draws.parameters, game.parameters_moved, coalitions, number))
    paths = dict(_inputs(game.paths, game.paths_moved, coalitions, number))
    members = simulated(replace(draws, parameters=parameters), paths, game.measure.needs, game.model)
    numbers = read(members.values, game.measure, YEARS[: game.years])
    if numbers is None:
        ends = YEARS[game.years - 1]
        raise CannotRun(f"the run ends with {ends}, before the years of the figure", where=game.figure.name)
    failed = numpy.asarray(members.failed_year) != SUCCEEDED
    return numpy.where(failed, numpy.nan, numbers).reshape(len(coalitions), number)


def _inputs(
    usual: Mapping[str, numpy.ndarray], moved: Switched, coalitions: numpy.ndarray, draws: int
) -> Iterator[tuple[str, numpy.ndarray]]:
    """Inputs of every member: as the empty coalition has them, or as the player has them that moves them."""
    mover = {name: number for number, player in enumerate(moved) for name in player}
    for name, array in usual.items():
        if name not in mover:
            yield name, _for_all(array, len(coalitions), draws)
            continue
        changed = moved[mover[name]][name]
        shape = numpy.broadcast_shapes(array.shape[:-1], changed.shape[:-1])
        has_moved = numpy.repeat((coalitions >> mover[name]) & 1 == 1, draws)
        yield (
            name,
            numpy.where(
                has_moved,
                numpy.broadcast_to(_for_all(changed, len(coalitions), draws), (*shape, len(has_moved))),
                numpy.broadcast_to(_for_all(array, len(coalitions), draws), (*shape, len(has_moved))),
            ),
        )


def _for_all(array: numpy.ndarray, coalitions: int, draws: int) -> numpy.ndarray:
    """An input with a number for each draw, repeated for each coalition; one that all members share stays as it is."""
    is_of_draws = array.shape[-1] == draws and draws > 1
    return numpy.tile(array, coalitions) if is_of_draws else array


def _repeated(draws: Draws, times: int) -> Draws:
    """The draws again and again, for as many coalitions."""
    number = len(draws)
    return replace(
        draws,
        parameters={name: _for_all(array, times, number) for name, array in draws.parameters.items()},
        yields={name: _for_all(array, times, number) for name, array in draws.yields.items()},
        structure_of=numpy.tile(draws.structure_of, times),
        weights=numpy.tile(draws.weights, times),
    )
