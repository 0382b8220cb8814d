"""A link as a scenario file: TOML that runs to the same digits, and can be read and changed by hand."""

import json
from collections.abc import Mapping
from typing import Any

from pyrrhic.app.links.link import Changes
from pyrrhic.app.links.scenario import document
from pyrrhic.errors import BadInput
from pyrrhic.model import levers

HEAD = """# A scenario written from a link of the laboratory. Years are agricultural years, named after the harvest.
# Lever by lever: value = "history" is what happened, times = 0.5 is half of what stands there, value = 0 sets it.
"""


def scenario_file(changes: Changes) -> str:
    """The text of a scenario file that makes some changes. Raises `BadInput` where there are none."""
    if not changes.any:
        raise BadInput("the link changes nothing", where="link", allowed="scenarios (s=) or levers (l=)")
    written = document(changes)
    fields = [f"{key} = {_toml(value)}" for key, value in written.items() if key != "levers"]
    moved = [f"{name} = {_spans(spans, levers()[name].unit)}" for name, spans in written["levers"].items()]
    return "\n".join([HEAD + "\n".join(fields), "", "[levers]", *moved, ""])


def _spans(spans: list[dict[str, Any]], unit: str) -> str:
    """What is done to a lever, each span with the lever's unit."""
    listed = [_toml({"unit": unit, **span}) for span in spans]
    return listed[0] if len(listed) == 1 else f"[{', '.join(listed)}]"


def _toml(value: Any) -> str:
    """A value as TOML has it: texts and numbers are written as in JSON."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_toml(part)}' for key, part in value.items())} }}"
    return json.dumps(value, ensure_ascii=False)
