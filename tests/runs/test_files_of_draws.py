"""Draws as files: every number with its draw, structure and weight, as xarray, ArviZ, pandas and pyam open them."""

import json

import numpy
import pandas
import pyarrow.parquet
import pytest
import xarray

import pyrrhic
from pyrrhic.errors import BadFile
from pyrrhic.model import REGION_KEYS, SPECIES, assemble_all_rivals
from pyrrhic.runs.files import columns, read, reopen, table, to_xarray, write
from pyrrhic.runs.run import Run, model_fingerprint, sound_in_all
from pyrrhic.texts import Text

YEARS = (1930, 1931, 1932)
FIRST, SECOND = "1a" * 32, "2b" * 32  # fingerprints of the scenarios
RIVALS = {"base": "capital_and_labour", "capital_limited_industry": "allen"}
STRUCTURES = tuple(RIVALS)
PYAM = {"model", "scenario", "region", "unit", "year", "value"}  # and `variable`, which it is told is our `quantity`


def run(name: str, title: str, fingerprint: str, failed: tuple[int, ...], shift: float) -> Run:
    """Six draws of two structures; those that failed have numbers too, as drivers give them."""
    random = numpy.random.default_rng(5)
    values = {
        "excess_deaths": random.random((3, 1, 1, 6)) + shift,
        "herds": random.random((3, 4, 11, 6)) + shift,
        "consumer_goods": random.random((3, 1, 1, 6)) + shift,
    }
    weight = numpy.array([0.25, 0.25, 0.2, 0.1, 0.1, 0.1])
    weight[list(failed)] = 0.0
    return Run(
        name=name,
        title=Text(title, title),
        years=YEARS,
        values=values,
        units={quantity: assemble_all_rivals().unit(quantity).symbol for quantity in values},
        axes={quantity: assemble_all_rivals().axes_of(quantity) for quantity in values},
        weights=weight / weight.sum(),
        structures=STRUCTURES,
        structure_of=numpy.repeat([0, 1], 3),
        failed_year=numpy.where(weight > 0.0, -1, 1931),
        fingerprint=fingerprint,
        model_fingerprint=model_fingerprint(),
        choices={name: {"harvest": "composite", "consumer_goods": rival} for name, rival in RIVALS.items()},
        posteriors={"base": "b" * 64, "capital_limited_industry": "c" * 64},
        texts={name: "title"},
    )


@pytest.fixture(scope="module")
def draws() -> list[Run]:
    """History, and a scenario in which the second draw failed."""
    return [
        run("as_it_happened", "Historical run", FIRST, (), 0.0),
        run("nep", "NEP, continued", SECOND, (1,), 1.0),
    ]


@pytest.fixture(params=[".nc", ".parquet", ".csv"])
def file(request, draws, tmp_path):
    """The draws written in each format."""
    return write(draws, tmp_path / f"a{request.param}", "pyrrhic compare")


def test_dims_in_order_and_coordinates_along_the_draws(draws):
    data = to_xarray(draws, "pyrrhic compare")
    assert data["herds"].dims == ("scenario", "draw", "year", "species", "region")
    assert data["excess_deaths"].dims == ("scenario", "draw", "year")
    assert data["draw"].values.tolist() == list(range(6)) and data["year"].values.tolist() == list(YEARS)
    assert data["structure"].dims == data["weight"].dims == data["posterior"].dims == ("draw",)
    assert data["structure"].values.tolist() == ["base"] * 3 + ["capital_limited_industry"] * 3
    assert data["posterior"].values.tolist() == ["b" * 64] * 3 + ["c" * 64] * 3
    value = data["herds"].sel(scenario="nep", draw=4, year=1931, species="cattle", region="volga").item()
    assert value == draws[1].values["herds"][1, SPECIES.index("cattle"), REGION_KEYS.index("volga"), 4]


