"""What an equation says of itself, its sentence and its remark, is said in Russian."""

import re

import pytest

from pyrrhic.app.language import EQUATIONS, Language, russian
from pyrrhic.app.views.show import RIVALS, view
from pyrrhic.files import read_toml
from pyrrhic.model import assemble

LATIN, DIGIT = re.compile("[A-Za-z]"), re.compile(r"\d")
NUMBER_OF_AN_EQUATION = re.compile(r"\b\d+A\b")
NAMES = (*assemble().equations, *RIVALS)


def said(name: str, code: str) -> list[str]:
    shown = view(name, Language(code))
    return [text for text in (shown["sentence"], shown["holds"]) if text]


@pytest.mark.parametrize("name", NAMES)
def test_what_an_equation_says_of_itself_is_said_in_russian(name):
    for text in said(name, "ru"):
        assert not LATIN.search(NUMBER_OF_AN_EQUATION.sub("", text)), text


@pytest.mark.parametrize("english", russian(EQUATIONS))
def test_the_russian_of_an_equation_has_the_numbers_of_the_english(english):
    assert sorted(DIGIT.findall(russian(EQUATIONS)[english])) == sorted(DIGIT.findall(english))


def test_no_sentence_stands_in_two_files_and_none_is_stale():
    files = [read_toml(file)["equations"] for file in EQUATIONS.glob("*.toml")]
    assert sum(map(len, files)) == len(russian(EQUATIONS))
    assert set(russian(EQUATIONS)) == {text for name in NAMES for text in said(name, "en")}
