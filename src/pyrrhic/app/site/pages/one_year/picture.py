"""The picture of the flow in one year as a template prints it: paths, bars, the record's marks, and words beside them.

drawn(numbers, 1932, Language("ru"))["bands"]
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.one_year import flow
from pyrrhic.app.site.pages.one_year.entries import Entry, entries, picture, title
from pyrrhic.app.site.pages.one_year.numbers import Numbers, Triple, recorded

View = dict[str, Any]
NOTHING = 0.05  # what is less is printed as nought


def drawn(numbers: Numbers, year: int, say: Language) -> View:
    """Paths, bars and labels of the picture."""
    where, means = flow.places(numbers.greatest), numbers.means(year)
    bands, bars = flow.bands(where, means), flow.bars(where, means)
    labels = [_node_label(key, bar, means, say) for key, bar in bars.items()]
    labels += [_flow_label(key, band, means, say) for key, band in bands.items() if "label" in entries("flows")[key]]
    return {
        "bands": [{"key": key, "path": band.path, "kind": _kind(key, means)} for key, band in bands.items()],
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
    return say("record {figure}", figure=figure(seen, say)) if seen else say("model")


def figure(triple: Triple, say: Language, decimals: int = 1) -> str:
    """A number with its range, where there is one."""
    low, value, high = triple
    between = f" ({say.span(low, high, decimals)})" if say.number(low, decimals) != say.number(high, decimals) else ""
    return say.number(value, decimals) + between
