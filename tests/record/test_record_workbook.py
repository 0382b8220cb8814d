"""The workbook for Excel, opened as a spreadsheet program opens it: sheets, heads, numbers as numbers, texts as texts."""

import sys
from itertools import chain
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from pyrrhic.app.cli.main import main
from pyrrhic.record import load
from pyrrhic.record.export import export
from pyrrhic.record.registers import regions
from pyrrhic.record.workbook import write_workbook

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}  # of the format, never fetched
SHEETS = ["about", "figures", "series", "sources", "regions", "derived", "seen in", "codebook"]


class Workbook:
    """A workbook as read: the rows of each sheet, texts and numbers apart."""

    def __init__(self, file):
        with ZipFile(file) as opened:
            parts = {name: ElementTree.fromstring(opened.read(name)) for name in opened.namelist() if "xl/" in name}
        strings = parts["xl/sharedStrings.xml"].findall("m:si", NAMES)
        self.strings = ["".join(text.text or "" for text in string.iter(f"{{{NAMES['m']}}}t")) for string in strings]
        self.names = [sheet.get("name") for sheet in parts["xl/workbook.xml"].iter(f"{{{NAMES['m']}}}sheet")]
        self.parts = [parts[f"xl/worksheets/sheet{number}.xml"] for number in range(1, len(self.names) + 1)]

    def sheet(self, name):
        return self.parts[self.names.index(name)]

    def rows(self, name):
        """The rows below the head, as dicts; an empty cell is missing."""
        head, *rows = [dict(self._cells(row)) for row in self.sheet(name).iter(f"{{{NAMES['m']}}}row")]
        return [{head[column]: cell for column, cell in row.items()} for row in rows]

    def _cells(self, row):
        for cell in row.findall("m:c", NAMES):
            value = cell.find("m:v", NAMES)
            if value is not None:
                text = cell.get("t") == "s"
                yield cell.get("r").rstrip("0123456789"), self.strings[int(value.text)] if text else float(value.text)

    def frozen(self, name):
        """The rows and columns that stay in sight."""
        pane = self.sheet(name).find(".//m:pane", NAMES)
        return int(pane.get("ySplit")), int(pane.get("xSplit")), pane.get("state")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The workbook of the record, written once by the command."""
    made = tmp_path_factory.mktemp("workbook") / "record.xlsx"
    assert main(["record", "export", str(made)]) == 0
    return made


@pytest.fixture(scope="module")
def workbook(file):
    return Workbook(file)


def test_each_table_has_a_sheet_with_its_head_in_sight(workbook):
    assert workbook.names == SHEETS
    assert {workbook.frozen(name) for name in SHEETS} == {(1, 1, "frozen")}
    assert all(workbook.sheet(name).find("m:autoFilter", NAMES) is not None for name in SHEETS)


def test_the_figures_are_numbers_with_their_units_and_the_years_are_texts(workbook):
    rows = {row["id"]: row for row in workbook.rows("figures")}
    assert len(rows) == len(load().observations)
    for figure in load().observations:
        row = rows[figure.id]
        assert (row["value"], row.get("low"), row.get("high")) == (figure.value, figure.low, figure.high)
        assert (row["unit"], row["year"], row["printed"]) == (figure.unit, figure.year, figure.printed)
        assert row["first_year"] == float(figure.first_year)
    assert next(iter(workbook.rows("figures")[0])) == "id"


def test_series_sources_regions_and_codebook_are_whole(workbook):
    assert [row["series"] for row in workbook.rows("series")] == list(load())
    assert {row["key"] for row in workbook.rows("sources")} == set(load().works)
    assert {row["name_en"] for row in workbook.rows("regions")} == set(regions())
    meanings = {(row["sheet"], row["name"]): row["meaning"] for row in workbook.rows("codebook")}
    columns = {(name, column) for name in SHEETS[1:-1] for row in workbook.rows(name) for column in row}
    assert columns <= set(meanings) and all(meanings.values())
    assert meanings["figures", "grade = B"] == "read as quoted in another work"


def test_no_text_of_a_users_file_becomes_a_formula_or_a_link(tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text(
        "series,year,value,unit,territory,role,source,grade,note\n"
        'sown_area_grain,1932,90,Mha,"USSR, interwar borders",rival,kotkin2017,C,=1+1\n',
        encoding="utf-8",
    )
    read = Workbook(write_workbook(load([mine]), tmp_path / "mine.xlsx"))
    (own,) = [row for row in read.rows("figures") if row["id"].startswith("OWN-")]
    assert own["note"] == "=1+1" and own["value"] == 90.0
    tags = {element.tag.rpartition("}")[2] for element in chain.from_iterable(part.iter() for part in read.parts)}
    assert not tags & {"f", "hyperlink"}


def test_the_same_record_gives_the_same_file(file, tmp_path):
    (again,) = export(load(), "xlsx", tmp_path / "folder")
    assert again.name == "record.xlsx" and again.read_bytes() == file.read_bytes()


def test_a_wide_workbook_has_a_column_for_each_series_below_title_and_unit(tmp_path):
    assert main(["record", "export", str(tmp_path / "wide.xlsx"), "--format", "wide"]) == 0
    read = Workbook(tmp_path / "wide.xlsx")
    title, unit, *years = read.rows("wide")
    name = "grain_collections"
    assert (title[name], unit[name]) == (load()[name].title.en, "Mt")
    assert {row["year"]: row.get(name) for row in years}["1932/33"] == 18.5
    assert read.frozen("wide") == (3, 1, "frozen")
    assert {row["series"] for row in read.rows("series")} == set(title) - {"year"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["record.xlsx", "--format", "json"], "a file .xlsx cannot be written as json; allowed: xlsx, wide"),
        (["record.xlsx", "--package"], "--package cannot be used with a file .xlsx"),
        (
            ["figures.csv"],
            "figures.csv: the record is several tables and makes no single file; allowed: FOLDER, FILE.xlsx",
        ),
        (["folder", "--package", "--format", "wide"], "--format cannot be used with --package"),
        (["nowhere/record.xlsx"], "there is no folder nowhere"),
    ],
)
def test_what_a_workbook_cannot_be_is_refused(words, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["record", "export", *words]) == 2
    assert message in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_without_the_library_a_sentence_says_how_to_install_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["record", "export", str(tmp_path / "record.xlsx")]) == 2
    message = "this needs xlsxwriter, which is not installed; install it with: pip install pyrrhic[excel]"
    assert capsys.readouterr().err == f"pyrrhic: {message}\n" and not list(tmp_path.iterdir())


def test_export_of_tables_needs_no_library_for_workbooks(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["record", "export", str(tmp_path / "tables")]) == 0
