"""The few draws that run while a lever moves, with weights of their own, so that they show what all draws show.

    rows = rows_of(drawn, entries("panels"))
    apart(rows, few)        # (level, row), in hundredths of the axis

For every scenario, panel and year the median and the ends of the 90 % interval of the few shall lie near those of all; how
far they may lie apart is measured in hundredths of the panel's fixed axis.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy

from pyrrhic.app.site.past import LEVELS, panel_measure
from pyrrhic.model import FIRST_YEAR
from pyrrhic.runs.case import Draws
from pyrrhic.runs.measure import read
from pyrrhic.runs.quantiles import weighted_quantile
from pyrrhic.runs.run import run
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.change import Scenario

LAST_SHOWN = 1939
HUNDREDTHS = 100.0
NEAR = 2.0  # hundredths of an axis


@dataclass(frozen=True)
class Few:
    """Places of draws among all, and what each weighs."""

    draws: tuple[int, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Rows:
    """What is shown: the draws of each number in parts of its axis (row, draw), and its levels by all draws (level, row)."""

    numbers: numpy.ndarray
    levels: numpy.ndarray


def rows_of(drawn: Draws, panels: Mapping[str, Mapping[str, Any]], runs: Iterable[Scenario] | None = None) -> Rows:
    """Every number of every panel in every year that a changed run shows, of the shipped scenarios unless others are given."""
    keep = list(dict.fromkeys(name for key, entry in panels.items() for name in panel_measure(entry, key).needs))
    numbers = []
    for scenario in map(scenarios.load, scenarios.names()) if runs is None else runs:
        ran = run(scenarios.case(scenario, keep).at(drawn))
        years = range(FIRST_YEAR, min(LAST_SHOWN, scenario.ends or LAST_SHOWN) + 1)
        for key, year in product(panels, years):
            numbers.append(read(ran.values, panel_measure(panels[key], key, year), ran.years) / panels[key]["axis"][0])
    table = numpy.array(numbers)
    return Rows(table, weighted_quantile(table, drawn.weights, LEVELS))


def apart(rows: Rows, few: Few) -> numpy.ndarray:
    """By how many hundredths of the axis the levels of the few lie from those of all (level, row)."""
    levels = weighted_quantile(rows.numbers[:, list(few.draws)], numpy.array(few.weights), LEVELS)
    return HUNDREDTHS * (levels - rows.levels)
