"""The terms of the site are those of the page of words: same terms, same English sentences, a Russian one for each."""

import re
from pathlib import Path

import pytest

from pyrrhic.app.site.pages.words import terms

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
