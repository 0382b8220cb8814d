"""The shipped posterior: draws of a structure with the fingerprint of all that made them, and ensembles over them.

A posterior whose fingerprint is not that of the model, priors and figures at hand is refused, with the command that
renews it.
"""

import ast
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy

from pyrrhic.engine.loop import Run, simulate
from pyrrhic.methods.coordinates import Coordinates, structure, structures
from pyrrhic.methods.history import historical_paths
from pyrrhic.methods.likelihood import DEGREES_OF_FREEDOM, Comparison, comparisons
from pyrrhic.methods.observe import SHARES_BEFORE_JANUARY
from pyrrhic.methods.sample import Posterior

FOLDER = Path(__file__).with_name("posteriors")
PACKAGE = Path(__file__).parents[1]
SHIPPED_DRAWS = 200
YIELDS = ("unexplained_yield", "unexplained_yield_regional")


class PosteriorError(Exception):
    """There is no usable posterior; the message says why and which command makes one."""


@dataclass(frozen=True)
class Shipped:
    """Thinned draws of z (draw, coordinate), the sampler's diagnostics, and the fingerprint they were made under.

    `scores`: for each comparison of the structure its log predictive density without itself, and the Pareto k of that.
    """

    structure: str
    names: tuple[str, ...]
    z: numpy.ndarray
    diagnostics: Mapping[str, float]
    scores: tuple[numpy.ndarray, numpy.ndarray]
    fingerprint: str

    def parameters(self) -> list[dict]:
        """Name, prior-standardized mean and spread of every coordinate: a spread near 1 says the data say nothing."""
        return [{"name": name, "mean": float(mean), "spread": float(spread)} for name, mean, spread in
                zip(self.names, self.z.mean(axis=0), self.z.std(axis=0), strict=True)]


def ship(posterior: Posterior, scores: tuple[numpy.ndarray, numpy.ndarray]) -> Path:
    """Thin a posterior and write it into the package with its scores; refuse one whose diagnostics are not sound."""
    found = posterior.diagnostics()
    if not found["sound"]:
        raise PosteriorError(f"not shipped, for the chains are not sound: R-hat {found['largest_r_hat']:.3f}, smallest "
                             f"effective size {found['smallest_effective_size']:.0f} for {found['smallest_for']}, "
                             f"{found['divergences']} divergences")
    flat = posterior.z.reshape(-1, posterior.z.shape[-1])
    chosen = numpy.linspace(0, len(flat) - 1, SHIPPED_DRAWS).round().astype(int)
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{posterior.structure}.npz"
    numbers = {name: value for name, value in found.items() if not isinstance(value, str)}
    numpy.savez_compressed(path, names=numpy.array(posterior.names), z=flat[chosen].astype("float32"),
                           diagnostics=numpy.array(list(numbers.items()), dtype=[("name", "U40"), ("value", "f8")]),
                           scores=numpy.stack(scores), fingerprint=fingerprint(posterior.structure))
    return path


@cache
def load(name: str = "base") -> Shipped:
    """The shipped posterior of a structure; refuse one that another model, other priors or other figures made."""
    path = FOLDER / f"{structure(name).name}.npz"
    renew = f"renew it with: pyrrhic calibrate --structure {name} --ship"
    if not path.exists():
        raise PosteriorError(f"no posterior of {name} is shipped; {renew}")
    with numpy.load(path) as file:
        if "scores" not in file:
            raise PosteriorError(f"the posterior of {name} has no scores; {renew}")
        shipped = Shipped(name, tuple(map(str, file["names"])), file["z"].astype(float),
                          {str(row["name"]): float(row["value"]) for row in file["diagnostics"]},
                          tuple(file["scores"]), str(file["fingerprint"]))
    if shipped.fingerprint != fingerprint(name):
        raise PosteriorError(f"the posterior of {name} was made by another model, other priors or figures; {renew}")
    return shipped


def available() -> tuple[str, ...]:
    """The structures whose posterior is shipped."""
    return tuple(name for name in structures() if (FOLDER / f"{name}.npz").exists())


@cache
def fingerprint(name: str) -> str:
    """SHA-256 of equations, opening state, parameters with priors, historical paths and figures to be met.

    Comments and docstrings do not enter, nor does text of the record; numbers enter with nine digits.
    """
    where, digest = Coordinates(structure(name)), hashlib.sha256(str(DEGREES_OF_FREEDOM).encode())
    for file in (PACKAGE / "arithmetic.py", *sorted((PACKAGE / "model").glob("*.py"))):
        if file.name not in ("__init__.py", "inputs.py", "regions.py"):
            digest.update(_code(file).encode())
    zero = numpy.zeros(where.size)
    paths = {key: path for key, path in historical_paths().items() if key not in YIELDS}
    for group in (where.parameters(zero), where.opening, paths):
        for key in sorted(group):
            digest.update(f"{key} {_numbers(group[key])}".encode())
    for free in where.free:
        digest.update(f"{free.name} {free.distribution} {_numbers(free.median)} {free.spread:.9g}".encode())
    digest.update(_numbers(where.yield_spread).encode())
    digest.update(_numbers(SHARES_BEFORE_JANUARY).encode())
    for one in comparisons(structure(name)):
        digest.update(f"{one.name} {one.year} {one.value:.9g} {one.error:.9g} {one.absolute} {_how(one)}".encode())
    return digest.hexdigest()


def _how(one: Comparison) -> str:
    """Which quantity a figure is compared with, and when: what its name and numbers do not say."""
    if one.row is None:
        return f"{one.landmark.quantity} {one.landmark.years} {one.landmark.regions}"
    return f"{one.row.quantity} {one.row.kind} {one.row.regions} {one.row.calendar} {one.row.relative_to}"


def _code(file: Path) -> str:
    """The code of a file without its docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


def _numbers(array) -> str:
    return " ".join(f"{value:.9g}" for value in numpy.asarray(array, float).reshape(-1))


def ensemble(paths: Mapping[str, numpy.ndarray], draws: int, keep, name: str = "base") -> Run:
    """Run the paths at `draws` draws of the posterior, members last; NumPy only.

    Unexplained yields come from the draws, unless the paths depart from those of the starting fit.
    """
    shipped, where = load(name), Coordinates(structure(name))
    if not 1 <= draws <= len(shipped.z):
        raise PosteriorError(f"{draws} draws asked for; allowed: 1 to {len(shipped.z)}")
    chosen = shipped.z[numpy.linspace(0, len(shipped.z) - 1, draws).round().astype(int)]
    return run_at(where, chosen, paths, keep)


def run_at(where: Coordinates, draws: numpy.ndarray, paths: Mapping[str, numpy.ndarray], keep) -> Run:
    """Run the paths at each of the draws (draw, coordinate), members last."""
    moved = [where.parameters(z) for z in draws]
    parameters = {key: _members([one[key] for one in moved]) for key in moved[0]}
    drawn = dict(zip(YIELDS, map(_members, zip(*(where.unexplained(z) for z in draws), strict=True)), strict=True))
    history, years = historical_paths(), len(next(iter(paths.values())))
    own = {key: drawn[key][:years] for key in YIELDS if numpy.array_equal(paths[key], history[key][:years])}
    with numpy.errstate(all="ignore"):
        return simulate(where.model, parameters, where.opening,
                        {**{key: path for key, path in paths.items() if key in where.model.inputs}, **own}, keep)


def _members(arrays) -> numpy.ndarray:
    """Arrays joined along the member axis; one array if all are the same."""
    first = arrays[0]
    if all(array is first or numpy.array_equal(array, first) for array in arrays):
        return first
    return numpy.concatenate(arrays, axis=-1)
