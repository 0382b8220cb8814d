"""Debates as plain dicts: the list of them, and one with the headlines under each position and the weights of the data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pyrrhic.app.views.figures import finite
from pyrrhic.record.load import load
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.runs.evidence import find
from pyrrhic.studies.debates.debate import Debate, Position
from pyrrhic.studies.judgements import Headline
from pyrrhic.texts import Text

if TYPE_CHECKING:  # for the models are imported only where they are run
    from pyrrhic.studies.debates.compared import Compared, Held, Outcome

View = dict[str, Any]


def debates_view(listed: Sequence[Debate]) -> list[View]:
    """Every debate with the names of its positions."""
    return [
        {
            "name": each.name,
            "title": each.title,
            "question": each.question,
            "positions": [_in_short(position) for position in each.positions.values()],
        }
        for each in listed
    ]


def _in_short(position: Position) -> View:
    return {
        "name": position.name,
        "key": position.key,
        "title": position.title,
        "author": position.author,
        "in_model": not position.not_in_model,
    }


def debate_view(answer: "Compared") -> View:
    """One debate: what each position holds, how it is expressed, and what follows from it."""
    asked = answer.debate
    return {
        "name": asked.name,
        "title": asked.title,
        "question": asked.question,
        "headlines": [_headline(headline) for headline in asked.headlines],
        "positions": [_held(held) for held in answer.held],
        "weights": asdict(answer.weights),
        "told_apart": [pair.is_told for pair in answer.weights.pairs],
        "verdicts": _verdicts(answer),
        "together": [_beside(held) for held in answer.together],
        "widest": list(_widest(answer)),
        "finding": asked.finding,
    }


def _verdicts(answer: "Compared") -> View:
    """How many claims and statements were judged under each position, and those on which the verdict differs."""
    verdicts = answer.verdicts
    return {
        "positions": list(verdicts.positions),
        "claims": verdicts.claims,
        "statements": verdicts.statements,
        "differing_claims": [vars(each) for each in verdicts.differing_claims],
        "differing_statements": [vars(each) for each in verdicts.differing_statements],
    }


def _headline(headline: Headline) -> View:
    """A headline, and the record's figure of it where it is one of history."""
    view = {"name": headline.name, "title": headline.title, "unit": headline.figure.unit, "record": None}
    if headline.figure.record is None or headline.saved or headline.scenario != AS_IT_HAPPENED:
        return view
    recorded = find(load(), headline.figure.record)
    known = {"value": recorded.value, "low": recorded.low, "high": recorded.high, "grades": recorded.grades}
    return {**view, "record": {**known, "sources": list(recorded.sources)}}


def _held(held: "Held") -> View:
    """A position: who holds it, in which works, how it is expressed, and its outcomes."""
    form = held.expressed
    (position,) = form.positions
    return {
        **_in_short(position),
        "text": position.text,
        "works": list(position.works),
        "expression": position.expression,
        "not_in_model": position.not_in_model,
        "state": form.state,
        "variants": list(form.variants),
        "scenario": position.scenario,
        "draws": 0 if form.draws is None else len(form.draws),
        "shipped_draws": len(form.weighed.before) if form.weighed else None,
        "effective": form.effective,
        "factor": form.weighed.factor if form.weighed and form.weighed.is_enough else None,
        "can_be_fitted": form.can_be_fitted,
        "outcomes": {name: _outcome(outcome) for name, outcome in held.outcomes.items()},
        "counts_by": [_outcome(outcome) for outcome in held.counts],
    }


def _beside(held: "Held") -> View:
    """A position of another debate under the headlines of this one."""
    (position,) = held.expressed.positions
    outcomes = {name: _outcome(outcome) for name, outcome in held.outcomes.items()}
    return {**_in_short(position), "debate": position.debate, "state": held.expressed.state, "outcomes": outcomes}


def _widest(answer: "Compared") -> Iterator[View]:
    """By headline the least and the greatest median of the positions of the other debates, with where they are."""
    for headline in answer.debate.headlines if answer.together else ():
        medians = {
            held.expressed.positions[0].key: held.outcomes[headline.name].median
            for held in answer.together
            if held.outcomes
        }
        if medians:
            least, greatest = min(medians, key=medians.__getitem__), max(medians, key=medians.__getitem__)
            ends = {"least": medians[least], "at_least": least, "greatest": medians[greatest], "at_greatest": greatest}
            yield {"headline": headline.name, "positions": len(medians), **ends}


def _outcome(outcome: "Outcome") -> View:
    figure = outcome.figure
    numbers = {name: finite(getattr(outcome, name)) for name in ("median", "low", "high", "lowest", "highest")}
    return {"figure": figure.name, "title": figure.title, "unit": figure.unit, "decimals": figure.decimals, **numbers}


def in_both_languages(part: Any) -> Any:
    """A view for a document: every text as a table of both languages."""
    if isinstance(part, Text):
        return dict(part)
    if isinstance(part, Mapping):
        return {name: in_both_languages(inner) for name, inner in part.items()}
    return [in_both_languages(inner) for inner in part] if isinstance(part, list | tuple) else part
