"""The model's numbers in the hand-written pages: slots such as {{ deaths_1932_33 }}, computed when the pages are built.

`docs/numbers.toml` declares them. An entry is a measure, as in runs/figures, or names a `figure`; and says beside it

    scenario = "nep"            # the name of a scenario, or { levers = ... }; the run of history unless given
    against = "less history"    # or "history less", "over history": history's number at the same draws
    of = "reserve_rule"         # a variant, or the "lowest" or "highest" of their medians
    decimals = 1
    parameters = { reserve_release = 0.3 }   # a single run at the starting fit with other numbers

The number is the median over the mixture of the variants where no `of` is given, and "(not computed)" where a variant
has no posterior.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import isfinite, nan
from pathlib import Path
from typing import Any

import numpy

from pyrrhic.calibration import mixture
from pyrrhic.calibration.structures import structures
from pyrrhic.fields import TABLE, TRUTH, WHOLE, WORD, Content, check_entry, either, entries_of, one_of
from pyrrhic.runs.case import AS_IT_HAPPENED, Case
from pyrrhic.runs.figures import OF_MEASURE, figure, measure_of
from pyrrhic.runs.measure import Measure, readings
from pyrrhic.runs.run import Run, run, sound_in_all
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.change import Scenario

FILE = Path(__file__).parents[1] / "numbers.toml"
TITLE = {"en": "Slot", "ru": "Slot"}  # of levers that have no scenario of their own; nobody reads it
MISSING = "(not computed)"
LEAST, MOST = "lowest", "highest"
AGAINST = ("less history", "history less", "over history")
OWN: Mapping[str, Content] = {
    "figure": WORD,
    "scenario": either(WORD, TABLE),
    "against": one_of("way to set against history", AGAINST),
    "of": one_of("variant", lambda: (*structures(), LEAST, MOST)),
    "decimals": WHOLE,
    "signed": TRUTH,
    "parameters": TABLE,
}


@dataclass(frozen=True)
class Slot:
    """One slot: what is read, from which runs, and how it is written."""

    measure: Measure
    scenario: str | Mapping = AS_IT_HAPPENED
    against: str = ""
    of: str = ""
    decimals: int = 1
    signed: bool = False
    parameters: Mapping[str, Any] | None = None


def numbers() -> dict[str, str]:
    """Every slot by its name, as it is printed."""
    return {name: _printed(slot) for name, slot in slots().items()}


@cache
def slots() -> Mapping[str, Slot]:
    """Every declared slot by its name. Raises a `PyrrhicError` with the entry that is wrong."""
    return {name: _slot(entry, f"{FILE.name}, {name}") for name, entry in entries_of(FILE).items()}


def _slot(entry: Mapping[str, Any], place: str) -> Slot:
    check_entry(entry, {**OF_MEASURE, **OWN}, place)
    if "figure" in entry:
        named = figure(entry["figure"], place)
        own = {"measure": named.measure, "decimals": named.decimals}
    else:
        own = {"measure": measure_of({key: entry[key] for key in OF_MEASURE if key in entry}, place)}
    said = ("scenario", "against", "of", "decimals", "signed", "parameters")
    return Slot(**{**own, **{field: entry[field] for field in said if field in entry}})


def _printed(slot: Slot) -> str:
    sign = "+" if slot.signed else ""
    texts = [
        f"{value:{sign}.{slot.decimals}f}".replace("-", "−") if isfinite(value) else MISSING for value in _numbers(slot)
    ]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _numbers(slot: Slot) -> list[float]:
    """Each number of the measure: over the draws that fail in none of the runs that it is read from."""
    runs = [_run(slot, slot.scenario), *([_run(slot, AS_IT_HAPPENED)] if slot.against else [])]
    sound, read = sound_in_all(runs), [readings(each.values, slot.measure) for each in runs]
    return [_number(slot, sound, [reading.value for reading in sides]) for sides in zip(*read, strict=True)]


def _number(slot: Slot, sound: Run, sides: list[numpy.ndarray]) -> float:
    """The median over the draws, or of a variant, or the end of the range of variants."""
    value = _against(*sides, slot.against) if slot.against else sides[0]
    if not slot.of:
        return float(sound.quantile(value, 0.5))
    medians = sound.medians(value)
    ends = {LEAST: min(medians.values()), MOST: max(medians.values())}
    return float({**medians, **ends}.get(slot.of, nan))


def _against(number: numpy.ndarray, history: numpy.ndarray, way: str) -> numpy.ndarray:
    match way:
        case "less history":
            return number - history
        case "history less":
            return history - number
    return number / history


def _run(slot: Slot, scenario: str | Mapping) -> Run:
    needs = slot.measure.needs
    if slot.parameters:
        return run(replace(_case(scenario, needs), parameters=slot.parameters))
    return _kept(str(scenario))


@cache
def _kept(scenario: str) -> Run:
    """A run with everything that any slot reads, made once."""
    named = {str(slot.scenario): slot.scenario for slot in slots().values()}
    needs = dict.fromkeys(name for slot in slots().values() for name in slot.measure.needs)
    return run(_case(named.get(scenario, scenario), tuple(needs)).at(mixture.draws()))


def _case(scenario: str | Mapping, keep: tuple[str, ...]) -> Case:
    loaded = scenarios.load(scenario) if isinstance(scenario, str) else _of_levers(scenario)
    return scenarios.case(loaded, keep)


def _of_levers(levers: Mapping) -> Scenario:
    return scenarios.of_document({"title": TITLE, "description": TITLE, **levers}, "slot")
