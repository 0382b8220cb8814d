"""Results as plain dicts and lists, the same for the report, the command line and a page: every text already said in
its language, every number beside its unit and its sources.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite

import numpy

from pyrrhic.app.language import Language
from pyrrhic.model import LAST_YEAR
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.load import Record
from pyrrhic.runs.measure import Evidence, Measure, find
from pyrrhic.runs.run import Run, sound_in_all
from pyrrhic.sources import split
from pyrrhic.studies.claims import CLAIMS, Claim, Comparison
from pyrrhic.studies.claims.human_cost import FAMINE
from pyrrhic.studies.scenarios.draws import measured, middle
from pyrrhic.studies.scenarios.scenario import AS_IT_HAPPENED
from pyrrhic.units import UNITS

# What the report sets beside history unless scenarios are named.
SCENARIOS = (
    "nep",
    "slower_collectivization",
    "plans_cut_with_harvest",
    "plans_on_actual_harvest",
    "no_exports",
    "relief_accepted",
    "no_exports+relief_accepted",
    "no_take_over_of_animals",
    "no_mts",
    "no_passports",
    "lower_industrial_share",
    "average_weather",
    "no_virgin_lands",
    "reforms_in_1946",
)
THIRTIES = tuple(str(year) for year in range(1930, 1940))
PERIODS = ("1931-33", "1932-33", "1932-34", "1933-34")
OUTCOMES = (
    Comparison(
        "Excess deaths, 1930/31–1933/34",
        "million persons",
        1,
        Evidence(FAMINE, ("1930-33",), others=tuple(Evidence(FAMINE, (period,)) for period in PERIODS)),
        Measure("excess_deaths", 1930, 1933),
    ),
    Comparison(
        "Grain harvest, mean of 1930–39",
        "Mt",
        1,
        Evidence("grain_harvest_composite", THIRTIES, "mean"),
        Measure("grain_harvest_total", 1930, 1939, "mean"),
    ),
    Comparison(
        "Grain exported, 1930/31–1932/33",
        "Mt",
        1,
        Evidence("grain_exports_agricultural_year", ("1930", "1931", "1932")),
        Measure("grain_exports", 1930, 1932),
    ),
    Comparison("Horses, 1933", "million", 1, Evidence("horses_mid_year", ("1933",)), Measure("horses", 1933)),
    Comparison("Cattle, 1933", "million", 1, Evidence("cattle_mid_year", ("1933",)), Measure("cattle", 1933)),
    Comparison(
        "Least draft power, 1929–40",
        "million horse equivalents",
        1,
        Evidence("draft_power", ("1933",)),
        Measure("draft_power_total", 1929, 1940, "least"),
    ),
    Comparison(
        "Draft power of 1928 reached again", "year", 0, None, Measure("draft_power_total", 1928, 1940, "recovery")
    ),
    Comparison(
        "People in towns, 1 January 1939",
        "million persons",
        1,
        Evidence("urban_population_1_january", ("1939",)),
        Measure("urban_population", 1938, 1939, "mean"),
    ),
    Comparison(
        "Output outside agriculture, 1939/40", "billion rubles of 1937", 0, None, Measure("nonfarm_output", 1939)
    ),
    Comparison("Capital outside agriculture, 1939/40", "billion rubles of 1937", 0, None, Measure("capital", 1939)),
)
LONG_OUTCOMES = (
    Comparison(
        "Excess deaths of 1946–47",
        "million persons",
        1,
        Evidence("famine_excess_deaths_1946_47", ("1946-47",)),
        Measure("excess_deaths", 1946, 1947),
    ),
    Comparison(
        "Grain harvest, mean of 1960–69",
        "Mt",
        1,
        Evidence("grain_harvest_composite", tuple(str(year) for year in range(1960, 1970)), "mean"),
        Measure("grain_harvest_total", 1960, 1969, "mean"),
    ),
    Comparison(
        "Grain imported, 1963/64–1969/70",
        "Mt",
        1,
        Evidence("grain_imports_agricultural_year", tuple(str(year) for year in range(1963, 1970))),
        Measure("grain_imports", 1963, 1969),
    ),
    Comparison("Cattle, 1969", "million", 0, Evidence("cattle_mid_year", ("1969",)), Measure("cattle", 1969)),
)
NOTHING = {"value": None, "said": "–", "note": "", "interval": "", "structures": ""}
GIVEN = {
    "grain_collections_agricultural_year": "from 1934 the plan given is the collections themselves",
    "tractor_power": "deliveries given are read off this series",
    "births": "the birth rate given comes from the same reconstruction",
    "deaths": "the ordinary death rate given comes from the same reconstruction",
    "net_grain_imports": "the exports given are those of the record",
    "state_grain_reserve": "the reserve to be kept is set to these figures",
}
LIMITS = (
    "The structures were calibrated on these same figures, and many parameters rest on priors alone. Figures held out "
    "are predicted less well than those that were used.",
    "The intervals hold what the figures and the rival structures leave open, not what no structure has thought of. A "
    "narrow interval is not a certain one, and small differences between scenarios mean nothing.",
    "Many inputs are graded C: figures that could not yet be read in the work itself, or assumed where the "
    "literature gives none. The harvests of 1930–32, the worth of draft power and the feed of animals are "
    "among them.",
    "Several fits prove little because the model is given what it is compared with: collections after 1933/34, "
    "exports, tractors, and the ordinary rates of births and deaths.",
    "The yields have a part that the model does not explain. It is set so that the harvest comes near the record, "
    "so the fit of the harvest is no test of the model of yields.",
    "Scenarios change policies and leave the rest of history as it was: weather, births, the unexplained part of the "
    "yields, foreign trade. Some of what is left unchanged would have been another under another policy.",
    "Most scenarios end in 1940/41, because the losses of the war are imposed as they happened.",
    "What the model cannot know: intentions, the fate of any person or village, famine deaths by nationality, and "
    "what people would have done under a government that never existed.",
    "Where the model and the record differ, the record is right.",
)


def compared() -> list[Comparison]:
    """Every comparison of the outcomes and of the claims."""
    return [*OUTCOMES, *LONG_OUTCOMES, *(one for claim in CLAIMS for one in claim.comparisons)]


def outcomes_view(record: Record, runs: Mapping[str, Run], say: Language) -> list[dict]:
    """Two tables, the 1930s and the long run: a row for the record, for history and for each scenario."""
    lasting = [run for run in runs.values() if run.years[-1] >= LAST_YEAR]
    return [
        _outcome_table(record, list(runs.values()), OUTCOMES, say("The 1930s"), say),
        _outcome_table(record, lasting, LONG_OUTCOMES, say("After the war"), say),
    ]


def _outcome_table(record, runs: Sequence[Run], outcomes: Sequence[Comparison], title: str, say) -> dict:
    history = runs[0]
    rows = [{"name": "", "title": say("Record"), "cells": [_record_cell(record, one, say) for one in outcomes]}]
    for run in runs:
        cells = [_outcome_cell(run, history, one, say) for one in outcomes]
        if run.name != AS_IT_HAPPENED and run.years[-1] >= LAST_YEAR and _same(cells, rows[1]["cells"]):
            continue
        rows.append({"name": run.name, "title": say.pick(run.title) or run.name, "cells": cells})
    return {
        "title": title,
        "columns": [{"label": say(one.label), "unit": unit_name(one.unit, say)} for one in outcomes],
        "rows": rows,
    }


def _same(cells, others) -> bool:
    """Whether a scenario that lasts changes nothing here: then it stands in the table of later years alone."""
    return [cell["value"] for cell in cells] == [cell["value"] for cell in others]


def _outcome_cell(run: Run, history: Run, wanted: Comparison, say: Language) -> dict:
    """A scenario's figure and its difference from history; a dash beyond the scenario's last year.

    Of draws the medians, the difference draw by draw, the 90 % interval, and the range of the structures' medians.
    """
    if not run.is_single and not history.is_single and wanted.unit != "year":
        return _cell_of_draws(run, history, wanted, say)
    value, before = middle(run, wanted.model), middle(history, wanted.model)
    value = round(value) if value is not None and wanted.unit == "year" else value
    said = _said(value, wanted, say)
    if wanted.unit == "year" and value is None:
        said = say("not by {year}", year=run.years[-1])
    elif wanted.unit == "year" and value == wanted.model.first:
        said = say("never below")
    differs = run.name != AS_IT_HAPPENED and None not in (value, before) and wanted.unit != "year"
    return {
        "value": value,
        "said": said,
        "note": _signed(value - before, wanted.decimals, say) if differs else "",
        "interval": "",
        "structures": "",
    }


def _cell_of_draws(run: Run, history: Run, wanted: Comparison, say: Language) -> dict:
    numbers, before = measured(run, wanted.model), measured(history, wanted.model)
    if numbers is None:
        return NOTHING
    low, value, high = (float(level) for level in run.quantile(numbers, (0.05, 0.5, 0.95)))
    least, most = run.range_of_medians(numbers)
    differs = run.name != AS_IT_HAPPENED and before is not None
    return {
        "value": value,
        "said": say.number(value, wanted.decimals),
        "note": _signed(float(sound_in_all([run, history]).quantile(numbers - before, 0.5)), wanted.decimals, say)
        if differs
        else "",
        "interval": say.span(low, high, wanted.decimals),
        "structures": say.span(float(least), float(most), wanted.decimals) if len(run.structures) > 1 else "",
    }


def _signed(value: float, decimals: int, say: Language) -> str:
    said = say.number(value, decimals)
    return f"+{said}" if round(value, decimals) > 0.0 else said


def _said(value: float | None, wanted: Comparison, say: Language) -> str:
    if value is None:
        return "–"
    return str(round(value)) if wanted.unit == "year" else say.number(value, wanted.decimals)


def _record_cell(record: Record, wanted: Comparison, say: Language) -> dict:
    """The record's figure with its range, sources and grades; a dash where it has none."""
    if wanted.record is None:
        return {**NOTHING, "sources": [], "grades": ""}
    found = find(record, wanted.record)
    spread = say.span(found.low, found.high, wanted.decimals)
    shown = say.number(found.low, wanted.decimals) != say.number(found.high, wanted.decimals)
    said = say.number(found.value, wanted.decimals)
    return {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "said": said,
        "note": spread if shown else "",
        "interval": "",
        "structures": "",
        "sources": list(found.sources),
        "grades": found.grades,
        "territories": list(found.territories),
    }


