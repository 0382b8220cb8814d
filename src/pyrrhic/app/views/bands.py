"""What `pyrrhic run --draws` and `compare --draws` show: medians with 50 % and 90 % intervals over the mixture.

Beside the intervals stands the range of the medians of the rival structures: what no weight can settle.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy

from pyrrhic.app.views.run import HEADLINES, Headline, shared_span
from pyrrhic.calibration.draws import Draws
from pyrrhic.calibration.mixture import LEVELS, Mixture, mixture
from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.model import YEARS, assemble
from pyrrhic.runs.run import fingerprint_of
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.units import ADDITIVE


def ensembles(
    specs: Sequence[str], draws: int, keep: Sequence[str], years: str, structures: Sequence[str] = ()
) -> Draws:
    """The scenarios at the same draws, with the usual quantities or those asked for, over the years they share."""
    loaded = [scenarios.load(spec) for spec in specs]
    names = [column.quantity for column in _columns(keep)]
    for one in loaded:
        if one.structure or one.given:
            raise BadInput("a scenario with its own structure or given quantities has no posterior", where=one.name)
    first, last = shared_span(years, [one.ends or YEARS[-1] for one in loaded])
    shown = tuple(year for year in YEARS if first <= year <= last)
    paths = [scenarios.paths(one) for one in loaded]
    runs = tuple(_over(mixture(path, draws, names, structures), shown) for path in paths)
    return Draws(
        names=tuple(one.name for one in loaded),
        titles=tuple(dict(one.title) for one in loaded),
        fingerprints=tuple(map(fingerprint_of, paths)),
        runs=runs,
        years=shown,
        texts={name: text for one in loaded for name, text in one.texts.items()},
    )


def _over(run: Mixture, years: Sequence[int]) -> Mixture:
    """The mixture over these years alone."""
    rows = slice(years[0] - YEARS[0], years[-1] - YEARS[0] + 1)
    return replace(run, values={name: array[rows] for name, array in run.values.items()})


def bands(found: Draws, keep: Sequence[str]) -> dict:
    """Quantiles per year of one scenario, or of the second less the first at the same draws, as a plain dict."""
    both, columns = found.common, _columns(keep)
    national = [
        {column.quantity: _national(run.values[column.quantity], column.quantity) for column in columns}
        for run in found.runs
    ]
    return {
        "scenarios": list(found.names),
        "titles": list(found.titles),
        "draws": int(both.weight_of.size),
        "structures": list(both.structures),
        "posteriors": dict(both.fingerprints),
        "failed_draws": both.failures,
        "years": list(found.years),
        "levels": list(LEVELS),
        "quantities": {column.quantity: _quantiles(both, national, column) for column in columns},
    }


def _columns(keep: Sequence[str]) -> list[Headline]:
    known = {headline.quantity: headline for headline in HEADLINES}
    names = assemble().names
    for name in keep:
        if name not in names:
            raise UnknownName("quantity", name, names)
    return [known.get(name, Headline(name, name.replace("_", " "), 3, False)) for name in keep] or list(HEADLINES)


def _national(array: numpy.ndarray, name: str) -> numpy.ndarray:
    """Year and draw: the sum over kinds and regions where the unit adds up, else the mean."""
    return array.sum(axis=(1, 2)) if assemble().unit(name).symbol in ADDITIVE else array.mean(axis=(1, 2))


def _quantiles(both: Mixture, national: list[dict], column: Headline) -> dict:
    values = national[-1][column.quantity] - (national[0][column.quantity] if len(national) == 2 else 0.0)
    return {
        "label": column.label,
        "unit": assemble().unit(column.quantity).symbol,
        "decimals": column.decimals,
        "values": both.quantile(values, LEVELS).T.tolist(),
        "range_of_structures": numpy.array(both.range_of_medians(values)).T.tolist(),
        "in_all": _in_all(both, values.sum(axis=0)) if column.flow else None,
    }


def _in_all(both: Mixture, total: numpy.ndarray) -> dict:
    """Quantiles of the sum of all years, the range of structures, and the median of each."""
    return {
        "values": both.quantile(total, LEVELS).tolist(),
        "range_of_structures": [float(end) for end in both.range_of_medians(total)],
        "structures": {name: float(median) for name, median in both.medians(total).items()},
    }
