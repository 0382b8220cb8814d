"""The numbers that may lie otherwise, each a belief: free ones within their prior, fixed ones within their range.

A member of an ensemble is a row of the base, a draw of a posterior or a prior median, with some beliefs moved:

    at, order = base.draws(beliefs, rows, moved)

`moved` has a column for each belief: a standard normal number for a free one, a place from 0 to 1 between both ends of
its range for a fixed one, not a number where it stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy
from scipy.special import ndtri

from pyrrhic.calibration import mixture
from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import Points, chosen, draws_at
from pyrrhic.calibration.posterior import YIELDS, available, load
from pyrrhic.calibration.posterior import fingerprint as posterior_fingerprint
from pyrrhic.calibration.structures import structures
from pyrrhic.calibration.weights import weights
from pyrrhic.engine import fingerprint as fingerprints
from pyrrhic.errors import CannotRun
from pyrrhic.fields import TEXT, check_entry, entries_of
from pyrrhic.model import FIRST_YEAR, KINDS, REGION_KEYS, Parameter, opening_values, parameters
from pyrrhic.model.inputs import CONTRAST, FACTOR, VALUE
from pyrrhic.runs.case import Draws
from pyrrhic.studies.judgements import ranged
from pyrrhic.texts import Text, text_of

FREE, FIXED, YIELD, VARIANT, DRAW = "free", "fixed", "yield", "variant", "draw"
UNEXPLAINED, INFORMED = "unexplained_yields", "informed"
LEAST_WEIGHT = 1e-6  # below it a variant has no part in the mixture
ENDS = (0.05, 0.95)  # of the prior
Array = numpy.ndarray


@dataclass(frozen=True)
class Belief:
    """One number that may lie otherwise: its kind, its group, and of a parameter with several numbers which one.

    `key` is its coordinate in calibration, or the name of the fixed value; `part` a kind of animals, or year and region
    of an unexplained yield.
    """

    key: str
    kind: str
    group: str
    name: str = ""
    place: int = 0
    part: str = ""

    @property
    def span(self) -> str:
        """The range of a fixed value as its file has it; that of a free number is its prior, by which draws are made."""
        if self.kind != FIXED:
            return ""
        parameter = assumed(self.name)
        return f"{parameter.range} {parameter.range_of}"


@cache
def groups() -> dict[str, Text]:
    """The titles of the groups, by name."""
    entries = entries_of(files(__package__).joinpath("groups.toml"))
    return {name: read_group(entry, f"groups.toml, {name}") for name, entry in entries.items()}


def read_group(entry: Mapping[str, Any], place: str) -> Text:
    """The title of a group as its file declares it; `place` names the file and the entry in an error."""
    check_entry(entry, {"title": TEXT}, place, required=("title",))
    return text_of(entry, "title", place)


# --- beliefs ------------------------------------------------------------------------------------------------------


def free_beliefs() -> tuple[Belief, ...]:
    """Every free number of the parameters that a variant in the mixture has."""
    freed = (free for name in variants() for free in coordinates(name).free)
    keys = {key: (free.name, place) for free in freed for place, key in enumerate(free.names)}
    return tuple(_free(key, *where) for key, where in keys.items())


def _free(key: str, name: str, place: int) -> Belief:
    parameter = assumed(name)
    kinds = KINDS.get(parameter.shape, ())
    return Belief(key, FREE, parameter.block, name, place, kinds[place] if kinds else "")


def fixed_beliefs(names: Iterable[str] = ()) -> tuple[Belief, ...]:
    """Every fixed value with a range, or those named. Raises `UnknownName`."""
    return tuple(Belief(value.name, FIXED, value.block, value.name) for value in ranged(names))


def yield_beliefs() -> tuple[Belief, ...]:
    """Every unexplained yield, of the country by year and of regions in years of crisis."""
    names = coordinates(next(iter(structures()))).names()
    return tuple(_yield(key) for key in names if key.partition("[")[0] in YIELDS)


def _yield(key: str) -> Belief:
    name, _, part = key.partition("[")
    return Belief(key, YIELD, UNEXPLAINED, name, part=part.removesuffix("]"))


def assumed(name: str) -> Parameter:
    """The parameter or opening value of that name."""
    return {**parameters(), **opening_values()}[name]


# --- members ------------------------------------------------------------------------------------------------------


def variants() -> tuple[str, ...]:
    """The variants of the model that have a part in the mixture. Raises `CannotRun` where no posterior is shipped."""
    names = available()
    if not names:
        raise CannotRun("no posterior is shipped; make one with: pyrrhic calibrate --structure base --ship")
    return tuple(name for name in names if len(names) == 1 or weights()[name].weight > LEAST_WEIGHT)


@dataclass(frozen=True, eq=False)
class Base:
    """Points of several variants, one after another, at which beliefs are moved; the weight of each variant."""

    parts: tuple[Points, ...]
    shares: Array

    def __len__(self) -> int:
        return int(self.starts[-1])

    @property
    def starts(self) -> Array:
        """Where the rows of each variant begin, and where the last ones end."""
        return numpy.cumsum([0, *(len(z) for _, z in self.parts)])

    @property
    def variant_of(self) -> Array:
        """For each row the place of its variant."""
        return numpy.repeat(numpy.arange(len(self.parts)), numpy.diff(self.starts))

    @property
    def weights(self) -> Array:
        """The weight of each row."""
        return (self.shares / numpy.diff(self.starts))[self.variant_of]

    @property
    def fingerprint(self) -> str:
        """The fingerprint of points and weights, and of the priors and figures of each variant, which give them meaning."""
        points = {where.structure.name: z for where, z in self.parts}
        made_by = (f"{name} {posterior_fingerprint(name)}" for name in points)
        return fingerprints.of_text(*made_by, fingerprints.of_bytes({**points, " weights": self.shares}))

    def draws(self, beliefs: Sequence[Belief], rows: Array, moved: Array) -> tuple[Draws, Array]:
        """The members as draws at which a case is run, variant after variant, and the member that each of them is."""
        variant = self.variant_of[rows]
        members = [numpy.flatnonzero(variant == place) for place in range(len(self.parts))]
        used = [place for place, these in enumerate(members) if len(these)]
        order = numpy.concatenate([members[place] for place in used])
        points = [self._points(place, beliefs, rows[members[place]], moved[members[place]]) for place in used]
        drawn = draws_at(points)
        return replace(drawn, parameters={**drawn.parameters, **_fixed(drawn, beliefs, moved[order])}), order

    def _points(self, variant: int, beliefs: Sequence[Belief], rows: Array, moved: Array) -> Points:
        """The rows of one variant with the beliefs moved that are coordinates of it."""
        where, base = self.parts[variant]
        z = base[rows - self.starts[variant]].copy()
        columns = {key: column for column, key in enumerate(where.names())}
        for place, belief in enumerate(beliefs):
            if belief.kind in (FREE, YIELD) and belief.key in columns:
                column = columns[belief.key]
                z[:, column] = numpy.where(numpy.isnan(moved[:, place]), z[:, column], moved[:, place])
        return where, z


def _fixed(drawn: Draws, beliefs: Sequence[Belief], moved: Array) -> dict[str, Array]:
    """The fixed values that are moved (kind, place, member)."""
    return {
        belief.name: _moved(drawn.parameters[belief.name], assumed(belief.name), moved[:, place])
        for place, belief in enumerate(beliefs)
        if belief.kind == FIXED and not numpy.isnan(moved[:, place]).all()
    }


def _moved(usual: Array, parameter: Parameter, places: Array) -> Array:
    return numpy.where(numpy.isnan(places), usual, between(parameter, places))


def between(parameter: Parameter, places: Array) -> Array:
    """A fixed value between both ends of its range (kind, place, member); 0 is the low end and 1 the high one."""
    value, ends = parameter.value, end_at(parameter, places)
    if parameter.range_of == VALUE:
        return numpy.broadcast_to(ends, (*value.shape[:2], len(places)))
    if parameter.range_of == FACTOR:
        return value * ends
    assert parameter.range_of == CONTRAST
    raised = numpy.where(value > 0.0, numpy.abs(value) ** ends, 0.0)
    return raised * (value.sum() / raised.sum(axis=(0, 1)))


def end_at(parameter: Parameter, places: Array) -> Array:
    """The number between both ends of a range: the value itself, or a factor or contrast of it."""
    assert parameter.range is not None
    low, high = parameter.range
    return low + (high - low) * places


def at_the_posterior(draws: int | None = None) -> Base:
    """Draws of the variants in the mixture: so many in all, shared equally, or every one that is shipped.

    Raises `CannotRun` where a posterior is missing or stale, or where there are fewer draws than variants.
    """
    share = None if draws is None else len(mixture.draws(draws, where=f"--members {draws}")) // len(available())
    return Base(tuple((coordinates(name), _z(name, share)) for name in variants()), _shares())


def _z(name: str, share: int | None) -> Array:
    return load(name).z if share is None else chosen(name, share)


def at_the_prior() -> Base:
    """The prior median of every variant in the mixture."""
    wheres = [coordinates(name) for name in variants()]
    return Base(tuple((where, numpy.zeros((1, where.size))) for where in wheres), _shares())


def _shares() -> Array:
    names = variants()
    shares = numpy.array([weights()[name].weight if len(names) > 1 else 1.0 for name in names])
    return shares / shares.sum()


def standard(share: Array) -> Array:
    """The standard normal number below which that share lies."""
    return ndtri(share)


def values(drawn: Draws, belief: Belief) -> Array:
    """A free number in its own unit, or an unexplained yield as a logarithm, at each draw."""
    if belief.kind == YIELD:
        year, _, region = belief.part.partition(", ")
        place = REGION_KEYS.index(region) if region else 0
        return drawn.yields[belief.name][int(year) - FIRST_YEAR, 0, place]
    numbers = drawn.parameters[belief.name]
    return numpy.broadcast_to(numbers.reshape(-1, numbers.shape[-1])[belief.place], len(drawn))
