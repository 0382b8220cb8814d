"""Published models on one page each: what goes in, and the printed figures beside those computed at build time."""

from pages.fit import sources_of
from pages.markdown import anchored, escape, facts, number, page, table, with_references
from pyrrhic.app.views import questions as views
from pyrrhic.app.views.figures import number as figure
from pyrrhic.studies.replications import REPLICATIONS

_ABOUT = (
    "Each replication is a handful of small functions with closed forms. A printed figure is reproduced or missed: nothing "
    "is tuned to meet it but what is named among the inputs, and a figure that is missed says so. Grades: A seen "
    "in the work, B quoted in another, C recalled or derived."
)
_FIGURES = ("Row", "Figure", "Published", "Within", "Computed", "Unit", "", "Source", "Grade", "Note")
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
        table(_INPUTS, map(_input, one["inputs"])),
    )


def _figure(row: dict) -> list[str]:
    return [
        str(row["row"]),
        escape(str(row["title"])),
        figure(row["published"]),
        escape(row["tolerance"]),
        figure(row["computed"]),
        escape(row["unit"]),
        "reproduced" if row["verdict"] == "met" else "**MISSED**",
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
