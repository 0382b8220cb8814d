"""The scenarios that the package brings along, each with the changes it makes to history."""

from collections.abc import Mapping

from pages.markdown import anchored, escape, facts, link, number, page, reference, table
from pyrrhic.studies.scenarios.scenario import Change, Scenario, shipped

_ABOUT = (
    "A scenario is a set of dated changes to what happened. Several are joined with `+`, and apply "
    "from left to right. Years are agricultural years, named after their harvest."
)


def pages() -> dict[str, str]:
    """The one page of scenarios."""
    return {"scenarios": page("# Scenarios", _ABOUT, *(_scenario(one) for one in shipped()))}


def _scenario(scenario: Scenario) -> str:
    rows = [
        [link(change.target, f"quantity-{change.target}"), change.span, _amount(change)]
        for change in (*scenario.changes, *scenario.given)
    ]
    return page(
        anchored(f"scenario-{scenario.name}", escape(scenario.title["en"])),
        escape(scenario.description["en"]),
        facts(
            {
                "Name": f"`{scenario.name}`",
                "In Russian": escape(scenario.title["ru"]),
                "Extends": ", ".join(link(name, f"scenario-{name}") for name in scenario.extends),
                "Last year": str(scenario.ends or ""),
                "Structure": _named(scenario.structure),
                "Sources": ", ".join(map(reference, scenario.sources)),
                "Note": escape(scenario.note.en),
            }
        ),
        table(("Lever, driver or quantity", "Years", "Change"), rows) if rows else "",
    )


def _amount(change: Change) -> str:
    """The change in words."""
    if change.action == "history":
        return "as it happened"
    amount = _named(change.amount) if isinstance(change.amount, Mapping) else escape(number(change.amount))
    return {"value": "", "times": "times ", "plus": "plus ", "as_in": "as in "}[change.action] + amount


def _named(amounts: Mapping) -> str:
    return ", ".join(
        f"{escape(name)} {escape(number(one) if isinstance(one, float | int) else one)}"
        for name, one in amounts.items()
    )