def test_a_failed_draw_weighs_nothing_and_has_no_numbers(draws):
    data = to_xarray(draws)
    assert data["weight"].values[1] == 0.0 and data["weight"].values.sum() == pytest.approx(1.0)
    assert numpy.isnan(data["herds"].sel(scenario="nep", draw=1)).all()
    assert numpy.isfinite(data["herds"].sel(scenario="as_it_happened")).all()
    assert numpy.isfinite(data["herds"].sel(draw=[0, 2, 3, 4, 5])).all()
    assert data.attrs["failed"] == "1 of 6 draws"


def test_attributes_say_what_made_the_draws(draws):
    data = to_xarray(draws, "pyrrhic compare")
    assert data["herds"].attrs["units"] == "1e6" and data["herds"].attrs["unit_symbol"] == "million"
    assert "; or: " in data["consumer_goods"].attrs["long_name"], "two structures, two equations"
    assert data.attrs["fingerprint"].split() == [FIRST, SECOND] and data.attrs["command"] == "pyrrhic compare"
    assert data.attrs["title"] == "Historical run; NEP, continued"
    assert json.loads(data.attrs["documents"]) == {"as_it_happened": "title", "nep": "title"}
    assert json.loads(data.attrs["posteriors"]) == {"base": "b" * 64, "capital_limited_industry": "c" * 64}
    structures = json.loads(data.attrs["structures"])
    assert structures["capital_limited_industry"]["consumer_goods"] == "allen"
    assert structures["base"]["harvest"] == "composite" and set(structures) == set(STRUCTURES)
    assert all(data[name].attrs["long_name"] for name in data.variables)


def test_netcdf_comes_back_the_same_and_is_refused_when_a_weight_was_changed(draws, tmp_path):
    file = write(draws, tmp_path / "a.nc", "pyrrhic compare")
    data = read(file)
    xarray.testing.assert_identical(data, to_xarray(draws, "pyrrhic compare"))
    data["weight"][0] += 1e-9
    data.to_netcdf(tmp_path / "b.nc", engine="h5netcdf")
    with pytest.raises(BadFile, match="its numbers are not those that were written"):
        read(tmp_path / "b.nc")


def test_draws_are_reopened_with_weights_structures_and_what_failed(draws, tmp_path):
    file = write(draws, tmp_path / "a.nc", "pyrrhic compare")
    again, common = reopen(file, "nep"), sound_in_all(draws)
    numpy.testing.assert_array_equal(again.weights, common.weights)
    numpy.testing.assert_array_equal(again.structure_of, draws[1].structure_of)
    numpy.testing.assert_array_equal(again.failed_year, draws[1].failed_year)
    assert (again.structures, again.choices, again.posteriors) == (STRUCTURES, draws[1].choices, draws[1].posteriors)
    assert again.mean(again.national("herds")) == pytest.approx(common.mean(draws[1].national("herds")))
    assert again.axes == draws[1].axes and again.fingerprint == SECOND and again.failures == 1
    sound = draws[1].weights > 0.0
    for name, array in draws[1].values.items():
        numpy.testing.assert_array_equal(again.values[name][..., sound], array[..., sound])
        assert numpy.isnan(again.values[name][..., ~sound]).all()


