"""The steps of the lessons as a script that every page reads: where each is, what the teacher says, what the student does.

text = steps_script(titled, "ru")       # a classic script: it declares one constant, `lessons`
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from pyrrhic.studies.lessons.lesson import Lesson, Step
from pyrrhic.texts import Text

SECONDS = 60
Filled = Callable[[Text], str]


def steps_script(lessons: Iterable[tuple[Lesson, Filled]], language: str) -> str:
    """The constant `lessons` of a language: each lesson with the function that fills the numbers into its texts."""
    shown = {lesson.key: _lesson(lesson, filled, language) for lesson, filled in lessons}
    return f'"use strict";\nconst lessons = {json.dumps(shown, ensure_ascii=False)};\n'


def _lesson(lesson: Lesson, filled: Filled, language: str) -> dict[str, Any]:
    steps = [
        {**_step(step, filled, language), "minute": minute(lesson.begins(number))}
        for number, step in enumerate(lesson.steps, start=1)
    ]
    return {"title": filled(lesson.title), "steps": steps}


def _step(step: Step, filled: Filled, language: str) -> dict[str, str]:
    texts = {"title": filled(step.title), "teacher": filled(step.teacher), "student": filled(step.student)}
    return {"page": step.page, "hash": "#" + step.link(language).partition("#")[2], **texts}


def minute(minutes: float) -> str:
    """A minute of a lesson as a clock shows it: 3:45."""
    whole, seconds = divmod(round(minutes * SECONDS), SECONDS)
    return f"{whole}:{seconds:02d}"
