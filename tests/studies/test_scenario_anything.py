"""Whatever stands in a file and whatever a scenario is called, it is read, or refused in one family of errors."""

from unicodedata import category

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pyrrhic.errors import PyrrhicError
from pyrrhic.studies.scenarios.scenario import load, paths

HEAD = 'title = { en = "A", ru = "А" }\ndescription = { en = "B", ru = "Б" }\n'


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The file that a scenario is written into, in the working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "mine.toml"


NAMES = st.sampled_from(
    ["from", "to", "times", "value", "as_in", "unit", "1930", "01930", "volga", "grain_export_plan", "grain_harvest"]
)
LEAVES = st.one_of(
    st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.sampled_from(["history", 1930, 10**400])
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
TABLES = st.sampled_from(["levers", "given", "structure", "ends", "extends", "title", "sources", "note"])


def as_toml(value: object) -> str:
    """A tree as a TOML value."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {as_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return quoted(value) if isinstance(value, str) else str(value)


def quoted(text: str) -> str:
    """A TOML string; what TOML cannot hold is left out."""
    return '"' + "".join(f"\\U{ord(letter):08x}" for letter in text if not 0xD800 <= ord(letter) < 0xE000) + '"'


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(TABLES, TREES | st.dictionaries(NAMES, TREES, max_size=3)))
@example({"levers": {"grain_export_plan": [1, 2, 3]}})
@example({"given": {"grain_harvest": {"1930": {}}}})
def test_any_tree_is_read_or_refused(file, tree):
    lines = [f"{name} = {as_toml(value)}" for name, value in tree.items()]
    file.write_text((HEAD if "title" not in tree else "") + "\n".join(lines), encoding="utf-8")
    loaded_or_refused("mine.toml")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary())
@example(b"\xef\xbb\xbf\xff")
@example(b"\xff\xfe")
def test_any_bytes_are_read_or_refused(file, content):
    file.write_bytes(content)
    loaded_or_refused("mine.toml")


@settings(deadline=None)
@given(st.text(alphabet="nep+. /\\\0\n\x1bабв~", max_size=12))
def test_any_name_is_read_or_refused(spec):
    loaded_or_refused(spec)


def loaded_or_refused(spec: str) -> None:
    """Load and check bounds; a refusal must be one of Pyrrhic's and do nothing to a terminal."""
    try:
        paths(load(spec))
    except PyrrhicError as error:
        assert not [letter for letter in str(error) if letter != "\n" and category(letter) == "Cc"]
