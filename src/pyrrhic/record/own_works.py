"""The works of a user's file: an ordinary BibTeX file beside it, as Zotero or JabRef write one.

    own_works(Path("mine.bib"))["smith_2020"].citation()

Fields that a citation does not need are passed over. Entries of other kinds are read as `misc`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from pyrrhic.errors import BadFile
from pyrrhic.record.tables import read_lines
from pyrrhic.sources import PUBLICATION_FIELD, Source, bibliography

ENTRY = re.compile(r"@\s*(?P<kind>\w+)\s*\{\s*(?P<key>[^\s,{}]+)\s*,")
PASSED_OVER = re.compile(r"@\s*(comment|preamble|string)\b", re.IGNORECASE)
FIELD = re.compile(r"\s*,?\s*(?P<name>[\w-]+)\s*=\s*")
BARE = re.compile(r"[^\s,{}\"]+")
KEY = re.compile(r"[A-Za-z][\w:.+-]*")
KEPT = ("author", "title", "year", "note", "doi", "isbn")
PLACES = ("journal", "journaltitle", "booktitle", "publisher", "institution", "school", "howpublished", "organization")
DATE = re.compile(r"\d{4}")


def own_works(file: Path) -> dict[str, Source]:
    """The works of a .bib file by key.

    Raises `BadFile` with file and line where an entry is not closed, has no title, or has a key that is not a word or
    that the record has already.
    """
    text = "\n".join(read_lines(file))
    works: dict[str, Source] = {}
    for work, line in _entries(text, file.name):
        if work.key in bibliography():
            named = bibliography()[work.key].citation()
            raise BadFile(
                f"the key {work.key} is the record's own, for {named}; choose another", where=f"{file.name}:{line}"
            )
        if work.key in works:
            raise BadFile(f"the key {work.key} is used twice", where=f"{file.name}:{line}")
        works[work.key] = work
    return works


def _entries(text: str, name: str) -> Iterator[tuple[Source, int]]:
    at = 0
    while (start := text.find("@", at)) >= 0:
        line = text.count("\n", 0, start) + 1
        if PASSED_OVER.match(text, start):
            at = _closed(text, text.find("{", start), f"{name}:{line}")
            continue
        match = ENTRY.match(text, start)
        if match is None:
            raise BadFile("expected an entry, @kind{key, and its fields", where=f"{name}:{line}")
        end = _closed(text, text.index("{", start), f"{name}:{line}")
        yield _work(match["kind"].lower(), match["key"], text[match.end() : end - 1], f"{name}:{line}"), line
        at = end


def _closed(text: str, opened: int, place: str) -> int:
    """The place after the brace that closes the one at `opened`."""
    depth = 0
    for at in range(opened, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if not depth:
            return at + 1
    raise BadFile("the entry is never closed by a }", where=place)


def _work(kind: str, key: str, body: str, place: str) -> Source:
    if not KEY.fullmatch(key):
        raise BadFile(
            f"the key {key!r} is not a word", where=place, allowed="a letter, then letters, digits and _ : . + -"
        )
    fields = dict(_fields(body, place))
    if not fields.get("title"):
        raise BadFile(f"{key} has no title", where=place)
    publication = next((fields[name] for name in PLACES if fields.get(name)), "")
    kept = {name: fields[name] for name in KEPT if fields.get(name)}
    year = DATE.search(fields.get("date", ""))
    dated = {"year": year.group()} if year and "year" not in kept else {}
    return Source(key, kind if kind in PUBLICATION_FIELD else "misc", publication=publication, **{**kept, **dated})


def _fields(body: str, place: str) -> Iterator[tuple[str, str]]:
    at = 0
    while match := FIELD.match(body, at):
        value, at = _value(body, match.end(), place)
        yield match["name"].lower(), " ".join(value.replace("{", "").replace("}", "").split())
    if body[at:].strip(" ,\n\t"):
        raise BadFile(f"expected a field, name = {{value}}, and found {body[at:].strip()[:30]!r}", where=place)


def _value(body: str, at: int, place: str) -> tuple[str, int]:
    """A value in braces, in quotation marks, or bare, and the place after it."""
    if body[at : at + 1] == "{":
        end = _closed(body, at, place)
        return body[at + 1 : end - 1], end
    if body[at : at + 1] == '"':
        end = body.find('"', at + 1)
        if end < 0:
            raise BadFile("a quotation mark is not closed", where=place)
        return body[at + 1 : end], end + 1
    match = BARE.match(body, at)
    return (match.group(), match.end()) if match else ("", at)
