"""Public data sets beside the record: equal figures, differing ones, years that one side lacks, files that are not known."""

import csv
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from pyrrhic.record import load

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "public_data.py"
OIL, HEIGHT = "Oil production (Etemad & Luciana)", "Human Height (University of Tuebingen (2015))"


def compare(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """What the script answers."""
    return subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, arguments)], capture_output=True, text=True, check=False
    )


def write(file: Path, rows: Sequence[Sequence[object]]) -> None:
    """A CSV file as a publisher gives it."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def figures(series: str, source: str, region: str = "") -> Mapping[str, float]:
    """The record's figures by year."""
    return {figure.year: figure.value for figure in load().series(series).select(source=source, region=region)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Oil with one figure changed, one left out and one year more; heights by decade; GDP laid out wide; a stranger."""
    folder = tmp_path_factory.mktemp("public")
    oil = {**figures("oil_output_energy", "etemadLuciani"), "1912": 101.0}
    oil["1930"] *= 1.002
    del oil["1932"]
    rows = [("Russia", year, value) for year, value in oil.items()]
    write(folder / "Oil production - Etemad.csv", [("Entity", "Year", OIL), *rows, ("World", "1932", 1.0)])
    heights = figures("height_by_decade_of_birth", "tuebingenHeights", "RSFSR")
    cells = [("Russia", year[:4], value) for year, value in heights.items()]
    write(folder / "renamed.csv", [("Entity", "Year", HEIGHT), *cells, ("Kazakhstan", "1930", "164.4")])
    gdp = figures("gdp_maddison_2010", "maddison2010")
    wide = ["Total Former USSR ", *(f"{value:,.0f}" for value in gdp.values())]
    write(folder / "horizontal-file_02-2010-gdp.csv", [["Region", *gdp], wide])
    write(folder / "stranger.csv", [("Entity", "Year", "Value"), ("Russia", "1930", "1")])
    return folder


@pytest.fixture(scope="module")
def sets(folder) -> Mapping[str, dict]:
    """What the script tells of the folder, by the file."""
    done = compare(folder, "--json")
    assert done.returncode == 1, done.stderr
    document = json.loads(done.stdout)
    assert document["not_recognised"] == ["stranger.csv"]
    return {row["file"]: row for row in document["sets"]}


def test_a_differing_figure_is_named_with_both_numbers(sets):
    oil = sets["Oil production - Etemad.csv"]
    (differing,) = oil["differing"]
    (ours,) = [figure for figure in load().series("oil_output_energy").figures if figure.year == "1930"]
    assert (differing["id"], differing["year"], differing["ours"]) == (ours.id, "1930", ours.printed)
    assert differing["theirs"] == pytest.approx(1.002 * ours.value)
    assert oil["common"] == oil["equal"] + 1 == len(figures("oil_output_energy", "etemadLuciani")) - 1


def test_what_one_side_lacks_is_listed(sets):
    oil = sets["Oil production - Etemad.csv"]
    (absent,) = [figure.id for figure in load().series("oil_output_energy").figures if figure.year == "1932"]
    assert oil["lacking"] == {"oil_output_energy": [1912]}
    assert oil["not_in_the_file"] == [absent]


def test_decades_and_years_laid_out_wide_are_compared(sets):
    heights = sets["renamed.csv"]
    assert heights["equal"] >= 7 and not heights["differing"]
    wide = sets["horizontal-file_02-2010-gdp.csv"]
    assert wide["equal"] == len(figures("gdp_maddison_2010", "maddison2010")) and not wide["differing"]


def test_the_text_says_the_same(folder):
    done = compare(folder)
    assert done.returncode == 1
    assert "differs: oil_output_energy, 1930: ours" in done.stdout and "not recognised: stranger.csv" in done.stdout
    assert "not in the record, 1912: oil_output_energy" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("1 differ")


def test_equal_figures_end_with_nought(tmp_path):
    rows = [("Russia", year, value) for year, value in figures("oil_output_energy", "etemadLuciani").items()]
    write(tmp_path / "oil.csv", [("Entity", "Year", OIL), *rows])
    assert compare(tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("Entity", "Year", "Oil production"), ("Russia", "1930", "1")], f"there is no column named {OIL}"),
        ([("Entity", "Year", OIL), ("France", "1930", "1")], "there is no entity named Russia"),
        ([("Entity", "Year", OIL), ("Russia", "1930", "many")], "malformed number 'many'"),
        ([("Entity", "Year", OIL), ("Russia", "the 1930s", "1")], "malformed year 'the 1930s'"),
        ([], "the file is empty"),
    ],
)
def test_a_file_that_is_not_as_the_table_says_is_refused(tmp_path, rows, sentence):
    write(tmp_path / "Oil production - Etemad.csv", rows)
    done = compare(tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("Oil production - Etemad.csv") and sentence in done.stderr


def test_a_folder_that_is_missing_or_has_no_file_is_named(tmp_path):
    done = compare(tmp_path / "nowhere")
    assert done.returncode == 2 and "nowhere: there is no such folder" in done.stderr
    assert "holds no CSV file" in compare(tmp_path).stderr
