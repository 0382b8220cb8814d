"""NUTS for one structure, by nutpie, in coordinates whitened by the Hessian at its mode; chain by chain, on all cores.

    posterior = sample(["base"], Settings(), folder=Path("calibration"))["base"]

Every finished chain is saved; a run that was interrupted goes on with the chains that are missing, and gives the same
numbers as a run that was not. Chains are independent: more can be added to a run later.
"""

import json
import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.density import LogDensity
from pyrrhic.calibration.posterior import fingerprint
from pyrrhic.calibration.sampling.diagnostics import effective_size, load_arviz, r_hat
from pyrrhic.calibration.sampling.mode import Mode, find_mode, whitening
from pyrrhic.calibration.sampling.workers import Task, work_through
from pyrrhic.calibration.structures import structure
from pyrrhic.errors import BadFile, Stale
from pyrrhic.files import read_arrays, write_arrays, write_text
from pyrrhic.record.added import joint_hash
from pyrrhic.record.load import Record, load

DEPTH = 8
GOOD_R_HAT, GOOD_SIZE = 1.01, 400
TELL_EVERY = 100  # draws


@dataclass(frozen=True)
class Settings:
    """How long to sample: warm-up and draws of each chain, from a seed; chain k has the seed `seed + k`.

    A higher `acceptance` takes shorter steps, and rids a structure of divergences at the price of time. `low_rank` learns in the
    warm-up which coordinates move together: where a posterior has two modes, the Hessian at one of them knows nothing of the other.
    `with_` are files of figures that are laid beside the record.
    """

    warmup: int = 300
    draws: int = 1000
    chains: int = 4
    seed: int = 1926
    acceptance: float = 0.95
    low_rank: bool = False
    with_: tuple[str, ...] = ()

    @classmethod
    def quick(cls, with_: tuple[str, ...] = ()) -> "Settings":
        """A smoke run: it shows that everything works and nothing about the posterior."""
        return cls(warmup=20, draws=20, chains=2, with_=with_)

    @property
    def record(self) -> Record | None:
        """The record with the files; None for the project's own."""
        return load(self.with_) if self.with_ else None

    @property
    def added(self) -> str:
        """The hash of the files; nothing for the project's own record."""
        return joint_hash(load(self.with_).added) if self.with_ else ""


@dataclass(frozen=True)
class Chain:
    """Draws of z (draw, coordinate) of one chain, its divergences, its mean number of steps, and how long it took."""

    z: numpy.ndarray
    divergences: int
    steps: float
    seconds: float = math.nan


@dataclass(frozen=True)
class Posterior:
    """Draws of z (chain, draw, coordinate) with names, what the sampler reports, and the fingerprint of the density.

    `seconds` is the time of all chains, one after another; not a number where a chain was saved without its own. `added` is
    the hash of the user's files that the record was fitted with, if it was.
    """

    structure: str
    names: tuple[str, ...]
    z: numpy.ndarray
    divergences: int
    steps: float
    fingerprint: str
    seconds: float = math.nan
    added: str = ""

    def sizes(self) -> numpy.ndarray:
        """Bulk effective sample size of every coordinate, in draws (coordinate)."""
        return numpy.array([effective_size(self.z[:, :, coordinate]) for coordinate in range(self.z.shape[2])])

    def diagnostics(self) -> dict:
        """Largest R-hat, smallest bulk effective sample size with its coordinate, divergences, verdict, seconds."""
        sizes = self.sizes()
        largest = max(r_hat(self.z[:, :, coordinate]) for coordinate in range(self.z.shape[2]))
        worst = int(numpy.argmin(sizes))
        sound = largest < GOOD_R_HAT and sizes.min() >= GOOD_SIZE and self.divergences == 0
        return {
            "structure": self.structure,
            "chains": self.z.shape[0],
            "draws": self.z.shape[1],
            "largest_r_hat": largest,
            "smallest_effective_size": float(sizes.min()),
            "smallest_for": self.names[worst],
            "divergences": self.divergences,
            "mean_steps": self.steps,
            "sound": bool(sound),
            **({"seconds": self.seconds} if math.isfinite(self.seconds) else {}),
        }

    def save(self, path: Path) -> None:
        """Write draws, names and fingerprint as a compressed NumPy file."""
        write_arrays(
            path,
            structure=self.structure,
            names=numpy.array(self.names),
            z=self.z.astype("float32"),
            divergences=self.divergences,
            steps=self.steps,
            fingerprint=self.fingerprint,
            seconds=self.seconds,
            added=self.added,
        )


