"""The tone of the pages, in both languages: nothing of a game, nobody saved, deaths with their interval, no calques, both forms."""

import html
import json
import re

import pytest

from pyrrhic.app.site.site import PAGES
from pyrrhic.texts import LANGUAGES

pytestmark = pytest.mark.browser
OF_A_GAME = {
    "en": r"\b(win|wins|winner|winning|player|(?<!of two )players|high ?score|game over|you (?:won|lost)|well done|congratulations)\b",
    "ru": r"\b(выигра(?:л\w*|ть|ете)|победител\w*|игрок\w*|(?<!ни )очк(?:и|ов|ами)|молодец|поздравля\w+)\b",
}
SAVED = {
    "en": r"\b(sav(?:e|ed|es|ing) (?:the )?(?:lives|life|people|millions)|lives saved|lives? (?:are|were|would|could) (?:have been |be |have )?saved|deaths averted)\b",
    "ru": r"\b(спас(?:ти|ла|ло|ли|ает|ённ\w+|енн\w+|ение)\s+(?:бы\s+)?(?:жизн\w*|люд\w*|миллион\w*)|спас[её]нн?\w*)",
}
SOME_SAY = {
    "en": r"\bsome (?:say|people say|argue|believe|historians)\b",
    "ru": r"\b(некоторые (?:считают|полагают|говорят)|есть мнение)\b",
}
CALQUES = r"\b(по нужде|рычаг\w* истории|соперничающ\w+ структур\w*|делать смысл|в терминах|имеет место быть|драйвер\w*|инсайт\w*|кейс\w*|слайдер\w*|контрфакт\b)"
NOT_OURS = re.compile(
    r"<(cite|q|blockquote|script|style)\b.*?</\1>", re.S
)  # titles of works and quotations are others' words
TAG = re.compile(r"<[^>]+>")
DENIED = {"en": r"no goal and no score|Nothing here is a game", "ru": r"ни цели, ни (?:сч[её]та|очков)"}


def text_of(folder, name, language):
    """What a page says in its own words."""
    whole = (folder / f"{name}.{language}.html").read_text(encoding="utf-8")
    return html.unescape(TAG.sub(" ", NOT_OURS.sub(" ", whole)))


def scripts_of(folder, language):
    """What the scripts say."""
    whole = (folder / "data" / f"page.{language}.js").read_text(encoding="utf-8")
    return " \n".join(json.loads(whole.partition("= ")[2].rstrip().rstrip(";"))["texts"].values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", (*PAGES, "scripts"))
def test_no_word_of_a_game_nobody_saved_and_no_nameless_opinion(folder, name, language):
    text = scripts_of(folder, language) if name == "scripts" else text_of(folder, name, language)
    for forbidden in (OF_A_GAME, SAVED, SOME_SAY):
        found = [
            text[max(0, seen.start() - 60) : seen.end() + 40] for seen in re.finditer(forbidden[language], text, re.I)
        ]
        assert not found
    if language == "ru":
        assert not re.findall(CALQUES, text, re.I)


def test_the_patterns_see_what_they_forbid():
    assert re.search(OF_A_GAME["en"], "The player wins") and re.search(OF_A_GAME["ru"], "игрок выиграл")
    assert re.search(SAVED["en"], "it saved lives") and re.search(SAVED["ru"], "спасла бы жизни")
    assert re.search(SOME_SAY["en"], "some say") and re.search(CALQUES, "рычаги истории")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_pages_say_that_this_is_no_game(folder, language):
    for name in ("index", "lab"):
        assert re.search(DENIED[language], text_of(folder, name, language))


DEATHS = {"en": r"deaths?\b", "ru": r"смерт|умерш"}
ROWS = """(deaths) => [...document.querySelectorAll("main tbody tr, #dialog tbody tr")]
  .filter((row) => new RegExp(deaths, "i").test(row.querySelector("th")?.textContent || ""))
  .flatMap((row) => {
    const cells = [...row.querySelectorAll("td")].map((cell) => cell.textContent.trim()).filter(Boolean), said = cells.join(" ");
    if (row.closest("#body")) return /\\d.*\\(|\\d.*\\u2013|\\d/.test(said) && /\\d.(to|\\u2013|\\u2026|\\.\\.\\.)/.test(said) ? [] : [row.textContent];
    return cells.filter((cell) => /^[\\u2212-]?\\d/.test(cell) && !cell.includes("(") && !/^[\\u2212-]?0([.,]0+)?$/.test(cell))
      .map((cell) => `${row.querySelector("th").textContent.trim()}: ${cell}`);
  })"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ("claims", "index", "lab"))
def test_deaths_stand_with_an_interval(browser, folder, name, language):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((folder / f"{name}.{language}.html").as_uri())
    assert page.evaluate(ROWS, DEATHS[language]) == []
    page.context.close()
