"""Published counterfactuals beside the model's: each row a work's result, the scenario that asks the same, a verdict.

    from pyrrhic.studies.literature import answers
    answers(["no_exports"])[0].verdict

The verdicts are computed from the draws of the mixture. Works on China are analogues: the sign is compared, the size
only shown beside.
"""

from collections.abc import Iterable

from pyrrhic.errors import UnknownName
from pyrrhic.studies.literature.counterfactual import (
    AGREED_SHARE,
    AGREES,
    DIFFERS,
    ENOUGH_NEAR,
    EXPECTATIONS,
    LEANS,
    NOT_COMPARABLE,
    VERDICTS,
    Answer,
    Contrast,
    Finding,
    Published,
    answer,
    published,
    verdict,
)

__all__ = [
    "AGREED_SHARE",
    "AGREES",
    "DIFFERS",
    "ENOUGH_NEAR",
    "EXPECTATIONS",
    "LEANS",
    "NOT_COMPARABLE",
    "VERDICTS",
    "Answer",
    "Contrast",
    "Finding",
    "Published",
    "UnknownName",
    "answer",
    "answers",
    "published",
    "verdict",
]


def answers(names: Iterable[str] = (), draws: int | None = None) -> list[Answer]:
    """The answers to the rows named, or to all. Raises `UnknownName`, and `CannotRun` without posteriors."""
    names = list(names)
    for name in names:
        if name not in published():
            raise UnknownName("published counterfactual", name, published())
    return answer([published()[name] for name in names] or published().values(), draws)