@dataclass(frozen=True)
class Agreement:
    """How far draws are from others of the same structure, in Monte Carlo errors of the means of the coordinates.

    Where both are of one posterior, `usual` is about 1 and `largest`, of some 160, about 3; `spread` is the mean ratio
    of the standard deviations.
    """

    usual: float
    largest: float
    largest_for: str
    spread: float


def agreement(posterior: Posterior, others: numpy.ndarray) -> Agreement:
    """The agreement of a posterior with other draws of z (draw, coordinate), which are taken as independent."""
    flat, sizes = posterior.z.reshape(-1, posterior.z.shape[-1]), posterior.sizes()
    spread, of_others = flat.std(axis=0, ddof=1), others.std(axis=0, ddof=1)
    apart = (flat.mean(axis=0) - others.mean(axis=0)) / numpy.sqrt(spread**2 / sizes + of_others**2 / len(others))
    worst = int(abs(apart).argmax())
    return Agreement(
        float(numpy.sqrt((apart * apart).mean())),
        float(abs(apart[worst])),
        posterior.names[worst],
        float((spread / of_others).mean()),
    )


def read(path: Path) -> Posterior:
    """The posterior that `Posterior.save` wrote."""
    file = read_arrays(path)
    return Posterior(
        str(file["structure"]),
        tuple(map(str, file["names"])),
        file["z"].astype(float),
        int(file["divergences"]),
        float(file["steps"]),
        str(file["fingerprint"]),
        _seconds(file),
        str(file["added"]) if "added" in file else "",
    )


def sample(
    names: Sequence[str],
    settings: Settings,
    folder: Path,
    progress: Callable[[str], None] = lambda line: None,
    workers: int | None = None,
) -> dict[str, Posterior]:
    """Draw from the posteriors of some structures, each in a folder of its own; resume from the chains that are there.

    As many chains at once as there are cores, unless `workers` says otherwise. Raises `Stale` when a folder
    holds chains of another model, other priors, other figures or other settings.
    """
    names = tuple(dict.fromkeys(names))
    missing = {name: _missing(name, settings, folder / name) for name in names}
    tasks = [
        Task(f"{name}, chain {chain + 1}", draw_chain, (name, settings, chain, str(folder / name)))
        for name, chains in missing.items()
        for chain in chains
    ]
    for name in (name for name, chains in missing.items() if chains):
        LogDensity(structure(name), record=settings.record)  # compiled here once, not in each worker
    work_through(tasks, workers or os.cpu_count() or 1, progress)
    return {name: gathered(name, settings, folder / name) for name in names}


def _missing(name: str, settings: Settings, folder: Path) -> list[int]:
    """The chains that a folder does not hold yet; notes in a new folder what its chains are of."""
    folder.mkdir(parents=True, exist_ok=True)
    note, wanted = folder / "settings.json", _made_by(name, settings)
    chains = sorted(folder.glob("chain-*.npz"))
    if note.exists() or chains:
        there = _noted(note)
        if there != wanted:
            raise Stale(
                f"{folder} holds chains of {_differences(there, wanted)}; choose another folder, or delete it to begin anew"
            )
    write_text(note, json.dumps(wanted))
    return [
        chain for chain in range(settings.chains) if _read_chain(folder, chain, settings, wanted["fingerprint"]) is None
    ]


def _noted(note: Path) -> Mapping | None:
    """What a folder says its chains are of; None where it does not say, or not in words that can be read."""
    try:
        there = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return there if isinstance(there, Mapping) else None


def _made_by(name: str, settings: Settings) -> dict:
    """What decides the numbers of a chain."""
    made_by = {"structure": name, "fingerprint": fingerprint(name, settings.record), **asdict(settings)}
    del made_by["chains"], made_by["with_"]
    return {**made_by, "with": settings.added} if settings.with_ else made_by


def _differences(there: Mapping | None, wanted: Mapping) -> str:
    """In what the chains that are there differ from those that are wanted."""
    if there is None:
        return "unknown settings"
    if there.get("with") != wanted.get("with"):
        return "a record with other files, or without any"
    if there.get("fingerprint") != wanted["fingerprint"]:
        return "another model, other priors or figures"
    return ", ".join(
        f"{key} {there.get(key)} instead of {value}" for key, value in wanted.items() if there.get(key) != value
    )


