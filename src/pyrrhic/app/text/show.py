"""A name of the model as text for a terminal."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from textwrap import indent
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import in_words, members
from pyrrhic.app.text.table import Column, columns, paragraph, table_in_blocks, terminal_width
from pyrrhic.engine.printers.formula import WIDTH, wrapped
from pyrrhic.record.years import agricultural_year
from pyrrhic.units import ADDITIVE

BY = {"species": "by species", "crop": "by crop", "price_vector": "by price vector", "region": "by region"}
RANGE_OF = {"value": "", "factor": " times", "contrast": " (contrast)"}
HISTORY = {
    **dict.fromkeys(("lever", "driver"), "The historical path"),
    "rival equation": "In the historical run with this rival equation, at the starting fit of the default one",
}
INDENT = "  "
WORDS_IN_FORMULAS = (
    *("sum over regions of", "sum over species of", "sum over crops of", "normal distribution", "smooth minimum"),
    *("positive part", "saturating", "minimum", "maximum", "sharpness", "ceiling", "width", "if", "else"),
)
IN_FORMULAS = re.compile(rf"\b({'|'.join(WORDS_IN_FORMULAS)})\b")
View = dict[str, Any]
Rows = list[tuple[str, ...]]


def text(view: View, say: Language) -> str:
    """Head, formula, facts, what it reads, values and sources, with an empty line between."""
    blocks = [
        _head(view, say),
        _formula(view["formula"], say) if "formula" in view else "",
        _facts(view, say),
        _reads(view, say),
        _value(view, say),
        _history(view, say),
        _sources(view, say),
    ]
    return "\n\n".join(block for block in blocks if block)


def _formula(formula: str, say: Language) -> str:
    """A formula in lines, its functions in the language asked for; names stay as they may be typed."""
    spoken = IN_FORMULAS.sub(lambda word: say(word.group()), formula)
    return indent(wrapped(spoken, min(WIDTH, terminal_width() - len(INDENT))), INDENT)


def _head(view: View, say: Language) -> str:
    title = f"{view['title']}  ({view['name']})" if "title" in view else view["name"]
    axes = ", ".join(say(BY[axis]) for axis in view["axes"]) or say("national")
    head = f"{title}: {say(view['kind'])}, {axes}, {_unit(view)}"
    return f"{paragraph(head)}\n{paragraph(view['sentence'])}"


def _unit(view: View) -> str:
    symbol, name = view["unit"], view["unit_name"]
    return name if symbol in (name, "1") else f"{name} ({symbol})"


FACTS: dict[str, Callable[[View, Language], str]] = {
    "In words": lambda view, say: view.get("in_words", ""),
    "Remark": lambda view, say: view.get("holds", ""),
    "Equation": lambda view, say: _chosen(view, say) if view.get("rival") else "",
    "Closes the stock": lambda view, say: view.get("closes") or "",
    "Computed by": lambda view, say: view.get("closed_by", ""),
    "On 1 July 1926": lambda view, say: _compact(view["opening"], view["axes"], say) if "opening" in view else "",
    "Bounds": lambda view, say: _span(view["bounds"], say) if "bounds" in view else "",
    "Plausible range": lambda view, say: plausible_range(view["range"], say) if view.get("range") else "",
    "Prior": lambda view, say: _prior(view["prior"], say) if "prior" in view else "",
    "Sum": lambda view, say: f"{view['total']:g}" if view.get("total") else "",
    "Judgement of this project": lambda view, say: view.get("reason", ""),
    "Grade": lambda view, say: view.get("grade") or "",
    "Note": lambda view, say: view.get("note", ""),
    "Rivals": lambda view, say: ", ".join(view.get("rivals", ())),
    "Read by": lambda view, say: ", ".join(view["readers"]) or ("" if view.get("closes") else say("no equation")),
    "Path from": lambda view, say: ", ".join(f"pyrrhic record show {name}" for name in view.get("series", ())),
    "Written in": lambda view, say: ", ".join(filter(None, (view["file"], view.get("path_file")))),
    "Of this name too": lambda view, say: ", ".join(other["command"] for other in view["elsewhere"]),
}


def _facts(view: View, say: Language) -> str:
    facts = {name: fact(view, say) for name, fact in FACTS.items()}
    return "\n".join(paragraph(f"{say(name)}: {fact}", INDENT, "") for name, fact in facts.items() if fact)


def _chosen(view: View, say: Language) -> str:
    """Which of several rivals this is, and when it stands."""
    how = say("by default") if view["default"] else say("where a scenario's [structure] chooses it")
    return f"{view['rival']}, {how}"


def _reads(view: View, say: Language) -> str:
    """A line for each name that is read: unit, kind, and what is assumed of a parameter."""
    if not view.get("reads"):
        return ""
    rows = [
        (INDENT + entry["name"], entry["unit"], say(entry["kind"]), _assumed(entry, say)) for entry in view["reads"]
    ]
    return f"{say('Reads')}\n{columns(rows)}"


def _assumed(entry: View, say: Language) -> str:
    if "value" not in entry:
        return ", ".join(say(BY[axis]) for axis in entry["axes"])
    return "; ".join(
        (
            _compact(entry, entry["axes"], say),
            _span(entry["bounds"], say),
            _prior(entry["prior"], say),
            ", ".join(in_words(reference, say) for reference in entry["references"])
            or (say("by definition") if entry["basis"] == "definition" else say("judgement of this project")),
            f"{say('grade')} {entry['grade']}",
        )
    )


def _compact(numbers: View, axes: Sequence[str], say: Language) -> str:
    """A value in a few words: the number, and that of the starting fit; the range where it has axes."""
    given, fitted = (_range(numbers[which], say) for which in ("value", "fitted"))
    by = "".join(f" {say(BY[axis])}" for axis in axes)
    return f"{given}{by}" + (f", {say('fitted')} {fitted}" if fitted != given else "")


def _range(value, say: Language) -> str:
    flat = list(_flat(value))
    return _span((min(flat), max(flat)), say) if min(flat) < max(flat) else _number(flat[0])


def _flat(value) -> Iterable[float]:
    """The numbers of a value by one axis, by two, by name, or by none."""
    if isinstance(value, Mapping):
        value = [*value.values()]
    if not isinstance(value, list):
        return (value,)
    return chain.from_iterable(map(_flat, value))


def _span(bounds: Sequence[float], say: Language) -> str:
    return f"{_number(bounds[0])} {say('to')} {_number(bounds[1])}"


def plausible_range(plausible: View, say: Language) -> str:
    """How far a fixed value could lie otherwise, and of what the two ends are."""
    of = RANGE_OF[plausible["of"]]
    return f"{_span(plausible['ends'], say)}{of and say(of)}"


def _prior(prior: View | None, say: Language) -> str:
    if prior is None:
        return say("fixed")
    median, spread = (_range(prior[part], say) for part in ("median", "spread"))
    return f"{say(prior['distribution'])}, {say('median')} {median}, {say('spread')} {spread}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"


def _value(view: View, say: Language) -> str:
    """A parameter's own numbers, those of the file and those of the starting fit; kinds side by side."""
    if "value" not in view:
        return ""
    sets = {say("value"): view["value"], say("in the starting fit"): view["fitted"]}
    if view["fitted"] == view["value"]:
        del sets[say("in the starting fit")]
    if len(view["axes"]) < 2:
        return _table([("", *sets), *_labelled([*sets.values()], view["axes"], say)])
    kind, place = view["axes"]
    return "\n\n".join(
        _table([(title, *members(kind, say)), *_labelled(values, [place], say)]) for title, values in sets.items()
    )


