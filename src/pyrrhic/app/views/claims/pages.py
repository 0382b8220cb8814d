"""What is shown of each claim, as plain objects: every text said in its language, every number beside its sources.

    for page in claim_pages(answers(), Language("en")):
        page.key, page.sentence, page.confidence, page.statements[0].rows

`dataclasses.asdict(page)` is the document of one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pyrrhic.app.language import Language
from pyrrhic.app.views.claims import numbers as written
from pyrrhic.app.views.claims import sentences as said
from pyrrhic.record.load import Record, load
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.runs.evidence import find
from pyrrhic.runs.figures import Figure
from pyrrhic.studies.ablations import ablation
from pyrrhic.studies.claims.answers import Answer, Answers
from pyrrhic.studies.claims.batch import WITHOUT
from pyrrhic.studies.claims.claim import View
from pyrrhic.studies.claims.measured import Points
from pyrrhic.studies.claims.statement import COUNTERFACTUAL, MECHANISM, MODEL, RECORD
from pyrrhic.studies.claims.verdict import CLAUSES, JudgedStatement
from pyrrhic.studies.claims.words import CONFIDENCE
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import Text

KINDS: Mapping[str, Text] = {
    RECORD: Text("record", "свод данных"),
    MODEL: Text("historical run", "исторический ход"),
    COUNTERFACTUAL: Text("counterfactual", "контрфактический расчёт"),
    MECHANISM: Text("mechanism", "механизм"),
}


@dataclass(frozen=True)
class Row:
    """One figure of one side: the record or a run, what it is, its number as written, and the works behind it."""

    side: str
    title: str
    unit: str
    shown: str
    value: float | None
    low: float | None
    high: float | None
    sources: tuple[str, ...] = ()
    grades: str = ""


@dataclass(frozen=True)
class FigureOfClaim:
    """A figure of a claim: in the record, None where it has none, and in each run of the claim's `columns`, None where it ends."""

    title: str
    unit: str
    record: Row | None
    model: tuple[Row | None, ...]


@dataclass(frozen=True)
class ViewOfAuthors:
    """What authors hold, with their works."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class StatementPage:
    """A statement: the verdict and its sentences, the figures of record and model, and what speaks against it.

    `verdict`, `word`, `clauses` and `bears` are the words of the program; what ends in `said`, and every other text, is in
    the language of the page. `number` is what the bounds are about; `works` are all those behind the figures.
    """

    key: str
    text: str
    kind: str
    kind_said: str
    verdict: str
    verdict_said: str
    provisional: bool
    by_probability: str
    clauses: tuple[str, ...]
    clauses_named: tuple[str, ...]
    clauses_said: tuple[str, ...]
    sentence: str
    probability: float
    low: float
    high: float
    word: str
    confidence: str
    confidence_said: str
    evidence: int
    agreement: int
    bears: str
    bears_said: str
    number: Row
    rows: tuple[Row, ...]
    years: tuple[Row, ...]
    given: str
    rival: ViewOfAuthors
    would_change: str
    sources: tuple[str, ...]
    works: tuple[str, ...]
    draws: int
    failed: int


@dataclass(frozen=True)
class ClaimPage:
    """A claim: the sentence of its verdict, its statements, its figures with and without the policy, and the views.

    `probability`, `low`, `high` and `confidence` are those of the least sure of the statements that carry the verdict;
    None and "" where the claim cannot be judged. `parts` are the statements that carry the verdict.
    """

    key: str
    name: str
    title: str
    text: str
    verdict: str
    verdict_said: str
    provisional: bool
    sentence: str
    sureness: str
    probability: float | None
    low: float | None
    high: float | None
    confidence: str
    parts: tuple[str, ...]
    statements: tuple[StatementPage, ...]
    columns: tuple[str, ...]
    figures: tuple[FigureOfClaim, ...]
    views: tuple[ViewOfAuthors, ...]
    not_in_model: tuple[ViewOfAuthors, ...]


def claim_pages(answered: Answers, say: Language, record: Record | None = None) -> tuple[ClaimPage, ...]:
    """The page of every claim, in the order of the keys; the figures are those of the project's own record or another."""
    return tuple(claim_page(answer, say, record) for answer in answered.claims)


def claim_page(answer: Answer, say: Language, record: Record | None = None) -> ClaimPage:
    """The page of one claim."""
    known = load() if record is None else record
    claim, verdict = answer.claim, answer.verdict
    weakest = verdict.weakest
    low, high = weakest.measured.range if weakest else (None, None)
    return ClaimPage(
        key=claim.key,
        name=claim.name,
        title=say.pick(claim.title),
        text=say.pick(claim.text),
        verdict=verdict.verdict,
        verdict_said=said.verdict_said(verdict.verdict, verdict.provisional, say),
        provisional=verdict.provisional,
        sentence=said.claim_sentence(verdict, answer.statements, say),
        sureness=said.sureness_said(verdict, say),
        probability=weakest.probability if weakest else None,
        low=low,
        high=high,
        confidence=say.pick(CONFIDENCE[weakest.confidence.level]) if weakest else "",
        parts=tuple(say.pick(judged.statement.text) for judged in verdict.carriers),
        statements=tuple(statement_page(judged, say, known) for judged in answer.statements),
        columns=tuple(side_title(name, say) for name in (AS_IT_HAPPENED, *claim.without)),
        figures=tuple(_of_figure(figure, answer, say, known) for figure in claim.figures),
        views=tuple(_view(view, say) for view in claim.views),
        not_in_model=tuple(_view(view, say) for view in claim.not_in_model),
    )


