"""The language of what is shown: English texts, their Russian translations, numbers and years as each writes them.

    language = Language("ru")
    language("Grain harvest"), language.number(68.4, 1), language.agricultural(1932)

The English text is the key; the Russian one stands in `locale/ru/LC_MESSAGES/pyrrhic.po`, read with Babel.
"""

import re
from functools import cache
from pathlib import Path

from pyrrhic.errors import UnknownName
from pyrrhic.record.years import agricultural_year
from pyrrhic.texts import Text

FOLDER = Path(__file__).with_name("locale")
LANGUAGES = {"en": "English", "ru": "русский"}
MINUS, NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE = "\u2212", "\u202f", "\u00a0"


@cache
def catalogue(code: str) -> dict[str, str]:
    """Translations by English text; none for English, which is the key itself."""
    if code not in LANGUAGES:
        raise UnknownName("language", code, LANGUAGES)
    file = FOLDER / code / "LC_MESSAGES" / "pyrrhic.po"
    if not file.is_file():
        return {}
    from babel.messages.pofile import read_po

    with file.open("rb") as opened:
        return {message.id: message.string for message in read_po(opened, locale=code) if message.id}


@cache
def written(code: str, value: float, decimals: int) -> str:
    """A rounded number as a language writes it."""
    from babel.numbers import format_decimal

    said = format_decimal(value, "#,##0" + ("." + "0" * decimals if decimals else ""), locale=code)
    return said.replace("-", MINUS).replace(NO_BREAK_SPACE, NARROW_NO_BREAK_SPACE)


class Language:
    """Says a text, a number or a year in one language, and remembers the texts it has no translation for."""

    def __init__(self, code: str):
        self.code = code
        self.texts = catalogue(code)
        self.missing: set[str] = set()

    def __call__(self, text: str, **values) -> str:
        """The text in this language with `{names}` filled in; the English one where there is no other."""
        said = self.texts.get(text, "")
        if not said:
            said = text
            if self.code != "en" and text:
                self.missing.add(text)
        return self._kept_together(said.format(**values) if values else said)

    def _kept_together(self, said: str) -> str:
        """Russian abbreviations stay on the line of their number."""
        if self.code == "ru":
            for short in ("гг.", "г.", "млн", "кБ"):
                said = re.sub(rf"(?<=\d) {re.escape(short)}", NO_BREAK_SPACE + short, said)
        return said

    def pick(self, titles) -> str:
        """The text of this language among texts by language code."""
        return self._kept_together(titles.get(self.code) or titles["en"])

    def number(self, value: float | None, decimals: int = 1) -> str:
        """A number with its decimals, grouped as the language groups them; a dash where there is none."""
        if value is None or value != value:
            return "–"
        return written(self.code, round(float(value), decimals) + 0.0, decimals)

    def span(self, low: float, high: float, decimals: int = 1) -> str:
        """A range of two numbers."""
        return f"{self.number(low, decimals)}–{self.number(high, decimals)}"

    def agricultural(self, year: int) -> str:
        """An agricultural year, 1932/33."""
        return agricultural_year(year)

    def years(self, first: int, last: int) -> str:
        """A span of years, 1930–33 as 1930–1933."""
        return str(first) if first == last else f"{first}–{last}"

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share of one in per cent."""
        return self.number(share * 100.0, decimals) + self.per_cent

    @property
    def per_cent(self) -> str:
        """The sign of per cent as it follows a number."""
        return "%" if self.code == "en" else NO_BREAK_SPACE + "%"

    def unit(self, symbol: str) -> str:
        """The name of a unit."""
        from pyrrhic.units import UNITS

        return UNITS[symbol].russian if self.code == "ru" else UNITS[symbol].english

    def region(self, key: str) -> str:
        """The name of a region of the model."""
        from pyrrhic.model.axes import REGIONS

        named = {region.key: region for region in REGIONS}[key]
        return named.russian if self.code == "ru" else named.english


ENGLISH = Language("en")


def spoken(text: Text | str, say: Language) -> str:
    """What a file of data says, in the language asked for: its own Russian where it has it, else the catalogue's."""
    return say.pick({"en": text.en, "ru": text.ru}) if isinstance(text, Text) else say(text)