def unit_name(unit: str, say: Language) -> str:
    """The name of a unit, or the word that stands for one."""
    return "" if unit in ("1", "year", "number") else say.unit(unit) if unit in UNITS else say(unit)


def claims_view(record: Record, runs: Mapping[str, Run], say: Language) -> list[dict]:
    """S1 to S8, each with a table of record, model as it happened, and model without the policy."""
    return [_claim(record, runs, claim, say) for claim in CLAIMS]


def _claim(record, runs, claim: Claim, say) -> dict:
    shown = [runs[name] for name in (AS_IT_HAPPENED, *claim.without) if name in runs]
    rows = [
        {
            "label": say(one.label),
            "unit": unit_name(one.unit, say),
            "record": _record_cell(record, one, say),
            "model": [_outcome_cell(run, shown[0], one, say) if one.model else NOTHING for run in shown],
        }
        for one in claim.comparisons
    ]
    return {
        "key": claim.key,
        "name": claim.name,
        "title": say(claim.title),
        "text": say(claim.text),
        "columns": [say.pick(run.title) for run in shown],
        "rows": rows,
        "views": [{"text": say(view.text), "sources": list(view.sources)} for view in claim.views],
    }


def fit_view(record: Record, history: Run, say: Language) -> list[dict]:
    """Each comparison of the model with the record: how far apart they are, within the years they share."""
    from pyrrhic.calibration.comparisons import TABLE, observations, predicted

    rows = []
    for row in TABLE:
        seen = observations(row)
        pairs = [(one.value, float(predicted(row, history.values, one.year)[0])) for one in seen]
        series = derive(record, row.series) if row.series in DERIVED else record.get(row.series)
        name = series.title(say.code) if series else say("Net grain imports")
        parts = [name, say(row.record_region) if row.record_region else "", say(row.label) if row.label else ""]
        rows.append(
            {
                "name": row.name,
                "title": ", ".join(part for part in parts if part),
                "figures": len(seen),
                "years": say.years(seen[0].year, seen[-1].year),
                **_distance(row, pairs, say),
                "given": say(GIVEN[row.series]) if row.series in GIVEN and not row.record_region else "",
            }
        )
    return rows


