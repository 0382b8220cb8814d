"""Numbers of coalitions in the user's cache, each file under the fingerprint of everything that its numbers depend on."""

from contextlib import suppress
from pathlib import Path

import numpy

from pyrrhic.engine.compiler import cache_folder
from pyrrhic.errors import BadFile
from pyrrhic.files import forget_oldest, read_arrays, write_arrays
from pyrrhic.studies.attribution.coalitions import Game, Played, Progress, play

KEPT_FILES = 64
DIGITS = 32  # of the fingerprint, in the name of a file


def folder() -> Path:
    """The folder of these files."""
    return cache_folder("attribution")


def played(game: Game, coalitions: numpy.ndarray, progress: Progress) -> tuple[Played, str]:
    """The figure in each of some coalitions with the fingerprint of the numbers: reopened, or else run and kept."""
    fingerprint = game.fingerprint(coalitions)
    file = folder() / f"{fingerprint[:DIGITS]}.npz"
    values = _reopened(file, fingerprint, (len(coalitions), len(game.draws)))
    if values is not None:
        return Played(coalitions, values), fingerprint
    done = play(game, coalitions, progress)
    with suppress(BadFile, OSError):  # a cache that cannot be written to saves no time, and costs nothing
        file.parent.mkdir(parents=True, exist_ok=True)
        write_arrays(file, values=done.values, fingerprint=numpy.array(fingerprint))
        forget_oldest(file.parent, "*.npz", KEPT_FILES)
    return done, fingerprint


def _reopened(file: Path, fingerprint: str, shape: tuple[int, int]) -> numpy.ndarray | None:
    """The numbers of a file; None where there is none, or where it is damaged or another's."""
    try:
        saved = read_arrays(file)
        is_it = str(saved["fingerprint"]) == fingerprint and saved["values"].shape == shape
    except (BadFile, KeyError):
        return None
    return saved["values"] if is_it else None
