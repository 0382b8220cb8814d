"""What is known: the record of printed figures, each with its source, and the series derived from them.

    from pyrrhic.record import load
    load().series("grain_area")

`load` is light; derived series, export and SQL are imported from their own modules when needed.
"""

from pyrrhic.record.load import Observation, Record, Series, load

__all__ = ["BadFile", "Observation", "Record", "Series", "UnknownName", "load"]
