"""What the browser runs: the model as JavaScript, draws of the mixture, history, and the scenarios that it begins with.

    text = model_script(mixture.draws())       # a classic script: it declares one constant, `model`

Numbers travel as base64 of float64, so that a page prints the digits that `pyrrhic run` prints.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

import numpy

from pyrrhic.app.site.laboratory.few import Few
from pyrrhic.app.site.laboratory.held import Held
from pyrrhic.engine.loop import NEGATIVE
from pyrrhic.engine.printers import javascript
from pyrrhic.engine.printers.plan import PARAMETERS, PATHS, VALUES, Plan, plan
from pyrrhic.model import FIRST_YEAR, YEARS, assemble_all_rivals, opening
from pyrrhic.runs.case import Draws
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.run import model_fingerprint
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.changed_paths import what_changes_do

LITTLE = "<f8"


def model_script(
    draws: Draws,
    keep: Iterable[str] | None = None,
    moved: Iterable[str] = (),
    few: Few | None = None,
    usual: Iterable[str] | None = None,
    positions: Mapping[str, Held] | None = None,
) -> str:
    """The constant `model` with the program, the draws, history and every shipped scenario.

    `keep` names the quantities that are read, all unless given: what none of them needs is left out of the program, but
    for the levers `moved`, which have their places even so. `few` are the draws that stand for all while a lever moves;
    `usual` are those quantities that a page keeps unless it asks for others; `positions` are the draws of debates.
    """
    history, names = historical_paths(), None if keep is None else tuple(keep)
    layout = plan(assemble_all_rivals(), history, None if names is None else (*names, *moved))
    beside = {
        "negative": NEGATIVE["float64"],
        "firstYear": FIRST_YEAR,
        "years": len(YEARS),
        "fingerprint": model_fingerprint(),
        "history": packed(flat_paths(layout, history)),
        "draws": _draws(layout, draws),
        "few": asdict(few) if few else {"draws": list(range(len(draws))), "weights": draws.weights.tolist()},
        "positions": {key: asdict(held) for key, held in (positions or {}).items()},
        "names": list(usual if usual is not None else layout.kept_places if names is None else names),
        "scenarios": {name: _scenario(layout, name) for name in scenarios.names()},
        "documents": {name: _document(layout, name) for name in scenarios.names()},
    }
    return f'"use strict";\nconst model = {json.dumps(beside)};\nmodel.program = {javascript.program(layout)};\n'


def packed(numbers: numpy.ndarray) -> str:
    """Numbers as base64 of little-endian float64."""
    return base64.b64encode(numpy.ascontiguousarray(numbers, LITTLE).tobytes()).decode()


def flat_paths(layout: Plan, paths: Mapping[str, numpy.ndarray]) -> numpy.ndarray:
    """The paths of a single run as the program takes them (year, number)."""
    numbers = numpy.zeros((len(YEARS), layout.sizes[PATHS]))
    for name, place in layout.inputs.items():
        if place.array == PATHS:
            numbers[:, place.start : place.start + place.size] = paths[name][..., 0].reshape(len(YEARS), place.size)
    return numbers


def _draws(layout: Plan, draws: Draws) -> dict:
    """Every draw: what differs between draws as rows of numbers with their places, what all share once."""
    parameters = _side_by_side(layout, PARAMETERS, draws.parameters, len(draws))
    stocks = _side_by_side(layout, VALUES, opening(draws.parameters), len(draws))
    return {
        "structures": list(draws.structures),
        "structureOf": draws.structure_of.tolist(),
        "weights": draws.weights.tolist(),
        "parameters": _varying(parameters),
        "opening": _varying(stocks),
        "paths": _drawn_paths(layout, draws),
    }


def _side_by_side(layout: Plan, array: str, group: Mapping[str, numpy.ndarray], count: int) -> numpy.ndarray:
    """The inputs of an array at every draw (draw, number)."""
    places = {name: place for name, place in layout.inputs.items() if place.array == array}
    numbers = numpy.zeros((count, sum(place.size for place in places.values())))
    for name, place in places.items():
        numbers[:, place.start : place.start + place.size] = group[name].reshape(place.size, -1).T
    return numbers


def _drawn_paths(layout: Plan, draws: Draws) -> dict:
    """The paths that are part of a draw, one after another: (draw, path, year and number)."""
    names = [name for name in draws.yields if name in layout.inputs]
    columns = [_of_every_draw(draws.yields[name], len(draws)) for name in names]
    return {"names": names, **_varying(numpy.concatenate(columns, axis=1))}


def _of_every_draw(array: numpy.ndarray, count: int) -> numpy.ndarray:
    """A path (year, kind, place, draw) as rows (draw, year and number)."""
    rows = array.reshape(-1, array.shape[-1]).T
    return numpy.broadcast_to(rows, (count, rows.shape[1]))


def _varying(table: numpy.ndarray) -> dict:
    """A table (draw, number) as the numbers of the first draw, and the columns that differ between draws."""
    first = table[0]
    differs = numpy.flatnonzero((table != first).any(axis=0))
    return {"first": packed(first), "places": differs.tolist(), "values": packed(table[:, differs])}


def _document(layout: Plan, name: str) -> dict:
    """A scenario without those that it extends: at which places it keeps how much of what stood there, and adds how much."""
    own = [change for change in scenarios.load(name).changes if change.origin == name]
    done = what_changes_do(own)
    untouched = {lever: (numpy.ones_like(path), numpy.zeros_like(path)) for lever, path in historical_paths().items()}
    keeps, adds = (
        flat_paths(layout, {lever: pair[at] for lever, pair in {**untouched, **done}.items()}).reshape(-1)
        for at in (0, 1)
    )
    of_the_program = flat_paths(layout, {lever: pair[0] for lever, pair in untouched.items()}).reshape(-1) == 1.0
    places = numpy.flatnonzero(((keeps != 1.0) | (adds != 0.0)) & of_the_program)
    return {"places": places.tolist(), "keeps": keeps[places].tolist(), "adds": adds[places].tolist()}


def _scenario(layout: Plan, name: str) -> dict:
    """A scenario: its last year, the first that it changes, and the documents that it is made of."""
    scenario = scenarios.load(name)
    changed, before = (flat_paths(layout, paths) for paths in (scenarios.paths(scenario), historical_paths()))
    moved = numpy.flatnonzero((changed != before).any(axis=1))
    return {
        "ends": scenario.ends or YEARS[-1],
        "from": YEARS[moved[0]] if moved.size else YEARS[-1],
        "documents": list(scenario.texts),
    }
