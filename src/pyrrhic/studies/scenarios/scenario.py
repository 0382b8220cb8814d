"""Scenarios: named sets of dated changes to history, shipped in `scenarios/` or written by a user, and their runs.

    from pyrrhic.studies.scenarios.scenario import load, run
    run(load("nep+no_exports"), keep=["grain_harvest"])

A name is a shipped scenario, or the path of a TOML file; several joined by + apply from left to right.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy

from pyrrhic.runs.case import AS_IT_HAPPENED, Case, Draws
from pyrrhic.studies.scenarios.change import Change, Scenario
from pyrrhic.studies.scenarios.changed_paths import frame, given_of, levers_of
from pyrrhic.studies.scenarios.library import checked, load, load_all, names, of_document, shipped

if TYPE_CHECKING:
    from pyrrhic.runs.run import Run

__all__ = [
    "AS_IT_HAPPENED",
    "Change",
    "Scenario",
    "case",
    "checked",
    "frame",
    "load",
    "load_all",
    "names",
    "of_document",
    "paths",
    "run",
    "shipped",
]


def paths(scenario: Scenario) -> dict[str, numpy.ndarray]:
    """Every lever and driver as a path (year, kind, place, member), with the changes of the scenario made.

    Raises `BadInput` where a changed value lies outside the bounds of its lever.
    """
    return levers_of(scenario)


def case(scenario: Scenario, keep: Iterable[str] | None = None) -> Case:
    """The case of a scenario: every path with its changes made, up to the last agricultural year it is meant for."""
    return Case(
        scenario.name,
        paths(scenario),
        title=scenario.title,
        structure=scenario.structure,
        given=given_of(scenario),
        keep=keep,
        ends=scenario.ends,
        texts=scenario.texts,
    )


def run(scenario: Scenario, keep: Iterable[str] | None = None, draws: Draws | None = None) -> "Run":
    """A scenario's run at the starting fit, or at draws; `keep` names quantities, all by default.

    Raises `CannotRun` at draws for a scenario with its own structure or given quantities.
    """
    from pyrrhic.runs.run import run as run_case

    return run_case(case(scenario, keep).at(draws))
