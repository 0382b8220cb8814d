"""The sentences of a verdict, put together from slots: what was found, how sure it is, and what lowered it."""

from collections.abc import Iterator, Sequence

from pyrrhic.app.language import Language
from pyrrhic.record.derive.series import title_of_series
from pyrrhic.runs.figures import figures
from pyrrhic.studies.claims.answers import Numbers
from pyrrhic.studies.claims.measured import Miss, Shares
from pyrrhic.studies.claims.statement import AGAINST
from pyrrhic.studies.claims.verdict import (
    ASSUMED,
    CONTRADICTED,
    MISFIT,
    NOT_SETTLED,
    SUPPORTED,
    THIN,
    VERDICTS,
    ClaimVerdict,
    JudgedStatement,
    missed,
)
from pyrrhic.studies.claims.words import AGREEMENT, CONFIDENCE, EVIDENCE, WORDS
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import Text


def verdict_said(verdict: str, provisional: bool, say: Language) -> str:
    """A verdict in words, with the word provisional before it where it is."""
    words = say.pick(VERDICTS[verdict])
    return say("provisional: {verdict}", verdict=words) if provisional else words


def capital(text: str) -> str:
    """A text with a capital letter at its head."""
    return text[:1].upper() + text[1:]


def probability_said(judged: JudgedStatement, say: Language) -> str:
    """The probability with its word, and the range over variants or works."""
    low, high = judged.measured.range
    slots = {
        "probability": say.number(judged.probability, 2),
        "word": say.pick(WORDS[judged.word]),
        "low": say.number(low, 2),
        "high": say.number(high, 2),
    }
    if judged.statement.is_of_the_record and len(judged.measured.alone) < 2:
        return say("Probability {probability}: {word}.", **slots)
    if judged.statement.is_of_the_record:
        return say("Probability {probability}: {word}; {low} to {high} with one work believed at a time.", **slots)
    return say("Probability {probability}: {word}; {low} to {high} in the variants of the model.", **slots)


def confidence_said(judged: JudgedStatement, say: Language) -> str:
    """The confidence with its two axes."""
    confidence = judged.confidence
    return say(
        "Confidence {level}: evidence {evidence}, agreement {agreement}.",
        level=say.pick(CONFIDENCE[confidence.level]),
        evidence=say.pick(EVIDENCE[confidence.evidence]),
        agreement=say.pick(AGREEMENT[confidence.agreement]),
    )


def statement_sentence(judged: JudgedStatement, say: Language) -> str:
    """What was found of a statement: verdict, probability, range, confidence; of one that is assumed the verdict alone."""
    verdict = capital(verdict_said(judged.verdict, judged.provisional, say))
    if judged.verdict == ASSUMED:
        return f"{verdict}."
    return f"{verdict}. {probability_said(judged, say)} {confidence_said(judged, say)}"


# --- clauses -------------------------------------------------------------------------------------------------------


def clauses_said(judged: JudgedStatement, say: Language) -> tuple[str, ...]:
    """A sentence for each clause that lowers the verdict, and what the verdict would be without them."""
    sentences = [sentence for clause in judged.clauses for sentence in _CLAUSES[clause](judged, say)]
    if judged.verdict != judged.unclaused:
        verdict = say.pick(VERDICTS[judged.unclaused])
        sentences.append(say("By the probability alone it would be: {verdict}.", verdict=verdict))
    return tuple(sentences)


def _assumed(judged: JudgedStatement, say: Language) -> Iterator[str]:
    measured = judged.measured
    if not measured.moves:
        yield say("Assumed: the number depends on no parameter that could be otherwise; it follows from the inputs.")
    elif measured.prior:
        yield _by_the_prior(measured.prior, say)
    if measured.prior_without:
        yield say(
            "Under the scenario without the policy ({scenario}) it holds in {share} of the same draws.",
            scenario=say.pick(scenarios.load(measured.without).title),
            share=say.percent(measured.prior_without.holds),
        )


