"""Debates as text: the list of them, or one with its positions and what follows from each, side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pyrrhic.app.language import Language, spoken
from pyrrhic.app.text.names import all_in_words
from pyrrhic.app.text.questions import unit_in_words
from pyrrhic.app.text.table import Column, figures, fixed, paragraph, percent, table
from pyrrhic.studies.claims.verdict import CLAUSES, MISFIT, NOT_SETTLED, VERDICTS
from pyrrhic.studies.debates import expressed
from pyrrhic.studies.debates.importance import LEAST_EFFECTIVE
from pyrrhic.studies.debates.verdicts import DRAWS

View = Mapping[str, Any]
INDENT = "  "
NO_UNIT = ("", "1")  # of a ratio; nothing is said
_whole = fixed(0)


def debates_text(view: Sequence[View], say: Language) -> str:
    """Every debate with its positions, a line each."""
    rows: list = []
    for debate in view:
        rows += ["", f"{debate['name']}: {spoken(debate['title'], say)}"]
        rows += [
            (f"{INDENT}{position['name']}", spoken(position["title"], say), spoken(position["author"], say))
            for position in debate["positions"]
        ]
    heads = [Column(say(head), left=True) for head in ("position", "what it holds", "who holds it")]
    more = say("One of them in full: pyrrhic debate NAME; a run under a position: --position DEBATE=POSITION.")
    return "\n".join([table(heads, rows), "", paragraph(more)])


def debate_text(view: View, say: Language) -> str:
    """One debate: the question, the positions, the headlines under each, the weights of the data, what it amounts to."""
    parts = [
        "\n".join(
            [paragraph(f"{view['name']}: {spoken(view['title'], say)}"), paragraph(spoken(view["question"], say))]
        ),
        *(_position(position, say) for position in view["positions"]),
        _headlines(view, say),
        _counts(view, say),
        _verdicts(view, say),
        _weights(view, say),
        _priors(view, say),
        _together(view, say),
        paragraph(spoken(view["finding"], say)),
    ]
    return "\n\n".join(part for part in parts if part)


# --- what each position holds -------------------------------------------------------------------------------------


def _position(position: View, say: Language) -> str:
    """A position in words, its works, and how it is expressed."""
    title = f"{position['name']}: {spoken(position['title'], say)} ({spoken(position['author'], say)})"
    works = say("Works: {works}", works=all_in_words("; ".join(position["works"]), say))
    expressed_so = " ".join(part for part in (how(position, say), _ours(position, say)) if part)
    lines = [spoken(position["text"], say), works, expressed_so]
    return "\n".join([paragraph(title, INDENT, ""), *(paragraph(line, INDENT) for line in lines)])


def _ours(position: View, say: Language) -> str:
    """What in the expression is this project's own, where something is."""
    return spoken(position["expression"], say) if position["expression"] else ""


def how(position: View, say: Language) -> str:
    """How a position is expressed, or why it is left out."""
    sentence = HOW[position["state"]](position, say)
    if position["scenario"]:
        sentence += " " + say("In the place of history: the scenario {scenario}.", scenario=position["scenario"])
    if position["can_be_fitted"]:
        sentence += " " + say("The option --fit fits it at the mode.")
    return sentence


def _by_posterior(position: View, say: Language) -> str:
    (variant,) = position["variants"]
    return say(
        "Here: the shipped posterior of the variant {variant}, {draws} draws.", variant=variant, draws=position["draws"]
    )


def _by_mixture(position: View, say: Language) -> str:
    return say(
        "Here: the mixture of the {variants} shipped variants, {draws} draws.",
        variants=len(position["variants"]),
        draws=position["draws"],
    )


def _by_weights(position: View, say: Language) -> str:
    return say(
        "Here: {shipped} shipped draws weighed anew, worth {effective} draws.",
        shipped=position["shipped_draws"],
        effective=_whole(position["effective"]),
    )


def _by_fit(position: View, say: Language) -> str:
    return say(
        "Here: a fit at the mode with the normal approximation there, {draws} draws; it is less to be trusted than a sampled posterior.",
        draws=position["draws"],
    )


def _outside(position: View, say: Language) -> str:
    return say("Not in this model: {reason}", reason=spoken(position["not_in_model"], say))


