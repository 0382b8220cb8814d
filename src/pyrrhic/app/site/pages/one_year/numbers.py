"""The numbers of the page of one year: means of the draws, which alone add up, with the interval of nine tenths of them.

    numbers = numbers_of(run)            # of history, at every draw
    numbers.flows["taken"][1932]         # low, mean, high

The record's figures beside them are read here too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy

from pyrrhic.app.site.pages.one_year.entries import (
    COLLECTED,
    COLLECTED_OF_THE_RECORD,
    DEATHS,
    DEATHS_OF_THE_RECORD,
    FAMINE_YEARS,
    Entry,
    entries,
    quantities,
    years,
)
from pyrrhic.app.site.pages.one_year.flow import size_of_node
from pyrrhic.model import REGION_KEYS, REGIONS
from pyrrhic.record.derive.series import derive
from pyrrhic.record.load import Observation, load
from pyrrhic.runs.case import Draws, history
from pyrrhic.runs.quantiles import weighted_quantile
from pyrrhic.runs.run import Run, run

LEVELS = (0.05, 0.95)
Triple = tuple[float, float, float]  # low, mean, high


@dataclass(frozen=True)
class Numbers:
    """Of a run: each flow by year, each measure by year and region, what was taken where the record says it, and the
    deaths of the famine by region."""

    flows: Mapping[str, Mapping[int, Triple]]
    regions: Mapping[str, Mapping[int, list[Triple]]]
    collected: Mapping[str, Mapping[int, Triple]]
    deaths: Mapping[str, Triple]

    def means(self, year: int) -> dict[str, float]:
        """The mean of every flow in a year."""
        return {key: triples[year][1] for key, triples in self.flows.items()}

    @property
    def greatest(self) -> dict[str, float]:
        """The most that passes through each node in a year that is shown."""
        return {node: max(size_of_node(node, self.means(year)) for year in years()) for node in entries("nodes")}


def history_of(draws: Draws) -> Numbers:
    """The numbers of history at every draw."""
    return numbers_of(run(history(draws=draws, keep=list(quantities()))))


def numbers_of(ran: Run) -> Numbers:
    """Every number of the page, in those years shown that the run has."""
    return Numbers(
        {key: _by_year(ran, _flow(ran, flow)) for key, flow in entries("flows").items()},
        {key: _by_year_and_region(ran, entry) for key, entry in entries("measures").items() if "plus" in entry},
        {key: _by_year(ran, _collected(ran, entry)) for key, entry in entries("collected").items()},
        {key: _triple(_deaths(ran, entry), ran.weights) for key, entry in entries("deaths").items()},
    )


def mean_of(values: numpy.ndarray, weights: numpy.ndarray) -> float:
    """The weighted mean of the draws that did not fail."""
    sound = weights > 0.0
    return float((values[sound] * weights[sound]).sum() / weights[sound].sum())


def _triple(values: numpy.ndarray, weights: numpy.ndarray) -> Triple:
    low, high = weighted_quantile(values, weights, LEVELS)
    return float(low), mean_of(values, weights), float(high)


def _by_year(ran: Run, table: numpy.ndarray) -> dict[int, Triple]:
    return {year: _triple(table[ran.years.index(year)], ran.weights) for year in _shown(ran)}


def _shown(ran: Run) -> list[int]:
    return [year for year in years() if year in ran.years]


def _flow(ran: Run, flow: Entry) -> numpy.ndarray:
    """A flow at every draw (year, draw)."""
    signed = [(1.0, name) for name in flow["plus"]] + [(-1.0, name) for name in flow.get("minus", ())]
    return sum(sign * ran.values[name].sum(axis=(1, 2)) for sign, name in signed)


def _by_year_and_region(ran: Run, entry: Entry) -> dict[int, list[Triple]]:
    signed = [(1.0, name) for name in entry["plus"]] + [(-1.0, name) for name in entry.get("minus", ())]
    table = entry.get("scale", 1.0) * sum(sign * ran.values[name][:, 0] for sign, name in signed)
    table = table / ran.values[entry["over"]][:, 0] if "over" in entry else table
    rows = {year: table[ran.years.index(year)] for year in _shown(ran)}
    return {year: [_triple(values, ran.weights) for values in row] for year, row in rows.items()}


def places_of(entry: Entry) -> list[int]:
    """The numbers of the regions that an entry takes together."""
    return [REGION_KEYS.index(region) for region in entry["regions"]]


def _collected(ran: Run, entry: Entry) -> numpy.ndarray:
    return ran.values[COLLECTED][:, 0, places_of(entry)].sum(axis=1)


def _deaths(ran: Run, entry: Entry) -> numpy.ndarray:
    """Excess deaths in the villages of some regions in the years of the famine, at every draw."""
    first, last = (ran.years.index(year) for year in FAMINE_YEARS)
    return ran.values[DEATHS][first : last + 1, 0, places_of(entry)].sum(axis=(0, 1))


# --- the record -----------------------------------------------------------------------------------------------------


def recorded(entry: Entry) -> dict[int, Triple]:
    """The record beside a node or flow, by the agricultural year beside which it stands: low, value, high."""
    if "record" not in entry:
        return {}
    early = 1 if entry.get("at_end") else 0
    points = [point for point in derive(load(), entry["record"]).points if not point.region]
    last = entry.get("record_to", years()[-1])
    return {
        point.year - early: (point.low, point.value, point.high)
        for point in points
        if point.year - early in years() and point.year - early <= last
    }


def recorded_by_region(series: str) -> dict[int, list[Observation | None]]:
    """The main figures of a series by year, in the order of the model's regions; None where there is none."""
    titles = [region.title.en for region in REGIONS]
    seen = {(each.year, each.region): each for each in load().series(series).observations if each.role == "main"}
    return {year: [seen.get((str(year), title)) for title in titles] for year in years()}


