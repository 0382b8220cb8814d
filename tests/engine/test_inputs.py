"""What the drivers refuse: whatever cannot be meant, with its name, what is allowed and the nearest match."""

import re

import numpy
import pytest
import toy_country as toy

from pyrrhic.engine import compiled, loop
from pyrrhic.errors import PyrrhicError

MODEL = toy.country()


def everything(driver: str, parameters, opening, paths, keep=("grain",), **options):
    """Call one of the doors."""
    match driver:
        case "loop":
            return loop.simulate(MODEL, parameters, opening, paths, keep, **options)
        case "compiled":
            return compiled.simulate(MODEL, parameters, opening, paths, keep, **options)
        case "sums":
            return compiled.sums(MODEL, parameters, opening, paths, keep, **options)
    return list(compiled.stream(MODEL, parameters, opening, paths, keep, block=2, **options))


DRIVERS = ("loop", "compiled", "sums", "stream")
every_driver = pytest.mark.parametrize("driver", DRIVERS)
path = toy.paths()["weather"]


def wide(array: numpy.ndarray, members: int) -> numpy.ndarray:
    return numpy.broadcast_to(array, (*array.shape[:-1], members))


PARAMETERS = {
    "misspelt": ({"retnetion": toy.national(0.3)}, "there is no input named retnetion"),
    "nearly right": ({"raton": toy.national(0.3)}, "there is no input named raton; did you mean ration?"),
    "a stock": ({"grain": toy.national(0.3)}, "there is no input named grain"),
    "a quantity": ({"grain_harvest": toy.by_place(1, 2, 3)}, "there is no input named grain_harvest"),
    "given twice": ({"weather": toy.national(1.0)}, "weather is given twice: as a parameter and as a path"),
    "three members and two": (
        {"ration": toy.national(0.2, 0.28, 0.4), "growth": toy.national(0.05, 0.1)},
        "ration has 3 members and growth has 2",
    ),
    "too low": ({"ration": toy.national(-5.0)}, "ration is -5; allowed: 0 to 1"),
    "too high for one member": ({"ration": toy.national(0.2, 1.5, 0.2)}, "ration is 1.5; allowed: 0 to 1"),
    "one kind too high": ({"strength": toy.by_kind(1.0, 2.25)}, "strength is 2.25; allowed: 0 to 2"),
    "not a number": ({"ration": toy.national(numpy.nan)}, "ration is nan; allowed: 0 to 1"),
    "infinite": ({"ration": toy.national(numpy.inf)}, "ration is inf; allowed: 0 to 1"),
    "shares that do not sum up": (
        {"land": toy.by_place(10.0, 20.0, 7.0)},
        "the values of land sum to 37; they are shares and must sum to 35",
    ),
    "shares of one member": (
        {"land": numpy.concatenate([toy.by_place(10, 20, 5), toy.by_place(10, 20, 4)], axis=-1)},
        "the values of land sum to 34",
    ),
    "a word": ({"ration": "0.3"}, "ration is not an array of numbers"),
    "words": ({"ration": numpy.array([[["0.3"]]])}, "ration is not an array of numbers"),
    "nothing": ({"ration": None}, "ration is not an array of numbers"),
    "truths": ({"ration": numpy.array([[[True]]])}, "ration is not an array of numbers"),
    "complex": ({"ration": toy.national(0.3) + 0j}, "ration is not an array of numbers"),
    "rows of unlike length": ({"ration": [[1.0, 2.0], [3.0]]}, "ration is not an array of numbers"),
    "one number": ({"ration": 0.3}, "ration has the shape (); wanted (kind, place, member): (1, 1, members)"),
    "flat list": (
        {"land": [10.0, 20.0, 5.0]},
        "land has the shape (3,); wanted (kind, place, member): (1, 3, members)",
    ),
    "kinds as places": ({"strength": toy.by_place(1.0, 0.7)}, "strength has the shape (1, 2, 1); wanted"),
    "one for all places": ({"land": toy.national(35.0)}, "land has the shape (1, 1, 1); wanted"),
    "a year too many": ({"ration": numpy.full((6, 1, 1, 1), 0.3)}, "ration has the shape (6, 1, 1, 1); wanted"),
}
PATHS = {
    "misspelt": ({"grain_exprot": path}, "there is no input named grain_exprot; did you mean grain_export?"),
    "one number": (
        {"grain_export": 1000},
        "grain_export has the shape (); wanted (year, kind, place, member): (6, 1, 1, members)",
    ),
    "another number of years": ({"grain_export": path[:5]}, "weather has 6 years and grain_export has 5"),
    "no years": ({"grain_export": path[:0]}, "grain_export has the shape (0, 1, 1, 1); wanted"),
    "no place": ({"grain_export": path[:, 0]}, "grain_export has the shape (6, 1, 1); wanted"),
    "too high in one year": (
        {"slaughter": wide(toy.paths()["slaughter"], 2) + numpy.eye(6)[3][:, None, None, None]},
        "slaughter is 1.02; allowed: 0 to 1",
    ),
    "members that are not there": (
        {"weather": wide(path, 3), "grain_export": wide(path, 2)},
        "weather has 3 members and grain_export has 2",
    ),
}
OPENING = {
    "misspelt": ({"graim": toy.national(1.0)}, "there is no stock named graim; did you mean grain?"),
    "an input": ({"ration": toy.national(1.0)}, "there is no stock named ration"),
    "another shape": (
        {"labour": toy.national(64.0)},
        "labour has the shape (1, 1, 1); wanted (kind, place, member): (1, 3, members)",
    ),
    "a word": ({"grain": "much"}, "grain is not an array of numbers"),
    "members that are not there": (
        {"grain": toy.national(1.0, 2.0), "labour": wide(toy.opening()["labour"], 3)},
        "grain has 2 members and labour has 3",
    ),
}
CASES = [
    (group, name, *case) for group, cases in enumerate((PARAMETERS, OPENING, PATHS)) for name, case in cases.items()
]


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("group, name, change, message", CASES, ids=[f"{case[0]} {case[1]}" for case in CASES])
def test_what_cannot_be_meant_is_refused_by_every_driver(driver, group, name, change, message):
    groups = [toy.parameters(), toy.opening(), toy.paths()]
    groups[group] = groups[group] | change
    with pytest.raises(PyrrhicError, match=re.escape(message)):
        everything(driver, *groups)


