"""The page of one year: where the grain went and where people went hungry, as a template prints it and as its script reads it.

shown = year_view(numbers, Language("ru"), "words.ru.html")     # tables and picture of one year, for reading without scripts
text = year_script(numbers, "ru")                               # a classic script: it declares one constant, `oneYear`
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages import flow
from pyrrhic.app.site.pages.year_entries import (
    DEATHS,
    FAMINE_YEARS,
    Entry,
    entries,
    picture,
    quantities,
    title,
    years,
)
from pyrrhic.app.site.pages.year_numbers import (
    Numbers,
    Triple,
    published_deaths,
    recorded,
    recorded_by_region,
    sources_of,
)
from pyrrhic.app.site.works import cited
from pyrrhic.model import FIRST_YEAR, REGION_KEYS

View = dict[str, Any]
PLACES_OF_A_NUMBER = 5  # decimals of the ends of intervals and of numbers by region
NOTHING = 0.05  # what is less is printed as nought
ROOM = 3  # years between two that are written under the slider
DEATHS_AXIS = 5.0  # million, fixed


# --- the script -----------------------------------------------------------------------------------------------------


def year_script(numbers: Numbers, language: str) -> str:
    """The constant `oneYear`: what is declared, the record beside it, and history's numbers."""
    where, say = flow.places(numbers.greatest), Language(language)
    shown = {
        "scale": picture()["pixels_per_tonne"],
        "height": round(where.height, 2),
        "firstYear": FIRST_YEAR,
        "year": picture()["year"],
        "years": years(),
        "names": quantities(),
        "across": flow.ACROSS,
        "nodes": [_node(key, node, where, language) for key, node in entries("nodes").items()],
        "flows": [_flow(key, entry, numbers, language) for key, entry in entries("flows").items()],
        "measures": [_measure(key, entry, numbers, language) for key, entry in entries("measures").items()],
        "tiles": [_tile(key, language) for key in REGION_KEYS],
        "deaths": [_deaths(key, entry, numbers, say) for key, entry in entries("deaths").items()],
        "deathsFrom": {"quantity": DEATHS, "years": FAMINE_YEARS, "axis": DEATHS_AXIS},
    }
    return f'"use strict";\nconst oneYear = {json.dumps(shown, ensure_ascii=False)};\n'


def _node(key: str, node: Entry, where: flow.Places, language: str) -> View:
    named = {"key": key, "title": title("nodes", key, language), "column": node["column"]}
    return {**named, "middle": where.middles[key], "record": recorded(node)}


def _flow(key: str, entry: Entry, numbers: Numbers, language: str) -> View:
    own = {field: entry.get(field, "") for field in ("from", "to", "label")}
    signed = [[name, 1] for name in entry["plus"]] + [[name, -1] for name in entry.get("minus", ())]
    history = [_with_mean(numbers.flows[key][year]) for year in years()]
    said = {"title": title_of_flow(key, language), "record": recorded(entry)}
    return {"key": key, **own, **said, "parts": signed, "history": history}


def _with_mean(triple: Triple) -> list[float]:
    """Low, mean and high; the mean with all its digits, for means add up."""
    low, mean, high = triple
    return [round(low, PLACES_OF_A_NUMBER), mean, round(high, PLACES_OF_A_NUMBER)]


def title_of_flow(key: str, language: str) -> str:
    """The name of a flow: its own, or that of the outer node at which it begins or ends."""
    entry, outer = entries("flows")[key], (0, len(flow.ACROSS) - 1)
    ends = [end for end in (entry["from"], entry["to"]) if entries("nodes")[end]["column"] in outer]
    return title("flows", key, language) or title("nodes", ends[0], language)


