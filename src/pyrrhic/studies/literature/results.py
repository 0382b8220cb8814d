"""Table 1: twenty-eight published results that a model of these years should reproduce, and which of them it does.

    table = table_one([judged.verdict for judged in (*fit.judged, *fit.literature)])    # fit: a PosteriorFit
    table.met, [judged.row.number for judged in table.rows if judged.state == NOT_MET]

The rows stand in results.toml. A row consists of targets (studies/targets.toml, result_targets.toml) or of figures of the
replicated models (studies/replications). It is met if all of them are; a row without any is not computed and counts as
not met.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from pyrrhic.errors import BadFile
from pyrrhic.fields import TEXT, Content, check_entry, entries_of, references
from pyrrhic.studies.replications import Replicated, replicated
from pyrrhic.studies.replications.replicate import MET, NOT_MET
from pyrrhic.studies.target_file import read_targets
from pyrrhic.studies.verdict import Target, Verdict
from pyrrhic.texts import NO_TEXT, Text, text_of

NOT_COMPUTED = "not computed"
ENOUGH = 25
NUMBERED, OPTIONAL = "row_", ("beyond", "reading")
FIELDS: Mapping[str, Content] = {"title": TEXT, "works": references, **dict.fromkeys(OPTIONAL, TEXT)}


@dataclass(frozen=True)
class PublishedRow:
    """One row: its number, what is published, the works, what of it the model does not compute, and how it is read.

    `reading` says what a reader of the verdict must know: another range than the printed one, or a near-tautology;
    `without_replication` why there is no number where neither model nor replication gives one.
    """

    number: int
    title: Text
    works: tuple[str, ...]
    without_replication: Text
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
    """A row with the verdicts on its targets and the figures of the replications."""

    row: PublishedRow
    verdicts: tuple[Verdict, ...]
    replicated: tuple[Replicated, ...]

    @property
    def missed(self) -> tuple[Verdict | Replicated, ...]:
        """The targets and replicated figures that are not met."""
        figures: tuple[Verdict | Replicated, ...] = (*self.verdicts, *self.replicated)
        return tuple(figure for figure in figures if not figure.met)

    @property
    def state(self) -> str:
        """Met, not met, or not computed."""
        if not (self.verdicts or self.replicated):
            return NOT_COMPUTED
        return NOT_MET if self.missed else MET


@dataclass(frozen=True)
class Table:
    """All the rows, judged."""

    rows: tuple[JudgedRow, ...]

    def of(self, state: str) -> tuple[JudgedRow, ...]:
        """The rows in that state."""
        return tuple(row for row in self.rows if row.state == state)

    @property
    def met(self) -> int:
        """How many rows are met."""
        return len(self.of(MET))

    @property
    def in_part(self) -> int:
        """How many of the rows that are met have a part that the model does not compute."""
        return sum(bool(judged.row.beyond) for judged in self.of(MET))

    @property
    def enough(self) -> bool:
        """Whether as many rows are met as the project asks for."""
        return self.met >= ENOUGH


def table_one(verdicts: Iterable[Verdict]) -> Table:
    """The rows judged by verdicts on all targets, those of the median or those of one run."""
    verdicts, replicas = tuple(verdicts), replicated_rows()
    rows = published_rows().values()
    return Table(tuple(JudgedRow(row, _verdicts_on(row, verdicts), replicas.get(row.number, ())) for row in rows))


def _verdicts_on(row: PublishedRow, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    return tuple(verdict for verdict in verdicts if row.number in verdict.target.rows)


@cache
def published_rows() -> Mapping[int, PublishedRow]:
    """The rows of the table by number, in its order."""
    file = files(__package__).joinpath("results.toml")
    entries = dict(entries_of(file))
    without = text_of(entries.pop("texts", {}), "without_replication", f"{file.name}, texts")
    rows = [_published_row(name, entry, without, f"{file.name}, {name}") for name, entry in entries.items()]
    return {row.number: row for row in rows}


def _published_row(name: str, entry: Mapping, without: Text, place: str) -> PublishedRow:
    check_entry(entry, FIELDS, place, required=("title", "works"))
    number = name.removeprefix(NUMBERED)
    if not number.isdigit():
        raise BadFile("a row has a number", where=place, allowed=f"[{NUMBERED}1]")
    texts = {key: text_of(entry, key, place) for key in OPTIONAL if key in entry}
    return PublishedRow(int(number), text_of(entry, "title", place), tuple(entry["works"]), without, **texts)


@cache
def result_targets() -> tuple[Target, ...]:
    """Every target that only the table of published results asks for, in the order of its rows."""
    file = files(__package__).joinpath("result_targets.toml")
    targets = read_targets(file, rows=published_rows())
    for target in targets:
        if not target.rows:
            raise BadFile("it has no rows of the table of published results", where=f"{file.name}, {target.name}")
    return targets


def replicated_rows() -> Mapping[int, tuple[Replicated, ...]]:
    """What the replications of published models answer, by row."""
    return {row: tuple(group) for row, group in groupby(sorted(replicated(), key=_row_of), key=_row_of)}


def _row_of(figure: Replicated) -> int:
    return figure.row
