"""Shares of the variance by Sobol', and elementary effects by Morris, of many outcomes at once, by groups of beliefs.

Samples and estimators are SALib's. A member without a number spoils the estimate for its block of the sample: for
Sobol' the row of the base sample with its copies, for Morris the trajectory. Such blocks are left out for the outcomes
concerned, and counted.

Sobol' 2001; Saltelli and others 2010; Morris 1991; Campolongo and others 2007.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy

from pyrrhic.errors import BadInput, CannotRun

Array = numpy.ndarray
Evaluate = Callable[[Array], Array]  # numbers (outcome, member) at points of the unit cube (member, input)
RESAMPLES, SEED = 100, 1926
LEAST_BLOCKS = 8
LEVELS_OF_MORRIS = 8
EDGE = 1e-9  # of the unit cube, whose edges are endless numbers of a prior
NOTHING = 1e-12


@dataclass(frozen=True)
class Effect:
    """What one group does to one outcome, with the half-width of its 95 % interval.

    By Sobol' `first` is the share of the variance that it makes alone and `total` the share in which it has any part,
    interactions included. By Morris `total` is the mean size of its elementary effects, in the unit of the outcome over
    the whole range, and `first` their mean with its sign, which only a group of one input has.
    """

    group: str
    first: float
    first_error: float
    total: float
    total_error: float


@dataclass(frozen=True)
class Effects:
    """The effects on one outcome, the greatest first; `spoilt` counts the blocks left out of `blocks`."""

    effects: tuple[Effect, ...]
    blocks: int
    spoilt: int
    mean: float
    spread: float


@dataclass(frozen=True)
class Inputs:
    """The inputs of an analysis: names, the group of each, and the part of the unit interval in which it is varied."""

    names: Sequence[str]
    groups: Sequence[str]
    bounds: Sequence[tuple[float, float]]

    @property
    def group_names(self) -> tuple[str, ...]:
        """The groups, each once, in their order."""
        return tuple(dict.fromkeys(self.groups))

    @property
    def problem(self) -> dict[str, Any]:
        """The inputs as SALib takes them."""
        return {
            "num_vars": len(self.names),
            "names": list(self.names),
            "groups": list(self.groups),
            "bounds": [list(bounds) for bounds in self.bounds],
        }


# --- Sobol' -------------------------------------------------------------------------------------------------------


def sobol_points(inputs: Inputs, rows: int, seed: int = SEED) -> Array:
    """The members of a sample of so many rows (member, input), each row with a copy for every group and one more.

    Raises `BadInput` unless the rows are a power of two, of which the balance of the sample depends.
    """
    if rows < 2 * LEAST_BLOCKS or rows & (rows - 1):
        raise BadInput(
            f"a base sample of {rows} rows", where="--members", allowed=f"a power of two, {2 * LEAST_BLOCKS} or more"
        )
    from SALib.sample import sobol

    return _inside(sobol.sample(inputs.problem, rows, calc_second_order=False, seed=seed))


def sobol(inputs: Inputs, numbers: Array, seed: int = SEED) -> tuple[Effects, ...]:
    """The shares of the variance of each outcome, from the numbers (outcome, member) at the points of the sample."""
    size = len(inputs.group_names) + 2
    return tuple(_sobol(inputs, row.reshape(-1, size), seed) for row in numbers)


def _sobol(inputs: Inputs, blocks: Array, seed: int) -> Effects:
    """One outcome, from its numbers (block, member of the block)."""
    from SALib.analyze import sobol

    sound = _sound(blocks)
    if numpy.ptp(sound) <= NOTHING * abs(sound).max():
        return _effects(inputs, _nothing(inputs), blocks, sound)
    analysed = sobol.analyze(
        inputs.problem, sound.reshape(-1), calc_second_order=False, num_resamples=RESAMPLES, seed=seed
    )
    return _effects(inputs, [analysed[name] for name in ("S1", "S1_conf", "ST", "ST_conf")], blocks, sound)


# --- Morris -------------------------------------------------------------------------------------------------------


def morris_points(inputs: Inputs, trajectories: int, seed: int = SEED) -> Array:
    """The members of so many trajectories (member, input): in each one group after another is moved. Raises `BadInput`."""
    if trajectories < LEAST_BLOCKS:
        raise BadInput(f"{trajectories} trajectories", where="--members", allowed=f"{LEAST_BLOCKS} or more")
    from SALib.sample import morris

    return _inside(morris.sample(inputs.problem, trajectories, num_levels=LEVELS_OF_MORRIS, seed=seed))


def morris(inputs: Inputs, points: Array, numbers: Array, seed: int = SEED) -> tuple[Effects, ...]:
    """The elementary effects on each outcome, from the numbers (outcome, member) at the points of the trajectories."""
    size = len(inputs.group_names) + 1
    return tuple(
        _morris(inputs, points.reshape(-1, size, points.shape[1]), row.reshape(-1, size), seed) for row in numbers
    )


def _morris(inputs: Inputs, points: Array, blocks: Array, seed: int) -> Effects:
    from SALib.analyze import morris

    sound = _sound(blocks)
    kept = points[~numpy.isnan(blocks).any(axis=1)].reshape(-1, points.shape[2])
    analysed = morris.analyze(
        inputs.problem, kept, sound.reshape(-1), num_resamples=RESAMPLES, num_levels=LEVELS_OF_MORRIS, seed=seed
    )
    single = numpy.array([list(inputs.groups).count(group) == 1 for group in inputs.group_names])
    means = numpy.where(single, numpy.asarray(analysed["mu"], float), nan)
    errors = numpy.where(single, numpy.asarray(analysed["sigma"], float) * 1.96 / numpy.sqrt(len(sound)), nan)
    return _effects(inputs, [means, errors, analysed["mu_star"], analysed["mu_star_conf"]], blocks, sound)


# --- both ---------------------------------------------------------------------------------------------------------


def _inside(points: Array) -> Array:
    return numpy.clip(points, EDGE, 1.0 - EDGE)


def _sound(blocks: Array) -> Array:
    """The blocks in which every member has a number. Raises `CannotRun` where they are too few for an estimate."""
    sound = blocks[~numpy.isnan(blocks).any(axis=1)]
    if len(sound) < LEAST_BLOCKS:
        raise CannotRun(
            f"{len(blocks) - len(sound)} of {len(blocks)} blocks of the sample hold a member without a number",
            allowed=f"{LEAST_BLOCKS} blocks without one, or more",
        )
    return sound


def _nothing(inputs: Inputs) -> list[Array]:
    """No effect of any group, of an outcome that is the same everywhere."""
    return [numpy.zeros(len(inputs.group_names))] * 4


def _effects(inputs: Inputs, analysed: Sequence, blocks: Array, sound: Array) -> Effects:
    columns = [numpy.asarray(column, float).tolist() for column in analysed]
    effects = [Effect(group, *parts) for group, *parts in zip(inputs.group_names, *columns, strict=True)]
    ordered = sorted(effects, key=lambda effect: -effect.total)
    return Effects(tuple(ordered), len(blocks), len(blocks) - len(sound), float(sound.mean()), float(sound.std(ddof=1)))
