"""Claims answered: what is measured of every statement, and the verdicts that follow by rule.

    answered = answers()
    answered.claims[0].verdict.verdict      # "supported in part"

Everything is run once, whatever is asked for, and kept in the user's cache for as long as nothing changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available
from pyrrhic.engine import fingerprint as fingerprints
from pyrrhic.errors import UnknownName
from pyrrhic.record.load import Record, load
from pyrrhic.runs.case import AS_IT_HAPPENED, Draws
from pyrrhic.runs.figures import Figure
from pyrrhic.runs.measure import measure_of_draws
from pyrrhic.runs.run import Run
from pyrrhic.studies.claims import saved
from pyrrhic.studies.claims.batch import Batch, Tell, batch, needed_after, run_of, runs_of, taken_away
from pyrrhic.studies.claims.claim import Claim, claims
from pyrrhic.studies.claims.estimates import grounds
from pyrrhic.studies.claims.measured import Measured, Points, points_of
from pyrrhic.studies.claims.misses import Compared, compared, misses
from pyrrhic.studies.claims.probability import Probability, in_record, in_runs, in_shares
from pyrrhic.studies.claims.statement import SEVERAL, Statement
from pyrrhic.studies.claims.verdict import ClaimVerdict, JudgedStatement, claim_verdict, judged_statement

DRAWS_OF_EACH = 100  # of each variant
Sides = Mapping[str, Mapping[str, Points]]


@dataclass(frozen=True)
class Numbers:
    """What was measured: statements by key, the figures of each claim by name, and what made them."""

    statements: Mapping[str, Measured]
    figures: Mapping[str, Sides]
    draws: int
    structures: tuple[str, ...]
    model: str
    record: str


@dataclass(frozen=True)
class Answer:
    """A claim, the verdict on it, its statements judged, and its figures in each run by the name of the run."""

    claim: Claim
    verdict: ClaimVerdict
    statements: tuple[JudgedStatement, ...]
    figures: Sides


@dataclass(frozen=True)
class Answers:
    """Every claim answered, and the numbers behind it."""

    claims: tuple[Answer, ...]
    numbers: Numbers


def silent(name: str, number: int, of: int) -> None:
    """Tell nobody how far the runs are."""


def answers(draws: int | None = None, tell: Tell = silent, record: Record | None = None) -> Answers:
    """Every claim answered over the mixture, opened from the cache where nothing has changed.

    With a user's figures in the `record` its side of every statement is measured anew, and the runs stay the same.
    Raises `CannotRun` where a posterior is missing or stale.
    """
    number = DRAWS_OF_EACH * len(available()) if draws is None else draws
    name = f"claims-{number}"
    numbers = saved.opened(name, Numbers)
    if numbers is None:
        numbers = saved.kept(name, measured(mixture.draws(number), load(), tell))
    return judged(beside(numbers, record, mixture.draws(number)) if record is not None and record.added else numbers)


def answers_at(drawn: Draws, tell: Tell = silent, usual: Numbers | None = None) -> Answers:
    """Every claim answered at draws of one's own, as those of a position in a debate.

    What the prior says depends on no draws: given the `usual` numbers, those of `answers().numbers`, it is taken from them
    and a third of the runs is saved.
    """
    return judged(measured(drawn, load(), tell, usual))


def beside(numbers: Numbers, record: Record, drawn: Draws) -> Numbers:
    """The numbers with another record: its estimates, what statements rest on, and where the model misses it.

    Of the runs history alone is run again, at the draws from which the numbers are.
    """
    happened = run_of(AS_IT_HAPPENED, needed_after(claims())[AS_IT_HAPPENED], drawn)
    known = record, compared(happened, record)
    statements = {
        statement.key: _with_record(statement, numbers.statements[statement.key], known)
        for claim in claims()
        for statement in claim.statements
    }
    return replace(numbers, statements=statements, record=record_fingerprint(record))


def _with_record(statement: Statement, numbers: Measured, known: tuple[Record, Compared]) -> Measured:
    """The numbers of a statement with the side of another record."""
    record, seen = known
    if statement.is_of_the_record:
        return _of_the_record(statement, record)
    return replace(numbers, grounds=grounds(statement, record), misses=misses(statement, record, seen))


def judged(numbers: Numbers) -> Answers:
    """The verdicts that follow from the numbers."""
    return Answers(tuple(_answer(claim, numbers) for claim in claims()), numbers)


def _answer(claim: Claim, numbers: Numbers) -> Answer:
    statements = tuple(judged_statement(each, numbers.statements[each.key]) for each in claim.statements)
    return Answer(claim, claim_verdict(statements), statements, numbers.figures[claim.key])


def chosen(answered: Answers, name: str) -> tuple[Answer, JudgedStatement | None]:
    """The claim of a key or name, or the claim of a statement with the statement. Raises `UnknownName`."""
    for answer in answered.claims:
        if spelled(name) in (answer.claim.key, answer.claim.name):
            return answer, None
        for judged in answer.statements:
            if judged.statement.key == name:
                return answer, judged
    raise UnknownName("claim or statement", name, names())


def spelled(name: str) -> str:
    """A name as it is declared: the key of a claim may be typed as s1."""
    return name.upper() if name.upper() in {claim.key for claim in claims()} else name


def names() -> list[str]:
    """Every key and name that may be asked for: of claims, and of statements."""
    of_claims = [spelling for claim in claims() for spelling in (claim.key, claim.name)]
    return [*of_claims, *(statement.key for claim in claims() for statement in claim.statements)]


# --- what is measured ----------------------------------------------------------------------------------------------


def measured(drawn: Draws, record: Record, tell: Tell = silent, usual: Numbers | None = None) -> Numbers:
    """Every statement of every claim measured at draws, and the figures that the claims show.

    The prior is run where there are no `usual` numbers from which it can be taken.
    """
    runs = batch(claims(), drawn, tell, with_prior=usual is None)
    beside = compared(runs.after[AS_IT_HAPPENED])
    statements = {
        statement.key: _measured(claim, statement, runs, (record, beside))
        for claim in claims()
        for statement in claim.statements
    }
    if usual:
        statements = {key: _with_the_prior_of(numbers, usual.statements[key]) for key, numbers in statements.items()}
    return Numbers(
        statements,
        {claim.key: _figures(claim, runs.after) for claim in claims()},
        len(drawn),
        drawn.structures,
        fingerprints.of_text(*(run.fingerprint for group in (runs.after, runs.before) for run in group.values())),
        record_fingerprint(record),
    )


def _measured(claim: Claim, statement: Statement, runs: Batch, known: tuple[Record, Compared]) -> Measured:
    """The numbers of one statement."""
    record, beside = known
    if statement.is_of_the_record:
        return _of_the_record(statement, record)
    rests_on = grounds(statement, record)
    after = _found(statement, runs.after, runs.drawn)
    numbers = Measured(
        statement.key,
        after.shares,
        after.number,
        rests_on,
        after.alone,
        after.sides,
        after.years,
        misses=misses(statement, record, beside),
        draws=after.draws,
        failed=after.failed,
    )
    return _with_the_prior(numbers, claim, statement, runs) if runs.before else numbers


def _of_the_record(statement: Statement, record: Record) -> Measured:
    """The numbers of a statement about the record alone."""
    estimated, rests_on = in_record(statement, record), grounds(statement, record)
    return Measured(statement.key, estimated.shares, estimated.number, rests_on, estimated.alone, years=estimated.years)


def _found(statement: Statement, runs: Mapping[str, Run], drawn: Draws) -> Probability:
    """The probability of a statement in the runs it is read from, or in the shares of a difference at some draws."""
    if statement.divided:
        return in_shares(statement, drawn)
    return in_runs(statement, [runs[name] for name in runs_of(statement)])


def _with_the_prior(numbers: Measured, claim: Claim, statement: Statement, runs: Batch) -> Measured:
    """The numbers of a statement with what the prior alone says of it."""
    before, prior = runs.before, _found(statement, runs.before, runs.prior)
    away = taken_away(claim, statement)
    reached = bool(away) and _reaches(statement, before[away])
    without = in_runs(statement, [before[away]]).shares if reached else None
    return replace(
        numbers, prior=prior.shares, moves=prior.moves, prior_without=without, without=away if reached else ""
    )


def _with_the_prior_of(numbers: Measured, usual: Measured) -> Measured:
    """The numbers of a statement with what was measured of the prior before."""
    same = {name: getattr(usual, name) for name in ("prior", "moves", "prior_without", "without")}
    return replace(numbers, **same)


def _reaches(statement: Statement, run: Run) -> bool:
    """Whether a run goes on to the last year that a statement reads."""
    return all(figure.measure.end <= run.years[-1] for figure in statement.figures if figure.measure)


def _figures(claim: Claim, runs: Mapping[str, Run]) -> dict[str, dict[str, Points]]:
    """The figures of a claim in each run, by the name of the figure."""
    return {figure.name: _sides(figure, claim, runs) for figure in claim.figures}


def _sides(figure: Figure, claim: Claim, runs: Mapping[str, Run]) -> dict[str, Points]:
    """A figure in history, and in each scenario without the policy of its claim that goes on for so long."""
    measure = figure.measure
    if measure is None or measure.how in SEVERAL:
        return {}
    read = {name: measure_of_draws(runs[name], measure) for name in (AS_IT_HAPPENED, *claim.without)}
    return {name: points_of(numbers, runs[name].weights) for name, numbers in read.items() if numbers is not None}


def record_fingerprint(record: Record) -> str:
    """The fingerprint of every figure of the record: number, range, territory, role, work and grade."""
    return fingerprints.of_text(*(_line(observation) for observation in record.observations))


def _line(observation) -> str:
    row = observation.row()
    fields: Sequence[str] = ("series", "year", "value", "low", "high", "territory", "region", "role", "source", "grade")
    return " ".join(str(row[field]) for field in fields)
