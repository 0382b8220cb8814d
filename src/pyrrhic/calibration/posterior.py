"""The shipped posterior: draws of a structure with the fingerprint of all that made them.

A posterior whose fingerprint is not that of the model, priors and figures at hand is refused, and so is a damaged file,
with the command that renews it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy

from pyrrhic.calibration.comparisons import Term
from pyrrhic.calibration.coordinates import REGIONAL_YIELD_SPREAD, YEARS_OF_REGIONAL_YIELD, coordinates
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import DEGREES_OF_FREEDOM, FLOOR, Comparison, comparisons
from pyrrhic.calibration.persistence import Chains, kinds
from pyrrhic.calibration.structures import structure, structures
from pyrrhic.engine import fingerprint as fingerprints
from pyrrhic.errors import BadFile, CannotRun
from pyrrhic.files import read_arrays, write_arrays
from pyrrhic.model import assemble_all_rivals
from pyrrhic.record.added import joint_hash
from pyrrhic.record.load import Record
from pyrrhic.runs.history import historical_paths

FOLDER = Path(__file__).with_name("posteriors")
SHIPPED_DRAWS = 200
OF_THE_MACHINE = "seconds"  # is not shipped, so that the same draws give the same file
YIELDS = ("unexplained_yield", "unexplained_yield_regional")


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
        return [
            {"name": name, "mean": float(mean), "spread": float(spread)}
            for name, mean, spread in zip(self.names, self.z.mean(axis=0), self.z.std(axis=0), strict=True)
        ]


@cache
def fingerprint(name: str, record: Record | None = None) -> str:
    """The fingerprint of a structure's posterior: equations, inputs that are read, priors, and figures to be met.

    It is unchanged by how equations are written, by prose, and by whatever the compared quantities and the stocks do
    not depend on. Numbers enter with nine digits. A `record` with a user's figures gives the fingerprint of a posterior
    that was fitted to it, which bears the hash of the files.
    """
    where, model = coordinates(name), assemble_all_rivals()
    computed = fingerprints.computed(model, quantities(), where.structure.rivals)
    figures = comparisons(where.structure, record=record)
    groups = (
        where.parameters(numpy.zeros(where.size)),
        where.opening,
        {key: path for key, path in {**historical_paths(), **where.levers()}.items() if key not in YIELDS},
    )
    return fingerprints.of_text(
        computed.fingerprint,
        fingerprints.of_arrays(*map(computed.read, groups)),
        *map(_prior, where.free),
        fingerprints.numbers(where.yield_spread),
        fingerprints.numbers([] if where.area_share is None else where.area_share),
        fingerprints.numbers([REGIONAL_YIELD_SPREAD, *YEARS_OF_REGIONAL_YIELD, DEGREES_OF_FREEDOM, FLOOR]),
        *map(_figure, figures),
        *(fingerprints.numbers([kind.median, kind.spread]) for kind in kinds().values()),
        fingerprints.numbers(Chains(figures).links.reshape(-1)),
        *([joint_hash(record.added)] if record is not None and record.added else []),
    )


def _prior(free) -> str:
    return f"{free.name} {free.distribution} {fingerprints.numbers(free.median)} {free.spread:.9g}"


def _figure(comparison: Comparison) -> str:
    """A figure, its error, and which numbers of a run it is compared with."""
    return (
        f"{comparison.value:.9g} {comparison.error:.9g} {comparison.absolute} {getattr(comparison.row, 'exact', False)} {' '.join(map(_term, comparison.terms))} / "
        f"{' '.join(map(_term, comparison.divisor))}"
    )


def _term(term: Term) -> str:
    return f"{term.quantity} {term.year} {term.kind} {term.place} {term.weight:.9g}"


def ship(posterior, scores: tuple[numpy.ndarray, numpy.ndarray]) -> Path:
    """Thin a posterior and write it into the package with its scores.

    Refuses one whose diagnostics are not sound, and one that another model, other priors or other figures made.
    """
    diagnostics = refuse_unsound(posterior)
    flat = posterior.z.reshape(-1, posterior.z.shape[-1])
    numbers = {
        name: value for name, value in diagnostics.items() if not isinstance(value, str) and name != OF_THE_MACHINE
    }
    thinned = evenly_spaced(flat, SHIPPED_DRAWS).astype("float32")
    return write(Shipped(posterior.structure, tuple(posterior.names), thinned, numbers, scores, posterior.fingerprint))


def refuse_unsound(posterior) -> dict:
    """The diagnostics of a posterior. Raises `CannotRun` where it is not to be shipped."""
    diagnostics = posterior.diagnostics()
    if not diagnostics["sound"]:
        raise CannotRun(
            f"not shipped, for the chains are not sound: R-hat {diagnostics['largest_r_hat']:.3f}, smallest effective size {diagnostics['smallest_effective_size']:.0f} for {diagnostics['smallest_for']}, {diagnostics['divergences']} divergences"
        )
    if posterior.fingerprint != fingerprint(posterior.structure):
        raise CannotRun(
            f"not shipped, for the draws of {posterior.structure} were made by another model, other priors or figures; sample again: {_command(posterior.structure)}"
        )
    return diagnostics


def evenly_spaced(draws: numpy.ndarray, count: int) -> numpy.ndarray:
    """So many of some draws (draw, coordinate), from the first to the last."""
    return draws[numpy.linspace(0, len(draws) - 1, count).round().astype(int)]


def write(shipped: Shipped) -> Path:
    """Write a posterior into the package, whole or not at all, sealed against damage."""
    FOLDER.mkdir(exist_ok=True)
    diagnostics = numpy.array(list(shipped.diagnostics.items()), dtype=[("name", "U40"), ("value", "f8")])
    return write_arrays(
        FOLDER / f"{shipped.structure}.npz",
        names=numpy.array(shipped.names),
        z=shipped.z.astype("float32"),
        diagnostics=diagnostics,
        scores=numpy.stack(shipped.scores),
        fingerprint=shipped.fingerprint,
        seal=_seal(shipped),
    )


def _seal(shipped: Shipped) -> str:
    """The fingerprint of everything in the file, by which damage is seen."""
    draws = {
        "z": shipped.z.astype("float32"),
        "density": shipped.scores[0],
        "shape": shipped.scores[1],
        "diagnostics": numpy.array(list(shipped.diagnostics.values())),
    }
    return fingerprints.of_text(*shipped.names, *shipped.diagnostics, fingerprints.of_bytes(draws), shipped.fingerprint)


def _command(name: str) -> str:
    return f"pyrrhic calibrate --structure {name} --ship"


@cache
def load(name: str = "base") -> Shipped:
    """The shipped posterior of a structure; refuse one that another model, other priors or other figures made."""
    shipped = read(name)
    if shipped.fingerprint != fingerprint(name):
        raise CannotRun(
            f"the posterior of {name} was made by another model, other priors or figures; renew it with: {_command(name)}"
        )
    return shipped


def read(name: str) -> Shipped:
    """The file of a structure's posterior, current or not; refuse one that is missing or damaged."""
    path = FOLDER / f"{structure(name).name}.npz"
    if not path.exists():
        raise CannotRun(f"no posterior of {name} is shipped; renew it with: {_command(name)}")
    try:
        file = read_arrays(path)
        diagnostics = {str(row["name"]): float(row["value"]) for row in file["diagnostics"]}
        shipped = Shipped(
            name,
            tuple(map(str, file["names"])),
            _frozen(file["z"].astype(float)),
            diagnostics,
            (_frozen(file["scores"][0]), _frozen(file["scores"][1])),
            str(file["fingerprint"]),
        )
        sealed = str(file["seal"]) == _seal(shipped)
    except (BadFile, KeyError, IndexError, ValueError, TypeError):
        sealed = False
    if not sealed:
        raise CannotRun(f"the file {path.name} of the posterior of {name} is damaged; renew it with: {_command(name)}")
    return shipped


def _frozen(array: numpy.ndarray) -> numpy.ndarray:
    array.setflags(write=False)
    return array


def missing() -> tuple[str, ...]:
    """The structures whose posterior is not shipped; results leave them out."""
    return tuple(name for name in structures() if name not in available())


def available() -> tuple[str, ...]:
    """The structures whose posterior is shipped."""
    return tuple(name for name in structures() if (FOLDER / f"{name}.npz").exists())
