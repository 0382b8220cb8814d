"""The figures to reach under the shipped posterior: in what share of its draws each of them is met."""

from dataclasses import dataclass

from pyrrhic.methods.fit import BEYOND_TABLE, Target, verdicts
from pyrrhic.methods.history import historical_paths
from pyrrhic.methods.observe import quantities
from pyrrhic.methods.posterior import ensemble


@dataclass(frozen=True)
class ShareMet:
    """A target with the share of draws that meet it."""

    target: Target
    share: float


def shares_met(draws: int) -> tuple[ShareMet, ...]:
    """Run history at `draws` draws of the base structure's posterior and judge every target in each of them."""
    run = ensemble(historical_paths(), draws, (*quantities(), *BEYOND_TABLE))
    judged = [verdicts({name: array[..., member:member + 1] for name, array in run.values.items()})
              for member in range(draws)]
    return tuple(ShareMet(one[0].target, sum(verdict.met for verdict in one) / draws)
                 for one in zip(*judged, strict=True))
