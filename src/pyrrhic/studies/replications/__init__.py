"""Published models on one page each, and how far each reaches the figures that its authors printed."""

from pyrrhic.errors import UnknownName
from pyrrhic.studies.replications import (
    allen2003,
    cheremukhin2013,
    cheremukhin2017,
    domar1957,
    ellman1975,
    meng_qian_yared2015,
    oi_clayton1968,
    sah_stiglitz1984,
)
from pyrrhic.studies.replications.hunter1988 import study as hunter1988
from pyrrhic.studies.replications.replicate import VERDICTS, Answer, Input, Replicated, Replication

MODULES = (
    allen2003,
    sah_stiglitz1984,
    meng_qian_yared2015,
    cheremukhin2017,
    cheremukhin2013,
    domar1957,
    oi_clayton1968,
    ellman1975,
    hunter1988,
)

REPLICATIONS: dict[str, Replication] = {module.REPLICATION.name: module.REPLICATION for module in MODULES}


def replication(name: str) -> Replication:
    """The replication of this name; raise UnknownName with the nearest match."""
    if name not in REPLICATIONS:
        raise UnknownName("replication", name, REPLICATIONS)
    return REPLICATIONS[name]


def replicated() -> tuple[Replicated, ...]:
    """The published figures that the table of results to reproduce asks for, beside the computed ones."""
    studies = [study for study in REPLICATIONS.values() if study.rows]
    return tuple(figure for study in studies for figure in study.figures() if figure.row is not None)


__all__ = ["REPLICATIONS", "VERDICTS", "Answer", "Input", "Replicated", "Replication", "replicated", "replication"]