def recorded_numbers(series: str) -> dict[int, list[Triple | None]]:
    """Low, value and high of each region and year; None where there is no figure."""
    seen = recorded_by_region(series)
    return {
        year: [(each.value, each.value, each.value) if each else None for each in row] for year, row in seen.items()
    }


def grade_of(series: str) -> str:
    """The grades of the figures of a series by region."""
    grades = {each.grade for row in recorded_by_region(series).values() for each in row if each}
    return "".join(sorted(grades))


def ends(seen: Observation) -> Triple:
    """A figure as low, value and high."""
    return (seen.value if seen.low is None else seen.low, seen.value, seen.value if seen.high is None else seen.high)


def collected_of_the_record(entry: Entry) -> dict[int, Observation]:
    """What was taken in a region of the record, by agricultural year: the main figures."""
    seen = [each for each in load().series(COLLECTED_OF_THE_RECORD).observations if each.role == "main"]
    return {each.when.first: each for each in seen if _is_of(each, entry) and each.when.first in years()}


def published_deaths(entry: Entry) -> list[Observation]:
    """The figures that scholars give for the region, those marked main before their rivals."""
    seen = [each for each in load().series(DEATHS_OF_THE_RECORD).observations if _is_of(each, entry)]
    return sorted(seen, key=lambda each: each.role != "main")


def _is_of(observation: Observation, entry: Entry) -> bool:
    return bool(entry.get("record_region")) and observation.region == entry["record_region"]


def works_of_measures() -> Iterable[str]:
    """The works behind the measures that are the record's, each once."""
    series = [entry["record"] for entry in entries("measures").values() if "record" in entry]
    rows = [row for name in series for row in recorded_by_region(name).values()]
    return dict.fromkeys(each.citation for row in rows for each in row if each)


def works_of_collections() -> list[str]:
    """The works behind what was taken by region, each once."""
    rows = [collected_of_the_record(entry).values() for entry in entries("collected").values()]
    return list(dict.fromkeys(each.citation for row in rows for each in row))


def sources_of(entries_of_nodes: Iterable[Entry]) -> list[str]:
    """The works behind the series of the record beside some nodes and flows, each once."""
    points = [
        point for entry in entries_of_nodes if "record" in entry for point in derive(load(), entry["record"]).points
    ]
    cited = [figure.source for point in points for figure in point.inputs if point.year in years()]
    return list(dict.fromkeys(work.strip() for source in cited for work in source.split(";")))
