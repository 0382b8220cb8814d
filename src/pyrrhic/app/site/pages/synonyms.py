"""The other names of what a series is of, by which a search finds it too: those of the words, and of `synonyms.toml`.

other_names(Text("Grain collections", "Заготовки зерна"))      # ["grain collections, ... хлебозаготовки, ...", ...]
"""

import re
from functools import cache
from importlib.resources import files

from pyrrhic.app.site.pages.terms import APART, in_any_form
from pyrrhic.app.site.pages.words import terms
from pyrrhic.fields import TEXT, check_entry, entries_of
from pyrrhic.texts import LANGUAGES, Text, text_of

FILE = "synonyms.toml"


def other_names(titles: Text) -> list[str]:
    """The names, in both languages, of everything that titles name in any form."""
    return [names for pattern, names in _known() if any(pattern.search(titles[code]) for code in LANGUAGES)]


@cache
def _known() -> tuple[tuple[re.Pattern, str], ...]:
    """What finds any name of a thing, and all its names. Raises a `PyrrhicError` with the place of what is wrong."""
    synonyms = entries_of(files(__package__).joinpath(FILE))
    for key, entry in synonyms.items():
        check_entry(entry, {"title": TEXT}, f"{FILE}, {key}", required=("title",))
    named = [entry for entry in terms().values() if not entry.get("common")]
    titles = [text_of(entry, "title", FILE) for entry in (*named, *synonyms.values())]
    return tuple((_pattern(title), ", ".join(title[code] for code in LANGUAGES)) for title in titles)


def _pattern(title: Text) -> re.Pattern:
    forms = (in_any_form(name, code) for code in LANGUAGES for name in APART.split(title[code]))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE)
