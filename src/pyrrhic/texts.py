"""A text in the two languages of the project."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """What is said in English and in Russian."""

    en: str
    ru: str

    def __getitem__(self, language: str) -> str:
        """The text in a language, `en` or `ru`."""
        return {"en": self.en, "ru": self.ru}[language]

    def __str__(self) -> str:
        return self.en

    def __bool__(self) -> bool:
        return bool(self.en or self.ru)
