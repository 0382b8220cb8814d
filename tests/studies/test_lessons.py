"""The lessons: complete, sourced, in plain words, with links that open what they say and numbers that are read, not typed."""

import re
import tomllib
from pathlib import Path

import pytest

from pyrrhic.app.site.page_script import entries
from pyrrhic.errors import PyrrhicError
from pyrrhic.studies import lessons as package
from pyrrhic.studies.claims.claim import claims
from pyrrhic.studies.lessons import lesson, lessons
from pyrrhic.studies.lessons.lesson import read_lesson
from pyrrhic.studies.lessons.numbers import SLOT, VALUE, slots

KEYS = tuple(claim.key.lower() for claim in claims())
MONTHS = {
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
}
YEARS = re.compile(r"\b1[89]\d\d(?:/\d\d)?(?:[–-]\d\d(?:\d\d)?(?:/\d\d)?)?(?:s|-[а-я]+)?")
NAMES = re.compile(r"\bS[1-8]\b")
FORBIDDEN = {
    "en": r"win|wins|won|winner|scor\w+|best|player\w*|game\w*|sav(?:e|ed|ing) (?:\w+ )?lives|guess\w*",
    "ru": r"выигр\w+|побед\w+|игрок\w*|очк[иа]\b|спас\w+ жизн\w+|угада\w+|геро[йи]\w*",
}
SHORTEST, LONGEST = 100, 150


def document(key: str) -> dict:
    return tomllib.loads((Path(package.__file__).parent / f"{key}.toml").read_text(encoding="utf-8"))


def typed_digits(text: str, language: str) -> list[str]:
    """Numbers that stand in a text and are neither slots nor dates."""
    bare = SLOT.sub("", text)
    dates = rf"\b\d{{1,2}} (?:to \d{{1,2}} )?(?:{MONTHS[language]})|(?:{MONTHS[language]}) \d{{1,2}}\b"
    for pattern in (dates, YEARS, NAMES):
        bare = re.sub(pattern, "", bare)
    return re.findall(r"\d+", bare)


def forbidden(text: str, language: str) -> list[str]:
    return re.findall(rf"\b(?:{FORBIDDEN[language]})\b", text, re.IGNORECASE)


def test_there_is_a_lesson_for_each_claim_in_their_order():
    assert tuple(lessons()) == KEYS
    assert [each.claim for each in lessons().values()] == list(claims())


def test_the_five_minutes_have_the_marks_of_the_plan_and_the_others_take_a_school_hour():
    short = lesson("s8")
    assert [short.begins(number) for number in range(1, 8)] == [0, 0.75, 1.5, 2.25, 3, 4, 4.75]
    assert [step.page for step in short.steps] == ["index", "index", "year", "lab", "claims", "record", "class"]
    assert {each.key: each.minutes for each in lessons().values()} == {**dict.fromkeys(KEYS, 45), "s8": 5}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", MONTHS)
def test_a_background_is_read_in_a_minute(key, language):
    assert SHORTEST <= len(lesson(key).background.text[language].split()) <= LONGEST


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", MONTHS)
def test_no_number_is_typed_that_is_computed_or_printed(key, language):
    assert not [
        (text[language], digits) for text in lesson(key).texts() if (digits := typed_digits(text[language], language))
    ]


@pytest.mark.parametrize(
    ("text", "language", "digits"),
    [
        ("In 1932/33 the state took 18 million tonnes, on 7 August.", "en", ["18"]),
        ("Урожай 1932 г. составил {harvest} млн т, 22 января 1933 г.", "ru", []),
        ("Lesson S1: 47% of the 1930s.", "en", ["47"]),
        ("С 1930-х годов 13 754 выступления", "ru", ["13", "754"]),
    ],
)
def test_a_typed_number_would_be_found(text, language, digits):
    assert typed_digits(text, language) == digits


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", FORBIDDEN)
def test_no_word_of_a_game_stands_in_a_lesson(key, language):
    assert not [words for text in lesson(key).texts() if (words := forbidden(text[language], language))]


def test_a_word_of_a_game_would_be_found():
    assert forbidden("Who wins? The best score saves lives.", "en") == ["wins", "best", "score"]
    assert forbidden("Сколько спасено жизней: выигрыш.", "ru") == ["спасено жизней", "выигрыш"]


