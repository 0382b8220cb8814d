"""What a lesson is: a question about one claim, what a class reads and looks at, what it writes, and the key for the teacher.

    lesson("s3").question, lesson("s3").steps[0].link("en")       # "index.en.html#v=1"

A lesson is a TOML file of this folder, with every text in both languages. A digit that is computed never stands in a
text: `{name}` is a slot, filled from a number that the file declares (see `numbers.py`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyrrhic.errors import BadFile, UnknownName
from pyrrhic.fields import (
    NUMBER,
    TABLE,
    TABLES,
    TEXT,
    WORD,
    WORDS,
    Content,
    check_entry,
    check_name,
    holding,
    is_word,
    one_of,
    references,
)
from pyrrhic.files import read_toml
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.load import load
from pyrrhic.studies.claims.claim import Claim, claims
from pyrrhic.studies.debates import debates
from pyrrhic.studies.lessons.numbers import Number, numbers_of, slots
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import NO_TEXT, Text, text_of

PAGES = ("index", "lab", "year", "claims", "record", "model", "class", "words")
SCHEME = "v=1"
POINTS, POSITIONS, DOCUMENTS = 5, 2, 2
LEAST_ROWS, MOST_ROWS = 3, 9
LEAST_STEPS, MOST_STEPS = 6, 7
LEAST_QUESTIONS, MOST_QUESTIONS = 5, 6
SOURCING, FIGURE, CORROBORATION, ARGUMENT = "sourcing", "figure", "corroboration", "argument"
KINDS: Mapping[str, Text] = {
    SOURCING: Text("Sourcing", "Критика источника"),
    FIGURE: Text("Reading a figure", "Чтение данных"),
    CORROBORATION: Text("Corroboration", "Сопоставление источников"),
    ARGUMENT: Text("Argument", "Аргументация"),
}


def _is_state(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(part, str) and is_word(part) for part in value.values())


STATE = ("s", "l", "b", "p", "y", "w", "q")  # of the addresses of the site, in their order
FIELDS: Mapping[str, Content] = {
    "key": WORD,
    "claim": WORD,
    "title": TEXT,
    "question": TEXT,
    "background": TABLE,
    "numbers": TABLE,
    "table": WORDS,
    "points": TABLES,
    "steps": TABLES,
    "documents": TABLES,
    "worksheet": TABLES,
    "controversy": TABLE,
}
OF_A_PASSAGE: Mapping[str, Content] = {"text": TEXT, "sources": references}
OF_A_STEP: Mapping[str, Content] = {
    "page": one_of("page", PAGES),
    "anchor": WORD,
    "state": holding(f"a table of {', '.join(STATE)} with texts", _is_state),
    "minutes": NUMBER,
    "title": TEXT,
    "teacher": TEXT,
    "student": TEXT,
}
OF_A_DOCUMENT: Mapping[str, Content] = {
    "title": TEXT,
    "author": TEXT,
    "date": TEXT,
    "held": TEXT,
    "rights": TEXT,
    "seen": TEXT,
    "about": TEXT,
    "original": TABLE,
    "translation": WORD,
    "sources": references,
    "questions": TABLES,
}
OF_A_QUESTION: Mapping[str, Content] = {"kind": one_of("kind of question", KINDS), "text": TEXT, "key": TEXT}
OF_A_CONTROVERSY: Mapping[str, Content] = {"question": TEXT, "positions": TABLES}
OF_A_POSITION: Mapping[str, Content] = {"scholar": TEXT, "text": TEXT, "use": TEXT, "sources": references}
OF_AN_ORIGINAL: Mapping[str, Content] = {"language": one_of("language", ("en", "ru")), "text": WORD}


@dataclass(frozen=True)
class Passage:
    """Some sentences, and the works that they rest on."""

    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A page in a state, how long a class stays there, what the teacher says and what the student does."""

    page: str
    minutes: float
    title: Text
    teacher: Text
    student: Text
    anchor: str = ""
    state: tuple[tuple[str, str], ...] = ()

    def link(self, language: str) -> str:
        """The address of the step inside the site, for a reader in a language."""
        parts = [SCHEME, *(f"{name}={value}" for name, value in self.state)]
        return f"{self.page}.{language}.html#{self.anchor or '&'.join(parts)}"


@dataclass(frozen=True)
class Document:
    """A source for the class: what it is, who holds it, under which right it is printed, its text where it may be, questions.

    `original` is the text in the language in which it was written, and `translated` ours; both empty where the document
    is named and described, and not printed.
    """

    title: Text
    author: Text
    date: Text
    held: Text
    rights: Text
    about: Text
    sources: tuple[str, ...]
    questions: tuple[Text, ...]
    seen: Text = NO_TEXT
    language: str = ""
    original: str = ""
    translated: str = ""


