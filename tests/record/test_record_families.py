"""Families: series that are one thing over a dimension, shown side by side, in a table of the package, and checked."""

import json
import re

import pytest
from small_record import write_record

from pyrrhic.app.cli.main import main
from pyrrhic.app.language import Language
from pyrrhic.app.text.record.family import family_text
from pyrrhic.app.text.record.series import series_text
from pyrrhic.app.views.record import family_view, series_view
from pyrrhic.errors import BadFile
from pyrrhic.record import load
from pyrrhic.record.checks.rows import check
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.package.tables import table
from pyrrhic.record.registers import families, families_by_series
from pyrrhic.record.sql import query

WIDTH = 80
HEAD = "family,title_en,title_ru,over_en,over_ru,series,member_en,member_ru\n"
GRAIN = "grain,Grain,Зерно,what,что,"


def written(tmp_path, *rows):
    """A small record with a register of families."""
    folder = write_record(tmp_path)
    (folder / "registers").mkdir()
    (folder / "registers" / "families.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return folder


def problems(folder):
    return [problem.message for problem in check(folder=folder, sources=["smith1999", "jones2001"])]


@pytest.mark.parametrize("code", ["en", "ru"])
@pytest.mark.parametrize("name", families())
def test_the_page_of_a_family_fits_and_holds_the_main_figures_of_its_series(monkeypatch, name, code):
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    say = Language(code)
    view = family_view(load(), name, say)
    shown = family_text(view, say)
    assert max(map(len, shown.split("\n"))) <= WIDTH and not say.missing
    assert len(view["members"]) > 1
    for member in view["members"]:
        series = load().series(member["series"])
        assert series.name in shown and member["unit"] == series.unit
        side = [
            (row["year"], row["region"], row["values"][series.name])
            for row in view["rows"]
            if series.name in row["values"]
        ]
        assert sorted(side) == sorted((figure.year, figure.region, figure.value) for figure in series.main(region=None))
    names = sorted([*(member["series"] for member in view["members"]), name], key=len, reverse=True)
    words = re.sub("|".join([*names, "pyrrhic record show"]), "", shown)
    assert code == "en" or not re.search("[A-Za-z]", words), words


def test_the_members_are_series_of_the_record_and_no_family_has_the_name_of_a_series():
    assert set(families_by_series()) <= set(load())
    assert not set(families()) & {*load(), *DERIVED}


def test_the_page_of_a_series_names_its_family():
    say = Language("en")
    shown = series_text(series_view(load(), "price_market_milk", say), load().works, say)
    assert "pyrrhic record show price_market\n" in shown


def test_the_command_shows_a_family_and_knows_its_name(capsys):
    assert main(["record", "show", "mechanization", "--json"]) == 0
    view = json.loads(capsys.readouterr().out)
    assert view["over"] == "work" and len(view["rows"]) == 1 and len(view["rows"][0]["values"]) == 4
    assert main(["record", "show", "mechanisation"]) == 2
    assert "did you mean mechanization?" in capsys.readouterr().err


def test_a_query_asks_over_the_dimension():
    answer = query(
        load(),
        "select member_en, value from families join observations using (series) "
        "where family = 'price_market' and year = '1933' order by value",
    )
    assert list(answer.rows) == [("rye bread", 5.0), ("wheat bread", 8.0)]
    assert len(table(load(), "families")) == len(families_by_series())


def test_a_member_that_the_record_does_not_have_is_named_and_so_is_the_name_of_a_series(tmp_path):
    named = problems(written(tmp_path, f"{GRAIN}grain_area,area,площадь", f"{GRAIN}grain_harvst,harvest,сбор"))
    assert any("grain_harvst" in message and "did you mean grain_harvest?" in message for message in named)
    row = f"{GRAIN}grain_area,area,площадь".replace("grain,", "grain_harvest,", 1)
    named = problems(written(tmp_path / "other", row))
    assert any("grain_harvest is the name of a series" in message for message in named)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"{GRAIN}grain_harvest,area,сбор", "another member of grain is called area too"),
        (f"{GRAIN}grain_harvest,,", "an empty field"),
        (f"{GRAIN}grain_harvest,harvest,сбор".replace("grain,", "record:the grain,", 1), "record:the grain is no name"),
    ],
)
def test_a_member_without_names_of_its_own_and_a_family_that_cannot_be_typed_are_named(tmp_path, row, message):
    assert any(message in problem for problem in problems(written(tmp_path, f"{GRAIN}grain_area,area,площадь", row)))


@pytest.mark.parametrize("text", ["", '"' + "x" * 140_000])
def test_a_register_that_is_empty_or_never_closes_a_quotation_mark_is_refused(tmp_path, text):
    folder = written(tmp_path)
    (folder / "registers" / "families.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match=r"families\.csv"):
        families(folder)


def test_a_family_is_known_wherever_a_name_is_typed(capsys):
    assert main(["record", "show", "record:price_market", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["family"] == "price_market"
    assert main(["cite", "price_market", "--json"]) == 0
    (meaning,) = json.loads(capsys.readouterr().out)["meanings"]
    assert meaning["sources"] and meaning["kind"] == "family of series"
    assert main(["show", "price_market"]) == 2
    assert "pyrrhic record show price_market" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"{GRAIN}grain_area,again,снова", "grain_area is in two places"),
        ("grain,Corn,Зерно,what,что,grain_harvest,harvest,сбор", "several titles or dimensions"),
    ],
)
def test_a_series_in_two_places_and_a_family_with_two_titles_are_refused(tmp_path, row, message):
    folder = written(tmp_path, f"{GRAIN}grain_area,area,площадь", row)
    with pytest.raises(BadFile, match=message):
        families(folder)
