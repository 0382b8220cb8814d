"""The page of one year: where the grain went and where people went hungry, as a template prints it for reading without scripts.

shown = year_view(numbers, Language("ru"), "words.ru.html")
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.one_year import flow
from pyrrhic.app.site.pages.one_year.entries import FAMINE_YEARS, Entry, entries, picture, title, title_of_flow, years
from pyrrhic.app.site.pages.one_year.numbers import (
    Numbers,
    Triple,
    collected_of_the_record,
    ends,
    grade_of,
    published_deaths,
    recorded,
    recorded_numbers,
    sources_of,
    works_of_collections,
    works_of_measures,
)
from pyrrhic.app.site.pages.one_year.picture import drawn, figure
from pyrrhic.app.site.pages.one_year.script import tile
from pyrrhic.app.site.works import cited
from pyrrhic.model import REGION_KEYS

View = dict[str, Any]
ROOM = 3  # years between two that are written under the slider


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
        "drawn": drawn(numbers, year, say),
        "flows": [_flow_row(key, numbers, year, say) for key in entries("flows")],
        "measures": [_measure_head(key, entry, say) for key, entry in entries("measures").items()],
        "regions": [_region_row(key, numbers, year, say) for key in REGION_KEYS],
        "tiles": _tiles(numbers, year, say),
        "famine": f"{say.agricultural(low)}–{say.agricultural(high)}",
        "collected": [_collected_row(key, entry, numbers, year, say) for key, entry in entries("collected").items()],
        "collections": cited(works_of_collections(), words, say),
        "deaths": [_deaths_row(key, entry, numbers, say, words) for key, entry in entries("deaths").items()],
        "works": cited(sources_of([*entries("nodes").values(), *entries("flows").values()]), words, say),
        "rain": cited(works_of_measures(), words, say),
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
        "record": figure(seen, say) if seen else "–",
    }


def _measure_head(key: str, entry: Entry, say: Language) -> View:
    named = {"key": key, "title": title("measures", key, say.code), "short": title("measures", key, say.code, "short")}
    return {**named, "grade": grade_of(entry["record"]) if "record" in entry else ""}


def _by_region(key: str, numbers: Numbers, year: int) -> list[Triple | None]:
    entry = entries("measures")[key]
    return list(numbers.regions[key][year]) if "plus" in entry else recorded_numbers(entry["record"])[year]


def _region_row(region: str, numbers: Numbers, year: int, say: Language) -> View:
    cells = [_by_region(key, numbers, year)[REGION_KEYS.index(region)] for key in entries("measures")]
    return {
        "key": region,
        "title": say.region(region),
        "cells": [figure(cell, say, 0) if cell else "–" for cell in cells],
    }


def _tiles(numbers: Numbers, year: int, say: Language) -> list[View]:
    """The tiles of the first measure, as the page shows them before a script has run."""
    key, entry = next(iter(entries("measures").items()))
    seen = _by_region(key, numbers, year)
    return [
        {
            **tile(region, say.code),
            "step": sum(value[1] >= step for step in entry["steps"]) if value else None,
            "value": say.number(value[1], 0) if value else "–",
        }
        for region, value in zip(REGION_KEYS, seen, strict=True)
    ]


def _collected_row(key: str, entry: Entry, numbers: Numbers, year: int, say: Language) -> View:
    """What was taken in a region of the record, beside the regions of the model that are nearest to it."""
    seen = collected_of_the_record(entry).get(year)
    record = {"record": figure(ends(seen), say), "grade": seen.grade} if seen else {"record": "–", "grade": "–"}
    model = figure(numbers.collected[key][year], say)
    return {
        "key": key,
        "title": title("collected", key, say.code),
        "territory": say(entry["record_region"]),
        **record,
        "model": model,
    }


def _deaths_row(key: str, entry: Entry, numbers: Numbers, say: Language, words: str) -> View:
    low, mean, high = numbers.deaths[key]
    record = [
        {
            "figure": figure(ends(each), say, 2 if each.value < 1 else 1),
            "years": each.year.replace("-", "–"),
            "territory": say(each.region),
            "grade": each.grade,
            "works": cited([each.citation], words, say),
        }
        for each in published_deaths(entry)
    ]
    shown = {"mean": say.number(mean, 2), "interval": say.span(low, high, 2)}
    return {"key": key, "title": title("deaths", key, say.code), **shown, "record": record}
