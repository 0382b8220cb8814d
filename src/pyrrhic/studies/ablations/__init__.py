"""Ablations: each mechanism of the model is switched off in turn, and the fact that it is to explain is measured again.

    from pyrrhic.studies.ablations import findings
    findings(["exports"])[0].verdict

A mechanism is a scenario, a fact is a measure of `facts.toml`, and each mechanism has an entry in a file of this folder.
An ablation may set a parameter beyond its bounds, a scenario may not: that is the only thing it may do besides.

Runs at the starting fit, all of them members of one: nothing is fitted anew and there is no interval. `expectation` and
`rough` are what the literature and the structure of the model led us to expect before the runs; they are not changed to
agree with them. Effects do not add up: famine is a threshold, and removing any one of several causes may keep a region
above it.
"""

from pyrrhic.studies.ablations.ablation import (
    EXPECTATIONS,
    FALLS,
    RISES,
    Ablation,
    Fact,
    Setting,
    ablation,
    ablations,
    facts,
    read_ablation,
    read_fact,
)
from pyrrhic.studies.ablations.finding import (
    AS_EXPECTED,
    CLOSING,
    CONTRARY,
    SMALLER,
    VERDICTS,
    Finding,
    findings,
    switched_off,
)

__all__ = [
    "AS_EXPECTED",
    "CLOSING",
    "CONTRARY",
    "EXPECTATIONS",
    "FALLS",
    "RISES",
    "SMALLER",
    "VERDICTS",
    "Ablation",
    "Fact",
    "Finding",
    "Setting",
    "ablation",
    "ablations",
    "facts",
    "findings",
    "read_ablation",
    "read_fact",
    "switched_off",
]
