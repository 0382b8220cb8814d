"""What stands inside a panel, drawn on its axes: lines with their intervals over years, or marks in rows."""

from textwrap import fill

from pyrrhic.app.language import Language
from pyrrhic.app.report.drawing.palette import (
    HISTORY,
    MARKS,
    RECORD,
    SHADE,
    SHADE_OF_A_PLACE,
    SHADES_BESIDE,
    SHADES_OF_HISTORY,
    line_style,
    others,
)
from pyrrhic.app.report.series import within_borders

WIDE = 7.6
WAR = (1940.5, 1944.5)
OFFSET = 0.16  # of the record above the middle of a row, and of the model below it


def draw_years(axes, panel: dict, say: Language) -> None:
    """Lines and marks over years."""
    first, last = panel["years"]
    if first < WAR[0] < last:
        axes.axvspan(WAR[0], min(WAR[1], last + 0.5), color=SHADE, linewidth=0, zorder=0)
    beside = others(panel)
    for series in panel["series"]:
        if series["role"] in MARKS:
            _marks(axes, series)
        else:
            for stretch in within_borders(series["points"]):
                _line(axes, {**series, "points": stretch}, line_style(series, beside))
    _scale(axes, panel, say)
    axes.set_xlim(first - 1.0, last + 1.0)
    ticks = ticks_of(panel, WIDE)
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


def _draw_model(axes, row: dict, place: float) -> None:
    """The model's figure of a place, with its 90 % interval."""
    if row["value"] is None:
        return
    if row.get("band"):
        axes.plot(row["band"], [place] * 2, color=HISTORY, alpha=SHADE_OF_A_PLACE, linewidth=4.0, solid_capstyle="butt")
    axes.plot([row["value"]], [place], marker="D", markersize=4.2, linestyle="none", color=HISTORY, zorder=5)


def draw_rows(axes, panel: dict, say: Language) -> None:
    """One row for each place or good: the record's marks with ranges, and the model's figure."""
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

    for number, row in enumerate(panel["rows"]):
        place = number - OFFSET if row["value"] is not None else number
        for point in row["marks"]:
            if point["high"] > point["low"]:
                axes.plot([point["low"], point["high"]], [place] * 2, color=RECORD, linewidth=0.9, zorder=2)
            style = MARKS["record" if point["role"] == "main" else point["role"]]
            axes.plot([point["value"]], [place], linestyle="none", markeredgewidth=0.8, zorder=4, **style)
            if "text" in point:
                axes.text(
                    point["value"], place - 0.2, point["text"], fontsize=6.0, ha="center", va="bottom", color=RECORD
                )
        _draw_model(axes, row, number + OFFSET)
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


def ticks_of(panel: dict, width: float) -> list[int]:
    """The years that are written below a panel of this width."""
    first, last = panel["years"]
    step = 5 if last - first <= 30 else 20 if width < 2.2 else 10
    return list(range(-(-first // step) * step, last + 1, step))
