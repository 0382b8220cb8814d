"""The picture of the flow of grain: where nodes stand, and how wide each flow is, at the same scale in every year.

    where = places(greatest)                        # the middle of each node, in pixels from the top; the same in every year
    drawn(where, {"harvest": 49.4, ...})            # paths of flows, bars of nodes

Paths lie in a box 1000 wide that is stretched to the page; heights are pixels and are never stretched. The script flow.js
draws the same, and a test compares the two.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyrrhic.app.site.pages.one_year.entries import entries, picture

ACROSS = (0, 180, 420, 660, 1000)  # where the columns stand
LABELLED_BELOW = 2  # the column whose name stands below its bar
TOP, BOTTOM, BETWEEN, LEAST_SLOT = 36.0, 36.0, 8.0, 32.0


@dataclass(frozen=True)
class Bar:
    """A node: where it stands across, its upper end and its length."""

    x: int
    top: float
    height: float


@dataclass(frozen=True)
class Band:
    """A flow: its path, and the upper and lower end of both of its sides."""

    path: str
    begins: tuple[float, float]
    ends: tuple[float, float]


@dataclass(frozen=True)
class Places:
    """The middle of every node and the height of the picture."""

    middles: Mapping[str, float]
    height: float


def size_of_node(node: str, flows: Mapping[str, float]) -> float:
    """What passes through a node, million tonnes: the greater of what comes and what goes."""
    return max(sum(flows[key] for key in keys_at(node, end)) for end in ("from", "to"))


def keys_at(node: str, end: str) -> list[str]:
    """The flows that begin (`from`) or end (`to`) at a node."""
    return [key for key, flow in entries("flows").items() if flow[end] == node]


def places(greatest: Mapping[str, float]) -> Places:
    """Each node's middle, with room for the greatest flow of any year, so that no node moves from year to year."""
    spans = {**_stacked(0, greatest), **_stacked(len(ACROSS) - 1, greatest)}
    between = {key: _span(spans, key) for key, node in entries("nodes").items() if key not in spans}
    middles = {key: (top + end) / 2 for key, (top, end) in {**spans, **between}.items()}
    return Places(middles, max(end for _, end in spans.values()) + BOTTOM)


def _stacked(column: int, greatest: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The slots of an outer column, one under another."""
    y, slots = TOP, {}
    for key, node in entries("nodes").items():
        if node["column"] == column:
            y += node.get("apart", 0.0)
            slot = max(greatest[key] * picture()["pixels_per_tonne"], LEAST_SLOT)
            slots[key] = (y, y + slot)
            y += slot + BETWEEN
    return slots


def _span(spans: Mapping[str, tuple[float, float]], node: str) -> tuple[float, float]:
    """The span of the outer nodes to which a middle node is tied."""
    tied = [flow[other] for end, other in (("from", "to"), ("to", "from")) for flow in _flows_at(node, end)]
    reached = [spans[key] for key in tied if key in spans]
    return min(top for top, _ in reached), max(end for _, end in reached)


def _flows_at(node: str, end: str) -> Iterable[Mapping]:
    return [entries("flows")[key] for key in keys_at(node, end)]


def bars(where: Places, flows: Mapping[str, float]) -> dict[str, Bar]:
    """The bar of every node."""
    scale, made = picture()["pixels_per_tonne"], {}
    for key, node in entries("nodes").items():
        height = size_of_node(key, flows) * scale
        made[key] = Bar(ACROSS[node["column"]], where.middles[key] - height / 2, height)
    return made


def bands(where: Places, flows: Mapping[str, float]) -> dict[str, Band]:
    """The band of every flow; at a node they lie in the order of the nodes that they lead to or come from."""
    nodes = bars(where, flows)
    begins, ends = (_edges(where, nodes, flows, *pair) for pair in (("from", "to"), ("to", "from")))
    return {
        key: Band(_path(nodes[flow["from"]].x, nodes[flow["to"]].x, begins[key], ends[key]), begins[key], ends[key])
        for key, flow in entries("flows").items()
    }


def _edges(where: Places, nodes: Mapping[str, Bar], flows: Mapping[str, float], end: str, other: str) -> dict:
    """The upper and lower edge of every flow at its beginning or its end."""
    scale, made = picture()["pixels_per_tonne"], {}
    for node, bar in nodes.items():
        y = bar.top
        for key in sorted(keys_at(node, end), key=lambda key: where.middles[entries("flows")[key][other]]):
            made[key] = (y, y + flows[key] * scale)
            y = made[key][1]
    return made


def _path(left: int, right: int, begins: tuple[float, float], ends: tuple[float, float]) -> str:
    middle = (left + right) // 2
    (a, b), (c, d) = begins, ends
    return (
        f"M{left} {a:.2f}C{middle} {a:.2f} {middle} {c:.2f} {right} {c:.2f}"
        f"L{right} {d:.2f}C{middle} {d:.2f} {middle} {b:.2f} {left} {b:.2f}Z"
    )
