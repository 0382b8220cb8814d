"""A series as a table, as a picture and as files: the room that documentation and site share."""

import csv
import json
from xml.etree import ElementTree

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.series.drawing import SIGNS, alone, drawn
from pyrrhic.app.series.files import COLUMNS, bibtex_of, citation_of, csv_of, json_of
from pyrrhic.app.series.picture import ROWS, YEARS, axis_of, picture_of
from pyrrhic.app.series.table import table_of, tables, territories, written
from pyrrhic.app.text.names import in_words
from pyrrhic.record.load import load
from pyrrhic.record.registers import data_version
from pyrrhic.sources import read
from pyrrhic.texts import LANGUAGES

SAY = Language("en")
EVERY = {series["name"]: series for series in tables(SAY)}
PICTURES = {name: picture for name, series in EVERY.items() if (picture := picture_of(series, SAY))}


def test_every_figure_is_drawn_once_or_stands_alone():
    for name, series in EVERY.items():
        marks = [mark for panel in PICTURES[name].panels for mark in panel.marks] if name in PICTURES else []
        if marks:
            assert sorted(mark.row for mark in marks) == list(range(len(series["rows"]))), name
        else:
            assert len(series["rows"]) == 1 and series["rows"][0]["low"] is None, name


def test_no_line_crosses_a_change_of_borders_or_joins_two_works():
    joined = [(name, pair) for name, picture in PICTURES.items() for panel in picture.panels for pair in panel.joined]
    assert len(joined) > 1000
    for name, pair in joined:
        before, after = (EVERY[name]["rows"][mark.row] for mark in pair)
        assert before["territory"] == after["territory"] and before["region"] == after["region"], name
        assert not pair[0].sign and not pair[1].sign and pair[1].year - pair[0].year < 1.02, name
        if before["standing"] == "main":
            assert before["sources"].split("[")[0] == after["sources"].split("[")[0], name


def test_the_line_of_a_derived_series_is_broken_where_the_country_grows():
    series = EVERY["horses_mid_year_extended"]
    years = {(int(first.year), int(second.year)) for first, second in PICTURES[series["name"]].panels[0].joined}
    territory = {int(row["at"]): row["territory"] for row in series["rows"]}
    assert (1938, 1939) in years and territory[1940] != territory[1941]
    assert (1940, 1941) not in years


def test_rivals_and_variants_have_signs_of_their_own_that_the_key_names():
    assert max(mark.sign for picture in PICTURES.values() for panel in picture.panels for mark in panel.marks) <= len(
        SIGNS
    )
    for name, picture in PICTURES.items():
        named = dict(picture.key)
        for panel in picture.panels:
            for mark in panel.marks:
                row = EVERY[name]["rows"][mark.row]
                assert (mark.sign > 0) == (row["standing"] in ("rival", "variant")), name
                assert not mark.sign or mark.sign in named, name
    assert "Ellman 2000: rival estimate" in dict(PICTURES["famine_excess_deaths_1946_47"].key).values()


def test_an_axis_shows_zero_and_every_range():
    for name, picture in PICTURES.items():
        for panel in picture.panels:
            assert panel.axis.bottom <= 0.0 <= panel.axis.top, name
            for mark in panel.marks:
                assert panel.axis.bottom <= mark.low <= mark.value <= mark.high <= panel.axis.top, name
            assert 2 <= len(panel.axis.levels) <= 12, name


def test_a_series_of_few_years_is_drawn_in_rows_and_one_of_many_over_the_years():
    assert [panel.kind for panel in PICTURES["famine_excess_deaths_1946_47"].panels] == [ROWS]
    assert [panel.kind for panel in PICTURES["grain_harvest_davies_wheatcroft"].panels] == [YEARS]
    regional = [panel for panel in PICTURES["grain_collections"].panels if panel.is_of_a_region]
    assert {panel.place for panel in regional} == {"Ukraine", "North Caucasus"}
    assert len({panel.axis for panel in regional}) == 1, "regions are compared on one axis"


