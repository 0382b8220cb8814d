"""Pictures as inline SVG, drawn by Matplotlib from the plain dicts of the story, the same bytes every time.

Colours become CSS variables, so that one picture serves light, dark and print; text stays text. Every picture is laid
out twice, for a wide and for a narrow page.
"""

import io
import re
from textwrap import fill
from typing import TYPE_CHECKING, Any

from pyrrhic.app.language import Language
from pyrrhic.app.report.series import within_borders

if TYPE_CHECKING:  # for Matplotlib is imported only where a picture is drawn
    from matplotlib.typing import RcKeyType

WIDE, NARROW = 7.6, 3.0
PANEL_HEIGHT, ROW_HEIGHT = 2.05, 0.27
LABEL_MARGIN, ROW_MARGIN = 1.35, 1.5
OF_THE_PLACE = "of_the_place"  # what is written anew for each page
WAR = (1940.5, 1944.5)
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
    "plan": {"marker": "_", "markersize": 7.0, "color": INK, "markerfacecolor": INK},
}
SHADES_OF_HISTORY, SHADES_BESIDE = {"band": 0.16, "half": 0.22}, {"band": 0.10}
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


def key_of(picture: dict) -> list[dict]:
    """What the marks and lines of a picture mean: {label, mark, style}, each once and in order."""
    entries: dict[str, dict] = {}
    for panel in picture["panels"]:
        others = _others(panel)
        for series in panel.get("series", ()):
            if not panel.get("direct"):
                entries.setdefault(series["label"], {"label": series["label"], **_sample(series, others)})
        if any(row["value"] is not None for row in panel.get("rows", ())):
            entries["place"] = {"label": picture["place_label"], "mark": "place", "colour": "", "dashes": ""}
    order = {"record": 0, "rival": 1, "plan": 2}
    return sorted(entries.values(), key=lambda entry: order.get(entry["mark"], 3))


def _sample(series: dict, others: list[str]) -> dict:
    """The mark of a series as a class and, for a line, its CSS variable and dashes."""
    if series["role"] in MARKS:
        return {"mark": series["role"], "colour": "", "dashes": ""}
    style = _line_style(series, others)
    dashes = " ".join(f"{2 * length:g}" for length in style.get("dashes", ()))
    return {"mark": "line", "colour": COLOURS[style["color"]], "dashes": dashes}


def _others(panel: dict) -> list[str]:
    return [line["scenario"] for line in panel.get("series", ()) if line["role"] == "counterfactual"]


def _line_style(series: dict, others: list[str]) -> dict:
    if series["role"] == "model":
        return {"color": HISTORY, "linewidth": 1.6}
    if series["role"] in OWN:
        return OWN[series["role"]]
    if series["role"].startswith("vector_"):
        return {"color": VECTORS[int(series["role"][-1])], "linewidth": 1.3}
    position = others.index(series["scenario"])
    return {"color": BESIDE[position], "dashes": DASHES[position], "linewidth": 1.3}


def draw(picture: dict, say: Language) -> dict[str, str]:
    """The picture as one <svg> element for a `wide` and one for a `narrow` page, without a name of its own.

    The page gives it one. What stands in the panels is drawn once; each page only lays the panels out.
    """
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(STYLE):
        figure = Figure()
        FigureCanvasSVG(figure)
        drawn = [(panel, _axes(figure, panel, say)) for panel in picture["panels"]]
        pages = {"wide": (WIDE, picture["columns"]), "narrow": (NARROW, 1)}
        return {
            page: _inline(_written(figure, drawn, *shape), f"{picture['key']}-{page}") for page, shape in pages.items()
        }


def _axes(figure, panel: dict, say: Language):
    """The coordinate system of a panel with all that stands in it, not yet in its place."""
    import matplotlib

    of_years = panel["kind"] == "years"
    with matplotlib.rc_context({} if of_years else STYLE_OF_ROWS):
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    (_draw_years if of_years else _draw_rows)(axes, panel, say)
    return axes


def _written(figure, drawn, width: float, columns: int) -> str:
    """The figure as SVG with its panels laid out in columns on a page of this width."""
    _lay_out(figure, drawn, width, columns)
    written = io.StringIO()
    figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return written.getvalue()


