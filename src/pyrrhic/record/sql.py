"""Questions to the record in SQL, answered by DuckDB from a copy in memory that cannot reach any file.

A query has a minute and two gigabytes. DuckDB would let a query use its folder for temporary files: it has none.

Tables: those of `package/tables.py`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count
from threading import Timer
from typing import Any

from pyrrhic.errors import BadInput
from pyrrhic.record.export import to_arrow
from pyrrhic.record.load import Record
from pyrrhic.record.package.tables import TABLES, table

SECONDS, MEMORY = 60.0, "2GB"
CLOSED = (
    "set temp_directory = ''",
    f"set memory_limit = '{MEMORY}'",
    "set enable_external_access = false",
    "set python_enable_replacements = false",
    "set lock_configuration = true",
)


@dataclass(frozen=True)
class Answer:
    """The columns and rows that answer a query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def table(self) -> list[dict[str, Any]]:
        """The rows as plain dicts; columns of one name are numbered, for a dict would keep the last alone."""
        names = list(_told_apart(self.columns))
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def _told_apart(columns: Iterable[str]) -> Iterator[str]:
    """The names of columns, with a number after those that stood before.

    >>> list(_told_apart(["year", "value", "value"]))
    ['year', 'value', 'value_2']
    """
    taken: set[str] = set()
    for column in columns:
        name = next(name for name in chain([column], (f"{column}_{n}" for n in count(2))) if name not in taken)
        taken.add(name)
        yield name


def query(record: Record, text: str) -> Answer:
    """The answer of DuckDB to one query over the record; raise BadInput in one sentence when there is none.

    The tables are copies: a query may create or drop what it likes, the record stays as it is.
    """
    import duckdb

    connection = duckdb.connect(":memory:")
    limit = Timer(SECONDS, connection.interrupt)
    try:
        for name in TABLES:
            connection.register("arrow", to_arrow(table(record, name), TABLES[name].fields))
            connection.execute(f"create table {name} as select * from arrow")
            connection.unregister("arrow")
        for setting in CLOSED:
            connection.execute(setting)
        limit.start()
        result = connection.execute(text)
        if result is None:
            raise BadInput("the query is empty", allowed=f"one query over {', '.join(TABLES)}")
        columns = tuple(column[0] for column in result.description or ())
        return Answer(columns, tuple(result.fetchall()))
    except duckdb.InterruptException as error:
        raise BadInput(
            f"the query was stopped after {SECONDS:.0f} seconds", allowed="a query that reads less"
        ) from error
    except duckdb.Error as error:
        raise BadInput(one_sentence(str(error))) from error
    finally:
        limit.cancel()
        connection.close()


def one_sentence(message: str) -> str:
    """DuckDB's message without its picture of the query, the hint kept, on one line.

    >>> one_sentence('Catalog Error: Table horse does not exist!\\nDid you mean "horses"?')
    'Table horse does not exist! Did you mean "horses"?'
    """
    sentence = re.split(r"\n\s*LINE \d+:", message)[0]
    sentence = re.sub(r"^\w+( \w+)? Error: ", "", sentence)
    return " ".join(sentence.split())
