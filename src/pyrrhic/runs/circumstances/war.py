"""Herds through annexation and war: factors that lead from count to count, the last of them on 1 July 1945.

The printed counts are of 1 January and the model's herds are of 1 July, so each count is carried to the summer beside
it by what the two kinds of count were of each other in 1934-38, when both were taken.
"""

from collections.abc import Callable, Mapping
from functools import cache

import numpy

from pyrrhic.model import FIRST_YEAR, SPECIES, YEARS
from pyrrhic.record.load import load

ANNEXED, WAR = 1939, range(1941, 1945)
BEFORE, AFTER = 1941, 1946  # the last count before the war and the first after it
BOTH_COUNTS = range(1934, 1939)
COUNTS: Mapping[str, tuple[str, tuple[str, ...]]] = {  # species: the count of June or July, those of 1 January
    "horses": ("horses_mid_year", ("horses_1_january",)),
    "cattle": ("cattle_mid_year", ("cattle_1_january",)),
    "pigs": ("pigs_mid_year", ("pigs_1_january",)),
    "sheep_and_goats": ("sheep_and_goats_mid_year", ("sheep_1_january", "goats_1_january")),
}


def herds_factor() -> numpy.ndarray:
    """The imposed factor of each year and species: (year, species, 1, 1)."""
    factors = numpy.ones((len(YEARS), len(SPECIES), 1, 1))
    for column, species in enumerate(SPECIES):
        factors[ANNEXED - FIRST_YEAR, column] = annexed(species)
        factors[WAR[0] - FIRST_YEAR : WAR[-1] + 1 - FIRST_YEAR, column] = lost(species) ** (1.0 / len(WAR))
    return factors


def annexed(species: str) -> float:
    """Animals in the new borders over those in the old: the count of 1 January 1941 over that of 1940."""
    january = counts_of_january(species)
    return january[BEFORE] / january[BEFORE - 1]


def lost(species: str) -> float:
    """Animals on 1 July 1945 over those on 1 July 1941."""
    january = counts_of_january(species)
    summer_after = january[AFTER] / _usual(species, lambda year: year + 1)
    return summer_after / (january[BEFORE] / _usual(species, lambda year: year))


def _usual(species: str, january_beside: Callable[[int], int]) -> float:
    """The mean ratio of a count of 1 January to that of the summer beside it, 1934-38."""
    summer, january = _printed(COUNTS[species][0]), counts_of_january(species)
    ratios = [january[january_beside(year)] / summer[year] for year in BOTH_COUNTS if january_beside(year) in january]
    return sum(ratios) / len(ratios)


@cache
def counts_of_january(species: str) -> Mapping[int, float]:
    """The counts of 1 January, sheep and goats together."""
    parts = [_printed(series) for series in COUNTS[species][1]]
    together = {year: sum(part[year] for part in parts) for year in parts[0] if all(year in part for part in parts)}
    return together | (_printed("sheep_and_goats_1_january") if len(parts) > 1 else {})


def _printed(series: str) -> dict[int, float]:
    """The main figures of the country as it stood, by year."""
    return {
        observation.first_year: observation.value
        for observation in load().series(series).observations
        if observation.role == "main" and not observation.region
    }