def test_a_small_range_leaves_the_axis_as_it_was_made():
    marks = PICTURES["grain_harvest_davies_wheatcroft"].panels[0].marks
    axis = axis_of(marks, 3)
    assert axis.top - axis.step < max(mark.high for mark in marks) <= axis.top


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_picture_opens_alone(code):
    say = Language(code)
    for series in tables(say):
        if picture := picture_of(series, say):
            root = ElementTree.fromstring(alone(series, picture, "edition", say))
            circles = root.findall(".//{*}g[@class='dots']/{*}circle")
            hollow = root.findall(".//{*}path[@class='hollow']")
            assert len(circles) + len(hollow) == len(series["rows"]) + len(picture.key), series["name"]
            texts = {text.text for text in root.findall(".//{*}text")}
            assert {series["title"], series["unit"], *(text for _, text in picture.key)} <= texts


def test_what_a_page_lays_out_is_what_a_file_holds():
    series = EVERY["grain_collections"]
    text = alone(series, PICTURES[series["name"]], "edition", SAY)
    assert all(panel["svg"] in text for panel in drawn(PICTURES[series["name"]], SAY)["panels"])


# --- the table ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_table_says_of_every_figure_where_it_was_seen_how_sure_it_is_and_its_identifier(code):
    say = Language(code)
    for series in tables(say):
        shown = written(series, say, lambda key: key)
        columns = [name for name, _ in shown["columns"]]
        above = {name for name, _, _ in shown["once"]}
        assert len(shown["cells"]) == len(series["rows"])
        if series["kind"] == "transcribed":
            assert "id" in columns and {"seen", "grade", "sources"} <= {*columns, *above}, series["name"]
            assert [cells[columns.index("id")].text for cells in shown["cells"]] == shown["identifiers"]
        else:
            assert "id" not in columns and series["inputs"], series["name"]


def test_a_place_in_which_figures_were_seen_stands_once_below_under_a_letter():
    shown = written(table_of("grain_collections", SAY), SAY, lambda key: key)
    column = [name for name, _ in shown["columns"]].index("seen")
    letters = {letter for letter, _ in shown["seen"]}
    assert letters and letters <= {cells[column].text for cells in shown["cells"]}
    assert "not seen" in {cells[column].text for cells in shown["cells"]}


# --- the files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_files_hold_every_figure_under_a_head_of_what_it_is(code):
    say = Language(code)
    for name in ("grain_collections", "excess_deaths", "heat_anomaly_april_july"):
        series = table_of(name, say)
        text = csv_of(series, say)
        head = [line for line in text.splitlines() if line.startswith("# ")]
        rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("# ")))
        document = json.loads(json_of(series, say))
        assert series["unit"] in head[1] and f"{data_version()[0]}" in head[-1]
        assert all(place in head[2] for place in territories(series, say))
        assert len(rows) == len(document["figures"]) == len(series["rows"])
        assert [float(row["value"]) for row in rows] == [row["value"] for row in series["rows"]]
        assert list(rows[0]) == list(COLUMNS) and all(row["source"] for row in rows)
        assert all(document[key] for key in ("title", "unit", "about", "territories", "works", "citation"))


def test_the_bibliography_of_a_series_is_read_back_and_its_citation_names_works_pages_and_versions():
    series = table_of("births_postwar_borders", SAY)
    assert set(read(bibtex_of(series), "own.bib")) == set(series["works"])
    cited = citation_of(series, SAY)
    assert all(work in cited for work in series["works"].values())
    figures = load().series(series["name"]).figures
    places = {in_words(figure.citation).removeprefix(in_words(figure.source)) for figure in figures}
    assert len(places) > 1 and all(place and place in cited for place in places)
    assert data_version()[0] in cited and series["name"] in cited
