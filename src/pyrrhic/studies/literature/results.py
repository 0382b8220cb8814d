"""Table 1: twenty-eight published results that a model of these years should reproduce, and which of them it does.

    table = table_one(verdicts, printed)
    [judged.row.number for judged in table.of(MODEL) if judged.state == NOT_MET]

The rows stand in results.toml. A row consists of targets (studies/targets.toml, result_targets.toml) or of figures of the
replicated models (studies/replications). It is met if all of them are; a row without any is not computed. Each has two
verdicts: as it is read, and by the printed bounds, where these are others (printed_targets.toml). How many rows are met
decides nothing: verdicts are compared with those of a committed table (studies/fit/verdict_table.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from pyrrhic.errors import BadFile
from pyrrhic.fields import TEXT, Content, check_entry, check_name, entries_of, one_of, references
from pyrrhic.studies.replications import Replicated, replicated
from pyrrhic.studies.replications.replicate import MET, NOT_MET
from pyrrhic.studies.target_file import read_targets
from pyrrhic.studies.verdict import Target, Verdict
from pyrrhic.texts import NO_TEXT, Text, text_of

NOT_COMPUTED = "not computed"
MODEL, CODE, LEVER = "model", "code", "lever"
EVIDENCE: Mapping[str, Text] = {
    MODEL: Text("Evidence on the model", "Свидетельства о модели"),
    CODE: Text("Checks of the code or of the record", "Проверки программы или свода данных"),
    LEVER: Text("Checks of what is given to the model", "Проверки того, что задано модели"),
}
NUMBERED, OPTIONAL = "row_", ("beyond", "reading")
FIELDS: Mapping[str, Content] = {
    "title": TEXT,
    "works": references,
    "evidence": one_of("kind of evidence", EVIDENCE),
    **dict.fromkeys(OPTIONAL, TEXT),
}


@dataclass(frozen=True)
class PublishedRow:
    """One row: its number, what is published, the works, what of it the model does not compute, and how it is read.

    `reading` says what a reader of the verdict must know: another range than the printed one, or a near-tautology;
    `without_replication` why there is no number where neither model nor replication gives one; `evidence` whether the
    row is evidence on the model, or checks code or a lever.
    """

    number: int
    title: Text
    works: tuple[str, ...]
    without_replication: Text
    evidence: str
    beyond: Text = NO_TEXT
    reading: Text = NO_TEXT

    @property
    def source(self) -> str:
        """The works in one line."""
        return "; ".join(self.works)

    @property
    def why_not_computed(self) -> Text:
        """Why there is no number, where there is none."""
        return self.beyond or self.without_replication


@dataclass(frozen=True)
class JudgedRow:
    """A row with the verdicts on its targets, as read and by the printed bounds, and the figures of the replications."""

    row: PublishedRow
    verdicts: tuple[Verdict, ...]
    replicated: tuple[Replicated, ...]
    printed: tuple[Verdict, ...] = ()

    @property
    def missed(self) -> tuple[Verdict | Replicated, ...]:
        """The targets and replicated figures that are not met."""
        figures: tuple[Verdict | Replicated, ...] = (*self.verdicts, *self.replicated)
        return tuple(figure for figure in figures if not figure.met)

    @property
    def state(self) -> str:
        """Met, not met, or not computed."""
        return _state((*self.verdicts, *self.replicated))

    @property
    def state_as_printed(self) -> str:
        """The same by the printed bounds."""
        return _state((*self.printed, *self.replicated))


def _state(figures: Sequence[Verdict | Replicated]) -> str:
    if not figures:
        return NOT_COMPUTED
    return MET if all(figure.met for figure in figures) else NOT_MET


@dataclass(frozen=True)
class Table:
    """All the rows, judged."""

    rows: tuple[JudgedRow, ...]

    def of(self, evidence: str) -> tuple[JudgedRow, ...]:
        """The rows that are evidence of that kind."""
        return tuple(row for row in self.rows if row.row.evidence == evidence)

    def met(self, evidence: str = MODEL) -> int:
        """How many rows of that kind are met as they are read."""
        return sum(row.state == MET for row in self.of(evidence))

    def met_as_printed(self, evidence: str = MODEL) -> int:
        """How many are met by the printed bounds."""
        return sum(row.state_as_printed == MET for row in self.of(evidence))


def table_one(verdicts: Iterable[Verdict], printed: Iterable[Verdict] = ()) -> Table:
    """The rows judged by verdicts on all targets, those of the median or those of one run.

    `printed` are the verdicts on `printed_targets`, each in the place of the target of its name.
    """
    verdicts, replicas = tuple(verdicts), replicated_rows()
    by_name = {verdict.target.name: verdict for verdict in printed}
    rows = published_rows().values()
    return Table(tuple(_judged(row, verdicts, by_name, replicas.get(row.number, ())) for row in rows))


def _judged(
    row: PublishedRow,
    verdicts: Iterable[Verdict],
    printed: Mapping[str, Verdict],
    replicated: tuple[Replicated, ...],
) -> JudgedRow:
    of_row = tuple(verdict for verdict in verdicts if row.number in verdict.target.rows)
    as_printed = tuple(printed.get(verdict.target.name, verdict) for verdict in of_row)
    return JudgedRow(row, of_row, replicated, as_printed)


@cache
def published_rows() -> Mapping[int, PublishedRow]:
    """The rows of the table by number, in its order."""
    file = files(__package__).joinpath("results.toml")
    entries = dict(entries_of(file))
    without = text_of(entries.pop("texts", {}), "without_replication", f"{file.name}, texts")
    rows = [_published_row(name, entry, without, f"{file.name}, {name}") for name, entry in entries.items()]
    return {row.number: row for row in rows}


def _published_row(name: str, entry: Mapping, without: Text, place: str) -> PublishedRow:
    check_entry(entry, FIELDS, place, required=("title", "works", "evidence"))
    number = name.removeprefix(NUMBERED)
    if not number.isdigit():
        raise BadFile("a row has a number", where=place, allowed=f"[{NUMBERED}1]")
    texts = {key: text_of(entry, key, place) for key in OPTIONAL if key in entry}
    title, evidence = text_of(entry, "title", place), entry["evidence"]
    return PublishedRow(int(number), title, tuple(entry["works"]), without, evidence, **texts)


@cache
def result_targets() -> tuple[Target, ...]:
    """Every target that only the table of published results asks for, in the order of its rows."""
    file = files(__package__).joinpath("result_targets.toml")
    targets = read_targets(file, rows=published_rows())
    for target in targets:
        if not target.rows:
            raise BadFile("it has no rows of the table of published results", where=f"{file.name}, {target.name}")
    return targets


@cache
def printed_targets() -> tuple[Target, ...]:
    """The targets whose printed bounds or reading are others than those by which a row is judged, by the same names."""
    file = files(__package__).joinpath("printed_targets.toml")
    return read_targets(file, rows=published_rows())


def check_printed(judged: Iterable[Target]) -> None:
    """Raise `UnknownName` for a printed target in whose place none of the targets that are judged stands."""
    names = [target.name for target in judged]
    for target in printed_targets():
        check_name("target", target.name, names, f"printed_targets.toml, {target.name}")


def replicated_rows() -> Mapping[int, tuple[Replicated, ...]]:
    """What the replications of published models answer, by row."""
    return {row: tuple(group) for row, group in groupby(sorted(replicated(), key=_row_of), key=_row_of)}


def _row_of(figure: Replicated) -> int:
    assert figure.row is not None  # those without a row are not among them
    return figure.row
