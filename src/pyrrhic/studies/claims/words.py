"""The calibrated language of verdicts: words for probabilities, and confidence on the two axes evidence and agreement.

Words and axes are those of the guidance note of the Intergovernmental Panel on Climate Change.
Source: mastrandrea2010.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pyrrhic.studies.claims.measured import Measured
from pyrrhic.texts import Text

CERTAIN, VERY_LIKELY, LIKELY = 0.99, 0.90, 0.66
PRINTED, RECALLED = "AB", "C"  # grades: seen in the work or quoted by another, and known but not seen
ROBUST, MEDIUM_NUMBER = 3, 2  # independent works
NARROW, WIDE = 0.2, 0.4  # how far structures may lie apart where they lie on no side
WORDS: Mapping[str, Text] = {
    "virtually certain": Text("virtually certain", "практически достоверно"),
    "very likely": Text("very likely", "весьма вероятно"),
    "likely": Text("likely", "вероятно"),
    "about as likely as not": Text("about as likely as not", "примерно столь же вероятно, как и нет"),
    "unlikely": Text("unlikely", "маловероятно"),
    "very unlikely": Text("very unlikely", "весьма маловероятно"),
    "exceptionally unlikely": Text("exceptionally unlikely", "исключительно маловероятно"),
}
_LEAST = (CERTAIN, VERY_LIKELY, LIKELY, 0.33)  # of the likelier half
_MOST = (0.10, 0.01)  # of the unlikelier half
EVIDENCE: tuple[Text, ...] = (
    Text("limited", "ограниченные"),
    Text("medium", "средние"),
    Text("robust", "надёжные"),
)
AGREEMENT: tuple[Text, ...] = (Text("low", "низкое"), Text("medium", "среднее"), Text("high", "высокое"))
CONFIDENCE: tuple[Text, ...] = (
    Text("very low", "очень низкая"),
    Text("low", "низкая"),
    Text("medium", "средняя"),
    Text("high", "высокая"),
    Text("very high", "очень высокая"),
)


def word(probability: float) -> str:
    """The word for a probability, one of `WORDS`.

    >>> word(0.97), word(0.5), word(0.004)
    ('very likely', 'about as likely as not', 'exceptionally unlikely')
    """
    below = sum(probability < least for least in _LEAST) + sum(probability <= most for most in _MOST)
    return tuple(WORDS)[below]


@dataclass(frozen=True)
class Confidence:
    """How sure a probability is: evidence and agreement from 0 to 2, and the level that they make from 0 to 4."""

    evidence: int
    agreement: int

    @property
    def level(self) -> int:
        """The place of the confidence in `CONFIDENCE`."""
        return self.evidence + self.agreement


def confidence(measured: Measured) -> Confidence:
    """The confidence in the probability of a statement.

    Evidence is robust where three works or more stand behind it and a figure was seen or quoted, limited where all were
    recalled or there is one work or none. Agreement is that of the structures, or of the works of the record.
    """
    return Confidence(_evidence(measured), _agreement(*measured.range, alone=len(measured.alone) < 2))


def _evidence(measured: Measured) -> int:
    works, printed = len(measured.grounds.works), set(measured.grounds.grades) & set(PRINTED)
    if not printed or works < MEDIUM_NUMBER:
        return 0
    return 2 if works >= ROBUST and "A" in printed else 1


def _agreement(low: float, high: float, alone: bool) -> int:
    """High where all lie on one side of the bounds of likely or close together; of one alone nothing is known."""
    if alone:
        return 1
    if low >= LIKELY or high <= 1.0 - LIKELY or high - low <= NARROW:
        return 2
    return 1 if low >= 0.5 or high <= 0.5 or high - low <= WIDE else 0
