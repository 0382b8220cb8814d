"""The NumPy driver on the toy country: what is kept, what is refused, and failure as a value. JAX is never imported."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy
import pytest
import toy_country as toy
from hypothesis import given
from hypothesis import strategies as st

from pyrrhic.engine import ModelError, build
from pyrrhic.engine.loop import SUCCEEDED, simulate
from pyrrhic.units import MillionPersons, MillionTonnes


def run(model=None, keep=None, **changes):
    """The toy country, with parameters, stocks or paths replaced by name."""
    groups = [{name: changes.get(name, array) for name, array in group().items()}
              for group in (toy.parameters, toy.opening, toy.paths)]
    return simulate(model or toy.country(), *groups, keep=keep)


def test_one_year_by_hand():
    result = run()
    parameters, opening = toy.parameters(), toy.opening()
    power = opening["animals"][0] * 1.0 + opening["animals"][1] * 0.7
    tillage = opening["labour"][0] ** 0.6 * power**0.4
    harvest = parameters["land"][0] * parameters["full_yield"][0] * (1 - numpy.exp(-tillage))
    eaten = opening["labour"][0] * 0.25
    fed = opening["animals"][0] * 0.6 + opening["animals"][1] * 0.4
    assert numpy.allclose(result.values["grain_harvest"][0, 0], harvest, rtol=1e-12)
    assert numpy.isclose(result.values["grain_next"][0, 0, 0, 0], 4.0 + (harvest - eaten - fed).sum() - 2.0)
    assert (result.failed_year == SUCCEEDED).all() and result.failures == 0


def test_axes_of_kinds_places_and_nation():
    values = run().values
    assert values["animals"].shape == (toy.YEARS, toy.KINDS, toy.PLACES, 1)
    assert values["grain_harvest"].shape == (toy.YEARS, 1, toy.PLACES, 1)
    assert values["grain"].shape == (toy.YEARS, 1, 1, 1)


def test_a_stock_opens_each_year_as_it_closed_the_year_before():
    values = run().values
    for stock in ("grain", "labour", "animals"):
        assert (values[stock][1:] == values[f"{stock}_next"][:-1]).all()
        assert (values[stock][0] == toy.opening()[stock]).all()


@given(export=st.floats(0, 3), ration=st.floats(0.05, 0.3), rain=st.floats(0.8, 1.2))
def test_national_grain_closes(export, ration, rain):
    values = run(grain_export=numpy.full((6, 1, 1, 1), export), ration=toy.national(ration),
                 weather=numpy.full((6, 1, 1, 1), rain)).values
    sources = 4.0 + values["grain_harvest"].sum()
    uses = values["grain_eaten"].sum() + values["grain_fed"].sum() + 6 * export + values["grain_next"][-1].sum()
    assert numpy.isclose(sources, uses, rtol=1e-12)


def test_keep_selects_quantities_stocks_and_inputs():
    kept = run(keep=["grain_harvest", "animals", "weather"]).values
    assert list(kept) == ["grain_harvest", "animals", "weather"]
    assert (kept["weather"] == toy.paths()["weather"]).all()
    assert (kept["grain_harvest"] == run().values["grain_harvest"]).all()


def test_keep_misspelt():
    message = "cannot keep grain_harvst: there is no quantity named grain_harvst; did you mean grain_harvest?"
    with pytest.raises(ModelError, match=re.escape(message)):
        run(keep=["grain_harvst"])


def test_missing_input_stock_and_paths_are_named():
    model, parameters, opening, paths = toy.country(), toy.parameters(), toy.opening(), toy.paths()
    with pytest.raises(ModelError, match="no value for the input ration"):
        simulate(model, {k: v for k, v in parameters.items() if k != "ration"}, opening, paths)
    with pytest.raises(ModelError, match="no opening value for the stock labour"):
        simulate(model, parameters, {k: v for k, v in opening.items() if k != "labour"}, paths)
    constant = {**parameters, **{name: path[0] for name, path in paths.items()}}
    with pytest.raises(ModelError, match="no paths"):
        simulate(model, constant, opening, {})


def test_stock_that_closes_with_another_shape_is_named():
    def store_next(store: MillionTonnes, labour: MillionPersons) -> MillionTonnes:
        return store + labour

    def labour_next(labour: MillionPersons) -> MillionPersons:
        return labour

    with pytest.raises(ModelError, match=re.escape("stock store opens with kinds and places (1, 1) "
                                                   "but closes with (1, 3)")):
        simulate(build([store_next, labour_next], {}), {}, toy.opening() | {"store": toy.national(1.0)}, toy.paths())


def test_given_path_replaces_the_equation():
    harvest = numpy.full((toy.YEARS, 1, toy.PLACES, 1), 8.0)
    values = simulate(toy.country(given=["grain_harvest"]), toy.parameters(), toy.opening(),
                      toy.paths() | {"grain_harvest": harvest}).values
    assert numpy.allclose(values["grain_saved"] + values["grain_eaten"] + values["grain_fed"], 8.0)


def test_giving_a_quantity_its_own_path_changes_nothing():
    free = run().values
    bound = simulate(toy.country(given=["grain_harvest"]), toy.parameters(), toy.opening(),
                     toy.paths() | {"grain_harvest": free["grain_harvest"]}).values
    assert all((bound[name] == free[name]).all() for name in bound)


def test_rivals_of_a_slot_give_other_harvests_below_their_bound():
    cobb = run().values
    leontief = run(toy.country({"tillage": "leontief"})).values
    assert (leontief["grain_harvest"] < cobb["grain_harvest"]).all()
    scarcer = numpy.minimum(leontief["labour"], leontief["draught_power"])
    assert (leontief["tillage"] <= scarcer).all() and (leontief["tillage"] >= 0.91 * scarcer).all()


def test_a_stock_going_negative_marks_only_its_member():
    exports = numpy.broadcast_to(toy.national(1.0, 14.0, 40.0), (toy.YEARS, 1, 1, 3))
    result = run(grain_export=exports)
    negative = result.values["grain_next"][:, 0, 0, :] < 0
    assert result.failed_year[0] == SUCCEEDED and not negative[:, 0].any()
    assert result.failed_year[2] == 0
    assert 0 < result.failed_year[1] == negative[:, 1].argmax()
    assert result.failures == 2
    assert numpy.allclose(result.values["grain_harvest"][..., 0], run().values["grain_harvest"][..., 0])


def test_not_a_number_marks_only_its_member_in_its_year():
    weather = numpy.broadcast_to(toy.paths()["weather"], (toy.YEARS, 1, 1, 2)).copy()
    weather[3, ..., 1] = numpy.nan
    result = run(weather=weather)
    assert result.failed_year.tolist() == [SUCCEEDED, 3]
    assert numpy.isfinite(result.values["grain_next"][..., 0]).all()


def test_members_run_apart_give_the_numbers_of_members_run_together():
    growth = toy.national(0.0, 0.01, 0.02)
    together = run(growth=growth).values
    for member in range(3):
        alone = run(growth=growth[..., [member]]).values
        for name, array in together.items():
            assert (array[..., min(member, array.shape[-1] - 1)] == alone[name][..., 0]).all(), name


def test_the_numpy_driver_never_imports_jax():
    program = ("import sys, toy_country as toy; from pyrrhic.engine.loop import simulate; "
               "simulate(toy.country(), toy.parameters(), toy.opening(), toy.paths()); "
               "found = [name for name in sys.modules if name.split('.')[0] in ('jax', 'jaxlib')]; "
               "sys.exit(str(found) if found else 0)")
    places = [str(Path(toy.__file__).parent), *sys.path]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, places))}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
