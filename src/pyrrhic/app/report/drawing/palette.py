"""Colours, marks and line styles of the pictures, and what stands for each of them in the key and in the style sheet."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # for Matplotlib is imported only where a picture is drawn
    from matplotlib.typing import RcKeyType

# Drawn colour: the CSS variable that takes its place. Series are Okabe and Ito's.
COLOURS = {
    "#0072b2": "--history",
    "#d55e00": "--other-1",
    "#009e73": "--other-2",
    "#cc79a7": "--other-3",
    "#e69f00": "--other-4",
    "#56b4e9": "--other-5",
    "#767676": "--record",
    "#1a1a1b": "--ink",
    "#dededd": "--rule",
    "#efefee": "--shade",
    "#fefefd": "--paper",
}
HISTORY, RECORD, INK, RULE, SHADE, PAPER = "#0072b2", "#767676", "#1a1a1b", "#dededd", "#efefee", "#fefefd"
BESIDE = ("#d55e00", "#009e73", "#cc79a7")
DASHES = ((4, 2), (1.5, 1.5), (6, 1.5, 1.5, 1.5))
OWN = {
    "model_second": {"color": "#56b4e9", "dashes": (1, 1), "linewidth": 1.5},
    "model_third": {"color": "#e69f00", "linewidth": 1.5},
}
VECTORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
MARKS = {
    "record": {"marker": "o", "markersize": 3.2, "color": RECORD, "markerfacecolor": RECORD},
    "rival": {"marker": "o", "markersize": 3.2, "color": RECORD, "markerfacecolor": PAPER},
    "official": {"marker": "s", "markersize": 3.0, "color": RECORD, "markerfacecolor": PAPER},
    "own": {"marker": "^", "markersize": 4.4, "color": INK, "markerfacecolor": PAPER},
    "plan": {"marker": "_", "markersize": 7.0, "color": INK, "markerfacecolor": INK},
}
# How far each interval covers what is behind it, and the CSS variable that takes its place: more in the dark.
SHADES_OF_HISTORY, SHADES_BESIDE, SHADE_OF_A_PLACE = {"band": 0.16, "half": 0.22}, {"band": 0.1}, 0.35
COVERS = {0.16: "--band", 0.22: "--half", 0.1: "--beside", 0.35: "--of-a-place"}
STYLE: "dict[RcKeyType, Any]" = {
    "svg.fonttype": "none",
    "svg.hashsalt": "pyrrhic",
    "font.family": "sans-serif",
    "font.size": 7.5,
    "axes.edgecolor": RECORD,
    "axes.linewidth": 0.6,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 7.0,
    "ytick.labelsize": 7.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "path.simplify": True,
    # What an axis is made with need not be set again on each of its ticks.
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.5,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
}
STYLE_OF_ROWS: "dict[RcKeyType, Any]" = {"axes.grid.axis": "x", "ytick.major.size": 0.0}


def others(panel: dict) -> list[str]:
    """The scenarios drawn beside history, in the order of their lines."""
    return [line["scenario"] for line in panel.get("series", ()) if line["role"] == "counterfactual"]


def line_style(series: dict, beside: list[str]) -> dict:
    """Colour, width and dashes of a line; those of scenarios by their place among those `beside` history."""
    if series["role"] == "model":
        return {"color": HISTORY, "linewidth": 1.6}
    if series["role"] in OWN:
        return OWN[series["role"]]
    if series["role"].startswith("vector_"):
        return {"color": VECTORS[int(series["role"][-1])], "linewidth": 1.3}
    position = beside.index(series["scenario"])
    return {"color": BESIDE[position], "dashes": DASHES[position], "linewidth": 1.3}
