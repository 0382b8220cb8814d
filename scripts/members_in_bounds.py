"""How many random runs fail, and how well their identities close: levers, then parameters too, anywhere in their bounds.

    python -P scripts/members_in_bounds.py 20000

A lever follows history, stands at one number of its bounds in all years, or at another in each. Circumstances, such as
weather and war, follow history. Of rival equations each member has one of each slot. Members are run by the compiled program, at the starting fit unless parameters move too.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping

import numpy

from pyrrhic.engine import compiled
from pyrrhic.engine.equations import CHOICE, CLOSES
from pyrrhic.engine.loop import SUCCEEDED, Simulated
from pyrrhic.model import SLOTS, YEARS, assemble_all_rivals, levers, opening, parameters
from pyrrhic.model.identities import gaps, reads
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.starting_fit import fitted_parameters

AT_ONCE = 500
FOLLOWS, CONSTANT, YEARLY = range(3)


def random_paths(random: numpy.random.Generator, members: int) -> dict[str, numpy.ndarray]:
    """Paths (year, kind, place, member): in each member a share of the levers of its own departs from history."""
    departing = random.uniform(size=members)
    return {
        name: _path(random, name, path, departing) if levers()[name].role == "lever" else path
        for name, path in historical_paths().items()
    }


def _path(random: numpy.random.Generator, name: str, path: numpy.ndarray, departing: numpy.ndarray) -> numpy.ndarray:
    """A lever's path in each member: history, one number of its bounds, or another in each year."""
    (low, high), members = levers()[name].bounds, len(departing)
    of_a_year = random.uniform(low, high, (1, *path.shape[1:3], members))
    of_each = random.uniform(low, high, (*path.shape[:3], members))
    departs, yearly = random.uniform(size=members) < departing, random.uniform(size=members) < 0.5
    return numpy.where(departs, numpy.where(yearly, of_each, of_a_year), path)


def random_parameters(random: numpy.random.Generator, members: int) -> dict[str, numpy.ndarray]:
    """Every parameter (kind, place, member) anywhere in its bounds; shares of a whole still add up to it."""
    values = dict(fitted_parameters())
    for name, parameter in parameters().items():
        drawn = random.uniform(*parameter.bounds, (*parameter.value.shape[:2], members))
        whole = parameter.total
        values[name] = drawn if whole is None else drawn * whole / drawn.sum(axis=(0, 1), keepdims=True)
    return values


def random_choices(random: numpy.random.Generator, members: int) -> dict[str, numpy.ndarray]:
    """One of the rival equations of each slot in each member, by its number."""
    return {
        CHOICE + slot.quantity: random.integers(len(slot.rivals), size=(1, 1, members)).astype(float) for slot in SLOTS
    }


def runs(number: int, seed: int, *, move_parameters: bool) -> Iterator[tuple[Simulated, Mapping[str, numpy.ndarray]]]:
    """Random members, some hundreds at once, with everything that the identities and a reason for failing need."""
    random, model = numpy.random.default_rng(seed), assemble_all_rivals()
    closing = [stock + CLOSES for stock in model.stocks]
    kept = list(dict.fromkeys([*closing, *(name for name in reads() if name in model.names)]))
    for first in range(0, number, AT_ONCE):
        members = min(AT_ONCE, number - first)
        values = random_parameters(random, members) if move_parameters else dict(fitted_parameters())
        values |= random_choices(random, members)
        paths = random_paths(random, members)
        done = compiled.simulate(
            model,
            {name: value for name, value in values.items() if name in model.inputs},
            opening(),
            {name: path for name, path in paths.items() if name in model.inputs},
            kept,
            beyond_bounds=True,
        )
        years = len(YEARS)
        inputs = {name: numpy.broadcast_to(value, (years, *value.shape)) for name, value in values.items()}
        yield done, {**inputs, **paths, **done.values}


def what_failed(done: Simulated, values: Mapping[str, numpy.ndarray]) -> Counter[str]:
    """What stopped being finite, or fell below zero as a stock, in the year in which a member failed, with counts."""
    broken: Counter[str] = Counter()
    for member in numpy.flatnonzero(numpy.asarray(done.failed_year) != SUCCEEDED):
        year = done.failed_year[member]
        of_the_year = {name: values[name][year, ..., member] for name in done.values}
        broken.update(
            name
            for name, array in of_the_year.items()
            if not numpy.isfinite(array).all() or (name.endswith(CLOSES) and (array < 0.0).any())
        )
    return broken


def summary(number: int, seed: int = 1, *, move_parameters: bool = False) -> tuple[int, Counter[str], dict[str, float]]:
    """How many members fail, by what, and the largest gap of each identity in the members that do not."""
    failures, reasons, largest = 0, Counter[str](), {}
    for done, values in runs(number, seed, move_parameters=move_parameters):
        failures += done.failures
        reasons += what_failed(done, values)
        sound = numpy.asarray(done.failed_year) == SUCCEEDED
        for name, gap in gaps(values).items():
            largest[name] = max(
                largest.get(name, 0.0), float(numpy.broadcast_to(gap, sound.shape)[sound].max(initial=0.0))
            )
    return failures, reasons, largest


def main(number: int) -> None:
    """Print both counts."""
    for title, move in (("levers in their bounds", False), ("levers and parameters in their bounds", True)):
        failures, reasons, largest = summary(number, move_parameters=move)
        print(f"{title}: {failures} of {number} members fail; largest gap of an identity {max(largest.values()):.1e}")
        for name, count in reasons.most_common():
            print(f"  {name}: {count}")
        for name, gap in largest.items():
            if gap > 1e-12:
                print(f"  identity {name}: {gap:.1e}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
