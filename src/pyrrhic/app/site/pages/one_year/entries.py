"""What the page of one year declares: nodes, flows, measures, tiles and deaths of `year.toml`, checked when they are read.

entries("flows")["taken"]["plus"]      # ["grain_collected"]
quantities()                           # what a run must keep for the page
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pyrrhic.errors import BadFile
from pyrrhic.fields import (
    NUMBER,
    NUMBERS,
    TABLE,
    TEXT,
    TRUTH,
    WHOLE,
    WHOLE_NUMBERS,
    WORD,
    WORDS,
    Content,
    check_entry,
    check_name,
    entries_of,
    holding,
    one_of,
)
from pyrrhic.model import REGION_KEYS, assemble
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.load import load
from pyrrhic.texts import text_of

FILE = "year.toml"
SECTIONS = ("picture", "nodes", "flows", "measures", "tiles", "collected", "deaths")
LAST_COLUMN = 4
LABELS = ("within", "above", "below")
DEATHS, DEATHS_OF_THE_RECORD = "excess_deaths_rural", "famine_excess_deaths"
COLLECTED, COLLECTED_OF_THE_RECORD = "grain_collected", "grain_collections"
FAMINE_YEARS = (1930, 1933)  # agricultural years, as in the figures to which the model is fitted
Entry = Mapping[str, Any]

_stretches = holding(
    "a list of pairs of years",
    lambda value: isinstance(value, list) and all(isinstance(pair, list) and len(pair) == 2 for pair in value),
)
OF_THE_PICTURE: Mapping[str, Content] = {"pixels_per_tonne": NUMBER, "year": WHOLE, "stretches": _stretches}
_derived = one_of("derived series", DERIVED)
OF_A_NODE: Mapping[str, Content] = {
    "title": TEXT,
    "column": holding(f"a whole number from 0 to {LAST_COLUMN}", lambda value: value in range(LAST_COLUMN + 1)),
    "apart": NUMBER,
    "record": _derived,
    "record_to": WHOLE,
    "at_end": TRUTH,
}
OF_A_FLOW: Mapping[str, Content] = {
    "title": TEXT,
    "from": WORD,
    "to": WORD,
    "plus": WORDS,
    "minus": WORDS,
    "record": _derived,
    "label": one_of("place of a label", LABELS),
}
OF_A_MEASURE: Mapping[str, Content] = {
    "title": TEXT,
    "short": TEXT,
    "plus": WORDS,
    "minus": WORDS,
    "over": WORD,
    "scale": NUMBER,
    "record": one_of("series", lambda: list(load())),
    "steps": NUMBERS,
}
OF_A_TILE: Mapping[str, Content] = {"short": TEXT, "place": WHOLE_NUMBERS}
OF_A_PLACE: Mapping[str, Content] = {"title": TEXT, "regions": WORDS, "record_region": WORD}
FIELDS: Mapping[str, tuple[Mapping[str, Content], tuple[str, ...]]] = {
    "nodes": (OF_A_NODE, ("title", "column")),
    "flows": (OF_A_FLOW, ("from", "to", "plus")),
    "measures": (OF_A_MEASURE, ("title", "short", "steps")),
    "tiles": (OF_A_TILE, ("short", "place")),
    "collected": (OF_A_PLACE, ("title", "regions", "record_region")),
    "deaths": (OF_A_PLACE, ("title", "regions")),
}


@cache
def document() -> Mapping[str, Any]:
    """The file, checked. Raises a `PyrrhicError` with the place of what is wrong."""
    read = entries_of(files(__package__).joinpath(FILE))
    for section in SECTIONS:
        check_name("part", section, read, FILE)
    check_entry(read["picture"], OF_THE_PICTURE, f"{FILE}, picture", required=OF_THE_PICTURE)
    for section, (fields, required) in FIELDS.items():
        for key, entry in read[section].items():
            check_entry(entry, fields, f"{FILE}, {section}.{key}", required=required)
    _check_flows(read)
    _check_places(read)
    return read


def entries(section: str) -> Mapping[str, Entry]:
    """The entries of one part of the file."""
    return document()[section]


def picture() -> Entry:
    """What holds for the picture as a whole."""
    return document()["picture"]


def years() -> tuple[int, ...]:
    """The agricultural years that are shown: those whose flows can be compared, without the war and the change of borders."""
    return tuple(year for first, last in picture()["stretches"] for year in range(first, last + 1))


def quantities() -> tuple[str, ...]:
    """The quantities of the model that the page reads."""
    named = [name for entry in (*entries("flows").values(), *entries("measures").values()) for name in _named(entry)]
    return tuple(dict.fromkeys([*named, DEATHS]))


def _named(entry: Entry) -> Iterator[str]:
    yield from (*entry.get("plus", ()), *entry.get("minus", ()), *([entry["over"]] if "over" in entry else ()))


def title(section: str, key: str, language: str, field: str = "title") -> str:
    """What an entry is called; nothing where it has no name of its own."""
    entry = entries(section)[key]
    return text_of(entry, field, f"{FILE}, {section}.{key}")[language] if field in entry else ""


def title_of_flow(key: str, language: str) -> str:
    """The name of a flow: its own, or that of the outer node at which it begins or ends."""
    entry, outer = entries("flows")[key], (0, LAST_COLUMN)
    ends = [end for end in (entry["from"], entry["to"]) if entries("nodes")[end]["column"] in outer]
    return title("flows", key, language) or title("nodes", ends[0], language)


def _check_flows(read: Mapping[str, Any]) -> None:
    """Each flow leads from a node to one of a later column, and is made of million tonnes of the model."""
    model, nodes = assemble(), read["nodes"]
    for key, flow in read["flows"].items():
        place = f"{FILE}, flows.{key}"
        for end in ("from", "to"):
            check_name("node", flow[end], nodes, place)
        if nodes[flow["from"]]["column"] >= nodes[flow["to"]]["column"]:
            raise BadFile("it does not lead to a later column", where=place)
        for name in _named(flow):
            check_name("quantity", name, model.names, place)
            if model.unit(name).symbol != "Mt":
                raise BadFile(f"{name} is not in million tonnes", where=place)


def _check_places(read: Mapping[str, Any]) -> None:
    """Every region has a tile, and measures and deaths name quantities and regions of the model."""
    for region in REGION_KEYS:
        check_name("tile", region, read["tiles"], FILE)
    for key in read["tiles"]:
        check_name("region", key, REGION_KEYS, f"{FILE}, tiles.{key}")
    for key, entry in read["measures"].items():
        _check_measure(entry, f"{FILE}, measures.{key}")
    for section in ("collected", "deaths"):
        for key, entry in read[section].items():
            for region in entry["regions"]:
                check_name("region", region, REGION_KEYS, f"{FILE}, {section}.{key}")


def _check_measure(entry: Entry, place: str) -> None:
    TABLE(entry, "measure", place)
    if ("record" in entry) == ("plus" in entry):
        raise BadFile("it needs either quantities of the model or a series of the record", where=place)
    for name in _named(entry):
        check_name("quantity", name, assemble().names, place)
        if not assemble().axes_of(name)[1]:
            raise BadFile(f"{name} has no regions", where=place)
    if sorted(entry["steps"]) != entry["steps"]:
        raise BadFile("its steps do not rise", where=place)
