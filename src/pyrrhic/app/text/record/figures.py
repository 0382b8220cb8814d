"""The figures of a series as rows of a table: year, value, range, work and page, grade, notes, identifier.

What all figures share is said once above the table; notes, and where figures were seen, stand once below it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase
from textwrap import shorten
from typing import Any, Protocol

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import in_words, variant_in_words
from pyrrhic.app.text.record.plot import OTHER, POINT, RIVAL, Mark
from pyrrhic.app.text.table import GAP, Column, terminal_width
from pyrrhic.app.witnesses import witness_in_words
from pyrrhic.record.tables import FLAGS, SEEN, VALUE_IS
from pyrrhic.record.years import agricultural_year, parse_year
from pyrrhic.sources import Source, split

View = Mapping[str, Any]
Works = Mapping[str, Source]
ROOM_OF_WORKS = 22  # letters of a work and its page below which the identifier goes with them
LONGEST_NAME = 48  # letters of a work that is named by its title
LONGEST_PLACE, OFTEN = 32, 3  # letters of a place in a work, and figures read there, beyond which it is a note
SIGNIFICANT = 4  # digits of a computed figure
MAIN, VARIANT = "main", "variant"
SIGNS = {RIVAL: "rival estimate", OTHER: "figure of another definition"}
FEWEST_YEARS = 3  # a plot over the years has at least so many
SAID_BY_THE_GRADE = {("B", "quotation"), ("C", "memory"), ("A", "original")}


class Placed(Protocol):
    """A figure with its place among the years."""

    @property
    def year(self) -> float:
        """The middle of its year."""

    @property
    def is_of_a_period(self) -> bool:
        """Whether it is a figure of several years."""


@dataclass(frozen=True)
class Figures:
    """The table of a series: its columns, its rows by place, what is said once, the notes with their numbers, what to draw."""

    columns: Sequence[Column]
    rows: Mapping[str, Sequence[Sequence[str]]]
    shared: Sequence[str]
    notes: Mapping[str, int]
    signs: Mapping[str, str]
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Line:
    """A figure as words: a sign where it is a rival or a variant, and what its note numbers stand for."""

    sign: str
    year: str
    value: str
    range: str
    work: str
    grade: str = ""
    notes: tuple[str, ...] = ()
    identifier: str = ""
    variant: str = ""
    place: str = ""


# --- printed figures ------------------------------------------------------------------------------------------


def printed_figures(view: View, works: Works, say: Language) -> Figures:
    """The figures of a printed series."""
    seen = view["observations"]
    marks = [_mark(figure, works, say) for figure in seen if not figure["region"]]
    letters = _letters(figure for figure in seen if not figure["region"]) if is_of_years(marks) else {}
    lines = _long_places_below([_printed(figure, _sign(figure, letters), works, say) for figure in seen])
    lettered = [
        replace(mark, sign=letters.get(_standing(figure), mark.sign))
        for mark, figure in zip(marks, (figure for figure in seen if not figure["region"]), strict=True)
    ]
    signs = {sign: say(meaning) for sign, meaning in SIGNS.items() if any(line.sign == sign for line in lines)}
    legend = {**signs, **{letter: _meaning(of, works, say) for of, letter in letters.items()}}
    places = [say(figure["region"] or figure["territory"]) for figure in seen]
    return _table(lines, places, legend, lettered, say)


def is_of_years(marks: Sequence[Placed]) -> bool:
    """Whether figures are drawn over the years: those of periods, or of a year or two, stand below each other."""
    of_periods = sum(mark.is_of_a_period for mark in marks)
    return len({mark.year for mark in marks}) >= FEWEST_YEARS and of_periods * 2 < len(marks)


def _letters(seen: Iterable[View]) -> dict[tuple[str, str], str]:
    """A letter for each author of rival figures and for each definition of a variant, as far as the alphabet goes."""
    others = dict.fromkeys(_standing(figure) for figure in seen if figure["role"] != MAIN)
    return dict(zip(others, ascii_lowercase, strict=False))


def _sign(figure: View, letters: Mapping[tuple[str, str], str]) -> str:
    """What marks a rival or a variant in the table; a main figure has none."""
    signs = {MAIN: "", VARIANT: OTHER}
    return letters.get(_standing(figure), signs.get(figure["role"], RIVAL))


def _standing(figure: View) -> tuple[str, str]:
    role = figure["role"]
    return role, figure["variant"] if role == VARIANT else figure["source"]


def _meaning(standing: tuple[str, str], works: Works, say: Language) -> str:
    role, of = standing
    if role == VARIANT:
        return say("{name}: another definition", name=variant_in_words(of, say))
    return say("{work}: rival estimate", work=in_words(of, say, works))


def _printed(figure: View, sign: str, works: Works, say: Language) -> Line:
    low, high = figure["low"], figure["high"]
    return Line(
        sign=sign,
        year=str(figure["year"]),
        value=_number(figure["printed"], say),
        range="" if low is None else _range(*_of_one_length(low, high), say),
        work=_reference(figure["source"], "", say, works),
        place=_place(figure["source"], figure["page"], say, works),
        variant=variant_in_words(figure["variant"], say) if figure["role"] == VARIANT else "",
        grade=figure["grade"],
        notes=tuple(filter(None, (say(figure["note"]), *_remarks(figure, say)))),
        identifier=figure["id"],
    )


def _reference(key: str, page: str, say: Language, works: Works) -> str:
    """A work, its title cut where that is its name and long, and the page."""
    name = in_words(key, say, works)
    return f"{shorten(name, LONGEST_NAME, placeholder='…')}{_place(key, page, say, works)}"


def _place(key: str, page: str, say: Language, works: Works) -> str:
    """The page as it follows the work, with a comma before it."""
    return in_words(f"{key}[{page}]", say, works).removeprefix(in_words(key, say, works)) if page else ""


def _long_places_below(lines: Sequence[Line]) -> list[Line]:
    """The figures with the place after their work; one that is long and comes often becomes a note."""
    counted = Counter((line.work, line.place) for line in lines)
    return [
        replace(line, notes=(line.work + line.place, *line.notes))
        if len(line.place) > LONGEST_PLACE and counted[line.work, line.place] >= OFTEN
        else replace(line, work=line.work + line.place)
        for line in lines
    ]


def _remarks(figure: View, say: Language) -> list[str]:
    """How the number came about, what is wrong with it, and how and where it was seen, unless the grade says so."""
    remarks = []
    if figure["value_is"] not in ("", "printed"):
        remarks.append(say.pick(VALUE_IS[figure["value_is"]]))
    if figure["flag"]:
        remarks.append(say.pick(FLAGS[figure["flag"]]))
    witness = witness_in_words(figure["seen_in"], say)
    if witness:
        remarks.append(f"{say.pick(SEEN[figure['seen']])}: {witness}")
    elif figure["seen"] and (figure["grade"], figure["seen"]) not in SAID_BY_THE_GRADE:
        remarks.append(say.pick(SEEN[figure["seen"]]))
    return remarks


def _of_one_length(low: float, high: float) -> tuple[str, str]:
    """The ends of a range, both with the decimals of the longer."""
    decimals = max(len(f"{end:.10g}".partition(".")[2]) for end in (low, high))
    return f"{low:.{decimals}f}", f"{high:.{decimals}f}"


def _mark(figure: View, works: Works, say: Language) -> Mark:
    value = figure["value"]
    low, high = (value if figure[end] is None else figure[end] for end in ("low", "high"))
    standing = _standing(figure)
    return Mark(
        figure["middle"],
        value,
        low,
        high,
        rival=figure["role"] != MAIN,
        sign=_sign(figure, {}) or POINT,
        when=_when(str(figure["year"])),
        name=variant_in_words(standing[1], say) if standing[0] == VARIANT else in_words(figure["source"], say, works),
        is_of_a_period=parse_year(str(figure["year"])).kind == "period",
    )


def _when(year: str) -> str:
    """The year as an axis names it: that of a date."""
    return year[:4] if parse_year(year).kind in ("date", "month") else year


# --- derived figures ------------------------------------------------------------------------------------------


def derived_figures(view: View, works: Works, say: Language) -> Figures:
    """The points of a derived series, each with the works that it comes from."""
    points, is_agricultural = view["points"], view["calendar"] == "agricultural year"
    lines = [_point(point, is_agricultural, works, say) for point in points]
    marks = [
        Mark(point["year"], point["value"], point["low"], point["high"], when=line.year)
        for point, line in zip(points, lines, strict=True)
        if not point["region"]
    ]
    return _table(lines, [say(point["region"] or point["territory"]) for point in points], {}, marks, say)


def _point(point: View, is_agricultural: bool, works: Works, say: Language) -> Line:
    year, low, high = point["year"], point["low"], point["high"]
    return Line(
        sign="",
        year=agricultural_year(year) if is_agricultural else str(year),
        value=_number(_short(point["value"]), say),
        range="" if low == high else _range(_short(low), _short(high), say),
        work="; ".join(_reference(*_parts(source), say, works) for source in point["sources"].split(";")),
    )


def _parts(reference: str) -> tuple[str, str]:
    """The key and the page of a reference."""
    key, page = split(reference.strip())
    return key, page or ""


def _short(value: float) -> str:
    """A computed number to a few digits, whole from ten thousand on."""
    return f"{value:.0f}" if abs(value) >= 10**SIGNIFICANT else f"{value:.{SIGNIFICANT}g}"


# --- rows of figures ------------------------------------------------------------------------------------------


def _table(
    lines: Sequence[Line], places: Sequence[str], signs: Mapping[str, str], marks: Sequence[Mark], say: Language
) -> Figures:
    """The table of all figures: the columns that differ, with what does not differ above it."""
    common = set.intersection(*(set(line.notes) for line in lines)) if len(lines) > 1 else set()
    noted = dict.fromkeys(note for line in lines for note in line.notes if note not in common)
    notes = {note: number for number, note in enumerate(noted, start=1)}
    columns: dict[str, list[str]] = {
        "": [line.sign for line in lines],
        say("year"): [line.year for line in lines],
        say("value"): in_a_column([line.value for line in lines], say),
        say("range"): [line.range for line in lines],
        say("work, page"): [": ".join(filter(None, (line.variant, line.work))) for line in lines],
        say("gr."): [line.grade for line in lines],
        say("see"): [", ".join(str(notes[note]) for note in line.notes if note in notes) for line in lines],
        say("id"): [line.identifier for line in lines],
    }
    shared = _shared(columns, (say("work, page"), say("gr.")), say) if len(lines) > 1 else []
    shared += [say("Of all figures: {note}", note=note) for note in common]
    kept = {head: cells for head, cells in columns.items() if any(cells)}
    if say("work, page") in kept:
        kept[say("work, page")] = _works(kept, lines, places, say)
        kept = _narrower(kept, say)
    heads = [Column(head, left=head != say("value")) for head in kept]
    rows: dict[str, list[Sequence[str]]] = {}
    for place, *cells in zip(places, *kept.values(), strict=True):
        rows.setdefault(place, []).append(cells)
    return Figures(heads, rows, shared, notes, signs, marks)


def _shared(columns: dict[str, list[str]], names: Iterable[str], say: Language) -> list[str]:
    """What all figures have in a column, said once; the column is emptied."""
    sentences = {say("work, page"): "Work of all figures: {words}", say("gr."): "Grade of all figures: {words}"}
    shared = []
    for name in names:
        cells = columns[name]
        if len(set(cells)) == 1 and cells[0]:
            shared.append(say(sentences[name], words=cells[0]))
            columns[name] = [""] * len(cells)
    return shared


def _works(columns: Mapping[str, list[str]], lines: Sequence[Line], places: Sequence[str], say: Language) -> list[str]:
    """The works of the rows, each after the word for its variant; a long one that stands in the row above is not said again."""
    others = [max(map(len, (head, *cells))) + len(GAP) for head, cells in columns.items() if head != say("work, page")]
    room = max(ROOM_OF_WORKS, terminal_width() - sum(others))
    words, above = [], ("", "")
    for line, place in zip(lines, places, strict=True):
        whole = ": ".join(filter(None, (line.variant, line.work)))
        again = ": ".join(filter(None, (line.variant, say("ibid."))))
        words.append(again if (place, line.work) == above and len(whole) > room else whole)
        above = (place, line.work)
    return words


def _narrower(columns: Mapping[str, list[str]], say: Language) -> dict[str, list[str]]:
    """The columns, the identifier after the work where the terminal has no room for both."""
    work, identifier = say("work, page"), say("id")
    others = [max(map(len, (head, *cells))) + len(GAP) for head, cells in columns.items() if head != work]
    if identifier not in columns or sum(others) + ROOM_OF_WORKS <= terminal_width():
        return dict(columns)
    both = ["; ".join(filter(None, cells)) for cells in zip(columns[work], columns[identifier], strict=True)]
    joined = {head: both if head == work else cells for head, cells in columns.items() if head != identifier}
    return {say("work, page, id") if head == work else head: cells for head, cells in joined.items()}


def _number(printed: str, say: Language) -> str:
    """A number with the decimals that are printed."""
    whole, _, decimals = printed.partition(".")
    if not whole.lstrip("-").isdecimal() or not (decimals.isdecimal() or not decimals):
        return printed
    return say.number(float(printed), len(decimals))


def _range(low: str, high: str, say: Language) -> str:
    """A range of two numbers, with words between them where one has a minus."""
    ends = [_number(end, say) for end in (low, high)]
    return say("{low} to {high}", low=ends[0], high=ends[1]) if "-" in low + high else "–".join(ends)


def in_a_column(values: Sequence[str], say: Language) -> list[str]:
    """Numbers with their decimal signs below each other."""
    sign = "," if say.code == "ru" else "."
    decimals = [len(value) - value.find(sign) if sign in value else 0 for value in values]
    return [value + " " * (max(decimals) - behind) for value, behind in zip(values, decimals, strict=True)]
