"""The functions of vectors.h against NumPy, lane by lane, special values included; alone and side by side."""

import ctypes
import functools
import tempfile
from importlib.resources import files
from pathlib import Path

import numpy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pyrrhic.engine import compiler

OF_ONE = {
    "exponential": numpy.exp,
    "logarithm": numpy.log,
    "log_one_plus": numpy.log1p,
    "square_root": numpy.sqrt,
    "absolute": numpy.absolute,
}
OF_TWO = {"lesser": numpy.minimum, "greater_of": numpy.maximum}
MASKS = {"less": numpy.less, "at_most": numpy.less_equal, "equal": numpy.equal}
EXACT = ("square_root", "absolute")
ULPS = {"exponential": 1.1, "logarithm": 1.0, "log_one_plus": 1.6}  # what vectors.h says of itself, and a little
KINDS = [("float64", 1), ("float64", 8), ("float32", 1), ("float32", 16)]
every_kind = pytest.mark.parametrize("dtype, lanes", KINDS)

CALLS = {
    **{name: f"{name}(x)" for name in OF_ONE},
    **{name: f"{name}(x, y)" for name in OF_TWO},
    **{name: f"pick({name}(x, y), all_of(1), all_of(0))" for name in MASKS},
    "chosen": "pick(less(x, y), x, y)",
    "rarely": "pick_rarely(less(x, y), x, y)",
    "seven": "all_of(7) + 0 * x",
    "polynomial": "({ static const real term[] = {3, 2, -1, 0.5}; SERIES(x, term); })",
}
HEAD = '#include <stdint.h>\n#include <string.h>\n#include "vectors.h"\n'
LOOP = """
void c_{name}(int64_t count, const real *a, const real *b, real *out)
{{
    for (int64_t i = 0; i < count; i += LANES) {{
        vec x, y, z;
        memcpy(&x, a + i, sizeof x);
        memcpy(&y, b + i, sizeof y);
        z = {call};
        memcpy(out + i, &z, sizeof z);
    }}
}}
"""


@functools.cache
def program(dtype: str, lanes: int) -> ctypes.CDLL:
    """Every function of CALLS over arrays, as `c_NAME`."""
    sources = {
        "vectors.h": files("pyrrhic.engine").joinpath("vectors.h").read_text(encoding="utf-8"),
        "functions.c": HEAD + "".join(LOOP.format(name=name, call=call) for name, call in CALLS.items()),
    }
    single = ("-DSINGLE",) if dtype == "float32" else ()
    made = compiler._compiled(sources, "functions.c", (*compiler.FLAGS, f"-DLANES={lanes}", *single))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder, "functions.so")
        path.write_bytes(made)
        return ctypes.CDLL(str(path))


def called(dtype: str, lanes: int, name: str, a, b=None) -> numpy.ndarray:
    """What a function makes of one or two arrays."""
    rest = numpy.ones(-len(a) % lanes, dtype)
    padded = [numpy.concatenate([numpy.asarray(array, dtype), rest]) for array in (a, a if b is None else b)]
    out = numpy.empty_like(padded[0])
    getattr(program(dtype, lanes), f"c_{name}")(
        ctypes.c_int64(len(out)), *(ctypes.c_void_p(array.ctypes.data) for array in (*padded, out))
    )
    return out[: len(a)]


def ulps(computed: numpy.ndarray, exact: numpy.ndarray) -> numpy.ndarray:
    """How far numbers are from exact ones, which have more digits, in units in the last place of the exact ones."""
    near = exact.astype(computed.dtype)
    with numpy.errstate(all="ignore"):
        unit = numpy.spacing(numpy.maximum(numpy.abs(near), numpy.finfo(computed.dtype).tiny))
        return numpy.where(
            (near == computed) | (numpy.isnan(near) & numpy.isnan(computed)),
            0.0,
            numpy.abs(computed.astype(numpy.longdouble) - exact) / unit,
        ).astype(float)


def special(dtype: str) -> numpy.ndarray:
    """Zeros, infinities, not a number, the largest, the smallest, and what lies beside the edges of the functions."""
    about = numpy.finfo(dtype)
    edges = numpy.array(
        [
            0.0,
            1.0,
            2.0,
            0.5,
            numpy.inf,
            numpy.nan,
            about.max,
            about.tiny,
            about.smallest_subnormal,
            about.eps,
            about.tiny * 0.37,
            numpy.sqrt(0.5),
            numpy.sqrt(2.0),
            1.0 - about.eps,
            1.0 + about.eps,
            -1.0 + 1e-3,
            1e-20,
            numpy.log(about.max),
            -numpy.log(about.max),
            4.0,
            0.25,
            numpy.log(about.smallest_subnormal),
            700.0,
            745.2,
            746.0,
            88.8,
            104.0,
            1e30,
        ],
        dtype,
    )
    whole = numpy.concatenate(
        [edges, numpy.nextafter(edges, dtype_of(dtype, numpy.inf)), numpy.nextafter(edges, dtype_of(dtype, 0.0))]
    )
    return numpy.concatenate([whole, -whole])