@every_driver
@pytest.mark.parametrize(
    "group, missing, message",
    [
        (0, "ration", "no value for the input ration"),
        (1, "labour", "no opening value for the stock labour"),
        (2, "weather", "no value for the input weather"),
    ],
)
def test_what_is_missing_is_named(driver, group, missing, message):
    groups = [toy.parameters(), toy.opening(), toy.paths()]
    del groups[group][missing]
    with pytest.raises(PyrrhicError, match=message):
        everything(driver, *groups)


@every_driver
def test_without_years_nothing_can_run(driver):
    constant = {**toy.parameters(), **{name: path[0] for name, path in toy.paths().items()}}
    with pytest.raises(PyrrhicError, match="no paths: the number of years is unknown"):
        everything(driver, constant, toy.opening(), {})
    with pytest.raises(PyrrhicError, match="the paths have no years"):
        everything(driver, toy.parameters(), toy.opening(), {name: path[:0] for name, path in toy.paths().items()})


@every_driver
def test_bounds_and_totals_may_be_left_where_that_is_said(driver):
    beyond = {"ration": toy.national(1.5), "land": toy.by_place(10, 20, 7)}
    groups = toy.parameters() | beyond, toy.opening(), toy.paths()
    everything(driver, *groups, beyond_bounds=True)
    with pytest.raises(PyrrhicError):
        everything(driver, *groups)


@every_driver
def test_shares_may_be_apart_from_their_total_by_rounding(driver):
    everything(driver, toy.parameters() | {"land": toy.by_place(10.0, 20.0, 5.0 + 1e-7)}, toy.opening(), toy.paths())


@every_driver
def test_a_misspelt_quantity_to_keep_is_named(driver):
    with pytest.raises(PyrrhicError, match=r"cannot keep grain_harvst: .*did you mean grain_harvest"):
        everything(driver, toy.parameters(), toy.opening(), toy.paths(), ["grain_harvst"])


@pytest.mark.parametrize("driver", ["compiled", "sums", "stream"])
@pytest.mark.parametrize("dtype", ["float16", "int64", "complex128", "double", "f8"])
def test_other_precisions_are_refused(driver, dtype):
    with pytest.raises(PyrrhicError, match=f"no runs in {dtype}; allowed: float64, float32"):
        everything(driver, toy.parameters(), toy.opening(), toy.paths(), dtype=dtype)


@pytest.mark.parametrize("block", [0, -1])
def test_an_empty_block_is_refused(block):
    with pytest.raises(PyrrhicError, match=f"a block of {block} members; allowed: 1 or more"):
        next(compiled.stream(MODEL, toy.parameters(), toy.opening(), toy.paths(), ["grain"], block=block))


def test_sums_of_an_input_are_refused():
    with pytest.raises(PyrrhicError, match="no sums of weather, which is an input; allowed: what is computed"):
        everything("sums", toy.parameters(), toy.opening(), toy.paths(), ["grain", "weather"])


def test_whole_numbers_and_lists_of_the_right_shape_are_taken_as_they_are_meant():
    whole = toy.parameters() | {"strength": [[[1]], [[1]]], "fodder": numpy.ones((2, 1, 1), "i4")}
    plain = toy.parameters() | {"strength": numpy.ones((2, 1, 1)), "fodder": numpy.ones((2, 1, 1))}
    for driver in ("loop", "compiled"):
        first, second = (everything(driver, groups, toy.opening(), toy.paths()) for groups in (whole, plain))
        assert (first.values["grain"] == second.values["grain"]).all()


@pytest.mark.parametrize("dtype", ["u1", "i1", "i8", "f2", "f4", "g"])
def test_every_driver_computes_in_float64_whatever_the_inputs_are_in(dtype):
    """Small whole numbers would else wrap around in NumPy, and single precision would stay so."""
    groups = toy.parameters(), toy.opening(), toy.paths()
    groups = [{name: numpy.ones_like(array).astype(dtype) for name, array in group.items()} for group in groups]
    plain = [{name: array.astype(float) for name, array in group.items()} for group in groups]
    expected = loop.simulate(MODEL, *plain, beyond_bounds=True)
    for simulate in (loop.simulate, compiled.simulate):
        run = simulate(MODEL, *groups, beyond_bounds=True)
        for name, values in expected.values.items():
            assert run.values[name].dtype == float
            numpy.testing.assert_allclose(run.values[name], values, rtol=1e-12)
