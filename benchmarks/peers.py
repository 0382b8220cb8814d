"""Other programs beside ours: each in an environment of its own, made here, and timed in turn with our runs."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy
from ensembles import MEMBERS, TINY, ensemble, run, series
from timing import Measured, NotMeasured, Options

from pyrrhic.app import xmile
from pyrrhic.app.language import ENGLISH
from pyrrhic.model import assemble
from pyrrhic.runs.case import history
from pyrrhic.runs.run import run as single

REQUIREMENTS = {"ema": ("ema-workbench==2.5.3",), "fair": ("fair==2.2.5",), "pysd": ("pysd==3.14.3",)}
REPEATED = 3  # how often our run, much the shorter, is timed for each of theirs
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def ema(options: Options) -> dict[str, Measured]:
    """Members a second and thread against EMA Workbench, which runs our NumPy driver one experiment at a time."""
    with _peer("ema", options) as peer:
        ours, theirs = _in_turn(peer, options.rounds)
        count, bare = peer.about["experiments"], theirs["bare"] / peer.about["experiments"]
        return {
            "ema": Measured(
                (theirs["seconds"] / count) / (ours / MEMBERS),
                f"{MEMBERS / ours:,.0f} against {count / theirs['seconds']:.1f} members a second and "
                f"thread; {peer.about['version']}, of whose time "
                f"{theirs['bare'] / theirs['seconds']:.0%} is our NumPy run of {bare * 1e3:.0f} ms",
            )
        }


def fair(options: Options) -> dict[str, Measured]:
    """Member-years a second and thread against FaIR: one member in one year, of each."""
    with _peer("fair", options) as peer:
        ours, theirs = _in_turn(peer, max(1, options.rounds // 2))
        inputs = ensemble(MEMBERS)
        years = len(next(iter(inputs.paths.values())))
        rates = MEMBERS * years / ours, peer.about["member_years"] / theirs["seconds"]
        return {
            "fair": Measured(
                rates[0] / rates[1],
                f"{rates[0]:,.0f} against {rates[1]:,.0f} member-years a second and thread. Ours: "
                f"{len(inputs.model.equations)} equations, {len(inputs.model.stocks)} stocks, most in 11 "
                f"regions, {len(inputs.keep)} series kept. {peer.about['version']}: "
                f"{peer.about['what']}",
            )
        }


def pysd(options: Options) -> dict[str, Measured]:
    """Members a second and thread against PySD on the model as XMILE, after a look at whether it computes the same."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.xmile"
        xmile.write(history(), file, ENGLISH)
        with _peer("pysd", options, str(file), *series(assemble())) as peer:
            numbers, apart = _apart(file.with_suffix(".npz"))
            ours, theirs = _in_turn(peer, max(1, options.rounds // 2))
    return {
        "pysd": Measured(
            theirs["seconds"] / (ours / MEMBERS),
            f"{MEMBERS / ours:,.0f} against {1 / theirs['seconds']:.2g} members a second and thread; "
            f"{peer.about['version']}, which translates the file in {peer.about['translated']:.1f} s. All {numbers:,} "
            f"numbers of the run of history are those of ours to {apart:.0e}",
        )
    }


def _apart(file: Path) -> tuple[int, float]:
    """How many numbers our run of history has, and how far those that a peer wrote are from them at most."""
    with numpy.load(file) as theirs:
        pairs = [(values.reshape(len(values), -1), theirs[name]) for name, values in single(history()).values.items()]
    apart = [numpy.abs(own - other) / (numpy.abs(own) + TINY) for own, other in pairs]
    return sum(own.size for own, _ in pairs), max(array.max() for array in apart)


class Peer:
    """A process in another environment, which times its own work whenever it is asked to."""

    def __init__(self, python: Path, script: Path, *arguments: str):
        source = str(Path(__file__).resolve().parents[1] / "src")
        environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": source, "PYTHONWARNINGS": "ignore"}
        self._process = subprocess.Popen(
            [python, str(script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self.about = self._answer()

    def time(self) -> dict:
        """Seconds of one round of its work."""
        self._process.stdin.write("again\n")
        self._process.stdin.flush()
        return self._answer()

    def stop(self) -> None:
        """End the process."""
        self._process.communicate()

    def _answer(self) -> dict:
        line = self._process.stdout.readline()
        if not line:
            last = self._process.stderr.read().strip().splitlines()[-1:] or ["no message"]
            raise NotMeasured(f"it stopped: {last[0][:200]}")
        return json.loads(line)


def _in_turn(peer: Peer, rounds: int) -> tuple[float, dict]:
    """Least seconds of our ensemble in timing thread, and of each of the peer's timings, after a round not counted."""
    ours, theirs = [], []
    for _ in range(rounds + 1):
        theirs.append(peer.time())
        for _ in range(REPEATED):
            began = time.perf_counter()
            run()
            ours.append(time.perf_counter() - began)
    return min(ours[REPEATED:]), {name: min(timing[name] for timing in theirs[1:]) for name in theirs[0]}


@contextmanager
def _peer(name: str, options: Options, *arguments: str) -> Iterator[Peer]:
    """The peer of that name in its environment, which is removed afterwards unless the user named a folder."""
    if not options.peers:
        raise NotMeasured("left out by --without-peers")
    with tempfile.TemporaryDirectory() as temporary:
        python = python_of(name, options.environments or Path(temporary))
        peer = Peer(python, Path(__file__).with_name(f"peer_{name}.py"), *arguments)
        try:
            yield peer
        finally:
            peer.stop()


def python_of(name: str, folder: Path) -> Path:
    """The Python of a peer's environment in a folder, made with venv and pip unless it is there."""
    place, wanted = folder / name, "\n".join(REQUIREMENTS[name])
    note, python = place / "requirements.txt", place / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not note.exists() or note.read_text(encoding="utf-8") != wanted:
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(place)],
            [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *REQUIREMENTS[name]],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
                raise NotMeasured(f"its environment cannot be made: {last[0][:200]}")
        note.write_text(wanted, encoding="utf-8")
    return python
