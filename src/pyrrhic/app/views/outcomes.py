"""Results as plain dicts and lists, the same for the report, the command line and a page: every text already said in
its language, every number beside its unit and its sources.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import expm1, isfinite
from typing import TYPE_CHECKING

from pyrrhic.app.language import Language
from pyrrhic.model import LAST_YEAR
from pyrrhic.record.load import Record
from pyrrhic.runs.evidence import find
from pyrrhic.runs.figures import Figure
from pyrrhic.runs.measure import Measure
from pyrrhic.runs.run import Run, sound_in_all
from pyrrhic.sources import split
from pyrrhic.studies.claims import Claim, claims
from pyrrhic.studies.outcomes import outcomes
from pyrrhic.studies.scenarios.draws import measured, middle
from pyrrhic.studies.scenarios.scenario import AS_IT_HAPPENED
from pyrrhic.units import UNITS

if TYPE_CHECKING:  # for the fit is imported only where it is shown
    from pyrrhic.studies.fit.single import Distance

NOTHING = {"value": None, "said": "–", "note": "", "interval": "", "structures": "", "given": False}


def outcomes_view(record: Record, runs: Mapping[str, Run], say: Language) -> list[dict]:
    """Two tables, the 1930s and the long run: a row for the record, for history and for each scenario."""
    lasting = [run for run in runs.values() if run.years[-1] >= LAST_YEAR]
    return [
        _outcome_table(record, list(runs.values()), outcomes().figures, say("The 1930s"), say),
        _outcome_table(record, lasting, outcomes().long_figures, say("After the war"), say),
    ]


def _outcome_table(record, runs: Sequence[Run], shown: Sequence[Figure], title: str, say) -> dict:
    history = runs[0]
    rows = [{"name": "", "title": say("Record"), "cells": [_record_cell(record, figure, say) for figure in shown]}]
    for run in runs:
        cells = [_outcome_cell(run, history, figure, say) for figure in shown]
        if run.name != AS_IT_HAPPENED and run.years[-1] >= LAST_YEAR and _same(cells, rows[1]["cells"]):
            continue
        rows.append({"name": run.name, "title": say.pick(run.title) or run.name, "cells": cells})
    return {
        "title": title,
        "columns": [{"label": figure.title[say.code], "unit": unit_name(figure.unit, say)} for figure in shown],
        "rows": rows,
    }


def _same(cells, others) -> bool:
    """Whether a scenario that lasts changes nothing here: then it stands in the table of later years alone."""
    return [cell["value"] for cell in cells] == [cell["value"] for cell in others]


def _outcome_cell(run: Run, history: Run, wanted: Figure, say: Language) -> dict:
    """A scenario's figure and its difference from history; a dash beyond the scenario's last year.

    A figure whose interval has no width, as it is written, is put into the run and does not come out of it. Of draws the medians, the difference draw by draw, the 90 % interval, and the range of the structures' medians.
    """
    if wanted.measure is None:
        return NOTHING
    if wanted.unit == "year":
        return _cell_of_a_year(run, wanted.measure, say)
    if not run.is_single and not history.is_single:
        return _cell_of_draws(run, history, wanted, wanted.measure, say)
    value, before = middle(run, wanted.measure), middle(history, wanted.measure)
    note = ""
    if run.name != AS_IT_HAPPENED and value is not None and before is not None:
        note = _signed(value - before, wanted.decimals, say)
    return {**NOTHING, "value": value, "said": _number_or_dash(value, wanted, say), "note": note}


def _cell_of_a_year(run: Run, measure: Measure, say: Language) -> dict:
    """The year in which something happens, by the median over draws, or that it does not."""
    year = middle(run, measure)
    if year is None:
        return {**NOTHING, "said": say("not by {year}", year=run.years[-1])}
    never = round(year) == measure.years[0]
    return {**NOTHING, "value": round(year), "said": say("never fell below") if never else str(round(year))}


def _cell_of_draws(run: Run, history: Run, wanted: Figure, measure: Measure, say: Language) -> dict:
    numbers, before = measured(run, measure), measured(history, measure)
    if numbers is None:
        return NOTHING
    low, value, high = (float(level) for level in run.quantile(numbers, (0.05, 0.5, 0.95)))
    least, most = run.range_of_medians(numbers)
    note = ""
    if run.name != AS_IT_HAPPENED and before is not None:
        note = _signed(float(sound_in_all([run, history]).quantile(numbers - before, 0.5)), wanted.decimals, say)
    written = say.number(value, wanted.decimals)
    return {
        "value": value,
        "said": written,
        "given": {say.number(end, wanted.decimals) for end in (low, high, float(least), float(most))} == {written},
        "note": note,
        "interval": say.span(low, high, wanted.decimals),
        "structures": say.span(float(least), float(most), wanted.decimals) if len(run.structures) > 1 else "",
    }


def _signed(value: float, decimals: int, say: Language) -> str:
    number = say.number(value, decimals)
    return f"+{number}" if round(value, decimals) > 0.0 else number


def _number_or_dash(value: float | None, wanted: Figure, say: Language) -> str:
    if value is None:
        return "–"
    return say.number(value, wanted.decimals)


def _record_cell(record: Record, wanted: Figure, say: Language) -> dict:
    """The record's figure with its range, sources and grades; a dash where it has none."""
    if wanted.record is None:
        return {**NOTHING, "sources": [], "grades": ""}
    recorded = find(record, wanted.record)
    low, middle, high = (_written(number, wanted, say) for number in (recorded.low, recorded.value, recorded.high))
    return {
        "value": recorded.value,
        "low": recorded.low,
        "high": recorded.high,
        "said": middle,
        "note": f"{low}–{high}" if low != high else "",
        "interval": "",
        "structures": "",
        "given": False,
        "sources": list(recorded.sources),
        "grades": recorded.grades,
        "territories": list(recorded.territories),
    }