def covered_view(rows: list[dict], say: Language) -> dict:
    """How many figures lie in their intervals under the mixture, in all and by row, and how many targets are met."""
    from pyrrhic.app.views.published_results import table_of
    from pyrrhic.studies.fit.posterior import HELD_OUT, posterior_fit

    found = posterior_fit()
    table = table_of(found)
    held_out = next(one.worst.value for one in found.coverage_verdicts if one.target.name == HELD_OUT)
    by_name = {row.name: row.coverage for row in found.rows}
    for row in rows:
        row["half"], row["most"] = map(say.percent, by_name[row["name"]]) if row["name"] in by_name else ("–", "–")
    half, most = map(say.percent, found.coverage)
    return {
        "half": half,
        "most": most,
        "held_out": say.percent(held_out) if isfinite(held_out) else "",
        "all": len(found.judged),
        "met": len(found.judged) - len(found.missed),
        "results": len(table.rows),
        "results_met": table.met,
    }


def _distance(row, pairs, say: Language) -> dict:
    """Root mean square and mean of the differences: in per cent, or in tonnes where figures lie near zero."""
    recorded, modelled = (numpy.array(column) for column in zip(*pairs, strict=True))
    if (recorded <= 0.0).any() or (modelled <= 0.0).any():
        differences = modelled - recorded
        typical, mean = float(numpy.sqrt((differences**2).mean())), float(differences.mean())
        return {
            "typical": typical,
            "mean": mean,
            "typical_said": f"{say.number(typical)} {say.unit('Mt')}",
            "mean_said": f"{_signed(mean, 1, say)} {say.unit('Mt')}",
        }
    logs = numpy.log(modelled / recorded)
    typical, mean = float(numpy.sqrt((logs**2).mean())), float(logs.mean())
    return {
        "typical": typical,
        "mean": mean,
        "typical_said": say.percent(numpy.expm1(typical)),
        "mean_said": f"{_signed(100.0 * numpy.expm1(mean), 0, say)}{say.per_cent}",
    }


def scenarios_view(loaded: Iterable, runs: Mapping[str, Run], say: Language) -> list[dict]:
    """What each scenario changes, its last year, its sources and the fingerprint of its run."""
    return [
        {
            "name": one.name,
            "title": say.pick(one.title),
            "description": say.pick(one.description).strip(),
            "last": say.agricultural(runs[one.name].years[-1]),
            "sources": list(one.sources),
            "fingerprint": runs[one.name].short,
            "failed": runs[one.name].fails_in,
        }
        for one in loaded
    ]


def bibliography_view(record: Record, citations: Iterable[str]) -> list[dict]:
    """The works behind citations, in order of author."""
    keys = {split(citation)[0] for citation in citations}
    works = sorted((record.works[key] for key in sorted(keys)), key=lambda work: (work.author or work.title).casefold())
    return [{"key": work.key, "citation": work.citation(), "note": work.note} for work in works]
