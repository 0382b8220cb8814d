"""The starting fit: the mode of the base structure, shipped as a readable file and used by single runs.

It is one point, not a posterior: a run at it has no interval. `pyrrhic calibrate --starting-fit` renews it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy

from pyrrhic.fields import TABLE, check_entry, check_name, check_required
from pyrrhic.files import read_toml
from pyrrhic.model import FIRST_YEAR, REGION_KEYS, YEARS, opening_values, parameter_values, parameters

PATH = Path(__file__).with_name("starting_fit.toml")


@cache
def _entries() -> Mapping:
    document, tables = read_toml(PATH), ("parameters", "unexplained_yield", "unexplained_yield_regional")
    check_entry(document, dict.fromkeys(tables, TABLE), PATH.name, required=tables)
    for name in document["parameters"]:
        check_name("parameter", name, _assumed(), f"{PATH.name}, parameters")
    check_required(document["unexplained_yield"], map(str, YEARS), f"{PATH.name}, unexplained_yield")
    return document


def _assumed() -> Mapping:
    """Every number that a fit may move: parameters and opening values."""
    return {**parameters(), **opening_values()}


@cache
def fitted_parameters() -> Mapping[str, numpy.ndarray]:
    """Every parameter and constant of 1926 (kind, place, 1), read-only: fitted where the file has it, else its own."""
    moved = {
        name: numpy.array(value, float).reshape(_assumed()[name].value.shape)
        for name, value in _entries()["parameters"].items()
    }
    for array in moved.values():
        array.setflags(write=False)
    return MappingProxyType({**parameter_values(), **moved})


def unexplained_yield() -> numpy.ndarray:
    """National unexplained log yield of each year: (year, 1, 1, 1)."""
    years = _entries()["unexplained_yield"]
    return numpy.array([years[str(year)] for year in YEARS], float).reshape(-1, 1, 1, 1)


def unexplained_yield_regional() -> numpy.ndarray:
    """Regional unexplained log yield, zero outside the years of crisis: (year, 1, region, 1)."""
    array = numpy.zeros((len(YEARS), 1, len(REGION_KEYS), 1))
    for year, row in _entries()["unexplained_yield_regional"].items():
        array[int(year) - FIRST_YEAR, 0, :, 0] = row
    return array


def write(
    path: Path, moved: Mapping[str, numpy.ndarray], national: numpy.ndarray, regional: Mapping[int, numpy.ndarray]
) -> None:
    """Write a mode as the file that this module reads: parameters, national yields, regional yields by year."""
    lines = [
        "# The mode of the base structure, written by `pyrrhic calibrate --starting-fit`. Not typed in.",
        "",
        "[parameters]",
    ]
    lines += [f"{name} = {_numbers(value)}" for name, value in moved.items()]
    lines += ["", "[unexplained_yield]"]
    lines += [f"{year} = {_number(value)}" for year, value in zip(YEARS, national.reshape(-1), strict=True)]
    lines += ["", "# In the order of the regions.", "[unexplained_yield_regional]"]
    lines += [f"{year} = {_numbers(row)}" for year, row in regional.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _numbers(array) -> str:
    flat = [_number(value) for value in numpy.asarray(array).reshape(-1)]
    return flat[0] if len(flat) == 1 else f"[{', '.join(flat)}]"


def _number(value: float) -> str:
    text = f"{float(value):.5g}"
    return text if "." in text or "e" in text else text + ".0"
