"""The gradient against the value, compiling, and effective draws a minute of a calibration."""

import json
import os
import tempfile
import time
from pathlib import Path

from timing import Measured, NotMeasured, Options, least, python

from pyrrhic.calibration.density import LogDensity, Residuals
from pyrrhic.calibration.likelihood import DEGREES_OF_FREEDOM, student_t_without_constant
from pyrrhic.calibration.posterior import load
from pyrrhic.calibration.sampling import sampler as sample
from pyrrhic.calibration.structures import structure, structures

CALLS = 100  # of one timing
SECONDS = 60


def gradient(options: Options) -> dict[str, Measured]:
    """The log posterior density with its gradient against the density alone, for one chain of the base variant."""
    density, z = LogDensity(structure("base")), load("base").z
    residuals = Residuals(density.coordinates, density.comparisons)

    def values() -> None:
        for point in z[:CALLS]:
            float(student_t_without_constant(residuals.at(point), DEGREES_OF_FREEDOM).sum() - 0.5 * (point @ point))

    def gradients() -> None:
        for point in z[:CALLS]:
            density(point)

    seconds = least({"value": values, "gradient": gradients}, options.rounds)
    thousandths = {name: taken / CALLS * 1e3 for name, taken in seconds.items()}
    return {
        "gradient": Measured(
            seconds["gradient"] / seconds["value"],
            f"{thousandths['gradient']:.2f} ms with the gradient, {thousandths['value']:.2f} ms "
            f"without; {len(density.comparisons)} figures, {z.shape[1]} coordinates",
        )
    }


def compiling(options: Options) -> dict[str, Measured]:
    """The ensemble's program and the gradient's, with nothing in the cache: from equations to the first numbers."""
    timings = []
    for _ in range(max(1, options.rounds // 2)):
        with tempfile.TemporaryDirectory() as folder:
            printed = python([str(Path(__file__).with_name("compile_cold.py"))], {"XDG_CACHE_HOME": folder})
            timings.append(json.loads(printed))
    best = min(timings, key=lambda timing: sum(timing.values()))
    parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in best.items())
    return {"compiling": Measured(sum(best.values()), f"{parts}; the compiler's own cache empty too")}


def calibration(options: Options) -> dict[str, Measured]:
    """The least bulk effective size a minute, of a folder whose structures all pass the gate or of one run now."""
    if options.calibration:
        return _finished(options.calibration)
    if not options.calibrate:
        raise NotMeasured("name a finished run with --calibration FOLDER, or a structure with --calibrate NAME")
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        posterior = sample.sample([options.calibrate], sample.Settings(), Path(folder))[options.calibrate]
        minutes = (time.perf_counter() - began) / SECONDS
    value, sentence = _a_minute(posterior, minutes)
    return {
        "calibration": Measured(value, f"{sentence}; as it ran"),
        "renewal": Measured(None, "one structure ran; name a folder of all with --calibration FOLDER"),
    }


def _finished(folder: Path) -> dict[str, Measured]:
    cores = os.cpu_count() or 1
    posteriors = [sample.read(file) for file in sorted(folder.glob("*/posterior.npz"))]
    if not posteriors:
        raise NotMeasured(f"no structure in {folder.name} is finished")
    untimed = [posterior.structure for posterior in posteriors if posterior.seconds != posterior.seconds]
    if untimed:
        raise NotMeasured(f"chains that were saved without their time: {', '.join(untimed)}")
    minutes = [posterior.seconds / cores / SECONDS for posterior in posteriors]
    results = [_a_minute(posterior, taken) for posterior, taken in zip(posteriors, minutes, strict=True)]
    values = [value for value, _ in results]
    missing = set(structures()) - {posterior.structure for posterior in posteriors}
    how = f"seconds of all chains over {cores} cores. " + "; ".join(sentence for _, sentence in results)
    return {
        "calibration": Measured(None if None in values else min(values), how),
        "renewal": Measured(None, f"not in the folder: {', '.join(sorted(missing))}")
        if missing
        else _with_folds(sum(minutes), len(posteriors)),
    }


def _a_minute(posterior: sample.Posterior, minutes: float) -> tuple[float | None, str]:
    """Least effective draws a minute, none where the gate is not passed, and a sentence."""
    diagnostics = posterior.diagnostics()
    size, gate = diagnostics["smallest_effective_size"], "passes" if diagnostics["sound"] else "does not pass the gate"
    return (
        size / minutes if diagnostics["sound"] else None,
        f"{posterior.structure} {size:.0f} in {minutes:.1f} min, R-hat {diagnostics['largest_r_hat']:.4f}, "
        f"{diagnostics['divergences']} divergences: {gate}",
    )


def _with_folds(minutes: float, count: int) -> Measured:
    """Chains of all structures and the folds, in minutes."""
    began = time.perf_counter()
    python(["-m", "pyrrhic", "validate"])
    folds = (time.perf_counter() - began) / SECONDS
    return Measured(
        minutes + folds,
        f"chains of {count} variants {minutes:.1f} min, folds {folds:.1f} min; scoring figure by figure not counted",
    )
