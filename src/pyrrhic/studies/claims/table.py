"""The verdicts on claims and statements as they were when someone last looked: a committed table, and what differs from it.

The table holds the fingerprints of the model and the record that gave its verdicts. Where they are those of now, a verdict
that differs is explained by neither, and the check fails; where they are not, the table is to be renewed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pyrrhic.errors import BadFile, CannotRun
from pyrrhic.files import write_text
from pyrrhic.studies.claims.answers import Answers

PATH = Path(__file__).with_name("verdicts.json")
NONE, PROVISIONAL = "none", "provisional "
FINGERPRINTS, VERDICTS, CHANGES = "fingerprints", "verdicts", "changes"


@dataclass(frozen=True)
class Difference:
    """A verdict that is not that of the committed table: of what, as it was and as it is."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Check:
    """What differs from the committed table, and whether model or record are others than those that gave it."""

    differences: tuple[Difference, ...]
    renew: bool

    @property
    def explained(self) -> bool:
        """Whether nothing differs, or another model or record explains it."""
        return self.renew or not self.differences


def verdicts_of(answered: Answers) -> dict[str, str]:
    """The verdict on every claim and every statement, by key."""
    verdicts: dict[str, str] = {}
    for answer in answered.claims:
        verdicts[answer.claim.key] = _said(answer.verdict.verdict, answer.verdict.provisional)
        for judged in answer.statements:
            verdicts[judged.statement.key] = _said(judged.verdict, judged.provisional)
    return verdicts


def _said(verdict: str, provisional: bool) -> str:
    return f"{PROVISIONAL if provisional else ''}{verdict}"


def fingerprints_of(answered: Answers) -> dict[str, str]:
    """The fingerprints of the model and the record that gave the verdicts."""
    return {"model": answered.numbers.model, "record": answered.numbers.record}


def check(answered: Answers, document: Mapping[str, Any] | None = None) -> Check:
    """What differs from the committed table, or from the document given. Raises `CannotRun` where none is committed."""
    before = _document() if document is None else document
    if not before.get(VERDICTS):
        raise CannotRun("no verdicts are committed; write them with: pyrrhic claims --write-table REASON")
    now = verdicts_of(answered)
    return Check(_differences(before[VERDICTS], now), before.get(FINGERPRINTS) != fingerprints_of(answered))


def _differences(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[Difference, ...]:
    names = dict.fromkeys([*now, *before])
    pairs = ((name, before.get(name, NONE), now.get(name, NONE)) for name in names)
    return tuple(Difference(name, old, new) for name, old, new in pairs if old != new)


def write(answered: Answers, reason: str) -> tuple[Difference, ...]:
    """Commit the verdicts of now, with the reason and what changed; returns what changed."""
    document, now = _document(), verdicts_of(answered)
    changed = _differences(document.get(VERDICTS, now), now)
    entry = {"date": date.today().isoformat(), "reason": reason, "changed": [vars(part) for part in changed]}
    table = {
        FINGERPRINTS: fingerprints_of(answered),
        VERDICTS: now,
        CHANGES: [*document.get(CHANGES, []), entry],
    }
    write_text(PATH, json.dumps(table, indent=1, ensure_ascii=False) + "\n")
    return changed


def _document() -> dict[str, Any]:
    if not PATH.exists():
        return {}
    try:
        return json.loads(PATH.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadFile(f"it is no JSON: {error}", where=PATH.name) from error