def _measure(key: str, entry: Entry, numbers: Numbers, language: str) -> View:
    named = {"key": key, "title": title("measures", key, language), "short": title("measures", key, language, "short")}
    own = {field: entry[field] for field in ("over", "scale") if field in entry}
    signed = [[name, 1] for name in entry.get("plus", ())] + [[name, -1] for name in entry.get("minus", ())]
    by_year = numbers.regions[key] if "plus" in entry else _recorded_numbers(entry["record"])
    history = [[triple and _short(triple) for triple in by_year[year]] for year in years()]
    grade = _grade(entry["record"]) if "record" in entry else ""
    return {**named, **own, "parts": signed, "steps": entry["steps"], "grade": grade, "history": history}


def _short(triple: Triple) -> list[float]:
    return [float(f"{number:.{PLACES_OF_A_NUMBER}g}") for number in triple]


def _recorded_numbers(series: str) -> dict[int, list[Triple | None]]:
    """Low, value and high of each region and year; None where there is no figure."""
    seen = recorded_by_region(series)
    return {
        year: [(each.value, each.value, each.value) if each else None for each in row] for year, row in seen.items()
    }


def _grade(series: str) -> str:
    grades = {each.grade for row in recorded_by_region(series).values() for each in row if each}
    return "".join(sorted(grades))


def _tile(key: str, language: str) -> View:
    entry, index = entries("tiles")[key], REGION_KEYS.index(key)
    named = {"short": title("tiles", key, language, "short"), "title": Language(language).region(key)}
    return {"key": key, **named, "place": entry["place"], "index": index}


def _deaths(key: str, entry: Entry, numbers: Numbers, say: Language) -> View:
    places = [REGION_KEYS.index(region) for region in entry["regions"]]
    record = [[*_ends(each), each.role == "main"] for each in published_deaths(entry)]
    named = {"key": key, "title": title("deaths", key, say.code)}
    return {**named, "places": places, "record": record, "history": _short(numbers.deaths[key])}


# --- what the template prints: one year, read without scripts ---------------------------------------------------------


def year_view(numbers: Numbers, say: Language, words: str) -> View:
    """The tables and the picture of one year, the map's steps, the deaths, and the works behind the record."""
    year, (low, high) = picture()["year"], FAMINE_YEARS
    return {
        "year": say.agricultural(year),
        "last": len(years()) - 1,
        "place": years().index(year),
        "height": round(flow.places(numbers.greatest).height, 2),
        "stretches": [[say.agricultural(end) for end in stretch] for stretch in picture()["stretches"]],
        "ticks": _ticks(),
        "breaks": _breaks(),
        "scale": say.number(picture()["pixels_per_tonne"], 1),
        "balance": _balance(numbers.means(year), say),
        "drawn": _drawn(numbers.means(year), numbers, say),
        "flows": [_flow_row(key, numbers, year, say) for key in entries("flows")],
        "measures": [_measure_head(key, entry, say) for key, entry in entries("measures").items()],
        "regions": [_region_row(key, numbers, year, say) for key in REGION_KEYS],
        "tiles": _tiles(numbers, year, say),
        "famine": f"{say.agricultural(low)}–{say.agricultural(high)}",
        "deaths": [_deaths_row(key, entry, numbers, say, words) for key, entry in entries("deaths").items()],
        "works": cited(sources_of([*entries("nodes").values(), *entries("flows").values()]), words, say),
        "rain": cited(_works_of_measures(), words, say),
    }


def _ticks() -> list[tuple[str, str, int]]:
    """Years under the slider, place and anchor: the ends of the stretches, which meet at a break, and round years between."""
    ends = {
        year: anchor
        for stretch in picture()["stretches"]
        for year, anchor in zip(stretch, ("start", "end"), strict=True)
    }
    kept = [year for year in years() if _is_ticked(year, ends)]
    return [(_along(years().index(year)), ends.get(year, "middle"), year) for year in kept]


def _is_ticked(year: int, ends: Iterable[int]) -> bool:
    """Whether a year stands under the slider: an end, or a round year with room beside it."""
    return year in ends or (year % 10 == 0 and min(abs(year - end) for end in ends) > ROOM)


def _along(place: float) -> str:
    """Where a year's place in the list lies along the slider."""
    return f"{place / (len(years()) - 1):.2%}"


