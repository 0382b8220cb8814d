"""Texts of students as HTML: a small part of Markdown, in which nothing but words can stand.

    html("Bread *was* taken, see [the laboratory](lab#v=1&s=nep).", link)

Paragraphs, headings, lists, quotations, emphasis, and links to pages of the site. Everything is escaped before anything is
made of it, so that no tag, attribute or address of a text reaches the page; what is not understood stays as it was typed.
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from markupsafe import Markup, escape

LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
STRONG, EMPHASIS = re.compile(r"\*\*([^*]+(?:\*[^*]+\*[^*]*)?)\*\*"), re.compile(r"\*([^*<>]+)\*")
LINES = {
    "heading": re.compile(r"(#{1,3})\s+(.+)"),
    "ul": re.compile(r"[-*+]\s+(.+)"),
    "ol": re.compile(r"\d{1,3}[.)]\s+(.+)"),
    "blockquote": re.compile(r">\s?(.*)"),
}
FIRST_RANK = 3  # of the headings that stand above those of a text on the page
Addressed = Callable[[str], str | None]
Line = tuple[str, str]


def html(text: str, address: Addressed) -> Markup:
    """A text as HTML; `address` gives the address of what a link names, and nothing where the site has no such page."""
    lines = [_kind(line.strip()) for line in text.splitlines()]
    blocks = (
        _block(kind, [content for _, content in group], address) for kind, group in groupby(lines, lambda line: line[0])
    )
    return Markup("\n").join(block for block in blocks if block)


def _kind(line: str) -> Line:
    """What a line belongs to, and what it says; a heading keeps its rank."""
    if not line:
        return "", ""
    for kind, pattern in LINES.items():
        if match := pattern.fullmatch(line):
            return (f"h{FIRST_RANK + len(match[1])}", match[2]) if kind == "heading" else (kind, match[1])
    return "p", line


def _block(kind: str, lines: list[str], address: Addressed) -> Markup:
    """Lines of one kind that follow one another."""
    if kind in ("ul", "ol"):
        return _tag(kind, Markup("").join(_tag("li", inline(line, address)) for line in lines))
    if kind.startswith("h"):
        return Markup("").join(_tag(kind, inline(line, address)) for line in lines)
    return _tag(kind, inline(" ".join(lines), address)) if kind else Markup("")


def _tag(name: str, content: Markup) -> Markup:
    return Markup(f"<{name}>{{}}</{name}>").format(content)


def inline(text: str, address: Addressed) -> Markup:
    """A line with its links and emphasis."""
    return Markup("").join(_parts(text, address))


def _parts(text: str, address: Addressed) -> Iterator[Markup]:
    """What stands between links, and the links."""
    end = 0
    for match in LINK.finditer(text):
        yield _emphasized(text[end : match.start()])
        end = match.end()
        known = address(match[2])
        label = _emphasized(match[1])
        yield Markup('<a href="{}">{}</a>').format(known, label) if known else label + escape(f" ({match[2]})")
    yield _emphasized(text[end:])


def _emphasized(text: str) -> Markup:
    """Escaped text with emphasis: after escaping, an angle bracket can only be one of ours."""
    strong = STRONG.sub(r"<strong>\1</strong>", str(escape(text)))
    return Markup(EMPHASIS.sub(r"<em>\1</em>", strong))
