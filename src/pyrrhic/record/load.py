"""The record in memory: series of observations, each with its source, territory, grade and place in a file.

    from pyrrhic.record import load
    load().series("grain_harvest_revised").main(territory="USSR, interwar borders")

Only the csv module is used, so that a single run of the model never waits for a data-frame library.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pyrrhic.errors import BadFile, BadInput, UnknownName, shown_name
from pyrrhic.record.added import AddedFile, described, hash_of, identifier
from pyrrhic.record.own_works import own_works
from pyrrhic.record.tables import (
    CATALOGUE_HEADER,
    FOLDER,
    RECORD_HEADER,
    TITLE_MARK,
    VARIANT,
    bibliography_beside,
    catalogue_files,
    missing_columns,
    read_rows,
    transcribed_files,
)
from pyrrhic.record.years import Year, parse_year, plain_year
from pyrrhic.sources import Source, bibliography
from pyrrhic.texts import Text

USER_TOPIC = "user"
SEEN_BY_GRADE = {"A": "original", "B": "quotation", "C": "memory"}
Slot = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Observation:
    """One printed figure: what, when, how much, of which territory, by whom, on which page, how well seen.

    `id` names it for good, `printed` is the number as the table writes it, `value_is` how it came from what is printed,
    `variant` the definition where several stand side by side, `seen` and `seen_in` how and where it was read.
    """

    series: str
    year: str
    value: float
    low: float | None
    high: float | None
    unit: str
    territory: str
    region: str
    role: str
    source: str
    page: str
    grade: str
    note: str
    first_year: int
    last_year: int
    place: str
    id: str = ""
    printed: str = ""
    value_is: str = ""
    variant: str = ""
    seen: str = ""
    seen_in: str = ""
    flag: str = ""

    @property
    def when(self) -> Year:
        """The year read: its kind, first and last calendar year, middle."""
        return parse_year(self.year)

    @property
    def citation(self) -> str:
        """The source key with the page, `daviesWheatcroft2004[449]`."""
        return f"{self.source}[{self.page}]" if self.page else self.source

    def row(self) -> dict[str, Any]:
        """The observation as a plain dict, in the order of the fields."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True)
class Series:
    """One series of the catalogue with its observations, rivals beside the main figures.

    `variants` are figures of another definition, which are no estimate of the same thing: nothing is derived from them.
    """

    name: str
    topic: str
    title: Text
    definition: str
    unit: str
    do_not_mix: str
    observations: tuple[Observation, ...]
    variants: tuple[Observation, ...] = ()

    @property
    def figures(self) -> tuple[Observation, ...]:
        """Observations and variants, as tables show them."""
        return tuple(sorted((*self.observations, *self.variants), key=_order))

    def select(
        self,
        *,
        territory: str | None = None,
        region: str | None = "",
        role: str | None = None,
        source: str | None = None,
    ) -> tuple[Observation, ...]:
        """Observations of one territory, region (the nation unless named; None for all), role or source."""
        return tuple(
            observation
            for observation in self.observations
            if (territory is None or observation.territory == territory)
            and (region is None or observation.region == region)
            and (role is None or observation.role == role)
            and (source is None or observation.source == source)
        )

    def main(self, *, territory: str | None = None, region: str | None = "") -> tuple[Observation, ...]:
        """The figures drawn as the centre: one for each year, territory and region."""
        return self.select(territory=territory, region=region, role="main")

    def sources(self) -> list[str]:
        """Source keys used, in order of first use."""
        return list(dict.fromkeys(observation.source for observation in self.observations))

    def catalogue_row(self) -> dict[str, str]:
        """The series without its observations, as a plain dict."""
        return {
            "series": self.name,
            "topic": self.topic,
            "title_en": self.title.en,
            "title_ru": self.title.ru,
            "definition": self.definition,
            "unit": self.unit,
            "do_not_mix": self.do_not_mix,
        }


