"""No line of a picture crosses the annexations of 1939/40, and no interval does: the country before is a smaller one."""

import pytest
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from pyrrhic.app.language import Language
from pyrrhic.app.report.drawing.panels import draw_years
from pyrrhic.app.report.series import panel, within_borders
from pyrrhic.runs.circumstances.war import ANNEXED


def points(years):
    return [{"x": float(year), "year": year, "value": 100.0, "band": (90.0, 110.0)} for year in years]


def axes_of(years, role):
    """What is drawn of one line over these years."""
    series = {"role": role, "label": "a line", "scenario": "nep", "quantity": "herds", "points": points(years)}
    drawn = panel("Herds", "million", [series], years=(min(years), max(years)))
    axes = Figure().add_subplot()
    draw_years(axes, drawn, Language("en"))
    return axes


def crossing(stretches):
    """The stretches that have a year of the old borders and one of the new."""
    return [stretch for stretch in stretches if min(stretch) <= ANNEXED < max(stretch)]


@pytest.mark.parametrize("role", ["model", "counterfactual", "model_second", "model_third", "vector_0"])
def test_no_line_and_no_interval_is_drawn_across_the_change_of_borders(role):
    axes = axes_of(range(1926, 1970), role)
    lines = [list(line.get_xdata()) for line in axes.lines if len(line.get_xdata()) > 2]
    bands = [
        [x for x, _ in path.vertices]
        for band in axes.collections
        if isinstance(band, PolyCollection)
        for path in band.get_paths()
    ]
    assert len(lines) == 2 and len(bands) >= 2
    assert not crossing(lines) and not crossing(bands)


def test_the_break_leaves_out_no_year():
    stretches = within_borders(points(range(1926, 1970)))
    assert [point["year"] for stretch in stretches for point in stretch] == list(range(1926, 1970))
    assert stretches[0][-1]["year"] == ANNEXED


def test_a_line_within_one_set_of_borders_is_whole():
    assert len(within_borders(points(range(1926, 1939)))) == 1
    assert len(within_borders(points(range(1950, 1970)))) == 1
