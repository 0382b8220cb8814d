"""The verdicts on statements and claims: by rule, from what was measured, and never better than three clauses allow.

A statement is supported where it holds with a probability of 0.90 in the mixture and 0.66 in every structure, contradicted
where the same is true of its negation, else not settled. What follows from inputs alone is assumed; what rests on a
series that the model misses is not settled; what rests on recalled figures alone is provisional.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pyrrhic.studies.claims.measured import Measured, Miss, Shares
from pyrrhic.studies.claims.statement import AGAINST, Statement
from pyrrhic.studies.claims.words import LIKELY, RECALLED, VERY_LIKELY, Confidence, confidence, word
from pyrrhic.texts import Text

SUPPORTED, CONTRADICTED, NOT_SETTLED, ASSUMED = "supported", "contradicted", "not settled", "assumed"
IN_PART, CANNOT = "supported in part", "cannot be judged by this model"
MISFIT, THIN = "misfit", "thin"
BY_THE_PRIOR = 0.95
ONE_IN_FIVE = 0.2
VERDICTS: Mapping[str, Text] = {
    SUPPORTED: Text(SUPPORTED, "подтверждается"),
    CONTRADICTED: Text(CONTRADICTED, "опровергается"),
    NOT_SETTLED: Text(NOT_SETTLED, "не решено"),
    ASSUMED: Text(ASSUMED, "задано исходными данными"),
    IN_PART: Text(IN_PART, "подтверждается отчасти"),
    CANNOT: Text(CANNOT, "по этой модели судить нельзя"),
}
OPPOSITE = {SUPPORTED: CONTRADICTED, CONTRADICTED: SUPPORTED}
CARRIED_BY = {SUPPORTED: SUPPORTED, IN_PART: SUPPORTED, CONTRADICTED: CONTRADICTED, NOT_SETTLED: NOT_SETTLED}
CLAUSES: Mapping[str, Text] = {
    ASSUMED: Text("assumed", "задано"),
    MISFIT: Text("misfit", "расхождение"),
    THIN: Text("thin", "слабая опора"),
}


@dataclass(frozen=True)
class JudgedStatement:
    """A statement, its numbers, what these alone would say, the clauses that lower it, and the verdict."""

    statement: Statement
    measured: Measured
    unclaused: str
    clauses: tuple[str, ...]
    verdict: str

    @property
    def probability(self) -> float:
        """The share of the draws in which it holds."""
        return self.measured.shares.holds

    @property
    def word(self) -> str:
        """The word for the probability."""
        return word(self.probability)

    @property
    def confidence(self) -> Confidence:
        """How sure the probability is; where the model misses the record its evidence is limited, whatever the works."""
        usual = confidence(self.measured)
        return replace(usual, evidence=0) if MISFIT in self.clauses else usual

    @property
    def provisional(self) -> bool:
        """Whether the word provisional stands before the verdict."""
        return THIN in self.clauses

    @property
    def can_be_judged(self) -> bool:
        """Whether neither its inputs nor a miss of the model keep it from being judged."""
        return self.verdict != ASSUMED and MISFIT not in self.clauses

    @property
    def for_the_claim(self) -> str:
        """The verdict as it bears on the claim: turned round where the statement speaks against it."""
        return OPPOSITE.get(self.verdict, self.verdict) if self.statement.bears == AGAINST else self.verdict


@dataclass(frozen=True)
class ClaimVerdict:
    """The verdict on a claim, and the statements that carry it: none where it cannot be judged."""

    verdict: str
    carriers: tuple[JudgedStatement, ...]

    @property
    def weakest(self) -> JudgedStatement | None:
        """The least sure of the statements that carry it; the claim is no surer."""
        return min(self.carriers, key=_sureness, default=None)

    @property
    def provisional(self) -> bool:
        """Whether every statement that carries it is provisional."""
        return bool(self.carriers) and all(judged.provisional for judged in self.carriers)


def judged_statement(statement: Statement, measured: Measured) -> JudgedStatement:
    """The verdict on a statement."""
    unclaused = by_probability(measured.shares, measured.alone.values() if not statement.is_of_the_record else ())
    clauses = clauses_of(measured)
    if ASSUMED in clauses:
        verdict = ASSUMED
    else:
        verdict = NOT_SETTLED if MISFIT in clauses else unclaused
    return JudgedStatement(statement, measured, unclaused, clauses, verdict)


def by_probability(shares: Shares, alone) -> str:
    """What the shares of the draws say: of all, and of each structure by itself."""
    if shares.holds >= VERY_LIKELY and all(part.holds >= LIKELY for part in alone):
        return SUPPORTED
    if shares.fails >= VERY_LIKELY and all(part.fails >= LIKELY for part in alone):
        return CONTRADICTED
    return NOT_SETTLED


def clauses_of(measured: Measured) -> tuple[str, ...]:
    """The clauses that lower a verdict, the heaviest first."""
    holds = {ASSUMED: is_assumed(measured), MISFIT: bool(missed(measured)), THIN: is_thin(measured)}
    return tuple(name for name, lowers in holds.items() if lowers)


def is_assumed(measured: Measured) -> bool:
    """Whether the statement follows from inputs: its number never moves, or the prior alone decides."""
    prior = measured.prior
    return prior is not None and (not measured.moves or max(prior.holds, prior.fails) > BY_THE_PRIOR)


def missed(measured: Measured) -> tuple[Miss, ...]:
    """The series that the model misses: in more than one year in five, of all or of those that are spoken of."""
    return tuple(miss for miss in measured.misses if _is_missed(miss))


def _is_missed(miss: Miss) -> bool:
    of_asked = len(miss.outside_asked) > ONE_IN_FIVE * miss.years_asked
    return of_asked or len(miss.outside) > ONE_IN_FIVE * miss.years


def is_thin(measured: Measured) -> bool:
    """Whether every figure that the statement rests on was recalled and not seen."""
    return measured.grounds.grades == RECALLED


def claim_verdict(statements: Sequence[JudgedStatement]) -> ClaimVerdict:
    """The verdict on a claim from those on its statements.

    It is supported where every statement that can be judged is, and these are at least half of all; in part where some
    are. Where none is, it is contradicted if at least half of all are contradicted, cannot be judged if fewer than half
    can be, and else is not settled. It is as sure as the least sure of the statements that carry it.
    """
    can = [judged for judged in statements if judged.can_be_judged]
    verdict = _rule(statements, can)
    carriers = [judged for judged in can if judged.for_the_claim == CARRIED_BY.get(verdict)]
    return ClaimVerdict(verdict, tuple(carriers))


def _rule(statements: Sequence[JudgedStatement], can: Sequence[JudgedStatement]) -> str:
    number = len(statements)
    supported, contradicted = (
        sum(judged.for_the_claim == wanted for judged in can) for wanted in (SUPPORTED, CONTRADICTED)
    )
    if supported:
        return SUPPORTED if supported == len(can) and 2 * supported >= number else IN_PART
    if contradicted and 2 * contradicted >= number:
        return CONTRADICTED
    return NOT_SETTLED if number and 2 * len(can) >= number else CANNOT


def _sureness(judged: JudgedStatement) -> tuple[int, float]:
    return judged.confidence.level, max(judged.measured.shares.holds, judged.measured.shares.fails)
