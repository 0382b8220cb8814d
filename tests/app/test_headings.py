"""The numbers of headings: none typed, each within the range of its own record, and said to be what it is."""

import re
from dataclasses import replace

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.report.told import AVERAGE, CALCULATED, MIDDLE, PRINTED, check, origin, rows, told
from pyrrhic.errors import BadInput
from pyrrhic.record import load
from pyrrhic.runs.evidence import Evidence
from pyrrhic.studies.scenarios import scenario

SAY = Language("en")


@pytest.fixture(scope="module")
def harvest():
    run = scenario.run(scenario.load("as_it_happened"), ["grain_harvest_total"])
    return told(load(), run, SAY, "grain_harvest_of_1928")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_heading_of_the_report_tells_declared_figures_and_says_what_they_are(report_of, language):
    for picture in report_of(language)["view"]["pictures"]:
        assert picture["told"], picture["key"]
        for number, row in zip(picture["told"], picture["told_rows"], strict=True):
            assert number.low <= number.value <= number.high, number.title
            assert row["origin"] and row["sources"], number.title
            assert bool(row["verdict"]) == (number.misses != 0), number.title
            assert bool(row["range"]) == (number.low_said != number.high_said), number.title


def test_a_heading_with_a_number_of_its_own_is_refused(harvest):
    numbers = {"harvest": harvest}
    check(f"The harvest of 1928 was {harvest.spoken} million tonnes in 1928/29", numbers, "grain")
    with pytest.raises(BadInput, match=r"the picture grain holds 73\.4"):
        check(f"The harvest of 1928 was {harvest.spoken}, and not 73.4", numbers, "grain")


def test_a_heading_that_leaves_its_number_out_is_refused(harvest):
    with pytest.raises(BadInput, match="does not stand in it"):
        check("The harvest of 1928 was small", {"harvest": harvest}, "grain")


def test_a_number_outside_the_range_of_its_own_record_is_refused(harvest):
    wrong = replace(harvest, value=harvest.high + 1.0)
    with pytest.raises(BadInput, match="outside the published range"):
        check(f"It was {wrong.spoken}", {"harvest": wrong}, "grain")


@pytest.mark.parametrize(
    ("series", "years", "expected"),
    [
        ("grain_collections_agricultural_year", ("1932",), PRINTED),
        ("grain_harvest_composite_of_estimates", ("1928",), MIDDLE),
        ("grain_harvest_composite_of_estimates", ("1932",), MIDDLE),
        ("net_migration_to_towns_agricultural_year", ("1931",), AVERAGE),
        ("grain_collections_share", ("1932",), CALCULATED),
        ("grain_imports_agricultural_year", ("1963",), PRINTED),
        ("grain_imports_agricultural_year", ("1956",), AVERAGE),
    ],
)
def test_how_a_number_is_known_is_read_from_the_figures_behind_it(series, years, expected):
    assert origin(load(), Evidence(series, years)) == expected


def test_a_sum_of_printed_figures_is_called_calculated():
    assert origin(load(), Evidence("grain_imports_agricultural_year", ("1963", "1964"))) == CALCULATED


@pytest.mark.parametrize(("band", "misses", "word"), [((1.0, 2.0), -1, "below"), ((99.0, 100.0), 1, "above")])
def test_a_number_that_the_model_misses_says_so(harvest, band, misses, word):
    missed = replace(harvest, band=band)
    assert missed.misses == misses and word in rows([missed], SAY)[0]["verdict"]
    met = replace(harvest, band=(harvest.low, harvest.high))
    assert met.misses == 0 and not rows([met], SAY)[0]["verdict"]


def test_an_interval_without_width_is_called_given_and_not_printed(harvest):
    fixed = replace(harvest, model_said="65.3", band=(65.3, 65.3), band_said="65.3–65.3")
    assert rows([fixed], SAY)[0]["given"] and not rows([fixed], SAY)[0]["band"]


def test_no_heading_is_written_with_a_number_that_is_not_a_year():
    from pathlib import Path

    from pyrrhic.app.report import story

    folder = Path(next(iter(story.__path__)))
    for file in folder.glob("*.py"):
        for text in re.findall(r"heading = say\(\s*((?:\"[^\"]*\"\s*)+)", file.read_text(encoding="utf-8")):
            assert not re.sub(r"1[89]\d\d(?:[/–]\d\d)?|\{\w+\}", "", text).strip().count("0"), text
