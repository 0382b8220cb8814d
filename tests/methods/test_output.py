"""Files of results: the same numbers come back from each format, written whole or not at all."""

import csv
import json

import numpy
import pyarrow.parquet
import pytest
import xarray

from pyrrhic.methods import output
from pyrrhic.methods.output import OutputError, read, to_xarray, write
from pyrrhic.model import CROPS, REGION_KEYS, SPECIES
from pyrrhic.studies.scenario import load, run

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
    assert data["year"].values[0] == 1926 and data["year"].values[-1] == 1969
    value = data["herds"].sel(scenario="nep", year=1932, species="cattle", region="volga").item()
    assert value == runs[1].values["herds"][6, 1, 3]
    assert numpy.isnan(data["grain_exports"].sel(scenario="nep", year=1941))


def test_dataset_has_cf_attributes(runs):
    data = to_xarray(runs, "pyrrhic run x")
    assert data["grain_harvest"].attrs == {"units": "Mt", "long_name": "grain harvest"}
    assert data.attrs["Conventions"].startswith("CF-")
    assert "pyrrhic run x" in data.attrs["history"] and data.attrs["command"] == "pyrrhic run x"
    assert data.attrs["fingerprint"].split() == [one.fingerprint for one in runs]
    assert all(isinstance(value, str) for value in data.attrs.values())


def test_netcdf_comes_back_the_same(runs, tmp_path):
    file = write(runs, tmp_path / "a.nc", "pyrrhic run")
    xarray.testing.assert_identical(read(file), to_xarray(runs, "pyrrhic run"))


def test_changed_numbers_are_refused(runs, tmp_path):
    data = to_xarray(runs)
    data["grain_exports"][0, 0] += 1e-9
    data.to_netcdf(tmp_path / "a.nc", engine="h5netcdf")
    with pytest.raises(OutputError, match=r"a\.nc: its numbers are not those that were written"):
        read(tmp_path / "a.nc")


def test_a_file_of_another_model_is_refused_with_the_command_that_renews_it(runs, tmp_path, monkeypatch):
    file = write(runs, tmp_path / "a.nc", "pyrrhic run nep -o a.nc")
    monkeypatch.setattr(output, "model_fingerprint", lambda: "0" * 64)
    with pytest.raises(OutputError, match=r"another version of the model.*renew it with: pyrrhic run nep -o a\.nc"):
        read(file)
    assert read(file, allow_stale=True)["grain_exports"].size


def test_a_foreign_or_missing_file_is_refused(tmp_path):
    xarray.Dataset({"a": ("x", [1.0])}).to_netcdf(tmp_path / "b.nc", engine="h5netcdf")
    with pytest.raises(OutputError, match="no fingerprint"):
        read(tmp_path / "b.nc")
    with pytest.raises(OutputError, match="there is no such file"):
        read(tmp_path / "c.nc")


def test_csv_parquet_and_json_hold_every_number(runs, tmp_path):
    for suffix in ("csv", "parquet", "json"):
        write(runs, tmp_path / f"a.{suffix}", "pyrrhic run")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    table = pyarrow.parquet.read_table(tmp_path / "a.parquet")
    assert tuple(rows[0]) == output.COLUMNS == tuple(table.column_names)
    assert len(rows) == table.num_rows == sum(array.size for one in runs for array in one.values.values())
    assert [float(row["value"]) for row in rows] == table["value"].to_pylist()
    found = {(row["scenario"], row["quantity"], row["year"], row["kind"], row["region"]): row for row in rows}
    herd = found["nep", "herds", "1932", "cattle", "volga"]
    assert float(herd["value"]) == runs[1].values["herds"][6, 1, 3] and herd["unit"] == "million"
    assert herd["fingerprint"] == runs[1].short
    assert found["nep", "grain_exports", "1932", "", ""]["unit"] == "Mt"
    assert table.schema.metadata[b"command"] == b"pyrrhic run"
    document = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    nep = document["runs"][1]
    assert nep["quantities"]["herds"]["dims"] == ["year", "species", "region"]
    assert nep["quantities"]["herds"]["values"][6][1][3] == runs[1].values["herds"][6, 1, 3]
    assert nep["quantities"]["grain_exports"]["values"] == runs[1].values["grain_exports"][:, 0, 0].tolist()


def test_unknown_suffix_lists_the_allowed(runs, tmp_path):
    with pytest.raises(OutputError, match=r"suffix \.pq; allowed: \.nc, \.parquet, \.csv, \.json"):
        write(runs, tmp_path / "a.pq")
    with pytest.raises(OutputError, match=r"suffix \(none\)"):
        write(runs, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_missing_folder_is_named(runs, tmp_path):
    with pytest.raises(OutputError, match="there is no folder"):
        write(runs, tmp_path / "b" / "a.nc")


def test_a_failed_write_leaves_the_old_file_and_nothing_else(runs, tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("old")

    def broken(results):
        yield next(rows(results))
        raise OSError("disk full")

    rows = output.rows
    monkeypatch.setattr(output, "rows", broken)
    with pytest.raises(OSError, match="disk full"):
        write(runs, tmp_path / "a.csv")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.csv", "old")]


def test_runs_that_keep_different_quantities_are_not_joined(runs):
    with pytest.raises(OutputError, match="keep different quantities"):
        to_xarray([runs[0], runs[1].only(["herds"])])
    with pytest.raises(OutputError, match="no run"):
        to_xarray([])
