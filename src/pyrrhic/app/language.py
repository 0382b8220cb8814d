"""The language of what is shown: English texts, their Russian translations, numbers and years as each writes them.

    language = Language("ru")
    language("Grain harvest"), language.number(68.4, 1), language.agricultural(1932)
    language.many("{count} draw", "{count} draws", 400)

The English text is the key; the Russian one stands in `locale/ru/LC_MESSAGES/pyrrhic.po`, read with Babel, that of the
definitions of series and the notes of figures and works in the files of `text/notes`, and that of what equations say of
themselves in the files of `text/equations`.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from gettext import c2py
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from pyrrhic.errors import UnknownName
from pyrrhic.files import read_toml
from pyrrhic.record.years import agricultural_year
from pyrrhic.texts import LANGUAGES, Text

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

    from pyrrhic.sources import Source

FOLDER = Path(__file__).with_name("locale")
TEXTS = Path(__file__).with_name("text")
NOTES, EQUATIONS = TEXTS / "notes", TEXTS / "equations"
MOST_DECIMALS = 6  # of a figure
MINUS, NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE = "\u2212", "\u202f", "\u00a0"


@cache
def catalogue(code: str) -> "Catalog":
    """The translations of a language; none for English, whose texts are the keys themselves."""
    from babel.messages.pofile import read_po

    file = FOLDER / code / "LC_MESSAGES" / "pyrrhic.po"
    if not file.is_file():
        return read_po(StringIO(), locale=code)
    with file.open("rb") as opened:
        return read_po(opened, locale=code)


@cache
def russian(folder: Path) -> Mapping[str, str]:
    """The Russian of what the files of a folder say, by the English text."""
    return {
        english: russian
        for file in sorted(folder.glob("*.toml"))
        for english, russian in read_toml(file)[folder.name].items()
    }


@cache
def plural_form(code: str) -> Callable[[int], int]:
    """Which of its forms a language takes after a count, by the rule of its catalogue."""
    return c2py(catalogue(code).plural_expr)


@cache
def written(code: str, value: float, decimals: int) -> str:
    """A rounded number as a language writes it."""
    from babel.numbers import format_decimal

    text = format_decimal(value, "#,##0" + ("." + "0" * decimals if decimals else ""), locale=code)
    return text.replace("-", MINUS).replace(NO_BREAK_SPACE, NARROW_NO_BREAK_SPACE)


class Language:
    """Says a text, a number or a year in one language, and remembers the texts it has no translation for.

    `own_works` are the works of a user's files, by which citations are said that the bibliography does not have.
    """

    def __init__(self, code: str, own_works: "Mapping[str, Source] | None" = None):
        if code not in LANGUAGES:
            raise UnknownName("language", code, LANGUAGES)
        self.code = code
        self.own_works = own_works or {}
        self.missing: set[str] = set()

    @cached_property
    def catalogue(self) -> "Catalog":
        """The translations of this language, read when the first is asked for."""
        return catalogue(self.code)

    def __call__(self, text: str, **values) -> str:
        """The text in this language with `{names}` filled in; the English one where there is no other."""
        translated = self._forms(text)
        form = translated[0] if translated else text
        return self._kept_together(form.format(**values) if values else form)

    def many(self, singular: str, plural: str, count: int, **values) -> str:
        """A text with a `{count}`, in the form that this language has after that count: 1 тонна, 2 тонны, 5 тонн."""
        translated = self._forms(singular)
        form = translated[plural_form(self.code)(count)] if translated else (singular if count == 1 else plural)
        return self._kept_together(form.format(count=self.number(count, 0), **values))

    def _forms(self, text: str) -> tuple[str, ...]:
        """The translations of a text, one for each plural form it has; none in English or where one is missing."""
        if self.code == "en" or not text:
            return ()
        message = self.catalogue.get(text)
        string = message.string if message else russian(NOTES).get(text) or russian(EQUATIONS).get(text, "")
        forms = (string,) if isinstance(string, str) else tuple(string or ("",))
        if all(forms):
            return forms
        self.missing.add(text)
        return ()

    def _kept_together(self, text: str) -> str:
        """Russian abbreviations stay on the line of their number."""
        if self.code == "ru":
            for short in ("гг.", "г.", "млн", "кБ"):
                text = re.sub(rf"(?<=\d) {re.escape(short)}", NO_BREAK_SPACE + short, text)
        return text

    def pick(self, text: Text | Mapping[str, str]) -> str:
        """This language's part of a text in both languages."""
        return self._kept_together(text[self.code])

    def number(self, value: float | None, decimals: int = 1) -> str:
        """A number with its decimals, grouped as the language groups them; a dash where there is none."""
        if value is None or value != value:
            return "–"
        return written(self.code, round(float(value), decimals) + 0.0, decimals)

    def figure(self, value: float) -> str:
        """A figure of the record with the decimals that it is printed with."""
        text = f"{value:.10g}"
        decimals = len(text.partition(".")[2]) if "e" not in text else MOST_DECIMALS
        return self.number(value, min(decimals, MOST_DECIMALS))

    def printed(self, number: str) -> str:
        """A number that is written already, with the decimal sign of this language."""
        return number if self.code == "en" else number.replace(".", ",")

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

        return UNITS[symbol].name[self.code]

    def region(self, key: str) -> str:
        """The name of a region of the model."""
        from pyrrhic.model.axes import MEMBER_TITLES

        return MEMBER_TITLES["region"][key][self.code]


ENGLISH = Language("en")


def spoken(text: Text | str, say: Language) -> str:
    """What a file of data says, in the language asked for: its own Russian where it has it, else the catalogue's."""
    return say.pick(text) if isinstance(text, Text) else say(text)
