"""A text in the two languages of the project. Every file writes one as `title = { en = "...", ru = "..." }`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyrrhic.errors import BadFile

LANGUAGES = ("en", "ru")


@dataclass(frozen=True)
class Text:
    """What is said in English and in Russian."""

    en: str
    ru: str

    def __getitem__(self, language: str) -> str:
        """The text in a language, `en` or `ru`."""
        return {"en": self.en, "ru": self.ru}[language]

    def keys(self) -> tuple[str, ...]:
        """The languages, so that `dict(text)` has the text of each."""
        return LANGUAGES

    def __str__(self) -> str:
        return self.en

    def __bool__(self) -> bool:
        return bool(self.en or self.ru)


NO_TEXT = Text("", "")


def text_of(entry: Mapping[str, Any], field: str, place: str) -> Text:
    """The text that a field of a TOML table holds; `place` names the file and the entry in an error.

    >>> text_of({"title": {"en": "Seed", "ru": "Семена"}}, "title", "quantities.toml, seed")
    Text(en='Seed', ru='Семена')

    Raises `BadFile` where the field, a language, or what it says is missing, and where there is a third language.
    """
    if field not in entry:
        raise BadFile(f"the field {field} is missing", where=place)
    languages = entry[field]
    if not isinstance(languages, Mapping):
        raise BadFile(f'write {field} = {{ en = "...", ru = "..." }}, a text in both languages', where=place)
    for language in LANGUAGES:
        if not str(languages.get(language, "")).strip():
            raise BadFile(f"{field} has no text in {language}", where=place)
    for language in languages:
        if language not in LANGUAGES:
            raise BadFile(f"{field} has a text in {language}", where=place, allowed=", ".join(LANGUAGES))
    return Text(languages["en"], languages["ru"])
