"""Attribution: a difference between a scenario and history divided among the changes that make it."""

from pyrrhic.studies.attribution.attribution import (
    SEED,
    USUAL_DRAWS,
    USUAL_PAIRS,
    Asked,
    Attribution,
    at_the_starting_fit,
    attribute,
    largest_first,
)
from pyrrhic.studies.attribution.channels import ByChannel, Channel
from pyrrhic.studies.attribution.players import WAYS, Player, groups, players_of
from pyrrhic.studies.attribution.shares import MOST_EXACT
from pyrrhic.studies.attribution.spread import Spread, Weighed

__all__ = [
    "MOST_EXACT",
    "SEED",
    "USUAL_DRAWS",
    "USUAL_PAIRS",
    "WAYS",
    "Asked",
    "Attribution",
    "ByChannel",
    "Channel",
    "Player",
    "Spread",
    "Weighed",
    "at_the_starting_fit",
    "attribute",
    "groups",
    "largest_first",
    "players_of",
]
