"""Bring the Russian catalogue up to date with what the program says: new texts added, texts nobody says taken out.

    make texts      # python -P scripts/texts.py: without -P, scripts/numbers.py hides a module of the same name

Babel finds the texts that stand in a call of `say`, `many` or `language`, in Python files and in templates. A text that
is kept in a table and said later cannot be found that way: it stays for as long as a string of the package is equal to
it, and the tests that say everything in Russian find the one that has no translation. The order of the file is kept,
and it holds neither dates nor line numbers, so that a difference shows what was changed.
"""

import ast
import csv
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1] / "src" / "pyrrhic"
FILE = PACKAGE / "app" / "locale" / "ru" / "LC_MESSAGES" / "pyrrhic.po"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"say": None, "language": None, "many": (1, 2)}
WIDTH = 110
HEADER = """# Russian texts of Pyrrhic; the English text is the key.
msgid ""
msgstr ""
"Language: ru\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

"""


def in_calls() -> dict[str, str | tuple[str, ...]]:
    """The texts that a call says, by their singular."""
    extracted = extract_from_dir(str(PACKAGE / "app"), METHODS, keywords=KEYWORDS)
    messages = [text for _, _, text, _, _ in extracted]
    return {text if isinstance(text, str) else text[0]: text for text in messages if text}


def in_tables() -> set[str]:
    """Every string of the package and of its data, whether it is a text or not."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in PACKAGE.rglob("*.py"))
    documents = (tomllib.loads(file.read_text(encoding="utf-8")) for file in PACKAGE.rglob("*.toml"))
    tables = map(_cells, PACKAGE.rglob("*.csv"))
    return set(_strings([map(ast.walk, trees), documents, tables]))


def _strings(whole: object) -> Iterator[str]:
    """The strings in a tree of Python, a document, or rows of cells; a text with its own Russian needs no other."""
    if isinstance(whole, str):
        yield whole
    elif isinstance(whole, ast.Constant):
        yield from _strings(whole.value)
    elif isinstance(whole, Mapping):
        yield from () if set(whole) == {"en", "ru"} else _strings(whole.values())
    elif isinstance(whole, Iterable) and not isinstance(whole, bytes):
        for part in whole:
            yield from _strings(part)


def _cells(file: Path) -> list[list[str]]:
    """The cells of a table of the record, row by row."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def read() -> Catalog:
    """The Russian catalogue as it stands."""
    with FILE.open("rb") as opened:
        return read_po(opened, locale="ru")


def messages(catalogue: Catalog) -> dict[str, Message]:
    """The entries of a catalogue by the English text, the singular where there are two."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue if message.id
    }


def stale(catalogue: Catalog) -> list[str]:
    """The entries that nothing says any more."""
    known = in_calls().keys() | in_tables()
    return [text for text in messages(catalogue) if text not in known]


def untranslated(catalogue: Catalog) -> list[str]:
    """The texts of calls without a Russian entry, and the entries without Russian."""
    known = messages(catalogue)
    return [
        *(text for text in in_calls() if text not in known),
        *(text for text, message in known.items() if not _complete(message)),
    ]


def _complete(message: Message) -> bool:
    forms = [message.string] if isinstance(message.string, str) else message.string or [""]
    return all(forms)


def update(catalogue: Catalog) -> Catalog:
    """The catalogue without what is stale, and with an empty entry for each new text at its end."""
    known, gone = messages(catalogue), set(stale(catalogue))
    made = Catalog(locale="ru")
    for text, message in known.items():
        if text not in gone:
            made.add(message.id, message.string)
    for text, identity in in_calls().items():
        if text not in known:
            made.add(identity, "" if isinstance(identity, str) else ("",) * made.num_plurals)
    return made


def main() -> None:
    """Write the file anew, and name what is to be translated."""
    catalogue = update(read())
    with FILE.open("wb") as opened:
        opened.write(HEADER.encode())
        write_po(opened, catalogue, width=WIDTH, no_location=True, omit_header=True)
    missing = untranslated(catalogue)
    print(*(f"to translate: {text}" for text in missing), sep="\n", end="\n" if missing else "")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
