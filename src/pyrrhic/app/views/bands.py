"""What `pyrrhic run --draws` and `compare --draws` show: medians with 50 % and 90 % intervals over the mixture.

Beside the intervals stands the range of the medians of the rival structures: what no weight can settle.
"""

from collections.abc import Iterator, Sequence

import numpy

from pyrrhic.app.views.run import HEADLINES, Headline, over_the_years_shared, span
from pyrrhic.calibration import mixture
from pyrrhic.calibration.mixture import LEVELS
from pyrrhic.errors import UnknownName
from pyrrhic.model import KINDS, assemble
from pyrrhic.record.years import agricultural_year
from pyrrhic.runs.run import Run, sound_in_all
from pyrrhic.studies.scenarios import scenario as scenarios

LABELS = ("5 %", "25 %", "median", "75 %", "95 %")


def ensembles(
    specs: Sequence[str], draws: int, keep: Sequence[str], years: str, structures: Sequence[str] = ()
) -> list[Run]:
    """The scenarios at the same draws, with the usual quantities or those asked for, over the years they share."""
    loaded = scenarios.load_all(specs)
    names = [column.quantity for column in _columns(keep)]
    span(years)  # refuses before anything runs
    loaded = [scenarios.load(spec) for spec in specs]
    drawn = mixture.draws(draws, structures)
    runs = [scenarios.run(scenario, names, drawn) for scenario in loaded]
    return over_the_years_shared(runs, years)


def bands(runs: Sequence[Run], keep: Sequence[str]) -> dict:
    """Quantiles per year of one scenario, or of the second less the first at the same draws, as a plain dict."""
    both, columns = sound_in_all(runs), _columns(keep)
    return {
        "scenarios": [run.name for run in runs],
        "titles": [dict(run.title) for run in runs],
        "draws": len(both.weights),
        "structures": list(both.structures),
        "posteriors": dict(both.posteriors),
        "failed_draws": both.failures,
        "years": list(both.years),
        "levels": list(LEVELS),
        "quantities": {key: row for column in columns for key, row in _rows(both, runs, column)},
    }


def _rows(both: Run, runs: Sequence[Run], column: Headline) -> Iterator[tuple[str, dict]]:
    """The quantiles of a quantity, or those of each of its kinds, as `herds:cattle`."""
    name = column.quantity
    values = runs[-1].by_kind(name) - (runs[0].by_kind(name) if len(runs) == 2 else 0.0)
    axis = both.axes[name][0]
    for index, kind in enumerate(KINDS[axis] if axis else [""]):
        row = _quantiles(both, values[:, index], column)
        label = ", ".join([column.label, kind.replace("_", " ")]) if kind else column.label
        yield f"{name}:{kind}" if kind else name, {**row, "label": label}


def _columns(keep: Sequence[str]) -> list[Headline]:
    known = {headline.quantity: headline for headline in HEADLINES}
    model = assemble()
    for name in keep:
        if name not in model.equations and name not in model.stocks:
            raise UnknownName("quantity", name, (*model.equations, *model.stocks))
    return [known.get(name, Headline(name, name.replace("_", " "), 3, False)) for name in keep] or list(HEADLINES)


def _quantiles(both: Run, values: numpy.ndarray, column: Headline) -> dict:
    return {
        "unit": both.units[column.quantity],
        "decimals": column.decimals,
        "values": both.quantile(values, LEVELS).T.tolist(),
        "range_of_structures": numpy.array(both.range_of_medians(values)).T.tolist(),
        "in_all": _in_all(both, values.sum(axis=0)) if column.flow else None,
    }


def _in_all(both: Run, total: numpy.ndarray) -> dict:
    """Quantiles of the sum of all years, the range of structures, and the median of each."""
    return {
        "values": both.quantile(total, LEVELS).tolist(),
        "range_of_structures": [float(end) for end in both.range_of_medians(total)],
        "structures": {name: float(median) for name, median in both.medians(total).items()},
    }


def text(shown: dict) -> str:
    """The bands as a table of text for each quantity."""
    titles = [title.get("en", name) for title, name in zip(shown["titles"], shown["scenarios"], strict=True)]
    head = titles[0] if len(titles) == 1 else f"{titles[1]}, less {titles[0]}"
    several = len(shown["structures"]) > 1
    of = f"{len(shown['structures'])} structures by their weights" if several else f"structure {shown['structures'][0]}"
    lines = [f"{head}: {shown['draws']} draws of {of}"]
    if several:
        lines.append("structures: lowest and highest median of a structure by itself")
    if shown["failed_draws"]:
        lines.append(f"{shown['failed_draws']} draws failed and have no weight")
    for quantity in shown["quantities"].values():
        lines += ["", f"{quantity['label']} ({quantity['unit']})"]
        lines.append(" " * 8 + "".join(f"{label:>10}" for label in LABELS) + ("        structures" if several else ""))
        rows = [
            (agricultural_year(year), *row)
            for year, *row in zip(shown["years"], quantity["values"], quantity["range_of_structures"], strict=True)
        ]
        if quantity["in_all"]:
            rows.append(("in all", quantity["in_all"]["values"], quantity["in_all"]["range_of_structures"]))
        lines += [_line(name, values, ends, quantity["decimals"], several) for name, values, ends in rows]
    return "\n".join(lines)


def _line(name: str, values: Sequence[float], ends: Sequence[float], decimals: int, several: bool) -> str:
    """One year: the quantiles, and the range of structures where there are several."""
    span_text = f"   {ends[0]:.{decimals}f} to {ends[1]:.{decimals}f}" if several else ""
    return f"{name:<8}" + "".join(f"{value:>10.{decimals}f}" for value in values) + f"{span_text}"
