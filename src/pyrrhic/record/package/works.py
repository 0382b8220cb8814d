"""The works for reference managers: BibTeX as `sources.bib` has it, and CSL-JSON.

csl(load().works["allen2003"])["author"]        # [{"family": "Allen", "given": "R. C."}]
"""

import re
from collections.abc import Iterable
from typing import Any

from pyrrhic.sources import Source

TYPES = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "techreport": "report",
    "misc": "document",
}
TYPES_BY_WHAT = {"dataset": "dataset", "press": "article-newspaper", "text": "webpage"}
IN_PERIODICAL = ("article", "incollection")
YEAR = re.compile(r"\d{4}")


def bibtex(works: Iterable[Source]) -> str:
    """All works as one .bib file, which the package reads again."""
    return "\n\n".join(work.bibtex() for work in works) + "\n"


def csl(work: Source) -> dict[str, Any]:
    """A work as an item of CSL-JSON; what is not known is left out."""
    year = YEAR.search(work.year)
    published = "container-title" if work.kind in IN_PERIODICAL else "publisher"
    item = {
        "id": work.key,
        "type": TYPES_BY_WHAT.get(work.what, TYPES[work.kind]),
        "title": work.title,
        "author": [_name(author) for author in work.authors()],
        "issued": {"date-parts": [[int(year.group())]]} if year else None,
        published: work.publication,
        "DOI": work.doi,
        "ISBN": work.isbn,
        "note": work.note,
    }
    return {name: value for name, value in item.items() if value}


def _name(author: str) -> dict[str, str]:
    """Family and given name, or a whole name, as an institution has it."""
    family, comma, given = author.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": author}
