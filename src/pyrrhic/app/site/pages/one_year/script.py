"""What the script of the page of one year reads: what is declared, the record beside it, and history's numbers.

text = year_script(numbers, "ru")      # a classic script: it declares one constant, `oneYear`
"""

import json
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.one_year import flow
from pyrrhic.app.site.pages.one_year.entries import (
    COLLECTED,
    DEATHS,
    FAMINE_YEARS,
    Entry,
    entries,
    picture,
    quantities,
    title,
    title_of_flow,
    years,
)
from pyrrhic.app.site.pages.one_year.numbers import (
    Numbers,
    Triple,
    collected_of_the_record,
    ends,
    grade_of,
    places_of,
    published_deaths,
    recorded,
    recorded_numbers,
)
from pyrrhic.model import FIRST_YEAR, REGION_KEYS

View = dict[str, Any]
PLACES_OF_A_NUMBER = 5  # decimals of the ends of intervals and of numbers by region
DEATHS_AXIS = 5.0  # million, fixed


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
        "tiles": [tile(key, language) for key in REGION_KEYS],
        "collected": [_collected(key, entry, numbers, language) for key, entry in entries("collected").items()],
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
    named = {"title": title_of_flow(key, language), "record": recorded(entry)}
    return {"key": key, **own, **named, "parts": signed, "history": history}


def _with_mean(triple: Triple) -> list[float]:
    """Low, mean and high; the mean with all its digits, for means add up."""
    low, mean, high = triple
    return [round(low, PLACES_OF_A_NUMBER), mean, round(high, PLACES_OF_A_NUMBER)]


def _measure(key: str, entry: Entry, numbers: Numbers, language: str) -> View:
    named = {"key": key, "title": title("measures", key, language), "short": title("measures", key, language, "short")}
    own = {field: entry[field] for field in ("over", "scale") if field in entry}
    signed = [[name, 1] for name in entry.get("plus", ())] + [[name, -1] for name in entry.get("minus", ())]
    by_year = numbers.regions[key] if "plus" in entry else recorded_numbers(entry["record"])
    history = [[triple and _short(triple) for triple in by_year[year]] for year in years()]
    grade = grade_of(entry["record"]) if "record" in entry else ""
    return {**named, **own, "parts": signed, "steps": entry["steps"], "grade": grade, "history": history}


def _short(triple: Triple) -> list[float]:
    return [float(f"{number:.{PLACES_OF_A_NUMBER}g}") for number in triple]


def _collected(key: str, entry: Entry, numbers: Numbers, language: str) -> View:
    record = {year: [ends(each), each.grade] for year, each in collected_of_the_record(entry).items()}
    history = [_short(numbers.collected[key][year]) for year in years()]
    named = {"key": key, "title": title("collected", key, language), "parts": [[COLLECTED, 1]]}
    return {**named, "places": places_of(entry), "record": record, "history": history}


def _deaths(key: str, entry: Entry, numbers: Numbers, say: Language) -> View:
    record = [[*ends(each), each.role == "main"] for each in published_deaths(entry)]
    named = {"key": key, "title": title("deaths", key, say.code)}
    return {**named, "places": places_of(entry), "record": record, "history": _short(numbers.deaths[key])}


def tile(key: str, language: str) -> View:
    """The tile of a region: its names, its place on the map, and its number."""
    entry, index = entries("tiles")[key], REGION_KEYS.index(key)
    named = {"short": title("tiles", key, language, "short"), "title": Language(language).region(key)}
    return {"key": key, **named, "place": entry["place"], "index": index}
