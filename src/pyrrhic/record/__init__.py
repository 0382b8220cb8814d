"""What is known: the record of printed figures, each with its source, and the series derived from them.

    from pyrrhic.record import load
    load().series("grain_area")

`load` is light; derived series, export and SQL are imported from their own modules when needed. In a notebook
`pyrrhic.record()` is the same as `load()`.
"""

import sys
from types import ModuleType

from pyrrhic.errors import BadFile, UnknownName
from pyrrhic.record.load import Observation, Record, Series, load

__all__ = ["BadFile", "Observation", "Record", "Series", "UnknownName", "load"]


class _Room(ModuleType):
    """This package, which may be called: `pyrrhic.record` is the package once anything of it is imported."""

    def __call__(self, *extra: str) -> Record:
        """The record, with the figures of a user's own files laid beside it."""
        return load(extra)


sys.modules[__name__].__class__ = _Room
