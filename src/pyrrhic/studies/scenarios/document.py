"""A scenario document: what may stand in the TOML file, and one sentence for everything that may not.

The format is described in docs/decisions/0003-scenario-format.md, and `pyrrhic.studies.scenarios.schema` writes it as a
JSON schema. Shipped files and a user's own come in through the same door, `read`: the fields of `Document` are checked
by msgspec, and the entries of `[levers]` and `[given]` are read one by one by `entries.read_entry`.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import msgspec

from pyrrhic.errors import CONTROLS, shown, shown_name, together
from pyrrhic.studies.scenarios.change import ACTIONS, HISTORY, Change, Frame, Scenario
from pyrrhic.studies.scenarios.entries import Reader, Subject, read_entry
from pyrrhic.texts import LANGUAGES, Text

__all__ = ["ACTIONS", "FIELDS", "HISTORY", "Change", "Document", "Frame", "Scenario", "read"]

LINE_BREAKS = str.maketrans("", "", "\t\n\r")


def meaning(description: str) -> msgspec.Meta:
    """What a field means, for the schema."""
    return msgspec.Meta(description=description)


class Texts(msgspec.Struct, forbid_unknown_fields=True):
    """A text in each language."""

    en: str
    ru: str


class Document(msgspec.Struct, forbid_unknown_fields=True):
    """A scenario: a named set of dated changes to history."""

    title: Annotated[Texts, meaning("What it is called, on one line.")]
    description: Annotated[Texts, meaning("What is assumed, and why.")]
    extends: Annotated[
        list[str], meaning("Shipped scenarios, or files beside this one, whose changes come first.")
    ] = []
    ends: Annotated[int | None, meaning("The last agricultural year for which the scenario is meant.")] = None
    sources: Annotated[list[str], meaning("Works behind the scenario, as key[page].")] = []
    note: Annotated[Texts | str, meaning("Limits and disputes, in each language or in one.")] = ""
    levers: Annotated[dict[str, Any], meaning("Changes to levers and drivers.")] = {}
    given: Annotated[dict[str, Any], meaning("Quantities taken as given instead of computed.")] = {}
    structure: Annotated[dict[str, Any], meaning("Which rival equation fills a slot.")] = {}


FIELDS = Document.__struct_fields__
MEANT = {
    "title": ("a table with a text in each language", ", ".join(LANGUAGES)),
    "description": ("a table with a text in each language", ", ".join(LANGUAGES)),
    "extends": ("a list of names", ""),
    "ends": ("an agricultural year", ""),
    "sources": ("a list of names", ""),
    "note": ("a text, or a table with a text in each language", ""),
    "levers": ("a table", ""),
    "given": ("a table", ""),
    "structure": ("a table", ""),
}


def read(document: Mapping, name: str, place: str, frame: Frame) -> Scenario:
    """The scenario written in a document, without what it extends. Raises `BadInput` with all that is wrong."""
    reader = Reader(place, name, frame)
    fields = _fields(document, reader)
    changes = [change for lever, entry in fields["levers"].items() for change in _lever(lever, entry, reader)]
    given = [change for quantity, entry in fields["given"].items() for change in _given(quantity, entry, reader)]
    _check_totals(fields["given"], reader)
    _check_structure(fields["structure"], reader)
    if fields["ends"] is not None:
        reader.at("ends").is_year(fields["ends"])
    if reader.problems:
        raise together(reader.problems)
    return Scenario(
        name=name,
        title=Text(**fields["title"]),
        description=Text(**fields["description"]),
        changes=tuple(changes),
        given=tuple(given),
        structure=fields["structure"],
        ends=fields["ends"],
        extends=tuple(fields["extends"]),
        sources=tuple(fields["sources"]),
        note=_in_both(fields["note"]),
    )


def _in_both(note: Mapping[str, str] | str) -> Text:
    """A note in both languages; one that a user wrote in one of them stands for both."""
    return Text(note, note) if isinstance(note, str) else Text(**note)


def _fields(document: Mapping, reader: Reader) -> dict:
    """Every field of the document, the empty one where it is missing or, with a problem, not what it must be."""
    for key in document:
        if key not in FIELDS:
            reader.refuse_name("field", key, FIELDS)
    return {field.name: _field(document, field, reader) for field in msgspec.structs.fields(Document)}


def _field(document: Mapping, field, reader: Reader):
    empty = field.default_factory() if field.default is msgspec.NODEFAULT and not field.required else field.default
    content = document.get(field.name, {} if field.required else empty)
    meant, allowed = MEANT[field.name]
    if field.name == "ends" and not isinstance(content, str | Mapping | list):
        return content  # the year is checked with the others, in their words
    try:
        msgspec.convert(content, field.type)
    except (msgspec.ValidationError, RecursionError):
        reader.refuse(f"{field.name} must be {meant}", allowed)
        return None if field.name == "ends" else {} if field.required else empty
    _check_text(field.name, content, reader)
    return content


def _check_text(name: str, content, reader: Reader) -> None:
    """Texts go to a terminal as they are, so they may hold no control characters, and those needed are not blank."""
    by_language = isinstance(content, Mapping) and name in ("title", "description", "note")
    texts = content.values() if by_language else content if isinstance(content, list) else [content]
    for text in (text for text in texts if isinstance(text, str)):
        spaced = text if name == "title" else text.translate(LINE_BREAKS)
        if not text.strip() and name in ("title", "description"):
            reader.refuse(f"{name} must be {MEANT[name][0]}", MEANT[name][1])
        if unwanted := CONTROLS.search(spaced):
            reader.refuse(f"{name} holds the control character {shown_name(unwanted.group())}")


def _lever(name: str, entry: object, reader: Reader) -> list[Change]:
    """The changes to one lever."""
    lever, here = reader.frame.levers.get(name), reader.at(f"lever {name}")
    if lever is None:
        here.refuse_name("lever", name, reader.frame.levers, "see `pyrrhic scenario levers`")
        return []
    return read_entry(entry, Subject(name, lever.unit, reader.frame.parts_of(lever.shape)), here)


def _given(name: str, entry: object, reader: Reader) -> list[Change]:
    """The changes to one quantity that is taken as given."""
    here, quantities, refused = reader.at(f"given {name}"), reader.frame.quantities(), reader.frame.refused()
    if name in reader.frame.levers:
        here.refuse(f"{name} is a lever, so it is set under [levers]")
    elif name in refused:
        here.refuse(f"{name} {refused[name]}")
    elif name not in quantities:
        here.refuse_name("quantity", name, quantities, "see `pyrrhic show QUANTITY`")
    else:
        return read_entry(entry, Subject(name, quantities[name].unit, quantities[name].parts), here)
    return []


def _check_totals(given: Iterable[str], reader: Reader) -> None:
    """A total is refused where the parts it adds up are computed, for then they would no longer add up to it."""
    quantities = reader.frame.quantities() if given else {}
    for name in given:
        total_of = quantities[name].total_of if name in quantities else ""
        if total_of in quantities and total_of not in given:
            reader.at(f"given {name}").refuse(
                f"{name} is only the total of {total_of}, which would no longer add up to it; "
                f"give {total_of}, by {_parts_in_words(quantities[total_of], reader.frame)}"
            )


def _parts_in_words(quantity, frame: Frame) -> str:
    """By what a quantity is divided, in a word."""
    axes = [axis for axis, parts in frame.parts.items() if set(parts) <= set(quantity.parts)]
    return " and ".join("region" if axis == "regional" else axis.replace("_", " ") for axis in axes)


def _check_structure(structure: Mapping[str, Any], reader: Reader) -> None:
    slots = reader.frame.slots
    for slot, choice in structure.items():
        here = reader.at(f"structure {slot}")
        if slot not in slots:
            here.refuse_name("slot", slot, slots)
        elif not isinstance(choice, str):
            here.refuse(f"{shown(choice)} is not the name of an equation", ", ".join(slots[slot]))
        elif choice not in slots[slot]:
            here.refuse_name("equation", choice, slots[slot])