def _breaks() -> list[str]:
    """Where the years that are shown are interrupted."""
    starts = [years().index(first) for first, _ in picture()["stretches"]]
    return [_along(start - 0.5) for start in starts if start]


def _balance(means: Mapping[str, float], say: Language) -> View:
    """What came in, what went out, and what is left over between them."""
    came, went = (sum(means[key] for key in _outer(end)) for end in ("from", "to"))
    return {"came": say.number(came, 1), "went": say.number(went, 1), "apart": say.number(came - went, 1)}


def _outer(end: str) -> list[str]:
    """The flows that begin in the first column or end in the last."""
    column = 0 if end == "from" else len(flow.ACROSS) - 1
    return [key for key, entry in entries("flows").items() if entries("nodes")[entry[end]]["column"] == column]


def _drawn(means: Mapping[str, float], numbers: Numbers, say: Language) -> View:
    """Paths, bars and labels of the picture."""
    where = flow.places(numbers.greatest)
    drawn, bars = flow.bands(where, means), flow.bars(where, means)
    labels = [_node_label(key, bar, means, say) for key, bar in bars.items()]
    labels += [_flow_label(key, band, means, say) for key, band in drawn.items() if "label" in entries("flows")[key]]
    return {
        "bands": [{"key": key, "path": band.path, "kind": _kind(key, means)} for key, band in drawn.items()],
        "marks": list(_marks(where)),
        "bars": [
            {"key": key, "x": bar.x / 10, "y": f"{bar.top:.2f}", "height": f"{bar.height:.2f}"}
            for key, bar in bars.items()
        ],
        "labels": labels,
    }


def _marks(where: flow.Places) -> Iterator[View]:
    """The record beside the outer nodes, as long as it would be drawn."""
    for key, node in entries("nodes").items():
        seen = recorded(node).get(picture()["year"])
        if seen and node["column"] in (0, len(flow.ACROSS) - 1):
            height = seen[1] * picture()["pixels_per_tonne"]
            dx = 7.0 if node["column"] else -6.5
            yield {
                "x": flow.ACROSS[node["column"]] / 10,
                "dx": dx,
                "y": f"{where.middles[key] - height / 2:.2f}",
                "height": f"{height:.2f}",
            }


def _kind(key: str, means: Mapping[str, float]) -> str:
    """How a flow is drawn: darker where it passes through the hands of the state, without edges where there is nothing."""
    side = "state" if "state" in (entries("flows")[key]["from"], entries("flows")[key]["to"]) else "village"
    return side if means[key] >= NOTHING else f"{side} nothing"


def _node_label(key: str, bar: flow.Bar, means: Mapping[str, float], say: Language) -> View:
    """The name, number and record of a node: beside it in the outer columns, above or below it between."""
    node, middle = entries("nodes")[key], bar.top + bar.height / 2
    value = say.number(flow.size_of_node(key, means), 1)
    place, y = _beside(node["column"]), middle - 3
    if node["column"] not in (0, len(flow.ACROSS) - 1):
        y = bar.top + bar.height + 17 if node["column"] == flow.LABELLED_BELOW else bar.top - 10
    label = {"x": bar.x / 10, "name": title("nodes", key, say.code), "value": value, "y": f"{y:.2f}", **place}
    return {**label, "second": _second(node, say) if place["anchor"] != "middle" else ""}


def _beside(column: int) -> View:
    if column == 0:
        return {"anchor": "end", "dx": -14}
    return {"anchor": "start", "dx": 14} if column == len(flow.ACROSS) - 1 else {"anchor": "middle", "dx": 0}


def _flow_label(key: str, band: flow.Band, means: Mapping[str, float], say: Language) -> View:
    """The name, number and record of a flow between nodes, at its middle."""
    entry = entries("flows")[key]
    x = sum(flow.ACROSS[entries("nodes")[entry[end]]["column"]] for end in ("from", "to")) / 2
    upper, lower = ((band.begins[side] + band.ends[side]) / 2 for side in (0, 1))
    y = {"within": (upper + lower) / 2 - 3, "above": upper - 22, "below": lower + 16}[entry["label"]]
    place = {"anchor": "middle", "dx": 0} if entry["label"] == "within" else {"anchor": "start", "dx": 10}
    named = {"name": title("flows", key, say.code), "value": say.number(means[key], 1)}
    return {**named, **place, "x": x / 10, "y": f"{y:.2f}", "second": _second(entry, say)}


