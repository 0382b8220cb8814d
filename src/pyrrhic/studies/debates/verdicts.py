"""The verdicts on claims and statements under each position of a debate, at a few of its draws."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyrrhic.calibration import mixture
from pyrrhic.runs.case import AS_IT_HAPPENED, Draws
from pyrrhic.studies.claims.answers import Answers, Numbers, answers_at
from pyrrhic.studies.claims.verdict import MISFIT, JudgedStatement
from pyrrhic.studies.debates.expressed import MIXTURE, POSTERIOR, Expressed
from pyrrhic.texts import Text

DRAWS = 60  # of each position: every scenario that a statement reads is run at them


@dataclass(frozen=True)
class Differing:
    """A claim or statement whose verdict is not the same under all positions, with the verdict under each.

    `probabilities` are the shares of the draws in which a statement holds, `missed` the positions under which the model
    misses a series that it rests on, so that it is not settled whatever the share; none of either of a claim.
    """

    key: str
    text: Text
    verdicts: Mapping[str, str]
    probabilities: Mapping[str, float]
    missed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdicts:
    """Verdicts under the positions that have draws and leave history as it was: how many there are, and which differ."""

    positions: tuple[str, ...] = ()
    claims: int = 0
    statements: int = 0
    differing_claims: tuple[Differing, ...] = ()
    differing_statements: tuple[Differing, ...] = ()


def verdicts_under(forms: Sequence[Expressed]) -> Verdicts:
    """The verdicts under each position; none where fewer than two rest on draws of their own.

    Positions on the same draws have the same verdicts and are judged once, under the name of the first.
    """
    answers = dict(_answers(forms))
    if len(answers) < 2:
        return Verdicts()
    first = next(iter(answers.values()))
    return Verdicts(
        tuple(answers),
        len(first.claims),
        sum(len(answer.statements) for answer in first.claims),
        tuple(_claims_that_differ(answers)),
        tuple(_statements_that_differ(answers)),
    )


def _answers(forms: Sequence[Expressed]) -> Iterator[tuple[str, Answers]]:
    """By position every claim answered at its draws; what the prior says is the same for all and run once."""
    seen: set[str] = set()
    usual: Numbers | None = None
    for form in forms:
        drawn = few_draws(form)
        if drawn is None or form.scenario != AS_IT_HAPPENED or drawn.fingerprint in seen:
            continue
        seen.add(drawn.fingerprint)
        answered = answers_at(drawn, usual=usual)
        usual = answered.numbers
        yield form.positions[0].name, answered


def few_draws(form: Expressed) -> Draws | None:
    """A few of the draws of a position; all of a fit."""
    if form.draws is None:
        return None
    if form.weighed is not None:
        return form.weighed.draws(DRAWS)
    if form.state in (POSTERIOR, MIXTURE):
        return mixture.draws(min(max(DRAWS, len(form.variants)), len(form.draws)), form.variants)
    return form.draws


def _claims_that_differ(answers: Mapping[str, Answers]) -> Iterator[Differing]:
    for row in zip(*(answered.claims for answered in answers.values()), strict=True):
        verdicts = {name: answer.verdict.verdict for name, answer in zip(answers, row, strict=True)}
        if len(set(verdicts.values())) > 1:
            yield Differing(row[0].claim.key, row[0].claim.title, verdicts, {})


def _statements_that_differ(answers: Mapping[str, Answers]) -> Iterator[Differing]:
    for row in zip(*map(_statements, answers.values()), strict=True):
        verdicts = {name: each.verdict for name, each in zip(answers, row, strict=True)}
        if len(set(verdicts.values())) > 1:
            shares = {name: each.probability for name, each in zip(answers, row, strict=True)}
            missed = tuple(name for name, each in zip(answers, row, strict=True) if MISFIT in each.clauses)
            yield Differing(row[0].statement.key, row[0].statement.text, verdicts, shares, missed)


def _statements(answered: Answers) -> list[JudgedStatement]:
    return [each for answer in answered.claims for each in answer.statements]
