"""What kind of work each work of the bibliography is, in both languages."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pyrrhic.app.language import Language
from pyrrhic.files import read_toml
from pyrrhic.sources import Source


def note_of(work: Source, say: Language) -> str:
    """What kind of work it is and how it was seen; a note that has no Russian stays as it is, as in a user's bibliography."""
    return russian_notes().get(work.note, work.note) if say.code == "ru" else work.note


@cache
def russian_notes() -> Mapping[str, str]:
    """The notes of the project's own works, in Russian."""
    return read_toml(Path(__file__).with_name("works.toml"))["notes"]
