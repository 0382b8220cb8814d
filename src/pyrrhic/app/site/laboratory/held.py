"""The positions of debates in the laboratory: which of the page's draws a position keeps, and what each weighs under it.

    held_positions(drawn)["harvest.tauger"].draws        # the places of the draws of that variant
    draws_of_page("harvest.tauger", 400).draws           # the draws themselves, as the package runs them

A position that is a variant keeps the draws of it, as `pyrrhic run --position` does; one that is a prior or holds a figure
to be something weighs all draws anew; one that is a scenario puts it in the place of history.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy

from pyrrhic.app.language import Language
from pyrrhic.app.links.link import POSITION_APART, position_name
from pyrrhic.app.views.run import At
from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import evenly_spaced
from pyrrhic.runs.case import AS_IT_HAPPENED, Draws
from pyrrhic.studies.debates import Position, debates
from pyrrhic.studies.debates.debate import position
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


def address(each: Position) -> str:
    """How a position is named in an address."""
    return position_name(each.debate, each.name)


def held_positions(drawn: Draws, known: Mapping[str, Sides]) -> Mapping[str, Held]:
    """Every position that has draws, by its name in an address; `known` are the debates in numbers."""
    return {address(each): _held(each, known[each.debate].positions[each.name].state, drawn) for each in _made(known)}


def draws_of_page(key: str, number: int | None) -> At | None:
    """The draws of the page under a position, named as in an address; None where it has none."""
    each = position(key.replace(POSITION_APART, "="), key)
    drawn = mixture.draws(number)
    state = expressed([each], len(drawn)).state
    if state not in MADE:
        return None
    held = _held(each, state, drawn)
    remark = f"link, q: the run is under the position {each.key}, with the draws and weights that the page has under it"
    return At(_some(drawn, held, key), held.scenario or AS_IT_HAPPENED, remark)


def _some(drawn: Draws, held: Held, key: str) -> Draws:
    """The draws that a position keeps, with their weights under it."""
    if not held.draws:
        return drawn
    rows = list(held.draws)
    kept, structure_of = numpy.unique(drawn.structure_of[rows], return_inverse=True)
    names = tuple(drawn.structures[place] for place in kept)
    return replace(
        drawn,
        structures=names,
        structure_of=structure_of,
        weights=numpy.array(held.weights),
        parameters={name: _at(values, rows) for name, values in drawn.parameters.items()},
        yields={name: _at(values, rows) for name, values in drawn.yields.items()},
        choices={name: drawn.choices[name] for name in names if name in drawn.choices},
        posteriors={name: drawn.posteriors[name] for name in names if name in drawn.posteriors},
        fingerprint=hashlib.sha256(f"{drawn.fingerprint} {key}".encode()).hexdigest(),
        persistence=_at(drawn.persistence, rows),
    )


def _at(values: numpy.ndarray, rows: list[int]) -> numpy.ndarray:
    """Some draws of an array; one that is the same at all draws has one number for them, or none."""
    return values[..., rows] if values.shape[-1] > 1 else values


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
