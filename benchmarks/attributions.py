"""The attribution of ten levers: all 1,024 combinations at 200 draws of all variants, in one batch."""

import os
import time

from timing import Measured, Options

from pyrrhic.calibration import mixture
from pyrrhic.runs.figures import figure
from pyrrhic.studies.attribution import USUAL_DRAWS, players_of
from pyrrhic.studies.attribution.coalitions import Game, game, play, years_read
from pyrrhic.studies.attribution.shares import all_coalitions, exact_shares
from pyrrhic.studies.scenarios import scenario as scenarios

LEVERS = 10
SCENARIO, OUTCOME = "nep", "people_in_towns_1_january_1939"


def exact(options: Options) -> dict[str, Measured]:
    """Seconds from the draws to the shares, nothing taken from the cache."""
    asked, seconds = ten_levers(), []
    for _ in range(max(1, options.rounds // 3)):
        began = time.perf_counter()
        shares = exact_shares(play(asked, all_coalitions(LEVERS), lambda done, of: None).values, LEVERS)
        seconds.append(time.perf_counter() - began)
    runs = shares.shape[1] << LEVERS
    return {
        "attribution": Measured(
            min(seconds),
            f"{runs:,} runs of {asked.years} years at {len(asked.draws)} draws of {len(asked.draws.structures)} variants, "
            f"{runs / min(seconds):,.0f} a second on {os.cpu_count()} cores",
        )
    }


def ten_levers() -> Game:
    """The game of the first ten levers of the scenario."""
    scenario, wanted = scenarios.load(SCENARIO), figure(OUTCOME)
    assert wanted.measure is not None
    years, paths = years_read(wanted.measure, scenario.ends), scenarios.paths(scenario)
    moved = [{lever: paths[lever] for lever in player.levers} for player in players_of(scenario)[:LEVERS]]
    return game(mixture.draws(USUAL_DRAWS), wanted, years, moved)
