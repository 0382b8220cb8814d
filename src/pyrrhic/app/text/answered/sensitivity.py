"""What an answer depends on, as text: a tornado below each outcome, effects by group, and boxes of beliefs."""

from typing import Any

from pyrrhic.app.language import Language, spoken
from pyrrhic.app.text.questions import unit_in_words
from pyrrhic.app.text.show import plausible_range
from pyrrhic.app.text.table import Column, figures, fixed, paragraph, percent, table

View = dict[str, Any]
MOST_ROWS, FEWEST, INDENT = 12, 3, "  "
TIED = "*"
NEGLIGIBLE = 0.01  # a share of the variance that is not shown
FAILS = "fails"


# --- one at a time ------------------------------------------------------------------------------------------------


def tornado_text(view: View, say: Language) -> str:
    """Below each outcome the numbers that move it by more than a tenth, and a few in any case, the widest move first."""
    rows: list = []
    for outcome in view["outcomes"]:
        rows += ["", _head(outcome, say), *_bars(outcome, say)]
    columns = [
        Column(say("number"), left=True),
        Column(say("range"), left=True),
        *(Column(say(head), written=figures(3)) for head in ("low end", "high end")),
        Column(say("change"), written=percent()),
        *(Column(head, written=fixed(0, signed=True)) for head in (say("fit, low"), say("fit, high"))),
    ]
    return "\n".join(
        [
            paragraph(say("Medians of {count} draws of the mixture.", count=view["draws"])),
            paragraph(_rule(view, say)),
            "",
            table(columns, rows),
            "",
            *(paragraph(line) for line in _notes(view, say)),
        ]
    )


def _head(outcome: View, say: Language) -> str:
    title = f"{title_of(outcome, say)} ({unit_in_words(outcome['unit'], say)})"
    number = figures(3)
    return say(
        "{title}: {median}, 90% interval {low} to {high}",
        title=title,
        median=number(outcome["median"]),
        low=number(outcome["low"]),
        high=number(outcome["high"]),
    )


def title_of(outcome: View, say: Language) -> str:
    """The title of an outcome, with the scenario that it is read from where the title does not say it."""
    title = spoken(outcome["title"], say)
    if not outcome["scenario"]:
        return title
    if outcome["saved"]:
        return say("{title}: history less {scenario}", title=title, scenario=outcome["scenario"])
    return f"{title} ({outcome['scenario']})"


def _bars(outcome: View, say: Language) -> list:
    large = [bar for bar in outcome["bars"] if bar["is_large"]]
    rows: list = [_bar(bar, say) for bar in (large[:MOST_ROWS] if len(large) > FEWEST else outcome["bars"][:FEWEST])]
    if len(large) > MOST_ROWS:
        rest = ", ".join(name_of(bar, say) for bar in large[MOST_ROWS:])
        rows.append(INDENT + say("by more than a tenth too: {names}", names=rest))
    return rows


def _bar(bar: View, say: Language) -> tuple:
    name = f"{INDENT}{name_of(bar, say)}{TIED if bar['tied'] else ''}"
    reach = plausible_range({"ends": [_rounded(end) for end in bar["range"]], "of": bar["range_of"]}, say)
    low, high = (say(FAILS) if bar[end] is None else bar[end] for end in ("low", "high"))
    return name, reach, low, high, bar["change"], *bar["fit"]


def _rounded(end: float) -> float:
    return float(f"{end:.3g}")


def name_of(belief: View, say: Language) -> str:
    """The name of a number, with the kind of animals, or year and region, where it has several."""
    if not belief["part"]:
        return belief["name"]
    known = spoken(belief["title"], say).rpartition(", ")[2]
    return f"{belief['name']} ({belief['part'] if belief['part'][:1].isdigit() else known})"


def _rule(view: View, say: Language) -> str:
    spread, mean = (f"{view['rule'][part]:g}" for part in ("spread", "mean"))
    return say(
        "Each free number that the data do not identify goes from the 5% to the 95% point of its prior, each fixed value "
        "from one end of its range to the other; the rest stays as the draws have it. Not identified: the posterior spread "
        "is at least {spread} of the prior's, and the mean lies within {mean} prior standard deviation.",
        spread=spread,
        mean=mean,
    )


