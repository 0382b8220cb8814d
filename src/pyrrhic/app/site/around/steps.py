"""The steps of the lessons as a script that every page reads: where each is, what the teacher says, what the student does.

text = steps_script([lesson_page(lesson("s3"), answers(), Language("ru"))])   # a classic script: the constant `lessons`
"""

import json
from collections.abc import Iterable
from typing import Any

from pyrrhic.app.views.answered.lessons import LessonPage, StepPage


def steps_script(lessons: Iterable[LessonPage]) -> str:
    """The constant `lessons`: each lesson by its key, with its title and its steps."""
    shown = {page.key: {"title": page.title, "steps": list(map(_step, page.steps))} for page in lessons}
    return f'"use strict";\nconst lessons = {json.dumps(shown, ensure_ascii=False)};\n'


def _step(step: StepPage) -> dict[str, Any]:
    """A step; its address is that of the link after the file, which a reader's language names."""
    place = "#" + step.link.partition("#")[2]
    texts = {"title": step.title, "teacher": step.teacher, "student": step.student}
    return {"page": step.page, "hash": place, "minute": step.begins, **texts}
