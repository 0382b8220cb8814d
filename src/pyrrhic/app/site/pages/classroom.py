"""The page Classroom: how to use the lessons, why there is no role play, and the eight lessons in full.

shown = classroom_view(answers(), Shown(Language("ru"), "lab.ru.html", "words.ru.html"))   # what class.html prints
"""

from collections.abc import Iterable
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.site.works import cited
from pyrrhic.app.views.answered.lessons import DocumentPage, LessonPage, PositionPage, StepPage, lesson_page
from pyrrhic.studies.claims.answers import Answers
from pyrrhic.studies.lessons import Lesson, lessons

View = dict[str, Any]
NO_ROLE_PLAY = ("ushmmGuidelines[guideline 12]", "totten2000")
PROCEDURE = ("johnsonJohnson1988[58-64]",)


def classroom_view(answered: Answers, words: str, claims: str, say: Language) -> View:
    """What the template prints; `words` and `claims` are the files of those pages."""
    return {
        "lessons": [_lesson(lesson, answered, (words, claims), say) for lesson in lessons().values()],
        "no_role_play": cited(NO_ROLE_PLAY, words, say),
        "procedure": cited(PROCEDURE, words, say),
    }


def _lesson(lesson: Lesson, answered: Answers, files: tuple[str, str], say: Language) -> View:
    page, (words, claims) = lesson_page(lesson, answered, say), files

    def cite(sources: Iterable[str]) -> list[View]:
        return cited(sources, words, say)

    return {
        "page": page,
        "background": cite(page.background.sources),
        "points": [{"text": point.text, "works": cite(point.sources)} for point in page.points],
        "table_works": cite(source for row in page.table.rows if row.record for source in row.record.sources),
        "figures": f"{claims}#{page.key}",
        "steps": [_step(page, step) for step in page.steps],
        "documents": [_document(document, cite(document.sources)) for document in page.documents],
        "positions": [_position(position, cite(position.sources)) for position in page.positions],
    }


def _step(page: LessonPage, step: StepPage) -> View:
    """A step with the name by which the address of a page says which it is."""
    return {"step": step, "name": f"{page.key}.{step.number}"}


def _document(document: DocumentPage, works: list[View]) -> View:
    return {"page": document, "works": works}


def _position(position: PositionPage, works: list[View]) -> View:
    return {"page": position, "works": works}