def _notes(view: View, say: Language) -> list[str]:
    few = f"{-view['rule']['against']:g}"
    notes = [
        say(
            "Nothing is fitted anew. Fit: by how much the log density of all compared figures changes at that end, the median "
            "of the draws. Where it falls by more than {few}, the figures contradict that end unless other numbers make up for "
            "it, and a new fit would take back a part of the move; near 0 they have nothing against it.",
            few=few,
        ),
        say(
            "Draws that failed in any run: {failed} of {members}.",
            failed=view["failed"],
            members=view["members"],
        ),
    ]
    alone = f"{view['rule']['alone']:g}"
    if any(bar["tied"] for outcome in view["outcomes"] for bar in outcome["bars"]):
        notes.append(
            say(
                "* tied to other numbers: where these stay as they are, the data leave it a spread below {alone} of the "
                "prior's, so they would not let it go so far alone.",
                alone=alone,
            )
        )
    return notes


# --- many at once -------------------------------------------------------------------------------------------------


def analysis_text(view: View, say: Language) -> str:
    """Below each outcome the groups with their effects, the greatest first; what is negligible is counted."""
    sobol = view["method"] == "sobol"
    rows: list = []
    for outcome in view["outcomes"]:
        rows += ["", _varied(outcome, say), *_effects(outcome, view, say)]
    written = percent() if sobol else figures(3)
    heads = (say("alone"), say("with others")) if sobol else (say("mean effect"), say("size of effects"))
    columns = [Column(say("group"), left=True)]
    for head in heads:
        columns += [Column(head, written=written), Column("±", written=written)]
    return "\n".join(
        [
            paragraph(_space(view, say)),
            paragraph(_reading(sobol, say)),
            "",
            table(columns, rows),
            "",
            *(paragraph(line) for line in failures(view, say)),
        ]
    )


def _varied(outcome: View, say: Language) -> str:
    return say(
        "{title} ({unit}): mean {mean}, standard deviation {spread}",
        title=title_of(outcome, say),
        unit=unit_in_words(outcome["unit"], say),
        mean=figures(3)(outcome["mean"]),
        spread=figures(3)(outcome["spread"]),
    )


def _effects(outcome: View, view: View, say: Language) -> list:
    least = NEGLIGIBLE * (1.0 if view["method"] == "sobol" else outcome["spread"] or 0.0)
    shown = [effect for effect in outcome["effects"] if effect["total"] is not None and effect["total"] > least]
    rows: list = [
        (
            f"{INDENT}{spoken(view['groups'][effect['group']], say)}",
            *(effect[part] for part in ("first", "first_error", "total", "total_error")),
        )
        for effect in shown[:MOST_ROWS]
    ]
    left = len(outcome["effects"]) - len(rows)
    if left:
        rows.append(INDENT + say.many("and {count} more, with less", "and {count} more, with less", left))
    return rows


def _space(view: View, say: Language) -> str:
    if view["prior"]:
        return say(
            "Before the data: variants, free numbers and unexplained yields as in the prior, fixed values within their "
            "ranges. Members run: {members}.",
            members=view["members"],
        )
    return say(
        "What the data leave open: a variant and a draw of its posterior together, free numbers that the data do not "
        "identify and that are tied to no others as in the prior, fixed values within their ranges. Members run: {members}.",
        members=view["members"],
    )


def _reading(sobol: bool, say: Language) -> str:
    if sobol:
        return say(
            "Shares of the variance by Sobol', with half of the 95% interval: alone, and with all interactions in which a "
            "group has a part. An estimate below its interval is no different from nothing."
        )
    return say(
        "Elementary effects by Morris, in the unit of the outcome over the whole range of a group: their mean, which only a "
        "group of one number has, and the mean of their sizes, with half of the 95% interval."
    )


