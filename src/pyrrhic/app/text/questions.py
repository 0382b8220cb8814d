"""Ablations, published counterfactuals and replications as text: a table of all, or one in full."""

from collections.abc import Callable, Sequence
from typing import Any

from pyrrhic.app.language import Language, spoken
from pyrrhic.app.text.names import all_in_words, in_words
from pyrrhic.app.text.table import Column, paragraph, percent, table
from pyrrhic.app.views.figures import number
from pyrrhic.app.views.questions import met_of

View = dict[str, Any]
AS_EXPECTED, CONTRARY, DIFFERS = "as expected", "contrary to expectation", "differs"
MISSED, RECALLED, RECALLED_AND_MISSED = "MISSED", "RECALLED", "RECALLED, DIFFERS"
MINUS = "\u2212"


# --- mechanisms switched off ----------------------------------------------------------------------------------


def ablations_table(view: View, say: Language) -> str:
    """A line for each mechanism below the fact it is to explain, then those that are not as expected, with why."""
    rows: list = []
    for finding, before in zip(view["ablations"], [{}, *view["ablations"]], strict=False):
        if finding["fact"] != before.get("fact"):
            rows += ["", f"{spoken(finding['fact'], say)} ({unit_in_words(finding['unit'], say)})"]
        rows.append(_ablation_row(finding, say))
    heads = [
        Column(say("switched off"), left=True),
        Column(say("with"), written=_three_digits),
        Column(say("without"), written=_three_digits),
        Column(say("change"), written=percent(signed=True)),
        Column(say("expected"), left=True),
    ]
    contrary = [finding["name"] for finding in view["ablations"] if finding["verdict"] == CONTRARY]
    contradictions = say("Contrary to expectation: {names}.", names=", ".join(contrary) or say("none"))
    notes = [
        paragraph(f"{finding['name']}: {spoken(finding['note'], say)}")
        for finding in view["ablations"]
        if finding["verdict"] != AS_EXPECTED
    ]
    return "\n".join([table(heads, rows), "", contradictions, *notes, "", paragraph(spoken(view["closing"], say))])


def _ablation_row(finding: View, say: Language) -> tuple:
    mark = "" if finding["verdict"] == AS_EXPECTED else f": {spoken(finding['verdict'], say)}"
    name = f"  {finding['name']}"
    return name, finding["with"], finding["without"], finding["change"], f"{_expected(finding, say)}{mark}"


def ablation_in_full(finding: View, say: Language) -> str:
    """One mechanism: what is switched off, the fact, the numbers, what was expected and why."""
    return "\n".join(
        paragraph(line)
        for line in [
            f"{finding['name']}: {spoken(finding['mechanism'], say)}",
            say("off: {switches}", switches="; ".join(finding["off"])),
            say("fact: {fact}", fact=spoken(finding["fact"], say)),
            say(
                "with the mechanism {with_it}, without it {without_it} ({unit}): {change}",
                with_it=_three_digits(finding["with"]),
                without_it=_three_digits(finding["without"]),
                unit=unit_in_words(finding["unit"], say),
                change=percent(signed=True)(finding["change"]),
            ),
            say(
                "expected: {expected} ({source}): {verdict}",
                expected=_expected(finding, say),
                source=all_in_words(finding["source"], say),
                verdict=spoken(finding["verdict"], say),
            ),
            *([spoken(finding["note"], say)] if finding["note"] else []),
        ]
    )


def _expected(finding: View, say: Language) -> str:
    return say("{goes} by {share} or more", goes=spoken(finding["expectation"], say), share=percent()(finding["rough"]))


