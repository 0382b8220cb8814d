"""What `pyrrhic run --draws` and `compare --draws` show: medians with 50 % and 90 % intervals over the mixture.

Beside the intervals stands the range of the medians of the variants of the model: what no weight can settle.
"""

from collections.abc import Iterator, Sequence

import numpy

from pyrrhic.app.views.columns import ShownQuantity
from pyrrhic.calibration.mixture import LEVELS
from pyrrhic.model import KINDS
from pyrrhic.model.axes import MEMBER_TITLES
from pyrrhic.model.titles import short_title
from pyrrhic.runs.run import Run, sound_in_all


def bands(runs: Sequence[Run], shown: Sequence[ShownQuantity]) -> dict:
    """Quantiles per year of one scenario, or of the second less the first at the same draws, as a plain dict."""
    both = sound_in_all(runs)
    return {
        "scenarios": [run.name for run in runs],
        "titles": [dict(run.title) for run in runs],
        "draws": len(both.weights),
        "structures": list(both.structures),
        "posteriors": dict(both.posteriors),
        "failed_draws": both.failures,
        "years": list(both.years),
        "levels": list(LEVELS),
        "quantities": {key: row for quantity in shown for key, row in _rows(both, runs, quantity)},
    }


def _rows(both: Run, runs: Sequence[Run], quantity: ShownQuantity) -> Iterator[tuple[str, dict]]:
    """The quantiles of a quantity, or those of each of its kinds, as `herds:cattle`."""
    name = quantity.name
    values = runs[-1].by_kind(name) - (runs[0].by_kind(name) if len(runs) == 2 else 0.0)
    axis = both.axes[name][0]
    for index, kind in enumerate(KINDS[axis] if axis else [""]):
        row = _quantiles(both, values[:, index], quantity)
        yield f"{name}:{kind}" if kind else name, {**row, "label": _label(name, axis, kind)}


def _label(name: str, axis: str | None, kind: str) -> dict[str, str]:
    """What a quantity, or one of its kinds, is called in both languages."""
    title = dict(short_title(name))
    if not axis:
        return title
    return {language: f"{text}, {MEMBER_TITLES[axis][kind][language]}" for language, text in title.items()}


def _quantiles(both: Run, values: numpy.ndarray, quantity: ShownQuantity) -> dict:
    return {
        "unit": both.units[quantity.name],
        "decimals": quantity.decimals,
        "values": both.quantile(values, LEVELS).T.tolist(),
        "range_of_structures": numpy.array(both.range_of_medians(values)).T.tolist(),
        "in_all": _in_all(both, values.sum(axis=0)) if quantity.adds_up else None,
    }


def _in_all(both: Run, total: numpy.ndarray) -> dict:
    """Quantiles of the sum of all years, the range of structures, and the median of each."""
    return {
        "values": both.quantile(total, LEVELS).tolist(),
        "range_of_structures": [float(end) for end in both.range_of_medians(total)],
        "structures": {name: float(median) for name, median in both.medians(total).items()},
    }
