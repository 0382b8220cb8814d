"""What a scenario gives cause to warn of: changes that change nothing, changes that meet, a run that fails, no title.

`warnings` is what every command and the notebook print; `findings`, for `pyrrhic scenario check`, looks further.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy

from pyrrhic.errors import UnknownName
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.runs.run import Run
from pyrrhic.sources import bibliography
from pyrrhic.studies.scenarios.change import HISTORY, Scenario
from pyrrhic.studies.scenarios.changed_paths import frame
from pyrrhic.studies.scenarios.scenario import paths, run
from pyrrhic.texts import LANGUAGES, Text

# What `pyrrhic scenario new` writes, until something is said in its place.
TO_BE_WRITTEN = {
    "title": Text("A title to be written", "Название ещё не написано"),
    "description": Text("What it assumes and why.", "Что предполагается и почему."),
}


def warnings(scenario: Scenario) -> list[str]:
    """All that is to be said of a scenario before its numbers are read, one sentence each."""
    return list(dict.fromkeys([*scenario.warnings, *no_effect(scenario).values()]))


def findings(scenario: Scenario) -> list[str]:
    """The warnings, and what only runs can show: changes that alter no quantity, and a run that fails."""
    shown_by_runs = [*idle(scenario).values(), *failure(run(scenario, ()))]
    of_texts = [*unwritten(scenario), *unknown_works(scenario)]
    return list(dict.fromkeys([*warnings(scenario), *of_texts, *shown_by_runs]))


def unwritten(scenario: Scenario) -> list[str]:
    """A sentence for each text, in each language, that is still the one with which a new file begins."""
    texts = {"title": scenario.title, "description": scenario.description}
    return [
        f"{scenario.name}: the {field} in {language} is still that of a new file; write your own"
        for field, text in texts.items()
        for language in LANGUAGES
        if text[language] == TO_BE_WRITTEN[field][language]
    ]


def unknown_works(scenario: Scenario) -> list[str]:
    """A sentence for each work among the sources that the bibliography does not have."""
    works = bibliography()
    keys = dict.fromkeys(reference.partition("[")[0].strip() for reference in scenario.sources)
    place = f"{scenario.name}, sources"
    return [str(UnknownName("work", key, works, where=place)) for key in keys if key not in works]


def failure(result: Run) -> list[str]:
    """A sentence where a run fails from some year on."""
    if result.fails_in is None:
        return []
    return [f"{result.name}: the run fails in {result.fails_in}: a stock is negative or not a number from then on"]


def no_effect(scenario: Scenario) -> dict[str, str]:
    """By what is changed, one sentence for each change that cannot have an effect."""
    if not scenario.number_of_changes:
        return _no_change(scenario)
    paths_alike = {**dict(_levers(scenario)), **_given(scenario)}
    return {**paths_alike, **dict(_late(scenario, paths_alike)), **dict(_choices(scenario))}


def idle(scenario: Scenario) -> dict[str, str]:
    """By lever, one sentence for each whose change alters no quantity of the run: the scenario is run without it."""
    whole, sentences = run(scenario), {}
    for lever in _read(scenario):
        others = tuple(change for change in scenario.changes if change.target != lever)
        if _alike(whole, run(replace(scenario, changes=others))):
            sentences[lever] = f"{scenario.name}: without lever {lever} every quantity of the run is the same"
    return sentences


def _read(scenario: Scenario) -> list[str]:
    """The changed levers, without those that only equations of other variants read."""
    from pyrrhic.model import assemble, assemble_all_rivals

    chosen, rivals = assemble(scenario.structure), assemble_all_rivals()
    changed = dict.fromkeys(change.target for change in scenario.changes)
    return [lever for lever in changed if chosen.readers(lever) or not rivals.readers(lever)]


def _no_change(scenario: Scenario) -> dict[str, str]:
    if scenario.name == AS_IT_HAPPENED:
        return {}
    return {scenario.name: f"{scenario.name}: it changes nothing, so its run is that of history"}


def _levers(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """The levers whose path is as in history, or is read by no equation."""
    from pyrrhic.model import assemble_all_rivals
    from pyrrhic.runs.history import historical_paths

    history, changed = historical_paths(), paths(scenario)
    last = frame().years.index(scenario.ends or frame().years[-1]) + 1
    for lever in dict.fromkeys(change.target for change in scenario.changes):
        place = f"{scenario.name}: lever {lever}"
        if (changed[lever][:last] == history[lever][:last]).all():
            yield lever, f"{place} is as in history in every year shown, so it changes nothing"
        elif not assemble_all_rivals().readers(lever):
            yield lever, f"{place} is read by no equation of this scenario's model, so it changes nothing"


def _late(scenario: Scenario, warned: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The changes that begin after the last year for which the scenario is meant, of what is not warned of anyway."""
    ends = scenario.ends or frame().years[-1]
    for change in (*scenario.changes, *scenario.given):
        if change.first > ends and change.action != HISTORY and change.target not in warned:
            place = f"{scenario.name}: {change.target} {change.span}"
            yield place, f"{place}: the scenario ends in {ends}, so it changes nothing"


def _choices(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """The chosen equations that are chosen anyway, or that compute what is taken as given."""
    from pyrrhic.model import SLOTS

    given = {change.target for change in scenario.given}
    usual = {slot.quantity: slot.default for slot in SLOTS}
    for slot, choice in scenario.structure.items():
        if slot in given:
            yield slot, f"{scenario.name}: {slot} is taken as given, so the equation {choice} changes nothing"
        elif choice == usual[slot]:
            yield slot, f"{scenario.name}: slot {slot} is filled by {choice} anyway, so it changes nothing"


def _given(scenario: Scenario) -> dict[str, str]:
    """The quantities taken as given that move no other: the scenario is run without each."""
    targets, sentences = dict.fromkeys(change.target for change in scenario.given), {}
    if not targets:
        return {}
    whole = run(scenario)
    for target in targets:
        others = tuple(change for change in scenario.given if change.target != target)
        if _alike(whole, run(replace(scenario, given=others)), but=target):
            sentences[target] = f"{scenario.name}: given {target} moves no other quantity of the run"
    return sentences


def _alike(first: Run, second: Run, but: str = "") -> bool:
    """Whether two runs agree in every quantity that both have, but for one."""
    names = [name for name in first.values if name in second.values and name != but]
    return all(numpy.array_equal(first.values[name], second.values[name], equal_nan=True) for name in names)
