"""Links made up for tests: those that a page writes, and those that nobody should."""

import random
from collections.abc import Iterator
from urllib.parse import quote

from pyrrhic.app.links.link import Changes, Link, Moved, panels, positions, scenario_names
from pyrrhic.app.links.sliders import sliders
from pyrrhic.app.links.writing import state

FIRST, LAST = 1926, 1939
LATE_FIRST, LATE_LAST, LATE = 1946, 1970, 0.15  # after the war, and how often
HOSTILE = (
    "",
    "=",
    "&",
    "%",
    "%E0%A4%A",
    "%00",
    "%ED%A0%80",
    "<img src=x onerror=alert(1)>",
    "'\"`${1}",
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty",
    "NaN",
    "Infinity",
    "-0",
    "1e309",
    "0x10",
    "٣",
    "١٩٣٢",
    "\u202e",
    "нэп",
    "🌾",
    "a" * 3000,
    "9" * 400,
    " ",
    "\t\n",
    "//",
    "javascript:alert(1)",
    "null",
    "undefined",
)
SIGNS = "&=+;:@-~,.x#%/?"


def drawn(chance: random.Random) -> Link:
    """A random link, as a page may write it."""
    names = [name for name in scenario_names() if name != "as_it_happened"]
    scenarios = tuple(chance.sample(names, chance.choice((0, 1, 1, 2))))
    levers = {key: _moved(key, chance) for key in chance.sample(sorted(sliders()), chance.randint(0, 4))}
    return Link(Changes(scenarios, levers), year=chance.randint(FIRST, LAST))


def _moved(key: str, chance: random.Random) -> Moved:
    from_, to = (LATE_FIRST, LATE_LAST) if sliders()[key].late and chance.random() < LATE else (FIRST, LAST)
    first = chance.randint(from_, to)
    least, most = sliders()[key].bounds_in(first, first)
    value = round(chance.uniform(least, most), 2)
    return Moved(min(max(value, least), most), first, chance.randint(first, to))


def hostile(chance: random.Random, count: int) -> Iterator[str]:
    """Texts after #: links with parts torn out, put twice, misspelt or made of anything."""
    for _ in range(count):
        text = chance.choice((_written, _parts, _anything))(chance)
        yield quote(text, safe=SIGNS) if chance.random() < 0.3 else text


def _written(chance: random.Random) -> str:
    """A link that was good, with some letters taken out, put in, or exchanged."""
    letters = list(state(drawn(chance)))
    for _ in range(chance.randint(0, 4)):
        at = chance.randrange(len(letters)) if letters else 0
        letters[at : at + chance.randint(0, 2)] = chance.choice(("", chance.choice(SIGNS), chance.choice(HOSTILE)[:20]))
    return "".join(letters)


def _parts(chance: random.Random) -> str:
    """Parts with a known key and any text."""
    keys = ("v", "s", "l", "b", "p", "y", "w", "q", "t", "e", "m", "z", "constructor", "")
    return "#" + "&".join(f"{chance.choice(keys)}={_text(chance)}" for _ in range(chance.randint(0, 8)))


def _text(chance: random.Random) -> str:
    known = (*scenario_names(), *sliders(), *panels()[:4], *positions()[:3], "1", "1970", "1932", "1950", "s3.2", "2")
    words = [chance.choice(known if chance.random() < 0.6 else HOSTILE) for _ in range(chance.randint(1, 3))]
    lever = f"{chance.choice(known)}:{chance.choice(('', 'x'))}{chance.choice(('0.5', '9', '1', ''))}@{chance.randint(1920, 1945)}-1932"
    return chance.choice(SIGNS).join([*words, lever] if chance.random() < 0.5 else words)


def _anything(chance: random.Random) -> str:
    return "".join(chance.choice((*HOSTILE, *SIGNS)) for _ in range(chance.randint(0, 6)))
