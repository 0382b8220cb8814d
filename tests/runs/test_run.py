"""One run frozen: what it keeps, its units and axes, and the fingerprint of what made it."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy
import pytest

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.errors import PyrrhicError
from pyrrhic.model import CROPS, REGION_KEYS, SPECIES, YEARS, opening, parameter_values
from pyrrhic.record.derive import operations
from pyrrhic.runs import run as results
from pyrrhic.runs import starting_fit
from pyrrhic.runs.calendars import shift_on_axis
from pyrrhic.runs.case import Draws, parameters_with
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.run import Run, history, sound_in_all
from pyrrhic.studies.scenarios.scenario import load, paths
from pyrrhic.texts import Text


def run(keep=("grain_harvest", "herds", "grain_exports"), **changes):
    """A run of history, with some paths changed."""
    return results.run(with_paths(history(keep=keep), changes))


def with_paths(case, changes):
    """A case with some paths changed."""
    return replace(case, paths={**case.paths, **changes})


def test_values_are_year_kind_and_place_and_cannot_be_written():
    values = run().values
    assert values["grain_harvest"].shape == (len(YEARS), 1, len(REGION_KEYS), 1)
    assert values["herds"].shape == (len(YEARS), len(SPECIES), len(REGION_KEYS), 1)
    assert values["grain_exports"].shape == (len(YEARS), 1, 1, 1)
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
        assert done.values[name].shape[1:] == (lengths[kind], len(REGION_KEYS) if place else 1, 1), name


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
    harvest = run().values["grain_harvest"]
    runs = [
        run(),
        results.run(history(parameters={"retention": 0.3})),
        results.run(history(structure={"pull_rate": "one_law"})),
        results.run(history(given={"grain_harvest": harvest})),
        results.run(history(ends=1940)),
    ]
    assert len({run_of_case.fingerprint for run_of_case in runs}) == len(runs)
    assert len({run_of_case.model_fingerprint for run_of_case in runs}) == 1


def test_name_title_and_texts_do_not_change_it():
    other = results.run(
        replace(history(title=Text("Another", "Другой"), texts={"another.toml": "title"}), name="another")
    )
    assert other.fingerprint == run().fingerprint


def test_ends_between_and_only():
    done = results.run(history(keep=["grain_exports", "herds"], ends=1940))
    assert done.years == tuple(range(1926, 1941)) and done.values["herds"].shape[0] == 15
    part = done.in_years(1930, 1932)
    assert part.years == (1930, 1931, 1932)
    assert (part.values["herds"] == done.values["herds"][4:7]).all() and part.fingerprint == done.fingerprint
    assert list(part.only(["herds"]).values) == ["herds"]


def test_misspelt_keep():
    with pytest.raises(PyrrhicError, match="did you mean herds"):
        run(keep=["herd"])


def test_a_failed_run_says_when_and_makes_no_noise():
    deported = run(keep=["deported"]).values["deported"].copy()
    deported[6] += 100.0  # more people than there are
    failed = results.run(history(given={"deported": deported}))
    assert failed.fails_in == 1932 and failed.failed_year.tolist() == [1932] and failed.failures == 1
    assert failed.weights.tolist() == [1.0], "the numbers of a single run are shown, with a warning"
    assert run().fails_in is None and run().failures == 0


REFUSED = {
    "beyond its bounds": (dict(parameters={"retention": -5}), PyrrhicError, "retention is -5; allowed: 0.1 to 0.5"),
    "misspelt": (dict(parameters={"retnetion": 0.3}), PyrrhicError, "did you mean retention"),
    "a word": (dict(parameters={"retention": "0.3"}), PyrrhicError, "retention: '0.3' is not a number"),
    "shares that do not sum up": (dict(parameters={"state_supply_weight": 0.2}), PyrrhicError, "sum to 2.2; they are"),
    "too few": (
        dict(parameters={"state_supply_weight": [0.5, 0.5]}),
        PyrrhicError,
        "allowed: one number, or 11 numbers",
    ),
    "a misspelt region": (dict(parameters={"state_supply_weight": {"vloga": 0.1}}), PyrrhicError, "did you mean volga"),
    "a region of a number": (dict(parameters={"retention": {"volga": 0.3}}), PyrrhicError, "has no regions or kinds"),
    "a word by region": (dict(parameters={"state_supply_weight": {"volga": "x"}}), PyrrhicError, "'x' is not a number"),
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
    "no years": (dict(ends=1900), PyrrhicError, "a run cannot end with the year 1900; allowed: 1926 to 1970"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_meant_is_refused(case):
    options, error, message = REFUSED[case]
    changes = {key: value for key, value in options.items() if key not in ("parameters", "ends")}
    others = {key: value for key, value in options.items() if key not in changes}
    with pytest.raises(error, match=message):
        results.run(with_paths(history(**others), changes))


def test_parameters_are_numbers_lists_arrays_or_mappings_from_regions():
    weights = parameter_values()["state_supply_weight"]
    for value in (weights, weights.reshape(-1), weights.reshape(-1).tolist()):
        given = parameters_with({"state_supply_weight": value})["state_supply_weight"]
        numpy.testing.assert_array_equal(given, weights)
    fitted = starting_fit.fitted_parameters()["state_supply_weight"]
    changed = parameters_with({"state_supply_weight": {"volga": 0.5}})["state_supply_weight"]
    volga = REGION_KEYS.index("volga")
    assert changed[0, volga, 0] == 0.5 and changed.shape == fitted.shape
    numpy.testing.assert_array_equal(numpy.delete(changed, volga, 1), numpy.delete(fitted, volga, 1))
    assert parameters_with({"retention": 0.3})["retention"].item() == 0.3


# --- at draws -----------------------------------------------------------------------------------------------------


def made_up(values, weights, structure_of=None, **fields) -> Run:
    """A run with these numbers (year, kind, place, draw) at draws with these weights."""
    weights = numpy.asarray(weights, float)
    structure_of = numpy.zeros(weights.size, int) if structure_of is None else numpy.asarray(structure_of)
    defaults = dict(
        name="made_up",
        title=Text("Made up", "Выдумано"),
        years=tuple(range(1926, 1926 + len(next(iter(values.values()))))),
        values=values,
        units=dict.fromkeys(values, "Mt"),
        axes=dict.fromkeys(values, (None, None)),
        weights=weights,
        structures=("base", "long_memory")[: structure_of.max() + 1],
        structure_of=structure_of,
        failed_year=numpy.full(weights.size, -1),
    )
    return Run(**{**defaults, **fields})


def test_a_single_draw_is_its_own_quantile_mean_and_median():
    done = run(keep=["grain_harvest_total"])
    harvest = done.national("grain_harvest_total")
    assert harvest.shape == (len(YEARS), 1) and done.is_single and done.weights.sum() == 1.0
    numpy.testing.assert_array_equal(done.quantile(harvest, (0.05, 0.5, 0.95)), numpy.repeat(harvest.T, 3, axis=0))
    numpy.testing.assert_array_equal(done.mean(harvest), harvest[:, 0])
    low, high = done.range_of_medians(harvest)
    numpy.testing.assert_array_equal(low, high)


def test_national_adds_what_adds_up_and_takes_the_mean_of_the_rest():
    names = ["herds", "grain_yield", "net_resource_outflow", "grain_exports"]
    done = run(keep=names)
    herds, yields = done.values["herds"], done.values["grain_yield"]
    numpy.testing.assert_allclose(done.national("herds"), herds.sum(axis=(1, 2)))
    numpy.testing.assert_allclose(done.by_kind("herds"), herds.sum(axis=2))
    numpy.testing.assert_allclose(done.national("grain_yield"), yields.mean(axis=(1, 2)))
    flows = done.values["net_resource_outflow"]
    assert done.units["net_resource_outflow"].startswith("billion rubles") and flows.shape[1] > 1
    numpy.testing.assert_allclose(done.national("net_resource_outflow"), flows.mean(axis=(1, 2)))
    numpy.testing.assert_array_equal(done.national("grain_exports"), done.values["grain_exports"][:, 0, 0])


def test_a_draw_without_weight_does_not_count():
    values = {"grain": numpy.array([[[[1.0, numpy.nan, 3.0]]]])}
    done = made_up(values, [0.5, 0.0, 0.5])
    assert done.quantile(values["grain"], 0.5)[0, 0, 0] == pytest.approx(2.0)
    assert done.medians(values["grain"])["base"][0, 0, 0] == pytest.approx(2.0)


def test_the_range_of_medians_is_that_of_the_structures():
    done = made_up({"grain": numpy.zeros((1, 1, 1, 4))}, [0.25] * 4, [0, 0, 1, 1])
    assert [float(end) for end in done.range_of_medians(numpy.array([1.0, 3.0, 10.0, 20.0]))] == [2.0, 15.0]


def test_only_draws_that_are_sound_in_every_run_weigh_in_a_comparison():
    zeros = {"grain": numpy.zeros((1, 1, 1, 3))}
    first = made_up(zeros, [0.5, 0.25, 0.25])
    second = made_up(zeros, [0.0, 0.5, 0.5], failed_year=numpy.array([1926, -1, -1]))
    both = sound_in_all([first, second])
    assert both.weights.tolist() == [0.0, 0.5, 0.5] and both.failures == 1 and both.fails_in == 1926
    with pytest.raises(PyrrhicError, match="every draw failed in one of these runs"):
        sound_in_all([first, made_up(zeros, [0.0, 0.0, 0.0])])
    with pytest.raises(PyrrhicError, match="not at the same draws"):
        sound_in_all([first, run()])


def two_points() -> Draws:
    """The starting fit twice, as draws of two structures of unequal weight."""
    where = coordinates("base")
    values = {name: array for name, array in starting_fit.fitted_parameters().items() if name in where.model.inputs}
    rivals = {name: numpy.full((1, 1, 2), number) for name, number in where.structure.rivals.items()}
    return Draws(("base", "other"), numpy.array([0, 1]), numpy.array([0.75, 0.25]), {**values, **rivals}, {})


def test_a_run_at_draws_of_the_starting_fit_is_the_single_run_twice():
    single, twice = run(), results.run(history(keep=("grain_harvest", "herds", "grain_exports"), draws=two_points()))
    assert twice.weights.tolist() == [0.75, 0.25] and not twice.is_single and twice.failures == 0
    for name, array in single.values.items():
        assert twice.values[name].shape == (*array.shape[:-1], 2)
        numpy.testing.assert_allclose(twice.values[name], numpy.repeat(array, 2, axis=-1), rtol=1e-10, atol=1e-12)
    assert twice.units == single.units and twice.axes == single.axes
    assert twice.fingerprint != single.fingerprint
    assert not any(array.flags.writeable for array in twice.values.values())


def test_a_case_with_a_structure_of_its_own_is_not_run_at_draws():
    for options in ({"structure": {"pull_rate": "one_law"}}, {"parameters": {"retention": 0.3}}):
        assert not history(**options).has_posterior
        with pytest.raises(PyrrhicError, match=r"as_it_happened: .* it has no posterior"):
            history(**options).at(two_points())
    assert history(ends=1940, keep=["herds"]).has_posterior


def test_a_run_prints_in_a_few_lines():
    done = run()
    assert len(repr(done).splitlines()) == 3 and "1926-1970" in repr(done) and done.short in repr(done)
    assert "3 draws" in repr(made_up({"grain": numpy.zeros((1, 1, 1, 3))}, [0.5, 0.25, 0.25]))


def test_years_outside_a_run_are_refused():
    with pytest.raises(PyrrhicError, match="has no year from 1950 to 1960; allowed: 1926 to 1940"):
        results.run(history(keep=["herds"], ends=1940)).in_years(1950, 1960)


def test_a_closing_stock_is_left_out_where_the_stock_stands():
    done = run(keep=["herds", "herds_next", "grain_exports"])
    assert list(done.without_closing_stocks().values) == ["herds", "grain_exports"]
    assert list(run(keep=["herds_next"]).without_closing_stocks().values) == ["herds_next"]


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


@pytest.mark.parametrize(
    ("calendar", "shift"),
    [("agricultural year", 0.0), ("mid-year", 0.0), ("1 January", -0.5), ("calendar year", -0.5), ("end of year", 0.5)],
)
def test_a_calendar_lies_on_the_axis_where_its_parts_do(calendar, shift):
    assert shift_on_axis(calendar) == shift


def test_every_calendar_of_a_derived_series_has_its_place_on_the_axis():
    for calendar in operations.CALENDARS:
        assert abs(shift_on_axis(calendar)) <= 0.5
