"""What became of every line of figures that was gathered before the record was made."""

import csv
from itertools import groupby
from pathlib import Path

from pages.markdown import escape, link, page, table
from pyrrhic.record.load import load

FILE = Path(__file__).parent.parent / "dossier.csv"
_COLUMNS = ("Gathered as", "Observations", "In the record as", "Reason")
_ABOUT = (
    "Every series of the files that the record was made from, with the name it has in the record, or "
    "the reason why it is not there."
)


def rows() -> list[dict[str, str]]:
    """The lines of `dossier.csv`: which series of the record a gathered series became, or why it did not."""
    with FILE.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def pages() -> dict[str, str]:
    """The one page of the dossier."""
    known = load()
    parts = []
    for file, lines in groupby(rows(), key=lambda row: row["file"]):
        cells = [
            [escape(row["dossier_series"]), row["observations"], _became(row["series"], known), escape(row["reason"])]
            for row in lines
        ]
        parts += [f"## {escape(file)}", table(_COLUMNS, cells)]
    return {"dossier": page("# The dossier", _ABOUT, *parts)}


def _became(names: str, known) -> str:
    return ", ".join(
        link(name, f"series-{name}") if name in known else escape(name) for name in names.split(";") if name
    )
