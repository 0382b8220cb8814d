"""Files of results: the same numbers come back from each format, written whole or not at all."""

import csv
import errno
import json
import os
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy
import pyarrow.parquet
import pytest
import xarray

from pyrrhic.engine.equations import CLOSES
from pyrrhic.errors import BadFile, BadInput, UnknownName
from pyrrhic.model import CROPS, REGION_KEYS, SPECIES, assemble, levers
from pyrrhic.runs import files as output
from pyrrhic.runs.descriptions import DATE, description
from pyrrhic.runs.files import read, reopen, to_xarray, write
from pyrrhic.studies.scenarios.scenario import load, run
from pyrrhic.texts import Text

KEEP = ("grain_exports", "grain_harvest", "herds", "industrial_crop_harvest")


@pytest.fixture(scope="module")
def runs():
    """History to the end, and a scenario that ends in 1940."""
    return [run(load("as_it_happened"), KEEP), run(load("nep"), KEEP)]


def test_dataset_has_dims_in_order_and_names_as_coordinates(runs):
    data = to_xarray(runs, "pyrrhic run")
    assert data["grain_exports"].dims == ("scenario", "year")
    assert data["grain_harvest"].dims == ("scenario", "year", "region")
    assert data["herds"].dims == ("scenario", "year", "species", "region")
    assert data["industrial_crop_harvest"].dims == ("scenario", "year", "crop")
    assert list(data["scenario"].values) == ["as_it_happened", "nep"]
    assert tuple(data["region"].values) == REGION_KEYS and tuple(data["species"].values) == SPECIES
    assert tuple(data["crop"].values) == CROPS
    assert data["year"].values[0] == 1926 and data["year"].values[-1] == 1970
    value = data["herds"].sel(scenario="nep", year=1932, species="cattle", region="volga").item()
    assert value == runs[1].values["herds"][6, 1, 3, 0]
    assert numpy.isnan(data["grain_exports"].sel(scenario="nep", year=1941))


def test_dataset_has_cf_attributes(runs):
    data = to_xarray(runs, "pyrrhic run x")
    assert data["grain_harvest"].attrs == {
        "units": "Mt",
        "unit_symbol": "Mt",
        "long_name": "Grain harvest, by region: barn harvest, not biological yield",
    }
    assert all(data[name].attrs["long_name"] for name in data.variables)
    assert data["year"].attrs["units"] == "1"
    assert data.attrs["Conventions"].startswith("CF-")
    assert "pyrrhic run x" in data.attrs["history"] and data.attrs["command"] == "pyrrhic run x"
    assert data.attrs["fingerprint"].split() == [run.fingerprint for run in runs]
    assert all(isinstance(value, str) for value in data.attrs.values())


def test_a_stock_says_at_which_date_it_stands(runs):
    data = to_xarray([run(load("as_it_happened"), ["herds", "herds_next", "horses", "grain_exports", "coercion"])])
    assert data["herds"].attrs["long_name"] == data["herds_next"].attrs["long_name"] == "Herds on 1 July"
    assert "1 July of the year named" in data["herds"].attrs["comment"]
    assert data["horses"].attrs["comment"] == data["herds"].attrs["comment"]
    assert "1 July of the year after" in data["herds_next"].attrs["comment"]
    assert "comment" not in data["grain_exports"].attrs
    assert data["coercion"].attrs["long_name"] == levers()["coercion"].title.en
    values = {name: data[name].sel(year=slice(1926, 1968)).values for name in ("herds", "herds_next")}
    numpy.testing.assert_array_equal(values["herds"][:, 1:], values["herds_next"][:, :-1])


def test_what_a_sentence_puts_on_1_july_is_computed_from_stocks_as_they_open():
    model = assemble()
    closing = {f"{stock}{CLOSES}" for stock in model.stocks}
    dated = [
        name for name in model.equations if name not in closing and DATE in description(name, [model])["long_name"]
    ]
    assert "horses" in dated and len(dated) > 3
    for name in dated:
        assert not within_the_year(model, name) & closing, f"{name} stands at the end of the year"