def rows(file) -> pandas.DataFrame:
    """The rows of a file as pandas reads them."""
    if file.suffix == ".csv":
        return pandas.read_csv(file, keep_default_na=False, na_values={"value": ""})
    return pandas.read_parquet(file)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_rows_hold_every_number(draws, tmp_path, suffix):
    frame = rows(write(draws, tmp_path / f"a{suffix}", "pyrrhic compare"))
    assert tuple(frame.columns) == columns(draws) and len(frame) == 2 * 6 * 3 * (1 + 1 + 44)
    keys = ["scenario", "draw", "quantity", "year", "kind", "region"]
    assert not frame.duplicated(keys).any() and not frame[[*keys, "unit"]].isna().any().any()
    herd = frame.set_index(keys).loc[("nep", 4, "herds", 1931, "cattle", "volga")]
    assert (
        herd["value"]
        == to_xarray(draws)["herds"].sel(scenario="nep", draw=4, year=1931, species="cattle", region="volga").item()
    )
    assert (herd["structure"], herd["unit"]) == ("capital_limited_industry", "million")
    assert (herd["fingerprint"], herd["posterior"]) == (SECOND[:12], "c" * 12)
    failed = frame[(frame["scenario"] == "nep") & (frame["draw"] == 1)]
    assert (failed["weight"] == 0.0).all() and failed["value"].isna().all()
    assert frame["value"].isna().sum() == len(failed)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_pyam_finds_its_columns_filled(draws, tmp_path, suffix):
    frame = rows(write(draws, tmp_path / f"a{suffix}"))
    assert set(frame.columns) > PYAM and "variable" not in frame.columns
    assert not frame.drop(columns="value").isna().any().any()
    assert frame["year"].dtype == "int64" and frame["value"].dtype == "float64"
    assert frame["model"].unique().tolist() == [f"pyrrhic {pyrrhic.__version__}"]


def test_parquet_and_xarray_hold_the_same_numbers_and_notes(draws, tmp_path):
    data, frame = to_xarray(draws, "pyrrhic compare"), table(draws).to_pandas()
    deaths = frame[frame["quantity"] == "excess_deaths"]
    wide = deaths.pivot(index=["scenario", "draw"], columns="year", values="value")
    numpy.testing.assert_array_equal(wide.to_numpy().reshape(2, 6, 3), data["excess_deaths"].values)
    write(draws, tmp_path / "a.parquet", "pyrrhic compare")
    notes = pyarrow.parquet.read_schema(tmp_path / "a.parquet").metadata
    assert notes[b"structures"].decode() == data.attrs["structures"] and notes[b"command"] == b"pyrrhic compare"


@pytest.mark.filterwarnings("ignore:\\nArviZ is undergoing:FutureWarning")
def test_arviz_opens_the_draws_with_one_more_dimension(draws, tmp_path):
    import arviz

    data = xarray.open_dataset(write(draws, tmp_path / "a.nc"), engine="h5netcdf")
    known = arviz.convert_to_inference_data(data.expand_dims("chain"))
    assert known.groups() == ["posterior"] and known.posterior.sizes["draw"] == 6
    base = arviz.convert_to_dataset(data.sel(draw=data["structure"] == "base").expand_dims("chain"))
    summary = arviz.summary(base, var_names="excess_deaths", coords={"scenario": "as_it_happened"}, kind="stats")
    expected = draws[0].values["excess_deaths"][:, 0, 0, :3].mean(axis=1)
    numpy.testing.assert_allclose(summary["mean"], expected, atol=1e-3)


def test_xarray_weighs_the_draws_as_the_mixture_does(draws):
    data = to_xarray(draws)["excess_deaths"]
    mean = data.weighted(data["weight"]).mean("draw").sel(scenario="nep")
    expected = sound_in_all(draws).mean(draws[1].values["excess_deaths"][:, 0, 0])
    numpy.testing.assert_allclose(mean.values, expected)


def test_the_same_draws_give_the_same_bytes(draws, file, tmp_path):
    again = write(draws, tmp_path / f"b{file.suffix}", "pyrrhic compare")
    assert again.read_bytes() == file.read_bytes() and len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("a.json", r"a\.json: draws are not written as JSON, .*; allowed: \.nc, \.parquet, \.csv"),
        ("a.xls", r"a\.xls: no format has the suffix \.xls; allowed: \.nc, \.parquet, \.csv"),
        ("lost/a.nc", "there is no folder"),
    ],
)
def test_what_cannot_be_written_is_refused(draws, tmp_path, name, sentence):
    with pytest.raises(BadFile, match=sentence):
        write(draws, tmp_path / name)
    assert list(tmp_path.iterdir()) == []
