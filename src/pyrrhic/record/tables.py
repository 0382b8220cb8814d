"""Where the record's files lie, what their headers are, and how a field is found again in a file.

Every figure can be pointed at as file:line:column. A field of the record never spans lines, so a row is a
line.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyrrhic.files import read_text
from pyrrhic.texts import Text

FOLDER = Path(__file__).parent
TRANSCRIBED_HEADER = (
    "series",
    "year",
    "value",
    "low",
    "high",
    "unit",
    "territory",
    "region",
    "role",
    "source",
    "page",
    "grade",
    "note",
)
RECORD_HEADER = ("id", *TRANSCRIBED_HEADER, "value_is", "variant", "seen", "seen_in", "flag")
NEEDED = ("series", "year", "value", "unit", "territory", "role", "source", "grade")  # in a file of a user's own
CATALOGUE_HEADER = ("series", "topic", "title_en", "title_ru", "definition", "unit", "do_not_mix")

TOPICS: Mapping[str, Text] = {
    "harvest": Text("Harvest", "Урожай"),
    "procurement": Text("Procurement", "Заготовки"),
    "grain_trade": Text("Grain trade", "Торговля зерном"),
    "grain_balance": Text("Grain balance", "Баланс зерна"),
    "land": Text("Land", "Земля"),
    "herds": Text("Herds", "Скот"),
    "machinery": Text("Machinery", "Машины"),
    "collectivization": Text("Collectivization", "Коллективизация"),
    "industrial_crops": Text("Industrial crops", "Технические культуры"),
    "food": Text("Food", "Продовольствие"),
    "consumption": Text("Consumption", "Потребление"),
    "population": Text("Population", "Население"),
    "famine": Text("Famine", "Голод"),
    "migration": Text("Migration", "Миграция"),
    "labour": Text("Labour", "Труд"),
    "industry": Text("Industry", "Промышленность"),
    "national_accounts": Text("National accounts", "Национальные счета"),
    "trade": Text("Foreign trade", "Внешняя торговля"),
    "prices": Text("Prices", "Цены"),
    "budget": Text("Budget", "Бюджет"),
    "unrest": Text("Unrest", "Волнения"),
    "deportation": Text("Deportation", "Высылка и ссылка"),
    "weather": Text("Weather", "Погода"),
    "war": Text("War", "Война"),
    "postwar": Text("After the war", "После войны"),
    "models": Text("Published models", "Опубликованные модели"),
}

TERRITORIES = (
    "Russian Empire, 1914 borders",
    "Russian Empire, contemporary borders",
    "Russian Empire, interwar borders",
    "Russian Empire, post-1945 borders",
    "USSR, interwar borders",
    "USSR, 1940 borders",
    "USSR, post-1945 borders",
    "USSR, occupied territory",
    "RSFSR",
    "Ukrainian SSR",
    "Kazakh ASSR",
    "world",
    "region",
)

GRADES: Mapping[str, Text] = {
    "A": Text(
        "read in the work itself or a machine-readable dataset",
        "прочитано в самой работе или в наборе данных",
    ),
    "B": Text("read as quoted in another work", "прочитано в цитате другой работы"),
    "C": Text(
        "known from the literature, not yet read in place", "известно из литературы, но на месте ещё не проверено"
    ),
}
VARIANT = "variant"  # a figure of another definition, named in the column `variant`
ROLES = ("main", "rival", VARIANT)
VALUE_IS: Mapping[str, Text] = {  # how the number of a row came from what is printed
    "printed": Text("as printed", "как напечатано"),
    "converted": Text("converted from the printed unit", "пересчитано из напечатанной единицы"),
    "midpoint": Text("the middle of a printed range", "середина напечатанного диапазона"),
    "coded": Text("a code given by the compilers", "код, присвоенный составителями"),
    "computed": Text("computed from printed figures", "вычислено из напечатанных чисел"),
}
SEEN: Mapping[str, Text] = {  # how a figure was seen
    "original": Text("read in the work itself", "прочитано в самой работе"),
    "copy": Text(
        "read in a machine-readable or reprinted copy of the work",
        "прочитано в машиночитаемой или перепечатанной копии работы",
    ),
    "quotation": Text("read as another work quotes it", "прочитано в цитате другой работы"),
    "memory": Text(
        "known from the literature, not yet read in place", "известно из литературы, на месте ещё не прочитано"
    ),
}
FLAGS: Mapping[str, Text] = {
    "doubtful": Text("doubtful", "сомнительно"),
    "misprint": Text("a misprint in the source", "опечатка в источнике"),
}
GRADE_BY_SEEN = {"quotation": "B", "memory": "C"}  # for the others the kind of work decides
SECOND_HAND = ("reference", "text", "polemic")  # kinds of work that quote what others found
TITLE_MARK = "title:"  # begins the note that titles a new series of a user's file


def grade_of(kind_of_work: str, seen: str) -> str:
    """The grade that follows from the kind of a work and from how a figure of it was seen.

    >>> grade_of("handbook", "original"), grade_of("reference", "original"), grade_of("handbook", "memory")
    ('A', 'B', 'C')
    """
    return GRADE_BY_SEEN.get(seen, "B" if kind_of_work in SECOND_HAND else "A")


@dataclass(frozen=True)
class Row:
    """One line of a table as text: the file, the line number, the fields by name, the line itself, the file's columns.

    A column that the file leaves out is an empty field.
    """

    file: Path
    line: int
    fields: dict[str, str]
    text: str
    columns: tuple[str, ...]

    @property
    def place(self) -> str:
        """file:line, as observations carry it."""
        return f"{self.file.name}:{self.line}"

    def column(self, name: str) -> int:
        """The character column, counted from 1, at which the named field begins; 1 for one that the file leaves out."""
        return field_starts(self.text)[self.columns.index(name)] if name in self.columns else 1


def transcribed_files(folder: Path = FOLDER) -> list[Path]:
    """The tables of observations, in alphabetical order."""
    return sorted((folder / "transcribed").glob("*.csv"))


def catalogue_files(folder: Path = FOLDER) -> list[Path]:
    """The tables of series, in alphabetical order."""
    return sorted((folder / "catalogue").glob("*.csv"))


def bibliography_beside(file: Path) -> Path | None:
    """The .bib file of the same name beside a user's table, if there is one."""
    beside = file.with_suffix(".bib")
    return beside if beside.exists() else None


def read_lines(file: Path) -> list[str]:
    """The lines of a UTF-8 file without their endings; raise BadFile when it cannot be read."""
    return read_text(file).replace("\r\n", "\n").rstrip("\n").split("\n")


def missing_columns(header: Sequence[str]) -> list[str]:
    """The columns that a table of observations needs and that are not in its header."""
    return [name for name in NEEDED if name not in header]


def read_rows(file: Path) -> Iterator[list[str]]:
    """The rows of a table, header first. The fast way in, for files that were checked before."""
    return csv.reader(read_lines(file))


def field_starts(line: str) -> list[int]:
    """Character columns, counted from 1, at which the comma-separated fields of a line begin.

    >>> field_starts('a,"b, c",d')
    [1, 3, 10]
    """
    starts, quoted = [1], False
    for position, character in enumerate(line, start=1):
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            starts.append(position + 1)
    return starts
