"""Small pieces of MyST Markdown: escaped text, anchors, links, tables, a list of pages."""

import re
from collections.abc import Iterable, Mapping

from pyrrhic.app.text.names import in_words
from pyrrhic.sources import bibliography, split

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|$#~^])")
_LIST_START = re.compile(r"^(\d+)([.)])(?=\s)")
_BLOCK_START = re.compile(r"^([-+=:%])")
_REFERENCE = re.compile(r"\b[a-z][A-Za-z0-9]*(?:\[[^\[\]]+\])?")


def escape(text: object) -> str:
    """The text on one line, with nothing left that Markdown would read as a mark."""
    line = " ".join(str(text).split())
    return _BLOCK_START.sub(r"\\\1", _LIST_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", line)))


def anchored(target: str, heading: str, level: int = 2) -> str:
    """A heading that other pages can name."""
    return f"({target})=\n{'#' * level} {heading}"


def link(text: str, target: str) -> str:
    """A link to an anchor; Sphinx refuses one that leads nowhere."""
    return f"[{escape(text)}](#{target})"


def reference(text: str) -> str:
    """`key[page]` as author, year and page, a link to the bibliography; an unknown key is left for Sphinx to refuse."""
    return link(in_words(text), f"source-{split(text)[0]}")


def with_references(text: str) -> str:
    """Running text, escaped, with each `key[page]` of the bibliography made a link."""
    parts, position = [], 0
    for match in _REFERENCE.finditer(text):
        if split(match.group())[0] in bibliography():
            parts += [_inline(text[position : match.start()]), reference(match.group())]
            position = match.end()
    parts.append(_inline(text[position:]))
    return _BLOCK_START.sub(r"\\\1", _LIST_START.sub(r"\1\\\2", "".join(parts).strip()))


def _inline(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split("\n")))


def paragraphs(text: str) -> str:
    """A docstring's paragraphs, and the line of its source, each on one line with its references made links."""
    blocks = re.split(r"\n\s*\n|\n(?=Sources?:)", text.strip())
    return "\n\n".join(with_references(" ".join(block.split())) for block in blocks)


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are Markdown already; columns that are empty throughout are left out."""
    header, rows = list(header), [list(row) for row in rows]
    shown = [column for column in range(len(header)) if any(row[column] for row in rows)]
    lines = ["|" + "|".join(header[column] for column in shown) + "|", "|" + "---|" * len(shown)]
    lines += ["|" + "|".join(row[column] or " " for column in shown) + "|" for row in rows]
    return "\n".join(lines)


def facts(items: Mapping[str, str]) -> str:
    """A list of named facts; those without a value are left out."""
    return "\n".join(f"- **{name}**: {value}" for name, value in items.items() if value)


def contents(pages: Iterable[str], depth: int = 1) -> str:
    """The table of contents of a section."""
    return "\n".join(["```{toctree}", f":maxdepth: {depth}", "", *pages, "```"])


def block(text: str) -> str:
    """Text that stands as it is, line by line, in letters of one width."""
    return f"```\n{text}\n```"


def page(*blocks: str) -> str:
    """A page of its blocks, with an empty line between."""
    return "\n\n".join(block for block in blocks if block) + "\n"


def number(value: float) -> str:
    """A number as a reader writes it: no exponent for everyday sizes, no trailing zeros.

    >>> number(0.5), number(12.0), number(1234567.0)
    ('0.5', '12', '1234567')
    """
    return f"{value:.10g}"
