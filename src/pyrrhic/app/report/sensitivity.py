"""What an answer depends on as a picture in the style of the report: a panel for each outcome, a bar for each number.

It is drawn from the plain dict of the view, the same bytes every time.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

from pyrrhic.app.language import Language, spoken
from pyrrhic.app.report.drawing.palette import HISTORY, INK, RECORD, SHADE, STYLE, STYLE_OF_ROWS
from pyrrhic.app.report.drawing.panels import WIDE
from pyrrhic.app.text.answered.sensitivity import NEGLIGIBLE, title_of
from pyrrhic.app.text.questions import unit_in_words
from pyrrhic.files import whole_or_not_at_all

View = dict[str, Any]
LOW = "#e69f00"  # what lies at the low end, or has a part with others; the high end has the colour of history
MOST_BARS, LEAST_BARS = 10, 3
PALE, MOST_MARKS = 0.35, 3
MARGIN, RIGHT, ROW, LINE, FOOT, KEY = 3.05, 0.35, 0.33, 0.16, 0.5, 0.5  # inches
LETTERS, LETTERS_OF_A_TITLE = 50, 95
Panel = tuple[View, list[View]]


def draw(view: View, file: Path, say: Language) -> Path:
    """Draw a tornado, or the effects of groups, into a file of the kind that its suffix says."""
    import matplotlib
    from matplotlib.figure import Figure

    panels = [(outcome, _shown(outcome, view)) for outcome in view["outcomes"]]
    titles = [fill(_title(outcome, say), LETTERS_OF_A_TITLE) for outcome, _ in panels]
    heads = [LINE * (title.count("\n") + 1) + 0.12 for title in titles]
    rooms = [ROW * max(len(bars), 1) for _, bars in panels]
    total = KEY + sum(heads) + sum(rooms) + FOOT * len(panels)
    with matplotlib.rc_context({**STYLE, **STYLE_OF_ROWS}):
        figure = Figure(figsize=(WIDE, total))
        top = total - KEY
        for panel, title, head, room in zip(panels, titles, heads, rooms, strict=True):
            figure.text(0.1 / WIDE, top / total, title, fontsize=8.5, fontweight="bold", va="top")
            box = (MARGIN / WIDE, (top - head - room) / total, (WIDE - MARGIN - RIGHT) / WIDE, room / total)
            axes = figure.add_axes(box)
            (_draw_tornado if view["method"] == "tornado" else _draw_effects)(axes, panel, view, say)
            _finish(axes, say)
            top -= head + room + FOOT
        _key(figure, view, say)
        return whole_or_not_at_all(file, lambda draft: _save(figure, draft))


def _save(figure, draft: Path) -> None:
    kind = draft.suffix.lower().removeprefix(".")
    dates = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None, "Creator": None}}
    figure.savefig(draft, format=kind, dpi=160, metadata=dates.get(kind, {}))


def _shown(outcome: View, view: View) -> list[View]:
    """The bars that are drawn: those that are large, and a few in any case."""
    if view["method"] == "tornado":
        large = [bar for bar in outcome["bars"] if bar["is_large"] and bar["change"] is not None]
        return large[:MOST_BARS] if len(large) > LEAST_BARS else outcome["bars"][:LEAST_BARS]
    least = NEGLIGIBLE * (1.0 if view["method"] == "sobol" else outcome["spread"] or 0.0)
    return [effect for effect in outcome["effects"] if (effect["total"] or 0.0) > least][:MOST_BARS]


def _title(outcome: View, say: Language) -> str:
    return f"{title_of(outcome, say)} ({unit_in_words(outcome['unit'], say)})"


def _draw_tornado(axes, panel: Panel, view: View, say: Language) -> None:
    """From the median as it is to the median at each end, pale where the figures contradict the end.

    The shade is the 90 % interval of the draws.
    """
    outcome, bars = panel
    axes.axvspan(outcome["low"], outcome["high"], color=SHADE, linewidth=0, zorder=0)
    for row, bar in enumerate(bars):
        for end, colour, fit in zip(("low", "high"), (LOW, HISTORY), bar["fit"], strict=True):
            if bar[end] is not None:
                shade = PALE if fit is not None and fit < view["rule"]["against"] else 1.0
                width = bar[end] - outcome["median"]
                axes.barh(
                    row, width, left=outcome["median"], height=0.56, color=colour, alpha=shade, linewidth=0, zorder=3
                )
    axes.axvline(outcome["median"], color=INK, linewidth=0.8, zorder=4)
    mark = {True: " *", False: ""}
    _label(axes, [spoken(bar["title"], say) + mark[bar["tied"]] for bar in bars])


def _draw_effects(axes, panel: Panel, view: View, say: Language) -> None:
    """The share with others behind the share alone, or the size of elementary effects, each with its 95 % interval."""
    _, effects = panel
    for row, effect in enumerate(effects):
        axes.barh(row, effect["total"], height=0.56, color=LOW, linewidth=0, zorder=2)
        if view["method"] == "sobol":
            axes.barh(row, max(effect["first"], 0.0), height=0.3, color=HISTORY, linewidth=0, zorder=3)
        ends = (effect["total"] - effect["total_error"], effect["total"] + effect["total_error"])
        axes.plot(ends, (row, row), color=INK, linewidth=0.8, zorder=4)
    axes.set_xlim(left=0.0)
    _label(axes, [spoken(view["groups"][effect["group"]], say) for effect in effects])


def _label(axes, labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), [fill(label, LETTERS) for label in labels])
    axes.set_ylim(len(labels) - 0.45, -0.55)


def _finish(axes, say: Language) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(_tick(say)))
    axes.spines["left"].set_visible(False)


def _tick(say: Language) -> Callable[[float, int], str]:
    def written(value: float, _: int) -> str:
        decimals = next((number for number in (0, 1, 2) if abs(value - round(value, number)) < 1e-9), 3)
        return say.number(value, decimals)

    return written


def _key(figure, view: View, say: Language) -> None:
    """What colours and shade mean."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    if view["method"] == "tornado":
        marks = [
            Patch(color=LOW, label=say("low end")),
            Patch(color=HISTORY, label=say("high end")),
            Patch(color=HISTORY, alpha=PALE, label=say("pale: against the figures")),
            Patch(color=SHADE, label=say("90% interval of the draws")),
            Line2D([], [], linestyle="none", label=say("* tied to others")),
        ]
    elif view["method"] == "sobol":
        marks = [
            Patch(color=HISTORY, label=say("share of the variance alone")),
            Patch(color=LOW, label=say("with interactions")),
        ]
    else:
        marks = [Patch(color=LOW, label=say("size of effects"))]
    if view["method"] != "tornado":
        marks.append(Line2D([], [], color=INK, linewidth=0.8, label=say("95% interval")))
    figure.legend(
        handles=marks, loc="upper left", ncols=MOST_MARKS, frameon=False, fontsize=7.5, labelcolor=RECORD, borderpad=0.4
    )
