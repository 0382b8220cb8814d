"""The package as a folder: the tables, their description, codebook, bibliography, how to cite, the licence.

write_package(load(), Path("pyrrhic-record"))
"""

import json
from pathlib import Path

from pyrrhic.files import write_text
from pyrrhic.record.load import Record
from pyrrhic.record.package.codebook import codebook, readme
from pyrrhic.record.package.description import (
    CONTRIBUTORS,
    KEYWORDS,
    LICENCE,
    TITLE,
    datapackage,
    description_of,
    version_of,
)
from pyrrhic.record.package.tables import TABLES, table, to_csv
from pyrrhic.record.package.works import bibtex, csl


def write_package(record: Record, folder: Path) -> list[Path]:
    """Write the whole package into a folder; returns the files, the description last."""
    folder.mkdir(parents=True, exist_ok=True)
    works = [work for _, work in sorted(record.works.items())]
    texts = {
        **{f"{name}.csv": to_csv(table(record, name), shown.header) for name, shown in TABLES.items()},
        "CODEBOOK.md": codebook(record),
        "README.md": readme(record),
        "sources.bib": bibtex(works),
        "sources.json": _json([csl(work) for work in works]),
        "CITATION.cff": citation(record),
        "LICENSE.txt": f"{LICENCE['title']}: {LICENCE['path']}\n",
    }
    for name, text in texts.items():
        write_text(folder / name, text)
    write_text(folder / "datapackage.json", _json(datapackage(record, folder)))
    return [folder / name for name in (*texts, "datapackage.json")]


def citation(record: Record) -> str:
    """How to cite the data, as CITATION.cff writes it; the version is that of the data."""
    version, date = version_of(record)
    authors = "\n".join(f'  - name: "{contributor["title"]}"' for contributor in CONTRIBUTORS)
    keywords = "\n".join(f"  - {word}" for word in KEYWORDS)
    return f"""cff-version: 1.2.0
message: "If you use these data, please cite them, and cite the works that the figures come from."
type: dataset
title: "{TITLE}"
authors:
{authors}
version: {version}
date-released: {date}
license: {LICENCE["name"]}
keywords:
{keywords}
abstract: >-
  {description_of(record)}
"""


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