def statement_page(judged: JudgedStatement, say: Language, record: Record | None = None) -> StatementPage:
    """The page of one statement."""
    statement, measured = judged.statement, judged.measured
    low, high = measured.range
    confidence = judged.confidence
    return StatementPage(
        key=statement.key,
        text=say.pick(statement.text),
        kind=statement.kind,
        kind_said=say.pick(KINDS[statement.kind]),
        verdict=judged.verdict,
        verdict_said=said.verdict_said(judged.verdict, judged.provisional, say),
        provisional=judged.provisional,
        by_probability=judged.unclaused,
        clauses=judged.clauses,
        clauses_named=tuple(say.pick(CLAUSES[clause]) for clause in judged.clauses),
        clauses_said=said.clauses_said(judged, say),
        sentence=said.statement_sentence(judged, say),
        probability=judged.probability,
        low=low,
        high=high,
        word=judged.word,
        confidence=say.pick(CONFIDENCE[confidence.level]),
        confidence_said=said.confidence_said(judged, say),
        evidence=confidence.evidence,
        agreement=confidence.agreement,
        bears=statement.bears,
        bears_said=said.side_said(judged, say),
        number=_number(judged, say),
        rows=tuple(_rows(judged, say, load() if record is None else record)),
        years=tuple(_years(judged, say)),
        given=say.pick(statement.given),
        rival=ViewOfAuthors(say.pick(statement.rival.text), statement.rival.sources),
        would_change=say.pick(statement.would_change),
        sources=statement.sources,
        works=measured.grounds.works,
        draws=measured.draws,
        failed=measured.failed,
    )


def _view(view: View, say: Language) -> ViewOfAuthors:
    return ViewOfAuthors(say.pick(view.text), view.sources)


def side_title(name: str, say: Language) -> str:
    """The title of a run: of history, a scenario, or a mechanism that is switched off."""
    if name == AS_IT_HAPPENED:
        return say("Model, history")
    if name.startswith(WITHOUT):
        mechanism = say.pick(ablation(name.removeprefix(WITHOUT)).mechanism)
        return say("Model without: {mechanism}", mechanism=mechanism)
    return say("Model, scenario: {title}", title=say.pick(scenarios.load(name).title))


# --- rows ----------------------------------------------------------------------------------------------------------


def _number(judged: JudgedStatement, say: Language) -> Row:
    """What the bounds are about, with the bounds."""
    scale = written.scale_of(judged.statement)
    bounds = written.bounds_said(judged.statement, say)
    title = f"{written.compared_said(judged.statement, say)}; {bounds}"
    return _of_points(say("Statement"), title, judged.measured.number, scale, say)


def _rows(judged: JudgedStatement, say: Language, record: Record) -> Iterator[Row]:
    """The figures of a statement: those of the record, then what it reads in each run."""
    for figure in judged.statement.figures:
        yield from _of_record(figure, say, record)
    title = written.read_said(judged.statement, say)
    for name, points in judged.measured.sides.items():
        yield _of_points(side_title(name, say), title, points, written.scale_of_sides(judged.statement), say)


def _years(judged: JudgedStatement, say: Language) -> Iterator[Row]:
    """A figure of several years, year by year."""
    for part in judged.measured.years:
        share = say("holds in {share} of the draws", share=say.percent(part.shares.holds))
        yield _of_points(part.year, share, part.points, written.scale_of(judged.statement), say)


def _of_figure(figure: Figure, answer: Answer, say: Language, record: Record) -> FigureOfClaim:
    """A figure of a claim: in the record, in history, and in each scenario without the policy."""
    title, scale, sides = say.pick(figure.title), written.scale_of_figure(figure), answer.figures[figure.name]
    names = (AS_IT_HAPPENED, *answer.claim.without)
    model = (
        _of_points(side_title(name, say), title, sides[name], scale, say) if name in sides else None for name in names
    )
    return FigureOfClaim(title, scale.unit_said(say), next(_of_record(figure, say, record), None), tuple(model))


def _of_record(figure: Figure, say: Language, record: Record) -> Iterator[Row]:
    if figure.record is None:
        return
    recorded = find(record, figure.record)
    scale = written.scale_of_figure(figure)
    points = Points(recorded.low, recorded.value, recorded.high)
    row = _of_points(say("Record"), say.pick(figure.title), points, scale, say)
    yield replace(row, sources=recorded.sources, grades=recorded.grades)


def _of_points(side: str, title: str, points: Points, scale: written.Scale, say: Language) -> Row:
    low, median, high = (scale.said(point, say) for point in (points.low, points.median, points.high))
    span = "" if low == high else f" ({say('{low} to {high}', low=low, high=high)})"
    return Row(side, title, scale.unit_said(say), f"{median}{span}", points.median, points.low, points.high)
