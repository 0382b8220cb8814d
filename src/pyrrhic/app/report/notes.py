"""What is to be known of the scenarios that a picture draws: their limits, printed beside it and nowhere twice."""

from collections.abc import Iterable, Mapping, Sequence

from pyrrhic.app.language import Language
from pyrrhic.studies.scenarios.scenario import load

JOINED = "+"


def beside(scenarios: Iterable[Mapping], drawn: Sequence[str], say: Language) -> list[dict]:
    """The scenarios drawn, each with its note; of joined ones the notes of those that are not drawn by themselves."""
    shown = [scenario for scenario in scenarios if scenario["name"] in drawn]
    return [{**scenario, "note": _note(scenario, drawn, say)} for scenario in shown]


def _note(scenario: Mapping, drawn: Sequence[str], say: Language) -> str:
    parts = scenario["name"].split(JOINED)
    if len(parts) == 1:
        return scenario["note"]
    notes = (say.pick(load(name).note) for name in parts if name not in drawn)
    return " ".join(" ".join(note.split()) for note in notes if note)
