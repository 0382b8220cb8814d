"""`pyrrhic handout`: a lesson on paper; what is on which sheet, and what is refused."""

import json
import re

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.site.handout import DOCUMENTS, KEY, handout
from pyrrhic.app.site.page_script import short_title
from pyrrhic.app.views.answered.lessons import lesson_page, shown
from pyrrhic.studies.claims.answers import answers
from pyrrhic.studies.lessons import lesson, lessons
from pyrrhic.studies.lessons.numbers import numbers_of

TAGS = re.compile(r"<style>.*?</style>|<[^>]+>", re.DOTALL)
LANGUAGES = ("en", "ru")


def plain(page: str) -> str:
    import html

    return " ".join(html.unescape(TAGS.sub(" ", page)).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", lessons())
def test_the_key_is_on_its_own_sheet_and_not_on_the_worksheet(key, language):
    say = Language(language)
    page = lesson_page(lesson(key), answers(), say)
    for_class = plain(handout(lesson(key), answers(), say))
    for_teacher = plain(handout(lesson(key), answers(), say, KEY))
    for question in page.worksheet:
        asked, expected = plain(question.text), plain(question.key)
        assert asked in for_class and asked in for_teacher
        assert expected in for_teacher and expected not in for_class
    assert all(plain(point.text) in for_class for point in page.points)
    assert not say.missing and "{" not in for_class + for_teacher


def test_the_documents_are_on_a_third_sheet_in_translation():
    say = Language("en")
    page, sheet = lesson_page(lesson("s8"), answers(), say), plain(handout(lesson("s8"), answers(), say, DOCUMENTS))
    assert page.documents[0].translated and page.documents[0].text[0] in sheet
    assert "Translation: Pyrrhic." in sheet and "До ЦК" not in sheet
    russian = plain(handout(lesson("s8"), answers(), Language("ru"), DOCUMENTS))
    assert "До ЦК ВКП и СНК дошли сведения" in russian and "Перевод" not in russian


def test_it_is_written_where_it_is_asked_for(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, _ = call("handout", "S3", "--lang", "ru", "--json")
    assert status == 0 and json.loads(out) == {
        "lesson": "s3",
        "sheet": "class",
        "language": "ru",
        "written": "handout-s3.ru.html",
    }
    assert "План и урожай" in (tmp_path / "handout-s3.ru.html").read_text(encoding="utf-8")
    status, out, _ = call("handout", "s3", "--key", "-o", "key.html")
    assert status == 0 and "written: key.html" in out and (tmp_path / "key.html").is_file()


def test_a_link_is_printed_with_what_was_changed(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    link = "lab.en.html#v=1&s=no_exports&l=relief:1@1931-1932&y=1932"
    status, _, error = call("handout", "s8", "--from", link, "-o", "a.html", "--lang", "en")
    page = plain((tmp_path / "a.html").read_text(encoding="utf-8"))
    assert (
        status == 0 and error == "" and link in page and f"What was changed: {short_title('no_exports', 'en')}" in page
    )
    assert "1931–1932" in page
    status, _, error = call("handout", "s8", "--from", "lab.en.html#v=1&s=no_exprots", "-o", "b.html")
    assert status == 2 and "did you mean no_exports" in error and not (tmp_path / "b.html").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("s3", "--from", "nep"), "'nep' is no link"),
        (("s33",), "there is no lesson named s33; did you mean s3?"),
        (("s3", "--key", "--documents"), "--key and --documents are two sheets; allowed: one of them at a time"),
        (("s3", "-o", "a.txt"), "a page for the browser is written here"),
        (("s3", "--pdf", "-o", "a.html"), "a PDF is written here"),
    ],
)
def test_what_is_refused(call, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    status, out, error = call("handout", *words)
    assert status == 2 and out == "" and said in error
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("entry", "english", "russian"),
    [
        ({"figure": "grain_harvest_of_1932", "show": "range"}, "57.5 (50.1 to 69.8)", "57,5 (50,1–69,8)"),
        ({"figure": "grain_harvest_of_1932", "show": "span"}, "50.1 to 69.8", "50,1–69,8"),
        ({"figure": "horses_1933_over_1928", "per_cent": True}, "50%", "50\u00a0%"),
        ({"printed": 1600, "decimals": 0, "sources": ["allen2003"]}, "1,600", "1\u202f600"),
        ({"figure": "draft_power_of_1928_reached_again"}, "1937", "1937"),
    ],
)
def test_a_number_is_written_as_its_language_writes_it(entry, english, russian):
    number = numbers_of({"it": entry}, "mine.toml")["it"]
    assert [shown(number, answers(), Language(code)) for code in LANGUAGES] == [english, russian]


def test_an_interval_of_the_model_says_what_it_holds():
    entry = {"figure": "excess_deaths_1930_31_1933_34", "in": "as_it_happened", "show": "range"}
    number = numbers_of({"it": entry}, "mine.toml")["it"]
    assert re.fullmatch(r"[\d.]+ \(90%: [\d.]+ to [\d.]+\)", shown(number, answers(), Language("en")))
