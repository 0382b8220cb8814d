"""Lessons with their numbers filled in, as plain objects in one language: for the site, the handout and scripts.

page = lesson_page(lesson("s3"), answers(), Language("ru"))
page.points[0].text, page.table.rows[0].record, page.works
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pyrrhic.app.language import MINUS, Language
from pyrrhic.app.views.claims import numbers as written
from pyrrhic.app.views.claims.pages import FigureOfClaim, claim_page
from pyrrhic.studies.claims.answers import Answers, chosen
from pyrrhic.studies.lessons.lesson import KINDS, Document, Lesson, Step
from pyrrhic.studies.lessons.numbers import NUMBER_OF_STATEMENT, RANGE, RECORD, SLOT, SPAN, Number, read
from pyrrhic.texts import Text

NINE_TENTHS = 0.9  # of the draws, which an interval of the model holds


@dataclass(frozen=True)
class PassagePage:
    """Some sentences with their works."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class StepPage:
    """A step: when it begins, how long it takes, what it opens, what is said and done."""

    number: int
    begins: str
    minutes: str
    page: str
    link: str
    title: str
    teacher: str
    student: str


@dataclass(frozen=True)
class DocumentPage:
    """A document; `text` is what is read in this language, `original` the text it was translated from, each in paragraphs."""

    title: str
    author: str
    date: str
    held: str
    rights: str
    seen: str
    about: str
    text: tuple[str, ...]
    original: tuple[str, ...]
    language: str
    questions: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def translated(self) -> bool:
        """Whether what is read is our translation."""
        return bool(self.original)


@dataclass(frozen=True)
class QuestionPage:
    """A question of the worksheet and what the teacher expects."""

    number: int
    kind: str
    text: str
    key: str


@dataclass(frozen=True)
class PositionPage:
    """What a scholar holds, and what a pair may use."""

    scholar: str
    text: str
    use: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class TablePage:
    """Figures of the claim: in the record, and in the model with and without the policy."""

    columns: tuple[str, ...]
    rows: tuple[FigureOfClaim, ...]


@dataclass(frozen=True)
class LessonPage:
    """A lesson as a class reads it."""

    key: str
    claim: str
    title: str
    question: str
    minutes: str
    background: PassagePage
    points: tuple[PassagePage, ...]
    table: TablePage
    steps: tuple[StepPage, ...]
    documents: tuple[DocumentPage, ...]
    worksheet: tuple[QuestionPage, ...]
    controversy: str
    positions: tuple[PositionPage, ...]

    @property
    def works(self) -> tuple[str, ...]:
        """The works that its text cites, each once."""
        cited = [*self.background.sources, *(source for point in self.points for source in point.sources)]
        cited += [source for row in self.table.rows if row.record for source in row.record.sources]
        return tuple(dict.fromkeys(cited))


@dataclass(frozen=True)
class Filled:
    """Fills the slots of a lesson's texts in one language."""

    shown: Mapping[str, str]
    say: Language

    def __call__(self, text: Text) -> str:
        """The text in this language with its numbers."""
        return SLOT.sub(lambda slot: self.shown[slot.group(1)], self.say.pick(text))


def lesson_page(lesson: Lesson, answered: Answers, say: Language) -> LessonPage:
    """The page of one lesson."""
    fill = Filled(numbers_shown(lesson, answered, say), say)
    return LessonPage(
        key=lesson.key,
        claim=lesson.claim.key,
        title=fill(lesson.title),
        question=fill(lesson.question),
        minutes=said_minutes(lesson.minutes, say),
        background=PassagePage(fill(lesson.background.text), lesson.background.sources),
        points=tuple(PassagePage(fill(point.text), point.sources) for point in lesson.points),
        table=_table(lesson, answered, say),
        steps=tuple(_step(lesson, number, step, fill) for number, step in enumerate(lesson.steps, start=1)),
        documents=tuple(_document(document, fill) for document in lesson.documents),
        worksheet=tuple(
            QuestionPage(number, say.pick(KINDS[question.kind]), fill(question.text), fill(question.key))
            for number, question in enumerate(lesson.worksheet, start=1)
        ),
        controversy=fill(lesson.controversy.question),
        positions=tuple(
            PositionPage(fill(each.scholar), fill(each.text), fill(each.use), each.sources)
            for each in lesson.controversy.positions
        ),
    )


