"""Small plots for the terminal, in characters of one width: figures over the years, and estimates of a whole below each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyrrhic.app.text.table import terminal_width

POINT, BAR, RIVAL, OTHER = "\u25cf", "\u2502", "\u25cb", "\u25c7"
AXIS, CORNER, LINE, FROM, TO = "\u2524", "\u2514", "\u2500", "\u251c", "\u2524"
WIDTH, HEIGHT = 64, 12
LONGEST_NAME, LEAST_SCALE = 38, 20
CLOSE = 2  # empty places between two years of the axis
ROUND = (1, 2, 5, 10, 20, 25, 50, 100)  # years between those that an axis names


@dataclass(frozen=True)
class Mark:
    """One figure to draw: decimal year, value, range, the sign that stands for it; a rival without one is drawn hollow.

    `when` is the year as the axis names it, `name` what an estimate is called.
    """

    year: float
    value: float
    low: float
    high: float
    rival: bool = False
    sign: str = ""
    when: str = ""
    name: str = ""
    is_of_a_period: bool = False

    @property
    def drawn(self) -> str:
        """The sign, one character."""
        return self.sign or (RIVAL if self.rival else POINT)


def plot(marks: Sequence[Mark], width: int = WIDTH, height: int = HEIGHT, decimal: str = ".") -> str:
    """The figures over the years; the axes name the ends, and round years where there is room."""
    bottom, top = _ends([mark.low for mark in marks], [mark.high for mark in marks])
    labels = {0: _label(top, decimal), height - 1: _label(bottom, decimal)}
    margin = max(map(len, labels.values()))
    width = min(width, terminal_width() - margin - 2)
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
        grid[row(mark.value)][column(mark.year)] = mark.drawn
    lines = [f"{labels.get(number, ''):>{margin}} {AXIS}{''.join(line).rstrip()}" for number, line in enumerate(grid)]
    years = _axis({column(mark.year): mark.when or str(int(mark.year)) for mark in marks}, width)
    return "\n".join([*lines, " " * margin + f" {CORNER}" + LINE * width, " " * (margin + 2) + years])


def _axis(years: Mapping[int, str], width: int) -> str:
    """The years below an axis: the ends, and between them those of the roundest step that fits."""
    first, last = min(years), max(years)
    ends = {_start(first, years[first], width, first): years[first], _start(last, years[last], width): years[last]}
    for step in ROUND:
        between = {
            _start(column, text, width): text
            for column, text in _once(years).items()
            if first < column < last and _is_round(text, step)
        }
        apart = {start: text for start, text in between.items() if _is_apart({start: text, **ends})}
        if apart and _is_apart(apart):
            return _line({**apart, **ends})
    return _line(ends if _is_apart(ends) else {min(ends): ends[min(ends)]})


def _once(years: Mapping[int, str]) -> dict[int, str]:
    """Each year at the first of its places."""
    return {column: text for text, column in {text: column for column, text in reversed(sorted(years.items()))}.items()}


def _start(column: int, text: str, width: int, first: int | None = None) -> int:
    """Where a year begins that stands below a column; the first begins at its own."""
    return max(0, min(column if column == first else column - len(text) // 2, width - len(text)))


def _is_round(text: str, step: int) -> bool:
    return text[:4].isdigit() and int(text[:4]) % step == 0


def _is_apart(texts: Mapping[int, str]) -> bool:
    """Whether there is room between texts that begin at these places."""
    placed = sorted(texts.items())
    return all(start + len(text) + CLOSE <= following for (start, text), (following, _) in pairwise(placed))


def _line(texts: Mapping[int, str]) -> str:
    line = ""
    for start, text in sorted(texts.items()):
        line = line.ljust(start) + text
    return line


def _ends(lows: Sequence[float], highs: Sequence[float]) -> tuple[float, float]:
    """Ends of the value axis; zero is shown when the figures come near it, and a flat series gets room."""
    bottom, top = min(lows), max(highs)
    if 0 < bottom < 0.5 * top:
        bottom = 0.0
    return (bottom - 1.0, top + 1.0) if bottom == top else (bottom, top)


def estimates(marks: Sequence[Mark], decimal: str = ".") -> str:
    """Estimates of one thing below each other: the years and the name of each, its range as a line, its value as a sign."""
    bottom, top = _ends([mark.low for mark in marks], [mark.high for mark in marks])
    room = max(len(mark.when) for mark in marks)
    names = [_cut(f"{mark.when:<{room}}  {mark.name}") for mark in marks]
    margin = max(map(len, names))
    width = max(LEAST_SCALE, min(WIDTH, terminal_width() - margin - 3))

    def column(value: float) -> int:
        return round((value - bottom) / (top - bottom) * (width - 1))

    lines = []
    for name, mark in zip(names, marks, strict=True):
        low, high = column(mark.low), column(mark.high)
        drawn = " " * low + (FROM + LINE * (high - low - 1) + TO if high > low else " ")
        place = column(mark.value)
        lines.append(f"{name:<{margin}}  {drawn[:place]:<{place}}{mark.drawn}{drawn[place + 1 :]}".rstrip())
    from_, to = _label(bottom, decimal), _label(top, decimal)
    axis = " " * (margin + 2)
    return "\n".join([*lines, axis + LINE * width, f"{axis}{from_}{to:>{width - len(from_)}}"])


def _label(value: float, decimal: str) -> str:
    return f"{value:.4g}".replace(".", decimal)


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
