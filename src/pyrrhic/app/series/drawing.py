"""The picture of a series as SVG: for a page, whose styles colour it and whose width it takes, and as a file of its own.

drawn(picture, say)                            # the panels and the key, for a page
alone(series, picture, edition, say)           # a file that opens by itself

Across, places are hundredths of the width, so that a panel fits every page and the letters keep their size. The file
lays the same panels below each other; the site's script makes it likewise from its page (a test compares the two).
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from math import ceil, floor
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.series.picture import YEARS, Axis, Mark, Panel, Picture, short_label

View = dict[str, Any]
WIDE = 1000  # of the coordinates in which lines are drawn, whatever the width of the page
HIGH, LOW, ROW = 200, 120, 34  # of the country's panel, of a region's, of a row
FOOT_OF_LETTERS, BELOW = 3.5, 16  # from a level to the foot of its letters, from the axis to those of the years
WIDTHS = (620, 250)  # of a page and of a telephone, for which years are chosen
ROOM = {False: 42, True: 58}  # for a year, and for an agricultural one
APART = (1, 2, 5, 10, 20, 50, 100)
RADIUS = 2.6
SIGNS = (  # of rivals and variants, in their order; beyond the last they begin again
    "M-3.4 0a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0Z",
    "M-3-3H3V3H-3Z",
    "M0-4.2L4.2 0L0 4.2L-4.2 0Z",
    "M0-4L3.9 3H-3.9Z",
    "M0 4L3.9-3H-3.9Z",
    "M-3.2-3.2L3.2 3.2M3.2-3.2L-3.2 3.2",
    "M0-4V4M-4 0H4",
    "M-3.6-1.4H3.6V1.4H-3.6Z",
    "M-1.4-3.8H1.4V3.8H-1.4Z",
    "M-2-3.6H2L4 0L2 3.6H-2L-4 0Z",
    "M-3.5 3.5L3.5 3.5L-3.5-3.5Z",
    "M3.5 3.5L-3.5 3.5L3.5-3.5Z",
    "M0-4V4M-3.5-2L3.5 2M3.5-2L-3.5 2",
)
LEFT, RIGHT, TOP, BETWEEN, LINE, FOOT = 90, 30, 78, 46, 20, 30  # of a file
OF_A_FILE = (
    "text{font:13px sans-serif;fill:#444}.title{font-size:18px;font-weight:600;fill:#111}"
    ".grid,.axis,.bar,.joined{fill:none;vector-effect:non-scaling-stroke;stroke:#ddd}.axis,.bar{stroke:#666}.joined{stroke:#999}"
    ".named{paint-order:stroke;stroke:#fff;stroke-width:3px}.dots{fill:#333}.hollow{fill:#fff;stroke:#333}"
)


def drawn(picture: Picture, say: Language) -> View:
    """The panels with their places, heights and contents, and the key: what a page lays out."""
    return {
        "panels": [
            {
                "kind": panel.kind,
                "place": panel.place,
                "height": height_of(panel),
                "letters": _letters(panel, say),
                "svg": content(panel, say),
            }
            for panel in picture.panels
        ],
        "key": [{"sign": sign_svg(sign), "text": text} for sign, text in picture.key],
    }


def height_of(panel: Panel) -> int:
    """How high a panel is, without what is written below it."""
    if panel.kind == YEARS:
        return LOW if panel.is_of_a_region else HIGH
    return ROW * len(panel.marks) + 6


def content(panel: Panel, say: Language) -> str:
    """What stands in a panel."""
    return _over_years(panel, say) if panel.kind == YEARS else _rows(panel, say)


def sign_svg(sign: int) -> str:
    """A sign at the middle of its own coordinates."""
    if not sign:
        return f'<g class="dots"><circle r="{RADIUS}"/></g>'
    return f'<path class="hollow" d="{SIGNS[(sign - 1) % len(SIGNS)]}"/>'


def _letters(panel: Panel, say: Language) -> int:
    """For how many letters of its levels a panel over the years leaves room at its left."""
    return max(map(len, _levels(panel.axis, say))) if panel.kind == YEARS else 0


def _levels(axis: Axis, say: Language) -> list[str]:
    return [say.number(level, axis.decimals) for level in axis.levels]


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _percent(share: float) -> str:
    return f"{100.0 * share:.2f}".rstrip("0").rstrip(".") + "%"


# --- figures over the years -----------------------------------------------------------------------------------------


def _over_years(panel: Panel, say: Language) -> str:
    height, axis = height_of(panel), panel.axis

    def across(year: float) -> float:
        return (year - panel.first) / (panel.last - panel.first)

    def down(value: float) -> float:
        return height * (axis.top - value) / (axis.top - axis.bottom)

    levels = "".join(
        f'<text x="-6" y="{_short(down(level) + FOOT_OF_LETTERS)}">{text}</text>'
        for level, text in zip(axis.levels, _levels(axis, say), strict=True)
    )
    grid, zero = ("".join(f"M0 {_short(down(level))}H{WIDE}" for level in chosen) for chosen in _apart(axis))
    joined = "".join(
        f"M{_short(WIDE * across(first.year))} {_short(down(first.value))}L{_short(WIDE * across(second.year))} {_short(down(second.value))}"
        for first, second in panel.joined
    )
    bars = "".join(
        f"M{_short(WIDE * across(mark.year))} {_short(down(mark.high))}V{_short(down(mark.low))}"
        for mark in panel.marks
        if mark.high > mark.low
    ) + "".join(
        f"M{_short(WIDE * across(mark.span[0]))} {_short(down(mark.value))}H{_short(WIDE * across(mark.span[1]))}"
        for mark in panel.marks
        if mark.span
    )
    marks = _marks(panel.marks, [across(mark.year) for mark in panel.marks], [down(mark.value) for mark in panel.marks])
    lines = _lines(height, {"grid": grid, "axis": zero, "joined": joined, "bar": bars})
    return f'<g text-anchor="end">{levels}</g>{_years(panel, height, across)}{lines}{marks}'


def _apart(axis: Axis) -> tuple[list[float], list[float]]:
    """The levels of a thin line, and zero."""
    return [level for level in axis.levels if level], [level for level in axis.levels if not level]


def _years(panel: Panel, height: int, across: Callable[[float], float]) -> str:
    """The years below the axis; those for which only a wide page has room are marked `more`."""
    shift, room = panel.shift, ROOM[panel.is_agricultural]
    span = panel.last - panel.first
    wide, narrow = (next((step for step in APART if span / step * room <= width), 100) for width in WIDTHS)
    narrow = next(step for step in APART if step >= narrow and step % wide == 0)
    first = ceil((panel.first - shift) / wide) * wide
    written = "".join(
        f'<text{"" if year % narrow == 0 else _MORE} x="{_percent(across(year + shift))}" y="{height + BELOW}">'
        f"{f'{year}/{(year + 1) % 100:02d}' if panel.is_agricultural else year}</text>"
        for year in range(first, floor(panel.last - shift) + 1, wide)
    )
    return f'<g text-anchor="middle">{written}</g>'


_MORE = ' class="more"'


def _lines(height: float, paths: Mapping[str, str]) -> str:
    """Lines in coordinates that take the width of the page and leave the lines as thin as they are."""
    drawn = "".join(f'<path class="{name}" d="{path}"/>' for name, path in paths.items() if path)
    return f'<svg width="100%" height="{height}" viewBox="0 0 {WIDE} {height}" preserveAspectRatio="none">{drawn}</svg>'


def _marks(marks: Sequence[Mark], across: Sequence[float], down: Sequence[float]) -> str:
    """Hollow marks, and above them the full ones, which are smaller."""
    placed = list(zip(marks, map(_percent, across), map(_short, down), strict=True))
    full = "".join(f'<circle cx="{x}" cy="{y}" r="{RADIUS}"/>' for mark, x, y in placed if not mark.sign)
    hollow = "".join(
        f'<svg x="{x}" y="{y}" overflow="visible">{sign_svg(mark.sign)}</svg>' for mark, x, y in placed if mark.sign
    )
    return hollow + (f'<g class="dots">{full}</g>' if full else "")


# --- figures below each other ---------------------------------------------------------------------------------------


def _rows(panel: Panel, say: Language) -> str:
    """A row for each figure: what it is, the number, and its place on the axis below all."""
    height, axis = height_of(panel), panel.axis

    def across(value: float) -> float:
        return (value - axis.bottom) / (axis.top - axis.bottom)

    levels = _levels(axis, say)
    anchors = {0: ' text-anchor="start"', len(levels) - 1: ' text-anchor="end"'}
    written = "".join(
        f"<text{_MORE if place % 2 and len(levels) > 4 and place + 1 < len(levels) else ''}{anchors.get(place, '')} "
        f'x="{_percent(across(level))}" y="{height + BELOW}">{text}</text>'
        for place, (level, text) in enumerate(zip(axis.levels, levels, strict=True))
    )
    grid, zero = ("".join(f"M{_short(WIDE * across(level))} 0V{height}" for level in chosen) for chosen in _apart(axis))
    down = [ROW * place + 25.0 for place in range(len(panel.marks))]
    labels = "".join(
        f'<text class="named" y="{ROW * place + 14}">{escape(short_label(mark))}</text>'
        f'<text class="named more" x="100%" y="{ROW * place + 14}" text-anchor="end">{escape(mark.written)}</text>'
        for place, mark in enumerate(panel.marks)
    )
    bars = "".join(
        f"M{_short(WIDE * across(mark.low))} {_short(y)}H{_short(WIDE * across(mark.high))}"
        for mark, y in zip(panel.marks, down, strict=True)
        if mark.high > mark.low
    )
    tracks = "".join(f"M0 {_short(y)}H{WIDE}" for y in down)
    lines = _lines(height, {"grid": grid + tracks, "axis": zero, "bar": bars})
    marks = _marks(panel.marks, [across(mark.value) for mark in panel.marks], down)
    return f'<g text-anchor="middle">{written}</g>{lines}{labels}{marks}'


# --- a file ---------------------------------------------------------------------------------------------------------


def alone(series: View, picture: Picture, edition: str, say: Language) -> str:
    """The picture as a file: title, unit, panels below each other, key, and where it comes from."""
    parts, y = [], TOP
    view = drawn(picture, say)
    for panel in view["panels"]:
        if panel["place"]:
            parts.append(f'<text x="{LEFT}" y="{y}">{escape(panel["place"])}</text>')
            y += LINE - 6
        parts.append(
            f'<svg x="{LEFT}" y="{y}" width="{WIDE}" height="{panel["height"]}" overflow="visible">{panel["svg"]}</svg>'
        )
        y += panel["height"] + BETWEEN
    for entry in view["key"]:
        parts.append(f'<g transform="translate({LEFT + 6} {y - 4})">{entry["sign"]}</g>')
        parts.append(f'<text x="{LEFT + 18}" y="{y}">{escape(entry["text"])}</text>')
        y += LINE
    width, height = LEFT + WIDE + RIGHT, y + FOOT - 10
    head = f'<text class="title" x="{LEFT}" y="28">{escape(series["title"])}</text><text x="{LEFT}" y="48">{escape(series["unit"])}</text>'
    foot = f'<text x="{LEFT}" y="{y + 10}">{escape(edition)}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" lang="{say.code}"><title>{escape(series["title"])}, {escape(series["unit"])}</title>'
        f'<style>{OF_A_FILE}</style><rect width="{width}" height="{height}" fill="#fff"/>{head}{"".join(parts)}{foot}</svg>\n'
    )
