"""The figures that the second edition should reach, and the readings that were changed, as text."""

from math import nan
from typing import Any

from pyrrhic.app.language import Language, spoken
from pyrrhic.app.text.table import paragraph
from pyrrhic.app.views.figures import bounds_of, number_text
from pyrrhic.studies.fit.second_edition import JUDGES, NOT_COMPUTED
from pyrrhic.studies.replications.replicate import MET

View = dict[str, Any]
SHOWN = 4  # numbers of a figure that has many
INDENT = " " * 14
ABOUT = (
    "Figures that the second edition should reach; set down before it was sampled, judged and not fitted (decision 11)."
)
NO_NAME, NO_NUMBER = "not computed in this build: {why}", "not judged: {why}"


def second_edition_text(view: View, say: Language) -> str:
    """A line for each figure with its verdict, then how many are met."""
    by = (
        say("Judged by the single run at the starting fit")
        if view["by"] == "single"
        else say("Judged by the medians of {count} draws of the mixture", count=view["draws"])
    )
    counts = ", ".join(f"{say(state)} {count}" for state, count in view["counts"].items())
    return "\n".join(
        [paragraph(say(ABOUT)), by, "", *(figure_text(figure, say) for figure in view["figures"]), "", counts]
    )


def figure_text(figure: View, say: Language) -> str:
    """A figure with its verdict, its numbers, its bounds, and how it is read where it is missed."""
    state = say(figure["state"]) if figure["state"] == MET else say(figure["state"]).upper()
    judge = spoken(JUDGES[figure["judged_by"]], say)
    sentence = f"{spoken(figure['title'], say)} [{judge}]: {numbers_of(figure, say)} ({bounds(figure, say)})."
    reading = "" if figure["state"] == MET else f" {spoken(figure['why'], say)}"
    return paragraph(f"{sentence}{reading}", INDENT, f"{state:14}")


def numbers_of(figure: View, say: Language) -> str:
    """The numbers that lie outside first, then others, as many as are shown; or why there are none."""
    if figure["state"] == NOT_COMPUTED:
        return say(NO_NAME if figure["unknown"] else NO_NUMBER, why=spoken(figure["why_not"], say))
    numbers = sorted(figure["numbers"], key=lambda number: not number["outside"])
    shown = ", ".join(_number(number, figure["unit"], say) for number in numbers[:SHOWN])
    more = say(" and {count} more", count=len(numbers) - SHOWN) if len(numbers) > SHOWN else ""
    return f"{shown}{more}{_share(figure, say)}"


def _number(number: View, unit: str, say: Language) -> str:
    value = nan if number["value"] is None else number["value"]
    return f"{spoken(number['label'], say)} {number_text(value, unit, say)}"


def _share(figure: View, say: Language) -> str:
    """The share of the draws that reach a figure, where it has draws."""
    if figure["share"] is None:
        return ""
    share = f"{figure['share']:.0%}"
    return say("; {share} of the draws reach it", share=share)


def bounds(figure: View, say: Language) -> str:
    """The bounds in words, and how many numbers may lie outside."""
    allowed = figure["misses_allowed"]
    among = say("; {count} may lie outside", count=allowed) if allowed else ""
    return f"{bounds_of(figure['low'], figure['high'], figure['strict'], figure['unit'], say)}{among}"


def changed_readings_text(view: View, say: Language) -> str:
    """Each changed reading: what, the old and the new one, when, what was known, why."""
    about = say("Readings that were changed after their outcome was seen, old and new side by side.")
    return "\n".join([paragraph(about), *(_changed(reading, say) for reading in view["changed_readings"])])


def _changed(reading: View, say: Language) -> str:
    lines = [
        ("old: {words}", reading["old"]),
        ("new: {words}", reading["new"]),
        ("known: {words}", reading["known"]),
        ("why: {words}", reading["reason"]),
    ]
    below = [paragraph(say(line, words=spoken(words, say)), "    ", "  ") for line, words in lines]
    return "\n".join(["", paragraph(f"{spoken(reading['what'], say)} ({reading['changed']})"), *below])