def _second(entry: Entry, say: Language) -> str:
    """The record beside a node or flow, or that the model alone has a number."""
    seen = recorded(entry).get(picture()["year"])
    return say("record {figure}", figure=_figure(seen, say)) if seen else say("model")


def _figure(triple: Triple, say: Language, decimals: int = 1) -> str:
    """A number with its range, where there is one."""
    low, value, high = triple
    between = f" ({say.span(low, high, decimals)})" if say.number(low, decimals) != say.number(high, decimals) else ""
    return say.number(value, decimals) + between


def _flow_row(key: str, numbers: Numbers, year: int, say: Language) -> View:
    entry = entries("flows")[key]
    nodes = [entries("nodes")[entry[end]] for end in ("from", "to")]
    seen = next((recorded(part)[year] for part in (entry, *nodes) if year in recorded(part)), None)
    low, mean, high = numbers.flows[key][year]
    return {
        "key": key,
        "title": title_of_flow(key, say.code),
        "ends": [title("nodes", entry[end], say.code) for end in ("from", "to")],
        "mean": say.number(mean, 1),
        "interval": say.span(low, high, 1),
        "record": _figure(seen, say) if seen else "–",
    }


def _measure_head(key: str, entry: Entry, say: Language) -> View:
    named = {"key": key, "title": title("measures", key, say.code), "short": title("measures", key, say.code, "short")}
    return {**named, "grade": _grade(entry["record"]) if "record" in entry else ""}


def _by_region(key: str, numbers: Numbers, year: int) -> list[Triple | None]:
    entry = entries("measures")[key]
    return list(numbers.regions[key][year]) if "plus" in entry else _recorded_numbers(entry["record"])[year]


def _region_row(region: str, numbers: Numbers, year: int, say: Language) -> View:
    cells = [_by_region(key, numbers, year)[REGION_KEYS.index(region)] for key in entries("measures")]
    return {
        "key": region,
        "title": say.region(region),
        "cells": [_figure(cell, say, 0) if cell else "–" for cell in cells],
    }


def _tiles(numbers: Numbers, year: int, say: Language) -> list[View]:
    """The tiles of the first measure, as the page shows them before a script has run."""
    key, entry = next(iter(entries("measures").items()))
    seen = _by_region(key, numbers, year)
    return [
        {
            **_tile(region, say.code),
            "step": sum(value[1] >= step for step in entry["steps"]) if value else None,
            "value": say.number(value[1], 0) if value else "–",
        }
        for region, value in zip(REGION_KEYS, seen, strict=True)
    ]


def _deaths_row(key: str, entry: Entry, numbers: Numbers, say: Language, words: str) -> View:
    low, mean, high = numbers.deaths[key]
    record = [
        {
            "figure": _figure(_ends(each), say, 2 if each.value < 1 else 1),
            "years": each.year.replace("-", "–"),
            "territory": say(each.region),
            "grade": each.grade,
            "works": cited([each.citation], words, say),
        }
        for each in published_deaths(entry)
    ]
    shown = {"mean": say.number(mean, 2), "interval": say.span(low, high, 2)}
    return {"key": key, "title": title("deaths", key, say.code), **shown, "record": record}


def _ends(seen) -> Triple:
    return (seen.value if seen.low is None else seen.low, seen.value, seen.value if seen.high is None else seen.high)


def _works_of_measures() -> Iterable[str]:
    series = [entry["record"] for entry in entries("measures").values() if "record" in entry]
    rows = [row for name in series for row in recorded_by_region(name).values()]
    return dict.fromkeys(each.citation for row in rows for each in row if each)
