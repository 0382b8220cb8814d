"""The works the project cites: `sources.bib`, read when first asked for. Imports nothing of the package.

A reference is written `key[page]` (or `key`) wherever a number or an equation names its source. The file is
a strict subset of BibTeX: one entry per work, `name = {value},` for each field, the closing brace on a line
of its own.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyrrhic.errors import BadFile

FILE = Path(__file__).with_name("sources.bib")

# How the place of publication is called in each kind of entry.
PUBLICATION_FIELD = {
    "article": "journal",
    "book": "publisher",
    "incollection": "booktitle",
    "techreport": "institution",
    "misc": "howpublished",
}

PLACES = ("doi", "isbn", "what", "author_ru", "title_ru", "publication_ru")
KINDS_OF_WORK = (  # what a work is to a historian; figures of the last three are at second hand
    "dataset",
    "document",  # an official document: decree, plan, report, speech
    "handbook",  # official statistics in print
    "edition",  # of archival documents
    "study",  # a scholar's book, article or report
    "press",
    "reference",  # encyclopedia, textbook, survey of others' figures
    "text",  # on the web or without an author
    "polemic",
)

# Patterns are compiled on first use, so that importing this file costs nothing.
_ENTRY = r"@(\w+)\{([^,{}\s]*),$"
_FIELD = r"(\w+) = \{(.*)$"
_KEY = r"[a-z][A-Za-z0-9]*"
_REFERENCE = r"([a-z][A-Za-z0-9]*)(?:\[([^\[\]]+)\])?"
_OWN_REFERENCE = r"([A-Za-z][\w:.+-]*)(?:\[([^\[\]]+)\])?"  # with the key of a user's own work, as Zotero writes them
_MARK = r"\bSources?:\s*"
_KEPT = "\0"  # stands for an "and" inside braces while a list is split
_SEPARATOR = r"\s*[;,]\s*"


@dataclass(frozen=True)
class Source:
    """One work: what to cite. `note` says what kind of source it is; an unknown field is empty.

    `doi` and `isbn` say where it can be found, `what` is one of `KINDS_OF_WORK`. The fields in `_ru` are the Cyrillic of a work that is transliterated in the
    others. An author in braces is an institution, whose name may hold the word "and".
    """

    key: str
    kind: str
    author: str = ""
    title: str = ""
    year: str = ""
    publication: str = ""
    note: str = ""
    doi: str = ""
    isbn: str = ""
    what: str = ""
    author_ru: str = ""
    title_ru: str = ""
    publication_ru: str = ""

    def authors(self, language: str = "en") -> tuple[str, ...]:
        """The authors, family name first; in Russian as they write themselves, where that is known."""
        return _names((self.author_ru if language == "ru" else "") or self.author)

    def citation(self, language: str = "en") -> str:
        """One line for a reader: author, title (publication, year); in Russian the original of a Russian work."""
        in_russian = language == "ru"
        title = (self.title_ru if in_russian else "") or self.title
        publication = (self.publication_ru if in_russian else "") or self.publication
        place = ", ".join(part for part in (publication, self.year) if part)
        named = ", ".join(part for part in ("; ".join(self.authors(language)), title) if part)
        return (f"{named} ({place})" if place else named).replace("--", "–")

    def address(self) -> str:
        """Where it can be read, by its DOI; empty where none is known."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    def bibtex(self) -> str:
        """The entry as `sources.bib` writes it; reading it back gives the same Source."""
        fields = {
            "author": self.author,
            "title": self.title,
            "year": self.year,
            PUBLICATION_FIELD[self.kind]: self.publication,
            "note": self.note,
            **{field: getattr(self, field) for field in PLACES},
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])


def _names(authors: str) -> tuple[str, ...]:
    """Several authors apart: "and" joins them, unless it stands in braces.

    >>> _names("{Food and Agriculture Organization of the United Nations}")
    ('Food and Agriculture Organization of the United Nations',)
    >>> _names("Davies, R. W. and Wheatcroft, S. G.")
    ('Davies, R. W.', 'Wheatcroft, S. G.')
    """
    whole = re.sub(r"\{[^{}]*\}", lambda name: name.group().replace(" and ", _KEPT), authors)
    return tuple(name.strip("{}").replace(_KEPT, " and ") for name in whole.split(" and ") if name)