def within_the_year(model, name) -> set[str]:
    """What an equation reads, and what those read, without going back to earlier years."""
    reads = set(model.equations[name].reads) if name in model.equations else set()
    return reads.union(*(within_the_year(model, read) for read in reads))


def test_files_hold_the_structure_and_the_text_of_a_scenario_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = """title = { en = "A", ru = "А" }\ndescription = { en = "B", ru = "Б" }\nextends = ["no_exports"]
[structure]\npull_rate = "one_law"\n# said by hand\n"""
    Path("mine.toml").write_text(text, encoding="utf-8")
    done = [run(load("mine.toml"), ["grain_exports"])]
    for suffix in ("nc", "parquet", "json"):
        write(done, f"a.{suffix}", "pyrrhic run mine.toml")
    for notes in (
        read("a.nc").attrs,
        {key.decode(): value.decode() for key, value in pyarrow.parquet.read_schema("a.parquet").metadata.items()},
    ):
        documents = json.loads(notes["documents"])
        assert documents["mine.toml"] == text and "grain_export_plan" in documents["no_exports"]
        assert json.loads(notes["structure"])["mine"]["pull_rate"] == "one_law"
    document = json.loads(Path("a.json").read_text(encoding="utf-8"))["runs"][0]
    assert document["documents"] == documents and document["structure"]["pull_rate"] == "one_law"


def test_netcdf_comes_back_the_same(runs, tmp_path):
    file = write(runs, tmp_path / "a.nc", "pyrrhic run")
    xarray.testing.assert_identical(read(file), to_xarray(runs, "pyrrhic run"))


def same(reopened, written) -> bool:
    """Whether two runs hold the same, number by number."""
    arrays = ("weights", "structure_of", "failed_year")
    plain = [field.name for field in fields(written) if field.name not in (*arrays, "values")]
    assert {name: getattr(reopened, name) for name in plain} == {name: getattr(written, name) for name in plain}
    assert list(reopened.texts) == list(written.texts) and list(reopened.values) == list(written.values)
    pairs = [(getattr(reopened, name), getattr(written, name)) for name in arrays]
    pairs += [(reopened.values[name], written.values[name]) for name in written.values]
    return all(numpy.array_equal(*pair, equal_nan=True) for pair in pairs)


def test_a_run_is_reopened_as_it_was(runs, tmp_path):
    alone = write(runs[1:], tmp_path / "nep.nc", "pyrrhic run nep")
    both = write(runs, tmp_path / "a.nc", "pyrrhic run")
    assert same(reopen(alone), runs[1]) and same(reopen(both, "nep"), runs[1])
    assert same(reopen(both, "as_it_happened"), runs[0])
    changed = replace(runs[1], title=Text("Another", "Другой"))
    with pytest.raises(AssertionError):
        same(reopen(alone), changed)
    with pytest.raises(ValueError, match="read-only"):
        reopen(alone).values["herds"][0] = 0.0


def test_a_run_with_a_structure_of_its_own_or_one_that_fails_is_reopened(runs, tmp_path):
    failing = replace(
        runs[1], failed_year=numpy.array([1935]), structures=("by_hand",), choices={"by_hand": {"a": "b"}}
    )
    again = reopen(write([failing], tmp_path / "a.nc"))
    assert same(again, failing) and again.fails_in == 1935 and again.structure == {"a": "b"}


def test_which_run_is_wanted_is_asked_for(runs, tmp_path):
    file = write(runs, tmp_path / "a.nc")
    with pytest.raises(BadInput, match=r"a\.nc: it holds several runs.*allowed: as_it_happened, nep"):
        reopen(file)
    with pytest.raises(UnknownName, match="no scenario named nepp; did you mean nep"):
        reopen(file, "nepp")


@pytest.mark.parametrize("attribute", ["runs", "documents"])
def test_what_a_file_says_of_its_runs_cannot_be_changed(runs, tmp_path, attribute):
    data = to_xarray(runs)
    data.attrs[attribute] = data.attrs[attribute].replace("nep", "nup")
    data.to_netcdf(tmp_path / "a.nc", engine="h5netcdf")
    with pytest.raises(BadFile, match="are not those that were written"):
        reopen(tmp_path / "a.nc", "nep")


