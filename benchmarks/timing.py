"""What every measurement shares: pieces of work timed in turn, and what a measurement gives."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class NotMeasured(Exception):
    """Something that a measurement needs is not here; the message says what."""


@dataclass(frozen=True)
class Options:
    """How often each thing is timed, where the environments of other programs stand, and what is to be calibrated."""

    rounds: int = 7
    environments: Path | None = None
    peers: bool = True
    calibration: Path | None = None
    calibrate: str = ""


@dataclass(frozen=True)
class Measured:
    """A number and how it came about; no number where there is none, and then why."""

    value: float | None
    how: str


def in_turn(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each piece of work, all of them once in every round, after a first round that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for turn in range(rounds + 1):
        for name, do in work.items():
            began = time.perf_counter()
            do()
            if turn:
                seconds[name].append(time.perf_counter() - began)
    return seconds


def least(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The least seconds of each: for work inside this process, which other processes can only make slower."""
    return {name: min(seconds) for name, seconds in in_turn(work, rounds).items()}


def median(work: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds of each: for fresh processes, whose start varies by itself."""
    return {name: statistics.median(seconds) for name, seconds in in_turn(work, rounds).items()}


def python(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """What a fresh Python process prints; raises `NotMeasured` with its last line where it fails."""
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
        raise NotMeasured(f"{' '.join(arguments)[:60]} failed: {last[0][:200]}")
    return done.stdout
