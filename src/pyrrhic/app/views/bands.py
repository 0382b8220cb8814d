"""What `pyrrhic run --draws` and `compare --draws` show: medians with 50 % and 90 % intervals over the mixture.

Beside the intervals stands the range of the medians of the rival structures: what no weight can settle.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy

from pyrrhic.app.views.run import HEADLINES, Headline, span
from pyrrhic.calibration.draws import Draws
from pyrrhic.calibration.mixture import LEVELS, Mixture, mixture
from pyrrhic.errors import BadInput, UnknownName
from pyrrhic.model import YEARS, assemble
from pyrrhic.record.years import agricultural_year
from pyrrhic.runs.run import fingerprint_of
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.units import ADDITIVE

LABELS = ("5 %", "25 %", "median", "75 %", "95 %")


def ensembles(
    specs: Sequence[str], draws: int, keep: Sequence[str], years: str, structures: Sequence[str] = ()
) -> Draws:
    """The scenarios at the same draws, with the usual quantities or those asked for, over the years they share."""
    loaded = scenarios.load_all(specs)
    names = [column.quantity for column in _columns(keep)]
    for one in loaded:
        if one.structure or one.given:
            raise BadInput("a scenario with its own structure or given quantities has no posterior", where=one.name)
    last = min(one.ends or YEARS[-1] for one in loaded)
    first, asked = span(years)
    shown = tuple(year for year in YEARS if first <= year <= min(asked, last))
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
    model = assemble()
    for name in keep:
        if name not in model.equations and name not in model.stocks:
            raise UnknownName("quantity", name, (*model.equations, *model.stocks))
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


def text(found: dict) -> str:
    """The bands as a table of text for each quantity."""
    titles = [title.get("en", name) for title, name in zip(found["titles"], found["scenarios"], strict=True)]
    head = titles[0] if len(titles) == 1 else f"{titles[1]}, less {titles[0]}"
    several = len(found["structures"]) > 1
    of = f"{len(found['structures'])} structures by their weights" if several else f"structure {found['structures'][0]}"
    lines = [f"{head}: {found['draws']} draws of {of}"]
    if several:
        lines.append("structures: lowest and highest median of a structure by itself")
    if found["failed_draws"]:
        lines.append(f"{found['failed_draws']} draws failed and have no weight")
    for quantity in found["quantities"].values():
        lines += ["", f"{quantity['label']} ({quantity['unit']})"]
        lines.append(" " * 8 + "".join(f"{label:>10}" for label in LABELS) + ("        structures" if several else ""))
        rows = [
            (agricultural_year(year), *row)
            for year, *row in zip(found["years"], quantity["values"], quantity["range_of_structures"], strict=True)
        ]
        if quantity["in_all"]:
            rows.append(("in all", quantity["in_all"]["values"], quantity["in_all"]["range_of_structures"]))
        lines += [_line(*row, quantity["decimals"], several) for row in rows]
    return "\n".join(lines)


def _line(name: str, values: Sequence[float], ends: Sequence[float], decimals: int, several: bool) -> str:
    """One year: the quantiles, and the range of structures where there are several."""
    span_text = f"   {ends[0]:.{decimals}f} to {ends[1]:.{decimals}f}" if several else ""
    return f"{name:<8}" + "".join(f"{value:>10.{decimals}f}" for value in values) + f"{span_text}"