def _lay_out(figure, drawn, width: float, columns: int) -> None:
    """Place the panels in rows, each as high as what it holds, and write what depends on the place."""
    for text in [*figure.texts, *(text for _, axes in drawn for text in axes.texts if text.get_gid() == OF_THE_PLACE)]:
        text.remove()
    cell = width / columns
    rows = [drawn[start : start + columns] for start in range(0, len(drawn), columns)]
    titles = [max(_title(panel, cell).count("\n") + 1 for panel, _ in row) for row in rows]
    heights = [max(_height(panel) for panel, _ in row) for row in rows]
    room = [0.16 * lines + 0.34 for lines in titles]
    total = sum(heights) + sum(room) + 0.24 * len(rows)
    figure.set_size_inches(width, total)
    top = total
    for row, height, above in zip(rows, heights, room, strict=True):
        for number, (panel, axes) in enumerate(row):
            left = 0.42 if panel["kind"] == "years" else ROW_MARGIN
            right = LABEL_MARGIN if panel.get("direct") else 0.14
            box = (cell * number + left, top - above - height, cell - left - right, height)
            axes.set_position((box[0] / width, box[1] / total, box[2] / width, box[3] / total))
            _head(figure, panel, cell * number / width, (top - 0.06) / total, cell)
            if panel["kind"] == "years":
                _fit_to(axes, panel, box)
        top -= above + height + 0.24


def _fit_to(axes, panel: dict, box) -> None:
    """Ticks as far apart as the width asks for, and the names of lines as far apart as the height does."""
    ticks = _ticks(panel, box[2])
    if ticks != list(axes.get_xticks()):
        axes.set_xticks(ticks, [str(tick) for tick in ticks])
    if panel.get("direct"):
        _label_lines(axes, panel, _others(panel), box[3])


def _ticks(panel: dict, width: float) -> list[int]:
    """The years that are written below a panel of this width."""
    first, last = panel["years"]
    step = 5 if last - first <= 30 else 20 if width < 2.2 else 10
    return list(range(-(-first // step) * step, last + 1, step))


def _height(panel: dict) -> float:
    if panel["kind"] == "years":
        return PANEL_HEIGHT - 0.45
    return max(PANEL_HEIGHT - 0.45, ROW_HEIGHT * len(panel["rows"]) + 0.1)


def _title(panel: dict, width: float) -> str:
    return fill(panel["title"], max(18, int(width * 11.5)))


def _head(figure, panel: dict, left: float, top: float, width: float) -> None:
    """Title and, below it, the unit."""
    title = _title(panel, width)
    figure.text(left, top, title, fontsize=8.5, fontweight="bold", va="top", ha="left")
    below = (0.16 * (title.count("\n") + 1)) / figure.get_figheight()
    figure.text(
        left, top - below, fill(panel["unit"], int(width * 16)), fontsize=7.0, va="top", ha="left", color=RECORD
    )


def _draw_years(axes, panel: dict, say: Language) -> None:
    """Lines and marks over years."""
    first, last = panel["years"]
    if first < WAR[0] < last:
        axes.axvspan(WAR[0], min(WAR[1], last + 0.5), color=SHADE, linewidth=0, zorder=0)
    others = _others(panel)
    for series in panel["series"]:
        if series["role"] in MARKS:
            _marks(axes, series)
        else:
            for stretch in within_borders(series["points"]):
                _line(axes, {**series, "points": stretch}, _line_style(series, others))
    _scale(axes, panel, say)
    axes.set_xlim(first - 1.0, last + 1.0)
    ticks = _ticks(panel, WIDE)
    axes.set_xticks(ticks, [str(tick) for tick in ticks])


def _line(axes, series: dict, style: dict) -> None:
    """A stretch of a line with its intervals; one year alone is drawn as a point."""
    _bands(axes, series, style["color"])
    axes.plot(
        [point["x"] for point in series["points"]],
        [point["value"] for point in series["points"]],
        zorder=3,
        solid_capstyle="round",
        marker="" if len(series["points"]) > 1 else ".",
        **style,
    )


def _bands(axes, series: dict, colour: str) -> None:
    """The 90 % interval of a line, and of history the 50 % interval too, as shades of its colour."""
    years = [point["x"] for point in series["points"]]
    shades = SHADES_OF_HISTORY if series["role"] == "model" else SHADES_BESIDE
    for name, shade in shades.items():
        if name in series["points"][0]:
            low, high = zip(*(point[name] for point in series["points"]), strict=True)
            axes.fill_between(years, low, high, color=colour, alpha=shade, linewidth=0, zorder=1)


def _marks(axes, series: dict) -> None:
    style = MARKS[series["role"]]
    for point in series["points"]:
        if point["high"] > point["low"]:
            axes.plot(
                [point["x"]] * 2,
                [point["low"], point["high"]],
                color=RECORD,
                linewidth=0.9,
                zorder=2,
                solid_capstyle="butt",
            )
    axes.plot(
        [point["x"] for point in series["points"]],
        [point["value"] for point in series["points"]],
        linestyle="none",
        zorder=4,
        markeredgewidth=0.8,
        **style,
    )


def _scale(axes, panel: dict, say: Language) -> None:
    """The vertical axis: from zero unless it is logarithmic or runs below, with numbers as the language writes them."""
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

    values = [
        number
        for series in panel["series"]
        for point in series["points"]
        for number in (point["value"], point.get("low"), point.get("high"), *point.get("band", ()))
        if number is not None
    ]
    low, high = min(values), max(values)
    if panel["logarithmic"]:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(base=10, subs=(1.0, 2.0, 5.0)))
        axes.yaxis.set_minor_locator(NullLocator())
        axes.set_ylim(low * 0.85, high * 1.15)
    else:
        reach = max(high, 0.0) - min(low, 0.0)
        axes.set_ylim(0.0 if low >= 0.0 else low - 0.05 * reach, high + 0.06 * reach)
        axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        if low < 0.0:
            axes.axhline(0.0, color=RECORD, linewidth=0.6, zorder=1)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(say, value)))


