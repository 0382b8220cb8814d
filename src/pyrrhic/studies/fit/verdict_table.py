"""The verdicts on targets and on Table 1 as they were when someone last looked: a committed table, and what differs from it.

    differences(MIXTURE, verdicts)          # what is printed by fit --check, which fails where there is any
    write(MIXTURE, verdicts, "reason")      # the new verdicts, with the reason and what changed, in the table

Nothing asks that so many be met: a verdict that changes, for better or worse, is to be explained. The single run and
the mixture have each their part of verdicts.json.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyrrhic.errors import CannotRun
from pyrrhic.studies import committed as tables
from pyrrhic.studies.committed import Difference, Verdicts
from pyrrhic.studies.literature.results import JudgedRow
from pyrrhic.studies.replications.replicate import MET, NOT_MET
from pyrrhic.studies.verdict import Verdict

PATH = Path(__file__).with_name("verdicts.json")
SINGLE, MIXTURE = "single", "mixture"


def verdicts_of(targets: Iterable[Verdict], rows: Iterable[JudgedRow]) -> dict[str, str]:
    """The verdict on every target, and both on every row of Table 1, by name."""
    of_targets = {f"target {verdict.target.name}": MET if verdict.met else NOT_MET for verdict in targets}
    return {**of_targets, **dict(_of_rows(rows))}


def _of_rows(rows: Iterable[JudgedRow]) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield f"row {row.row.number}, as read", row.state
        yield f"row {row.row.number}, as printed", row.state_as_printed


def committed(form: str) -> Verdicts:
    """The committed verdicts of a form, the single run or the mixture. Raises `CannotRun` where there are none."""
    verdicts = tables.document(PATH).get(form)
    if not verdicts:
        raise CannotRun(f"no verdicts of the {form} are committed; write them with: pyrrhic fit --write-table REASON")
    return verdicts


def differences(form: str, now: Verdicts) -> tuple[Difference, ...]:
    """The verdicts that differ from the committed ones, in the order of those of now."""
    return tables.differences(committed(form), now)


def write(form: str, now: Verdicts, reason: str) -> tuple[Difference, ...]:
    """Write the verdicts of now into the table, with the reason and what changed; returns what changed."""
    document = tables.document(PATH)
    changed = differences(form, now) if document.get(form) else ()
    tables.commit(PATH, {**document, form: dict(now)}, changed, reason, form=form)
    return changed
