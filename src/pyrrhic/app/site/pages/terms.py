"""The terms of the page of words where the prose of a page first uses them, section by section, with what they mean on focus.

    with_terms(page, "words.ru.html", Language("ru"))

A Russian term is known by the stems of its words, in any case and number. Headings, tables, pictures, links and what can be
pressed stay as they are.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from markupsafe import escape

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.words import terms
from pyrrhic.texts import text_of

TAG = re.compile(r"(<[^>]+>)")
NAME = re.compile(r"</?([a-zA-Z0-9]+)")
APART = re.compile(r",\s+")  # between two names of a term
WHOLE = (
    "a",
    "button",
    "code",
    "cite",
    "figure",
    "label",
    "output",
    "pre",
    "script",
    "select",
    "style",
    "summary",
    "svg",
    "table",
    "textarea",
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LEFT_ALONE = frozenset((*WHOLE, *HEADINGS, "nav", "small"))
HIDDEN = 'aria-hidden="true"'  # what is not read out leads nowhere
BEGINS = frozenset(("section", "h2"))  # of a new section
SHORTEST = 25  # letters of a text that is prose
ENDINGS = (
    "ый",
    "ий",
    "ая",
    "яя",
    "ое",
    "ые",
    "ие",
    "ия",
    "ь",
    "й",
    "а",
    "я",
    "о",
    "ы",
    "и",
    "е",
)  # the longer ones first
PARTICLE = 2  # letters of a word that has one form


class Terms(NamedTuple):
    """What finds the terms of a language, the anchor of each by its group, and what each means."""

    pattern: re.Pattern
    anchors: tuple[str, ...]
    meanings: Mapping[str, str]


def with_terms(page: str, file: str, say: Language) -> str:
    """The page with links to the terms that it uses; `file` is that of the words."""
    before, main, after = page.partition("<main")
    return before + main + "".join(_linked(after, file, _terms(say.code)))


def _linked(text: str, file: str, known: Terms) -> Iterator[str]:
    """The parts of a page, with each term linked at its first use in a section."""
    used: set[str] = set()
    left_alone: list[str] = []
    for part in TAG.split(text):
        if part.startswith("<"):
            name = NAME.match(part)
            tag = name[1].lower() if name else ""
            if part.startswith("</"):
                if left_alone and left_alone[-1] == tag:
                    left_alone.pop()
            else:
                if tag in BEGINS:
                    used = set()
                if tag in LEFT_ALONE or HIDDEN in part or left_alone[-1:] == [tag]:
                    left_alone.append(tag)
            yield part
        else:
            yield part if left_alone or len(part.strip()) < SHORTEST else _with_links(part, file, known, used)


def _with_links(text: str, file: str, known: Terms, used: set[str]) -> str:
    def link(match: re.Match) -> str:
        anchor = known.anchors[(match.lastindex or 1) - 1]
        if anchor in used:
            return match[0]
        used.add(anchor)
        return f'<a class="term" href="{file}#{anchor}" title="{escape(known.meanings[anchor])}">{match[0]}</a>'

    return known.pattern.sub(link, text)


@cache
def _terms(code: str) -> Terms:
    known = {f"word-{key}": entry for key, entry in terms().items() if not entry.get("common")}
    named = [(name, anchor) for anchor, entry in known.items() for name in APART.split(entry["title"][code])]
    longest_first = sorted(named, key=lambda term: -len(term[0]))
    pattern = "|".join(f"({in_any_form(name, code)})" for name, _ in longest_first)
    meanings = {anchor: text_of(entry, "text", anchor)[code] for anchor, entry in known.items()}
    return Terms(
        re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE),
        tuple(anchor for _, anchor in longest_first),
        meanings,
    )


def in_any_form(name: str, code: str) -> str:
    """A term in any of its forms."""
    if code == "en":
        return r"\s+".join(map(re.escape, name.split())) + "s?"
    return r"\s+".join(map(_russian_form, name.split()))


def _russian_form(word: str) -> str:
    """A Russian word in any case and number: its stem, with the vowel that may stand before its last letter, and an ending."""
    stem = next((word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending)), word)
    if len(word) <= PARTICLE or word.isupper():
        return re.escape(word)
    return (f"{re.escape(stem[:-1])}о?к" if stem.endswith("к") else re.escape(stem)) + "[а-яё]{0,3}"
