"""What a series says of itself is said in Russian: definition, warnings, how it was computed, notes of figures."""

import re

import pytest

from pyrrhic.app.language import NOTES, Language, russian
from pyrrhic.app.views.record import series_view
from pyrrhic.files import read_toml
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import load
from pyrrhic.record.registers import witnesses
from pyrrhic.sources import bibliography

IN_THEIR_OWN_SCRIPT = re.compile(r"Clio Infra|\b[IVX]+\b")
LATIN, DIGIT, SLOT = re.compile("[A-Za-z]"), re.compile(r"\d"), re.compile(r"\{\w+\}")
NAMES = re.compile(r"\b[a-z0-9]+(_[a-z0-9]+)+\b")  # of series, as they may be typed


def texts_of_series() -> dict[str, list[str]]:
    """By series what its page says in words: definition, what not to mix it with, territories and regions, notes."""
    return {name: [text for text in _texts(load().series(name)) if text] for name in load()}


def _texts(series):
    yield from (series.definition, series.do_not_mix)
    for figure in series.figures:
        yield from (figure.note, figure.territory, figure.region)


OF_SERIES = texts_of_series()


@pytest.mark.parametrize("name", OF_SERIES)
def test_every_text_of_a_series_is_said_in_russian(name):
    in_russian = Language("ru")
    for text in OF_SERIES[name]:
        words = in_russian(text)
        assert not LATIN.search(IN_THEIR_OWN_SCRIPT.sub("", NAMES.sub("", words))), words
    assert not in_russian.missing


@pytest.mark.parametrize("name", DERIVED)
def test_how_a_derived_series_is_computed_is_said_in_russian(name):
    in_russian = Language("ru")
    words = series_view(load(), name, in_russian)["what_was_done"]
    assert not LATIN.search(NAMES.sub("", words)), words
    assert not re.search(r"\d\.\d", words), words
    assert not in_russian.missing


@pytest.mark.parametrize("english", russian(NOTES))
def test_a_note_in_russian_has_the_numbers_of_the_english_one(english):
    in_full = re.sub(r"(\d\d)(\d\d)--(\d\d)\b", r"\1\2--\1\3", english)
    figures = DIGIT.findall(in_full.replace("post-1945", "post-war"))
    assert sorted(DIGIT.findall(russian(NOTES)[english])) == sorted(figures)
    assert set(SLOT.findall(russian(NOTES)[english])) == set(SLOT.findall(english))


def test_no_note_stands_in_two_files_and_none_is_stale():
    files = [read_toml(file)["notes"] for file in NOTES.glob("*.toml")]
    assert sum(map(len, files)) == len(russian(NOTES))
    methods = {derive(load(), name).method for name in DERIVED}
    of_works = {work.note for work in bibliography().values()}
    seen = {text for witness in witnesses().values() for text in (witness.what, witness.where)}
    assert set(russian(NOTES)) <= methods.union(of_works, seen, *OF_SERIES.values())
