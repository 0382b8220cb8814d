"""Scenarios and levers as plain dicts and lists."""

from collections.abc import Sequence
from typing import Any

from pyrrhic.model import levers
from pyrrhic.studies.scenarios.document import Change, Scenario
from pyrrhic.studies.scenarios.warnings import TO_BE_WRITTEN

View = dict[str, Any]


def view(scenario: Scenario) -> View:
    """Everything about a scenario."""
    return {
        "name": scenario.name,
        "title": dict(scenario.title),
        "description": dict(scenario.description),
        "ends": scenario.ends,
        "extends": list(scenario.extends),
        "sources": list(scenario.sources),
        "note": dict(scenario.note),
        "structure": dict(scenario.structure),
        "warnings": list(scenario.warnings),
        "changes": [_change(change) for change in scenario.changes],
        "given": [_change(change) for change in scenario.given],
    }


def _change(change: Change) -> View:
    """A change; one of a quantity that is given has no unit of a lever."""
    lever = levers().get(change.target)
    return {
        "target": change.target,
        "unit": lever.unit if lever else None,
        "action": change.action,
        "amount": change.amount,
        "first": change.first,
        "last": change.last,
        "span": change.span,
        "origin": change.origin,
    }


def levers_view() -> list[View]:
    """The levers that a scenario may move, with unit, bounds and shape."""
    return [
        {
            "name": lever.name,
            "title": {"en": lever.title.en, "ru": lever.title.ru},
            "unit": lever.unit,
            "bounds": list(lever.bounds),
            "shape": lever.shape,
            "role": lever.role,
            "group": lever.group,
        }
        for lever in levers().values()
    ]


def template(extends: Sequence[str]) -> str:
    """The text of a scenario file that can be run at once, to be filled in."""
    import json

    texts = {field: f'{{ en = "{text.en}", ru = "{text.ru}" }}' for field, text in TO_BE_WRITTEN.items()}
    return TEMPLATE.format(extends=json.dumps(list(extends), ensure_ascii=False), **texts)


TEMPLATE = """# A scenario: dated changes to history. Years are agricultural years, named after the harvest.
# A value holds from its year until the next dated entry; "history" returns to the historical path.
title = {title}
description = {description}
extends = {extends}
# ends = 1940                # the last agricultural year for which it is meant
sources = []

[levers]
# Names, units and bounds: pyrrhic scenario levers
# grain_export_plan = {{ unit = "Mt", 1930 = 0.0, 1934 = "history" }}
# procurement_plan = {{ from = 1931, to = 1932, times = 0.5 }}

[structure]
# consumer_goods = "allen"
"""
