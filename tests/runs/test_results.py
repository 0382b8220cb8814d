"""One run frozen: what it keeps, its units and axes, and the fingerprint of what made it."""

import os
import subprocess
import sys

import pytest

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.errors import PyrrhicError
from pyrrhic.model import CROPS, REGION_KEYS, SPECIES, YEARS, opening, parameter_values
from pyrrhic.runs import run as results
from pyrrhic.runs import starting_fit
from pyrrhic.runs.history import historical_paths
from pyrrhic.studies.scenarios.scenario import load, paths


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


def test_any_changed_path_that_is_read_changes_the_fingerprint_of_the_run_alone():
    plan = historical_paths()["grain_export_plan"].copy()
    plan[-1] += 1e-6
    assert run(grain_export_plan=plan).fingerprint != run().fingerprint
    assert run(grain_export_plan=plan).model_fingerprint == run().model_fingerprint
    plan[-1] += 1e-15 - 1e-6
    assert run(grain_export_plan=plan).fingerprint == run().fingerprint, "numbers enter with nine digits"


def test_parameters_structure_given_paths_and_years_change_the_fingerprint():
    harvest = run().values["grain_harvest"][..., None]
    found = [
        run(),
        results.run(historical_paths(), name="x", parameters={"retention": 0.3}),
        results.run(historical_paths(), name="x", structure={"pull_rate": "one_law"}),
        results.run(historical_paths(), name="x", given={"grain_harvest": harvest}),
        results.run(historical_paths(), name="x", ends=1940),
    ]
    assert len({one.fingerprint for one in found}) == len(found)
    assert len({one.model_fingerprint for one in found}) == 1


def test_name_title_and_texts_do_not_change_it():
    other = results.run(historical_paths(), name="another", title={"en": "Another"}, texts={"another.toml": "title"})
    assert other.fingerprint == run().fingerprint


def test_ends_between_and_only():
    done = results.run(historical_paths(), name="history", keep=["grain_exports", "herds"], ends=1940)
    assert done.years == tuple(range(1926, 1941)) and done.values["herds"].shape[0] == 15
    part = done.between(1930, 1932)
    assert part.years == (1930, 1931, 1932)
    assert (part.values["herds"] == done.values["herds"][4:7]).all() and part.fingerprint == done.fingerprint
    assert list(part.only(["herds"]).values) == ["herds"]


def test_misspelt_keep():
    with pytest.raises(PyrrhicError, match="did you mean herds"):
        run(keep=["herd"])


def test_a_failed_run_says_when_and_makes_no_noise():
    deported = run(keep=["deported"]).values["deported"][..., None].copy()
    deported[6] += 100.0  # more people than there are
    assert results.run(historical_paths(), name="x", given={"deported": deported}).failed_year == 1932


REFUSED = {
    "beyond its bounds": (dict(parameters={"retention": -5}), PyrrhicError, "retention is -5; allowed: 0.1 to 0.5"),
    "misspelt": (dict(parameters={"retnetion": 0.3}), PyrrhicError, "did you mean retention"),
    "a word": (dict(parameters={"retention": "0.3"}), PyrrhicError, "retention: '0.3' is not a number"),
    "shares that do not sum up": (dict(parameters={"state_supply_weight": 0.2}), PyrrhicError, "sum to 2.2; they are"),
    "a flat list": (dict(parameters={"state_supply_weight": [1.0 / 11.0] * 11}), PyrrhicError, "state_supply_weight"),
    "a path as one number": (dict(grain_export_plan=1000), PyrrhicError, "grain_export_plan has the shape"),
    "a path beyond its bounds": (
        dict(grain_export_plan=historical_paths()["grain_export_plan"] + 1000.0),
        PyrrhicError,
        "grain_export_plan is",
    ),
    "a misspelt path": (
        dict(grain_exprot_plan=historical_paths()["grain_export_plan"]),
        PyrrhicError,
        "did you mean grain_export_plan",
    ),
    "no years": (dict(ends=1900), PyrrhicError, "the paths have no years"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_meant_is_refused(case):
    options, error, message = REFUSED[case]
    changes = {key: value for key, value in options.items() if key not in ("parameters", "ends")}
    others = {key: value for key, value in options.items() if key not in changes}
    with pytest.raises(error, match=message):
        results.run({**historical_paths(), **changes}, name="x", **others)


def test_nothing_that_is_cached_can_be_written_to():
    where = coordinates("base")
    groups = {
        "parameters": parameter_values(),
        "opening": opening(),
        "history": historical_paths(),
        "starting fit": starting_fit.fitted_parameters(),
        "scenario": paths(load("as_it_happened")),
        "results": run(keep=None).values,
        "coordinates": {"yields": where.yield_spread, **where.opening, **where.fixed},
        "priors": {free.name: free.median for free in where.free},
    }
    for title, group in groups.items():
        writable = [name for name, array in group.items() if array.flags.writeable]
        assert not writable, (title, writable)


def test_one_run_imports_neither_compiler_nor_tables():
    program = (
        "import sys; from pyrrhic.studies.scenarios.scenario import load, run; run(load('nep')); "
        "found = {'scipy', 'ziglang', 'xarray', 'pandas', 'pydantic', 'pyarrow', 'duckdb'} "
        "& set(sys.modules); sys.exit(str(found) if found else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], env=os.environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