def failures(view: View, say: Language) -> list[str]:
    """How many members failed and in which corner, and how many have no number or were left out with others."""
    if not view["failed"]:
        notes = [say("No member failed.")]
    else:
        notes = [say("Failed: {failed} of {members} members.", failed=view["failed"], members=view["members"])]
        notes += [_corner(corner, say) for corner in view["corners"]]
        if not view["corners"]:
            notes.append(say("They lie in no corner of their own."))
    if not view["prior"]:
        notes.append(
            say(
                "Nothing is fitted anew, so many members lie where the compared figures contradict them: see the tornado."
            )
        )
    for outcome in view.get("outcomes", ()):
        if outcome["spoilt"]:
            notes.append(
                say(
                    "{title}: {without} members ran and have no number; {spoilt} of {blocks} blocks of the sample are left out.",
                    title=spoken(outcome["title"], say),
                    **{name: outcome[name] for name in ("without", "spoilt", "blocks")},
                )
            )
    return notes


def _corner(corner: View, say: Language) -> str:
    side = say("the highest quarter of its range") if corner["high"] else say("the lowest quarter of its range")
    return say(
        "{share} of them have {name} in {side}.",
        share=say.percent(corner["share"]),
        name=name_of(corner, say),
        side=side,
    )


# --- boxes --------------------------------------------------------------------------------------------------------


def discovery_text(view: View, say: Language) -> str:
    """What should hold, how often it does, and each box with its limits."""
    lines = [paragraph(proposition_in_words(view, say)), paragraph(_space(view, say)), ""]
    lines.append(paragraph(say("It holds in {share} of the members.", share=say.percent(view["share"]))))
    if not view["boxes"]:
        lines.append(paragraph(_no_box(view, say)))
    for number, box in enumerate(view["boxes"], start=1):
        lines += ["", paragraph(_box(number, box, say)), _limits(box, say)]
    lines += ["", *(paragraph(line) for line in failures(view, say))]
    if view["without"]:
        lines.append(paragraph(say("Without a number, and left out: {count}.", count=view["without"])))
    lines.append(
        paragraph(
            say("Boxes are made by three quarters of the members; coverage and density are those of the last quarter.")
        )
    )
    return "\n".join(lines)


def proposition_in_words(view: View, say: Language) -> str:
    """A statement as it is, or a figure with its bounds."""
    title = title_of(view, say)
    if view["unit"] is None:
        return title
    unit, number = unit_in_words(view["unit"], say), figures(4)
    if view["above"] is None:
        return say("{title}: below {number} ({unit})", title=title, number=number(view["below"]), unit=unit)
    if view["below"] is None:
        return say("{title}: above {number} ({unit})", title=title, number=number(view["above"]), unit=unit)
    low, high = number(view["above"]), number(view["below"])
    return say("{title}: between {low} and {high} ({unit})", title=title, low=low, high=high, unit=unit)


def _no_box(view: View, say: Language) -> str:
    if view["share"] in (0.0, 1.0):
        return say("It is the same everywhere, so there is no box.")
    return say("No box holds it more often than chance would.")


def _box(number: int, box: View, say: Language) -> str:
    return say(
        "Box {number}: it holds in {density} of the members in the box (density); the box has {coverage} of all in which it "
        "holds (coverage), and {mass} of the members.",
        number=number,
        **{name: say.percent(box[name]) for name in ("density", "coverage", "mass")},
    )


def _limits(box: View, say: Language) -> str:
    columns = [
        Column(say("number"), left=True),
        Column(say("must lie"), left=True),
        Column(say("what it is"), left=True),
    ]
    return table(columns, [_limit(limit, say) for limit in box["limits"]])


def _limit(limit: View, say: Language) -> tuple[str, str, str]:
    if limit["variants"]:
        return INDENT + say("variant"), say("among: {names}", names=", ".join(limit["variants"])), ""
    number = fixed(3) if limit["unit"] == "1" and limit["range_of"] == "value" else figures(3)
    low, high = (None if limit[end] is None else number(limit[end]) for end in ("low", "high"))
    if high is None:
        bounds = say("above {number}", number=low)
    elif low is None:
        bounds = say("below {number}", number=high)
    else:
        bounds = say("{low} to {high}", low=low, high=high)
    of = {"value": "", "factor": say(" times"), "contrast": say(" (contrast)")}[limit["range_of"]]
    unit = "" if limit["unit"] == "1" or of else f" ({unit_in_words(limit['unit'], say)})"
    return INDENT + name_of(limit, say), f"{bounds}{of}", f"{spoken(limit['title'], say)}{unit}"
