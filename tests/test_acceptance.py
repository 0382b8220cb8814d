"""The page on the laboratory names for each acceptance test the test that holds it, and there is such a test."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| (\d+) \| .* \| `(tests/\S+\.py)::(\w+)` \|$", re.MULTILINE)
NAMED = ROW.findall((ROOT / "docs" / "laboratory.md").read_text(encoding="utf-8"))


def test_every_number_is_named_once_but_that_of_the_speeds():
    assert [int(number) for number, _, _ in NAMED] == [number for number in range(1, 25) if number != 23]


@pytest.mark.parametrize(("number", "file", "name"), NAMED, ids=[number for number, _, _ in NAMED])
def test_the_test_that_is_named_is_there(number, file, name):
    assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")
