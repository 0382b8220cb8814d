"""One run at the central parameters, frozen: arrays, units, and the fingerprint of everything that made it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy

from pyrrhic.drivers import SUCCEEDED, simulate
from pyrrhic.engine import CLOSES, Model
from pyrrhic.nearest import unknown

PACKAGE = Path(__file__).parents[1]
# What a run depends on: the equations, parameters and levers, the figures of the record, and the code between them.
MADE_OF = ("units.py", "arithmetic.py", "engine.py", "drivers.py", "model/**/*.py", "model/**/*.toml",
           "record/*.py", "record/**/*.csv", "methods/history.*", "methods/starting_fit.*")
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
        return replace(self, years=tuple(self.years[index] for index in rows),
                       values={name: _frozen(array[rows]) for name, array in self.values.items()})

    def only(self, names: Iterable[str]) -> "Results":
        """The same run with some of its quantities."""
        return replace(self, values={name: self.values[name] for name in names})

    def national(self, name: str) -> numpy.ndarray:
        """One number per year: the sum over kinds and places."""
        return self.values[name].sum(axis=(1, 2))


def run(paths: Mapping[str, numpy.ndarray], *, name: str, title: Mapping[str, str] | None = None,
        keep: Iterable[str] | None = None, structure: Mapping[str, str] | None = None,
        given: Mapping[str, numpy.ndarray] | None = None, ends: int | None = None,
        parameters: Mapping[str, float | numpy.ndarray] | None = None,
        texts: Mapping[str, str] | None = None) -> Results:
    """Run the model once over the paths and freeze what is kept: every quantity that is not an input, by default.

    `structure` fills slots; `given` are paths of quantities to be taken instead of computed; `ends` is the last year
    computed; `parameters` are set in place of those of the starting fit; `texts` are kept as they are.
    """
    from pyrrhic.methods.starting_fit import fitted_parameters
    from pyrrhic.model import YEARS, opening

    structure, given = dict(structure or {}), dict(given or {})
    model = assembled(tuple(sorted(structure.items())), tuple(given))
    years = tuple(year for year in YEARS if ends is None or year <= ends)
    shown = {key: path[:len(years)] for key, path in {**paths, **given}.items()}
    changed = _changed(parameters or {})
    values = {key: array for key, array in {**fitted_parameters(), **changed}.items() if key in model.inputs}
    with numpy.errstate(all="ignore"):
        done = simulate(model, values, opening(), shown, keep)
    arrays = {key: _frozen(array[..., 0]) for key, array in done.values.items()}
    failed = int(done.failed_year[0])
    made_by = model_fingerprint()
    return Results(name, dict(title or {}), years, arrays, {key: model.unit(key).symbol for key in arrays},
                   {key: axes_of(model, key, array.shape[1:]) for key, array in arrays.items()},
                   _fingerprint(made_by, paths, structure, given, changed), made_by,
                   None if failed == SUCCEEDED else YEARS[failed], model.choices, dict(texts or {}))


@cache
def assembled(choices: tuple[tuple[str, str], ...], given: tuple[str, ...]) -> Model:
    """The model with these rivals and given quantities, built once."""
    from pyrrhic.model import assemble

    return assemble(dict(choices), given=given)


def axes_of(model: Model, name: str, shape: tuple[int, int]) -> tuple[str | None, str | None]:
    """The names of the kind axis ("species", "crop", "price_vector") and the place axis ("region") of a quantity.

    A kind axis is named after that of the nearest input of its length upstream; an axis of length one has no name.
    """
    place = "region" if shape[1] > 1 else None
    if shape[0] == 1:
        return None, place
    kinds, waiting, seen = _kinds_of_inputs(), [name], {name}
    for current in waiting:
        kind, length = kinds.get(current, (None, 0))
        if length == shape[0]:
            return kind, place
        equation = model.equations.get(current) or model.equations.get(current + CLOSES)
        reads = [read for read in (equation.reads if equation else ()) if read not in seen]
        seen.update(reads)
        waiting.extend(reads)
    return "kind", place


@cache
def _kinds_of_inputs() -> dict[str, tuple[str, int]]:
    """Kind axis and its length of every parameter, opening stock and lever that has one."""
    from pyrrhic.model import levers, opening_values, parameters
    from pyrrhic.model.regions import KINDS

    shapes = {key: item.shape for group in (parameters(), levers(), opening_values()) for key, item in group.items()}
    shapes |= {key.removesuffix("_1926"): shape for key, shape in shapes.items()}
    return {key: (kind, len(names)) for key, shape in shapes.items() for kind, names in KINDS.items()
            if shape.startswith(kind)}


def _frozen(array: numpy.ndarray) -> numpy.ndarray:
    array = numpy.array(array, dtype=float)
    array.setflags(write=False)
    return array


@cache
def model_fingerprint() -> str:
    """SHA-256 of everything but the scenario that a run depends on: equations, parameters, record, code between.

    The number of the version is not among them: two versions that compute the same are the same here.
    """
    digest = hashlib.sha256()
    for file in model_files():
        digest.update(file.relative_to(PACKAGE).as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def model_files() -> list[Path]:
    """The files of the package that decide a run."""
    return [file for pattern in MADE_OF for file in sorted(PACKAGE.glob(pattern))]


def _changed(parameters: Mapping[str, float | numpy.ndarray]) -> dict[str, numpy.ndarray]:
    """The parameters in the shape of the starting fit's; their bounds are the caller's affair."""
    from pyrrhic.methods.starting_fit import fitted_parameters
    from pyrrhic.model.inputs import InputError

    fitted = fitted_parameters()
    for key in parameters:
        if key not in fitted:
            raise InputError(unknown("parameter", key, fitted))
    return {key: numpy.broadcast_to(numpy.asarray(value, float), fitted[key].shape)
            for key, value in parameters.items()}


def fingerprint_of(paths: Mapping[str, numpy.ndarray]) -> str:
    """The fingerprint of paths as the model at hand takes them, with its usual structure."""
    return _fingerprint(model_fingerprint(), paths, {}, {}, {})


def _fingerprint(made_by: str, paths: Mapping, structure: Mapping, given: Mapping, changed: Mapping) -> str:
    """SHA-256 of the model and of the scenario as it reaches it: paths, structure, what it fixes or sets."""
    digest = hashlib.sha256(made_by.encode())
    for group in (paths, given, changed):
        for key in sorted(group):
            array = numpy.ascontiguousarray(group[key], dtype="<f8")
            digest.update(f"{key}{array.shape}".encode())
            digest.update(array.tobytes())
    digest.update(repr(sorted(structure.items())).encode())
    return digest.hexdigest()
