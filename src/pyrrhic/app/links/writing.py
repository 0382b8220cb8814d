"""Links written: only what differs from the usual, in the order in which the page writes it.

address(Link(Changes(("no_exports",), {"relief": Moved(1.0, 1931, 1932)})))
'lab.en.html#v=1&s=no_exports&l=relief:1@1931-1932&m=0f00ba11'
"""

from collections.abc import Iterator

from pyrrhic.app.links.link import (
    LONG_VIEW,
    LONGEST_WRITTEN,
    SCHEME,
    USUAL_YEAR,
    Changes,
    Link,
    Moved,
    own_mark,
    spec_of,
)
from pyrrhic.app.links.sliders import sliders
from pyrrhic.errors import BadInput

DECIMALS = 2


def address(link: Link) -> str:
    """The name of the page's file with the state behind #. Raises `BadInput` where it would be too long."""
    return f"{link.page}.{link.language}.html{state(link)}"


def state(link: Link) -> str:
    """What stands in an address from # on. Raises `BadInput` where it would be too long."""
    text = "#" + "&".join(_parts(link))
    if len(text) > LONGEST_WRITTEN:
        raise BadInput(f"it has {len(text)} characters", where="link", allowed=f"{LONGEST_WRITTEN} at most")
    return text


def _parts(link: Link) -> Iterator[str]:
    yield f"v={SCHEME}"
    if link.changes.scenarios:
        yield f"s={'+'.join(link.changes.scenarios)}"
    if link.changes.levers:
        yield f"l={_levers(link.changes)}"
    if link.compared is not None:
        yield f"b={spec_of(link.compared)}{'~' + _levers(link.compared) if link.compared.levers else ''}"
    if link.panels:
        yield f"p={','.join(link.panels)}"
    yield from _how(link)
    if link.changes.any or link.compared is not None:
        yield f"m={own_mark()}"


def _how(link: Link) -> Iterator[str]:
    """How the page shows it."""
    if link.year != USUAL_YEAR:
        yield f"y={link.year}"
    if link.long:
        yield f"w={LONG_VIEW}"
    for key, text in (("q", link.position), ("t", link.step), ("e", "1" if link.embedded else "")):
        if text:
            yield f"{key}={text}"


def _levers(changes: Changes) -> str:
    return ";".join(lever_written(key, moved) for key, moved in changes.levers.items())


def lever_written(key: str, moved: Moved) -> str:
    """A lever as a link has it."""
    times = "" if sliders()[key].sets else "x"
    return f"{key}:{times}{round(moved.value, DECIMALS):g}@{moved.first}-{moved.last}"