def draw_chain(name: str, settings: Settings, number: int, folder: str, tell: Callable[[str], None]) -> None:
    """Draw one chain of a structure and save it whole, with the seconds from the search for the mode to the end."""
    began = time.perf_counter()
    density = LogDensity(structure(name), record=settings.record)
    mode = find_mode(density)
    chain = chain_of(density, mode, whitening(density, mode), settings, number, tell=tell)
    write_arrays(
        Path(folder) / f"chain-{number + 1}.npz",
        z=chain.z,
        divergences=chain.divergences,
        steps=chain.steps,
        fingerprint=fingerprint(name, settings.record),
        seconds=time.perf_counter() - began,
    )


def chain_of(
    density: Callable,
    mode: Mode,
    matrix: numpy.ndarray,
    settings: Settings,
    number: int,
    *,
    tell: Callable[[str], None] = lambda line: None,
) -> Chain:
    """One chain of NUTS on a density z -> (value, gradient), in coordinates u of z = mode + matrix u."""
    load_arviz()  # which nutpie would load with its announcement
    import nutpie
    from nutpie.compiled_pyfunc import from_pyfunc

    size, drawn, whole = mode.z.size, 0, settings.warmup + settings.draws

    def density_of_u(u):
        value, gradient = density(mode.z + matrix @ u)
        return value, matrix.T @ gradient

    def expanded(u, **_):
        nonlocal drawn
        drawn += 1
        if drawn % TELL_EVERY == 0 or drawn == whole:
            tell(f"{drawn} of {whole} draws, warm-up included")
        return {"z": mode.z + matrix @ u}

    model = from_pyfunc(size, lambda: density_of_u, lambda *_: expanded, [numpy.dtype("float64")], [(size,)], ["z"])
    work = nutpie.sample(
        model,
        draws=settings.draws,
        tune=settings.warmup,
        chains=1,
        cores=1,
        seed=settings.seed + number,
        progress_bar=False,
        save_warmup=False,
        target_accept=settings.acceptance,
        low_rank_modified_mass_matrix=settings.low_rank,
        maxdepth=DEPTH,
        blocking=False,
    )
    try:
        trace = work.wait()
    except BaseException:  # nutpie itself would take Ctrl-C for the end, and give back the draws so far as a chain
        work.cancel()
        raise
    report = trace.sample_stats
    return Chain(trace.posterior["z"].values[0], int(report["diverging"].sum()), float(report["n_steps"].mean()))


def _read_chain(folder: Path, number: int, settings: Settings, wanted: str) -> Chain | None:
    """A saved chain; None where it is missing, damaged, of another length or of another model."""
    try:
        file = read_arrays(folder / f"chain-{number + 1}.npz")
        chain = Chain(file["z"], int(file["divergences"]), float(file["steps"]), _seconds(file))
        whole = len(chain.z) == settings.draws and numpy.isfinite(chain.z).all()
        return chain if whole and str(file["fingerprint"]) == wanted else None
    except (BadFile, KeyError, ValueError, TypeError):
        return None


def _seconds(file) -> float:
    """How long a chain took, or all of a posterior; not a number in a file that does not say."""
    return float(file["seconds"]) if "seconds" in file else math.nan


def _whole_chain(name: str, folder: Path, number: int, settings: Settings, wanted: str) -> Chain:
    """A saved chain; raises `Stale` where it is missing or damaged."""
    chain = _read_chain(folder, number, settings, wanted)
    if chain is None:
        raise Stale(f"chain {number + 1} of {name} is missing or damaged in {folder}; run the same command again")
    return chain


def gathered(name: str, settings: Settings, folder: Path) -> Posterior:
    """The chains of a folder as one posterior; raises `Stale` where one is missing."""
    made_by = fingerprint(name, settings.record)
    chains = [_whole_chain(name, folder, number, settings, made_by) for number in range(settings.chains)]
    return Posterior(
        name,
        tuple(coordinates(name).names()),
        numpy.stack([chain.z for chain in chains]),
        sum(chain.divergences for chain in chains),
        float(numpy.mean([chain.steps for chain in chains])),
        made_by,
        sum(chain.seconds for chain in chains),
        settings.added,
    )
