"""What the scripts of the site say, by key, in one language."""

from importlib.resources import files

from pyrrhic.fields import TEXT
from pyrrhic.files import read_toml
from pyrrhic.texts import text_of

FILE = "texts.toml"


def texts(language: str) -> dict[str, str]:
    """Every text of the scripts. Raises `BadFile` with the key whose text is missing in a language."""
    document = read_toml(files(__package__).joinpath(FILE))
    for key, value in document.items():
        TEXT(value, key, FILE)
    return {key: text_of(document, key, FILE)[language] for key in document}
