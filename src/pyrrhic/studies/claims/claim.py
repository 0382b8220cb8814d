"""What a claim is: a statement, the figures of the record and of the model that bear on it, and the policy removed.

Texts are English and are translated by whoever shows them. There is no verdict here: verdicts are computed from the
calibrated posterior, which is not yet there.
"""

from dataclasses import dataclass

from pyrrhic.runs.measure import Evidence, Measure


@dataclass(frozen=True)
class Comparison:
    """One measure in the record and in the model; either may be missing. `unit` is a symbol or a word."""

    label: str
    unit: str
    decimals: int
    record: Evidence | None = None
    model: Measure | None = None


@dataclass(frozen=True)
class View:
    """What scholars hold of the claim, with the works that hold it."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """A claim of the text that the project starts from, and what to set beside it.

    `without` names the scenarios in which the policy is taken away.
    """

    key: str
    name: str
    title: str
    text: str
    comparisons: tuple[Comparison, ...]
    views: tuple[View, ...]
    without: tuple[str, ...]
