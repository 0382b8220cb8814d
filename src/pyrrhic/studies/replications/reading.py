"""How the file of a replication is read: its texts and printed figures, to which its module adds what it computes.

Every module has a file of the same name beside it. `[inputs]`, `[figures]` and `[answers]` are in the order in which they
are shown; the texts may have slots, `{wear:.3f}`, which the module fills. A note is a text, or a list of names from `[notes]`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from pyrrhic.errors import BadFile
from pyrrhic.fields import (
    NUMBER,
    TABLE,
    TEXT,
    TRUTH,
    WHOLE,
    WORD,
    WORDS,
    Content,
    check_entry,
    check_name,
    check_required,
    either,
    one_of,
    works,
)
from pyrrhic.files import read_toml
from pyrrhic.model.inputs import GRADES
from pyrrhic.record.load import Observation, load
from pyrrhic.studies.replications.replicate import Answer, Input, Replicated, Replication
from pyrrhic.texts import Text, text_of

FIELDS: Mapping[str, Content] = {
    "title": TEXT,
    "source": works,
    "about": TEXT,
    "limits": TEXT,
    "notes": TABLE,
    "inputs": TABLE,
    "figures": TABLE,
    "answers": TABLE,
}
OPTIONAL = ("notes", "answers")
FIELDS_OF_AN_INPUT: Mapping[str, Content] = {
    "name": TEXT,
    "unit": WORD,
    "source": WORD,  # it may have slots, which are filled before it is checked
    "grade": one_of("grade", GRADES),
    "note": either(TEXT, WORDS),
}
FIELDS_OF_AN_ANSWER: Mapping[str, Content] = {"name": TEXT, "unit": WORD, "note": either(TEXT, WORDS)}
PRINTED = ("published", "sign", "record")
FIELDS_OF_A_FIGURE: Mapping[str, Content] = {
    "row": WHOLE,
    "title": TEXT,
    "tolerance": NUMBER,
    "relative": TRUTH,
    "unit": WORD,
    "source": works,
    "grade": one_of("grade", GRADES),
    "note": either(TEXT, WORDS),
    "missed": either(TEXT, WORDS),
    "published": NUMBER,
    "sign": NUMBER,
    "record": one_of("series", load),
    "recalled": TRUTH,
}
NO_TEXT = Text("", "")


@dataclass(frozen=True)
class Computed:
    """A number that a module computes, and what fills the slots of its texts: numbers, lists of numbers, or sources."""

    value: float
    slots: Mapping[str, Any] = field(default_factory=dict)


Numbers = Callable[[], Mapping[str, Computed]]


class Comma(float):
    """A number as Russian writes it, with a decimal comma and a space before the sign of per cent."""

    def __format__(self, how: str) -> str:
        return super().__format__(how).replace(".", ",").replace("%", "\u00a0%")


@dataclass(frozen=True)
class Document:
    """The file of a replication: its name, what it holds, and the texts that several entries share."""

    name: str
    content: Mapping[str, Any]

    def place(self, *entry: str) -> str:
        """The file and an entry of it, for errors."""
        return ", ".join((self.name, *entry))

    def entries(
        self, table: str, computed: Mapping[str, Computed]
    ) -> Iterator[tuple[str, Mapping[str, Any], Computed]]:
        """The entries of a table with what is computed for each; the two must have the same names."""
        entries = self.content.get(table, {})
        for name in (*entries, *computed):
            check_name(f"number in {table}", name, computed if name in entries else entries, self.place(table))
        for name, entry in entries.items():
            yield self.place(name), entry, computed[name]

    def note(self, entry: Mapping[str, Any], key: str, place: str) -> Text:
        """The note of an entry: a text of its own, or those of `[notes]` that it names, one after another."""
        content = entry.get(key, [])
        if not isinstance(content, Sequence):
            return text_of(entry, key, place)
        return _joined(self._shared(name, place) for name in content)

    def _shared(self, name: str, place: str) -> Text:
        notes = self.content.get("notes", {})
        check_name("note", name, notes, place)
        return text_of(notes, name, self.place("notes"))


def nothing() -> Mapping[str, Computed]:
    """No numbers, for a replication that answers nothing beside its figures."""
    return {}


def replication_of(name: str, inputs: Numbers, figures: Numbers, answers: Numbers = nothing) -> Replication:
    """The replication of that name, with what its module computes for the inputs, figures and answers of its file."""
    document = read_document(name)
    return Replication(
        name,
        text_of(document.content, "title", document.name),
        document.content["source"],
        text_of(document.content, "about", document.name),
        text_of(document.content, "limits", document.name),
        lambda: tuple(read_input(document, *entry) for entry in document.entries("inputs", inputs())),
        lambda: tuple(read_figure(document, *entry) for entry in document.entries("figures", figures())),
        lambda: tuple(read_answer(document, *entry) for entry in document.entries("answers", answers())),
        frozenset(entry["row"] for entry in document.content["figures"].values() if "row" in entry),
    )


def read_document(name: str) -> Document:
    """The file of a replication, with its fields checked."""
    file = f"{name}.toml"
    content = read_toml(files(__package__).joinpath(file))
    check_entry(content, FIELDS, file, required=[field for field in FIELDS if field not in OPTIONAL])
    return Document(file, content)


def read_input(document: Document, place: str, entry: Mapping[str, Any], computed: Computed) -> Input:
    """A number that goes in, as its entry declares it."""
    check_entry(entry, FIELDS_OF_AN_INPUT, place, required=("name", "unit", "source", "grade"))
    source = entry["source"].format(**computed.slots)
    works(source, "source", place)
    return Input(
        _filled(text_of(entry, "name", place), computed),
        computed.value,
        entry["unit"],
        source,
        entry["grade"],
        _filled(document.note(entry, "note", place), computed),
    )


def read_answer(document: Document, place: str, entry: Mapping[str, Any], computed: Computed) -> Answer:
    """A number that nothing printed is held against, as its entry declares it."""
    check_entry(entry, FIELDS_OF_AN_ANSWER, place, required=("name", "unit"))
    name, note = (
        _filled(text_of(entry, "name", place), computed),
        _filled(document.note(entry, "note", place), computed),
    )
    return Answer(name, computed.value, entry["unit"], note)


def read_figure(document: Document, place: str, entry: Mapping[str, Any], computed: Computed) -> Replicated:
    """A printed figure as its entry declares it, beside the computed one; where it is missed the note says why."""
    check_entry(entry, FIELDS_OF_A_FIGURE, place, required=("title", "grade"))
    check_required(entry, () if "record" in entry else ("unit", "source"), place)
    observation = load().series(entry["record"]).observations[0] if "record" in entry else None
    unit, source = (observation.unit, _citation(observation)) if observation else (entry["unit"], entry["source"])
    figure = Replicated(
        entry.get("row"),
        _filled(text_of(entry, "title", place), computed),
        observation.value if observation else _printed(entry, place),
        entry.get("tolerance"),
        unit,
        source,
        entry["grade"],
        computed.value,
        relative=entry.get("relative", False),
        recalled=entry.get("recalled", False),
    )
    reason = NO_TEXT if figure.reached else document.note(entry, "missed", place)
    return figure.noted(_filled(_joined((document.note(entry, "note", place), reason)), computed))


def _printed(entry: Mapping[str, Any], place: str) -> float:
    """The number that is printed, or 1 or -1 where only its sign is."""
    if "sign" not in entry and "published" not in entry:
        raise BadFile("it does not say what is published", where=place, allowed=", ".join(PRINTED))
    return float(entry["sign"] if "sign" in entry else entry["published"])


def _citation(observation: Observation) -> str:
    return f"{observation.source}[{observation.page}]" if observation.page else observation.source


def _joined(texts: Iterable[Text]) -> Text:
    """Texts one after another; nothing of those that are empty."""
    held = [text for text in texts if text]
    return Text(" ".join(text.en for text in held), " ".join(text.ru for text in held))


def _filled(text: Text, computed: Computed) -> Text:
    """The text with its slots filled, numbers as each language writes them."""
    english = {name: _written(value, float, ", ") for name, value in computed.slots.items()}
    russian = {name: _written(value, Comma, "; ") for name, value in computed.slots.items()}
    return Text(text.en.format(**english), text.ru.format(**russian))


def _written(value: Any, number: type[float], between: str) -> Any:
    """A number, or a list of numbers as text; anything else as it is."""
    if isinstance(value, tuple):
        return between.join(format(number(part), "g") for part in value)
    return value if isinstance(value, int | str) else number(value)
