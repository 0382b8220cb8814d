"""A user's figures in the report: the files, where their figures stand beside the model, and what they move."""

from typing import Any

from pyrrhic.app.added import heading, how_said, model_said, notes
from pyrrhic.app.language import Language
from pyrrhic.app.report.places import Place
from pyrrhic.record.load import Record
from pyrrhic.runs.run import Run
from pyrrhic.studies.added import added_to

MOST_SHOWN = 400


def report_of_added(record: Record, history: Run, say: Language) -> dict[str, Any]:
    """What the report says of the figures added; nothing where there are none."""
    if not record.added:
        return {}
    added = added_to(record)
    rows = [
        {
            "title": say.pick(part.row.title),
            "year": str(part.year),
            "value": f"{part.value:.4g}",
            "model": model_said(part, history, say),
            "how": how_said(part, say),
            "source": part.figure.citation,
        }
        for part in added.beside[:MOST_SHOWN]
    ]
    return {"heading": heading(record, say), "rows": rows, "notes": notes(added, say)}


def cited_of_added(added: dict[str, Any], say: Language) -> list[tuple[Place, str]]:
    """The works of the figures added, with the place that cites them."""
    return [(("added", say("Figures added")), row["source"]) for row in added.get("rows", ())]
