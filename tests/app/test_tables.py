"""Tables of text: what a column writes, what is wrapped, what is left out, how a table of years goes on in blocks."""

import re
from pathlib import Path

import pytest

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.text.names import all_in_words, in_words, label
from pyrrhic.app.text.table import Column, figures, fixed, paragraph, percent, table, table_of_years
from pyrrhic.model import levers
from pyrrhic.sources import Source, bibliography

ENGLISH, RUSSIAN = Language("en"), Language("ru")
YEAR = Column("year", left=True)
PACKAGE = Path(pyrrhic.__file__).parent
CITED = re.compile(r'"\w+\[([^\]"]+)\]"')  # the place in a work that a data file names


@pytest.mark.parametrize(
    ("written", "value", "cell"),
    [
        (fixed(1), 62.35, "62.4"),
        (fixed(1), -0.04, "0.0"),
        (fixed(1, signed=True), 6.4, "+6.4"),
        (fixed(1, signed=True), 0.01, "0.0"),
        (fixed(2), None, "-"),
        (fixed(2), float("nan"), "-"),
        (fixed(2), float("inf"), "-"),
        (fixed(2), "", ""),
        (figures(4), 123456.0, "1.235e+05"),
        (percent(), 0.256, "26%"),
        (percent(signed=True), 0.256, "+26%"),
    ],
)
def test_a_cell_is_written_as_its_column_says(written, value, cell):
    assert written(value) == cell


def test_numbers_stand_to_the_right_and_words_to_the_left():
    lines = table([YEAR, Column("harvest", "Mt", fixed(1))], [("1932/33", 62.35), ("all", 8.0)]).splitlines()
    assert lines == ["         harvest", "year        (Mt)", "1932/33     62.4", "all          8.0"]


def test_words_are_wrapped_below_themselves_and_numbers_are_not_cut():
    words = "low is centralised deliveries only, high adds the milling levy"
    lines = table([YEAR, Column("value", written=fixed(1)), Column("note", left=True)], [("1932", 18.5, words)], 40)
    assert max(map(len, lines.splitlines())) <= 40
    assert "18.5" in lines and " ".join(lines.split()).endswith(words)


def test_a_row_of_one_text_is_a_heading_across_the_table():
    lines = table([YEAR, Column("value")], ["A heading wider than the columns", ("1932", 1)]).splitlines()
    assert lines[1:] == ["A heading wider than the columns", "1932      1"]


def test_a_table_of_years_goes_on_in_blocks_that_fit_and_repeat_the_years():
    columns = [YEAR, *(Column(f"quantity {number}", "million persons", fixed(2)) for number in range(12))]
    rows = [(f"19{year}", *(float(number + 1) for number in range(12))) for year in (32, 33)]
    shown = table_of_years(columns, rows, ENGLISH, 60)
    *blocks, _ = shown.split("\n\n")
    assert len(blocks) > 1 and all(len(line) <= 60 for block in blocks for line in block.splitlines())
    assert all(block.count("1932") == 1 for block in blocks)
    cells = [line.split()[1:] for line in shown.splitlines() if line.startswith("1932")]
    assert [cell for line in cells for cell in line] == [f"{number + 1:.2f}" for number in range(12)]
    assert "--keep" in shown and "--json" in shown
    assert "--keep" not in table_of_years(columns[:3], [row[:3] for row in rows], ENGLISH, 60)


def test_what_is_zero_throughout_is_left_out_and_said_so():
    columns = [YEAR, Column("imports", written=fixed(1)), Column("exports", written=fixed(1))]
    shown = table_of_years(columns, [("1932", 0.0, 1.7), ("1933", -0.0, 2.1)], ENGLISH)
    assert "left out, zero throughout: imports" in shown and "1.7" in shown and "imports" not in shown.splitlines()[0]
    small = table_of_years(columns, [("1932", 0.001, 1.7)], ENGLISH)
    assert "left out" not in small, "what only looks like zero is shown"
    nothing = table_of_years(columns, [("1932", 0.0, 0.0)], ENGLISH)
    assert nothing.startswith("left out, zero throughout: imports, exports") and "1932" not in nothing


