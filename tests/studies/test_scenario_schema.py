"""The JSON schema of scenarios: every shipped one fits, and it refuses and accepts as the door does."""

import json
import tomllib

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrrhic.errors import PyrrhicError
from pyrrhic.model import levers
from pyrrhic.studies.scenarios.changed_paths import frame
from pyrrhic.studies.scenarios.document import FIELDS, read
from pyrrhic.studies.scenarios.library import FOLDER, names
from pyrrhic.studies.scenarios.schema import schema

HEAD = {"title": {"en": "A", "ru": "А"}, "description": {"en": "B", "ru": "Б"}}
SCHEMA = schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def fits(document: dict) -> bool:
    """Whether a document fits the schema."""
    return VALIDATOR.is_valid({**HEAD, **document})


def is_read(document: dict) -> bool:
    """Whether the door accepts a document."""
    try:
        read({**HEAD, **document}, "mine", "mine.toml", frame())
    except PyrrhicError:
        return False
    return True


def test_the_schema_is_one_and_a_json_document():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize("name", names())
def test_every_shipped_scenario_fits(name):
    VALIDATOR.validate(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def test_every_field_and_lever_is_described():
    assert set(SCHEMA["properties"]) == set(FIELDS) and set(SCHEMA["required"]) == {"title", "description"}
    assert all(field["description"] for field in SCHEMA["properties"].values())
    described = SCHEMA["properties"]["levers"]["properties"]
    for name, lever in levers().items():
        assert described[name]["title"] == lever.title.en and lever.unit in described[name]["description"]
    assert "grain_harvest" in SCHEMA["properties"]["given"]["properties"]
    assert "herds_total" not in SCHEMA["properties"]["given"]["properties"]


EXPORTS = "grain_export_plan"
PARTS = {"volga": 0.2}


@pytest.mark.parametrize(
    "document",
    [
        {"levers": {EXPORTS: 2}},
        {"levers": {EXPORTS: "history"}},
        {"levers": {EXPORTS: {"unit": "Mt", "1930": 1.5, "1934": "history"}}},
        {"levers": {EXPORTS: {"1930": {"as_in": 1928}, "1931": {"times": 0.5}}}},
        {"levers": {EXPORTS: {"from": 1931, "to": 1932, "times": 0.5}}},
        {"levers": {EXPORTS: [{"unit": "Mt", "from": 1930, "value": "history"}]}},
        {"levers": {"collectivization_target": {"1930": PARTS}}},
        {"levers": {"collectivization_target": {"from": 1930, "times": PARTS}}},
        {"given": {"grain_harvest": {"1932": PARTS}}, "structure": {"consumer_goods": "allen"}, "ends": 1940},
    ],
)
def test_what_is_read_fits(document):
    assert is_read(document) and fits(document)


@pytest.mark.parametrize(
    "document",
    [
        {"title": {"en": "A"}},
        {"leevrs": {}},
        {"ends": 1980},
        {"ends": "1940"},
        {"extends": "nep"},
        {"structure": "allen"},
        {"structure": {"consumer_goods": "alen"}},
        {"structure": {"consumer_godos": "allen"}},
        {"given": {EXPORTS: 3}},
        {"given": {"herds": 3}},
        {"given": {"nonfarm_output": {"1930": PARTS}}},
        {"levers": {"grain_exprot_plan": 0}},
        {"levers": {EXPORTS: [1, 2, 3]}},
        {"levers": {EXPORTS: []}},
        {"levers": {EXPORTS: {}}},
        {"levers": {EXPORTS: {"01930": 0}}},
        {"levers": {EXPORTS: {"1925": 0}}},
        {"levers": {EXPORTS: {"unit": "kt", "1930": 0}}},
        {"levers": {EXPORTS: {"1930": PARTS}}},
        {"levers": {EXPORTS: {"1930": {"times": 2, "plus": 1}}}},
        {"levers": {EXPORTS: {"from": 1930, "to": 1932}}},
        {"levers": {EXPORTS: {"from": 1930, "times": 2, "plus": 1}}},
        {"levers": {"collectivization_target": {"1930": {}}}},
        {"levers": {"collectivization_target": {"1930": {"vogla": 0.1}}}},
        {"levers": {"collectivization_target": PARTS}},
    ],
)
def test_what_is_refused_does_not_fit(document):
    assert not is_read(document) and not fits(document)


KEYS = st.sampled_from(["unit", "from", "to", "value", "times", "as_in", "1930", "1941", "1925", "volga", "cattle"])
LEAVES = st.one_of(st.sampled_from(["history", "share", "Mt", 1930, 1941, 1.0, 0, True, "x"]))
ENTRIES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=5
)


@given(ENTRIES, st.sampled_from(["collectivization_target", "year", "herds_imposed_factor"]))
def test_whatever_is_read_fits_but_for_the_bounds_that_runs_check(entry, lever):
    document = {"levers": {lever: entry}}
    if is_read(document):
        assert fits(without_bounds(document, lever))


def without_bounds(document, lever: str):
    """The document with every value put within the bounds of the lever."""
    low = levers()[lever].bounds[0]

    def put(content, key=""):
        if isinstance(content, dict):
            return {name: put(item, name) for name, item in content.items()}
        if isinstance(content, list):
            return [put(item) for item in content]
        is_value = isinstance(content, int | float) and key not in ("from", "to", "as_in")
        return low if is_value else content

    return put(document)
