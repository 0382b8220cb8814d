"""Lessons for a class, one for each claim: question, background, bullet points, steps, documents, worksheet, controversy."""

from pyrrhic.studies.lessons.lesson import Lesson, lesson, lessons

__all__ = ["Lesson", "lesson", "lessons"]
