"""`run --draws -o` and `compare --draws -o`, and the page that shows how to open what they write."""

import json
import re
from pathlib import Path

import numpy
import pandas
import pytest

from pyrrhic.app.views.columns import usual
from pyrrhic.calibration import mixture as mixtures
from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import draws_at
from pyrrhic.calibration.posterior import available
from pyrrhic.model import SPECIES, YEARS
from pyrrhic.runs.files import read

PAGE = Path(__file__).parents[2] / "docs" / "files.md"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    """Every test runs in an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def mixture(monkeypatch):
    """Two points near the prior medians instead of a posterior, so that none is needed."""
    where = coordinates("base")
    points = 0.01 * numpy.arange(2)[:, None] * numpy.ones(where.size)
    made_up = draws_at([(where, points)], posteriors={"base": "b" * 64})
    monkeypatch.setattr(mixtures, "draws", lambda number, structures: made_up)


def test_run_writes_every_draw_and_shows_the_intervals(call, mixture):
    status, out, err = call("run", "nep", "--draws", "2", "-o", "a.nc", "-o", "a.csv", "-o", "a.parquet")
    few, *written = err.splitlines()
    assert status == 0 and written == ["written: a.nc", "written: a.csv", "written: a.parquet"]
    assert few.startswith("warning: with 2 draws the ends of the 90 % interval are the least and the greatest")
    assert "grain harvest (Mt)" in out
    data = read("a.nc")
    assert set(data.data_vars) == set(usual())
    assert data.sizes["draw"] == 2 and data["year"].values.tolist() == list(range(1926, 1941))
    assert data.sizes["scenario"] == 1 and "nep" in json.loads(data.attrs["documents"])
    rows = pandas.read_parquet("a.parquet")
    exports = rows[(rows["quantity"] == "grain_exports") & (rows["draw"] == 1)]
    assert exports["value"].tolist() == data["grain_exports"].sel(scenario="nep", draw=1).values.tolist()


def test_compare_writes_both_scenarios_over_the_years_they_share(call, mixture):
    options = ["--draws", "2", "--keep", "herds", "--years", "1930-1931", "-o", "a.nc", "--json"]
    status, out, err = call("compare", "as_it_happened", "nep", *options)
    assert status == 0 and err == "" and json.loads(out)["written"] == ["a.nc"]
    data = read("a.nc")
    assert list(data.data_vars) == ["herds"] and data["scenario"].values.tolist() == ["as_it_happened", "nep"]
    assert data["herds"].dims == ("scenario", "draw", "year", "species", "region")
    assert data["year"].values.tolist() == [1930, 1931] and YEARS[0] == 1926
    assert (data["herds"].sel(draw=1) != data["herds"].sel(draw=0)).any()


def test_kinds_are_shown_one_by_one(call, mixture):
    _, out, _ = call("run", "nep", "--draws", "2", "--keep", "herds", "--years", "1931", "--json")
    shown = json.loads(out)["quantities"]
    assert list(shown) == [f"herds:{species}" for species in SPECIES]
    _, single, _ = call("run", "nep", "--draws", "2", "--keep", "cattle", "--years", "1931", "--json")
    numpy.testing.assert_allclose(shown["herds:cattle"]["values"], json.loads(single)["quantities"]["cattle"]["values"])
    _, out, _ = call("run", "nep", "--draws", "2", "--keep", "herds", "--years", "1931")
    assert "sheep and goats (million)" in out
    assert (
        shown["herds:sheep_and_goats"]["label"]["en"] in out and "овцы" in shown["herds:sheep_and_goats"]["label"]["ru"]
    )


def test_the_text_of_a_users_file_is_kept_with_what_it_extends(call, mixture, tmp_path):
    text = 'title = { en = "A", ru = "А" }\ndescription = { en = "B", ru = "Б" }\nextends = ["no_exports"]\n'
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    assert call("run", "mine.toml", "--draws", "2", "-o", "a.nc")[0] == 0
    documents = json.loads(read("a.nc").attrs["documents"])
    assert documents["mine.toml"] == text and set(documents) == {"mine.toml", "no_exports"}


def test_the_same_command_gives_the_same_bytes(call, mixture, tmp_path):
    contents = []
    for _ in range(2):
        for suffix in ("nc", "csv", "parquet"):
            call("run", "no_exports", "--draws", "2", "-o", f"a.{suffix}")
        contents.append([(tmp_path / f"a.{suffix}").read_bytes() for suffix in ("nc", "csv", "parquet")])
    assert contents[0] == contents[1]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("a.json", "draws are not written as JSON, which would be many times larger; allowed: .nc, .parquet, .csv"),
        ("a.xls", "no format has the suffix .xls; allowed: .nc, .parquet, .csv"),
        ("lost/a.nc", "there is no folder lost"),
    ],
)
def test_a_file_that_cannot_be_written_is_refused_before_anything_runs(call, monkeypatch, file, sentence):
    monkeypatch.delattr(mixtures, "draws")
    status, out, err = call("run", "nep", "--draws", "2", "-o", file)
    assert status == 2 and out == "" and sentence in err and len(err.splitlines()) == 1


def test_the_page_on_files_works(call, capsys):
    text = PAGE.read_text(encoding="utf-8")
    commands = re.findall(r"^pyrrhic (.*)$", text, re.MULTILINE)
    assert [call(*line.split())[0] for line in commands] == [0] * len(commands) and commands
    names = {}
    exec("\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL)), names)
    printed = capsys.readouterr().out
    assert "quantile" in printed and "hdi" in printed and available()[-1] in printed
    pandas.testing.assert_frame_equal(names["rows"], pandas.read_parquet("draws.parquet"))
