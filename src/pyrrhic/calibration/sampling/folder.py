"""Draws out of a folder that `pyrrhic calibrate -o FOLDER` wrote, at which a case is run instead of the shipped draws.

    draws_of(Path("calibration"), load(["my.csv"]), number=100).draws

Draws that were fitted to the record with a user's files are taken only together with the same files; those fitted to the
project's own record with any. All variants in a folder weigh the same.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import draws_at
from pyrrhic.calibration.mixture import USUAL_DRAWS
from pyrrhic.calibration.posterior import evenly_spaced, fingerprint
from pyrrhic.calibration.sampling.sampler import Posterior, read
from pyrrhic.errors import BadFile, CannotRun, Stale, UnknownName
from pyrrhic.record.added import SHORT, joint_hash
from pyrrhic.record.load import Record
from pyrrhic.runs.case import Draws

FILE = "posterior.npz"


class OfFolder(NamedTuple):
    """The draws of a folder, and whether they were fitted to a record with a user's files."""

    draws: Draws
    with_files: bool


def draws_of(folder: Path, record: Record, number: int | None = None, structures: Sequence[str] = ()) -> OfFolder:
    """So many draws, shared equally by the variants of a folder, or by those that are named.

    Raises `CannotRun` where the folder holds none, or fewer draws; `Stale` where another model, other figures or another
    file made them.
    """
    posteriors = [_current(posterior, record, folder) for posterior in _posteriors(folder, structures)]
    flat = [posterior.z.reshape(-1, posterior.z.shape[-1]) for posterior in posteriors]
    most = min(map(len, flat))
    share = min(USUAL_DRAWS // len(flat), most) if number is None else number // len(flat)
    if not 1 <= share <= most:
        allowed = f"{len(flat)} to {most * len(flat)}"
        raise CannotRun(f"{number} draws asked for", where=f"--draws {number}", allowed=allowed)
    parts = [(coordinates(part.structure), evenly_spaced(z, share)) for part, z in zip(posteriors, flat, strict=True)]
    draws = draws_at(parts, None, {posterior.structure: posterior.fingerprint for posterior in posteriors})
    return OfFolder(draws, any(posterior.added for posterior in posteriors))


def _posteriors(folder: Path, structures: Sequence[str]) -> list[Posterior]:
    """The posteriors of a folder, of all variants in it or of those that are named."""
    there = {file.parent.name: file for file in sorted(folder.glob(f"*/{FILE}"))}
    if not there:
        what = "it holds no draws; pyrrhic calibrate -o FOLDER writes some"
        raise CannotRun(what, where=f"--posterior {folder}", allowed=f"a folder with VARIANT/{FILE}")
    for name in structures:
        if name not in there:
            raise UnknownName("variant", name, there, where=f"--posterior {folder}")
    return [_read(there[name]) for name in structures or there]


def _read(file: Path) -> Posterior:
    try:
        return read(file)
    except (KeyError, ValueError, TypeError) as error:
        raise BadFile("it is no file of draws that pyrrhic calibrate wrote", where=str(file)) from error


def _current(posterior: Posterior, record: Record, folder: Path) -> Posterior:
    """The posterior, where the model and the record at hand are those that made it."""
    place, name = f"--posterior {folder}", posterior.structure
    if posterior.added and not record.added:
        hash_of_file = posterior.added[:SHORT]
        raise Stale(
            f"its draws were calibrated with a file of figures; name it: --with FILE (SHA-256 {hash_of_file})",
            where=place,
        )
    if posterior.added and posterior.added != joint_hash(record.added):
        given, made = joint_hash(record.added)[:SHORT], posterior.added[:SHORT]
        raise Stale(f"its draws were calibrated with another file; SHA-256 {given} is given", where=place, allowed=made)
    if posterior.fingerprint != (fingerprint(name, record) if posterior.added else fingerprint(name)):
        raise Stale(f"the draws of {name} were made by another model, other priors or figures", where=place)
    return posterior
