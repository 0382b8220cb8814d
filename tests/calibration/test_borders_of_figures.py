"""Figures of the country before 1939 stand within the borders it then had, and figures after the war within the later ones."""

from dataclasses import replace

import pytest

from pyrrhic.calibration.comparisons import correspondences, observations
from pyrrhic.record.derive.operations import INTERWAR, POSTWAR
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import load

NATIONAL = [row for row in correspondences() if row.series in DERIVED]


def misplaced(row) -> list[tuple[int, str]]:
    """Years of a row whose figure is of a country with other borders; a ratio to a year needs that year too."""
    compared = {one.year for one in observations(row)} | {row.relative_to}
    points = [point for point in derive(load(), row.series).points if point.year in compared]
    wrong = {year: POSTWAR if year < 1939 else INTERWAR for year in compared if year and not 1939 <= year <= 1945}
    return [(point.year, point.territory) for point in points if point.territory == wrong.get(point.year)]


@pytest.mark.parametrize("row", NATIONAL, ids=lambda row: row.name)
def test_no_figure_is_of_a_country_with_other_borders(row):
    assert not misplaced(row)


def test_a_series_on_later_borders_throughout_is_found():
    (product,) = [row for row in NATIONAL if row.name == "gross_product"]
    assert {year for year, _ in misplaced(replace(product, series="gdp_index"))} >= {1928, 1937}
