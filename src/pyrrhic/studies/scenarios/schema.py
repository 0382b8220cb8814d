"""The JSON schema of a scenario document, for editors and other programs, from the types by which documents are read.

`Document` gives the fields; levers, quantities, slots, years, regions and kinds come from the model, with their units,
bounds and descriptions. What a schema cannot say, such as that a span must not end before it begins, `read` says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from pyrrhic.studies.scenarios.change import ACTIONS, HISTORY, RELATIVE, Frame, Quantity
from pyrrhic.studies.scenarios.changed_paths import frame
from pyrrhic.studies.scenarios.document import Document

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NUMBER = {"type": "number"}


def schema() -> dict:
    """The schema of a scenario as a JSON document."""
    types = msgspec.json.schema(Document)["$defs"]
    document, texts = types["Document"], types["Texts"]
    for text in texts["properties"].values():
        text["minLength"] = 1
    entries = Entries(frame(), {"Texts": texts, **_years(frame())})
    for name, table in entries.of_every_field().items():
        document["properties"][name] = {"description": document["properties"][name]["description"], **table}
    return {"$schema": DIALECT, **document, "title": "A scenario of Pyrrhic", "$defs": entries.definitions}


@dataclass
class Entries:
    """What may stand under the name of a lever or a quantity; entries alike are defined once, in `definitions`."""

    frame: Frame
    definitions: dict[str, dict] = field(default_factory=dict)

    def of_every_field(self) -> dict[str, dict]:
        """The fields whose contents the model knows better than the types do."""
        unable = self.frame.refused()
        given = {name: quantity for name, quantity in self.frame.quantities().items() if name not in unable}
        return {
            "ends": _reference("year"),
            "levers": _table({name: self._lever(lever) for name, lever in self.frame.levers.items()}),
            "given": _table({name: self._quantity(quantity) for name, quantity in given.items()}),
            "structure": _table({slot: {"enum": list(rivals)} for slot, rivals in self.frame.slots.items()}),
        }

    def _lever(self, lever) -> dict:
        low, high = lever.bounds
        return {
            "title": lever.title.en,
            "description": f"{lever.description} In {lever.unit}, {low:g} to {high:g}.",
            **self._entry(lever.unit, {**NUMBER, "minimum": low, "maximum": high}, self.frame.parts_of(lever.shape)),
        }

    def _quantity(self, quantity: Quantity) -> dict:
        return {"description": f"In {quantity.unit}.", **self._entry(quantity.unit, NUMBER, quantity.parts)}

    def _entry(self, unit: str, value: dict, parts: tuple[str, ...]) -> dict:
        """A number or "history" for all years, dated values, a span, or a list of spans."""
        unit_of = {"unit": {"const": unit}}
        actions = {action: self._action(action, value, parts) for action in ACTIONS}
        value_or_history = self._defined("or_history", {"anyOf": [actions["value"], {"const": HISTORY}]})
        one_action = {**_table(actions), "minProperties": 1, "maxProperties": 1}
        dated = {
            "type": "object",
            "properties": unit_of,
            "propertyNames": _reference("unit_or_year"),
            "additionalProperties": self._defined("content", {"anyOf": [value_or_history, one_action]}),
            "minProperties": 1,
        }
        span = {
            **_table(
                {**unit_of, "from": _reference("year"), "to": _reference("year"), **actions, "value": value_or_history}
            ),
            "oneOf": [{"required": [action]} for action in ACTIONS],
        }
        of_span = self._defined("span", span)
        spans = {"type": "array", "items": of_span, "minItems": 1}
        return self._defined(f"entry_{unit}", {"anyOf": [value, {"const": HISTORY}, dated, of_span, spans]})

    def _action(self, action: str, value: dict, parts: tuple[str, ...]) -> dict:
        """What an action takes: another year, or a number for all, or for some of the regions or kinds."""
        if action == "as_in":
            return _reference("year")
        number = NUMBER if action in RELATIVE else value
        if not parts:
            return number
        by_part = {"type": "object", "propertyNames": {"enum": list(parts)}, "additionalProperties": number}
        return self._defined("by_part", {"anyOf": [number, {**by_part, "minProperties": 1}]})

    def _defined(self, name: str, content: dict) -> dict:
        """A reference to this content, which is defined once."""
        name = re.sub(r"\W+", "_", name)
        alike = (key for key, defined in self.definitions.items() if defined == content)
        count = sum(key.startswith(f"{name}_") for key in self.definitions)
        key = next(alike, f"{name}_{count + 1}")
        self.definitions[key] = content
        return _reference(key)


def _years(of: Frame) -> dict[str, dict]:
    """An agricultural year as a number, and as the key of a dated value."""
    year = {
        "type": "integer",
        "minimum": of.years[0],
        "maximum": of.years[-1],
        "description": "An agricultural year, named after its harvest: 1932 is 1 July 1932 to 30 June 1933.",
    }
    return {"year": year, "unit_or_year": {"enum": ["unit", *map(str, of.years)]}}


def _reference(name: str) -> dict:
    return {"$ref": f"#/$defs/{name}"}


def _table(properties: Mapping[str, dict]) -> dict:
    """A table that holds these and no others."""
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}
