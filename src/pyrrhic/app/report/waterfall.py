"""The picture of a difference divided: from history, change by change, to the scenario.

A change begins where the one above it ends. Bars are means over the draws, which add up; the thin line at the end of each
is the 90 % interval of what the change does, and that of the figure itself for history and the scenario.
"""

from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from pyrrhic.app.language import Language, spoken
from pyrrhic.app.report.drawing.palette import BESIDE, HISTORY, INK, RECORD, STYLE, STYLE_OF_ROWS
from pyrrhic.app.views.outcomes import unit_name
from pyrrhic.files import suffix_of, whole_or_not_at_all

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

View = dict[str, Any]
FORMATS = (".svg", ".png")
WIDTH, ROW, MARGIN_OF_LABELS, ABOVE, BELOW = 7.6, 0.36, 2.9, 0.78, 0.6
DOTS_PER_INCH = 200
LETTERS_OF_A_LABEL, LETTERS_OF_A_LINE = 44, 118
NEAR_ZERO, ROOM_BELOW = 0.5, 0.25
LESS, MORE = "#009e73", BESIDE[0]


@dataclass(frozen=True)
class Bar:
    """A bar from one number to another, the interval at its end, its label and the number written beside it."""

    label: str
    begins: float
    ends: float
    interval: tuple[float, float]
    colour: str
    number: str


def write_waterfall(view: View, file: Path, say: Language) -> Path:
    """Write the picture as SVG or PNG. Raises `BadFile` for any other suffix."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    form = suffix_of(file, FORMATS).removeprefix(".")
    with matplotlib.rc_context({**STYLE, **STYLE_OF_ROWS}):
        figure = waterfall(view, say)
        FigureCanvasAgg(figure)
        metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        return whole_or_not_at_all(
            file, lambda draft: figure.savefig(draft, format=form, dpi=DOTS_PER_INCH, metadata=metadata)
        )


def waterfall(view: View, say: Language) -> "Figure":
    """The picture, as Matplotlib has it."""
    from matplotlib.figure import Figure

    bars = bars_of(view, say)
    height = ABOVE + ROW * len(bars) + BELOW
    figure = Figure(figsize=(WIDTH, height))
    room = (MARGIN_OF_LABELS / WIDTH, BELOW / height, 1.0 - (MARGIN_OF_LABELS + 0.15) / WIDTH, ROW * len(bars) / height)
    axes = figure.add_axes(room)
    _draw(axes, bars, say)
    _write(figure, view, height, say)
    return figure


def bars_of(view: View, say: Language) -> list[Bar]:
    """History, each change by the size of its share, and the scenario."""
    decimals = view["decimals"] + 1
    bars, at = [_whole(view["history"], say("History"), decimals, say)], view["history"]["mean"]
    for player in view["players"]:
        share = player["share"]
        end = at + share["mean"]
        interval = (at + share["low"], at + share["high"])
        colour = LESS if share["mean"] < 0.0 else MORE
        bars.append(Bar(spoken(player["title"], say), at, end, interval, colour, _signed(share["mean"], decimals, say)))
        at = end
    return [*bars, _whole(view["changed"], say("With all changes"), decimals, say)]


def _whole(spread: View, label: str, decimals: int, say: Language) -> Bar:
    interval = (spread["low"], spread["high"])
    return Bar(label, 0.0, spread["mean"], interval, HISTORY, say.number(spread["mean"], decimals))


def _signed(number: float, decimals: int, say: Language) -> str:
    text = say.number(number, decimals)
    return f"+{text}" if round(number, decimals) > 0.0 else text


def _draw(axes: "Axes", bars: list[Bar], say: Language) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    for row, bar in enumerate(bars):
        left, right = sorted((bar.begins, bar.ends))
        axes.barh(row, right - left, left=left, height=0.58, color=bar.colour, alpha=0.75, linewidth=0, zorder=2)
        axes.plot(bar.interval, (row, row), color=INK, linewidth=0.9, zorder=3, solid_capstyle="butt")
        end = max(right, *bar.interval)
        axes.annotate(bar.number, (end, row), (4, 0), textcoords="offset points", va="center", ha="left", fontsize=7.0)
        if row + 1 < len(bars):
            axes.plot((bar.ends, bar.ends), (row - 0.29, row + 1.29), color=RECORD, linewidth=0.6, zorder=1)
    begins = begin_of_axis(bars)
    axes.axvline(begins or 0.0, color=RECORD, linewidth=0.6, zorder=1)
    axes.set_ylim(len(bars) - 0.4, -0.6)
    low, high = axes.get_xlim()
    low = begins or low
    axes.set_xlim(low, high + 0.09 * (high - low))
    axes.set_yticks(range(len(bars)), [fill(bar.label, LETTERS_OF_A_LABEL) for bar in bars])
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(say, value)))


def begin_of_axis(bars: list[Bar]) -> float | None:
    """Where the axis begins if not at zero: where nothing comes near it, the changes would be too small to see."""
    numbers = [number for bar in bars for number in (bar.ends, *bar.interval)]
    low, high = min(numbers), max(numbers)
    return low - ROOM_BELOW * (high - low) if low > NEAR_ZERO * high else None


def _tick(say: Language, value: float) -> str:
    decimals = 0 if abs(value - round(value)) < 1e-9 else 1 if abs(value * 10 - round(value * 10)) < 1e-9 else 2
    return say.number(value, decimals)


def _write(figure: "Figure", view: View, height: float, say: Language) -> None:
    """Title, scenario and unit above; below what the bars and lines are."""
    unit = unit_name(view["unit"], say)
    lines = [spoken(view["title"], say), *([unit] if unit else [])]
    figure.text(
        0.015, 1.0 - 0.1 / height, fill(spoken(view["figure"], say), 95), fontsize=8.5, fontweight="bold", va="top"
    )
    for place, line in enumerate(lines):
        figure.text(0.015, 1.0 - (0.32 + 0.18 * place) / height, fill(line, 110), fontsize=7.0, va="top", color=RECORD)
    caption = _caption(view, say)
    if begin_of_axis(bars_of(view, say)) is not None:
        caption = " ".join([caption, say("The axis does not begin at zero.")])
    figure.text(0.015, 0.08 / height, fill(caption, LETTERS_OF_A_LINE), fontsize=6.5, va="bottom", color=RECORD)


def _caption(view: View, say: Language) -> str:
    if view["draws"] == 1:
        return say("One run at the starting fit, without an interval. Bars: shares that add up to the difference.")
    return say(
        "Bars: means over {draws} of {variants}; those of the changes add up to the difference. Thin lines: 90 % intervals.",
        draws=say.many("{count} draw", "{count} draws", view["draws"]),
        variants=say.many("{count} variant", "{count} variants", view["variants"]),
    )
