"""Files of several arrays (.npz): written whole or not at all, and read at once, where any damage is one error."""

import io
from pathlib import Path

import numpy

from pyrrhic.errors import BadFile
from pyrrhic.files import whole_or_not_at_all


def write(path: Path, **arrays) -> Path:
    """Write arrays under their names, compressed; a failure leaves the old file as it was."""

    def write_to(draft: Path) -> None:
        with draft.open("wb") as file:
            numpy.savez_compressed(file, **arrays)

    return whole_or_not_at_all(path, write_to)


def arrays(path: Path) -> dict[str, numpy.ndarray]:
    """Every array of a file; raises `BadFile`."""
    try:
        with numpy.load(io.BytesIO(path.read_bytes())) as file:
            return dict(file)
    except Exception as error:  # one flipped bit raises any of ten kinds, RuntimeError and TokenError among them
        raise BadFile(f"{path} cannot be read: {error or type(error).__name__}") from None
