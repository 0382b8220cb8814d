"""Runs stay physical over the whole of the declared bounds of levers and parameters, under every rival equation.

The counts for many more members are printed by `scripts/members_in_bounds.py`.
"""

import importlib.util
from pathlib import Path

import numpy
import pytest

from pyrrhic.engine.loop import Simulated

SCRIPT = Path(__file__).parents[2] / "scripts" / "members_in_bounds.py"
MEMBERS = 1500


@pytest.fixture(scope="module")
def members_in_bounds():
    spec = importlib.util.spec_from_file_location("members_in_bounds", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("move_parameters", [False, True])
def test_no_member_in_bounds_fails_and_identities_close(members_in_bounds, move_parameters):
    failures, reasons, largest = members_in_bounds.summary(MEMBERS, seed=11, move_parameters=move_parameters)
    assert failures == 0, reasons
    assert max(largest.values()) < 1e-12, largest


def test_members_differ_and_stay_in_bounds(members_in_bounds):
    random = numpy.random.default_rng(2)
    paths = members_in_bounds.random_paths(random, 40)
    for name, lever in members_in_bounds.levers().items():
        low, high = lever.bounds
        assert (paths[name] >= low).all() and (paths[name] <= high).all(), name
    assert len({float(value) for value in paths["state_stock_target"][20, 0, 0]}) > 10
    assert paths["drought_code"].shape[-1] == 1, "circumstances follow history"
    shares = members_in_bounds.random_parameters(random, 40)["state_supply_weight"]
    numpy.testing.assert_allclose(shares.sum(axis=1), 1.0)


def test_a_member_that_fails_is_counted_with_what_broke(members_in_bounds):
    values = {"state_grain_next": numpy.ones((3, 1, 1, 4)), "seed": numpy.ones((3, 1, 2, 4))}
    values["state_grain_next"][2, 0, 0, 1] = -1.0
    values["seed"][0, 0, 1, 3] = numpy.nan
    done = Simulated(values, numpy.array([-1, 2, -1, 0]))
    assert members_in_bounds.what_failed(done, values) == {"state_grain_next": 1, "seed": 1}


@pytest.mark.parametrize(
    "levers",
    [
        {"state_stock_target": 0.0},
        {"state_stock_target": 0.0, "procurement_plan": 0.0, "coercion": 1.0},
        {"plan_indexing": 1.5, "drought_code": 3.0},
        {"deportees": 3.0},
        {"trade_openness": 1.0, "procurement_plan": 60.0, "coercion": 1.0},
        {"foreign_credit": -1500.0, "machine_import_share": 1.0},
        {"feed_plan_on": 2.0, "imports_allowed": 0.0},
    ],
    ids=str,
)
def test_inputs_that_once_left_the_range_run(levers):
    from pyrrhic.engine.loop import simulate
    from pyrrhic.model import assemble, opening
    from pyrrhic.runs.history import historical_paths
    from pyrrhic.runs.starting_fit import fitted_parameters

    model = assemble()
    paths = {name: path for name, path in historical_paths().items() if name in model.inputs}
    changed = {name: numpy.full_like(paths[name], value) for name, value in levers.items()}
    parameters = {name: value for name, value in fitted_parameters().items() if name in model.inputs}
    run = simulate(model, parameters, opening(), {**paths, **changed}, None)
    assert run.failures == 0
    assert all(numpy.isfinite(array).all() for array in run.values.values())
    assert (run.values["state_grain_next"] >= 0.0).all()