def test_a_stale_run_is_not_reopened(runs, tmp_path, monkeypatch):
    file = write(runs[1:], tmp_path / "a.nc", "pyrrhic run nep -o a.nc")
    monkeypatch.setattr(output, "model_fingerprint", lambda: "0" * 64)
    with pytest.raises(BadFile, match=r"renew it with: pyrrhic run nep -o a\.nc"):
        reopen(file)
    assert same(reopen(file, allow_stale=True), runs[1])


def test_changed_numbers_are_refused(runs, tmp_path):
    data = to_xarray(runs)
    data["grain_exports"][0, 0] += 1e-9
    data.to_netcdf(tmp_path / "a.nc", engine="h5netcdf")
    with pytest.raises(BadFile, match=r"a\.nc: its numbers are not those that were written"):
        read(tmp_path / "a.nc")


def test_a_file_of_another_model_is_refused_with_the_command_that_renews_it(runs, tmp_path, monkeypatch):
    file = write(runs, tmp_path / "a.nc", "pyrrhic run nep -o a.nc")
    monkeypatch.setattr(output, "model_fingerprint", lambda: "0" * 64)
    with pytest.raises(BadFile, match=r"another version of the model.*renew it with: pyrrhic run nep -o a\.nc"):
        read(file)
    assert read(file, allow_stale=True)["grain_exports"].size


def test_a_foreign_or_missing_file_is_refused(tmp_path):
    xarray.Dataset({"a": ("x", [1.0])}).to_netcdf(tmp_path / "b.nc", engine="h5netcdf")
    with pytest.raises(BadFile, match="no fingerprint"):
        read(tmp_path / "b.nc")
    with pytest.raises(BadFile, match="there is no such file"):
        read(tmp_path / "c.nc")


def test_csv_parquet_and_json_hold_every_number(runs, tmp_path):
    for suffix in ("csv", "parquet", "json"):
        write(runs, tmp_path / f"a.{suffix}", "pyrrhic run")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    table = pyarrow.parquet.read_table(tmp_path / "a.parquet")
    assert tuple(rows[0]) == output.columns(runs) == tuple(table.column_names)
    assert len(rows) == table.num_rows == sum(array.size for run in runs for array in run.values.values())
    assert [float(row["value"]) for row in rows] == table["value"].to_pylist()
    by_key = {(row["scenario"], row["quantity"], row["year"], row["kind"], row["region"]): row for row in rows}
    herd = by_key["nep", "herds", "1932", "cattle", "volga"]
    assert float(herd["value"]) == runs[1].values["herds"][6, 1, 3, 0] and herd["unit"] == "million"
    assert herd["fingerprint"] == runs[1].short
    assert by_key["nep", "grain_exports", "1932", "", ""]["unit"] == "Mt"
    assert table.schema.metadata[b"command"] == b"pyrrhic run"
    document = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    nep = document["runs"][1]
    assert nep["quantities"]["herds"]["dims"] == ["year", "species", "region"]
    assert nep["quantities"]["herds"]["values"][6][1][3] == runs[1].values["herds"][6, 1, 3, 0]
    assert nep["quantities"]["grain_exports"]["values"] == runs[1].values["grain_exports"][:, 0, 0, 0].tolist()