def _table(lesson: Lesson, answered: Answers, say: Language) -> TablePage:
    """The figures of the claim that the lesson shows, in the order of the claim."""
    answer, _ = chosen(answered, lesson.claim.key)
    page = claim_page(answer, say)
    named = zip(lesson.claim.figures, page.figures, strict=True)
    return TablePage(page.columns, tuple(row for figure, row in named if figure.name in lesson.table))


def _step(lesson: Lesson, number: int, step: Step, fill: Filled) -> StepPage:
    say = fill.say
    begins, minutes = clock(lesson.begins(number)), said_minutes(step.minutes, say)
    texts = [fill(text) for text in (step.title, step.teacher, step.student)]
    return StepPage(number, begins, minutes, step.page, step.link(say.code), *texts)


def _document(document: Document, fill: Filled) -> DocumentPage:
    """A document, in translation where it was written in another language."""
    say = fill.say
    foreign = bool(document.original) and document.language != say.code
    return DocumentPage(
        title=say.pick(document.title),
        author=say.pick(document.author),
        date=say.pick(document.date),
        held=say.pick(document.held),
        rights=say.pick(document.rights),
        seen=say.pick(document.seen),
        about=fill(document.about),
        text=paragraphs(document.translated if foreign else document.original),
        original=paragraphs(document.original) if foreign else (),
        language=document.language,
        questions=tuple(fill(question) for question in document.questions),
        sources=document.sources,
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """A text that is parted by empty lines."""
    return tuple(part.replace("\n", " ") for part in text.split("\n\n") if part)


def clock(minutes: float) -> str:
    """A time from the beginning of the lesson, 1:30."""
    seconds = round(60 * minutes)
    return f"{seconds // 60}:{seconds % 60:02d}"


def said_minutes(minutes: float, say: Language) -> str:
    """How long something takes: in minutes, in seconds where it is less than one or not whole."""
    if minutes == int(minutes):
        return say.many("{count} minute", "{count} minutes", int(minutes))
    return say.many("{count} second", "{count} seconds", round(60 * minutes))


# --- numbers -------------------------------------------------------------------------------------------------------


def numbers_shown(lesson: Lesson, answered: Answers, say: Language) -> dict[str, str]:
    """The numbers of a lesson as they are written, by the name of their slot."""
    return {name: shown(number, answered, say) for name, number in lesson.numbers.items()}


def shown(number: Number, answered: Answers, say: Language) -> str:
    """A number as it is written: its middle, its range, or both; an interval of the model says what it holds."""
    points, scale = read(number, answered).points, scale_of(number)
    low, middle, high = (scale.said(point, say) for point in (points.low, points.median, points.high))
    span = spanned(low, high, say)
    if number.show == SPAN:
        return span
    if number.show != RANGE or low == high:
        return middle
    return f"{middle} ({span})" if is_of_the_record(number) else f"{middle} ({say.percent(NINE_TENTHS)}: {span})"


def spanned(low: str, high: str, say: Language) -> str:
    """Two ends of a range in a sentence; a Russian one joins them by a dash, unless a sign stands before them."""
    if say.code == "ru" and MINUS not in low + high:
        return f"{low.removesuffix(say.per_cent)}–{high}"
    return say("{low} to {high}", low=low, high=high)


def is_of_the_record(number: Number) -> bool:
    """Whether the range of a number is that of published estimates, and not of draws of the model."""
    return number.statement.is_of_the_record if number.statement else number.side == RECORD


def scale_of(number: Number) -> written.Scale:
    """How a number is written: as its figure or statement is, unless the lesson says otherwise."""
    scale = written.Scale(written.PLAIN, 1)
    if number.figure:
        scale = written.scale_of_figure(number.figure)
    elif number.statement:
        own = number.side == NUMBER_OF_STATEMENT
        scale = written.scale_of(number.statement) if own else written.scale_of_sides(number.statement)
    decimals = scale.decimals if number.decimals is None else number.decimals
    return written.Scale(scale.unit, decimals, is_share=scale.is_share or number.per_cent)
