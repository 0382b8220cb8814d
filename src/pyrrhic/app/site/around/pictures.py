"""A school's own historical pictures: a folder with `pictures.toml` and the files that it names.

    [grain_convoy]
    file = "convoy.jpg"
    caption = { en = "A convoy with grain, Kuban", ru = "Обоз с хлебом, Кубань" }     # one language is enough
    date = "November 1932"
    source = "State archive of the Krasnodar region, photograph 12"
    licence = "public domain"

Each is refused without a licence. Files are data: what they hold is looked at, and they are copied under names made here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyrrhic.errors import BadFile, UnknownName, shown
from pyrrhic.fields import WORD, Content, check_entry, entries_of, is_word
from pyrrhic.files import refuse_device
from pyrrhic.texts import LANGUAGES

FILE = "pictures.toml"
LARGEST, MOST = 5_000_000, 100
LETTERS_OF_A_NAME = 16
LICENCES = 'a licence, such as "CC BY 4.0", "public domain" or "by permission of the archive"'
BEGINS: Mapping[str, Callable[[bytes], bool]] = {
    ".png": lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    ".jpg": lambda content: content.startswith(b"\xff\xd8\xff"),
    ".jpeg": lambda content: content.startswith(b"\xff\xd8\xff"),
    ".webp": lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP",
}


def spoken(value: Any, field: str, place: str) -> None:
    """A field that holds a text, or texts in one or both languages."""
    if is_word(value):
        return
    if not isinstance(value, Mapping) or not value:
        raise BadFile(f"{field} is {shown(value)}", where=place, allowed='a text, or { en = "...", ru = "..." }')
    for language, text in value.items():
        if language not in LANGUAGES:
            raise UnknownName("language", language, LANGUAGES, where=f"{place}, {field}")
        WORD(text, language, f"{place}, {field}")


FIELDS: Mapping[str, Content] = {
    "file": WORD,
    "caption": spoken,
    "date": spoken,
    "source": spoken,
    "licence": spoken,
}


@dataclass(frozen=True)
class Said:
    """A text as a reader gets it, and its language where it is not the reader's."""

    text: str
    foreign: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture: what it holds, the name under which it is written, and what is said of it."""

    content: bytes
    name: str
    fields: Mapping[str, Any]

    def said(self, field: str, language: str) -> Said:
        """A field in a language, or in the other where there is only that."""
        value = self.fields[field]
        if isinstance(value, str):
            return Said(value)
        known = language if language in value else next(iter(value))
        return Said(value[known], "" if known == language else known)


def pictures_in(folder: Path) -> tuple[Picture, ...]:
    """The pictures of a folder, in the order of its file. Raises a `PyrrhicError` with the file and the entry."""
    if not folder.is_dir():
        raise BadFile("there is no such folder", where=str(folder), allowed=f"a folder with {FILE} and the pictures")
    if not (folder / FILE).is_file():
        raise BadFile(
            f"it holds no {FILE}", where=str(folder), allowed=f"a table of {', '.join(FIELDS)} for each picture"
        )
    entries = entries_of(folder / FILE)
    if len(entries) > MOST:
        raise BadFile(f"it names {len(entries)} pictures", where=str(folder / FILE), allowed=f"at most {MOST}")
    return tuple(_picture(folder, entry, f"{folder / FILE}, {name}") for name, entry in entries.items())


def _picture(folder: Path, entry: Mapping[str, Any], place: str) -> Picture:
    if not entry.get("licence"):
        raise BadFile("a picture without a licence is not shown", where=place, allowed=LICENCES)
    check_entry(entry, FIELDS, place, FIELDS)
    file = entry["file"]
    suffix = Path(file).suffix.lower()
    if suffix not in BEGINS:
        raise BadFile(f"{shown(file)} is no picture of a kind that is shown", where=place, allowed=", ".join(BEGINS))
    content = _content(folder, file, place)
    if not BEGINS[suffix](content):
        raise BadFile(
            f"{shown(file)} does not hold what its name says", where=place, allowed=f"a picture of the kind {suffix}"
        )
    return Picture(content, sha256(content).hexdigest()[:LETTERS_OF_A_NAME] + suffix, entry)


def _content(folder: Path, name: str, place: str) -> bytes:
    """What a file of the folder holds; a file elsewhere is not opened."""
    file = (folder / name).resolve()
    if "\0" in name or Path(name).name != name or file.parent != folder.resolve():
        raise BadFile(f"{shown(name)} is not a file of this folder", where=place, allowed="a name without a path")
    if not file.is_file():
        raise BadFile(f"there is no file {shown(name)}", where=place, allowed=f"a file in {folder}")
    refuse_device(file, place)
    if file.stat().st_size > LARGEST:
        raise BadFile(
            f"{shown(name)} has {file.stat().st_size:,} bytes",
            where=place,
            allowed=f"at most {LARGEST:,} bytes; make it smaller",
        )
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadFile(f"{shown(name)} cannot be read: {error.strerror}", where=place) from error
