"""Published models on one page each: what goes in, and the printed figures beside those computed at build time."""

from pages.fit import sources_of
from pages.markdown import anchored, escape, facts, number, page, table, with_references
from pyrrhic.app.views import questions as views
from pyrrhic.app.views.figures import number as figure
from pyrrhic.studies.replications import REPLICATIONS

_ABOUT = (
    "Each replication is a handful of small functions with closed forms. A printed figure is reproduced or missed: nothing "
    "is tuned to meet it but what is named among the inputs, and a figure that is missed says so. Grades: A seen "
    "in the work, B quoted in another, C recalled or derived. A published number that was seen in no work is called recalled: "
    "it is shown beside the computed one and counts neither as reproduced nor as missed. What a replication answers beyond "
    "what is published stands in a table of its own."
)
_FIGURES = ("Row", "Figure", "Published", "Within", "Computed", "Unit", "", "Source", "Grade", "Note")
_STATES = {"met": "reproduced", "not met": "**MISSED**"}
_RECALLED = {True: "recalled, agrees", False: "recalled, differs"}
_ANSWERS = ("Answer", "Computed", "Unit", "Note")
_INPUTS = ("Input", "Value", "Unit", "Source", "Grade", "Note")


def pages() -> dict[str, str]:
    """The one page of replications."""
    found = [views.replication_view(one) for one in REPLICATIONS.values()]
    return {"replications": page("# Replications", _ABOUT, views.summary(found), *map(_entry, found))}


def _entry(one: dict) -> str:
    return page(
        anchored(f"replication-{one['name']}", f"`{one['name']}`: {escape(str(one['title']))}"),
        facts(
            {
                "Work": sources_of(one["source"]),
                "What it says": escape(str(one["about"])),
                "What is left out": escape(str(one["limits"])),
            }
        ),
        table(_FIGURES, map(_figure, one["figures"])),
        *([table(_ANSWERS, map(_answer, one["answers"]))] if one["answers"] else []),
        table(_INPUTS, map(_input, one["inputs"])),
    )


def _answer(row: dict) -> list[str]:
    return [escape(str(row["name"])), figure(row["value"]), escape(row["unit"]), with_references(str(row["note"]))]


def _figure(row: dict) -> list[str]:
    return [
        "" if row["row"] is None else str(row["row"]),
        escape(str(row["title"])),
        figure(row["published"]),
        escape(row["tolerance"]),
        figure(row["computed"]),
        escape(row["unit"]),
        _STATES.get(row["verdict"], _RECALLED[row["reached"]]),
        sources_of(row["source"]),
        row["grade"],
        with_references(str(row["note"])),
    ]


def _input(row: dict) -> list[str]:
    return [
        escape(str(row["name"])),
        number(round(row["value"], 4)),
        escape(row["unit"]),
        sources_of(row["source"]),
        row["grade"],
        escape(str(row["note"])),
    ]
