"""The page of words and works: terms from A to Z in both languages, and the bibliography with where each work is used."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.site.works import cited, works_view
from pyrrhic.errors import BadFile
from pyrrhic.fields import TEXT, TRUTH, WORDS, Content, check_entry, entries_of
from pyrrhic.texts import LANGUAGES, text_of

FILE = "words.toml"
OF_A_TERM: Mapping[str, Content] = {"title": TEXT, "text": TEXT, "sources": WORDS, "common": TRUTH}
View = dict[str, Any]


def terms() -> Mapping[str, Mapping[str, Any]]:
    """Every term by its anchor. Raises a `PyrrhicError` with the place of what is wrong."""
    entries = entries_of(files(__package__).joinpath(FILE))
    for key, entry in entries.items():
        check_entry(entry, OF_A_TERM, f"{FILE}, {key}", required=("title", "text"))
    return entries


def words_view(files_of: Mapping[str, str], say: Language) -> View:
    """What the template prints; `files_of` are the files of the pages."""
    named = sorted((_term(key, entry, files_of["words"], say) for key, entry in terms().items()), key=_order)
    works = list(_lettered(works_view(files_of, say)))
    return {
        "terms": named,
        "letters_of_terms": list(_letters(named)),
        "works": works,
        "letters": [work for work in works if work["begins"]],
    }


def _term(key: str, entry: Mapping[str, Any], file: str, say: Language) -> View:
    title, text = (text_of(entry, field, f"{FILE}, {key}") for field in ("title", "text"))
    (other,) = (language for language in LANGUAGES if language != say.code)
    if not title[say.code]:
        raise BadFile("a term has no title", where=f"{FILE}, {key}, {say.code}")
    return {
        "anchor": f"word-{key}",
        "title": say.pick(title),
        "other": title[other],
        "other_language": other,
        "text": say.pick(text),
        "works": cited(entry.get("sources", ()), file, say),
    }


def _order(term: View) -> str:
    return term["title"].casefold().replace("ё", "е")


def _letters(named: list[View]) -> Iterator[View]:
    """The first term of each letter."""
    seen: set[str] = set()
    for term in named:
        letter = term["title"][0].upper()
        if letter not in seen:
            seen.add(letter)
            yield {"letter": letter, "anchor": term["anchor"]}


def _lettered(works: list[View]) -> Iterator[View]:
    """The works, each with whether a letter begins with it."""
    before = ""
    for work in works:
        yield {**work, "begins": work["letter"] != before}
        before = work["letter"]
