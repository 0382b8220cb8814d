"""The debates beside a claim: who holds what, what each assumes, how the data weigh it, and the figures under each position.

    positions_view("S8", all_sides(400), shown)       # the debates that the template positions.html prints

The numbers are those of `pyrrhic debate`: positions that give the same ones share a column.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.site.laboratory.held import address
from pyrrhic.app.site.works import cited
from pyrrhic.app.views.claims.numbers import Scale, scale_of_figure
from pyrrhic.calibration.structures import structure
from pyrrhic.record.load import load
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.runs.evidence import find
from pyrrhic.runs.figures import figure
from pyrrhic.studies.claims.claim import claims
from pyrrhic.studies.debates import Debate, Position, debates
from pyrrhic.studies.debates.expressed import (
    MIXTURE,
    NOT_FITTED,
    NOT_IN_MODEL,
    NOT_SHIPPED,
    POSTERIOR,
    REWEIGHTED,
    TOO_FEW,
)
from pyrrhic.studies.debates.sides import Side, Sides, Spread, rows_of
from pyrrhic.studies.debates.weights import OfTheData
from pyrrhic.studies.judgements import Headline
from pyrrhic.studies.scenarios import scenario as scenarios

View = dict[str, Any]


@dataclass(frozen=True)
class Files:
    """The language of a page, and the files that its links open."""

    say: Language
    laboratory: str
    words: str


def positions_view(claim: str, known: Mapping[str, Sides], files: Files) -> View:
    """The debates beside a claim in full, and those that belong to it and stand beside another."""
    mine = [each for each in debates().values() if claim in each.claims]
    return {
        "debates": [_debate(each, known[each.name], files) for each in mine if each.claims[0] == claim],
        "elsewhere": [_elsewhere(each, files.say) for each in mine if each.claims[0] != claim],
    }


def anchor(name: str) -> str:
    """The anchor of a debate, the same in every language."""
    return f"debate-{name}"


def _elsewhere(asked: Debate, say: Language) -> View:
    title = next(say.pick(claim.title) for claim in claims() if claim.key == asked.claims[0])
    return {"title": say.pick(asked.title), "href": f"#{anchor(asked.name)}", "claim": f"{asked.claims[0]}, {title}"}


def _debate(asked: Debate, known: Sides, files: Files) -> View:
    say, columns = files.say, list(_columns(asked, known))
    return {
        "anchor": anchor(asked.name),
        "title": say.pick(asked.title),
        "question": say.pick(asked.question),
        "finding": say.pick(asked.finding),
        "positions": [_position(each, known, columns, files) for each in asked.positions.values()],
        "columns": [_head(names, asked, known, say) for names in columns],
        "rows": list(_rows(asked, [known.positions[names[0]] for names in columns], say)),
        "weighed": _weighed(asked, known, say),
    }


def _columns(asked: Debate, known: Sides) -> Iterator[list[str]]:
    """The names of the positions that have numbers, those with the same numbers together."""
    groups: list[list[str]] = []
    for name in asked.positions:
        if figures := known.positions[name].figures:
            alike = next((group for group in groups if known.positions[group[0]].figures == figures), None)
            if alike is None:
                groups.append([name])
            else:
                alike.append(name)
    yield from groups


def _head(names: Sequence[str], asked: Debate, known: Sides, say: Language) -> View:
    """The head of a column: the title of its position, or that it is that of all."""
    several = [name for name, side in known.positions.items() if side.figures]
    title = "; ".join(say.pick(asked.positions[name].title) for name in names)
    return {"names": " ".join(names), "title": say("Every position") if len(names) == len(several) > 1 else title}


# --- a position -----------------------------------------------------------------------------------------------------


def _position(each: Position, known: Sides, columns: Sequence[Sequence[str]], files: Files) -> View:
    say, side = files.say, known.positions[each.name]
    computed = any(each.name in names for names in columns)
    return {
        "name": each.name,
        "key": address(each),
        "title": say.pick(each.title),
        "author": say.pick(each.author),
        "works": cited(each.works, files.words, say),
        "text": say.pick(each.text),
        "assumes": " ".join(part for part in (HOW[side.state](each, side, say), say.pick(each.expression)) if part),
        "weight": _weight(each.name, known, say),
        "computed": computed,
        "counts": [_counted(name, spread, say) for name, spread in side.counts.items()],
        "link": f"{files.laboratory}#v=1&q={address(each)}" if computed else "",
    }


def _counted(name: str, spread: Spread, say: Language) -> View:
    counted = figure(name)
    scale = scale_of_figure(counted)
    return {"title": say.pick(counted.title), "unit": scale.unit_said(say), "shown": _shown(spread, scale, say)}


def _weight(name: str, known: Sides, say: Language) -> str:
    """How the data weigh a position, in a word or two."""
    if weight := _of_the_data(name, known):
        return say("weight from the data {share}", share=say.percent(weight.held_out))
    factor = known.positions[name].factor
    return "" if factor is None else say("support of the data: factor {factor}", factor=say.number(factor, 2))


def _of_the_data(name: str, known: Sides) -> OfTheData | None:
    return next((each for each in known.weights.positions if name in (each.position, *each.alike)), None)


def _weighed(asked: Debate, known: Sides, say: Language) -> list[str]:
    """What the weights rest on, and which positions they do not tell apart."""
    remarks, titles = [], {name: say("“{title}”", title=say.pick(each.title)) for name, each in asked.positions.items()}
    if known.weights.positions:
        remarks.append(
            say(
                "The weight from the data is that of {figures} figures, each predicted by what was fitted without it.",
                figures=known.weights.figures,
            )
        )
        close = [f"{titles[pair.first]} – {titles[pair.second]}" for pair in known.weights.pairs if not pair.is_told]
        remarks.append(
            say("The data do not tell apart: {pairs}.", pairs="; ".join(close))
            if close
            else say("The data tell all of these positions apart.")
        )
    if any(side.factor is not None for side in known.positions.values()):
        remarks.append(
            say(
                "The factor says how many times better the data go with the prior of a position than with that of the model; near one they say little."
            )
        )
    return remarks or [say("The data weigh no position of this debate against another.")]


# --- what a position assumes ----------------------------------------------------------------------------------------


def _by_posterior(each: Position, side: Side, say: Language) -> str:
    title = say.pick(structure(side.variants[0]).title)
    return say("In the model: the variant “{title}”, {draws} draws.", title=title, draws=side.draws)


def _by_mixture(each: Position, side: Side, say: Language) -> str:
    if each.scenario in ("", AS_IT_HAPPENED):
        return say(
            "It changes nothing in the model: the numbers are those of all variants, {draws} draws.", draws=side.draws
        )
    title = say.pick(scenarios.load(each.scenario).title)
    return say(
        "In the model: the scenario “{title}” in the place of history, all variants, {draws} draws.",
        title=title,
        draws=side.draws,
    )


def _by_weights(each: Position, side: Side, say: Language) -> str:
    return say(
        "In the model: its draws are weighed anew and count as {draws} draws of equal weight.",
        draws=say.number(side.effective, 0),
    )


def _too_few(each: Position, side: Side, say: Language) -> str:
    return say(
        "Not computed: too few draws of the model agree with it; they count as {draws} of equal weight.",
        draws=say.number(side.effective, 0),
    )


def _unfitted(each: Position, side: Side, say: Language) -> str:
    return say("Not computed: the model has not been fitted to it.")


def _outside(each: Position, side: Side, say: Language) -> str:
    return say("Not in this model: {reason}", reason=say.pick(each.not_in_model))


HOW: Mapping[str, Callable[[Position, Side, Language], str]] = {
    POSTERIOR: _by_posterior,
    MIXTURE: _by_mixture,
    REWEIGHTED: _by_weights,
    TOO_FEW: _too_few,
    NOT_SHIPPED: _unfitted,
    NOT_FITTED: _unfitted,
    NOT_IN_MODEL: _outside,
}


# --- the table ------------------------------------------------------------------------------------------------------


def _rows(asked: Debate, columns: Sequence[Side], say: Language) -> Iterator[View]:
    """The headlines of a debate, and those figures of its claim that are not the same under every position."""
    headlines = {headline.name for headline in asked.headlines}
    for row in rows_of(asked):
        shown = _row(row, columns, say)
        if row.name in headlines or len(set(shown["cells"])) > 1:
            yield shown


def _row(row: Headline, columns: Sequence[Side], say: Language) -> View:
    """A figure: in the record where it is one of history, and under each position."""
    scale = scale_of_figure(row.figure)
    cells = [_shown(side.figures[row.name], scale, say) if row.name in side.figures else "" for side in columns]
    return {
        "title": say.pick(row.title),
        "unit": scale.unit_said(say),
        "record": _record(row, scale, say),
        "cells": cells,
    }


def _record(row: Headline, scale: Scale, say: Language) -> str:
    if row.figure.record is None or row.saved or row.scenario != AS_IT_HAPPENED:
        return ""
    seen = find(load(), row.figure.record)
    return _span(seen.value, seen.low, seen.high, scale, say)


def _shown(spread: Spread, scale: Scale, say: Language) -> str:
    return _span(spread.median, spread.low, spread.high, scale, say)


def _span(median: float, low: float, high: float, scale: Scale, say: Language) -> str:
    """A number with its range, as a claim writes it."""
    middle, least, most = (scale.said(point, say) for point in (median, low, high))
    return middle if least == most else f"{middle} ({say('{low} to {high}', low=least, high=most)})"
