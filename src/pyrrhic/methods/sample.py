"""NUTS for one structure, in coordinates whitened by the Hessian at its mode, in blocks that can be resumed.

    problem = Problem(structure("base"))
    posterior = sample(problem, find_mode(problem), Settings(), folder=Path("calibration"))

Every finished block is saved; a run that was interrupted goes on from the last one, with the same numbers as a run that
was not.
"""

import json
import pickle
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy

from pyrrhic.engine.loop import import_jax
from pyrrhic.methods.calibrate import Mode, Problem
from pyrrhic.methods.likelihood import DEGREES_OF_FREEDOM

STEP = 1e-4  # of a prior standard deviation, for the differences of the gradient
LEAST_CURVATURE = 0.5  # of the prior's own; below it a direction is not trusted to be so flat
SPREAD_OF_STARTS = 0.3
DEPTH = 8
GOOD_R_HAT, GOOD_SIZE = 1.01, 400


class SamplingError(Exception):
    """The sampler cannot go on; the message says why and what to do."""


@dataclass(frozen=True)
class Settings:
    """How long to sample: warm-up and draws per chain, in blocks of so many draws, from a seed.

    A higher `acceptance` takes shorter steps, and rids a structure of divergences at the price of time.
    """

    warmup: int = 300
    draws: int = 600
    chains: int = 4
    block: int = 200
    seed: int = 1926
    acceptance: float = 0.95

    @classmethod
    def quick(cls) -> "Settings":
        """A smoke run: it shows that everything works and nothing about the posterior."""
        return cls(warmup=20, draws=20, chains=2, block=20)


@dataclass(frozen=True)
class Posterior:
    """Draws of z (chain, draw, coordinate) with names, and what the sampler reports."""

    structure: str
    names: tuple[str, ...]
    z: numpy.ndarray
    divergences: int
    steps: float

    def diagnostics(self) -> dict:
        """Largest R-hat, smallest bulk effective sample size with its coordinate, divergences, and the verdict."""
        from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

        sizes, r_hat = effective_sample_size(self.z), split_gelman_rubin(self.z)
        worst = int(numpy.argmin(sizes))
        sound = r_hat.max() < GOOD_R_HAT and sizes.min() >= GOOD_SIZE and self.divergences == 0
        return {"structure": self.structure, "chains": self.z.shape[0], "draws": self.z.shape[1],
                "largest_r_hat": float(r_hat.max()), "smallest_effective_size": float(sizes.min()),
                "smallest_for": self.names[worst], "divergences": self.divergences, "mean_steps": self.steps,
                "sound": bool(sound)}

    def save(self, path: Path) -> None:
        """Write draws and names as a compressed NumPy file."""
        numpy.savez_compressed(path, structure=self.structure, names=numpy.array(self.names),
                               z=self.z.astype("float32"), divergences=self.divergences, steps=self.steps)


def read(path: Path) -> Posterior:
    """The posterior that `Posterior.save` wrote."""
    with numpy.load(path) as file:
        return Posterior(str(file["structure"]), tuple(map(str, file["names"])), file["z"].astype(float),
                         int(file["divergences"]), float(file["steps"]))


def whitening(problem: Problem, mode: Mode) -> numpy.ndarray:
    """The matrix A of z = mode + A u, from the eigenvectors of the Hessian at the mode."""
    def gradient(z):
        return numpy.asarray(problem.loss_and_gradient(z, DEGREES_OF_FREEDOM)[1], float)

    steps = STEP * numpy.eye(mode.z.size)
    hessian = numpy.array([gradient(mode.z + step) - gradient(mode.z - step) for step in steps]) / (2.0 * STEP)
    curvature, directions = numpy.linalg.eigh(0.5 * (hessian + hessian.T))
    return directions / numpy.sqrt(numpy.maximum(curvature, LEAST_CURVATURE))


def sample(problem: Problem, mode: Mode, settings: Settings, folder: Path,
           progress: Callable[[str], None] = lambda line: None) -> Posterior:
    """Draw from the posterior, saving each block into `folder`; resume from the blocks that are there.

    Raises `SamplingError` when the folder holds blocks of another structure or other settings.
    """
    jax = import_jax()
    matrix = whitening(problem, mode)
    sampler = _sampler(problem, mode, matrix, settings)
    state, blocks = _resume(problem, settings, folder)
    key = jax.random.PRNGKey(settings.seed)
    starts = SPREAD_OF_STARTS * jax.random.normal(key, (settings.chains, mode.z.size))
    while len(blocks) * settings.block < settings.draws:
        # NumPyro's own code needs the ordinary promotion rules, whatever the caller has set.
        with jax.numpy_dtype_promotion("standard"), jax.numpy_rank_promotion("allow"):
            if state is None:
                progress(f"warming up: {settings.warmup} steps in each of {settings.chains} chains")
                sampler.warmup(key, init_params=starts)
            else:
                sampler.post_warmup_state = state
            sampler.run(sampler.post_warmup_state.rng_key, init_params=starts,
                        extra_fields=("num_steps", "diverging"))
        state = sampler.last_state
        blocks.append(_block(sampler, mode, matrix))
        _save(folder, state, blocks)
        progress(f"{min(len(blocks) * settings.block, settings.draws)} of {settings.draws} draws in each chain")
    z = numpy.concatenate([block["z"] for block in blocks], axis=1)[:, :settings.draws]
    steps = float(numpy.mean([block["steps"] for block in blocks]))
    return Posterior(problem.coordinates.structure.name, tuple(problem.coordinates.names()), z,
                     sum(block["divergences"] for block in blocks), steps)


def _sampler(problem: Problem, mode: Mode, matrix: numpy.ndarray, settings: Settings):
    from numpyro.infer import MCMC, NUTS

    numpy_like = import_jax().numpy
    centre, turn = numpy_like.asarray(mode.z), numpy_like.asarray(matrix)
    kernel = NUTS(potential_fn=lambda u: problem.loss(centre + turn @ u, DEGREES_OF_FREEDOM), max_tree_depth=DEPTH,
                  target_accept_prob=settings.acceptance)
    return MCMC(kernel, num_warmup=settings.warmup, num_samples=settings.block, num_chains=settings.chains,
                chain_method="vectorized", progress_bar=False)


def _block(sampler, mode: Mode, matrix: numpy.ndarray) -> dict:
    fields = sampler.get_extra_fields()
    u = numpy.asarray(sampler.get_samples(group_by_chain=True))
    return {"z": mode.z + u @ matrix.T, "divergences": int(fields["diverging"].sum()),
            "steps": float(fields["num_steps"].mean())}


def _save(folder: Path, state, blocks: list[dict]) -> None:
    path = folder / "blocks.pickle"
    partial = path.with_suffix(".partial")
    partial.write_bytes(pickle.dumps((import_jax().device_get(state), blocks)))
    partial.replace(path)


def _resume(problem: Problem, settings: Settings, folder: Path):
    """The state and the blocks already in the folder, or none of them in a new one; a run may be made longer."""
    folder.mkdir(parents=True, exist_ok=True)
    made_by = {"structure": problem.coordinates.structure.name, "coordinates": problem.coordinates.size,
               "comparisons": len(problem.comparisons), **asdict(settings)}
    del made_by["draws"]
    note, path = folder / "settings.json", folder / "blocks.pickle"
    if note.exists() and (there := json.loads(note.read_text(encoding="utf-8"))) != made_by:
        raise SamplingError(f"{folder} holds a run of {there}; choose another folder, or delete it to begin anew")
    note.write_text(json.dumps(made_by), encoding="utf-8")
    return pickle.loads(path.read_bytes()) if path.exists() else (None, [])