@cache
def bibliography() -> dict[str, Source]:
    """Every source of the package by its key."""
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


def read(text: str, name: str) -> dict[str, Source]:
    """The sources written in `text`; `name` is the file named in a `BadFile`."""
    sources: dict[str, Source] = {}
    opened: tuple[int, str, str, dict[str, str]] | None = None
    lines = iter(enumerate(text.splitlines(), start=1))
    for number, line in lines:
        line = line.strip()
        if not line or line.startswith("%"):
            continue
        if opened is None:
            opened = (number, *_entry(line, f"{name}:{number}", sources), {})
        elif line == "}":
            source = _source(*opened[1:], f"{name}:{opened[0]}")
            sources[source.key] = source
            opened = None
        else:
            field, value = _field(line, lines, f"{name}:{number}")
            if field in opened[3]:
                raise BadFile(f"{opened[2]} has the field {field} twice", where=f"{name}:{number}")
            opened[3][field] = value
    if opened is not None:
        raise BadFile(f"the entry {opened[2]} is never closed by a line with }}", where=f"{name}:{opened[0]}")
    return sources


def _entry(line: str, place: str, sources: dict[str, Source]) -> tuple[str, str]:
    """Kind and key of the opening line of an entry."""
    match = re.match(_ENTRY, line)
    if match is None:
        raise BadFile(f"expected the start of an entry, @kind{{key, and found {line!r}", where=place)
    kind, key = match.groups()
    if kind not in PUBLICATION_FIELD:
        raise BadFile(f"{key} is of the kind {kind}; allowed are {', '.join(PUBLICATION_FIELD)}", where=place)
    if not re.fullmatch(_KEY, key):
        raise BadFile(f"the key {key!r} must be letters and digits, the first a small letter", where=place)
    if key in sources:
        raise BadFile(f"the key {key} is used twice", where=place)
    return kind, key


def _field(line: str, lines, place: str) -> tuple[str, str]:
    """Name and value of a field, read on to the line where its braces are closed."""
    match = re.match(_FIELD, line)
    if match is None:
        raise BadFile(f"expected a field, name = {{value}}, and found {line!r}", where=place)
    field, value = match.groups()
    while not value.endswith("},"):
        number, more = next(lines, (0, ""))
        if not number or more.lstrip().startswith("@"):
            raise BadFile(f"the field {field} is never closed by }},", where=place)
        value += " " + more.strip()
    value = value[:-2].strip()
    bare = re.sub(r"\{[^{}]+\}", "", value) if field in ("author", "author_ru") else value
    if "{" in bare or "}" in bare:
        raise BadFile(f"the field {field} has a brace inside its value", where=place)
    return field, value


def _source(kind: str, key: str, fields: dict[str, str], place: str) -> Source:
    """The Source of a closed entry; every entry has a title and no field of another kind."""
    publication = PUBLICATION_FIELD[kind]
    allowed = ("author", "title", "year", publication, "note", *PLACES)
    for field in fields:
        if field not in allowed:
            raise BadFile(f"{key} has the field {field}; the kind {kind} has {', '.join(allowed)}", where=place)
    if not fields.get("title"):
        raise BadFile(f"{key} has no title", where=place)
    values = {"publication" if field == publication else field: value for field, value in fields.items()}
    return Source(key, kind, **values)


def split(reference: str) -> tuple[str, str | None]:
    """Key and page of a reference.

    >>> split("daviesWheatcroft2004[446-449]")
    ('daviesWheatcroft2004', '446-449')
    >>> split("allen2003")
    ('allen2003', None)
    """
    match = re.fullmatch(_OWN_REFERENCE, reference.strip())
    if match is None:
        raise BadFile(f"{reference!r} is not a reference; write key or key[page]")
    return match.group(1), match.group(2)


def references(text: str) -> list[str]:
    """The references after each "Source:" of a docstring, separated by ; or , and in the order written.

    >>> references("Grain kept. Source: allen2003[89]; osokina1999. Holds for 1930-39.")
    ['allen2003[89]', 'osokina1999']
    """
    cited = []
    for mark in re.finditer(_MARK, text):
        rest = text[mark.end() :]
        while match := re.match(_REFERENCE, rest):
            cited.append(match.group())
            separator = re.match(_SEPARATOR, rest[match.end() :])
            if separator is None:
                break
            rest = rest[match.end() + separator.end() :]
    return cited
