"""Texts that students have written: a folder of Markdown files, each with a small head.

    ---
    title: What the figures of 1932 can and cannot say
    author: Class 10 B
    date: May 2026
    ---
    The *official* figure was ...

The fields `title`, `author` and `date` are needed; `language` is `en` or `ru` where the text should be marked so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyrrhic.errors import BadFile
from pyrrhic.fields import WORD, Content, check_entry, one_of
from pyrrhic.files import read_text
from pyrrhic.texts import LANGUAGES

FIELDS: Mapping[str, Content] = {"title": WORD, "author": WORD, "date": WORD, "language": one_of("language", LANGUAGES)}
NEEDED = ("title", "author", "date")
LARGEST, MOST = 200_000, 200
FENCE = "---"
HEAD = re.compile(r"\s*(\w+)\s*:\s*(.*)")
SHAPE = "three dashes, then title: ..., author: ..., date: ..., then three dashes"


@dataclass(frozen=True)
class Work:
    """A text of students: what stands in its head, and its Markdown."""

    title: str
    author: str
    date: str
    text: str
    language: str = ""


def works_in(folder: Path) -> tuple[Work, ...]:
    """The texts of a folder, by the names of their files. Raises a `PyrrhicError` with the file."""
    if not folder.is_dir():
        raise BadFile("there is no such folder", where=str(folder), allowed="a folder of Markdown files (.md)")
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() == ".md")
    if not 0 < len(files) <= MOST:
        raise BadFile(
            f"it holds {len(files)} Markdown files (.md)", where=str(folder), allowed=f"at least 1 and at most {MOST}"
        )
    return tuple(
        work_of(read_text(file, largest=LARGEST, why="it is one text of students"), str(file)) for file in files
    )


def work_of(text: str, place: str) -> Work:
    """A text with its head, as a file holds it."""
    first, *lines = text.lstrip("\ufeff").splitlines() or [""]
    if first.strip() != FENCE or FENCE not in map(str.strip, lines):
        raise BadFile("it does not begin with a head", where=place, allowed=SHAPE)
    end = [line.strip() for line in lines].index(FENCE)
    head = dict(_field(line, place) for line in lines[:end] if line.strip())
    check_entry(head, FIELDS, place, NEEDED)
    return Work(**head, text="\n".join(lines[end + 1 :]))


def _field(line: str, place: str) -> tuple[str, str]:
    if not (match := HEAD.fullmatch(line)):
        raise BadFile("a line of the head is not understood", where=place, allowed=SHAPE)
    return match[1].lower(), match[2].strip()
