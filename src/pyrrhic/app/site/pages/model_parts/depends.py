"""What a quantity depends on and what depends on it: one step each way as a picture, and a second step back as a list.

depends_view("grain_retained", Language("en"))["reads"][0]     # {"title": ..., "href": "#grain_harvest", "kind": ""}
"""

from collections.abc import Sequence

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.model_parts.assumed import assumed, link, role_of
from pyrrhic.app.views.show import View
from pyrrhic.engine.equations import CLOSES
from pyrrhic.model import assemble, levers

WIDTH, HEIGHT = 40, 100  # of the lines between the columns, stretched to the rows beside them


def depends_view(reads: Sequence[str], readers: Sequence[str], say: Language) -> View:
    """Both columns with the lines that join them to the quantity between, and what the quantities read rest on."""
    return {
        "reads": [_end(name, say) for name in reads],
        "readers": [_end(name, say) for name in readers],
        "from": _lines(len(reads), 0, WIDTH),
        "to": _lines(len(readers), WIDTH, 0),
        "behind": [_behind(name, say) for name in reads if _equation(name)],
    }


def _end(name: str, say: Language) -> View:
    return {**link(name, say), "kind": _kind(name, say)}


def _kind(name: str, say: Language) -> str:
    """What is not computed is called what it is."""
    if name in assumed():
        return say("number")
    return role_of(name, say) if name in levers() else ""


def _lines(count: int, outside: int, middle: int) -> str:
    """The path of the lines from each of so many rows to the middle."""
    centre = HEIGHT / 2
    rows = [round((row + 0.5) * HEIGHT / count, 1) for row in range(count)]
    return "".join(
        f"M{outside} {row:g}C{WIDTH // 2} {row:g} {WIDTH // 2} {centre:g} {middle} {centre:g}" for row in rows
    )


def _equation(name: str) -> str:
    """The equation behind a name that is read: its own, or the one that closes the stock; none behind what is given."""
    equations = assemble().equations
    return next((known for known in (name, name + CLOSES) if known in equations), "")


def _behind(name: str, say: Language) -> View:
    equation = assemble().equations[_equation(name)]
    return {**link(name, say), "reads": [link(read, say) for read in equation.reads if read != name]}
