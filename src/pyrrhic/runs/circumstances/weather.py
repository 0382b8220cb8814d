"""The weather of each season by region: the drought code of the record, and heat and rain at stations."""

from collections.abc import Mapping
from functools import cache

import numpy

from pyrrhic.errors import BadInput
from pyrrhic.model import FIRST_YEAR, REGION_KEYS, REGIONS, YEARS
from pyrrhic.record.derive.series import derive
from pyrrhic.record.load import load

HEAT, RAIN = "heat_anomaly_april_july", "rain_anomaly_april_july"
UNKNOWN = 1.0  # the code of a year without one
ORDINARY = slice(0, 1970 - FIRST_YEAR)  # the years whose mean and spread are those of an ordinary season
REGIONS_OF_DROUGHT: Mapping[str, tuple[str, ...]] = {
    "Ukraine": ("ukraine_steppe", "ukraine_forest_steppe"),
    "Lower and Middle Volga": ("volga",),
    "Lower Volga": ("volga",),
    "Kazakhstan": ("kazakhstan",),
    "Urals": ("urals",),
    "Siberia": ("siberia",),
    "West Siberia": ("siberia",),
    "Central Black Earth": ("central_black_earth",),
}


def drought_code() -> numpy.ndarray:
    """The national code, 1 where none is recorded; regional codes where the record has them: (year, 1, region, 1)."""
    country = {year: UNKNOWN for year in YEARS} | derive(load(), "drought_code").as_dict()
    codes = numpy.repeat(numpy.array([country[year] for year in YEARS])[:, None], len(REGION_KEYS), axis=1)
    for point in derive(load(), "drought_code_by_region").points:
        for region in REGIONS_OF_DROUGHT.get(point.region, ()):
            codes[point.year - FIRST_YEAR, REGION_KEYS.index(region)] = point.value
    return codes.reshape(len(YEARS), 1, len(REGION_KEYS), 1)


def season_dryness() -> numpy.ndarray:
    """Heat less rain, each in standard deviations of its region in 1926-69: (year, 1, region, 1).

    The index of Ped' (1975) over April to July; zero in the mean of these years.
    """
    dryness = _standard(_by_region(HEAT)) - _standard(_by_region(RAIN))
    return dryness.reshape(len(YEARS), 1, len(REGION_KEYS), 1)


def _standard(table: numpy.ndarray) -> numpy.ndarray:
    return (table - table[ORDINARY].mean(axis=0)) / table[ORDINARY].std(axis=0)


@cache
def _by_region(series: str) -> numpy.ndarray:
    """The figures of a series of the record: (year, region); raises `BadInput` where one is missing."""
    printed = {(each.region, each.first_year): each.value for each in load().series(series).observations}
    for region, year in ((region.title.en, year) for region in REGIONS for year in YEARS):
        if (region, year) not in printed:
            raise BadInput(f"{series} has no figure for {region} in {year}")
    return numpy.array([[printed[region.title.en, year] for region in REGIONS] for year in YEARS])