class Record(Mapping[str, Series]):
    """All series by name. Nothing in it can be changed; a user's rivals make another Record.

    `derived` keeps the series that were derived from it, by name, so that each is computed once; `taken` names what a
    user's main figures stand for in place of the record's; `added` are the user's files. A record is the same as itself
    alone, so that what is computed of it can be kept by it.
    """

    __hash__ = object.__hash__
    __eq__ = object.__eq__

    def __init__(
        self,
        series: Iterable[Series],
        own_works: Iterable[Path] = (),
        taken: Iterable[Slot] = (),
        added: Iterable[AddedFile] = (),
    ):
        self._series = {entry.name: entry for entry in series}
        self.added = tuple(added)
        self.taken = frozenset(taken)
        self.derived: dict[str, Any] = {}
        self._own_works = tuple(own_works)

    def __getitem__(self, name: str) -> Series:
        return self.series(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._series)

    def __len__(self) -> int:
        return len(self._series)

    def __contains__(self, name: object) -> bool:
        return name in self._series

    def series(self, name: str) -> Series:
        """The series of that name; raise UnknownName with the nearest match."""
        try:
            return self._series[name]
        except KeyError:
            raise UnknownName("series", name, self._series) from None

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """Every observation of every series, variants among them."""
        return tuple(observation for series in self._series.values() for observation in series.figures)

    @cached_property
    def works(self) -> dict[str, Source]:
        """Every work that may be cited: the bibliography, and that of the user's files."""
        own = {key: work for file in self._own_works for key, work in own_works(file).items()}
        return {**own, **bibliography()}

    def search(
        self,
        text: str = "",
        *,
        topic: str | None = None,
        region: str | None = None,
        grade: str | None = None,
        source: str | None = None,
    ) -> list[Series]:
        """Series in whose name, titles or definition every word of `text` occurs, and that have observations of that
        topic, region, grade and source. Raises `UnknownName` for a filter that no observation could meet."""
        known = {
            "topic": {series.topic for series in self.values()},
            "region": {observation.region for observation in self.observations} - {""},
            "grade": {observation.grade for observation in self.observations},
            "source": {observation.source for observation in self.observations},
        }
        wanted = {"topic": topic, "region": region, "grade": grade, "source": source}
        for kind, name in wanted.items():
            if name is not None and name not in known[kind]:
                raise UnknownName(kind, name, known[kind])
        words = text.casefold().split()

        def is_wanted(observation: Observation) -> bool:
            return (
                region in (None, observation.region)
                and grade in (None, observation.grade)
                and source in (None, observation.source)
            )

        def holds(series: Series) -> bool:
            text_of_series = _searchable(series)
            return topic in (None, series.topic) and all(word in text_of_series for word in words)

        return [series for series in self.values() if holds(series) and any(map(is_wanted, series.figures))]

    def table(self, name: str) -> list[dict[str, Any]]:
        """The observations of one series as plain dicts, in order of year."""
        return [observation.row() for observation in self.series(name).figures]


def load(extra: Sequence[str | Path] = (), folder: Path = FOLDER) -> Record:
    """The record of `folder` (the package's own unless named), with the files of rival figures in `extra`.

    Read once and kept, for as long as a file holds the same. A user's file has the columns of `TRANSCRIBED_HEADER`, in any order, and is checked first; its new
    sources stand in a .bib of the same name beside it. Its `main` rows take the place of the record's.
    """
    wrong = [file for file in extra if not isinstance(file, str | Path)]
    if wrong:
        raise BadInput(f"{shown_name(wrong[0])} is not the path of a file", allowed="paths of .csv files")
    files = tuple(Path(file) for file in extra)
    return _load(files, Path(folder), tuple(map(hash_of, files)))


@lru_cache(maxsize=16)
def _load(extra: tuple[Path, ...], folder: Path, hashes: tuple[str, ...]) -> Record:
    catalogue = {row[0]: row for file in catalogue_files(folder) for row in _body(file, CATALOGUE_HEADER)}
    observations = [observation for file in transcribed_files(folder) for observation in _observations(file)]
    taken: set[Slot] = set()
    files: list[AddedFile] = []
    if extra:
        _refuse_problems(extra, folder)
        read = [list(_observations(file)) for file in extra]
        files = [described(*part) for part in zip(extra, hashes, read, strict=True)]
        figures = (observation for part in read for observation in part)
        added = [_as_users(observation, number) for number, observation in enumerate(figures, start=1)]
        catalogue = {**_new_series(added, catalogue), **catalogue}
        taken = {slot(observation) for observation in added if observation.role == "main"}
        observations = _with_rivals(observations, added, taken)
    return Record(_gather(catalogue, observations), filter(None, map(bibliography_beside, extra)), taken, files)


def _body(file: Path, header: tuple[str, ...]) -> Iterator[list[str]]:
    rows = read_rows(file)
    if tuple(next(rows, ())) != header:
        raise BadFile(f"{file.name}:1:1: the header must be {','.join(header)}")
    yield from _of_one_width(rows, len(header), file)


def _of_one_width(rows: Iterator[list[str]], width: int, file: Path) -> Iterator[list[str]]:
    for line, row in enumerate(rows, start=2):
        if len(row) != width:
            raise BadFile(f"{file.name}:{line}:1: {len(row)} fields; the header has {width}")
        yield row


