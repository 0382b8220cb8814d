"""What is set beside history: the scenarios, the outcomes, what is given to the model, and the limits: `outcomes.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pyrrhic.fields import TABLE, TABLES, WORDS, Content, check_entry
from pyrrhic.files import read_toml
from pyrrhic.runs.figures import Figure, figure
from pyrrhic.studies.claims import claims
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import Text, text_of

FILE = "outcomes.toml"
FIELDS: Mapping[str, Content] = {
    "scenarios": WORDS,
    "outcomes": WORDS,
    "long_outcomes": WORDS,
    "given": TABLE,
    "limits": TABLES,
}


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
    return read_outcomes(read_toml(files(__package__).joinpath(FILE)))


def read_outcomes(entry: Mapping[str, Any]) -> Outcomes:
    """The outcomes of a document; raises `UnknownName` with file and entry for a scenario or figure that there is not."""
    check_entry(entry, FIELDS, FILE, required=FIELDS)
    limits = {f"limit {number}": limit for number, limit in enumerate(entry["limits"], start=1)}
    return Outcomes(
        tuple(scenarios.checked(spec, f"{FILE}, scenarios") for spec in entry["scenarios"]),
        tuple(figure(name, f"{FILE}, outcomes") for name in entry["outcomes"]),
        tuple(figure(name, f"{FILE}, long_outcomes") for name in entry["long_outcomes"]),
        {series: text_of(entry["given"], series, f"{FILE}, given") for series in entry["given"]},
        tuple(text_of(limits, number, FILE) for number in limits),
    )


def compared() -> list[Figure]:
    """Every figure of the outcomes and of the claims."""
    of_claims = [figure for claim in claims() for figure in claim.figures]
    return [*outcomes().figures, *outcomes().long_figures, *of_claims]
