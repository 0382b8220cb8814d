"""Files of several arrays (.npz) read at once, where damage of any kind is one error."""

import io
from pathlib import Path

import numpy


class Damaged(Exception):
    """A file is missing, cut off or not what it should be; the message says which and how it was found out."""


def arrays(path: Path) -> dict[str, numpy.ndarray]:
    """Every array of a file; raises `Damaged`."""
    try:
        with numpy.load(io.BytesIO(path.read_bytes())) as file:
            return dict(file)
    except Exception as error:  # one flipped bit raises any of ten kinds, RuntimeError and TokenError among them
        raise Damaged(f"{path} cannot be read: {error or type(error).__name__}") from None
