"""The 90 % interval of each outcome in the report, over the posterior of the base structure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy

from pyrrhic.app.language import Language
from pyrrhic.app.views import LONG_OUTCOMES, OUTCOMES
from pyrrhic.methods.posterior import PosteriorError, ensemble, load
from pyrrhic.methods.results import Results
from pyrrhic.studies import scenario as scenarios
from pyrrhic.studies.claims import Comparison
from pyrrhic.studies.measure import measure

DRAWS = 100
ENDS = (0.05, 0.95)


def add_intervals(tables: Sequence[dict], loaded: Iterable, runs: Mapping[str, Results], say: Language) -> bool:
    """Give every cell of a scenario its interval as text; False where no current posterior is shipped."""
    try:
        load()
    except PosteriorError:
        return False
    named = {one.name: one for one in loaded}
    for table, outcomes in zip(tables, (OUTCOMES, LONG_OUTCOMES), strict=True):
        for row in table["rows"]:
            if row["name"]:
                _add(row["cells"], outcomes, named[row["name"]], runs[row["name"]], say)
    return True


def _add(cells: Sequence[dict], outcomes: Sequence[Comparison], scenario, run: Results, say: Language) -> None:
    """The intervals of one row; none for a scenario with its own structure, and none for a year."""
    if scenario.structure or scenario.given:
        return
    draws = _draws(outcomes, scenario, run)
    for cell, wanted in zip(cells, outcomes, strict=True):
        if wanted.unit != "year" and cell["value"] is not None:
            low, high = numpy.quantile([measure(draw, wanted.model) for draw in draws], ENDS)
            cell["interval"] = say.span(float(low), float(high), wanted.decimals)


def _draws(outcomes: Sequence[Comparison], scenario, run: Results) -> list[Results]:
    """The run of a scenario at each draw of the posterior."""
    names = list(dict.fromkeys(name for one in outcomes for name in (one.model.quantity, one.model.over) if name))
    found = ensemble(scenarios.paths(scenario), DRAWS, names)
    years = len(run.years)
    return [replace(run, values={name: array[:years, ..., member] for name, array in found.values.items()})
            for member in range(DRAWS)]