def _history(view: View, say: Language) -> str:
    """The path as it happened, or the run of history, in a few years; both axes at once are too many for a screen."""
    if "history" not in view:
        return ""
    values, axes = view["history"]["values"], view["axes"]
    title, how = say(HISTORY.get(view["kind"], "In the historical run, at the starting fit")), ""
    if len(axes) > 1:
        how = ", " + (say("sum over regions") if _adds_up(view) else say("mean over regions"))
        axes = axes[:1]
        values = [[_total(kind, view) for kind in year] for year in values]
    rows = _labelled(values, axes, say)
    if axes == ["region"] and _adds_up(view):
        rows.append((INDENT + say("all regions"), *(_number(_total(year, view)) for year in values)))
    return f"{title} ({view['unit']}{how})\n" + _table([("", *map(agricultural_year, view["history"]["years"])), *rows])


def _table(rows: Rows) -> str:
    """Numbers in columns, to the right; labels before them, to the left."""
    heads, *cells = rows
    return table_in_blocks([Column(title, left=number == 0) for number, title in enumerate(heads)], cells)


def _adds_up(view: View) -> bool:
    return view["unit"] in ADDITIVE


def _total(numbers: Sequence[float | None], view: View) -> float | None:
    """The sum over regions where the unit adds up, else the mean; none where one is missing."""
    finite = [number for number in numbers if number is not None]
    if len(finite) < len(numbers):
        return None
    return sum(finite) / (1 if _adds_up(view) else len(finite))


