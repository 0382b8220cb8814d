"""What a figure reads of a run is what the record's series beside it is compared with, in the same unit."""

import tomllib
from dataclasses import replace
from importlib.resources import files

import numpy
import pytest

from pyrrhic.calibration.comparisons import correspondences
from pyrrhic.runs.figures import figures, measure_of
from pyrrhic.runs.measure import readings
from pyrrhic.studies.scenarios.scenario import load, run

FILES = ("targets.toml", "headlines.toml", "second_edition.toml", "literature/result_targets.toml")


@pytest.fixture(scope="module")
def history():
    """The run of history at the starting values."""
    return run(load("as_it_happened")).values


def rows_of(series, region, years):
    """The rows of the comparisons that set something beside a series in these years."""
    single = [int(year) for year in years if str(year).isdigit()]
    return [
        row
        for row in correspondences()
        if row.series == series
        and row.record_region == region
        and any(row.first <= year <= row.last and year not in row.skip for year in single)
    ]


def as_the_row_reads(measure, row):
    """The measure with the quantity, kinds and regions of a row."""
    return replace(measure, quantities=(row.quantity,), kinds=row.kinds, regions=row.regions)


def numbers(history, measure):
    """What is read of history, as one array."""
    return numpy.array([reading.value for reading in readings(history, measure)])


COMPARED = [
    (figure, row)
    for figure in figures().values()
    if figure.measure and figure.record
    for row in rows_of(figure.record.series, figure.record.region, figure.record.years)
]


@pytest.mark.parametrize("figure, row", COMPARED, ids=[f"{figure.name} {row.name}" for figure, row in COMPARED])
def test_a_figure_reads_the_quantity_that_is_compared_with_its_series(history, figure, row):
    mine, theirs = numbers(history, figure.measure), numbers(history, as_the_row_reads(figure.measure, row))
    assert numpy.allclose(mine, theirs, rtol=1e-9), f"{figure.name} is compared with what {row.quantity} is"


@pytest.mark.parametrize("figure, row", COMPARED, ids=[f"{figure.name} {row.name}" for figure, row in COMPARED])
def test_a_figure_scales_its_series_as_the_comparison_does(figure, row):
    assert figure.record.how == "ratio" or row.relative_to or figure.record.scale == pytest.approx(row.scale)


def entries_set_beside_a_series():
    """The entries of targets that name a quantity and a series of the record, with their place."""
    folder = files("pyrrhic.studies")
    for name in FILES:
        for key, entry in tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8")).items():
            beside = entry.get("against") if isinstance(entry, dict) else None
            if isinstance(beside, dict) and "series" in beside and "quantity" in entry:
                yield f"{name}, {key}", entry, beside


def test_a_target_reads_the_quantity_that_is_compared_with_its_series(history):
    for place, entry, beside in entries_set_beside_a_series():
        of_measure = {name: entry[name] for name in ("quantity", "from", "to", "year", "how") if name in entry}
        measure = measure_of({**of_measure, "how": entry.get("how", "sum")}, place)
        for row in rows_of(beside["series"], beside.get("region", ""), map(str, measure.years)):
            assert numpy.allclose(numbers(history, measure), numbers(history, as_the_row_reads(measure, row))), place


def test_the_check_finds_usable_grain_beside_bunker_weight(history):
    figure = figures()["grain_harvest_of_1963"]
    (row,) = rows_of(figure.record.series, "", figure.record.years)
    usable = replace(figure.measure, quantities=("grain_harvest_total",))
    assert not numpy.allclose(numbers(history, usable), numbers(history, as_the_row_reads(usable, row)), rtol=1e-3)


def test_figures_are_compared_at_all():
    assert {row.quantity for _, row in COMPARED} >= {"grain_harvest_total", "grain_harvest_reported", "herds_total"}
