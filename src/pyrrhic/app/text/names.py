"""What people read instead of the names of the program: titles of quantities and levers, authors and years of works."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import ascii_lowercase

from pyrrhic.app.language import ENGLISH, Language
from pyrrhic.files import read_toml
from pyrrhic.sources import Source, bibliography

DATE = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")  # of a newspaper, in place of a page


def label(name: str, say: Language) -> str:
    """The title of a name of the model in the language asked for, short where the usual tables show it.

    A kind of a quantity is asked for as `herds:cattle`. A name without a title stays as it is, in words.
    """
    from pyrrhic.model.titles import short_title, titles

    if name in titles() or name.endswith("_next"):
        return say.pick(short_title(name))
    quantity, _, kind = name.partition(":")
    return f"{label(quantity, say)}, {_kind(kind, say)}" if kind else name.replace("_", " ")


def _kind(kind: str, say: Language) -> str:
    """A kind of animals, crops or prices."""
    from pyrrhic.model.axes import MEMBER_TITLES

    named = {member: text for members in MEMBER_TITLES.values() for member, text in members.items()}
    return say.pick(named[kind]) if kind in named else kind.replace("_", " ")


def in_words(citation: str, say: Language = ENGLISH, works: Mapping[str, Source] | None = None) -> str:
    """A citation as a reader knows it; one whose key no work has stays as it is.

    >>> in_words("daviesWheatcroft2004[446-449]")
    'Davies and Wheatcroft 2004, pp. 446–449'
    >>> in_words("allen2003")
    'Allen 2003'
    """
    key, _, page = citation.strip().partition("[")
    work = (works or bibliography()).get(key) or say.own_works.get(key)
    if work is None:
        return citation.strip()
    letter = letters().get(key, "")
    named = (
        f"{_author(work, say)} {work.year.replace('--', '–')}{letter}".strip() if work.author else _titled(work, say)
    )
    return f"{named}, {_page(page.removesuffix(']'), say)}" if page else named


def label_of_work(key: str, citation: str, say: Language = ENGLISH) -> str:
    """A work in a list: its citation, after its name in references where a letter tells it from others of that year."""
    return f"{in_words(key, say)}: {citation}" if key in letters() else citation


def variant_in_words(variant: str, say: Language = ENGLISH) -> str:
    """The word for the definition of a variant, as a reader writes it."""
    return say(variant).replace("_", " ")


@cache
def letters() -> Mapping[str, str]:
    """By key the letter that tells works of the same authors and year apart: 1994a, 1994b."""
    alike: dict[tuple[str, str], list[str]] = {}
    for key, work in sorted(bibliography().items()):
        if work.author and work.year:
            alike.setdefault((_author(work, ENGLISH), work.year), []).append(key)
    return {key: ascii_lowercase[place] for keys in alike.values() if len(keys) > 1 for place, key in enumerate(keys)}


def all_in_words(citations: str, say: Language = ENGLISH, works: Mapping[str, Source] | None = None) -> str:
    """Several citations separated by semicolons, each in words."""
    return "; ".join(in_words(citation, say, works) for citation in citations.split(";") if citation.strip())


def _author(work: Source, say: Language) -> str:
    """Family names: one, two, or the first and others."""
    families = [author.split(",")[0].strip() for author in work.authors(say.code)]
    if len(families) > 2:
        return say("{author} et al.", author=families[0])
    return (", " if say.code == "ru" else " and ").join(families)  # Latin names are not joined by a Russian word


def _titled(work: Source, say: Language) -> str:
    """A work without an author by its title, and its year unless the title says it."""
    title = ((work.title_ru if say.code == "ru" else "") or work.title).replace("--", "–")
    year = work.year.replace("--", "–")
    return title if not year or year in title else f"{title}, {year}"


def _page(page: str, say: Language) -> str:
    """A page or several, with the word for them; a table or chapter as it is written, or as Russian names it."""
    if not page[:1].isdigit() or DATE.fullmatch(page):
        return _place(page) if say.code == "ru" else page
    return f"{say('p.') if page.isdecimal() else say('pp.')} {page.replace('-', '–')}"


def _place(place: str) -> str:
    """A place in a work in Russian, as it is written where it has no Russian name."""
    words = _locators()["words"]
    first, space, rest = place.partition(" ")
    is_numbered = first in words and rest[:1].isdigit() | rest.isupper()
    named = f"{words[first]}{space}{rest.replace('-', '–')}" if is_numbered else place
    return _locators()["places"].get(place, named)


@cache
def _locators() -> Mapping[str, Mapping[str, str]]:
    """Places in works and the words of which they are made, in Russian."""
    return read_toml(Path(__file__).with_name("locators.toml"))


def members(axis: str, say: Language) -> tuple[str, ...]:
    """The members of an axis in the language asked for: regions, crops, species."""
    from pyrrhic.model.axes import MEMBER_TITLES

    titles = MEMBER_TITLES[axis]
    return tuple(title.ru for title in titles.values()) if say.code == "ru" else tuple(titles)