def _by_the_prior(prior: Shares, say: Language) -> str:
    share = _percent(max(prior.holds, prior.fails), say)
    if prior.holds >= prior.fails:
        return say(
            "Assumed: before any figure of the record is compared it holds in {share} of the draws, so that it follows from what is put in.",
            share=share,
        )
    return say(
        "Assumed: before any figure of the record is compared it fails in {share} of the draws, so that it follows from what is put in.",
        share=share,
    )


def _percent(share: float, say: Language) -> str:
    """A share with a decimal where it is not all, so that one just above the bound is seen to be above it."""
    return say.percent(share, 1 if share < 0.995 else 0)


def _misfit(judged: JudgedStatement, say: Language) -> Iterator[str]:
    for miss in missed(judged.measured):
        yield say("Misfit: {miss}", miss=miss_said(miss, say))


def miss_said(miss: Miss, say: Language) -> str:
    """How the model misses a series or a figure."""
    title = say.pick(title_of_miss(miss.name))
    if miss.years == 1:
        return say("the model misses this figure of the record: {title}.", title=title)
    if len(miss.outside_asked) * miss.years > len(miss.outside) * miss.years_asked:
        years, outside = miss.years_asked, miss.outside_asked
        return say(
            "in {outside} of the {years} years that the statement speaks of the record lies outside the 90% interval of the model: {title} ({list}).",
            outside=len(outside),
            years=years,
            title=title,
            list=_years(outside),
        )
    return say(
        "in {outside} of {years} years the record lies outside the 90% interval of the model: {title} ({list}).",
        outside=len(miss.outside),
        years=miss.years,
        title=title,
        list=_years(miss.outside),
    )


def _years(years: Sequence[int]) -> str:
    return ", ".join(map(str, sorted(set(years))))


def title_of_miss(name: str) -> Text:
    """The title of a series of the record, printed or derived, or of a figure."""
    if name in figures():
        return figures()[name].title
    return title_of_series(name)


def _thin(judged: JudgedStatement, say: Language) -> Iterator[str]:
    yield say(
        "Provisional: every figure that it rests on is of grade C, known from the literature and not seen in place."
    )


_CLAUSES = {ASSUMED: _assumed, MISFIT: _misfit, THIN: _thin}


# --- a claim -------------------------------------------------------------------------------------------------------


def claim_sentence(verdict: ClaimVerdict, statements: Sequence[JudgedStatement], say: Language) -> str:
    """What was found of a claim: the verdict, and how its statements bear on it."""
    if not statements:
        return say("No statement of this claim is checked yet.")
    counts = {name: sum(judged.for_the_claim == name for judged in statements) for name in _KINDS}
    parts = say(
        "Its statements: for it {supported}, against it {contradicted}, not settled {open}, assumed {assumed}.",
        supported=counts[SUPPORTED],
        contradicted=counts[CONTRADICTED],
        open=counts[NOT_SETTLED],
        assumed=counts[ASSUMED],
    )
    return f"{capital(verdict_said(verdict.verdict, verdict.provisional, say))}. {parts}"


_KINDS = (SUPPORTED, CONTRADICTED, NOT_SETTLED, ASSUMED)


def sureness_said(verdict: ClaimVerdict, say: Language) -> str:
    """How sure the verdict on a claim is: as the least sure of the statements that carry it."""
    if verdict.weakest is None:
        return ""
    sureness = f"{probability_said(verdict.weakest, say)} {confidence_said(verdict.weakest, say)}"
    return say(
        "What follows is of one statement, the least sure of those on which the verdict rests. {found}", found=sureness
    )


def side_said(judged: JudgedStatement, say: Language) -> str:
    """That a statement speaks against its claim, where it does."""
    return say("Where it holds, it speaks against the claim.") if judged.statement.bears == AGAINST else ""


def made_by(numbers: Numbers, say: Language) -> str:
    """From how many draws of how many variants the verdicts are."""
    return say(
        "From {draws} draws of {variants} variants of the model, and from the published estimates of the record; verdicts follow by rule.",
        draws=numbers.draws,
        variants=len(numbers.structures),
    )
