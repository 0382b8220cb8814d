"""Runs, comparisons and intervals as tables of text, one agricultural year a line."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import label, members
from pyrrhic.app.text.table import Column, fixed, table, table_of_years
from pyrrhic.app.views.columns import shown_quantities, usual
from pyrrhic.record.years import agricultural_year
from pyrrhic.runs.run import SHORT
from pyrrhic.units import UNITS

# Units as the table writes them, where a column's label says the rest.
SHORT_UNITS = {
    "million persons": "million",
    "billion rubles of 1937": "bn rub. 1937",
    "billion rubles of 1928": "bn rub. 1928",
    "million horse equivalents": "m horse eq.",
}
QUANTILES = ("5%", "25%", "median", "75%", "95%")


def run_text(view: Mapping[str, Any], say: Language) -> str:
    """What `pyrrhic run` and `compare` print: numbers of single runs, or intervals over draws."""
    if "levels" in view:
        return _intervals(view, say)
    return _differences(view, say) if "differences" in view else _numbers(view, say)


# --- single runs ----------------------------------------------------------------------------------------------


def _numbers(view: Mapping[str, Any], say: Language) -> str:
    """A run as a table for the whole country."""
    quantities = {name: _national(entry) for name, entry in view["quantities"].items()}
    return "\n".join([_head(view, say), _table(view["years"], quantities, False, say)])


def _differences(view: Mapping[str, Any], say: Language) -> str:
    """The differences as a table, with the sums of what adds up over years."""
    less = say("difference from: {title}", title=_title(view["first"], say))
    heads = [_head(view["second"], say), f"{less}  [{view['first']['fingerprint'][:SHORT]}]"]
    return "\n".join([*heads, _table(view["years"], view["differences"], True, say)])


def _head(run: Mapping[str, Any], say: Language) -> str:
    return f"{_title(run, say)}  [{run['fingerprint'][:SHORT]}]"


def _title(run: Mapping[str, Any], say: Language) -> str:
    return say.pick(run["title"]) or run["scenario"]


def _national(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """The numbers of a quantity for the whole country, by year and kind."""
    return {**entry, "values": entry.get("national", entry["values"])}


def _table(years: Sequence[int], quantities: Mapping[str, Mapping], differences: bool, say: Language) -> str:
    """A line for each year, and sums of what adds up where differences are shown; a column for each kind."""
    heads, cells = [Column(say("year"), left=True)], []
    for name, entry in quantities.items():
        heads += _heads(name, entry, differences, say)
        cells += [[*column, *([_in_all(name, entry)] if differences else [])] for column in _by_kind(entry)]
    total = differences and any(name in usual() and usual()[name].adds_up for name in quantities)
    begin = [*map(agricultural_year, years), *([say("total")] if total else [])]
    rows = [[first, *(column[number] for column in cells)] for number, first in enumerate(begin)]
    return table_of_years(heads, rows, say)


def _heads(name: str, entry: Mapping[str, Any], signed: bool, say: Language) -> list[Column]:
    """The heads of a quantity, one for each of its kinds."""
    axes = [axis for axis in entry["dims"] if axis not in ("year", "region")]
    kinds = [f" {kind.replace('_', ' ')}" for axis in axes for kind in members(axis, say)] or [""]
    decimals = shown_quantities([name])[0].decimals
    return [Column(label(name, say) + kind, _unit(entry, say), fixed(decimals, signed)) for kind in kinds]


def _by_kind(entry: Mapping[str, Any]) -> list[list[float | None]]:
    """The numbers of each kind over the years; one column where there are no kinds."""
    values = entry["values"]
    return [list(column) for column in zip(*values, strict=True)] if isinstance(values[0], list) else [values]


def _in_all(name: str, entry: Mapping[str, Any]) -> float | str | None:
    """The sum over the years, empty for what does not add up."""
    return entry["in_all"] if name in usual() and usual()[name].adds_up else ""


def _unit(entry: Mapping[str, Any], say: Language) -> str:
    mean = f", {say('mean')}" if entry.get("over_regions") == "mean" else ""
    return unit_in_table(entry["unit"], say) + mean


def unit_in_table(unit: str, say: Language) -> str:
    """A unit as short as it can be in the head of a column."""
    return say.unit(unit) if say.code == "ru" and unit in UNITS else SHORT_UNITS.get(unit, unit)


# --- intervals ------------------------------------------------------------------------------------------------


def _intervals(view: Mapping[str, Any], say: Language) -> str:
    """The intervals as a table for each quantity, and those that are zero throughout by name."""
    shown = {name: quantity for name, quantity in view["quantities"].items() if _is_anything(quantity)}
    tables = [
        f"{label(name, say)} ({say.unit(quantity['unit']) if say.code == 'ru' else quantity['unit']})\n"
        + _quantiles(view, quantity, say)
        for name, quantity in shown.items()
    ]
    zero = [label(name, say) for name in view["quantities"] if name not in shown]
    left_out = [say("left out, zero throughout: {names}", names=", ".join(zero))] if zero else []
    return "\n\n".join(["\n".join(_about(view, say)), *tables, *left_out])


def _about(view: Mapping[str, Any], say: Language) -> list[str]:
    """Of which scenarios, draws and structures the intervals are."""
    titles = [say.pick({"en": name, **title}) for title, name in zip(view["titles"], view["scenarios"], strict=True)]
    head = (
        titles[0] if len(titles) == 1 else say("{second}: difference from {first}", second=titles[1], first=titles[0])
    )
    names, draws = view["structures"], view["draws"]
    if len(names) == 1:
        of = [say("{title}: {draws} draws of the variant {name}", title=head, draws=draws, name=names[0])]
    else:
        by = say(
            "{title}: {draws} draws of {count} variants of the model, by their weights",
            title=head,
            draws=draws,
            count=len(names),
        )
        of = [by, say("variants: lowest and highest median of a variant by itself")]
    return [*of, *_failed(view, say)]


def _failed(view: Mapping[str, Any], say: Language) -> list[str]:
    failed = view["failed_draws"]
    return [say("{count} draws failed and have no weight", count=failed)] if failed else []


def _is_anything(quantity: Mapping[str, Any]) -> bool:
    return any(value for row in quantity["values"] for value in row)


def _quantiles(view: Mapping[str, Any], quantity: Mapping[str, Any], say: Language) -> str:
    written, several = fixed(quantity["decimals"]), len(view["structures"]) > 1
    heads = [Column(say("year"), left=True), *(Column(say(title), written=written) for title in QUANTILES)]
    years = map(agricultural_year, view["years"])
    rows = list(zip(years, quantity["values"], quantity["range_of_structures"], strict=True))
    if quantity["in_all"]:
        rows.append((say("total"), quantity["in_all"]["values"], quantity["in_all"]["range_of_structures"]))
    if not several:
        return table(heads, [(year, *values) for year, values, _ in rows])
    spans = [say("{low} to {high}", low=written(low), high=written(high)) for _, _, (low, high) in rows]
    cells = [(year, *values, span) for (year, values, _), span in zip(rows, spans, strict=True)]
    return table([*heads, Column(say("variants"))], cells)