def _observations(file: Path) -> Iterator[Observation]:
    """Read one table; raise BadFile at the first figure or year that cannot be read."""
    name, rows = file.name, read_rows(file)
    header = [column.strip() for column in next(rows, [])]
    if missing := missing_columns(header):
        raise BadFile(f"{name}:1:1: the header has no {', '.join(missing)}")
    for line, row in enumerate(_of_one_width(rows, len(header), file), start=2):
        try:
            yield _observation(dict(zip(header, row, strict=True)), f"{name}:{line}")
        except (ValueError, TypeError) as error:
            raise BadFile(
                f"{name}:{line}:1: this row cannot be read ({error}); `pyrrhic record check` says where"
            ) from error


def _observation(row: Mapping[str, str], place: str) -> Observation:
    year, value = plain_year(row["year"]), row["value"]
    when = parse_year(year)
    low, high = (row.get(name, "") for name in ("low", "high"))
    return Observation(
        **{**{name: row.get(name, "") for name in TEXTS}, "year": year},
        value=float(value),
        low=float(low) if low else None,
        high=float(high) if high else None,
        first_year=when.first,
        last_year=when.last,
        place=place,
        printed=value,
    )


TEXTS = tuple(name for name in RECORD_HEADER if name not in ("value", "low", "high"))


def _as_users(figure: Observation, number: int) -> Observation:
    """A figure of a user's file, with an identifier among those that are laid beside, and what its grade says of how it was seen."""
    seen = figure.seen or SEEN_BY_GRADE[figure.grade]
    return replace(figure, id=identifier(number), seen=seen, value_is=figure.value_is or "printed")


def _refuse_problems(extra: tuple[Path, ...], folder: Path) -> None:
    from pyrrhic.record.checks.rows import check

    problems = check(extra, folder=folder)
    if problems:
        command = " ".join(["pyrrhic record check", *(f'--with "{file}"' for file in extra)])
        more = f" (and {len(problems) - 1} more; `{command}` lists them)" if len(problems) > 1 else ""
        raise BadFile(f"{problems[0]}{more}")


def _new_series(added: Sequence[Observation], catalogue: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Catalogue rows for the series that only a user's file has; the title comes from a note `title: ...`."""
    new: dict[str, list[str]] = {}
    for observation in added:
        if observation.series not in catalogue and observation.series not in new:
            marked = observation.note.casefold().startswith(TITLE_MARK)
            title = observation.note[len(TITLE_MARK) :].strip() if marked else observation.series
            new[observation.series] = [
                observation.series,
                USER_TOPIC,
                title,
                title,
                f"Added from {observation.place.rsplit(':', 1)[0]}.",
                observation.unit,
                "",
            ]
    return new


def _with_rivals(
    record: Sequence[Observation], added: Sequence[Observation], taken: Collection[Slot]
) -> list[Observation]:
    """Both sets of figures; where a user's figure is `main`, the record's own becomes a rival."""
    theirs = [replace(figure, role="rival") if _is_taken(figure, taken) else figure for figure in record]
    return [*theirs, *added]


def _is_taken(figure: Observation, taken: Collection[Slot]) -> bool:
    return figure.role == "main" and slot(figure) in taken


def slot(observation: Observation) -> Slot:
    """What one main figure is wanted for: series, region, territory, year."""
    return (observation.series, observation.region, observation.territory, observation.year)


def _order(observation: Observation) -> tuple[str, int, str, str, str]:
    """The order of the observations of a series: by region, year, territory, and the main figure first."""
    return (
        observation.region,
        observation.first_year,
        observation.year,
        observation.territory,
        observation.role,
    )


def _gather(catalogue: Mapping[str, list[str]], observations: Iterable[Observation]) -> Iterator[Series]:
    by_name: dict[str, list[Observation]] = {name: [] for name in catalogue}
    for observation in observations:
        if observation.series not in by_name:
            raise UnknownName("series", observation.series, catalogue, where=f"{observation.place}:1")
        by_name[observation.series].append(observation)
    for name, row in sorted(catalogue.items()):
        ordered = sorted(by_name[name], key=_order)
        observations = tuple(figure for figure in ordered if figure.role != VARIANT)
        variants = tuple(figure for figure in ordered if figure.role == VARIANT)
        _, topic, title_en, title_ru, definition, unit, do_not_mix = row
        yield Series(name, topic, Text(title_en, title_ru), definition, unit, do_not_mix, observations, variants)


def _searchable(series: Series) -> str:
    return " ".join(
        (series.name, series.name.replace("_", " "), series.title.en, series.title.ru, series.definition)
    ).casefold()
