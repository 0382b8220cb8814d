"""What the shipped draws say of every free parameter, in its own unit: computed from the files, nothing typed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy

from pages.model import axes
from pyrrhic.calibration.coordinates import Coordinates, Free
from pyrrhic.calibration.posterior import Shipped
from pyrrhic.calibration.structures import structure
from pyrrhic.model import Parameter, opening_values, parameters

LEVELS = (0.05, 0.5, 0.95)
UNIDENTIFIED = 0.9  # spread over the prior's above which the figures are said to tell nothing
CORRELATED = 0.7
AT_ODDS = 2.0  # prior standard deviations


@dataclass(frozen=True, eq=False)
class Estimate:
    """A free parameter, or one region's or kind's element of it: its prior and its posterior under one structure.

    `low`, `median` and `high` are in its unit. `shift` and `spread` are the posterior mean and standard deviation on
    the prior's own scale, where the prior has 0 and 1; `column` is where it stands in z.
    """

    parameter: Parameter
    element: str
    prior: Free
    prior_median: float
    column: int
    low: float
    median: float
    high: float
    shift: float
    spread: float

    @property
    def label(self) -> str:
        """The parameter's name, with its element."""
        return ", ".join(filter(None, (self.parameter.name, self.element)))

    @property
    def identified(self) -> bool:
        """Whether the figures make it clearly better known than the prior does."""
        return self.spread <= UNIDENTIFIED

    @property
    def at_odds(self) -> bool:
        """Whether the figures pull it far from its prior median."""
        return abs(self.shift) > AT_ODDS


def estimates(shipped: Shipped) -> tuple[Estimate, ...]:
    """Every free number, in the order of the parameter files."""
    return tuple(one for free in Coordinates(structure(shipped.structure)).free for one in _elements(free, shipped))


def _elements(free: Free, shipped: Shipped):
    parameter = {**parameters(), **opening_values()}[free.name]
    values = numpy.stack([free.value(z) for z in shipped.z]).reshape(len(shipped.z), free.size)
    levels, kinds = numpy.quantile(values, LEVELS, axis=0), axes(parameter.shape)
    names = [" ".join(filter(None, (kind, place))) for kind in kinds[0] for place in kinds[1]]
    for index, (name, median) in enumerate(zip(names, free.median.reshape(-1), strict=True)):
        drawn = shipped.z[:, free.start + index]
        yield Estimate(
            parameter,
            name,
            free,
            float(median),
            free.start + index,
            *map(float, levels[:, index]),
            float(drawn.mean()),
            float(drawn.std()),
        )


def medians(by_structure: Mapping[str, Sequence[Estimate]]) -> dict[str, list[float]]:
    """The posterior medians of each number under the structures that leave it free."""
    found: dict[str, list[float]] = {}
    for one in (one for several in by_structure.values() for one in several):
        found.setdefault(one.label, []).append(one.median)
    return found


def pairs(shipped: Shipped) -> list[tuple[Estimate, Estimate, float]]:
    """Strongly correlated pairs, the strongest first."""
    found = estimates(shipped)
    table = numpy.atleast_2d(numpy.corrcoef(shipped.z[:, [one.column for one in found]], rowvar=False))
    strong = [
        (found[first], found[second], float(table[first, second]))
        for first, second in zip(*numpy.triu_indices(len(found), 1), strict=True)
        if abs(table[first, second]) > CORRELATED
    ]
    return sorted(strong, key=lambda pair: -abs(pair[2]))


def unexplained(shipped: Shipped) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Unexplained yields in per cent, by draw: national (draw, year) and regional (draw, year, region)."""
    where = Coordinates(structure(shipped.structure))
    national, regional = (numpy.stack(logs) for logs in zip(*map(where.unexplained, shipped.z), strict=True))
    return tuple(100.0 * numpy.expm1(logs) for logs in (national[:, :, 0, 0, 0], regional[:, :, 0, :, 0]))