def _written(value: float, wanted: Figure, say: Language) -> str:
    """A number of the record with its decimals; a year without any, and not grouped."""
    return str(round(value)) if wanted.unit == "year" else say.number(value, wanted.decimals)


def unit_name(unit: str, say: Language) -> str:
    """The name of a unit, or the word that stands for one."""
    return "" if unit in ("1", "year", "number") else say.unit(unit) if unit in UNITS else say(unit)


def claims_view(record: Record, runs: Mapping[str, Run], say: Language) -> list[dict]:
    """The claims in the order of their keys, each with a table of record, model as it happened, and model without the policy."""
    return [_claim(record, runs, claim, say) for claim in claims()]


def _claim(record, runs, claim: Claim, say) -> dict:
    shown = [runs[name] for name in (AS_IT_HAPPENED, *claim.without) if name in runs]
    rows = [
        {
            "label": figure.title[say.code],
            "unit": unit_name(figure.unit, say),
            "record": _record_cell(record, figure, say),
            "model": [_outcome_cell(run, shown[0], figure, say) for run in shown],
        }
        for figure in claim.figures
    ]
    return {
        "key": claim.key,
        "name": claim.name,
        "title": claim.title[say.code],
        "text": claim.text[say.code],
        "columns": [say.pick(run.title) for run in shown],
        "rows": rows,
        "views": [{"text": view.text[say.code], "sources": list(view.sources)} for view in claim.views],
    }


def fit_view(history: Run, say: Language, record: Record | None = None) -> list[dict]:
    """Each comparison of the model with a record: how far apart they are, within the years they share."""
    from pyrrhic.calibration.comparisons import correspondences, observations, predicted
    from pyrrhic.studies.fit.single import distance

    rows = []
    for row in correspondences():
        seen = observations(row, record)
        recorded = [observation.value for observation in seen]
        modelled = [float(predicted(row, history.values, observation.year)[0]) for observation in seen]
        rows.append(
            {
                "name": row.name,
                "title": row.title[say.code],
                "figures": len(seen),
                "years": say.years(seen[0].year, seen[-1].year),
                **_distance_cells(distance(recorded, modelled), say),
                "given": outcomes().given[row.series][say.code]
                if row.series in outcomes().given and not row.record_region
                else "",
            }
        )
    return rows


def covered_view(rows: list[dict], say: Language, record: Record | None = None) -> dict:
    """How many figures lie in their intervals under the mixture, in all and by row, and how many targets are met."""
    from pyrrhic.app.views.published_results import table_of
    from pyrrhic.studies.fit.posterior import HELD_OUT, posterior_fit
    from pyrrhic.studies.literature.results import MODEL

    fit = posterior_fit(record=record)
    table = table_of(fit)
    held_out = next(verdict.worst.value for verdict in fit.coverage_verdicts if verdict.target.name == HELD_OUT)
    by_name = {row.name: row.coverage for row in fit.rows}
    for row in rows:
        row["half"], row["most"] = map(say.percent, by_name[row["name"]]) if row["name"] in by_name else ("–", "–")
    half, most = map(say.percent, fit.coverage)
    return {
        "half": half,
        "most": most,
        "held_out": say.percent(float(held_out)) if isfinite(held_out) else "",
        "all": len(fit.judged),
        "met": len(fit.judged) - len(fit.missed),
        "results": len(table.of(MODEL)),
        "results_met": table.met(),
    }


def _distance_cells(distance: "Distance", say: Language) -> dict:
    """The typical distance and the mean difference: in per cent, or in tonnes where figures lie near zero."""
    typical, mean = distance.typical, distance.mean
    if distance.in_logs:
        typical_text = say.percent(expm1(typical))
        mean_text = f"{_signed(100.0 * expm1(mean), 0, say)}{say.per_cent}"
    else:
        typical_text = f"{say.number(typical)} {say.unit('Mt')}"
        mean_text = f"{_signed(mean, 1, say)} {say.unit('Mt')}"
    return {"typical": typical, "mean": mean, "typical_said": typical_text, "mean_said": mean_text}


def scenarios_view(loaded: Iterable, runs: Mapping[str, Run], say: Language) -> list[dict]:
    """What each scenario changes, its last year, its sources and the fingerprint of its run."""
    return [
        {
            "name": scenario.name,
            "title": say.pick(scenario.title),
            "description": say.pick(scenario.description).strip(),
            "brief": _first_sentence(say.pick(scenario.description)),
            "note": " ".join(say.pick(scenario.note).split()),
            "last": say.agricultural(runs[scenario.name].years[-1]),
            "sources": list(scenario.sources),
            "fingerprint": runs[scenario.name].short,
            "failed": runs[scenario.name].fails_in,
        }
        for scenario in loaded
    ]


def _first_sentence(text: str) -> str:
    """The first sentence of a description; a full stop after an abbreviation ends none."""
    return re.split(r"(?<=[^.\s]{3}[.;:])\s+(?=[A-ZА-ЯЁ])", text.strip(), maxsplit=1)[0]


def bibliography_view(record: Record, citations: Iterable[str], say: Language) -> list[dict]:
    """The works behind citations, in order of author."""
    keys = {split(citation)[0] for citation in citations}
    works = sorted((record.works[key] for key in sorted(keys)), key=lambda work: (work.author or work.title).casefold())
    return [
        {
            "key": work.key,
            "citation": work.citation(say.code),
            "note": say(work.note),
            "address": work.address(),
            "address_said": work.doi and f"doi:{work.doi}",
        }
        for work in works
    ]
