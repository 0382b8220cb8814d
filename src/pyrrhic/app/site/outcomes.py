"""The table of outcomes of the laboratory, as the page prints it: history, a run, and their difference draw by draw.

outcomes_view(run, history, changes, Language("ru"))

The twin of scripts/outcomes.js; a test compares their digits.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy

from pyrrhic.app.language import Language
from pyrrhic.app.links.link import Changes
from pyrrhic.app.site.page_script import entries, measures_of_outcomes
from pyrrhic.app.site.texts import texts
from pyrrhic.runs.measure import Measure
from pyrrhic.runs.run import Run, sound_in_all
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.draws import measured
from pyrrhic.texts import text_of

LEVELS = (0.05, 0.5, 0.95)
COMPARED = ("difference", "interval", "variants")
View = dict[str, Any]


def quantities_of_outcomes() -> tuple[str, ...]:
    """The quantities that the table reads."""
    return tuple(dict.fromkeys(name for measure in measures_of_outcomes().values() for name in measure.needs))


def outcomes_view(run: Run, history: Run, changes: Changes, say: Language) -> list[View]:
    """The rows of the table, for those outcomes whose years the run has."""
    rows = [(name, _numbers(run, history, measure)) for name, measure in measures_of_outcomes().items()]
    of_scenarios = {change.target for name in changes.scenarios for change in scenarios.load(name).changes}
    moved = {*changes.levers, *of_scenarios}
    return [
        _row(name, numbers, entries("outcomes")[name].get("given", "") in moved, say)
        for name, numbers in rows
        if numbers
    ]


def _numbers(run: Run, history: Run, measure: Measure) -> Mapping[str, list[float]]:
    """Low, middle, high of history, of the run and of the difference, and its lowest and highest variant; none beyond the run."""
    own, past = measured(run, measure), measured(history, measure)
    if own is None or past is None:
        return {}
    both, apart = sound_in_all([run, history]), own - past
    return {
        "history": _listed(history.quantile(past, LEVELS)),
        "run": _listed(run.quantile(own, LEVELS)),
        "difference": _listed(both.quantile(apart, LEVELS)),
        "variants": _listed(both.range_of_medians(apart)),
    }


def _listed(values: Any) -> list[float]:
    return [float(value) for value in numpy.asarray(values)]


@cache
def _words(code: str) -> Mapping[str, str]:
    """What the scripts of the page say."""
    return texts(code)


def _row(name: str, numbers: Mapping[str, list[float]], given: bool, say: Language) -> View:
    entry, place = entries("outcomes")[name], f"outcomes.toml, {name}"
    decimals = entry.get("decimals", 1)
    return {
        "outcome": name,
        "title": text_of(entry, "title", place)[say.code],
        "unit": text_of(entry, "unit", place)[say.code],
        **numbers,
        "said": {
            "history": _level(numbers["history"], decimals, say),
            "run": _level(numbers["run"], decimals, say),
            **dict(zip(COMPARED, _compared(numbers, decimals, given, say), strict=True)),
        },
    }


def _level(levels: list[float], decimals: int, say: Language) -> str:
    low, middle, high = (say.number(value, decimals) for value in levels)
    return middle if low == high else f"{middle} ({low}–{high})"


def _compared(numbers: Mapping[str, list[float]], decimals: int, given: bool, say: Language) -> tuple[str, str, str]:
    """The difference, its interval and its variants in words; or that it is given, or that none can be told."""
    (low, middle, high), words = numbers["difference"], _words(say.code)
    written = _signed(middle, decimals, say)
    ends, variants = (_ends(values, decimals, say) for values in ((low, high), numbers["variants"]))
    if given:
        return written, words["given"], ""
    if max(abs(low), abs(high)) < 0.5 * 10.0**-decimals:
        return words["same"], "", ""
    if low < 0.0 < high or written == say.number(0.0, decimals):
        return words["not_told"].format(**ends), "", ""
    return written, words["to"].format(**ends), words["to"].format(**variants)


def _ends(values: Iterable[float], decimals: int, say: Language) -> dict[str, str]:
    low, high = (_signed(value, decimals, say) for value in values)
    return {"low": low, "high": high}


def _signed(value: float, decimals: int, say: Language) -> str:
    number = say.number(value, decimals)
    return f"+{number}" if value >= 0.5 * 10.0**-decimals else number


def outcomes_text(rows: list[View], say: Language) -> str:
    """The table as text."""
    from pyrrhic.app.text.table import Column, table

    heads = (say("Outcome"), say("As it happened"), say("This run"), say("Difference"))
    columns = [Column(head, left=True) for head in heads]
    cells = [
        (f"{row['title']}, {row['unit']}", row["said"]["history"], row["said"]["run"], _in_a_cell(row, say))
        for row in rows
    ]
    return f"{say('Outcomes')}\n{table(columns, cells)}"


def _in_a_cell(row: View, say: Language) -> str:
    """The difference with its interval and its variants."""
    difference, interval, variants = (row["said"][name] for name in COMPARED)
    beside = f"{interval}; {_words(say.code)['structures']}: {variants}" if variants else interval
    return f"{difference} ({beside})" if beside else difference
