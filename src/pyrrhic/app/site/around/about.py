"""What this is, for whom, under which licence, and how to cite it: the foot of every page.

about_view("0f00ba11", Language("ru"))["citation"]      # "Основатели проекта Pyrrhic. Pyrrhic: ... Версия 0.1.0, ..."
"""

from functools import cache
from importlib.resources import files
from typing import Any

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.fields import TABLE, TEXT, WHOLE, WORD, check_entry
from pyrrhic.files import read_toml
from pyrrhic.texts import text_of

FILE = "about.toml"
OF_THE_PROJECT = {"title": TEXT, "authors": TEXT, "year": WHOLE, "what": TEXT, "for_whom": TEXT, "owed": TEXT}
OF_A_LICENCE = {"of": TEXT, "name": WORD}


@cache
def document() -> dict[str, Any]:
    """The file, checked. Raises a `PyrrhicError` with the place of what is wrong."""
    read = read_toml(files(__package__).joinpath(FILE))
    check_entry(read, {"about": TABLE, "licences": TABLE}, FILE, ("about", "licences"))
    check_entry(read["about"], OF_THE_PROJECT, f"{FILE}, about", OF_THE_PROJECT)
    for name, licence in read["licences"].items():
        check_entry(licence, OF_A_LICENCE, f"{FILE}, licences, {name}", OF_A_LICENCE)
    return read


def about_view(mark: str, say: Language) -> dict[str, Any]:
    """What the template prints; `mark` is the beginning of the fingerprint of model and record."""
    about, licences = document()["about"], document()["licences"]
    texts = {key: say.pick(text_of(about, key, FILE)) for key in ("title", "authors", "what", "for_whom", "owed")}
    return {
        **{key: texts[key] for key in ("what", "for_whom", "owed")},
        "licences": [(say.pick(text_of(each, "of", FILE)), each["name"]) for each in licences.values()],
        "citation": say(
            "{authors} ({year}). {title}. Version {version}, model and record {mark}.",
            **{key: texts[key] for key in ("authors", "title")},
            year=about["year"],
            version=pyrrhic.__version__,
            mark=mark,
        ),
    }
