"""What is run: a case, at the starting fit or at draws of the posteriors.

    run(history(keep=["excess_deaths"]))                        # one run, at the starting fit
    run(history(keep=["excess_deaths"], draws=draws(400)))      # the same at 400 draws

`history` is the baseline with which everything is compared; a scenario makes a case of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy

from pyrrhic.errors import BadInput, CannotRun, UnknownName, shown
from pyrrhic.texts import NO_TEXT, Text

AS_IT_HAPPENED = "as_it_happened"


@dataclass(frozen=True, eq=False)
class Draws:
    """Points of the posteriors of one or several structures, one after another, at which a case is run.

    `structure_of` is for each draw the place of its structure among `structures`, `weights` what it weighs where no
    draw fails. `parameters` are arrays (kind, place, draw), with the number of the rival in each slot among them,
    `yields` the unexplained yields (year, kind, place, draw), and the levers that a structure sets otherwise than
    history. `choices` says for each structure what it chooses,
    `posteriors` holds the fingerprints of their posteriors, and `fingerprint` is that of these draws. `persistence` is
    how the errors of figures persist (kind, draw); no run depends on it.
    """

    structures: tuple[str, ...]
    structure_of: numpy.ndarray
    weights: numpy.ndarray
    parameters: Mapping[str, numpy.ndarray]
    yields: Mapping[str, numpy.ndarray]
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    posteriors: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    persistence: numpy.ndarray = field(default_factory=lambda: numpy.zeros((0, 0)))

    def __len__(self) -> int:
        return len(self.weights)


@dataclass(frozen=True, eq=False)
class Case:
    """Everything that a run depends on.

    `paths` are those of levers and drivers (year, kind, place, member). `structure` fills slots; `given` are paths of
    quantities to be taken instead of computed; `parameters` stand in place of those of the starting fit: a number, a
    list, or a mapping from regions or kinds; `ends` is the last agricultural year that is run. `keep` names the
    quantities kept, every one that is computed unless given. `texts` are the documents of a scenario by their names.
    With `beyond_bounds` values may lie out of their bounds, as where a mechanism is switched off. `draws` are the
    points of the posteriors at which it is run, None for a single run at the starting fit.
    """

    name: str
    paths: Mapping[str, numpy.ndarray]
    title: Text = NO_TEXT
    keep: Iterable[str] | None = None
    structure: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, numpy.ndarray] = field(default_factory=dict)
    parameters: Mapping = field(default_factory=dict)
    ends: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    beyond_bounds: bool = False
    draws: Draws | None = None

    def __post_init__(self) -> None:
        """Refuse a last year that the model does not have, and draws where there can be none."""
        from pyrrhic.model import FIRST_YEAR, LAST_YEAR

        if self.ends is not None and not FIRST_YEAR <= self.ends <= LAST_YEAR:
            raise BadInput(
                f"a run cannot end with the year {self.ends}", where=self.name, allowed=f"{FIRST_YEAR} to {LAST_YEAR}"
            )
        if self.draws is not None and not self.has_posterior:
            raise CannotRun(
                "with equations, given quantities or parameters of its own it has no posterior, so it cannot be run "
                "at draws",
                where=self.name,
            )

    @property
    def has_posterior(self) -> bool:
        """Whether it can be run at draws: what it changes are paths alone."""
        return not (self.structure or self.given or self.parameters)

    @property
    def years(self) -> tuple[int, ...]:
        """The agricultural years that are run: those up to `ends` for which there are paths."""
        from pyrrhic.model import YEARS

        lengths = [len(path) for path in self.paths.values() if numpy.ndim(path)]
        return tuple(year for year in YEARS[: max(lengths, default=len(YEARS))] if year <= (self.ends or YEARS[-1]))

    def at(self, draws: Draws | None) -> "Case":
        """The same case at draws. Raises `CannotRun` where it has no posterior."""
        return replace(self, draws=draws)


def history(**options) -> Case:
    """The case of history: every lever and driver as it was. `options` are further fields of the case."""
    from pyrrhic.runs.history import historical_paths

    return Case(AS_IT_HAPPENED, historical_paths(), **options)


# --- parameters of one's own ------------------------------------------------------------------------------------


def parameters_with(changes: Mapping) -> dict[str, numpy.ndarray]:
    """The parameters of the starting fit with some changed; their bounds are the driver's affair.

    Raises `UnknownName` and `BadInput`.
    """
    from pyrrhic.runs.starting_fit import fitted_parameters

    fitted = fitted_parameters()
    for name in changes:
        if name not in fitted:
            raise UnknownName("parameter", name, fitted)
    return {**fitted, **{name: _changed(name, value, fitted[name]) for name, value in changes.items()}}


def _changed(name: str, value, fitted: numpy.ndarray) -> numpy.ndarray:
    """A parameter as an array (kind, place, 1), from a number, a list, an array, or a mapping from regions or kinds."""
    if isinstance(value, Mapping):
        return _changed_in_parts(name, value, fitted)
    array = numpy.asarray(value)
    if array.dtype.kind not in "fiu":
        raise BadInput(f"{shown(value)} is not a number", where=f"parameter {name}")
    if array.size == fitted.size:
        return array.astype(float).reshape(fitted.shape)
    if array.size != 1:
        raise BadInput(
            f"it has the shape {array.shape}",
            where=f"parameter {name}",
            allowed=f"one number, or {fitted.size} numbers",
        )
    return numpy.full(fitted.shape, array.item(), float)


def _changed_in_parts(name: str, value: Mapping, fitted: numpy.ndarray) -> numpy.ndarray:
    """A parameter with the values of some regions or kinds changed; the others are those of the starting fit."""
    parts = _parts(name)
    flat = fitted.astype(float).reshape(-1)
    for part, number in value.items():
        if not parts:
            raise BadInput("it has no regions or kinds", where=f"parameter {name}", allowed="one number")
        if part not in parts:
            raise UnknownName("region or kind", part, parts, where=f"parameter {name}")
        if isinstance(number, bool) or not isinstance(number, (int, float, numpy.number)):
            raise BadInput(f"{shown(number)} is not a number", where=f"parameter {name}, {part}")
        flat[parts.index(part)] = number
    return flat.reshape(fitted.shape)


def _parts(name: str) -> tuple[str, ...]:
    """The regions or kinds along the one axis of a parameter that has any."""
    from pyrrhic.model import KINDS, REGION_KEYS, assemble

    names = {**KINDS, "region": REGION_KEYS}
    axes = [names[axis] for axis in assemble().axes_of(name) if axis]
    return tuple(axes[0]) if len(axes) == 1 else ()