def dtype_of(dtype: str, value: float):
    return numpy.dtype(dtype).type(value)


@pytest.fixture(autouse=True)
def no_noise():
    with numpy.errstate(all="ignore"):
        yield


@every_kind
@pytest.mark.parametrize("name", OF_ONE)
def test_special_values_are_those_of_numpy(dtype, lanes, name):
    x = special(dtype)
    computed, exact = called(dtype, lanes, name, x), OF_ONE[name](x.astype(numpy.longdouble))
    wrong = ulps(computed, exact) > ULPS.get(name, 0.5)
    assert not wrong.any(), x[wrong]
    zero = computed == 0.0
    assert (numpy.signbit(computed[zero]) == numpy.signbit(OF_ONE[name](x)[zero])).all(), "a zero has the other sign"


@every_kind
@pytest.mark.parametrize("name", [*OF_TWO, *MASKS])
def test_every_pair_of_special_values_is_compared_as_numpy_does(dtype, lanes, name):
    x, y = (part.reshape(-1) for part in numpy.meshgrid(special(dtype), special(dtype)))
    computed, expected = called(dtype, lanes, name, x, y), {**OF_TWO, **MASKS}[name](x, y)
    numpy.testing.assert_array_equal(computed, expected.astype(dtype))
    both = (x == 0.0) & (y == 0.0)
    assert (computed[both] == 0.0).all() or name in MASKS


@every_kind
@pytest.mark.parametrize("name", ULPS)
def test_random_numbers_are_as_right_as_the_header_says(dtype, lanes, name):
    random, about = numpy.random.default_rng(8), numpy.finfo(dtype)
    low, high = numpy.log(float(about.smallest_normal)), numpy.log(float(about.max))
    points = numpy.concatenate(
        [
            random.uniform(low, high, 60_000),
            random.normal(0.0, 1.0, 60_000),
            numpy.exp(random.uniform(low, high, 60_000)),
            -numpy.exp(random.uniform(low, 0.0, 60_000)),
        ]
    ).astype(dtype)
    points = {"logarithm": numpy.abs(points), "log_one_plus": points[points > -1.0]}.get(name, points)
    error = ulps(called(dtype, lanes, name, points), OF_ONE[name](points.astype(numpy.longdouble)))
    assert error.max() <= ULPS[name], f"{error.max():.2f} ulp at {points[error.argmax()]!r}"


@every_kind
@settings(max_examples=50)
@given(data=st.data())
def test_any_bits_at_all(dtype, lanes, data):
    width = 64 if dtype == "float64" else 32
    x = data.draw(arrays(dtype, 5, elements=st.floats(width=width)))
    for name, function in OF_ONE.items():
        error = ulps(called(dtype, lanes, name, x), function(x.astype(numpy.longdouble)))
        assert (error <= ULPS.get(name, 0.5)).all(), name


@every_kind
def test_choices_and_series(dtype, lanes):
    x, y = numpy.linspace(-2.0, 2.0, 40).astype(dtype), numpy.linspace(3.0, -3.0, 40).astype(dtype)
    for name in ("chosen", "rarely"):
        numpy.testing.assert_array_equal(called(dtype, lanes, name, x, y), numpy.where(x < y, x, y))
    numpy.testing.assert_array_equal(called(dtype, lanes, "seven", x), numpy.full(40, 7.0))
    computed, expected = called(dtype, lanes, "polynomial", x), 3 + 2 * x - x**2 + 0.5 * x**3
    numpy.testing.assert_allclose(computed, expected, rtol=1e-5, atol=1e-6)


@settings(max_examples=30)
@given(x=arrays("f8", 17, elements=st.floats()), b=st.floats())
@example(x=numpy.full(17, numpy.nan), b=0.0)
def test_a_lane_gives_what_it_gives_alone(x, b):
    """The same bits with one lane as with eight, so that members do not depend on where they stand."""
    for name in (*OF_ONE, *OF_TWO):
        alone, together = (called("float64", lanes, name, x, numpy.full(17, b)) for lanes in (1, 8))
        numpy.testing.assert_array_equal(alone, together, err_msg=name)
