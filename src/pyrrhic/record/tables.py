"""Where the record's files lie, what their headers are, and how a field is found again in a file.

Every figure can be pointed at as file:line:column. A field of the record never spans lines, so a row is a
line.
"""

import csv
from collections.abc import Iterator, Mapping
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
    "deportation": Text("Deportation", "Депортации"),
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
ROLES = ("main", "rival")
TITLE_MARK = "title:"  # begins the note that titles a new series of a user's file


@dataclass(frozen=True)
class Row:
    """One line of a table as text: the file, the line number, the fields by name, the line itself."""

    file: Path
    line: int
    fields: dict[str, str]
    text: str

    @property
    def place(self) -> str:
        """file:line, as observations carry it."""
        return f"{self.file.name}:{self.line}"

    def column(self, name: str) -> int:
        """The character column, counted from 1, at which the named field begins."""
        return field_starts(self.text)[list(self.fields).index(name)]


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
