"""The positions of debates in the laboratory: which of the page's draws a position keeps, and what each weighs under it.

    held_positions(drawn)["harvest.tauger"].draws        # the places of the draws of that variant

A position that is a variant keeps the draws of it, as `pyrrhic run --position` does; one that is a prior or holds a figure
to be something weighs all draws anew; one that is a scenario puts it in the place of history.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy

from pyrrhic.app.language import Language
from pyrrhic.app.links.link import position_name
from pyrrhic.calibration.posterior import evenly_spaced
from pyrrhic.runs.case import AS_IT_HAPPENED, Draws
from pyrrhic.studies.debates import Position, debates
from pyrrhic.studies.debates.expressed import MIXTURE, POSTERIOR, REWEIGHTED, expressed
from pyrrhic.studies.debates.importance import Weighed
from pyrrhic.studies.debates.sides import Sides

LIGHT = 1e-9  # a draw that weighs less is left out
MADE = (POSTERIOR, MIXTURE, REWEIGHTED)


@dataclass(frozen=True)
class Held:
    """The places of the draws that a position keeps, what each weighs, and the scenario in the place of history.

    No draws where it keeps all, each at its own weight.
    """

    draws: tuple[int, ...]
    weights: tuple[float, ...]
    scenario: str = ""


def held_positions(drawn: Draws, known: Mapping[str, Sides]) -> Mapping[str, Held]:
    """Every position that has draws, by its name in an address; `known` are the debates in numbers."""
    return {
        position_name(each.debate, each.name): _held(each, known[each.debate].positions[each.name].state, drawn)
        for each in _made(known)
    }


def titles_of_positions(keys: Mapping[str, Held], say: Language) -> list[dict[str, str]]:
    """What the laboratory says of each position."""
    return [
        {
            "key": position_name(each.debate, each.name),
            "title": say.pick(each.title),
            "author": say.pick(each.author),
            "debate": say.pick(debate.title),
        }
        for debate in debates().values()
        for each in debate.positions.values()
        if position_name(each.debate, each.name) in keys
    ]


def _made(known: Mapping[str, Sides]) -> Iterator[Position]:
    for debate in debates().values():
        for each in debate.positions.values():
            if known[debate.name].positions[each.name].state in MADE:
                yield each


def _held(each: Position, state: str, drawn: Draws) -> Held:
    scenario = "" if each.scenario == AS_IT_HAPPENED else each.scenario
    if state == MIXTURE:
        return Held((), (), scenario)
    weights = _weights(each, drawn)
    places = numpy.flatnonzero(weights > LIGHT)
    return Held(tuple(places.tolist()), tuple((weights[places] / weights[places].sum()).tolist()), scenario)


def _weights(each: Position, drawn: Draws) -> numpy.ndarray:
    """What every draw of the page weighs under a position that does not keep all."""
    form = expressed([each], len(drawn))
    if form.weighed:
        return _anew(form.weighed, drawn)
    return (drawn.structure_of == drawn.structures.index(form.variants[0])).astype(float)


def _anew(weighed: Weighed, drawn: Draws) -> numpy.ndarray:
    """The weights of the shipped draws, at those of them that the page has."""
    weights, begins = numpy.zeros(len(drawn)), 0
    for name, (_, z) in zip(weighed.names, weighed.parts, strict=True):
        own = drawn.structure_of == drawn.structures.index(name)
        weights[own] = evenly_spaced(weighed.after[begins : begins + len(z)], int(own.sum()))
        begins += len(z)
    return weights
