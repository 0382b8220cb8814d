"""One figure of the record beside the interval in which a model expects it, and how often such intervals hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from pyrrhic.calibration.likelihood import DEGREES_OF_FREEDOM, Comparison


@dataclass(frozen=True)
class Predicted:
    """One figure: what was observed, the 5, 50 and 95 % points of its prediction, and whether 50 and 90 % hold it."""

    name: str
    year: int
    observed: float
    low: float
    median: float
    high: float
    in_half: bool
    in_nine_tenths: bool


def with_measurement_error(one: Comparison, model: numpy.ndarray, random: numpy.random.Generator) -> numpy.ndarray:
    """The model's draws, each with an error of measurement drawn for it, on the scale the figure is compared on."""
    noise = one.error * random.standard_t(DEGREES_OF_FREEDOM, model.shape)
    return model + noise if one.absolute else model * numpy.exp(noise)


def coverage(figures: Sequence[Predicted]) -> tuple[float, float]:
    """Share of figures inside the 50 % and the 90 % interval."""
    return (
        sum(one.in_half for one in figures) / len(figures),
        sum(one.in_nine_tenths for one in figures) / len(figures),
    )
