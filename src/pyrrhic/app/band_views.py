"""What `pyrrhic run --draws` and `compare --draws` show: medians with 50 % and 90 % intervals over the posterior."""

from collections.abc import Sequence

import numpy

from pyrrhic.app.run_views import ADDITIVE, HEADLINES, Headline, ShowError, span
from pyrrhic.methods.posterior import ensemble, load
from pyrrhic.methods.results import assembled
from pyrrhic.model import YEARS
from pyrrhic.nearest import unknown
from pyrrhic.studies import scenario as scenarios

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
LABELS = ("5 %", "25 %", "median", "75 %", "95 %")


def bands(specs: Sequence[str], draws: int, keep: Sequence[str], years: str) -> dict:
    """Quantiles per year of one scenario, or of the second less the first at the same draws, as a plain dict."""
    loaded = [scenarios.load(spec) for spec in specs]
    columns = _columns(keep)
    for one in loaded:
        if one.structure or one.given:
            raise ShowError(f"{one.name}: a scenario with its own structure or given quantities has no posterior")
    last = min(one.ends or YEARS[-1] for one in loaded)
    first, asked = span(years)
    shown = [year for year in YEARS if first <= year <= min(asked, last)]
    runs = [ensemble(scenarios.paths(one), draws, [column.quantity for column in columns]) for one in loaded]
    failures = sum(run.failures for run in runs)
    rows = slice(shown[0] - YEARS[0], shown[-1] - YEARS[0] + 1)
    national = [{column.quantity: _national(run.values[column.quantity], column.quantity)[rows] for column in columns}
                for run in runs]
    return {"scenarios": [one.name for one in loaded], "titles": [dict(one.title) for one in loaded], "draws": draws,
            "posterior": load().fingerprint, "failed_draws": failures, "years": shown, "levels": list(LEVELS),
            "quantities": {column.quantity: _quantiles(national, column) for column in columns}}


def _columns(keep: Sequence[str]) -> list[Headline]:
    known = {headline.quantity: headline for headline in HEADLINES}
    model = assembled((), ())
    for name in keep:
        if name not in model.equations and name not in model.stocks:
            raise ShowError(unknown("quantity", name, (*model.equations, *model.stocks)))
    return [known.get(name, Headline(name, name.replace("_", " "), 3, False)) for name in keep] or list(HEADLINES)


def _national(array: numpy.ndarray, name: str) -> numpy.ndarray:
    """Year and draw: the sum over kinds and regions where the unit adds up, else the mean."""
    return array.sum(axis=(1, 2)) if assembled((), ()).unit(name).symbol in ADDITIVE else array.mean(axis=(1, 2))


def _quantiles(national: list[dict], column: Headline) -> dict:
    values = national[-1][column.quantity] - (national[0][column.quantity] if len(national) == 2 else 0.0)
    total = [float(one) for one in numpy.quantile(values.sum(axis=0), LEVELS)] if column.flow else None
    return {"label": column.label, "unit": assembled((), ()).unit(column.quantity).symbol, "decimals": column.decimals,
            "values": numpy.quantile(values, LEVELS, axis=1).T.tolist(), "in_all": total}


def text(found: dict) -> str:
    """The bands as a table of text for each quantity."""
    titles = [title.get("en", name) for title, name in zip(found["titles"], found["scenarios"], strict=True)]
    head = titles[0] if len(titles) == 1 else f"{titles[1]}, less {titles[0]}"
    lines = [f"{head}: {found['draws']} draws of the posterior [{found['posterior'][:12]}]"]
    if found["failed_draws"]:
        lines.append(f"{found['failed_draws']} draws failed and make the numbers below unsafe")
    for quantity in found["quantities"].values():
        lines += ["", f"{quantity['label']} ({quantity['unit']})"]
        lines.append(" " * 8 + "".join(f"{label:>10}" for label in LABELS))
        rows = [(f"{year}/{(year + 1) % 100:02d}", row) for year, row in
                zip(found["years"], quantity["values"], strict=True)]
        if quantity["in_all"]:
            rows.append(("in all", quantity["in_all"]))
        lines += [f"{name:<8}" + "".join(f"{value:>10.{quantity['decimals']}f}" for value in row) for name, row in rows]
    return "\n".join(lines)