def _missing(position: View, say: Language) -> str:
    return say("Left out: no posterior of the variant {variant} is shipped.", variant=position["variants"][0])


def _too_few(position: View, say: Language) -> str:
    return say(
        "Left out: {shipped} shipped draws weighed anew are worth {effective}, fewer than {least}.",
        shipped=position["shipped_draws"],
        effective=_whole(position["effective"]),
        least=_whole(LEAST_EFFECTIVE),
    )


def _unfitted(position: View, say: Language) -> str:
    return say("Left out: no posterior of this model and data is shipped.")


HOW: Mapping[str, Callable[[View, Language], str]] = {
    expressed.POSTERIOR: _by_posterior,
    expressed.MIXTURE: _by_mixture,
    expressed.REWEIGHTED: _by_weights,
    expressed.FITTED: _by_fit,
    expressed.NOT_IN_MODEL: _outside,
    expressed.NOT_SHIPPED: _missing,
    expressed.TOO_FEW: _too_few,
    expressed.NOT_FITTED: _unfitted,
}


# --- what follows -------------------------------------------------------------------------------------------------


def _headlines(view: View, say: Language) -> str:
    """Below each headline the record and every position that has draws."""
    shown = [position for position in view["positions"] if position["outcomes"]]
    rows: list = []
    for headline in view["headlines"]:
        rows += ["", _titled(headline, say), *_record(headline, say)]
        rows += [_row(names, outcome, say) for names, outcome in _alike(shown, headline["name"], say)]
    return _of_outcomes(say("position"), rows, say) if shown else ""


def _alike(shown: Sequence[View], headline: str, say: Language) -> Iterator[tuple[str, View]]:
    """The outcomes of a headline, each with the names of all positions that have it."""
    outcomes: list[View] = []
    for position in shown:
        outcomes += [position["outcomes"][headline]] if position["outcomes"][headline] not in outcomes else []
    for outcome in outcomes:
        names = [position["name"] for position in shown if position["outcomes"][headline] == outcome]
        yield say("every position") if len(names) == len(shown) > 1 else ", ".join(names), outcome


def _of_outcomes(first: str, rows: list, say: Language) -> str:
    """A table of medians and intervals, with the spread over variants where any position has one."""
    numbers = [Column(say(head), written=figures(3)) for head in ("median", "5%", "95%")]
    columns = [Column(first, left=True), *numbers, Column(say("medians of its variants"), left=True)]
    if any(row[-1] for row in rows if not isinstance(row, str)):
        return table(columns, rows)
    return table(columns[:-1], [row if isinstance(row, str) else row[:-1] for row in rows])


def _titled(headline: View, say: Language) -> str:
    title = spoken(headline["title"], say)
    return title if headline["unit"] in NO_UNIT else f"{title} ({unit_in_words(headline['unit'], say)})"


def _record(headline: View, say: Language) -> Iterator[tuple]:
    """The record's figure with the range of its rivals, where it has one."""
    if headline["record"]:
        recorded = headline["record"]
        yield f"{INDENT}{say('record')}", recorded["value"], recorded["low"], recorded["high"], ""


def _row(name: str, outcome: View, say: Language) -> tuple:
    spread = f"{outcome['lowest']:.3g} – {outcome['highest']:.3g}" if outcome["lowest"] != outcome["highest"] else ""
    return (f"{INDENT}{name}", outcome["median"], outcome["low"], outcome["high"], spread)


def _counts(view: View, say: Language) -> str:
    """The figures in which authors count, each under its own."""
    rows: list = []
    for position in view["positions"]:
        if position["counts_by"]:
            rows += ["", f"{position['name']}: {spoken(position['author'], say)}"]
            rows += [_row(_titled(outcome, say), outcome, say) for outcome in position["counts_by"]]
    if not rows:
        return ""
    about = say("The figures in which each author counts, from the same flows:")
    return "\n".join([paragraph(about), _of_outcomes(say("figure"), rows, say)])