@pytest.mark.parametrize("key", KEYS)
def test_deaths_never_stand_without_their_interval(key):
    of_deaths = [
        number
        for number in lesson(key).numbers.values()
        for figure in (number.figure or (number.statement.figure if number.statement else None),)
        if figure and re.search("deaths|shot_dead", figure.name)
    ]
    assert all(number.show != VALUE for number in of_deaths)
    assert of_deaths or key not in ("s3", "s7", "s8")


@pytest.mark.parametrize("key", KEYS)
def test_a_step_opens_scenarios_panels_levers_and_years_that_there_are(key):
    for step in lesson(key).steps:
        state, link = dict(step.state), step.link("ru")
        assert set(state.get("p", "harvest").split(",")) <= set(entries("panels"))
        assert {part.partition(":")[0] for part in filter(None, state.get("l", "").split(";"))} <= set(
            entries("levers")
        )
        assert 1926 <= int(state.get("y", 1932)) <= 1939
        assert link.startswith(f"{step.page}.ru.html#") and len(link) < 1500
        assert step.anchor or link.partition("#")[2].startswith("v=1")


@pytest.mark.parametrize("key", KEYS)
def test_what_is_said_at_a_step_holds_no_number_for_the_page_shows_them(key):
    for step in lesson(key).steps:
        assert not any(slots(text[language]) for text in (step.teacher, step.student) for language in MONTHS)


@pytest.mark.parametrize("key", KEYS)
def test_a_document_is_printed_with_right_translation_and_where_it_was_read_or_named_alone(key):
    documents = lesson(key).documents
    for each in documents:
        assert each.rights and each.held and each.sources and len(each.questions) >= 2
        assert bool(each.original) == bool(each.translated) == bool(each.seen) == bool(each.language)
        assert each.original or "not printed" in each.rights.en.casefold()
    assert any(each.original for each in documents)


@pytest.mark.parametrize("key", KEYS)
def test_a_controversy_is_between_two_named_scholars_with_their_works(key):
    first, second = lesson(key).controversy.positions
    assert first.scholar.en != second.scholar.en and set(first.sources) != set(second.sources)
    named = re.compile(r"^[A-Z][\w.-]*(?: [A-Z][\w.-]*)+(?: and [A-Z][\w.-]*(?: [A-Z][\w.-]*)+)?$")
    assert named.match(first.scholar.en) and named.match(second.scholar.en)


@pytest.mark.parametrize("key", KEYS)
def test_a_worksheet_has_every_kind_of_question(key):
    assert {question.kind for question in lesson(key).worksheet} == {"sourcing", "figure", "corroboration", "argument"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda entry: entry["numbers"].pop("exports"), "the slot exports has no number"),
        (
            lambda entry: entry["numbers"].update(more={"figure": "grain_harvest_of_1932"}),
            "the number more stands in no text",
        ),
        (lambda entry: entry["points"].pop(), "it has 4 points, and a lesson has 5"),
        (lambda entry: entry["steps"][1].update(state={"s": "no_exprots"}), "steps 2, s: .*did you mean no_exports"),
        (lambda entry: entry["steps"][0].update(page="labb"), "did you mean lab"),
        (lambda entry: entry["steps"][4].update(anchor="s9"), "there is no part of the page claims named s9"),
        (
            lambda entry: entry["documents"][0].pop("translation"),
            "a document that is printed has the field translation",
        ),
        (lambda entry: entry["worksheet"][0].update(kind="quiz"), "there is no kind of question named quiz"),
        (lambda entry: entry["numbers"]["exports"].update({"in": "nepp"}), "number exports: .*did you mean nep"),
        (lambda entry: entry["table"].append("horses_1933"), "there is no figure of the claim named horses_1933"),
        (lambda entry: entry.update(key="s7"), "the key s7 is not that of the claim S8"),
    ],
)
def test_what_is_wrong_is_told_with_the_place(change, said):
    entry = document("s8")
    change(entry)
    with pytest.raises(PyrrhicError, match=rf"^mine\.toml.*{said}"):
        read_lesson(entry, "mine.toml")


def test_a_lesson_that_there_is_not_is_refused_with_the_nearest():
    assert lesson("S3") is lesson("s3")
    with pytest.raises(PyrrhicError, match="there is no lesson named s33; did you mean s3"):
        lesson("s33")
