"""The terms of the site are those of the page of words: same terms, same English sentences, a Russian one for each."""

import re
from pathlib import Path

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.words import terms, words_view
from pyrrhic.texts import LANGUAGES

NOWHERE = dict.fromkeys(("words", "claims", "record", "model"), "")
PAGE = Path(__file__).parents[2] / "docs" / "words.md"
TERM = re.compile(r"^(?P<title>[^\n:#].*)\n(?P<text>(?:(?:: |  ).*\n)+)", re.MULTILINE)
WARNED_AGAINST = re.compile(r"\*(Not|As in)\* .*?(?=\*As in\*|$)")


def written() -> dict[str, str]:
    """The sentence of each term of the page, by its English title, without what it warns against and whom it follows."""
    page = PAGE.read_text(encoding="utf-8") + "\n"
    return {re.sub(r" \([^)]*\)", "", found["title"]): sentence(found["text"]) for found in TERM.finditer(page)}


def sentence(text: str) -> str:
    joined = re.sub(r"\s+", " ", text.removeprefix(": ").replace("\n: ", " ")).strip()
    return re.sub(r"\*([^*]+)\*", r"\1", WARNED_AGAINST.sub("", joined)).replace("`", "").strip()


def test_every_term_of_the_page_is_on_the_site_with_its_sentence():
    site = {entry["title"]["en"]: entry["text"]["en"] for entry in terms().values()}
    assert len(site) > 80 and site == written()


@pytest.mark.parametrize("key", terms())
def test_a_term_is_said_in_russian(key):
    title, text = terms()[key]["title"]["ru"], terms()[key]["text"]["ru"]
    assert title and text.endswith(".") and not re.search(r"[A-Za-z]", title + text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_institution_is_written_as_it_names_itself(code):
    works = words_view(NOWHERE, Language(code))
    authors = {work["author"] for work in works["works"]}
    assert code != "en" or "Food and Agriculture Organization of the United Nations" in authors
    assert not any("{" in author for author in authors)
    assert all(letter["letter"].isalpha() for letter in works["letters"])


def test_a_russian_bibliography_begins_with_works_in_russian_letters():
    letters = [letter["letter"] for letter in words_view(NOWHERE, Language("ru"))["letters"]]
    russian = [letter for letter in letters if letter >= "А"]
    assert len(russian) > 15 and letters[: len(russian)] == russian == sorted(russian)
