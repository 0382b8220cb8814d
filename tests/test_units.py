"""Units: every unit of the model has a spelling made of words that UDUNITS knows, and the spellings agree."""

import math
import re

import pytest

from pyrrhic.model import assemble
from pyrrhic.units import UNITS

# Words of the UDUNITS database with what they are in kilograms, metres and seconds.
WORDS = {
    "kg": (1.0, {"kg": 1}),
    "t": (1e3, {"kg": 1}),
    "Mt": (1e9, {"kg": 1}),
    "hectare": (1e4, {"m": 2}),
    "year": (31556925.9747, {"s": 1}),
    "metric_horsepower": (735.499, {"kg": 1, "m": 2, "s": -3}),
}
MODEL = assemble()
OF_THE_MODEL = sorted({MODEL.unit(name) for name in MODEL.names}, key=lambda unit: unit.symbol)


def parsed(text: str) -> tuple[float, dict[str, int]]:
    """The factor and the powers of the base units in a product such as `1e6 t hectare-1`."""
    factor, powers = 1.0, {}
    for part in text.split(" "):
        if re.fullmatch(r"1(e\d+)?", part):
            factor *= float(part)
            continue
        word, power = re.fullmatch(r"([A-Za-z_]+)(-1)?", part).groups()
        sign, (size, base) = -1 if power else 1, WORDS[word]
        factor *= size**sign
        powers = {key: powers.get(key, 0) + sign * base.get(key, 0) for key in {**powers, **base}}
    return factor, {key: power for key, power in powers.items() if power}


@pytest.mark.parametrize("unit", OF_THE_MODEL, ids=lambda unit: unit.symbol)
def test_each_unit_of_the_model_is_spelt_in_words_of_udunits(unit):
    factor, _ = parsed(unit.cf)
    assert factor > 0.0


@pytest.mark.parametrize(
    "first, second, product",
    [
        ("Mha", "t/ha", "Mt"),
        ("million", "t/head", "Mt"),
        ("Mt", "per Mt", "1"),
        ("Mha", "horse equivalents/ha", "million horse equivalents"),
        ("million hp", "horse equivalents/hp", "million horse equivalents"),
        ("million persons", "thousand rubles of 1937 per head", "billion rubles of 1937"),
        ("million gold rubles", "billion rubles of 1937 per million gold rubles", "billion rubles of 1937"),
        ("million hp", "billion rubles of 1928 per million hp", "billion rubles of 1928"),
        ("Mt", "gold rubles per tonne", "million gold rubles"),
    ],
)
def test_spellings_multiply_as_the_units_do(first, second, product):
    (first_factor, powers), (second_factor, more), (whole, expected) = (
        parsed(UNITS[name].cf) for name in (first, second, product)
    )
    assert math.isclose(first_factor * second_factor, whole)
    joined = {key: powers.get(key, 0) + more.get(key, 0) for key in {**powers, **more}}
    assert {key: power for key, power in joined.items() if power} == expected


@pytest.mark.parametrize("text", ["Mha", "million persons", "kg/head", "per year", ""])
def test_what_udunits_does_not_know_would_be_found(text):
    with pytest.raises((KeyError, AttributeError)):
        parsed(text)
