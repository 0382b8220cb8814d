"""A scenario as a link, where the levers of the page can say what it changes.

link_of("no_exports+relief_accepted", "en")        # shipped scenarios: their names
link_of("my.toml", "en")                           # a file: the shipped scenarios that it extends, then levers
"""

from collections.abc import Iterator, Mapping

import numpy

from pyrrhic.app.links.link import Changes, Link, Moved, scenario_names
from pyrrhic.app.links.reading import is_link, read_to_run
from pyrrhic.app.links.sliders import Slider, sliders
from pyrrhic.app.links.writing import DECIMALS
from pyrrhic.errors import CannotRun
from pyrrhic.model import YEARS
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.runs.history import historical_paths
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.scenario import Scenario

Paths = Mapping[str, numpy.ndarray]


def link_of(spec: str, language: str, compared: str = AS_IT_HAPPENED) -> Link:
    """The link of a run of the laboratory, and of the run that it is compared with.

    Raises `CannotRun` with what no lever of the page can do.
    """
    base = changes_of(compared)
    return Link(changes_of(spec), base if base.any else None, language=language)


def changes_of(spec: str) -> Changes:
    """What a spec or a link changes, as a link says it. Raises `CannotRun` with what no lever of the page can do."""
    if is_link(spec):
        return read_to_run(spec).changes
    scenario = scenarios.load(spec)
    if set(scenario.texts) <= set(scenario_names()):
        return Changes(tuple(name for name in scenario.name.split("+") if name != AS_IT_HAPPENED))
    if scenario.structure or scenario.given:
        raise CannotRun("it has equations or given quantities of its own, and the page has not", where=scenario.name)
    names = _shipped(scenario)
    return Changes(names, dict(_moved(scenario, scenarios.load("+".join(names) or AS_IT_HAPPENED))))


def _shipped(scenario: Scenario) -> tuple[str, ...]:
    """The shipped scenarios that it is made of, without those that another of them extends."""
    names = [name for name in scenario.texts if name in scenario_names() and name != AS_IT_HAPPENED]
    held = {base for name in names for base in scenarios.load(name).extends}
    return tuple(name for name in names if name not in held)


def _moved(scenario: Scenario, below: Scenario) -> Iterator[tuple[str, Moved]]:
    """What is done to each lever of the page above the shipped scenarios."""
    own, before = scenarios.paths(scenario), scenarios.paths(below)
    left = {name for name in own if _years(own, before, (name,), scenario)}
    for key, slider in sliders().items():
        if left & set(slider.levers):
            years = _years(own, before, slider.levers, scenario)
            yield key, _of_slider(slider, own, years, f"{scenario.name}, lever {key}")
            left -= set(slider.levers)
    if left:
        raise CannotRun("no lever of the page moves it", where=f"{scenario.name}, lever {min(left)}")


def _years(own: Paths, before: Paths, levers: tuple[str, ...], scenario: Scenario) -> list[int]:
    """The years, of those for which a scenario is meant, in which any of the levers is not as before."""
    differs = numpy.any([(own[name] != before[name]).any(axis=(1, 2, 3)) for name in levers], axis=0)
    return [year for year, moved in zip(YEARS, differs, strict=True) if moved and year <= (scenario.ends or YEARS[-1])]


def _of_slider(slider: Slider, own: Paths, years: list[int], where: str) -> Moved:
    """What moves the levers of a slider as they are moved. Raises `CannotRun` where it cannot do that."""
    bounds = slider.bounds_in(years[0], years[-1])
    if bounds is None:
        raise CannotRun(f"it is moved in {years[-1]}", where=where, allowed=slider.years)
    span = slice(YEARS.index(years[0]), YEARS.index(years[-1]) + 1)
    values, history = (
        numpy.concatenate([paths[name][span].reshape(-1) for name in slider.levers])
        for paths in (own, historical_paths())
    )
    scale = numpy.ones_like(history) if slider.sets else history
    largest = int(numpy.abs(scale).argmax())
    value = round(float(values[largest] / scale[largest]), DECIMALS) if scale[largest] else 0.0
    if not numpy.allclose(value * scale, values, rtol=1e-9, atol=1e-12):
        what = "one value" if slider.sets else f"one multiple of history with {DECIMALS} decimals"
        raise CannotRun(f"it is not {what} in {years[0]}-{years[-1]}", where=where)
    if not bounds[0] <= value <= bounds[1]:
        raise CannotRun(f"{value:g} is out of bounds", where=where, allowed=f"{bounds[0]:g} to {bounds[1]:g}")
    return Moved(value, years[0], years[-1])
