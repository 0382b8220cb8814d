"""Fixed values moved over their ranges as text: the headlines that each moves by more than a tenth, or one in full."""

from typing import Any

from pyrrhic.app.language import Language, spoken
from pyrrhic.app.text.names import all_in_words
from pyrrhic.app.text.questions import unit_in_words
from pyrrhic.app.text.show import plausible_range
from pyrrhic.app.text.table import Column, figures, paragraph, percent, table

View = dict[str, Any]
FAILS = "fails"


def judgements_text(view: View, say: Language) -> str:
    """Below each headline the values that move it by more than a tenth, then what moves none by so much."""
    large = [judged for judged in view["judgements"] if judged["is_large"]]
    small = [judged for judged in view["judgements"] if not judged["is_large"]]
    rows: list = []
    for headline in [move for judged in view["judgements"][:1] for move in judged["moves"]]:
        rows += _below(headline, large, say)
    counts = say(
        "{large} of {all} move a headline by more than a tenth.", large=len(large), all=len(view["judgements"])
    )
    others = ", ".join(f"{judged['name']} {percent(1)(judged['greatest'])}" for judged in small)
    return "\n".join(
        [
            *(paragraph(line) for line in (_by(view, say), counts)),
            "",
            table(_heads(say, say("fixed value")), rows),
            "",
            paragraph(
                say("Less than a tenth, the greatest change of a headline: {names}.", names=others or say("none"))
            ),
            "",
            paragraph(spoken(view["closing"], say)),
        ]
    )


def _below(headline: View, large: list[View], say: Language) -> list:
    """A headline, and the values that move it by more than a tenth, the greatest change first."""
    judgements = [
        (judged, move) for judged in large for move in judged["moves"] if move["headline"] == headline["headline"]
    ]
    moved = sorted(
        ((judged, move) for judged, move in judgements if move["is_large"]),
        key=lambda pair: -(pair[1]["change"] or float("inf")),
    )
    title = f"{spoken(headline['title'], say)} ({unit_in_words(headline['unit'], say)})"
    lines = [_row(f"  {judged['name']}", plausible_range(_range(judged), say), move, say) for judged, move in moved]
    return ["", title, *lines] if lines else []


def judgement_in_full(view: View, say: Language) -> str:
    """One value: what it is, why, its range, and every headline at both ends."""
    (judged,) = view["judgements"]
    works = all_in_words("; ".join(judged["sources"]), say) if judged["sources"] else ""
    rows = [_row(spoken(move["title"], say), unit_in_words(move["unit"], say), move, say) for move in judged["moves"]]
    return "\n".join(
        [
            paragraph(f"{judged['name']}: {spoken(judged['title'], say)}"),
            paragraph(say("range: {range}", range=plausible_range(_range(judged), say))),
            *(paragraph(text) for text in (spoken(judged["reason"], say), works) if text),
            paragraph(_by(view, say)),
            "",
            table(_heads(say, say("headline")), rows),
            "",
            paragraph(spoken(view["closing"], say)),
        ]
    )


def _range(judged: View) -> View:
    return {"ends": judged["range"], "of": judged["range_of"]}


def _row(name: str, beside: str, move: View, say: Language) -> tuple:
    three = (say(FAILS) if move[which] is None else move[which] for which in ("usual", "low", "high"))
    return (name, beside, *three, move["change"])


def _heads(say: Language, first: str) -> list[Column]:
    second = say("range") if first == say("fixed value") else say("unit")
    numbers = [Column(say(head), written=figures(3)) for head in ("as it is", "low end", "high end")]
    return [Column(first, left=True), Column(second, left=True), *numbers, Column(say("change"), written=percent())]


def _by(view: View, say: Language) -> str:
    if view["by"] == "single":
        return say("In the single run at the starting fit.")
    return say("Medians of {count} draws of the mixture.", count=view["draws"])