def _tick(say: Language, value: float) -> str:
    decimals = 0 if abs(value - round(value)) < 1e-9 else 1 if abs(value * 10 - round(value * 10)) < 1e-9 else 2
    return say.number(value, decimals)


def _label_lines(axes, panel: dict, others: list[str], height: float) -> None:
    """Each line's name at its right end, moved apart where they would touch."""
    low, high = axes.get_ylim()
    lines = [series for series in panel["series"] if series["role"] not in MARKS]
    ends = sorted(((series["points"][-1]["value"] - low) / (high - low), number) for number, series in enumerate(lines))
    names = [fill(series["label"], 19) for series in lines]
    bottom = -1.0
    for place, number in ends:
        size = 0.125 * (names[number].count("\n") + 1) / height
        place = max(place, bottom + size / 2.0)
        bottom = place + size / 2.0
        axes.text(
            1.02,
            place,
            names[number],
            transform=axes.transAxes,
            va="center",
            ha="left",
            fontsize=7.0,
            color=_line_style(lines[number], others)["color"],
            linespacing=1.0,
            gid=OF_THE_PLACE,
        )


def _draw_rows(axes, panel: dict, say: Language) -> None:
    """One row for each place or good: the record's marks with ranges, and the model's figure."""
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

    for number, row in enumerate(panel["rows"]):
        for point in row["marks"]:
            if point["high"] > point["low"]:
                axes.plot([point["low"], point["high"]], [number] * 2, color=RECORD, linewidth=0.9, zorder=2)
            style = MARKS["record" if point.get("role") == "main" else "rival"]
            axes.plot([point["value"]], [number], linestyle="none", markeredgewidth=0.8, zorder=4, **style)
            if "text" in point:
                axes.text(
                    point["value"], number - 0.2, point["text"], fontsize=6.0, ha="center", va="bottom", color=RECORD
                )
        if row["value"] is not None:
            axes.plot([row["value"]], [number], marker="D", markersize=4.2, linestyle="none", color=HISTORY, zorder=5)
    axes.set_yticks(range(len(panel["rows"])), [fill(row["label"], 23) for row in panel["rows"]])
    axes.set_ylim(len(panel["rows"]) - 0.4, -0.7)
    if panel["logarithmic"]:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(base=10, subs=(1.0, 2.0, 5.0)))
        axes.xaxis.set_minor_locator(NullLocator())
    else:
        axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
        axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(say, value)))


def _inline(written: str, name: str) -> str:
    """The <svg> element alone: no prologue or metadata, colours as variables, only ids that are used, and own."""
    body = written[written.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r'\sxmlns(:xlink)?="[^"]*"', "", body).replace("xlink:href", "href")
    for drawn, variable in COLOURS.items():
        body = body.replace(drawn, f"var({variable})")
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', body))
    body = re.sub(r'\sid="([^"]+)"', lambda match: f' id="{name}-{match[1]}"' if match[1] in used else "", body)
    body = re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", body)
    body = re.sub(r"font-family: [^;\"]*", "font-family: var(--data)", body)
    body = re.sub(r"font: ([^;\"]*?)(\d[\d.]*px)[^;\"]*", r"font: \1\2 var(--data)", body)
    body = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", body, flags=re.DOTALL)
    body = re.sub(r'\s(?:width|height)="[\d.]+pt"', "", body, count=2)
    body = re.sub(r"<!--.*?-->\s*", "", body, flags=re.DOTALL)
    return re.sub(r">\s+<", "><", body).strip()
