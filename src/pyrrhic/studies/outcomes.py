"""What is set beside history: the scenarios, the outcomes, what is given to the model, and the limits: `outcomes.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyrrhic.runs.figures import Figure, figure
from pyrrhic.studies.claims import claims
from pyrrhic.texts import Text


@dataclass(frozen=True)
class Outcomes:
    """Scenarios set beside history, the figures by which they are compared, series given to the model, and limits.

    `figures` are those of the thirties, `long_figures` those of the years after the war.
    """

    scenarios: tuple[str, ...]
    figures: tuple[Figure, ...]
    long_figures: tuple[Figure, ...]
    given: Mapping[str, Text]
    limits: tuple[Text, ...]


@cache
def outcomes() -> Outcomes:
    """The outcomes as the file declares them."""
    entry = tomllib.loads(files(__package__).joinpath("outcomes.toml").read_text(encoding="utf-8"))
    return Outcomes(
        tuple(entry["scenarios"]),
        tuple(map(figure, entry["outcomes"])),
        tuple(map(figure, entry["long_outcomes"])),
        {series: Text(**text) for series, text in entry["given"].items()},
        tuple(Text(**text) for text in entry["limits"]),
    )


def compared() -> list[Figure]:
    """Every figure of the outcomes and of the claims."""
    of_claims = [figure for claim in claims() for figure in claim.figures]
    return [*outcomes().figures, *outcomes().long_figures, *of_claims]