@dataclass(frozen=True)
class Question:
    """A question of the worksheet, of a kind, and what the teacher expects in an answer."""

    kind: str
    text: Text
    key: Text


@dataclass(frozen=True)
class Position:
    """What a scholar holds, and what a pair that argues it may use."""

    scholar: Text
    text: Text
    use: Text
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Controversy:
    """A question on which two scholars differ."""

    question: Text
    positions: tuple[Position, ...]


@dataclass(frozen=True)
class Lesson:
    """One lesson; its `numbers` fill the slots of its texts, and `table` names the figures of the claim that it shows."""

    key: str
    claim: Claim
    title: Text
    question: Text
    background: Passage
    numbers: Mapping[str, Number]
    table: tuple[str, ...]
    points: tuple[Passage, ...]
    steps: tuple[Step, ...]
    documents: tuple[Document, ...]
    worksheet: tuple[Question, ...]
    controversy: Controversy

    @property
    def minutes(self) -> float:
        """How long the steps take."""
        return sum(step.minutes for step in self.steps)

    def begins(self, number: int) -> float:
        """The minute at which a step, counted from 1, begins."""
        return sum(step.minutes for step in self.steps[: number - 1])

    def texts(self) -> Iterator[Text]:
        """Every text of the lesson in which a slot may stand."""
        yield from (self.title, self.question, self.background.text, *(point.text for point in self.points))
        yield from (text for step in self.steps for text in (step.title, step.teacher, step.student))
        yield from (text for document in self.documents for text in (document.about, *document.questions))
        yield from (text for question in self.worksheet for text in (question.text, question.key))
        yield self.controversy.question
        yield from (text for position in self.controversy.positions for text in (position.text, position.use))


@cache
def lessons() -> Mapping[str, Lesson]:
    """Every lesson by its key, in the order of the claims."""
    documents = sorted((file for file in files(__package__).iterdir() if file.name.endswith(".toml")), key=str)
    read = {file.name: read_lesson(read_toml(file), file.name) for file in documents}
    for name, each in read.items():
        if name != f"{each.key}.toml":
            raise BadFile(f"the file of the lesson {each.key} is called so", where=name, allowed=f"{each.key}.toml")
    return {each.key: each for each in read.values()}


def lesson(key: str) -> Lesson:
    """The lesson of that key. Raises `UnknownName` with the nearest match."""
    if key.lower() not in lessons():
        raise UnknownName("lesson", key, lessons())
    return lessons()[key.lower()]


def read_lesson(entry: Mapping[str, Any], place: str) -> Lesson:
    """A lesson as its file declares it. Raises a `PyrrhicError` with the place of what is wrong."""
    check_entry(entry, FIELDS, place, FIELDS)
    of_claims = {claim.key: claim for claim in claims()}
    check_name("claim", entry["claim"], of_claims, place)
    read = Lesson(
        key=entry["key"],
        claim=of_claims[entry["claim"]],
        title=text_of(entry, "title", place),
        question=text_of(entry, "question", place),
        background=_passage(entry["background"], f"{place}, background"),
        numbers=numbers_of(entry["numbers"], place),
        table=tuple(entry["table"]),
        points=tuple(_several(entry, "points", _passage, place)),
        steps=tuple(_several(entry, "steps", _step, place)),
        documents=tuple(_several(entry, "documents", _document, place)),
        worksheet=tuple(_several(entry, "worksheet", _question, place)),
        controversy=_controversy(entry["controversy"], f"{place}, controversy"),
    )
    for name in read.table:
        check_name("figure of the claim", name, [figure.name for figure in read.claim.figures], f"{place}, table")
    for problem in _problems(read, place):
        raise BadFile(problem, where=place)
    return read


def _several(entry: Mapping[str, Any], field: str, of, place: str) -> Iterator[Any]:
    for number, part in enumerate(entry[field], start=1):
        yield of(part, f"{place}, {field} {number}")


def _passage(entry: Mapping[str, Any], place: str) -> Passage:
    check_entry(entry, OF_A_PASSAGE, place, OF_A_PASSAGE)
    return Passage(text_of(entry, "text", place), tuple(entry["sources"]))


def _step(entry: Mapping[str, Any], place: str) -> Step:
    check_entry(entry, OF_A_STEP, place, ("page", "minutes", "title", "teacher", "student"))
    texts = {name: text_of(entry, name, place) for name in ("title", "teacher", "student")}
    state = entry.get("state", {})
    _check_state(state, place)
    if anchor := entry.get("anchor", ""):
        check_name(f"part of the page {entry['page']}", anchor, _anchors(entry["page"]), place)
    in_order = tuple((name, state[name]) for name in STATE if name in state)
    return Step(entry["page"], float(entry["minutes"]), **texts, anchor=anchor, state=in_order)


