"""What of the difference between a scenario and history is due to each of the changes that the scenario makes.

    asked = Asked(load("nep"), figure("excess_deaths_1932_33"), by="group")
    attribute(asked, mixture.draws(200))

First the plain table: each change made alone, and each withheld while all others are made. A famine is a threshold, so the
two can be far apart, and neither column adds up to the difference. Then the shares of Shapley, which do, in every draw.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy

from pyrrhic.errors import BadInput, CannotRun
from pyrrhic.model import assemble
from pyrrhic.runs.case import Draws
from pyrrhic.runs.figures import Figure
from pyrrhic.runs.measure import EACH, OVER_YEAR_BEFORE
from pyrrhic.runs.run import STARTING_FIT
from pyrrhic.runs.starting_fit import fitted_parameters
from pyrrhic.studies.attribution.channels import ByChannel, by_channel
from pyrrhic.studies.attribution.coalitions import Game, Played, Progress, game, years_read
from pyrrhic.studies.attribution.players import GROUP, LEVER, Player, players_of
from pyrrhic.studies.attribution.saved import played
from pyrrhic.studies.attribution.shares import (
    MOST_EXACT,
    all_coalitions,
    coalitions_of,
    everything,
    exact_shares,
    interactions,
    sampled_orders,
    shares_of_pairs,
    standard_error,
)
from pyrrhic.studies.attribution.spread import Weighed
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.scenario import Scenario

USUAL_DRAWS = 200
USUAL_PAIRS = 64
SEED = 1926


@dataclass(frozen=True)
class Asked:
    """What is asked: which scenario, which figure, divided among whom, and what else is to be computed.

    `pairs` of sampled orders are taken where there are more than ten players, or where a number is given.
    """

    scenario: Scenario
    figure: Figure
    by: str = LEVER
    interactions: bool = False
    channels: bool = False
    pairs: int | None = None
    seed: int = SEED


@dataclass(frozen=True, eq=False)
class Attribution:
    """The difference divided. Numbers are (draw) or (player, draw); a draw in which a run failed weighs nothing.

    `alone` is the figure with one change made, `others` with all but one; `shares` add up to the difference in every draw.
    `errors` (player) are the standard errors of the mean shares where orders were sampled, none where all coalitions ran.
    `pairs_of_players` (player, player, draw) says how much more two changes do together than apart.
    """

    asked: Asked
    players: tuple[Player, ...]
    history: numpy.ndarray
    scenario: numpy.ndarray
    alone: numpy.ndarray
    others: numpy.ndarray
    shares: numpy.ndarray
    errors: numpy.ndarray | None
    orders: int
    pairs_of_players: numpy.ndarray | None
    by_channel: ByChannel | None
    weighed: Weighed
    played: Played
    fingerprint: str

    @property
    def difference(self) -> numpy.ndarray:
        """The figure of the scenario less that of history (draw)."""
        return self.scenario - self.history

    @property
    def first(self) -> numpy.ndarray:
        """What each change does where it is the first to be made (player, draw)."""
        return self.alone - self.history

    @property
    def last(self) -> numpy.ndarray:
        """What each change does where all others have been made (player, draw)."""
        return self.scenario - self.others

    @property
    def is_exact(self) -> bool:
        """Whether all coalitions were run."""
        return self.errors is None

    @cached_property
    def share_of_difference(self) -> numpy.ndarray:
        """The mean share of each player over the mean difference (player); they add up to one."""
        whole = float(self.weighed.mean(self.difference))
        with numpy.errstate(all="ignore"):
            return numpy.divide(self.weighed.mean(self.shares), whole)


def attribute(asked: Asked, draws: Draws, progress: Progress = lambda done, of: None) -> Attribution:
    """Divide the difference that a scenario makes to a figure among its changes, at every draw.

    Raises `CannotRun` for a scenario that differs from history in nothing, or in more than levers, and `BadInput` for a
    figure that is not one number of a run.
    """
    whole, players, paths = _game(asked, draws)
    exact = len(players) <= MOST_EXACT and asked.pairs is None
    if asked.interactions and not exact:
        _refuse_interactions(asked, len(players))
    orders = None if exact else sampled_orders(len(players), asked.pairs or USUAL_PAIRS, asked.seed)
    done, fingerprint = played(whole, _coalitions(len(players), orders), progress)
    weighed = Weighed.of(draws, done.sound, asked.scenario.name)
    row_of, last = done.row_of, everything(len(players))
    shares, errors = _shares(done, orders, len(players), weighed)
    return Attribution(
        asked=asked,
        players=players,
        history=done.values[row_of[0]],
        scenario=done.values[row_of[last]],
        alone=done.values[[row_of[1 << player] for player in range(len(players))]],
        others=done.values[[row_of[last ^ (1 << player)] for player in range(len(players))]],
        shares=shares,
        errors=errors,
        orders=0 if orders is None else len(orders),
        pairs_of_players=interactions(done.values, len(players)) if asked.interactions else None,
        by_channel=by_channel(whole, paths, progress) if asked.channels else None,
        weighed=weighed,
        played=done,
        fingerprint=fingerprint,
    )


def at_the_starting_fit() -> Draws:
    """The starting fit as the one draw there is."""
    model, fitted = assemble(), fitted_parameters()
    from pyrrhic.calibration.structures import structure

    rivals = {name: numpy.full((1, 1, 1), number) for name, number in structure("base").rivals.items()}
    return Draws(
        structures=(STARTING_FIT,),
        structure_of=numpy.zeros(1, int),
        weights=numpy.ones(1),
        parameters={**fitted, **rivals},
        yields={},
        choices={STARTING_FIT: model.choices},
    )


def _game(asked: Asked, draws: Draws) -> tuple[Game, tuple[Player, ...], Mapping[str, numpy.ndarray]]:
    """What is run, the players, and the paths of the scenario."""
    _refuse_no_number(asked.figure)
    assert asked.figure.measure is not None
    years = years_read(asked.figure.measure, asked.scenario.ends)
    players = players_of(asked.scenario, asked.by, years)
    paths = scenarios.paths(asked.scenario)
    moved = [{lever: paths[lever] for lever in player.levers} for player in players]
    return game(draws, asked.figure, years, moved), players, paths


def _refuse_no_number(figure: Figure) -> None:
    if figure.measure is None:
        raise BadInput("the model does not compute this figure", where=figure.name)
    if figure.measure.how in (EACH, OVER_YEAR_BEFORE):
        raise BadInput("this figure is several numbers, one for each year", where=figure.name)


def _refuse_interactions(asked: Asked, players: int) -> None:
    why = "orders are sampled" if players <= MOST_EXACT else f"there are {players} of them"
    allowed = f"at most {MOST_EXACT}, all of whose coalitions are run" + (
        "" if asked.by == GROUP or players <= MOST_EXACT else f": --by {GROUP}"
    )
    raise CannotRun(f"no interactions of changes where {why}", where=asked.scenario.name, allowed=allowed)


def _coalitions(players: int, orders: numpy.ndarray | None) -> numpy.ndarray:
    """All coalitions, or those of sampled orders with each player alone and each left out."""
    if orders is None:
        return all_coalitions(players)
    single = 1 << numpy.arange(players)
    return numpy.unique(numpy.concatenate([coalitions_of(orders).reshape(-1), single, everything(players) ^ single]))


def _shares(
    done: Played, orders: numpy.ndarray | None, players: int, weighed: Weighed
) -> tuple[numpy.ndarray, numpy.ndarray | None]:
    """The share of each player at each draw, and the standard errors where orders were sampled."""
    if orders is None:
        return exact_shares(done.values, players), None
    of_pairs = shares_of_pairs(orders, done.values, done.row_of)
    return of_pairs.mean(axis=0), standard_error(numpy.array([weighed.mean(pair) for pair in of_pairs]))


def largest_first(attribution: Attribution) -> Sequence[int]:
    """The players by the size of their mean share."""
    return [int(player) for player in numpy.argsort(-abs(attribution.weighed.mean(attribution.shares)), kind="stable")]
