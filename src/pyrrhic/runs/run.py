"""One run at the central parameters, frozen: arrays, units, and the fingerprint of everything that made it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

import numpy

from pyrrhic.engine import fingerprint as fingerprints
from pyrrhic.engine.build import Model
from pyrrhic.engine.loop import SUCCEEDED, simulate
from pyrrhic.errors import BadInput, UnknownName

SHORT = 12


@dataclass(frozen=True)
class Results:
    """The kept quantities of one run.

    `values` are arrays (year, kind, place) that cannot be written to; a national quantity has length one on the last
    two. `axes` gives the names along those two, or None. `failed_year` is the agricultural year in which a stock
    stopped being a finite, non-negative number, or None. `texts` are the documents of the scenario by their names.
    """

    name: str
    title: Mapping[str, str]
    years: tuple[int, ...]
    values: Mapping[str, numpy.ndarray]
    units: Mapping[str, str]
    axes: Mapping[str, tuple[str | None, str | None]]
    fingerprint: str
    model_fingerprint: str
    failed_year: int | None = None
    structure: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """The fingerprint's first twelve digits."""
        return self.fingerprint[:SHORT]

    def between(self, first: int, last: int) -> "Results":
        """The same run, shown from one agricultural year to another, both included."""
        rows = [index for index, year in enumerate(self.years) if first <= year <= last]
        return replace(
            self,
            years=tuple(self.years[index] for index in rows),
            values={name: _frozen(array[rows]) for name, array in self.values.items()},
        )

    def only(self, names: Iterable[str]) -> "Results":
        """The same run with some of its quantities."""
        return replace(self, values={name: self.values[name] for name in names})

    def national(self, name: str) -> numpy.ndarray:
        """One number per year: the sum over kinds and places."""
        return self.values[name].sum(axis=(1, 2))


def run(
    paths: Mapping[str, numpy.ndarray],
    *,
    name: str,
    title: Mapping[str, str] | None = None,
    keep: Iterable[str] | None = None,
    structure: Mapping[str, str] | None = None,
    given: Mapping[str, numpy.ndarray] | None = None,
    ends: int | None = None,
    parameters: Mapping[str, float | numpy.ndarray] | None = None,
    texts: Mapping[str, str] | None = None,
    beyond_bounds: bool = False,
) -> Results:
    """Run the model once over the paths and freeze what is kept: every quantity that is not an input, by default.

    `structure` fills slots; `given` are paths of quantities to be taken instead of computed; `ends` is the last year
    computed; `parameters` are set in place of those of the starting fit; `texts` are kept as they are. Raises
    `BadInput` for values out of their bounds, unless `beyond_bounds`: a mechanism that is switched off may be.
    """
    from pyrrhic.model import YEARS, assemble, opening
    from pyrrhic.runs.starting_fit import fitted_parameters

    model = assemble(structure, given or ())
    years = tuple(year for year in YEARS if ends is None or year <= ends)
    shown = {key: path[: len(years)] if numpy.ndim(path) else path for key, path in {**paths, **(given or {})}.items()}
    values = {**fitted_parameters(), **_changed(parameters or {})}
    done = simulate(model, values, opening(), shown, keep, beyond_bounds=beyond_bounds)
    arrays = {key: _frozen(array[..., 0]) for key, array in done.values.items()}
    failed = int(done.failed_year[0])
    return Results(
        name,
        dict(title or {}),
        years,
        arrays,
        {key: model.unit(key).symbol for key in arrays},
        {key: model.axes_of(key) for key in arrays},
        _fingerprint(model, values, shown),
        model_fingerprint(),
        None if failed == SUCCEEDED else YEARS[failed],
        model.choices,
        dict(texts or {}),
    )


def _frozen(array: numpy.ndarray) -> numpy.ndarray:
    array = numpy.array(array, dtype=float)
    array.setflags(write=False)
    return array


@cache
def model_fingerprint() -> str:
    """The fingerprint of everything but the scenario that a run depends on: equations, all rivals, parameters, opening.

    The number of the version is not among them, nor is how equations are written: what computes the same is the same.
    """
    from pyrrhic.model import assemble_all_rivals, opening
    from pyrrhic.runs.starting_fit import fitted_parameters

    model = assemble_all_rivals()
    computed = fingerprints.computed(model, model.equations)
    return fingerprints.of_text(
        computed.fingerprint, fingerprints.of_arrays(computed.read(fitted_parameters()), opening())
    )


def _changed(parameters: Mapping[str, float | numpy.ndarray]) -> dict[str, numpy.ndarray]:
    """The parameters in the shape of the starting fit's; their bounds are the driver's affair."""
    from pyrrhic.runs.starting_fit import fitted_parameters

    fitted = fitted_parameters()
    for key in parameters:
        if key not in fitted:
            raise UnknownName("parameter", key, fitted)
    return {key: _shaped(key, value, fitted[key].shape) for key, value in parameters.items()}


def _shaped(key: str, value, shape: tuple[int, ...]) -> numpy.ndarray:
    array = numpy.asarray(value)
    if array.dtype.kind not in "fiu":
        raise BadInput(f"{value!r} is not a number", where=f"parameter {key}")
    try:
        return numpy.broadcast_to(array.astype(float), shape)
    except ValueError:
        raise BadInput(
            f"parameter {key} has the shape {array.shape}", allowed=f"one number, or (kind, place, 1): {shape}"
        ) from None


def fingerprint_of(paths: Mapping[str, numpy.ndarray]) -> str:
    """The fingerprint of a run of the paths at the starting fit, with the usual structure."""
    from pyrrhic.model import assemble
    from pyrrhic.runs.starting_fit import fitted_parameters

    return _fingerprint(assemble(), fitted_parameters(), paths)


def _fingerprint(model: Model, values: Mapping[str, numpy.ndarray], paths: Mapping[str, numpy.ndarray]) -> str:
    """The fingerprint of a run: what is computed, from which opening state, and every input that is read."""
    from pyrrhic.model import opening

    computed = fingerprints.computed(model, model.equations)
    return fingerprints.of_text(
        computed.fingerprint, fingerprints.of_arrays(computed.read(values), opening(), computed.read(paths))
    )
