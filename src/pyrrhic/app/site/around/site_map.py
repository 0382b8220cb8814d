"""The map of the site: every page with its sections, read from the pages themselves and written into each of them.

    bodies = {"claims": "<main>...<h2 id="h-s1">Labour</h2>...</main>"}
    sections_of(bodies["claims"])          # [Section("h-s1", "Labour")]

A section is a heading of the second rank with an address, its own or that of the section that it opens.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from markupsafe import Markup

PLACE = "<!--site map-->"
HEADING, PART, CONTENTS = "h2", "section", "main"


@dataclass(frozen=True)
class Section:
    """A part of a page: its address inside it, and its heading."""

    anchor: str
    title: str


class _Headings(HTMLParser):
    """The headings inside the contents of a page, as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[Section] = []
        self.parts: list[str] = []
        self.inside = False
        self.anchor = ""
        self.heading: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        address = dict(attributes).get("id") or ""
        if tag == CONTENTS:
            self.inside = True
        elif tag == PART:
            self.parts.append(address)
        elif tag == HEADING and self.inside:
            self.anchor, self.heading = (self.parts[-1] if self.parts else "") or address, []

    def handle_endtag(self, tag: str) -> None:
        if tag == CONTENTS:
            self.inside = False
        elif tag == PART and self.parts:
            self.parts.pop()
        elif tag == HEADING and self.heading is not None:
            self._closed(" ".join("".join(self.heading).split()))

    def _closed(self, title: str) -> None:
        if self.anchor and title:
            self.sections.append(Section(self.anchor, title))
        self.heading = None

    def handle_data(self, data: str) -> None:
        if self.heading is not None:
            self.heading.append(data)


def sections_of(page: str) -> list[Section]:
    """The sections of a page, in their order."""
    parser = _Headings()
    parser.feed(page)
    return parser.sections


def with_map(
    pages: Mapping[str, str], titles: Mapping[str, str], file_of: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The pages by name, each with the map of all of them in the place that its foot leaves for it."""
    made = Markup("").join(_entry(titles[name], file_of[name], sections_of(page)) for name, page in pages.items())
    for name, page in pages.items():
        yield name, page.replace(PLACE, f"<ul>{made}</ul>")


def _entry(title: str, file: str, sections: list[Section]) -> Markup:
    """A page with its sections, as an item of a list."""
    inner = Markup("").join(
        Markup('<li><a href="{}#{}">{}</a></li>').format(file, section.anchor, section.title) for section in sections
    )
    return Markup('<li><a href="{}">{}</a>{}</li>').format(
        file, title, Markup("<ul>{}</ul>").format(inner) if inner else ""
    )
