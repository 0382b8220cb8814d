"""The fields of the data files: which an entry may have, which it must have, and what each may hold.

    FIELDS = {"title": TEXT, "unit": one_of("unit", UNITS), "bounds": PAIR}
    for name, entry in entries_of(file).items():
        check_entry(entry, FIELDS, f"{file.name}, {name}", required=("title", "unit"))

A content is a function of a value, its field and its place; it raises a `PyrrhicError` where the field may not hold it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import Any

from pyrrhic.errors import BadFile, PyrrhicError, UnknownName, shown
from pyrrhic.files import read_toml
from pyrrhic.sources import bibliography, split
from pyrrhic.texts import text_of

Content = Callable[[Any, str, str], None]
SEVERAL = ";"
RECORD = "record"


def entries_of(file: Traversable) -> dict[str, Mapping]:
    """The entries of a TOML file by name; raises `BadFile` where it cannot be read or one of them is not a table."""
    document = read_toml(file)
    for name, entry in document.items():
        if not isinstance(entry, Mapping):
            raise BadFile(f"{name} is not an entry", where=file.name, allowed=f"a table [{name}]")
    return document


def entries_of_all(folder: Traversable) -> list[tuple[str, str, Mapping]]:
    """File, name and entry of every TOML file of a folder, by name of the file; raises `BadFile` for a name used twice."""
    paths = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    entries = [(file.name, name, entry) for file in paths for name, entry in entries_of(file).items()]
    first: dict[str, str] = {}
    for file, name, _ in entries:
        if first.setdefault(name, file) != file:
            raise BadFile(f"{name} is declared twice, first in {first[name]}", where=f"{file}, {name}")
    return entries


def check_entry(entry: Any, fields: Mapping[str, Content], place: str, required: Iterable[str] = ()) -> None:
    """Raise a `PyrrhicError` with its place for a field that is unknown, missing, or holds what it must not."""
    if not isinstance(entry, Mapping):
        raise BadFile(f"{shown(entry)} is not a table", where=place, allowed=f"a table with {', '.join(fields)}")
    for field in entry:
        check_name("field", field, fields, place)
    check_required(entry, required, place)
    for field, value in entry.items():
        fields[field](value, field, place)


def check_required(entry: Mapping, required: Iterable[str], place: str) -> None:
    """Raise `BadFile` for the first field that is missing."""
    for field in required:
        if field not in entry:
            raise BadFile(f"the field {field} is missing", where=place)


def check_name(kind: str, name: Any, known: Iterable[str], place: str) -> None:
    """Raise `UnknownName` with the nearest match, or with what is allowed, where a name is not known."""
    known = list(known)
    if name not in known:
        raise UnknownName(kind, name, known, where=place)


# --- what a field may hold --------------------------------------------------------------------------------------


def holding(what: str, holds: Callable[[Any], bool]) -> Content:
    """The content of a field that holds what is so described."""

    def check(value: Any, field: str, place: str) -> None:
        if not holds(value):
            raise BadFile(f"{field} is {shown(value)}", where=place, allowed=what)

    return check


def one_of(kind: str, words: Iterable[str] | Callable[[], Collection[str]]) -> Content:
    """The content of a field that holds one of some words, or of those that a function gives when they are asked for."""

    def check(value: Any, field: str, place: str) -> None:
        check_name(kind, value, words() if callable(words) else words, place)

    return check


def either(*contents: Content) -> Content:
    """The content of a field that may be written in several ways; the error is that of the first."""

    def check(value: Any, field: str, place: str) -> None:
        errors = [error for content in contents if (error := _error(content, value, field, place))]
        if len(errors) == len(contents):
            raise errors[0]

    return check


def _error(content: Content, value: Any, field: str, place: str) -> PyrrhicError | None:
    try:
        content(value, field, place)
    except PyrrhicError as error:
        return error
    return None


def references(value: Any, field: str, place: str) -> None:
    """A list of works, `key[page]` or `key`, all of them in the bibliography, or of series, `record: series`, or the `record` as a whole."""
    WORDS(value, field, place)
    for reference in value:
        _check_reference(reference, f"{place}, {field}")


def works(value: Any, field: str, place: str) -> None:
    """The same as one text, the works separated by semicolons."""
    WORD(value, field, place)
    references([part.strip() for part in value.split(SEVERAL)], field, place)


def _check_reference(reference: str, place: str) -> None:
    if reference == RECORD or reference.startswith(f"{RECORD}:"):
        return
    try:
        key, _ = split(reference)
    except PyrrhicError as error:
        raise error.at(place) from None
    check_name("source", key, bibliography(), place)


def _text(value: Any, field: str, place: str) -> None:
    text_of({field: value}, field, place)


def is_number(value: Any) -> bool:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_whole(value: Any) -> bool:
    """Whether a value is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_word(value: Any) -> bool:
    """Whether a value is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


def _list_of(holds: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(holds, value))


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_by_year(value: Any) -> bool:
    return _is_table(value) and value != {} and all(map(str.isdecimal, value)) and all(map(is_number, value.values()))


def _is_pair(value: Any) -> bool:
    return _list_of(is_number)(value) and len(value) == 2 and value[0] <= value[1]


TEXT: Content = _text
WORD = holding("a text", is_word)
WORDS = holding("a list of texts", lambda value: _list_of(is_word)(value) and bool(value))
NAMES = holding("a list of names, or an empty one", _list_of(is_word))
NUMBER = holding("a number", is_number)
NUMBERS = holding("a list of numbers", _list_of(is_number))
WHOLE = holding("a whole number", is_whole)
WHOLE_NUMBERS = holding("a list of whole numbers", _list_of(is_whole))
TRUTH = holding("true or false", lambda value: isinstance(value, bool))
PAIR = holding("two numbers, the lower one first", _is_pair)
TABLE = holding("a table", _is_table)
TABLES = holding("a list of tables", _list_of(_is_table))
NUMBERS_BY_NAME = holding("a table of numbers", lambda value: _is_table(value) and all(map(is_number, value.values())))
BY_YEAR = holding("a table of numbers by year, such as { 1926 = 0.0, 1932 = 0.7 }", _is_by_year)
BY_YEAR_OF_LINES = holding(
    "a table for each region or kind, with numbers by year",
    lambda value: _is_table(value) and all(map(_is_by_year, value.values())),
)
