"""The record and the words in the edition in one file: sections that open in place, read from the pages of the folder.

parts = sections(Path("site"), Language("ru"))      # HTML that can be read with scripts off

Cells that repeat what stands above them in the same column are joined, so that the whole fits.
"""

import re
from collections.abc import Sequence
from itertools import compress
from pathlib import Path

from pyrrhic.app.language import Language
from pyrrhic.errors import BadFile

SERIES = re.compile(r'<div id="series">\n(.*)</div></div>\n</main>', re.DOTALL)
TERMS = re.compile(r'(<section id="terms".*</section>)\n</div></div>\n</main>', re.DOTALL)
USES = re.compile(r'\n?<span class="uses">.*?</span>(?=</li>)', re.DOTALL)
NO_ROOM = re.compile(
    r'<figure class="drawn">.*?</figure>\n?|<p class="(?:cited|panels-with)">.*?</p>|<ol class="footnotes places">.*?</ol>|</?cite>'
    r'|(?<=<tr) id="[^"]*"',
    re.DOTALL,
)
TERM = re.compile(r'<a class="term"[^>]*>(.*?)</a>')
HEAD_AND_ROWS = re.compile(r"(?<=<thead><tr>)(.*?)(<tbody>\n)((?:<tr>.*\n\n?)+)")
HEAD = re.compile(r'<th scope="col" class="of-(\w+)">[^<]*')
LEFT_OUT, VALUE = ("seen", "id"), "value"  # columns for which there is no room, and the column of numbers
TABLE = re.compile(r"(?<=<tbody>\n)(?:<tr>.*\n\n?)+")
ROW, CELL = "<tr>", "<td>"
LONG, FIRST_JOINED = 8, 2  # letters of a cell that is worth joining with the same below it, and the first such column
RECORD, WORDS = "record", "words"


def sections(folder: Path, say: Language) -> str:
    """Both sections, each folded, with links that lead to each other."""
    record, words = (read(folder, name, say.code) for name in (RECORD, WORDS))
    contents = {RECORD: _lighter(_only(SERIES, record), say), WORDS: _only(TERMS, USES.sub("", words))}
    titles = {RECORD: say("Record"), WORDS: say("Words and works")}
    about = {
        RECORD: say(
            "Every series with its figures, works, grades and territories. The page of the folder also searches and draws them, "
            "and says where each figure was seen and by which number it is cited."
        ),
        WORDS: say("Every term in both languages, and every work behind a figure or a view."),
    }
    shown = [_section(name, titles[name], about[name], contents[name]) for name in (RECORD, WORDS)]
    return _joined_cells(linked("\n".join(shown), say.code))


def links(say: Language) -> str:
    """The two sections as the head of the page names them."""
    return "".join(
        f'<a href="#{_anchor(name)}">{title}</a>'
        for name, title in ((RECORD, say("Record")), (WORDS, say("Words and works")))
    )


def read(folder: Path, name: str, language: str) -> str:
    """A page of the folder."""
    return (folder / f"{name}.{language}.html").read_text(encoding="utf-8")


def _only(pattern: re.Pattern, page: str) -> str:
    matched = pattern.search(page)
    if matched is None:
        raise BadFile("the page has no such part; its template has changed", where=pattern.pattern)
    return matched[matched.re.groups]


def _section(name: str, title: str, about: str, content: str) -> str:
    head = f'<summary><h2>{title}</h2></summary><p class="says">{about}</p>'
    return f'<details class="alone reading" id="{_anchor(name)}">{head}\n{content}</details>'


def _anchor(name: str) -> str:
    return f"alone-{name}"


def _lighter(text: str, say: Language) -> str:
    """The record without what there is no room for: pictures, panels, terms, citations, places seen, identifiers, marks of works."""
    text = TERM.sub(r"\1", re.sub(rf"<dt>{say('Seen in')}</dt><dd>.*?</dd>", "", text))
    return HEAD_AND_ROWS.sub(lambda table: _narrower(*table.groups()), NO_ROOM.sub("", text))


def _narrower(head: str, body: str, rows: str) -> str:
    """A table without some of its columns."""
    kept = [name not in LEFT_OUT for name in HEAD.findall(head)]
    heads = "".join(compress((_plain(*matched.group(0, 1)) for matched in HEAD.finditer(head)), kept))
    cells = (line.removeprefix(ROW + CELL).split(CELL) for line in rows.splitlines() if line)
    return heads + body + "".join(f"{ROW}{CELL}{CELL.join(compress(row, kept))}\n" for row in cells)


def _plain(head: str, name: str) -> str:
    """The head of a column without the class that only styles of the folder need."""
    return head if name == VALUE else head.replace(f' class="of-{name}"', "")


def linked(text: str, language: str) -> str:
    """A text in which what leads to the two pages leads to a place in this one."""
    return re.sub(rf'href="(?:{RECORD}|{WORDS})\.{language}\.html#', 'href="#', text)


def _joined_cells(text: str) -> str:
    """Tables in which a cell that says what the one above says is joined with it."""
    return TABLE.sub(lambda table: _rows(table[0]), text)


def _rows(table: str) -> str:
    rows = [line.removeprefix(ROW + CELL).split(CELL) for line in table.splitlines() if line]
    return "".join(ROW + "".join(_cells(rows, at)) + "\n" for at in range(len(rows)))


def _cells(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    """The cells of a row without those that an earlier row holds."""
    cells = []
    for column, text in enumerate(rows[at]):
        if at and _is_joined(rows, at, column):
            continue
        last = at + 1
        while last < len(rows) and _is_joined(rows, last, column):
            last += 1
        cells.append(f'<td rowspan="{last - at}">{text}' if last > at + 1 else CELL + text)
    return cells


def _is_joined(rows: Sequence[Sequence[str]], at: int, column: int) -> bool:
    """Whether a cell says at some length what the one above it says; year and value, which come first, always stand."""
    text = rows[at][column]
    return column >= FIRST_JOINED and len(text) > LONG and text == rows[at - 1][column]
