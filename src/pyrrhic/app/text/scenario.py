"""Scenarios and levers as text."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import in_words
from pyrrhic.app.text.table import Column, paragraph, table

View = Mapping[str, Any]
LAST_BEFORE_WAR = 1940
ACTIONS = {
    "times": "history times {amount}",
    "plus": "history plus {amount}",
    "as_in": "as in {amount}",
}


def list_text(rows: Sequence[View], say: Language) -> str:
    """The shipped scenarios, a line each."""
    return table([Column(left=True)] * 2, [(row["name"], say.pick(row["title"])) for row in rows])


def levers_text(rows: Sequence[View], say: Language) -> str:
    """The levers, a line each, with unit, bounds, shape and role."""
    return table([Column(left=True)] * 2, [(row["name"], _lever(row, say)) for row in rows])


def _lever(row: View, say: Language) -> str:
    low, high = (f"{bound:g}" for bound in row["bounds"])
    bounds = say("{low} to {high}", low=low, high=high)
    return f"{say.pick(row['title'])} ({_unit(row['unit'], say)}, {bounds}, {say(row['shape'])}, {say(row['role'])})"


def _unit(symbol: str, say: Language) -> str:
    return say.unit(symbol) if say.code == "ru" else symbol


def check_text(view: View, say: Language) -> str:
    """The warnings, and how many changes were looked at."""
    count = len(view["warnings"])
    sums = say(
        "{name}: changes: {changes}; warnings: {warnings}",
        name=view["scenario"],
        changes=view["changes"],
        warnings=count,
    )
    return "\n".join([*(say("warning: {words}", words=warning) for warning in view["warnings"]), sums])


def text(view: View, say: Language) -> str:
    """A scenario: what it assumes and why, its changes, its sources."""
    ends = [_end(view["ends"], say)] if view["ends"] else []
    blocks = [
        [f"{say.pick(view['title'])}  ({view['name']})"],
        [paragraph(say.pick(view["description"]).strip())],
        _changes(view, say),
        ends,
        [paragraph(say.pick(view["note"]).strip())] if say.pick(view["note"]) else [],
        _sources(view, say),
        [say("warning: {words}", words=warning) for warning in view["warnings"]],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _end(year: int, say: Language) -> str:
    """The last year of a scenario and, where that is the last before the war, the reason."""
    if year != LAST_BEFORE_WAR:
        return say("Ends in {year}.", year=year)
    return paragraph(
        say(
            "Ends with {year}, because the losses of the war are imposed on the model as shares of the historical "
            "population, herds and capital.",
            year=say.agricultural(year),
        )
    )


def _changes(view: View, say: Language) -> list[str]:
    slots = [say("{slot} is computed by {rival}", slot=slot, rival=rival) for slot, rival in view["structure"].items()]
    rows = [(f"  {change['span']}", _change(change, say)) for change in (*view["changes"], *view["given"])]
    changes = [table([Column(left=True)] * 2, rows)] if rows else []
    return [*changes, *(f"  {slot}" for slot in slots)]


def _change(change: View, say: Language) -> str:
    unit = f" ({_unit(change['unit'], say)})" if change["unit"] else f", {say('fixed')}"
    return f"{change['target']}{unit}: {_amount(change, say)}"


def _amount(change: View, say: Language) -> str:
    """What a change does to history, in words."""
    amount = change["amount"]
    if change["action"] == "history":
        return say("as in history")
    if isinstance(amount, Mapping):
        shown = ", ".join(f"{part} {number:g}" for part, number in amount.items())
    else:
        shown = str(amount) if change["action"] == "as_in" else f"{amount:g}"
    return say(ACTIONS[change["action"]], amount=shown) if change["action"] in ACTIONS else shown


def _sources(view: View, say: Language) -> list[str]:
    from pyrrhic.sources import bibliography, split

    works = bibliography()
    cited = [
        f"{in_words(reference, say)}: {works[split(reference)[0]].citation(say.code)}"
        if split(reference)[0] in works
        else reference
        for reference in view["sources"]
    ]
    return [say("Sources"), *(paragraph(line, "    ", "  ") for line in cited)] if cited else []