def _check_state(state: Mapping[str, str], place: str) -> None:
    """Refuse a field, a scenario or a position that there is not."""
    for name in state:
        check_name("field of an address", name, STATE, place)
    for name in ("s", "b"):
        if name in state:
            scenarios.checked(state[name].partition("~")[0], f"{place}, {name}")
    if "q" in state:
        check_name(
            "position", state["q"], [f"{of}.{name}" for of, each in debates().items() for name in each.positions], place
        )


def _anchors(page: str) -> list[str]:
    """The parts of a page that a step may open."""
    of_claims = [claim.key.lower() for claim in claims()]
    statements = [statement.key for claim in claims() for statement in claim.statements]
    authors, worksheets = ([f"{key}-{part}" for key in of_claims] for part in ("authors", "worksheet"))
    of_pages = {
        "claims": [*of_claims, *authors, *statements],
        "class": [*of_claims, *worksheets],
        "record": [*load(), *DERIVED],
    }
    return of_pages.get(page, [])


def _document(entry: Mapping[str, Any], place: str) -> Document:
    needed = ("title", "author", "date", "held", "rights", "about", "sources", "questions")
    check_entry(entry, OF_A_DOCUMENT, place, needed)
    named = ("title", "author", "date", "held", "rights", "about")
    texts: dict[str, Any] = {name: text_of(entry, name, place) for name in named}
    asked = tuple(
        text_of(part, "text", f"{place}, question {number}") for number, part in enumerate(entry["questions"], 1)
    )
    printed = _printed(entry, place) if "original" in entry else {}
    return Document(**texts, sources=tuple(entry["sources"]), questions=asked, **printed)


def _printed(entry: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The text of a document, its translation, and where it was seen."""
    original = entry["original"]
    check_entry(original, OF_AN_ORIGINAL, f"{place}, original", OF_AN_ORIGINAL)
    for field in ("translation", "seen"):
        if field not in entry:
            raise BadFile(f"a document that is printed has the field {field}", where=place)
    return {
        "language": original["language"],
        "original": original["text"].strip(),
        "translated": entry["translation"].strip(),
        "seen": text_of(entry, "seen", place),
    }


def _question(entry: Mapping[str, Any], place: str) -> Question:
    check_entry(entry, OF_A_QUESTION, place, OF_A_QUESTION)
    return Question(entry["kind"], text_of(entry, "text", place), text_of(entry, "key", place))


def _controversy(entry: Mapping[str, Any], place: str) -> Controversy:
    check_entry(entry, OF_A_CONTROVERSY, place, OF_A_CONTROVERSY)
    return Controversy(text_of(entry, "question", place), tuple(_several(entry, "positions", _position, place)))


def _position(entry: Mapping[str, Any], place: str) -> Position:
    check_entry(entry, OF_A_POSITION, place, OF_A_POSITION)
    texts = {name: text_of(entry, name, place) for name in ("scholar", "text", "use")}
    return Position(**texts, sources=tuple(entry["sources"]))


def _problems(read: Lesson, place: str) -> Iterator[str]:
    """What a lesson lacks or has too much of, in words."""
    counted = {
        "points": (len(read.points), POINTS, POINTS),
        "steps": (len(read.steps), LEAST_STEPS, MOST_STEPS),
        "documents": (len(read.documents), DOCUMENTS, DOCUMENTS),
        "questions of the worksheet": (len(read.worksheet), LEAST_QUESTIONS, MOST_QUESTIONS),
        "positions of the controversy": (len(read.controversy.positions), POSITIONS, POSITIONS),
        "figures in its table": (len(read.table), LEAST_ROWS, MOST_ROWS),
    }
    for what, (number, least, most) in counted.items():
        if not least <= number <= most:
            yield f"it has {number} {what}, and a lesson has {least}" + (f" to {most}" if most > least else "")
    if read.key != read.claim.key.lower():
        yield f"the key {read.key} is not that of the claim {read.claim.key}"
    yield from _of_slots(read)


def _of_slots(read: Lesson) -> Iterator[str]:
    """A slot without a number, a number without a slot, and a text that has other slots in Russian."""
    used: set[str] = set()
    for text in read.texts():
        here = slots(text.en)
        if here != slots(text.ru):
            yield f"the slots {sorted(here)} and {sorted(slots(text.ru))} of a text in two languages are not the same"
        used |= here
    if unknown := sorted(used - set(read.numbers)):
        yield f"the slot {unknown[0]} has no number"
    if unused := sorted(set(read.numbers) - used):
        yield f"the number {unused[0]} stands in no text"
