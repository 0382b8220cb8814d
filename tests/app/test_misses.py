"""What a caption says of where the model misses the record."""

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.report.misses import is_compared, misses_of
from pyrrhic.record.derive.operations import INTERWAR, POSTWAR

SAY = Language("en")


def panel(figures, band=(90.0, 110.0), territory=INTERWAR):
    """A panel of a flat run and some figures of the record, each with its range, by year."""
    years = range(min(figures) - 1, max(figures) + 2)
    line = [{"x": float(year), "year": year, "value": 100.0, "band": band} for year in years]
    marks = [
        {"x": float(year), "year": year, "value": value, "low": low, "high": high, "territory": territory}
        for year, (low, value, high) in figures.items()
    ]
    series = [{"role": "model", "points": line}, {"role": "record", "points": marks}]
    return {"kind": "years", "title": "Herds", "series": series}


def test_years_beyond_the_interval_are_named_by_side_and_as_spans():
    figures = {
        1930: (150.0, 160.0, 170.0),
        1931: (150.0, 160.0, 170.0),
        1935: (20.0, 30.0, 40.0),
        1936: (90.0, 95.0, 99.0),
    }
    assert misses_of([panel(figures)], SAY) == ["Herds: the model lies below the record in 1930–31, above it in 1935."]


@pytest.mark.parametrize("figure", [(80.0, 85.0, 91.0), (111.0, 112.0, 113.0), (60.0, 100.0, 170.0)])
def test_a_range_that_meets_the_interval_or_lies_a_tenth_beyond_is_no_miss(figure):
    assert misses_of([panel({1930: figure})], SAY) == []


def test_small_figures_beside_large_ones_are_no_miss():
    assert misses_of([panel({1930: (0.5, 0.6, 0.7), 1931: (95.0, 100.0, 105.0)}, band=(1.0, 2.0))], SAY) == [
        "Herds: the model lies below the record in 1931."
    ]


def test_the_smaller_country_is_not_compared_with_the_larger():
    figures = {1940: (10.0, 10.0, 10.0)}
    assert misses_of([panel(figures)], SAY) == []
    assert misses_of([panel(figures, territory=POSTWAR)], SAY) != []


def test_places_are_named_where_every_estimate_lies_on_one_side():
    rows = [
        {
            "label": "Volga",
            "value": 9.0,
            "band": (8.0, 10.0),
            "marks": [{"low": 1.0, "high": 2.0}, {"low": 3.0, "high": 4.0}],
        },
        {"label": "Urals", "value": 9.0, "band": (8.0, 10.0), "marks": [{"low": 1.0, "high": 9.0}]},
        {"label": "Siberia", "value": 9.0, "band": (8.0, 10.0), "marks": []},
    ]
    found = {"kind": "rows", "title": "By region", "rows": rows}
    assert misses_of([found], SAY) == ["By region: the model lies above the record in Volga."]
    assert is_compared([found]) and not is_compared([{**found, "rows": rows[2:]}])


def test_every_picture_of_the_report_that_has_both_says_where_they_differ(report_of):
    view = report_of("en")
    assert all(picture["compared"] for picture in view["view"]["pictures"])
    assert view["page"].count("Where the model misses the record") == len(view["view"]["pictures"])
