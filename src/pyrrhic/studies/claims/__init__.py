"""The claims S1 to S8: each a statement confronted with the record and the model, without a verdict yet."""

from pyrrhic.studies.claims import (
    discontent,
    human_cost,
    labour,
    long_run,
    machines,
    prices,
    procurement,
    supply,
)
from pyrrhic.studies.claims.claim import Claim, Comparison, View

CLAIMS: tuple[Claim, ...] = (
    labour.CLAIM,
    supply.CLAIM,
    procurement.CLAIM,
    prices.CLAIM,
    machines.CLAIM,
    long_run.CLAIM,
    discontent.CLAIM,
    human_cost.CLAIM,
)

__all__ = ["CLAIMS", "Claim", "Comparison", "View"]
