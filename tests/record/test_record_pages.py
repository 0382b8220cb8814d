"""The pages of the series in a terminal of 80: nothing wider, each note once, rivals and variants named, Russian throughout."""

import re

import pytest

from pyrrhic.app.cli.main import main
from pyrrhic.app.language import ENGLISH, Language
from pyrrhic.app.text.record.lists import answer_text, list_text
from pyrrhic.app.text.record.plot import Mark, estimates, plot
from pyrrhic.app.text.record.series import series_text
from pyrrhic.app.views.record import derived_list, series_list, series_view
from pyrrhic.record import load
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.registers import witnesses
from pyrrhic.record.sql import query

WIDTH = 80
NUMBERED = re.compile(r"^ +\d+  ", re.MULTILINE)


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    """A terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", str(WIDTH))


def page(name, say=ENGLISH):
    return series_text(series_view(load(), name, say), load().works, say)


def texts_of_the_record():
    """What the tables of the record say in English: definitions, notes, places."""
    figures, series = load().observations, load().values()
    of_figures = {text for figure in figures for text in (figure.note, figure.page)}
    of_series = {text for each in series for text in (each.definition, each.do_not_mix)}
    seen = {text for witness in witnesses().values() for text in (witness.what, witness.where)}
    return of_figures | of_series | seen


@pytest.mark.parametrize("code", ["en", "ru"])
def test_the_page_of_every_series_fits_and_says_nothing_of_its_own_in_another_language(code):
    say = Language(code)
    for name in [*load(), *DERIVED]:
        lines = page(name, say).split("\n")
        assert len(lines) > 5
        assert not [line for line in lines if len(line) > WIDTH], name
    assert say.missing <= texts_of_the_record()


@pytest.mark.parametrize("code", ["en", "ru"])
def test_the_list_of_all_series_fits(code):
    say = Language(code)
    rows = [*series_list(load().values(), say), *derived_list(load(), "", say)]
    shown = list_text(rows, say)
    assert max(map(len, shown.split("\n"))) <= WIDTH
    assert all(row["series"] in shown for row in rows)


@pytest.mark.parametrize("columns", ["*", "series, note", "series", "id, year, value, source, page, seen_in, note"])
def test_the_answer_to_a_query_fits_however_many_columns_it_has(columns):
    answer = query(load(), f"select {columns} from observations where series = 'famine_excess_deaths'")
    shown = answer_text(answer.columns, answer.rows)
    assert max(map(len, shown.split("\n"))) <= WIDTH
    filled = {name for row in answer.table() for name, cell in row.items() if cell not in (None, "")}
    assert (all(name in shown for name in filled) and "Conquest 1986" in shown) or columns == "series"


def test_an_answer_that_is_too_wide_has_a_line_for_each_cell_that_is_not_empty():
    answer = query(load(), "select * from observations where id = 'PYR-003088'")
    lines = answer_text(answer.columns, answer.rows).split("\n")
    assert lines[0].split() == ["series", "grain_collections"]
    assert not [line for line in lines if line.split()[0] in ("low", "region", "flag")]


def test_each_note_stands_once_below_the_table():
    shown = " ".join(page("horses_mid_year").split())
    assert shown.count("report to the 17th congress, January 1934, Works vol. 13") == 2  # read itself, and as quoted
    shown = page("grain_collections")
    assert shown.count("approximate, plus or minus 15 per cent") == 1
    notes = shown[shown.index("\nNotes\n") : shown.index("\nGrades")]
    assert len(NUMBERED.findall(notes)) == notes.count("\n  ") - notes.count("\n      ")


def test_what_all_figures_share_is_said_once_above_the_table():
    shown = page("working_horses_mid_year")
    assert shown.count("Davies and Wheatcroft 2011, Table 30") == 1
    assert "Grade of all figures: B" in shown


def test_a_long_place_in_a_work_that_comes_often_is_a_note():
    shown = " ".join(page("horses_mid_year").split())
    assert shown.count("Sochineniia vol. 13, pp. 317-318") == 1
    assert "1 Stalin 1934, Sochineniia vol. 13" in shown and "1916 35.1 Stalin 1934 A 1, 2 PYR-001186" in shown


def test_every_figure_has_its_work_its_grade_and_its_identifier():
    shown = page("famine_excess_deaths")
    for figure in load()["famine_excess_deaths"].figures:
        (line,) = [line for line in shown.split("\n") if line.endswith(figure.id) and "cite" not in line]
        assert f"  {figure.grade}  " in line and figure.year in line
    assert "Conquest 1986" in shown and "How to cite a figure: pyrrhic cite PYR-000325" in shown


def test_a_value_is_written_with_the_digits_that_are_printed():
    assert re.search(r"1927/28 +11\.0 +Davies", page("grain_collections"))
    assert re.search(r"1927/28 +11,0 +Davies", page("grain_collections", Language("ru")))


def test_rivals_are_named_by_author_and_year_and_variants_by_their_word():
    shown = page("grain_collections")
    assert "  a  centralised: another definition" in shown
    rival = re.search(r"^  (\w)  Davies and Wheatcroft 2006: rival estimate$", shown, re.MULTILINE)
    assert rival is not None and re.search(rf"^{rival[1]}  1932/33  18\.5  ", shown, re.MULTILINE)
    assert re.search(r"^a  1926/27  10\.6  .*centralised: ibid\.", shown, re.MULTILINE)
    assert "с гарнцевым сбором" in page("grain_collections", Language("ru"))


def test_estimates_of_a_period_stand_below_each_other_with_their_authors():
    shown = page("famine_excess_deaths")
    assert re.search(r"^1932-33  Conquest 1986 .*○$", shown, re.MULTILINE)
    assert re.search(r"^1930-33  Davies and Wheatcroft 2004 +●─+┤$", shown, re.MULTILINE)


def test_an_estimate_is_drawn_between_the_ends_of_its_range():
    marks = [Mark(1932, 5, 0, 10, when="1932", name="A"), Mark(1933, 10, 10, 10, rival=True, when="1933", name="B")]
    first, second, axis, ends = estimates(marks).split("\n")
    assert first.startswith("1932  A  ├") and first.endswith("┤") and first.count("●") == 1
    assert second.endswith("○") and second.index("○") == first.index("┤")
    assert len(axis) == len(first) and ends.split() == ["0", "10"]


def test_an_axis_names_round_years_between_its_ends_and_none_too_close():
    years = plot([Mark(year + 0.5, year, year, year) for year in range(1913, 1971)]).split("\n")[-1]
    assert years.split() == ["1913", "1920", "1930", "1940", "1950", "1960", "1970"]


def test_a_page_of_a_wide_terminal_uses_its_room(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert "with levy and decentralised: Davies and Wheatcroft 2004" in page("grain_collections")


def test_the_page_of_a_figure_names_its_variant_in_words(capsys):
    assert main(["cite", "PYR-004971", "--lang", "ru"]) == 0
    assert "централизованные заготовки" in capsys.readouterr().out