def _labelled(sets: Sequence, axes: Sequence[str], say: Language) -> Rows:
    """A row for each member of the axes, with its number in each of several sets of values."""
    flat = [list(_flat(values)) for values in sets]
    return [(INDENT + label, *map(_number, numbers)) for label, *numbers in zip(_labels(axes, say), *flat, strict=True)]


def _labels(axes: Sequence[str], say: Language) -> list[str]:
    labels = [""]
    for axis in axes:
        labels = [f"{label} {name}".strip() for label in labels for name in members(axis, say)]
    return labels


def _sources(view: View, say: Language) -> str:
    lines = [
        paragraph(f"{in_words(source['reference'], say)}: {source['citation']}", INDENT * 2, INDENT)
        for source in view["sources"]
    ]
    return "\n".join([say("Sources"), *lines]) if lines else ""


# --- the works behind a name ----------------------------------------------------------------------------------

SHOWN_USES = 4


def cited_text(view: View, say: Language) -> str:
    """The works behind everything that has a name, each under its own heading."""
    return "\n\n".join(_meaning(meaning, say) for meaning in view["meanings"])


def _meaning(view: View, say: Language) -> str:
    """What lies upstream of a name, then each work with its pages and where it is used."""
    upstream = ", ".join(f"{say(kind)}: {len(names)}" for kind, names in view["upstream"].items())
    head = say(
        "{name}: {kind}; upstream of it: {upstream}; works: {count}",
        name=view["name"],
        kind=say(view["kind"]),
        upstream=upstream,
        count=len(view["sources"]),
    )
    works = [paragraph(head), "", *(_cited(source, say) for source in view["sources"])]
    return "\n".join([*works, *_judgements(view, say)])


def _judgements(view: View, say: Language) -> list[str]:
    """What rests on a judgement of this project and not on a work."""
    lines = [
        paragraph(f"{judgement['name']}: {say.pick(judgement['reason'])}", INDENT * 2)
        for judgement in view["judgements"]
    ]
    return ["", say("Judgements of this project, not taken from a work:"), *lines] if lines else []


def _cited(source: View, say: Language) -> str:
    """A work with the pages that are cited, and the first few names for which it is."""
    pages = f" [{'; '.join(source['pages'])}]" if source["pages"] else ""
    names = list(dict.fromkeys(use["name"] for use in source["used_by"]))
    beyond = len(names) - SHOWN_USES
    more = " " + say("and {count} more", count=beyond) if beyond > 0 else ""
    uses = say("for {names}", names=", ".join(names[:SHOWN_USES])) + more
    return "\n".join([paragraph(f"{source['citation']}{pages}", INDENT), paragraph(uses, INDENT * 2)])
