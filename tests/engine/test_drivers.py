"""The NumPy driver on the toy country: what is kept, and failure as a value. No compiler is ever asked for."""

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

from pyrrhic.engine.build import build
from pyrrhic.engine.equations import Input, equation
from pyrrhic.engine.loop import SUCCEEDED, simulate
from pyrrhic.errors import PyrrhicError
from pyrrhic.units import MillionTonnes


def run(model=None, keep=None, beyond_bounds=False, **changes):
    """The toy country, with parameters, stocks or paths replaced by name."""
    groups = [
        {name: changes.get(name, array) for name, array in group().items()}
        for group in (toy.parameters, toy.opening, toy.paths)
    ]
    return simulate(model or toy.country(), *groups, keep=keep, beyond_bounds=beyond_bounds)


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
    values = run(
        grain_export=numpy.full((6, 1, 1, 1), export),
        ration=toy.national(ration),
        weather=numpy.full((6, 1, 1, 1), rain),
    ).values
    sources = 4.0 + values["grain_harvest"].sum()
    uses = values["grain_eaten"].sum() + values["grain_fed"].sum() + 6 * export + values["grain_next"][-1].sum()
    assert numpy.isclose(sources, uses, rtol=1e-12)


def test_keep_selects_quantities_stocks_and_inputs():
    kept = run(keep=["grain_harvest", "animals", "weather"]).values
    assert list(kept) == ["grain_harvest", "animals", "weather"]
    assert (kept["weather"] == toy.paths()["weather"]).all()
    assert (kept["grain_harvest"] == run().values["grain_harvest"]).all()


def test_given_path_replaces_the_equation():
    harvest = numpy.full((toy.YEARS, 1, toy.PLACES, 1), 8.0)
    values = simulate(
        toy.country(given=["grain_harvest"]), toy.parameters(), toy.opening(), toy.paths() | {"grain_harvest": harvest}
    ).values
    assert numpy.allclose(values["grain_saved"] + values["grain_eaten"] + values["grain_fed"], 8.0)


def test_giving_a_quantity_its_own_path_changes_nothing():
    free = run().values
    bound = simulate(
        toy.country(given=["grain_harvest"]),
        toy.parameters(),
        toy.opening(),
        toy.paths() | {"grain_harvest": free["grain_harvest"]},
    ).values
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
    result = run(weather=weather, beyond_bounds=True)
    assert result.failed_year.tolist() == [SUCCEEDED, 3]
    assert numpy.isfinite(result.values["grain_next"][..., 0]).all()


def test_members_run_apart_give_the_numbers_of_members_run_together():
    growth = toy.national(0.0, 0.01, 0.02)
    together = run(growth=growth).values
    for member in range(3):
        alone = run(growth=growth[..., [member]]).values
        for name, array in together.items():
            assert (array[..., min(member, array.shape[-1] - 1)] == alone[name][..., 0]).all(), name


@equation
def aside(weather: MillionTonnes, ration: MillionTonnes) -> MillionTonnes:
    """A quantity that no stock depends on; not a number where the weather is better than the ration."""
    return numpy.log1p(ration - weather - 1.0)


def test_a_member_fails_also_where_a_kept_quantity_is_no_number_and_only_if_it_is_kept():
    tonnes = toy.unit_of(MillionTonnes)

    @equation
    def store_next(store: MillionTonnes) -> MillionTonnes:
        return store * 1.0

    model = build([aside, store_next], {"weather": Input(tonnes), "ration": Input(tonnes)}, toy.AXES)
    weather = numpy.array([[1.0, 1.0], [1.0, 3.0], [2.0, 1.0]]).reshape(3, 1, 1, 2)
    arguments = model, {"ration": toy.national(2.5)}, {"store": toy.national(1.0)}, {"weather": weather}
    assert simulate(*arguments, keep=["aside"]).failed_year.tolist() == [SUCCEEDED, 1]
    assert simulate(*arguments).failed_year.tolist() == [SUCCEEDED, 1]
    assert simulate(*arguments, keep=["store"]).failed_year.tolist() == [SUCCEEDED, SUCCEEDED]
    assert simulate(*arguments, keep=["weather"]).failures == 0


def test_the_inputs_are_left_as_they_were():
    groups = [toy.ensemble(3), toy.opening(), toy.paths()]
    before = [{name: array.copy() for name, array in group.items()} for group in groups]
    for group in groups:
        for array in group.values():
            array.setflags(write=False)
    simulate(toy.country(), *groups)
    assert all(
        (group[name] == array).all() for group, old in zip(groups, before, strict=True) for name, array in old.items()
    )


def test_keep_misspelt():
    message = "cannot keep grain_harvst: there is no quantity named grain_harvst; did you mean grain_harvest?"
    with pytest.raises(PyrrhicError, match=re.escape(message)):
        run(keep=["grain_harvst"])


def test_the_numpy_driver_needs_no_compiler_and_nothing_but_numpy():
    program = (
        "import sys, toy_country as toy; from pyrrhic.engine.loop import simulate; "
        "simulate(toy.country(), toy.parameters(), toy.opening(), toy.paths()); "
        "found = [name for name in sys.modules if name.split('.')[0] in ('ziglang', 'scipy', 'nutpie') "
        "or name == 'pyrrhic.engine.compiler']; sys.exit(str(found) if found else 0)"
    )
    places = [str(Path(toy.__file__).parent), *sys.path]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, places))}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
