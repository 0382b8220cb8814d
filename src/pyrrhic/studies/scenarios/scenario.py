"""Scenarios: named sets of dated changes to history, shipped in `scenarios/` or written by a user, and their runs.

from pyrrhic.studies.scenarios.scenario import load, run
    run(load("nep+no_exports"), keep=["grain_harvest"])

A name is a shipped scenario, or the path of a TOML file; several joined by + apply from left to right.
"""

from collections.abc import Iterable

import numpy

from pyrrhic.errors import CannotRun
from pyrrhic.studies.scenarios.change import Change, Scenario
from pyrrhic.studies.scenarios.changed_paths import AS_IT_HAPPENED, frame, given_of, levers_of
from pyrrhic.studies.scenarios.library import load, load_all, names, of_document, shipped

__all__ = [
    "AS_IT_HAPPENED",
    "Change",
    "Scenario",
    "frame",
    "load",
    "load_all",
    "names",
    "of_document",
    "paths",
    "run",
    "run_at_draws",
    "shipped",
]


def paths(scenario: Scenario) -> dict[str, numpy.ndarray]:
    """Every lever and driver as a path (year, kind, place, member), with the changes of the scenario made.

    Raises `BadInput` where a changed value lies outside the bounds of its lever.
    """
    return levers_of(scenario)


def run(scenario: Scenario, keep: Iterable[str] | None = None):
    """One run of the scenario at the central parameters, as frozen `Results`; `keep` names quantities, all by default.

    The results end with the last agricultural year for which the scenario is meant.
    """
    from pyrrhic.runs.run import run as run_paths

    return run_paths(
        paths(scenario),
        name=scenario.name,
        title=scenario.title,
        structure=scenario.structure,
        given=given_of(scenario),
        keep=keep,
        ends=scenario.ends,
        texts=scenario.texts,
    )


def run_at_draws(scenario: Scenario, draws: int | None, keep: Iterable[str]):
    """The scenario at draws of the mixture: `Results` with draws along a last axis of the values, and the `Mixture`.

    Only the years for which the scenario is meant are run. Raises `CannotRun` without posteriors, and
    `BadInput` for a scenario with its own structure or given quantities, for which there are none.
    """
    from pyrrhic.calibration.mixture import mixture
    from pyrrhic.model import assemble, assemble_all_rivals
    from pyrrhic.runs.run import Results, model_fingerprint

    if scenario.structure or scenario.given:
        raise CannotRun("a scenario with its own structure or given quantities has no posterior", where=scenario.name)
    years = tuple(year for year in frame().years if scenario.ends is None or year <= scenario.ends)
    found = mixture({name: path[: len(years)] for name, path in paths(scenario).items()}, draws, tuple(keep))
    model = assemble()
    return Results(
        scenario.name,
        dict(scenario.title),
        years,
        found.values,
        {name: model.unit(name).symbol for name in found.values},
        {name: assemble_all_rivals().axes_of(name) for name in found.values},
        "",
        model_fingerprint(),
        structure=model.choices,
    ), found
