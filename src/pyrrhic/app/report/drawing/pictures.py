"""Pictures as inline SVG, drawn by Matplotlib from the plain dicts of the story, the same bytes every time.

Colours become CSS variables, so that one picture serves light, dark and print; text stays text. Every picture is laid
out twice, for a wide and for a narrow page.
"""

import io
import re
from textwrap import fill

from pyrrhic.app.language import Language
from pyrrhic.app.report.drawing.palette import COLOURS, COVERS, MARKS, RECORD, STYLE, STYLE_OF_ROWS, line_style, others
from pyrrhic.app.report.drawing.panels import WIDE, draw_rows, draw_years, ticks_of

NARROW = 3.0
PANEL_HEIGHT, ROW_HEIGHT = 2.05, 0.27
LABEL_MARGIN, ROW_MARGIN = 1.35, 1.5
OF_THE_PLACE = "of_the_place"  # what is written anew for each page


def key_of(picture: dict) -> list[dict]:
    """What the marks and lines of a picture mean: {label, mark, style}, each once and in order."""
    entries: dict[str, dict] = {}
    for panel in picture["panels"]:
        beside = others(panel)
        for series in panel.get("series", ()):
            if not panel.get("direct"):
                entries.setdefault(series["label"], {"label": series["label"], **_sample(series, beside)})
        if any(row["value"] is not None for row in panel.get("rows", ())):
            entries["place"] = {"label": picture["place_label"], "mark": "place", "colour": "", "dashes": ""}
        if panel.get("added"):
            entries.setdefault(panel["added"], {"label": panel["added"], "mark": "own", "colour": "", "dashes": ""})
    order = {"record": 0, "rival": 1, "official": 2, "own": 3, "plan": 4}
    return sorted(entries.values(), key=lambda entry: order.get(entry["mark"], 5))


def _sample(series: dict, beside: list[str]) -> dict:
    """The mark of a series as a class and, for a line, its CSS variable and dashes."""
    if series["role"] in MARKS:
        return {"mark": series["role"], "colour": "", "dashes": ""}
    style = line_style(series, beside)
    dashes = " ".join(f"{2 * length:g}" for length in style.get("dashes", ()))
    return {"mark": "line", "colour": COLOURS[style["color"]], "dashes": dashes}


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
    (draw_years if of_years else draw_rows)(axes, panel, say)
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
    ticks = ticks_of(panel, box[2])
    if ticks != list(axes.get_xticks()):
        axes.set_xticks(ticks, [str(tick) for tick in ticks])
    if panel.get("direct"):
        _label_lines(axes, panel, box[3])


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
        left,
        top - below,
        fill(panel.get("unit_shown", panel["unit"]), int(width * 16)),
        fontsize=7.0,
        va="top",
        ha="left",
        color=RECORD,
    )


def _label_lines(axes, panel: dict, height: float) -> None:
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
            color=line_style(lines[number], others(panel))["color"],
            linespacing=1.0,
            gid=OF_THE_PLACE,
        )


def _inline(written: str, name: str) -> str:
    """The <svg> element alone: no prologue or metadata, colours as variables, only ids that are used, and own."""
    body = written[written.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r'\sxmlns(:xlink)?="[^"]*"', "", body).replace("xlink:href", "href")
    for drawn, variable in COLOURS.items():
        body = body.replace(drawn, f"var({variable})")
    for cover, variable in COVERS.items():
        body = re.sub(rf"((?:fill|stroke)-opacity): {cover:g}(?=[;\"])", rf"\1: var({variable})", body)
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', body))
    body = re.sub(r'\sid="([^"]+)"', lambda match: f' id="{name}-{match[1]}"' if match[1] in used else "", body)
    body = re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", body)
    body = re.sub(r"font-family: [^;\"]*", "font-family: var(--data)", body)
    body = re.sub(r"font: ([^;\"]*?)(\d[\d.]*px)[^;\"]*", r"font: \1\2 var(--data)", body)
    body = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", body, flags=re.DOTALL)
    body = re.sub(r'\s(?:width|height)="[\d.]+pt"', "", body, count=2)
    body = re.sub(r"<!--.*?-->\s*", "", body, flags=re.DOTALL)
    return re.sub(r">\s+<", "><", body).strip()
