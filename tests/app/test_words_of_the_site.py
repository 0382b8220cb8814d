"""The terms of the site are those of the page of words: same terms, same English sentences, a Russian one for each."""

import re
import tomllib
from pathlib import Path

import pytest

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.series.table import NAME
from pyrrhic.app.site.pages.record import record_view
from pyrrhic.app.site.pages.words import terms, words_view
from pyrrhic.texts import LANGUAGES

SOURCE = Path(pyrrhic.__file__).parent

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


NOBODY_SAVED = re.compile(
    r"\bsav(?:e|es|ed|ing)\b[^.;:]*\b(?:lives|people)\b|\b(?:lives|people)\b[^.;:]*\bsav(?:e|es|ed|ing)\b"
    r"|\bcosts? lives\b|\bспас(?:[ае]|[лт]|ён)\w*",
    re.IGNORECASE,
)
KEY = re.compile(r"\([a-z]+(?:_[a-z]+)+\)")  # what a page does not show as code


def sentences(value) -> list[str]:
    """Every sentence of the texts of a file."""
    if isinstance(value, dict):
        return [sentence for part in value.values() for sentence in sentences(part)]
    if isinstance(value, list):
        return [sentence for part in value for sentence in sentences(part)]
    return re.split(r"(?<=[.;:])\s+", value) if isinstance(value, str) else []


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.toml")), ids=lambda file: str(file.relative_to(SOURCE)))
def test_there_are_fewer_deaths_and_nobody_is_saved(file):
    assert not [said for said in sentences(tomllib.loads(file.read_text("utf-8"))) if NOBODY_SAVED.search(said)]


@pytest.mark.parametrize("file", sorted((SOURCE / "studies").rglob("*.toml")), ids=lambda file: file.stem)
def test_no_name_of_the_program_stands_in_a_sentence_of_a_page(file):
    assert not [said for said in sentences(tomllib.loads(file.read_text("utf-8"))) if KEY.search(said)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_record_calls_other_series_by_their_titles(code):
    shown = [series for topic in record_view(Language(code), "")["topics"] for series in topic["series"]]
    notes = [note.text for series in shown for note in (*series["notes"], *series["of_all"])]
    texts = [*notes, *(said for series in shown for said in (series["about_shown"], series["apart_shown"]))]
    assert len(texts) > 500 and not [text for text in texts if NAME.search(text)]
