"""One run frozen: what it keeps, its units and axes, and the fingerprint of what made it."""

import os
import subprocess
import sys

import numpy
import pytest

from pyrrhic.engine import ModelError
from pyrrhic.methods import results
from pyrrhic.methods.history import historical_paths
from pyrrhic.model import CROPS, REGION_KEYS, SPECIES, YEARS


def run(keep=("grain_harvest", "herds", "grain_exports"), **changes):
    """A run of history, with some paths changed."""
    return results.run({**historical_paths(), **changes}, name="history", keep=keep)


def test_values_are_year_kind_and_place_and_cannot_be_written():
    values = run().values
    assert values["grain_harvest"].shape == (len(YEARS), 1, len(REGION_KEYS))
    assert values["herds"].shape == (len(YEARS), len(SPECIES), len(REGION_KEYS))
    assert values["grain_exports"].shape == (len(YEARS), 1, 1)
    with pytest.raises(ValueError, match="read-only"):
        values["herds"][0] = 0


def test_units_and_axes():
    done = run(keep=None)
    assert done.units["grain_harvest"] == "Mt"
    assert done.axes["herds"] == ("species", "region") and done.axes["grain_exports"] == (None, None)
    assert done.axes["grain_harvest"] == (None, "region")
    assert done.axes["industrial_crop_harvest"] == ("crop", None)
    assert done.axes["net_resource_outflow"][0] == "price_vector"
    lengths = {"species": len(SPECIES), "crop": len(CROPS), "price_vector": 5, None: 1}
    for name, (kind, place) in done.axes.items():
        assert done.values[name].shape[1:] == (lengths[kind], len(REGION_KEYS) if place else 1), name


def test_the_same_run_has_the_same_fingerprint_whatever_is_kept():
    first, second = run(), run(keep=["grain_exports"])
    assert first.fingerprint == second.fingerprint and len(first.fingerprint) == 64
    assert first.short == first.fingerprint[:12]


def test_any_changed_path_changes_the_fingerprint():
    plan = historical_paths()["grain_export_plan"].copy()
    plan[-1] += 1e-12
    assert run(grain_export_plan=plan).fingerprint != run().fingerprint
    assert run(grain_export_plan=plan).model_fingerprint == run().model_fingerprint


@pytest.mark.parametrize("part", ["model/harvest.py", "model/parameters/harvest.toml", "record/transcribed/harvest.csv",
                                  "methods/history.toml", "methods/starting_fit.toml", "drivers.py"])
def test_any_changed_source_changes_the_fingerprint_of_the_model(part, tmp_path, monkeypatch):
    for name in results.model_files():
        file = tmp_path / name.relative_to(results.PACKAGE)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.read_bytes())
    monkeypatch.setattr(results, "PACKAGE", tmp_path)
    before = results.model_fingerprint.__wrapped__()
    assert before == results.model_fingerprint()
    with (tmp_path / part).open("a") as file:
        file.write(" ")
    assert results.model_fingerprint.__wrapped__() != before


def test_ends_between_and_only():
    done = results.run(historical_paths(), name="history", keep=["grain_exports", "herds"], ends=1940)
    assert done.years == tuple(range(1926, 1941)) and done.values["herds"].shape[0] == 15
    part = done.between(1930, 1932)
    assert part.years == (1930, 1931, 1932)
    assert (part.values["herds"] == done.values["herds"][4:7]).all() and part.fingerprint == done.fingerprint
    assert list(part.only(["herds"]).values) == ["herds"]


def test_misspelt_keep():
    with pytest.raises(ModelError, match="did you mean herds"):
        run(keep=["herd"])


def test_a_failed_run_says_when_and_makes_no_noise():
    broken = historical_paths()["unexplained_yield"].copy()
    broken[6] = numpy.nan
    assert run(unexplained_yield=broken).failed_year == 1932


def test_one_run_never_imports_jax_xarray_or_pydantic():
    program = ("import sys; from pyrrhic.studies.scenario import load, run; run(load('nep')); "
               "found = {'jax', 'xarray', 'pandas', 'pydantic', 'pyarrow', 'duckdb'} & set(sys.modules); "
               "sys.exit(str(found) if found else 0)")
    done = subprocess.run([sys.executable, "-c", program], env=os.environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
