"""The positions of every debate side by side, as pages show them: figures under each, and the weights of the data.

    sides = all_sides(400)["exports"]
    sides.positions["reserve"].figures["excess_deaths_1930_31_1933_34"].median

The numbers are those of `compared`, with the figures of the claims to which a debate belongs. They are kept in the
user's cache for as long as nothing changes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.runs.figures import Figure
from pyrrhic.studies.claims import saved
from pyrrhic.studies.claims.claim import claims
from pyrrhic.studies.debates.compared import Outcome, Runs, forms_of, held_at
from pyrrhic.studies.debates.debate import Debate, debates
from pyrrhic.studies.debates.expressed import LEAST_DRAWS, Expressed
from pyrrhic.studies.debates.weights import Weights, weights_of
from pyrrhic.studies.judgements import Headline
from pyrrhic.studies.scenarios import scenario as scenarios


@dataclass(frozen=True)
class Spread:
    """A figure under a position: median, 90 % interval, and the range of the medians of its variants."""

    median: float
    low: float
    high: float
    lowest: float
    highest: float


@dataclass(frozen=True)
class Side:
    """A position in numbers: how it is expressed, at how many draws, and its figures by name, none where it has no draws.

    `effective` are the draws that shipped ones are worth when weighed anew, `factor` is by how much the data favour its
    prior, and `counts` are the figures in which its author counts.
    """

    state: str
    variants: tuple[str, ...] = ()
    draws: int = 0
    effective: float | None = None
    factor: float | None = None
    figures: Mapping[str, Spread] = field(default_factory=dict)
    counts: Mapping[str, Spread] = field(default_factory=dict)


@dataclass(frozen=True)
class Sides:
    """A debate in numbers: its positions by name, and the weights of the data."""

    positions: Mapping[str, Side]
    weights: Weights


def all_sides(number: int) -> Mapping[str, Sides]:
    """Every debate at so many draws of each position, opened from the cache where nothing has changed."""
    name = f"debates-{number}"
    return saved.opened(name, dict[str, Sides]) or saved.kept(
        name, {key: sides(each, number) for key, each in debates().items()}
    )


def sides(asked: Debate, number: int) -> Sides:
    """The positions of one debate side by side."""
    runs, forms = Runs(), forms_of(asked, max(number, LEAST_DRAWS))
    return Sides({each.positions[0].name: _side(each, asked, runs) for each in forms}, weights_of(forms))


def rows_of(asked: Debate) -> tuple[Headline, ...]:
    """What is set side by side: the headlines of a debate, then the figures of its claims in history that are no headline."""
    headlines = {headline.name: headline for headline in asked.headlines}
    return (*headlines.values(), *(row for name, row in _of_claims(asked) if name not in headlines))


def _of_claims(asked: Debate) -> Iterator[tuple[str, Headline]]:
    """The figures of the claim beside which a debate is shown, of those that the model computes."""
    for claim in claims():
        if claim.key == asked.claims[0]:
            yield from ((figure.name, _in_history(figure)) for figure in claim.figures if figure.measure)


def _in_history(figure: Figure) -> Headline:
    assert figure.measure is not None
    return Headline(figure.name, figure.title, figure, figure.measure)


def _side(each: Expressed, asked: Debate, runs: Runs) -> Side:
    rows = [row for row in rows_of(asked) if _reaches(each, row)]
    held = held_at(each, rows, runs)
    return Side(
        each.state,
        each.variants,
        0 if each.draws is None else len(each.draws),
        each.effective,
        each.weighed.factor if each.weighed and each.weighed.is_enough else None,
        {name: _spread(outcome) for name, outcome in held.outcomes.items()},
        {outcome.figure.name: _spread(outcome) for outcome in held.counts},
    )


def _reaches(each: Expressed, row: Headline) -> bool:
    """Whether every scenario that a figure is read from goes on to its last year."""
    ends = [
        scenarios.load(each.joined_to(spec)).ends for spec in row.scenarios if each.joined_to(spec) != AS_IT_HAPPENED
    ]
    return all(not end or row.measure.end <= end for end in ends)


def _spread(outcome: Outcome) -> Spread:
    return Spread(outcome.median, outcome.low, outcome.high, outcome.lowest, outcome.highest)
