"""An analysis of many outcomes at once by groups of beliefs: the sample, the runs, the effects, and what failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from pyrrhic.studies.judgements import Headline
from pyrrhic.studies.sensitivity import indices
from pyrrhic.studies.sensitivity.beliefs import Array
from pyrrhic.studies.sensitivity.indices import SEED, Effects, Inputs
from pyrrhic.studies.sensitivity.members import Progress, silent
from pyrrhic.studies.sensitivity.outcomes import of_headline
from pyrrhic.studies.sensitivity.space import Corner, Space, corners, space

MORRIS, SOBOL = "morris", "sobol"
USUAL_BLOCKS = {MORRIS: 64, SOBOL: 1024}


@dataclass(frozen=True)
class Varied:
    """What is varied: `each` number by itself or in groups, before the data or after them; so many blocks of a sample."""

    method: str = SOBOL
    blocks: int | None = None
    each: bool = False
    prior: bool = False

    @property
    def size(self) -> int:
        """How many blocks the sample has."""
        return USUAL_BLOCKS[self.method] if self.blocks is None else self.blocks


@dataclass(frozen=True)
class Analysis:
    """The effects on each outcome, how many members were run, how many failed and where, and how many have no number."""

    varied: Varied
    outcomes: tuple[Headline, ...]
    effects: tuple[Effects, ...]
    inputs: Inputs
    members: int
    failed: int
    without: tuple[int, ...]
    corners: tuple[Corner, ...]
    fingerprint: str


def analyse(
    outcomes: Sequence[Headline], varied: Varied, progress: Progress = silent, folder: Path | None = None
) -> Analysis:
    """Run the sample and estimate the effects.

    Raises `BadInput` for a sample of a size that its method has not, `CannotRun` where too many members fail, and as
    `Ensemble.run` does. Raises `ImportError` where SALib is not installed, before anything is run.
    """
    import SALib  # noqa: F401

    beliefs = space(varied.prior)
    inputs = beliefs.inputs(varied.each, whole=varied.method == SOBOL)
    sampled = _points(inputs, varied)
    points = _turned(sampled, beliefs, inputs) if varied.method == MORRIS else sampled
    asked = beliefs.ensemble([of_headline(outcome) for outcome in outcomes], points)
    numbers = asked.run(progress, folder)
    if varied.method == SOBOL:
        effects = indices.sobol(inputs, numbers.numbers)
    else:
        effects = indices.morris(inputs, sampled, numbers.numbers)
    return Analysis(
        varied,
        tuple(outcomes),
        effects,
        inputs,
        len(asked),
        numbers.failures,
        tuple(numbers.without.tolist()),
        corners(beliefs, points, numbers),
        asked.fingerprint,
    )


def _points(inputs: Inputs, varied: Varied) -> Array:
    return (indices.sobol_points if varied.method == SOBOL else indices.morris_points)(inputs, varied.size)


def _turned(points: Array, beliefs: Space, inputs: Inputs) -> Array:
    """The points with variant and draw turned by a random share in each trajectory.

    The few levels of Morris' grid would else choose the same few draws everywhere.
    """
    size = len(inputs.group_names) + 1
    shares = numpy.random.default_rng(SEED).random((len(points) // size, int(beliefs.choosing.sum())))
    turned = points.copy()
    turned[:, beliefs.choosing] = (points[:, beliefs.choosing] + numpy.repeat(shares, size, axis=0)) % 1.0
    return turned