def _three_digits(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def unit_in_words(unit: str, say: Language) -> str:
    """The name of a unit in Russian, its symbol in English."""
    from pyrrhic.units import UNITS

    return say.unit(unit) if say.code == "ru" and unit in UNITS else spoken(unit, say)


# --- published counterfactuals --------------------------------------------------------------------------------


def published_table(view: View, say: Language) -> str:
    """Below each counterfactual and its verdict a line for each number of it."""
    rows: list = []
    for answer in view["published"]:
        rows += [
            "",
            f"{spoken(answer['title'], say)} ({answer['name']}): {verdict_of(answer, say)}",
            *_contrasts(answer, say),
        ]
    return "\n".join([table(_contrast_heads(say), rows), "", paragraph(spoken(view["rule"], say))])


def published_in_full(answer: View, say: Language) -> str:
    """One counterfactual: what was published, what the model was asked and found, what differs and why."""
    works = "; ".join(in_words(work, say) for work in answer["works"])
    lines = [
        f"{spoken(answer['title'], say)}: {verdict_of(answer, say)}",
        say(
            "published: {published} ({works}; grade {grade})",
            published=spoken(answer["published"], say),
            works=works,
            grade=answer["grade"],
        ),
    ]
    if answer["scenario"]:
        first = answer["contrasts"][0]["scenarios"]
        against = f" {say('against')} "
        lines.append(say("scenario: {scenarios}", scenarios=against.join(first)))
    notes = (
        ("missing: {words}", answer["missing"]),
        ("what differs: {words}", answer["note"]),
        ("why: {words}", answer["why"]),
    )
    numbers = [table(_contrast_heads(say), _contrasts(answer, say))] if answer["contrasts"] else []
    paragraphs = [paragraph(say(sentence, words=spoken(text, say))) for sentence, text in notes if text]
    return "\n".join([*map(paragraph, lines), *numbers, *paragraphs])


def _contrast_heads(say: Language) -> list[Column]:
    return [
        Column(left=True),
        Column(say("median")),
        Column(say("5 to 95%")),
        Column(say("draws with the published sign"), left=True),
        Column(say("verdict"), left=True),
        Column(say("published"), left=True),
    ]


def _contrasts(answer: View, say: Language) -> list[tuple]:
    return [
        (
            f"  {spoken(contrast['label'], say)}",
            _size(contrast, contrast["median"]),
            say("{low} to {high}", **dict(zip(("low", "high"), _ends(contrast), strict=True))),
            say("{sign} in {share}", sign=spoken(contrast["expected"], say), share=percent()(contrast["share"])),
            verdict_and_size(contrast, say),
            spoken(contrast["published"], say),
        )
        for contrast in answer["contrasts"]
    ]


def verdict_of(answer: View, say: Language) -> str:
    """The verdict on a counterfactual, and whether a size that is printed is missed."""
    verdict = spoken(answer["verdict"], say)
    off = any(contrast["size_off"] is not None for contrast in answer["contrasts"])
    return say("{verdict}; size off", verdict=verdict) if off else verdict


def verdict_and_size(contrast: View, say: Language) -> str:
    """The verdict on the sign, and how far off the size is where one is published."""
    verdict = spoken(contrast["verdict"], say)
    if contrast["size_off"] is None:
        return verdict
    size = _size_off(contrast, say)
    return (
        f"{verdict}, {size}"
        if contrast["verdict"] == DIFFERS
        else say("{verdict} in sign, {size}", verdict=verdict, size=size)
    )


def _size_off(contrast: View, say: Language) -> str:
    """How far the median is off the published sizes: a factor where both have one sign, else the difference."""
    if contrast["factor_off"] is not None:
        factor = f"{contrast['factor_off']:.1f}"
        return say("size off by a factor of {factor}", factor=factor)
    return say("size off by {difference}", difference=_size(contrast, contrast["size_off"]))


def _ends(contrast: View) -> list[str]:
    return [_size(contrast, value) for value in contrast["interval"]]


def _size(contrast: View, value: float) -> str:
    """A change in per cent, or a level."""
    written = f"{100.0 * value:+.1f} %" if contrast["by"] == "ratio" else f"{value:+.2f}"
    return written.replace("-", MINUS)


# --- published models -----------------------------------------------------------------------------------------


def replications_table(view: View, say: Language) -> str:
    """A line for each figure below its work."""
    rows: list = []
    for replication in view["replications"]:
        title = f"{replication['name']}: {spoken(replication['title'], say)}"
        rows += ["", title, *(_figure(figure, say) for figure in replication["figures"])]
    more = say(
        "`pyrrhic replicate NAME` prints the inputs, the sources, why a figure is missed, and which figures only check the code."
    )
    return "\n".join([table(_figure_heads(say), rows), "", _met(view["replications"], say), paragraph(more)])


def replication_in_full(replication: View, say: Language) -> str:
    """One published model: what it says, what is left out, what goes in, its figures."""
    source = in_words(replication["source"], say)
    figures: list = []
    for figure in replication["figures"]:
        figures += [_figure(figure, say), f"       {_behind(figure, say)} {spoken(figure['note'], say)}".rstrip()]
    return "\n".join(
        [
            paragraph(f"{replication['name']}: {spoken(replication['title'], say)} ({source})"),
            paragraph(spoken(replication["about"], say)),
            "",
            paragraph(spoken(replication["limits"], say)),
            "",
            say("Inputs"),
            *(paragraph(_input(given, say), "    ", "  ") for given in replication["inputs"]),
            "",
            say("Published and computed"),
            table(_figure_heads(say), figures),
            *_answers(replication["answers"], say),
            "",
            _met([replication], say),
        ]
    )


def _figure_heads(say: Language) -> list[Column]:
    return [
        Column(say("row")),
        Column(left=True),
        Column(say("published"), written=number),
        Column(say("computed"), written=number),
        Column(say("within"), left=True),
    ]


def _figure(figure: View, say: Language) -> tuple:
    mark = _mark(figure)
    published = figure["published"]
    tolerance = say("sign") if figure["tolerance"] == "sign" else figure["tolerance"]
    return (
        "" if figure["row"] is None else figure["row"],
        spoken(figure["title"], say),
        say(published) if isinstance(published, str) else published,
        figure["computed"],
        f"{tolerance}  {say(mark)}" if mark else tolerance,
    )


def _mark(figure: View) -> str:
    """What is said beside a figure that is not met: missed, or only recalled, with or without agreement."""
    if figure["verdict"] == "met":
        return ""
    if figure["verdict"] == "not met":
        return MISSED
    return RECALLED if figure["reached"] else RECALLED_AND_MISSED


def _answers(answers: Sequence[View], say: Language) -> list[str]:
    """The numbers beside the published ones, each on a line."""
    if not answers:
        return []
    return ["", say("Beside them, with nothing published to hold against"), *(_answer(given, say) for given in answers)]


def _answer(given: View, say: Language) -> str:
    unit = "" if given["unit"] in ("1", "share") else f" {unit_in_words(given['unit'], say)}"
    note = f". {spoken(given['note'], say)}" if given["note"] else ""
    return paragraph(f"{spoken(given['name'], say)}: {number(given['value'])}{unit}{note}", "    ", "  ")


def _behind(row: View, say: Language) -> str:
    """Where a number stands, its grade and its unit."""
    unit = unit_in_words(row["unit"], say)
    source = all_in_words(row["source"], say)
    return f"({source}; {say('grade')} {row['grade']}; {unit})"


def _input(given: View, say: Language) -> str:
    unit = "" if given["unit"] in ("1", "share") else f" {unit_in_words(given['unit'], say)}"
    note = f". {spoken(given['note'], say)}" if given["note"] else ""
    source = all_in_words(given["source"], say)
    return f"{spoken(given['name'], say)}: {number(given['value'])}{unit} ({source}; {say('grade')} {given['grade']}){note}"


def _met(replications: Sequence[View], say: Language) -> str:
    met, figures, recalled = met_of(replications)
    counted = say("{met} of {figures} figures are reproduced.", met=met, figures=figures)
    beside = say("{recalled} more are recalled, not seen, and do not count.", recalled=recalled)
    return f"{counted} {beside}" if recalled else counted


# --- all or one -----------------------------------------------------------------------------------------------

KINDS: dict[str, tuple[Callable[[View, Language], str], Callable[[View, Language], str], str]] = {
    "ablations": (ablations_table, ablation_in_full, "closing"),
    "published": (published_table, published_in_full, "rule"),
    "replications": (replications_table, replication_in_full, ""),
}


def text(kind: str, view: View, name: str, say: Language) -> str:
    """A table of all, or the one that was named in full with what holds for all below it."""
    in_table, in_full, closing = KINDS[kind]
    if not name:
        return in_table(view, say)
    below = ["", paragraph(spoken(view[closing], say))] if closing else []
    return "\n".join([in_full(view[kind][0], say), *below])
