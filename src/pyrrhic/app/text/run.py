"""Runs, comparisons and intervals as tables of text, one agricultural year a line."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import label, members
from pyrrhic.app.text.table import Column, fixed, table, table_of_years
from pyrrhic.app.views.run import Headline, columns, how_over_regions, national
from pyrrhic.record.years import agricultural_year
from pyrrhic.runs.run import Run
from pyrrhic.units import UNITS

# Units as the table writes them, where a column's label says the rest.
SHORT_UNITS = {
    "million persons": "million",
    "billion rubles of 1937": "bn rub. 1937",
    "billion rubles of 1928": "bn rub. 1928",
    "million horse equivalents": "m horse eq.",
}
QUANTILES = ("5%", "25%", "median", "75%", "95%")


def run_text(run: Run, keep: Sequence[str], say: Language) -> str:
    """The run as a table of text."""
    shown = columns(run, keep)
    values = [national(run, column.quantity) for column in shown]
    return "\n".join([f"{_title(run, say)}  [{run.short}]", _table(run, shown, values, False, say)])


def compare_text(first: Run, second: Run, keep: Sequence[str], say: Language) -> str:
    """The differences as a table of text, with the sums of what adds up over years."""
    shown = columns(first, keep)
    values = [national(second, column.quantity) - national(first, column.quantity) for column in shown]
    less = say("difference from: {title}", title=_title(first, say))
    heads = [f"{_title(second, say)}  [{second.short}]", f"{less}  [{first.short}]"]
    return "\n".join([*heads, _table(first, shown, values, True, say)])


def _title(run: Run, say: Language) -> str:
    return say.pick(run.title) or run.name


def _table(run: Run, shown: Sequence[Headline], values: Sequence, differences: bool, say: Language) -> str:
    """A line for each year, and sums of the flows where differences are shown; a column for each kind."""
    heads, cells = [Column(say("year"), left=True)], []
    for column, array in zip(shown, values, strict=True):
        heads += _heads(run, column, differences, say)
        cells += [_cells(column, array[:, kind].tolist(), differences) for kind in range(array.shape[1])]
    years = [*map(agricultural_year, run.years), *([say("total")] if differences else [])]
    rows = [[year, *(column[number] for column in cells)] for number, year in enumerate(years)]
    if differences and not any(column.flow for column in shown):
        rows.pop()
    return table_of_years(heads, rows, say)


def _heads(run: Run, column: Headline, signed: bool, say: Language) -> list[Column]:
    """The heads of a quantity, one for each of its kinds."""
    axis = run.axes[column.quantity][0]
    kinds = [f" {kind.replace('_', ' ')}" for kind in members(axis, say)] if axis else [""]
    title, unit = label(column.quantity, say), _unit(run, column.quantity, say)
    return [Column(title + kind, unit, fixed(column.decimals, signed)) for kind in kinds]


def _cells(column: Headline, values: list[float], total: bool) -> list[float | str]:
    """The numbers of a column, and their sum where they add up over years."""
    return [*values, *([sum(values) if column.flow else ""] if total else [])]


def _unit(run: Run, name: str, say: Language) -> str:
    mean = f", {say('mean')}" if how_over_regions(run, name) == "mean" else ""
    return unit_in_table(run.units[name], say) + mean


def unit_in_table(unit: str, say: Language) -> str:
    """A unit as short as it can be in the head of a column."""
    return say.unit(unit) if say.code == "ru" and unit in UNITS else SHORT_UNITS.get(unit, unit)


# --- intervals ------------------------------------------------------------------------------------------------


def bands_text(view: Mapping[str, Any], say: Language) -> str:
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
