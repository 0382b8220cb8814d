"""Published models on one page each, and how far each reaches the figures that its authors printed."""

from pyrrhic.errors import UnknownName
from pyrrhic.studies.replications import allen2003, cheremukhin2017, meng_qian_yared2015, sah_stiglitz1984
from pyrrhic.studies.replications.replicate import VERDICTS, Input, Replicated, Replication

REPLICATIONS: dict[str, Replication] = {
    module.REPLICATION.name: module.REPLICATION
    for module in (allen2003, sah_stiglitz1984, meng_qian_yared2015, cheremukhin2017)
}


def replication(name: str) -> Replication:
    """The replication of this name; raise UnknownName with the nearest match."""
    if name not in REPLICATIONS:
        raise UnknownName("replication", name, REPLICATIONS)
    return REPLICATIONS[name]


def replicated() -> tuple[Replicated, ...]:
    """Every published figure of every replication beside the computed one."""
    return tuple(figure for study in REPLICATIONS.values() for figure in study.figures())


__all__ = ["REPLICATIONS", "VERDICTS", "Input", "Replicated", "Replication", "replicated", "replication"]
