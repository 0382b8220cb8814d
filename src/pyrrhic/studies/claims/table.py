"""The verdicts on claims and statements as they were when someone last looked: a committed table, and what differs from it.

The table holds the fingerprints of the model and the record that gave its verdicts. Where they are those of now, a verdict
that differs is explained by neither, and the check fails; where they are not, the table is to be renewed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyrrhic.errors import CannotRun
from pyrrhic.studies.claims.answers import Answers
from pyrrhic.studies.committed import Difference, commit, differences, document

PATH = Path(__file__).with_name("verdicts.json")
PROVISIONAL = "provisional "
FINGERPRINTS, VERDICTS = "fingerprints", "verdicts"


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


def check(answered: Answers, committed: Mapping[str, Any] | None = None) -> Check:
    """What differs from the committed table, or from the document given. Raises `CannotRun` where none is committed."""
    before = document(PATH) if committed is None else committed
    if not before.get(VERDICTS):
        raise CannotRun("no verdicts are committed; write them with: pyrrhic claims --write-table REASON")
    now = verdicts_of(answered)
    return Check(differences(before[VERDICTS], now), before.get(FINGERPRINTS) != fingerprints_of(answered))


def write(answered: Answers, reason: str) -> tuple[Difference, ...]:
    """Commit the verdicts of now, with the reason and what changed; returns what changed."""
    committed, now = document(PATH), verdicts_of(answered)
    changed = differences(committed.get(VERDICTS, now), now)
    commit(PATH, {**committed, FINGERPRINTS: fingerprints_of(answered), VERDICTS: now}, changed, reason)
    return changed
