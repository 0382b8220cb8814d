"""A small plot for the terminal: main figures as points, ranges and rivals as bars, in characters of one
width."""

from collections.abc import Sequence
from dataclasses import dataclass

POINT, BAR, RIVAL = "\u25cf", "\u2502", "\u25cb"


@dataclass(frozen=True)
class Mark:
    """One figure to draw: decimal year, value, range; a rival is drawn hollow."""

    year: float
    value: float
    low: float
    high: float
    rival: bool = False


def plot(marks: Sequence[Mark], width: int = 64, height: int = 12) -> str:
    """The figures over the years, with the ends of both axes written out."""
    bottom, top = _ends([mark.low for mark in marks], [mark.high for mark in marks])
    first, last = min(mark.year for mark in marks), max(mark.year for mark in marks)
    grid = [[" "] * width for _ in range(height)]

    def row(value: float) -> int:
        return round((top - value) / (top - bottom) * (height - 1))

    def column(year: float) -> int:
        return round((year - first) / (last - first) * (width - 1)) if last > first else width // 2

    for mark in marks:
        for line in range(row(mark.high), row(mark.low) + 1):
            grid[line][column(mark.year)] = BAR
    for mark in sorted(marks, key=lambda mark: not mark.rival):
        grid[row(mark.value)][column(mark.year)] = RIVAL if mark.rival else POINT
    labels = {0: f"{top:.4g}", height - 1: f"{bottom:.4g}"}
    margin = max(map(len, labels.values()))
    lines = [f"{labels.get(number, ''):>{margin}} \u2524{''.join(line).rstrip()}" for number, line in enumerate(grid)]
    years = f"{int(first)}" if last == first else f"{int(first)}{int(last):>{width - 4}}"
    return "\n".join([*lines, " " * margin + " \u2514" + "\u2500" * width, " " * (margin + 2) + years])


def _ends(lows: Sequence[float], highs: Sequence[float]) -> tuple[float, float]:
    """Ends of the value axis; zero is shown when the figures come near it, and a flat series gets room."""
    bottom, top = min(lows), max(highs)
    if 0 < bottom < 0.5 * top:
        bottom = 0.0
    return (bottom - 1.0, top + 1.0) if bottom == top else (bottom, top)
