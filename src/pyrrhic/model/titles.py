"""What every name of the model is called, in English and Russian: `title("grain_harvest").ru` is "Сбор зерна".

Titles of parameters, opening values, levers and drivers stand with them; those of quantities, stocks and rival
equations stand in `quantities.toml`.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pyrrhic.engine.equations import CLOSES
from pyrrhic.errors import BadFile, PyrrhicError, UnknownName, nearest
from pyrrhic.fields import TEXT, Content, check_entry, entries_of
from pyrrhic.model.inputs import Lever, Parameter, levers, opening_values, parameters
from pyrrhic.texts import Text, text_of

FILE = "quantities.toml"
FIELDS: Mapping[str, Content] = {"title": TEXT, "short": TEXT}


def title(name: str) -> Text:
    """The title of a quantity, stock, rival equation (`slot:rival`), parameter, opening value, lever or driver.

    Raises `UnknownName` with the nearest match for a name that has none, or `BadFile` where nothing has a name like it.
    """
    known = titles()
    if name in known:
        return known[name]
    stock = name.removesuffix(CLOSES)
    if stock == name or stock not in known:
        raise _without_title(name, known)
    return _at_the_end(known[stock])


def short_title(name: str) -> Text:
    """The title of a name as the head of a column has it, which is shorter for the quantities that are usually shown."""
    return short_titles()[name] if name in short_titles() else title(name)


@cache
def short_titles() -> Mapping[str, Text]:
    """By name the titles that are shorter in the head of a column."""
    return {name: text_of(entry, "short", f"{FILE}, {name}") for name, entry in _entries().items() if "short" in entry}


@cache
def titles() -> Mapping[str, Text]:
    """Every title by name, those of the quantities that close a stock left out."""
    inputs: dict[str, Parameter | Lever] = {**parameters(), **opening_values(), **levers()}
    return {**_quantities(), **{name: entry.title for name, entry in inputs.items()}}


def _quantities() -> dict[str, Text]:
    return {name: text_of(entry, "title", f"{FILE}, {name}") for name, entry in _entries().items()}


@cache
def _entries() -> Mapping[str, Mapping]:
    """The entries of the file, checked."""
    entries = entries_of(files(__package__).joinpath(FILE))
    for name, entry in entries.items():
        check_entry(entry, FIELDS, f"{FILE}, {name}", required=("title",))
    return entries


def _without_title(name: str, known: Mapping[str, Text]) -> PyrrhicError:
    """A misspelt name with its nearest match, or where to write the title of a new one."""
    if nearest(name, known):
        return UnknownName("title", name, known)
    return BadFile(f'{name} has no title; write {name}.title = {{ en = "...", ru = "..." }}', where=FILE)


def _at_the_end(stock: Text) -> Text:
    """A stock as the year leaves it."""
    return Text(f"{stock.en}, end of the year", f"{stock.ru}, конец года")
