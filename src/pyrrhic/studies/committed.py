"""Verdicts as they were when someone last looked, committed as a table with the reason of each change: what such tables share.

before = document(PATH)                                # what is committed
changed = differences(before["verdicts"], now)         # what is not as it was
commit(PATH, {**before, "verdicts": now}, changed, "reason")
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pyrrhic.errors import BadFile
from pyrrhic.files import write_text

NONE = "none"
CHANGES = "changes"
Verdicts = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """A verdict that is not that of the committed table: of what, as it was and as it is."""

    name: str
    old: str
    new: str


def differences(before: Verdicts, now: Verdicts) -> tuple[Difference, ...]:
    """The verdicts that differ, in the order of those of now."""
    names = dict.fromkeys([*now, *before])
    pairs = ((name, before.get(name, NONE), now.get(name, NONE)) for name in names)
    return tuple(Difference(name, old, new) for name, old, new in pairs if old != new)


def document(path: Path) -> dict[str, Any]:
    """The committed table; an empty one where there is none. Raises `BadFile` where it is no JSON."""
    if not path.exists():
        return {}
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadFile(f"it is no JSON: {error}", where=path.name) from error


def commit(path: Path, table: Mapping[str, Any], changed: Iterable[Difference], reason: str, **of: str) -> None:
    """Write a table with one more entry in its list of changes: the day, what it is `of`, the reason, what changed."""
    entry = {
        "date": date.today().isoformat(),
        **of,
        "reason": reason,
        "changed": [vars(difference) for difference in changed],
    }
    text = json.dumps({**table, CHANGES: [*table.get(CHANGES, []), entry]}, indent=1, ensure_ascii=False)
    write_text(path, text + "\n")
