"""The notes of works and figures in Russian: each of the works has one, and what is said in Russian is Russian."""

import re

import pytest

from pyrrhic.app.language import NOTES, Language, notes
from pyrrhic.files import read_toml
from pyrrhic.record.load import load
from pyrrhic.sources import bibliography

IN_THEIR_OWN_SCRIPT = re.compile(r"The Shift Project|SALib|CRUTEM3|\bprim\b|\bR\b")
LATIN, DIGITS, CYRILLIC = re.compile("[A-Za-z]"), re.compile(r"\d+"), re.compile("[а-яё]", re.IGNORECASE)
OF_WORKS = sorted({work.note for work in bibliography().values() if work.note})


@pytest.mark.parametrize("note", OF_WORKS)
def test_the_note_of_a_work_is_said_in_russian(note):
    russian = Language("ru")(note)
    assert CYRILLIC.search(russian) and not LATIN.search(IN_THEIR_OWN_SCRIPT.sub("", russian)), russian


def test_no_note_stands_in_two_files_and_none_is_stale():
    files = [read_toml(file)["notes"] for file in NOTES.glob("*.toml")]
    assert sum(map(len, files)) == len(notes())
    of_figures = {figure.note for name in load() for figure in load().series(name).figures}
    assert set(notes()) <= {*OF_WORKS, *of_figures}