def test_unknown_suffix_lists_the_allowed(runs, tmp_path):
    with pytest.raises(BadFile, match=r"suffix \.pq; allowed: \.nc, \.parquet, \.csv, \.json"):
        write(runs, tmp_path / "a.pq")
    with pytest.raises(BadFile, match=r"suffix \(none\)"):
        write(runs, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_missing_folder_is_named(runs, tmp_path):
    with pytest.raises(BadFile, match="there is no folder"):
        write(runs, tmp_path / "b" / "a.nc")


def test_a_failed_write_leaves_the_old_file_and_nothing_else(runs, tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("old")

    def broken(results, draft, command):
        draft.write_text("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setitem(output.WRITERS, ".csv", broken)
    with pytest.raises(BadFile, match=r"a\.csv: it cannot be written: No space left on device"):
        write(runs, tmp_path / "a.csv")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.csv", "old")]


def test_netcdf_is_made_in_memory(runs, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(Path, "write_bytes", lambda file, content: opened.append(bytes(content[:4])))
    write(runs, tmp_path / "a.nc")
    assert opened == [b"\x89HDF"] and (tmp_path / "a.nc").stat().st_size == 0


def test_a_missing_library_of_netcdf_is_named(runs, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "h5py", None)
    with pytest.raises(BadFile, match=r"NetCDF needs h5py, .* install it with: pip install h5py"):
        write(runs, tmp_path / "a.nc")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", output.WRITERS)
def test_the_same_runs_give_the_same_bytes(runs, tmp_path, suffix):
    first, second = (write(runs, tmp_path / f"{name}{suffix}", "pyrrhic run").read_bytes() for name in "ab")
    assert first == second


def test_what_is_not_a_number_is_an_empty_cell_and_a_null(runs, tmp_path):
    broken = replace(
        runs[1].only(["grain_exports"]),
        name='a, "b"',
        values={"grain_exports": numpy.where(numpy.arange(15) == 6, numpy.nan, 1.5)[:, None, None, None]},
    )
    write([broken], tmp_path / "a.csv")
    write([broken], tmp_path / "a.parquet")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["value"] for row in rows] == ["1.5"] * 6 + [""] + ["1.5"] * 8
    assert {row["scenario"] for row in rows} == {'a, "b"'}
    assert pyarrow.parquet.read_table(tmp_path / "a.parquet")["value"].to_pylist() == [1.5] * 6 + [None] + [1.5] * 8


def test_runs_that_keep_different_quantities_are_not_joined(runs):
    with pytest.raises(BadFile, match="keep different quantities"):
        to_xarray([runs[0], runs[1].only(["herds"])])
    with pytest.raises(BadFile, match="no run"):
        to_xarray([])


def own(folder, name="base"):
    """A run of a user's file of that folder."""
    folder.mkdir()
    text = f'title = {{ en = "{folder.name}", ru = "А" }}\ndescription = {{ en = "B", ru = "Б" }}\n'
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return run(load(f"{folder.name}/{name}.toml"), ["grain_exports"])


def test_two_documents_of_one_name_are_told_apart_by_their_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    both = [own(tmp_path / "one"), own(tmp_path / "two")]
    data = to_xarray(both)
    assert data["scenario"].values.tolist() == ["one/base.toml", "two/base.toml"]
    assert data["grain_exports"].sel(scenario="two/base.toml").dims == ("year",)
    assert set(json.loads(data.attrs["structure"])) == {"one/base.toml", "two/base.toml"}
    write(both, "a.csv")
    with open("a.csv", encoding="utf-8", newline="") as opened:
        assert {row["scenario"] for row in csv.DictReader(opened)} == {"one/base.toml", "two/base.toml"}
    assert [run["scenario"] for run in output.document(both)["runs"]] == ["one/base.toml", "two/base.toml"]


def test_the_same_document_twice_is_refused(runs, tmp_path):
    with pytest.raises(BadFile, match="the scenario nep is given twice"):
        write([runs[1], runs[1]], tmp_path / "a.nc")
    with pytest.raises(BadFile, match="the scenario nep is given twice"):
        output.table([replace(runs[1], texts={})] * 2)


@pytest.mark.parametrize("kept", [0, 1000, -1])
def test_a_damaged_file_is_refused_in_one_sentence(tmp_path, runs, kept):
    content = write(runs, tmp_path / "a.nc").read_bytes()
    (tmp_path / "a.nc").write_bytes(content[:kept])
    with pytest.raises(BadFile, match=r"a\.nc: it is damaged, or no NetCDF file$"):
        read(tmp_path / "a.nc")
