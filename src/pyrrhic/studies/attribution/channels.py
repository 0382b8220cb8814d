"""By which channel a scenario works: the mechanisms, in the equations, through which its effect reaches a figure.

A channel is one or several quantities of the model. It is shut by holding them at their path of history, draw by draw,
while all else is computed as the scenario has it; then what went through it is gone. The channels are opened one after
another, and what the figure moves when a channel opens, averaged over all orders, is its share; what moves while all are
shut goes by no channel that is named here. The shares and this rest add up to the whole difference in every draw.

The answer is one of paths: a channel's share holds among the channels that are named, and a run with a channel shut need
not balance (grain that is returned as in history was perhaps never collected). It says where an effect goes in the model,
and not what a government could have done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy

from pyrrhic.engine.equations import CHOICE
from pyrrhic.engine.loop import SUCCEEDED
from pyrrhic.errors import CannotRun
from pyrrhic.fields import TEXT, WORDS, Content, check_entry, check_name, entries_of
from pyrrhic.model import assemble, assemble_all_rivals, assemble_with_held, path_of
from pyrrhic.runs.case import Draws
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.run import simulated
from pyrrhic.studies.attribution.coalitions import Game, Progress
from pyrrhic.studies.attribution.saved import played
from pyrrhic.studies.attribution.shares import all_coalitions, exact_shares
from pyrrhic.studies.attribution.spread import Weighed
from pyrrhic.texts import Text, text_of

FILE = "channels.toml"
FIELDS: Mapping[str, Content] = {"title": TEXT, "quantities": WORDS}
HELD, OPEN = 1.0, 0.0


@dataclass(frozen=True)
class Channel:
    """Quantities through which an effect goes."""

    name: str
    title: Text
    quantities: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ByChannel:
    """What goes through each channel (channel, draw), and the rest that goes through none (draw).

    `left_out` counts the draws of `weighed` in which a run with some channels shut failed, of `runs` runs in all.
    """

    channels: tuple[Channel, ...]
    shares: numpy.ndarray
    rest: numpy.ndarray
    weighed: Weighed
    runs: int
    failed_runs: int
    fingerprint: str

    @property
    def difference(self) -> numpy.ndarray:
        """The whole difference (draw)."""
        return self.shares.sum(axis=0) + self.rest


@cache
def channels() -> tuple[Channel, ...]:
    """The channels of the file."""
    return read_channels(entries_of(files(__package__).joinpath(FILE)), FILE)


def read_channels(entries: Mapping[str, Mapping], place: str) -> tuple[Channel, ...]:
    """Channels by their names; raises `UnknownName` for a quantity that the model does not compute."""
    return tuple(_channel(name, entry, f"{place}, {name}") for name, entry in entries.items())


def _channel(name: str, entry: Mapping, place: str) -> Channel:
    check_entry(entry, FIELDS, place, required=FIELDS)
    for quantity in entry["quantities"]:
        check_name("computed quantity", quantity, assemble().equations, place)
    return Channel(name, text_of(entry, "title", place), tuple(entry["quantities"]))


def channels_to(quantities: tuple[str, ...]) -> tuple[Channel, ...]:
    """The channels that lie before one of some quantities, in this year or an earlier one."""
    upstream = frozenset().union(*(assemble_all_rivals().upstream(name) for name in quantities))
    return tuple(channel for channel in channels() if upstream & set(channel.quantities))


def by_channel(whole: Game, scenario: Mapping[str, numpy.ndarray], progress: Progress) -> ByChannel:
    """The difference between a scenario's paths and history, divided among the channels before the figure.

    `whole` is the game of the same figure, draws and years. Raises `CannotRun` where no channel leads to the figure.
    """
    open_to = channels_to(whole.measure.needs)
    if not open_to:
        raise CannotRun("no channel that is declared leads to this figure", where=whole.figure.name)
    history = _history(whole)
    coalitions = all_coalitions(len(open_to))
    done, fingerprint = played(_game(whole, scenario, open_to, history), coalitions, progress)
    before, _ = played(replace(whole, paths_moved=[{}], parameters_moved=[{}]), numpy.array([0]), progress)
    shares = exact_shares(done.values, len(open_to))
    return ByChannel(
        channels=open_to,
        shares=shares,
        rest=done.values[0] - before.values[0],
        weighed=Weighed.of(whole.draws, done.sound & before.sound, whole.figure.name),
        runs=done.values.size,
        failed_runs=done.failed_runs,
        fingerprint=fingerprint,
    )


def _held() -> tuple[str, ...]:
    """Every quantity of a channel: one program serves all figures."""
    return tuple(dict.fromkeys(name for channel in channels() for name in channel.quantities))


def _history(whole: Game) -> Mapping[str, numpy.ndarray]:
    """The quantities of the channels in history at each draw; numbers where a draw fails, which is left out later."""
    paths = {name: path[: whole.years] for name, path in historical_paths().items()}
    run = simulated(whole.draws, paths, _held())
    failed = numpy.asarray(run.failed_year) != SUCCEEDED
    return {name: numpy.where(failed, 0.0, array) for name, array in run.values.items()}


def _game(whole: Game, scenario: Mapping[str, numpy.ndarray], open_to: tuple[Channel, ...], history: Mapping) -> Game:
    """The game whose players are the channels: all shut in the empty coalition, and each opens when it comes in."""
    shut = {name for channel in open_to for name in channel.quantities}
    choices = {CHOICE + name: _number(HELD if name in shut else OPEN) for name in _held()}
    return replace(
        whole,
        draws=_with_parameters(whole.draws, choices),
        paths={
            **{name: numpy.asarray(path)[: whole.years] for name, path in scenario.items()},
            **{path_of(name): array for name, array in history.items()},
        },
        paths_moved=[{} for _ in open_to],
        parameters_moved=[{CHOICE + name: _number(OPEN) for name in channel.quantities} for channel in open_to],
        model=assemble_with_held(_held()),
    )


def _with_parameters(draws: Draws, more: Mapping[str, numpy.ndarray]) -> Draws:
    return replace(draws, parameters={**draws.parameters, **more})


def _number(value: float) -> numpy.ndarray:
    return numpy.full((1, 1, 1), value)