def _verdicts(view: View, say: Language) -> str:
    """The verdicts on claims and statements that are not the same under all positions."""
    verdicts = view["verdicts"]
    if not verdicts["positions"]:
        return ""
    differing = [*verdicts["differing_claims"], *verdicts["differing_statements"]]
    about = say(
        "Verdicts on {claims} claims and {statements} statements under each of these positions: {positions}. They differ on {number}; at some {draws} draws each, a share near a bound may fall on either side by chance. Not settled at a share near 0 or 100% means that under this position the model misses a series on which the statement rests, or that a variant disagrees.",
        claims=verdicts["claims"],
        statements=verdicts["statements"],
        positions=", ".join(verdicts["positions"]),
        number=len(differing),
        draws=DRAWS,
    )
    rows: list = []
    for each in differing:
        rows += ["", f"{each['key']}: {spoken(each['text'], say)}"]
        rows += [
            (f"{INDENT}{name}", _verdict(verdict, name in each["missed"], say), each["probabilities"].get(name))
            for name, verdict in each["verdicts"].items()
        ]
    heads = [
        Column(say("position"), left=True),
        Column(say("verdict"), left=True),
        Column(say("probability"), written=percent()),
    ]
    return "\n".join([paragraph(about), *([table(heads, rows)] if rows else [])])


def _verdict(verdict: str, missed: bool, say: Language) -> str:
    """A verdict, and that the model misses a series on which it rests, which keeps it unsettled at any probability."""
    name = spoken(VERDICTS[verdict], say)
    return f"{name} ({spoken(CLAUSES[MISFIT], say)})" if missed and verdict == NOT_SETTLED else name


def _weights(view: View, say: Language) -> str:
    """The weight of the data, equal weights beside it, and which positions the data do not tell apart."""
    weights = view["weights"]
    if not weights["positions"]:
        return paragraph(say("The data weigh no position of this debate against another."))
    heads = [
        Column(say("position"), left=True),
        Column(say("behind"), written=fixed(1)),
        Column(say("error"), written=fixed(1)),
        Column(say("held out"), written=percent(1)),
        Column(say("equal"), written=percent(1)),
    ]
    rows = [
        (", ".join([row["position"], *row["alike"]]), row["behind"], row["error"], row["held_out"], row["equal"])
        for row in sorted(weights["positions"], key=lambda row: row["behind"])
    ]
    note = say(
        "behind: by how much the log predictive density of {figures} figures, each predicted without itself, is below that of the best position; error: its standard error over {blocks} rows and landmarks; held out: the weight by that alone (pseudo-BMA), with equal weights beside it.",
        figures=weights["figures"],
        blocks=weights["blocks"],
    )
    return "\n".join([table(heads, rows), paragraph(note), paragraph(_apart(view, say))])


def _apart(view: View, say: Language) -> str:
    """The warning where positions are within two standard errors of each other."""
    pairs = zip(view["weights"]["pairs"], view["told_apart"], strict=True)
    close = [f"{pair['first']} – {pair['second']}" for pair, is_told in pairs if not is_told]
    if not close:
        return say("Every two of these are more than two standard errors apart.")
    return say(
        "Within two standard errors of each other, so that the data do not tell them apart: {pairs}.",
        pairs="; ".join(close),
    )


def _priors(view: View, say: Language) -> str:
    """By how much the data favour the priors of positions that are priors."""
    weighed = [position for position in view["positions"] if position["factor"] is not None]
    if not weighed:
        return ""
    listed = "; ".join(f"{position['name']} {position['factor']:.2g}" for position in weighed)
    return paragraph(
        say(
            "By how much the data favour the prior of a position over that of the model, as a factor: {listed}. Near one they say little; below one they speak against it.",
            listed=listed,
        )
    )


def _together(view: View, say: Language) -> str:
    """How far the headlines move from position to position of the other debates."""
    if not view["widest"]:
        return ""
    titles = {headline["name"]: _titled(headline, say) for headline in view["headlines"]}
    rows = [
        (titles[row["headline"]], row["least"], row["at_least"], row["greatest"], row["at_greatest"])
        for row in view["widest"]
    ]
    heads = [
        Column(say("headline"), left=True),
        Column(say("least median"), written=figures(3)),
        Column(say("under"), left=True),
        Column(say("greatest median"), written=figures(3)),
        Column(say("under"), left=True),
    ]
    about = say(
        "The same headlines under {count} positions of the other debates; --json prints all of them.",
        count=view["widest"][0]["positions"],
    )
    return "\n".join([paragraph(about), table(heads, rows)])
