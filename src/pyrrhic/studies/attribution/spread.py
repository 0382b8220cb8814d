"""Numbers at draws in short: mean, median, 90 % interval, and the lowest and highest median of a variant."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy

from pyrrhic.errors import CannotRun
from pyrrhic.runs.case import Draws
from pyrrhic.runs.quantiles import weighted_quantile
from pyrrhic.runs.run import shared_by_sound

LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Spread:
    """A number over the draws; `lowest` and `highest` are medians of variants. Of one draw all are the same."""

    mean: float
    median: float
    low: float
    high: float
    lowest: float
    highest: float


@dataclass(frozen=True, eq=False)
class Weighed:
    """Draws with the weights that those have which failed in no run; the others weigh nothing."""

    draws: Draws
    weights: numpy.ndarray

    @classmethod
    def of(cls, draws: Draws, sound: numpy.ndarray, where: str) -> "Weighed":
        """The weight of each variant shared by its sound draws. Raises `CannotRun` where none is sound."""
        weights = shared_by_sound(draws, sound)
        if not weights.any():
            raise CannotRun("in every draw some run failed or gave no number for the figure", where=where)
        return cls(draws, weights / weights.sum())

    @property
    def left_out(self) -> int:
        """How many draws have no part because a run failed."""
        return int((self.weights == 0.0).sum())

    def mean(self, numbers: numpy.ndarray) -> numpy.ndarray:
        """Weighted mean along the last axis."""
        return numpy.where(self.weights > 0.0, numbers, 0.0) @ self.weights

    def medians(self, numbers: numpy.ndarray) -> Mapping[str, float]:
        """The median of each variant that has a sound draw."""
        members = {
            name: (self.draws.structure_of == place) & (self.weights > 0.0)
            for place, name in enumerate(self.draws.structures)
        }
        return {name: float(numpy.median(numbers[chosen])) for name, chosen in members.items() if chosen.any()}

    def spread(self, numbers: numpy.ndarray) -> Spread:
        """Numbers (draw) in short."""
        low, median, high = map(float, weighted_quantile(numbers, self.weights, LEVELS))
        medians = self.medians(numbers).values()
        return Spread(float(self.mean(numbers)), median, low, high, min(medians), max(medians))
