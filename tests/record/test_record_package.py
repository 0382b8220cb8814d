"""The package of the record: valid by its own rules, read by other programs, citable, and spoilt where a figure is."""

import csv
import hashlib
import json
import shlex

import pytest
from frictionless import Package

from pyrrhic.app.cli.main import main
from pyrrhic.record import load
from pyrrhic.record.export import export
from pyrrhic.record.package.tables import TABLES
from pyrrhic.record.package.works import csl
from pyrrhic.record.registers import changes, data_version, witnesses
from pyrrhic.sources import bibliography, read


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The package, written once."""
    made = tmp_path_factory.mktemp("package")
    export(load(), "datapackage", made)
    return made


@pytest.fixture
def description(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_package_is_valid(folder):
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])[:5]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",57.5,", ",many,"),
        (",main,", ",mian,"),
        ("PYR-000001", "PYR-000002"),
        ("PYR-000001", "PYR-1"),
        (",printed,", ",guessed,"),
    ],
)
def test_a_spoilt_package_is_not_valid(folder, tmp_path, old, new):
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    observations = tmp_path / "observations.csv"
    text = observations.read_text(encoding="utf-8")
    assert old in text
    observations.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_the_description_says_what_an_archive_asks(folder, description):
    assert description["version"] == data_version()[0] and description["created"].startswith(data_version()[1])
    assert [licence["name"] for licence in description["licenses"]] == ["CC0-1.0"]
    assert all(description[name] for name in ("id", "description", "keywords", "contributors", "sources"))
    assert [resource["name"] for resource in description["resources"]] == list(TABLES)
    for resource in description["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}" and resource["bytes"] == len(content)
        assert resource["schema"]["primaryKey"] and all(field["description"] for field in resource["schema"]["fields"])


def test_the_tables_hold_the_record_with_the_digits_that_are_printed(folder):
    observations = {row["id"]: row for row in rows(folder, "observations")}
    assert len(observations) == len(load().observations)
    assert all(observations[figure.id]["printed"] == figure.printed for figure in load().observations)
    assert len(rows(folder, "witnesses")) == len(witnesses()) and len(rows(folder, "changes")) == len(changes())
    assert {row["series"] for row in rows(folder, "derived")} == {
        row["series"] for row in rows(folder, "derived_catalogue")
    }


def test_other_programs_read_it(folder):
    import duckdb

    count = duckdb.sql(
        f"select count(*) from read_csv('{folder}/observations.csv', header = true, all_varchar = true)"
    ).fetchall()
    assert count == [(len(load().observations),)]
    with (folder / "observations.csv").open(
        encoding="utf-8", newline=""
    ) as opened:  # as R's read.csv does: one field count
        assert len({len(row) for row in csv.reader(opened)}) == 1


def test_the_works_say_how_many_figures_are_from_them(folder):
    named = [row["source"] for row in rows(folder, "observations")]
    figures = {row["key"]: int(row["figures"]) for row in rows(folder, "sources")}
    assert figures == {key: named.count(key) for key in bibliography()} and 0 in figures.values()
    of_figures = sum(number > 0 for number in figures.values())
    assert f"series from {of_figures} works." in (folder / "README.md").read_text(encoding="utf-8")


def test_every_series_has_a_section_of_the_codebook(folder):
    text = (folder / "CODEBOOK.md").read_text(encoding="utf-8")
    assert {name for name in load() if f"### `{name}`" not in text} == set()


def test_the_bibliography_goes_to_reference_managers(folder):
    assert read((folder / "sources.bib").read_text(encoding="utf-8"), "sources.bib") == dict(
        sorted(bibliography().items())
    )
    items = {item["id"]: item for item in json.loads((folder / "sources.json").read_text(encoding="utf-8"))}
    assert items["allen2003"]["author"] == [{"family": "Allen", "given": "R. C."}]
    assert items["allen2003"]["issued"] == {"date-parts": [[2003]]} and items["faostat"]["type"] == "dataset"
    assert csl(bibliography()["faostat"])["author"] == [
        {"literal": "Food and Agriculture Organization of the United Nations"}
    ]


def test_a_users_figures_go_into_the_package_under_names_of_their_own(tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text(
        "series,year,value,unit,territory,role,source,grade\n"
        'grain_harvest_western_estimates,1932,45,Mt,"USSR, interwar borders",main,kotkin2017,C\n',
        encoding="utf-8",
    )
    export(load([mine]), "datapackage", tmp_path / "package")
    assert Package(str(tmp_path / "package" / "datapackage.json")).validate().valid
    (own,) = (row for row in rows(tmp_path / "package", "observations") if row["id"].startswith("OWN-"))
    assert own["value"] == "45.0" and own["seen"] == "memory"


def test_a_wide_table_has_a_column_for_each_series_and_a_row_for_each_year(tmp_path):
    (file,) = export(load(), "wide", tmp_path)
    with file.open(encoding="utf-8", newline="") as opened:
        unit, *years = csv.DictReader(opened)
    assert unit["grain_collections"] == "Mt"
    assert {row["year"]: row["grain_collections"] for row in years}["1932/33"] == "18.5"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_figure_is_cited_by_its_identifier(capsys, language):
    figure = next(figure for figure in load().observations if figure.value_is == "midpoint" and figure.seen_in)
    assert main(["cite", figure.id.lower(), "--lang", language]) == 0
    printed = capsys.readouterr().out
    assert figure.id in printed and figure.printed in printed and data_version()[0] in printed


def test_a_figure_that_is_not_there_is_refused_and_a_work_is_given_as_bibtex(capsys):
    assert (
        main(["cite", "PYR-999999"]) == 2 and "named PYR-999999; allowed: PYR-000001 to PYR-" in capsys.readouterr().err
    )
    assert main(["cite", "PYR-000001", "--bibtex"]) == 0 and capsys.readouterr().out.startswith("@")


def test_whoever_opens_a_package_with_a_users_figures_learns_of_them(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text(
        "series,year,value,unit,territory,role,source,grade\n"
        'sown_area_grain,1932,90,Mha,"USSR, interwar borders",rival,kotkin2017,C\n',
        encoding="utf-8",
    )
    export(load([file]), "datapackage", tmp_path / "package")
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    version, _ = data_version()
    for name in ("README.md", "CODEBOOK.md", "CITATION.cff", "datapackage.json"):
        text = (tmp_path / "package" / name).read_text(encoding="utf-8")
        assert f"mine.csv (figures: 1, SHA-256 {sha256})" in text and f"{version}+{sha256[:12]}" in text, name


def test_the_command_named_for_the_other_problems_of_a_users_file_lists_them(tmp_path, capsys):
    file = tmp_path / "my figures.csv"
    file.write_text("series,year,value,unit,territory,role,source,grade\nsown_area_grain,x,y,z,,,,\n", encoding="utf-8")
    assert main(["record", "list", "--with", str(file)]) == 2
    command = capsys.readouterr().err.partition("more; `pyrrhic ")[2].partition("` lists them")[0]
    assert main(shlex.split(command)) == 1 and "my figures.csv:2:" in capsys.readouterr().out