def test_a_quantity_that_fails_is_not_zero():
    shown = table_of_years([YEAR, Column("imports", written=fixed(1))], [("1932", float("nan"))], ENGLISH)
    assert shown.splitlines()[-1].split() == ["1932", "-"]


def test_a_paragraph_fits_the_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    lines = paragraph("word " * 40, "    ", "first: ").splitlines()
    assert max(map(len, lines)) <= 50 and lines[0].startswith("first: word") and lines[1].startswith("    word")


@pytest.mark.parametrize(
    ("citation", "english", "russian"),
    [
        ("daviesWheatcroft2004[446]", "Davies and Wheatcroft 2004, p. 446", "Davies, Wheatcroft 2004, с. 446"),
        (
            "daviesWheatcroft2004[446-449]",
            "Davies and Wheatcroft 2004, pp. 446–449",
            "Davies, Wheatcroft 2004, с. 446–449",
        ),
        ("mengQianYared2015[Table 1]", "Meng et al. 2015, Table 1", "Meng и др. 2015, табл. 1"),
        ("allen2003", "Allen 2003", "Allen 2003"),
        ("record: horses", "record: horses", "record: horses"),
    ],
)
def test_a_citation_is_read_as_author_and_year(citation, english, russian):
    assert in_words(citation, ENGLISH) == english and in_words(citation, RUSSIAN) == russian


def test_several_citations_and_works_without_an_author():
    works = {
        "own": Source("own", "book", title="My estimate", year="2026"),
        "old": Source("old", "book", title="Of 1926"),
    }
    assert all_in_words("own[3]; old; lost", ENGLISH, works) == "My estimate, 2026, p. 3; Of 1926; lost"


def test_every_work_has_a_name_without_its_key():
    for key in bibliography():
        assert key not in in_words(f"{key}[1]"), key


def test_quantities_levers_and_kinds_are_called_in_both_languages():
    assert label("excess_deaths", ENGLISH) == "excess deaths" and label("excess_deaths", RUSSIAN) == "избыточные смерти"
    lever = levers()["procurement_plan"]
    assert label("procurement_plan", ENGLISH) == lever.title.en and label("procurement_plan", RUSSIAN) == lever.title.ru
    assert (
        label("herds:sheep_and_goats", ENGLISH).casefold() == f"{label('herds', ENGLISH)}, sheep and goats".casefold()
    )
    assert label("herds:cattle", RUSSIAN) != label("herds:cattle", ENGLISH)


def test_every_place_in_a_work_has_its_russian_name_and_none_is_named_that_nothing_cites():
    from pyrrhic.app.text.names import _locators, _place
    from pyrrhic.record import load

    in_files = {place for file in PACKAGE.rglob("*.toml") for place in CITED.findall(file.read_text(encoding="utf-8"))}
    places = {seen.page for seen in load().observations if seen.page} | in_files
    assert not [place for place in places if re.search("[a-z]{2}", _place(place))]
    assert set(_locators()["places"]) <= places


def test_every_note_of_a_work_stands_in_russian_too_and_none_that_no_work_has():
    from pyrrhic.app.language import NOTES
    from pyrrhic.files import read_toml
    from pyrrhic.sources import bibliography

    in_russian = read_toml(NOTES / "works.toml")["notes"]
    assert set(in_russian) == {work.note for work in bibliography().values() if work.note}
    names = {"CRUTEM3", "SALib", "R", "prim"}  # data sets and programs, which have no other name
    latin = {note: set(re.findall(r"[A-Za-z][A-Za-z0-9]*", note)) - names for note in in_russian.values()}
    assert not {note: words for note, words in latin.items() if words}


def test_no_citation_has_two_hyphens_for_a_dash():
    from pyrrhic.app.language import Language
    from pyrrhic.app.text.names import in_words
    from pyrrhic.sources import bibliography

    said = [in_words(f"{key}[1-2]", Language(code)) for key in bibliography() for code in ("en", "ru")]
    assert not [each for each in said if "--" in each or "1-2" in each]
